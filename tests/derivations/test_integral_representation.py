"""The integral representation against the sum over all 2^N states, and its steps broken on purpose."""

from __future__ import annotations

from typing import Any

import pytest
import sympy as sp
from flint import arb
from mpmath import MPContext

from derivations import integral_representation as subject
from oracles import states
from symcoh.balls import working_precision
from symcoh.errors import CheckFailed, InputError
from symcoh.exactnumbers import exact
from symcoh.model import Model

PLACES = [
    (1, "1", "7/10", "3/10", "5", "2"),
    (2, "4/5", "1", "-3/20", "-1/4", "7"),
    (6, "3", "1/10", "2", "1/3", "1/2"),
    (9, "1/7", "-1/3", "1/4", "-2/5", "3"),
    (8, "0", "1/3", "1/4", "-2/5", "3"),
]


def test_runs_and_opens_with_its_five_lines() -> None:
    result = subject.derive()
    assert result.name == "integral-representation" and result.expansion is None and result.series is None
    for word in ("Claim:", "Assumes:", "Source:", "Method:", "Cost:"):
        assert f"\n{word}" in subject.__doc__
    kinds = [step.check.kind for step in result.steps]
    assert kinds.count("identity") == 4 and "enclosure" in kinds and "enumeration" in kinds


@pytest.mark.parametrize("row", PLACES, ids=lambda row: f"N={row[0]}")
def test_quadrature_against_all_states(row: tuple[int, str, str, str, str, str]) -> None:
    """Plain mpmath quadrature of the claim, with λ_± and I_1, to 25 digits."""
    mp = MPContext()
    mp.dps = 40
    N, omega, omega_a, gamma, J, beta = row[0], *(mp.mpf(str(sp.Rational(v).p)) / int(sp.Rational(v).q) for v in row[1:])
    a, h0, b = beta * omega / 2, beta * abs(omega_a) / 2, beta * abs(gamma)

    def L(h: Any) -> Any:
        root = mp.sqrt(mp.sinh(h) ** 2 + mp.exp(-4 * beta * J))
        return sum((mp.exp(beta * J) * (mp.cosh(h) + sign * root)) ** N for sign in (1, -1))

    def kernel(s: Any) -> Any:
        root = mp.sqrt(1 - s * s)
        return a * mp.besseli(1, a * root) / root if root else a * a / 2

    Z = L(h0 + b) + L(h0 - b) + mp.quad(lambda s: kernel(s) * L(h0 + b * s), [-1, 0, 1])
    ZC = L(h0 + b) - L(h0 - b) + mp.quad(lambda s: s * kernel(s) * L(h0 + b * s), [-1, 0, 1])
    model = Model(N=N, omega=row[1], omega_a=row[2], gamma=row[3], J=row[4])
    known = states.quantities(model, exact(row[5]), 30, ("partition-function", "coherence"))
    assert abs(Z / mp.mpf(known["partition-function"]) - 1) < mp.mpf(10) ** -25
    assert abs(ZC / Z / mp.mpf(known["coherence"]) - 1) < mp.mpf(10) ** -25
    balls = subject.ball_sums(subject._place(*row), 160)
    assert all(abs(mp.mpf(ball.str(35, radius=False)) / value - 1) < mp.mpf(10) ** -25 for ball, value in zip(balls, (Z, ZC), strict=True))


def test_given_parameters_add_a_place() -> None:
    result = subject.derive(N=4, omega=1, omega_a="7/10", gamma="3/10", J="-0.274", beta=10)
    assert "N=4, omega=1, omega_a=7/10, gamma=3/10, J=-0.274, beta=10`." in result.steps[-1].because
    assert result.steps[-1].check.outcome.startswith("14 pairs")


def test_coherence_zero_is_compared_too() -> None:
    assert len(subject.compare(subject._place(3, "1", "0", "1/2", "1", "1"))) == 1


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"N": 4}, "`omega` is missing"),
        ({"largest_power": 1}, "`largest_power` must be from 2 to 40"),
        ({"N": 10**6, "omega": 1, "omega_a": 1, "gamma": 1, "J": 1, "beta": 1}, "`N` must be at most 400"),
        ({"N": 4, "omega": 1, "omega_a": 1, "gamma": 1, "J": 1, "beta": 0}, "`beta` must not be 0"),
        ({"N": 4, "omega": 1, "omega_a": 1, "gamma": 1, "J": 1, "beta": -1}, "`beta` must not be negative"),
        ({"N": 4, "omega": 1, "omega_a": 0.7, "gamma": 1, "J": 1, "beta": 1}, "`omega_a` must be exact"),
    ],
)
def test_refusals(values: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        subject.derive(**values)


def test_broken_moments_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    right = subject.moment_ratio
    monkeypatch.setattr(subject, "moment_ratio", lambda p, i: right(p, i + 1))
    with pytest.raises(CheckFailed, match="difference of both sides"):
        subject.derive()


def test_broken_eigenvalues_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    right = subject.power_sum
    monkeypatch.setattr(subject, "power_sum", lambda N, coupling, field: right(N, coupling * (1 + 2**-40), field))
    with pytest.raises(CheckFailed, match="the integral is"):
        subject.derive()


def test_broken_kernel_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    right = subject.ball_sums

    def wrong(place: Any, bits: int) -> tuple[arb, arb]:
        Z, ZC = right(place, bits)
        with working_precision(bits):
            return Z, ZC * (1 + arb((1, -100)))

    monkeypatch.setattr(subject, "ball_sums", wrong)
    with pytest.raises(CheckFailed, match="Z C at"):
        subject.derive()
