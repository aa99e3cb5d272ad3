"""One driver a store: a lock of the system on a file beside it, which ends with whoever holds it."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import EnvironmentFailed, InputError, shown

SUFFIX = "-lock"


@contextmanager
def locked(store: Path) -> Iterator[None]:
    """Hold the lock of a store.

    Raises:
        InputError: the path has no name, such as ".".
        EnvironmentFailed: another process holds it, or the directory cannot be written.
    """
    if not store.name:
        raise InputError("--store", f"names {shown(str(store))}, which is no file: name a file such as sweep.db.")
    path = store.with_name(store.name + SUFFIX)
    handle = _acquired(path)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)  # while it is held: whoever opened it before sees below that it is gone
        os.close(handle)


def is_locked(store: Path) -> bool:
    """Whether a driver works on the store."""
    try:
        handle = os.open(store.with_name(store.name + SUFFIX), os.O_RDONLY)
    except (OSError, ValueError):  # no such file, or a path without a name, such as "."
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(handle)
    return False


def _acquired(path: Path) -> int:
    while True:
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise EnvironmentFailed(f"--store cannot be locked ({error.strerror}): choose a directory that can be written.") from None
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.path.samestat(os.fstat(handle), os.stat(path)):
                return handle
        except FileNotFoundError:
            pass  # its last holder has just removed it
        except OSError:
            os.close(handle)
            raise EnvironmentFailed("--store is being worked on by another symcoh: wait until it is done, or stop it.") from None
        os.close(handle)
