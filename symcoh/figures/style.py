"""One look for every figure: a journal column wide, 8 point STIX, colours that survive colour blindness and grey."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from ..errors import EnvironmentFailed

COLUMN = 86 / 25.4
"""Width of a journal column in inches."""

BLACK, ORANGE, SKY, GREEN = "#000000", "#E69F00", "#56B4E9", "#009E73"
BLUE, VERMILLION, PURPLE = "#0072B2", "#D55E00", "#CC79A7"
GREY, PALE, SHADE = "#555555", "#999999", "#E4E4E4"
WIDTH = 1.1
"""Of a curve, in points."""

Dash = str | tuple[float, tuple[float, ...]]
SOLID, DASHED, DOTTED = "-", (0.0, (4.0, 2.0)), (0.0, (1.0, 1.4))
DASHDOT, LONG, DOTS = (0.0, (5.0, 1.5, 1.0, 1.5)), (0.0, (9.0, 2.0)), (0.0, (5.0, 1.4, 1.0, 1.4, 1.0, 1.4))

LOOKS: tuple[tuple[str, Dash], ...] = ((BLUE, SOLID), (VERMILLION, LONG), (GREEN, DASHDOT), (PURPLE, DOTTED), (ORANGE, DOTS), (SKY, DASHED))
"""Curves of a family: Okabe and Ito's colours but for yellow, which is lost on white; black is kept for limits."""

ACROSS: tuple[tuple[str, Dash], ...] = ((VERMILLION, DASHDOT), (ORANGE, LONG), (BLACK, SOLID), (SKY, DOTS), (BLUE, SOLID))
"""Five curves across the transition of Fig. 3: two with C_0 = 0, one on the line, two with C_0 > 0."""

_LOOK: dict[str, Any] = {
    "axes.linewidth": 0.6,
    "axes.unicode_minus": True,
    "figure.dpi": 100,
    "font.family": "STIXGeneral",
    "font.size": 8,
    "legend.borderaxespad": 0.6,
    "legend.fontsize": 7,
    "legend.frameon": False,
    "legend.handlelength": 2.6,
    "legend.labelspacing": 0.3,
    "lines.dash_capstyle": "butt",
    "lines.linewidth": WIDTH,
    "lines.scale_dashes": True,
    "mathtext.fontset": "stix",
    "pdf.fonttype": 42,
    "savefig.dpi": 300,
    "svg.fonttype": "path",
    "svg.hashsalt": "symcoh",
    "xtick.direction": "in",
    "ytick.direction": "in",
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "xtick.minor.width": 0.4,
    "ytick.minor.width": 0.4,
    "xtick.top": True,
    "ytick.right": True,
}


@contextmanager
def style() -> Iterator[None]:
    """Draw the body in the house look, whatever the user's matplotlibrc says, and restore what was there.

    Raises:
        EnvironmentFailed: matplotlib is not installed.

    >>> with style():
    ...     import matplotlib
    ...     matplotlib.rcParams["font.size"]
    8.0
    """
    need_matplotlib()
    import matplotlib.style

    _know_the_fonts()
    with matplotlib.style.context(["default", _LOOK]):
        yield


@cache
def _know_the_fonts() -> None:
    """Tell matplotlib of the STIX fonts it ships; its own list is a file that may be old or broken."""
    import matplotlib
    from matplotlib.font_manager import fontManager

    for path in sorted((Path(matplotlib.get_data_path()) / "fonts" / "ttf").glob("STIX*.ttf")):
        fontManager.addfont(path)


def need_matplotlib() -> None:
    """Refuse in one sentence where matplotlib is missing."""
    try:
        import matplotlib.figure  # noqa: F401  # the import is the question
    except ImportError:
        raise EnvironmentFailed("Pictures need matplotlib, which is not installed: pip install symcoh[plot]") from None
