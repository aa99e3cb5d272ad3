"""A-priori precision delivers the digits asked, and more precision changes none of them."""

from __future__ import annotations

import pytest

from oracles import states, transfer
from oracles.numbers import QUANTITIES, Undecided, rounded
from symcoh import evaluate
from symcoh.exactnumbers import exact
from symcoh.numeric.precision import planned_bits
from symcoh.numeric.ring.quantities import enclosure

from .balls import accuracy, contains, parts
from .sampling import point, share, small_or_soaked, vanishes

BITS_PER_DIGIT = 3.321928094887362
ALLOWED_LOSS = 16
"""Of the 32 guard bits of the plan."""


@pytest.mark.parametrize("chunk", range(3))
def test_one_evaluation_at_the_planned_precision_delivers(chunk: int) -> None:
    rng = small_or_soaked("a priori", chunk)
    for _ in range(share(150, 3)):
        at, digits = point(rng, 9 if rng.random() < 0.85 else 40), rng.choice((10, 20, 50, 50, 100, 100, 300, 1000))
        beta = exact(at.beta)
        route = states if at.model.N <= 9 else transfer
        true = route.quantities(at.model, at.beta, digits + 15, ("partition-function", "coherence"))
        for name, value in true.items():
            ball = enclosure(at.model, name, beta, planned_bits(at.model, name, beta, digits))
            assert contains(ball, value, digits + 15), f"miss: {name}, {digits} digits, {at}"
            assert accuracy(ball) >= digits * BITS_PER_DIGIT + ALLOWED_LOSS, f"{accuracy(ball)} bits: {name}, {digits} digits, {at}"


@pytest.mark.parametrize("chunk", range(3))
def test_twice_the_precision_changes_no_printed_digit(chunk: int) -> None:
    rng = small_or_soaked("twice", chunk)
    done, wanted = 0, share(400, 3)
    while done < wanted:
        at, digits = point(rng, rng.choice((5, 12, 40))), rng.choice((1, 2, 5, 15, 16, 17, 40, 50, 100, 200))
        name = rng.choice(QUANTITIES)
        if vanishes(at.model, name):
            continue
        done += 1
        result, beta = evaluate(at.model, name, beta=at.beta, digits=digits), exact(at.beta)
        bits = 2 * planned_bits(at.model, name, beta, digits) + 200
        for factor in (1, 4, 16, 64):
            ball = enclosure(at.model, name, beta, bits * factor)
            if accuracy(ball) < digits * BITS_PER_DIGIT + 60:
                continue
            try:
                text = rounded(parts(ball)[0], digits, int(accuracy(ball) / BITS_PER_DIGIT) if accuracy(ball) < 1e6 else digits + 100)
                break
            except Undecided:
                continue
        else:
            raise AssertionError(f"{name}, {digits} digits, {at}: no precision rounds it")
        assert result.value == text, f"{name}, {digits} digits, {at}"
