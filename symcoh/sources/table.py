"""A source system as a table of its levels: what `Sources` asks, answered from sectors that are listed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..exactnumbers import Exact, rational, reduced
from ..exactnumbers.number import total
from .energy import Energy
from .listing import Level, sorted_levels


@dataclass(frozen=True, slots=True)
class TableSector:
    """One sector: its eigenvalue, its levels by energy, and how many tie at the bottom."""

    eigenvalue: Exact
    levels: tuple[Level, ...]
    tied: int | None


@dataclass(frozen=True, slots=True)
class Table:
    """Sectors by label, in the order of their eigenvalues."""

    sectors: dict[Hashable, TableSector]


def table(rows: Sequence[tuple[Hashable, Exact, Sequence[Level]]]) -> Table:
    """From (label, eigenvalue, levels), the levels of equal energies joined where they are equal as written.

    >>> from symcoh.exactnumbers import exact
    >>> found = table([(0, exact(0), [(Energy(exact(1)), 2, 0), (Energy(exact(-1)), 1, 0)])])
    >>> found.sectors[0].levels[0][1], found.sectors[0].tied
    (1, 1)
    """
    found: dict[Hashable, TableSector] = {}
    for label, eigenvalue, levels in rows:
        joined: dict[tuple[Energy, int | None], int] = {}
        for energy, count, moment in levels:
            joined[energy, moment] = joined.get((energy, moment), 0) + count
        ordered, tied = sorted_levels([(energy, count, moment) for (energy, moment), count in joined.items()])
        found[label] = TableSector(eigenvalue, tuple(ordered), tied)
    return Table(found)


def table_degeneracy(found: Table, sector: Hashable) -> int | None:
    """How many levels stand at the bottom of a sector; None where not decided."""
    own = found.sectors[sector]
    return None if own.tied is None else sum(count for _, count, _ in own.levels[: own.tied])


def table_moment(found: Table, sector: Hashable) -> Exact | None:
    """The mean of M over the bottom of a sector; its eigenvalue where levels do not say."""
    own = found.sectors[sector]
    if own.tied is None:
        return None
    bottom = own.levels[: own.tied]
    if any(moment is None for _, _, moment in bottom):
        return own.eigenvalue
    count = sum(many for _, many, _ in bottom)
    return total([rational(many * (moment or 0)) for _, many, moment in bottom]) * rational(1, count)


def table_mirrored(found: Table) -> bool:
    """Whether b and -b have the same levels, M turned around where levels have one: as they are written, so that False proves nothing.

    >>> from symcoh.exactnumbers import exact
    >>> pair = [(side, exact(side), [(Energy(exact("1/3")), 2, None)]) for side in (1, -1)]
    >>> table_mirrored(table(pair)), table_mirrored(table(pair[:1]))
    (True, False)
    """
    by_value = {reduced(sector.eigenvalue): sector for sector in found.sectors.values()}
    for value, sector in by_value.items():
        other = by_value.get(reduced(-value))
        if other is None or _counted(sector, 1) != _counted(other, -1):
            return False
    return True


def _counted(sector: TableSector, side: int) -> Counter[tuple[Exact, Any, int | None]]:
    found: Counter[tuple[Exact, Any, int | None]] = Counter()
    for energy, count, moment in sector.levels:
        found[reduced(energy.exact), frozenset(energy.parts), None if moment is None else side * moment] += count
    return found


class Tabled:
    """The methods of `Sources` for a system that gives its `listed()` table."""

    __slots__ = ()

    def listed(self) -> Table:
        """Its levels."""
        raise NotImplementedError

    def sectors(self) -> Sequence[Hashable]:
        return tuple(self.listed().sectors)

    def eigenvalue(self, sector: Hashable) -> Exact:
        return self.listed().sectors[sector].eigenvalue

    def lowest(self, sector: Hashable) -> Energy:
        return self.listed().sectors[sector].levels[0][0]

    def degeneracy(self, sector: Hashable) -> int | None:
        return table_degeneracy(self.listed(), sector)

    def mirrored(self) -> bool:
        """Whether a flip of all sources leaves H_B as it is, as the table shows."""
        return table_mirrored(self.listed())

    def hull(self) -> Sequence[Hashable] | None:
        return None

    def levels(self, sector: Hashable) -> Iterator[tuple[Energy, int]]:
        for energy, count, _ in self.listed().sectors[sector].levels:
            yield energy, count

    def ground_moment(self, sector: Hashable) -> Exact | None:
        return table_moment(self.listed(), sector)
