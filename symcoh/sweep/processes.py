"""The local engine: worker processes of the standard library, JSON lines over pipes, and a watch over those that stand still."""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any

from ..errors import EnvironmentFailed
from .engine import Answer, Loss, Task

AHEAD = 2
"""Tasks a worker holds, so that it never waits for the next."""

MOST_FALSE_STARTS = 3
WATCH_EVERY = 0.5
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, kw_only=True, slots=True)
class Patience:
    """Seconds after which a worker with work is given up.

    Args:
        stopped: of being stopped by a signal.
        still: of using no processor time.
        silent: of processor time without a row, where no budget says how long a row may take.
    """

    stopped: float = 3.0
    still: float = 120.0
    silent: float = 3600.0


@dataclass(slots=True)
class Worker:
    """A process, the tasks it holds (the first is in work), what it has sent of a line, and when it was last seen to move."""

    process: subprocess.Popen[bytes]
    tasks: deque[Task] = field(default_factory=deque)
    buffer: bytearray = field(default_factory=bytearray)
    ready: bool = False
    reason: str = ""
    moved: float = field(default_factory=monotonic)
    used: float = 0.0
    heard_at: float = 0.0
    stopped: float | None = None


def worker_command() -> list[str]:
    """The program of a worker, with the search path of this one."""
    program = f"import sys; sys.path[:] = {sys.path!r}; from symcoh.sweep.worker import main; main()"
    return [sys.executable, "-P", "-c", program]


class Processes:
    """An engine of local worker processes."""

    def __init__(
        self,
        workers: int,
        head: dict[str, Any],
        silent: float | None,
        patience: Patience | None = None,
        command: Sequence[str] | None = None,
    ) -> None:
        self.number, self.head = workers, head
        self.patience = patience or Patience()
        self.silent = self.patience.silent if silent is None else silent
        self.command = list(command or worker_command())
        self.workers: list[Worker] = []
        self.selector = selectors.DefaultSelector()
        self.false_starts, self.watched, self.leaving = 0, monotonic(), False

    def wants(self) -> bool:
        """Whether some worker has room, or there is room for a worker."""
        return not self.leaving and (len(self.workers) < self.number or any(len(worker.tasks) < AHEAD for worker in self.workers))

    def submit(self, task: Task) -> None:
        """Hand a task to the worker with the fewest."""
        if len(self.workers) < self.number and all(worker.tasks for worker in self.workers):
            self._start()
        worker = min(self.workers, key=lambda one: len(one.tasks))
        worker.tasks.append(task)
        worker.moved = monotonic() if len(worker.tasks) == 1 else worker.moved
        worker.heard_at = worker.used if len(worker.tasks) == 1 else worker.heard_at
        _write(worker, {"task": task.id, "runs": task.runs})

    def poll(self, seconds: float) -> list[Answer | Loss]:
        """What has come from the workers, waiting so long at most."""
        events: list[Answer | Loss] = []
        for key, _ in self.selector.select(seconds):
            worker: Worker = key.data
            data = os.read(key.fd, 1 << 20)
            events += self._heard(worker, data) if data else self._ended(worker)
        if monotonic() - self.watched > WATCH_EVERY:
            self.watched = monotonic()
            for worker in list(self.workers):
                reason = self._overdue(worker)
                if reason:
                    worker.reason = reason
                    worker.process.kill()
        return events

    def drain(self) -> None:
        """No more tasks: each worker finishes its row, sends it and goes."""
        self.leaving = True
        for worker in self.workers:
            _close(worker)

    def close(self) -> None:
        """End every worker, now."""
        for worker in self.workers:
            worker.process.kill()
            _close(worker)
        for worker in self.workers:
            worker.process.wait()
            if worker.process.stdout:
                worker.process.stdout.close()
        self.workers.clear()
        self.selector.close()

    def _start(self) -> None:
        try:
            process = subprocess.Popen(
                self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0, start_new_session=True
            )
        except OSError as error:
            raise EnvironmentFailed(f"A worker cannot be started ({error.strerror}): free memory, or take fewer --workers.") from None
        worker = Worker(process)
        assert process.stdout is not None, "it is a pipe"
        self.workers.append(worker)
        self.selector.register(process.stdout, selectors.EVENT_READ, worker)
        _write(worker, self.head)

    def _heard(self, worker: Worker, data: bytes) -> list[Answer | Loss]:
        worker.buffer += data
        if b"\n" not in data:
            return []
        *lines, rest = bytes(worker.buffer).split(b"\n")
        worker.buffer = bytearray(rest)
        worker.heard_at, worker.moved = worker.used, monotonic()
        events: list[Answer | Loss] = []
        for line in lines:
            message = json.loads(line)
            if "ready" in message:
                worker.ready, self.false_starts = True, 0
            elif "lost" in message:
                worker.reason = message["lost"]
            elif worker.tasks:
                task, rows, ended = worker.tasks[0], message["rows"], message.get("end", False)
                task.done += len(rows)
                if ended:
                    worker.tasks.popleft()
                events.append(Answer(task, rows, ended))
        return events

    def _ended(self, worker: Worker) -> list[Answer | Loss]:
        """A worker has closed its end: its tasks are lost, the first of them through it."""
        assert worker.process.stdout is not None, "it is a pipe"
        self.selector.unregister(worker.process.stdout)
        worker.process.stdout.close()
        _close(worker)
        worker.process.kill()
        code = worker.process.wait()
        self.workers.remove(worker)
        if not worker.ready and not self.leaving:
            self.false_starts += 1
            if self.false_starts >= MOST_FALSE_STARTS:
                raise EnvironmentFailed("Workers end before they begin: see that memory is left and that `symcoh selftest` passes.")
        reason = worker.reason or (f"signal {_signal(-code)}" if code < 0 else f"exit code {code}")
        return [Loss(task, reason, worker.ready and k == 0) for k, task in enumerate(worker.tasks)]

    def _overdue(self, worker: Worker) -> str:
        """Why a worker is given up, or nothing."""
        now = monotonic()
        state, used = _process_state(worker.process.pid)
        if not worker.tasks or used > worker.used or used < 0:
            worker.moved = now
        worker.used = max(used, worker.used)
        worker.stopped = (worker.stopped or now) if state in "Tt" and state else None
        if worker.stopped and now - worker.stopped > self.patience.stopped:
            return f"stopped for {self.patience.stopped:g} s"
        if now - worker.moved > self.patience.still:
            return f"no progress for {self.patience.still:g} s"
        if worker.tasks and worker.used - worker.heard_at > self.silent:
            return f"no row after {self.silent:g} s"
        return ""


def _process_state(pid: int) -> tuple[str, float]:
    """(state letter, seconds of processor time) where the system tells them, else ("", -1)."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return fields[0], (int(fields[11]) + int(fields[12])) / _TICK
    except (OSError, IndexError, ValueError):
        return "", -1.0


def _signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return str(number)


def _write(worker: Worker, message: dict[str, Any]) -> None:
    assert worker.process.stdin is not None, "it is a pipe"
    try:
        worker.process.stdin.write((json.dumps(message) + "\n").encode())
    except (OSError, ValueError):
        pass  # it is lost, as the end of its output says


def _close(worker: Worker) -> None:
    try:
        if worker.process.stdin:
            worker.process.stdin.close()
    except OSError:
        pass
