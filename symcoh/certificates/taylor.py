"""Taylor coefficients of a formula about a ball: f, f', f''/2!, ... at every point of it.

By truncated power series in balls. About an exact point they are the coefficients there; about an interval the last one is the remainder
of Taylor's theorem, since f(v) = Σ_{k<K} f_k(v_0) (v - v_0)^k + f_K(w) (v - v_0)^K with w between v_0 and v.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import comb
from typing import Any

from flint import arb, fmpq
from sympy import Abs, Add, Expr, Integer, Mul, Pow, Sum, Symbol, cosh, coth, exp, hyper, log, sinh, tanh

from ..errors import NotCertified
from .enclose import ExactScope
from .interpret import number

Coefficients = list[arb]
MAX_TERMS = 400
"""A sum of more terms is not written out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """A formula in one variable; the values of its constant parts are kept by precision."""

    expression: Expr
    variable: Symbol
    constants: dict[tuple[Expr, int], arb] = field(default_factory=dict, compare=False, repr=False)


def formula(expression: Expr, variable: Symbol) -> Formula:
    """A formula whose finite sums are written out.

    >>> from sympy.abc import x
    >>> formula(x**2, x).expression
    x**2
    """
    return Formula(expression=expression.replace(Sum, _written_sum).replace(hyper, _written_hyper), variable=variable)


def taylor_coefficients(f: Formula, at: arb, length: int, bits: int) -> Coefficients:
    """The first `length` Taylor coefficients of a formula about a ball, at the precision in force, which is `bits`.

    Raises:
        NotCertified: a part has no Taylor series there that balls could show.

    >>> from sympy.abc import x
    >>> [str(c) for c in taylor_coefficients(formula(x**3 + x, x), arb(1), 4, 64)]
    ['2.00000000000000', '4.00000000000000', '3.00000000000000', '1.00000000000000']
    """
    known: dict[Expr, Coefficients] = {}

    def of(e: Expr) -> Coefficients:
        if e not in known:
            known[e] = part(e)
        return known[e]

    def part(e: Expr) -> Coefficients:
        if e == f.variable:
            return ([at, arb(1)] + [arb(0)] * length)[:length]
        if not e.has(f.variable):
            if (e, bits) not in f.constants:
                f.constants[e, bits] = number(e, ExactScope({}, {}))
            return [f.constants[e, bits]] + [arb(0)] * (length - 1)
        if isinstance(e, Add):
            return [sum(column, arb(0)) for column in zip(*(of(x) for x in e.args), strict=True)]
        if isinstance(e, Mul):
            product = of(e.args[0])
            for x in e.args[1:]:
                product = _times(product, of(x))
            return product
        if isinstance(e, Pow):
            return _power(e, of)
        if e.func in _FUNCTIONS:
            return _FUNCTIONS[e.func](of(e.args[0]))
        raise NotCertified(f"{e.func} has no Taylor series here.")

    return of(f.expression)


def _times(left: Sequence[arb], right: Sequence[arb]) -> Coefficients:
    rows = [k for k, c in enumerate(right) if not c.is_zero()]
    return [sum((left[n - k] * right[k] for k in rows if k <= n), arb(0)) for n in range(len(left))]


def _power(e: Pow, of: Callable[[Expr], Coefficients]) -> Coefficients:
    base, exponent = e.args
    if isinstance(exponent, Integer) and exponent > 0:
        return _integer_power(of(base), int(exponent))
    if isinstance(exponent, Integer) and exponent < -1:
        return _real_power(_integer_power(of(base), -int(exponent)), arb(-1))
    if exponent.is_Rational:
        return _real_power(of(base), arb(fmpq(int(exponent.p), int(exponent.q))))
    return _exp(_times(of(exponent), _log(of(base))))


def _integer_power(row: Coefficients, exponent: int) -> Coefficients:
    """By the binomial theorem about the first coefficient, with only as many products as there are coefficients."""
    length = len(row)
    rest = [arb(0), *row[1:]]
    total, power = [arb(0)] * length, [arb(1)] + [arb(0)] * (length - 1)
    for k in range(min(exponent, length - 1) + 1):
        factor = comb(exponent, k) * _whole_power(row[0], exponent - k)
        total = [c + factor * d for c, d in zip(total, power, strict=True)]
        power = _times(power, rest)
    return total


def _whole_power(x: arb, exponent: int) -> arb:
    """x^n by products: `**` gives nan for a ball about 0."""
    total = arb(1)
    for bit in f"{exponent:b}" if exponent else "":
        total = total * total * x if bit == "1" else total * total
    return total


def _real_power(row: Coefficients, exponent: arb) -> Coefficients:
    """row^r: n row_0 p_n = Σ_{k=1}^n (k r - n + k) row_k p_{n-k}."""
    if row[0].contains(0) or not (row[0] > 0 or exponent.is_integer()):
        raise NotCertified("A power has no Taylor series where its base may vanish.")
    found = [1 / row[0] if exponent == -1 else row[0] ** exponent]
    for n in range(1, len(row)):
        total = sum(((k * exponent - n + k) * row[k] * found[n - k] for k in range(1, n + 1)), arb(0))
        found.append(total / (n * row[0]))
    return found


def _exp(row: Coefficients) -> Coefficients:
    found = [row[0].exp()]
    for n in range(1, len(row)):
        found.append(sum((k * row[k] * found[n - k] for k in range(1, n + 1)), arb(0)) / n)
    return found


def _log(row: Coefficients) -> Coefficients:
    if not row[0] > 0:
        raise NotCertified("A logarithm has no Taylor series where its argument may vanish.")
    found = [row[0].log()]
    for n in range(1, len(row)):
        total = sum((k * found[k] * row[n - k] for k in range(1, n)), arb(0))
        found.append((row[n] - total / n) / row[0])
    return found


def _hyperbolic(row: Coefficients) -> tuple[Coefficients, Coefficients]:
    up, even = [row[0].sinh()], [row[0].cosh()]
    for n in range(1, len(row)):
        up.append(sum((k * row[k] * even[n - k] for k in range(1, n + 1)), arb(0)) / n)
        even.append(sum((k * row[k] * up[n - k] for k in range(1, n + 1)), arb(0)) / n)
    return up, even


def _tanh(row: Coefficients) -> Coefficients:
    """t' = (1 - t²) row'."""
    edge = row[0].sech()
    found, slope = [row[0].tanh()], [edge * edge]
    for n in range(1, len(row)):
        found.append(sum((k * row[k] * slope[n - k] for k in range(1, n + 1)), arb(0)) / n)
        slope.append(-sum((found[k] * found[n - k] for k in range(n + 1)), arb(0)))
    return found


def _abs(row: Coefficients) -> Coefficients:
    if row[0] > 0:
        return row
    if row[0] < 0:
        return [-c for c in row]
    raise NotCertified("A modulus has no Taylor series where its argument may vanish.")


_FUNCTIONS: dict[Any, Callable[[Coefficients], Coefficients]] = {
    exp: _exp,
    log: _log,
    sinh: lambda row: _hyperbolic(row)[0],
    cosh: lambda row: _hyperbolic(row)[1],
    tanh: _tanh,
    coth: lambda row: _real_power(_tanh(row), arb(-1)),
    Abs: _abs,
}


def _written_sum(function: Expr, limits: Any) -> Expr:
    index, low, high = limits
    if not (low.is_Integer and high.is_Integer and high - low < MAX_TERMS):
        raise NotCertified("A sum is too long to be written out.")
    return Add(*(function.subs(index, k) for k in range(int(low), int(high) + 1)))


def _written_hyper(upper: Any, lower: Any, x: Expr) -> Expr:
    stops = [-int(a) for a in upper if a.is_Integer and a <= 0]
    if not stops or min(stops) > MAX_TERMS:
        raise NotCertified("A hypergeometric series is too long to be written out.")
    terms, term = [Integer(1)], Integer(1)
    for n in range(min(stops)):
        for a in upper:
            term *= a + n
        for b in lower:
            term /= b + n
        term = term * x / (n + 1)
        terms.append(term)
    return Add(*terms)
