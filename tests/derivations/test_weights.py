"""The derivations of the weights: they run, say what they did, and fail when a formula is broken."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction as Q
from types import ModuleType
from typing import Any

import pytest
import sympy as sp

from derivations import degeneracy, sector_weight, sector_weight_recurrence
from oracles.not_none import not_none
from symcoh.errors import CheckFailed, InputError
from symcoh.exact import sector_weight_polynomial as original_sector_weight_polynomial

FILES = [degeneracy, sector_weight, sector_weight_recurrence]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.__name__)
def test_runs_and_opens_with_its_five_lines(file: ModuleType) -> None:
    result = file.derive()
    assert result.name.replace("-", "_") == file.__name__.rpartition(".")[2]
    assert all((result.claim, result.assumptions, result.equations, result.steps, result.latex))
    kinds = [step.check.kind for step in result.steps]
    assert {"identity", "enumeration"} <= set(kinds)
    for word in ("Claim:", "Assumes:", "Source:", "Method:", "Cost:"):
        assert f"\n{word}" in not_none(file.__doc__)
    assert all(step.claim and step.because for step in result.steps)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.__name__)
def test_size_of_the_check_is_bounded(file: ModuleType) -> None:
    for largest in (1, 10**6):
        with pytest.raises(InputError, match="`largest_N` must be from"):
            file.derive(largest_N=largest)


def test_nothing_runs_on_import_and_no_numbers_are_loaded() -> None:
    code = (
        "import sys, derivations, symcoh; assert 'sympy' not in sys.modules; before = set(sys.modules); "
        "import derivations.sector_weight; print(*set(sys.modules) - before)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {name for name in run.stdout.split() if name.startswith("symcoh.numeric")}


def test_broken_degeneracy_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(degeneracy, "printed_degeneracy", lambda m, n, N: sp.Integer(1))
    with pytest.raises(CheckFailed, match=r"\(25\) counts all rings"):
        degeneracy.derive(largest_N=6)


def test_broken_polynomials_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    right = original_sector_weight_polynomial
    monkeypatch.setattr(sector_weight, "sector_weight_polynomial", lambda N, m: (*right(N, m)[:-1], right(N, m)[-1] + (N == 6)))
    with pytest.raises(CheckFailed, match="N=6, k=1"):
        sector_weight.derive(largest_N=6)


@pytest.mark.parametrize("name", ["outer_coefficients", "middle_coefficients"])
@pytest.mark.parametrize("entry", [0, 1])
def test_broken_recurrence_is_caught(name: str, entry: int, monkeypatch: pytest.MonkeyPatch) -> None:
    right = getattr(sector_weight_recurrence, name)

    def wrong(N: int, k: int) -> tuple[Any, ...]:
        values = list(right(N, k))
        values[entry] += 1
        return tuple(values)

    monkeypatch.setattr(sector_weight_recurrence, name, wrong)
    with pytest.raises(CheckFailed, match="A_k c"):
        sector_weight_recurrence.derive()


@pytest.mark.parametrize("name", ["_ratio_above", "_ratio_below", "_ratio_before"])
def test_broken_ratio_is_caught(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    right = getattr(sector_weight_recurrence, name)
    monkeypatch.setattr(sector_weight_recurrence, name, lambda N, k, n: right(N, k, n) * (1 + n))
    with pytest.raises(CheckFailed, match="difference of both sides"):
        sector_weight_recurrence.derive()


def hypergeometric(N: int, k: int, x: Any) -> Any:
    """2F1(1-k, 1-N+k; 2; x) term by term."""
    return sum(sp.rf(1 - k, n) * sp.rf(1 - N + k, n) / (sp.factorial(n + 1) * sp.factorial(n)) * x**n for n in range(k))


def test_ratio_form_in_fractions() -> None:
    """r_k = (B_k - A_k/r_{k-1})/C_k, for F_k summed from its definition."""
    for N in (7, 12, 23):
        for x in (Q(1, 3), Q(9, 2)):
            F = [None, *(hypergeometric(N, k, x) for k in range(1, N // 2 + 2))]
            for k in range(2, (N + 1) // 2):
                a, c = sector_weight_recurrence.outer_coefficients(N, k)
                b0, b1 = sector_weight_recurrence.middle_coefficients(N, k)
                assert min(a, b0, b1) >= 0
                assert c > 0
                assert F[k + 1] / F[k] == (b0 + b1 * x - a / (F[k] / F[k - 1])) / c
