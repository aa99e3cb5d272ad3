"""Tables of certified values: every printed interval holds the true value, and TeX sets the table."""

from __future__ import annotations

import re
import subprocess
from fractions import Fraction
from pathlib import Path

import pytest

from oracles import states
from oracles.numbers import rounded
from reliability.sampling import generator, magnitude, signed
from symcoh import Model, evaluate
from symcoh.errors import InputError
from symcoh.exactnumbers import exact
from symcoh.latex.tables import certified_table, document, parameter, with_uncertainty

RING = Model(N=4, omega_a="7/10", gamma="3/10", J="-1/5")


def interval(text: str) -> tuple[Fraction, Fraction]:
    """Middle and radius of $-1.23(4)\\times10^{-5}$, read from the text alone."""
    found = re.fullmatch(r"\$(-?)([0-9.]+)\(([0-9]+)\)(?:\\times10\^\{(-?[0-9]+)\})?\$", text)
    assert found is not None, text
    sign, digits, last, power = found.groups()
    scale = Fraction(10) ** int(power or 0)
    unit = scale / 10 ** len(digits.partition(".")[2])
    return Fraction(digits) * scale * (-1 if sign else 1), int(last) * unit


def test_every_interval_holds_the_true_value() -> None:
    rng, tight = generator("tables"), 0
    for _ in range(30):
        model = Model(N=rng.choice((1, 2, 5, 6)), omega_a=magnitude(rng, 4), gamma=magnitude(rng, 4), J=signed(rng, magnitude(rng, 4)))
        for quantity in ("coherence", "free-energy", "entropy"):
            number = evaluate(model, quantity, beta="3/2", digits=rng.choice((1, 2, 7, 20)))
            middle, radius = interval(with_uncertainty(number))
            better = evaluate(model, quantity, beta="3/2", digits=60)
            truth, error = Fraction(better.value), Fraction(better.radius or "0")
            assert abs(truth - middle) + error <= radius, (model, quantity)
            tight += radius < 2 * (abs(middle) or 1) * Fraction(10) ** (1 - number.digits)
    assert tight == 90


def test_a_value_by_counting_states() -> None:
    text = with_uncertainty(evaluate(RING, "coherence", beta="2", digits=12))
    middle, radius = interval(text)
    counted = Fraction(rounded(states.quantities(RING, exact("2"), 30, ("coherence",))["coherence"], 25))
    assert abs(counted - middle) <= radius


def test_what_all_rows_share_is_told_once() -> None:
    rows = [evaluate(RING, quantity, T=T, digits=6) for quantity in ("coherence", "bloch-z") for T in ("1/2", "sqrt(2)")]
    text = certified_table("All digits proved.", rows)
    assert r"\caption{All digits proved. $N=4$, $\omega=1$, $\omega_a=7/10$, $\gamma=3/10$, $J=-1/5$.}" in text
    assert r"$T$ & quantity & value & radius \\" in text
    assert r"$\sqrt{2}$ & bloch z & $-0.323265$" in text
    assert text.count(r" \\") == 5


def test_an_exact_zero_has_no_radius() -> None:
    assert with_uncertainty(evaluate(RING, "coherence", beta="0", digits=5)) == "$0$"


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


def test_refusals() -> None:
    with pytest.raises(InputError, match=r"`numbers` must hold at least one certified number, but is empty\."):
        certified_table("", [])
    with pytest.raises(InputError, match=r"`numbers` must be certified, but coherence comes from the mpmath backend: evaluate it with"):
        certified_table("", [evaluate(RING, "coherence", beta="1", digits=5, backend="mpmath")])


@pytest.mark.external("pdflatex")
def test_tables_compile(tmp_path: Path) -> None:
    models = [Model(N=N, omega_a="sqrt(2)/3", gamma="3e-1", J="-1/5") for N in (1, 2, 30)]
    rows = [evaluate(model, "coherence", T=T, digits=30) for model in models for T in ("1/100", "1", "10")]
    parts = [certified_table("Columns.", rows), certified_table("Compact.", rows, compact=True)]
    (tmp_path / "t.tex").write_text(document("Certified values", parts), encoding="utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "t.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, errors="replace", check=False, timeout=60)
    assert done.returncode == 0, done.stdout[-2000:]
    assert "Overfull" not in done.stdout
