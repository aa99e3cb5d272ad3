"""Models for the shape of C(T): the ones named in the project's notes, and random ones with fixed seeds."""

from __future__ import annotations

import math

from reliability.sampling import generator
from symcoh.exactnumbers import exact
from symcoh.ground import critical_coupling
from symcoh.model import Model


def beside_the_line(N: int, omega_a: str, gamma: str, distance: str) -> Model:
    """J = J_c + distance, omega = 1."""
    line = critical_coupling(Model(N=N, omega_a=omega_a, gamma=gamma))
    assert line is not None
    return Model(N=N, omega_a=omega_a, gamma=gamma, J=line + exact(distance))


NAMED: dict[str, tuple[Model, tuple[str, ...]]] = {
    "dip above the line": (Model(N=4, omega_a="0.7", gamma="0.3", J="-0.274"), ("minimum", "maximum")),
    "two maxima below, odd": (beside_the_line(7, "0.01", "0.1", "-1e-4"), ("maximum", "minimum", "maximum")),
    "two maxima below, even": (beside_the_line(6, "0.02", "0.7", "-1e-6"), ("maximum", "minimum", "maximum")),
    "two dips above": (beside_the_line(13, "0.036", "0.9", "3.7e-5"), ("minimum", "maximum", "minimum", "maximum")),
}
"""Name: the model and the kinds of its extrema in the order of rising T."""


def random_model(number: int) -> Model:
    """N <= 15, omega_a and gamma log-uniform in [1e-3, 30]; half with |J/J_c - 1| log-uniform in [1e-6, 1]."""
    rng = generator("phase", number)

    def magnitude(low: float, high: float) -> str:
        return f"{10 ** rng.uniform(math.log10(low), math.log10(high)):.5g}"

    size, omega_a, gamma = rng.randint(1, 15), magnitude(1e-3, 30), magnitude(1e-3, 30)
    line = critical_coupling(Model(N=size, omega_a=omega_a, gamma=gamma))
    if number % 2 and line is not None:
        coupling = line * exact(f"1{rng.choice('+-')}{magnitude(1e-6, 1)}")
    else:
        coupling = exact(rng.choice(("", "-")) + magnitude(1e-3, 30))
    return Model(N=size, omega_a=omega_a, gamma=gamma, J=coupling)
