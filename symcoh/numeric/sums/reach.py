"""Where the integrals over the field are worth their nodes: the s between, where Xi is small, are bounded instead.

Xi is log-convex on the real line, so that Xi <= max(Xi(a), Xi(b)) on [a, b], and with G the bound of all else (`Source.largest`)

    |integral over [a, b]| <= (b - a) G max(Xi(a), Xi(b)).

For many sources Xi falls from -1 or from 1 as e^{-N |s -+ 1|}: without this the quadrature would halve its interval once for every bit
of N, and try its rules in vain each time.
"""

from __future__ import annotations

from flint import arb

from ...balls import current_precision, midpoint
from .integrand import Source

SHARE = 8
"""What is left out adds up to less than two parts in so many of the tolerance."""

NARROWINGS = 2
"""Steps towards the place where Xi passes the threshold, once that is known to a factor of two."""

Pieces = tuple[tuple[tuple[arb, arb], ...], arb]


def pieces(source: Source, coefficient: int, tolerance: arb, goal: int) -> Pieces:
    """The intervals to integrate over, and a bound of the integral over the rest of [-1, 1], of any of the three integrands.

    Args:
        source: the integrands.
        coefficient: which of their Taylor coefficients.
        tolerance: how much of the integral may be left out.
        goal: bits that the tolerance is below the integral, about.
    """
    everywhere = ((arb(-1), arb(1)),), arb(0)
    if 2 * source.every_exponent(arb(1)) < goal * arb(2).log():
        return everywhere  # Xi does not fall so far, about
    largest = source.largest(coefficient)
    threshold = (tolerance / (SHARE * largest)).lower()
    inside = next((s for s in (source.valley(), arb(1), arb(-1)) if source.top(s) <= threshold), None)
    if inside is None:
        return everywhere
    low, high = (_passage(source, arb(end), inside, threshold) for end in (-1, 1))
    rest = (abs(high - low) * largest * source.top(low).max(source.top(high))).upper()
    return tuple((a, b) for a, b in ((arb(-1), low), (high, arb(1))) if a < b), rest


def _passage(source: Source, end: arb, inside: arb, threshold: arb) -> arb:
    """The s nearest to the end, about, from which to `inside` Xi is below the threshold."""
    if source.top(end) <= threshold:
        return end

    def at(share: arb) -> arb:
        return midpoint(end + (inside - end) * share)

    def small(share: arb) -> bool:
        return bool(source.top(at(share)) <= threshold)

    good, bad = 0, current_precision()
    while bad - good > 1:
        middle = (good + bad) // 2
        good, bad = (middle, bad) if small(arb((1, -middle))) else (good, middle)
    found, step = arb((1, -good)), arb((1, -good - 1))
    for _ in range(NARROWINGS):
        step = step / 2
        found = found - step if small(found - step) else found
    return at(found)
