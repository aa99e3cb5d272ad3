"""Eigenvalues of the blocks of spin systems as balls, and sums of Boltzmann factors over them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from flint import arb

from ...balls import current_precision, working_precision
from ...exactnumbers.sign import ball_here
from ...sources.bonds import Bonds, Label, flipped
from ...sources.eigenvalue import sector_ground
from ...sources.energy import energy_ball
from ...sources.factors import exact_spectrum
from .eigenvalues import eigenvalues
from .symmetry import blocks
from .weight import Weight

LEAST_BITS, STEP = 320, 128
"""Least precision of a spectrum, which costs hardly more than a lower one, and the step above it, so that spectra are found again."""

GUARD_BITS = 32

MOST_KEPT = 1024

Levels = tuple[tuple[arb, int], ...]

_kept: OrderedDict[tuple[Bonds, Label], tuple[int, Levels]] = OrderedDict()


def spectrum(system: Bonds, label: Label) -> Levels:
    """Balls around the eigenvalues of a block with multiplicities that symmetry gives, at the precision in force or a finer one.

    The same eigenvalue may come several times; the order is that of the middles of the balls.
    """
    wanted = current_precision() + GUARD_BITS
    key = (system, label if system.fields else min(label, flipped(system, label)))
    bits, found = _kept.get(key, (0, ()))
    if bits < wanted:
        bits = max(LEAST_BITS, -(-wanted // STEP) * STEP)
        found = _spectrum(*key, bits)
        _kept[key] = bits, found
        if len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return found


def _spectrum(system: Bonds, label: Label, bits: int) -> Levels:
    with working_precision(bits + 16):
        constant = ball_here(system.constant)
        found = [(value + constant, count) for matrix, count in blocks(system, label) for value in eigenvalues(matrix, bits)]
    return tuple(sorted(found, key=lambda level: arb(level[0].mid())))


def in_order(levels: Iterable[tuple[arb, int]]) -> list[arb]:
    """Balls around the first, second, ... of all eigenvalues, each repeated as often as it counts.

    The i-th of numbers within [l_j, u_j] lies between the i-th of all l_j and the i-th of all u_j.

    >>> [value.str(3) for value in in_order([(arb(2), 1), (arb(1), 2)])]
    ['1.00', '1.00', '2.00']
    """
    single = [value for value, count in levels for _ in range(count)]
    lows = sorted(arb(value.lower().mid()) for value in single)
    highs = sorted(arb(value.upper().mid()) for value in single)
    return [low.union(high) for low, high in zip(lows, highs, strict=True)]


def certain_ties(levels: Levels) -> int | None:
    """How many of all eigenvalues are the lowest, where it is certainly below all but itself, else None."""
    return levels[0][1] if len(levels) == 1 or all(levels[0][0] < value for value, _ in levels[1:]) else None


def boltzmann(levels: Iterable[tuple[arb, int]], lowest: arb, ties: int | None, beta: arb, order: int) -> Weight:
    """The weight of a sector.

    Args:
        levels: energies with multiplicities; where `ties` is known, those above the lowest alone.
        lowest: the lowest energy.
        ties: how many levels have it; None: unknown, and the levels are all.
        beta: the inverse temperature.
        order: 2 for the moments.
    """
    excess = first = second = arb(0)
    for value, count in levels:
        above = (value - lowest).nonnegative_part()
        term = count * (-beta * above).exp()
        excess += term
        if order:
            moment = above * term
            first += moment
            second += above * moment
    value, rest = (excess, None) if ties is None else (excess + ties, excess)
    return Weight(value=value, excess=rest, first=first, second=second) if order else Weight(value=value, excess=rest)


def sector_weight(system: Bonds, labels: tuple[Label, ...], beta: arb, order: int, moments: Sequence[int] = ()) -> Weight:
    """The weight of a sector made of blocks, its lowest levels apart where it is known how many there are.

    Args:
        system, labels: the blocks.
        beta, order: as for `weights`.
        moments: M of every block, where the blocks differ in it.
    """
    with working_precision(current_precision() + GUARD_BITS):
        ground = sector_ground(system, labels)
        lowest, ties = energy_ball(ground.energy), dict(ground.blocks)
        levels: list[tuple[arb, int]] = []
        moment = arb(0)
        for place, label in enumerate(labels):
            above = _above(system, label, ties.get(label, 0))
            levels += above
            if moments:
                alone = boltzmann(above, lowest, ties.get(label, 0), beta, 0)
                moment += moments[place] * alone.value
        found = boltzmann(levels, lowest, ground.degeneracy, beta, order)
        return replace(found, moment=moment) if moments else found


def _above(system: Bonds, label: Label, ties: int) -> list[tuple[arb, int]]:
    """The levels of a block but the `ties` lowest ones."""
    known = exact_spectrum(system, label)
    if known:
        return [(energy_ball(value), count) for value, count in known[1 if ties else 0 :]]
    return [(value, 1) for value in in_order(spectrum(system, label))[ties:]]
