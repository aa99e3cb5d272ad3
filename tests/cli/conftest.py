"""Running the command line as a user does."""

from __future__ import annotations

import contextlib
import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from symcoh.cli.main import run

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]
DRIVER = "from symcoh.cli.main import run; run()"


@pytest.fixture
def symcoh(tmp_path: Path) -> Run:
    """Run `symcoh ARGUMENTS…` in an empty directory; the result holds bytes.

    In this process, but where a test says more of the program than its words: an environment, a stream, a limit of time.
    """

    def call(*arguments: str | bytes, **options: object) -> subprocess.CompletedProcess[bytes]:
        words = [word for word in arguments if isinstance(word, str)]
        if not options and len(words) == len(arguments):
            return called(tmp_path, words)
        merged: dict[str, object] = {"cwd": tmp_path, "capture_output": True, "timeout": 120} | options
        return subprocess.run([sys.executable, "-c", DRIVER, *arguments], **merged)  # type: ignore[call-overload, no-any-return]  # options vary

    return call


def called(directory: Path, words: list[str]) -> subprocess.CompletedProcess[bytes]:
    """A command in this process."""
    out, err = io.BytesIO(), io.BytesIO()
    streams = [io.TextIOWrapper(stream, encoding="utf-8", write_through=True) for stream in (out, err)]
    with contextlib.ExitStack() as stack:
        for context in (contextlib.chdir(directory), contextlib.redirect_stdout(streams[0]), contextlib.redirect_stderr(streams[1])):
            stack.enter_context(context)
        stop = stack.enter_context(pytest.raises(SystemExit))
        run(words)
    return subprocess.CompletedProcess(words, int(str(stop.value.code)), out.getvalue(), err.getvalue())
