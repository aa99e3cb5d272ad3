"""What a formula claims: through which power, and which exponentials."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from flint import fmpq

from ..decision.field import Element, Undecidable
from .blocks import Deeper
from .transseries import Trans


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Through which power each exponential is claimed.

    `powers` are those of exponentials with a unit; else `blocks` holds (exponent, last power), the constant one first.
    `cut` is the exponent of what the formula neglects, as in `+ O(exp(-3*beta))`: everything larger is claimed, nothing else.
    `endless` is whether the last power is two beyond the first, because the formula does not end.
    """

    power: Fraction | None = None
    blocks: tuple[tuple[Element, Fraction], ...] = ()
    cut: Element | None = None
    endless: bool = False


def power_of(exponent: Element, unit: Element) -> Fraction | None:
    """q with exponent = q unit, where it is a rational number."""
    ratio = (exponent / unit).rational
    return None if ratio is None else Fraction(int(ratio.p), int(ratio.q))


def claim_of(x: Trans, unit: Element | None, order: Fraction | None, cut: Element | None = None) -> Claim:
    """What an expanded formula claims.

    One that ends claims all its own terms: of each exponential every power up to the last one, and that no larger
    exponential is missing. One that does not end claims two powers beyond its first; where exponentials have no common unit,
    its first exponential. `order` replaces the powers claimed, and what is smaller than every power is then not claimed.
    """
    if unit is not None and (order is not None or all(power_of(b.exponent, unit) is not None for b in x.blocks)):
        power = _claimed_power(x, unit, order)
        return Claim(power=power, endless=order is None and not x.is_exact and any(b.powers for b in x.blocks))
    zero = x.at.field.constant(0)
    if order is not None:
        return Claim(blocks=((zero, order),), cut=cut)
    constant = next((b for b in x.blocks if b.exponent.is_zero), None)
    others = [b for b in x.blocks if not b.exponent.is_zero]
    ends = constant is None or constant.order is None
    if x.rest and x.at.depth == 1 and (ends or not x.endless):
        raise Undecidable("which exponential of the formula comes first depends on parameters that are not given")
    if not x.endless and not x.is_exact:
        raise Deeper
    if constant is None or not constant.powers:
        if constant is not None and constant.order is not None:
            raise Deeper
        last = Fraction(0)
    else:
        last = max(constant.powers) if ends else min(constant.powers) + 2
    claimed = [(zero, last)]
    finite = not x.rest
    if finite:
        claimed += [(b.exponent, max(b.powers) if b.order is None else min(b.powers)) for b in others if b.powers]
    elif ends and others and others[0].powers:
        claimed.append((others[0].exponent, min(others[0].powers)))
    return Claim(blocks=tuple(claimed), endless=not ends)


def _claimed_power(x: Trans, unit: Element, order: Fraction | None) -> Fraction:
    if order is not None:
        return order
    powers = [q for b in x.blocks if b.powers and (q := power_of(b.exponent, unit)) is not None]
    if not powers:
        if x.rest:
            raise Deeper
        return Fraction(0)
    if not x.endless and not x.is_exact:
        raise Deeper
    return max(powers) if x.is_exact else min(powers) + 2


def wanted(claim: Claim) -> Fraction:
    """The last power claimed."""
    return claim.power if claim.power is not None else claim.blocks[0][1]


def within(x: Trans, exponent: Element) -> None:
    """Undecidable unless everything left out is smaller than an exponential."""
    if any(x.at.order_of(r - exponent) >= 0 for r in x.rest):
        raise Deeper


def claims(claim: Claim, unit: Element | None, exponent: Element, p: Fraction, x: Trans) -> bool:
    """Whether a term is among those claimed."""
    if unit is not None and claim.power is not None:
        q = power_of(exponent, unit)
        if q is None:
            return bool(x.at.order_of(exponent - unit.times(as_fmpq(claim.power))) >= 0)
        return q <= claim.power
    if claim.cut is not None:
        return bool(x.at.order_of(exponent - claim.cut) > 0)
    for known, last in claim.blocks:
        if x.at.same(known - exponent):
            return p <= last
    if len(claim.blocks) == 1:
        return bool(x.at.order_of(exponent) > 0)
    return any(x.at.order_of(exponent - known) > 0 for known, _ in claim.blocks[1:])


def as_fmpq(value: Fraction) -> fmpq:
    """A rational as one of FLINT."""
    return fmpq(value.numerator, value.denominator)


def reached(difference: Trans, claim: Claim, unit: Element | None) -> None:
    """Deeper, or Undecidable, unless every claimed term is within what is known."""
    at = difference.at
    if unit is not None and claim.power is not None:
        end = unit.times(as_fmpq(claim.power))
        if any(at.order_of(r - end) >= 0 for r in difference.rest):
            raise Deeper
        for b in difference.blocks:
            if b.order is not None and at.order_of(b.exponent - end) >= 0:
                raise Deeper
        return
    if claim.cut is not None:
        if any(at.order_of(r - claim.cut) > 0 for r in difference.rest):
            raise Deeper
        if any(b.order is not None and at.order_of(b.exponent - claim.cut) > 0 for b in difference.blocks):
            raise Deeper
        return
    for known, last in claim.blocks:
        if any(at.order_of(r - known) >= 0 for r in difference.rest):
            raise Deeper
        for b in difference.blocks:
            if b.order is None:
                continue
            if at.same(b.exponent - known):
                if b.order <= last:
                    raise Deeper
            elif len(claim.blocks) > 1 and not b.exponent.is_zero and at.order_of(b.exponent - claim.blocks[-1][0]) > 0:
                raise Deeper
