"""The lines against all 2^N configurations at T = 0, the Lucas ties, and faults on purpose."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction as Q
from typing import Any

import pytest
import sympy as sp

from derivations import phase_lines as subject
from oracles import ground
from oracles.numbers import precision
from symcoh.errors import CheckFailed, InputError
from symcoh.exact import critical_coupling
from symcoh.exact import parameters as original_parameters
from symcoh.exactnumbers import exact
from symcoh.marks import plain
from symcoh.model import Model

PLACES = [
    ("1", "7/10", "3/10"),
    ("3", "-1/10", "2"),
    ("2/7", "5/3", "-1/9"),
    ("0", "1/2", "2/3"),
    ("sqrt(2)", "1", "1/3"),
    ("1", "4/5", "0"),
]


def results(N: int | None, omega: Any, omega_a: Any, gamma: Any) -> Any:
    return subject._results(original_parameters(N, omega=omega, omega_a=omega_a, gamma=gamma))


@pytest.mark.parametrize("place", PLACES, ids=str)
@pytest.mark.parametrize("N", [2, 3, 4, 5, 8, 9])
def test_ground_states_around_the_line(N: int, place: tuple[str, str, str]) -> None:
    """C_0 above, on and below J_c from all 2^N configurations, ties to 500 digits."""
    omega, omega_a, gamma = place
    line, *constants = results(N, omega, omega_a, gamma)
    for shift, constant in zip((Q(1, 10**8), Q(0), -Q(1, 10**8)), constants, strict=True):
        model = Model(N=N, omega=omega, omega_a=omega_a, gamma=gamma, J=exact(line) + exact(shift))
        found = ground.quantities(model, 30)
        with precision(200) as mp:
            assert abs(found["coherence"] - mp.mpf(str(sp.N(constant, 40)))) < mp.mpf(10) ** -28


@pytest.mark.parametrize("N", range(2, 12))
def test_no_sector_between_wins(N: int) -> None:
    """On a grid of J across the line only m = -N and m = -(N mod 2) appear."""
    for omega, omega_a, gamma in (("1", "7/10", "3/10"), ("1/10", "1/50", "4")):
        line = exact(critical_coupling(N, omega=omega, omega_a=omega_a, gamma=gamma))
        for k in range(-4, 5):
            model = Model(N=N, omega=omega, omega_a=omega_a, gamma=gamma, J=line + exact(Q(k, 100)))
            levels, _ = ground.manifold(model)
            assert {m for m, *_ in levels} <= {-N, -(N % 2)}
            assert (len({m for m, *_ in levels}) == 2) == (k == 0)


@pytest.mark.parametrize("N", range(2, 10))
def test_lucas_ties(N: int) -> None:
    """ω = 0: degeneracy L_N + 2 or L_N, every sector m <= 0 among the ground states."""
    lucas = {1: 1, 2: 3}
    for k in range(3, N + 1):
        lucas[k] = lucas[k - 1] + lucas[k - 2]
    for omega, gamma, extra, constant in (("0", "1/3", 2, Q(lucas[N] - 2, lucas[N] + 2)), ("0", "0", lucas[N], Q(0)), ("1", "0", 0, Q(0))):
        model = Model(N=N, omega=omega, omega_a="1", gamma=gamma, J=exact(results(N, omega, "1", gamma)[0]))
        levels, _ = ground.manifold(model)
        even = N % 2 == 0
        added = extra if gamma == "0" or even else 0
        assert sum(g for *_, g in levels) == lucas[N] + added
        assert {m for m, *_ in levels} == set(range(-N, 1, 2))
        expected = 1 if gamma != "0" and not even else constant
        assert results(N, omega, "1", gamma)[2] == sp.Rational(str(expected))


def test_strong_coupling_form_of_the_line() -> None:
    """(55): 0 <= J_c + ω_a/4 + γ/2 <= ω²/(16γ(N-1)), and the correction is ω²/(16Nγ) for odd N, ω/(4N) for even."""
    for N in range(2, 10):
        for gamma in (10, 1000, 10**6):
            shift = critical_coupling(N, omega=1, omega_a=sp.Rational(1, 3), gamma=gamma) + sp.Rational(1, 12) + sp.Rational(gamma, 2)
            leading = sp.Rational(1, 16 * N * gamma) if N % 2 else sp.Rational(1, 4 * N)
            assert abs(sp.N(shift / leading, 40) - 1) < (1 / gamma**2 if N % 2 else 2 / gamma)
            assert not N % 2 or 0 <= sp.N(shift, 40) <= sp.Rational(1, 16 * gamma * (N - 1))


def test_shape_of_the_result() -> None:
    result = subject.derive()
    assert result.name == "phase-lines" and result.expansion is None and result.latex == subject.LATEX
    for word in ("Claim:", "Assumes:", "Source:", "Method:", "Cost:"):
        assert f"\n{word}" in subject.__doc__
    assert [step.check.kind for step in result.steps].count("identity") == 9


@pytest.mark.parametrize(
    ("values", "last", "line"),
    [
        (
            {"N": 4, "omega": 6, "omega_a": 1, "gamma": 1, "J": "-1/2"},
            "J = -1/2 lies on the line: C_0 = 4/15, 3 ground states",
            "=- \\frac{1}{2}",
        ),
        ({"N": 4, "omega": 6, "omega_a": 1, "gamma": 1, "J": "-1/2+1e-90"}, "lies above the line: C_0 = 4/5, 1 ground states", "4}{15"),
        (
            {"N": 4, "omega": 6, "omega_a": -1, "gamma": -1, "J": -1},
            "J = -1 lies below the line: C_0 = 0, 2 ground states",
            "=- \\frac{1}{2}",
        ),
        ({"N": 6, "omega": 0, "omega_a": 1, "gamma": 1, "J": "-3/4"}, "on the line: C_0 = 4/5, 20 ground states", "\\frac{3}{4}"),
        ({"N": 300, "omega": 6, "omega_a": 1, "gamma": 1, "J": 1}, "above the line: C_0 = 100*sqrt(10001)/10001", "J>"),
        ({"N": 3, "omega": 0}, "J_c = -gamma/2 - omega_a/4; C_0 = 1 above it, 1 on it, 1 below", "\\gamma"),
        ({"N": 4, "omega": 1, "omega_a": 0, "gamma": 1}, "C_0 = 0 above it, 0 on it, 0 below", "sqrt"),
    ],
)
def test_given_parameters(values: dict[str, Any], last: str, line: str) -> None:
    result = subject.derive(**values)
    assert last in plain(result.steps[-1].claim)
    assert line in result.latex


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"N": 1}, "`N` must be at least 2"),
        ({"gamma": 0.3}, "`gamma` must be exact"),
        ({"largest_N": 3}, "`largest_N` must be from 4 to 400"),
    ],
)
def test_refusals(values: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        subject.derive(**values)


@pytest.mark.parametrize(
    ("name", "wrong", "sentence"),
    [
        ("critical_coupling", lambda right: lambda *a, **k: right(*a, **k) + sp.Rational(1, 10**12), "C_0 and the number"),
        ("critical_ground_coherence", lambda right: lambda *a, **k: right(*a, **k) * sp.Rational(10**9 + 1, 10**9), "C_0 and the number"),
        ("isolated", lambda right: lambda N, n: right(N, n) * (N + 1) / N, r"g\(-u, n\)"),
        ("ring_states", lambda right: lambda N, k, n: right(N, k, n) * n, "g\\(0, N/2\\)"),
        ("_neighbours_up", lambda right: lambda word, N: bool(word & word >> 1), "all rings of"),
    ],
)
def test_broken_formulas_are_caught(name: str, wrong: Callable[..., Any], sentence: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subject, name, wrong(getattr(subject, name)))
    with pytest.raises(CheckFailed, match=sentence):
        subject.derive()
