"""Parts of the draws for the attack on an entry: what each kind of value may be, and that none of its sides is left out."""

from __future__ import annotations

from random import Random

import pytest
from flint import fmpq

from oracles.not_none import not_none
from symcoh.attack.evaluation_point import EvaluationPoint
from symcoh.attack.sampling import COUPLINGS, EXTRAS, _parameter
from symcoh.exactnumbers import exact
from symcoh.ledger.entry import Sampler
from symcoh.model import Model

DRAWS = 60


def test_gaps_are_one_and_others_and_other_parameters_are_spread() -> None:
    """omega is 1 in every second or third draw, and something else in others; 1 is rare for the other parameters."""
    random = Random("sizes")
    sampler = Sampler(positive=("omega", "omega_a", "gamma"))
    ones = {name: sum(_parameter(name, sampler, random) == 1 for _ in range(DRAWS)) for name in ("omega", "omega_a", "gamma")}
    assert DRAWS / 5 < ones["omega"] < DRAWS * 3 / 5
    assert ones["omega_a"] < DRAWS / 10 and ones["gamma"] < DRAWS / 10


@pytest.mark.parametrize(("N", "line"), [(1, fmpq(0)), (2, fmpq(-1, 2)), (3, fmpq(-3, 4))])
def test_aligned_couplings_of_every_ring(N: int, line: fmpq) -> None:
    """N = 1 has no line, and J >= 0; else J lies above the line, below 0 too. J_c by hand: -1/4 - (5 - 3)/8, -1/4 - (6 - 2)/8."""
    random = Random("aligned")
    model = Model(N=N, omega=3 if N == 2 else 0, omega_a=1, gamma=1)
    drawn = [not_none(not_none(COUPLINGS["aligned"](model, random)).rational) for _ in range(DRAWS)]
    assert min(drawn) >= line and 0 in drawn and max(drawn) > 0
    assert N == 1 or line < min(drawn) < line / 2


@pytest.mark.parametrize("name", ["J", "omega", "gamma", "beta"])
def test_greater_values_are_a_hair_to_two_digits_beyond(name: str) -> None:
    here = EvaluationPoint(model=Model(N=2, omega=3, omega_a=1, gamma=1, J=2), beta=exact(5))
    own = {"J": 2, "omega": 3, "gamma": 1, "beta": 5}[name]
    random = Random("greater")
    steps = [not_none(EXTRAS[f"greater {name}"](here, random).rational) - own for _ in range(DRAWS)]
    assert 0 < min(steps) < fmpq(1, 1000) and 1 < max(steps) <= 99
