"""SymPy expressions in balls: an enclosure of a printed formula at exact parameter values.

Rationals, pi, E, sums, products, powers, exp, log, hyperbolic functions, Abs, sign, Min, Max, Sum over an integer range,
Piecewise with decidable conditions and 2F1 with a non-positive integer upper parameter. Anything else is refused: an unknown
function is never evaluated by other means.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flint import arb, fmpq
from sympy import Abs, Add, Expr, Integer, Mul, Piecewise, Pow, Rational, Sum, Symbol, cosh, coth, exp, hyper, log, pi, sinh, tanh
from sympy.core.numbers import Exp1

from ..balls import working_precision
from ..errors import InputError, NotCertified
from ..exactnumbers import Exact
from ..exactnumbers.sign import ball_here

Values = Mapping[str, Exact]

MAX_TERMS = 100_000


def enclose_expression(expression: Expr, values: Values, bits: int) -> arb:
    """A ball around `expression` with its symbols replaced, by name, by exact values.

    Args:
        expression: a real SymPy expression.
        values: name of a free symbol -> exact value.
        bits: working precision.

    Raises:
        InputError: a symbol without a value, or a function outside the list above.

    >>> from sympy.abc import x
    >>> from symcoh.exactnumbers import exact
    >>> enclose_expression(exp(x) - 1, {"x": exact("log(3)")}, 64).overlaps(arb(2))
    True
    """
    with working_precision(bits):
        return _ball(expression, values, {})


def _ball(e: Expr, values: Values, bound: dict[str, int]) -> arb:
    if isinstance(e, Integer):
        return arb(int(e))
    if isinstance(e, Rational):
        return arb(fmpq(int(e.p), int(e.q)))
    if isinstance(e, Symbol):
        return _symbol(e, values, bound)
    if e is pi:
        return arb.pi()
    if isinstance(e, Exp1):
        return arb(1).exp()
    if isinstance(e, Add):
        return sum((_ball(part, values, bound) for part in e.args), arb(0))
    if isinstance(e, Mul):
        product = arb(1)
        for part in e.args:
            product *= _ball(part, values, bound)
        return product
    if isinstance(e, Pow):
        return _power(e, values, bound)
    if isinstance(e, Sum):
        return _sum(e, values, bound)
    if isinstance(e, Piecewise):
        return _piecewise(e, values, bound)
    if isinstance(e, hyper):
        return _hypergeometric(e, values, bound)
    return _function(e, values, bound)


def _symbol(e: Symbol, values: Values, bound: dict[str, int]) -> arb:
    if e.name in bound:
        return arb(bound[e.name])
    if e.name not in values:
        raise InputError(e.name, "has no value here: give every symbol of the formula one.")
    return ball_here(values[e.name])


def _power(e: Pow, values: Values, bound: dict[str, int]) -> arb:
    base, exponent = e.args
    if isinstance(base, Exp1):
        return _ball(exponent, values, bound).exp()
    below = _ball(base, values, bound)
    if exponent.is_Integer:
        return below ** int(exponent)
    if exponent.is_Rational and int(exponent.q) == 2:
        root = below.sqrt()
        return root ** int(exponent.p)
    above = _ball(exponent, values, bound)
    whole = above.unique_fmpz()
    if whole is not None and above.is_exact():
        return below**whole
    return (above * below.log()).exp()


def _function(e: Expr, values: Values, bound: dict[str, int]) -> arb:
    table: dict[Any, Any] = {
        exp: arb.exp,
        log: arb.log,
        sinh: arb.sinh,
        cosh: arb.cosh,
        tanh: arb.tanh,
        coth: arb.coth,
        Abs: abs,
    }
    if e.func not in table or len(e.args) != 1:
        raise InputError(str(e.func), "is not a function this enclosure knows.")
    return table[e.func](_ball(e.args[0], values, bound))  # type: ignore[no-any-return]  # a table of arb methods


def _integer(e: Expr, values: Values, bound: dict[str, int]) -> int:
    ball = _ball(e, values, bound)
    whole = ball.unique_fmpz()
    if whole is None:
        raise InputError(str(e), "must be an integer here.")
    return int(whole)


def _sum(e: Sum, values: Values, bound: dict[str, int]) -> arb:
    if len(e.limits) != 1:
        raise InputError("Sum", "must run over one index.")
    index, low, high = e.limits[0]
    first, last = _integer(low, values, bound), _integer(high, values, bound)
    if last - first > MAX_TERMS:
        raise NotCertified(f"A sum of {last - first} terms is beyond {MAX_TERMS}: try a smaller N.")
    return sum((_ball(e.function, values, bound | {index.name: k}) for k in range(first, last + 1)), arb(0))


def _piecewise(e: Piecewise, values: Values, bound: dict[str, int]) -> arb:
    exact = {name: Rational(str(value)) for name, value in values.items() if value.rational is not None}
    exact |= {name: Integer(k) for name, k in bound.items()}
    for part, condition in e.args:
        decided = condition.subs({s: exact[s.name] for s in condition.free_symbols if s.name in exact})
        if decided == True:  # noqa: E712 - SymPy's true is not Python's
            return _ball(part, values, bound)
        if decided != False:  # noqa: E712 - nor is its false
            raise InputError(str(condition), "cannot be decided at these values.")
    raise InputError("Piecewise", "has no branch at these values.")


def _hypergeometric(e: hyper, values: Values, bound: dict[str, int]) -> arb:
    """A terminating pFq as its finite sum."""
    upper = [_integer(a, values, bound) for a in e.ap]
    lower = [_integer(b, values, bound) for b in e.bq]
    stops = [-a for a in upper if a <= 0]
    if not stops or any(b <= 0 for b in lower):
        raise InputError("hyper", "must terminate: one upper parameter a non-positive integer, the lower ones positive.")
    x = _ball(e.argument, values, bound)
    total, term = arb(1), arb(1)
    for n in range(min(stops)):
        for a in upper:
            term *= a + n
        for b in lower:
            term /= b + n
        term = term * x / (n + 1)
        total += term
    return total
