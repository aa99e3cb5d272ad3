"""Tests of a copy of the project, each run in a fresh fork of a process that has the libraries loaded, but nothing of symcoh.

A run costs what its tests cost: no interpreter, no SymPy, no plugin is started for it. `Warm` is the parent's end; this file
run as a program is the other one: a request a line on standard input, an answer a line on standard output.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

LIBRARIES = ("pytest", "hypothesis", "flint", "gmpy2", "mpmath", "numpy", "sympy", "click", "rich.console", "matplotlib")
OPTIONS = ("-q", "-p", "no:cacheprovider", "--no-header", "--import-mode=importlib", "--doctest-modules")
TIMED_OUT = 124
"""The code of a run that was stopped at its limit."""


class Run(NamedTuple):
    """The exit code of pytest, the processor seconds it took, and the end of what it printed."""

    code: int
    seconds: float
    printed: str


class Warm:
    """A warm process, ended with the block."""

    def __enter__(self) -> Warm:
        environment = os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        for name in ("PYTEST_XDIST_WORKER", "PYTEST_CURRENT_TEST", "PYTEST_ADDOPTS", "SYMCOH_SOAK", "PYTHONDONTWRITEBYTECODE"):
            environment.pop(name, None)
        command = [sys.executable, str(Path(__file__).resolve())]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def run(self, copy: Path, arguments: Sequence[str], limit: float = 300.0, tests: Sequence[str] = ()) -> Run:
        """pytest there, against the copy's symcoh, with these arguments; stopped after `limit` processor seconds.

        With `tests`, of what the arguments collect only these are run, in this order.
        """
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(
            json.dumps({"copy": str(copy), "arguments": [*OPTIONS, *arguments], "limit": limit, "tests": list(tests)}) + "\n"
        )
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, "the warm process has gone"
        return Run(**json.loads(answer))


def answered(request: dict[str, Any]) -> dict[str, Any]:
    """One run in a child: a limit on its processor time, and ten times that on the clock, since a mutant may wait for ever."""
    out = os.memfd_create("printed")
    child = os.fork()
    if child == 0:
        _tests(request, out)
    deadline = time.monotonic() + 10 * request["limit"] + 30
    while True:
        ended, status, used = os.wait4(child, os.WNOHANG)
        if ended:
            break
        if time.monotonic() > deadline:
            os.killpg(child, signal.SIGKILL)
        time.sleep(0.01)
    size = os.fstat(out).st_size
    printed = os.pread(out, 4000, max(0, size - 4000)).decode(errors="replace")
    os.close(out)
    signalled = os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGKILL)
    code = TIMED_OUT if signalled else os.waitstatus_to_exitcode(status)
    return {"code": code, "seconds": used.ru_utime + used.ru_stime, "printed": printed}


def _tests(request: dict[str, Any], out: int) -> None:
    """The child: never returns."""
    code = 70
    try:
        os.setsid()
        seconds = max(1, round(request["limit"]))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
        resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
        null = os.open(os.devnull, os.O_RDONLY)
        for stream, number in ((null, 0), (out, 1), (out, 2)):
            os.dup2(stream, number)
        os.chdir(request["copy"])
        sys.path.insert(0, request["copy"])
        import pytest

        import symcoh

        assert symcoh.__file__.startswith(request["copy"]), symcoh.__file__
        plugins = [_Chosen(request["tests"])] if request["tests"] else []
        code = int(pytest.main(request["arguments"], plugins=plugins))
    except BaseException as error:
        os.write(2, f"{type(error).__name__}: {error}\n".encode())
        code = 70
    finally:
        sys.stdout.flush()
        os._exit(code)


class _Chosen:
    """A plugin that keeps some of the tests, and puts them in order."""

    def __init__(self, tests: list[str]) -> None:
        self.places = {test: place for place, test in enumerate(tests)}

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        """In place, as pytest wants it."""
        items[:] = sorted((item for item in items if item.nodeid in self.places), key=lambda item: self.places[item.nodeid])


def serve() -> None:
    """Answer until standard input ends."""
    for name in LIBRARIES:
        __import__(name)
    gc.freeze()  # no child searches them for garbage, and writes into every page of them
    for line in sys.stdin:
        sys.stdout.write(json.dumps(answered(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    serve()
