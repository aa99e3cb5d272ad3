"""Sector weights against exact fractions from power sums of the transfer matrix."""

from __future__ import annotations

import pytest
from flint import arb, fmpq

from oracles.transfer import rational_weights
from symcoh.balls import end_points, working_precision
from symcoh.numeric.ring.weights import sector_moments, sector_weights

from .sampling import SOAK, generator

LOST_BITS = 24
"""Measured 18 at N = 1000; the plan allows 32."""


def check(size: int, y: fmpq, antiferromagnetic: bool, bits: int) -> int:
    """The number of weights of one ring, all compared."""
    with working_precision(bits):
        found = list(sector_weights(size, arb(y), antiferromagnetic))
        moments = list(sector_moments(size, arb(y), antiferromagnetic))
    assert len(found) == len(moments) == size // 2 + 1
    exact_weights = rational_weights(size, 1 / y if antiferromagnetic else y)
    for k, (ball, moment) in enumerate(zip(found, moments, strict=True)):
        # W_m e^{-beta J N} = x^n P(y) with n the favoured number of domains: 0, else 1 (x = y) or k (x = 1/y).
        true = exact_weights[k] * (1 if k == 0 else y**k if antiferromagnetic else 1 / y)
        where = f"N={size}, k={k}, y={y}, J {'<' if antiferromagnetic else '>='} 0, {bits} bits"
        for value in (ball, moment[0]):
            assert value.is_finite(), where
            low, high = end_points(value)
            assert low <= true <= high, where
            assert value.rel_accuracy_bits() >= bits - LOST_BITS, f"{where}: {value.rel_accuracy_bits()} bits"
    return len(found)


@pytest.mark.parametrize("antiferromagnetic", [False, True])
@pytest.mark.parametrize("chunk", range(3))
def test_small_rings(chunk: int, antiferromagnetic: bool) -> None:
    rng, seen = generator("weights", chunk), 0
    for size in range(1, 101):
        for _ in range(SOAK):
            denominator = rng.choice((2, 3, 10, 1000, 10**9, 10**40))
            y = rng.choice(
                (fmpq(1), fmpq(1, denominator), fmpq(denominator - 1, denominator), fmpq(rng.randint(1, denominator), denominator))
            )
            seen += check(size, y, antiferromagnetic, rng.choice((64, 128, 333, 1000)))
    assert seen >= 2500 * SOAK


@pytest.mark.parametrize("antiferromagnetic", [False, True])
@pytest.mark.parametrize(
    ("size", "y"),
    [(500, fmpq(1, 2)), (501, fmpq(999, 1000)), (1000, fmpq(1, 3)), (999, fmpq(1)), (1000, fmpq(1, 10**6)), (2000, fmpq(3, 4))],
)
def test_large_rings(size: int, y: fmpq, antiferromagnetic: bool) -> None:
    assert check(size, y, antiferromagnetic, 128) == size // 2 + 1
