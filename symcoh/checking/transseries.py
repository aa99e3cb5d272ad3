"""Truncated transseries in a small variable t -> 0+: sums of c t**p exp(k/t) with exact coefficients.

A `Block` is one exponential exp(k/t) times a power series in t, truncated: its terms are known below t**order, all of them
where order is None. A `Trans` holds blocks of different exponents and `rest`, exponents r of what is left out: the error is
O(exp(r/t) t**-M) for some M and each r. Every operation keeps that promise; nothing is dropped without being named.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flint import fmpq

from ..decision.field import Element, Undecidable, sign_of
from ..decision.field_functions import exponential, logarithm, root
from .blocks import (
    ZERO,
    Block,
    Deeper,
    Setting,
    block_product,
    block_sum,
    covers,
    in_order,
    largest_block,
    largest_exponents,
    shortened,
    united,
)


@dataclass(frozen=True, slots=True, eq=False)
class Trans:
    """A truncated transseries; blocks with the largest exponent first where their order is known."""

    at: Setting
    blocks: tuple[Block, ...]
    rest: tuple[Element, ...] = ()
    endless: bool = False
    """Whether an infinite series stands in it; else it is a finite sum, however much of it is known."""

    def __add__(self, other: Trans) -> Trans:
        return collected(self.at, (*self.blocks, *other.blocks), (*self.rest, *other.rest), self.endless or other.endless)

    def __neg__(self) -> Trans:
        return self.times(fmpq(-1))

    def __sub__(self, other: Trans) -> Trans:
        return self + (-other)

    def times(self, factor: fmpq) -> Trans:
        """A rational multiple."""
        blocks = tuple(Block(b.exponent, {p: c.times(factor) for p, c in b.powers.items()}, b.order) for b in self.blocks)
        return Trans(self.at, blocks, self.rest, self.endless)

    def __mul__(self, other: Trans) -> Trans:
        blocks = [block_product(self.at, a, b) for a in self.blocks for b in other.blocks]
        rest = [a.exponent + r for a in self.blocks for r in other.rest]
        rest += [r + b.exponent for b in other.blocks for r in self.rest]
        rest += [r + s for r in self.rest for s in other.rest]
        return collected(self.at, blocks, rest, self.endless or other.endless)

    def inverse(self) -> Trans:
        """1/self."""
        return self.rational_power(Fraction(-1))

    def __truediv__(self, other: Trans) -> Trans:
        return self * other.inverse()

    def power(self, exponent: int) -> Trans:
        """An integer power."""
        if exponent < 0 or exponent > 8:
            return self.rational_power(Fraction(exponent))
        result = constant(self.at, self.at.field.constant(1))
        for _ in range(exponent):
            result = result * self
        return result

    def rational_power(self, exponent: Fraction) -> Trans:
        """self**exponent from its leading term: (c t**p e^{k/t})**a (1 + u)**a."""
        lead, p, c = leading(self)
        k = lead.exponent
        single = len(self.blocks) == 1 and not self.rest and len(lead.powers) == 1 and lead.order is None
        outer_c = root(c.power(exponent.numerator), exponent.denominator)
        outer = Block(k.times(fmpq(exponent.numerator, exponent.denominator)), {p * exponent: outer_c}, None)
        first = Trans(self.at, (outer,))
        if single:
            return first
        inside = self._relative(k, p, c)
        last = int(exponent) if exponent.denominator == 1 and exponent >= 0 else None
        return first * composed(inside, lambda n: _binomial(exponent, n), last)

    def _relative(self, k: Element, p: Fraction, c: Element) -> Trans:
        """self/(c t**p e^{k/t}) - 1."""
        inverse = c.inverse()
        blocks = []
        for b in self.blocks:
            terms = {q - p: e * inverse for q, e in b.powers.items()}
            exponent = b.exponent - k
            if exponent.is_zero:
                terms.pop(ZERO, None)
            blocks.append(Block(exponent, terms, None if b.order is None else b.order - p))
        return Trans(self.at, tuple(blocks), tuple(r - k for r in self.rest), self.endless)

    @property
    def is_exact(self) -> bool:
        """Whether nothing is left out."""
        return not self.rest and all(b.order is None for b in self.blocks)


def constant(at: Setting, value: Element) -> Trans:
    """An element that does not depend on t."""
    return monomial(at, value, ZERO)


def monomial(at: Setting, value: Element, power: Fraction) -> Trans:
    """value t**power."""
    if value.is_zero:
        return Trans(at, ())
    return Trans(at, (Block(at.field.constant(0), {power: value}, None),))


def collected(at: Setting, blocks: Iterable[Block], rest: Iterable[Element], endless: bool = False) -> Trans:
    """Blocks of one exponent added, ordered and cut at the depth."""
    found: dict[tuple[str, str], Block] = {}
    for block in blocks:
        key = block.exponent.key
        found[key] = block_sum(at, found[key], block) if key in found else shortened(at, block)
    merged = list(found.values())
    if at.field.nested:
        merged = united(at, merged)
    merged = [b for b in merged if b.powers or b.order is not None]
    ends = largest_exponents(at, list(rest))
    if len(merged) > 1:
        merged, dropped = in_order(at, merged)
        ends = largest_exponents(at, [*ends, *dropped])
    if ends:
        merged = [b for b in merged if not any(covers(at, r, b.exponent) for r in ends)]
    return Trans(at, tuple(merged), tuple(ends), endless)


def leading(x: Trans) -> tuple[Block, Fraction, Element]:
    """The largest block, its first power and coefficient.

    Raises:
        Deeper: it is not reached. Undecidable: it may vanish.
    """
    if not x.blocks:
        if x.rest:
            raise Deeper
        raise Undecidable("the formula divides by zero")
    block = largest_block(x.at, x.blocks)
    if not block.powers:
        raise Deeper
    if any(x.at.order_of(r - block.exponent) >= 0 for r in x.rest):
        raise Deeper
    p = min(block.powers)
    return block, p, block.powers[p]


def composed(u: Trans, coefficient: Any, last: int | None = None) -> Trans:
    """Σ_n coefficient(n) u**n for u -> 0: first its powers, then its exponentials.

    Args:
        u: a transseries whose every term tends to zero.
        coefficient: n -> a rational.
        last: the n beyond which every coefficient is zero; None where there is none.
    """
    at = u.at
    total = constant(at, at.field.constant(1)).times(coefficient(0))
    power = constant(at, at.field.constant(1))
    if not u.blocks and not u.rest:
        return total
    for n in range(1, _longest(u) + 1):
        power = _below_one(power * u)
        if not power.blocks and not power.rest:
            break
        c = coefficient(n)
        if c:
            total = total + power.times(c)
    # What the next powers hold lies beyond all that is kept: they are named as left out.
    tail = _below_one(power * u)
    left_out = (Block(b.exponent, {}, b.lowest) for b in tail.blocks)
    return collected(at, (*total.blocks, *left_out), (*total.rest, *tail.rest), last is None or u.endless)


def _longest(u: Trans) -> int:
    """How many powers of u can matter."""
    steps = [p for b in u.blocks if b.exponent.is_zero for p in b.powers]
    by_powers = int(u.at.reach / min(steps)) + 1 if steps else 1
    by_depth = u.at.depth if any(not b.exponent.is_zero for b in u.blocks) else 0
    return by_powers + by_depth * (by_powers if steps else 1) if by_depth else by_powers


def _below_one(u: Trans) -> Trans:
    """u with powers from t**reach on left out, beside a sum that begins with 1."""
    blocks = []
    for b in u.blocks:
        low = b.lowest
        if b.exponent.is_zero and low is not None and low <= 0:
            raise Deeper
        end = Fraction(u.at.reach) if b.exponent.is_zero else None
        if end is not None and (any(p >= end for p in b.powers) or (b.order is not None and b.order > end)):
            b = Block(b.exponent, {p: c for p, c in b.powers.items() if p < end}, end)
        blocks.append(b)
    return Trans(u.at, tuple(blocks), u.rest, u.endless)


def _binomial(a: Fraction, n: int) -> fmpq:
    value = fmpq(1)
    exponent = fmpq(a.numerator, a.denominator)
    for i in range(n):
        value = value * (exponent - i) / (i + 1)
    return value


def _parts(x: Trans, what: str) -> tuple[Element, Element, Trans]:
    """x = k/t + c + small."""
    zero = x.at.field.constant(0)
    k = c = zero
    small = []
    for b in x.blocks:
        if not b.exponent.is_zero:
            if x.at.order_of(b.exponent) > 0:
                raise Undecidable(f"{what} of an exponentially large term")
            small.append(b)
            continue
        if b.order is not None and b.order <= 0:
            raise Deeper
        for p, value in b.powers.items():
            if p < 0 and p != -1:
                raise Undecidable(f"{what} of a power {p} of the small variable")
            k, c = (value, c) if p == -1 else (k, value) if p == 0 else (k, c)
        small.append(Block(b.exponent, {p: v for p, v in b.powers.items() if p > 0}, b.order))
    if any(x.at.order_of(r) >= 0 for r in x.rest):
        raise Deeper
    return k, c, collected(x.at, small, x.rest, x.endless)


def exponential_of(x: Trans) -> Trans:
    """exp(x)."""
    k, c, small = _parts(x, "the exponential")
    outer = Trans(x.at, (Block(k, {ZERO: exponential(c)}, None),))
    if small.is_exact and not small.blocks:
        return outer
    return outer * composed(small, _inverse_factorial)


def _inverse_factorial(n: int) -> fmpq:
    value = fmpq(1)
    for i in range(2, n + 1):
        value /= i
    return value


def logarithm_of(x: Trans) -> Trans:
    """log(x) of what is positive: k/t + log c + log(1 + u); no logarithm of t itself."""
    lead, p, c = leading(x)
    if p:
        raise Undecidable("a logarithm of the small variable")
    at = x.at
    parts = [Block(at.field.constant(0), {Fraction(-1): lead.exponent, ZERO: logarithm(c)}, None)]
    head = collected(at, parts, ())
    inside = x._relative(lead.exponent, p, c)
    if not inside.blocks and not inside.rest:
        return head
    return head + composed(inside, lambda n: fmpq((-1) ** (n + 1), n) if n else fmpq(0))


def absolute_of(x: Trans) -> Trans:
    """|x| from the sign of its leading coefficient."""
    side = sign_of(leading(x)[2]) or x.at.order_of(leading(x)[2])
    return x if side > 0 else -x


def terms_of(x: Trans) -> Sequence[tuple[Element, Fraction, Element]]:
    """(exponent, power, coefficient) of every term, the largest first."""
    return [(b.exponent, p, b.powers[p]) for b in x.blocks for p in sorted(b.powers)]
