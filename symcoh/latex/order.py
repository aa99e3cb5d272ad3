"""The order a person writes factors and terms in: numbers, N, β, parameters, indices, functions, sums.

SymPy sorts by its own rules; here every factor and every term gets a key of its own.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from sympy import Abs, Add, Expr, Integer, KroneckerDelta, Mul, Pow, Sum, Symbol, binomial, exp, floor, hyper, srepr

from ..exact.symbols import beta
from .names import ELEMENTARY, functions, scalars

Key = tuple[Any, ...]

_IN_PRODUCTS = ("N", "beta", "T", "gamma", "omega", "omega_a", "J", "K", "z", "h")
_IN_SUMS = ("omega", "omega_a", "gamma", "J", "K", "h", "z")
_INDICES = ("N", "k", "m", "m_prime", "n", "n_prime")
_LIKE_LETTERS = ("S", "E", "part")
"""Functions that stand in a fraction like a letter: m/S_m."""

_SUMS = ("Over", "Lim", "Integrate")


@cache
def _registered() -> dict[str, int]:
    """Places of one width, since signatures compare them as text."""
    return {name: place for place, name in enumerate([*scalars(), *functions()], 1000)}


def stem(name: str) -> str:
    """The parameter behind a second value of it: J of J_1 and J_prime."""
    found = re.sub(r"(_[0-9]+|_prime|_[a-z])$", "", name)
    return name if name in _IN_PRODUCTS or found not in _IN_PRODUCTS else found


def is_parameter(e: Expr) -> bool:
    """A parameter of the model or a second value of it, but for N and the inverse temperature."""
    return isinstance(e, Symbol) and stem(e.name) in _IN_SUMS


def is_index(e: Expr) -> bool:
    """N and the integers that count sites, sectors and domains."""
    return isinstance(e, Symbol) and (e.name in _INDICES or stem(e.name) == "N" or bool(e.is_integer))


def is_letter(e: Expr) -> bool:
    """What stands in a fraction like a letter: a symbol, S_m, a power of one, a sum of such."""
    base = e.base if isinstance(e, Pow) and e.exp.is_number else e
    if isinstance(base, Symbol):
        return bool(base.is_commutative) and not (isinstance(e, Pow) and base == beta)
    if base.func in (Abs, floor) or base.is_Add:
        return all(is_letter(part) for term in Add.make_args(base if base.is_Add else base.args[0]) for part in Mul.make_args(term))
    return bool(base.is_number and base.is_Pow) or bool(base.is_Rational) or base.func.__name__ in _LIKE_LETTERS


def is_sum(e: Expr) -> bool:
    """What reaches to the end of its product: a sum over an index, a limit, an integral."""
    return isinstance(e, Sum) or e.func.__name__ in _SUMS


def factor_key(e: Expr) -> Key:
    """Where a factor stands in its product."""
    base, exponent = (e.base, e.exp) if isinstance(e, Pow) else (e, Integer(1))
    return (_factor_class(e, base), _letter_rank(base), _size(exponent), _inner(base))


def _factor_class(e: Expr, base: Expr) -> int:
    if e.is_number:
        return 10
    if is_sum(base):
        return 30
    if base.has(KroneckerDelta):
        return 11 if not base.is_Add else 12
    if isinstance(base, Symbol):
        return 22 if isinstance(e, Pow) and base == beta else 14 if is_index(base) and base.name != "N" else 13
    if base.func is Abs and is_letter(base):
        return 14
    if base.func is floor:
        return 15
    if base.is_Add:
        return 16 if is_letter(base) else 27
    return 15 if base.func.__name__ in _LIKE_LETTERS else _function_class(base)


def _function_class(base: Expr) -> int:
    if base.func is binomial:
        return 18
    if base.func in ELEMENTARY:
        return 25
    if base.func is exp or isinstance(base, Pow):
        return 24
    if base.func is hyper:
        return 26
    return 17 if base.func.__name__ in functions() else 20


def _letter_rank(base: Expr) -> Key:
    if not isinstance(base, Symbol):
        return (0,)
    if base.name in _INDICES[1:]:
        return (1, _INDICES.index(base.name))
    known = stem(base.name)
    return (0, _IN_PRODUCTS.index(known), base.name) if known in _IN_PRODUCTS else (0, 99, _registered().get(base.name, 9999))


def _inner(base: Expr) -> Key:
    """Equal functions by their arguments: the field before the splitting, m before m'; names by their place in the notation."""
    if isinstance(base, Symbol) or not base.args or base.is_Add or is_sum(base):
        return (0,)
    symbols = sorted(_letter_rank(s) for s in base.free_symbols)
    place = _registered().get(base.func.__name__, 0)
    called = any(part.func.__name__ in functions() for part in base.atoms(*_applied()))
    return (
        1,
        called and base.func in ELEMENTARY,
        sum(part.is_number for part in base.args) == 0,
        symbols,
        place,
        len(srepr(base)),
        srepr(base),
    )


@cache
def _applied() -> tuple[type, ...]:
    from sympy.core.function import AppliedUndef

    return (AppliedUndef,)


def _size(exponent: Expr) -> Key:
    return (0, float(exponent)) if exponent.is_number else (1, srepr(exponent))


def term_key(term: Expr, variable: Expr | None, sign: Expr, beside_operators: bool = False) -> Key:
    """Where a term stands in its sum; `variable` is the one of an expansion, `sign` the symbol of a double sign.

    Numbers `beside_operators` stand last: H_A + bA + epsilon.
    """
    factors = [part for part in Mul.make_args(term) if not part.is_Rational]
    scalar = bool(term.is_commutative) and beside_operators
    return (
        scalar,
        _degree(factors, variable),
        sign in factors,
        _degree(factors, beta),
        _term_class(factors),
        _signature(factors),
        srepr(term),
    )


def _degree(factors: list[Expr], variable: Expr | None) -> float:
    if variable is None:
        return 0.0
    total = 0.0
    for part in factors:
        base, exponent = (part.base, part.exp) if isinstance(part, Pow) else (part, Integer(1))
        if base == variable and exponent.is_number:
            total += float(exponent)
    return abs(total)


def _term_class(factors: list[Expr]) -> int:
    if not factors:
        return 0
    if len(factors) == 1 and isinstance(factors[0], Symbol) and not is_parameter(factors[0]) and not is_index(factors[0]):
        return 1 if factors[0].is_commutative else 4
    if len(factors) == 1 and factors[0].func.__name__ == "Tensor":
        return 3
    bases = [part.base if isinstance(part, Pow) else part for part in factors]
    if _parameters(factors):
        return 2
    if all(is_index(base) for base in bases):
        return 3
    return 7 if any(is_sum(base) for base in bases) else 6 if all(base.func is exp for base in bases) else 5


def _parameters(factors: list[Expr]) -> list[Key]:
    """The parameters among the factors, in a sum too where nothing is divided."""
    bases = [part.base if isinstance(part, Pow) else part for part in factors]
    if not any(isinstance(part, Pow) and part.exp.is_negative for part in factors):
        bases += [symbol for base in bases if base.is_Add for term in base.args for symbol in Mul.make_args(term)]
    return sorted((_IN_SUMS.index(stem(base.name)), base.name) for base in bases if is_parameter(base))


def _signature(factors: list[Expr]) -> Key:
    rest = sorted(str(factor_key(part)) for part in factors if not is_parameter(part.base if isinstance(part, Pow) else part))
    return (_parameters(factors) or [(99, "")], rest)
