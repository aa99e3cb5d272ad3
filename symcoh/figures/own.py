"""A quantity over a parameter: certified values, linear or logarithmic axes at any exponent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from textwrap import wrap
from typing import TYPE_CHECKING

from flint import arb

from ..balls import certain_sign, certainly_less, midpoint
from ..certified import CertifiedNumber
from ..decimals import round_ball
from ..errors import InputError
from ..exactnumbers import Exact, enclose
from .drawing import HEIGHT, Picture, blank, decades, settle
from .scales import BITS, Undrawable, linear, logarithm
from .style import DOTTED, LOOKS, PALE, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_CURVES = 12
"""More cannot be told apart in one column."""

MARKED = 40
"""Curves of at most this many points show each of them."""

LEGEND_ROW = 4 / 25.4
"""Height of one row of the legend in inches."""

PARAMETERS = {
    "T": "$T$",
    "beta": r"$\beta$",
    "N": "$N$",
    "omega": r"$\omega$",
    "omega_a": r"$\omega_a$",
    "gamma": r"$\gamma$",
    "J": "$J$",
}
"""What may run along an axis, and how it is written there."""

QUANTITIES = {
    "coherence": "coherence $C$",
    "partition-function": "partition function $Z$",
    "log-partition-function": r"$\log\,Z$",
    "free-energy": "free energy $F$",
    "energy": "energy $E$",
    "entropy": "entropy $S$",
    "heat-capacity": r"heat capacity $\partial_T E$",
    "magnetization": r"magnetization $\langle M\rangle$",
    "population-ground": "population $p_g$",
    "population-excited": "population $p_e$",
    "bloch-x": "Bloch component $x$",
    "bloch-z": "Bloch component $z$",
    "purity": r"purity $\mathrm{Tr}\,\rho_t^2$",
    "target-entropy": r"entropy $S(\rho_t)$",
    "relative-entropy-of-coherence": "relative entropy of coherence",
    "quantum-fisher-information": "quantum Fisher information $C^2$",
    "ergotropy": "ergotropy",
    "coherence-derivative": r"$\partial_T C$",
}
"""How each quantity is written beside its axis."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Curve:
    """Certified values at exact places, None an infinite one, with a label where several curves share the axes."""

    label: str | None
    places: tuple[Exact | None, ...]
    values: tuple[CertifiedNumber, ...]


def plotted(curves: Sequence[Curve], *, name: str, log: str, caption: str, description: str, command: str) -> Picture:
    """Draw the values of one quantity over the parameter `name`.

    Args:
        curves: at least one, at most 12, all of one quantity.
        name: a key of `PARAMETERS`.
        log: the logarithmic axes, "", "x", "y" or "xy".
        caption: below the axes.
        description: all parameters, for the file.
        command: what makes the same file again.

    Raises:
        InputError: a value that a logarithm or a double cannot place; the sentence names it.
        EnvironmentFailed: matplotlib is not installed.

    >>> from symcoh import Model, evaluate
    >>> from symcoh.exactnumbers import exact
    >>> hot = [exact("1e300"), exact("1e310")]
    >>> ring = Model(N=2, omega_a=1, gamma=1)
    >>> curve = Curve(label=None, places=tuple(hot), values=tuple(evaluate(ring, "coherence", T=T, digits=17) for T in hot))
    >>> drawn = plotted([curve], name="T", log="xy", caption="", description="", command="")
    >>> [float(y) for y in drawn.figure.axes[0].get_lines()[0].get_ydata()]
    [-600.0, -620.0]
    """
    quantity = curves[0].values[0].quantity
    columns = 3 if max(len(curve.label or "") for curve in curves) <= 18 else 1
    rows = ceil(len(curves) / columns) if curves[0].label else 0
    with style():
        figure = blank("\n".join(wrap(caption, 80, break_long_words=False)), HEIGHT + rows * LEGEND_ROW)
        axes = figure.subplots()
        drawn = [_coordinates(curve, name, log) for curve in curves]
        beyond = _beyond([value for x, _ in drawn for value in x])
        for (x, y), curve, (color, dash) in zip(drawn, curves, (*LOOKS, *_swapped()), strict=False):
            marker = "o" if len(x) <= MARKED else ""
            axes.plot(x, y[: len(x)], marker=marker, markersize=2, color=color, linestyle=dash, label=curve.label)
            if len(y) > len(x):
                axes.plot([beyond] * (len(y) - len(x)), y[len(x) :], marker="o", markersize=3, color=color, linestyle="none")
        _frame(axes, drawn, name, log)
        if any(len(y) > len(x) for x, y in drawn):
            _infinity(axes, beyond)
        axes.set_xlabel(PARAMETERS[name])
        axes.set_ylabel(QUANTITIES[quantity])
        if rows:
            figure.legend(loc="outside upper center", ncols=columns)
        settle(figure)
    return Picture(figure=figure, title=f"{quantity} over {name}", description=description, command=command)


def short(value: Exact | None) -> str:
    """An exact number in a sentence: as typed where that is short, else six digits; None is oo.

    >>> from symcoh.exactnumbers import exact
    >>> short(exact("7/10")), short(exact("sqrt(2)/3 + pi/100"))
    ('7/10', 'about 0.502820')
    """
    if value is None:
        return "oo"
    text = str(value)
    return text if len(text) <= 12 else f"about {round_ball(midpoint(enclose(value, BITS)), 6)}"


def equality(name: str, value: Exact | None) -> str:
    r"""A parameter and its value as they stand in a legend or caption; None is infinity.

    >>> from symcoh.exactnumbers import exact
    >>> equality("J", exact("-0.4")), equality("beta", None)
    ('$J$ = −0.4', '$\\beta$ = $\\infty$')
    """
    if value is None:
        return rf"{PARAMETERS[name]} = $\infty$"
    text = short(value).replace("-", "−")
    return f"{PARAMETERS[name]} {text.replace('about', '≈')}" if text.startswith("about") else f"{PARAMETERS[name]} = {text}"


def _swapped() -> list[tuple[str, object]]:
    """Six more looks: the same colours, each with the dash of its opposite."""
    return [(color, LOOKS[(k + 3) % len(LOOKS)][1]) for k, (color, _) in enumerate(LOOKS)]


def _coordinates(curve: Curve, name: str, log: str) -> tuple[list[float], list[float]]:
    """The finite places; the values there, and behind them those at infinite places."""
    quantity = curve.values[0].quantity
    x = placed([(enclose(place, BITS), f"{name} is {short(place)}") for place in curve.places if place is not None], "x", log)
    pairs = sorted(zip(curve.values, curve.places, strict=True), key=lambda pair: pair[1] is None)
    y = placed([(v.to_arb(), f"{quantity} is {_brief(v.value)} at {name} = {short(place)}") for v, place in pairs], "y", log)
    return x, y


def placed(named: list[tuple[arb, str]], axis: str, log: str) -> list[float]:
    """The coordinates along one axis, or a sentence about the first value that has none."""
    scale: Callable[[arb], float] = logarithm if axis in log else linear
    found = []
    for ball, what in named:
        try:
            found.append(scale(ball))
        except Undrawable as reason:
            hint = f"leave {axis} linear" if axis in log else f"make {axis} logarithmic"
            raise InputError("--log", f"cannot serve here, because {what}, which {reason}: {hint}, or change the range.") from None
    lost = axis not in log and all(certainly_less(abs(ball), arb(10) ** -290) for ball, _ in named)
    if lost and any(certain_sign(ball) != 0 for ball, _ in named):
        raise InputError("--log", f"must hold {axis} here: every value on that axis is below 1e-290, too small for a linear one.")
    return found


def _beyond(x: list[float]) -> float:
    """Where infinity is drawn: to the right of every finite place."""
    low, high = min(x), max(x)
    return high + 0.12 * (high - low or abs(high) or 1.0)


def _infinity(axes: Axes, beyond: float) -> None:
    """Part what is drawn at infinity from the axis, which ends where the finite places do."""
    from matplotlib.ticker import FixedLocator

    low, high = axes.get_xlim()
    axes.xaxis.set_major_locator(FixedLocator([place for place in axes.get_xticks() if low <= place <= high]))
    axes.axvline((high + beyond) / 2, color=PALE, linestyle=DOTTED, linewidth=0.8)
    axes.set_xlim(low, beyond + (beyond - high) / 2)
    axes.text(beyond, -0.03, r"$\infty$", transform=axes.get_xaxis_transform(), ha="center", va="top")


def _brief(value: str) -> str:
    mantissa, mark, exponent = value.partition("e")
    return mantissa[:7].rstrip(".") + mark + exponent


def _frame(axes: Axes, drawn: list[tuple[list[float], list[float]]], name: str, log: str) -> None:
    """Ranges wide enough that no step of rounding fills the picture, and ticks in decades."""
    axes.set_xlim(*_range([value for x, _ in drawn for value in x], "x" in log, 0.03 if len(drawn[0][0]) <= MARKED else 0))
    axes.set_ylim(*_range([value for _, y in drawn for value in y], "y" in log, 0.05))
    for axis in log:
        decades(axes, axis)
    if name == "N" and "x" not in log:
        axes.locator_params(axis="x", integer=True)


def _range(values: list[float], logarithmic: bool, margin: float) -> tuple[float, float]:
    low, high = min(values), max(values)
    size = 1.0 if logarithmic else max(abs(low), abs(high))
    if high - low > 1e-9 * size:
        return low - margin * (high - low), high + margin * (high - low)
    wide = 0.5 if logarithmic else 0.05 * size or 1.0
    return low - wide, high + wide
