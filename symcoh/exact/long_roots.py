"""Roots of numbers of thousands of digits: SymPy would look for their prime factors, which takes minutes."""

from __future__ import annotations

from functools import lru_cache
from math import gcd, prod
from typing import Any

from flint import fmpz
from gmpy2 import remove
from mpmath.libmp import from_int
from sympy import Expr, Integer, Mul, NumberSymbol, Pow, Rational, primerange

LONGEST = 4096
"""Bits of a number whose root is left to SymPy."""

LARGEST_PRIME = 2**15
"""Primes below this are taken out of a root, as SymPy does."""


class LongInteger(NumberSymbol):  # type: ignore[misc]  # SymPy ships no types
    """A positive integer that stays below its root: to SymPy a constant like pi, printed as the integer that it is.

    >>> Pow(LongInteger(7), Rational(1, 2)), LongInteger(7).is_positive
    (sqrt(7), True)
    """

    is_integer = True
    is_positive = True

    __slots__ = ("value",)

    value: int

    def __new__(cls, value: int) -> LongInteger:
        made: LongInteger = super().__new__(cls)
        made.value = int(value)
        return made

    def __getnewargs__(self) -> tuple[int]:
        return (self.value,)

    def _hashable_content(self) -> tuple[int]:
        return (self.value,)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, LongInteger) and self.value == other.value

    def __hash__(self) -> int:
        return hash((LongInteger, self.value))

    def _as_mpf_val(self, prec: int) -> Any:
        return from_int(self.value, prec, "n")

    def _printed(self, printer: Any, *_: object) -> Any:
        return printer._print(Integer(self.value))

    _sympystr = _sympyrepr = _latex = _pretty = _printed


def power(base: Expr, exponent: Expr) -> Expr:
    """base**exponent; the root of a long rational number by its small primes alone, what is left below it a `LongInteger`.

    >>> power(Rational(8, 3), Rational(1, 2)), power(Integer(10) ** 5001, Rational(1, 2)) == 10**2500 * Pow(10, Rational(1, 2))
    (2*sqrt(6)/3, True)
    """
    if not (base.is_Rational and exponent.is_Rational) or exponent.q == 1 or not base.is_positive:
        return Pow(base, exponent)
    top, bottom, degree = int(base.p), int(base.q), int(exponent.q)
    if _bits(base) <= LONGEST:
        return Pow(base, exponent)
    whole, rest = _split(top * bottom ** (degree - 1), degree)
    return Pow(Mul(Rational(1, bottom), whole, *rest), exponent.p)


def square_root(base: Expr) -> Expr:
    """sqrt(base), as `power`."""
    return power(base, Rational(1, 2))


def veiled(value: Expr) -> Expr:
    """The value, its long numbers as quotients of `LongInteger`: whatever it is put into, no root of it is worked out.

    >>> veiled(Rational(-7, 3)), veiled(Pow(10, -2000)).is_Rational
    (-7/3, False)
    """
    numbers = [number for number in value.atoms(Rational) if _bits(number) > LONGEST]
    return value.xreplace({number: _quotient(int(number.p), int(number.q)) for number in numbers})


def _quotient(top: int, bottom: int) -> Expr:
    over, under = (LongInteger(n) if n.bit_length() > LONGEST else Integer(n) for n in (abs(top), bottom))
    return Mul(1 if top > 0 else -1, over, Pow(under, -1))


def _bits(number: Rational) -> int:
    return max(abs(int(number.p)), int(number.q)).bit_length()


@lru_cache(maxsize=256)
def _split(number: int, degree: int) -> tuple[Integer, tuple[Expr, ...]]:
    """The root of a positive integer: a whole factor, and roots."""
    outside, below = 1, []
    for prime in _dividing(number):
        left, times = remove(number, prime)
        number = int(left)
        outside *= prime ** (times // degree)
        below.append(Pow(prime, Rational(times % degree, degree)))
    found = int(fmpz(number).root(degree))
    if found**degree == number:
        return Integer(outside * found), tuple(below)
    inside = Integer(number) if number.bit_length() <= LONGEST else LongInteger(number)
    return Integer(outside), (*below, Pow(inside, Rational(1, degree)))


def _dividing(number: int) -> list[int]:
    """The primes up to the largest that divide a number."""
    common = gcd(number, _product_of_primes())
    return [prime for prime in primerange(LARGEST_PRIME) if common % prime == 0]


@lru_cache(maxsize=1)
def _product_of_primes() -> int:
    return prod(primerange(LARGEST_PRIME))
