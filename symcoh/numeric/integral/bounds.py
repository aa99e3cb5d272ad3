"""What the rules and the tails leave out of the integrals of k L, (1 - s) k L and l L: theorems and their proofs.

`paired` integrals are those of k P, s k D and l P over 0 <= s <= 1, with P and D = L(h_0 + c s) +- L(h_0 - c s). A
bound of L, P or D here holds for every complex value of a parameter near the given ones, as `Ground` says.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from flint import arb

from ...balls import midpoint
from .ring_sums import Ring, delicate_pair, power_sum
from .rule import gauss_legendre_bound

STRONG = 16
"""Below this beta omega/2 the tail is bounded in one piece on each side of s = 0."""

PIECES = (2, 8, 64)
"""Where the tail of a strong kernel is cut, in units of the reach."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Ground:
    """Everything the bounds need, at low precision.

    Where derivatives are wanted the fields of `ring` and `strength` are widened: then |L| is at most `excess` times L in
    the widened field |h_0 + c s| + `widen`, on the whole circle of the complex parameter. Errors are measured in `total`, a lower
    bound of Z, and with `paired` in `difference`, about C Z; `goal` is the number of bits that they should leave. `turn` is the
    |eps| <= eta of a parameter beta (1 + eps), else 0. With `arcs` the ellipses are bounded in so many pieces.
    """

    ring: Ring[arb]
    strength: arb
    excess: arb
    widen: arb
    paired: bool
    total: arb
    difference: arb
    goal: int
    turn: arb
    arcs: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Panel:
    """One Gauss-Legendre rule on |t - middle| <= half; `symmetric` is the rule on |s| <= 1, of which s > 0 is used."""

    middle: arb
    half: arb
    size: int
    symmetric: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Errors:
    """Upper bounds of what is left out: of the mass, of the first moment (of 1 - s, or of s if paired), of the mass of l."""

    mass: arb
    first: arb
    longitudinal: arb

    def __add__(self, other: Errors) -> Errors:
        return Errors(mass=self.mass + other.mass, first=self.first + other.first, longitudinal=self.longitudinal + other.longitudinal)


NOTHING = Errors(mass=arb(0), first=arb(0), longitudinal=arb(0))


def widened_in_beta(ground: Ground, bond: arb) -> tuple[Ground, arb]:
    """Bounds that hold at every beta (1 + eps) with complex |eps| <= eta, and eta.

    Theorem: |L(h)| <= L(|h|); |h|, |h_0|, |c s| and a grow by the factor 1 + eta at most; and each
    W_m = sum g e^{beta J b}, with integers |b| <= N, grows by at most e^{eta N beta |J|}. The choice
    eta = 1/(N (h* + beta |J|) + a + 1) keeps all of this below a small factor.
    """
    ring, size = ground.ring, abs(bond)
    spread = 1 / (ring.sources * (ring.field + ring.slope + size) + ground.strength + 1)
    grown = 1 + spread
    return (
        replace(
            ground,
            ring=replace(ring, field=ring.field * grown, slope=ring.slope * grown),
            strength=ground.strength * grown,
            turn=spread,
            excess=(size * spread * ring.sources).exp(),
        ),
        spread,
    )


def widened_in_field(ground: Ground) -> tuple[Ground, arb]:
    """Bounds that hold at every h_0 + eps with complex |eps| <= eta = 1/N, and eta.

    Theorem: |L(h)| <= L(|h|) with |h + eps| <= |h| + eta, and |sinh((h_0 + eps) m)| <= sinh((h_0 + eta) m) for m >= 0.
    """
    spread = arb(1) / ground.ring.sources
    return replace(ground, widen=spread), spread


def tail(ground: Ground, reach: arb) -> Errors:
    """Bounds of the integrals over reach <= t <= 2, 0 < reach <= 2, of k L, t k L and l L; 0 at reach = 2.

    Theorem: over any part of the interval with s of one sign, |k| and |l| are at most their values at its end nearer to
    s = 0, and L at most the larger of its values at both ends, which for s >= 0 is that at the larger s: k and l are
    power series in 1 - s^2 with terms >= 0, and L is even, convex and >= 0, and h_0, c >= 0.
    """
    ring, errors = ground.ring, NOTHING
    for near, far in _pieces(ground.strength, reach, 2):
        left = bool(near >= 1)
        mass = largest_sum(ground, ring.field + ring.slope * (1 - near))
        if left:
            mass += largest_sum(ground, ring.field + ring.slope * (1 - far))
        inner = near if left else far
        k, longitudinal = kernel_bounds(ground.strength, inner * (2 - inner))
        mass *= far - near
        errors += _errors(k * mass, far * k * mass, longitudinal * mass)
    return errors


def paired_tail(ground: Ground, reach: arb) -> Errors:
    """Bounds of the integrals over 0 <= s <= 1 - reach of k P, s k D and l P, 0 < reach <= 1; 0 at reach = 1.

    Theorem: over low <= s <= high, P and D are at most their values at s = high (L is even and convex), s is at most
    high, and |k|, |l| are at most their values at s = low.
    """
    errors = NOTHING
    for near, far in _pieces(ground.strength, reach, 1):
        total, difference = paired_bounds(ground, 1 - near)
        k, longitudinal = kernel_bounds(ground.strength, far * (2 - far))
        length = far - near
        errors += _errors(length * k * total, length * (1 - near) * k * difference, length * longitudinal * total)
    return errors


def panel_errors(ground: Ground, panel: Panel, rho: arb) -> Errors:
    """Bounds of the quadrature errors of one panel, by `gauss_legendre_bound` on the ellipse of parameter rho.

    Theorem: on the ellipse s = m + r z with |z| <= A = (rho + 1/rho)/2 and |T_2(z)| <= (rho^2 + rho^-2)/2. So
    1 - s^2 = (1 - m^2 - r^2/2) - 2 m r z - (r^2/2) T_2(z) bounds the kernels. |L(h)| <= L(|h|), and L is even and grows
    with |h|: |h_0 + c s| <= h_0 + c x, x = m + r A, where m >= 0; else L is at most the sum of its values at both
    ends m +- r A. |P(s)| <= P(|s|) and |D(s)| <= D(|s|) <= D(x): both have Taylor coefficients >= 0 in s.
    """
    if ground.arcs:
        return _errors_by_arcs(ground, panel, rho)
    m, r = (arb(0), arb(1)) if panel.symmetric else (1 - panel.middle, panel.half)
    wide, wider = (rho + 1 / rho) / 2, (rho * rho + 1 / (rho * rho)) / 2
    x = m + r * wide
    across = abs(1 - m * m - r * r / 2) + 2 * abs(m) * r * wide + r * r * wider / 2
    k, longitudinal = kernel_bounds(ground.strength, across)
    if ground.paired:
        total, first = paired_bounds(ground, x)
        first *= x
    else:
        total = largest_sum(ground, ground.ring.field + ground.ring.slope * x)
        if not m >= 0:
            total += largest_sum(ground, ground.ring.field + ground.ring.slope * (m - r * wide))
        first = total * (panel.middle + r * wide)
    length = r / 2 if panel.symmetric else r
    rule = length * gauss_legendre_bound(arb(1), rho, panel.size)
    return _errors(rule * k * total, rule * k * first, rule * longitudinal * total)


def _errors_by_arcs(ground: Ground, panel: Panel, rho: arb) -> Errors:
    """The same with the largest value over arcs of the half ellipse Im s >= 0; the other half has conjugate values."""
    middle, half = (arb(1), arb(1)) if panel.symmetric else (panel.middle, panel.half)
    wide, narrow = half * (rho + 1 / rho) / 2, half * (rho - 1 / rho) / 2
    mass = first = longitudinal = arb(0)
    for arc in range(ground.arcs):
        angle = (arc + arb(0.5, 0.5)) * arb.pi() / ground.arcs
        sine, cosine = angle.sin_cos()
        found = arc_bounds(ground, 1 - middle - wide * cosine, narrow * sine)
        mass, first, longitudinal = (max(one, _upper(other)) for one, other in zip((mass, first, longitudinal), found, strict=True))
    rule = (half / 2 if panel.symmetric else half) * gauss_legendre_bound(arb(1), rho, panel.size)
    return _errors(rule * mass, rule * first, rule * longitudinal)


def arc_bounds(ground: Ground, x: arb, y: arb) -> tuple[arb, arb, arb]:
    """Bounds of |k L|, |(1 - s) k L| and |l L|, or of |k P|, |s k D| and |l P|, at all s = x + iy of two balls.

    Theorem: 2 I_1(w)/w and I_0(w) are means of cosh(w cos phi) over positive measures of mass 1, so they are at most
    cosh(Re w) <= e^{|Re w|}; with w = a sqrt(1 - s^2) (1 + eps), |Re w| <= a (Re sqrt(1 - s^2) + eta |1 - s^2|^{1/2}), and
    `root_line` is linear in x. With W_m >= 0, |L(h)| <= L(Re h), and |Re h| <= |h_0 + c x| + eta (h_0 + c |s|). P is a
    sum of W_m cosh(h_0 m) cosh(c s m), so |P| <= P(|x| + eta |s|). log L and log P are even and convex, so in x they lie
    below their chords; the product is below the exponential of a linear function, which is largest at an end of x.
    |D| is at most the same and D(|s|), which is at most P(|s|) D(R)/P(R) where |s| <= R (`paired_share`); and P(|s|) is at
    most P(|x| + `modulus_lift`), whose logarithm is even and convex in x.
    """
    size, distance = _size(1 - x * x + y * y, 2 * x * y), _upper(_size(x, y))
    turned = ground.turn * size.sqrt()
    growths = [ground.strength * (ground.strength * (root + turned)).exp() for root in root_line(x, y)]
    ends = arb(x.lower()), arb(x.upper())
    if ground.paired:
        lift = modulus_lift(x, y)
        total = _largest(growths, [_total(ground, abs(v) + ground.turn * distance) for v in ends])
        around = _largest(growths, [_total(ground, abs(v) + lift) for v in ends]) * paired_share(ground, distance)
        return _upper(ground.strength * total / 2), _upper(ground.strength * distance * min(total, _upper(around)) / 2), total
    shift = ground.turn * (ground.ring.field + ground.ring.slope * distance)
    total = _largest(growths, [largest_sum(ground, abs(ground.ring.field + ground.ring.slope * v) + shift) for v in ends])
    return _upper(ground.strength * total / 2), _upper(ground.strength * _size(1 - x, y) * total / 2), total


def modulus_lift(x: arb, y: arb) -> arb:
    """An upper bound of |s| - |x| at all s = x + iy of two balls.

    Theorem: it is at most sqrt(least^2 + top^2) - least, least = min|x| and top = max|y|, a value that it takes. Proof:
    sqrt(x^2 + y^2) - |x| = y^2/(sqrt(x^2 + y^2) + |x|) does not fall with |y| and does not rise with |x|. The quotient does
    not cancel.

    >>> lift = modulus_lift(arb(0.35, 0.05), arb(0.95, 0.05))
    >>> lift > 0.74403, lift < 0.74404
    (True, True)
    """
    least, top = x.abs_lower(), _upper(y)
    if not top > 0:
        return top
    return _upper(top * top / ((least * least + top * top).sqrt() + least))


def _size(real: arb, imaginary: arb) -> arb:
    """An upper bound of the absolute value."""
    return _upper((real * real + imaginary * imaginary).nonnegative_part().sqrt())


def root_line(x: arb, y: arb) -> tuple[arb, arb]:
    """Values at the least and the largest x of a linear function of x that is nowhere below Re sqrt(1 - s^2), s = x + iy.

    Theorem: with p = 1 - x^2 > 0, Re sqrt(1 - s^2) <= sqrt(p) + y^2/(2 p^{3/2}), and sqrt(p) is concave in x: nowhere above
    its tangents. Proof: |1 - s^2|^2 = p^2 + 2 y^2 (1 + x^2) + y^4 <= (p + y^2 (1 + x^2)/p)^2, as 1 + x^2 >= p, so that
    (Re sqrt(1 - s^2))^2 = (|1 - s^2| + p + y^2)/2 <= p + y^2/p <= (sqrt(p) + y^2/(2 p^{3/2}))^2. Elsewhere, and where this
    is less, the function is a constant: the square root of the largest (|1 - s^2| + p + y^2)/2.

    >>> low, high = root_line(arb(0.5, 0.25), arb(0))
    >>> low > 0.96, high > 0.66
    (True, True)
    """
    square = 1 - x * x + y * y
    flat = _upper(((_size(square, 2 * x * y) + square) / 2).nonnegative_part().sqrt())
    least, touched = (1 - x * x).lower(), midpoint(x)
    if not least > 0:
        return flat, flat
    top = (1 - touched * touched).sqrt()
    rise = y * y / (2 * least * least.sqrt())
    if not top + rise < flat:
        return flat, flat
    low, high = (_upper(top + rise - touched * (v - touched) / top) for v in (x.lower(), x.upper()))
    return low, high


def paired_share(ground: Ground, s: arb) -> arb:
    """An upper bound, at most 1, of D(r)/P(r) for 0 <= r <= s.

    Theorem: D/P does not fall with r. Proof: it is the mean of g = tanh(h_0 |m|) tanh(c r |m|) under the law W_m cosh(h_0 m)
    cosh(c r m); g does not fall with |m| nor with r, and the law has a monotone likelihood ratio: cosh(c r' m)/cosh(c r m) grows
    with |m| for r' > r.
    """
    total, difference = paired_bounds(ground, s)
    share = _upper(difference / total)
    return share if share < 1 else arb(1)


def _total(ground: Ground, s: arb) -> arb:
    """An upper bound of |P| at every complex s with |s| at most the given real one, without that of |D|."""
    return largest_sum(ground, ground.ring.field + ground.ring.slope * s) + largest_sum(ground, ground.ring.field - ground.ring.slope * s)


def _largest(growths: list[arb], sums: list[arb]) -> arb:
    """The larger product at the two ends."""
    return max(_upper(growth * value) for growth, value in zip(growths, sums, strict=True))


def kernel_bounds(strength: arb, size: arb) -> tuple[arb, arb]:
    """Upper bounds of |k| and |l| for every complex x = 1 - s^2 with |x| <= size.

    Theorem: both power series in x have terms >= 0, so x may be replaced by size; and (2p)! <= 4^p p!^2 <= 4^p p! (p+1)!,
    so they are at most (a^2/2) cosh(a sqrt(size)) and a cosh(a sqrt(size)).
    """
    grown = strength * (strength * size.nonnegative_part().sqrt()).cosh()
    return strength * grown / 2, grown


def paired_bounds(ground: Ground, s: arb) -> tuple[arb, arb]:
    """Upper bounds of |P| and |D| at every complex s with |s| at most the given real one."""
    total, difference = delicate_pair(ground.ring, s, ground.widen)
    return ground.excess * total, ground.excess * difference


def largest_sum(ground: Ground, field: arb) -> arb:
    """An upper bound of |L| on the whole circle of the parameter, from |field| >= |h_0 + c s| in `ground.ring`."""
    return ground.excess * power_sum(ground.ring, abs(field) + ground.widen)


def _pieces(strength: arb, reach: arb, end: int) -> list[tuple[arb, arb]]:
    """[reach, end] in t, cut at s = 0 and where a strong kernel grows much over a piece."""
    cuts = [factor * reach for factor in PIECES] if strength > STRONG else []
    inner = [cut for cut in cuts if cut < 1] + ([arb(1)] if end > 1 and reach < 1 else [])
    return list(pairwise([reach, *inner, arb(end)]))


def _errors(mass: arb, first: arb, longitudinal: arb) -> Errors:
    return Errors(mass=_upper(mass), first=_upper(first), longitudinal=_upper(longitudinal))


def _upper(x: arb) -> arb:
    return x.abs_upper() if x.is_finite() else arb("inf")
