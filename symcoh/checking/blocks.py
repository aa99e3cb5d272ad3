"""One exponential of a transseries times its power series, and the order of several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ..decision.field import Element, Field, Undecidable

Terms = dict[Fraction, Element]
ZERO = Fraction(0)


class Deeper(Exception):
    """The terms known do not reach: the leading ones cancelled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """How far to go: `reach` powers beyond a leading one, `depth` exponentials."""

    field: Field
    reach: int
    depth: int
    order_of: Any
    """(element) -> its sign, or Undecidable."""
    same: Any
    """(element) -> whether it is zero, by exact algebra."""


@dataclass(frozen=True, slots=True)
class Block:
    """exp(exponent/t) Σ powers[p] t**p, known below t**order."""

    exponent: Element
    powers: Terms
    order: Fraction | None

    @property
    def lowest(self) -> Fraction | None:
        """The smallest power that may occur."""
        return min(self.powers) if self.powers else self.order


def united(at: Setting, blocks: list[Block]) -> list[Block]:
    """Blocks whose exponents are equal without looking so: roots of roots have no normal form."""
    found: list[Block] = []
    for block in blocks:
        for i, known in enumerate(found):
            if at.same(known.exponent - block.exponent):
                found[i] = block_sum(at, known, block)
                break
        else:
            found.append(block)
    return found


def covers(at: Setting, r: Element, exponent: Element) -> bool:
    """Whether exp(r/t) is surely no smaller than exp(exponent/t)."""
    try:
        return bool(at.order_of(r - exponent) >= 0)
    except Undecidable:
        return False


def in_order(at: Setting, blocks: list[Block]) -> tuple[list[Block], list[Element]]:
    """The `depth` largest, in order; those left out need no order among themselves."""
    kept: list[Block] = []
    left = list(blocks)
    while left and len(kept) < at.depth:
        best = largest_block(at, left)
        left.remove(best)
        kept.append(best)
    return kept, [b.exponent for b in left]


def largest_block(at: Setting, blocks: Sequence[Block]) -> Block:
    """The block whose exponential outweighs all others.

    Raises:
        Undecidable: which one does depends on parameters.
    """
    failure: Undecidable | None = None
    for best in sorted(blocks, key=lambda b: not b.exponent.is_zero):
        try:
            if all(other is best or at.order_of(best.exponent - other.exponent) > 0 for other in blocks):
                return best
        except Undecidable as error:
            failure = error
    raise failure or Undecidable("two exponentials of one size are not told apart")


def largest_exponents(at: Setting, exponents: list[Element]) -> list[Element]:
    """Those that no other is known to cover."""
    found: list[Element] = []
    for e in exponents:
        if any(covers(at, known, e) for known in found):
            continue
        found = [known for known in found if not covers(at, e, known)]
        found.append(e)
    return found


def shortened(at: Setting, block: Block) -> Block:
    """No more than `reach` powers beyond the first."""
    terms = {p: c for p, c in block.powers.items() if not c.is_zero}
    if block.order is not None:
        terms = {p: c for p, c in terms.items() if p < block.order}
    if not terms:
        return Block(block.exponent, {}, block.order)
    end = min(terms) + at.reach
    if max(terms) >= end:
        order = end if block.order is None else min(end, block.order)
        return Block(block.exponent, {p: c for p, c in terms.items() if p < order}, order)
    return Block(block.exponent, terms, block.order)


def block_sum(at: Setting, a: Block, b: Block) -> Block:
    """Two blocks of one exponent."""
    terms = dict(a.powers)
    for p, c in b.powers.items():
        terms[p] = terms[p] + c if p in terms else c
    orders = [o for o in (a.order, b.order) if o is not None]
    return shortened(at, Block(a.exponent, terms, min(orders) if orders else None))


def block_product(at: Setting, a: Block, b: Block) -> Block:
    """Exponents added, series multiplied as far as both are known."""
    exponent = a.exponent + b.exponent
    if a.lowest is None or b.lowest is None:
        return Block(exponent, {}, None)
    orders = [o for o in (_plus(a.order, b.lowest), _plus(b.order, a.lowest)) if o is not None]
    low = a.lowest + b.lowest
    end = min([*orders, low + at.reach])
    terms: Terms = {}
    cut = False
    for p, c in a.powers.items():
        for q, d in b.powers.items():
            if p + q >= end:
                cut = True
                continue
            product = c * d
            terms[p + q] = terms[p + q] + product if p + q in terms else product
    order = end if cut or orders else None
    return shortened(at, Block(exponent, terms, order))


def _plus(order: Fraction | None, lowest: Fraction) -> Fraction | None:
    return None if order is None else order + lowest
