"""`symcoh sweep`: very many certified points into one file, resumable; what the file holds, and whether it is sound."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import click

from ..errors import InputError, NotCertified
from .options import ceilings, check_decimals, decimals_option, format_option, text_option
from .output import emit, note, progress_line, progressed, streamed, watched
from .paramtypes import File, Whole, Word

FORMATS = ("csv", "json", "latex", "parquet")
HELP = """Certified values at very many points, kept in one file.

\b
    symcoh sweep run SPEC.toml --store FILE.db      compute; the same command again goes on
    symcoh sweep status FILE.db                     how far it is
    symcoh sweep export FILE.db --format csv        the rows, in the order of the specification
    symcoh sweep verify FILE.db                     recompute a sample in another way
    symcoh sweep repair FILE.db                     recompute the rows whose checksum fails
"""


@click.group(
    "sweep", short_help="Very many certified points, resumable, on all cores or a cluster.", help=HELP, invoke_without_command=True
)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Show the help where no command is named."""
    if ctx.invoked_subcommand is None:
        emit(ctx.get_help() + "\n")


RUN_HELP = """Compute every quantity at every point of SPEC (TOML, as for symcoh table; - is standard input) into FILE.db.

The same command again goes on where the last one ended, also after kill -9. A row that is refused, or over which workers were lost
three times, is kept with its reason; the sweep then ends with exit code 3. Failed rows, and rows refused under another budget, are
tried again by the next run. SIGINT and SIGTERM finish the rows in work first, a second one ends at once.
"""


@command.command("run", short_help="Compute the rows that are not there yet.", help=RUN_HELP)
@click.argument("spec", type=File())
@text_option("--store", help="The file that keeps the rows (required).", metavar="FILE.db", type=File())
@text_option("--workers", help="Worker processes.  [default: the processors]", metavar="K", type=Whole(1, 1024))
@text_option("--scheduler", help="A Dask scheduler instead of local workers, as tcp://host:8786.", metavar="ADDRESS")
@ceilings(" for each row")
@click.option("--restart", is_flag=True, help="Begin anew, and drop what FILE.db holds.")
def run(
    spec: str, store: str | None, workers: int | None, scheduler: str | None, budget: float | None, max_precision: int, restart: bool
) -> int:
    """Read the specification, open the store, compute."""
    from ..sweep.progress import described, reporter
    from ..sweep.run import Progress, drive, opened, usable_processors
    from ..sweep.work import parsed
    from ..tables.specification import specification_text, with_its_model

    if store is None:
        raise InputError("--store", "is required: name the file that keeps the rows, such as sweep.db.")
    number = workers or usable_processors()
    if workers is not None and scheduler is not None:
        raise InputError("--workers and --scheduler", "exclude each other: the workers of a scheduler are its own.")
    text, path = with_its_model(specification_text(Path(spec)), Path(spec).parent), Path(store)
    parsed(text)
    last: list[Progress] = []
    head = {"specification": text, "budget": budget, "max_precision": max_precision}
    engine, width = _engine(scheduler, number, head, budget)
    try:
        with opened(path, text, restart) as (connection, found), stopping() as signals:
            report, finish = reporter(progressed, watched())

            def told(progress: Progress) -> None:
                last[:] = [progress]
                report(progress)

            try:
                counts = drive(connection, path, found, engine, budget=budget, workers=width, report=told, stop=lambda: bool(signals))
            finally:
                finish()
    finally:
        engine.close()
    progressed(described(last[0]) + ("" if signals else ", the end"))
    if signals:
        if signals[0] == signal.SIGTERM:
            note("symcoh: Terminated.")
            return 143
        raise KeyboardInterrupt
    if counts["refused"] or counts["failed"]:
        raise NotCertified(
            f"{counts['refused']} rows were refused and {counts['failed']} failed: "
            "symcoh sweep export --format json gives the reason of each; raise --budget, or change the specification."
        )
    return 0


def _engine(scheduler: str | None, number: int, head: dict[str, Any], budget: float | None) -> tuple[Any, int]:
    """(the engine, how many workers it has)."""
    if scheduler is not None:
        from ..sweep.cluster import Cluster

        cluster = Cluster(scheduler, head)
        return cluster, cluster.width
    from ..sweep.processes import Processes

    return Processes(number, head, None if budget is None else 10 * budget + 60), number


@contextmanager
def stopping() -> Iterator[list[int]]:
    """Inside, the first SIGINT or SIGTERM is only noted, in the list; a second one raises as it does elsewhere."""
    heard: list[int] = []
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def hear(number: int, frame: FrameType | None) -> None:
        if heard:
            handler = before[signal.Signals(number)]
            if callable(handler):
                handler(number, frame)
            return
        heard.append(number)

    for number, handler in before.items():
        if handler is not signal.SIG_IGN:
            signal.signal(number, hear)
    try:
        yield heard
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@command.command("status", short_help="Rows done, refused, failed and in work, and the rate.")
@click.argument("file", metavar="FILE.db", type=File())
@format_option("text", "json", help="text or json.")
def status(file: str, output_format: str) -> None:
    """Print how far a sweep is; every row is checked, none is shown."""
    from ..sweep.status import status_of

    found = status_of(Path(file))
    if output_format == "json":
        emit(json.dumps(found) + "\n")
        return
    lines = [f"{found[name]} {name}" for name in ("points", "done", "refused", "failed", "running")]
    rate = f"{found['rate']:.1f} rows/s in {found['seconds']:.1f} s of work" if found["rate"] else "nothing computed yet"
    emit("\n".join([*lines, rate]) + "\n")


@command.command("export", short_help="The rows as CSV, JSON lines, LaTeX or Parquet.")
@click.argument("file", metavar="FILE.db", type=File())
@format_option(*FORMATS, help="csv, json (one object a line), latex or parquet.")
@text_option("--out", help="Where to write it.  [default: standard output]", metavar="FILE", type=File())
@decimals_option
def export(file: str, output_format: str, out: str | None, decimals: bool) -> None:
    """Print the rows of a store in the order of its specification, whatever the order of work.

    CSV has the columns of symcoh table; a row that was refused or failed has no value, and says so as its route; JSON gives its
    reason. LaTeX leaves it out. Parquet (pip install symcoh[frame]) holds decimals as text, and beside them a double and log10.
    """
    check_decimals(decimals, output_format)
    from ..sweep.export import exported
    from ..sweep.store import reading

    with reading(Path(file)) as connection:
        if output_format == "parquet":
            from ..sweep.frame import write_parquet

            if out is None:
                raise InputError("--out", "is required for parquet: name a file such as sweep.parquet.")
            with streamed(Path(out)) as stream:
                write_parquet(connection, Path(file), stream)
            return
        pieces = exported(connection, Path(file), output_format, decimals)
        if out is None:
            for piece in pieces:
                emit(piece)
            return
        with streamed(Path(out)) as stream:
            for piece in pieces:
                stream.write(piece.encode())


@command.command("verify", short_help="Recompute a sample of the rows, or all, in another way.")
@click.argument("file", metavar="FILE.db", type=File())
@text_option("--sample", default="100", help="Rows to recompute, spread evenly.", metavar="INT", type=Whole(1))
@click.option("--all", "everything", is_flag=True, help="Recompute every row.")
@text_option(
    "--by",
    "way",
    default="backend",
    help="backend (the other one, where it serves) or precision (20 digits more).",
    metavar="NAME",
    type=Word(("backend", "precision")),
)
def verify(file: str, sample: int, everything: bool, way: str) -> int:
    """Check every row against its checksum, then recompute; exit code 1 where a value differs, 5 where a row is damaged."""
    from ..sweep.verify import verified

    report = verified(Path(file), None if everything else sample, way, _told())
    emit(report.text())
    return 1 if report.wrong else 0


@command.command("repair", short_help="Recompute the rows whose checksum fails, and nothing else.")
@click.argument("file", metavar="FILE.db", type=File())
def repair(file: str) -> int:
    """Keep every sound row, recompute the damaged ones; where the file itself is broken, write a new one of what can be read."""
    from ..sweep.repair import repaired

    emit(repaired(Path(file), _told()))
    return 0


def _told() -> Callable[[str], None]:
    return progress_line() or (lambda text: None)
