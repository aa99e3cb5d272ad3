"""Which sectors of very many are summed, and a proved bound of what the others add: uniform sources with a weight for every M.

The sectors k = 0, ..., N (M = 2k - N) are cut into blocks on one side of k = N/2. On a block let w be the weight over the least level, and
f = lowest(M) + omega_a M/2 + (lower level of K_b) the least energy of a sector. Then

    w <= its value at the end of the block nearer to N/2       (it does not fall towards N/2),
    f >= min(f at both ends) - a (M_2 - M_1)^2/4               (a >= 0, M -> f - a M^2 concave on the block).

Proof of the second: a concave function lies above its chord, and a M^2 below its chord by at most a (M_2 - M_1)^2/4. The lower level of
K_b is concave in b, the field is linear, and `lowest` is a M^2 + (concave), as the system says by `bend`. Blocks are halved, that of the
largest bound first, until what is left is below the precision; blocks that are short then are summed. Which blocks are left out needs no
proof: their bounds are added up.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from typing import Any, Protocol

from flint import arb

from ...balls import current_precision, working_precision
from ...errors import NotCertified
from ...exactnumbers.sign import ball_here
from ...sources.energy import energy_ball
from ...sources.protocol import MAX_SECTORS, MOST_LISTED
from ..formulas import length
from ..sources.weight import Weight, module
from .problem import Problem, eigenvalue

BITS = 192
"""Precision of the bounds: exponents of 10^18 to a few digits."""

SHORT = 64
"""Sectors of a block that is summed and not halved."""

SPARE = 40
"""Natural logarithms beyond the precision."""


class Window(Protocol):
    """The weights of one system at one beta, to be had from the middle of its sectors."""

    def logarithm(self, k: int) -> arb:
        """log of the weight over the least level with k sources up, or an upper bound within a factor N + 1; not falling towards N/2."""

    def between(self, first: int, last: int) -> list[Weight]:
        """The weights of k = first, ..., last - 1."""


@dataclass(frozen=True, slots=True)
class SummedSectors:
    """Ranges of k that are summed, ascending, the weights, and what the others hold: sum of w e^{-beta f}, over e^{-beta shift}."""

    ranges: tuple[tuple[int, int], ...]
    window: Window
    rest: arb
    shift: arb

    def weights(self) -> list[Weight]:
        return [weight for first, last in self.ranges for weight in self.window.between(first, last)]

    def labels(self, size: int) -> list[int]:
        """M of every sector that is summed."""
        return [2 * k - size for first, last in self.ranges for k in range(first, last)]


def has_window(prepared: Problem) -> bool:
    """Whether the sectors are of one bath that gives weights from the middle, and more than `MOST_LISTED`."""
    (bath, *others) = prepared.baths
    return not others and hasattr(module(bath.sources), "window") and bath.sources.N >= MOST_LISTED


def summed_sectors(prepared: Problem, beta: arb, order: int, ground: Collection[int] = (), coupled: bool = True) -> SummedSectors:
    """The sectors that are summed at `beta` and the precision in force, and the bound of the others.

    Args:
        prepared: one bath for which `has_window` holds.
        beta: a ball > 0.
        order: as for `weights`.
        ground: M of the ground sectors: the precision is that of what stands beside them.
        coupled: False for the sources without the target.

    Raises:
        NotCertified: more than `MAX_SECTORS` count.
    """
    system = prepared.baths[0].sources
    window: Window = module(system).window(system, beta, order)
    nats = current_precision() * 0.6932 + SPARE
    with working_precision(BITS):
        level = _level(prepared, coupled)
        nats += float((2 * size_of(prepared).log()).upper())
        return _search(system, window, level, beta, nats, {(m + system.N) // 2 for m in ground})


def _level(prepared: Problem, coupled: bool) -> Callable[[int], arb]:
    """k -> the least energy of a sector."""
    bath, coupling, known = prepared.baths[0], prepared.couplings[0], dict[int, arb]()
    own, vector = energy_ball(prepared.own.scalar), [energy_ball(part) for part in prepared.own.vector]
    scalar, axis = energy_ball(coupling.scalar), [energy_ball(part) for part in coupling.vector]
    gap = ball_here(bath.omega_a) / 2

    def at(k: int) -> arb:
        if k not in known:
            m = 2 * k - bath.sources.N
            known[k] = energy_ball(bath.sources.lowest(m)) + gap * m
            if coupled:
                b = ball_here(eigenvalue(bath, m))
                known[k] += own + b * scalar - length([v + b * part for v, part in zip(vector, axis, strict=True)])
        found: arb = known[k]
        return found

    return at


def _search(system: Any, window: Window, level: Callable[[int], arb], beta: arb, nats: float, ground: Collection[int]) -> SummedSectors:
    size, bend = system.N, module(system).bend(system)
    highest = arb("-inf")

    def see(k: int) -> arb:
        """The end of a block; the largest term beside the ground sectors sets the scale."""
        nonlocal highest
        energy = level(k)
        if k not in ground:
            term = window.logarithm(k) - beta * energy
            highest = highest.max(arb(term.mid()))
        return energy

    def block(first: int, last: int) -> tuple[float, int, int]:
        found = block_bound(window, see, bend, beta, (first, last), size)
        bounds[first, last] = found
        return -_sortable(found), first, last

    bounds: dict[tuple[int, int], arb] = {}
    half = size // 2
    heap = [block(*ends) for ends in ((0, 0), (size, size), (1, half), (half + 1, size - 1)) if ends[0] <= ends[1]]
    heapify(heap)
    chosen: list[tuple[int, int]] = []
    count = 0
    while heap:
        _, first, last = heappop(heap)
        known = bounds[first, last] + arb(last - first + 1).log()
        if known < highest - nats:
            heappush(heap, (0.0, first, last))
            break
        if last - first < SHORT:
            chosen.append((first, last + 1))
            count += last + 1 - first
            if count > MAX_SECTORS:
                raise NotCertified(f"More than {MAX_SECTORS} sectors of these sources count at this temperature: try a smaller N.")
            continue
        middle = (first + last) // 2
        heappush(heap, block(first, middle))
        heappush(heap, block(middle + 1, last))
    rest = sum(((bounds[first, last] - highest).exp() * (last - first + 1) for _, first, last in heap), arb(0))
    return SummedSectors(tuple(sorted(chosen)), window, arb(rest.upper()), -highest / beta)


def block_bound(window: Window, level: Callable[[int], arb], bend: arb, beta: arb, block: tuple[int, int], size: int) -> arb:
    """log of an upper bound of w e^{-beta f} on the block k = first, ..., last on one side of N/2: see the module."""
    first, last = block
    nearer = last if 2 * last <= size else first
    fall = bend * (2 * (last - first)) ** 2 / 4
    found: arb = window.logarithm(nearer) - beta * (level(first).min(level(last)) - fall)
    return found


def _sortable(ball: arb) -> float:
    """A float in the order of the balls, about: it says which block is halved next, and proves nothing."""
    value = float(ball.mid())
    return value if value == value else 0.0


def size_of(prepared: Problem) -> arb:
    """R: a bound of 1 + |H| + |E_0| + |M| and of the couplings of the target; no factor beside a weight in `state` is above R^2."""
    bath, coupling = prepared.baths[0], prepared.couplings[0]
    energy, moment = module(bath.sources).extent(bath.sources)
    own = abs(energy_ball(prepared.own.scalar)) + length([energy_ball(part) for part in prepared.own.vector])
    pull = abs(energy_ball(coupling.scalar)) + length([energy_ball(part) for part in coupling.vector])
    field, push = abs(ball_here(bath.omega_a)) / 2, abs(ball_here(bath.gamma))
    found: arb = 1 + 2 * (own + energy + moment * (1 + field + push * pull))
    return found


def left_out(prepared: Problem, kept: SummedSectors, beta: arb, energy: arb) -> arb:
    """An upper bound of what the sectors beside `kept` add to any sum of `state`, in units of e^{-beta E_0}.

    Theorem. A sector adds to every sum at most 4 w e^{-beta (f - E_0)} R^2 with R of `size_of`: its two levels weigh at most
    2 w e^{-beta f} together, its energies above E_0, its M and its pull on the target are at most R, and no sum has more than two such
    factors and a 2.
    """
    size = size_of(prepared)
    found = 4 * kept.rest * (beta * (energy - kept.shift)).exp() * size * size
    return found.abs_upper() if found.is_finite() else arb("inf")
