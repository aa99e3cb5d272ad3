"""Derivatives in a parameter: the exponential of every 2x2 block differentiated exactly, and the quotient rule.

exp([[A, A'], [0, A]]) = [[e^A, D], [0, e^A]] with D the derivative of e^A in the direction A'. With A = -beta h, h the block
of H in a configuration, the sums over configurations give the derivatives of all elements of Z rho_t.
"""

from __future__ import annotations

from collections.abc import Callable

from flint import arb, arb_mat, arb_series
from sympy import Expr

from ...certificates.interpret import Value, integer
from ...errors import InputError
from ..evaluation_point import EvaluationPoint, Structure, block, groups, unnormalised_target


def _direction(here: EvaluationPoint, m: int, bonds: int, name: str) -> arb_mat:
    """The derivative of -beta h in a parameter; h of (1)-(2) is linear in the energies."""
    beta = here.parameter("beta")
    if name == "beta":
        return -block(here, m, bonds)
    if name == "T":
        return block(here, m, bonds) * beta**2
    half = arb(1) / 2
    directions: dict[str, tuple[arb | int, ...]] = {
        "omega": (half, 0, 0, -half),
        "omega_a": (half * m, 0, 0, half * m),
        "gamma": (0, m, m, 0),
        "J": (-bonds, 0, 0, -bonds),
    }
    if name not in directions:
        raise InputError(name, "is not a parameter of the model to differentiate in.")
    return arb_mat(2, 2, directions[name]) * -beta


def target_slope(here: EvaluationPoint, name: str) -> arb_mat:
    """The derivative of Z rho_t in a parameter, summed over all 2^N configurations."""

    def make() -> arb_mat:
        total = arb_mat(2, 2, [0, 0, 0, 0])
        for m, bonds, number in groups(here.model.N):
            total = total + _exponential_slope(block(here, m, bonds) * -here.parameter("beta"), _direction(here, m, bonds, name)) * number
        return total

    return here.remember(("target slope", name), make)


def _exponential_slope(matrix: arb_mat, direction: arb_mat) -> arb_mat:
    """d/dt exp(matrix + t direction) at t = 0, for 2x2 matrices."""
    (a, b), (c, d) = matrix.tolist()
    (p, q), (r, s) = direction.tolist()
    exponential = arb_mat([[a, b, p, q], [c, d, r, s], [0, 0, a, b], [0, 0, c, d]]).exp()
    return arb_mat(2, 2, [exponential[i, 2 + j] for i in range(2) for j in range(2)])


def _partition_slope(here: EvaluationPoint, name: str, e: Expr) -> Value:
    slope = target_slope(here, name)
    return slope[0, 0] + slope[1, 1]


def _coherence_slope(here: EvaluationPoint, name: str, e: Expr) -> Value:
    """The derivative of 2|(Z rho_t)_eg|/Z; where the sign of the element is not known, a ball of both signs."""
    matrix, slope = unnormalised_target(here), target_slope(here, name)
    total, total_slope = matrix[0, 0] + matrix[1, 1], slope[0, 0] + slope[1, 1]
    return 2 * matrix[0, 1].sgn() * (slope[0, 1] * total - matrix[0, 1] * total_slope) / total**2


def _weight_slope(here: EvaluationPoint, name: str, e: Expr) -> Value:
    """The derivative of w_m in J: the first coefficient of its power series at J."""
    if name != "J":
        raise InputError(name, "is not what w_m is differentiated in here: J is.")
    m, size = integer(e.args[0], here), here.model.N
    exponent = arb_series([here.parameter("J"), 1]) * (4 * here.parameter("beta"))
    terms = [(exponent * (size // 2 - (size - bonds) // 4)).exp() * number for at, bonds, number in groups(size) if at == m]
    return sum((term[1] for term in terms), arb(0))


_SLOPES: dict[str, Callable[[EvaluationPoint, str, Expr], Value]] = {"Z": _partition_slope, "C": _coherence_slope, "w": _weight_slope}


def _deriv(here: EvaluationPoint, e: Expr) -> Value:
    body, symbol = e.args
    name = body.func.__name__ if body.args else body.name
    if name not in _SLOPES:
        raise InputError(str(body), f"has no derivative here: {', '.join(_SLOPES)} have.")
    return _SLOPES[name](here, symbol.name, body)


STRUCTURES: dict[str, Structure] = {"Deriv": _deriv}
