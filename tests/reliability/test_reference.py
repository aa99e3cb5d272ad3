"""reference/coherence.csv: complete, well-formed, recomputed, and confirmed by routes that share nothing with the first."""

from __future__ import annotations

import csv
import importlib.util
import io
import re
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import mpmath
import pytest

from oracles import ring_integral
from symcoh import Model, evaluate
from symcoh.ground import critical_coupling
from symcoh.tables import csv_head
from symcoh.tables.rows import points

from .compare import expected, expected_ground
from .sampling import Point

HERE = Path(__file__).resolve().parents[2] / "reference"
TEXT = (HERE / "coherence.csv").read_text(encoding="utf-8")
ROWS = list(csv.DictReader(io.StringIO(TEXT)))
SMALL = [row for row in ROWS if int(row["sources"]) <= 8]
MIDDLE = [row for row in ROWS if int(row["sources"]) <= 101 or row["beta"] == "oo"]
HUGE = [row for row in ROWS if int(row["sources"]) >= 10**6 and row["beta"] != "oo"]
LARGE = {"many-sources", "huge-rings", "huge-rings-weak"}
DIGITS = 50

_spec = importlib.util.spec_from_file_location("make_reference", HERE / "make.py")
assert _spec is not None and _spec.loader is not None
make = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(make)


def model(row: dict[str, str]) -> Model:
    return Model(N=int(row["sources"]), omega=row["omega"], omega_a=row["omega_a"], gamma=row["gamma"], J=row["coupling"])


def other_route(row: dict[str, str]) -> str:
    """The value from all 2^N configurations, or from the ground states among them."""
    if row["beta"] == "oo":
        return expected_ground(Point(model(row), "oo"), DIGITS)["coherence"]
    return "0" if row["beta"] == "0" else expected(Point(model(row), row["beta"]), ("coherence",), DIGITS)["coherence"]


def recompute(rows: Iterable[dict[str, str]]) -> None:
    """Each value again: its 50 digits, and its radius against a value of 70 digits."""
    for row in rows:
        assert evaluate(model(row), row["quantity"], beta=row["beta"], digits=DIGITS).value == row["value"], row
        longer = evaluate(model(row), row["quantity"], beta=row["beta"], digits=70)
        unsure = Fraction(longer.radius or "1")
        assert abs(Fraction(longer.value) - Fraction(row["value"])) <= Fraction(row["radius"]) + unsure, row


def test_every_row_of_every_specification_is_there_in_order() -> None:
    wanted = [
        {"table": name, **{field: "oo" if value is None else str(value) for field, value in point.items()}}
        for name, spec in make.specifications().items()
        for point in points(spec)
    ]
    assert len(wanted) == len(ROWS) >= 200
    for want, row in zip(wanted, ROWS, strict=True):
        assert {"omega": "1", **want}.items() <= row.items()
    assert TEXT.splitlines()[0] == "table," + csv_head(next(iter(make.specifications().values()))).rstrip()


def test_every_row_is_well_formed() -> None:
    for row in ROWS:
        assert (row["quantity"], row["digits"]) == ("coherence", str(DIGITS)) and re.fullmatch(r"\d+\.\d+\.\d+.*", row["version"])
        assert row["route"] and row["route"] != "mpmath"
        value, radius = row["value"], Fraction(row["radius"])
        if value == "0":
            assert radius == 0
            continue
        mantissa, _, exponent = value.partition("e")
        digits = mantissa.replace(".", "").lstrip("0")
        assert len(digits) == DIGITS and 0 < Fraction(value) <= 1
        unit = Fraction(value) / int(digits)
        assert 0 <= radius <= Fraction(51, 100) * unit, "more than half a unit in the last place"
        assert (exponent == "") == (Fraction(value) >= Fraction(1, 10**5))


def test_the_rows_span_every_regime() -> None:
    assert {1, 2, 3, 4, 100, 101, 1000, 10_000} <= {int(row["sources"]) for row in ROWS}
    assert {"0", "1e-9", "1e-3", "1", "1e6", "oo"} <= {row["beta"] for row in ROWS}
    assert {"0", "1", "4/5", "log(2)"} == {row["omega"] for row in ROWS}
    assert {"1e-30", "1e6"} <= {row["gamma"] for row in ROWS} & {row["omega_a"] for row in ROWS}
    for sign in "-0":
        assert any(row["coupling"].startswith(sign) for row in ROWS)
    assert any(row["coupling"][0] in "123456789" for row in ROWS)
    for table, parity in (("critical-line-even", 0), ("critical-line-odd", 1)):
        members = [row for row in ROWS if row["table"] == table]
        on_line = [row for row in members if critical_coupling(model(row)) == model(row).J]
        assert len(members) == 20 and len(on_line) == 4 and {int(row["sources"]) % 2 for row in members} == {parity}
    assert {row["value"] for row in ROWS if row["table"] == "critical-line-even" and row["beta"] == "oo"} == {
        "0",
        f"0.2{'0' * 49}",
        f"0.6{'0' * 49}",
    }
    assert min(int(row["value"].partition("e")[2] or "0") for row in ROWS) < -100_000


def test_some_rows_are_recomputed() -> None:
    chosen = ROWS[5::25]
    assert len(chosen) >= 12 and len({row["table"] for row in chosen}) >= 6
    recompute(chosen)


def test_the_sum_over_configurations_agrees() -> None:
    assert len(SMALL) >= 180 and {row["table"] for row in SMALL} == {row["table"] for row in ROWS} - LARGE
    for row in SMALL:
        assert other_route(row) == row["value"], row


def test_the_other_backend_agrees() -> None:
    chosen = MIDDLE[3::8]
    assert len(chosen) >= 30 and max(int(row["sources"]) for row in chosen) >= 101
    for row in chosen:
        assert evaluate(model(row), "coherence", beta=row["beta"], digits=DIGITS, backend="mpmath").value == row["value"], row


def integral_agrees(row: dict[str, str]) -> bool:
    """Whether the integral by mpmath's tanh-sinh panels gives the 50 digits, to the last but one."""
    found = ring_integral.quantities(model(row), row["beta"], DIGITS + 5, target=False)["coherence"]
    with mpmath.workdps(DIGITS + 10):
        return bool(abs(found / mpmath.mpf(row["value"]) - 1) < mpmath.mpf(10) ** (1 - DIGITS))


def test_an_integral_by_other_means_agrees_for_huge_rings() -> None:
    assert len(HUGE) == 30
    assert all(integral_agrees(row) for row in HUGE[6::15])


@pytest.mark.slow
def test_the_integral_agrees_on_all_huge_rings() -> None:
    for row in HUGE:
        assert integral_agrees(row), row


@pytest.mark.slow
def test_all_rows_are_recomputed() -> None:
    recompute(ROWS)


@pytest.mark.slow
def test_the_other_backend_agrees_up_to_a_thousand_sources() -> None:
    chosen = [row for row in ROWS if int(row["sources"]) <= 1000 or row["beta"] == "oo"]
    for row in chosen:
        assert evaluate(model(row), "coherence", beta=row["beta"], digits=DIGITS, backend="mpmath").value == row["value"], row
