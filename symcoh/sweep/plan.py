"""How a sweep is cut into tasks: runs of points that share a curve, packed by a guess at their cost."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod
from typing import NamedTuple

from ..errors import InputError
from ..numeric.precision import BITS_PER_DIGIT
from ..numeric.ring.costs import sector_heuristic
from ..tables.specification import Specification, point
from ..tables.tied import parameters_in

POINT = 1.2e-4
"""Seconds that a point takes beside its sectors."""

MOST_SECTORS = 700
"""Beyond so many sectors a window or the integral is cheaper, about."""

LONGEST_RUN = 4096


class Run(NamedTuple):
    """The rows of one quantity at the points start, start + stride, … (`number` of them)."""

    quantity: int
    start: int
    stride: int
    number: int


def row_ids(run: Run, quantities: int) -> range:
    """The ids of the rows of a run: point times the number of quantities, plus the quantity.

    >>> list(row_ids(Run(quantity=1, start=10, stride=5, number=3), 2))
    [21, 31, 41]
    """
    first, step = run.start * quantities + run.quantity, run.stride * quantities
    return range(first, first + run.number * step, step)


def shared_axis(spec: Specification) -> tuple[int, int]:
    r"""(stride, length) of the axis along which only the temperature varies; (1, 1) where there is none.

    >>> from symcoh.tables import parse_specification
    >>> text = 'quantities = ["energy"]\nfixed = {sources = 2, omega_a = 1, gamma = 1}\nover = {beta = [1, 2, 3], coupling = [0, 1]}'
    >>> shared_axis(parse_specification(text))
    (2, 3)
    """
    name = spec.temperature_name
    if any(name in parameters_in(formula, "", tuple(spec.fixed) + spec.varied) for formula in spec.tied.values()):
        return 1, 1
    draws = spec.random.count if spec.random else 1
    if spec.random and set(spec.random.each) == {name}:
        return 1, draws
    if name not in spec.over:
        return 1, 1
    lengths = [len(values) for values in spec.over.values()]
    place = list(spec.over).index(name)
    return prod(lengths[place + 1 :]) * draws, lengths[place]


def runs(spec: Specification) -> Iterator[Run]:
    """All rows of a sweep in runs, each of one model where temperatures vary, else of neighbouring points."""
    stride, length = shared_axis(spec)
    if length == 1:
        yield from _chopped(range(len(spec.quantities)), 0, 1, spec.points)
        return
    for outer in range(0, spec.points, stride * length):
        for inner in range(stride):
            yield from _chopped(range(len(spec.quantities)), outer + inner, stride, length)


def _chopped(quantities: range, start: int, stride: int, number: int) -> Iterator[Run]:
    """A run in pieces of at most `LONGEST_RUN`, every quantity of a piece before the next piece."""
    for first in range(0, number, LONGEST_RUN):
        size = min(LONGEST_RUN, number - first)
        yield from (Run(quantity, start + first * stride, stride, size) for quantity in quantities)


def pieces(run: Run, number: int) -> Iterator[Run]:
    """A run in pieces of at most `number` rows.

    >>> [piece.start for piece in pieces(Run(quantity=0, start=0, stride=2, number=5), 2)]
    [0, 4, 8]
    """
    for first in range(0, run.number, number):
        yield run._replace(start=run.start + first * run.stride, number=min(number, run.number - first))


def left_of(run: Run, states: bytearray, quantities: int, open_states: frozenset[int]) -> Iterator[Run]:
    """The parts of a run whose rows are in one of the open states.

    >>> list(left_of(Run(0, 0, 1, 5), bytearray([0, 1, 1, 0, 0]), 1, frozenset([0])))
    [Run(quantity=0, start=0, stride=1, number=1), Run(quantity=0, start=3, stride=1, number=2)]
    """
    ids = row_ids(run, quantities)
    found = states[ids.start : ids.stop : ids.step]
    if not any(found) and 0 in open_states:
        yield run
        return
    first = None
    for k, state in enumerate(found):
        if state in open_states:
            first = k if first is None else first
        elif first is not None:
            yield run._replace(start=run.start + first * run.stride, number=k - first)
            first = None
    if first is not None:
        yield run._replace(start=run.start + first * run.stride, number=run.number - first)


def guess(spec: Specification, run: Run) -> float:
    """Seconds a row of a run takes, about: a heuristic that decides nothing but the size of a task."""
    sources = point_sources(spec, run.start)
    bits = spec.digits * BITS_PER_DIGIT + 64
    factor = 4.0 if spec.backend == "mpmath" else 1.0
    seconds: float = factor * (
        POINT
        + (bits / 400) ** 1.5 * POINT / 2
        + sector_heuristic(spec.quantities[run.quantity], spec.digits) * min(sources / 2, MOST_SECTORS)
    )
    return seconds


def point_sources(spec: Specification, index: int) -> float:
    """N at a point, as a double, for the guess alone; 1 where a tie lies outside its domain."""
    if spec.model is not None:
        return float(min(spec.model.N, 10**9))
    value = spec.fixed.get("sources")
    if "sources" in spec.over and not spec.random:
        for name in reversed(spec.over):
            along = spec.over[name]
            index, k = divmod(index, len(along))
            if name == "sources":
                value = along[k]
    elif value is None:
        try:
            value = point(spec, index)["sources"]
        except InputError:
            return 1.0
    return 1.0 if value is None or value.integer is None else float(min(value.integer, 10**9))
