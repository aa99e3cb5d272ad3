"""Symmetries of a graph of spins: exchanges of sites that leave its bonds and fields as they are."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from ...sources.bonds import Bonds

Permutation = tuple[int, ...]

MOST_LOOKED_AT = 20_000
"""Partial permutations that the search looks at."""

MOST_FOUND = 200
MOST_USED = 5
"""Commuting symmetries that are used together."""


@lru_cache(maxsize=64)
def commuting_involutions(system: Bonds) -> tuple[Permutation, ...]:
    """Permutations of the sites, each its own inverse, that commute and leave H as it is; more may exist.

    >>> from symcoh.exactnumbers import ONE, ZERO
    >>> from symcoh.sources.bonds import collected
    >>> commuting_involutions(collected(3, [(0, 1, ONE, ONE), (1, 2, ONE, ONE)]))
    ((2, 1, 0),)
    """
    identity = tuple(range(system.N))
    chosen: list[Permutation] = []
    spanned = {identity}
    for found in _involutions(system):
        if found not in spanned and all(_after(found, one) == _after(one, found) for one in chosen):
            chosen.append(found)
            spanned |= {_after(found, one) for one in spanned}
            if len(chosen) == MOST_USED:
                break
    return tuple(chosen)


def _after(one: Permutation, two: Permutation) -> Permutation:
    return tuple(one[k] for k in two)


def _involutions(system: Bonds) -> Iterator[Permutation]:
    size = system.N
    couplings: dict[tuple[int, int], object] = {}
    for one, two, along, in_plane in system.bonds:
        couplings[one, two] = couplings[two, one] = (along, in_plane)
    fields = system.fields or (None,) * size
    image: list[int | None] = [None] * size
    looked = found = 0

    def fits(site: int, other: int) -> bool:
        if fields[site] != fields[other]:
            return False
        return all(
            couplings.get((site, k)) == couplings.get((other, there)) and couplings.get((other, k)) == couplings.get((site, there))
            for k, there in enumerate(image)
            if there is not None
        )

    def complete() -> Iterator[Permutation]:
        nonlocal looked, found
        site = next((k for k in range(size) if image[k] is None), None)
        if site is None:
            found += 1
            yield tuple(k for k in image if k is not None)
            return
        for other in range(size - 1, site - 1, -1):
            looked += 1
            if looked > MOST_LOOKED_AT or found > MOST_FOUND:
                return
            if image[other] is None and fits(site, other):
                image[site], image[other] = other, site
                yield from complete()
                image[site] = image[other] = None

    return complete()
