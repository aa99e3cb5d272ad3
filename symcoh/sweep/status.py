"""How far a sweep is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .lock import is_locked
from .store import check_rows, complain, counts, read_about, read_ledger, reading, real
from .work import parsed, place_of


def status_of(path: Path) -> dict[str, Any]:
    """Rows in all, by state and in work, the specification, the version, seconds of work and rows a second.

    Raises:
        InputError: no such file.
        StoreDamaged: damaged, foreign or newer.
    """
    running = is_locked(real(path))
    with reading(path) as connection:
        about, ledger = read_about(connection, path), read_ledger(connection, path)
        spec = parsed(about.specification)
        complain(check_rows(connection), ledger, path, lambda identity: place_of(spec, identity))
        found = counts(connection)
    seconds = ledger.milliseconds / 1000
    return {
        "points": spec.size,
        **found,
        "running": ledger.running if running else 0,
        "specification": about.specification,
        "version": about.version,
        "seconds": seconds,
        "rate": round(ledger.rows / seconds, 3) if seconds else None,
    }
