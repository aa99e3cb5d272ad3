"""Every quantity as one ball: `enclosure(model, quantity, beta, bits)`, a pure function.

Each formula is a quotient or sum of positive terms wherever the sign of the quantity is known, so the
ball is narrow relative to the value even when that is e^{-10^9}.
"""

from __future__ import annotations

from collections.abc import Callable

from flint import arb

from ...balls import ask_clocks, current_precision, working_precision
from ...exactnumbers import Exact, enclose, is_zero
from ...ground import bloch_vector
from ...model import Model
from ..entropies import binary_entropy, entropic, relative_excess
from .paired_sums import Pulse, folded_sums, no_pulse
from .sector_window import Kept, every_sector
from .setting import Setting, reference_manifold, setting
from .thermal import EnergyMoments, Sums, energy_moments, target_matrix, thermal_sums

LEAN = frozenset({"coherence", "bloch-x", "quantum-fisher-information", "partition-function"})
"""Quantities of the folded sums alone, for which the ground state is no concern."""

VANISHING = arb((1, -8))
"""Below this a logarithm has lost 8 bits."""

Formula = Callable[[Model, Setting, Kept, Pulse], arb]


def enclosure(model: Model, quantity: str, beta: Exact, bits: int, pulse: Pulse = no_pulse) -> arb:
    """A ball around the quantity by the sum over all sectors, at `bits` bits of working precision.

    Args:
        model: exact parameters.
        quantity: a name of the registry.
        beta: inverse temperature > 0 (beta = 0 for the partition function alone).
        bits: working precision; more bits, narrower ball.
        pulse: called now and then; may raise to stop.

    Returns:
        A ball in the units of the quantity; its radius covers rounding and every truncation.

    >>> from symcoh.exactnumbers import exact
    >>> ball = enclosure(Model(N=4, omega_a="7/10", gamma="3/10", J="2/5"), "coherence", exact(10), 128)
    >>> ball.rel_accuracy_bits() > 100
    True
    """
    with working_precision(bits):
        if is_zero(beta):
            return arb((1, model.N + 1))
        s = setting(model, beta, with_ground=quantity not in LEAN)
        return FORMULAS[quantity](model, s, every_sector(s), pulse)


def _coherence(model: Model, s: Setting, kept: Kept, pulse: Pulse) -> arb:
    partition, transverse = folded_sums(s, kept, pulse)
    return transverse / partition


def _bloch_x(model: Model, s: Setting, kept: Kept, pulse: Pulse) -> arb:
    return s.transverse_side * _coherence(model, s, kept, pulse)


def _bloch_z(model: Model, s: Setting, kept: Kept, pulse: Pulse) -> arb:
    sums = thermal_sums(s, kept, pulse)
    return -sums.longitudinal / sums.partition


def _quantum_fisher_information(model: Model, s: Setting, kept: Kept, pulse: Pulse) -> arb:
    value = _coherence(model, s, kept, pulse)
    return value * value


def _magnetization(model: Model, s: Setting, kept: Kept, pulse: Pulse) -> arb:
    sums = thermal_sums(s, kept, pulse)
    return -s.field_side * sums.magnetization / sums.partition


def _population_excited(model: Model, s: Setting, kept: Kept, pulse: Pulse) -> arb:
    sums = thermal_sums(s, kept, pulse)
    return sums.excited / sums.partition


def _population_ground(model: Model, s: Setting, kept: Kept, pulse: Pulse) -> arb:
    return 1 - _population_excited(model, s, kept, pulse)


def _purity(model: Model, s: Setting, kept: Kept, pulse: Pulse) -> arb:
    sums = thermal_sums(s, kept, pulse)
    return (1 + _squared_length(sums)) / 2


def _squared_length(sums: Sums) -> arb:
    """x^2 + z^2, by products: Arb's power of a ball with midpoint 0 is not finite."""
    return (sums.transverse * sums.transverse + sums.longitudinal * sums.longitudinal) / (sums.partition * sums.partition)


def _ergotropy(model: Model, s: Setting, kept: Kept, pulse: Pulse) -> arb:
    """(omega/2) (r - |z|) as (omega/2) x^2/(r + |z|)."""
    sums = thermal_sums(s, kept, pulse)
    x, z = sums.transverse / sums.partition, sums.longitudinal / sums.partition
    return s.omega / 2 * x * x / ((x * x + z * z).sqrt() + z)


def _smaller_eigenvalue(s: Setting, length: arb, kept: Kept, pulse: Pulse) -> arb:
    """lambda_- of rho_t from det rho_t = lambda_- lambda_+, never from 1 - r."""
    matrix = target_matrix(s, kept, pulse)
    trace = matrix.major + matrix.minor
    determinant = (matrix.major * matrix.minor - matrix.cross * matrix.cross) / (trace * trace)
    return 2 * determinant / (1 + length)


def _target_entropy(model: Model, s: Setting, kept: Kept, pulse: Pulse) -> arb:
    sums = thermal_sums(s, kept, pulse)
    length = _squared_length(sums).sqrt()
    return binary_entropy(_smaller_eigenvalue(s, length, kept, pulse))


def _relative_entropy_of_coherence(model: Model, s: Setting, kept: Kept, pulse: Pulse) -> arb:
    """S(diag rho_t) - S(rho_t) as a sum of three positive terms.

    With p = p_e <= 1/2, lambda the smaller eigenvalue and delta = p - lambda = x^2/(2 (r + |z|)):
    delta log((1-p)/p) + p k(-delta/p) + (1-p) k(delta/(1-p)),   k(t) = (1+t) log(1+t) - t >= 0.
    Where delta takes most of p, k comes from 1 + t = lambda/p instead of t.
    """
    sums = thermal_sums(s, kept, pulse)
    x, z = sums.transverse / sums.partition, sums.longitudinal / sums.partition
    p = sums.excited / sums.partition
    length = (x * x + z * z).sqrt()
    delta = x * x / (2 * (length + z))
    # log((1-p)/p) = log1p((1-2p)/p) with 1 - 2p = |z|.
    ask_clocks()
    slope = delta * (z / p).log1p()
    ratio = delta / p
    if 2 * ratio < 1:
        below = relative_excess(-ratio)
    else:
        left = _smaller_eigenvalue(s, length, kept, pulse) / p
        below = entropic(left) - left + 1
    return slope + p * below + (1 - p) * relative_excess(delta / (1 - p))


def _moments(model: Model, s: Setting, kept: Kept, pulse: Pulse) -> EnergyMoments:
    return energy_moments(s, arb(0), kept, pulse)


def _log_sum(s: Setting, moments: EnergyMoments) -> arb:
    """log(Z e^{beta E_0}): the log of the ground degeneracy plus a log1p of the rest."""
    if moments.excess is None or s.ground_degeneracy is None:
        return moments.partition.log()
    ask_clocks()
    return arb(s.ground_degeneracy).log() + (moments.excess / s.ground_degeneracy).log1p()


def _partition_function(model: Model, s: Setting, kept: Kept, pulse: Pulse) -> arb:
    return folded_sums(s, kept, pulse)[0]


def _log_partition_function(model: Model, s: Setting, kept: Kept, pulse: Pulse) -> arb:
    """log Z from the lean sums; where it nearly vanishes, from its two parts."""
    value = folded_sums(s, kept, pulse)[0].log()
    if abs(value) > VANISHING:
        return value
    return _log_sum(s, _moments(model, s, kept, pulse)) - s.beta * s.reference_energy()


def _free_energy(model: Model, s: Setting, kept: Kept, pulse: Pulse) -> arb:
    return -_log_partition_function(model, s, kept, pulse) / s.beta


def _energy(model: Model, s: Setting, kept: Kept, pulse: Pulse) -> arb:
    return s.reference_energy() + _moments(model, s, kept, pulse).mean


def _entropy(model: Model, s: Setting, kept: Kept, pulse: Pulse) -> arb:
    moments = _moments(model, s, kept, pulse)
    return _log_sum(s, moments) + s.beta * moments.mean


def _heat_capacity(model: Model, s: Setting, kept: Kept, pulse: Pulse) -> arb:
    moments = _moments(model, s, kept, pulse)
    return s.beta * s.beta * (moments.square - moments.mean * moments.mean)


def _coherence_derivative(model: Model, s: Setting, kept: Kept, pulse: Pulse) -> arb:
    """dC/dT = beta^2 Cov(eps, xi): -beta^2 d/dbeta of an average with Boltzmann weights."""
    manifold = reference_manifold(model)
    ground_xi = abs(enclose(bloch_vector(model, manifold)[0], current_precision())) if manifold else arb(0)
    moments = energy_moments(s, ground_xi, kept, pulse)
    return s.beta * s.beta * (moments.product - moments.mean * moments.shift)


FORMULAS: dict[str, Formula] = {
    "coherence": _coherence,
    "partition-function": _partition_function,
    "log-partition-function": _log_partition_function,
    "free-energy": _free_energy,
    "energy": _energy,
    "entropy": _entropy,
    "heat-capacity": _heat_capacity,
    "magnetization": _magnetization,
    "population-ground": _population_ground,
    "population-excited": _population_excited,
    "bloch-x": _bloch_x,
    "bloch-z": _bloch_z,
    "purity": _purity,
    "target-entropy": _target_entropy,
    "relative-entropy-of-coherence": _relative_entropy_of_coherence,
    "quantum-fisher-information": _quantum_fisher_information,
    "ergotropy": _ergotropy,
    "coherence-derivative": _coherence_derivative,
}
