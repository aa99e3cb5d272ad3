"""SymPy expressions as elements of a field, and the units of their exponentials collected beforehand."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import gcd
from typing import Any

from flint import fmpq
from sympy import (
    Abs,
    Add,
    Derivative,
    Expr,
    Integer,
    Mul,
    Pow,
    Rational,
    Sum,
    Symbol,
    binomial,
    cosh,
    coth,
    exp,
    expand,
    hyper,
    log,
    pi,
    sinh,
    tanh,
)
from sympy.core.function import AppliedUndef
from sympy.core.numbers import Exp1

from ..exact.long_roots import LongInteger
from ..exact.text import text
from .field import ONE, Element, Field, Undecidable, opaque, sign_of, symbol, to_expression
from .field_functions import exponential, integer_power, logarithm, root

MAX_EXPONENT = 2000
LONGEST_EXPONENT = 40
"""Operations of an exponent that is multiplied out before its units are looked for."""
HYPERBOLIC = (sinh, cosh, tanh, coth)


def units_of(expressions: Iterable[Expr]) -> dict[str, Fraction]:
    """The unit of each exponential of some expressions: the greatest rational of which all its multiples are multiples.

    >>> from sympy.abc import x
    >>> units_of([exp(3 * x / 2) + cosh(x)])
    {'x': Fraction(1, 2)}
    """
    found: dict[str, Fraction] = {}
    for expression in expressions:
        for part in expression.atoms(exp, *HYPERBOLIC):
            argument = part.args[0]
            # A long argument is not multiplied out for this: its units are found on the way.
            terms = expand(argument) if argument.count_ops() < LONGEST_EXPONENT else argument
            for monomial, coefficient in terms.as_coefficients_dict().items():
                if coefficient.is_Rational and coefficient:
                    c, name = Fraction(int(coefficient.p), int(coefficient.q)), text(monomial)
                    found[name] = _common(found[name], c) if name in found else abs(c)
    return found


def _common(a: Fraction, b: Fraction) -> Fraction:
    return Fraction(gcd(a.numerator * b.denominator, b.numerator * a.denominator), a.denominator * b.denominator)


def to_element(f: Field, e: Expr) -> Element:
    """The expression in normal form.

    Raises:
        Undecidable: a function or power that has no normal form here. NotReal: it is not real.

    >>> from symcoh.exact.symbols import beta, omega
    >>> to_element(Field(), cosh(beta)**2 - sinh(beta)**2 - 1).is_zero
    True
    """
    if e not in f.memo:
        f.memo[e] = _converted(f, e)
    return f.memo[e]


def _converted(f: Field, e: Expr) -> Element:
    if e.is_Rational:
        return f.constant(Rational(e))
    if isinstance(e, LongInteger):
        return f.constant(Integer(e.value))
    if isinstance(e, Symbol):
        return symbol(f, e)
    if isinstance(e, Add):
        return _balanced([to_element(f, part) for part in e.args])
    if isinstance(e, Mul):
        result = f.constant(1)
        for part in e.args:
            result = result * to_element(f, part)
        return result
    if isinstance(e, (exp, Exp1)):
        return exponential(to_element(f, e.args[0])) if e.args else exponential(f.constant(1))
    if isinstance(e, Pow):
        return power(f, e.args[0], e.args[1])
    if isinstance(e, HYPERBOLIC):
        found: Element = hyperbolic(e.func, exponential(to_element(f, e.args[0])))
        return found
    if isinstance(e, log):
        return logarithm(to_element(f, e.args[0]))
    if isinstance(e, Abs):
        return absolute(to_element(f, e.args[0]))
    return _named(f, e)


def _balanced(parts: list[Element]) -> Element:
    while len(parts) > 1:
        parts = [parts[i] + parts[i + 1] if i + 1 < len(parts) else parts[i] for i in range(0, len(parts), 2)]
    return parts[0]


def hyperbolic(function: Any, E: Any) -> Any:
    """A hyperbolic function from E = e^x, for anything that adds, multiplies and has an inverse."""
    lower = E.inverse()
    if function is cosh:
        return (E + lower).times(_HALF)
    if function is sinh:
        return (E - lower).times(_HALF)
    top, bottom = E - lower, E + lower
    return top / bottom if function is tanh else bottom / top


def power(f: Field, base: Expr, exponent: Expr) -> Element:
    """base**exponent, the exponent a rational number or a symbol that stands for integers, or the base positive."""
    if isinstance(base, Exp1):
        return exponential(to_element(f, exponent))
    below = to_element(f, base)
    if exponent.is_Rational:
        p, q = int(exponent.p), int(exponent.q)
        if abs(p) > MAX_EXPONENT:
            raise Undecidable(f"a power beyond {MAX_EXPONENT} is not worked out")
        if below.is_zero and p < 0:
            raise Undecidable("the formula divides by zero")
        return root(below, q).power(p)
    above = to_element(f, exponent)
    if isinstance(base, Mul):
        # (u v)**n factor by factor, before u/v is written without roots below.
        result = f.constant(1)
        for part in base.args:
            result = result * element_power(to_element(f, part), above)
        return result
    if isinstance(base, Pow) and base.args[1].is_Integer:
        return element_power(to_element(f, base.args[0]), above).power(int(base.args[1]))
    return element_power(below, above)


def element_power(below: Element, above: Element) -> Element:
    """base**exponent with a symbolic exponent."""
    f = below.field
    if sign_of(below) <= 0:
        result = f.constant(1)
        if not above.den.is_one():
            raise Undecidable("a symbolic power of what may be negative")
        for exponents, c in above.num.to_dict().items():
            places = [(place, n) for place, n in enumerate(exponents) if n]
            integral = all(n >= 1 and f.table[len(exponents) - 1 - place].expression.is_integer for place, n in places)
            if c.q != 1 or not integral:
                raise Undecidable("a symbolic power of what may be negative")
            monomial = ONE
            for place, n in places:
                monomial *= f.variable(len(exponents) - 1 - place) ** n
            whole = below.power(int(c.p))
            result = result * (integer_power(whole, monomial) if places else whole)
        return result
    return exponential(above * logarithm(below))


def absolute(e: Element) -> Element:
    """|e|: ±e where the sign shows, else the root of the square."""
    side = sign_of(e)
    if side or e.is_zero:
        return -e if side < 0 else e
    return root(e * e, 2)


def _named(f: Field, e: Expr) -> Element:
    if e is pi:
        return opaque(f, "pi", e, True)
    if isinstance(e, Sum) and len(e.limits) == 1:
        inner = to_element(f, e.function)
        ends = tuple(text(to_expression(to_element(f, end))) for end in e.limits[0][1:])
        return opaque(f, ("sum", str(e.limits[0][0]), ends, inner.num.str(), inner.den.str()), e, False)
    if isinstance(e, (hyper, binomial)):
        arguments = (*e.ap, *e.bq, e.argument) if isinstance(e, hyper) else e.args
        key = tuple((x.num.str(), x.den.str()) for x in (to_element(f, a) for a in arguments))
        return opaque(f, (type(e).__name__, key), e, False)
    if isinstance(e, (AppliedUndef, Derivative)):
        # A function without a rule is a symbol of its own: what is zero for every value of it is zero.
        return opaque(f, ("function", e), e, False)
    raise Undecidable(f"{type(e).__name__} has no exact form here")


_HALF = fmpq(1, 2)
