"""Certified comparisons: three outcomes, reproducible corners, and teeth against false claims."""

from __future__ import annotations

from fractions import Fraction
from itertools import islice
from random import Random
from typing import Any

import pytest
from flint import fmpq

from oracles import states
from oracles.not_none import not_none
from symcoh.certificates import inequalities as subject
from symcoh.certificates.inequalities import ThermalState, attack, coherence_less, compare, corner_states
from symcoh.errors import InputError
from symcoh.exactnumbers import exact
from symcoh.model import Model


def state(beta: str = "2", **values: Any) -> ThermalState:
    return ThermalState(model=Model(**({"N": 4, "omega_a": "7/10", "gamma": "3/10"} | values)), beta=exact(beta))


def rational_of(model: Model) -> fmpq:
    return not_none(model.J.rational)


def drawn(couplings: str, number: int, seed: int = 5) -> list[ThermalState]:
    return list(islice(corner_states(Random(seed), subject.COUPLINGS[couplings]), number))


def test_three_outcomes() -> None:
    hot, cold = state("1"), state("2")
    assert coherence_less(hot, cold) is True
    assert coherence_less(cold, hot) is False
    assert coherence_less(cold, cold) is None
    tally = compare([(hot, cold), (cold, hot), (cold, cold)])
    assert (tally.true, tally.false, tally.undecided, tally.counterexample) == (1, 1, 1, (cold, hot))


def test_precision_is_raised_until_the_balls_are_apart() -> None:
    """C = C_0 - O(e^{-beta gap}): the two differ beyond the hundredth digit."""
    warm, cold = state("200", J="1"), state("201", J="1")
    assert coherence_less(warm, cold, max_bits=256) is None
    assert coherence_less(warm, cold) is True


def test_one_source_does_not_know_its_coupling() -> None:
    assert coherence_less(state(N=1, J="0"), state(N=1, J="3"), max_bits=512) is None


@pytest.mark.parametrize("name", ["J", "omega_a", "gamma", "N+2", "smaller omega"])
def test_true_claims_of_any_coupling(name: str) -> None:
    tally = attack(name, samples=150, smallest_N=2, seed=2)
    assert tally.false == 0 and tally.true >= 135


@pytest.mark.parametrize("name", ["beta", "N+1"])
def test_claims_for_ferromagnets_and_their_counterexamples(name: str) -> None:
    tally = attack(name, samples=150, couplings="ferromagnetic", seed=2)
    assert tally.false == 0 and tally.true >= 135
    beyond = attack(name, samples=150, couplings="any", seed=2)
    assert beyond.false >= 5
    assert not_none(not_none(beyond.counterexample)[0].model.J.rational) < 0


@pytest.mark.parametrize("name", list(subject.CLAIMS))
def test_every_claim_reversed_is_refuted(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    right = subject.CLAIMS[name]
    monkeypatch.setitem(subject.CLAIMS, name, lambda state, random: right(state, random)[::-1])
    tally = attack(name, samples=20, couplings="ferromagnetic", smallest_N=2)
    assert tally.true == 0 and tally.false >= 18


@pytest.mark.parametrize("name", list(subject.CLAIMS))
def test_a_step_changes_one_parameter(name: str) -> None:
    for index, start in enumerate(drawn("any", 10)):
        low, high = subject.CLAIMS[name](start, Random(index))
        changed = [f for f in ("N", "omega", "omega_a", "gamma", "J") if getattr(low.model, f) != getattr(high.model, f)]
        changed += ["beta"] * (low.beta != high.beta)
        assert changed == [{"N+1": "N", "N+2": "N", "smaller omega": "omega"}.get(name, name)]


def test_the_corners_are_drawn() -> None:
    many = drawn("any", 400)
    models = [s.model for s in many]
    assert {1, 2, 3, 4} <= {m.N for m in models} and max(m.N for m in models) > 20
    assert any(m.omega.rational == 0 for m in models) and any(m.J.rational == 0 for m in models)
    assert {rational_of(m) > 0 for m in models} == {True, False}
    assert min(Fraction(str(s.beta)) for s in many) < Fraction(1, 50) and max(Fraction(str(s.beta)) for s in many) > 50
    beside = [abs(float(rational_of(m).p) / float(rational_of(m).q) - float(subject._beside_crossing(m))) for m in models]
    assert sum(distance < 0.01 for distance in beside) > 20
    assert all(rational_of(m) >= 0 for m in (s.model for s in drawn("ferromagnetic", 100)))


def test_same_seed_same_pairs() -> None:
    assert drawn("any", 5) == drawn("any", 5) != drawn("any", 5, seed=6)


def test_outcomes_agree_with_the_sum_over_all_states() -> None:
    compared = []
    for index, start in enumerate(s for s in drawn("any", 60) if s.model.N <= 7):
        pair = subject.CLAIMS["beta"](start, Random(index))
        low, high = (states.quantities(s.model, s.beta, 60, ("coherence",))["coherence"] for s in pair)
        if abs(high - low) > high * 1e-50:
            assert coherence_less(*pair) is (low < high)
            compared.append(low < high)
    assert len(compared) > 25 and set(compared) == {True, False}


def test_refusals() -> None:
    with pytest.raises(InputError, match="`claim` must be one of J, omega_a, gamma, beta"):
        attack("T", samples=1)
    with pytest.raises(InputError, match="`couplings` must be one of ferromagnetic, any, but is 'all'"):
        attack("J", samples=1, couplings="all")
