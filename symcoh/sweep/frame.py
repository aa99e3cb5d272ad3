"""The rows of a store as a pandas frame, or as a Parquet file: decimals as text, beside them a double and log10 of the size."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from os import PathLike
from pathlib import Path
from typing import Any, BinaryIO

from ..errors import EnvironmentFailed
from ..tables.forms import parameter_columns
from ..tables.specification import Specification
from .export import checked_rows, placed
from .rows import DONE, Row
from .store import read_about, reading
from .work import parsed

BLOCK = 50_000
MISSING = "{} is not installed: pip install symcoh[frame]."


def open_frame(path: str | PathLike[str]) -> Any:
    """The rows of a store as a pandas DataFrame, in the order of the specification.

    Columns: the parameters as typed, quantity, value and radius as text, digits, route, version, state, reason, and for reckoning
    `number`, the double nearest to the value, and `log10`, the decimal logarithm of its size, which knows no underflow.

    Raises:
        EnvironmentFailed: pandas is not installed.
        StoreDamaged: rows are damaged or lost.
    """
    try:
        import pandas
    except ImportError:
        raise EnvironmentFailed(MISSING.format("pandas")) from None
    place = Path(path)
    with reading(place) as connection:
        spec = parsed(read_about(connection, place).specification)
        columns = _columns(spec, placed(spec, checked_rows(connection, place, spec)))
    return pandas.DataFrame(columns)


def write_parquet(connection: sqlite3.Connection, path: Path, stream: BinaryIO) -> None:
    """The same columns as a Parquet file.

    Raises:
        EnvironmentFailed: pyarrow is not installed.
        StoreDamaged: rows are damaged or lost.
    """
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise EnvironmentFailed(MISSING.format("pyarrow")) from None
    spec = parsed(read_about(connection, path).specification)
    rows = placed(spec, checked_rows(connection, path, spec))
    kinds = {"digits": pyarrow.int64(), "number": pyarrow.float64(), "log10": pyarrow.float64()}
    schema = pyarrow.schema([(name, kinds.get(name, pyarrow.string())) for name in _columns(spec, iter(()))])
    with parquet.ParquetWriter(stream, schema, compression="zstd") as writer:
        for block in _blocks(rows):
            writer.write_table(pyarrow.table(_columns(spec, iter(block)), schema=schema))


def _blocks(rows: Iterator[tuple[tuple[str, ...], Row]]) -> Iterator[list[tuple[tuple[str, ...], Row]]]:
    block = []
    for row in rows:
        block.append(row)
        if len(block) == BLOCK:
            yield block
            block = []
    if block:
        yield block


def _columns(spec: Specification, rows: Iterator[tuple[tuple[str, ...], Row]]) -> dict[str, Sequence[Any]]:
    parameters = parameter_columns(spec)
    found: dict[str, list[Any]] = {name: [] for name in (*parameters, "quantity", "value", "radius", "digits", "route", "version")}
    found |= {name: [] for name in ("state", "reason", "number", "log10")}
    for here, row in rows:
        known = row.state == DONE
        values = (*here, spec.quantities[row.id % len(spec.quantities)], row.value, row.radius, spec.digits)
        doubles = (float(row.value), log10_of(row.value)) if known else (None, None)
        for column, value in zip(
            found.values(), (*values, row.route if known else row.state, row.version, row.state, row.reason, *doubles), strict=True
        ):
            column.append(value)
    return dict(found)


def log10_of(text: str) -> float | None:
    """log10 of the size of a printed decimal, at any exponent; None for zero.

    >>> log10_of("-1.0e-5000"), log10_of("0")
    (-5000.0, None)
    """
    from flint import arb

    from ..balls import midpoint, working_precision

    if text == "0":
        return None
    mantissa, _, exponent = text.lstrip("-").partition("e")
    with working_precision(128):
        return float(midpoint(arb(mantissa).log() / arb(10).log() + int(exponent or 0)))
