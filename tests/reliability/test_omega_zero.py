"""omega = 0 against the closed form of two rings, N <= 40 and large.

Above 4,000,000 sources the engine itself uses a closed form, written in power series of balls; the
oracle's is in plain floats. Between 2 * 10^4 and 4 * 10^6 a test needs the large-N engine.
"""

from __future__ import annotations

import pytest

from oracles import omega_zero
from symcoh import evaluate
from symcoh.model import Model

from .compare import printed
from .sampling import Point, generator, inverse_temperature, magnitude, point, share, signed, small_or_soaked

NAMES = ("partition-function", "log-partition-function", "coherence", "bloch-x")


def check(at: Point, digits: int, names: tuple[str, ...] = NAMES) -> None:
    for name, text in printed(lambda known, _: omega_zero.quantities(at.model, at.beta, known), names, digits).items():
        assert evaluate(at.model, name, beta=at.beta, digits=digits).value == text, f"{name}, {digits} digits, {at}"


@pytest.mark.parametrize("chunk", range(2))
def test_small_rings(chunk: int) -> None:
    rng = small_or_soaked("omega = 0", chunk)
    for _ in range(share(70, 2)):
        base = point(rng, 40, decades=12, low=-12, high=3)
        model = Model(N=base.model.N, omega=0, omega_a=base.model.omega_a, gamma=base.model.gamma, J=base.model.J)
        check(Point(model, base.beta), rng.choice((10, 50, 120)), tuple(rng.sample(NAMES, 2)))


@pytest.mark.parametrize(("low", "high", "cases"), [(3.0, 4.2, 100), (6.7, 8.0, 100)])
def test_large_rings(low: float, high: float, cases: int) -> None:
    rng = generator("omega = 0, large", int(high))
    for _ in range(share(cases, 1)):
        size = int(10 ** rng.uniform(low, high))
        field, coupling = (signed(rng, magnitude(rng, 9)) for _ in "ab")
        j = "0" if rng.random() < 0.1 else signed(rng, f"{rng.randint(1, 999)}e-3")
        at = Point(Model(N=size, omega=0, omega_a=field, gamma=coupling, J=j), inverse_temperature(rng, -9, 0))
        assert 10**3 <= at.model.N <= 10**8
        check(at, 40, (rng.choice(NAMES),))
