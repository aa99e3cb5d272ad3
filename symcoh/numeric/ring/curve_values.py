"""Every quantity at one temperature of a model whose tables are at hand: `tabulated_value`.

The formulas are the plain ones, of least cost; where they cancel the ball is wider and the caller asks for more bits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import repeat
from operator import add, mul, sub, truediv

from flint import arb

from ..entropies import binary_entropy
from .curve_tables import Point, folded, weight_moments, weights


def tabulated_value(p: Point, quantity: str) -> arb:
    """A ball around the quantity at the precision in force.

    Args:
        p: `tables.point` of the model and the temperature, at this precision.
        quantity: a name of the registry; its value is not one that exact data decide (`ends.exact_value`).

    Returns:
        A ball in the units of the quantity; its radius covers rounding and the sectors left out.

    >>> from symcoh.balls import working_precision
    >>> from flint import arb
    >>> from symcoh.model import Model
    >>> from symcoh.numeric.ring.curve_tables import point, tables
    >>> with working_precision(128):
    ...     table = tables(Model(N=6, omega_a="7/10", gamma="3/10", J="2/5"))
    ...     round(float(tabulated_value(point(table, arb(10)), "coherence")), 12)
    0.96351790963
    """
    return FORMULAS[quantity](p)


def _weighted(factors: list[arb], values: list[arb]) -> list[arb]:
    return list(map(mul, factors, values))


def _branches(p: Point, w: list[arb]) -> tuple[list[arb], list[arb]]:
    """(w e^b, w e^{-b})."""
    return _weighted(w, p.rising), list(map(truediv, w, p.rising))


def _cosines_and_sines(p: Point, w: list[arb]) -> tuple[list[arb], list[arb]]:
    """(w 2 cosh b, w 2 sinh b)."""
    rising, falling = _branches(p, w)
    return list(map(add, rising, falling)), list(map(sub, rising, falling))


def _even(p: Point, terms: Iterable[arb]) -> arb:
    return folded(p, terms, False, arb(1))


def _partition(p: Point, w: list[arb]) -> arb:
    """Z, (31)."""
    return _even(p, map(add, *_branches(p, w)))


def _transverse(p: Point, sines: list[arb]) -> arb:
    """C Z, (29)."""
    return folded(p, map(mul, p.table.across, sines), True, arb(1))


def _longitudinal(p: Point, sines: list[arb]) -> arb:
    """|z| Z."""
    return _even(p, map(mul, p.table.along, sines))


def _occupied(p: Point, rising: list[arb], falling: list[arb]) -> arb:
    """The population with the amplitudes (22) of the lower and of the upper level of every sector, as a positive sum."""
    w = weights(p)
    up, down = _branches(p, w)
    return _even(p, map(add, map(mul, rising, up), map(mul, falling, down))) / _even(p, map(add, up, down))


def _coherence(p: Point) -> arb:
    cosines, sines = _cosines_and_sines(p, weights(p))
    return _transverse(p, sines) / _even(p, cosines)


def _bloch_vector(p: Point) -> tuple[arb, arb, arb]:
    """(|x|, |z|, r)."""
    cosines, sines = _cosines_and_sines(p, weights(p))
    partition = _even(p, cosines)
    x, z = _transverse(p, sines) / partition, _longitudinal(p, sines) / partition
    return x, z, (x * x + z * z).sqrt()


def _bloch_z(p: Point) -> arb:
    cosines, sines = _cosines_and_sines(p, weights(p))
    return -_longitudinal(p, sines) / _even(p, cosines)


def _moments(p: Point, cosines: list[arb]) -> arb:
    """|<M>| Z."""
    return folded(p, map(mul, p.table.spins, cosines), True, arb(p.table.shared.sources))


def _magnetization(p: Point) -> arb:
    cosines = list(map(add, *_branches(p, weights(p))))
    return -p.table.shared.field_side * _moments(p, cosines) / _even(p, cosines)


def _purity(p: Point) -> arb:
    x, z, _ = _bloch_vector(p)
    return (1 + x * x + z * z) / 2


def _quantum_fisher_information(p: Point) -> arb:
    coherence = _coherence(p)
    return coherence * coherence


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


def _slope(p: Point, along: list[arb], rises: Iterable[arb], odd: bool) -> arb:
    """d/dbeta of a sum with the terms `along`, without its factor e^{beta J N}.

    The factors of a term other than the field are those of the bonds, x = e^{-4 beta J}, and of the splitting: theirs are `rises`,
    `_rises` or a multiple. The field e^{+-beta |omega_a| u/2} is taken here.
    """
    s = p.table.shared
    fields = folded(p, map(mul, p.table.spins, along), not odd, arb(s.sources))
    return folded(p, rises, odd, _energy_bounds(p)[0]) + s.omega_a / 2 * fields


def _rises(p: Point, means: list[arb], along: list[arb], across: list[arb]) -> list[arb]:
    """-4 J n along + (S_u/2) across: the terms `along`, and `across` as their derivatives by b_k, differentiated in bonds and splitting."""
    bond = repeat(-4 * p.table.shared.coupling)
    return list(map(add, map(mul, map(mul, bond, means), along), map(mul, p.table.halves, across)))


def _energy_parts(p: Point) -> tuple[arb, arb]:
    """(Z, dZ/dbeta), both without the factor e^{beta J N}."""
    w, means, _ = weight_moments(p, spread=False)
    cosines, sines = _cosines_and_sines(p, w)
    return _even(p, cosines), _slope(p, cosines, _rises(p, means, cosines, sines), False)


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
    w, means, _ = weight_moments(p, spread=False)
    cosines, sines = _cosines_and_sines(p, w)
    partition, transverse = _even(p, cosines), _transverse(p, sines)
    slope = _slope(p, cosines, _rises(p, means, cosines, sines), False)
    along, across = (_weighted(p.table.across, values) for values in (sines, cosines))
    rise = _slope(p, along, _rises(p, means, along, across), True)
    return p.beta * p.beta * (transverse * slope - rise * partition) / (partition * partition)


def _energy_square(p: Point, means: list[arb], variances: list[arb], cosines: list[arb], sines: list[arb], rises: list[arb]) -> arb:
    """Z <(H + J N)^2>, without the factor e^{beta J N}.

    H + J N has three parts, that of the bonds 4 J n, of the field and of the splitting; the squares and the product of
    bonds and splitting are even in m, the products with the field odd.
    """
    s = p.table.shared
    bond = -4 * s.coupling
    bond_square, even = bond * bond, []
    for mean, variance, half, square, cosine, sine in zip(means, variances, p.table.halves, p.table.squares, cosines, sines, strict=False):
        even.append((bond_square * (mean * mean + variance) + square) * cosine + 2 * bond * mean * half * sine)
    odd = map(mul, p.table.spins, rises)
    inner, outer = _energy_bounds(p)
    return folded(p, even, False, inner * inner + outer * outer) + s.omega_a * folded(p, odd, True, inner * s.sources)


def _heat_capacity(p: Point) -> arb:
    """beta^2 (<H^2> - <H>^2), with H measured from -J N."""
    w, means, variances = weight_moments(p, spread=True)
    cosines, sines = _cosines_and_sines(p, w)
    rises = _rises(p, means, cosines, sines)
    partition = _even(p, cosines)
    mean = _slope(p, cosines, rises, False) / partition
    return p.beta * p.beta * (_energy_square(p, means, variances, cosines, sines, rises) / partition - mean * mean)


FORMULAS: dict[str, Callable[[Point], arb]] = {
    "coherence": _coherence,
    "partition-function": _partition_function,
    "log-partition-function": _log_partition_function,
    "free-energy": lambda p: -_log_partition_function(p) / p.beta,
    "energy": _energy,
    "entropy": _entropy,
    "heat-capacity": _heat_capacity,
    "magnetization": _magnetization,
    "population-ground": lambda p: _occupied(p, p.table.upper, p.table.lower),
    "population-excited": lambda p: _occupied(p, p.table.lower, p.table.upper),
    "bloch-x": lambda p: p.table.shared.transverse_side * _coherence(p),
    "bloch-z": _bloch_z,
    "purity": _purity,
    "target-entropy": _target_entropy,
    "relative-entropy-of-coherence": _relative_entropy_of_coherence,
    "quantum-fisher-information": _quantum_fisher_information,
    "ergotropy": _ergotropy,
    "coherence-derivative": _coherence_derivative,
}
