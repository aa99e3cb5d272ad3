"""`symcoh reproduce`: the reference table, the ledger, the figures, the derivations and one document of it all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .options import text_option
from .output import emit, note, progressed, remove_partial, watched, write_files
from .paramtypes import File, Text
from .words import steps as names_of_steps

if TYPE_CHECKING:
    from ..reproduction.step import Step


@click.command("reproduce", short_help="The paper's results, certified: table, ledger, figures, derivations.")
@text_option("--out", default="out", help="Directory for all files.", metavar="DIR", type=File("dir"))
@text_option(
    "--only",
    help="Do these steps alone, and what they need: reference, ledger, figures, derivations, document or one step.",
    metavar="NAMES",
    type=Text(names_of_steps),
)
def command(out: str | None, only: str | None) -> None:
    """Print the coherence to 50 certified digits in every regime of the paper, and write everything to DIR.

    DIR gets the table (CSV, LaTeX), the ledger with every equation attacked (report, web page, LaTeX), the paper's ten figures
    (PDF, SVG; they need matplotlib), every derivation with its steps (LaTeX) and one document of it all; the LaTeX also as PDF
    where pdflatex is installed. Stopped and started again the command goes on where it was: what is there and unchanged is
    kept, what is damaged, or made by other versions, is made anew.
    """
    from ..reproduction.plan import left_out, steps
    from ..reproduction.run import chosen, run

    directory = Path(out or "out")
    plan = chosen(steps(), only)
    write_files(directory, {})
    remove_partial(directory)
    for sentence in left_out():
        note(sentence)
    made = 0
    with _progress(len(plan)) as (begin, told):
        for step, new in run(plan, directory, write=write_files, begin=begin, note=told):
            made += new
            if step.report is not None:
                emit((directory / step.report).read_text(encoding="utf-8"))
    emit(f"{len(plan)} steps in {directory}: {made} made, {len(plan) - made} there already and unchanged\n")


@contextmanager
def _progress(total: int) -> Iterator[tuple[Callable[[Step], None], Callable[[str], None]]]:
    """(begin a step, say a sentence): a bar where a person watches standard error, else one line a step."""
    if not watched():
        count = iter(range(1, total + 1))
        yield lambda step: progressed(f"{next(count)}/{total} {step.name}"), note
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (MofNCompleteColumn(), BarColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total, completed=-1)
        yield lambda step: bar.update(task, advance=1, description=step.name), lambda text: bar.print(text, markup=False, highlight=False)
