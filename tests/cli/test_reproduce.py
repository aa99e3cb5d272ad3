"""`symcoh reproduce`: the table on the screen, as CSV and as LaTeX, against an independent route."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from oracles import numbers, states
from symcoh import Model

from .conftest import Run


def test_reproduce(symcoh: Run, tmp_path: Path) -> None:
    done = symcoh("reproduce", "--out", "deep/out")
    assert done.returncode == 0
    table = list(csv.DictReader(io.StringIO((tmp_path / "deep" / "out" / "coherence.csv").read_text())))
    assert {row["equation"] for row in table} >= {"36", "38", "41", "42", "44", "45", "47"}
    assert {int(row["N"]) for row in table} == {1, 2, 3, 4, 5, 6, 7, 8, 100}
    assert len(table) >= 110 and all(row["backends_agree"] == "true" for row in table)
    checked = 0
    for row in table:
        if int(row["N"]) <= 8 and row["J"] != "J_c" and row["T"] != "0":
            model = Model(N=int(row["N"]), omega_a=row["omega_a"], gamma=row["gamma"], J=row["J"])
            value = states.quantities(model, f"1/({row['T']})", 75, ["coherence"])["coherence"]
            assert numbers.rounded(value, 50) == row["coherence"] == row["coherence_mpmath"]
            assert row["coherence"].encode() in done.stdout
            checked += 1
    assert checked == 72
    latex = (tmp_path / "deep" / "out" / "coherence.tex").read_text()
    assert latex.count(r"\begin{table}") == 13 and latex.rstrip().endswith(r"\end{document}")


def test_the_bounds_hold_in_the_table(symcoh: Run, tmp_path: Path) -> None:
    assert symcoh("reproduce").returncode == 0
    bounds = {"<=": lambda c, b: c <= b, ">=": lambda c, b: c >= b}
    seen = 0
    for row in csv.DictReader(io.StringIO((tmp_path / "out" / "coherence.csv").read_text())):
        if row["relation"] in bounds:
            slack = 1e-18 * float(row["limit"])
            assert bounds[row["relation"]](float(row["coherence"]), float(row["limit"]) + (slack if row["relation"] == "<=" else -slack))
            seen += 1
        elif row["relation"]:
            assert abs(float(row["coherence"]) / float(row["limit"]) - 1) < 2e-3
            seen += 1
    assert seen == 81
