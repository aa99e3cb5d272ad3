"""The paper's figures as data: which curves, for which parameters, and what the caption says.

The text of the paper fixes what each figure shows; its parameter values are in the drawings alone. The values here are
our own, chosen so that every feature the text describes can be seen (omega = 1 throughout). In Fig. 3, N = 4 and
gamma = 0.3 make S_N = 13/5, so that the line (48) is J = -omega_a/4 - 1/10 and passes through (0.8, -0.3).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

from ..errors import InputError, shown
from ..exactnumbers import ZERO, Exact, exact, rational
from ..model import Model
from .lines import Line, from_zero, geometric
from .style import (
    ACROSS,
    BLACK,
    BLUE,
    DASHED,
    DOTTED,
    LOOKS,
    PALE,
    VERMILLION,
    WIDTH,
    Dash,
)

RING = Model(N=6, omega_a="0.5", gamma="0.1", J="0.2")
"""Where Figs. 1 and 2 vary one parameter."""

CROSSING = Model(N=4, omega_a="0.8", gamma="0.3", J="-0.3")
"""The transition point of Fig. 3, exactly on the line (48)."""

GAPS = ("0.4", "0.6", "0.8", "1", "1.2")
"""omega_a of Fig. 3b, from C_0 = 0 to C_0 > 0."""

COUPLINGS = ("-0.4", "-0.35", "-0.3", "-0.25", "-0.2")
"""J of Fig. 3c, from C_0 = 0 to C_0 > 0."""

STRENGTHS = ("0.1", "0.2", "0.3", "0.5", "1")
"""gamma of Fig. 3d, from C_0 = 0 to C_0 > 0."""

Place = Literal["upper right", "lower left"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Panel:
    """One figure of curves C(T).

    Args:
        title: what it shows, in words.
        caption: the parameters that all curves share.
        lines: the curves.
        temperatures: where they are evaluated.
        logarithmic: whether both axes are in decades.
        bottom: lower end of the shown range of C, or of log10 C.
        top: its upper end.
        legend: where it stands.
        shifts: whether the lines (48) of the models are drawn beside the curves.
    """

    title: str
    caption: str
    lines: tuple[Line, ...]
    temperatures: tuple[Exact, ...]
    logarithmic: bool = False
    bottom: float = 0.0
    top: float = 1.03
    legend: Place = "upper right"
    shifts: bool = False


def panel(name: str) -> Panel:
    """The curves of one figure other than 3a.

    >>> [line.label for line in panel("1a").lines][:2]
    ['$J=0$', '$J=0.1$']
    """
    return PANELS[name]()


def checked_name(name: str) -> str:
    """The name of a figure, or one sentence.

    >>> checked_name("4a")
    Traceback (most recent call last):
    symcoh.errors.InputError: FIGURE must be one of 1a, 1b, 1c, 2a, 2b, 2c, 3a, 3b, 3c, 3d, but is '4a'.
    """
    if name not in NAMES:
        raise InputError("FIGURE", f"must be one of {', '.join(NAMES)}, but is {shown(name)}.")
    return name


def _family(field: str, symbol: str, base: Model, typed: Iterable[str], looks: Iterable[tuple[str, Dash]]) -> tuple[Line, ...]:
    """One exact curve for each value of one parameter."""
    found = []
    for text, (color, dash) in zip(typed, looks, strict=False):
        value: dict[str, Any] = {field: int(text) if field == "N" else text}
        found.append(Line(label=f"${symbol}={text}$", model=replace(base, **value), color=color, dash=dash))
    return tuple(found)


def _limit(equation: str, label: str, meaning: str, model: Model) -> Line:
    """A limit or bound: black and dashed."""
    return Line(label=label, model=model, color=BLACK, dash=DASHED, equation=equation, meaning=meaning)


def _upper_bound() -> Line:
    return _limit("36", r"$C^{\uparrow}$ (36)", "upper bound (36)", RING)


def _first_term(model: Model, color: str, dash: Dash, width: float = WIDTH) -> Line:
    """The term of (42) without J, which is (42) at J = 0."""
    free = replace(model, J=ZERO)
    return Line(label="(42), first term", model=free, color=color, dash=dash, width=width, equation="42", meaning="first term of (42)")


def _figure_1a() -> Panel:
    return Panel(
        title="Coherence against temperature for several J >= 0: from (29) at J = 0 up to the bound (36)",
        caption=r"$N=6$, $\omega_a=0.5$, $\gamma=0.1$",
        lines=(*_family("J", "J", RING, ("0", "0.1", "0.2", "0.4", "1"), LOOKS), _upper_bound()),
        temperatures=from_zero("3"),
    )


def _figure_1b() -> Panel:
    model = replace(RING, J=exact("2"))
    both = Line(label="(42), both terms", model=model, color=BLACK, dash=DOTTED, equation="42", meaning="both terms of (42)")
    return Panel(
        title="High-temperature decay of the coherence, and its asymptotic form (42)",
        caption=r"$N=6$, $\omega_a=0.5$, $\gamma=0.1$, $J=2$",
        lines=(Line(label="$C$ (29)", model=model, color=BLUE), _first_term(model, VERMILLION, DASHED), both),
        temperatures=geometric(exact("0.5"), exact("100"), 93),
        logarithmic=True,
        bottom=-4.9,
        top=0.4,
    )


def _figure_1c() -> Panel:
    joined = replace(RING, N=1, omega_a=RING.omega_a * rational(RING.N), gamma=RING.gamma * rational(RING.N), J=ZERO)
    words = "(43), which is (42) of one source of gap N omega_a and coupling N gamma"
    return Panel(
        title="The limits of high temperature and of strong ferromagnetic coupling do not commute: (42) against (43)",
        caption=r"$N=6$, $\omega_a=0.5$, $\gamma=0.1$",
        lines=(
            Line(label="(43)", model=joined, color=PALE, equation="42", meaning=words, width=2.4),
            _first_term(RING, PALE, DOTTED, width=2.4),
            *_family("J", "J", RING, ("1", "10", "100", "1000"), LOOKS),
            _upper_bound(),
        ),
        temperatures=geometric(exact("0.2"), exact("1e4"), 143),
        logarithmic=True,
        bottom=-8.6,
        top=0.4,
        legend="lower left",
    )


def _figure_2a() -> Panel:
    model = replace(RING, omega_a=exact("0.3"))
    limit = _limit("44", r"$\gamma\to\infty$ (44)", "limit of strong coupling (44)", model)
    return Panel(
        title="Coherence against temperature for several gamma, up to the limit (44)",
        caption=r"$N=6$, $\omega_a=0.3$, $J=0.2$",
        lines=(*_family("gamma", r"\gamma", model, ("0.02", "0.05", "0.1", "0.25", "1"), LOOKS), limit),
        temperatures=from_zero("3"),
    )


def _figure_2b() -> Panel:
    limit = _limit("47", r"$\omega_a\to\infty$ (47)", "limit of a large gap omega_a (47)", RING)
    return Panel(
        title="Coherence against temperature for several omega_a, up to the limit (47)",
        caption=r"$N=6$, $\gamma=0.1$, $J=0.2$",
        lines=(*_family("omega_a", r"\omega_a", RING, ("0.05", "0.2", "0.5", "1", "2"), LOOKS), limit),
        temperatures=from_zero("3"),
    )


def _figure_2c() -> Panel:
    return Panel(
        title="Coherence against temperature for several N: it rises towards 1",
        caption=r"$\omega_a=0.5$, $\gamma=0.1$, $J=0.2$",
        lines=_family("N", "N", RING, ("2", "4", "8", "16", "32", "64"), LOOKS),
        temperatures=from_zero("3"),
    )


def _figure_3b() -> Panel:
    return Panel(
        title="Coherence against temperature for omega_a on the horizontal line of Fig. 3a, through the transition point",
        caption=r"$N=4$, $\gamma=0.3$, $J=-0.3$",
        lines=_family("omega_a", r"\omega_a", CROSSING, GAPS, ACROSS),
        temperatures=from_zero("1"),
    )


def _figure_3c() -> Panel:
    return Panel(
        title="Coherence against temperature for J on the vertical line of Fig. 3a, through the transition point",
        caption=r"$N=4$, $\gamma=0.3$, $\omega_a=0.8$",
        lines=_family("J", "J", CROSSING, COUPLINGS, ACROSS),
        temperatures=from_zero("1"),
    )


def _figure_3d() -> Panel:
    limit = _limit("44", r"$\gamma\to\infty$ (44)", "limit of strong coupling (44)", CROSSING)
    return Panel(
        title="Coherence against temperature for several gamma, up to the limit (44), and the shift of the line (48)",
        caption=r"$N=4$, $\omega_a=0.8$, $J=-0.3$",
        lines=(*_family("gamma", r"\gamma", CROSSING, STRENGTHS, ACROSS), limit),
        temperatures=from_zero("1"),
        shifts=True,
    )


PANELS: dict[str, Callable[[], Panel]] = {
    "1a": _figure_1a,
    "1b": _figure_1b,
    "1c": _figure_1c,
    "2a": _figure_2a,
    "2b": _figure_2b,
    "2c": _figure_2c,
    "3b": _figure_3b,
    "3c": _figure_3c,
    "3d": _figure_3d,
}

NAMES = ("1a", "1b", "1c", "2a", "2b", "2c", "3a", "3b", "3c", "3d")
"""The ten figures."""
