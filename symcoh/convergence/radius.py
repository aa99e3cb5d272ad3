"""The radius of convergence of a power series of C: the zero of Z nearest to 0, certified.

Candidates are roots of the truncated power series of Z; each is made a proved zero by an interval Newton step. The argument principle on a
circle just beyond the nearest ones shows that no other zero is as near. A must not vanish there, else the zero would cancel.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from time import process_time

from flint import acb, arb

from ..balls import working_precision
from ..decimals import Decimal, round_ball
from ..decimals import zero as exact_zero
from ..errors import NotCertified
from ..model import check_model
from .response import VARIABLES, Pair, Problem, Response, response
from .systems import system_response
from .zeros import circle, interval_newton, nearby_roots, refined

LENGTHS = (24, 48, 96, 192)
SEARCH_BITS = 256
BEYOND = arb("1.001")
SECONDS = 10
"""Processor time of the search; a zero that is found takes a fraction of one."""

GAP = arb("1.02")
"""The circle of the argument principle runs where the next zero is farther than the last one inside by this factor."""
WIDEST = arb("1.2")


@dataclass(frozen=True, kw_only=True, slots=True)
class Radius:
    """|z|, the zero z with Im z >= 0 and its ball; all decimals are proved. `variable` is the small variable of the series."""

    derivation: str
    variable: str
    radius: Decimal
    real: Decimal
    imaginary: Decimal
    ball: acb


def convergence_radius(derivation: str, problem: Problem, digits: int = 20) -> Radius:
    """The radius of convergence of a derivation's series in its variable.

    Args:
        derivation: a key of `VARIABLES`.
        problem: the fixed parameters.
        digits: significant digits, each of them proved.

    Returns:
        The modulus of the nearest zero of Z and its real and imaginary part, each rounded; the ball of the zero.

    Raises:
        InputError: C = 0 identically. NotCertified: the nearest zero cannot be told from others, or A vanishes with Z.

    >>> from symcoh import Model
    >>> found = convergence_radius("high-temperature", Problem(model=Model(N=1, omega_a="7/10", gamma="3/10")), 6)
    >>> str(found.radius)
    '2.69389'
    """
    check_model(problem.model)
    f = response(derivation, problem) if problem.model.is_ring and problem.model.units.natural else system_response(derivation, problem)
    box = nearest_zero(f)
    bits = int(3.33 * digits) + 64
    for _ in range(8):
        sharp = refined(_denominator(f, bits), _slope(f, bits), box, bits)
        with working_precision(bits):
            parts = abs(sharp), _on_axis(sharp.real) if f.even else sharp.real, _on_axis(sharp.imag)
            rounded = [exact_zero(digits) if part is None else round_ball(part, digits) for part in parts]
        if all(part is not None for part in rounded):
            radius, real, imaginary = (part for part in rounded if part is not None)
            return Radius(
                derivation=derivation, variable=VARIABLES[derivation].symbol, radius=radius, real=real, imaginary=imaginary, ball=sharp
            )
        bits *= 2
    raise NotCertified(f"The radius of convergence could not be rounded to {digits} digits: try fewer.")


def _on_axis(part: arb) -> arb | None:
    """None for an exact zero of the real or imaginary part: a zero whose ball meets its mirror image is its own mirror image.

    Were they two, the argument principle would have counted both, and `nearest_zeros` counts a ball and its conjugate alone.
    """
    return None if part.contains(0) else part


def nearest_zero(f: Response) -> acb:
    """A ball of the zero of Z nearest to 0 with Im >= 0: certified to be one, and none nearer.

    Raises:
        NotCertified: see `convergence_radius`.
    """
    inside, bits = nearest_zeros(f)
    if not inside:
        raise NotCertified("The series has one term: it converges everywhere.")
    return _checked(f, inside, bits)


def nearest_zeros(f: Response) -> tuple[list[acb], int]:
    """The zeros of Z with Im >= 0 up to a circle that is free of zeros, nearest first, as balls, and the bits they were found with.

    Raises:
        NotCertified: the argument principle counts others than those that were found.
    """
    if f.constant:
        return [], SEARCH_BITS
    f = _watched(f)
    for length in LENGTHS:
        bits = max(SEARCH_BITS, 6 * length)
        found = _certified_roots(f, length, bits)
        if not found:
            continue
        with working_precision(bits):
            if sum(_images(zero) for zero in found) == f.degree:
                return found, bits  # every zero that the polynomial has
            for number, reach in _circles([abs(zero) for zero in found]):
                inside = found[:number]
                try:
                    counted = circle(_denominator(f, bits), _slope(f, bits), reach, bits).zeros
                except NotCertified:
                    continue
                if counted == sum(_images(zero) for zero in inside):
                    return inside, bits
    raise NotCertified("The zero of the partition function nearest to 0 could not be certified at these parameters.")


def _images(zero: acb) -> int:
    """A zero with Im > 0 stands for its conjugate too."""
    return 2 if zero.imag > 0 else 1


def _circles(moduli: list[arb]) -> tuple[tuple[int, arb], tuple[int, arb]]:
    """The free circle, and one just beyond the nearest zero, for where others stand near that were not found."""
    reach = arb((moduli[0].abs_upper() * BEYOND).mid())
    return _free_circle(moduli), (sum(1 for modulus in moduli if not modulus > reach), reach)


def _free_circle(moduli: list[arb]) -> tuple[int, arb]:
    """How many of the zeros lie inside the circle, and its radius: in the first wide gap between moduli, else beyond them all.

    Zeros often lie at nearly or exactly one distance, as on the circle of Lee and Yang: all of them are taken inside.
    """
    upper = [modulus.abs_upper() for modulus in moduli]
    gaps = [moduli[k + 1].abs_lower() / upper[k] for k in range(len(moduli) - 1)] + [WIDEST * WIDEST]
    number = next(k for k, gap in enumerate(gaps) if gap > GAP)
    return number + 1, arb((upper[number] * gaps[number].sqrt().min(WIDEST)).mid())


def _watched(f: Response) -> Response:
    """The response, which refuses when the search has taken `SECONDS` of processor time."""
    end = process_time() + SECONDS

    def watched(function: Callable[[acb, int], Pair]) -> Callable[[acb, int], Pair]:
        def at(z: acb, bits: int) -> Pair:
            if process_time() > end:
                raise NotCertified(f"The nearest zero of the partition function was not found in {SECONDS} s: try less extreme parameters.")
            return function(z, bits)

        return at

    return replace(f, at=watched(f.at), slope=watched(f.slope))


def _certified_roots(f: Response, length: int, bits: int) -> list[acb]:
    """Proved zeros in the closed upper half plane near the small roots of the truncated series, nearest first, each once."""
    value, slope = _denominator(f, bits), _slope(f, bits)
    found: list[acb] = []
    for root in nearby_roots(f.series(length, bits)[1], bits)[: max(8, length // 4)]:
        with working_precision(bits):
            if root.imag < 0 and not root.imag.contains(0):
                continue
            zero = _proved(value, slope, root, bits)
            if zero is not None and not any(zero.overlaps(other) or zero.overlaps(other.conjugate()) for other in found):
                found.append(acb(zero.real, _upper(zero.imag)))
    found.sort(key=lambda zero: float(abs(zero).mid()))
    return found


def _upper(imaginary: arb) -> arb:
    return imaginary if not imaginary < 0 else -imaginary


def _proved(value: Callable[[acb], acb], slope: Callable[[acb], acb], root: acb, bits: int) -> acb | None:
    point = acb(root.real.mid(), root.imag.mid())  # near a cluster of zeros the slope on the whole ball may hold 0
    for _ in range(8):
        step = value(point) / slope(point)
        if not step.is_finite():
            return None
        point = acb((point - step).real.mid(), (point - step).imag.mid())
    for exponent in (-120, -80, -40, -20, -10):
        box = interval_newton(value, slope, point, abs(point) * arb((1, exponent)), bits)
        if box is not None:
            return box
    return None


def _checked(f: Response, inside: list[acb], bits: int) -> acb:
    """The nearest of the zeros; several at the same distance are images of one another or undecided."""
    with working_precision(bits):
        first, *others = inside
        for other in others:
            # v -> -v maps the zeros of a function of v² to themselves; then both have one modulus.
            if not abs(other) > abs(first) and not other.overlaps(acb(-first.real, first.imag)):
                raise NotCertified("Two zeros of the partition function lie at distances from 0 that could not be told apart.")
        if f.at(first, bits)[0].contains(0):
            raise NotCertified("At the nearest zero of the partition function the numerator could not be told from zero.")
        return first


def _denominator(f: Response, bits: int) -> Callable[[acb], acb]:
    return lambda z: f.at(z, bits)[1]


def _slope(f: Response, bits: int) -> Callable[[acb], acb]:
    return lambda z: f.slope(z, bits)[1]
