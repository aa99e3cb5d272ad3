"""The reduced form of an exact number: equal numbers become equal values wherever that can be decided.

A sum of radicals has one reduced form (see `radicals`), into which roots of sums are unfolded where they are sums of
radicals themselves (`denest`). What still holds a root of a sum is compared by the separation bound of `sign`: if it is
zero or a rational number, it is replaced by that number. With pi, exp or log the rules of powers are used and no more.
"""

from __future__ import annotations

from functools import lru_cache

from flint import arb, fmpq

from ..balls import end_points
from ..errors import NoExactNumber
from .denest import denested
from .number import ZERO, Atom, Exact, Monomial, rational
from .radicals import (
    EASY_POWER,
    ONE_KEY,
    Bench,
    Element,
    Radical,
    TooMuch,
    added,
    constant,
    content,
    inverse,
    powered,
    prime_factors,
    product,
    radical_root,
    scaled,
)
from .sign import enclose, is_algebraic, sign, sign_by_bound

GUESS_BITS = 320
"""Precision at which a rational value is guessed; one of up to a quarter of these bits is recognised."""


def reduced(value: Exact) -> Exact:
    """The same number in reduced form; its text is kept.

    >>> from symcoh.exactnumbers import exact
    >>> reduced(exact("sqrt(3+2*sqrt(2))")) == exact("1+sqrt(2)")
    True
    >>> exact("2**(1/3)*4**(1/3)-2").canonical(), exact("sqrt(8)/2").canonical()
    ('0', 'sqrt(2)')
    """
    if not value.terms or (len(value.terms) == 1 and not value.terms[0][0]):
        return value
    terms, _ = reduction(value.terms)
    return value if terms == value.terms else Exact(terms, value.text)


def is_zero(value: Exact, max_bits: int | None = None) -> bool | None:
    """Whether a number is zero: True and False are proved, None is undecided.

    >>> from symcoh.exactnumbers import exact
    >>> is_zero(exact("sqrt(2)*sqrt(3)") - exact("sqrt(6)")), is_zero(exact("log(2)+log(3)-log(6)"), 4096)
    (True, None)
    """
    outcome = sign(value) if max_bits is None else sign(value, max_bits)
    return None if outcome is None else outcome == 0


def same(left: Exact, right: Exact, max_bits: int | None = None) -> bool | None:
    """Whether two numbers are equal: True and False are proved, None is undecided."""
    return is_zero(left - right, max_bits)


@lru_cache(maxsize=256)
def reduction(terms: tuple[tuple[Monomial, fmpq], ...]) -> tuple[tuple[tuple[Monomial, fmpq], ...], bool]:
    """The terms in reduced form, and whether they are a sum of radicals, which is zero only if it is empty."""
    found = Exact(terms)
    algebraic = is_algebraic(found)
    try:
        x = element(found, Bench())
        if not any(rest for _, rest in x):
            return from_element(x).terms, True
        # Beside pi, exp and log nothing is gained by multiplying out what does not cancel.
        found = from_element(x) if algebraic or len(x) <= len(terms) else found
    except (TooMuch, NoExactNumber):
        pass  # the number stands as it was typed
    return (_by_bound(found) if algebraic else found).terms, False


def _by_bound(value: Exact) -> Exact:
    """Zero or a rational number where the separation bound says so, else the value itself."""
    ball = enclose(value, GUESS_BITS)
    if ball.contains(0):
        return ZERO if sign_by_bound(value) == 0 else value
    guess = _simplest(ball) if ball.is_finite() and ball.rel_accuracy_bits() > GUESS_BITS // 2 else None
    if guess is None or guess.height_bits() > GUESS_BITS // 4:
        return value
    return rational(guess) if sign_by_bound(value - rational(guess)) == 0 else value


def _simplest(ball: arb) -> fmpq | None:
    """The rational number of smallest denominator in a narrow ball, by continued fractions."""
    if abs(ball) > arb((1, GUESS_BITS)) or abs(ball) < arb((1, -GUESS_BITS)):
        return None
    low, high = end_points(ball)
    before, now = (fmpq(0), fmpq(1)), (fmpq(1), fmpq(0))
    while True:
        whole = fmpq(low.floor())
        before, now = now, (whole * now[0] + before[0], whole * now[1] + before[1])
        if low == whole or whole != high.floor():
            up = 0 if low == whole else 1
            return (now[0] + up * before[0]) / (now[1] + up * before[1])
        low, high = 1 / (high - whole), 1 / (low - whole)


def element(value: Exact, bench: Bench) -> Element:
    """A number multiplied out, with every root unfolded."""
    parts = []
    for monomial, coefficient in value.terms:
        part = constant(coefficient)
        for atom, exponent in monomial:
            part = product(part, powered(_atom_element(atom, bench), exponent, bench), bench)
        parts.append(part)
        bench.spend(1)
    return added(parts)


def from_element(x: Element) -> Exact:
    """The exact number of an element, terms and factors in the order of `total`."""
    rows = []
    for (radical, rest), coefficient in x.items():
        monomial = [*_root_atoms(radical), *rest]
        monomial.sort(key=lambda pair: (pair[0].key(), pair[1]))
        rows.append((tuple(monomial), coefficient))
    if len(rows) > 1:
        rows.sort(key=lambda term: [(a.key(), e) for a, e in term[0]])
    return Exact(tuple(rows))


def _root_atoms(radical: Radical) -> list[tuple[Atom, int]]:
    """One root of a whole number for each degree."""
    below: dict[int, int] = {}
    for p, n, d in radical:
        below[d] = below.get(d, 1) * p**n
    return [(Atom("root", rational(m), d), 1) for d, m in below.items()]


def _atom_element(atom: Atom, bench: Bench) -> Element:
    if atom.argument is None:
        return _single(atom)
    inside = element(atom.argument, bench)
    if atom.kind == "sum":
        return inside
    if atom.kind == "root":
        return root_of(inside, atom.degree, bench)
    if atom.kind == "exp":
        return exponential_of(from_element(inside), bench)
    return _logarithm_of(inside, bench)


def _single(atom: Atom) -> Element:
    return {((), ((atom, 1),)): fmpq(1)}


def exponential_of(argument: Exact, bench: Bench) -> Element:
    """exp of a number in reduced form."""
    power, left = split_exponential(argument, bench)
    return product(power, _single(Atom("exp", left)), bench) if left.terms else power


def split_exponential(argument: Exact, bench: Bench) -> tuple[Element, Exact]:
    """(A, y) with exp(argument) = A exp(y): exp(q log x) is the power x**q."""
    kept, outside = [], constant(fmpq(1))
    for monomial, q in argument.terms:
        easy = len(monomial) == 1 and monomial[0][0].kind == "log" and monomial[0][1] == 1 and q.height_bits() <= EASY_POWER.bit_length()
        if easy and monomial[0][0].argument is not None:
            base = element(monomial[0][0].argument, bench)
            root = base if q.q == 1 else root_of(base, int(q.q), bench)
            outside = product(outside, powered(root, int(q.p), bench), bench)
        else:
            kept.append((monomial, q))
    return outside, Exact(tuple(kept))


def _logarithm_of(x: Element, bench: Bench) -> Element:
    if x == {ONE_KEY: fmpq(1)}:
        return {}
    if len(x) == 1:
        ((radical, rest), c) = next(iter(x.items()))
        if not radical and c == 1 and len(rest) == 1 and rest[0][0].kind == "exp" and rest[0][0].argument is not None:
            return scaled(element(rest[0][0].argument, bench), fmpq(rest[0][1]))
    return _single(Atom("log", from_element(x)))


def root_of(x: Element, degree: int, bench: Bench) -> Element:
    """The real root of a positive element (zero gives zero)."""
    if not x:
        return {}
    if len(x) > 1:
        whole = content(x)
        return product(radical_root(whole, (), degree), _nested(scaled(x, 1 / whole), degree, bench), bench)
    ((radical, rest), c) = next(iter(x.items()))
    found = radical_root(abs(c), radical, degree)
    left: list[tuple[Atom, int]] = []
    for atom, exponent in rest:
        part = _root_of_atom(atom, degree, bench)
        if part is None:
            left.append((atom, exponent))
        else:
            found = product(found, powered(part, exponent, bench), bench)
    if c < 0 or left:
        found = product(found, _closed_root({((), tuple(left)): fmpq(1 if c > 0 else -1)}, degree, bench), bench)
    return found


def _root_of_atom(atom: Atom, degree: int, bench: Bench) -> Element | None:
    """The root of an atom that is positive whatever it holds; None for a logarithm or a closed sum."""
    if atom.argument is None:
        return _closed_root(_single(atom), degree, bench)
    if atom.kind == "root":
        return _closed_root(bench.below[atom], atom.degree * degree, bench)
    if atom.kind == "exp":
        inside = Exact(tuple((m, c / degree) for m, c in atom.argument.terms))
        return exponential_of(inside, bench)
    return None


def _closed_root(below: Element, degree: int, bench: Bench) -> Element:
    atom = Atom("root", from_element(below), degree)
    bench.below[atom] = below
    return _single(atom)


def _nested(x: Element, degree: int, bench: Bench) -> Element:
    """The root of a sum: a sum of radicals, or a factor times a root met before, or an atom of its own."""
    if any(rest for _, rest in x):
        return _closed_root(x, degree, bench)
    flat = _flat_root(x, degree, bench)
    if flat is not None:
        return flat
    for atom, other in list(bench.below.items()):
        if atom.degree == degree and not any(rest for _, rest in other):
            ratio = product(x, inverse(other, bench), bench)
            factor = root_of(ratio, degree, bench) if len(ratio) == 1 else _flat_root(ratio, degree, bench)
            if factor is not None:
                return product(factor, _single(atom), bench)
    return _closed_root(x, degree, bench)


def _flat_root(x: Element, degree: int, bench: Bench) -> Element | None:
    """The root as a sum of radicals; else the root of a lower degree of a root that is one; None for neither."""
    for p, _ in prime_factors(degree):
        found = denested(x, p, bench)
        if found is not None:
            return found if degree == p else root_of(found, degree // p, bench)
    return None
