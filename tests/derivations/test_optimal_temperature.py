"""Where C(T) is largest: against certified global maxima, the limit of N²(1 - C), no best coupling, faults on purpose."""

from __future__ import annotations

import random
from fractions import Fraction as Q
from typing import Any

import pytest
import sympy as sp
from flint import arb

from derivations import optimal_temperature as subject
from symcoh import Model, evaluate
from symcoh.balls import working_precision
from symcoh.certificates.enclose import enclose_expression
from symcoh.certificates.many_sources import coherence_of_many
from symcoh.errors import CheckFailed, InputError
from symcoh.exactnumbers import exact
from symcoh.phase import maximum


def test_the_certified_maximum_moves_there() -> None:
    """The global maximum, proved by the search for all extrema, nears T*."""
    place = subject.optimum(subject._read(1, "7/10", "3/10", "-2/5")).evalf(20)
    gaps = []
    for N in (10, 60):
        best = maximum(Model(N=N, omega=1, omega_a="7/10", gamma="3/10", J="-2/5"), digits=10)
        gaps.append(abs(float(str(best.T)) / float(place) - 1))
    assert gaps[1] < gaps[0] / 2 and gaps[1] < 0.15


def test_the_limit_of_the_loss() -> None:
    p = subject._read("3/2", "1/2", "2/3", -1)
    place = exact(str(subject.optimum(p).evalf(40)))
    model = Model(N=10**9, omega="3/2", omega_a="1/2", gamma="2/3", J=-1)
    value = evaluate(model, "coherence", T=place, digits=40)
    assert float((1 - Q(str(value))) * 10**18) == pytest.approx(float(subject.loss(p)), rel=1e-6)


RANDOM = random.Random(20251106)
SETS = [(*(Q(RANDOM.randint(2, 40), 20) for _ in range(3)), Q(RANDOM.randint(2, 18), 20)) for _ in range(20)]
"""omega, omega_a, gamma, and r = c/(2|J|) < 1."""


def loss_gap(omega: Any, omega_a: Any, gamma: Any, r: Any, size: int) -> float:
    """N²(1 - C) at T* over its limit, minus one."""
    J = -(omega_a / 2 + gamma) / (2 * r)
    p = subject._read(omega, omega_a, gamma, J)
    place = exact(str(subject.optimum(p).evalf(60)))
    value = coherence_of_many(Model(N=size, omega=omega, omega_a=omega_a, gamma=gamma, J=J), exact(1) / place, 400)
    limit = enclose_expression(subject.loss(p), {}, 400)
    with working_precision(400):
        return float(((1 - value) * arb(size) ** 2 / limit - 1).mid())


@pytest.mark.parametrize(("omega", "omega_a", "gamma", "r"), SETS)
def test_the_limit_of_the_loss_at_random(omega: Q, omega_a: Q, gamma: Q, r: Q) -> None:
    """The gap falls like 1/N."""
    near, far = (loss_gap(omega, omega_a, gamma, r, 10**k) for k in (12, 15))
    assert abs(far) < 1e-6 and 900 < near / far < 1100


def test_a_wrong_loss_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    right = subject.loss
    monkeypatch.setattr(subject, "loss", lambda p: right(p) * sp.Rational(1001, 1000))
    with pytest.raises(AssertionError):
        test_the_limit_of_the_loss_at_random(*SETS[0])


def test_ferromagnets_are_best_at_zero_temperature() -> None:
    assert subject.derive(omega_a=1, gamma=1, J=0).claim == "`C(T)` is largest at `T = 0`, for every `N`"
    assert subject.derive(omega_a=1, gamma=1, J="-1/2").claim.endswith("moves to `T = 0`")


def test_the_line_of_many_sources() -> None:
    """r = 1 is J = -ω_a/4 - γ/2, (55); just below it T* is small."""
    boundary = -sp.Rational(7, 40) - sp.Rational(3, 20)
    assert subject._side(subject._read(1, "7/10", "3/10", boundary)) == 0
    assert 0 < subject.optimum(subject._read(1, "7/10", "3/10", boundary * (1 + sp.Rational(1, 10**9)))).evalf() < 0.07


@pytest.mark.parametrize("factor", ["1.03", "0.97"])
def test_a_wrong_place_fails(factor: str, monkeypatch: pytest.MonkeyPatch) -> None:
    right = subject.optimum
    monkeypatch.setattr(subject, "optimum", lambda p: right(p) * sp.Rational(factor))
    with pytest.raises(CheckFailed, match="C\\(T\\) turns"):
        subject.derive()


def test_refusals() -> None:
    for values, sentence in (({"gamma": 0}, "`gamma` must not be 0 here"), ({"omega": 0}, "`omega` must not be 0 here")):
        with pytest.raises(InputError, match=sentence):
            subject.derive(**values)
