"""Bounds and limits of the coherence where exact data decide them: zeros, the ends beta = 0 and T = 0, and J_c always.

The ends are limits of the formulas (36)-(47) themselves at fixed parameters, so that omega_a = 0 comes before T = 0. At T = 0 the free
ring (46) stands in its ground state: m_0 = N for J > -|omega_a|/4 (and for N = 1), N mod 2 below, and N F_N/L_N on the line, where a
sector ties for each m >= 0 (F_N, L_N the numbers of Fibonacci and Lucas).
"""

from __future__ import annotations

from flint import fmpz

from .errors import InputError, NotCertified, integer_text
from .exactnumbers import ONE, ZERO, Exact, is_zero, rational, sign, simpler
from .ground import critical_coupling
from .model import Model, check_ring, decided_sign
from .observables import LIMITS
from .spectrum import splitting

MOST_TIED = 1_000_000
"""A tie of the free ring of more sources has no exact value of bearable size."""


def exact_limit(model: Model, quantity: str, beta: Exact | None, max_bits: int) -> Exact | None:
    """The value of one of `observables.LIMITS` where exact data decide it, else None; `beta` None is T = 0.

    Raises:
        InputError: another source system than the ring; N = 1 has no critical coupling; the slope has no bound at T = 0 and omega = 0.
        NotCertified: the sign of J + |omega_a|/4 decides and is not decided with `max_bits` bits.

    >>> exact_limit(Model(N=2, omega="4/5", omega_a=1, gamma="3/20"), "upper-bound", None, 1000).canonical()
    '3/5'
    >>> exact_limit(Model(N=6, omega_a=1, gamma=1, J="-1/4"), "free-magnetization", None, 1000).canonical()
    '8/3'
    """
    assert quantity in LIMITS
    check_ring(model, f"the {quantity}")
    if quantity == "critical-coupling":
        return _critical(model)
    if (beta is not None and is_zero(beta)) or _vanishes(model, quantity):
        return ZERO
    if beta is not None:
        return None
    if quantity == "strong-coupling":
        return ONE
    if quantity == "free-magnetization":
        return _free_ground(model, max_bits)
    if quantity == "weak-coupling-slope":
        return _slope(model, max_bits)
    return _saturated(model, 1 if quantity == "lower-bound" else model.N)


def _critical(model: Model) -> Exact:
    found = critical_coupling(model)
    if found is None:
        raise InputError("critical-coupling", "does not exist for N = 1, where the source is bonded to itself alone: give N of 2 or more.")
    return found


def _vanishes(model: Model, quantity: str) -> bool:
    """The zeros at every positive beta: gamma or omega_a where the formula holds it, and (39)."""
    if quantity == "lower-bound" and model.N % 2 == 0:
        return True
    if quantity != "large-gap" and decided_sign(model.omega_a, "omega_a") == 0:
        return True
    return quantity in ("upper-bound", "lower-bound", "large-gap") and decided_sign(model.gamma, "gamma") == 0


def _saturated(model: Model, u: int) -> Exact:
    """2 u |gamma|/S_u for gamma != 0."""
    if decided_sign(model.omega, "omega") == 0:
        return ONE
    gamma = model.gamma if decided_sign(model.gamma, "gamma") > 0 else -model.gamma
    return gamma * rational(2 * u) / splitting(model, u)


def _slope(model: Model, max_bits: int) -> Exact:
    magnetization = _free_ground(model, max_bits)
    if is_zero(magnetization):
        return ZERO
    if decided_sign(model.omega, "omega") == 0:
        raise InputError("weak-coupling-slope", "does not exist at T = 0 and omega = 0, where it grows with beta: give T > 0 or omega > 0.")
    return magnetization * rational(2) / model.omega


def _free_ground(model: Model, max_bits: int) -> Exact:
    """m_0 at T = 0 for omega_a != 0."""
    size = model.N
    if size == 1:
        return ONE
    field = model.omega_a if decided_sign(model.omega_a, "omega_a") > 0 else -model.omega_a
    height = model.J + field * rational(1, 4)
    side = sign(height, max_bits)
    if side is None:
        raise NotCertified(
            f"Whether J lies on -|omega_a|/4 is not decided with {max_bits} bits: raise --max-precision, or write `J` {simpler(height)}."
        )
    if side != 0:
        return rational(size if side > 0 else size % 2)
    if size > MOST_TIED:
        raise NotCertified(
            f"The ground state of the free ring is a tie of all its sectors at N = {integer_text(size)}, which is refused: try a smaller N."
        )
    below, at, above = (fmpz.fib_ui(fmpz(size + k)) for k in (-1, 0, 1))
    return rational(size * at) / rational(below + above)
