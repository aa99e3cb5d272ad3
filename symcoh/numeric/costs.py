"""What each route is likely to cost: guesses that order the routes, and nothing else."""

from __future__ import annotations

from math import sqrt

from flint import arb

from ..balls import midpoint, working_precision
from ..exactnumbers import Exact, enclose
from ..model import Model
from .precision import BITS_PER_DIGIT, exponent_bits
from .setting import Setting, setting

SECTOR = 5e-6
"""Seconds a sector of Z and C takes at 400 bits."""

PLAN = 1e-3
"""Seconds it takes to find a window."""

QUADRATURE = 1.2e-3
"""Seconds the integral for Z and C takes at 400 bits, its nodes at hand, is 1.4 times this."""

STRONG = 5.0
"""The beta omega/2 from which the integral takes more nodes."""

LEAN = ("coherence", "bloch-x", "quantum-fisher-information", "partition-function", "log-partition-function", "free-energy")
MOMENTS = ("energy", "entropy", "heat-capacity", "coherence-derivative")


def cost_heuristic(regime: str, model: Model, quantity: str, beta: Exact, digits: int) -> float:
    """Seconds, about.

    >>> from symcoh.exactnumbers import exact
    >>> ring = Model(N=10**12, omega_a="7/10", gamma="3/10", J="2/5")
    >>> cost_heuristic("integral", ring, "coherence", exact(1), 50) < cost_heuristic("window", ring, "coherence", exact(1), 50)
    True
    """
    if regime == "sum":
        return sector_heuristic(quantity, digits) * model.N / 2
    if regime == "window":
        return PLAN + sector_heuristic(quantity, digits) * kept_heuristic(model, beta, digits * BITS_PER_DIGIT + 64)
    power: float = ((digits * BITS_PER_DIGIT + 64) / 400) ** 2.2
    return QUADRATURE * (0.4 + power) * _factor(quantity) * (1 + sqrt(_strength(model, beta) / STRONG))


def sector_heuristic(quantity: str, digits: int) -> float:
    """Seconds a sector takes, about."""
    power: float = ((digits * BITS_PER_DIGIT + 64) / 400) ** 1.3
    return SECTOR * (0.6 + 0.4 * power) * _factor(quantity)


def _strength(model: Model, beta: Exact) -> float:
    """beta omega/2, or a million where it is larger."""
    with working_precision(64):
        strength = enclose(beta, 64) * enclose(model.omega, 64) / 2
    return float(midpoint(strength)) if strength < 1e6 else 1e6


def _factor(quantity: str) -> float:
    return 1.0 if quantity in LEAN else 5.0 if quantity in MOMENTS else 3.0


def kept_heuristic(model: Model, beta: Exact, depth: float) -> float:
    """Sectors a window of 2^-depth keeps, about, from the variance of a free ring in the fields h_0 and h_0 + beta |gamma|."""
    with working_precision(64 + exponent_bits(model, beta)):
        s = setting(model, beta)
        low = s.beta * s.omega_a / 2
        counts = [_count(s, field, depth) for field in (low, low + s.beta * s.gamma)]
    return min(max(counts), model.N / 2)


def _count(s: Setting, field: arb, depth: float) -> float:
    """Twice the width sqrt(2 depth N chi), in steps of two, with the least number a Poisson tail takes."""
    decay = (-4 * s.beta * s.coupling).exp()
    sine = field.sinh()
    sine = sine * sine
    variance = s.sources * decay * (1 + sine).sqrt() / (sine + decay) ** 1.5
    spread = midpoint((2 * depth * variance).sqrt())
    return sqrt(depth) + (float(spread) if spread < 1e300 else 1e300)
