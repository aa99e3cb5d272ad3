"""The mpmath backend prints the digits of the arb backend."""

from __future__ import annotations

import pytest

from oracles.numbers import QUANTITIES
from symcoh import evaluate

from .sampling import generator, point, share


@pytest.mark.parametrize("chunk", range(4))
def test_same_digits(chunk: int) -> None:
    rng, seen = generator("backends", chunk), set()
    for _ in range(share(600, 4)):
        at, digits, name = point(rng, rng.choice((3, 8, 25)), zeros=True, high=8), rng.choice((1, 10, 50, 100)), rng.choice(QUANTITIES)
        proved = evaluate(at.model, name, beta=at.beta, digits=digits)
        agreed = evaluate(at.model, name, beta=at.beta, digits=digits, backend="mpmath")
        assert agreed.value == proved.value, f"{name}, {digits} digits, {at}"
        assert (proved.certified, agreed.certified, agreed.radius, agreed.ball) == (True, False, None, None)
        seen.add(name)
    assert seen == set(QUANTITIES)
