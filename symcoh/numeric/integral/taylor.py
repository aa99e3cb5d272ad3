"""The same names for balls (`arb`) and for Taylor coefficients in one small parameter (`arb_series`).

A series is at most three coefficients long, and whatever is small keeps its relative accuracy: the constant
coefficient goes through `log1p`, `expm1` and `sinh` of Arb, and the rest through an exact zero constant.
"""

from __future__ import annotations

from typing import TypeVar

from flint import arb, arb_series

Value = TypeVar("Value", arb, arb_series)


def leading(x: Value) -> arb:
    """The value at the expansion point."""
    return x if isinstance(x, arb) else x[0]


def drift(x: Value) -> Value:
    """x minus its value at the expansion point, which is exactly 0."""
    return arb(0) if isinstance(x, arb) else _series(arb(0), *_rest(x))


def linear_sinh_cosh(x: Value) -> tuple[Value, Value]:
    """(sinh x, cosh x) of a ball, or of a series that is linear in the parameter.

    >>> [round(float(c), 6) for c in linear_sinh_cosh(arb_series([0, 2], prec=3))[1]]
    [1.0, 0.0, 2.0]
    """
    if isinstance(x, arb):
        return x.sinh_cosh()
    sine, cosine = x[0].sinh_cosh()
    slope = x[1]
    half = slope * slope / 2
    return (
        arb_series([sine, slope * cosine, half * sine], prec=x.prec),
        arb_series([cosine, slope * sine, half * cosine], prec=x.prec),
    )


def quotient(x: Value, y: Value) -> Value:
    """x/y; not finite, and no exception, where the leading coefficient of y may be 0."""
    if isinstance(y, arb):
        return x / y
    scale = 1 / y[0]
    return x * scale / _unit(y, scale)


def logarithm(x: Value) -> Value:
    """log x for x > 0."""
    if isinstance(x, arb):
        return x.log()
    return _unit(x, 1 / x[0]).log() + x[0].log()


def log1p(x: Value) -> Value:
    """log(1 + x)."""
    if isinstance(x, arb):
        return x.log1p()
    return _unit(x, 1 / (1 + x[0])).log() + x[0].log1p()


def expm1(x: Value) -> Value:
    """e^x - 1."""
    if isinstance(x, arb):
        return x.expm1()
    return (drift(x).exp() - 1) * x[0].exp() + x[0].expm1()


def power(x: Value, exponent: int) -> Value:
    """x^exponent for x > 0; the relative radius grows by the factor `exponent`."""
    if isinstance(x, arb):
        return x**exponent
    return (exponent * _unit(x, 1 / x[0]).log()).exp() * x[0] ** exponent


def inexact(x: Value, error: arb, spread: arb) -> Value:
    """x with the j-th coefficient off by at most error/spread^j."""
    if isinstance(x, arb):
        return x + arb(0, error.abs_upper())
    return x + arb_series([arb(0, (error / spread**j).abs_upper()) for j in range(x.prec)], prec=x.prec)


def _unit(x: arb_series, factor: arb) -> arb_series:
    """The series 1 + factor (x_1 eps + ...), its constant exactly 1 whatever the factor."""
    return _series(arb(1), *(factor * coefficient for coefficient in _rest(x)))


def _rest(x: arb_series) -> tuple[arb, ...]:
    return tuple(x[i] for i in range(1, x.prec))


def _series(*coefficients: arb) -> arb_series:
    return arb_series(list(coefficients), prec=len(coefficients))
