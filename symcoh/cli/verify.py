"""`symcoh verify`: every equation attacked with certified arithmetic."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from .options import format_option, text_option
from .output import emit
from .paramtypes import Text, Whole
from .progress import bar
from .words import equations

if TYPE_CHECKING:
    pass

MAX_DIGITS = 10_000
MAX_SAMPLES = 100_000


@click.command(
    "verify",
    short_help="Attack every equation with certified arithmetic.",
    help="Attack the equations NUMBER ... (all of them without any): both sides in balls at random points that lean on the corners, "
    "names by their meaning in (1)-(6), limits by their first neglected term; and a wrong copy of each that must fail. "
    "Exit 1 when an equation fails.",
)
@click.argument("numbers", nargs=-1, metavar="[NUMBER]...", type=Text(equations))
@text_option("--digits", default="50", help="Digits both sides must share.", metavar="INT", type=Whole(1, MAX_DIGITS))
@text_option("--samples", default="25", help="Random points of each equation.", metavar="INT", type=Whole(1, MAX_SAMPLES))
@format_option("text", "json", help="text or json.")
def command(numbers: tuple[str, ...], digits: int, samples: int, output_format: str) -> int:
    """Attack, show a table, exit 1 on a failure."""
    from ..attack.verify import report, verify
    from ..ledger import entries, find

    wanted = list({entry.number: entry for number in numbers for entry in find(number)}.values()) if numbers else list(entries())
    with bar(len(wanted), "attacking") as watched:
        verdicts = verify(wanted, samples, digits, lambda verdict: watched.step(f"({verdict.equation})"))
    if output_format == "json":
        emit(json.dumps([verdict.to_json() for verdict in verdicts], indent=2) + "\n")
    else:
        emit(report(wanted, verdicts))
    return 0 if all(verdict.passed for verdict in verdicts) else 1
