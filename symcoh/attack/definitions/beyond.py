"""Results beyond the paper: the free ring in a field by counting, integrals, and the coherence of many sources.

What is integrated must be entire in the variable, as sums of exponentials are: the quadrature evaluates it in complex balls
around the path and its error bound rests on that.
"""

from __future__ import annotations

from collections.abc import Callable
from math import factorial
from typing import Any

from flint import acb, arb, arb_series
from sympy import Expr

from ...balls import current_precision
from ...certificates.interpret import Value, number
from ...numeric.ring.quantities import enclosure
from ..evaluation_point import EvaluationPoint, Meaning, Structure, groups
from .sectors import sector_weight, whole


def _integrate(here: EvaluationPoint, e: Expr) -> Value:
    body, symbol, low, high = e.args

    def at(point: acb, _analytic: bool) -> acb:
        return acb(number(body, here.bind(symbol.name, point)))  # type: ignore[arg-type]  # a complex ball in the place of a real one

    return acb.integral(at, number(low, here), number(high, here)).real


def _ring_in_field(here: EvaluationPoint, field: Any) -> Any:
    """L(h): e^{hM - beta H_I} summed over all 2^N configurations; h real or complex."""

    def make() -> dict[int, arb]:
        bond = here.parameter("beta") * here.parameter("J")
        weights: dict[int, arb] = {}
        for m, bonds, count in groups(here.model.N):
            weights[m] = weights.get(m, arb(0)) + (bond * bonds).exp() * count
        return weights

    return sum((weight * (field * m).exp() for m, weight in here.remember("ring", make).items()), arb(0))


def _transfer_matrix(here: EvaluationPoint, field: Any) -> tuple[Any, Any]:
    """Trace and determinant of the matrix e^{beta J s s' + h (s + s')/2}, s, s' = +-1."""
    bond = here.parameter("beta") * here.parameter("J")
    up, down, mixed = (bond + field).exp(), (bond - field).exp(), (-bond).exp()
    return up + down, up * down - mixed * mixed


def _eigenvalue(side: int) -> Meaning:
    def make(here: EvaluationPoint, field: arb) -> arb:
        trace, determinant = _transfer_matrix(here, field)
        larger: arb = (trace + (trace * trace - 4 * determinant).sqrt()) / 2
        return larger if side > 0 else determinant / larger

    return make


def _slope(order: int) -> Meaning:
    """The derivative of log lambda_+ at h_*, from its power series around there."""

    def make(here: EvaluationPoint) -> arb:
        trace, determinant = _transfer_matrix(here, arb_series([_field_of_many(here), 1]))
        coefficient: arb = ((trace + (trace * trace - 4 * determinant).sqrt()) / 2).log()[order]
        return coefficient * factorial(order)

    return make


def _field_of_many(here: EvaluationPoint) -> arb:
    return here.parameter("beta") * (here.parameter("omega_a") / 2 + here.parameter("gamma"))


def _ratio_of_weights(here: EvaluationPoint, k: arb) -> Value:
    m = 2 * whole(k, "k") - here.model.N
    above, own = sector_weight(here, arb(m + 2)), sector_weight(here, arb(m))
    assert isinstance(above, arb) and isinstance(own, arb)
    return above / own


def _kernel(here: EvaluationPoint, s: Any) -> Any:
    """(a^2/2) 0F1(; 2; a^2 (1-s^2)/4), a = beta omega/2, entire in s."""
    square = (here.parameter("beta") * here.parameter("omega") / 2) ** 2
    return (acb(1 - s * s) * square / 4).hypgeom_0f1(2) * square / 2 if isinstance(s, acb) else _kernel(here, acb(s)).real


def _many(here: EvaluationPoint) -> arb:
    """C by the certified sum over all sectors."""
    assert here.beta is not None
    return enclosure(here.model, "coherence", here.beta, current_precision())


MEANINGS: dict[str, Meaning] = {
    "L": _ring_in_field,
    "lambda_plus": _eigenvalue(1),
    "lambda_minus": _eigenvalue(-1),
    "r_ratio": _ratio_of_weights,
    "kernel": _kernel,
    "I_1": lambda here, z: z.bessel_i(1),
    "C_many": _many,
    "h_star": _field_of_many,
    "m_star": _slope(1),
    "chi": _slope(2),
    "chi_prime": _slope(3),
}

STRUCTURES: dict[str, Structure] = {"Integrate": _integrate}

DOMAINS: dict[str, Callable[[EvaluationPoint], list[Any]]] = {
    "unit_interval": lambda here: [arb(eighths) / 8 for eighths in (-7, -4, -1, 0, 2, 5, 7)],
    "inner_counts": lambda here: list(range(2, (here.model.N + 1) // 2)),
}
