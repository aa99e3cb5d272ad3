"""Exact numbers and Python values to SymPy expressions: by their structure, never through text or a float."""

from __future__ import annotations

from sympy import Add, Expr, Float, I, Integer, Mul, Pow, Rational, S, exp, log, nan, oo, pi, zoo

from ..arguments import as_whole
from ..errors import InputError, InputTypeError, shown
from ..exactnumbers import Exact, exact
from .long_roots import power


def to_sympy(number: Exact) -> Expr:
    """The SymPy expression of an exact number, term by term and atom by atom.

    Args:
        number: what `symcoh.exactnumbers.exact` returns.

    Returns:
        The expression, an exact number.

    Raises:
        InputTypeError: `number` is not an `Exact`.

    >>> to_sympy(exact("sqrt(2)/3 - pi/4"))
    -pi/4 + sqrt(2)/3
    """
    if not isinstance(number, Exact):
        raise InputTypeError("`number`", f"must be an exact number, but is {shown(number)}: make one with `exact`.")
    terms = []
    for monomial, coefficient in number.terms:
        factors = [Pow(_atom(atom.kind, atom.argument, atom.degree), exponent) for atom, exponent in monomial]
        terms.append(Mul(Rational(int(coefficient.p), int(coefficient.q)), *factors))
    return Add(*terms)


def _atom(kind: str, argument: Exact | None, degree: int) -> Expr:
    if argument is None:
        return pi
    inner = to_sympy(argument)
    if kind == "sum":
        return inner
    if kind == "root":
        # Roots are taken of positive numbers only, so the principal root is the real one.
        return power(inner, Rational(1, degree))
    return exp(inner) if kind == "exp" else log(inner)


def expression(value: object, argument: str = "value", default: Expr | None = None) -> Expr:
    """A parameter as a SymPy expression, exact and real.

    Args:
        value: int, Fraction, Decimal, str, `Exact` or a real SymPy expression, which may hold symbols.
        argument: its name in an error sentence.
        default: what None stands for.

    Returns:
        The expression, real.

    Raises:
        InputTypeError: a float, also one inside a SymPy expression, or another type.
        InputError: text outside the grammar, an infinity, a number that is not real.

    >>> expression("0.7")
    7/10
    >>> expression(0.7, "`gamma`")
    Traceback (most recent call last):
    symcoh.errors.InputTypeError: `gamma` must be exact, but is the float 0.7: pass an int, a Fraction or the text '0.7'.
    """
    if value is None and default is not None:
        return default
    if not isinstance(value, Expr):
        return to_sympy(exact(value, argument))
    if value.has(Float):
        raise InputTypeError(argument, f"must be exact, but {shown(str(value))} holds a float: use Rational, sqrt, exp and log.")
    if value.has(oo, -oo, zoo, nan):
        raise InputError(argument, f"must be finite, but is {shown(str(value))}: take a function of `exact.limits` instead.")
    if value.is_extended_real is False or value.has(I):
        raise InputError(argument, f"must be real, but is {shown(str(value))}.")
    return value


def nonnegative_expression(value: object, argument: str, default: Expr | None = None) -> Expr:
    """Like `expression`, refused where SymPy knows the value to be negative.

    >>> nonnegative_expression(-1, "`beta`")
    Traceback (most recent call last):
    symcoh.errors.InputError: `beta` must not be negative, but is '-1'.
    """
    result = expression(value, argument, default)
    if result.is_negative:
        raise InputError(argument, f"must not be negative, but is {shown(str(result))}.")
    return result


def integer_expression(value: object, argument: str, default: Expr | None = None) -> Expr:
    """An integer, or a symbolic expression that can be one.

    Raises:
        InputTypeError: a bool, a float, a text or another type.
        InputError: a SymPy expression that is no integer.

    >>> from sympy import Symbol
    >>> integer_expression(6, "`N`"), integer_expression(2*Symbol("p"), "`N`")
    (6, 2*p)
    """
    if value is None and default is not None:
        return default
    if not isinstance(value, Expr):
        whole = as_whole(value)
        if whole is not None:
            return Integer(whole)
    if not isinstance(value, Expr) or value.has(Float):
        raise InputTypeError(argument, f"must be an integer or a SymPy expression, but is {shown(value)}.")
    if value.is_integer is False or value in (oo, -oo, zoo, S.NaN):
        raise InputError(argument, f"must be an integer, but is {shown(str(value))}.")
    return value


def sources_number(value: object, default: Expr | None = None) -> Expr:
    """The number of sources: an integer >= 1, or symbolic.

    >>> sources_number(0)
    Traceback (most recent call last):
    symcoh.errors.InputError: `N` must be at least 1, but is '0'.
    """
    result = integer_expression(value, "`N`", default)
    if result.is_positive is False:
        raise InputError("`N`", f"must be at least 1, but is {shown(str(result))}.")
    return result
