"""Sources as a list of levels: (b, energy of H_B, degeneracy), Appendix A as it stands."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar

from ..arguments import whole
from ..errors import InputError, InputTypeError, shown
from ..exactnumbers import Exact, exact, same
from .energy import Energy
from .reading import by_keyword, size_told
from .table import Table, Tabled, table

MOST_ROWS = 100_000


@dataclass(frozen=True, slots=True, init=False)
class Levels(Tabled):
    """Levels as given.

    Args:
        levels: rows (b, energy, degeneracy): b an eigenvalue of B, the energy one of H_B, the degeneracy an integer >= 1.

    >>> Levels(levels=[["2", "-1/3", 1], [0, 0, 2]]).dimension()
    3
    """

    rows: tuple[tuple[Exact, Exact, int], ...]

    name: ClassVar[str] = "levels"
    numeric: ClassVar[str] = "symcoh.numeric.sources.table"
    uniform: ClassVar[bool] = False
    bounded: ClassVar[bool] = True

    @by_keyword
    def __init__(self, *, levels: object) -> None:
        if isinstance(levels, str) or not isinstance(levels, Sequence) or not levels:
            raise InputTypeError("`levels`", f"must be a list of rows [b, energy, degeneracy], but {size_told(levels)}.")
        if len(levels) > MOST_ROWS:
            raise InputError("`levels`", f"must be at most {MOST_ROWS} rows, but are {len(levels)}.")
        object.__setattr__(self, "rows", tuple(_row(row, place) for place, row in enumerate(levels, 1)))

    def __repr__(self) -> str:
        return f"Levels(levels={[[str(b), str(energy), count] for b, energy, count in self.rows]!r})"

    @property
    def N(self) -> int:
        """One system."""
        return 1

    def dimension(self) -> int:
        return sum(count for _, _, count in self.rows)

    def listed(self) -> Table:
        return _listed(self)


def _row(row: object, place: int) -> tuple[Exact, Exact, int]:
    if isinstance(row, str) or not isinstance(row, Sequence) or len(row) != 3:
        raise InputError("`levels`", f"must be rows of b, energy and degeneracy, but row {place} {size_told(row)}.")
    b, energy, count = row
    return exact(b, f"`levels[{place}]`"), exact(energy, f"`levels[{place}]`"), whole(count, f"`levels[{place}]`", 1)


@lru_cache(maxsize=64)
def _listed(system: Levels) -> Table:
    """The rows by b: those of one b make one sector."""
    groups: list[tuple[Exact, list[tuple[Energy, int, None]]]] = []
    for b, energy, count in system.rows:
        own = next((levels for other, levels in groups if other == b or same(other, b)), None)
        if own is None:
            groups.append((b, own := []))
        own.append((Energy(energy), count, None))
    return table([(place, b, levels) for place, (b, levels) in enumerate(groups)])


def levels_from_file(path: Path) -> list[list[Any]]:
    """Rows of a CSV file: b, energy, degeneracy; a first line of names is skipped.

    Raises:
        InputError: no readable file, a row of another form.
    """
    if not path.is_file():
        reason = "a directory" if path.is_dir() else "no file"
        raise InputError("`levels_file`", f"must name a CSV file, but {shown(str(path))} is {reason}.")
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.reader(file) if row and not row[0].lstrip().startswith("#")]
    except (OSError, UnicodeDecodeError, csv.Error):
        raise InputError("`levels_file`", f"must be a readable CSV file, but {shown(str(path))} is not.") from None
    if rows and rows[0][0].strip() == "b":
        rows = rows[1:]
    found: list[list[Any]] = []
    for place, row in enumerate(rows, 1):
        if len(row) != 3 or not row[2].strip().isdecimal():
            raise InputError("`levels_file`", f"must hold rows of b, energy and degeneracy, but row {place} is {shown(','.join(row))}.")
        found.append([row[0].strip(), row[1].strip(), int(row[2])])
    return found
