"""What a picture shows, as numbers: columns side by side, for a CSV file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from flint import arb

from ..balls import midpoint
from ..decimals import round_ball
from ..errors import InputError, shown
from ..exactnumbers import Exact, enclose
from .scales import BITS

DIGITS = 17
_DECIMAL = re.compile(r"-?[0-9]{1,17}(\.[0-9]{1,17})?", re.ASCII)


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """Columns that belong together: their heads, and rows of decimals; an empty cell is a place without a value."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def data_path(text: str) -> Path:
    """The path of a CSV file.

    >>> data_path("curve.txt")
    Traceback (most recent call last):
    symcoh.errors.InputError: --data must end in .csv, but is 'curve.txt'.
    """
    path = Path(text)
    if path.suffix != ".csv" or "\0" in text:
        raise InputError("--data", f"must end in .csv, but is {shown(text)}.")
    return path


def csv_text(blocks: Sequence[Block]) -> str:
    """The blocks side by side; shorter ones end in empty cells.

    >>> left, right = Block(heads=("T", "C"), rows=(("0", "1"), ("1", "0.5"))), Block(heads=("x",), rows=(("7",),))
    >>> print(csv_text([left, right]), end="")
    T,C,x
    0,1,7
    1,0.5,
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([head for block in blocks for head in block.heads])
    for rows in zip_longest(*(block.rows for block in blocks)):
        cells = zip(rows, blocks, strict=True)
        writer.writerow([cell for row, block in cells for cell in (("",) * len(block.heads) if row is None else row)])
    return stream.getvalue()


def place(value: Exact | None) -> str:
    """A place along an axis: as typed where that is a short decimal, else 17 digits; None is inf.

    >>> from symcoh.exactnumbers import exact
    >>> place(exact("0.25")), place(exact("1/3")), place(None)
    ('0.25', '0.33333333333333333', 'inf')
    """
    if value is None:
        return "inf"
    text = str(value)
    return text if _DECIMAL.fullmatch(text) else decimal(enclose(value, BITS))


def decimal(ball: arb) -> str:
    """17 digits of a ball, of its middle where it is wider than that."""
    return str(round_ball(ball, DIGITS) or round_ball(midpoint(ball), DIGITS))


def block(head: str, columns: Mapping[str, Mapping[Exact | None, str]]) -> Block:
    """Columns over one axis: a row for each place, in the order in which the places first occur."""
    places = list(dict.fromkeys(where for column in columns.values() for where in column))
    rows = tuple((place(where), *(column.get(where, "") for column in columns.values())) for where in places)
    return Block(heads=(head, *columns), rows=rows)
