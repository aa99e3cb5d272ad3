"""Derivatives, weights and integrals of the attack, by routes that share nothing with them."""

from __future__ import annotations

import pytest
from flint import arb, fmpq
from sympy import Expr, exp, sinh

from symcoh.attack.evaluation_point import EvaluationPoint
from symcoh.balls import accuracy, certainly_less, working_precision
from symcoh.certificates.interpret import number
from symcoh.errors import InputError
from symcoh.exact import sector_weight_polynomial, symbols
from symcoh.exactnumbers import Exact, exact, rational
from symcoh.ledger.notation import C, Deriv, Integrate, S, Z, s_mean, w, w_prime
from symcoh.model import Model
from symcoh.numeric.ring.quantities import enclosure

BITS = 1200
STEP = 2**300
"""A difference quotient over steps of 1/STEP is wrong by about STEP^-2."""

PLACES = [
    (Model(N=1, omega_a="7/10", gamma="3/10", J="1/5"), "2"),
    (Model(N=4, omega="6/5", omega_a="7/10", gamma="3/10", J="-137/500"), "4"),
    (Model(N=5, omega="1/3", omega_a="2", gamma="7/4", J="-3/2"), "1/2"),
    (Model(N=6, omega="1", omega_a="1/9", gamma="1/3", J="2/5"), "9"),
]


def _quotient(here: EvaluationPoint, quantity: str, name: str) -> arb:
    """The central difference quotient of a certified quantity."""
    value = here.exact_symbol(name)
    assert value is not None

    def at(value: Exact) -> arb:
        moved = here.changed(name, value)
        assert moved.beta is not None
        return enclosure(moved.model, quantity, moved.beta, BITS)

    return (at(value + rational(1, STEP)) - at(value - rational(1, STEP))) * STEP / 2


@pytest.mark.parametrize("place", PLACES, ids=lambda place: f"N={place[0].N}")
@pytest.mark.parametrize("name", ["omega", "omega_a", "gamma", "J", "beta", "T"])
@pytest.mark.parametrize(("quantity", "body"), [("coherence", C), ("partition-function", Z)])
def test_derivatives_are_limits_of_difference_quotients(place: tuple[Model, str], name: str, quantity: str, body: Expr) -> None:
    here = EvaluationPoint(model=place[0], beta=exact(place[1]))
    with working_precision(BITS):
        slope = number(Deriv(body, getattr(symbols, name)), here)
        error = abs(slope - _quotient(here, quantity, name))
        assert certainly_less(error, arb(2) ** -400)
        if (here.model.N, name, quantity) != (1, "J", "coherence"):
            assert accuracy(slope) > 900
            assert certainly_less(arb(2) ** -40, abs(slope))


@pytest.mark.parametrize("size", [1, 2, 5, 8])
def test_weights_are_polynomials_with_the_degeneracies_as_coefficients(size: int) -> None:
    here = EvaluationPoint(model=Model(N=size, omega_a=1, gamma=1, J="-1/3"), beta=exact("7/5"))
    with working_precision(300):
        y = (arb(fmpq(-28, 15))).exp()
        for m in range(-size, size + 1, 2):
            terms = [(degeneracy, size // 2 - n) for n, degeneracy in enumerate(sector_weight_polynomial(size, m))]
            for body, power in ((w(m), 0), (w_prime(m), 1)):
                expected = sum((int(degeneracy) * y**fewer * fewer**power for degeneracy, fewer in terms), arb(0))
                assert certainly_less(abs(number(body, here) - expected), arb(2) ** -250)


def test_an_integral_of_an_entire_function() -> None:
    here = EvaluationPoint(model=PLACES[0][0], beta=exact(1))
    with working_precision(200):
        found, expected = (number(e, here) for e in (Integrate(exp(3 * s_mean), s_mean, -1, 1), 2 * sinh(3) / 3))
        assert accuracy(found) > 150
        assert found.overlaps(expected)


def test_only_what_has_a_rule_is_differentiated() -> None:
    here = EvaluationPoint(model=PLACES[1][0], beta=exact(1))
    with working_precision(100):
        with pytest.raises(InputError, match="has no derivative here: Z, C, w have"):
            number(Deriv(S(2), symbols.gamma), here)
        with pytest.raises(InputError, match="N is not a parameter of the model to differentiate in"):
            number(Deriv(C, symbols.N), here)
        with pytest.raises(InputError, match="gamma is not what w_m is differentiated in here"):
            number(Deriv(w(2), symbols.gamma), here)
