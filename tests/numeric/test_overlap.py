"""One value by every regime that reaches it, where rings are small enough for all and large enough for any: 2000 to 10^5 sources."""

from __future__ import annotations

import random
from collections import Counter
from itertools import combinations

import pytest

from reliability.sampling import critical_text, generator, share, signed
from symcoh import evaluate
from symcoh.certified import CertifiedNumber
from symcoh.errors import NotCertified
from symcoh.model import Model
from symcoh.numeric.routes import ROUTE_NAMES
from symcoh.observables import OBSERVABLES

SETS = {30: 10, 100: 6, 300: 4}
"""Questions of so many digits."""
MAX_PRECISION = 6000


def log_uniform(rng: random.Random, low: float, high: float) -> str:
    return f"{10 ** rng.uniform(low, high):.6e}"


def random_question(rng: random.Random) -> tuple[Model, str, str]:
    """A model, a quantity and beta: warm and cold, a third beside the critical line, a third with couplings of order N^(-1/2)."""
    number, kind = round(10 ** rng.uniform(3.30103, 5)), rng.randrange(3)
    omega, small = log_uniform(rng, -1, 1), number**-0.5 if kind == 1 else 1
    omega_a, gamma = (f"{small * 10 ** rng.uniform(-2, 0.5):.6e}" for _ in "ab")
    coupling = signed(rng, log_uniform(rng, -2, 0.5))
    if kind == 2:
        coupling = f"({critical_text(number, omega, omega_a, gamma)})*{1 + rng.choice((1, -1)) * 10 ** rng.uniform(-4, 0):.9f}"
    quantity = rng.choice(("coherence", "coherence", *OBSERVABLES))
    return Model(N=number, omega=omega, omega_a=omega_a, gamma=gamma, J=coupling), quantity, log_uniform(rng, -2, 1.5)


@pytest.mark.parametrize("digits", [30, 100, 300])
def test_regimes_overlap(digits: int) -> None:
    """The same digits by two regimes or three; most questions are answered by all that are made for them."""
    rng, seen = generator(f"overlap of regimes, {digits}"), Counter[str]()
    for _ in range(share(SETS[digits], 1)):
        model, quantity, beta = random_question(rng)
        found: dict[str, CertifiedNumber] = {}
        for regime in ROUTE_NAMES:
            try:
                found[regime] = evaluate(model, quantity, beta=beta, digits=digits, route=regime, max_precision=MAX_PRECISION, budget=20)
            except NotCertified:
                continue
        for one, other in combinations(found, 2):
            where = f"{quantity}, {digits} digits, {model!r} at beta={beta}: {one} and {other}"
            assert found[one].value == found[other].value, where
            assert found[one].to_arb().overlaps(found[other].to_arb()), where
            seen[f"{one}, {other}"] += 1
    assert 2 * min(seen["sum, window"], seen["sum, integral"]) >= share(SETS[digits], 1), seen
