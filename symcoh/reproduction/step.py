"""One step of a reproduction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

Files = Mapping[str, str | bytes]
"""Path inside the output directory -> content."""

Note = Callable[[str], None]
"""Takes a sentence for the person who watches."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """A named part of the work.

    Args:
        name: unique, and what a record and a user call it.
        kind: the family it belongs to.
        inputs: what its files depend on, as text; a change redoes the step.
        make: (output directory, note) -> its files; it may read the files of the steps it needs.
        needs: names of steps before it whose files it reads.
        report: the one of its files that is shown on the screen, if any.
    """

    name: str
    kind: str
    inputs: Mapping[str, str]
    make: Callable[[Path, Note], Files]
    needs: tuple[str, ...] = ()
    report: str | None = None
