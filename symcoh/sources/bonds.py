"""Spins 1/2 with couplings along z and in the plane: their blocks of states, and the matrix elements between them.

    H = -sum_bonds [J_z sz sz' + J_xy (sx sx' + sy sy')] + sum_k h_k sz_k + constant        (Pauli matrices)

A bond with J_xy exchanges antiparallel spins (matrix element -2 J_xy), so the number of spins up is kept in each *component*, a
set of sites that such bonds connect. A block is named by these numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, product
from math import comb, prod
from typing import Any

from ..exactnumbers import ZERO, Exact, is_zero
from ..exactnumbers.sign import argument_sign

MOST_SOURCES = 14
"""Largest number of spins that are diagonalised."""

Label = tuple[int, ...]
"""Spins up in each component."""

Bond = tuple[int, int, Exact, Exact]
"""Two sites from 0, J_z, J_xy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bonds:
    """A system of bonds between different sites, at most one for each pair: see `collected`."""

    N: int
    bonds: tuple[Bond, ...]
    fields: tuple[Exact, ...] = ()
    constant: Exact = ZERO
    shape: str = "graph"
    """`ring` and `chain`: the same bond from every site to the next, whose symmetries are used."""


def collected(size: int, edges: Iterable[Bond], fields: Sequence[Exact] = (), shape: str = "graph") -> Bonds:
    """The bonds of a list of edges: repeated ones are added, one from a site to itself is the constant -J_z - 2 J_xy.

    >>> from symcoh.exactnumbers import exact
    >>> collected(2, [(0, 1, exact(1), exact(1)), (1, 0, exact(1), exact("1/2"))]).bonds
    ((0, 1, exact('2'), exact('3/2')),)
    """
    found: dict[tuple[int, int], tuple[Exact, Exact]] = {}
    constant = ZERO
    for one, two, along, in_plane in edges:
        if one == two:
            constant = constant - along - in_plane - in_plane
            continue
        pair = (min(one, two), max(one, two))
        known = found.get(pair, (ZERO, ZERO))
        found[pair] = (known[0] + along, known[1] + in_plane)
    bonds = tuple((*pair, *both) for pair, both in sorted(found.items()))
    return Bonds(N=size, bonds=bonds, fields=tuple(fields), constant=constant, shape=shape)


@lru_cache(maxsize=256)
def signs_in_plane(system: Bonds) -> tuple[int, ...]:
    """The sign of J_xy of every bond."""
    return tuple(argument_sign(bond[3], "`J_xy`") for bond in system.bonds)


@lru_cache(maxsize=256)
def components(system: Bonds) -> tuple[tuple[int, ...], ...]:
    """The sets of sites that in-plane couplings connect, each by rising site."""
    group = list(range(system.N))
    for bond, side in zip(system.bonds, signs_in_plane(system), strict=True):
        if side:
            old, new = group[bond[1]], group[bond[0]]
            group = [new if g == old else g for g in group]
    return tuple(tuple(k for k in range(system.N) if group[k] == g) for g in dict.fromkeys(group))


def turns_over(size: int, pairs: Iterable[tuple[int, int]], fields: Sequence[Exact], couplings: Sequence[Exact]) -> bool:
    """Whether a flip of some sites leaves H_B as it is and turns B over: no connected part has both a field and a coupling to the target.

    Proof: the flip of all parts with a coupling, which have no field; a bond is turned at both of its sites or at none.

    Args:
        size: number of sites.
        pairs: sites from 0 that bonds of any kind connect.
        fields, couplings: of each site.

    >>> from symcoh.exactnumbers import exact
    >>> zero, one = exact(0), exact(1)
    >>> turns_over(3, [(0, 1)], [zero, zero, one], [one, zero, zero]), turns_over(2, [(0, 1)], [zero, one], [one, zero])
    (True, False)
    """
    group = list(range(size))
    for one, two in pairs:
        old, new = group[two], group[one]
        group = [new if g == old else g for g in group]
    bare = [{g for g, value in zip(group, values, strict=True) if is_zero(value) is not True} for values in (fields, couplings)]
    return not bare[0] & bare[1]


def labels(system: Bonds) -> Iterator[Label]:
    """The names of all blocks."""
    return product(*(range(len(sites) + 1) for sites in components(system)))


def flipped(system: Bonds, label: Label) -> Label:
    """The block with every spin turned over."""
    return tuple(len(sites) - up for sites, up in zip(components(system), label, strict=True))


def dimension(system: Bonds, label: Label) -> int:
    """The number of states of a block."""
    return prod(comb(len(sites), up) for sites, up in zip(components(system), label, strict=True))


def states(system: Bonds, label: Label) -> list[int]:
    """The basis states of a block: bit k is set where spin k is up."""
    found = [0]
    for sites, up in zip(components(system), label, strict=True):
        chosen = [sum(1 << k for k in sites_up) for sites_up in combinations(sites, up)]
        found = [one | more for one in found for more in chosen]
    return found


def row(system: Bonds, along: Sequence[Any], in_plane: Sequence[Any], fields: Sequence[Any], state: int) -> dict[int, Any]:
    """H on a basis state: state -> matrix element, the coefficients in numbers of any kind (the constant left out)."""
    kept: Any = 0
    found: dict[int, Any] = {}
    for (one, two, _, _), z, xy, side in zip(system.bonds, along, in_plane, signs_in_plane(system), strict=True):
        if (state >> one ^ state >> two) & 1:
            kept = kept + z
            if side:
                image = state ^ (1 << one) ^ (1 << two)
                found[image] = found.get(image, 0) - 2 * xy
        else:
            kept = kept - z
    for site, field in enumerate(fields):
        kept = kept + field if state >> site & 1 else kept - field
    found[state] = found.get(state, 0) + kept
    return found


@lru_cache(maxsize=256)
def unfrustrated(system: Bonds) -> bool:
    """Whether turning the in-plane axes of some sites around makes every J_xy positive.

    Then no off-diagonal element of a block is positive, the block is connected, and by the theorem of Perron and Frobenius its
    lowest level is single.

    >>> from symcoh.exactnumbers import exact
    >>> odd = [(k, (k + 1) % 3, exact(0), exact(-1)) for k in range(3)]
    >>> unfrustrated(collected(3, odd)), unfrustrated(collected(3, odd[:2]))
    (False, True)
    """
    in_plane = [(b[0], b[1], side) for b, side in zip(system.bonds, signs_in_plane(system), strict=True) if side]
    turned: dict[int, int] = {sites[0]: 1 for sites in components(system)}
    while True:
        reached = [(two, turned[one] * side) for one, two, side in in_plane if one in turned and two not in turned]
        reached += [(one, turned[two] * side) for one, two, side in in_plane if two in turned and one not in turned]
        if not reached:
            return all(turned[one] * turned[two] == side for one, two, side in in_plane)
        turned.update(reached[:1])
