"""The value of an expression in balls: numbers, and matrices where operators stand.

Rationals, pi, E, sums, products, powers, exp, log, hyperbolic functions, Abs, Min, Max, floor, binomial, KroneckerDelta, Sum over
an integer range, Piecewise with decidable conditions and 2F1 with a non-positive integer upper parameter are understood
here; every other symbol and function is asked of the `Scope`. Nothing is evaluated by other means.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, Protocol

from flint import arb, arb_mat, fmpq
from sympy import (
    Abs,
    Add,
    Expr,
    Integer,
    KroneckerDelta,
    Max,
    Min,
    Mul,
    Piecewise,
    Pow,
    Rational,
    Sum,
    Symbol,
    binomial,
    cosh,
    coth,
    exp,
    floor,
    hyper,
    log,
    lucas,
    pi,
    sinh,
    tanh,
)
from sympy.core.numbers import Exp1
from sympy.core.relational import Relational
from sympy.logic.boolalg import And, BooleanFalse, BooleanTrue, Or

from ..balls import certain_sign
from ..errors import InputError, NotCertified
from ..exact.long_roots import LongInteger

Value = arb | arb_mat
MAX_TERMS = 100_000


class Scope(Protocol):
    """What names and functions mean at one point."""

    @property
    def sums(self) -> dict[Expr, Value | None]:
        """Sums that depend on no index, and their values once they are known."""

    def symbol(self, name: str) -> Value:
        """The value of a symbol; InputError where it has none."""

    def call(self, expression: Expr) -> Value:
        """The value of an applied function that is not elementary; InputError where it is not known."""

    def bind(self, name: str, value: arb) -> Scope:
        """The same scope with one more index."""


def interpret(e: Expr, scope: Scope) -> Value:
    """The value of `e` at the precision in force: a ball, or a matrix of balls."""
    kind: Any = type(e)
    rule = _rule_of(kind)
    if rule is not None:
        return rule(e, scope)
    if e is pi:
        return arb.pi()
    if isinstance(e, LongInteger):
        return arb(e.value)
    if e.func in _ELEMENTARY and len(e.args) == 1:
        return _ELEMENTARY[e.func](number(e.args[0], scope))
    return scope.call(e)


@cache
def _rule_of(kind: type) -> Callable[[Any, Scope], Value] | None:
    """The first rule for a class of expressions or one above it."""
    return next((rule for known, rule in _RULES.items() if issubclass(kind, known)), None)


def number(e: Expr, scope: Scope) -> arb:
    """The value of an expression that must be a number."""
    value = interpret(e, scope)
    if isinstance(value, arb_mat):
        raise InputError(str(e), "is an operator where a number is wanted.")
    return value


def integer(e: Expr, scope: Scope) -> int:
    """The value of an expression that must be an integer, exactly."""
    whole = number(e, scope).unique_fmpz()
    if whole is None:
        raise InputError(str(e), "must be an integer here.")
    return int(whole)


def decide(condition: Any, scope: Scope) -> bool:
    """Whether a condition holds; InputError where balls cannot tell."""
    if isinstance(condition, (BooleanTrue, BooleanFalse, bool)):
        return bool(condition)
    if isinstance(condition, And):
        return all(decide(part, scope) for part in condition.args)
    if isinstance(condition, Or):
        return any(decide(part, scope) for part in condition.args)
    if not isinstance(condition, Relational):
        raise InputError(str(condition), "is not a condition this enclosure knows.")
    side = certain_sign(number(condition.lhs, scope) - number(condition.rhs, scope))
    if side is None:
        raise InputError(str(condition), "cannot be decided at these values.")
    return bool(condition.func(Integer(side), Integer(0)))


def identity_matrix(size: int) -> arb_mat:
    """The unit matrix."""
    return arb_mat(size, size, [int(i == j) for i in range(size) for j in range(size)])


def _integer_rule(e: Integer, scope: Scope) -> Value:
    return arb(int(e))


def _rational(e: Rational, scope: Scope) -> Value:
    return arb(fmpq(int(e.p), int(e.q)))


def _symbol(e: Symbol, scope: Scope) -> Value:
    return scope.symbol(e.name)


def _euler(e: Exp1, scope: Scope) -> Value:
    return arb(1).exp()


def _add(e: Add, scope: Scope) -> Value:
    """A sum; beside operators a number stands for that multiple of the unit operator."""
    parts = [interpret(part, scope) for part in e.args]
    sizes = [part.nrows() for part in parts if isinstance(part, arb_mat)]
    if sizes:
        unit = identity_matrix(sizes[0])
        parts = [part if isinstance(part, arb_mat) else unit * part for part in parts]
    total = parts[0]
    for part in parts[1:]:
        total = total + part
    return total


def _mul(e: Mul, scope: Scope) -> Value:
    """A product; a factor that is exactly zero switches the others off, as 1 - delta does for N/n at n = 0."""
    plain, ordered = e.args_cnc()
    factor = arb(1)
    for part in plain:
        value = number(part, scope)
        if value.is_zero():
            factor = arb(0)
            break
        factor = factor * value
    if not ordered:
        return factor
    product = interpret(ordered[0], scope)
    for part in ordered[1:]:
        product = product * interpret(part, scope)
    return product * factor


def _power(e: Pow, scope: Scope) -> Value:
    base, exponent = e.args
    if isinstance(base, Exp1):
        return _exponential(interpret(exponent, scope))
    below = interpret(base, scope)
    if exponent.is_Integer:
        return below ** int(exponent)
    if isinstance(below, arb_mat):
        raise InputError(str(e), "is a power of an operator that is no integer.")
    if exponent.is_Rational and int(exponent.q) == 2:
        root = below.sqrt()
        return root ** int(exponent.p)
    above = number(exponent, scope)
    whole = above.unique_fmpz()
    if whole is not None and above.is_exact():
        return below**whole
    return (above * below.log()).exp()


def _exponential(value: Value) -> Value:
    return value.exp()


def _exp(e: exp, scope: Scope) -> Value:
    return _exponential(interpret(e.args[0], scope))


def _sum(e: Sum, scope: Scope) -> Value:
    found = scope.sums.get(e)
    if found is None:
        found = _summed(e, scope)
        if e in scope.sums:
            scope.sums[e] = found
    return found


def _summed(e: Sum, scope: Scope) -> Value:
    if len(e.limits) != 1:
        raise InputError("Sum", "must run over one index.")
    index, low, high = e.limits[0]
    first, last = integer(low, scope), integer(high, scope)
    if last - first > MAX_TERMS:
        raise NotCertified(f"A sum of {last - first} terms is beyond {MAX_TERMS}: try a smaller N.")
    total: Value = arb(0)
    for place, k in enumerate(range(first, last + 1)):
        term = interpret(e.function, scope.bind(index.name, arb(k)))
        total = total + term if place else term
    return total


def _piecewise(e: Piecewise, scope: Scope) -> Value:
    for part, condition in e.args:
        if decide(condition, scope):
            return interpret(part, scope)
    raise InputError("Piecewise", "has no branch at these values.")


def _hypergeometric(e: hyper, scope: Scope) -> Value:
    """A terminating pFq as its finite sum."""
    upper = [integer(a, scope) for a in e.ap]
    lower = [integer(b, scope) for b in e.bq]
    stops = [-a for a in upper if a <= 0]
    if not stops or any(b <= 0 for b in lower):
        raise InputError("hyper", "must terminate: one upper parameter a non-positive integer, the lower ones positive.")
    x = number(e.argument, scope)
    total, term = arb(1), arb(1)
    for n in range(min(stops)):
        for a in upper:
            term *= a + n
        for b in lower:
            term /= b + n
        term = term * x / (n + 1)
        total += term
    return total


def _binomial(e: binomial, scope: Scope) -> Value:
    """Binomial coefficients of integers; 0 for a negative lower index, or above the upper one."""
    above, below = (integer(part, scope) for part in e.args)
    if below < 0 or 0 <= above < below:
        return arb(0)
    total = fmpq(1)
    for step in range(below):
        total = total * (above - step) / (step + 1)
    return arb(total)


def _lucas(e: lucas, scope: Scope) -> Value:
    """Lucas numbers: 2, 1, 3, 4, 7, ..."""
    before, current = 2, 1
    for _ in range(integer(e.args[0], scope)):
        before, current = current, before + current
    return arb(before)


def _kronecker(e: KroneckerDelta, scope: Scope) -> Value:
    return arb(int(integer(e.args[0], scope) == integer(e.args[1], scope)))


def _floor(e: floor, scope: Scope) -> Value:
    whole = number(e.args[0], scope).floor().unique_fmpz()
    if whole is None:
        raise InputError(str(e), "cannot be decided at these values.")
    return arb(whole)


def _extreme(choose: Callable[[arb, arb], arb]) -> Callable[[Expr, Scope], Value]:
    def rule(e: Expr, scope: Scope) -> Value:
        values = [number(part, scope) for part in e.args]
        best = values[0]
        for value in values[1:]:
            best = choose(best, value)
        return best

    return rule


_RULES: dict[Any, Callable[[Any, Scope], Value]] = {
    Integer: _integer_rule,
    Rational: _rational,
    Symbol: _symbol,
    Exp1: _euler,
    Add: _add,
    Mul: _mul,
    exp: _exp,
    Pow: _power,
    Sum: _sum,
    Piecewise: _piecewise,
    hyper: _hypergeometric,
    binomial: _binomial,
    KroneckerDelta: _kronecker,
    lucas: _lucas,
    floor: _floor,
    Max: _extreme(lambda a, b: a.max(b)),
    Min: _extreme(lambda a, b: a.min(b)),
}

_ELEMENTARY: dict[Any, Callable[[arb], arb]] = {log: arb.log, sinh: arb.sinh, cosh: arb.cosh, tanh: arb.tanh, coth: arb.coth, Abs: abs}
