"""Data to standard output and files to disk, with the failures that belong to them."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

import click

from ..errors import EnvironmentFailed

PARTIAL = ".symcoh-partial"
"""How the temporary files of `write_files` end."""

QUIET = "symcoh.quiet"
"""The key of Click's context under which -q stands."""


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
        silence()
        raise OutputClosed from None
    except OSError as error:
        silence()
        if error.errno == errno.EBADF:
            raise OutputClosed from None
        raise EnvironmentFailed(f"Standard output failed ({error.strerror}): free space or write elsewhere.") from None


def note(text: str) -> None:
    """A line of explanation on standard error; silence is fine there."""
    if sys.stderr is None:
        return  # `print` would take None for standard output
    try:
        print(text, file=sys.stderr, flush=True)
    except (OSError, ValueError):
        pass  # standard error is closed: progress has no reader


def occupy_standard_streams() -> None:
    """Put the null device where a standard stream is closed, so that no file of ours is opened in its place and takes its lines."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest free number: this one


def quiet() -> bool:
    """Whether -q was given: no progress is shown then."""
    context = click.get_current_context(silent=True)
    return context is not None and QUIET in context.meta


def progressed(text: str) -> None:
    """A line of progress on standard error, but with -q."""
    if not quiet():
        note(text)


def watched() -> bool:
    """Whether a person watches standard error, and wants to."""
    return sys.stderr is not None and sys.stderr.isatty() and not quiet()


def progress_line() -> Callable[[str], None] | None:
    """`note` where a person watches standard error, else None."""
    return note if watched() else None


def check_directory(directory: Path) -> None:
    """Refuse before any work a directory that cannot be made or written; nothing is made yet.

    Raises:
        EnvironmentFailed: the directory, or the first one above it that exists, is none or takes no files.
    """
    try:
        place, _ = _nearest(directory)
        if not os.access(place, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        raise _refused(error) from None


def write_files(directory: Path, files: Mapping[str, str | bytes]) -> None:
    """Write whole files: temporary, fsync, rename. Either a file is complete or it is not there.

    A symbolic link is followed: what it points to is written. A device or a pipe is written into.

    Args:
        directory: made where it is missing.
        files: path inside the directory -> content; text is written as UTF-8.

    Raises:
        EnvironmentFailed: the directory cannot be made or written.
    """
    try:
        _make_directory(directory)
        for name, content in files.items():
            path = directory / name
            path.parent.mkdir(exist_ok=True)
            _write(path, content if isinstance(content, bytes) else content.encode("utf-8"))
    except OSError as error:
        raise _refused(error) from None


def _refused(error: OSError) -> EnvironmentFailed:
    return EnvironmentFailed(f"--out cannot be written ({error.strerror}): choose another directory or free space.")


def _exists(path: Path) -> bool:
    """Whether something is there; a name that no system call takes raises."""
    try:
        os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


def _nearest(directory: Path) -> tuple[Path, list[Path]]:
    """The first directory at or above this one that exists, and those that are missing below it, the lowest first."""
    missing = []
    while not _exists(directory):
        if directory == directory.parent:  # the working directory is gone
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        missing.append(directory)
        directory = directory.parent
    if not directory.is_dir():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
    return directory, missing


def _make_directory(directory: Path) -> None:
    """Like `mkdir -p`, without a call inside a call for each level, and with nothing made where the whole name is too long."""
    for place in reversed(_nearest(directory)[1]):
        place.mkdir(exist_ok=True)


def _write(path: Path, content: bytes) -> None:
    with _whole_file(path) as stream:
        stream.write(content)


@contextmanager
def streamed(path: Path) -> Iterator[BinaryIO]:
    """A file written piece by piece, as `write_files` writes it: it is complete, or neither it nor a folder made for it is there.

    Raises:
        EnvironmentFailed: its directory cannot be made or written.
    """
    made: list[Path] = []
    try:
        made = _nearest(path.parent)[1]
        _make_directory(path.parent)
        with _whole_file(path) as stream:
            yield stream
    except BaseException as error:
        for place in made:
            with suppress(OSError):
                place.rmdir()
        if isinstance(error, OSError) and not isinstance(error, EnvironmentFailed):
            raise _refused(error) from None
        raise


@contextmanager
def _whole_file(path: Path) -> Iterator[BinaryIO]:
    """A stream into a temporary file that takes the place of `path` at the end; what is no file is written in place."""
    if _exists(path) and not path.is_file():
        # A pipe without a reader is refused instead of waited for.
        place = os.open(path, os.O_WRONLY | os.O_NONBLOCK)
        os.set_blocking(place, True)
        with os.fdopen(place, "wb") as stream:
            yield stream
        return
    path = Path(os.path.realpath(path))
    # The name of the temporary file says nothing of the user's: with it, a name of 244 characters would be too long.
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=PARTIAL)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
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


def silence() -> None:
    """Point standard output at nothing, so that the interpreter's last flush does not complain."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.close(null)
