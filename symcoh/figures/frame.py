"""How large a figure is, and whether its parameters stand below it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import InputError, shown
from .style import COLUMN

if TYPE_CHECKING:
    from matplotlib.figure import Figure

HEIGHT = 62 / 25.4
"""Of a figure one column wide with its caption, in inches."""

CAPTION_LINE = 5 / 25.4
"""Height of a line of the caption in inches."""

SLOPE = 0.35
"""Height gained for a unit of width: a figure across two columns is flatter than one in a column."""

UNITS = {"mm": 25.4, "cm": 2.54, "in": 1.0, "pt": 72.27}
"""Units of length in an inch; the point is TeX's."""

NARROWEST, WIDEST = 60 / 25.4, 400 / 25.4
NARROW = 75 / 25.4
"""Below this width a legend has no room inside the axes."""

CAPTION_LETTERS = 72
"""Letters of a caption in one line of one column."""

_LENGTH = re.compile(r"([0-9]{1,9}(?:\.[0-9]{0,9})?|\.[0-9]{1,9}) ?(mm|cm|in|pt)", re.ASCII)


@dataclass(frozen=True, kw_only=True, slots=True)
class Frame:
    """A width in inches, what the user typed for it, and whether the caption is drawn."""

    width: float = COLUMN
    caption: bool = True
    typed: str | None = None

    @property
    def words(self) -> list[str]:
        """The options that ask for this frame."""
        return ([] if self.caption else ["--no-caption"]) + ([] if self.typed is None else ["--width", self.typed])

    @property
    def columns(self) -> float:
        """The width in columns of a journal."""
        return self.width / COLUMN


def read_frame(width: str | None, caption: bool) -> Frame:
    """The frame of --width and --no-caption.

    Raises:
        InputError: no length, or one outside 60 to 400 mm.

    >>> round(read_frame("178mm", True).columns, 3), read_frame("8.6 cm", False).words
    (2.07, ['--no-caption', '--width', '8.6 cm'])
    >>> read_frame("86", True)
    Traceback (most recent call last):
    symcoh.errors.InputError: --width must be a length from 60 to 400 mm such as 86mm, 8.6cm, 3.4in or 246pt, but is '86'.
    """
    if width is None:
        return Frame(caption=caption)
    found = _LENGTH.fullmatch(width.strip())
    inches = float(found[1]) / UNITS[found[2]] if found else 0.0
    if not NARROWEST - 1e-9 <= inches <= WIDEST + 1e-9:
        raise InputError("--width", f"must be a length from 60 to 400 mm such as 86mm, 8.6cm, 3.4in or 246pt, but is {shown(width)}.")
    return Frame(width=inches, caption=caption, typed=width.strip())


def blank(caption: str, frame: Frame, extra: float = 0.0) -> Figure:
    """An empty figure with its caption; `extra` inches of height are added for a legend or a bar."""
    from matplotlib.figure import Figure

    height = HEIGHT + SLOPE * (frame.width - COLUMN) + extra
    lines = _lines(caption, int(CAPTION_LETTERS * frame.columns))
    if not frame.caption:
        height -= CAPTION_LINE
    figure = Figure(figsize=(frame.width, height), layout="constrained")
    if frame.caption:
        figure.supxlabel("\n".join(lines), fontsize=7)
    return figure


def _lines(caption: str, letters: int) -> list[str]:
    r"""The caption in lines of so many letters, broken between its parts alone.

    >>> _lines(r"$N$ = 6,  $\omega_a$ = 7/10,  $J$ = 2/5", 20)
    ['$N$ = 6,  $\\omega_a$ = 7/10,', '$J$ = 2/5']
    """
    lines = [""]
    for part in re.split(r"(?<=[,;])( +)", caption):
        joined = lines[-1] + part
        shown = re.sub(r"[$_{}]", "", re.sub(r"\\[A-Za-z]+", "x", joined.rstrip()))
        if len(shown) <= letters or not lines[-1].strip():
            lines[-1] = joined
        elif part.strip():
            lines.append(part)
    return [line.strip() for line in lines if line.strip()]


def settle(figure: Figure) -> None:
    """Fix the layout, so that the bytes of a file do not depend on which other files were made before."""
    engine = figure.get_layout_engine()
    assert engine is not None
    engine.execute(figure)
    figure.set_layout_engine("none")
