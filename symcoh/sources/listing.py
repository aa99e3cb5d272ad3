"""Levels of classical sources, listed: sites with values, bonds between them, energies as integer multiples of couplings.

`listed_levels` runs over the sites in order and keeps one count for each assignment of the sites that still have bonds ahead (the
frontier), each M and each vector of integers n_i in E = -sum_i n_i J_i. Its cost is that of the frontier, not of all configurations.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cmp_to_key

from flint import arb

from ..balls import working_precision
from ..errors import InputError
from ..exactnumbers import Exact, rational
from ..exactnumbers.number import total
from .energy import Energy, energy_ball, energy_sign

MOST_COUNTED = 2_000_000
"""Entries of a listing beyond which it is given up."""

Coefficients = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Bond:
    """sigma_a sigma_b with the coupling of this place in the list of couplings; a = b counts m_a^2."""

    a: int
    b: int
    coupling: int


class TooManyLevels(InputError):
    """The levels of these sources are too many to be listed."""

    def __init__(self) -> None:
        super().__init__("The sources", f"have more than {MOST_COUNTED} levels to list: try a smaller N, or fewer different couplings.")


def listed_levels(values: Sequence[int], sites: int, bonds: Sequence[Bond], couplings: int) -> dict[int, Counter[Coefficients]]:
    """M -> how many configurations have the coefficients (n_1, n_2, ...), sites numbered from 0.

    Args:
        values: what a site may be, such as (-1, 1).
        sites: how many.
        bonds: pairs of sites.
        couplings: how many different couplings.

    Raises:
        TooManyLevels: beyond `MOST_COUNTED`.

    >>> listed_levels((-1, 1), 2, [Bond(0, 1, 0)], 1)[0]
    Counter({(-1,): 2})
    """
    last = list(range(sites))
    for bond in bonds:
        one, other = sorted((bond.a, bond.b))
        last[one] = max(last[one], other)
    states: dict[tuple[tuple[int, int], ...], Counter[tuple[int, Coefficients]]] = {(): Counter({(0, (0,) * couplings): 1})}
    for site in range(sites):
        own = [bond for bond in bonds if max(bond.a, bond.b) == site]
        states = _with_site(states, values, site, own, last)
    found: dict[int, Counter[Coefficients]] = {}
    for counts in states.values():
        for (moment, coefficients), count in counts.items():
            found.setdefault(moment, Counter())[coefficients] += count
    return dict(sorted(found.items()))


def _with_site(
    states: dict[tuple[tuple[int, int], ...], Counter[tuple[int, Coefficients]]],
    values: Sequence[int],
    site: int,
    own: Sequence[Bond],
    last: Sequence[int],
) -> dict[tuple[tuple[int, int], ...], Counter[tuple[int, Coefficients]]]:
    """All states with one more site, those that have no bond ahead forgotten."""
    found: dict[tuple[tuple[int, int], ...], Counter[tuple[int, Coefficients]]] = {}
    size = 0
    for frontier, counts in states.items():
        known = dict(frontier)
        for value in values:
            known[site] = value
            rises: dict[int, int] = {}
            for bond in own:
                rises[bond.coupling] = rises.get(bond.coupling, 0) + known[bond.a] * known[bond.b]
            kept = tuple((place, known[place]) for place in sorted(known) if last[place] > site)
            target = found.setdefault(kept, Counter())
            before = len(target)
            for (moment, coefficients), count in counts.items():
                moved = tuple(n + rises.get(i, 0) for i, n in enumerate(coefficients))
                target[moment + value, moved] += count
            size += len(target) - before
            if size > MOST_COUNTED:
                raise TooManyLevels
    return found


def energy_of(coefficients: Coefficients, couplings: Sequence[Exact]) -> Energy:
    """-sum_i n_i J_i."""
    return Energy(total([coupling * rational(-n) for n, coupling in zip(coefficients, couplings, strict=True) if n]))


Level = tuple[Energy, int, int | None]
"""(energy, multiplicity, M)."""


def sorted_levels(levels: Sequence[Level]) -> tuple[list[Level], int | None]:
    """The levels by energy, as far as balls tell it, the lowest first; and how many of them tie at the bottom (None: undecided)."""
    with working_precision(128):
        balls = [energy_ball(level[0]) for level in levels]

    def by_middle(i: int, j: int) -> int:
        return _order(balls[i], balls[j])

    middles = sorted(range(len(levels)), key=cmp_to_key(by_middle))
    near = [place for place, i in enumerate(middles) if place and not balls[i] > balls[middles[0]]]
    ordered = [levels[i] for i in middles]
    tied = 1
    for place in near:
        outcome = energy_sign(ordered[place][0] - ordered[0][0])
        if outcome is None:
            return ordered, None
        if outcome < 0:
            ordered[0], ordered[place] = ordered[place], ordered[0]
            return sorted_levels_again(ordered)
        if outcome == 0:
            ordered[tied], ordered[place] = ordered[place], ordered[tied]
            tied += 1
    return ordered, tied


def _order(one: arb, other: arb) -> int:
    return -1 if one.mid() < other.mid() else int(one.mid() > other.mid())


def sorted_levels_again(levels: list[Level]) -> tuple[list[Level], int | None]:
    """After an exact comparison that balls of 128 bits did not make: count anew against the new bottom."""
    tied = 1
    for place in range(1, len(levels)):
        outcome = energy_sign(levels[place][0] - levels[0][0])
        if outcome is None:
            return levels, None
        if outcome < 0:
            levels[0], levels[place] = levels[place], levels[0]
            return sorted_levels_again(levels)
        if outcome == 0:
            levels[tied], levels[place] = levels[place], levels[tied]
            tied += 1
    return levels, tied
