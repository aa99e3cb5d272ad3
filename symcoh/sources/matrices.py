"""Hermitian matrices of exact complex numbers, as a target or its coupling is given."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..errors import InputError, InputTypeError, UndecidedInput, shown
from ..exactnumbers import ZERO, Exact, exact, is_zero, same
from ..exactnumbers.number import total

MOST_LEVELS = 16
"""Largest dimension of a target."""

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


Matrix = tuple[tuple[Complex, ...], ...]


def complex_number(value: Any, argument: str) -> Complex:
    """An exact complex number: what `exact` takes, a SymPy number, or a text with `i`, such as "1/2+3/10*i".

    Raises:
        InputError, InputTypeError: as `exact`.

    >>> str(complex_number("1/2-3/10*i", "`hamiltonian`"))
    '1/2+(-3/10)*i'
    """
    if isinstance(value, Complex):
        return value
    if isinstance(value, str):
        return _parsed(value, argument)
    if hasattr(value, "as_real_imag"):
        real, imag = value.as_real_imag()
        return Complex(exact(real, argument), exact(imag, argument))
    return Complex(exact(value, argument))


def _parsed(text: str, argument: str) -> Complex:
    parts: list[list[Exact]] = [[], []]
    for term in _terms(text):
        units = _UNIT.findall(term)
        if len(units) > 1:
            raise InputError(argument, f"may hold i once in a term, but has {shown(term.strip())}.")
        parts[len(units)].append(exact(_UNIT.sub("1", term), argument))
    return Complex(exact(total(parts[0]), argument), exact(total(parts[1]), argument))


def _terms(text: str) -> list[str]:
    """The terms of a sum, each with its sign; signs inside parentheses, exponents and products stay."""
    found, depth, start = [], 0, 0
    for place, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        before = text[start:place].rstrip()
        if sign in "+-" and depth == 0 and before and before[-1] not in "*/(+-" and not re.search(r"[0-9.][eE]$", before):
            found.append(text[start:place])
            start = place
    return [*found, text[start:]]


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


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def is_diagonal(matrix: Matrix) -> bool:
    """Whether every entry off the diagonal is certainly zero."""
    return all(is_zero(e.real) and is_zero(e.imag) for i, row in enumerate(matrix) for j, e in enumerate(row) if i != j)


def texts(matrix: Matrix) -> list[list[str]]:
    """The entries as text."""
    return [[str(entry) for entry in row] for row in matrix]
