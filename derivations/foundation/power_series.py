"""Truncated power series with exact coefficients: the arithmetic behind every expansion.

A series c_0 + c_1 t + ... + c_R t^R is the tuple of its coefficients, and its length R + 1 is its truncation:
nothing is said about t^{R+1}. The coefficients are polynomials over Q (FLINT's fmpq_mpoly, made by
`PolynomialRing`), or anything that adds, multiplies and takes a factor fmpq. Every function is a recurrence of
exact operations, O(R^2) multiplications of coefficients; two series in one operation have the same length.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import factorial, gcd
from typing import Any

from flint import Ordering, fmpq, fmpq_mpoly_ctx
from sympy import Add, Expr, Mul, Pow, Rational, Symbol

Coefficient = Any
"""An element of a commutative ring over Q; false exactly where it is zero."""

Series = tuple[Coefficient, ...]


@dataclass(frozen=True, slots=True)
class PolynomialRing:
    """Q[symbols], with the way in from SymPy and out to it.

    >>> from sympy.abc import x, y
    >>> ring = PolynomialRing((x, y))
    >>> ring.to_sympy((ring.generator(x) + ring.constant("2/3")) ** 2)
    x**2 + 4*x/3 + 4/9
    """

    symbols: tuple[Symbol, ...]

    @property
    def context(self) -> fmpq_mpoly_ctx:
        """FLINT's ring; one object for each list of names."""
        return fmpq_mpoly_ctx.get(tuple(f"x{i}" for i in range(len(self.symbols))), Ordering.lex)

    def constant(self, value: object) -> Coefficient:
        """A rational number (int, Fraction, SymPy Rational, fmpq or text such as 2/3) as an element."""
        exact = value if isinstance(value, fmpq) else Rational(value)
        return self.context.constant(fmpq(int(exact.p), int(exact.q)))

    def generator(self, symbol: Symbol) -> Coefficient:
        """A symbol as an element."""
        return self.context.gens()[self.symbols.index(symbol)]

    def element(self, value: Expr) -> Coefficient:
        """A rational number or one of the symbols."""
        return self.generator(value) if value in self.symbols else self.constant(value)

    def to_sympy(
        self, element: Coefficient, values: Mapping[Symbol, Expr] | None = None, *, grouped: int = 0, factored: bool = True
    ) -> Expr:
        """The element as SymPy, its content and common monomial in front where `factored`; `values` replace symbols.

        The terms with equal powers of the last `grouped` symbols are put together.

        >>> from sympy.abc import x, y
        >>> ring = PolynomialRing((x, y))
        >>> ring.to_sympy(ring.generator(x) * (2 * ring.generator(x) + 6 * ring.generator(y)), {y: x**2})
        2*x*(3*x**2 + x)
        """
        terms = [(exponents, fmpq(c)) for exponents, c in element.to_dict().items()]
        if not terms:
            return Rational(0)
        symbols = [(values or {}).get(s, s) for s in self.symbols]
        shared = tuple(min(e[i] for e, _ in terms) if factored else 0 for i in range(len(symbols)))
        content = _content([c for _, c in terms]) if factored else fmpq(1)
        split = len(symbols) - grouped
        groups: dict[tuple[int, ...], list[Expr]] = {}
        for e, c in terms:
            inner = Mul(_rational(c / content), *_powers(symbols[:split], e[:split], shared[:split]))
            groups.setdefault(tuple(e[split:]), []).append(inner)
        rest = Add(*(Mul(Add(*inner), *_powers(symbols[split:], e, shared[split:])) for e, inner in groups.items()))
        return Mul(_rational(content), *_powers(symbols, shared, (0,) * len(symbols)), rest)


def _powers(symbols: Sequence[Expr], exponents: Sequence[int], less: Sequence[int]) -> list[Expr]:
    return [Pow(s, e - m) for s, e, m in zip(symbols, exponents, less, strict=True) if e != m]


def _rational(value: fmpq) -> Rational:
    return Rational(int(value.p), int(value.q))


def _content(coefficients: Sequence[fmpq]) -> fmpq:
    """The positive rational that makes the coefficients coprime integers."""
    denominator = 1
    for c in coefficients:
        denominator *= int(c.q) // gcd(denominator, int(c.q))
    return fmpq(gcd(*(int((c * denominator).p) for c in coefficients)), denominator)


def constant_series(value: Coefficient, length: int) -> Series:
    """value + 0 t + ... with `length` coefficients.

    >>> constant_series(fmpq(2), 3)
    (2, 0, 0)
    """
    return (value, *(value * 0 for _ in range(length - 1)))


def monomial(value: Coefficient, power: int, length: int) -> Series:
    """value t^power, zero where that is beyond the truncation.

    >>> monomial(fmpq(2), 1, 3)
    (0, 2, 0)
    """
    return tuple(value if p == power else value * 0 for p in range(length))


def add(*parts: Series) -> Series:
    """The sum of series of one length.

    >>> add((1, 2), (3, 4), (5, 6))
    (9, 12)
    """
    return tuple(sum(column[1:], column[0]) for column in zip(*parts, strict=True))


def scale(a: Series, factor: Coefficient) -> Series:
    """factor a.

    >>> scale((1, 2), 3)
    (3, 6)
    """
    return tuple(c * factor for c in a)


def shift(a: Series, power: int) -> Series:
    """t^power a, at the same truncation.

    >>> shift((1, 2, 3), 1)
    (0, 1, 2)
    """
    return (*(a[0] * 0 for _ in a[:power]), *a[: max(len(a) - power, 0)])


def multiply(a: Series, b: Series) -> Series:
    """a b; coefficients that are zero cost nothing.

    >>> multiply((1, 2, 3), (1, 1, 1))
    (1, 3, 6)
    """
    result = [a[0] * 0 for _ in a]
    right = [(j, d) for j, d in enumerate(b) if d]
    for i, c in enumerate(a):
        if c:
            for j, d in right:
                if i + j >= len(a):
                    break
                result[i + j] += c * d
    assert len(a) == len(b), "series of one length"
    return tuple(result)


def divide(a: Series, b: Series) -> Series:
    """a/b for b_0 = 1: q_n = a_n - Σ_{j>0} b_j q_{n-j}.

    >>> divide((1, 0, 0), (1, -2, 0))
    (1, 2, 4)
    """
    assert b[0] == 1, "the constant term of a divisor is 1"
    quotient: list[Coefficient] = []
    for n, c in enumerate(a):
        for j in range(1, n + 1):
            if b[j] and quotient[n - j]:
                c = c - b[j] * quotient[n - j]
        quotient.append(c)
    return tuple(quotient)


def exponential(a: Series) -> Series:
    """exp a for a_0 = 0, from y' = a' y: n y_n = Σ_j j a_j y_{n-j}.

    >>> exponential((fmpq(0), fmpq(1), fmpq(0), fmpq(0)))
    (1, 1, 1/2, 1/6)
    """
    assert not a[0], "the constant term of an exponent is 0"
    y = [a[0] + 1]
    for n in range(1, len(a)):
        total = sum((j * a[j] * y[n - j] for j in range(1, n + 1) if a[j]), a[0])
        y.append(total * fmpq(1, n))
    return tuple(y)


def logarithm(a: Series) -> Series:
    """log a for a_0 = 1, from a y' = a'.

    >>> logarithm((fmpq(1), fmpq(1), fmpq(0), fmpq(0)))
    (0, 1, -1/2, 1/3)
    """
    return integral(divide(derivative(a), a))


def power(a: Series, exponent: fmpq | int) -> Series:
    """a^exponent for a_0 = 1 and a rational exponent p, from a y' = p a' y: n y_n = Σ_j (p j - n + j) a_j y_{n-j}.

    >>> power((fmpq(1), fmpq(1), fmpq(0)), fmpq(1, 2))
    (1, 1/2, -1/8)
    """
    assert a[0] == 1, "the constant term of a base is 1"
    p = fmpq(exponent)
    y = [a[0]]
    for n in range(1, len(a)):
        total = sum((a[j] * y[n - j] * (p * j - n + j) for j in range(1, n + 1) if a[j]), a[0] * 0)
        y.append(total * fmpq(1, n))
    return tuple(y)


def derivative(a: Series) -> Series:
    """a' at the same length, its unknown last coefficient set to 0: for `integral` and weights t^{j-1} only.

    >>> derivative((1, 2, 3))
    (2, 6, 0)
    """
    return (*(a[j] * j for j in range(1, len(a))), a[0] * 0)


def integral(a: Series) -> Series:
    """The integral from 0 of a; the last coefficient of a drops out.

    >>> integral((fmpq(1), fmpq(1), fmpq(1)))
    (0, 1, 1/2)
    """
    return (a[0] * 0, *(a[j - 1] * fmpq(1, j) for j in range(1, len(a))))


def compose(outer: Sequence[fmpq], a: Series) -> Series:
    """Σ_k outer_k a^k for a_0 = 0, by Horner's rule.

    >>> compose((fmpq(1), fmpq(1), fmpq(1)), (fmpq(0), fmpq(1), fmpq(1)))
    (1, 1, 2)
    """
    assert not a[0], "the constant term of an inner series is 0"
    one = constant_series(a[0] + 1, len(a))
    result = scale(one, 0)
    for coefficient in reversed(outer[: len(a)]):
        result = add(multiply(result, a), scale(one, coefficient))
    return result


def cosh_root(s: Series) -> Series:
    """cosh √s = Σ_k s^k/(2k)! for s_0 = 0.

    >>> cosh_root((fmpq(0), fmpq(1), fmpq(0)))
    (1, 1/2, 1/24)
    """
    return compose([fmpq(1, factorial(2 * k)) for k in range(len(s))], s)


def sinh_root(s: Series) -> Series:
    """sinh(√s)/√s = Σ_k s^k/(2k+1)! for s_0 = 0.

    >>> sinh_root((fmpq(0), fmpq(1), fmpq(0)))
    (1, 1/6, 1/120)
    """
    return compose([fmpq(1, factorial(2 * k + 1)) for k in range(len(s))], s)
