"""`symcoh table`: every quantity at every point of a specification, as CSV, JSON lines or LaTeX."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import InputError
from .fragments import Layout, fragment_options
from .options import ceilings, check_decimals, decimals_option, format_option, text_option
from .output import check_directory, emit, streamed
from .paramtypes import File, Whole
from .progress import bar

if TYPE_CHECKING:
    from ..certified import CertifiedNumber
    from ..tables import Specification

FORMATS = ("csv", "json", "latex")


HELP = """Print the table that the TOML file SPEC asks for (- is standard input), each row as soon as it is known (latex: at the end).

Numbers are exact: text such as "0.7", "7/10" or "sqrt(2)/3", or integers; a float is refused. A range "a..b:n" is n points, both
ends included; "a..b:n:log" spaces them evenly in the logarithm. [over] runs through every combination, the last parameter fastest.
[tied] gamma = "1/sqrt(N)" is a formula in the others; [random] draws: count, seed, temperature = "loguniform(0.01,10)".
Other sources: sources_model = "xx-ring" in [fixed], or model = "FILE.toml" at the top in the place of all but the temperature.

\b
    quantities = ["coherence"]                # of symcoh evaluate; digits = 50 and backend = "arb" unless given
    [fixed]                                   # sources (or N), omega, omega_a, gamma, coupling (J), coupling_xy, temperature (T), beta
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
@text_option("--out", help="Where to write it, whole or not at all.  [default: standard output]", metavar="FILE", type=File())
@decimals_option
@fragment_options
@click.option("--no-radius", is_flag=True, help="A fragment without the columns of the radii.")
@text_option("--digits-group", help="Digits in a group of a fragment's values, such as 5.", metavar="INT", type=Whole(1, 1000))
@ceilings(" for each row")
def command(
    spec: str,
    output_format: str,
    out: str | None,
    decimals: bool,
    layout: Layout,
    no_radius: bool,
    digits_group: int | None,
    **limits: object,
) -> None:
    """Read the whole specification, then evaluate and write row by row."""
    from ..tables import read_specification

    layout.check(output_format)
    for option, given in (("--no-radius", no_radius), ("--digits-group", digits_group is not None)):
        if given and not layout.fragment:
            raise InputError(option, "goes with --fragment alone: give --fragment too.")
    check_decimals(decimals, output_format)
    found = read_specification(Path(spec))
    if out is not None:
        check_directory(Path(out).parent)
    numbers = _watched(found, limits, streaming=out is None and output_format != "latex")
    with _writer(out) as write:
        if output_format == "csv":
            _csv(found, numbers, decimals, write)
        else:
            latex = partial(_latex, layout=layout, radius=not no_radius, group=digits_group or 0)
            (_json if output_format == "json" else latex)(found, numbers, write)


@contextmanager
def _writer(out: str | None) -> Iterator[Callable[[str], None]]:
    """What writes a piece of the table: to standard output, or to a file that is complete at the end or not there."""
    if out is None:
        yield emit
        return
    with streamed(Path(out)) as stream:

        def write(text: str) -> None:
            stream.write(text.encode())

        yield write


def _csv(spec: Specification, numbers: Iterator[CertifiedNumber], decimals: bool, write: Callable[[str], None]) -> None:
    from ..tables import csv_head, csv_line

    first = next(numbers)  # what is refused is refused before the head
    write(csv_head(spec, decimals))
    for number in chain((first,), numbers):
        write(csv_line(spec, number, decimals))


def _json(spec: Specification, numbers: Iterator[CertifiedNumber], write: Callable[[str], None]) -> None:
    for number in numbers:
        write(number.to_json() + "\n")


def _latex(
    spec: Specification, numbers: Iterator[CertifiedNumber], write: Callable[[str], None], *, layout: Layout, radius: bool, group: int
) -> None:
    """The document or the fragment; where a row fails or the user interrupts, with the rows before it."""
    from ..tables import check_latex, latex_fragment, latex_table

    check_latex(spec)
    known: list[CertifiedNumber] = []
    try:
        for number in numbers:
            known.append(number)
    finally:
        if known:
            told: dict[str, Any] = {"label": layout.label or "", "radius": radius, "group": group, "width": 10.0 * layout.line}
            write(latex_fragment(spec, known, **told) if layout.fragment else latex_table(spec, known))


def _watched(spec: Specification, limits: dict[str, Any], streaming: bool) -> Iterator[CertifiedNumber]:
    """The rows, with a bar where a person watches."""
    from ..tables import rows

    with bar(spec.size, "rows", streaming=streaming) as watched:
        for number in rows(spec, **limits, progress=watched.say):
            yield number
            watched.step("rows")
