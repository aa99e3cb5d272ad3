"""The mpmath backend prints the digits of the arb backend."""

from __future__ import annotations

import pytest

from oracles.numbers import QUANTITIES
from symcoh import evaluate

from .sampling import point, share, small_or_soaked


@pytest.mark.parametrize("chunk", range(2))
def test_same_digits(chunk: int) -> None:
    rng, seen = small_or_soaked("backends", chunk), set()
    for case in range(share(60, 2)):
        at, digits = point(rng, rng.choice((3, 8, 25)), zeros=True, high=8), rng.choice((1, 10, 50, 100))
        name = QUANTITIES[case % len(QUANTITIES)]
        proved = evaluate(at.model, name, beta=at.beta, digits=digits)
        agreed = evaluate(at.model, name, beta=at.beta, digits=digits, backend="mpmath")
        assert agreed.value == proved.value, f"{name}, {digits} digits, {at}"
        assert (proved.certified, agreed.certified, agreed.radius, agreed.ball) == (True, False, None, None)
        seen.add(name)
    assert seen == set(QUANTITIES)
