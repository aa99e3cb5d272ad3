"""The driver of a sweep: tasks out, rows in, and only here are they written."""

from __future__ import annotations

import os
import sqlite3
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import monotonic
from typing import Any

from ..errors import InputError, shown
from ..tables.specification import Specification
from .engine import MOST_LOSSES, Answer, Engine, Loss, Task
from .lock import locked
from .plan import Run, guess, left_of, pieces, row_ids, runs
from .rows import FAILED, REFUSED, STATES, checksum
from .store import Ledger, add, check_rows, complain, create, read_about, read_ledger, reading, real, state_of, writing
from .work import failed_row, parsed, place_of

TASK_SECONDS = 0.6
COMMIT_EVERY = 0.5
MOST_PENDING = 5000
CODES = {state: code for code, state in enumerate(STATES, 1)}
"""State -> a byte; 0 is a row that is not there."""


@dataclass(slots=True)
class Progress:
    """What a reporter is told: rows in all, rows by state, rows computed in this run and the seconds they took."""

    total: int
    counts: dict[str, int]
    computed: int = 0
    seconds: float = 0.0


Report = Callable[[Progress], None]
Stop = Callable[[], bool]


@contextmanager
def opened(path: Path, text: str, restart: bool) -> Iterator[tuple[sqlite3.Connection, Specification]]:
    """The store of a specification, made where it is not, locked and ready to be written.

    Raises:
        InputError: the store holds another specification.
        EnvironmentFailed: another driver, no place, no right to write.
        StoreDamaged: damaged, foreign, or newer.
    """
    spec = parsed(text)
    path = real(path)
    state = state_of(path)
    if not path.parent.is_dir():
        raise InputError("--store", f"names {shown(str(path))}, whose directory is not there: make it first.")
    with locked(path):
        if state == "there":
            with reading(path) as connection:  # which refuses what is not ours before it is replaced
                if not restart:
                    known = read_about(connection, path).specification
                    if known != text and parsed(known) != spec:
                        other = "which holds another specification: take another file, or --restart."
                        raise InputError("--store", f"names {shown(str(path))}, {other}")
        if restart or state_of(path) != "there":
            create(path, text)
        with writing(path) as connection:
            yield connection, spec


@dataclass(slots=True)
class Driver:
    """The state of a run: the store and its ledger, rows by state, tasks to give, tasks out, rows to commit."""

    connection: sqlite3.Connection
    spec: Specification
    budget: float | None
    ledger: Ledger
    states: bytearray
    progress: Progress
    fresh: Iterator[Task]
    again: deque[Task] = field(default_factory=deque)
    out: dict[int, Task] = field(default_factory=dict)
    pending: list[list[Any]] = field(default_factory=list)
    scale: float = 1.0
    last_id: int = 0
    begun: float = field(default_factory=monotonic)
    committed: float = field(default_factory=monotonic)


def drive(
    connection: sqlite3.Connection,
    path: Path,
    spec: Specification,
    engine: Engine,
    *,
    budget: float | None = None,
    workers: int = 1,
    report: Report = lambda progress: None,
    stop: Stop = lambda: False,
) -> dict[str, int]:
    """Compute what the store does not hold, and commit it; afterwards the rows by state.

    Args:
        connection: of `opened`.
        path: its file, for sentences.
        spec: its specification.
        engine: the workers.
        budget: ceiling of seconds of a row, which a row that is refused remembers.
        workers: how many workers the last rows should be spread over.
        report: told often how far the work is.
        stop: whether to finish the rows in work and end.
    """
    states = bytearray(spec.size)
    check = check_rows(connection, states, CODES)
    ledger = read_ledger(connection, path)
    complain(check, ledger, path, lambda identity: place_of(spec, identity))
    counts = {state: states.count(code) for state, code in CODES.items()}
    again = refused_under_another(connection, budget) if counts[REFUSED] else frozenset()
    progress = Progress(total=spec.size, counts=counts)
    driver = Driver(connection, spec, budget, ledger, states, progress, iter(()))
    driver.fresh = _tasks(driver, again, workers)
    _loop(driver, engine, report, stop)
    return driver.progress.counts


def refused_under_another(connection: sqlite3.Connection, budget: float | None) -> frozenset[int]:
    """The refused rows whose budget was another: they may fare better now."""
    text = "" if budget is None else repr(budget)
    return frozenset(identity for (identity,) in connection.execute("SELECT id FROM rows WHERE state = 'refused' AND budget <> ?", (text,)))


def _loop(driver: Driver, engine: Engine, report: Report, stop: Stop) -> None:
    draining = False
    try:
        while True:
            if not draining and stop():
                draining = True
                engine.drain()
            while not draining and engine.wants() and (task := _next(driver)):
                driver.out[task.id] = task
                engine.submit(task)
            if not driver.out:
                break
            for event in engine.poll(0.25):
                if isinstance(event, Answer):
                    _take(driver, event)
                elif draining:
                    del driver.out[event.task.id]
                else:
                    _lose(driver, event)
            now = monotonic()
            if len(driver.pending) >= MOST_PENDING or now - driver.committed > COMMIT_EVERY:
                commit(driver)
            driver.progress.seconds = now - driver.begun
            report(driver.progress)
    finally:
        driver.out.clear()
        commit(driver)
        report(driver.progress)


def _next(driver: Driver) -> Task | None:
    return driver.again.popleft() if driver.again else next(driver.fresh, None)


def _take(driver: Driver, answer: Answer) -> None:
    for row in answer.rows:
        row[-1] = bytes.fromhex(row[-1])
    driver.pending += answer.rows
    if answer.ended:
        del driver.out[answer.task.id]
    if answer.rows:
        run = answer.task.runs[0]
        spent = sum(row[10] for row in answer.rows) / 1e6
        ratio = spent / max(1e-9, len(answer.rows) * guess(driver.spec, run))
        driver.scale = min(100.0, max(0.02, 0.8 * driver.scale + 0.2 * ratio))


def _lose(driver: Driver, loss: Loss) -> None:
    """A lost task: what is left of it is tried again, row by row where it may have been the reason."""
    task = loss.task
    del driver.out[task.id]
    left = task.left()
    if not loss.begun:
        driver.again.append(_task(driver, left, task.losses))
        return
    losses = task.losses + loss.times
    for run in left:
        for one in pieces(run, 1):
            if losses >= MOST_LOSSES:
                _fail(driver, one, loss.reason)
            else:
                driver.again.append(_task(driver, [one], losses))


def _fail(driver: Driver, run: Run, reason: str) -> None:
    [identity] = row_ids(run, len(driver.spec.quantities))
    text = f"A worker was lost {MOST_LOSSES} times over this row, at last by {reason}."
    row = failed_row(driver.spec, identity, driver.budget, text)
    driver.pending.append([*row, checksum(row)])


def _task(driver: Driver, parts: list[Run], losses: int = 0) -> Task:
    driver.last_id += 1
    return Task(driver.last_id, parts, sum(run.number for run in parts), losses)


def _tasks(driver: Driver, again: frozenset[int], workers: int) -> Iterator[Task]:
    """What is left to do, in tasks of about `TASK_SECONDS`; shorter ones towards the end, so that no worker is left alone."""
    spec, number = driver.spec, len(driver.spec.quantities)
    for identity in again:
        driver.states[identity] = 0
    open_states = frozenset([0, CODES[FAILED]])
    left = driver.states.count(0) + driver.states.count(CODES[FAILED])
    for identity in again:
        driver.states[identity] = CODES[REFUSED]
    parts: list[Run] = []
    seconds = 0.0
    for run in runs(spec):
        for whole in _open_parts(driver, run, number, open_states, again):
            cost = guess(spec, whole)
            while whole.number:
                each = cost * driver.scale
                aim = min(TASK_SECONDS, max(0.05, left * each / (4 * workers)))
                size = max(1, min(whole.number, int((aim - seconds) / each) + 1))
                parts.append(whole._replace(number=size))
                whole = whole._replace(start=whole.start + size * whole.stride, number=whole.number - size)
                seconds, left = seconds + size * each, left - size
                if seconds >= aim:
                    yield _task(driver, parts)
                    parts, seconds = [], 0.0
    if parts:
        yield _task(driver, parts)


def _open_parts(driver: Driver, run: Run, number: int, open_states: frozenset[int], again: frozenset[int]) -> Iterator[Run]:
    yield from left_of(run, driver.states, number, open_states)
    if again:
        for k, identity in enumerate(row_ids(run, number)):
            if identity in again:
                yield Run(run.quantity, run.start + k * run.stride, 1, 1)


def commit(driver: Driver) -> None:
    """Write the pending rows and the ledger, in one transaction."""
    now = monotonic()
    states, counts = driver.states, driver.progress.counts
    # A row may come twice: from a worker that was given up, and from the one after it.
    rows = list({row[0]: row for row in driver.pending}.values()) if len(driver.pending) > 1 else driver.pending
    replaced = [row[0] for row in rows if states[row[0]]]
    running = sum(task.number - task.done for task in driver.out.values())
    if not rows and running == driver.ledger.running:
        return
    spent = int(1000 * (now - driver.committed))
    driver.committed = now
    ledger = replace(driver.ledger, running=running, milliseconds=driver.ledger.milliseconds + spent)
    driver.ledger = add(driver.connection, rows, ledger, replaced)
    for identity in replaced:
        counts[STATES[states[identity] - 1]] -= 1
    for row in rows:
        states[row[0]] = CODES[row[2]]
        counts[row[2]] += 1
    driver.progress.computed += len(rows)
    driver.pending = []


def usable_processors() -> int:
    """Processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
