"""Every quantity against all 2^N states of the sources, and the accuracy of what is printed."""

from __future__ import annotations

import pytest

from oracles import states
from oracles.numbers import MP, QUANTITIES, number, precision
from symcoh import Model, evaluate
from symcoh.exactnumbers import exact

from .balls import contains
from .compare import expected
from .sampling import Point, generator, point, share, vanishes


@pytest.mark.parametrize("chunk", range(4))
def test_partition_function_and_coherence(chunk: int) -> None:
    rng, largest = generator("states", chunk), 0
    for _ in range(share(200, 4)):
        at, digits = point(rng, 11), rng.choice((1, 15, 50, 200, 700))
        largest = max(largest, at.model.N)
        wanted = expected(at, ("partition-function", "coherence"), digits)
        for name, text in wanted.items():
            assert evaluate(at.model, name, beta=at.beta, digits=digits).value == text, f"{name}, {digits} digits, {at}"
    assert largest >= 10


@pytest.mark.parametrize("chunk", range(4))
def test_every_quantity(chunk: int) -> None:
    rng = generator("quantities", chunk)
    for _ in range(share(300, 4)):
        at, digits = point(rng, 8, zeros=True), rng.choice((3, 30, 80))
        for name, text in expected(at, QUANTITIES, digits).items():
            result = evaluate(at.model, name, beta=at.beta, digits=digits)
            assert result.certified
            assert result.value == text, f"{name}, {digits} digits, {at}"


@pytest.mark.parametrize("chunk", range(2))
def test_ball_and_radius_cover_the_truth(chunk: int) -> None:
    rng = generator("radius", chunk)
    for _ in range(share(300, 2)):
        at, digits, name = point(rng, 7), rng.choice((5, 40)), rng.choice(QUANTITIES)
        if vanishes(at.model, name):
            continue
        result = evaluate(at.model, name, beta=at.beta, digits=digits)
        value = states.quantities(at.model, at.beta, 4 * digits + 100, (name,))[name]
        assert contains(result.ball, value, 4 * digits + 100), f"{name}, {digits} digits, {at}"
        with precision(20 * digits + 500):
            error = abs(value - number(exact(result.value)) if abs(MP.mag(value)) < 3 * 10**5 else MP.mpf(0))
            assert result.radius is not None
            mantissa, _, exponent = result.radius.partition("e")
            bound = MP.mpf(mantissa) * MP.mpf(10) ** int(exponent or 0)
            assert error <= bound, f"{name}, {digits} digits, {at}"
            assert bound <= abs(value) * MP.mpf(10) ** (1 - digits), f"useless radius: {name}, {digits} digits, {at}"


@pytest.mark.parametrize("size", [2, 5, 8])
@pytest.mark.parametrize("j", ["-0.727", "0", "0.4"])
def test_cold_derivative_without_target_gap(size: int, j: str) -> None:
    """omega = 0: all ground sectors have x = 1, so dC/dT is smaller than any excitation of theirs."""
    at = Point(Model(N=size, omega=0, omega_a="1.176", gamma="-1.576", J=j), "9e5")
    wanted = expected(at, ("coherence-derivative",), 50)["coherence-derivative"]
    assert int(wanted.partition("e")[2]) < -100_000
    assert evaluate(at.model, "coherence-derivative", beta=at.beta, digits=50).value == wanted
