"""Functions of elements of a field: exponentials, roots, powers with a symbolic exponent, logarithms, and balls.

Each is exact on the range of its argument; what is not real there raises `NotReal`, what has no form here `Undecidable`.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from math import gcd
from typing import Any

from flint import arb, fmpq, fmpz
from sympy import Expr, Pow, Rational, exp, log

from ..balls import working_precision
from ..certificates.enclose import enclose_expression
from ..exact.long_roots import power as below_root
from ..exact.text import text
from .field import (
    CONTEXT,
    GENERATORS,
    MAX_POWER,
    ONE,
    WIDTH,
    Element,
    Field,
    Generator,
    NotReal,
    Refined,
    Undecidable,
    definite,
    factors_of,
    fraction,
    polynomial_expression,
    sign_of,
    to_expression,
)

MAX_ROOT = 12
LONGEST_TO_FACTOR = 2**96


# Exponentials.


def exponential(e: Element) -> Element:
    """exp of an element: its exponent split into monomials, each a power of its generator."""
    f = e.field
    result = f.constant(1)
    for exponents, c in e.num.to_dict().items():
        monomial = ONE
        for place, n in enumerate(exponents):
            if n:
                monomial *= GENERATORS[place] ** n
        result = result * _one_exponential(f, monomial, e.den, fraction(fmpq(c)), exponents)
    return result


def _one_exponential(f: Field, monomial: Any, den: Any, c: Fraction, exponents: tuple[int, ...]) -> Element:
    logarithms = [place for place, n in enumerate(exponents) if n and (WIDTH - 1 - place) in f.logs]
    if den.is_one() and len(logarithms) == 1 and exponents[logarithms[0]] == 1:
        argument = f.logs[WIDTH - 1 - logarithms[0]]
        rest = divmod(monomial, GENERATORS[logarithms[0]])[0]
        if rest.is_one():
            return root(argument.power(c.numerator), c.denominator)
        if _is_integer_symbol(f, rest):
            return integer_power(root(argument.power(c.numerator), c.denominator), rest)
    expression = polynomial_expression(f, monomial) / polynomial_expression(f, den)
    name = text(expression)
    unit = f.units.setdefault(name, abs(c))
    ratio = c / unit
    if ratio.denominator != 1 or abs(ratio) > MAX_POWER:
        finer = Fraction(gcd(unit.numerator * c.denominator, c.numerator * unit.denominator), unit.denominator * c.denominator)
        if abs(unit / finer) > MAX_POWER or abs(c / finer) > MAX_POWER:
            name, unit, ratio = f"{name}*{c}", abs(c), Fraction(1 if c > 0 else -1)
        else:
            f.units[name] = finer
            raise Refined
    index = f.generator(("exp", name), lambda: Generator(exp(Rational(unit.numerator, unit.denominator) * expression), True, "exp"))
    f.exponents.setdefault(index, Element(f, monomial * fmpq(unit.numerator, unit.denominator), den))
    return f.element(index).power(int(ratio))


def _is_integer_symbol(f: Field, monomial: Any) -> bool:
    (exponents,) = monomial.to_dict()
    found = [(place, n) for place, n in enumerate(exponents) if n]
    return len(found) == 1 and found[0][1] == 1 and bool(f.table[WIDTH - 1 - found[0][0]].expression.is_integer)


# Roots.


def root(e: Element, degree: int) -> Element:
    """The real root of an element that must be positive where the degree is even.

    Raises:
        NotReal: an even root of what is certainly negative.
    """
    if degree == 1 or e.is_zero:
        return e
    if degree > MAX_ROOT:
        raise Undecidable(f"a root of degree {degree} is not worked out")
    if sign_of(e) < 0:
        raise NotReal("a root of a negative number")
    f = e.field
    below = definite(f, e.den)
    if not below and degree % 2 == 0:
        formal = opaque_root(f, e.num * e.den ** (degree - 1), degree, ("over", e.den.str()))
        return formal / Element(f, e.den, ONE)
    found = _polynomial_root(f, f.reduced(e.num * e.den ** (degree - 1)), degree)
    result = found / Element(f, e.den, ONE)
    return -result if below < 0 and degree % 2 == 0 else result


def _polynomial_root(f: Field, poly: Any, degree: int) -> Element:
    denested = _denested(f, poly) if degree == 2 else None
    if denested is not None:
        return denested
    content, factors = factors_of(f.reduced(poly))
    result, rest = f.constant(1), ONE
    for factor, power in factors:
        if factor.degrees().count(0) == WIDTH - 1 and _single(factor) is not None:
            index = _single(factor)
            assert index is not None
            if f.table[index].kind == "exp":
                content *= factor.leading_coefficient() ** power
                result = result * _exponential_root(f, index, Fraction(power, degree))
                continue
        side = definite(f, factor)
        if not side:
            if power % degree == 0 and (power // degree) % 2 == 0:
                result = result * Element(f, factor, ONE).power(power // degree)
            else:
                rest *= factor**power
            continue
        if side < 0:
            factor, content = -factor, -content if power % 2 else content
        whole, part = divmod(power, degree)
        result = result * Element(f, factor, ONE).power(whole)
        if part:
            result = result * opaque_root(f, factor, degree, None).power(part)
    if not rest.is_one():
        if degree % 2:
            return result * _number_root(f, abs(content), degree) * opaque_root(f, rest * (1 if content > 0 else -1), degree, "signed")
        return result * _number_root(f, abs(content), degree) * opaque_root(f, rest * (1 if content > 0 else -1), degree, "real")
    if content < 0 and degree % 2 == 0:
        raise NotReal("an even root of a negative number")
    value = result * _number_root(f, abs(content), degree)
    return value if content > 0 else -value


def _single(factor: Any) -> int | None:
    """The index of the generator that a factor is a rational multiple of."""
    terms = factor.to_dict()
    if len(terms) != 1:
        return None
    (exponents,) = terms
    found = [(place, n) for place, n in enumerate(exponents) if n]
    return WIDTH - 1 - found[0][0] if len(found) == 1 and found[0][1] == 1 else None


def _exponential_root(f: Field, index: int, power: Fraction) -> Element:
    if power.denominator == 1:
        return f.element(index).power(int(power))
    name = next(key[1] for key, i in f.keys.items() if i == index)
    f.units[name] = f.units.get(name, Fraction(1)) / power.denominator
    raise Refined


def opaque_root(f: Field, poly: Any, degree: int, tag: Any) -> Element:
    """A generator r with r**degree = poly."""

    def make() -> Generator:
        expression = below_root(polynomial_expression(f, poly), Rational(1, degree))
        return Generator(expression, tag is None or tag == "real", "root")

    known = ("root", degree, poly.str(), tag) in f.keys
    index = f.generator(("root", degree, poly.str(), tag), make)
    if not known:
        f.roots.append((index, degree, f.variable(index) ** degree - poly))
        f.nested = f.nested or not (poly.is_constant() or f.table[index].expression.free_symbols)
    return f.element(index)


def _number_root(f: Field, value: fmpq, degree: int) -> Element:
    """The root of a positive rational, by its primes where it is short enough to factor."""
    num, den = fmpz(value.p), fmpz(value.q)
    result, scale = f.constant(1), fmpq(1)
    whole = num * den ** (degree - 1)
    scale /= den
    found = whole.root(degree)
    if found**degree == whole:
        return f.constant(scale * found)
    parts = whole.factor() if whole < LONGEST_TO_FACTOR else _partly_factored(whole)
    for prime, power in parts:
        units, rest = divmod(int(power), degree)
        scale *= fmpq(prime) ** units
        if rest:
            common = gcd(rest, degree)
            result = result * opaque_root(f, CONTEXT.constant(fmpq(prime)), degree // common, None).power(rest // common)
    return result * f.constant(scale)


def _partly_factored(whole: fmpz) -> list[tuple[fmpz, int]]:
    """Small primes out of a long integer; what is left stays one factor."""
    found = []
    for prime in (2, 3, 5, 7, 11, 13):
        power = 0
        while whole % prime == 0:
            whole, power = whole // prime, power + 1
        if power:
            found.append((fmpz(prime), power))
    return [*found, (whole, 1)] if whole > 1 else found


def _denested(f: Field, poly: Any) -> Element | None:
    """√(a + b√c) = √((a+d)/2) ± √((a-d)/2) for rational a, b, c with d² = a² - b²c; None where there is no such d."""
    terms = poly.to_dict()
    zero = (0,) * WIDTH
    if len(terms) != 2 or zero not in terms:
        return None
    A = fmpq(terms[zero])
    surd = poly - CONTEXT.constant(A)
    square = f.reduced(surd * surd)
    if not square.is_constant() or A <= 0 or not definite(f, surd):
        return None
    d2 = A * A - fmpq(square.leading_coefficient())
    if d2 < 0:
        return None
    top, bottom = fmpz(d2.p), fmpz(d2.q)
    if not (top.root(2) ** 2 == top and bottom.root(2) ** 2 == bottom):
        return None
    d = fmpq(top.root(2), bottom.root(2))
    first, second = (_number_root(f, (A + s * d) / 2, 2) if A + s * d else f.constant(0) for s in (1, -1))
    return first + second if definite(f, surd) > 0 else first - second


# Powers with a symbolic integer exponent, and logarithms.


def integer_power(base: Element, exponent: Any) -> Element:
    """base**n for a symbol n (a polynomial) that stands for integers: factor by factor.

    (u v)**n = u**n v**n for every integer n and u, v not zero; (a - b r)**n = (a**2 - b**2 r**2)**n/(a + b r)**n.
    """
    return _poly_integer_power(base.field, base.num, exponent) / _poly_integer_power(base.field, base.den, exponent)


def _poly_integer_power(f: Field, poly: Any, n: Any) -> Element:
    content, factors = factors_of(poly)
    result = _number_integer_power(f, content, n)
    for factor, power in factors:
        lead = factor.leading_coefficient()
        result = result * _number_integer_power(f, lead, n).power(power)
        result = result * _factor_integer_power(f, factor / lead, n).power(power)
    return result


def _number_integer_power(f: Field, value: fmpq, n: Any) -> Element:
    if value == 0:
        if any(g.expression == polynomial_expression(f, n) and g.positive for g in f.table):
            return f.constant(0)
        raise Undecidable("zero to a symbolic power")
    result = f.constant(1)
    if value < 0:
        result = f.constant(f.parity) if f.parity is not None else _alternating(f, n)
    for part, side in ((fmpz(abs(value).p), 1), (fmpz(abs(value).q), -1)):
        if part == 1:
            continue
        for prime, power in part.factor() if part < LONGEST_TO_FACTOR else _partly_factored(part):
            result = result * _base_power(f, CONTEXT.constant(fmpq(prime)), n).power(side * int(power))
    return result


def _alternating(f: Field, n: Any) -> Element:
    """(-1)**n of unknown parity: a generator whose square is one."""
    known = ("sign", n.str()) in f.keys
    index = f.generator(("sign", n.str()), lambda: Generator(Pow(-1, polynomial_expression(f, n)), False, "sign"))
    if not known:
        f.roots.append((index, 2, f.variable(index) ** 2 - 1))
    return f.element(index)


def _factor_integer_power(f: Field, factor: Any, n: Any) -> Element:
    index = _single(factor)
    if index is not None and f.table[index].kind == "exp":
        return exponential(f.exponents[index] * Element(f, n, ONE))
    for r_index, degree, _ in reversed(f.roots):
        if degree == 2 and factor.degrees()[WIDTH - 1 - r_index] == 1:
            r = f.variable(r_index)
            b, a = divmod(factor, r)
            if not a:
                continue
            conjugate = a - b * r
            lead = conjugate.leading_coefficient()
            if ("power", (conjugate / lead).str(), n.str()) in f.keys:
                norm = f.reduced(factor * conjugate)
                return _poly_integer_power(f, norm, n) / (_number_integer_power(f, lead, n) * _base_power(f, conjugate / lead, n))
            break
    return _base_power(f, factor, n)


def _base_power(f: Field, base: Any, n: Any) -> Element:
    def make() -> Generator:
        expression = Pow(polynomial_expression(f, base), polynomial_expression(f, n))
        return Generator(expression, definite(f, base) > 0, "power")

    return f.element(f.generator(("power", base.str(), n.str()), make))


def logarithm(e: Element) -> Element:
    """log of a positive element: of each factor that is certainly positive, and of what is left."""
    f = e.field
    result, rest, content = f.constant(0), f.constant(1), fmpq(1)
    for poly, side in ((e.num, 1), (e.den, -1)):
        c, factors = factors_of(poly)
        content *= c**side
        for factor, power in factors:
            index = _single(factor)
            lead = factor.leading_coefficient()
            factor, content = factor / lead, content * lead ** (side * power)
            if index is not None and f.table[index].kind == "exp":
                result = result + f.exponents[index].times(side * power)
            elif definite(f, factor) > 0:
                result = result + _log_generator(Element(f, factor, ONE)).times(side * power)
            else:
                rest = rest * Element(f, factor, ONE).power(side * power)
    if rest.rational is not None:
        if content <= 0:
            raise NotReal("the logarithm of a number that is not positive")
        for part, side in ((fmpz(content.p), 1), (fmpz(content.q), -1)):
            if part > 1:
                for prime, power in part.factor() if part < LONGEST_TO_FACTOR else _partly_factored(part):
                    result = result + _log_generator(f.constant(fmpq(prime))).times(side * int(power))
        return result
    return result + _log_generator(rest * f.constant(content))


def _log_generator(e: Element) -> Element:
    f = e.field
    expression = log(to_expression(e))
    index = f.generator(("log", e.num.str(), e.den.str()), lambda: Generator(expression, bool(expression.is_positive), "log"))
    f.logs[index] = e
    return f.element(index)


# Balls.


@lru_cache(maxsize=4096)
def _generator_ball(expression: Expr, values: tuple[tuple[str, Any], ...], bits: int) -> arb:
    return enclose_expression(expression, dict(values), bits)


def ball(e: Element, values: Iterable[tuple[str, Any]], bits: int) -> arb:
    """A ball around the element at exact values of its symbols."""
    at = tuple(values)
    with working_precision(bits):
        numbers = {i: _generator_ball(e.field.table[i].expression, at, bits) for i in e.indices}
        top, bottom = (_poly_ball(poly, numbers) for poly in (e.num, e.den))
        return top / bottom


def _poly_ball(poly: Any, numbers: dict[int, arb]) -> arb:
    total = arb(0)
    for exponents, c in poly.to_dict().items():
        term = arb(fmpq(c))
        for place, n in enumerate(exponents):
            if n:
                term *= numbers[WIDTH - 1 - place] ** n
        total += term
    return total
