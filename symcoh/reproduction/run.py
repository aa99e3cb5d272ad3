"""The loop over the steps: what is there and unchanged is kept, the rest is made, and each step is recorded when its files are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from ..errors import InputError, shown
from .record import NAME, Done, hashes, is_done, read_record, record_text, unchanged
from .step import Files, Note, Step

Write = Callable[[Path, Files], None]
"""Writes whole files below a directory, each of them atomically."""


def run(steps: Sequence[Step], directory: Path, *, write: Write, begin: Callable[[Step], None], note: Note) -> Iterator[tuple[Step, bool]]:
    """Do the steps in order; each one ends with its files on disk and its line in the record.

    Args:
        steps: the plan, needs before what needs them.
        directory: where the files go.
        write: writes whole files.
        begin: told of a step before it is looked at.
        note: told in a sentence what a step leaves out.

    Yields:
        Each step, and whether it was made now (False: it was there, unchanged).
    """
    record = read_record(directory)
    for step in steps:
        begin(step)
        inputs = dict(step.inputs) | {f"step {name}": _identity(record[name]) for name in step.needs}
        known = record.get(step.name)
        kept = is_done(directory, known, inputs)
        if not kept:
            files = step.make(directory, note)
            write(directory, files)
            _remove_stale(directory, known, files)
            record[step.name] = Done(inputs=inputs, files=hashes(files))
            write(directory, {NAME: record_text(record)})
        yield step, not kept


def chosen(steps: Sequence[Step], only: str | None) -> list[Step]:
    """The steps named in a list such as "reference,figures", with those they need; all of them where `only` is None.

    Raises:
        InputError: a name that is neither a step nor a kind of steps.
    """
    if only is None:
        return list(steps)
    wanted: set[str] = set()
    for name in (part.strip() for part in only.split(",")):
        found = {step.name for step in steps if name in (step.name, step.kind)}
        if not found:
            kinds = ", ".join(dict.fromkeys(step.kind for step in steps))
            raise InputError("--only", f"names {shown(name)}, no step: choose from {kinds}, or one step such as {steps[-1].name}.")
        wanted |= found
    for step in reversed(steps):
        wanted |= set(step.needs) if step.name in wanted else set()
    return [step for step in steps if step.name in wanted]


def _identity(done: Done) -> str:
    return hashes({"": repr(sorted(done.files.items()))})[""]


def _remove_stale(directory: Path, known: Done | None, files: Files) -> None:
    """Remove what an earlier run made for this step, this one does not, and nobody changed."""
    for path, digest in known.files.items() if known else ():
        if path not in files and ".." not in Path(path).parts and unchanged(directory, path, digest):
            (directory / path).unlink()
