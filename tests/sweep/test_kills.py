"""What may be killed is killed: drivers, workers, the disk; what was acknowledged stays, and the export is that of an undisturbed run."""

from __future__ import annotations

import json
import os
import random
import re
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep

import pytest

from symcoh.sweep.processes import Patience, Processes
from symcoh.sweep.run import drive, opened
from symcoh.sweep.status import status_of
from symcoh.sweep.store import counts, reading

from .conftest import ROWS, SOAK, SPEC, Call, called, exported, finished, started

HEAVY = """
quantities = ["coherence", "energy"]
digits = 600
[fixed]
omega_a = "0.7"
gamma = "3/10"
[over]
sources = [700, 701]
coupling = "-0.5..0.5:10"
temperature = "0.05..5:%d:log"
"""
SMALL, LARGE = 4, 50
"""Temperatures of `heavy`, of 40 rows each: long enough to be met at work, in the gate and where it is killed a hundred times."""
FAULTY = Path(__file__).with_name("faulty.py")
PATIENCE = Patience(stopped=0.5, still=1.5, silent=0.5)


@pytest.fixture(scope="module")
def heavy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return undisturbed(tmp_path_factory.mktemp("heavy"), SMALL)


def undisturbed(directory: Path, temperatures: int) -> Path:
    """A directory with heavy.toml and heavy.db, a sweep of 40 rows a temperature that nothing disturbed."""
    (directory / "heavy.toml").write_text(HEAVY % temperatures)
    assert finished(directory, "run", "heavy.toml", "--store", "heavy.db", "--workers", "2")[0] == 0
    return directory


def children(pid: int) -> list[int]:
    """The processes started by a process, once they run a program of their own: until then the parent waits for them."""
    found, own = [], command(pid)
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = place.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid and fields[0] != "Z" and command(int(place.parent.name)) != own:
            found.append(int(place.parent.name))
    return found


def command(pid: int) -> bytes:
    """The command line of a process; empty once it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def within(seconds: float, condition: Callable[[], bool]) -> bool:
    """Whether something comes true in good time: a limit against hanging, not a measurement."""
    end = monotonic() + seconds
    while not condition():
        if monotonic() > end:
            return False
        sleep(0.02)
    return True


def ids(store: Path) -> set[int]:
    """The rows that are committed."""
    with reading(store) as connection:
        return {identity for (identity,) in connection.execute("SELECT id FROM rows")}


def killed_until_done(directory: Path, times: int, draw: random.Random, longest: float) -> None:
    """Kill the driver at random moments; each time what is committed holds all of what was, its workers end, and nothing is locked."""
    store, known = directory / "k.db", set[int]()
    for _ in range(times):
        process = started(directory, "run", "heavy.toml", "--store", "k.db", "--workers", "2")
        sleep(draw.uniform(0.05, longest))
        workers = children(process.pid)
        process.kill()
        process.communicate()
        assert within(120, lambda pids=workers: not any(map(alive, pids)))  # type: ignore[misc]  # a default binds it
        if store.exists() and store.stat().st_size:
            now = ids(store)
            assert known <= now
            known = now
            assert status_of(store)["running"] == 0
    assert finished(directory, "run", "heavy.toml", "--store", "k.db", "--workers", "2")[0] == 0
    assert exported(store, "json") == exported(directory / "heavy.db", "json")
    assert {path.name for path in directory.iterdir()} == {"heavy.toml", "heavy.db", "k.db"}


def test_a_killed_driver(heavy: Path) -> None:
    killed_until_done(heavy, 4, random.Random(1), 0.8)
    (heavy / "k.db").unlink()


@pytest.mark.slow
def test_a_driver_killed_a_hundred_times_over_two_thousand_points(tmp_path: Path) -> None:
    killed_until_done(undisturbed(tmp_path, LARGE), 100, random.Random(2), 1.5)


def test_what_is_told_as_done_is_there_after_a_kill(heavy: Path, tmp_path: Path) -> None:
    """`status` of another process sees rows only when they are committed."""
    (tmp_path / "heavy.toml").write_text((heavy / "heavy.toml").read_text())
    process = started(tmp_path, "run", "heavy.toml", "--store", "s.db", "--workers", "2")
    seen = [0]

    def some() -> bool:
        if not (tmp_path / "s.db").exists():
            return False
        found = status_of(tmp_path / "s.db")
        seen[0] = max(seen[0], found["done"])
        return bool(found["done"] and found["running"])

    assert within(300, some), "running rows are seen while the driver works"
    process.kill()
    process.communicate()
    assert status_of(tmp_path / "s.db")["done"] >= seen[0] > 0


def faulty(kind: str, rows: str, times: int, log: Path) -> list[str]:
    return [sys.executable, str(FAULTY), kind, rows, str(times), str(log)]


def driven(store: Path, command: list[str], patience: Patience = PATIENCE) -> dict[str, int]:
    """A sweep of SPEC with workers of one's own."""
    head = {"specification": SPEC, "budget": None, "max_precision": 4_000_000}
    with opened(store, SPEC, False) as (connection, spec):
        engine = Processes(2, head, None, patience, command)
        try:
            return drive(connection, store, spec, engine, workers=2)
        finally:
            engine.close()


KINDS = {
    "kill": "signal SIGKILL",
    "abort": "signal SIGABRT",
    "stop": "stopped for 0.5 s",
    "memory": "the memory ran out",
    "mistake": "internal error, ZeroDivisionError",
    "exit": "exit code 0",
    "sleep": "no progress for 1.5 s",
    "spin": "no row after 0.5 s",
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_that_ends_its_worker_is_tried_three_times(kind: str, tmp_path: Path, whole: Path) -> None:
    store = tmp_path / "f.db"
    assert driven(store, faulty(kind, "17", 1000, tmp_path / "log")) == {"done": ROWS - 1, "refused": 0, "failed": 1}
    assert (tmp_path / "log").read_bytes() == b"xxx"
    rows, wanted = (exported(path, "json").splitlines() for path in (store, whole))
    assert rows[:17] + rows[18:] == wanted[:17] + wanted[18:]
    lost = json.loads(rows[17])
    assert lost["state"] == "failed" and lost["reason"] == f"A worker was lost 3 times over this row, at last by {KINDS[kind]}."
    (tmp_path / "spec.toml").write_text(SPEC)
    assert called("run", str(tmp_path / "spec.toml"), "--store", str(store), "--workers", "1")[0] == 0
    assert exported(store, "json").splitlines() == wanted


@pytest.mark.parametrize("kind", ["kill", "abort", "stop", "memory"])
def test_a_worker_that_is_lost_once(kind: str, tmp_path: Path, whole: Path) -> None:
    assert driven(tmp_path / "o.db", faulty(kind, "40", 1, tmp_path / "log"))["done"] == ROWS
    assert (tmp_path / "log").read_bytes() == b"x" and exported(tmp_path / "o.db", "json") == exported(whole, "json")


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["kill", "abort", "stop", "memory", "mistake"])
def test_twenty_workers_lost_at_random_rows(kind: str, tmp_path: Path, whole: Path) -> None:
    draw = random.Random(kind)
    for k in range(20):
        rows = ",".join(str(row) for row in draw.sample(range(ROWS), 3))
        once = k % 2 == 0
        found = driven(tmp_path / f"{k}.db", faulty(kind, rows, 1 if once else 1000, tmp_path / f"log{k}"))
        lost = 0 if once else 3
        assert found == {"done": ROWS - lost, "refused": 0, "failed": lost}
        good = [line for line in exported(tmp_path / f"{k}.db", "json").splitlines() if '"state": "failed"' not in line]
        assert set(good) <= set(exported(whole, "json").splitlines()) and len(good) == ROWS - lost


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP])
def test_workers_killed_and_stopped_from_outside(number: int, heavy: Path, tmp_path: Path) -> None:
    (tmp_path / "heavy.toml").write_text((heavy / "heavy.toml").read_text())
    process = started(tmp_path, "run", "heavy.toml", "--store", "w.db", "--workers", "2")
    hit: set[int] = set()
    for _ in range(2):
        assert within(300, lambda: bool(set(children(process.pid)) - hit) or process.poll() is not None)
        for pid in sorted(set(children(process.pid)) - hit)[:1]:
            hit.add(pid)
            os.kill(pid, number)
    _, err = process.communicate(timeout=600)
    assert process.returncode == 0 and hit, err
    assert exported(tmp_path / "w.db", "json") == exported(heavy / "heavy.db", "json")
    assert not any(map(alive, hit))


def test_workers_that_never_begin(tmp_path: Path, sweep: Call) -> None:
    with pytest.raises(OSError, match="Workers end before they begin"):
        driven(tmp_path / "n.db", [sys.executable, "-c", "raise SystemExit(1)"])
    assert status_of(tmp_path / "n.db")["done"] == 0


@pytest.mark.parametrize(
    ("number", "code", "said"), [(signal.SIGINT, 130, "symcoh: Interrupted."), (signal.SIGTERM, 143, "symcoh: Terminated.")]
)
def test_a_signal_finishes_the_rows_in_work_and_keeps_them(number: int, code: int, said: str, heavy: Path, tmp_path: Path) -> None:
    (tmp_path / "heavy.toml").write_text((heavy / "heavy.toml").read_text())
    process = started(tmp_path, "run", "heavy.toml", "--store", "i.db", "--workers", "2")
    assert within(300, lambda: len(children(process.pid)) == 2)
    workers = children(process.pid)
    assert within(300, lambda: (tmp_path / "i.db").exists() and bool(status_of(tmp_path / "i.db")["done"]))
    process.send_signal(number)
    out, err = process.communicate(timeout=600)
    assert (process.returncode, out) == (code, b"") and err.decode().splitlines()[-1] == said
    assert re.match(rf"\d+/{40 * SMALL} rows", err.decode()) and not any(map(alive, workers))
    with reading(tmp_path / "i.db") as connection:
        assert counts(connection) == {"done": int(err.decode().partition("/")[0]), "refused": 0, "failed": 0}
    assert finished(tmp_path, "run", "heavy.toml", "--store", "i.db", "--workers", "2")[0] == 0
    assert exported(tmp_path / "i.db", "json") == exported(heavy / "heavy.db", "json")


def test_a_second_signal_ends_at_once(tmp_path: Path) -> None:
    """Rows that would take minutes are not waited for."""
    (tmp_path / "long.toml").write_text((HEAVY % 2).replace("600", "900000").replace("[700, 701]", "[8000]"))
    process = started(tmp_path, "run", "long.toml", "--store", "l.db", "--workers", "1")
    assert within(300, lambda: len(children(process.pid)) == 1)
    sleep(0.5)
    [worker] = children(process.pid)
    for _ in range(2):
        process.send_signal(signal.SIGINT)
        sleep(0.3)
    _, err = process.communicate(timeout=600)
    assert process.returncode == 130 and err.decode().splitlines()[-1] == "symcoh: Interrupted." and not alive(worker)
    assert status_of(tmp_path / "l.db")["done"] == 0


def full_at(directory: Path, write: int) -> tuple[int, str, str]:
    """A sweep whose files may not grow beyond `write` pages, so that the next write fails."""
    size = write * 4096 + 100

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return finished(directory, "run", "spec.toml", "--store", "d.db", "--workers", "1", preexec_fn=limited)


@pytest.mark.parametrize("write", [*range(1, 61)] if SOAK > 1 else [1, 4, 6, 9, 14])
def test_a_disk_that_is_full_at_a_write(write: int, tmp_path: Path, whole: Path) -> None:
    """Exit code 4 and one sentence; what is there is sound, and the same command goes on."""
    (tmp_path / "spec.toml").write_text(SPEC.replace("digits = 40", "digits = 900"))
    code, out, err = full_at(tmp_path, write)
    assert out == "" and (code == 0 or (code == 4 and err.splitlines()[-1].startswith("symcoh: ") and len(err.splitlines()[-1]) < 250)), err
    assert code == 4 or write > 5, "the disk is full"
    files = {path.name for path in tmp_path.iterdir()}
    assert files <= {"spec.toml", "d.db", "d.db-wal", "d.db-shm"}
    if "d.db" in files:
        status_of(tmp_path / "d.db")
    assert finished(tmp_path, "run", "spec.toml", "--store", "d.db", "--workers", "1")[0] == 0
    assert exported(tmp_path / "d.db") == called(str(tmp_path / "spec.toml"), program="table")[1]


def test_two_drivers_on_one_store(heavy: Path, tmp_path: Path) -> None:
    (tmp_path / "heavy.toml").write_text((heavy / "heavy.toml").read_text())
    first = started(tmp_path, "run", "heavy.toml", "--store", "t.db", "--workers", "1")
    assert within(300, lambda: (tmp_path / "t.db-lock").exists() and (tmp_path / "t.db").exists())
    first.send_signal(signal.SIGSTOP)  # it holds the store for as long as the others ask
    for words in (["run", "heavy.toml", "--store", "t.db"], ["run", "heavy.toml", "--store", "t.db", "--restart"], ["repair", "t.db"]):
        code, out, err = finished(tmp_path, *words)
        assert (code, out) == (
            4,
            "",
        ) and err == "symcoh: --store is being worked on by another symcoh: wait until it is done, or stop it.\n"
    first.kill()
    first.communicate()
    assert finished(tmp_path, "run", "heavy.toml", "--store", "t.db", "--workers", "2")[0] == 0


def test_a_reader_that_has_gone(whole: Path, tmp_path: Path) -> None:
    """EPIPE is silent, exit code 0."""
    process = started(tmp_path, "export", str(whole), "--format", "json")
    assert process.stdout is not None and process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.wait(600) == 0 and process.stderr.read() == b""
    process.stderr.close()


def test_progress_is_a_line_where_nobody_watches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sweep: Call) -> None:
    monkeypatch.setattr("symcoh.sweep.progress.LINE_EVERY", 0.0)
    code, out, err = sweep("run", "spec.toml", "--store", "p.db", "--workers", "1")
    assert (code, out) == (0, "") and len(err.splitlines()) > 1
    assert all(re.fullmatch(rf"\d+/{ROWS} rows(, [\d.]+ rows/s)?(, .* left)?(, the end)?", line) for line in err.splitlines())


def test_progress_is_a_bar_where_a_person_watches(tmp_path: Path) -> None:
    (tmp_path / "spec.toml").write_text(SPEC)
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", "from symcoh.cli.main import run; run()", "sweep", "run", "spec.toml", "--store", "b.db", "--workers", "1"],
        cwd=tmp_path, stderr=theirs, stdout=subprocess.PIPE, env=os.environ | {"NO_COLOR": "1", "TERM": "xterm", "COLUMNS": "120"},
    )  # fmt: skip
    os.close(theirs)
    drawn = b""
    try:
        while block := os.read(ours, 4096):
            drawn += block
    except OSError:
        pass  # the other end is closed
    assert process.wait(600) == 0 and process.stdout is not None and process.stdout.read() == b""
    process.stdout.close()
    os.close(ours)
    steps = [int(found) for found in re.findall(rb"(\d+)/%d rows" % ROWS, drawn)]
    assert len(set(steps)) > 1 and steps == sorted(steps) and steps[-1] == ROWS, "every step is drawn, the last one too"
    assert not re.search(rb"\x1b\[[0-9;]*3[0-9]m", drawn)
