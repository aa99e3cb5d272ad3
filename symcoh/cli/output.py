"""Data to standard output and files to disk, with the failures that belong to them."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from ..errors import EnvironmentFailed

PARTIAL = ".symcoh-partial"
"""How the temporary files of `write_files` end."""


class OutputClosed(Exception):
    """Whoever read our output has gone: stop silently."""


def emit(text: str) -> None:
    """Write data to standard output and make sure it arrived.

    Raises:
        OutputClosed: the reader has gone or there is no standard output.
        EnvironmentFailed: the device is full or broken.
    """
    if sys.stdout is None:
        raise OutputClosed
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        _silence()
        raise OutputClosed from None
    except OSError as error:
        _silence()
        if error.errno == errno.EBADF:
            raise OutputClosed from None
        raise EnvironmentFailed(f"Standard output failed ({error.strerror}): free space or write elsewhere.") from None


def note(text: str) -> None:
    """A line of progress or explanation on standard error; silence is fine there."""
    try:
        print(text, file=sys.stderr, flush=True)
    except (OSError, ValueError, AttributeError):
        pass  # standard error is closed: progress has no reader


def progress_line() -> Callable[[str], None] | None:
    """`note` where a person watches standard error, else None."""
    watched = sys.stderr is not None and sys.stderr.isatty()
    return note if watched else None


def write_files(directory: Path, files: Mapping[str, str | bytes]) -> None:
    """Write whole files: temporary, fsync, rename. Either a file is complete or it is not there.

    Args:
        directory: made where it is missing.
        files: path inside the directory -> content; text is written as UTF-8.

    Raises:
        EnvironmentFailed: the directory cannot be made or written.
    """
    try:
        directory.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            path = directory / name
            path.parent.mkdir(exist_ok=True)
            _write(path, content if isinstance(content, bytes) else content.encode("utf-8"))
    except OSError as error:
        raise EnvironmentFailed(f"--out cannot be written ({error.strerror}): choose another directory or free space.") from None


def _write(path: Path, content: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=PARTIAL)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def remove_partial(directory: Path) -> None:
    """Remove the temporary files of a command that was killed while it wrote."""
    for place in (directory, *(path for path in directory.iterdir() if path.is_dir())):
        for path in place.glob(f".*{PARTIAL}"):
            path.unlink(missing_ok=True)


def _silence() -> None:
    """Point standard output at nothing, so that the interpreter's last flush does not complain."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.close(null)
