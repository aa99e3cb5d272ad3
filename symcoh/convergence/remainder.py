"""A proved bound of |C - partial sum| over a whole range 0 < v <= v_0 of the small variable.

Inside the radius of convergence C - S_R = Σ_{k>R} c_k v^k. The coefficients up to K are enclosed by dividing the power series of A and Z;
those beyond are bounded by Cauchy's estimate |c_k| <= M/ρ^k on a circle |v| = ρ > v_0 that encloses no zero of Z, M >= |A/Z| on it. So

    |C - S_R| <= v^{R+1} (sup_{0<v<=v_0} |Σ_{k=R+1}^{K} c_k v^{k-R-1}| + M ρ^{-R-1} (v_0/ρ)^{K-R}/(1 - v_0/ρ)),

the supremum by interval evaluation on pieces of the range. For the largest error, v^{R+1} is taken into the supremum: where the sum falls
as v grows, both factors are large at different places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flint import arb

from ..balls import working_precision
from ..errors import NotCertified
from .radius import SEARCH_BITS, nearest_zeros
from .response import Problem, Response, response
from .zeros import circle, nearby_roots

PIECES = 64
HEURISTIC_LENGTH = 40
MAX_LENGTH = 1200
MOST_BITS = 2**14
SLACK = arb((1, -7))
"""The tail beyond K is made this much smaller than the first neglected terms."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Bound:
    """|C - S_R| <= `factor` v^`power`, and <= `error`, for every 0 < v <= v_0; `coefficients` are balls of c_0, ..., c_R."""

    error: arb
    factor: arb
    power: int
    coefficients: tuple[arb, ...]


def remainder_bound(derivation: str, problem: Problem, order: int, largest: arb) -> Bound:
    """The bound for the partial sum through v^order on 0 < v <= `largest`, a ball of a positive number.

    Raises:
        InputError: C = 0 identically. NotCertified: `largest` is not certainly inside the radius of convergence.

    >>> from symcoh import Model
    >>> ring = Problem(model=Model(N=4, omega_a="7/10", gamma="3/10", J="2/5"))
    >>> bound = remainder_bound("high-temperature", ring, 6, arb("0.1"))
    >>> bound.power, bound.error < 1e-7
    (7, True)
    """
    f = response(derivation, problem)
    if f.constant:
        return Bound(error=arb(0), factor=arb(0), power=order + 1, coefficients=tuple(quotient(f, order + 1, 512)))
    bits = 128
    while bits < min(_least_bits(order, largest), 2 * MOST_BITS):
        bits *= 2
    if bits > MOST_BITS:
        raise NotCertified(
            f"The remainder could not be enclosed with {MOST_BITS} bits, so short is the range: try a longer one or a lower --order."
        )
    while bits <= MOST_BITS:
        found = _bound(f, order, largest, bits)
        if found is not None:
            return found
        bits *= 2
    raise NotCertified("The remainder could not be enclosed at these parameters: try a smaller range or a lower --order.")


def _least_bits(order: int, largest: arb) -> int:
    """Bits below which the radius of c_0 alone is larger than what v^(R+1) leaves, but for a few."""
    with working_precision(64):
        size = (largest.log() / arb(2).log()).abs_upper()
        return int(((order + 1) * size).upper().ceil().unique_fmpz() or 0) - 64 if largest < 1 and size.is_finite() else 0


def _bound(f: Response, order: int, largest: arb, bits: int) -> Bound | None:
    with working_precision(bits):
        rho, top = safe_circle(f, largest, bits)
        ratio = (largest / rho).upper()
        length = order + 32
        while True:
            coefficients = quotient(f, length, bits)
            if not all(c.is_finite() for c in coefficients):
                return None
            lead = supremum(coefficients[order + 1 :], largest)
            tail = (top * rho ** -(order + 1) * ratio ** (length - order - 1) / (1 - ratio)).upper()
            if tail < lead * SLACK:
                break
            if length >= MAX_LENGTH:
                return None
            length = min(2 * length, MAX_LENGTH)
        # What the radii of the coefficients add must be small beside the bound.
        if any(c.rad() * largest**k > lead * largest ** (order + 1) * SLACK for k, c in enumerate(coefficients)):
            return None
        factor = (lead + tail).upper()
        error = (supremum(coefficients[order + 1 :], largest, order + 1) + tail * largest ** (order + 1)).upper()
        return Bound(error=error, factor=factor, power=order + 1, coefficients=tuple(coefficients[: order + 1]))


def safe_circle(f: Response, largest: arb, bits: int) -> tuple[arb, arb]:
    """(ρ, M): no zero of Z within |v| <= ρ, ρ > `largest`, and |A/Z| <= M on the circle.

    Raises:
        NotCertified: no such circle was found.
    """
    nearest = _nearest_heuristic(f, largest)
    if not largest < nearest:
        raise NotCertified("The range was not shown to lie inside the radius of convergence.")
    guesses = [(nearest * part).min(6 * largest) for part in (arb(7) / 8, arb(31) / 32)]
    guesses += [(largest + nearest) / 2, (3 * largest + nearest) / 4]
    for rho in guesses:
        if not rho > largest:
            continue
        exact_rho = arb(rho.mid())
        try:
            above = (lambda z: f.at(z, bits)[0]), (lambda z: f.slope(z, bits)[0])
            seen = circle(lambda z: f.at(z, bits)[1], lambda z: f.slope(z, bits)[1], exact_rho, bits, above)
        except NotCertified:
            continue
        if seen.zeros == 0 and seen.largest.is_finite():
            return exact_rho, seen.largest
    raise NotCertified("No circle beyond the range is free of zeros of the partition function.")


def _nearest_heuristic(f: Response, largest: arb) -> arb:
    """How far the nearest zero is: proved, or, where zeros cluster, about where the power series has one: it only chooses the circle."""
    try:
        zeros, _ = nearest_zeros(f)
    except NotCertified:
        roots = nearby_roots(f.series(HEURISTIC_LENGTH, SEARCH_BITS)[1], SEARCH_BITS)
        return abs(roots[0]).lower() * 15 / 16 if roots else arb(largest)
    return abs(zeros[0]).lower() if zeros else 8 * largest


def quotient(f: Response, length: int, bits: int) -> list[arb]:
    """c_0, ..., c_{length-1} of A/Z about 0."""
    above, below = f.series(length, bits)
    found: list[arb] = []
    with working_precision(bits):
        inverse = 1 / below[0]
        for n in range(length):
            value = above[n]
            for k in range(1, n + 1):
                value -= below[k] * found[n - k]
            found.append(value * inverse)
    return found


def supremum(row: Sequence[arb], largest: arb, power: int = 0) -> arb:
    """An upper bound of v^power |p(v)|, p = Σ row_j v^j, on [0, largest].

    On pieces V: p(middle) + p'(V)(V - middle), and v^power at their ends.
    """
    slopes = [j * c for j, c in enumerate(row)][1:]
    best = arb(0)
    for piece in range(PIECES):
        low, high = (largest.upper() * side / PIECES for side in (piece, piece + 1))
        v = low.union(high)
        middle = arb(v.mid())
        value = _horner(row, middle) + _horner(slopes, v) * (v - middle)
        best = best.max((abs(value).abs_upper() * high**power).upper())
    return best


def _horner(row: Sequence[arb], v: arb) -> arb:
    value = arb(0)
    for c in reversed(row):
        value = value * v + c
    return value
