"""The rows of a store recomputed in another way: by the other backend, or with more digits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import prod
from pathlib import Path
from time import monotonic
from typing import Any

from flint import fmpq

from ..decimals import as_rational, round_rational
from ..errors import InputError, NotCertified
from ..evaluation import MAX_DIGITS, evaluate
from ..model import Model
from ..tables.rows import model_of, temperature_of
from ..tables.specification import Specification, point
from .export import checked_rows
from .rows import DONE, Row
from .store import read_about, reading
from .work import key_of, parsed, place_of

MORE_DIGITS = 20
MPMATH_SOURCES = 400
"""Up to so many sources the mpmath backend, which sums over all sectors, takes less than a second or so."""

MPMATH_STATES = 4096
"""The same of other sources, by the dimension of their Hilbert space."""

REPORT_EVERY = 5.0
MOST_NAMED = 20


@dataclass(slots=True)
class Report:
    """What a verification found: rows recomputed by each way, rows whose value differs, rows that no way gave."""

    checked: int = 0
    ways: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    silent: int = 0

    def text(self) -> str:
        """A line each."""
        ways = ", ".join(f"{number} by {way}" for way, number in self.ways.items())
        lines = [f"{self.checked} rows carry their checksums, {sum(self.ways.values())} were recomputed" + (f": {ways}" if ways else "")]
        if self.silent:
            lines.append(f"{self.silent} rows could not be recomputed")
        lines += [f"WRONG {name}" for name in self.wrong[:MOST_NAMED]]
        lines.append(f"{len(self.wrong)} values differ")
        return "\n".join(lines) + "\n"


def verified(path: Path, sample: int | None, way: str, told: Callable[[str], None] = lambda text: None) -> Report:
    """Recompute `sample` rows spread evenly over the done ones, or all (None).

    Args:
        path: the store.
        sample: how many.
        way: "backend", the other backend where it serves, else "precision": `MORE_DIGITS` digits more, rounded.
        told: hears now and then how far it is.

    Returns:
        How many rows were recomputed by each way, and those whose value differs.

    Raises:
        StoreDamaged: rows are damaged or lost.
    """
    report, since = Report(), monotonic()
    with reading(path) as connection:
        spec = parsed(read_about(connection, path).specification)
        rows = checked_rows(connection, path, spec)
        [(number,)] = connection.execute("SELECT count(*) FROM rows WHERE state = 'done'").fetchall()
        wanted = None if sample is None or sample >= number else {k * number // sample for k in range(sample)}
        done = 0
        for row in rows:
            report.checked += 1
            if row.state != DONE:
                continue
            if wanted is None or done in wanted:
                _recompute(spec, row, way, report)
            done += 1
            if monotonic() - since > REPORT_EVERY:
                since = monotonic()
                told(f"{sum(report.ways.values())} rows recomputed")
    return report


def _recompute(spec: Specification, row: Row, way: str, report: Report) -> None:
    index, k = divmod(row.id, len(spec.quantities))
    values = point(spec, index)
    small = _lists_few(model_of(values, spec))
    for name in ("backend", "precision") if way == "backend" and (small or spec.backend == "mpmath") else ("precision",):
        try:
            again = _again(spec, values, spec.quantities[k], name)
        except (InputError, NotCertified):
            continue
        if row.key != key_of(spec, row.id):
            report.wrong.append(f"{place_of(spec, row.id)}: its key is that of other parameters")
        named = {"backend": "mpmath" if spec.backend == "arb" else "arb"}.get(name, f"{MORE_DIGITS} digits more")
        report.ways[named] = report.ways.get(named, 0) + 1
        if again != row.value:
            report.wrong.append(f"{place_of(spec, row.id)}: {_short(row.value)} where {named} gives {_short(again)}")
        return
    report.silent += 1


def _lists_few(model: Model) -> bool:
    """Whether the mpmath backend takes less than a second or so."""
    if model.is_ring:
        return model.N <= MPMATH_SOURCES
    sizes = [bath.sources.dimension() for bath in model.baths]
    return all(size is not None for size in sizes) and prod(size or 1 for size in sizes) <= MPMATH_STATES


def _again(spec: Specification, values: dict[str, Any], quantity: str, way: str) -> str:
    place: Any = temperature_of(values)
    if way == "backend":
        other = "mpmath" if spec.backend == "arb" else "arb"
        return evaluate(model_of(values, spec), quantity, **place, digits=spec.digits, backend=other).value
    digits = min(spec.digits + MORE_DIGITS, MAX_DIGITS)
    longer = evaluate(model_of(values, spec), quantity, **place, digits=digits)
    return rounded(longer.value, spec.digits)


def rounded(text: str, digits: int) -> str:
    """A printed decimal at fewer digits, half-even; a tie in its last digits is taken as it stands.

    >>> rounded("0.123456", 3), rounded("9.99961e-400", 3)
    ('0.123', '1.00e-399')
    """
    mantissa, _, exponent = text.partition("e")
    whole, _, part = mantissa.partition(".")
    known = round_rational(fmpq(int(whole + part), 10 ** len(part)), digits)
    if not exponent:
        return str(known)
    moved = as_rational(known)
    shifted = round_rational(moved, digits)
    return str(type(shifted)(sign=shifted.sign, coefficient=shifted.coefficient, exponent=shifted.exponent + int(exponent), digits=digits))


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:40]}...{text[-16:]}"
