"""Rings beyond the reach of any sum: second routes, the sandwich for Z, the closed form at omega = 0, whatever the regime."""

from __future__ import annotations

from typing import Any

import pytest

from oracles import omega_zero
from oracles.numbers import MP, precision
from oracles.omega_zero import sandwich
from symcoh import evaluate
from symcoh.errors import NotCertified
from symcoh.model import Model

from .balls import parts
from .compare import printed
from .sampling import SOAK, Point, generator, inverse_temperature, magnitude, share, signed
from .stress import LONGEST, random_case, run


def test_a_second_route_agrees() -> None:
    """The stress program in little: no wrong digit, no hang, under a gigabyte, nearly every question answered."""
    report = run(range(60 * SOAK), seconds=2.0, sectors=3000)
    assert not report.having("WRONG")
    assert report.slowest.seconds < LONGEST, report.slowest
    assert report.memory < 1024
    assert len(report.having("refused")) <= 3 * SOAK
    assert sum(report.compared.values()) >= 20 * SOAK
    assert {"sum", "window", "integral"} <= set(report.routes)


CORNERS = (1538, 6554, 9078, 9145, 13301, 14217, 19116, 19836, 418253, 501314, 507435, 510838, 511314)
"""Seeds of quantities of the order e^{-4 beta J}, of domains beyond a window, of strong targets, of windows once thought too wide."""


def test_the_corners_are_answered() -> None:
    report = run(CORNERS, seconds=0.3, sectors=3000)
    assert not report.having("refused") and not report.having("WRONG")
    assert sum(report.routes.values()) == len(CORNERS) and set(report.routes) == {"integral", "window"}


@pytest.mark.parametrize("chunk", range(2))
def test_log_partition_function_lies_between_its_bounds(chunk: int) -> None:
    rng, strict, refused = generator("sandwich, any size", chunk), 0, 0
    for _ in range(share(200, 2)):
        base = random_case(rng.randrange(10**9))
        try:
            found = evaluate(base.model, "log-partition-function", beta=base.beta, digits=20)
        except NotCertified:
            refused += 1
            continue
        low, high = sandwich(base.model, base.beta, 256)
        middle, radius = parts(found.to_arb())
        with precision(600):
            slack = (abs(low) + abs(high) + 1) * MP.mpf(2) ** -180
            assert low - slack <= middle + radius, base
            assert middle - radius <= high + slack, base
            strict += bool(low + slack < middle - radius and middle + radius < high - slack)
    assert strict > 20 and 20 * refused <= share(200, 2), refused


@pytest.mark.parametrize("route", ["integral", "window", None])
def test_omega_zero_between_the_sums(route: str | None) -> None:
    """omega = 0 in rings of 2 10^4 to 4 10^6 sources, by the routes that know no closed form."""
    rng = generator(f"omega = 0, {route}")
    for _ in range(share(12, 1)):
        size = round(10 ** rng.uniform(4.3, 6.6))
        field, coupling = (signed(rng, magnitude(rng, 4)) for _ in "ab")
        at = Point(
            Model(N=size, omega=0, omega_a=field, gamma=coupling, J=signed(rng, f"{rng.randint(1, 999)}e-3")),
            inverse_temperature(rng, -4, 0),
        )
        name = rng.choice(("log-partition-function", "coherence"))

        def closed(known: int, _: Any, at: Point = at) -> dict[str, Any]:
            return omega_zero.quantities(at.model, at.beta, known)

        for text in printed(closed, (name,), 25).values():
            assert evaluate(at.model, name, beta=at.beta, digits=25, route=route).value == text, f"{name}, {at}"
