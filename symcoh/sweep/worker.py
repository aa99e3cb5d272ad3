"""A worker of a sweep: tasks in on standard input, rows out on standard output, JSON line by line; it ends with its driver.

The kernel kills it when the driver dies, and where the kernel does not know how, the end of its standard input does. That end while
the driver lives means: finish the row in work, send what is known, and go.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sys
import threading
from collections.abc import Iterator
from time import monotonic
from typing import Any, NoReturn

FLUSH = 0.2
"""Seconds after which finished rows are sent."""

MOST_ROWS = 1000
"""Rows sent in one line."""

_PR_SET_PDEATHSIG = 1


def main() -> None:
    """Serve the driver at the other end of the pipes."""
    lines, leave = attached()
    head = json.loads(lines.readline() or "null")
    if head is None:
        return
    from .plan import Run
    from .work import bench_of, perform

    bench = bench_of(head)
    send({"ready": os.getpid()})
    for line in iter(lines.readline, ""):
        task = json.loads(line)
        _serve(task["task"], (answer for run in task["runs"] for answer in perform(bench, Run(*run))), leave)
        if leave.is_set():
            return


def attached() -> tuple[Any, threading.Event]:
    """The lines from the driver, and an event that is set when there will be no more."""
    driver = os.getppid()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with open("/proc/self/oom_score_adj", "w") as score:
            score.write("500")  # where memory runs out a worker goes before its driver
    except OSError:
        pass
    inner, outer = os.pipe()
    leave = threading.Event()

    def forward() -> None:
        """Hand the driver's lines on, and notice the end of them also while a row is in work."""
        while block := os.read(0, 1 << 16):
            place = 0
            while place < len(block):
                place += os.write(outer, block[place:])
        leave.set()
        if os.getppid() != driver:
            os._exit(1)
        os.close(outer)

    if os.getppid() != driver:
        os._exit(1)
    threading.Thread(target=forward, daemon=True).start()
    return open(inner, encoding="utf-8"), leave


def _serve(task: int, answers: Iterator[Any], leave: threading.Event) -> None:
    """Send the rows of a task in good time; on a mistake of ours or without memory say so and die."""
    rows: list[Any] = []
    told = monotonic()
    try:
        for row, digest in answers:
            rows.append([*row, digest.hex()])
            if leave.is_set():
                break
            if len(rows) >= MOST_ROWS or monotonic() - told > FLUSH:
                send({"task": task, "rows": rows})
                rows, told = [], monotonic()
    except MemoryError:
        rows = []
        _lost("the memory ran out")
    except Exception as error:
        send({"task": task, "rows": rows})
        _lost(f"internal error, {type(error).__name__}")
    send({"task": task, "rows": rows, "end": not leave.is_set()})


def _lost(reason: str) -> NoReturn:
    send({"lost": reason})
    os._exit(1)


def send(message: dict[str, Any]) -> None:
    """One line to the driver; without a driver, the end."""
    data = (json.dumps(message, separators=(",", ":")) + "\n").encode()
    try:
        while data:
            data = data[os.write(1, data) :]
    except OSError:
        os._exit(1)


if __name__ == "__main__":
    main()
