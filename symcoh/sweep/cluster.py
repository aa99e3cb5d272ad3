"""The engine past one machine: a Dask scheduler, whose workers are processes of one thread each."""

from __future__ import annotations

import json
import logging
from functools import lru_cache
from importlib import import_module
from time import monotonic
from typing import Any

from ..errors import EnvironmentFailed, InputError, shown
from ..version import __version__
from .engine import MOST_LOSSES, Answer, Loss, Task
from .plan import Run
from .rows import FORMULAS
from .work import Bench, bench_of, perform

AHEAD = 2
CONNECT = 10.0
"""Seconds in which a scheduler has to answer."""

LOOK_EVERY = 5.0
NO_WORKERS = 120.0
"""Seconds for which a scheduler may be without workers."""


class Cluster:
    """An engine of the workers of a Dask scheduler.

    Raises:
        EnvironmentFailed: Dask is not installed.
        InputError: no scheduler there, workers of several threads, or of another symcoh.
    """

    def __init__(self, address: str, head: dict[str, Any]) -> None:
        try:
            self.dask: Any = import_module("distributed")
        except ImportError:
            raise EnvironmentFailed("Dask is not installed: pip install symcoh[dask].") from None
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        self.head = json.dumps(head)
        try:
            self.client = self.dask.Client(address, timeout=CONNECT, set_as_default=False)
        except (OSError, ValueError, TypeError):
            raise InputError("--scheduler", f"names {shown(address)}, where no Dask scheduler answers: give its tcp:// address.") from None
        try:
            self.width = self._checked()
        except BaseException:
            self.client.close()
            raise
        self.futures: dict[Any, Task] = {}
        self.looked = self.seen = monotonic()
        self.leaving = False

    def _checked(self) -> int:
        """The number of workers, all fit for the work."""
        workers = self._workers()
        if not workers:
            raise EnvironmentFailed("The scheduler has no workers: start some with `dask worker ADDRESS --nthreads 1`.")
        if any(worker["nthreads"] != 1 for worker in workers.values()):
            raise InputError(
                "--scheduler", "has workers of several threads, which would spoil each other's precision: start them with --nthreads 1."
            )
        try:
            versions = set(self.client.run(versions_here).values())
        except Exception as error:
            raise InputError("--scheduler", f"has workers that cannot load symcoh ({type(error).__name__}): install it there.") from None
        if versions != {versions_here()}:
            raise InputError("--scheduler", f"has workers with another symcoh than {__version__}: install the same everywhere.")
        return len(workers)

    def _workers(self) -> dict[str, Any]:
        return dict(self.client.scheduler_info(n_workers=-1)["workers"])

    def wants(self) -> bool:
        """Whether the workers have room."""
        return not self.leaving and len(self.futures) < AHEAD * self.width

    def submit(self, task: Task) -> None:
        """Hand a task to the scheduler, which tries it again where a worker is lost."""
        future = self.client.submit(performed, self.head, [list(run) for run in task.runs], pure=False)
        self.futures[future] = task

    def poll(self, seconds: float) -> list[Answer | Loss]:
        """What has come back, waiting so long at most."""
        try:
            with self.client.as_current():
                done = self.dask.wait(list(self.futures), timeout=seconds, return_when="FIRST_COMPLETED").done if self.futures else set()
        except TimeoutError:
            done = set()
        self._look()
        return [self._event(future) for future in done]

    def _event(self, future: Any) -> Answer | Loss:
        task = self.futures.pop(future)
        if future.status == "finished":
            rows = json.loads(future.result())
            task.done += len(rows)
            return Answer(task, rows, True)
        if future.status in ("cancelled", "lost"):
            raise EnvironmentFailed("The scheduler is lost: what came back is kept, give the command again.")
        error = future.exception()
        # Dask gives up on a task only after several workers; for a single row that is all its attempts.
        return Loss(task, type(error).__name__, True, MOST_LOSSES if task.number == 1 else 1)

    def _look(self) -> None:
        """End where there have been no workers for long."""
        now = monotonic()
        if now - self.looked < LOOK_EVERY:
            return
        self.looked = now
        if self._workers():
            self.seen = now
        if now - self.seen > NO_WORKERS:
            raise EnvironmentFailed(f"The scheduler has had no workers for {NO_WORKERS:g} s: start some, and give the command again.")

    def drain(self) -> None:
        """No more tasks."""
        self.leaving = True

    def close(self) -> None:
        """Leave the scheduler, with nothing of ours on it."""
        self.client.cancel(list(self.futures))
        self.client.close()


def versions_here() -> tuple[str, int]:
    """The version of symcoh and of its formulas in this process."""
    return __version__, FORMULAS


def performed(head: str, runs: list[list[int]]) -> str:
    """The rows of a task as JSON, on a worker."""
    rows = [[*row, digest.hex()] for run in runs for row, digest in perform(_bench(head), Run(*run))]
    return json.dumps(rows, separators=(",", ":"))


@lru_cache(maxsize=4)
def _bench(head: str) -> Bench:
    return bench_of(json.loads(head))
