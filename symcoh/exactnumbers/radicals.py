"""Sums of monomials, multiplied out: the arithmetic behind the reduced form of an exact number.

An `Element` is sum_i c_i R_i A_i with rational c_i, a radical R_i = prod_p p**(e_p) over primes with 0 < e_p < 1, and a
rest A_i: a product of what is no radical (pi, exp, log, roots of sums, closed sums).

Theorem (Besicovitch, Mordell). Positive real radicals whose pairwise ratios are irrational are linearly independent over
the rationals. The R_i above are such radicals, so an element without a rest is zero only if it is empty, and equal
numbers are equal elements: no ball is asked. The elements over the group of finitely many R_i are a field; its
multiplication and its inverses are linear algebra.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from math import gcd

from flint import fmpq, fmpq_mat, fmpz

from .number import Atom, Exact, total

Radical = tuple[tuple[int, int, int], ...]
"""(prime, numerator, denominator) of each exponent, in lowest terms, by rising prime."""

Key = tuple[Radical, tuple[tuple[Atom, int], ...]]
Element = dict[Key, fmpq]

ONE_KEY: Key = ((), ())

MAX_WORK = 200_000
"""Products of coefficients, about, that one reduction may take."""

MAX_BITS = 2**17
"""Bits of a coefficient beyond which a number is left as it was typed."""

MAX_FACTORED = 100
"""Bits of a cofactor that is split into primes."""

TRIAL_PRIMES = 1000
MAX_DEGREE = 48
"""Dimension of a field in which inverses are taken."""

EASY_POWER = 64
"""Numerators and denominators of q up to which exp(q log x) is the power x**q."""


class TooMuch(ArithmeticError):
    """The reduced form would take more work than it is worth."""


@dataclass(slots=True)
class Bench:
    """The work that is left for one reduction, and the roots of sums met in it with what stands below them."""

    left: int = MAX_WORK
    below: dict[Atom, Element] = field(default_factory=dict)

    def spend(self, amount: int) -> None:
        """Count work.

        Raises:
            TooMuch: none is left.
        """
        self.left -= amount
        if self.left < 0:
            raise TooMuch


def constant(value: fmpq) -> Element:
    """A rational number as an element."""
    return {ONE_KEY: value} if value != 0 else {}


def added(parts: Iterable[Element]) -> Element:
    """The sum of elements."""
    found: Element = {}
    for part in parts:
        for key, c in part.items():
            found[key] = found[key] + c if key in found else c
    return {key: c for key, c in found.items() if c != 0}


def scaled(x: Element, factor: fmpq) -> Element:
    """x times a rational number."""
    return {key: c * factor for key, c in x.items()} if factor != 0 else {}


def content(x: Element) -> fmpq:
    """The positive rational number that leaves coprime whole coefficients."""
    numerator, denominator = fmpq(0).p, fmpq(1).p
    for c in x.values():
        numerator, denominator = numerator.gcd(c.p), denominator.lcm(c.q)
    return fmpq(abs(numerator), denominator)


def product(x: Element, y: Element, bench: Bench) -> Element:
    """x y, multiplied out.

    >>> root = {(((2, 1, 2),), ()): fmpq(1)}
    >>> product(root, root, Bench()) == constant(fmpq(2))
    True
    """
    parts = []
    for (radical, rest), c in x.items():
        for (other, more), d in y.items():
            bench.spend(1 + int(c.height_bits() + d.height_bits()) // 512)
            if c.height_bits() + d.height_bits() > MAX_BITS:
                raise TooMuch
            joined, factor = joined_radicals(radical, other)
            part: Element = {(joined, ()): c * d * factor}
            if rest or more:
                part = part if not (rest and more) else product(part, _joined_rest(rest + more, bench), bench)
                part = part if rest and more else {(joined, rest or more): c * d * factor}
            parts.append(part)
    return added(parts)


def joined_radicals(one: Radical, two: Radical) -> tuple[Radical, fmpq]:
    """The product of two radicals: a radical times the whole powers that came out.

    >>> joined_radicals(((2, 1, 2),), ((2, 2, 3), (5, 1, 2)))
    (((2, 1, 6), (5, 1, 2)), 2)
    """
    if not one or not two:
        return one or two, fmpq(1)
    exponents = {p: (n, d) for p, n, d in one}
    for p, n, d in two:
        m, e = exponents.get(p, (0, 1))
        exponents[p] = (m * d + n * e, e * d)
    return collected(exponents.items())


def collected(exponents: Iterable[tuple[int, tuple[int, int]]]) -> tuple[Radical, fmpq]:
    """prod p**(n/d) as a radical times a rational number."""
    kept, factor = [], fmpq(1)
    for p, (n, d) in exponents:
        whole, n = divmod(n, d)
        if whole:
            if abs(whole) * p.bit_length() > MAX_BITS:
                raise TooMuch
            factor *= fmpq(p) ** whole
        if n:
            shared = gcd(n, d)
            kept.append((p, n // shared, d // shared))
    return tuple(sorted(kept)), factor


def _joined_rest(factors: tuple[tuple[Atom, int], ...], bench: Bench) -> Element:
    """A product of atoms as an element: exponentials joined, whole powers of roots taken out."""
    exponents: dict[Atom, int] = {}
    exponentials: list[Exact] = []
    for atom, exponent in factors:
        if atom.kind == "exp" and atom.argument is not None:
            exponentials.append(Exact(tuple((m, c * exponent) for m, c in atom.argument.terms)))
        else:
            exponents[atom] = exponents.get(atom, 0) + exponent
    kept: list[tuple[Atom, int]] = []
    outside: list[Element] = []
    for atom, exponent in exponents.items():
        if atom in bench.below:
            whole, exponent = divmod(exponent, atom.degree)
            if whole:
                outside.append(powered(bench.below[atom], whole, bench))
        if exponent:
            kept.append((atom, exponent))
    if exponentials:
        from .reduced import split_exponential  # a sum of exponents is read anew

        power, argument = split_exponential(total(exponentials), bench)
        outside.append(power)
        kept += [(Atom("exp", argument), 1)] if argument.terms else []
    kept.sort(key=lambda pair: (pair[0].key(), pair[1]))
    found: Element = {((), tuple(kept)): fmpq(1)}
    for part in outside:
        found = product(found, part, bench)
    return found


def powered(x: Element, exponent: int, bench: Bench) -> Element:
    """x**exponent, multiplied out."""
    if exponent < 0:
        x, exponent = inverse(x, bench), -exponent
    if exponent.bit_length() > 20:
        raise TooMuch
    found = constant(fmpq(1))
    while exponent:
        if exponent & 1:
            found = product(found, x, bench)
        exponent >>= 1
        if exponent:
            x = product(x, x, bench)
    return found


def inverse(x: Element, bench: Bench) -> Element:
    """1/x of a number that is not zero; a sum with more than radicals in it is closed into one atom."""
    if not x:
        raise TooMuch
    if len(x) == 1:
        ((radical, rest), c) = next(iter(x.items()))
        turned, factor = collected((p, (-n, d)) for p, n, d in radical)
        flat: Element = {(turned, ()): factor / c}
        return product(flat, _joined_rest(tuple((a, -e) for a, e in rest), bench), bench) if rest else flat
    if any(rest for _, rest in x):
        return _closed_inverse(x)
    lead, shifted = without_lead(x, bench)
    basis = group(shifted)
    if len(basis) > MAX_DEGREE:
        raise TooMuch
    matrix = multiplication(shifted, basis, bench)
    unit = fmpq_mat(len(basis), 1, [fmpq(1)] + [fmpq(0)] * (len(basis) - 1))
    solution = matrix.solve(unit)
    found: Element = {(radical, ()): solution[i, 0] for i, radical in enumerate(basis) if solution[i, 0] != 0}
    return product(found, inverse({(lead, ()): fmpq(1)}, bench), bench)


def _closed_inverse(x: Element) -> Element:
    from .reduced import from_element

    leading = from_element(x).terms[0][1]
    return {((), ((Atom("sum", from_element(scaled(x, 1 / leading))), -1),)): 1 / leading}


def without_lead(x: Element, bench: Bench) -> tuple[Radical, Element]:
    """(R, x/R) with R the first radical of x, so that x/R holds a rational term."""
    lead = min(radical for radical, _ in x)
    return lead, product(x, inverse({(lead, ()): fmpq(1)}, bench), bench)


def group(x: Element) -> list[Radical]:
    """All radicals that products of those in x give, the trivial one first; cut beyond `MAX_DEGREE`."""
    found: list[Radical] = [()]
    for radical, _ in x:
        if radical in found:
            continue
        power, layer = radical, list(found)
        while power not in found and len(found) <= MAX_DEGREE:
            found += [joined for old in layer if (joined := joined_radicals(old, power)[0]) not in found]
            power = joined_radicals(power, radical)[0]
    return found


def multiplication(x: Element, basis: list[Radical], bench: Bench) -> fmpq_mat:
    """The matrix of y -> x y on a basis that is a group."""
    size = len(basis)
    height = max((int(c.height_bits()) for c in x.values()), default=0)
    bench.spend(size**3 * (1 + height // 512) // 4)
    place = {radical: i for i, radical in enumerate(basis)}
    matrix = fmpq_mat(size, size)
    for column, other in enumerate(basis):
        for (radical, _), c in x.items():
            joined, factor = joined_radicals(radical, other)
            matrix[place[joined], column] = matrix[place[joined], column] + c * factor
    return matrix


@lru_cache(maxsize=1024)
def prime_factors(value: int) -> tuple[tuple[int, int], ...]:
    """The primes of a positive integer with their exponents.

    Raises:
        TooMuch: a large cofactor has no small primes.

    >>> prime_factors(360)
    ((2, 3), (3, 2), (5, 1))
    """
    if value.bit_length() > 2 * MAX_BITS:
        raise TooMuch
    found: list[tuple[int, int]] = []
    for base, exponent in fmpz(value).factor(trial_limit=TRIAL_PRIMES):
        if base.bit_length() > MAX_FACTORED:
            raise TooMuch  # even to prove it a prime may take for ever
        found += [(int(p), e * exponent) for p, e in base.factor()]
    return tuple(sorted(found))


def radical_root(value: fmpq, radical: Radical, degree: int) -> Element:
    """(value R)**(1/degree) for value > 0.

    >>> radical_root(fmpq(8, 9), (), 2) == {(((2, 1, 2),), ()): fmpq(2, 3)}
    True
    """
    exponents = {p: (n, d * degree) for p, n, d in radical}
    for number, side in ((value.p, 1), (value.q, -1)):
        for p, e in prime_factors(int(number)):
            n, d = exponents.get(p, (0, 1))
            exponents[p] = (n * degree + side * e * d, d * degree)
    joined, factor = collected(exponents.items())
    return {(joined, ()): factor}
