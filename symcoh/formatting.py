"""`format` of a certified number: Python's format specification, every digit rounded half-even from the ball itself.

A value that is printed to 50 digits and then rounded to 5 would be rounded twice. Here the ball is rounded once, and a ball that
does not decide the last digit is refused.
"""

from __future__ import annotations

import decimal
import re

from flint import arb, fmpq, fmpz

from .arguments import MAX_DIGITS
from .balls import ball_from_integers, end_points, working_precision
from .decimals import candidates, round_ball
from .errors import InputError, NotCertified, shown

_SPEC = re.compile(r"(?P<before>(?:.?[<>=^])?[-+ ]?z?#?0?[0-9]*[,_]?)(?:\.(?P<precision>[0-9]+))?(?P<kind>[eEfFgG%])", re.DOTALL)
_TEXT = re.compile(r"(?:.?[<>^])?[0-9]*s?", re.DOTALL)


def formatted(value: str, ball: tuple[int, int, int, int] | None, spec: str) -> str:
    """The number in a format specification.

    Args:
        value: the printed decimal.
        ball: the ball around the true value; None stands for half a unit in the last place of `value`.
        spec: fill, alignment and width alone pad the printed decimal; with e, f, g or % (precision 6 unless given) the ball is
            rounded anew, as `Decimal` writes it: trailing zeros are digits and stay.

    Returns:
        The decimal, rounded once from the ball.

    Raises:
        InputError: another specification, or more than 1,000,000 digits.
        NotCertified: the ball does not decide the last digit asked for.

    >>> formatted("0.12345", None, ".3f"), formatted("0.12345", None, ">9"), formatted("0", (0, 0, 0, 0), ".2e")
    ('0.123', '  0.12345', '0.00e+0')
    """
    if _TEXT.fullmatch(spec):
        return format(value, spec)
    match = _SPEC.fullmatch(spec)
    if match is None:
        raise InputError("The format", f"must be a width, or end in e, f, g or %, but is {shown(spec)}.")
    precision = 6 if match["precision"] is None else int(match["precision"][:8])
    if precision > MAX_DIGITS:
        raise InputError("The format", f"asks for {shown(match['precision'])} digits, but {MAX_DIGITS} is the most.")
    if match["kind"] == "%":
        found = _rounded(value, ball, None, precision + 2)
        # Decimal multiplies by 100 in its context: the exponent is shifted here, so that nothing is rounded again.
        return format(found.scaleb(2, _context(found)), f"{match['before']}.{precision}f") + "%"
    significant = {"e": precision + 1, "g": max(precision, 1)}.get(match["kind"].lower())
    found = _rounded(value, ball, significant, precision)
    return format(found, f"{match['before']}.{precision}{match['kind']}")


def _context(value: decimal.Decimal) -> decimal.Context:
    return decimal.Context(prec=len(value.as_tuple().digits) + 2, Emax=decimal.MAX_EMAX, Emin=decimal.MIN_EMIN)


def _rounded(value: str, ball: tuple[int, int, int, int] | None, significant: int | None, places: int) -> decimal.Decimal:
    """The ball to so many significant digits, or to so many decimal places; it holds no more digits than asked for."""
    sign, coefficient, exponent = parts(value)
    if coefficient == 0:
        return _made(0, fmpz(0), -places if significant is None else 1 - significant)
    known = ball_around(value) if ball is None else ball_from_integers(ball)
    leading = exponent + len(coefficient.str()) - 1
    wanted = significant if significant is not None else leading + 1 + places
    if wanted > MAX_DIGITS:
        raise InputError("The format", f"asks for {shown(wanted)} digits, but {MAX_DIGITS} is the most: use e or g.")
    if wanted < 0:  # smaller than a tenth of the last place
        return _made(sign, fmpz(0), -places)
    with working_precision(coefficient.bit_length() + 128):
        return _from_ball(known, value, sign, significant, places)


def _from_ball(ball: arb, value: str, sign: int, significant: int | None, places: int) -> decimal.Decimal:
    if significant is None:
        return _made(sign, _nearest(ball, places, value), -places)
    found = round_ball(ball, significant)
    if found is None:
        raise _undecided(value, f"{significant} significant digits", *candidates(ball, significant))
    return _made(found.sign, fmpz(found.coefficient), found.exponent - significant + 1)


def _nearest(ball: arb, places: int, value: str) -> fmpz:
    """|ball| in units of 10**-places, to the nearest whole number, a tie to the even one."""
    scale = fmpq(fmpz(10) ** places)
    low, high = (abs(_half_even(end * scale)) for end in end_points(ball))
    if low != high:
        raise _undecided(value, f"{places} decimal places", fmpz(low).str(), fmpz(high).str())
    return low


def _half_even(value: fmpq) -> fmpz:
    whole, rest = divmod(fmpz(value.p), fmpz(value.q))
    twice = 2 * rest
    return whole + 1 if twice > value.q or (twice == value.q and whole % 2 == 1) else whole


def _undecided(value: str, asked: str, *found: str) -> NotCertified:
    shortened = " and ".join(text if len(text) <= 40 else f"{text[:18]}...{text[-18:]}" for text in found)
    return NotCertified(f"{shown(value)} does not decide {asked}, it wavers between {shortened}: evaluate it with more digits.")


def _made(sign: int, coefficient: fmpz, exponent: int) -> decimal.Decimal:
    return decimal.Decimal((int(sign < 0), tuple(map(int, coefficient.str())), exponent))


def parts(value: str) -> tuple[int, fmpz, int]:
    """(sign, coefficient, exponent) of a printed decimal: sign * coefficient * 10**exponent.

    >>> parts("-1.50e-7"), parts("0")
    ((-1, 150, -9), (0, 0, 0))
    """
    mantissa, _, power = value.removeprefix("-").partition("e")
    whole, _, fraction = mantissa.partition(".")
    coefficient = fmpz((whole + fraction).lstrip("0") or "0")
    if coefficient == 0:
        return 0, coefficient, 0
    return (
        (-1 if value.startswith("-") else 1),
        coefficient,
        int(fmpz(power.lstrip("-") or "0")) * (-1 if "-" in power else 1) - len(fraction),
    )


def ball_around(value: str) -> arb:
    """Half a unit in the last place around a printed decimal: what rounds to it."""
    sign, coefficient, exponent = parts(value)
    with working_precision(coefficient.bit_length() + 64 + 2 * abs(exponent).bit_length()):
        return arb(coefficient * sign, arb(1) / 2) * (arb(10).log() * exponent).exp()
