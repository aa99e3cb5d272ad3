"""Values decided on exact data, before any ball: the ends beta = 0 and T = 0, and the exact zeros.

At T = 0 the target's quantities come from the average over the ground manifold. Where an answer does
not exist (Z and log Z at T = 0, the free energy at beta = 0) the question is refused.
"""

from __future__ import annotations

from .exactnumbers import ONE, ZERO, Exact, is_zero, logarithm, rational, reduced, square_root
from .exactnumbers.number import integer_power
from .ground import GroundManifold, bloch_vector, ground_average, ground_manifold
from .limit_ends import exact_limit
from .model import Model, decided_sign
from .observables import KNOWN, LIMITS, must_exist
from .spectrum import excited_population, splitting

HALF = rational(1, 2)


def exact_value(model: Model, quantity: str, beta: Exact | None, max_bits: int) -> Exact | None:
    """The value where exact data decide it, else None; `beta` None is T = 0.

    Raises:
        InputError: the quantity does not exist at this end.
        NotCertified: a tie of ground states that `max_bits` bits do not decide.

    >>> from symcoh.exactnumbers import exact
    >>> exact_value(Model(N=2, omega_a=1, gamma=1), "entropy", exact(0), 1000).canonical()
    '3*log(2)'
    """
    value = exact_limit(model, quantity, beta, max_bits) if quantity in LIMITS else _decided(model, quantity, beta, max_bits)
    return None if value is None else reduced(value)


def _decided(model: Model, quantity: str, beta: Exact | None, max_bits: int) -> Exact | None:
    if beta is not None and is_zero(beta):
        from .numeric.sums.ends import infinite_temperature  # loaded for this end alone

        must_exist(quantity, "hot")
        return infinite_temperature(model, quantity)
    if _vanishes(model, quantity):
        return ZERO
    if beta is None:
        return _zero_temperature(model, quantity, max_bits)
    if quantity in ("population-ground", "population-excited") and not _nonzero(model, "omega"):
        return HALF
    return _constant_hamiltonian(model, quantity)


def _nonzero(model: Model, *names: str) -> bool:
    """Whether none of these parameters is zero."""
    return all(decided_sign(getattr(model, name), name) != 0 for name in names)


def _vanishes(model: Model, quantity: str) -> bool:
    """The exact zeros of a positive, possibly infinite beta."""
    if KNOWN[quantity].transverse:
        return not _nonzero(model, "gamma", "omega_a")
    if quantity == "ergotropy":
        return not _nonzero(model, "omega", "gamma", "omega_a")
    if quantity == "magnetization":
        return not _nonzero(model, "omega_a")
    return quantity == "bloch-z" and not _nonzero(model, "omega")


def _constant_hamiltonian(model: Model, quantity: str) -> Exact | None:
    """H = -J (N = 1) or 0: every level ties, and temperature plays no part."""
    if model.N > 1 and _nonzero(model, "J"):
        return None
    if any(_nonzero(model, name) for name in ("omega", "omega_a", "gamma")):
        return None
    if quantity in ("energy", "heat-capacity"):
        return -model.J if quantity == "energy" and model.N == 1 else ZERO
    if quantity == "entropy":
        return rational(model.N + 1) * logarithm(rational(2))
    return None


def _zero_temperature(model: Model, quantity: str, max_bits: int) -> Exact:
    must_exist(quantity, "cold")
    if KNOWN[quantity].cold == "zero":
        return ZERO
    manifold = ground_manifold(model, max_bits)
    if quantity in ("energy", "free-energy"):
        return manifold.energy
    if quantity == "entropy":
        return logarithm(rational(manifold.degeneracy))
    if quantity == "magnetization":
        return rational(sum(level.m * level.degeneracy for level in manifold.levels)) * rational(1, manifold.degeneracy)
    across, along = bloch_vector(model, manifold)
    excited = ground_average(
        manifold, {(level.m, level.branch): excited_population(model, level.m, level.branch) for level in manifold.levels}
    )
    side = decided_sign(model.gamma, "gamma") * decided_sign(model.omega_a, "omega_a")
    size = across if side > 0 else -across
    simple = {
        "coherence": size,
        "bloch-x": across,
        "bloch-z": along,
        "population-excited": excited,
        "population-ground": ONE - excited,
        "quantum-fisher-information": integer_power(size, 2),
    }
    if quantity in simple:
        return simple[quantity]
    squared = integer_power(across, 2) + integer_power(along, 2)
    if quantity == "purity":
        return HALF + squared * HALF
    length = ONE if _is_pure(model, manifold) else square_root(squared)
    if quantity == "ergotropy":
        return model.omega * HALF * integer_power(across, 2) / (length - along)
    mixed = ZERO if length is ONE else _qubit_entropy(HALF - length * HALF)
    return mixed if quantity == "target-entropy" else _qubit_entropy(excited) - mixed


def _is_pure(model: Model, manifold: GroundManifold) -> bool:
    """Whether all ground states share one target state: equal Bloch vectors, none of them zero.

    The direction (2 gamma m, omega)/S_m is strictly monotone in m unless gamma = 0, where it is constant,
    or omega = 0, where only the sign of m counts; both branches together (S_m = 0) are fully mixed.
    """
    if any(is_zero(splitting(model, level.m)) for level in manifold.levels):
        return False
    if not _nonzero(model, "gamma"):
        return True
    if not _nonzero(model, "omega"):
        return len({level.m > 0 for level in manifold.levels}) == 1
    return len({level.m for level in manifold.levels}) == 1


def _qubit_entropy(probability: Exact) -> Exact:
    """-p log p - (1-p) log(1-p) for 0 <= p < 1; p = 0 where the ground states all have m = 0."""
    if is_zero(probability):
        return ZERO
    other = ONE - probability
    return -(probability * logarithm(probability) + other * logarithm(other))
