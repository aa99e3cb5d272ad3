"""Every quantity at one temperature of a model whose tables are at hand: `tabulated_value`.

The formulas are the plain ones, of least cost; where they cancel the ball is wider and the caller asks for more bits.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import add, mul, sub

from flint import arb

from .quantities import binary_entropy
from .tables import Point, folded, weight_moments, weights


def tabulated_value(p: Point, quantity: str) -> arb:
    """A ball around the quantity at the precision in force.

    Args:
        p: `tables.point` of the model and the temperature, at this precision.
        quantity: a name of the registry; its value is not one that exact data decide (`ends.exact_value`).

    Returns:
        A ball in the units of the quantity; its radius covers rounding and the sectors left out.

    >>> from symcoh.balls import working_precision
    >>> from symcoh.exactnumbers import exact
    >>> from symcoh.model import Model
    >>> from symcoh.numeric.tables import point, tables
    >>> with working_precision(128):
    ...     table = tables(Model(N=6, omega_a="7/10", gamma="3/10", J="2/5"))
    ...     round(float(tabulated_value(point(table, exact(10)), "coherence")), 12)
    0.96351790963
    """
    return FORMULAS[quantity](p)


def _even(p: Point, factors: list[arb], values: list[arb]) -> arb:
    return folded(p, map(mul, factors, values), False, arb(1))


def _cosines(p: Point) -> list[arb]:
    """2 cosh b_k."""
    return list(map(add, p.rising, p.falling))


def _sines(p: Point) -> list[arb]:
    """2 sinh b_k."""
    return list(map(sub, p.rising, p.falling))


def _weighted(factors: list[arb], values: list[arb]) -> list[arb]:
    return list(map(mul, factors, values))


def _partition(p: Point, w: list[arb]) -> arb:
    """Z, (31)."""
    return _even(p, w, _cosines(p))


def _transverse(p: Point, w: list[arb]) -> arb:
    """C Z, (29)."""
    return folded(p, map(mul, _weighted(w, p.table.across), _sines(p)), True, arb(1))


def _longitudinal(p: Point, w: list[arb]) -> arb:
    """|z| Z."""
    return _even(p, _weighted(w, p.table.along), _sines(p))


def _population(p: Point, w: list[arb], rising: list[arb], falling: list[arb]) -> arb:
    """p Z for the two amplitudes (22), a positive sum."""
    return _even(p, w, list(map(add, map(mul, rising, p.rising), map(mul, falling, p.falling))))


def _excited(p: Point, w: list[arb]) -> arb:
    return _population(p, w, p.table.lower, p.table.upper)


def _coherence(p: Point) -> arb:
    w = weights(p)
    return _transverse(p, w) / _partition(p, w)


def _bloch_vector(p: Point) -> tuple[arb, arb, arb]:
    """(|x|, |z|, r)."""
    w = weights(p)
    partition = _partition(p, w)
    x, z = _transverse(p, w) / partition, _longitudinal(p, w) / partition
    return x, z, (x * x + z * z).sqrt()


def _bloch_z(p: Point) -> arb:
    w = weights(p)
    return -_longitudinal(p, w) / _partition(p, w)


def _moments(p: Point) -> arb:
    """|<M>| Z."""
    size = p.table.shared.sources
    terms = [value * (size - 2 * k) for k, value in enumerate(_weighted(weights(p), _cosines(p)))]
    return folded(p, terms, True, arb(size))


def _magnetization(p: Point) -> arb:
    return -p.table.shared.source_side * _moments(p) / _partition(p, weights(p))


def _population_excited(p: Point) -> arb:
    w = weights(p)
    return _excited(p, w) / _partition(p, w)


def _population_ground(p: Point) -> arb:
    w = weights(p)
    return _population(p, w, p.table.upper, p.table.lower) / _partition(p, w)


def _purity(p: Point) -> arb:
    x, z, _ = _bloch_vector(p)
    return (1 + x * x + z * z) / 2


def _ergotropy(p: Point) -> arb:
    """(omega/2) (r - |z|) as (omega/2) x^2/(r + |z|)."""
    x, z, r = _bloch_vector(p)
    return p.table.shared.omega / 2 * x * x / (r + z)


def _target_entropy(p: Point) -> arb:
    return binary_entropy((1 - _bloch_vector(p)[2]) / 2)


def _relative_entropy_of_coherence(p: Point) -> arb:
    _, z, r = _bloch_vector(p)
    return binary_entropy((1 - z) / 2) - binary_entropy((1 - r) / 2)


def _scale(p: Point) -> arb:
    """The exponent beta J N + beta |omega_a| N/2 of the unit of the sums."""
    s = p.table.shared
    return p.beta * s.sources * (s.coupling + s.omega_a / 2)


def _partition_function(p: Point) -> arb:
    return _scale(p).exp() * _partition(p, weights(p))


def _log_partition_function(p: Point) -> arb:
    return _scale(p) + _partition(p, weights(p)).log()


def _energy_bounds(p: Point) -> tuple[arb, arb]:
    """Bounds of |4 J n +- S_u/2| and of |omega_a| u/2: 2 N |J| + S_N/2 and |omega_a| N/2, as 2n <= N and u <= N."""
    s = p.table.shared
    return 2 * s.sources * abs(s.coupling) + p.table.halves[0], s.omega_a * s.sources / 2


def _slope(p: Point, w: list[arb], dw: list[arb], along: list[arb], across: list[arb], odd: bool) -> arb:
    """d/dbeta of a sum, without its factor e^{beta J N}.

    The sum has the terms w_k (q^k +- q^{N-k}) v_k, `along` are the v_k and `across` the d v_k/d b_k. The three
    factors of a term fall to x = e^{-4 beta J}, to the field e^{+-beta |omega_a| u/2}, and to the splitting.
    """
    s = p.table.shared
    fields = [v * (s.sources - 2 * k) for k, v in enumerate(_weighted(w, along))]
    bond = -4 * s.coupling
    bonds = (bond * d * v for d, v in zip(dw, along, strict=True))
    splits = map(mul, _weighted(w, p.table.halves), across)
    return folded(p, map(add, bonds, splits), odd, _energy_bounds(p)[0]) + s.omega_a / 2 * folded(p, fields, not odd, arb(s.sources))


def _energy_parts(p: Point) -> tuple[arb, arb]:
    """(Z, dZ/dbeta), both without the factor e^{beta J N}."""
    w, dw, _ = weight_moments(p)
    cosines = _cosines(p)
    return _even(p, w, cosines), _slope(p, w, dw, cosines, _sines(p), False)


def _energy(p: Point) -> arb:
    s = p.table.shared
    partition, slope = _energy_parts(p)
    return -s.coupling * s.sources - slope / partition


def _entropy(p: Point) -> arb:
    s = p.table.shared
    partition, slope = _energy_parts(p)
    return partition.log() + p.beta * (s.omega_a * s.sources / 2 - slope / partition)


def _coherence_derivative(p: Point) -> arb:
    """dC/dT = -beta^2 d/dbeta (C Z/Z)."""
    w, dw, _ = weight_moments(p)
    cosines, sines, table = _cosines(p), _sines(p), p.table
    partition, transverse = _even(p, w, cosines), _transverse(p, w)
    rise = _slope(p, w, dw, _weighted(table.across, sines), _weighted(table.across, cosines), True)
    return p.beta**2 * (transverse * _slope(p, w, dw, cosines, sines, False) - rise * partition) / partition**2


def _energy_square(p: Point, w: list[arb], dw: list[arb], ddw: list[arb]) -> arb:
    """Z <(H + J N)^2>, without the factor e^{beta J N}.

    H + J N has three parts, that of the bonds 4 J n, of the field and of the splitting; the squares and the product of
    bonds and splitting are even in m, the products with the field odd.
    """
    s, halves = p.table.shared, p.table.halves
    bond, field = -4 * s.coupling, s.omega_a / 2
    even, odd = [], []
    for k, (weight, first, second, half, cosine, sine) in enumerate(zip(w, dw, ddw, halves, _cosines(p), _sines(p), strict=False)):
        moment = field * (s.sources - 2 * k)
        even.append((bond * bond * second + (moment * moment + half * half) * weight) * cosine + 2 * bond * half * first * sine)
        odd.append(2 * moment * (bond * first * cosine + half * weight * sine))
    inner, outer = _energy_bounds(p)
    return folded(p, even, False, inner**2 + outer**2) + folded(p, odd, True, 2 * inner * outer)


def _heat_capacity(p: Point) -> arb:
    """beta^2 (<H^2> - <H>^2), with H measured from -J N."""
    w, dw, ddw = weight_moments(p)
    cosines = _cosines(p)
    partition, slope = _even(p, w, cosines), _slope(p, w, dw, cosines, _sines(p), False)
    return p.beta**2 * (_energy_square(p, w, dw, ddw) / partition - (slope / partition) ** 2)


FORMULAS: dict[str, Callable[[Point], arb]] = {
    "coherence": _coherence,
    "partition-function": _partition_function,
    "log-partition-function": _log_partition_function,
    "free-energy": lambda p: -_log_partition_function(p) / p.beta,
    "energy": _energy,
    "entropy": _entropy,
    "heat-capacity": _heat_capacity,
    "magnetization": _magnetization,
    "population-ground": _population_ground,
    "population-excited": _population_excited,
    "bloch-x": lambda p: p.table.shared.side * _coherence(p),
    "bloch-z": _bloch_z,
    "purity": _purity,
    "target-entropy": _target_entropy,
    "relative-entropy-of-coherence": _relative_entropy_of_coherence,
    "quantum-fisher-information": lambda p: _coherence(p) ** 2,
    "ergotropy": _ergotropy,
    "coherence-derivative": _coherence_derivative,
}
