"""Curves and the plane of Fig. 3 as matplotlib figures, and what their files say about themselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..exactnumbers import ZERO, Exact, enclose, exact
from ..ground import critical_coupling
from ..model import Model
from ..version import __version__
from .lines import DIGITS, Line, coordinates
from .paper import COUPLINGS, CROSSING, GAPS, Panel, checked_name, panel
from .scales import BITS, decade_ticks, linear, logarithm
from .style import ACROSS, BLACK, COLUMN, DASHED, GREY, SHADE, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

HEIGHT = 62 / 25.4
"""Of a figure with its caption, in inches."""

LEGEND = 10 / 25.4
"""Of a legend above the axes, in inches."""

LARGEST_GAP, LOWEST_COUPLING = exact("1.6"), exact("-0.55")
"""The shown corner of the plane of Fig. 3a."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """A drawn figure and what its file says: a title, all parameters, the command that makes it."""

    figure: Figure
    title: str
    description: str
    command: str


def picture(name: str) -> Picture:
    """One of the paper's ten figures from certified values.

    Args:
        name: 1a, 1b, 1c, 2a, 2b, 2c, 3a, 3b, 3c or 3d.

    Raises:
        InputError: another name.
        EnvironmentFailed: matplotlib is not installed.

    >>> len(picture("3b").figure.axes[0].get_lines())
    5
    """
    checked_name(name)
    with style():
        if name == "3a":
            figure, title, description = _plane()
        else:
            found = panel(name)
            figure, title, description = _curves(name, found), found.title, described(found.lines, found.temperatures)
        settle(figure)
    return Picture(figure=figure, title=f"Fig. {name}: {title}", description=description, command=f"symcoh figure {name}")


def described(lines: Iterable[Line], temperatures: tuple[Exact, ...]) -> str:
    """All parameters of the curves, as Python text that can be read back."""
    parts = [f"{line.meaning} of {line.model!r}" for line in lines]
    span = f"T = {temperatures[0]} to {temperatures[-1]} in {len(temperatures)} points"
    return f"{'; '.join(parts)}; {span}; every value certified to {DIGITS} digits or more by symcoh {__version__}."


def blank(caption: str, height: float = HEIGHT) -> Figure:
    """An empty figure one column wide with its caption line."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(COLUMN, height), layout="constrained")
    figure.supxlabel(caption, fontsize=7)
    return figure


def settle(figure: Figure) -> None:
    """Fix the layout, so that the bytes of a file do not depend on which other files were made before."""
    engine = figure.get_layout_engine()
    assert engine is not None
    engine.execute(figure)
    figure.set_layout_engine("none")


def decades(axes: Axes, which: str) -> None:
    """Label an axis that runs in log10 by powers of ten, over the range it shows."""
    axis, (low, high) = (axes.xaxis, sorted(axes.get_xlim())) if which == "x" else (axes.yaxis, sorted(axes.get_ylim()))
    ticks = decade_ticks(low, high)
    axis.set_ticks(ticks.places, labels=ticks.labels)
    axis.set_ticks(ticks.minor, minor=True)


def _curves(name: str, found: Panel) -> Figure:
    figure = blank(f"Fig. {name}:  {found.caption}, $\\omega=1$", HEIGHT + (LEGEND if found.shifts else 0))
    axes, *beside = figure.subplots(1, 2, width_ratios=(2.3, 1)) if found.shifts else (figure.subplots(),)
    scale = logarithm if found.logarithmic else linear
    for line in found.lines:
        where = coordinates(line, found.temperatures, scale)
        axes.plot(*where, color=line.color, linestyle=line.dash, linewidth=line.width, label=line.label)
    ends = found.temperatures[0], found.temperatures[-1]
    axes.set_xlim(*(scale(enclose(end, BITS)) for end in ends))
    axes.set_ylim(found.bottom, found.top)
    if found.logarithmic:
        decades(axes, "x")
        decades(axes, "y")
    axes.set_xlabel(r"temperature $T/\omega$")
    axes.set_ylabel("coherence $C$")
    if beside:
        _shifts(beside[0], found)
        figure.legend(*axes.get_legend_handles_labels(), loc="outside upper center", ncols=3)
    else:
        axes.legend(loc=found.legend)
    return figure


def _line_48(model: Model) -> tuple[list[float], list[float]]:
    """The ends of the line (48) in the (omega_a, J) plane; between them it is straight."""
    gaps = (ZERO, LARGEST_GAP)
    couplings = [critical_coupling(replace(model, omega_a=gap)) for gap in gaps]
    return [_number(gap) for gap in gaps], [_number(J) for J in couplings if J is not None]


def _number(value: Exact) -> float:
    return linear(enclose(value, BITS))


def _plane() -> tuple[Figure, str, str]:
    """The (omega_a, J) plane: the line (48), both phases, and the circles whose curves are Figs. 3b and 3c."""
    figure = blank(r"Fig. 3a:  $N=4$, $\gamma=0.3$, $\omega=1$;  circles: the curves of Figs. 3b, 3c")
    axes = figure.subplots()
    gaps, couplings = _line_48(CROSSING)
    axes.plot(gaps, couplings, color=BLACK, label="(48)")
    axes.fill_between(gaps, couplings, _number(LOWEST_COUPLING), color=SHADE, linewidth=0)
    here = _number(CROSSING.omega_a), _number(CROSSING.J)
    axes.axhline(here[1], color=GREY, linestyle=DASHED, linewidth=0.8)
    axes.axvline(here[0], color=GREY, linestyle=DASHED, linewidth=0.8)
    for row in (GAPS, COUPLINGS):
        for text, (color, _) in zip(row, ACROSS, strict=True):
            x, y = (_number(exact(text)), here[1]) if row is GAPS else (here[0], _number(exact(text)))
            axes.plot([x], [y], "o", color=color, markeredgecolor=BLACK, markeredgewidth=0.5, markersize=5)
    axes.text(1.25, -0.39, "line (48)", ha="left", va="bottom")
    axes.text(0.06, 0.06, "$C_0=0$\nantialigned", transform=axes.transAxes)
    axes.text(0.94, 0.94, "$C_0>0$\naligned", transform=axes.transAxes, ha="right", va="top")
    axes.set_xlim(0, gaps[-1])
    axes.set_ylim(_number(LOWEST_COUPLING), 0)
    axes.set_xlabel(r"gap of a source $\omega_a/\omega$")
    axes.set_ylabel(r"coupling $J/\omega$")
    points = f"omega_a = {', '.join(GAPS)} at J = {CROSSING.J}; J = {', '.join(COUPLINGS)} at omega_a = {CROSSING.omega_a}"
    return (
        figure,
        "Ground states in the plane of omega_a and J, parted by the line (48)",
        f"Line (48) of {CROSSING!r}, from omega_a = 0 to {LARGEST_GAP}; circles at {points}; exact, symcoh {__version__}.",
    )


def _shifts(axes: Axes, found: Panel) -> None:
    """The line (48) of every exact curve, and the point (omega_a, J) they share."""
    for line in found.lines:
        if line.equation == "29":
            axes.plot(*_line_48(line.model), color=line.color, linestyle=line.dash)
    shared = found.lines[0].model
    axes.plot([_number(shared.omega_a)], [_number(shared.J)], "o", color="white", markeredgecolor=BLACK, markeredgewidth=0.7, markersize=4)
    axes.set_xlim(0, _number(LARGEST_GAP))
    axes.set_ylim(-0.9, 0)
    axes.set_title("lines (48)", fontsize=7)
    axes.set_xlabel(r"$\omega_a/\omega$")
    axes.set_ylabel(r"$J/\omega$")
