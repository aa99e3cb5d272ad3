"""Correct rounding to decimal, and the number format of the command line.

A ball is printed only when both of its end points, taken as exact rationals, round half-even to the
same decimal. Library printing is not used: it is not correctly rounded near a tie. The end points stay
integers over one power of two, which takes no greatest common divisors.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flint import arb, fmpq, fmpz

from .balls import FINEST, current_precision, end_points, exponent_of, working_precision

MODERATE_EXPONENT = 2**16
"""Binary exponents below this are rounded as exact integers; larger ones are scaled in balls."""


DOUBLE = 53
"""FLINT's own precision, in bits."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Decimal:
    """sign * coefficient * 10**(exponent - digits + 1), with exactly `digits` digits in coefficient.

    `exponent` is the decimal exponent of the leading digit; zero has sign 0 and coefficient 0.
    """

    sign: int
    coefficient: int
    exponent: int
    digits: int

    def __str__(self) -> str:
        """Positional for -5 <= exponent < digits, else d.ddde-45; zero is 0."""
        if self.sign == 0:
            return "0"
        text = fmpz(self.coefficient).str()
        e = self.exponent
        if e < -5 or e >= self.digits:
            body = text[0] + ("." + text[1:] if self.digits > 1 else "") + f"e{fmpz(e).str()}"
        elif e < 0:
            body = "0." + "0" * (-e - 1) + text
        else:
            body = text[: e + 1] + ("." + text[e + 1 :] if self.digits > e + 1 else "")
        return ("-" if self.sign < 0 else "") + body

    def latex(self) -> str:
        """The same digits as LaTeX mathematics, without the dollar signs."""
        mantissa, _, exponent = str(self).partition("e")
        return mantissa + (rf"\times10^{{{exponent}}}" if exponent else "")


def zero(digits: int) -> Decimal:
    """The exact zero."""
    return Decimal(sign=0, coefficient=0, exponent=0, digits=digits)


def round_rational(value: fmpq, digits: int) -> Decimal:
    """`value` rounded half-even to `digits` significant digits.

    >>> str(round_rational(fmpq(1, 8), 2)), str(round_rational(fmpq(-995, 1000), 2))
    ('0.12', '-1.0')
    >>> str(round_rational(fmpq(1, 3 * 10**45), 4))
    '3.333e-46'
    """
    if value == 0:
        return zero(digits)
    coefficient, exponent = _significant(fmpz(abs(value).p), fmpz(value.q), digits, _half_even)
    return Decimal(sign=1 if value > 0 else -1, coefficient=int(coefficient), exponent=exponent, digits=digits)


def round_ball(ball: arb, digits: int) -> Decimal | None:
    """The decimal every point of the ball rounds to (half-even), or None where they differ.

    >>> from flint import arb
    >>> with working_precision(100):
    ...     str(round_ball(arb(2).sqrt(), 20))
    '1.4142135623730950488'
    """
    if ball.is_zero():
        return zero(digits)
    if not ball.is_finite() or ball.contains(0):
        return None
    scaled, shift = _moderate(ball, digits)
    middle, radius, up, down = _integers(scaled)
    size = abs(middle)
    found = _significant((size - radius) * up, down, digits, _half_even)
    if radius != 0 and found != _significant((size + radius) * up, down, digits, _half_even):
        return None
    return Decimal(sign=1 if middle > 0 else -1, coefficient=int(found[0]), exponent=found[1] + shift, digits=digits)


def candidates(ball: arb, digits: int) -> tuple[str, str]:
    """The decimals of both end points of a finite ball without zero: what rounding wavers between."""
    scaled, shift = _moderate(ball, digits)
    low, high = (round_rational(end, digits) for end in end_points(scaled))
    shifted = [Decimal(sign=d.sign, coefficient=d.coefficient, exponent=d.exponent + shift, digits=digits) for d in (low, high)]
    return str(shifted[0]), str(shifted[1])


def halfway_between(ball: arb, digits: int) -> fmpq | None:
    """The tie (midpoint of two neighbouring decimals) inside a narrow ball of moderate size, or None."""
    scaled, shift = _moderate(ball, digits + 1)
    if shift:
        return None
    low, high = (round_rational(end, digits + 1) for end in end_points(scaled))
    for end in (low, high):
        if end.coefficient % 10 == 5:
            return as_rational(end)
    return None


def as_rational(decimal: Decimal) -> fmpq:
    """The exact rational a decimal of moderate exponent names."""
    scale = decimal.exponent - decimal.digits + 1
    value = fmpq(decimal.sign * decimal.coefficient)
    return value * fmpz(10) ** scale if scale >= 0 else value / fmpz(10) ** -scale


def printed_radius(ball: arb, decimal: Decimal) -> str:
    """Upper bound of |printed value - true value| for every true value in the ball, three digits, rounded up."""
    if decimal.sign == 0 and ball.is_zero():
        return "0"
    with working_precision(DOUBLE):  # the same text whatever precision is in force
        scaled, shift = _moderate(ball, decimal.digits)
    middle, radius, up, down = _integers(scaled)
    scale = decimal.exponent - shift - decimal.digits + 1
    ten_up, ten_down = fmpz(10) ** max(scale, 0), fmpz(10) ** max(-scale, 0)
    # |middle - printed| + radius is the larger of the distances of the two end points.
    distance = abs(middle * up * ten_down - decimal.sign * decimal.coefficient * ten_up * down) + radius * up * ten_down
    if distance == 0:
        return "0"
    coefficient, exponent = _significant(distance, down * ten_down, 3, _ceiling)
    text = coefficient.str()
    return f"{text[0]}.{text[1:]}e{fmpz(exponent + shift).str()}"


def _moderate(ball: arb, digits: int) -> tuple[arb, int]:
    """(ball / 10**shift, shift): an enclosure with a binary exponent that integers can hold."""
    size = exponent_of(ball)
    if abs(size) <= MODERATE_EXPONENT:
        return ball, 0
    bits = max(current_precision(), int(3.4 * digits)) + 2 * abs(size).bit_length() + 96
    with working_precision(bits):
        whole = (arb(size) * arb(2).log() / arb(10).log()).mid().floor().unique_fmpz()
        assert whole is not None, "the floor of an exact ball is an integer"
        shift = int(whole)
        return ball / (arb(10).log() * shift).exp(), shift


def _integers(ball: arb) -> tuple[fmpz, fmpz, fmpz, fmpz]:
    """(m, r, a, b) with the ball (m +- r) a/b, where a and b are powers of two and one of them is 1; the ball is of moderate size.

    A radius below 2**-FINEST, which would fill the memory, is taken as 2**-FINEST: a wider enclosure.
    """
    middle, exponent = ball.mid().man_exp()
    radius, radius_exponent = ball.rad().man_exp()
    if radius != 0:
        if radius_exponent < -FINEST - 64:
            radius, radius_exponent = fmpz(1), fmpz(-FINEST)
        lowest = min(exponent, radius_exponent)
        middle, radius, exponent = middle << exponent - lowest, radius << radius_exponent - lowest, lowest
    assert abs(exponent) < 2**24, "a binary exponent must be scaled before it is made exact"
    one = fmpz(1)
    return (middle, radius, one << exponent, one) if exponent > 0 else (middle, radius, one, one << -exponent)


def _significant(numerator: fmpz, denominator: fmpz, digits: int, rounded: Callable[[fmpz, fmpz], fmpz]) -> tuple[fmpz, int]:
    """(c, e): c 10**(e - digits + 1) with `digits` digits in c, the quotient of two positive integers as `rounded` takes it.

    The search for e begins at a power of ten that is not above the quotient: one too high would round a digit too early.
    """
    limit = fmpz(10) ** digits
    # numerator/denominator >= 2**bits, and log10(2) lies between the two constants.
    bits = numerator.bit_length() - 1 - (denominator - 1).bit_length()
    exponent = bits * (301_029_995 if bits >= 0 else 301_029_996) // 10**9
    while True:
        shift = digits - 1 - exponent
        power = fmpz(10) ** abs(shift)
        coefficient = rounded(numerator * power, denominator) if shift >= 0 else rounded(numerator, denominator * power)
        if coefficient < limit:
            return coefficient, exponent
        exponent += 1
        if coefficient == limit:
            return fmpz(10) ** (digits - 1), exponent


def _half_even(numerator: fmpz, denominator: fmpz) -> fmpz:
    quotient, remainder = divmod(numerator, denominator)
    twice = 2 * remainder
    if twice > denominator or (twice == denominator and quotient % 2 == 1):
        quotient += 1
    return quotient


def _ceiling(numerator: fmpz, denominator: fmpz) -> fmpz:
    return -(-numerator // denominator)


@contextmanager
def long_integers() -> Iterator[None]:
    """Python refuses to print integers of more than 4300 digits; exact coefficients may have them."""
    before = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)
    try:
        yield
    finally:
        sys.set_int_max_str_digits(before)
