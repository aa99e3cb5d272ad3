"""Very many sources: the integrals of k L, t k L and l L from their expansion at the end t = 1 - s = 0 (Watson's lemma).

With lambda(h) = lambda_+ scaled to 1 at h* = h_0 + c, the variable z = 1 - lambda(h* - c t)^2 turns lambda^N dt into
(T(z)/(2 c)) (1 - z)^{N/2 - 1} dz, and the rest of the integrand into a power series in z (`endpoint_series`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import log, log2

from flint import arb

from ...balls import exponent_of, midpoint, working_precision
from .bounds import Errors, Ground, kernel_bounds, tail
from .endpoint_series import endpoint_sums
from .plan import missed_bits
from .ring_sums import Ring, larger_root

SPARE_BITS = 32
"""Bits that the coefficients carry beyond the goal."""

BITS_PER_TERM = 8
"""An expansion with more than one term for so many bits of the goal is no quicker than a rule (measured)."""

SHRINKS = (1.0, 0.25, 0.0625)
"""Reaches that are tried, in units of the longest that is of use."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Majorant:
    """At t = `reach`: T/(2 c) as `density`, z as `zeta`, and `smaller`, a bound of |lambda_-/lambda_+|^N for 0 <= t <= reach."""

    reach: arb
    density: arb
    zeta: arb
    smaller: arb


@dataclass(frozen=True, kw_only=True, slots=True)
class Expansion:
    """So many terms, proved bounds of what they leave out (of lambda_+^N up to the reach, of L beyond), and `Majorant.smaller`."""

    terms: int
    errors: Errors
    smaller: arb


def remainder(ring: Ring[arb], strength: arb, reach: arb, terms: int) -> Errors:
    """Bounds of |integral of f lambda_+^N over 0 <= t <= reach - the first `terms` terms|, f one of k, t k and l.

    Theorem: let 0 < reach <= 2 and c reach < h*. The error is at most (g T/(2 c)) zeta^{-n} n!/((N/2) ... (N/2 + n)) with
    n = `terms`, zeta = 1 - lambda(h)^2 and T = sqrt(u^2 sinh^2 h + v)/(u sinh h) at h = h* - c reach; g is a bound of k,
    reach k or l, as power series in x = 1 - s^2, at x = reach (2 + reach).

    Proof: with E = lambda^2 = 1 - z, p = lambda_+ lambda_- = u^2 - v and A, B = (u +- sqrt(v))^2, A B = p^2,
    2 u lambda cosh h = E + p gives 4 u^2 E sinh^2 h = (E - A)(E - B), and dt/dz = T/(2 c E) with
    T = (E - p)/sqrt((E - A)(E - B)), which is as stated. log T = Sum_{m > 0} ((u + sqrt(v))^m - (u - sqrt(v))^m)^2/(2 m E^m)
    and 1/E = 1/(1 - z) have Taylor coefficients >= 0 in z, and so have T, dt/dz and t(z), t(0) = 0; they converge for
    |z| < 1 - A = 1 - lambda(0)^2, which exceeds zeta. As x = 2 t - t^2 and the kernels have coefficients >= 0 in x,
    those of F = f T/(2 c) are at most the coefficients G_j of the same with x = 2 t + t^2; and G = Sum_j G_j zeta^j is at
    most g T/(2 c) at t = reach, because t(zeta) = reach. With S the first n terms of F, |F - S| <= G (z/zeta)^n on
    [0, zeta], and |S| <= G (z/zeta)^n on [zeta, 1]. So the integral of F over [0, zeta] and that of S over [0, 1], both
    with (1 - z)^{N/2 - 1}, differ by at most that of G (z/zeta)^n over [0, 1], a Beta function.

    Args:
        ring: the scaled ring; N >= 1.
        strength: a = beta omega/2 > 0.
        reach: the end of the integral; the bounds are infinite where the theorem does not apply.
        terms: number of terms >= 0.

    >>> from symcoh.numeric.integral.ring_sums import scaled_ring
    >>> ring, _ = scaled_ring(10**6, 0, arb(0), arb(1), arb(1))
    >>> bool(remainder(ring, arb(1), arb(1), 5).mass < 1e-25)
    True
    """
    found = majorant(ring, reach)
    if found is None:
        return Errors(mass=arb("inf"), first=arb("inf"), longitudinal=arb("inf"))
    scale = found.density * arb(terms).fac() / ((arb(ring.sources) / 2).rising(terms + 1) * found.zeta**terms)
    k, longitudinal = (scale * bound for bound in kernel_bounds(strength, reach * (2 + reach)))
    return Errors(mass=k.abs_upper(), first=(reach * k).abs_upper(), longitudinal=longitudinal.abs_upper())


def majorant(ring: Ring[arb], reach: arb) -> Majorant | None:
    """What the bounds need at t = reach; None where they do not apply.

    Theorem: for 0 <= t <= reach, |lambda_-/lambda_+| = |lambda_+ lambda_-|/lambda_+^2 is largest at t = reach, where lambda_+ is least.
    """
    field = ring.field + ring.slope * (1 - reach)
    if not (reach > 0 and reach <= 2 and ring.slope > 0 and field > 0):
        return None
    sine, cosine = field.sinh_cosh()
    value, root = larger_root(ring, sine, cosine)
    square = value * value
    zeta = 1 - square
    if not zeta > 0:
        return None
    smaller = (ring.product / square).abs_upper() ** ring.sources
    return Majorant(reach=reach, density=root / (2 * ring.slope * ring.u * sine), zeta=zeta, smaller=smaller)


def planned_expansion(ground: Ground, found: Majorant, terms: int) -> Expansion:
    """So many terms for 0 <= t <= reach, with the proved bounds of what they leave out there and beyond."""
    errors = remainder(ground.ring, ground.strength, found.reach, terms) + tail(ground, found.reach)
    return Expansion(terms=terms, errors=errors, smaller=found.smaller)


def heuristic_expansion(ground: Ground) -> Expansion | None:
    """The expansion with the fewest terms over a few reaches; None where a rule is quicker, or where it misses the goal."""
    ring = ground.ring
    if ground.paired or not (ground.strength > 0 and ring.slope > 0):
        return None
    longest = (1 + ring.field / ring.slope) / 2
    longest = midpoint(longest) if longest < 2 else arb(2)
    best, chosen = 1 + ground.goal // BITS_PER_TERM, None
    for shrink in SHRINKS:
        found = majorant(ring, shrink * longest)
        if found is None or not ring.sources * found.zeta > 2 ** (1 + BITS_PER_TERM):
            break
        terms = _heuristic_terms(ground, found, best)
        if terms < best:
            best, chosen = terms, found
        elif chosen is not None:
            break
    if chosen is None or not chosen.smaller < arb((1, -ground.goal)):
        return None
    expansion = planned_expansion(ground, chosen, best)
    return expansion if missed_bits(ground, expansion.errors) <= 0 else None


def _heuristic_terms(ground: Ground, found: Majorant, most: int) -> int:
    """The fewest terms, about, with which `remainder` meets the goal; `most` where they are not fewer."""
    sources = ground.ring.sources
    kernel = max(kernel_bounds(ground.strength, found.reach * (2 + found.reach)), key=float)
    size = kernel * found.density / ground.total
    if not size.is_finite():
        return most
    missed = ground.goal + exponent_of(size) + 2 - log2(sources)
    gain = float(found.zeta.log()) / log(2)
    for terms in range(1, most):
        missed += log2(2 * terms) - log2(sources + 2 * terms) - gain
        if missed < 0:
            return terms
    return most


def expanded(
    ring: Ring[arb], strength: arb, expansion: Expansion, goal: int, with_longitudinal: bool, checkpoint: Callable[[], None]
) -> tuple[arb, arb, arb]:
    """The integrals of k L, t k L and l L over [-1, 1]; the last is only its error where it is not wanted.

    L/lambda_+^N = 1 + (lambda_-/lambda_+)^N is within `expansion.smaller` of 1 up to the reach; beyond it L is bounded as it is.
    """
    with working_precision(goal + SPARE_BITS):
        sums = endpoint_sums(ring, strength, expansion.terms, with_longitudinal, checkpoint)
    both, errors = arb(1, expansion.smaller), expansion.errors
    bounds = (errors.mass, errors.first, errors.longitudinal)
    mass, first, longitudinal = (both * value + arb(0, (both * bound).abs_upper()) for value, bound in zip(sums, bounds, strict=True))
    return mass, first, longitudinal
