"""What the integrals over the field integrate: the kernel of the target, and the sources' partition function Xi in its field.

With r = sqrt(1 - s^2) and the names of `field`, the integrands are c I_1(c r)/r e^{p s} Xi(s), s times that, and c I_0(c r) e^{p s} Xi(s);
each as Taylor coefficients along a direction (`sources.taylor`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flint import acb, arb

from ...balls import current_precision, exponent_of, midpoint, working_precision
from ...exactnumbers.sign import ball_here
from ..ring.paired_sums import Checkpoint, no_checkpoint
from ..sources.taylor import COEFFICIENTS, Direction
from ..sources.weight import module
from .problem import Problem

BOUND_BITS = 64
"""Bits that a bound of Xi carries beyond those that its exponents take."""


@dataclass(slots=True)
class Axis:
    """The target along its coupling: everything of the module docstring at one beta, with the axes as unit vectors."""

    beta: arb
    scalar: arb
    parallel: arb
    strength: arb
    along: tuple[arb, ...]
    across: tuple[arb, ...]
    shift: arb
    size: arb


Key = tuple[Any, ...]


@dataclass(slots=True)
class Source:
    """Xi at complex s along a direction, what bounds it, and the integrands that it stands in."""

    prepared: Problem
    axis: Axis
    direction: Direction
    slope: arb = field(init=False)
    start: arb = field(init=False)
    known: dict[Key, list[acb]] = field(default_factory=dict)
    kernels: dict[tuple[Key, bool], list[acb]] = field(default_factory=dict)
    tops: dict[Key, arb] = field(default_factory=dict)

    def __post_init__(self) -> None:
        bath, axis = self.prepared.baths[0], self.axis
        self.slope, self.start = axis.size, -axis.shift
        if bath.sources.uniform:
            gamma = ball_here(bath.gamma)
            self.slope, self.start = axis.beta * gamma * axis.size, -axis.beta * (gamma * axis.shift + ball_here(bath.omega_a) / 2)

    def pull(self, s: acb) -> acb:
        """What `field_sum` takes: h = beta (gamma (|alpha| s - alpha_0) - omega_a/2), or |alpha| s - alpha_0."""
        return s * self.slope + self.start

    def valley(self) -> arb:
        """The s in [-1, 1] where the field of the sources is least, about: Xi of sources that may be turned over is least there."""
        found = midpoint(-self.start / self.slope)
        return found.max(arb(-1)).min(arb(1)) if found.is_finite() else arb(0)

    def exponent(self, size: arb) -> arb:
        """A bound of what is differentiated, at all |s| <= `size`: |M| along "field", else every exponent."""
        bath = self.prepared.baths[0]
        if self.direction == "field":
            moment: arb = module(bath.sources).extent(bath.sources)[1]
            return moment.abs_upper() if bath.sources.uniform else arb(bath.sources.N)
        return self.every_exponent(size)

    def every_exponent(self, size: arb) -> arb:
        """A bound of every exponent of Xi at all |s| <= `size`."""
        bath, axis = self.prepared.baths[0], self.axis
        energy, moment = module(bath.sources).extent(bath.sources)
        pull = axis.size * size + abs(axis.shift)
        if bath.sources.uniform:
            pull = abs(ball_here(bath.gamma)) * pull + abs(ball_here(bath.omega_a)) / 2
        bound: arb = (axis.beta * (energy + moment * pull)).abs_upper()
        return bound

    def growth(self, size: arb) -> list[arb]:
        """X^j/j! for the bound of `field`, at all |s| <= `size`."""
        found = [arb(1)]
        exponent = self.exponent(size) if self.prepared.baths[0].sources.bounded else arb("inf")
        for j in range(1, COEFFICIENTS[self.direction]):
            found.append((found[-1] * exponent / j).upper())
        return found

    def at(self, s: acb) -> list[acb]:
        """The Taylor coefficients of Xi, by the system itself."""
        system = self.prepared.baths[0].sources
        found: list[acb] = module(system).field_sum(system, self.axis.beta, self.pull(s), self.direction)
        return found

    def top(self, x: arb) -> arb:
        """An upper bound of Xi(x) at an exact real x, of few bits; remembered."""
        key = x.man_exp()
        if key not in self.tops:
            system = self.prepared.baths[0].sources
            with working_precision(min(current_precision(), BOUND_BITS + exponent_of(self.every_exponent(arb(1))))):
                self.tops[key] = abs(module(system).field_sum(system, self.axis.beta, self.pull(acb(x)), "value")[0].real).upper()
        return self.tops[key]

    def safe(self, s: acb) -> list[acb]:
        """The Taylor coefficients of Xi, with the bound of `field` where the enclosure says next to nothing."""
        found = self.at(s)
        if found[0].rel_accuracy_bits() > 4 and all(value.is_finite() for value in found):
            return found
        top = self.top(s.real.lower()).max(self.top(s.real.upper()))
        sizes = [(top * factor).upper() for factor in self.growth(abs(s).upper())]
        return [acb(arb(0, size), arb(0, size)) for size in sizes]

    def term(self, which: str, coefficient: int, s: acb, checkpoint: Checkpoint = no_checkpoint) -> acb:
        """One Taylor coefficient of the integrand "mass", "along" or "across" at s; each part waits for `checkpoint`, and is remembered."""
        checkpoint()
        key = (s.real.mid().man_exp(), s.real.rad().man_exp(), s.imag.mid().man_exp(), s.imag.rad().man_exp())
        if key not in self.known:
            self.known[key] = tilted(self.axis.parallel * s, self.safe(s), self.direction)
            checkpoint()
        whole = key, which == "across"
        if whole not in self.kernels:
            self.kernels[whole] = kernel(self.axis.strength, s, which == "across", self.direction)
        found = convolved(self.kernels[whole], self.known[key], coefficient)
        return found * s if which == "along" else found

    def largest(self, coefficient: int) -> arb:
        """A bound of each of the integrands at all s in [-1, 1], Xi(s) apart: both kernels have positive power series in r^2."""
        xi = tilted(acb(abs(self.axis.parallel)), [acb(factor) for factor in self.growth(arb(1))], self.direction)
        sizes = [convolved(kernel(self.axis.strength, acb(0), across, self.direction), xi, coefficient) for across in (False, True)]
        return abs(sizes[0]).upper().max(abs(sizes[1]).upper())


def kernel(strength: arb, s: acb, across: bool, direction: Direction) -> list[acb]:
    """The kernel c I_1(c r)/r, or with `across` c I_0(c r), at c (1 + eps) along "beta".

    With x = 1 - s^2 and l = dk/dc = c I_0(c r) their Taylor coefficients are [k, c l, (c l + c^2 x k)/2] and
    [l, l + c x k, (c x k + c^2 x l)/2].
    """
    x, square, varies = 1 - s * s, strength * strength, direction == "beta"
    w = x * square / 4
    k = w.hypgeom_0f1(acb(2)) * square / 2 if varies or not across else acb(0)
    plain = w.hypgeom_0f1(acb(1)) * strength if varies or across else acb(0)
    if not varies:
        return [plain if across else k]
    rise, bend = plain * strength, x * k * strength
    return [plain, plain + bend, (bend + x * strength * rise) / 2] if across else [k, rise, (rise + bend * strength) / 2]


def tilted(exponent: acb, xi: list[acb], direction: Direction) -> list[acb]:
    """e^x Xi, x = p s, with Taylor coefficients of Xi; along "beta" e^{x (1 + eps)}."""
    grown = exponent.exp()
    if direction != "beta":
        return [grown * value for value in xi]
    value, first, second = xi
    return [grown * value, grown * (first + exponent * value), grown * (second + exponent * (first + exponent * value / 2))]


def convolved(bessel: list[acb], xi: list[acb], n: int) -> acb:
    """The n-th coefficient of a product, the kernel constant where it has one coefficient."""
    found = bessel[0] * xi[n]
    for i in range(1, min(n + 1, len(bessel))):
        found += bessel[i] * xi[n - i]
    return found
