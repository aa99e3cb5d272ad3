"""SIGINT and SIGTERM as exceptions that are not lost.

A handler's exception is dropped where it is raised inside a destructor or a callback of compiled code. So it is raised again every
second until it travels.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

AGAIN = 1.0
"""Seconds between two attempts."""

TERMINATED = 143


@contextmanager
def stop_signals() -> Iterator[None]:
    """Inside, SIGINT raises KeyboardInterrupt and SIGTERM exits with 143; what swallows the exception meets it again after `AGAIN` seconds.

    An ignored SIGINT stays ignored.
    """
    before = sys.unraisablehook
    sys.unraisablehook = lambda dropped: None if isinstance(dropped.exc_value, (KeyboardInterrupt, SystemExit)) else before(dropped)
    signal.signal(signal.SIGTERM, _stop)
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, _stop)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        sys.unraisablehook = before


def _stop(number: int, frame: FrameType | None) -> None:
    if number == signal.SIGTERM:
        os.write(2, b"symcoh: Terminated.\n")

    def insist(*_: object) -> None:
        if not isinstance(sys.exc_info()[1], (KeyboardInterrupt, SystemExit)):  # else it is on its way through a `finally`
            raise _exception(number)

    signal.signal(signal.SIGALRM, insist)
    signal.setitimer(signal.ITIMER_REAL, AGAIN, AGAIN)
    raise _exception(number)


def _exception(number: int) -> BaseException:
    return SystemExit(TERMINATED) if number == signal.SIGTERM else KeyboardInterrupt()
