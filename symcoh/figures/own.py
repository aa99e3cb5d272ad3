"""A quantity over a parameter: certified values, linear or logarithmic axes at any exponent."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, isfinite
from typing import TYPE_CHECKING, Any

from flint import arb

from ..balls import certain_sign, certainly_less
from ..certified import CertifiedNumber
from ..errors import InputError
from ..exactnumbers import Exact, enclose
from ..observables import KNOWN
from .data import Block, block
from .drawing import Picture, decades
from .frame import Frame, blank, settle
from .overlays import HANDLE, Overlay, cells, coordinates, draw_ratios, fitted, label_width, look, missing, proxy, ratios
from .scales import BITS, Undrawable, linear, logarithm
from .style import DOTTED, LOOKS, PALE, SOLID, Dash, style
from .words import PARAMETERS as PARAMETERS
from .words import equality as equality
from .words import short as short

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_CURVES = 12
"""More cannot be told apart in one column."""

AT_MOST_ONE = frozenset({"1-C", *(name for name, known in KNOWN.items() if known.at_most_one)})
"""Quantities whose logarithmic axis ends at 1."""

RATIO = 24 / 25.4
"""Height of the axes of a ratio in inches."""

MARKED = 40
"""Curves of at most this many points show each of them."""

LEGEND_ROW = 4 / 25.4
"""Height of one row of the legend in inches."""

QUANTITIES = {name: known.axis for name, known in KNOWN.items()}
"""How each quantity is written beside its axis."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Curve:
    """Certified values at exact places, None an infinite one, with a label where several curves share the axes, and a plain name."""

    label: str | None
    places: tuple[Exact | None, ...]
    values: tuple[CertifiedNumber, ...]
    name: str | None = None


def plotted(
    curves: Sequence[Curve],
    *,
    name: str,
    log: str,
    caption: str,
    description: str,
    command: str,
    overlays: Sequence[Overlay] = (),
    ratio: bool = False,
    frame: Frame | None = None,
) -> Picture:
    """Draw the values of one quantity over the parameter `name`, and formulas beside them.

    Args:
        curves: at least one, at most 12, all of one quantity; at most 6 beside formulas.
        name: a key of `PARAMETERS`.
        log: the logarithmic axes, "", "x", "y" or "xy".
        caption: below the axes.
        description: all parameters, for the file.
        command: what makes the same file again.
        overlays: formulas at the same places, at most 5; they do not stretch the axes far beyond the certified values.
        ratio: whether value over formula is drawn below.
        frame: width and caption; a journal column with a caption where it is left out.

    Returns:
        The figure of Matplotlib with what its file says.

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
    frame = frame or Frame()
    with style():
        overlays = [fitted(overlay, frame.width) for overlay in overlays]
        figure, axes, below = _empty(curves, overlays, ratio, frame, caption)
        drawn = [_coordinates(curve, name, log) for curve in curves]
        beyond = _beyond([value for x, _ in drawn for value in x])
        handles = _draw_curves(axes, curves, drawn, beyond, solid=bool(overlays))
        formulas, notes, marks = _draw_overlays(axes, curves, overlays, drawn[0][0], "y" in log)
        _frame(axes, drawn, formulas, name, log, quantity)
        if below is not None:
            draw_ratios(below, drawn[0][0], list(_ratio_rows(curves, overlays)), _range, "y" in log)
            below.set_xlim(axes.get_xlim())
        bottom = axes if below is None else below
        if "x" in log:
            decades(bottom, "x")
        if any(len(y) > len(x) for x, y in drawn):
            _infinity(axes, beyond)
        bottom.set_xlabel(PARAMETERS[name])
        axes.set_ylabel(QUANTITIES.get(quantity, f"${quantity}$"))
        if handles or marks:
            figure.legend(handles=[*handles, *marks], loc="outside upper center", ncols=_columns(curves, overlays, frame))
        settle(figure)
    title = f"{quantity} over {name}"
    data = (_block(curves, overlays, ratio, name),)
    return Picture(figure=figure, title=title, description=description, command=command, data=data, notes=tuple(notes))


def _columns(curves: Sequence[Curve], overlays: Sequence[Overlay], frame: Frame) -> int:
    """Columns of the legend: as many as its longest label leaves room for, at most three in a column of a journal."""
    if overlays:
        widest = max(label_width(text) for text in (*(curve.label or "" for curve in curves), *(overlay.label for overlay in overlays)))
        return max(1, min(int(frame.width / (widest + HANDLE)), int(3 * frame.columns + 0.01)))
    longest = max(len(curve.label or "") for curve in curves)
    return max(1, int((3 if longest <= 18 else 1) * frame.columns + 0.01))


def _empty(
    curves: Sequence[Curve], overlays: Sequence[Overlay], ratio: bool, frame: Frame, caption: str
) -> tuple[Figure, Axes, Axes | None]:
    """A figure with room for its legend, and for axes of ratios below."""
    labels = (len(curves) if curves[0].label else 1 if overlays else 0) + len(overlays)
    rows = ceil(labels / _columns(curves, overlays, frame))
    figure = blank(caption, frame, rows * LEGEND_ROW + (RATIO if ratio else 0.0))
    if not ratio:
        return figure, figure.subplots(), None
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=(2.2, 1))
    return figure, above, below


def _draw_curves(
    axes: Axes, curves: Sequence[Curve], drawn: Sequence[tuple[list[float], list[float]]], beyond: float, solid: bool
) -> list[Any]:
    """The certified values, and handles for the legend; beside formulas every curve is solid."""
    handles = []
    for (x, y), curve, (color, dash) in zip(drawn, curves, (*LOOKS, *_swapped()), strict=False):
        marker, dashed = "o" if len(x) <= MARKED else "", SOLID if solid else dash
        label = curve.label or ("certified" if solid else None)
        [line] = axes.plot(x, y[: len(x)], marker=marker, markersize=2, color=color, linestyle=dashed, label=label)
        handles += [line] if label else []
        if len(y) > len(x):
            axes.plot([beyond] * (len(y) - len(x)), y[len(x) :], marker="o", markersize=3, color=color, linestyle="none")
    return handles


def _draw_overlays(
    axes: Axes, curves: Sequence[Curve], overlays: Sequence[Overlay], x: list[float], logarithmic: bool
) -> tuple[list[float], list[str], list[Any]]:
    """(the heights of all formulas, sentences about points left out, handles for the legend)."""
    heights: list[float] = []
    notes, marks = [], []
    for number, overlay in enumerate(overlays):
        segments = [coordinates(x, row, logarithmic) for row in overlay.values]
        told = missing(overlay, segments)
        notes += [told] if told else []
        for row, (where, segment) in enumerate(segments):
            color, dash = look(overlay, number, row, len(curves))
            [line] = axes.plot(where, segment, color=color, linestyle=dash, label=overlay.label, zorder=2.2)
            heights += [y for y in segment if isfinite(y)]
        marks.append(line if len(curves) == 1 or overlay.shared else proxy(overlay.label, number))
    return heights, notes, marks


def _ratio_rows(curves: Sequence[Curve], overlays: Sequence[Overlay]) -> Iterator[tuple[list[arb | None], str, Dash]]:
    """For each formula and curve the ratio at the finite places, and how it is drawn."""
    for number, overlay in enumerate(overlays):
        for row, curve in enumerate(curves):
            color, dash = look(overlay, number, row, len(curves))
            color = LOOKS[row][0] if overlay.shared and len(curves) > 1 else color
            yield _ratio(curve, overlay.values[0 if overlay.shared else row]), color, dash


def _ratio(curve: Curve, formula: Sequence[arb | None]) -> list[arb | None]:
    """Value over formula at the finite places."""
    finite = [value.to_arb() for value, place in zip(curve.values, curve.places, strict=True) if place is not None]
    return ratios(finite, formula)


def _block(curves: Sequence[Curve], overlays: Sequence[Overlay], ratio: bool, name: str) -> Block:
    """The places, and a column for each curve, formula and ratio."""
    quantity = curves[0].values[0].quantity
    finite = [place for place in curves[0].places if place is not None]
    columns: dict[str, dict[Exact | None, str]] = {}
    for curve in curves:
        columns[_head(quantity, curve)] = {place: value.value for place, value in zip(curve.places, curve.values, strict=True)}
    for overlay in overlays:
        for row, curve in enumerate(curves):
            formula = overlay.values[0 if overlay.shared else row]
            if not overlay.shared or row == 0:
                head = overlay.text if overlay.shared else _head(overlay.text, curve)
                columns[head] = dict(zip(finite, cells(formula), strict=False))
            if ratio:
                columns[_head(f"{quantity}/({overlay.text})", curve)] = dict(zip(finite, cells(_ratio(curve, formula)), strict=False))
    return block(name, columns)


def _head(text: str, curve: Curve) -> str:
    return text if curve.name is None else f"{text} at {curve.name}"


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


def _frame(axes: Axes, drawn: list[tuple[list[float], list[float]]], formulas: list[float], name: str, log: str, quantity: str) -> None:
    """Ranges wide enough that no step of rounding fills the picture, and ticks in decades."""
    axes.set_xlim(*_range([value for x, _ in drawn for value in x], "x" in log, 0.03 if len(drawn[0][0]) <= MARKED else 0))
    axes.set_ylim(*_heights([value for _, y in drawn for value in y], formulas, "y" in log, quantity in AT_MOST_ONE))
    if "y" in log:
        decades(axes, "y")
    if name == "N" and "x" not in log:
        axes.locator_params(axis="x", integer=True)


def _heights(values: list[float], formulas: list[float], logarithmic: bool, bounded: bool) -> tuple[float, float]:
    """What the axis of values shows: the values, formulas as far as half that range beyond, and nothing above 1 where 1 is the bound."""
    low, high = _range(values, logarithmic, 0.05)
    room = 0.5 * (high - low)
    if formulas:
        low, high = max(min(low, *formulas, high), low - room), min(max(high, *formulas, low), high + room)
    if bounded and logarithmic:
        high = min(high, 0.0) if max(values) <= 0.0 else high
    elif bounded and formulas:
        low, high = max(low, -0.05), min(high, 1.05)
    return low, high


def _range(values: list[float], logarithmic: bool, margin: float) -> tuple[float, float]:
    low, high = min(values), max(values)
    size = 1.0 if logarithmic else max(abs(low), abs(high))
    if high - low > 1e-9 * size:
        return low - margin * (high - low), high + margin * (high - low)
    wide = 0.5 if logarithmic else 0.05 * size or 1.0
    return low - wide, high + wide
