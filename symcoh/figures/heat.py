"""A quantity over two parameters as a map of colours, with the line J_c of the ground states drawn in."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from ..certified import CertifiedNumber
from ..errors import InputError
from ..exactnumbers import Exact, enclose
from .data import Block, place
from .drawing import Picture, decades
from .frame import Frame, blank, settle
from .own import QUANTITIES, placed
from .scales import BITS
from .style import BLACK, DASHED, SHADE, style
from .words import PARAMETERS, short

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLOURS = "viridis"
TALLER = 10 / 25.4
"""Inches that a map is higher than curves are."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Axis:
    """A parameter and its values, in the order of the cells."""

    name: str
    values: tuple[Exact, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Map:
    """Certified values over x (columns) and y (rows); None is a cell without a value. `line` holds points (x, y) of J_c, in order."""

    x: Axis
    y: Axis
    values: tuple[tuple[CertifiedNumber | None, ...], ...]
    line: tuple[tuple[Exact, Exact], ...]


def mapped(found: Map, *, log: str, caption: str, description: str, command: str, frame: Frame | None = None) -> Picture:
    """Draw a map: a cell reaches half-way to its neighbours, and one without a value is grey.

    Args:
        found: at least two values along each axis, and one in a cell.
        log: the logarithmic axes, "", "x", "y" or "xy".
        caption: below the axes.
        description: all parameters, for the file.
        command: what makes the same file again.
        frame: width and caption; a journal column with a caption where it is left out.

    Raises:
        InputError: a value that a logarithm or a double cannot place; the sentence names it.
        EnvironmentFailed: matplotlib is not installed.
    """
    with style():
        import numpy

        figure = blank(caption, frame or Frame(), TALLER)
        axes = figure.subplots()
        (columns, x), (rows, y) = (_edges(axis, which, log) for axis, which in ((found.x, "x"), (found.y, "y")))
        cells = numpy.ma.masked_invalid([[_colour(found.values[row][column]) for column in columns] for row in rows])
        axes.set_facecolor(SHADE)
        mesh = axes.pcolormesh(numpy.array(x), numpy.array(y), cells, cmap=COLOURS, rasterized=True)
        quantity = next(value.quantity for row in found.values for value in row if value is not None)
        figure.colorbar(mesh, ax=axes, label=QUANTITIES[quantity])
        axes.set_xlim(x[0], x[-1])
        axes.set_ylim(y[0], y[-1])
        _draw_line(axes, found, log)
        for axis in log:
            decades(axes, axis)
        axes.set_xlabel(PARAMETERS[found.x.name])
        axes.set_ylabel(PARAMETERS[found.y.name])
        settle(figure)
    title = f"{quantity} over {found.x.name} and {found.y.name}"
    return Picture(figure=figure, title=title, description=description, command=command, data=_data(found, quantity))


def _data(found: Map, quantity: str) -> tuple[Block, ...]:
    """A row for each cell, and beside them the points of J_c."""
    cells = [
        (place(x), place(y), "" if value is None else value.value)
        for y, row in zip(found.y.values, found.values, strict=True)
        for x, value in zip(found.x.values, row, strict=True)
    ]
    blocks = [Block(heads=(found.x.name, found.y.name, quantity), rows=tuple(cells))]
    if found.line:
        heads = (f"{found.x.name} of J_c", f"{found.y.name} of J_c")
        blocks.append(Block(heads=heads, rows=tuple((place(x), place(y)) for x, y in found.line)))
    return tuple(blocks)


def _edges(axis: Axis, which: str, log: str) -> tuple[list[int], list[float]]:
    """(the order of the cells along an axis, their edges)."""
    centres = placed([(enclose(value, BITS), f"{axis.name} is {short(value)}") for value in axis.values], which, log)
    order = sorted(range(len(centres)), key=centres.__getitem__)
    steps = [centres[k] for k in order]
    middles = [(left + right) / 2 for left, right in pairwise(steps)]
    if any(not left < right for left, right in pairwise(steps)):
        raise InputError("--from", f"holds values of {axis.name} that a map cannot tell apart: sweep others, or choose another --log.")
    return order, [2 * steps[0] - middles[0], *middles, 2 * steps[-1] - middles[-1]]


def _colour(value: CertifiedNumber | None) -> float:
    if value is None:
        return float("nan")
    [found] = placed([(value.to_arb(), f"{value.quantity} is {value.value[:12]}")], "the colour", "")
    return found


def _draw_line(axes: Axes, found: Map, log: str) -> None:
    """J_c over the other parameter, as far as the map shows it."""
    if not found.line:
        return
    points: list[list[float]] = []
    for which, side in (("x", 0), ("y", 1)):
        points.append(placed([(enclose(point[side], BITS), f"J_c is {short(point[side])}") for point in found.line], which, log))
    axes.plot(*points, color="white", linewidth=2.4)
    axes.plot(*points, color=BLACK, linestyle=DASHED, linewidth=1.0, label=r"$J_{\mathrm{c}}$")
    axes.legend(loc="upper right", frameon=True, facecolor="white", framealpha=1.0, edgecolor=BLACK)
