"""Every quantity as one ball, from the integral: `integral_enclosure(model, quantity, beta, bits)`.

Where the integral takes too many nodes the ball is infinite, at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flint import arb, arb_series

from ...balls import working_precision
from ...exactnumbers import Exact
from ...model import Model
from ..entropies import relative_excess
from ..ring.paired_sums import Pulse, no_pulse
from ..ring.setting import Setting, setting
from . import polarised
from .moments import Moments
from .sums import field_moments, inverse_temperature_moments, plain_moments, scale
from .taylor import logarithm, quotient

LEAST_ACCURACY = 16
"""Bits below which the ball of a polarised ring is not taken."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """One evaluation at the precision in force."""

    at: Setting
    bits: int
    pulse: Pulse


class _TooManyNodes(Exception):
    """The integral is no way to this value."""


def integral_enclosure(model: Model, quantity: str, beta: Exact, bits: int, pulse: Pulse = no_pulse) -> arb:
    """A ball around the quantity from one integral; same meaning as `quantities.enclosure`, for any number of sources.

    Args:
        model: exact parameters.
        quantity: a name of the registry.
        beta: inverse temperature > 0.
        bits: working precision; about log2 of the largest exponent, N (|h| + beta |J|), is lost, twice for second derivatives.
        pulse: called now and then; may raise to stop.

    Returns:
        A ball in the units of the quantity; its radius covers rounding, quadrature and tails. Infinite where the
        integral is no way to the value (more exponentially small remainders at low temperature than those of `polarised`).

    >>> from symcoh.exactnumbers import exact
    >>> ring = Model(N=10**20, omega_a="1e-10", gamma="1e-10", J="2/5")
    >>> integral_enclosure(ring, "coherence", exact(1), 256).rel_accuracy_bits() > 160
    True
    """
    with working_precision(bits):
        try:
            return _narrowest(Job(at=setting(model, beta, with_ground=False), bits=bits, pulse=pulse), quantity)
        except _TooManyNodes:
            return arb(0, "inf")


def _narrowest(job: Job, quantity: str) -> arb:
    """The ball of a polarised ring where it is one and that ball is no poor one, else the ball of the whole ring."""
    if quantity in polarised.FORMULAS and polarised.polarised_heuristic(job.at):
        ball = polarised.polarised_enclosure(job.at, quantity, job.bits, job.pulse)
        if ball.rel_accuracy_bits() >= LEAST_ACCURACY:
            return ball
    ball = FORMULAS[quantity](job)
    return ball if ball.is_finite() else arb(0, "inf")


def _plain(job: Job, with_longitudinal: bool = False) -> Moments[arb]:
    found = plain_moments(job.at, job.bits, with_longitudinal, job.pulse)
    if found is None:
        raise _TooManyNodes
    return found


def _in_beta(job: Job) -> Moments[arb_series]:
    found = inverse_temperature_moments(job.at, job.bits, job.pulse)
    if found is None:
        raise _TooManyNodes
    return found


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """x, |z|, the length r of the Bloch vector, the smaller eigenvalue of rho_t, and p_e."""

    x: arb
    z: arb
    length: arb
    smaller: arb
    excited: arb


def _target(job: Job) -> Target:
    """1 - r^2 = [(Z - C Z)(Z + C Z) - (z Z)^2]/Z^2, the first factor being a positive sum."""
    m = _plain(job, with_longitudinal=True)
    x, z = m.transverse / m.partition, m.longitudinal / m.partition
    length = (x * x + z * z).sqrt()
    open_square = m.deficit / m.partition * (1 + x) - z * z
    return Target(x=x, z=z, length=length, smaller=open_square / (2 * (1 + length)), excited=(1 - z) / 2)


def _coherence(job: Job) -> arb:
    m = _plain(job)
    return m.transverse / m.partition


def _quantum_fisher_information(job: Job) -> arb:
    coherence = _coherence(job)
    return coherence * coherence


def _partition_function(job: Job) -> arb:
    found, size = scale(job.at), job.at.sources
    return _plain(job).partition * found.root**size * (size * found.bond).exp()


def _log_scale(job: Job) -> arb:
    found = scale(job.at)
    return job.at.sources * (found.root.log() + found.bond)


def _log_partition_function(job: Job) -> arb:
    return _log_scale(job) + _plain(job).partition.log()


def _free_energy(job: Job) -> arb:
    return -_log_partition_function(job) / job.at.beta


def _energy(job: Job) -> arb:
    """-d log Z/d beta."""
    return -logarithm(_in_beta(job).partition)[1] / job.at.beta


def _entropy(job: Job) -> arb:
    """log Z - beta d log Z/d beta."""
    series = logarithm(_in_beta(job).partition)
    return _log_scale(job) + series[0] - series[1]


def _heat_capacity(job: Job) -> arb:
    """beta^2 d^2 log Z/d beta^2."""
    return 2 * logarithm(_in_beta(job).partition)[2]


def _coherence_derivative(job: Job) -> arb:
    """dC/dT = -beta^2 dC/d beta, of C or of 1 - C, whichever ball is narrower."""
    m = _in_beta(job)
    rises = quotient(m.transverse, m.partition)[1], -quotient(m.deficit, m.partition)[1]
    return -job.at.beta * max(rises, key=arb.rel_accuracy_bits)


def _magnetization(job: Job) -> arb:
    """-sign(omega_a) d log Z/d h_0."""
    found = field_moments(job.at, job.bits, job.pulse)
    if found is None:
        raise _TooManyNodes
    return -job.at.field_side * logarithm(found.partition)[1]


def _purity(job: Job) -> arb:
    target = _target(job)
    return (1 + target.x * target.x + target.z * target.z) / 2


def _ergotropy(job: Job) -> arb:
    """(omega/2) (r - |z|) as (omega/2) x^2/(r + |z|)."""
    target = _target(job)
    return job.at.omega / 2 * (target.x * target.x) / (target.length + target.z)


def _relative_entropy_of_coherence(job: Job) -> arb:
    """The three positive terms of the formula of `quantities`, with p_e = (1 - |z|)/2."""
    target = _target(job)
    p = target.excited
    delta = target.x * target.x / (2 * (target.length + target.z))
    ratio = delta / p
    if 2 * ratio < 1:
        below = relative_excess(-ratio)
    else:
        kept = target.smaller / p
        below = x_log_x(kept) - kept + 1
    return delta * (target.z / p).log1p() + p * below + (1 - p) * relative_excess(delta / (1 - p))


def x_log_x(x: arb) -> arb:
    """x log x for x >= 0, also where the ball of x reaches 0 or below: -x log x rises from 0 on [0, 1/e].

    >>> x_log_x(arb(0, 1e-30)).abs_upper() < 1e-28
    True
    """
    if x > 0 or not x < 0.25:
        return x * x.log()
    last = x.upper()
    if not last > 0:
        return arb(0) if x.is_zero() else arb("nan")
    return (last * last.log()).union(arb(0))


def _target_entropy(job: Job) -> arb:
    smaller = _target(job).smaller
    return -x_log_x(smaller) - (1 - smaller) * (-smaller).log1p()


FORMULAS: dict[str, Callable[[Job], arb]] = {
    "coherence": _coherence,
    "partition-function": _partition_function,
    "log-partition-function": _log_partition_function,
    "free-energy": _free_energy,
    "energy": _energy,
    "entropy": _entropy,
    "heat-capacity": _heat_capacity,
    "magnetization": _magnetization,
    "population-ground": lambda job: 1 - _target(job).excited,
    "population-excited": lambda job: _target(job).excited,
    "bloch-x": lambda job: job.at.transverse_side * _coherence(job),
    "bloch-z": lambda job: -_target(job).z,
    "purity": _purity,
    "target-entropy": _target_entropy,
    "relative-entropy-of-coherence": _relative_entropy_of_coherence,
    "quantum-fisher-information": _quantum_fisher_information,
    "ergotropy": _ergotropy,
    "coherence-derivative": _coherence_derivative,
}
