"""The bytes of a specification: a file, a pipe that somebody writes to, or standard input."""

from __future__ import annotations

import errno
import os
import select
import stat
import sys
from pathlib import Path

PATIENCE = 5.0
"""Seconds that a pipe in the place of a file may stay silent."""


def bytes_of(path: Path, most: int) -> bytes:
    """The first `most` bytes and one more; `-` is standard input.

    Raises:
        OSError: no such file, or a pipe that nobody writes to, which is given up instead of waited for.
    """
    if str(path) == "-":
        return sys.stdin.buffer.read(most + 1) if sys.stdin else b""
    with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb", buffering=0) as stream:
        waits = stat.S_ISFIFO(os.fstat(stream.fileno()).st_mode)
        os.set_blocking(stream.fileno(), not waits)
        data = b""
        while len(data) <= most:
            if waits and not select.select([stream], [], [], PATIENCE)[0]:
                raise TimeoutError(errno.ETIMEDOUT, f"a pipe to which nobody wrote for {PATIENCE:g} seconds")
            part = stream.read(most + 1 - len(data))
            if not part:
                break
            data += part
        return data
