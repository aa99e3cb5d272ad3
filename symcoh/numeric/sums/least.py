"""The sectors of least energy among very many of one bath, by bounds on blocks: see `summed_sectors`."""

from __future__ import annotations

from collections.abc import Callable
from heapq import heapify, heappop, heappush

from flint import arb

from ...errors import NotCertified
from ...sources.protocol import MOST_LISTED


def least_sectors(size: int, bend: arb, level: Callable[[int], arb]) -> list[int]:
    """Every k whose level is not visibly above the least of all.

    Args:
        size: k = 0, ..., size.
        bend: a of `kept`, for M = 2k - size.
        level: k to the least energy of its sector, a ball.

    Raises:
        NotCertified: more than `MOST_LISTED` are not told apart.

    >>> least_sectors(1000, arb(1), lambda k: (arb(2 * k - 1000) - 300) ** 2)
    [650]
    """
    known: dict[int, arb] = {}
    least = arb("inf")

    def at(k: int) -> arb:
        nonlocal least
        if k not in known:
            known[k] = level(k)
            least = least.min(known[k].upper())
        return known[k]

    def block(first: int, last: int) -> tuple[float, int, int]:
        one, other = at(first), at(last)
        floor = one.lower().min(other.lower()) - bend.upper() * (2 * (last - first)) ** 2 / 4
        floors[first, last] = floor
        return float(floor.mid()), first, last

    floors: dict[tuple[int, int], arb] = {}
    half = size // 2
    heap = [block(*ends) for ends in ((0, half), (half + 1, size)) if ends[0] <= ends[1]]
    heapify(heap)
    found: list[int] = []
    while heap:
        _, first, last = heappop(heap)
        if floors[first, last] > least:
            continue
        if last - first <= 1:
            found += [first] if first == last else [first, last]
            if len(found) > MOST_LISTED:
                raise NotCertified(
                    f"The ground state of more than {MOST_LISTED} sectors is not decided for these sources: try a smaller N."
                )
            continue
        middle = (first + last) // 2
        heappush(heap, block(first, middle))
        heappush(heap, block(middle + 1, last))
    return sorted(k for k in found if not known[k].lower() > least)
