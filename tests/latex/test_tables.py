"""Parameters as typed, in the mathematics of tables."""

from __future__ import annotations

import pytest

from symcoh.latex.tables import parameter


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("7/10", "7/10"),
        ("sqrt(2)/3", r"\sqrt{2}/3"),
        ("oo", r"\infty"),
        ("2*pi**2", r"2\,\pi^{2}"),
        ("1e-3", r"1\times10^{-3}"),
        ("exp(1)", r"\exp(1)"),
    ],
)
def test_parameters_as_mathematics(typed: str, written: str) -> None:
    assert parameter(typed) == written
