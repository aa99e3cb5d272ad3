"""The curves of the bounds and limits, each against its formula in plain floats, (46) as a sum over counted walks."""

from __future__ import annotations

from typing import Any

import pytest

from oracles.numbers import MP, Numbers, numbers, precision
from oracles.transfer import walk_levels
from reliability.balls import accuracy, contains
from symcoh import Model
from symcoh.exactnumbers import exact
from symcoh.numeric.ring.limits import LIMITS, limit_ball

POINTS = [
    (Model(N=1, omega="3/2", omega_a="7/10", gamma="3/10", J="2/5"), "1/3"),
    (Model(N=2, omega="3/2", omega_a="7/10", gamma="3/10", J="-2/5"), "3"),
    (Model(N=5, omega="1/7", omega_a="9/4", gamma="11/10", J="-1/9"), "7/5"),
    (Model(N=6, omega="2", omega_a="1/5", gamma="1/8", J="4/3"), "9/10"),
    (Model(N=9, omega="5", omega_a="1e-6", gamma="40", J="0"), "1e-4"),
    (Model(N=7, omega="2/3", omega_a="1/2", gamma="1/4", J="1e-60"), "2"),
    (Model(N=8, omega="1/3", omega_a="2", gamma="1/2", J="-3"), "6"),
]


def free_magnetization(at: Numbers) -> Any:
    """(46) from the number of configurations with each magnetization and bond sum."""
    half = at.beta * at.omega_a / 2
    levels = walk_levels(at.N) if at.N > 1 else ((1, 0, 1), (-1, 0, 1))
    weights = [(m, count * MP.exp(at.beta * at.J * bond)) for m, bond, count in levels]
    return sum(m * w * MP.sinh(half * m) for m, w in weights) / sum(w * MP.cosh(half * m) for m, w in weights)


def one_source(at: Numbers, u: int) -> Any:
    """A source with u times the gap and u times the coupling."""
    split = MP.sqrt(at.omega**2 + 4 * at.gamma**2 * u**2)
    return 2 * u * at.gamma / split * MP.tanh(at.beta * split / 2) * MP.tanh(u * at.beta * at.omega_a / 2)


FORMULAS = {
    "36": lambda at: one_source(at, at.N),
    "38": lambda at: one_source(at, 1) if at.N % 2 else MP.zero,
    "41": lambda at: 2 * at.N * at.gamma / MP.sqrt(at.omega**2 + 4 * at.gamma**2 * at.N**2),
    "42": lambda at: at.N * at.gamma * at.omega_a * at.beta**2 / 2 + (at.N > 1) * at.N * at.gamma * at.omega_a * at.J * at.beta**3,
    "44": lambda at: MP.tanh(at.N * at.beta * at.omega_a / 2),
    "45": lambda at: 2 * at.gamma / at.omega * MP.tanh(at.beta * at.omega / 2) * free_magnetization(at),
    "47": lambda at: one_source(at, at.N) / MP.tanh(at.N * at.beta * at.omega_a / 2),
}


def test_every_limit_has_its_formula() -> None:
    assert set(FORMULAS) == set(LIMITS)
    assert {name: LIMITS[name].relation for name in LIMITS} == {
        "36": "<=",
        "38": ">=",
        **dict.fromkeys(("41", "42", "44", "45", "47"), "->"),
    }


@pytest.mark.parametrize("name", FORMULAS)
@pytest.mark.parametrize("place", range(len(POINTS)))
def test_a_limit_is_its_formula(name: str, place: int) -> None:
    model, beta = POINTS[place]
    ball = limit_ball(name, model, exact(beta), 256)
    with precision(900):
        true = FORMULAS[name](numbers(model, exact(beta)))
        assert contains(ball, true, 200), (name, model, beta)
    assert ball.is_zero() or accuracy(ball) > 200
