"""The way into the mpmath backend: exact values first, then two precisions that agree."""

from __future__ import annotations

from ...decimals import Decimal, round_rational, zero
from ...errors import NotCertified
from ...exactnumbers import Exact, is_zero
from ...ground import ground_manifold
from ...model import Model
from ..precision import BITS_PER_DIGIT, Clock
from ..ring.setting import reference_manifold
from .backend import QUANTITIES, Binary, binary, evaluate_mpmath, rounded
from .floats import context, to_float
from .limits import FREE_RING, free

EXTRA_BITS = 64


def mpmath_decimal(
    model: Model, quantity: str, beta: Exact | None, digits: int, max_precision: int, value: Exact | None, clock: Clock | None = None
) -> Decimal:
    """The rounded value of a quantity; `value` is what exact data decide, or None.

    Raises:
        NotCertified: the two precisions do not agree within `max_precision` bits.
    """
    if value is not None and value.rational is not None:
        return round_rational(value.rational, digits)
    if value is not None and quantity not in QUANTITIES:
        return agreed_exact(value, digits, max_precision, clock)
    if quantity in FREE_RING:
        model = free(model)
    if beta is None:
        return decimal_of(
            evaluate_mpmath(model, quantity, None, digits, max_precision, ground=ground_manifold(model, max_precision), clock=clock), digits
        )
    if value is not None:
        return agreed_exact(value, digits, max_precision, clock)
    if is_zero(beta):
        return decimal_of(rounded(Binary(mantissa=1, exponent=model.N + 1), digits), digits)
    return decimal_of(evaluate_mpmath(model, quantity, beta, digits, max_precision, ground=reference_manifold(model), clock=clock), digits)


def agreed_exact(value: Exact, digits: int, max_precision: int, clock: Clock | None) -> Decimal:
    """An irrational exact value at two precisions."""
    bits = int(digits * BITS_PER_DIGIT) + EXTRA_BITS
    while 2 * bits <= max_precision:
        if clock:
            clock.bits = 2 * bits
        first, second = (rounded(binary(to_float(context(b), value, max_precision)), digits) for b in (bits, 2 * bits))
        if first == second:
            return decimal_of(second, digits)
        bits *= 2
    raise NotCertified(f"The two precisions do not agree to {digits} digits within {max_precision} bits: raise --max-precision.")


def decimal_of(parts: tuple[int, int, int], digits: int) -> Decimal:
    """The decimal of (sign, coefficient, exponent), as `evaluate_mpmath` gives them."""
    sign, coefficient, exponent = parts
    return Decimal(sign=sign, coefficient=coefficient, exponent=exponent, digits=digits) if sign else zero(digits)
