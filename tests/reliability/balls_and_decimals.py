"""Balls beside the decimals of mpmath."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import mpmath
from flint import arb

from symcoh.balls import working_precision


def number(value: Any) -> Any:
    """A rational number, or text with sqrt, pi and log in it, at the precision of mpmath."""
    text = str(value)
    if "(" in text or "pi" in text:
        return mpmath.mpf(eval(text, {"sqrt": mpmath.sqrt, "pi": mpmath.pi, "log": mpmath.log, "__builtins__": {}}))
    known = Fraction(text)
    return mpmath.mpf(known.numerator) / known.denominator


def relative_error(ball: arb, value: Any, zero: float = 0.0) -> arb:
    """An upper bound of |x/value - 1| for all x in the ball; of |x| where mpmath's value is below `zero`."""
    sign, mantissa, exponent, _ = mpmath.mpf(value)._mpf_
    with working_precision(600):
        known = arb(((-1) ** sign * int(mantissa), int(exponent)))
        return abs(ball).upper() if abs(known) <= zero else (abs(ball - known) / abs(known)).upper()
