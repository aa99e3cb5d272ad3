"""Curves and the plane of Fig. 3 as matplotlib figures, and what their files say about themselves."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import floor, log10
from typing import TYPE_CHECKING

from flint import arb

from ..balls import certain_sign
from ..errors import InputError
from ..exactnumbers import ZERO, Exact, enclose, exact
from ..ground import critical_coupling
from ..model import Model, decided_sign
from ..version import __version__
from .data import Block, block, decimal, place
from .frame import NARROW, Frame, blank, settle
from .lines import COHERENCE, DIGITS, Line, coordinates, points
from .paper import COUPLINGS, CROSSING, GAPS, Own, Panel, caption, checked_name, own_base, panel, unit
from .scales import BITS, Undrawable, decade_ticks, linear, logarithm
from .style import ACROSS, BLACK, DASHED, GREY, SHADE, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LEGEND = 10 / 25.4
"""Of a legend above the axes, in inches."""

LARGEST_GAP, LOWEST_COUPLING = exact("1.6"), exact("-0.55")
"""The shown corner of the plane of Fig. 3a."""

Points = Sequence[tuple[Exact, arb]]
Circle = tuple[str, Exact, Exact, str]
Columns = dict[str, dict[Exact | None, str]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """A drawn figure and what its file says: a title, all parameters, the command that makes it; its numbers, and what it leaves out."""

    figure: Figure
    title: str
    description: str
    command: str
    data: tuple[Block, ...] = ()
    notes: tuple[str, ...] = ()


def picture(name: str, own: Own | None = None, frame: Frame | None = None) -> Picture:
    """One of the paper's ten figures from certified values.

    Args:
        name: 1a, 1b, 1c, 2a, 2b, 2c, 3a, 3b, 3c or 3d.
        own: parameters (N, omega, omega_a, gamma, J) in the place of ours, those that run from curve to curve excepted.
        frame: width and caption; a journal column with a caption where it is left out.

    Returns:
        The figure of Matplotlib with its title, all parameters, the command that makes it, and its numbers.

    Raises:
        InputError: another name, or a parameter that the figure does not take.
        EnvironmentFailed: matplotlib is not installed.

    >>> len(picture("3b").figure.axes[0].get_lines())
    5
    """
    checked_name(name)
    base, frame = own_base(name, own), frame or Frame()
    with style():
        if name == "3a":
            figure, title, description, data = _plane(base, frame)
        else:
            found = panel(name, own)
            drawn = [(line, points(line, found.temperatures)) for line in found.lines]
            figure, title = _curves(name, found, drawn, frame), found.title
            description, data = described(found.lines, found.temperatures), _data(found, drawn)
        settle(figure)
    words = ["symcoh", "figure", name, *_words(own or {}), *frame.words]
    return Picture(figure=figure, title=f"Fig. {name}: {title}", description=description, command=shlex.join(words), data=data)


def _words(own: Own) -> list[str]:
    """The options of parameters of one's own."""
    flags = {"N": "-N", "omega": "--omega", "omega_a": "--omega-a", "gamma": "--gamma", "J": "-J"}
    return [word for name, flag in flags.items() if name in own for word in (flag, str(own[name]))]


def described(lines: Iterable[Line], temperatures: tuple[Exact, ...]) -> str:
    """All parameters of the curves, as Python text that can be read back."""
    parts = [f"{line.meaning} of {line.model!r}" for line in lines]
    span = f"T = {temperatures[0]} to {temperatures[-1]} in {len(temperatures)} points"
    return f"{'; '.join(parts)}; {span}; every value certified to {DIGITS} digits or more by symcoh {__version__}."


def decades(axes: Axes, which: str) -> None:
    """Label an axis that runs in log10 by powers of ten, over the range it shows."""
    axis, (low, high) = (axes.xaxis, sorted(axes.get_xlim())) if which == "x" else (axes.yaxis, sorted(axes.get_ylim()))
    ticks = decade_ticks(low, high)
    axis.set_ticks(ticks.places, labels=ticks.labels)
    axis.set_ticks(ticks.minor, minor=True)


def _curves(name: str, found: Panel, drawn: Sequence[tuple[Line, Points]], frame: Frame) -> Figure:
    above = found.shifts or frame.width < NARROW
    figure = blank(f"Fig. {name}:  {found.caption}", frame, LEGEND if above else 0)
    axes, *beside = figure.subplots(1, 2, width_ratios=(2.3, 1)) if found.shifts else (figure.subplots(),)
    scale = logarithm if found.logarithmic else linear
    heights: list[float] = []
    for line, where in drawn:
        x, y = _placed(name, line, where, found.logarithmic)
        axes.plot(x, y, color=line.color, linestyle=line.dash, linewidth=line.width, label=line.label)
        heights += y if line.equation == COHERENCE else []
    ends = found.temperatures[0], found.temperatures[-1]
    axes.set_xlim(*(scale(enclose(end, BITS)) for end in ends))
    axes.set_ylim(*_range(found, heights))
    if found.logarithmic:
        decades(axes, "x")
        decades(axes, "y")
    axes.set_xlabel(f"temperature $T{found.unit}$")
    axes.set_ylabel("coherence $C$")
    if beside:
        _shifts(beside[0], found)
        _matching_ticks(axes, beside[0], 5 if frame.width >= NARROW else 2)
    if above:
        figure.legend(*axes.get_legend_handles_labels(), loc="outside upper center", ncols=max(2, round(3 * frame.columns)))
    else:
        axes.legend(loc=found.legend)
    return figure


def _placed(name: str, line: Line, where: Points, logarithmic: bool) -> tuple[list[float], list[float]]:
    """The coordinates of a line; in decades a limit has a place only where it is positive, and C must be."""
    if not logarithmic:
        return coordinates(where, linear)
    kept = where if line.equation == COHERENCE else [point for point in where if certain_sign(point[1]) == 1]
    try:
        return coordinates(kept, logarithm)
    except Undrawable as reason:
        raise InputError("FIGURE", f"{name} has logarithmic axes, but C {reason}: choose other parameters.") from None


def _range(found: Panel, heights: Sequence[float]) -> tuple[float, float]:
    """What is shown of C, never more than C <= 1; with parameters of one's own what the exact curves fill."""
    if not found.fitted:
        return found.bottom, found.top
    low, high = min(heights), max(heights)
    if found.logarithmic:
        margin = max(0.05 * (high - low), 0.1)
        return low - margin, min(0.0, high + margin)
    return 0.0, min(1.03, 1.08 * high or 1.03)


def _matching_ticks(main: Axes, side: Axes, most_along: int) -> None:
    """The same style of ticks in neighbouring axes: round steps, each label with as many decimals as its step and at least one."""
    from matplotlib.ticker import MaxNLocator, StrMethodFormatter

    for axis, most in ((main.xaxis, most_along), (main.yaxis, 6), (side.xaxis, 2), (side.yaxis, 6)):
        locator = MaxNLocator(most, steps=[1, 2, 4, 5, 8, 10])
        first, second, *_ = locator.tick_values(*axis.get_view_interval())
        axis.set_major_locator(locator)
        axis.set_major_formatter(StrMethodFormatter(f"{{x:.{max(1, -floor(log10(second - first)))}f}}"))


def _data(found: Panel, drawn: Sequence[tuple[Line, Points]]) -> tuple[Block, ...]:
    """A column for each curve, and beside them the line of ground states of each where it is drawn."""
    curves: Columns = {line.name or line.meaning: {T: decimal(ball) for T, ball in where} for line, where in drawn}
    blocks = [block("T", curves)]
    if found.shifts:
        exacts = [line for line, _ in drawn if line.equation == COHERENCE]
        columns: Columns = {f"J_c at {line.name}": {g: decimal(enclose(J, BITS)) for g, J in _crossing(line.model)} for line in exacts}
        blocks.append(block("omega_a", columns))
    return tuple(blocks)


def _crossing(model: Model, largest: Exact = LARGEST_GAP) -> list[tuple[Exact, Exact]]:
    """The ends of the line (48), or (54), in the (omega_a, J) plane; between them it is straight."""
    found = [(gap, critical_coupling(replace(model, omega_a=gap))) for gap in (ZERO, largest)]
    return [(gap, J) for gap, J in found if J is not None]


def _number(value: Exact) -> float:
    return linear(enclose(value, BITS))


def _numbers(pairs: Iterable[tuple[Exact, Exact]]) -> tuple[list[float], list[float]]:
    left, right = zip(*pairs, strict=True)
    return [_number(x) for x in left], [_number(y) for y in right]


def _circles(base: Model) -> list[Circle]:
    """(figure, omega_a, J, color) of the curves of Figs. 3b and 3c."""
    found = [("3b", exact(gap), base.J, color) for gap, (color, _) in zip(GAPS, ACROSS, strict=True)]
    return found + [("3c", base.omega_a, exact(J), color) for J, (color, _) in zip(COUPLINGS, ACROSS, strict=True)]


def _plane(base: Model, frame: Frame) -> tuple[Figure, str, str, tuple[Block, ...]]:
    """The (omega_a, J) plane: the line (48) or (54), both phases, and the circles whose curves are Figs. 3b and 3c."""
    figure = blank(f"Fig. 3a:  {caption('3a', base)};  circles: the curves of Figs. 3b, 3c", frame)
    axes = figure.subplots()
    circles = _circles(base)
    largest = LARGEST_GAP if base == CROSSING else max(LARGEST_GAP, base.omega_a * exact("5/4"), key=_number)
    crossing = _crossing(base, largest)
    (low, high), number = _shown_couplings(base, circles, crossing), "54" if base.N % 2 else "48"
    gaps, couplings = _numbers(crossing)
    axes.plot(gaps, couplings, color=BLACK, label=f"({number})")
    axes.fill_between(gaps, couplings, low, color=SHADE, linewidth=0)
    axes.axhline(_number(base.J), color=GREY, linestyle=DASHED, linewidth=0.8)
    axes.axvline(_number(base.omega_a), color=GREY, linestyle=DASHED, linewidth=0.8)
    for _, gap, J, color in circles:
        axes.plot([_number(gap)], [_number(J)], "o", color=color, markeredgecolor=BLACK, markeredgewidth=0.5, markersize=5)
    _name_the_phases(axes, base, number, (gaps, couplings))
    axes.set_xlim(0, gaps[-1])
    axes.set_ylim(low, high)
    axes.set_xlabel(rf"gap of a source $\omega_a{unit(base)}$")
    axes.set_ylabel(f"coupling $J{unit(base)}$")
    at = f"omega_a = {', '.join(GAPS)} at J = {base.J}; J = {', '.join(COUPLINGS)} at omega_a = {base.omega_a}"
    words = f"Line ({number}) of {base!r}, from omega_a = 0 to {largest}; circles at {at}; exact, symcoh {__version__}."
    columns: Columns = {f"J_c ({number})": {gap: decimal(enclose(J, BITS)) for gap, J in crossing}}
    heads = ("omega_a of a circle", "J of a circle", "its figure")
    data = (block("omega_a", columns), Block(heads=heads, rows=tuple((place(gap), place(J), name) for name, gap, J, _ in circles)))
    return figure, f"Ground states in the plane of omega_a and J, parted by the line ({number})", words, data


def _shown_couplings(base: Model, circles: Sequence[Circle], crossing: Sequence[tuple[Exact, Exact]]) -> tuple[float, float]:
    """The range of J; ours where the parameters are ours."""
    if base == CROSSING:
        return _number(LOWEST_COUPLING), 0.0
    shown = [_number(J) for *_, J, _ in circles] + [_number(J) for _, J in crossing]
    return min(_number(LOWEST_COUPLING), 1.1 * min(shown)), max(0.0, 1.1 * max(shown))


def _name_the_phases(axes: Axes, base: Model, number: str, line: tuple[list[float], list[float]]) -> None:
    """What C_0 is above and below the line, and the line's number beside it."""
    coupled = decided_sign(base.gamma, "gamma") != 0
    aligned, antialigned = ("$C_0>0$" if coupled else "$C_0=0$"), ("$C_0>0$" if coupled and base.N % 2 else "$C_0=0$")
    (left, right), (top, bottom) = line
    x = left + 0.78 * (right - left)
    axes.text(x, top + 0.78 * (bottom - top) + 0.03 * (top - bottom), f"line ({number})", ha="left", va="bottom")
    axes.text(0.06, 0.06, f"{antialigned}\nantialigned", transform=axes.transAxes)
    axes.text(0.94, 0.94, f"{aligned}\naligned", transform=axes.transAxes, ha="right", va="top")


def _shifts(axes: Axes, found: Panel) -> None:
    """The line (48) of every exact curve, and the point (omega_a, J) they share."""
    lines = [line for line in found.lines if line.equation == COHERENCE]
    shared = found.lines[0].model
    largest = max(LARGEST_GAP, shared.omega_a * exact("5/4"), key=_number)
    lowest = -0.9
    for line in lines:
        ends = _numbers(_crossing(line.model, largest))
        axes.plot(*ends, color=line.color, linestyle=line.dash)
        lowest = min(lowest, 1.05 * ends[1][-1])
    here = _number(shared.J)
    axes.plot([_number(shared.omega_a)], [here], "o", color="white", markeredgecolor=BLACK, markeredgewidth=0.7, markersize=4)
    axes.set_xlim(0, _number(largest))
    axes.set_ylim(min(lowest, 1.1 * here), max(0.0, 1.1 * here))
    axes.set_title(f"lines ({'54' if shared.N % 2 else '48'})", fontsize=7)
    axes.set_xlabel(rf"$\omega_a{found.unit}$")
    axes.set_ylabel(f"$J{found.unit}$")
