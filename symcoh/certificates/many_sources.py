"""Balls for laws of many sources: C of a ring of any size by the integral, and averages over s under e^{Xs + gs²/2}."""

from __future__ import annotations

from flint import acb, arb

from ..balls import working_precision
from ..exactnumbers import Exact
from ..model import Model
from ..numeric.integral import integral_enclosure


def coherence_of_many(model: Model, beta: Exact, bits: int) -> arb:
    """C by the integral representation, at any N.

    >>> from symcoh.exactnumbers import exact
    >>> coherence_of_many(Model(N=10**12, omega_a="7/10", gamma="3/10"), exact("1e-6"), 256).rel_accuracy_bits() > 100
    True
    """
    return integral_enclosure(model, "coherence", beta, bits)


def exponential_average(X: arb, g: arb, weight: arb, bits: int) -> arb:
    """∫_{-1}^{1} (s - weight) e^{Xs + gs²/2} ds, enclosed by Arb's own quadrature.

    >>> ball = exponential_average(arb(0), arb(0), arb("0.5"), 128)
    >>> ball.overlaps(arb(-1)) and ball.rad() < 1e-30
    True
    """
    with working_precision(bits):
        return acb.integral(lambda s, _: (s - weight) * (X * s + g * s * s / 2).exp(), -1, 1).real
