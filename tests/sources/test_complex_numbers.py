"""Entries of a matrix: complex numbers written in any way, against Gaussian rationals of Python's own fractions."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from fractions import Fraction

import pytest

from symcoh.errors import InputError
from symcoh.sources.matrices import complex_number

VALUES: dict[str, tuple[int | str, int | str]] = {
    "1/i": (0, -1),
    "i**2": (-1, 0),
    "-i**2": (1, 0),
    "(1+i)/2": ("1/2", "1/2"),
    "(1/7-2/9*i)/5": ("1/35", "-2/45"),
    "2*i/(1+i)": (1, 1),
    "(1+i)**-3": ("-1/4", "-1/4"),
    "(2-i)**(3)": (2, -11),
    "1.5e+3+2e-1*i": (1500, "1/5"),
    "2**-1*i": (0, "1/2"),
    "1/2/i": (0, "-1/2"),
    "3-+i": (3, -1),
    "--i": (0, 1),
    "i/2*(3-i)": ("1/2", "3/2"),
}
REFUSED = ("exp(i)", "sqrt(i)", "i**i", "2**i", "(1+i", "i)", "1/(i-i)", "i i", "2i", "i**1000", "i+", "(" * 200 + "i" + ")" * 200)


@dataclass(frozen=True)
class Gaussian:
    a: Fraction
    b: Fraction = Fraction(0)

    def __add__(self, other: Gaussian) -> Gaussian:
        return Gaussian(self.a + other.a, self.b + other.b)

    def __sub__(self, other: Gaussian) -> Gaussian:
        return Gaussian(self.a - other.a, self.b - other.b)

    def __mul__(self, other: Gaussian) -> Gaussian:
        return Gaussian(self.a * other.a - self.b * other.b, self.a * other.b + self.b * other.a)

    def __truediv__(self, other: Gaussian) -> Gaussian:
        size = other.a**2 + other.b**2
        return self * Gaussian(other.a / size, -other.b / size)


def parts(text: str) -> tuple[Fraction, Fraction]:
    found = complex_number(text, "`hamiltonian`")
    return Fraction(found.real.canonical()), Fraction(found.imag.canonical())


@pytest.mark.parametrize("text", VALUES)
def test_values(text: str) -> None:
    assert parts(text) == tuple(map(Fraction, VALUES[text]))


@pytest.mark.parametrize("text", REFUSED)
def test_refused(text: str) -> None:
    with pytest.raises(InputError, match="hamiltonian"):
        complex_number(text, "`hamiltonian`")


def drawn(source: random.Random, depth: int) -> str:
    if depth == 0 or source.random() < 0.2:
        return source.choice(("i", "2", "3/7", "(1+i)", "1/3", "i/2"))
    left, right, sign = drawn(source, depth - 1), drawn(source, depth - 1), source.choice("+-*/+")
    return f"{left}+{right}" if sign == "+" and source.random() < 0.5 else f"({left}) {sign} ({right})"


def test_expressions_at_random() -> None:
    source, told = random.Random("complex numbers"), 0
    for _ in range(200):
        text = drawn(source, 4)
        words = re.sub(r"\bi\b", "I", re.sub(r"(\d+)", r"G(F(\1))", text))
        try:
            known = eval(words, {"G": Gaussian, "F": Fraction, "I": Gaussian(Fraction(0), Fraction(1))})
        except ZeroDivisionError:
            with pytest.raises(InputError):
                parts(text)
            continue
        assert parts(text) == (known.a, known.b), text
        told += 1
    assert told > 150
