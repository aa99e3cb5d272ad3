"""Parameters that all tests of the exact functions run through."""

from __future__ import annotations

from fractions import Fraction as Q

import pytest

#        omega,   omega_a,   gamma,     J,        beta
POINTS = [
    (Q(1), Q(7, 10), Q(3, 10), Q(2, 5), Q(1)),
    (Q(1), Q(7, 10), Q(-3, 10), Q(-2, 5), Q(2)),
    (Q(0), Q(1, 2), Q(3, 10), Q(-1, 3), Q(3, 2)),
    (Q(3, 2), Q(-7, 10), Q(6, 5), Q(1, 4), Q(5)),
    (Q(1), Q(1, 5), Q(1), Q(0), Q(1, 3)),
    (Q(1), Q(-3, 10), Q(-1, 2), Q(-3, 2), Q(10)),
    (Q(1), Q(0), Q(1, 2), Q(1, 5), Q(2)),
    (Q(1), Q(1, 2), Q(0), Q(-1, 5), Q(2)),
    (Q(0), Q(1, 3), Q(0), Q(1, 5), Q(1)),
    (Q(1), Q(7, 10), Q(3, 10), Q(2, 5), Q(0)),
]


@pytest.fixture(params=POINTS, ids=lambda p: ",".join(map(str, p)))
def point(request: pytest.FixtureRequest) -> dict[str, Q]:
    return dict(zip(("omega", "omega_a", "gamma", "J", "beta"), request.param, strict=True))


@pytest.fixture(params=range(1, 9), ids=lambda N: f"N{N}")
def count(request: pytest.FixtureRequest) -> int:
    assert isinstance(request.param, int)
    return request.param
