"""Sums c_1 x + c_2 x^2 + ... with x = e^{...}, built as SymPy would build them, without asking it to order every term.

A ring of N has N^2/4 such terms. `Add` orders its arguments by comparing expressions in pairs, which is where nearly all of the time
went; here they are ordered by their coefficients, integers, and by the place of their exponential among all that occur.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cmp_to_key, lru_cache

from sympy import Add, Basic, Expr, Integer, Mul, exp


def power_sum(coefficients: Sequence[int], x: Expr) -> Expr:
    """Σ_p coefficients[p] x^p, equal (==) to `Add(*(c * x**p for p, c in enumerate(coefficients)))`.

    Args:
        coefficients: of x^0, x^1, ..., positive integers.
        x: usually e^{-4 beta J}; anything else is left to `Add`.

    Returns:
        The sum, in the order in which SymPy keeps it.

    >>> from sympy.abc import a
    >>> power_sum([6, 12, 2], exp(-a))
    6 + 12*exp(-a) + 2*exp(-2*a)
    """
    if len(coefficients) < 3 or not isinstance(x, exp) or not x.is_commutative:
        return _plainly(coefficients, x)
    powers = _powers(x, 1 << (len(coefficients) - 1).bit_length())
    if powers is None:
        return _plainly(coefficients, x)
    bare = [powers[p][1] for p, c in enumerate(coefficients) if p and c == 1]
    multiples = sorted((c, *powers[p]) for p, c in enumerate(coefficients) if p and c != 1)
    terms = bare + [Mul._from_args((Integer(c), power), True) for c, _, power in multiples]
    if bare:
        terms.sort(key=cmp_to_key(Basic.compare))
    return Add._from_args([Integer(coefficients[0]), *terms], True)


def _plainly(coefficients: Sequence[int], x: Expr) -> Expr:
    return Add(*(coefficient * x**power for power, coefficient in enumerate(coefficients)))


@lru_cache(maxsize=32)
def _powers(x: Expr, length: int) -> tuple[tuple[int, Expr], ...] | None:
    """x^p beside its place in SymPy's order, p = 0, ..., length; None where a power is more than one exponential.

    The places are those among more powers than a sum has, which does not change who comes first.
    """
    powers = [x**p for p in range(length + 1)]
    if len(set(powers)) <= length or not all(isinstance(power, exp) for power in powers[1:]):
        return None

    def compared(p: int, q: int) -> int:
        return int(Basic.compare(powers[p], powers[q]))

    order = sorted(range(length + 1), key=cmp_to_key(compared))
    places = {p: place for place, p in enumerate(order)}
    return tuple((places[p], power) for p, power in enumerate(powers))
