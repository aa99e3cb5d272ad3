"""Roots of sums of radicals that are sums of radicals themselves: sqrt(3 + 2 sqrt(2)) = 1 + sqrt(2).

Let x be a sum of radicals, R_0 its first one, F the real field of the ratios of its radicals and p a prime. In a tower of
real radicals the p-th root of x, where it is again a sum of radicals, is a radical times an element of F:

    x**(1/p) = (r R_0 g)**(1/p) f,     r rational, g a radical of F, f in F with f**p = x/(r R_0 g).

With coprime whole coefficients left in x/R_0, the primes of r divide its norm, the radicals of F or p. For each candidate
the coefficients of f are guessed by lattice reduction (LLL) and proved by multiplying out; a candidate that is missed leaves
the root as it stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product as combinations

from flint import arb, fmpq, fmpz, fmpz_mat

from ..balls import working_precision
from .radicals import (
    Bench,
    Element,
    Radical,
    content,
    group,
    inverse,
    multiplication,
    powered,
    prime_factors,
    product,
    radical_root,
    scaled,
    without_lead,
)

MAX_DIMENSION = 9
"""Degree of F up to which a root is looked for."""

MAX_CANDIDATES = 64
MAX_HEIGHT = 1024
"""Bits of the coefficients up to which a root is looked for."""

GUESS_WORK = 300
"""What one lattice reduction costs, in units of `Bench`, for each dimension."""


def denested(x: Element, p: int, bench: Bench) -> Element | None:
    """x**(1/p) as a sum of radicals, for x > 0 a sum of radicals and p prime; None where none is found."""
    lead, shifted = without_lead(x, bench)
    basis = group(shifted)
    if len(basis) > MAX_DIMENSION:
        return None
    whole = content(shifted)
    shifted = scaled(shifted, 1 / whole)
    norm = multiplication(shifted, basis, bench).det()
    for r, g in _candidates(norm, basis, p, bench):
        outer: Element = {(g, ()): r}
        inner = product(shifted, inverse(outer, bench), bench)
        f = _root_in_field(inner, basis, p, bench)
        if f is not None:
            ((radical, _), c) = next(iter(product({(lead, ()): whole}, outer, bench).items()))
            return product(radical_root(c, radical, p), f, bench)
    return None


def _candidates(norm: fmpq, basis: list[Radical], p: int, bench: Bench) -> Iterator[tuple[fmpq, Radical]]:
    """The pairs (r, g) for which the norm of x/(r g) is a p-th power."""
    size = len(basis)
    valuations = {p: 0} | {q: 0 for radical in basis for q, _, _ in radical}
    for number, side in ((abs(norm.p), 1), (norm.q, -1)):
        for q, e in prime_factors(int(number)):
            valuations[q] = valuations.get(q, 0) + side * e
    primes = sorted(valuations)
    tried = 0
    for g in basis:
        weight = multiplication({(g, ()): fmpq(1)}, basis, bench).det()
        if p == 2 and weight * norm < 0:
            continue
        own = {q: _valuation(weight, q) for q in primes}
        allowed = [[e for e in range(p) if (valuations[q] - own[q] - size * e) % p == 0] for q in primes]
        for exponents in combinations(*allowed):
            r = fmpq(1)
            for q, e in zip(primes, exponents, strict=True):
                r *= fmpq(q) ** e
            yield r, g
            tried += 1
            if tried == MAX_CANDIDATES:
                return


def _valuation(value: fmpq, q: int) -> int:
    found, numerator, denominator = 0, fmpz(abs(value.p)), fmpz(value.q)
    while numerator % q == 0:
        numerator, found = numerator // q, found + 1
    while denominator % q == 0:
        denominator, found = denominator // q, found - 1
    return found


def _root_in_field(y: Element, basis: list[Radical], p: int, bench: Bench) -> Element | None:
    """f in the field of `basis` with f > 0 and f**p = y, proved by multiplying out; None where none is found."""
    from .reduced import from_element
    from .sign import ball_here

    size = len(basis)
    bench.spend(GUESS_WORK * size)
    height = max(int(c.height_bits()) for c in y.values())
    if height > MAX_HEIGHT:
        return None
    bits = 64 + (size + 1) * (height + 32)
    with working_precision(bits + height + 64):
        values = [ball_here(from_element({(radical, ()): fmpq(1)})) for radical in basis]
        around = ball_here(from_element(y))
        if not around > 0:
            return None
        relation = _relation([around.root(p), *values], bits)
    if relation is None:
        return None
    f: Element = {(radical, ()): fmpq(-a, relation[0]) for radical, a in zip(basis, relation[1:], strict=True) if a != 0}
    if not f or powered(f, p, bench) != y:
        return None
    with working_precision(bits):
        return f if ball_here(from_element(f)) > 0 else None


def _relation(values: list[arb], bits: int) -> list[fmpz] | None:
    """Small integers a_i with sum a_i values_i about 0 and a_0 != 0: a guess."""
    rows = []
    for i, value in enumerate(values):
        whole = (arb(value.mid()) * arb((1, bits))).floor().unique_fmpz()
        if whole is None:
            return None
        rows.append([int(i == j) for j in range(len(values))] + [whole])
    first = fmpz_mat(rows).lll()
    entries = [first[0, j] for j in range(len(values))]
    largest = max(abs(a).bit_length() for a in entries)
    return entries if entries[0] != 0 and largest * len(values) < bits - 16 * len(values) else None
