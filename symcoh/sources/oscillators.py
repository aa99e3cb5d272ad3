"""Oscillators: H_B = Omega sum a^dagger a and B = gamma sum a^dagger a, without zero-point energy; infinitely many sectors."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from math import comb
from typing import ClassVar

from ..errors import InputError, UndecidedInput, shown
from ..exactnumbers import Exact, exact, rational, sign, simpler
from .energy import Energy
from .reading import by_keyword, number_of_sources
from .spins import m_of


@dataclass(frozen=True, slots=True, init=False)
class Oscillators:
    """N oscillators of one frequency: C(n + N - 1, N - 1) states of n quanta, at the energy Omega n.

    Args:
        N: number of oscillators, >= 1.
        Omega: their frequency, > 0.

    >>> Oscillators(N=2, Omega="6/5").degeneracy(3)
    4
    """

    N: int
    Omega: Exact

    name: ClassVar[str] = "oscillators"
    numeric: ClassVar[str] = "symcoh.numeric.sources.oscillators"
    uniform: ClassVar[bool] = True
    bounded: ClassVar[bool] = False
    no_field: ClassVar[bool] = True

    @by_keyword
    def __init__(self, *, N: object = 1, Omega: object) -> None:
        object.__setattr__(self, "N", number_of_sources(N, 1, 10**6))
        object.__setattr__(self, "Omega", exact(Omega, "`Omega`"))
        _positive(self.Omega, "`Omega`", "must be > 0")

    def __repr__(self) -> str:
        return f"Oscillators(N={self.N}, Omega={str(self.Omega)!r})"

    def check_coupling(self, gamma: Exact) -> None:
        """Refuse |gamma| >= Omega, where there is no thermal state.

        Raises:
            InputError: so it is, or it is not decided.
        """
        for other in (gamma, -gamma):
            rule = f"must be smaller in size than Omega = {shown(str(self.Omega))}, but is {shown(str(gamma))}"
            _positive(self.Omega - other, "`gamma`", rule)

    def dimension(self) -> None:
        return None

    def sectors(self) -> Sequence[int]:
        """n = 0, 1, 2, ...: a range longer than any sum."""
        return range(2**62)

    def eigenvalue(self, sector: Hashable) -> Exact:
        return rational(m_of(sector))

    def lowest(self, sector: Hashable) -> Energy:
        return Energy(self.Omega * rational(m_of(sector)))

    def degeneracy(self, sector: Hashable) -> int:
        return comb(m_of(sector) + self.N - 1, self.N - 1)

    def hull(self) -> Sequence[int]:
        """n = 0 alone: for a target of two levels the least energy Omega n - S_n/2 has slopes above Omega - |gamma| > 0 in n."""
        return (0,)

    def levels(self, sector: Hashable) -> Iterator[tuple[Energy, int]]:
        yield self.lowest(sector), self.degeneracy(sector)

    def ground_moment(self, sector: Hashable) -> Exact:
        return self.eigenvalue(sector)

    def mirrored(self) -> bool:
        """There is nothing to flip."""
        return False


def _positive(value: Exact, argument: str, rule: str) -> None:
    outcome = sign(value)
    if outcome is None:
        raise UndecidedInput(argument, f"{rule}, which is not decided: write it {simpler(value)}.")
    if outcome <= 0:
        raise InputError(argument, f"{rule}.")
