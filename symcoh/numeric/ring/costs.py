"""What each route is likely to cost: guesses that order the routes, and nothing else."""

from __future__ import annotations

from math import log2, sqrt

from flint import arb

from ...balls import midpoint, working_precision
from ...exactnumbers import sight
from ...exactnumbers.sign import SIGHT
from ...observables import KNOWN
from ..formulas import MOMENTS, OF_TWO_SUMS
from ..precision import BITS_PER_DIGIT, exponent_bits
from .setting import Problem, Setting
from .window import relative_to_ground

SECTOR = 5e-6
"""Seconds a sector of Z and C takes at 400 bits."""

PLAN = 5e-4
"""Seconds it takes to find a window."""

QUADRATURE = 1.2e-3
"""The integral for Z and C at 400 bits takes 1.4 times as many seconds, once its nodes are computed."""

STRONG = 5.0
"""The beta omega/2 from which the integral takes more nodes."""

STRONGEST = 3000.0
"""The beta omega/2 beyond which it takes no more: a peak inside is found, and its width is of no concern."""

MANY = 10**300
"""More sources are counted as so many."""

ROUNDS = 8
"""Steps towards a fixed point of the mean field."""

SETTLED = 0.01
"""A fixed point is near enough where a step changes so little of it."""

LEAN = frozenset(name for name, known in KNOWN.items() if known.sums == "lean")
"""Quantities of the lean sums of Z and C alone."""


def cost_heuristic(route: str, problem: Problem, quantity: str, digits: int) -> float:
    """Seconds, about.

    >>> from symcoh.exactnumbers import exact
    >>> from symcoh.model import Model
    >>> ring = Problem(Model(N=10**12, omega_a="7/10", gamma="3/10", J="2/5"), exact(1))
    >>> cost_heuristic("integral", ring, "coherence", 50) < cost_heuristic("window", ring, "coherence", 50)
    True
    """
    if route == "sum":
        return sector_heuristic(quantity, digits) * _half(problem)
    if route == "window":
        return PLAN + sector_heuristic(quantity, digits) * kept_heuristic(problem, quantity, digits * BITS_PER_DIGIT + 64)
    bits = digits * BITS_PER_DIGIT + 64
    power: float = (bits / 400) ** 2.45 * _node_share(problem, bits)
    factor = 1.0 if quantity in LEAN else 5.0 if quantity in MOMENTS else 3.0
    return QUADRATURE * (0.4 + power) * factor * (1 + sqrt(_strength(problem) / STRONG))


def _half(problem: Problem) -> float:
    """N/2, or a number beyond all costs where that is none."""
    return min(problem.model.N, MANY) / 2


def sector_heuristic(quantity: str, digits: int) -> float:
    """Seconds a sector takes, about."""
    power: float = ((digits * BITS_PER_DIGIT + 64) / 400) ** 1.3
    return SECTOR * (0.6 + 0.4 * power) * (1.0 if quantity in LEAN else 5.5 if quantity in OF_TWO_SUMS else 2.7)


def _node_share(problem: Problem, bits: float) -> float:
    """Nodes over those of an integrand that falls by 2^-bits: fewer where all exponents N c + a are small."""
    with working_precision(SIGHT):
        model = problem.model
        span = sight(problem.beta) * (model.N * abs(sight(model.gamma)) + sight(model.omega) / 2) + 1
    return 1.2 / max(1.2, log2(2 * bits / _number(span)))


def _strength(problem: Problem) -> float:
    """beta omega/2, or `STRONGEST` where it is larger."""
    with working_precision(SIGHT):
        strength = sight(problem.beta) * sight(problem.model.omega) / 2
    return float(midpoint(strength)) if strength < STRONGEST else STRONGEST


def kept_heuristic(problem: Problem, quantity: str, depth: float) -> float:
    """Sectors a window of 2^-depth keeps, about: those of a free ring in the fields h_0 + c s that the target may exert on it."""
    with working_precision(SIGHT + exponent_bits(problem.model, problem.beta)):
        s = problem.setting(with_ground=False)
        if s.antiferromagnetic and s.sources % 2 == 0:  # else no ground state stands in the sector 0 alone
            s = problem.setting()
        nats = arb(depth) * arb(2).log()
        if relative_to_ground(s, quantity):
            nats += 2 * arb(s.sources).log() - 4 * s.bond
        counts = [max(_count(s, field, depth), _edge(s, field, nats)) for field in (_mean_field(s, arb(start)) for start in (0, 1))]
    return min(max(counts), _half(problem))


def _mean_field(s: Setting, share: arb) -> arb:
    """h_0 + c s at a fixed point of s = y/sqrt(a^2 + y^2), y = c |M|, near which the target's transverse mean may lie."""
    low, slope, target = s.field, s.slope, s.strength
    decay, full = (-4 * s.bond).exp(), slope * s.sources
    for _ in range(ROUNDS):
        sine = (low + slope * share).sinh()
        y = full * sine / (sine * sine + decay).sqrt()
        size = (target * target + y * y).sqrt()
        before, share = share, midpoint(y / size) if size > 0 else share
        if abs(share - before) < SETTLED * share:
            break
    return low + slope * share


def _edge(s: Setting, field: arb, nats: arb) -> float:
    """Sizes of a single domain of flipped spins, each step of which costs 2h, where J > 0 and flipped spins are rare; else 0."""
    decay = (-4 * s.bond).exp()
    sine = field.sinh()
    rare = s.coupling > 0 and s.sources * decay < sine * sine
    return _number(nats / (2 * field)) if rare and nats > 0 and field > 0 else 0.0


def _count(s: Setting, field: arb, depth: float) -> float:
    """Twice the width sqrt(2 depth N chi), in steps of two, with the least number a Poisson tail takes."""
    decay = (-4 * s.bond).exp()
    sine = field.sinh()
    sine = sine * sine
    variance = s.sources * decay * (1 + sine).sqrt() / (sine + decay) ** 1.5
    return sqrt(depth) + _number((2 * depth * variance).sqrt())


def _number(x: arb) -> float:
    return float(midpoint(x)) if x < 1e300 else 1e300
