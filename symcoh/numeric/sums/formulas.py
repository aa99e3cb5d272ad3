"""Every quantity of a two-level target with any sources, from its `State`: each formula once.

Energies are measured from E_0, entropies are sums of positive parts where they may be exponentially small.
"""

from __future__ import annotations

from collections.abc import Callable

from flint import arb

from ..entropies import binary_entropy, entropic, relative_excess
from .pauli import length
from .problem import Problem
from .state import State

Formula = Callable[[Problem, State], arb]

FIRST_ORDER = frozenset(
    {
        "coherence",
        "bloch-x",
        "bloch-z",
        "population-ground",
        "population-excited",
        "purity",
        "quantum-fisher-information",
        "ergotropy",
        "magnetization",
        "partition-function",
        "log-partition-function",
        "free-energy",
        "target-entropy",
        "relative-entropy-of-coherence",
        "interaction-energy",
        "target-energy",
    }
)
"""Quantities that need no moments of the energy."""


def _coherence(p: Problem, s: State) -> arb:
    return length(s.bloch[:2])


def _log_sum(s: State) -> arb:
    """log(Z e^{beta E_0})."""
    if s.excess is None or s.degeneracy is None:
        return s.partition.log()
    return arb(s.degeneracy).log() + (s.excess / s.degeneracy).log1p()


def _beta(s: State) -> arb:
    assert s.beta is not None, "the ends are decided on exact data"
    return s.beta


def _log_partition_function(p: Problem, s: State) -> arb:
    return _log_sum(s) - _beta(s) * s.reference


def _partition_function(p: Problem, s: State) -> arb:
    return s.partition * (-_beta(s) * s.reference).exp()


def _entropy(p: Problem, s: State) -> arb:
    return _log_sum(s) + _beta(s) * s.mean


def _heat_capacity(p: Problem, s: State) -> arb:
    return _beta(s) * _beta(s) * (s.square - s.mean * s.mean)


def _drift(s: State) -> tuple[arb, arb, arb]:
    """dr/dT = beta^2 Cov(energy, r)."""
    x, y, z = (_beta(s) * _beta(s) * part for part in s.covariance)
    return x, y, z


def _coherence_derivative(p: Problem, s: State) -> arb:
    """d|(x, y)|/dT."""
    (x, y, _), (dx, dy, _) = s.bloch, _drift(s)
    if y.is_zero() and dy.is_zero():
        return dx if x > 0 else -dx if x < 0 else arb(0, abs(dx).upper())
    return (x * dx + y * dy) / length((x, y))


def _squared_length(s: State) -> arb:
    return sum((part * part for part in s.bloch), arb(0))


def _relative_entropy_of_coherence(p: Problem, s: State) -> arb:
    """S(diag rho_t) - S(rho_t) as a sum of three positive terms, with p the smaller population and lambda the smaller eigenvalue.

    As in `numeric.ring.quantities`: delta = p - lambda = (x^2 + y^2)/(2 (r + |z|)).
    """
    flat, z = _coherence(p, s), abs(s.bloch[2])
    size = length(s.bloch)
    delta = flat * flat / (2 * (size + z))
    small = s.smaller + delta
    slope = delta * (z / small).log1p()
    ratio = delta / small
    if 2 * ratio < 1:
        below = relative_excess(-ratio)
    else:
        left = s.smaller / small
        below = entropic(left) - left + 1
    return slope + small * below + (1 - small) * relative_excess(delta / (1 - small))


def _ergotropy(p: Problem, s: State) -> arb:
    """(omega/2) (z + r), with respect to H_A = (omega/2) sigma^z: in general |h| r + h . r."""
    from ...sources.energy import energy_ball

    h = [energy_ball(part) for part in p.own.vector]
    size, along = length(h), sum((a * b for a, b in zip(h, s.bloch, strict=True)), arb(0))
    total = size * length(s.bloch)
    if along < 0:  # |h|^2 r^2 - (h . r)^2 = |h x r|^2
        (a, b, c), (x, y, z) = h, s.bloch
        cross = (b * z - c * y, c * x - a * z, a * y - b * x)
        return sum((part * part for part in cross), arb(0)) / (total - along)
    return total + along


def _temperature_fisher_information(p: Problem, s: State) -> arb:
    """|dr/dT|^2 + (r . dr/dT)^2/(1 - r^2), with 1 - r^2 = 4 lambda (1 - lambda)."""
    drift = _drift(s)
    along = sum((a * b for a, b in zip(s.bloch, drift, strict=True)), arb(0))
    return sum((part * part for part in drift), arb(0)) + along * along / (4 * s.smaller * (1 - s.smaller))


def _conditioned(p: Problem, s: State) -> arb:
    """S(rho_t) - sum P_b S(rho_b)."""
    return binary_entropy(s.smaller) - s.conditional


FORMULAS: dict[str, Formula] = {
    "coherence": _coherence,
    "partition-function": _partition_function,
    "log-partition-function": _log_partition_function,
    "free-energy": lambda p, s: s.reference - _log_sum(s) / _beta(s),
    "energy": lambda p, s: s.reference + s.mean,
    "entropy": _entropy,
    "heat-capacity": _heat_capacity,
    "magnetization": lambda p, s: s.moment,
    "population-ground": lambda p, s: (1 - s.bloch[2]) / 2,
    "population-excited": lambda p, s: (1 + s.bloch[2]) / 2,
    "bloch-x": lambda p, s: s.bloch[0],
    "bloch-z": lambda p, s: s.bloch[2],
    "purity": lambda p, s: (1 + _squared_length(s)) / 2,
    "target-entropy": lambda p, s: binary_entropy(s.smaller),
    "relative-entropy-of-coherence": _relative_entropy_of_coherence,
    "quantum-fisher-information": lambda p, s: s.bloch[0] * s.bloch[0] + s.bloch[1] * s.bloch[1],
    "ergotropy": _ergotropy,
    "coherence-derivative": _coherence_derivative,
    "mutual-information": _conditioned,
    "source-entropy": lambda p, s: _entropy(p, s) - s.conditional,
    "interaction-energy": lambda p, s: s.interaction,
    "target-energy": lambda p, s: s.target,
    "temperature-fisher-information": _temperature_fisher_information,
}
