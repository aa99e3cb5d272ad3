"""The store of a sweep: one SQLite file that only its driver writes, every row under a checksum.

Write-ahead log, where the file system has it, and synchronous=FULL: what is committed survives a power cut. Beside the rows stand
the specification, and a ledger with the number of rows and the sum of their checksums, so that a row that is lost is missed.
"""

from __future__ import annotations

import os
import sqlite3
import stat
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from ..errors import EnvironmentFailed, InputError, StoreDamaged, shown
from ..version import __version__
from .rows import COLUMNS, FORMULAS, STATES, Row, checksum, sound

APPLICATION = 0x73796D63
"""The four bytes "symc" in the header of the file."""

LAYOUT = 1
"""Version of the tables; a larger one belongs to a newer symcoh."""

PARTIAL = ".symcoh-partial"
MODULUS = 1 << 256
MOST_NAMED = 10
_MAGIC = b"SQLite format 3\0"
_ENVIRONMENT = (
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
)
_INTEGERS = ("id", "microseconds")
_TABLES = f"""
CREATE TABLE about (id INTEGER PRIMARY KEY CHECK (id = 1), specification TEXT NOT NULL, version TEXT NOT NULL,
    formulas INTEGER NOT NULL, checksum BLOB NOT NULL) STRICT;
CREATE TABLE ledger (id INTEGER PRIMARY KEY CHECK (id = 1), rows INTEGER NOT NULL, total TEXT NOT NULL, running INTEGER NOT NULL,
    milliseconds INTEGER NOT NULL, checksum BLOB NOT NULL) STRICT;
CREATE TABLE rows (id INTEGER PRIMARY KEY, {", ".join(f"{n} {'INTEGER' if n in _INTEGERS else 'TEXT'} NOT NULL" for n in COLUMNS[1:])},
    checksum BLOB NOT NULL) STRICT;
"""
INSERT = f"INSERT OR REPLACE INTO rows VALUES ({', '.join('?' * (len(COLUMNS) + 1))})"
_SELECT = f"SELECT {', '.join(COLUMNS)}, checksum FROM rows"


@dataclass(frozen=True, kw_only=True, slots=True)
class About:
    """What a store is about: the text of its specification, and which symcoh made it."""

    specification: str
    version: str
    formulas: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Ledger:
    """What a store should hold: the number of rows, the sum of their checksums modulo 2^256, rows in work, time spent."""

    rows: int
    total: int
    running: int
    milliseconds: int


@contextmanager
def failures(path: Path) -> Iterator[None]:
    """SQLite's errors as ours: the environment (exit code 4) or the file (exit code 5)."""
    try:
        yield
    except UnicodeDecodeError:  # a message of SQLite's about a name that is damaged
        raise damaged(path, "its tables cannot be read") from None
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in _ENVIRONMENT:
            raise EnvironmentFailed(
                f"The store {shown(str(path))} cannot be read or written ({error}): free space or mend that, then give the command again."
            ) from None
        raise damaged(path, str(error)) from None


def damaged(path: Path, what: str) -> StoreDamaged:
    """The error for a file that is broken as a whole."""
    said = ascii(what)[1:-1][:80]
    return StoreDamaged(f"The store {shown(str(path))} is damaged ({said}): symcoh sweep repair keeps what can be read.")


def create(path: Path, specification: str, rows: Sequence[Sequence[Any]] = ()) -> None:
    """A new store with rows, if any: made beside its place and moved there whole, over what was there."""
    with _made_beside(path) as temporary, closing(_connection(temporary)) as connection:
        begin(connection, specification)
        if rows:
            add(connection, rows, Ledger(rows=0, total=0, running=0, milliseconds=0))
    sync_directory(path)


@contextmanager
def _made_beside(path: Path) -> Iterator[Path]:
    """A temporary path; what is written there takes the place of `path` when the body ends well.

    Its name says which store it belongs to: what a killed driver left behind is removed by the next one, which holds the lock.
    """
    prefix = f".{sha256(path.name.encode('utf-8', 'surrogateescape')).hexdigest()[:16]}."
    try:
        for old in path.parent.glob(f"{prefix}*{PARTIAL}*"):
            old.unlink(missing_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=prefix, suffix=PARTIAL)
    except OSError as error:
        raise EnvironmentFailed(f"--store cannot be made ({error.strerror}): choose a directory that can be written.") from None
    temporary = Path(name)
    try:
        with failures(path):
            yield temporary
        os.fsync(handle)
        os.chmod(temporary, 0o644)
        for suffix in ("-wal", "-shm", "-journal"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        os.replace(temporary, path)
    except OSError as error:
        if isinstance(error, EnvironmentFailed):
            raise
        raise EnvironmentFailed(f"--store cannot be made ({error.strerror}): free space or choose another directory.") from None
    finally:
        os.close(handle)
        for suffix in ("", "-journal"):
            temporary.with_name(temporary.name + suffix).unlink(missing_ok=True)


def begin(connection: sqlite3.Connection, specification: str) -> None:
    """Write the tables of an empty store."""
    about = (specification, __version__, FORMULAS)
    connection.executescript(f"BEGIN; {_TABLES}")
    connection.execute("INSERT INTO about VALUES (1, ?, ?, ?, ?)", (*about, checksum(about)))
    write_ledger(connection, Ledger(rows=0, total=0, running=0, milliseconds=0))
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {LAYOUT}")
    connection.execute("COMMIT")


def sync_directory(path: Path) -> None:
    """Make a rename last."""
    handle = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError:
        pass  # not every file system has it
    finally:
        os.close(handle)


def real(path: Path) -> Path:
    """The file that a symbolic link names: a store has one lock, under whatever name."""
    return Path(os.path.realpath(path)) if path.is_symlink() else path


def state_of(path: Path) -> str:
    """Whether the file is "missing", "empty" (only begun) or "there".

    Raises:
        InputError: not a file.
        StoreDamaged: not a SQLite file.
    """
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return "missing"
    except (OSError, ValueError) as error:
        raise InputError("--store", f"names {shown(str(path))}, which cannot be read ({getattr(error, 'strerror', error)}).") from None
    if not stat.S_ISREG(found.st_mode):
        raise InputError("--store", f"names {shown(str(path))}, which is no file: name a file such as sweep.db.")
    if found.st_size == 0:
        return "empty"
    try:
        with path.open("rb") as stream:
            magic = stream.read(len(_MAGIC))
    except OSError as error:
        raise EnvironmentFailed(f"The store {shown(str(path))} cannot be read ({error.strerror}): see who owns it.") from None
    if magic != _MAGIC:
        raise StoreDamaged(f"{shown(str(path))} is not a store of symcoh, or its first bytes are damaged: name another file.")
    return "there"


@contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """A store to be written by its driver; closed as one plain file that needs no log beside it."""
    if not path.stat().st_mode & 0o222 or not os.access(path, os.W_OK):
        raise EnvironmentFailed(f"The store {shown(str(path))} is read-only: allow writing, or copy it.")
    with failures(path), closing(_connection(path)) as connection:
        check_owner(connection, path)
        connection.execute("PRAGMA journal_mode = WAL").fetchone()
        connection.execute("PRAGMA synchronous = FULL")
        try:
            yield connection
        finally:
            try:
                connection.execute("PRAGMA journal_mode = DELETE").fetchone()
            except sqlite3.Error:
                pass  # somebody reads it: the log stays until the next driver


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A store to be read, all of it as it is at one moment.

    Raises:
        InputError: no such file.
        StoreDamaged: not a store of ours, or one of a newer symcoh.
    """
    state = state_of(path)
    if state == "missing":
        raise InputError("FILE.db", f"is {shown(str(path))}, which is not there: name the store of a sweep.")
    if state == "empty":
        raise StoreDamaged(f"The store {shown(str(path))} is empty: give symcoh sweep run again.")
    with failures(path), closing(_connection(path, read_only=True)) as connection:
        check_owner(connection, path)
        connection.execute("BEGIN")
        yield connection


def _connection(path: Path, read_only: bool = False) -> sqlite3.Connection:
    connection = _opened(path, "?mode=ro" if read_only else "?mode=rw")
    if read_only:
        try:
            connection.execute("PRAGMA user_version").fetchone()
        except sqlite3.OperationalError:
            connection.close()  # a directory where no log can be made: nobody writes there either
            connection = _opened(path, "?mode=ro&immutable=1")
    return connection


def _opened(path: Path, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path.absolute().as_uri() + mode, uri=True, isolation_level=None, timeout=10)
    connection.text_factory = bytes
    return connection


def check_owner(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a SQLite file that is not ours, or is of a newer symcoh."""
    [application], [layout] = (connection.execute(f"PRAGMA {name}").fetchone() for name in ("application_id", "user_version"))
    if application != APPLICATION:
        raise StoreDamaged(f"{shown(str(path))} is a SQLite file, but not a store of symcoh: name another file.")
    if layout != LAYOUT:
        raise StoreDamaged(f"The store {shown(str(path))} is of a newer symcoh (layout {layout}, ours is {LAYOUT}): use that one.")


def read_about(connection: sqlite3.Connection, path: Path) -> About:
    """What the store is about.

    Raises:
        StoreDamaged: damaged, or of other formulas.
    """
    row = connection.execute("SELECT specification, version, formulas, checksum FROM about").fetchone()
    if row is None or not sound(row[:3], row[3]):
        raise StoreDamaged(f"The store {shown(str(path))} is damaged in its specification: begin it anew with --restart.")
    if row[2] != FORMULAS:
        raise StoreDamaged(
            f"The store {shown(str(path))} holds values of other formulas ({row[2]}, ours are {FORMULAS}): use another file."
        )
    return About(specification=row[0].decode(), version=row[1].decode(), formulas=row[2])


def read_ledger(connection: sqlite3.Connection, path: Path) -> Ledger:
    """What the store should hold."""
    row = connection.execute("SELECT rows, total, running, milliseconds, checksum FROM ledger").fetchone()
    if row is None or not sound(row[:4], row[4]):
        raise damaged(path, "its ledger does not carry its checksum")
    return Ledger(rows=row[0], total=int(row[1], 16), running=row[2], milliseconds=row[3])


def write_ledger(connection: sqlite3.Connection, ledger: Ledger) -> None:
    """Replace the ledger."""
    fields = (ledger.rows, f"{ledger.total:064x}", ledger.running, ledger.milliseconds)
    connection.execute("INSERT OR REPLACE INTO ledger VALUES (1, ?, ?, ?, ?, ?)", (*fields, checksum(fields)))


def add(connection: sqlite3.Connection, rows: Sequence[Sequence[Any]], ledger: Ledger, replaced: Iterable[int] = ()) -> Ledger:
    """Commit rows, each its fields and its checksum, and the ledger with them; `replaced` are ids that stand in the store already."""
    number, total = ledger.rows, ledger.total
    connection.execute("BEGIN IMMEDIATE")
    try:
        for identity in replaced:
            for (old,) in connection.execute("SELECT checksum FROM rows WHERE id = ?", (identity,)):
                number, total = number - 1, total - int.from_bytes(old)
        connection.executemany(INSERT, rows)
        total += sum(int.from_bytes(row[-1]) for row in rows)
        found = replace(ledger, rows=number + len(rows), total=total % MODULUS)
        write_ledger(connection, found)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return found


@dataclass(slots=True)
class Check:
    """What a walk through the rows found: the ids of damaged rows, and what the sound ones add up to."""

    bad: list[int]
    rows: int = 0
    total: int = 0


def walk(connection: sqlite3.Connection, check: Check, first: int = 0, last: int | None = None) -> Iterator[Row]:
    """The sound rows in their order, each checked before it is given; the ids of the others go to `check.bad`."""
    where, limits = (" WHERE id >= ? AND id <= ?", (first, last)) if last is not None else (" WHERE id >= ?", (first,))
    for found in connection.execute(f"{_SELECT}{where} ORDER BY id", limits):
        fields, digest = found[:-1], found[-1]
        if not sound(fields, digest):
            check.bad.append(found[0])
            continue
        check.rows += 1
        check.total += int.from_bytes(digest)
        texts: list[Any] = [part.decode() if isinstance(part, bytes) else part for part in fields]
        yield Row(*texts)


def check_rows(connection: sqlite3.Connection, states: bytearray | None = None, codes: Mapping[str, int] | None = None) -> Check:
    """A walk that only counts and checks; `states` is filled with the code of the state of each sound row."""
    check, digest_of, join = Check([]), sha256, b"\x1f".join
    known = {state.encode(): code for state, code in (codes or {}).items()}
    total = 0
    for found in connection.execute(f"{_SELECT} ORDER BY id"):
        try:
            good = digest_of(join((b"%d" % found[0], *found[1:10], b"%d" % found[10], *found[11:14]))).digest() == found[14]
        except TypeError:
            good = False
        if not good:
            check.bad.append(found[0])
            continue
        check.rows += 1
        total += int.from_bytes(found[14])
        if states is not None:
            states[found[0]] = known[found[2]]
    check.total = total
    return check


def complain(check: Check, ledger: Ledger, path: Path, place: Any = str) -> None:
    """Refuse a store in which rows are damaged or lost.

    Args:
        check: of a walk through all rows.
        ledger: what should be there.
        path: the file.
        place: an id in words, where one row is damaged.

    Raises:
        StoreDamaged: the sentence names the rows.
    """
    if check.bad:
        bad = sorted(set(check.bad))
        named = place(bad[0]) if len(bad) == 1 else f"rows {', '.join(str(identity + 1) for identity in bad[:MOST_NAMED])}"
        more = f" and {len(bad) - MOST_NAMED} more" if len(bad) > MOST_NAMED else ""
        raise StoreDamaged(f"{len(bad)} of {ledger.rows} rows are damaged ({named}{more}): symcoh sweep repair recomputes them.")
    if (check.rows, check.total % MODULUS) != (ledger.rows, ledger.total):
        raise damaged(path, f"it holds {check.rows} rows where {ledger.rows} were written, or others than were written")


def counts(connection: sqlite3.Connection) -> dict[str, int]:
    """Rows by their state."""
    found = dict(connection.execute("SELECT state, count(*) FROM rows GROUP BY state").fetchall())
    return {state: found.get(state.encode(), 0) for state in STATES}
