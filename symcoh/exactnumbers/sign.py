"""Enclosures of exact numbers, and their signs decided by exact algebra.

A narrower ball never decides a tie. For algebraic numbers a separation bound does: write the value
as U/L with algebraic integers U and L, bound every conjugate of U by u and of L by l, and let D be
the product of the degrees of all distinct roots. Then U = 0 or |U| u**(D-1) >= |norm of U| >= 1, so

    value = 0   or   |value| >= 1 / (l u**(D-1)).

(The bound of Burnikel, Funke, Mehlhorn, Schirra and Schmitt.) Refine below it, and a ball that
still contains zero proves zero. Numbers with pi, exp or log have no such bound: their sign is
either visible or undecided.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from flint import arb, fmpq, fmpz

from ..balls import certain_sign, current_precision, working_precision
from ..errors import NoExactNumber, UndecidedInput, shown
from .number import Atom, Exact

SIGHT = 64
"""Bits of the first look at a number."""

SIGN_BITS = 2**16
"""Default ceiling of precision for deciding a sign."""

MAX_SIGN_WORK = 2**26
"""Bits of precision times the weight of a number that one decision may take: a few seconds."""

TRANSCENDENTAL_WEIGHT = 16


def enclose(value: Exact, bits: int) -> arb:
    """A ball around `value` at `bits` bits of working precision.

    >>> from symcoh.exactnumbers import exact
    >>> enclose(exact("sqrt(2)"), 64).rel_accuracy_bits() > 55
    True
    """
    with working_precision(bits):
        return ball_here(value)


def sight(value: Exact) -> arb:
    """A ball around `value` at `SIGHT` bits, made once: enough to tell the size of most numbers.

    >>> from symcoh.exactnumbers import exact
    >>> float(sight(exact("3/4")))
    0.75
    """
    known: arb | None = getattr(value, "_sight", None)
    if known is None:
        known = ball_here(value) if current_precision() == SIGHT else enclose(value, SIGHT)
        object.__setattr__(value, "_sight", known)
    return known


def is_algebraic(value: Exact) -> bool:
    """Whether no pi, exp or log is left in the normal form."""
    return all(
        a.kind in ("root", "sum") and a.argument is not None and is_algebraic(a.argument)
        for monomial, _ in value.terms
        for a, _ in monomial
    )


def simpler(*values: Exact) -> str:
    """How to write numbers whose sign was not decided, so that it is.

    >>> from symcoh.exactnumbers import exact
    >>> simpler(exact("log(2)")), simpler(exact("sqrt(2)"), exact("1"))
    ('without pi, exp and log', 'with fewer or smaller roots')
    """
    return "with fewer or smaller roots" if all(map(is_algebraic, values)) else "without pi, exp and log"


def sign(value: Exact, max_bits: int = SIGN_BITS) -> int | None:
    """-1, 0 or 1, proved; None where no proof was found with `max_bits` bits, or with as much work as a decision may take.

    A sign is decided once: the number remembers it.

    >>> from symcoh.exactnumbers import exact
    >>> sign(exact("sqrt(2)*sqrt(3) - sqrt(6)")), sign(exact("sqrt(2) - 1.4142135623730951"))
    (0, -1)
    """
    known: int | None = getattr(value, "_sign", None)
    if known is None:
        known = decide_sign(value, max_bits)
        if known is not None:
            object.__setattr__(value, "_sign", known)
    return known


def argument_sign(value: Exact, argument: str) -> int:
    """The sign of an argument.

    Raises:
        UndecidedInput: no precision decides it.
    """
    found = sign(value)
    if found is None:
        raise UndecidedInput(argument, f"has a sign that cannot be decided, in {shown(str(value))}: write it {simpler(value)}.")
    return found


def decide_sign(value: Exact, max_bits: int) -> int | None:
    """The sign of a number that does not know it yet."""
    known = value.rational
    if known is not None:
        return (known > 0) - (known < 0)
    visible = certain_sign(sight(value))
    if visible:
        return visible
    from .reduced import reduction  # which asks for signs by the bound below

    terms, settled = reduction(value.terms)
    value = Exact(terms)
    known = value.rational
    if known is not None:
        return (known > 0) - (known < 0)
    # A sum of radicals in reduced form is not zero: a fine enough ball shows its sign.
    return _refined(value, max_bits, None) if settled else sign_by_bound(value, max_bits)


def sign_by_bound(value: Exact, max_bits: int = SIGN_BITS) -> int | None:
    """The sign from balls and the separation bound alone."""
    return _refined(value, max_bits, _separation_bits(value, max_bits))


def _refined(value: Exact, max_bits: int, floor: int | None) -> int | None:
    """The sign at rising precision; 0 once the ball lies within 2**-floor of zero."""
    ceiling = min(max_bits, max(4096, MAX_SIGN_WORK // _weight(value)))
    bits = 64
    while True:
        ball = enclose(value, bits)
        visible = certain_sign(ball)
        if visible:
            return visible
        if floor is not None and ball.abs_upper() < arb((1, -floor)):
            return 0
        if bits >= ceiling:
            return None
        bits = min(2 * bits, ceiling)


def _weight(value: Exact) -> int:
    """About what a ball costs: one for a root, more for exp and log."""
    return 1 + sum(_atom_weight(a) for monomial, _ in value.terms for a, _ in monomial)


def _atom_weight(base: Atom) -> int:
    own = TRANSCENDENTAL_WEIGHT if base.kind in ("exp", "log") else 1
    return own + (_weight(base.argument) if base.argument is not None else 0)


def ball_here(value: Exact) -> arb:
    """A ball around `value` at the working precision in force."""
    result = arb(0)
    for monomial, coefficient in value.terms:
        term = arb(coefficient)
        for base, exponent in monomial:
            term *= _atom_ball(base) ** exponent
        result += term
    return result


def _atom_ball(base: Atom) -> arb:
    if base.argument is None:
        return arb.pi()
    inner = ball_here(base.argument)
    if base.kind == "sum":
        return inner
    if base.kind == "root":
        # The argument is known to be positive: keep a ball that grazes zero inside the domain.
        return inner.nonnegative_part().root(base.degree)
    return inner.exp() if base.kind == "exp" else inner.log()


def _separation_bits(value: Exact, max_bits: int) -> int | None:
    """Bits b with value = 0 or |value| > 2**-b; None where there is no (useful) bound."""
    if not is_algebraic(value):
        return None
    degree = math.prod(_root_degrees(value).values())
    if degree > max_bits:
        return None
    numerator, denominator = _conjugate_bits(value)
    if degree * numerator + denominator > max_bits:
        return None
    return math.ceil(denominator + (degree - 1) * numerator) + 2


def _root_degrees(value: Exact) -> dict[Atom, int]:
    found: dict[Atom, int] = {}
    for monomial, _ in value.terms:
        for base, _ in monomial:
            if base.kind == "root":
                found[base] = base.degree
            if base.argument is not None:
                found.update(_root_degrees(base.argument))
    return found


def _conjugate_bits(value: Exact) -> tuple[float, float]:
    """(log2 u, log2 l), rounded up, for value = U/L with conjugates below u and l."""
    return _sum_bits(_term_bits(monomial, coefficient) for monomial, coefficient in value.terms)


def _sum_bits(parts: Iterable[tuple[float, float]]) -> tuple[float, float]:
    # U1/L1 + U2/L2 = (U1 L2 + U2 L1)/(L1 L2); log2(2**x + 2**y) <= max(x, y) + 1.
    numerator, denominator = -math.inf, 0.0
    for upper, lower in parts:
        numerator = max(numerator + lower, upper + denominator) + 1
        denominator += lower
    return max(numerator, 0.0), denominator


def _term_bits(monomial: Iterable[tuple[Atom, int]], coefficient: fmpq) -> tuple[float, float]:
    numerator = float(fmpz(coefficient.p).bit_length())
    denominator = float(fmpz(coefficient.q).bit_length())
    for base, exponent in monomial:
        upper, lower = _atom_bits(base)
        if exponent < 0:
            upper, lower = lower, upper
        numerator += abs(exponent) * upper
        denominator += abs(exponent) * lower
    return numerator, denominator


def _atom_bits(base: Atom) -> tuple[float, float]:
    if base.argument is None:
        raise NoExactNumber("number is not algebraic")
    upper, lower = _conjugate_bits(base.argument)
    if base.kind == "sum":
        return upper, lower
    # root(U/L) = root(U L**(k-1))/L: one root of an algebraic integer, and L unchanged.
    k = base.degree
    return (upper + (k - 1) * lower) / k + 1e-9, lower
