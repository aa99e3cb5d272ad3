"""Damage: flipped bits, truncations, foreign and newer files; nothing wrong is ever given, and repair recomputes only what is lost."""

from __future__ import annotations

import csv
import io
import os
import random
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from fuzz.commands import Line
from fuzz.running import run
from symcoh.sweep import repair, work
from symcoh.sweep.plan import Run
from symcoh.sweep.rows import COLUMNS, Row, checksum
from symcoh.sweep.store import INSERT, Ledger, check_rows, read_ledger, reading, write_ledger, writing

from .conftest import ROWS, SOAK, SPEC, Call, called, exported


def changed(path: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement, values)


def sentence(err: str) -> bool:
    return err.startswith("symcoh: ") and err.count("\n") == 1 and len(err) < 250 and err.isascii()


def examined(path: Path, wanted: str) -> bool:
    """Whether damage is noticed; else the export must be right. Then it is repaired, and the export is right in any case."""
    code, out, err = called("export", str(path))
    assert code in (0, 5), err
    if code == 0:
        assert (out == wanted, err) == (True, ""), "a wrong export that nobody noticed"
    else:
        assert out == "" and sentence(err), err
    assert called("status", str(path))[0] == code
    assert called("verify", str(path), "--sample", "1")[0] == code
    fixed, said, err = called("repair", str(path))
    if fixed == 5:  # the specification is lost, or the file is recognised no more
        assert code == 5 and sentence(err)
        return True
    assert fixed == 0, err
    run = called("run", str(path.with_name("spec.toml")), "--store", str(path), "--workers", "1") if "recomputed" in said else (0, "", "")
    assert run[0] == 0 and exported(path) == wanted
    return code == 5


@pytest.mark.parametrize("seed", range(20 if SOAK > 1 else 1))
def test_flipped_bits(seed: int, whole: Path, tmp_path: Path) -> None:
    """100 flips a seed with SYMCOH_SOAK, 25 without: in any byte of the file, and of these every fourth inside the rows."""
    draw = random.Random(seed)
    data, wanted = whole.read_bytes(), exported(whole)
    (tmp_path / "spec.toml").write_text(SPEC)
    first, noticed, flips = data.find(b"coherence") + 4096, 0, 100 if SOAK > 1 else 25
    for k in range(flips):
        place = draw.randrange(first, len(data)) if k % 4 else draw.randrange(len(data))
        path = tmp_path / f"{k}.db"
        path.write_bytes(data[:place] + bytes([data[place] ^ 1 << draw.randrange(8)]) + data[place + 1 :])
        noticed += examined(path, wanted)
        path.unlink()
    assert noticed > flips // 2, "most flips fall on what is read"


@pytest.mark.parametrize("seed", range(10 if SOAK > 1 else 1))
def test_truncated_files(seed: int, whole: Path, tmp_path: Path) -> None:
    """20 truncations a seed with SYMCOH_SOAK, 6 without."""
    draw = random.Random(seed)
    data, wanted = whole.read_bytes(), exported(whole)
    (tmp_path / "spec.toml").write_text(SPEC)
    for k in range(20 if SOAK > 1 else 6):
        length = draw.choice([draw.randrange(1, len(data)), 4096 * draw.randrange(1, len(data) // 4096)])
        path = tmp_path / f"{k}.db"
        path.write_bytes(data[:length])
        assert examined(path, wanted), length


@pytest.mark.parametrize("column", [*COLUMNS, "checksum"])
def test_every_field_is_under_the_checksum_and_repair_recomputes_that_row_alone(
    column: str, copy: Path, whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = exported(whole, "json")
    if column in ("id", "microseconds"):
        changed(copy, f"UPDATE rows SET {column} = {column} + 1000000 WHERE id = 33")
    elif column == "checksum":
        changed(copy, "UPDATE rows SET checksum = zeroblob(32) WHERE id = 33")
    else:
        changed(copy, f"UPDATE rows SET {column} = {column} || '0' WHERE id = 33")
    for words in (["export", str(copy)], ["status", str(copy)], ["verify", str(copy)], ["export", str(copy), "--format", "json"]):
        code, out, err = called(*words)
        assert (code, out) == (5, "") and sentence(err)
        named = "row 1000034" if column == "id" else "row 34: energy, sources = 6, coupling = 2/5, temperature = sqrt(2)"
        if column != "id":
            named = "row 34: "
        assert f"1 of {ROWS} rows are damaged ({named}" in err and "symcoh sweep repair recomputes them." in err
    computed: list[int] = []

    def counted(bench: work.Bench, run: Run) -> object:
        computed.append(run.start * 2 + run.quantity)
        return work.perform(bench, run)

    monkeypatch.setattr(repair, "perform", counted)
    code, out, err = called("repair", str(copy))
    assert (code, out, err) == (0, f"{ROWS - 1} rows kept, 1 recomputed\n", "") and computed == [33]
    assert exported(copy, "json") == wanted
    assert called("repair", str(copy)) == (0, f"{ROWS} rows carry their checksums, nothing to repair\n", "")


@pytest.mark.parametrize("statement", [
    "UPDATE about SET specification = replace(specification, '3/10', '4/10')",
    "UPDATE about SET version = '9.9.9'",
    "DELETE FROM about",
    "UPDATE ledger SET rows = rows - 1",
    "UPDATE ledger SET total = replace(total, 'a', 'b')",
    "UPDATE ledger SET milliseconds = milliseconds + 1",
    "DELETE FROM ledger",
])  # fmt: skip
def test_what_stands_beside_the_rows_is_under_a_checksum_too(statement: str, copy: Path, whole: Path) -> None:
    changed(copy, statement)
    for words in (["export"], ["status"], ["verify"]):
        code, out, err = called(*words, str(copy))
        assert (code, out) == (5, "") and sentence(err)
    lost = "about" in statement
    assert called("repair", str(copy))[0] == (5 if lost else 0)
    assert lost or exported(copy) == exported(whole)


def test_rows_that_are_lost_are_missed(copy: Path, whole: Path) -> None:
    changed(copy, "DELETE FROM rows WHERE id IN (3, 70)")
    code, out, err = called("export", str(copy))
    assert (code, out) == (5, "") and f"it holds {ROWS - 2} rows where {ROWS} were written" in err
    assert called("repair", str(copy)) == (0, f"{ROWS - 2} rows kept, 2 recomputed\n", "")
    assert exported(copy) == exported(whole)


def row_at(connection: sqlite3.Connection, place: int) -> Row:
    """The row as it stands in the store, its checksum left out."""
    found: tuple[Any, ...] = connection.execute("SELECT * FROM rows WHERE id = ?", (place,)).fetchone()
    parts: list[Any] = [part.decode() if isinstance(part, bytes) else part for part in found[:-1]]
    return Row(*parts)


def test_an_old_row_put_back_is_missed(copy: Path) -> None:
    """A sound row of this very place, but not the one that was written last."""
    with reading(copy) as connection:
        row = row_at(connection, 5)
    other = row._replace(microseconds=row.microseconds + 1)
    with writing(copy) as connection:
        connection.execute(INSERT, (*other, checksum(other)))
    assert called("export", str(copy))[0] == 5


def test_a_value_that_is_wrong_under_a_right_checksum_is_found_by_computing(copy: Path) -> None:
    """What no checksum sees: `verify` recomputes, by either way, and exits with 1."""
    with reading(copy) as connection:
        row = row_at(connection, 8)
    last = row.value[:-1] + str((int(row.value[-1]) + 1) % 10)
    wrong = row._replace(value=last)
    with writing(copy) as connection:
        connection.execute(INSERT, (*wrong, checksum(wrong)))
        found = check_rows(connection)
        write_ledger(connection, Ledger(rows=found.rows, total=found.total % (1 << 256), running=0, milliseconds=1))
    for way in ("backend", "precision"):
        code, out, err = called("verify", str(copy), "--all", "--by", way)
        assert (code, err) == (1, "")
        named = "mpmath" if way == "backend" else "20 digits more"
        assert f"WRONG row 9: coherence, sources = 6, coupling = -2/5, temperature = sqrt(2): {last} where {named} gives {row.value}" in out
        assert out.endswith("1 values differ\n")


def test_verify_recomputes_in_both_ways(whole: Path) -> None:
    assert called("verify", str(whole), "--all") == (
        0, f"{ROWS} rows carry their checksums, {ROWS} were recomputed: {ROWS} by mpmath\n0 values differ\n", "",
    )  # fmt: skip
    assert (
        called("verify", str(whole), "--sample", "7", "--by", "precision")[1]
        .splitlines()[0]
        .endswith("7 were recomputed: 7 by 20 digits more")
    )


def test_foreign_and_newer_files(tmp_path: Path, copy: Path, sweep: Call) -> None:
    foreign = tmp_path / "foreign.db"
    changed(foreign, "CREATE TABLE mine (x)")
    before = foreign.read_bytes()
    for words in (
        ["status"],
        ["export"],
        ["verify"],
        ["repair"],
        ["run", "spec.toml", "--store"],
        ["run", "spec.toml", "--restart", "--store"],
    ):
        code, out, err = sweep(*words, "foreign.db")
        assert (code, out) == (5, "") and "'foreign.db' is a SQLite file, but not a store of symcoh: name another file." in err
    assert foreign.read_bytes() == before
    changed(copy, "PRAGMA user_version = 2")
    for words in (["status"], ["export"], ["repair"], ["run", "spec.toml", "--store"]):
        code, out, err = sweep(*words, "copy.db")
        assert (code, out) == (5, "") and "The store 'copy.db' is of a newer symcoh (layout 2, ours is 1): use that one." in err
    assert {path.name for path in tmp_path.iterdir()} == {"foreign.db", "copy.db", "spec.toml"}


def test_rows_of_other_formulas_are_not_mixed_with_ours(copy: Path, sweep: Call) -> None:
    about = (SPEC, "0.0.1", 0)
    changed(copy, "UPDATE about SET version = '0.0.1', formulas = 0, checksum = ?", checksum(about))
    code, _, err = sweep("run", "spec.toml", "--store", "copy.db")
    assert code == 5 and "holds values of other formulas (0, ours are 1)" in err


def test_a_read_only_store(copy: Path, whole: Path, sweep: Call) -> None:
    os.chmod(copy, 0o444)
    changed_spec = sweep("run", "spec.toml", "--store", "copy.db")
    assert changed_spec[0] == 4 and "The store 'copy.db' is read-only" in changed_spec[2]
    assert exported(copy) == exported(whole)


def test_a_store_is_one_file_that_any_sqlite_reads(whole: Path) -> None:
    assert [path.name for path in whole.parent.iterdir() if path.name.startswith("whole.db")] == ["whole.db"]
    with closing(sqlite3.connect(whole)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        found = connection.execute("SELECT value, middle, exponent FROM rows ORDER BY id").fetchall()
    assert [value for value, _, _ in found] == [row["value"] for row in csv.DictReader(io.StringIO(exported(whole)))]
    data = whole.read_bytes()
    assert not re.search(rb"cpython|pickle|\x80[\x02-\x05]c", data[:4096]) and all(
        re.fullmatch(r"-?\d+", part) for _, m, e in found for part in (m, e)
    )


def test_the_ledger_says_what_was_written(whole: Path) -> None:
    with reading(whole) as connection:
        ledger, check = read_ledger(connection, whole), check_rows(connection)
        keys = {key for (key,) in connection.execute("SELECT key FROM rows")}
    assert (ledger.rows, ledger.total, check.bad) == (ROWS, check.total % (1 << 256), []) and len(keys) == ROWS
    spec = work.parsed(SPEC)
    assert {work.key_of(spec, identity).encode() for identity in range(ROWS)} == keys


@pytest.mark.parametrize("command", ["status", "verify", "repair", "export"])
@pytest.mark.parametrize("path", [".", "", "/", ".."])
def test_a_path_without_a_name_is_no_store(command: str, path: str) -> None:
    found = run(Line(words=("sweep", command, path), odd_path=True))
    assert found.code == 2 and not found.faults and "names" in found.error, found
