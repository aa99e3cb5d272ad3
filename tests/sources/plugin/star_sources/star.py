"""The star: one spin bonded to N - 1 others, H_I = -J sigma_1 sum_{k>1} sigma_k.

The system is a value of exact data: its sectors by M, the least energy of each and how many states have it. What needs balls stands in
the module that `numeric` names. The keywords of the constructor are the keys of `[sources]`; omega_a and gamma belong to the model,
since the system is uniform.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from math import comb
from typing import Any, ClassVar

from symcoh.exactnumbers import ZERO, Exact, exact, rational, sign
from symcoh.exactnumbers.sign import argument_sign
from symcoh.sources.energy import Energy
from symcoh.sources.reading import by_keyword, number_of_sources


@dataclass(frozen=True, slots=True, init=False)
class Star:
    """N sources, the first bonded to all others by J."""

    N: int
    J: Exact

    name: ClassVar[str] = "star"
    numeric: ClassVar[str] = "star_sources.balls"
    uniform: ClassVar[bool] = True
    bounded: ClassVar[bool] = True
    states: ClassVar[int] = 2

    @by_keyword
    def __init__(self, *, N: Any, J: Any = ZERO) -> None:
        object.__setattr__(self, "N", number_of_sources(N))
        object.__setattr__(self, "J", exact(J, "`J`"))
        argument_sign(self.J, "`J`")  # refused where no precision decides it: the order of the levels follows from it

    def __repr__(self) -> str:
        return f"Star(N={self.N}, J={str(self.J)!r})"

    def dimension(self) -> int:
        return 1 << self.N

    def mirrored(self) -> bool:
        """A flip of all sources leaves H_I as it is: exact zeros without a field."""
        return True

    def sectors(self) -> Sequence[int]:
        return range(-self.N, self.N + 1, 2)

    def eigenvalue(self, sector: Hashable) -> Exact:
        return rational(whole(sector))

    def rows(self, sector: Hashable) -> list[tuple[Exact, int]]:
        """(energy, multiplicity) for either direction of the centre, the lower one first; equal energies as one."""
        found = []
        for centre in (1, -1):
            others = whole(sector) - centre
            if abs(others) < self.N:
                found.append((self.J * rational(-centre * others), comb(self.N - 1, (self.N - 1 + others) // 2)))
        if len(found) == 2:
            order = sign(found[0][0] - found[1][0])
            if order == 0:
                return [(found[0][0], found[0][1] + found[1][1])]
            return found[::-1] if order == 1 else found
        return found

    def lowest(self, sector: Hashable) -> Energy:
        return Energy(self.rows(sector)[0][0])

    def degeneracy(self, sector: Hashable) -> int:
        return self.rows(sector)[0][1]

    def hull(self) -> None:
        """Every sector is looked at."""

    def levels(self, sector: Hashable) -> Iterator[tuple[Energy, int]]:
        for energy, count in self.rows(sector):
            yield Energy(energy), count

    def ground_moment(self, sector: Hashable) -> Exact:
        return self.eigenvalue(sector)


def whole(sector: Hashable) -> int:
    """The label of a sector, its M."""
    assert isinstance(sector, int)
    return sector
