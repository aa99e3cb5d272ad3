"""Zeros of an entire function in balls: enclosed by Newton's interval step, counted in a disc by the argument principle."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flint import acb, acb_poly, arb

from ..balls import working_precision
from ..errors import NotCertified

Function = Callable[[acb], acb]

MAX_ARCS = 8_000
DEEPEST = 24
"""An arc is halved at most this often; a zero on the circle stops there."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Circle:
    """What the arcs of |z| = radius showed: the number of zeros inside, and the largest modulus of a quotient on the circle."""

    zeros: int
    largest: arb


def interval_newton(value: Function, slope: Function, start: acb, width: arb, bits: int) -> acb | None:
    """A ball with exactly one zero near `start`, or None.

    N(B) = c - F(c)/F'(B) lies inside the box B of half-width `width` about c: then F has one zero in B, it is simple, and it lies in N(B).

    >>> with working_precision(100):
    ...     found = interval_newton(lambda z: z * z - 2, lambda z: 2 * z, acb("1.41"), arb("0.1"), 100)
    >>> abs(found.real - arb(2).sqrt()) < 0.01
    True
    """
    with working_precision(bits):
        centre = acb(start.real.mid(), start.imag.mid())
        box = acb(centre.real + arb(0, width.abs_upper()), centre.imag + arb(0, width.abs_upper()))
        derivative = slope(box)
        if derivative.contains(0) or not derivative.is_finite():
            return None
        inner = centre - value(centre) / derivative
        return inner if box.contains_interior(inner) else None


def refined(value: Function, slope: Function, box: acb, bits: int) -> acb:
    """The one zero in `box`, to nearly `bits` bits: Newton's interval step until it gains nothing."""
    with working_precision(bits):
        best = box
        for _ in range(64):
            centre = acb(best.real.mid(), best.imag.mid())
            inner = centre - value(centre) / slope(best)
            if not inner.is_finite() or not spread(inner) < spread(best) / 2:
                return best
            best = inner
        return best


def spread(z: acb) -> arb:
    """The larger of the radii of the real and the imaginary part."""
    return arb(z.real.rad()).max(arb(z.imag.rad()))


def nearby_roots(coefficients: list[arb], bits: int) -> list[acb]:
    """Roots of a truncated power series, nearest first: places to look for zeros, which need no proof."""
    with working_precision(bits):
        # A coefficient that is not told from 0, as every odd one of an even function, would put a root far out and spoil the others.
        rounded = acb_poly([acb(0) if c.contains(0) else acb(c.mid()) for c in coefficients])
        try:
            roots = rounded.complex_roots(tol=1e-40)
        except ValueError:
            return []
        return sorted(roots, key=lambda root: float(abs(root).mid()))


def circle(value: Function, slope: Function, radius: arb, bits: int, above: tuple[Function, Function] | None = None) -> Circle:
    """The zeros of F in |z| < radius, and the largest |A/F| on |z| = radius, `above` = A and A'; F(conj z) = conj F(z).

    Each arc of the upper half is put into a box on which F, enclosed by its mean value form, excludes 0: a convex set without 0, so the
    argument of F turns by less than π and is that of the quotient of the values at both ends. Twice the sum is 2π times the number of
    zeros.

    Raises:
        NotCertified: arcs that no subdivision frees from zero, as where a zero lies on the circle.
    """
    with working_precision(bits):
        turned, largest = arb(0), arb(0)
        for arc in _arcs(value, slope, radius):
            turned += (value(arc.right) / value(arc.left)).arg()
            if above is not None:
                numerator = above[0](arc.middle) + above[1](arc.box) * (arc.box - arc.middle)
                largest = largest.max(abs(numerator / arc.enclosed).abs_upper())
        whole = (turned / arb.pi()).unique_fmpz()
        if whole is None or whole < 0:
            raise NotCertified("The number of zeros inside a circle is not decided: try more bits.")
        return Circle(zeros=int(whole), largest=largest)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Arc:
    """A box around an arc, three points of the arc, and F on the box."""

    box: acb
    left: acb
    middle: acb
    right: acb
    enclosed: acb


def _arcs(value: Function, slope: Function, radius: arb) -> Iterator[_Arc]:
    """Arcs of the upper half circle on which F has no zero."""
    waiting = [(k, 4) for k in range(15, -1, -1)]
    number = 0
    while waiting:
        place, depth = waiting.pop()
        number += 1
        low, high = (arb(place + side) / 2**depth for side in (0, 1))
        left, middle, right = (_point(radius, angle) for angle in (low, (low + high) / 2, high))
        box = _point(radius, low.union(high))
        enclosed = value(middle) + slope(box) * (box - middle)
        if enclosed.is_finite() and not enclosed.contains(0):
            yield _Arc(box=box, left=left, middle=middle, right=right, enclosed=enclosed)
            continue
        if depth >= DEEPEST or number > MAX_ARCS:
            raise NotCertified("A circle could not be freed of zeros: one lies on it, or too near.")
        waiting += [(2 * place + 1, depth + 1), (2 * place, depth + 1)]


def _point(radius: arb, half_turns: arb) -> acb:
    """radius e^{iπ half_turns}."""
    return acb(half_turns).exp_pi_i() * radius
