"""The golden file, byte for byte, and its recomputation by the oracles that wrote it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from data import make_golden
from symcoh import Model, evaluate

ROWS = json.loads((Path(__file__).parents[1] / "data" / "golden.json").read_text())["points"]


def test_the_file_is_complete() -> None:
    assert len(ROWS) == 300
    assert [{name: row[name] for name in row if not name.startswith("digits")} for row in ROWS] == make_golden.points()


@pytest.mark.parametrize("start", range(0, 300, 75))
def test_evaluate_reproduces_every_digit(start: int) -> None:
    for row in ROWS[start : start + 75]:
        model = Model(N=int(row["sources"]), omega=row["omega"], omega_a=row["omega_a"], gamma=row["gamma"], J=row["coupling"])
        for digits in (50, 1000):
            found = evaluate(model, row["quantity"], beta=row["beta"], digits=digits).value
            assert found == row[f"digits_{digits}"], f"{digits} digits, {row}"


def test_a_sample_is_recomputed() -> None:
    for row in ROWS[::10]:
        assert make_golden.values(row, 50) == row["digits_50"], row


@pytest.mark.slow
@pytest.mark.parametrize("start", range(0, 300, 75))
def test_every_point_is_recomputed(start: int) -> None:
    for row in ROWS[start : start + 75]:
        for digits in (50, 1000):
            assert make_golden.values(row, digits) == row[f"digits_{digits}"], row
