"""Asking the engine in this process, and judging its answer."""

from __future__ import annotations

import io
import json
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from types import FrameType
from typing import Any

from symcoh.cli.main import run

from .judging import false_statement
from .question import Question

CODES = {0: "correct", 1: "wrong", 3: "undecided"}


class TooLong(BaseException):
    """The processor time allowed is spent; no `except Exception` stops it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What the engine said: `verdict` is correct, wrong, undecided, refused, broken or slow; `fault` is a false statement, or None."""

    question: Question
    verdict: str
    seconds: float
    said: dict[str, Any]
    error: str
    fault: str | None

    @property
    def decided(self) -> bool:
        return self.verdict in ("correct", "wrong")


def ask(question: Question, limit: float = 60.0) -> Outcome:
    """Put one question to `symcoh check --format json`."""
    out, err = io.StringIO(), io.StringIO()
    start, code = time.process_time(), -1
    try:
        with _signals(limit), redirect_stdout(out), redirect_stderr(err):
            try:
                run([*question.arguments(), "--format", "json"])
            except SystemExit as done:
                code = done.code if isinstance(done.code, int) else 4
        verdict = CODES.get(code, "refused" if code == 2 else "broken")
    except TooLong:
        verdict = "slow"
    said: dict[str, Any] = json.loads(out.getvalue()) if verdict in CODES.values() and out.getvalue() else {}
    fault = false_statement(question, verdict, said)
    return Outcome(
        question=question, verdict=verdict, seconds=time.process_time() - start, said=said, error=err.getvalue().strip(), fault=fault
    )


@contextmanager
def _signals(limit: float) -> Iterator[None]:
    """Raise TooLong after so much processor time; leave every handler as it was."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise TooLong

    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGPROF)}
    signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, limit, 1.0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        for number, handler in before.items():
            signal.signal(number, handler)
