"""Formulas beside certified values in a plot: how they are drawn, and the ratio of both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from flint import arb

from ..balls import certain_sign, working_precision
from ..errors import InputError
from .data import decimal
from .scales import BITS, Undrawable, linear, logarithm
from .style import BLACK, DASHDOT, DASHED, DOTS, DOTTED, GREY, LONG, LOOKS, PALE, Dash

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_OVERLAYS = 5
"""As many as there are dashes to tell them apart."""

MOST_FAMILIES = 6
"""Curves beside formulas are told apart by colour alone."""

DASHES: tuple[Dash, ...] = (DASHED, DOTTED, DASHDOT, LONG, DOTS)
DECADES = 3
"""Ratios that span more decades than this have a logarithmic axis beside one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Overlay:
    """A formula at the places of the curves.

    Args:
        text: as typed.
        label: for the legend.
        values: a ball at each place, None where the formula has no value; one row for each curve, or one for all of them.
    """

    text: str
    label: str
    values: tuple[tuple[arb | None, ...], ...]

    @property
    def shared(self) -> bool:
        """Whether all curves have the formula in common."""
        return len(self.values) == 1


HANDLE = 14 / 25.4
"""Width in inches of the line before a label of the legend, and of the room beside it."""

LETTER = 3.5 / 72
"""Width in inches of a letter of the legend."""

SHOWN = (-0.5, 2.5)
"""Where a formula passes through zero its ratio has a pole; the axis is made for ratios between these."""

Segment = tuple[list[float], list[float]]


def look(overlay: Overlay, place: int, row: int, curves: int) -> tuple[str, Dash]:
    """Colour and dash of formula number `place` beside curve number `row`."""
    if curves == 1:
        return (LOOKS[place][0] if place else BLACK), DASHES[place]
    return BLACK if overlay.shared else LOOKS[row][0], DASHES[place]


def coordinates(x: Sequence[float], balls: Sequence[arb | None], logarithmic: bool) -> Segment:
    """The points of a formula that have a place on the axis; a gap, which is not a number, where one has none."""
    scale: Callable[[arb], float] = logarithm if logarithmic else linear
    heights = []
    for ball in balls:
        try:
            heights.append(float("nan") if ball is None else scale(ball))
        except Undrawable:
            heights.append(float("nan"))
    return list(x), heights


def missing(overlay: Overlay, drawn: Sequence[Segment]) -> str | None:
    """A sentence about the points of a formula that are left out.

    Raises:
        InputError: no point is left.
    """
    heights = [y for _, segment in drawn for y in segment]
    lost = sum(y != y for y in heights)
    if lost == len(heights):
        raise InputError("--overlay", f"{_brief(overlay.text)} has no value that these axes can hold: change the range or --log.")
    return f"{_brief(overlay.text)}: {lost} of {len(heights)} points have no place on these axes and are left out" if lost else None


def ratios(values: Sequence[arb], formula: Sequence[arb | None]) -> list[arb | None]:
    """Certified value over formula, point by point; None where the formula is zero or has no value."""
    with working_precision(BITS):
        return [None if below is None or not certain_sign(below) else above / below for above, below in zip(values, formula, strict=False)]


def draw_ratios(
    axes: Axes, x: Sequence[float], rows: Sequence[tuple[list[arb | None], str, Dash]], ends: Callable[..., Any], logarithmic: bool
) -> None:
    """The ratios in axes of their own, around a line at 1; beside logarithmic axes they are so too where they span decades.

    Raises:
        InputError: no formula has a ratio.
    """
    from .drawing import decades

    known = [ball for balls, *_ in rows for ball in balls if ball is not None]
    if not known:
        raise InputError("--ratio", "has no point: the formula is zero or has no value everywhere, change the range.")
    wide = logarithmic and _spans_decades(known)
    axes.axhline(0.0 if wide else 1.0, color=PALE, linewidth=0.8)
    heights: list[float] = []
    for balls, color, dash in rows:
        where, segment = coordinates(x, balls, wide)
        axes.plot(where, segment, color=color, linestyle=dash)
        heights += [y for y in segment if y == y]
    axes.set_ylim(*ends([*_shown(heights, wide), 0.0 if wide else 1.0], wide, 0.08))
    if wide:
        decades(axes, "y")
    axes.set_ylabel("ratio")


def _shown(heights: list[float], wide: bool) -> list[float]:
    """The ratios that the axis is made for: those near 1, unless most are far from it."""
    near = [y for y in heights if SHOWN[0] <= y <= SHOWN[1]]
    return heights if wide or 2 * len(near) < len(heights) else near


def _spans_decades(balls: Sequence[arb]) -> bool:
    if any(certain_sign(ball) != 1 for ball in balls):
        return False
    found = [logarithm(ball) for ball in balls]
    return max(found) - min(found) > DECADES


def label_width(label: str) -> float:
    """Width in inches of a label, formulas between dollar signs included."""
    if "$" not in label:
        return len(label) * LETTER
    from matplotlib.mathtext import MathTextParser

    return float(MathTextParser("path").parse(label, dpi=72).width) / 72 * 7 / 10 + LETTER


def fitted(overlay: Overlay, width: float) -> Overlay:
    """The formula with a label that fits into the legend: the text as typed, cut short, where the formula is too wide."""
    room = width - HANDLE
    if label_width(overlay.label) <= room:
        return overlay
    letters = int(room / LETTER) - 3
    text = overlay.text if len(overlay.text) <= letters + 3 else f"{overlay.text[:letters]}..."
    return replace(overlay, label=text.replace("$", r"\$"))


def proxy(label: str, place: int) -> Any:
    """The line of a formula in a legend where each curve has one of its own colour."""
    from matplotlib.lines import Line2D

    line = Line2D([], [], color=GREY, label=label)
    line.set_linestyle(DASHES[place])  # type: ignore[arg-type]  # a name or a pattern
    return line


def cells(balls: Sequence[arb | None]) -> list[str]:
    """The decimals of a formula or ratio; empty where there is none."""
    return ["" if ball is None else decimal(ball) for ball in balls]


def _brief(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}..."
