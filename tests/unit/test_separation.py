"""The separation bound of algebraic numbers: numbers that come near it, its parts, and the sizes of all conjugates."""

from __future__ import annotations

import math
from importlib import import_module
from itertools import product

import pytest
from flint import acb, arb, fmpq

from symcoh.balls import working_precision
from symcoh.exactnumbers import enclose, exact
from symcoh.exactnumbers.number import Atom, Exact
from symcoh.exactnumbers.sign import _atom_bits, _conjugate_bits, _root_degrees, _separation_bits, _term_bits, sign_by_bound

CEILING = 2**19


def unit(k: int, degree: int) -> list[int]:
    """(2^{1/degree} - 1)^k as coefficients of 1, 2^{1/degree}, ...: an algebraic unit, whose other conjugates are of size 2^k and less."""
    found = [1] + [0] * (degree - 1)
    for _ in range(k):
        found = [(2 if n == 0 else 1) * found[n - 1] - found[n] for n in range(degree)]
    return found


def written(row: list[int], degree: int) -> str:
    return " + ".join(f"({c})*2**({n}/{degree})" for n, c in enumerate(row))


@pytest.mark.parametrize("degree", [2, 3, 4, 5])
@pytest.mark.parametrize("k", [5, 40, 120])
def test_units_are_told_from_zero(degree: int, k: int) -> None:
    """Of norm 1: not below the bound, and within its rounding at the second degree, where the other conjugate is all of u."""
    value = exact(written(unit(k, degree), degree))
    bits = _separation_bits(value, CEILING)
    size = -k * math.log2(2 ** (1 / degree) - 1)
    assert bits is not None and bits > size and (degree > 2 or bits < size + 12)
    assert sign_by_bound(value) == 1 and sign_by_bound(-value) == -1


@pytest.mark.parametrize("divisor", [1, 3, 10**40 + 1])
@pytest.mark.parametrize("n", [3, 10**6, 10**90])
def test_roots_beside_whole_numbers_are_told_from_zero(n: int, divisor: int) -> None:
    """(sqrt(n^2 + 1) - n)/q = 1/(q (n + sqrt(n^2 + 1))), and with roots inside of roots and below a line."""
    n_bits, q_bits = math.log2(n), math.log2(divisor)
    for text, size in (
        (f"(sqrt({n * n + 1}) - {n})/{divisor}", n_bits + 1 + q_bits),
        (f"sqrt({n * n} + (sqrt(5) - 2)/{divisor}) - {n}", n_bits + 3 + q_bits),
        (f"1/(sqrt({n * n + 1}) + {n})/{divisor}", n_bits + 1 + q_bits),
        (f"1/sqrt({n * n} + sqrt(2)/{divisor}) - 1/{n}", 3 * n_bits + 0.5 + q_bits),
    ):
        value = exact(text)
        bits = _separation_bits(value, CEILING)
        assert bits is not None and bits > size - 0.5, text
        assert sign_by_bound(value) == (-1 if text.startswith("1/sqrt") else 1)


def test_the_bound_by_its_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """value = 0 or |value| >= 1/(l u^{D-1}) > 2^-b, with sizes given by hand."""
    monkeypatch.setattr(import_module("symcoh.exactnumbers.sign"), "_conjugate_bits", lambda value: (3.25, 5.5))
    for text, degree in (("sqrt(2)", 2), ("2**(1/3)", 3), ("sqrt(2) + 3**(1/5)", 10)):
        assert _separation_bits(exact(text), CEILING) == math.ceil(5.5 + 3.25 * (degree - 1)) + 2


@pytest.mark.parametrize("p", [1, 3, 4, 127, 128, 10**30])
def test_a_term_is_no_larger_than_its_bits_say(p: int) -> None:
    """Coefficients by their numerator and denominator; powers of a root, which change places where they are negative."""
    root = Atom("root", exact("1/3 + sqrt(2)/5"), 4)
    upper, lower = _atom_bits(root)
    for q in (1, 3, 1024, 10**20 + 1):
        number = fmpq(p, q)
        up, low = _term_bits((), number)
        assert (
            math.log2(int(number.p)) < up <= math.log2(int(number.p)) + 1 and math.log2(int(number.q)) < low <= math.log2(int(number.q)) + 1
        )
        for power in (1, 2, 3):
            assert _term_bits(((root, power),), number) == (up + power * upper, low + power * lower)
            assert _term_bits(((root, -power),), number) == (up + power * lower, low + power * upper)


@pytest.mark.parametrize("degree", [2, 3, 7])
def test_the_root_of_a_quotient_is_a_root_over_its_denominator(degree: int) -> None:
    """(U/L)^{1/k} = (U L^{k-1})^{1/k}/L."""
    inside = exact("1/3 + sqrt(2)/5")
    upper, lower = _conjugate_bits(inside)
    found = _atom_bits(Atom("root", inside, degree))
    assert found[1] == lower and 0 < found[0] - (upper + (degree - 1) * lower) / degree < 1e-6
    assert _atom_bits(Atom("sum", inside)) == (upper, lower)


def conjugates(value: Exact) -> list[acb]:
    """The value with every choice of every root: the conjugates are among them."""
    atoms = list(_root_degrees(value))

    def at(number: Exact, turns: dict[Atom, int]) -> acb:
        total = acb(0)
        for monomial, coefficient in number.terms:
            term = acb(arb(coefficient))
            for base, exponent in monomial:
                assert base.argument is not None
                inner = at(base.argument, turns)
                if base.kind == "root":
                    inner = (inner.log() / base.degree).exp() * acb(arb(2 * turns[base]) / base.degree).exp_pi_i()
                term *= inner**exponent
            total += term
        return total

    return [at(value, dict(zip(atoms, turns, strict=True))) for turns in product(*(range(a.degree) for a in atoms))]


@pytest.mark.parametrize(
    "text", ["sqrt(2) + 7*3**(1/3)", "sqrt(5 + 2*sqrt(3)) - 4", "(1 + sqrt(7))**(2/3)", "sqrt(11)*sqrt(3 + sqrt(2)) - 2**(3/4)"]
)
def test_no_conjugate_is_larger_than_said(text: str) -> None:
    """Whole coefficients, so that U is the value itself: nearly as large as u where all terms add up."""
    value = exact(text)
    with working_precision(128):
        largest = max(float(abs(c)) for c in conjugates(value))
        upper, lower = _conjugate_bits(value)
        assert abs(float(enclose(value, 128))) <= largest * (1 + 1e-12)
        assert math.log2(largest) <= upper + lower and upper < math.log2(largest) + 8 + lower
