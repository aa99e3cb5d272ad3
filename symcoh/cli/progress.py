"""A bar on standard error for long work: where a person watches, and with -q never."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from .output import progress_line, watched


class Watched(NamedTuple):
    """`step` moves the bar on by one, with a word on what is done; `say` shows a sentence, None where nobody reads it."""

    step: Callable[[str], None]
    say: Callable[[str], None] | None


@contextmanager
def bar(total: int, doing: str, *, streaming: bool = False) -> Iterator[Watched]:
    """A bar of `total` steps.

    Args:
        total: how many steps there are; one needs no bar.
        doing: the word before the bar.
        streaming: whether the results go to standard output meanwhile; where that is a terminal, they are the progress.
    """
    if total < 2 or not watched() or (streaming and sys.stdout is not None and sys.stdout.isatty()):
        yield Watched(lambda text: None, progress_line())
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    # Left to itself, rich writes what goes to standard output onto standard error.
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as shown:
        task = shown.add_task(doing, total=total)
        yield Watched(
            lambda text: shown.update(task, advance=1, description=text), lambda text: shown.print(text, markup=False, highlight=False)
        )
