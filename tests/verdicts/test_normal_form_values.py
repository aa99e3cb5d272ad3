"""An expression and its normal form have one value: the element in balls against the expression itself, at two points."""

from __future__ import annotations

import pytest
from flint import arb
from sympy import Abs, Expr, Rational, cosh, coth, exp, log, pi, root, sinh, sqrt, tanh

from symcoh.certificates.enclose import enclose_expression
from symcoh.checking.reading import read_formula
from symcoh.decision.field_functions import ball
from symcoh.decision.zero import element_of
from symcoh.errors import InputError
from symcoh.exact.symbols import J, N, beta, gamma, omega
from symcoh.exactnumbers import exact

POINTS = (
    {"omega": "3/7", "gamma": "5/4", "beta": "2/3", "J": "-1/5", "N": "4"},
    {"omega": "11/5", "gamma": "1/9", "beta": "7/2", "J": "8/3", "N": "7"},
)
EXPRESSIONS: tuple[Expr, ...] = (
    (2 * omega + 4) ** 2 / (3 * gamma + 9),
    (omega - gamma) / (omega - 3 * gamma + J),
    1 / (6 * omega + 2) - J**3 / (gamma * omega) + Rational(12, 35),
    log((2 * omega + 4) ** 2 / (3 * gamma + 9)),
    log(exp(3 * omega) * (6 * gamma + 10) / 5 / (omega + 1) ** 3),
    log(Rational(12, 35)) + log(Rational(7, 2**40)) - log(pi + 1),
    log((omega - gamma) ** 2 * 5 / 7 + 1),
    log(3 * omega**2 * gamma / 8) * log(2 * beta),
    sqrt((2 * omega + 4) / (3 * gamma + 9)),
    sqrt((-omega - 1) / (-gamma - 2)),
    root((-omega - 1) / (-gamma - 2), 3),
    root((omega + 1) / (gamma + 2) ** 2, 3) + root(omega**5 / gamma, 4),
    sqrt(omega**2 + 4 * gamma**2) / (1 + sqrt(omega**2 + 4 * gamma**2)),
    sqrt((omega - gamma) ** 2 + 1) * sqrt(8) / sqrt(27),
    sqrt(5 + 2 * sqrt(6)) - sqrt(3 - sqrt(5)) + sqrt(sqrt(2) - 1) + root(2 + sqrt(5), 3),
    sqrt(12 * exp(omega) * (1 + gamma) ** 3),
    sqrt(exp(3 * beta) * 7 / 5) + exp(beta / 3) - exp(-2 * beta / 7),
    Abs(J) + Abs(omega - gamma) * Abs(-omega),
    cosh(beta * omega / 2) * tanh(beta * gamma) - sinh(beta) ** 2 + coth(omega),
    tanh(3 * beta) / (1 + tanh(beta) ** 2),
    exp(log(omega + 1) * 3) + exp(2 * log(3)) * exp(-log(gamma)),
    exp(-4 * beta * J) * exp(beta * (J + 1)) / (1 + exp(-beta * J)),
    (omega + 1) ** N * (gamma / 3) ** (-N) + 2 ** (2 * N),
    (-1) ** N * exp(N * beta) + (exp(beta) + 1) ** N,
    (sqrt(omega**2 + 1) - omega) ** N + (sqrt(omega**2 + 1) + omega) ** N,
    (omega**2) ** Rational(3, 2) + gamma ** Rational(-5, 2) + (omega * gamma) ** Rational(2, 3),
    pi * omega + exp(1) ** 2 / pi,
)


@pytest.mark.parametrize("expression", EXPRESSIONS, ids=lambda e: str(e)[:40])
def test_a_normal_form_has_the_value_of_its_expression(expression: Expr) -> None:
    for values in POINTS:
        point = {name: exact(text) for name, text in values.items()}
        parity = -1 if int(values["N"]) % 2 else 1
        for found in (element_of(expression, parity), element_of(expression)):
            value = ball(found, tuple(sorted(point.items())), 200)
            gap = value - enclose_expression(expression, point, 200)
            assert value.is_finite() and abs(gap) < arb("1e-40"), (expression, values)


def test_an_exponential_beyond_what_is_read() -> None:
    assert read_formula("exp(1000000)*beta", "FORMULA").has(beta)
    for text in ("exp(1000001)", "exp(-1000001)", "beta*exp(10**6+1/3)"):
        with pytest.raises(InputError, match="exponential beyond"):
            read_formula(text, "FORMULA")
