"""Correct rounding to decimal, and the number format of the command line.

A ball is printed only when both of its end points, taken as exact rationals, round half-even to the
same decimal. Library printing is not used: it is not correctly rounded near a tie.
"""

from __future__ import annotations

from dataclasses import dataclass

from flint import arb, fmpq, fmpz

from .balls import current_precision, end_points, exponent_of, working_precision

MODERATE_EXPONENT = 2**16
"""Binary exponents below this are rounded as exact integers; larger ones are scaled in balls."""


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
    sign = 1 if value > 0 else -1
    numerator, denominator = fmpz(abs(value).p), fmpz(value.q)
    exponent = _decimal_exponent(numerator, denominator)
    shift = digits - 1 - exponent
    if shift >= 0:
        numerator *= fmpz(10) ** shift
    else:
        denominator *= fmpz(10) ** -shift
    coefficient = _round_half_even(numerator, denominator)
    if coefficient == fmpz(10) ** digits:
        coefficient, exponent = fmpz(10) ** (digits - 1), exponent + 1
    return Decimal(sign=sign, coefficient=int(coefficient), exponent=exponent, digits=digits)


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
    low, high = (round_rational(end, digits) for end in end_points(scaled))
    if low != high:
        return None
    return Decimal(sign=low.sign, coefficient=low.coefficient, exponent=low.exponent + shift, digits=digits)


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
    with working_precision(current_precision() + 64):
        scaled, shift = _moderate(ball, decimal.digits)
        printed = as_rational(
            Decimal(sign=decimal.sign, coefficient=decimal.coefficient, exponent=decimal.exponent - shift, digits=decimal.digits)
        )
        largest = max(abs(end - printed) for end in end_points(scaled))
    return _rounded_up(largest, shift)


def _rounded_up(bound: fmpq, shift: int) -> str:
    if bound == 0:
        return "0"
    digits = 3
    exponent = _decimal_exponent(fmpz(bound.p), fmpz(bound.q))
    scale = digits - 1 - exponent
    units = bound * fmpz(10) ** scale if scale >= 0 else bound / fmpz(10) ** -scale
    coefficient = int(units.ceil())
    if coefficient == 10**digits:
        coefficient, exponent = 10 ** (digits - 1), exponent + 1
    text = str(coefficient)
    return f"{text[0]}.{text[1:]}e{fmpz(exponent + shift).str()}"


def _moderate(ball: arb, digits: int) -> tuple[arb, int]:
    """(ball / 10**shift, shift): an enclosure with a binary exponent that integers can hold."""
    size = exponent_of(ball)
    if abs(size) <= MODERATE_EXPONENT:
        return ball, 0
    bits = max(current_precision(), int(3.4 * digits)) + 2 * abs(size).bit_length() + 32
    with working_precision(bits):
        whole = (arb(size) * arb(2).log() / arb(10).log()).mid().floor().unique_fmpz()
        assert whole is not None, "the floor of an exact ball is an integer"
        shift = int(whole)
        return ball / (arb(10).log() * shift).exp(), shift


def _decimal_exponent(numerator: fmpz, denominator: fmpz) -> int:
    """floor(log10(numerator/denominator)) for positive integers, exactly."""
    guess = (numerator.bit_length() - denominator.bit_length()) * 30103 // 100000
    while _at_least_power_of_ten(numerator, denominator, guess + 1):
        guess += 1
    while not _at_least_power_of_ten(numerator, denominator, guess):
        guess -= 1
    return guess


def _at_least_power_of_ten(numerator: fmpz, denominator: fmpz, exponent: int) -> bool:
    if exponent >= 0:
        return bool(numerator >= denominator * fmpz(10) ** exponent)
    return bool(numerator * fmpz(10) ** -exponent >= denominator)


def _round_half_even(numerator: fmpz, denominator: fmpz) -> fmpz:
    quotient, remainder = divmod(numerator, denominator)
    twice = 2 * remainder
    if twice > denominator or (twice == denominator and quotient % 2 == 1):
        quotient += 1
    return quotient
