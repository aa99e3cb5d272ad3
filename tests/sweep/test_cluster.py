"""Dask: two worker processes, one killed in the middle, give the same export; what does not fit is refused."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import pytest

from symcoh.sweep import cluster
from symcoh.sweep.engine import Task

from .conftest import SPEC, Call, called, exported
from .test_kills import HEAVY, alive, children

pytest.importorskip("distributed", reason="pip install symcoh[dask]") if os.environ.get("SYMCOH_EXTERNAL") != "required" else None


@contextmanager
def scheduler(directory: Path, *workers: str) -> Iterator[tuple[str, list[int]]]:
    """(its address, the processes of its workers): started as a user does, with `dask scheduler` and `dask worker`."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": directory}
    program = [sys.executable, "-W", "ignore", "-m", "distributed.cli.dask_scheduler"]
    log = directory / "scheduler.log"
    with log.open("wb") as stream:
        head = subprocess.Popen([*program, "--port", "0", "--no-dashboard"], stdout=stream, stderr=stream, cwd=directory)
    started = [head]
    try:
        address = waited(lambda: re.search(r"tcp://[\d.]+:\d+", log.read_text()))
        for threads in workers:
            command = [
                sys.executable,
                "-W",
                "ignore",
                "-m",
                "distributed.cli.dask_worker",
                address,
                "--nthreads",
                threads,
                "--no-dashboard",
            ]
            started.append(subprocess.Popen(command, **quiet))  # type: ignore[call-overload]  # as a user does
        nannies = [process.pid for process in started[1:]]
        from distributed import Client

        with Client(address, timeout=600, set_as_default=False) as client:  # type: ignore[no-untyped-call]  # distributed has no types here
            client.wait_for_workers(len(workers), timeout=600)
            pids = [int(pid) for pid in client.run(os.getpid).values()]
        assert len(nannies) == len(pids) == len(workers)
        yield address, pids
    finally:
        for process in reversed(started):
            process.terminate()
        for process in started:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def waited(condition: object) -> str:
    end = monotonic() + 120
    while not (found := condition()):  # type: ignore[operator]  # whatever is to be waited for
        assert monotonic() < end
        sleep(0.1)
    return str(found.group())


def test_a_cluster_of_which_a_worker_is_killed(sweep: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "heavy.toml").write_text(HEAVY % 4)
    assert sweep("run", "heavy.toml", "--store", "local.db")[0] == 0
    submitted: list[int] = []
    original = cluster.Cluster.submit

    with scheduler(tmp_path, "1", "1") as (address, pids):

        def submit(self: cluster.Cluster, task: Task) -> None:
            original(self, task)
            submitted.append(task.id)
            if len(submitted) == 3:
                threading.Timer(0.2, os.kill, (pids[0], signal.SIGKILL)).start()

        monkeypatch.setattr(cluster.Cluster, "submit", submit)
        code, out, err = sweep("run", "heavy.toml", "--store", "dask.db", "--scheduler", address)
        assert not alive(pids[0]), "it was killed"
    assert (code, out) == (0, "") and err.splitlines()[-1].startswith("160/160 rows"), err
    assert len(submitted) >= 3 and exported(tmp_path / "dask.db", "json") == exported(tmp_path / "local.db", "json")


def test_workers_of_several_threads_are_refused(sweep: Call, tmp_path: Path) -> None:
    """Precision is global to a process: threads give wrong digits silently."""
    with scheduler(tmp_path, "2") as (address, _):
        code, out, err = sweep("run", "spec.toml", "--store", "a.db", "--scheduler", address)
    assert (code, out) == (2, "") and "--scheduler has workers of several threads" in err
    assert not (tmp_path / "a.db").exists()


def test_what_a_worker_returns_is_what_a_local_one_does() -> None:
    import json

    head = json.dumps({"specification": SPEC, "budget": None, "max_precision": 4_000_000})
    [row] = json.loads(cluster.performed(head, [[1, 4, 1, 1]]))
    assert row[0] == 9 and row[2] == "done" and len(bytes.fromhex(row[-1])) == 32
    assert called("status", "none.db")[0] == 2 and children(os.getpid()) is not None
