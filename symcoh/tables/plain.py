"""Exact parameters as plain decimals, for programs that read no formulas."""

from __future__ import annotations

from functools import lru_cache

from ..evaluation import MAX_PRECISION
from ..exactnumbers import exact_or_infinity
from ..numeric.precision import certify_exact, started_clock

PLAIN_DIGITS = 17
"""Significant digits, enough for any double to come back."""


@lru_cache(maxsize=10_000)
def plain_decimal(text: str) -> str:
    """A parameter as typed, as a decimal of at most 17 significant digits, correctly rounded; oo is inf, as programs write it.

    Raises:
        NotCertified: its digits are not decided.

    >>> plain_decimal("7/10"), plain_decimal("sqrt(2)/3"), plain_decimal("-1e-300/3"), plain_decimal("5000"), plain_decimal("oo")
    ('0.7', '0.47140452079103168', '-3.3333333333333333e-301', '5000', 'inf')
    """
    value = exact_or_infinity(text)
    if value is None:
        return "inf"
    mantissa, mark, exponent = str(certify_exact(value, PLAIN_DIGITS, MAX_PRECISION, started_clock())[1]).partition("e")
    if "." in mantissa:
        mantissa = mantissa.rstrip("0").rstrip(".")
    return mantissa + mark + exponent
