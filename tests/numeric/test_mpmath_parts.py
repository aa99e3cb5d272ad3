"""The parts of the mpmath backend: domain sums, weights, gaps, rounding, conversions, refusals."""

from __future__ import annotations

import random
from fractions import Fraction
from math import isqrt
from typing import Any

import pytest

from oracles.mpmath_cases import assert_rounds, configurations, fresh, number
from symcoh import evaluate
from symcoh.errors import NotCertified
from symcoh.exactnumbers import Exact, exact
from symcoh.ground import ground_manifold
from symcoh.model import Model
from symcoh.numeric.mpmath import levels as mpmath_levels
from symcoh.numeric.mpmath.backend import Binary, agreement, evaluate_mpmath, rounded
from symcoh.numeric.mpmath.floats import Unresolved, context, to_float
from symcoh.numeric.mpmath.levels import Gap, domain_sums, gaps, parameters

CEILING = 2**20
RING = Model(N=4, omega="1", omega_a="0.7", gamma="0.3", J="-0.274")


# The parts.


@pytest.mark.parametrize("ferromagnetic", [True, False])
@pytest.mark.parametrize("N", range(1, 11))
def test_domain_sums_against_every_configuration(N: int, ferromagnetic: bool) -> None:
    ctx = context(200)
    for y in (Fraction(1), Fraction(1, 3), Fraction(1, 10**40)):
        for u in range(N, -1, -2):
            levels = [(bonds, count) for m, bonds, count in configurations(N) if m == u]
            best = max(b for b, _ in levels) if ferromagnetic else min(b for b, _ in levels)
            terms = [(abs(b - best) // 4, count) for b, count in levels]
            sums = domain_sums(ctx, N, u, ctx.mpf(y.numerator) / y.denominator, ferromagnetic=ferromagnetic)
            assert sums.first == sum(count for j, count in terms if j == 0)
            for power, value in ((0, sums.tail), (1, sums.moment), (2, sums.square)):
                true = sum((count * y**j * j**power for j, count in terms if j), Fraction(0))
                assert abs(value - ctx.mpf(true.numerator) / true.denominator) <= value * ctx.ldexp(1, -190)


@pytest.mark.parametrize("y", [Fraction(1), Fraction(1, 7), Fraction(999, 1000)])
def test_sector_weights_against_the_transfer_matrix(y: Fraction) -> None:
    """Tr (transfer matrix)**N as a polynomial in z, by the power sums of its eigenvalues, exactly."""
    ctx, size = context(300), 40
    # exp(2 beta J) = 1/s with s**2 = y: eigenvalue sum 1 + z and product z (1 - y), times exp(beta J).
    powers = [[Fraction(2)], [Fraction(1), Fraction(1)]]
    for _ in range(2, size + 1):
        last, before = powers[-1], powers[-2]
        grown = [Fraction(0)] * (len(last) + 1)
        for k, c in enumerate(last):
            grown[k] += c
            grown[k + 1] += c
        for k, c in enumerate(before):
            grown[k + 1] -= (1 - y) * c
        powers.append(grown)
    for N in (2, 3, 17, 40):
        for k in range(N + 1):
            u, true = abs(2 * k - N), powers[N][k]
            sums = domain_sums(ctx, N, u, ctx.mpf(y.numerator) / y.denominator, ferromagnetic=True)
            lowest = 0 if u == N else 1  # exp(beta J (N - 4n)) = exp(beta J N) y**n
            value = (sums.first + sums.tail) * (ctx.mpf(y.numerator) / y.denominator) ** lowest
            assert abs(value - ctx.mpf(true.numerator) / true.denominator) <= value * ctx.ldexp(1, -285)


def test_gaps_keep_their_accuracy_beside_a_critical_line() -> None:
    distance = Fraction(1, 10**700)
    model = Model(N=4, omega_a="7/10", gamma="1/6", J=str(Fraction(-13, 60) + distance))
    par = parameters(model, 100, CEILING)
    gap = gaps(model, par, 4, frozenset())[0]
    true = 8 * distance  # E(0) - E(4) has the slope 2N in J.
    assert gap.error == 0
    assert abs(gap.value * 10**700 - 8) < par.ctx.ldexp(1, -80), true


@pytest.mark.parametrize("beta", [1, 1000])
def test_an_undecided_gap_counts_from_the_last_bit_of_its_exponential_on(beta: int) -> None:
    """e^{-beta gap} is off by beta error: 2^-prec of it is no more than a rounding, twice as much is refused."""
    par = parameters(RING, 100, CEILING)
    ctx = par.ctx
    bit = ctx.ldexp(1, -100) / beta
    for error in (0, bit / 2, bit * (1 - ctx.ldexp(1, -50))):
        assert mpmath_levels._sector(par, ctx.mpf(beta), ctx.mpf(0.5), 2, Gap(value=ctx.mpf(0), error=ctx.mpf(error))).ground == 4
    for error in (bit * (1 + ctx.ldexp(1, -50)), 2 * bit, ctx.mpf(1)):
        with pytest.raises(Unresolved):
            mpmath_levels._sector(par, ctx.mpf(beta), ctx.mpf(0.5), 2, Gap(value=ctx.mpf(0), error=error))


def test_two_to_the_power_of_very_many_sources() -> None:
    """Z = 2^(N+1) at beta = 0, where N is too large for the exact number to be written out."""
    found = str(evaluate(Model(N=10**9, omega_a=1, gamma=1), "partition-function", beta=0, digits=20, backend="mpmath"))
    ctx = context(200)
    assert found == ctx.nstr(ctx.mpf(2) ** (10**9 + 1), 20).replace("e+", "e")


@pytest.mark.parametrize("seed", range(4))
def test_rounding_near_ties(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(500):
        digits = rng.choice([1, 2, 3, 16, 50])
        coefficient = rng.randint(10 ** (digits - 1), 10**digits - 1)
        power = rng.choice([0, 3, -3, -40, 40, -digits + 1])
        tie = (Fraction(coefficient) + Fraction(1, 2)) * Fraction(10) ** power
        exponent = -rng.choice([250, 300, 900])
        mantissa = round(tie / Fraction(2) ** exponent) + rng.choice([-1, 0, 0, 1])
        value = mantissa * Fraction(2) ** exponent
        sign = rng.choice([1, -1])
        result = rounded(Binary(mantissa=sign * mantissa, exponent=exponent), digits)
        assert result[0] == sign
        assert (result[1], result[2]) == _by_fractions(value, digits)


def _by_fractions(value: Fraction, digits: int) -> tuple[int, int]:
    place = 0
    while value >= Fraction(10) ** (place + 1):
        place += 1
    while value < Fraction(10) ** place:
        place -= 1
    coefficient = round(value / Fraction(10) ** (place - digits + 1))  # round() is half-even
    return (coefficient // 10, place + 1) if coefficient == 10**digits else (coefficient, place)


def test_rounding_of_huge_exponents_and_of_many_digits() -> None:
    near = rounded(Binary(mantissa=3, exponent=2**22), 30)
    ctx = fresh(300)
    assert_rounds(ctx, 3 * ctx.ldexp(1, 2**22), near, 30, "exact")
    for exponent in (2**40, -(2**40), 10**15, -(2**59)):
        result = rounded(Binary(mantissa=3, exponent=exponent), 30)
        logarithm = (ctx.ln(3) + exponent * ctx.ln(2)) / ctx.ln(10)
        assert result[2] == int(ctx.floor(logarithm))
        assert abs(result[1] / ctx.mpf(10) ** 29 - ctx.mpf(10) ** (logarithm - result[2])) < 1e-28
    digits = 20_000
    whole = 7**25_000
    result = rounded(Binary(mantissa=whole, exponent=0), digits)
    shift = 10 ** (result[2] - digits + 1)
    assert result[1] == (2 * whole + shift) // (2 * shift)


def test_agreement_counts_bits() -> None:
    one = Binary(mantissa=1, exponent=0)
    assert agreement(one, Binary(mantissa=2**50 + 1, exponent=-50)) in (49, 50)
    assert agreement(one, Binary(mantissa=-1, exponent=0)) == 0
    assert agreement(one, Binary(mantissa=1, exponent=10**15)) == 0
    assert agreement(None, one) == 0
    assert agreement(one, one) > 10**6


NEAR_ROOT = isqrt(2 * 10**600)
NEAR_SUM = NEAR_ROOT + isqrt(3 * 10**600)


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("pi/4", lambda c: c.pi / 4),
        ("sqrt(2)/3 - exp(-1)*log(3)**2", lambda c: c.sqrt(2) / 3 - c.exp(-1) * c.ln(3) ** 2),
        ("2**(1/3)/(1+sqrt(5))", lambda c: c.cbrt(2) / (1 + c.sqrt(5))),
        (f"sqrt(2) - {NEAR_ROOT}/10**300", lambda c: c.sqrt(2) - c.mpf(NEAR_ROOT) / c.mpf(10) ** 300),
        (f"sqrt(2) + sqrt(3) - {NEAR_SUM}/10**300", lambda c: c.sqrt(2) + c.sqrt(3) - c.mpf(NEAR_SUM) / c.mpf(10) ** 300),
        ("log(sqrt(4+1e-300)-2)", lambda c: c.ln(c.sqrt(4 + c.mpf(10) ** -300) - 2)),
        ("log(1+1e-500)", lambda c: c.ln(1 + c.mpf(10) ** -500)),
        ("1e400*log(1+1e-400) - 1", lambda c: c.mpf(10) ** 400 * c.ln(1 + c.mpf(10) ** -400) - 1),
        ("(sqrt(4+1e-300)-2)*pi", lambda c: (c.sqrt(4 + c.mpf(10) ** -300) - 2) * c.pi),
        ("-7e-30", lambda c: -7 * c.mpf(10) ** -30),
    ],
)
def test_exact_numbers_keep_their_relative_accuracy(text: str, expression: Any) -> None:
    ctx, fine = context(150), fresh(4000)
    value, true = to_float(ctx, exact(text), CEILING), expression(fine)
    assert abs(fine.mpf(value) - true) <= abs(true) * fine.ldexp(1, -147)


# Refusals.


def test_an_exact_tie_of_roundings_is_refused_and_named() -> None:
    """N = 1, omega = 4/5, omega_a = 1, gamma = 3/10, J = 0, beta = log 3: C = 0.15 exactly."""
    model, beta = Model(N=1, omega="4/5", omega_a=1, gamma="3/10"), exact("log(3)")
    assert evaluate_mpmath(model, "coherence", beta, 2, CEILING) == (1, 15, -1)
    with pytest.raises(NotCertified, match="between two decimals 1e-1 and 2e-1 of 1 digits"):
        evaluate_mpmath(model, "coherence", beta, 1, CEILING)


def test_the_ceiling_and_what_was_reached() -> None:
    model = RING
    with pytest.raises(NotCertified, match="The coherence has none of 50 digits and asks for [0-9]+ bits, above the ceiling of 200: raise"):
        evaluate_mpmath(model, "coherence", exact("1"), 50, 200)
    with pytest.raises(NotCertified, match="The energy agreed to about [1-9][0-9]* of 40 digits and asks for [0-9]+ bits, above"):
        evaluate_mpmath(model, "energy", exact("1e-40"), 40, 350)
    assert evaluate_mpmath(model, "energy", exact("1e-90"), 6, CEILING) == (-1, 140030, -90)


def test_a_value_close_to_a_tie_is_settled_by_more_precision() -> None:
    """N = 1, omega = omega_a = J = 0: -E = gamma tanh(beta gamma), just below 0.35 beta."""
    model = Model(N=1, omega=0, omega_a=0, gamma="sqrt(35)/10")
    for power in (10, 30, 900):
        assert evaluate_mpmath(model, "energy", exact(f"1e-{power}"), 1, CEILING) == (-1, 3, -power - 1)


def test_exponents_beyond_every_bound_are_refused() -> None:
    model = RING
    with pytest.raises(NotCertified, match="binary exponent beyond 2\\*\\*60"):
        evaluate_mpmath(model, "entropy", exact("1e30"), 10, CEILING)
    with pytest.raises(NotCertified, match="ask for the log-partition-function"):
        evaluate_mpmath(model, "partition-function", exact("1e30"), 10, CEILING)
    assert evaluate_mpmath(model, "coherence", exact("1e300"), 6, CEILING, ground=ground_manifold(model)) == (1, 923077, -1)
    assert evaluate_mpmath(model, "energy", exact("1e300"), 6, CEILING, ground=ground_manifold(model)) == (-1, 160400, 0)
    with pytest.raises(NotCertified, match="stops at N = 20000, but N is 1000000"):
        evaluate_mpmath(Model(N=10**6, omega_a=1, gamma=1), "coherence", exact("1"), 10, CEILING)


def test_the_largest_ring_of_the_sums_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mpmath_levels, "MAX_SOURCES", 6)
    assert evaluate_mpmath(Model(N=6, omega_a=1, gamma=1), "coherence", exact("1"), 10, CEILING)[0] == 1
    with pytest.raises(NotCertified, match="stops at N = 6, but N is 7"):
        evaluate_mpmath(Model(N=7, omega_a=1, gamma=1), "coherence", exact("1"), 10, CEILING)


def test_an_undecided_sign_is_refused() -> None:
    hidden: Exact = exact("log(2)+log(3)-log(6)")
    model = Model(N=2, omega_a=hidden, gamma=1)
    with pytest.raises(NotCertified, match="not decided|not resolved"):
        evaluate_mpmath(model, "bloch-x", exact("1"), 10, 2**14)


def test_many_digits_begin_with_the_few() -> None:
    model, beta = RING, exact("2")
    many = evaluate_mpmath(model, "coherence", beta, 5000, CEILING)
    few = evaluate_mpmath(model, "coherence", beta, 100, CEILING)
    assert many[2] == few[2]
    assert abs(many[1] - few[1] * 10**4900) <= 10**4900 // 2


def test_a_tiny_coherence_has_all_its_digits() -> None:
    """N even, J -> -oo: C falls like exp(4 beta J), here to about 10**(-10**6)."""
    model, ctx = Model(N=2, omega="3/5", omega_a="1/10", gamma="1/5", J="-575646"), fresh(400)
    sinh, cosh = ctx.sinh(number(ctx, "1/10")), ctx.cosh(number(ctx, "1/10"))
    del cosh
    numerator = 4 * number(ctx, "4/5") * sinh * ctx.sinh(number(ctx, "1/2"))
    value = numerator / (4 * ctx.cosh(number(ctx, "3/10"))) * ctx.exp(-4 * 575646)
    assert_rounds(ctx, value, evaluate_mpmath(model, "coherence", exact("1"), 50, CEILING), 50, "C")
