"""`symcoh table`: every quantity at every point of a specification, as CSV, JSON lines or LaTeX."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

import click

from .options import ceilings, format_option
from .output import emit, note, progress_line
from .paramtypes import File

if TYPE_CHECKING:
    from ..certified import CertifiedNumber
    from ..tables import Specification

FORMATS = ("csv", "json", "latex")
REPORT_EVERY = 2.0


HELP = """Print the table that the TOML file SPEC asks for (- is standard input), each row as soon as it is known (latex: at the end).

Numbers are exact: text such as "0.7", "7/10" or "sqrt(2)/3", or integers; a float is refused. A range "a..b:n" is n points, both
ends included; "a..b:n:log" spaces them evenly in the logarithm. [over] runs through every combination, the last parameter fastest.
[tied] gamma = "1/sqrt(N)" is a formula in the others; [random] draws: count, seed, temperature = "loguniform(0.01,10)".

\b
    quantities = ["coherence"]                # of symcoh evaluate; digits = 50 and backend = "arb" unless given
    [fixed]                                   # sources, omega, omega_a, gamma, coupling, temperature, beta
    sources = 6
    omega_a = "0.7"
    gamma = "0.3"
    [over]
    coupling = ["-2/5", "0", "2/5"]
    temperature = "0.01..2:200"
"""


@click.command("table", short_help="A table of certified values, from a specification in TOML.", help=HELP)
@click.argument("spec", type=File())
@format_option(*FORMATS, help="csv, json (one object a line) or latex.")
@ceilings(" for each row")
def command(spec: str, output_format: str, **limits: Any) -> None:
    """Read the whole specification, then evaluate and print row by row."""
    from ..tables import read_specification, rows

    found = read_specification(Path(spec))
    progress = progress_line()
    numbers = _reported(rows(found, **limits, progress=progress), found.size, progress)
    {"csv": _csv, "json": _json, "latex": _latex}[output_format](found, numbers)


def _csv(spec: Specification, numbers: Iterator[CertifiedNumber]) -> None:
    from ..tables import csv_head, csv_line

    emit(csv_head(spec))
    for number in numbers:
        emit(csv_line(spec, number))


def _json(spec: Specification, numbers: Iterator[CertifiedNumber]) -> None:
    for number in numbers:
        emit(number.to_json() + "\n")


def _latex(spec: Specification, numbers: Iterator[CertifiedNumber]) -> None:
    """The document; where a row fails or the user interrupts, with the rows before it."""
    from ..tables import check_latex, latex_table

    check_latex(spec)
    known: list[CertifiedNumber] = []
    try:
        for number in numbers:
            known.append(number)
    finally:
        if known:
            emit(latex_table(spec, known))


def _reported(numbers: Iterator[CertifiedNumber], total: int, progress: Callable[[str], None] | None) -> Iterator[CertifiedNumber]:
    """The same rows, with a line of progress every few seconds where a person watches."""
    told = monotonic()
    for count, number in enumerate(numbers, 1):
        yield number
        if progress and monotonic() - told > REPORT_EVERY:
            told = monotonic()
            note(f"{count}/{total} rows")
