"""What a driver asks of an engine, and the tasks and events that pass between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from .plan import Run

MOST_LOSSES = 3
"""Workers that may be lost over a row before it is a failed row."""


@dataclass(slots=True)
class Task:
    """Runs of rows for one worker; `losses` counts workers that were lost over it, `done` the rows that came back."""

    id: int
    runs: list[Run]
    number: int
    losses: int = 0
    done: int = 0

    def left(self) -> list[Run]:
        """The runs without the rows that came back."""
        skip, found = self.done, []
        for run in self.runs:
            taken = min(skip, run.number)
            skip -= taken
            if taken < run.number:
                found.append(run._replace(start=run.start + taken * run.stride, number=run.number - taken))
        return found


class Answer(NamedTuple):
    """Rows of a task, each a list of its fields and its checksum in hexadecimal."""

    task: Task
    rows: list[list[Any]]
    ended: bool


class Loss(NamedTuple):
    """A task whose worker is lost, `times` times; `begun` says whether it may have been the reason."""

    task: Task
    reason: str
    begun: bool
    times: int = 1


class Engine(Protocol):
    """Workers somewhere; `close` ends them, `drain` lets them finish the row in work."""

    def wants(self) -> bool: ...
    def submit(self, task: Task) -> None: ...
    def poll(self, seconds: float) -> list[Answer | Loss]: ...
    def drain(self) -> None: ...
    def close(self) -> None: ...
