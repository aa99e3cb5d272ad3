"""Hermitian matrices of exact complex numbers, as a target or its coupling is given."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..errors import InputError, InputTypeError, UndecidedInput, shown
from ..exactnumbers import ZERO, Exact, exact, is_zero, rational, same
from ..exactnumbers.number import total

MOST_LEVELS = 16
"""Largest dimension of a target."""

MOST_NESTED = 100
MOST_CHARACTERS = 20_000

_UNIT = re.compile(r"(?<![A-Za-z0-9_.])i(?![A-Za-z0-9_.(])")


@dataclass(frozen=True, slots=True)
class Complex:
    """An exact complex number."""

    real: Exact
    imag: Exact = ZERO

    def __str__(self) -> str:
        if is_zero(self.imag):
            return str(self.real)
        return f"{self.real}+({self.imag})*i"

    def conjugate(self) -> Complex:
        return Complex(self.real, -self.imag)

    def times(self, other: Complex) -> Complex:
        return Complex(
            self.real * other.real - self.imag * other.imag,
            self.real * other.imag + self.imag * other.real,
        )


Matrix = tuple[tuple[Complex, ...], ...]


def complex_number(value: object, argument: str) -> Complex:
    """An exact complex number: what `exact` takes, a SymPy number, or a text with `i`, such as "1/2+3/10*i".

    Raises:
        InputError, InputTypeError: as `exact`.

    >>> str(complex_number("1/2-3/10*i", "`hamiltonian`")), str(complex_number("(1+i)/(1-i)", "`hamiltonian`"))
    ('1/2+(-3/10)*i', '0+(1)*i')
    """
    if isinstance(value, Complex):
        return value
    if isinstance(value, str):
        return _parsed(value, argument)
    if hasattr(value, "as_real_imag"):
        real, imag = value.as_real_imag()
        return Complex(exact(real, argument), exact(imag, argument))
    return Complex(exact(value, argument))


def _parsed(text: str, argument: str, depth: int = 0) -> Complex:
    """A text of sums, products, quotients and whole powers; what holds no i is an exact number as a whole."""
    text = text.strip()
    if not _UNIT.search(text):
        return Complex(exact(text, argument))
    if depth > MOST_NESTED or len(text) > MOST_CHARACTERS:
        raise InputError(argument, f"must be a shorter expression, but is {shown(text)}.")
    terms = _split(text, "+-")
    if len(terms) > 1:
        return _sum([_parsed(term, argument, depth + 1) for term in terms])
    if text[0] in "+-":
        found = _parsed(text[1:], argument, depth + 1)
        return found if text[0] == "+" else Complex(-found.real, -found.imag)
    factors = _split(text, "*/")
    if len(factors) > 1:
        first = _parsed(factors[0], argument, depth + 1)
        for factor in factors[1:]:
            other = _parsed(factor[1:], argument, depth + 1)
            first = first.times(other if factor[0] == "*" else _inverse(other, factor[1:], argument))
        return first
    base, power = _power(text)
    if power is not None:
        return _raised(_parsed(base, argument, depth + 1), power, text, argument)
    if text == "i":
        return Complex(ZERO, rational(1))
    if text[0] == "(" and text[-1] == ")":
        return _parsed(text[1:-1], argument, depth + 1)
    raise InputError(argument, f"may hold i in sums, products, quotients and whole powers, but has {shown(text)}.")


def _split(text: str, signs: str) -> list[str]:
    """The operands between operators of one rank outside parentheses, all but the first with the operator before them."""
    found, depth, start = [], 0, 0
    for place, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        before = text[start:place].rstrip()
        if sign not in signs or depth or not before or before[-1] in "*/(+-" or text[place + 1 : place + 2] == "*":
            continue
        if re.search(r"(^|[^A-Za-z0-9_])[0-9.]+[eE]$", before):
            continue
        found.append(text[start:place])
        start = place
    return [*found, text[start:]]


def _power(text: str) -> tuple[str, str | None]:
    """(base, exponent) of a power outside parentheses."""
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if depth == 0 and text.startswith("**", place):
            return text[:place], text[place + 2 :]
    return text, None


def _sum(terms: Sequence[Complex]) -> Complex:
    return Complex(total([term.real for term in terms]), total([term.imag for term in terms]))


def _inverse(value: Complex, text: str, argument: str) -> Complex:
    size = value.real * value.real + value.imag * value.imag
    if is_zero(size) is not False:
        raise InputError(argument, f"must not divide by zero, but divides by {shown(text)}.")
    return Complex(value.real / size, -value.imag / size)


def _raised(base: Complex, power: str, text: str, argument: str) -> Complex:
    exponent = power.strip()
    exponent = exponent[1:-1].strip() if exponent[:1] == "(" and exponent[-1:] == ")" else exponent
    if not re.fullmatch(r"[+-]?[0-9]{1,2}", exponent):
        raise InputError(argument, f"may hold i in powers with a whole exponent of at most two digits, but has {shown(text)}.")
    found = Complex(rational(1))
    for _ in range(abs(int(exponent))):
        found = found.times(base)
    return _inverse(found, text, argument) if int(exponent) < 0 else found


def hermitian(value: Any, argument: str) -> Matrix:
    """A Hermitian matrix from rows of entries.

    Raises:
        InputTypeError: no rows. InputError: not square, too large, not Hermitian.

    >>> hermitian([["1", "2*i"], ["2*i", "0"]], "`hamiltonian`")
    Traceback (most recent call last):
    symcoh.errors.InputError: `hamiltonian` must be Hermitian, but its entries [1, 2] and [2, 1] are no conjugates.
    """
    if not _is_list(value) or not all(map(_is_list, value)):
        raise InputTypeError(argument, f"must be a list of rows of exact numbers, but is {shown(value)}.")
    size = len(value)
    if not 2 <= size <= MOST_LEVELS or any(len(row) != size for row in value):
        raise InputError(argument, f"must be square, with 2 to {MOST_LEVELS} rows, but has rows of {[len(row) for row in value]} entries.")
    matrix = tuple(tuple(complex_number(entry, argument) for entry in row) for row in value)
    for i in range(size):
        for j in range(i, size):
            one, other = matrix[i][j], matrix[j][i].conjugate()
            outcomes = (same(one.real, other.real), same(one.imag, other.imag))
            places = f"[{i + 1}, {j + 1}] and [{j + 1}, {i + 1}]"
            if False in outcomes:
                raise InputError(argument, f"must be Hermitian, but its entries {places} are no conjugates.")
            if None in outcomes:
                raise UndecidedInput(argument, f"is not decided to be Hermitian in its entries {places}.")
    return tuple(
        tuple(matrix[i][j] if i < j else Complex(matrix[i][i].real) if i == j else matrix[j][i].conjugate() for j in range(size))
        for i in range(size)
    )


def _is_list(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def is_diagonal(matrix: Matrix) -> bool:
    """Whether every entry off the diagonal is certainly zero."""
    return all(is_zero(e.real) and is_zero(e.imag) for i, row in enumerate(matrix) for j, e in enumerate(row) if i != j)


def texts(matrix: Matrix) -> list[list[str]]:
    """The entries as text."""
    return [[str(entry) for entry in row] for row in matrix]
