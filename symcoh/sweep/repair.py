"""Repair: sound rows stay, damaged ones are recomputed; a file that is broken as a whole is written anew from what can be read."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import StoreDamaged
from ..tables.specification import Specification
from .lock import locked
from .plan import Run
from .rows import checksum
from .run import CODES
from .store import INSERT, MODULUS, Check, Ledger, check_rows, create, read_about, read_ledger, reading, real, walk, write_ledger, writing
from .work import Bench, parsed, perform

BLOCK = 1000
UNREADABLE = (sqlite3.DatabaseError, UnicodeDecodeError)


def repaired(path: Path, told: Callable[[str], None] = lambda text: None) -> str:
    """Make a store sound again; what was done, in a line.

    Raises:
        StoreDamaged: nothing can be kept, since the specification is lost.
        EnvironmentFailed: another driver, or a disk that fails.
    """
    path = real(path)
    with locked(path):
        with reading(path) as connection:
            text = read_about(connection, path).specification
            spec = parsed(text)
            found = _looked_at(connection, path, spec)
        if not found.whole:
            rows = list(_readable(path, spec))
            create(path, text, rows)
            found.states = bytearray(spec.size)
            for row in rows:
                found.states[row[0]] = CODES[row[2]]
            found.check.rows, found.check.bad = len(rows), []
        elif (
            found.ledger
            and not found.check.bad
            and (found.check.rows, found.check.total % MODULUS) == (found.ledger.rows, found.ledger.total)
        ):
            return f"{found.check.rows} rows carry their checksums, nothing to repair\n"
        complete = found.ledger is not None and found.ledger.rows == spec.size
        again = {identity for identity in found.check.bad if 0 <= identity < spec.size}
        if complete:
            again |= {identity for identity, state in enumerate(found.states) if not state}
        _recompute(path, spec, found.check.bad, sorted(again), told)
    return f"{found.check.rows} rows kept, {len(again)} recomputed\n"


@dataclass(slots=True)
class _Found:
    """Whether the file is sound as a whole, its rows with their states, and its ledger where that is sound."""

    whole: bool
    check: Check
    states: bytearray
    ledger: Ledger | None


def _looked_at(connection: sqlite3.Connection, path: Path, spec: Specification) -> _Found:
    found = _Found(False, Check([]), bytearray(spec.size), None)
    try:
        found.ledger = read_ledger(connection, path)
    except (StoreDamaged, *UNREADABLE):
        pass
    try:
        found.whole = connection.execute("PRAGMA integrity_check").fetchone()[0] == b"ok"
        found.check = check_rows(connection, found.states, CODES)
    except (*UNREADABLE, IndexError, KeyError):
        found.whole = False
    return found


def _readable(path: Path, spec: Specification) -> Iterator[tuple[Any, ...]]:
    """The sound rows of a broken file with their checksums, block by block, and one by one where a block cannot be read."""
    with reading(path) as connection:
        for first in range(0, spec.size, BLOCK):
            last = min(first + BLOCK, spec.size) - 1
            try:
                yield from _block(connection, first, last)
            except UNREADABLE:
                for one in range(first, last + 1):
                    try:
                        yield from _block(connection, one, one)
                    except UNREADABLE:
                        continue


def _block(connection: sqlite3.Connection, first: int, last: int) -> list[tuple[Any, ...]]:
    rows = [(*row, checksum(row)) for row in walk(connection, Check([]), first, last)]
    return [row for row in rows if first <= row[0] <= last]


def _recompute(path: Path, spec: Specification, bad: list[int], again: list[int], told: Callable[[str], None]) -> None:
    """Replace the damaged rows by computed ones, and put the ledger right."""
    bench, number = Bench(spec=spec), len(spec.quantities)
    fresh: list[tuple[Any, ...]] = []
    for count, identity in enumerate(again, 1):
        index, quantity = divmod(identity, number)
        fresh += [(*row, digest) for row, digest in perform(bench, Run(quantity, index, 1, 1))]
        if count % BLOCK == 0:
            told(f"{count}/{len(again)} rows recomputed")
    with writing(path) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("DELETE FROM rows WHERE id = ?", [(identity,) for identity in bad])
        connection.executemany(INSERT, fresh)
        found = check_rows(connection)
        write_ledger(
            connection, Ledger(rows=found.rows, total=found.total % MODULUS, running=0, milliseconds=_milliseconds(connection, path))
        )
        connection.execute("COMMIT")


def _milliseconds(connection: sqlite3.Connection, path: Path) -> int:
    try:
        return read_ledger(connection, path).milliseconds
    except StoreDamaged:
        return 0
