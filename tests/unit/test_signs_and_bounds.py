"""The parts of a decision about an exact number, each against its value by another way."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from flint import arb, fmpq

from symcoh import Model, evaluate
from symcoh.balls import working_precision
from symcoh.errors import NotCertified
from symcoh.exactnumbers import enclose, exact, sign
from symcoh.exactnumbers.number import exponential, logarithm, rational
from symcoh.exactnumbers.reduced import _simplest
from symcoh.exactnumbers.sign import TRANSCENDENTAL_WEIGHT, _conjugate_bits, _root_degrees, _separation_bits, _sum_bits, _weight


def test_the_size_of_a_sum_of_quotients() -> None:
    """U1/L1 + U2/L2 = (U1 L2 + U2 L1)/(L1 L2), sizes given by their logarithms."""
    for parts in ([(3.0, 5.0), (10.0, 2.0)], [(10.0, 2.0), (3.0, 5.0)], [(1.0, 4.0), (2.0, 8.0), (6.0, 1.0)]):
        lower = sum(low for _, low in parts)
        upper = math.log2(sum(2 ** (up + lower - low) for up, low in parts))
        found = _sum_bits(parts)
        assert found[1] == lower and upper <= found[0] <= upper + len(parts)


def test_every_root_counts_in_the_degree() -> None:
    value = exact("sqrt(2)*3**(1/3) + sqrt(1 + 5**(1/5))")
    assert sorted(_root_degrees(value).values()) == [2, 2, 3, 5]


def test_the_separation_bound_is_used_up_to_the_ceiling() -> None:
    value = exact("sqrt(2) - 1")
    numerator, denominator = _conjugate_bits(value)
    ceiling = 2 * numerator + denominator
    assert _separation_bits(value, ceiling) is not None  # type: ignore[arg-type]  # a float, to meet it exactly
    assert _separation_bits(value, ceiling - 0.5) is None  # type: ignore[arg-type]  # a float, to stay just below


def test_how_many_bits_a_sign_is_looked_for() -> None:
    assert sign(exact("log(2)+log(3)-log(6)")) is None
    with pytest.raises(NotCertified, match="The sign of `gamma` is not decided with 65536 bits"):
        evaluate(Model(N=2, omega_a=1, gamma="log(2)+log(3)-log(6)"), "coherence", beta="oo")


def test_what_a_ball_costs() -> None:
    assert _weight(exact("exp(sqrt(2)) + pi")) == TRANSCENDENTAL_WEIGHT + 5
    assert _weight(exact("7/3")) == 1


def test_only_a_plain_logarithm_undoes_an_exponential() -> None:
    two = rational(2)
    log = logarithm(two)
    assert exponential(log) == two and logarithm(exponential(rational(3))) == rational(3)
    with working_precision(100):
        assert abs(enclose(exponential(log * log), 100) - (arb(2).log() ** 2).exp()) < 1e-25
        assert abs(enclose(exact("log(2*exp(3))"), 100) - 3 - arb(2).log()) < 1e-25
    assert exact("log(exp(3))") == rational(3)


@pytest.mark.parametrize(("text", "inside"), [("sqrt(-log(1/2))", 2), ("sqrt(-3*log(1/5))", 125), ("(-log(1/7))**(1/2)", 7)])
def test_the_root_of_a_negative_multiple(text: str, inside: int) -> None:
    """Of what is negative too: the value is that of the root of its logarithm."""
    with working_precision(120):
        assert abs(enclose(exact(text), 120) - arb(inside).log().sqrt()) < 1e-30


@pytest.mark.parametrize(
    ("middle", "radius"), [("3.14159265", "1e-6"), ("3.14159265", "1e-3"), ("0.7182818", "1e-4"), ("-2.7182818", "1e-4"), ("41.37", "1e-3")]
)
def test_the_simplest_number_in_a_ball(middle: str, radius: str) -> None:
    """The smallest denominator, by trying them all."""
    with working_precision(100):
        found = _simplest(arb(middle, radius))
    low, high = Fraction(middle) - Fraction(radius), Fraction(middle) + Fraction(radius)
    denominator = next(q for q in range(1, 10_000) if math.floor(high * q) >= low * q)
    assert isinstance(found, fmpq) and found.q == denominator and low <= Fraction(int(found.p), int(found.q)) <= high
