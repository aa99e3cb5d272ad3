"""Every quantity from a `ThermalState`: each formula once, whichever route the state comes from.

Entropies are sums of positive parts where they may be exponentially small.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flint import arb

from ..observables import KNOWN
from .entropies import binary_entropy, entropic, relative_excess
from .state import JointState, ThermalState

Formula = Callable[[ThermalState], arb]


def length(vector: Sequence[arb]) -> arb:
    """sqrt(x^2 + y^2 + z^2) of balls; one component alone is not squared.

    >>> float(length((arb(3), arb(0), arb(-4)))), float(length((arb(0), arb(-2))))
    (5.0, 2.0)
    """
    present = [v for v in vector if not v.is_zero()]
    if len(present) < 2:
        return abs(present[0]) if present else arb(0)
    return _squared(present).nonnegative_part().sqrt()


def dot(left: Sequence[arb], right: Sequence[arb]) -> arb:
    """The inner product of two vectors."""
    return sum((a * b for a, b in zip(left, right, strict=True)), arb(0))


def _squared(vector: Sequence[arb]) -> arb:
    """The sum of squares, by products: Arb's power of a ball with midpoint 0 is not finite."""
    return dot(vector, vector)


def finite_beta(s: ThermalState) -> arb:
    """beta of a state that is not one at T = 0, where exact data decide what holds it."""
    assert s.beta is not None, "the ends are decided on exact data"
    return s.beta


def _coherence(s: ThermalState) -> arb:
    return length(s.transverse)


def _free_energy(s: ThermalState) -> arb:
    return -s.log_partition / finite_beta(s)


def _energy(s: ThermalState) -> arb:
    return s.reference + s.mean


def entropy(s: ThermalState) -> arb:
    """log Z + beta <H>."""
    own = s.entropy
    return s.log_sum + finite_beta(s) * s.mean if own is None else own


def _heat_capacity(s: ThermalState) -> arb:
    """beta^2 (<H^2> - <H>^2)."""
    return finite_beta(s) * finite_beta(s) * s.variance


def _coherence_derivative(s: ThermalState) -> arb:
    """dC/dT = beta^2 Cov(H, sigma_perp): -beta^2 d/dbeta of an average with Boltzmann weights."""
    return finite_beta(s) * finite_beta(s) * s.drift


def _purity(s: ThermalState) -> arb:
    return (1 + _squared(s.bloch)) / 2


def _relative_entropy_of_coherence(s: ThermalState) -> arb:
    """S(diag rho_t) - S(rho_t) as a sum of three positive terms.

    With p the smaller population, lambda the smaller eigenvalue and delta = p - lambda = (x^2 + y^2)/(2 (r + |z|)):
    delta log((1-p)/p) + p k(-delta/p) + (1-p) k(delta/(1-p)),   k(t) = (1+t) log(1+t) - t >= 0.
    Where delta takes most of p, k comes from 1 + t = lambda/p instead of t. log((1-p)/p) = log1p((1-2p)/p) with 1 - 2p = |z|.
    """
    bloch = s.bloch
    p, z = s.lesser, abs(bloch[2])
    delta = _squared(bloch[:2]) / (2 * (length(bloch) + z))
    slope = delta * (z / p).log1p()
    ratio = delta / p
    if 2 * ratio < 1:
        below = relative_excess(-ratio)
    else:
        left = s.smaller / p
        below = entropic(left) - left + 1
    return slope + p * below + (1 - p) * relative_excess(delta / (1 - p))


def _ergotropy(s: ThermalState) -> arb:
    """|h| r + h . r, (omega/2) (r + z) for H_A = (omega/2) sigma^z; where h . r < 0 as |h x r|^2/(|h| r - h . r)."""
    h, bloch = s.own, s.bloch
    along, total = dot(h, bloch), length(h) * length(bloch)
    if along < 0:
        (a, b, c), (x, y, z) = h, bloch
        return _squared((b * z - c * y, c * x - a * z, a * y - b * x)) / (total - along)
    return total + along


def _temperature_fisher_information(s: JointState) -> arb:
    """|dr/dT|^2 + (r . dr/dT)^2/(1 - r^2), with dr/dT = beta^2 Cov(H, r) and 1 - r^2 = 4 lambda (1 - lambda)."""
    drift = [finite_beta(s) * finite_beta(s) * part for part in s.covariance]
    along = dot(s.bloch, drift)
    return _squared(drift) + along * along / (4 * s.smaller * (1 - s.smaller))


def log_quotient(s: JointState) -> arb:
    """log Z - log Z_B."""
    return s.log_partition - (s.bare.log_sum - finite_beta(s) * s.bare.reference)


def _mean_force_energy(s: JointState) -> arb:
    """h_0 = -(log Z - log Z_B + (log lambda + log(1 - lambda))/2)/beta: 1 - r^2 = 4 lambda (1 - lambda)."""
    return -(log_quotient(s) + (s.smaller.log() + (-s.smaller).log1p()) / 2) / finite_beta(s)


def _mean_force_component(axis: int) -> Callable[[JointState], arb]:
    """A component of h = -artanh(r)/(beta r) (x, y, z), artanh(r) = log((1 - lambda)/lambda)/2."""

    def component(s: JointState) -> arb:
        size = ((-s.smaller).log1p() - s.smaller.log()) / 2
        return -s.bloch[axis] / length(s.bloch) * size / finite_beta(s)

    return component


def _mean_force_free_energy(s: JointState) -> arb:
    """-(log Z - log Z_B)/beta."""
    return -log_quotient(s) / finite_beta(s)


FORMULAS: dict[str, Formula] = {
    "coherence": _coherence,
    "partition-function": lambda s: s.partition,
    "log-partition-function": lambda s: s.log_partition,
    "free-energy": _free_energy,
    "energy": _energy,
    "entropy": entropy,
    "heat-capacity": _heat_capacity,
    "magnetization": lambda s: s.moment,
    "population-ground": lambda s: 1 - s.excited,
    "population-excited": lambda s: s.excited,
    "bloch-x": lambda s: s.transverse[0],
    "bloch-z": lambda s: s.longitudinal,
    "purity": _purity,
    "target-entropy": lambda s: binary_entropy(s.smaller),
    "relative-entropy-of-coherence": _relative_entropy_of_coherence,
    "quantum-fisher-information": lambda s: _squared(s.transverse),
    "ergotropy": _ergotropy,
    "coherence-derivative": _coherence_derivative,
}
"""The quantities of `observables.OBSERVABLES`."""

JOINT_FORMULAS: dict[str, Callable[[JointState], arb]] = {
    **FORMULAS,
    "mutual-information": lambda s: binary_entropy(s.smaller) - s.conditional,
    "source-entropy": lambda s: entropy(s) - s.conditional,
    "interaction-energy": lambda s: s.interaction,
    "target-energy": lambda s: s.target,
    "temperature-fisher-information": _temperature_fisher_information,
    "mean-force-energy": _mean_force_energy,
    "mean-force-x": _mean_force_component(0),
    "mean-force-y": _mean_force_component(1),
    "mean-force-z": _mean_force_component(2),
    "mean-force-free-energy": _mean_force_free_energy,
}
"""The same with those of `observables.SHARED`."""

MOMENTS = frozenset(name for name, known in KNOWN.items() if known.sums == "moments")
"""The quantities that need moments of the energy, or the entropies of the target in each sector."""

OF_TWO_SUMS = MOMENTS | {name for name, known in KNOWN.items() if known.sums == "passes"}
"""Those, and what needs more than one pass over the sectors: they take longest, and lose a few bits more in the integral."""
