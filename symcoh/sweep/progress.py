"""How far a sweep is, on standard error: a bar where a person watches, else a line every thirty seconds."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from .rows import FAILED, REFUSED
from .run import Progress

LINE_EVERY = 30.0


def described(progress: Progress) -> str:
    """One line: done of all, rate, time left, what was refused.

    >>> described(Progress(total=200, counts={"done": 50, "refused": 1, "failed": 0}, computed=40, seconds=20.0))
    '51/200 rows, 2.0 rows/s, 1 min 14 s left, 1 refused'
    """
    ready = sum(progress.counts.values())
    parts = [f"{ready}/{progress.total} rows"]
    if progress.computed and progress.seconds > 0:
        rate = progress.computed / progress.seconds
        parts.append(f"{rate:.1f} rows/s" if rate < 100 else f"{rate:.0f} rows/s")
        if ready < progress.total:
            parts.append(f"{duration((progress.total - ready) / rate)} left")
    parts += [f"{progress.counts[state]} {state}" for state in (REFUSED, FAILED) if progress.counts[state]]
    return ", ".join(parts)


def duration(seconds: float) -> str:
    """Seconds as a person says them.

    >>> duration(4), duration(75), duration(7300)
    ('4 s', '1 min 15 s', '2 h 1 min')
    """
    whole = int(seconds)
    if whole < 60:
        return f"{whole} s"
    return f"{whole // 60} min {whole % 60} s" if whole < 3600 else f"{whole // 3600} h {whole % 3600 // 60} min"


def reporter(note: Callable[[str], None], watched: bool) -> tuple[Callable[[Progress], None], Callable[[], None]]:
    """(what to tell of the progress, what to call at the end); `watched` says whether a person looks on."""
    if watched:
        return _bar()
    told = monotonic()

    def line(progress: Progress) -> None:
        nonlocal told
        if monotonic() - told > LINE_EVERY:
            told = monotonic()
            note(described(progress))

    return line, lambda: None


def _bar() -> tuple[Callable[[Progress], None], Callable[[], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bar

    bar = Bar(BarColumn(), TextColumn("{task.description}"), console=Console(stderr=True), auto_refresh=False, transient=True)
    bar.start()
    task = bar.add_task("starting", total=None)

    def draw(progress: Progress) -> None:  # at every step: a last one that is left out would leave a bar that never filled
        bar.update(task, total=progress.total, completed=sum(progress.counts.values()), description=described(progress), refresh=True)

    return draw, bar.stop
