"""The integral over two rings by Arb's own `acb.integral`, derivatives by a complex step: a second route for any N.

    Z = L(h_0 + c) + L(h_0 - c) + int_{-1}^{1} k L,   C Z = L(h_0 + c) - L(h_0 - c) + int s k L,   |z| Z = int l L,

L(h) = l_+^N + l_-^N at h = h_0 + c s, with k = (a^2/2) 0F1(; 2; w), l = a 0F1(; 1; w), w = a^2 (1 - s^2)/4: the integrand
is entire, because L does not change where the square root in l_+- changes its sign. All parameters may be complex:
f(beta (1 + i eps)) has the imaginary part eps beta f'(beta) and a real part below f by (eps beta)^2 f''/2, both up to a
factor 1 + O(eps^2).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from time import monotonic

from flint import acb, arb, ctx

from symcoh.exactnumbers import enclose, exact
from symcoh.model import Model

BY_STEPS = ("energy", "entropy", "heat-capacity", "magnetization", "coherence-derivative")
"""What takes a complex step; the step is so small that its error, about the square, is far below the accuracy asked for."""

PRECISIONS = 6


class TooLong(ArithmeticError):
    """The time ran out, or the precision."""


def value(model: Model, quantity: str, beta: str, accuracy: int, seconds: float) -> arb:
    """A ball of at least so many accurate bits: certain for what needs no derivative, else but for the error of the step.

    Raises:
        TooLong: not within the seconds, or six doublings of the precision.
    """
    deadline = monotonic() + seconds
    with _precision(64):
        mantissa, exponent = _Point(model, beta, deadline).exponents.mid().man_exp()
        spare = max(0, int(mantissa.bit_length() + exponent)) + 1
    step = accuracy // 2 + spare + 45
    bits = accuracy + 2 * spare + 64 + step * (2 if quantity == "heat-capacity" else quantity in BY_STEPS)
    for _ in range(PRECISIONS):
        with _precision(bits):
            found = FORMULAS[quantity](_Point(model, beta, deadline), step)
            if found.rel_accuracy_bits() >= accuracy:
                return found * arb(1, arb((1, -accuracy - 10))) if quantity in BY_STEPS else found
        bits *= 2
    raise TooLong


@contextmanager
def _precision(bits: int) -> Iterator[None]:
    before, ctx.prec = ctx.prec, bits
    try:
        yield
    finally:
        ctx.prec = before


@dataclass
class _Point:
    """A model at beta, at beta (1 + i turn) or with h_0 + i lift; t = 1 - s, and sums are in units of l_+(h_0 + c)^N."""

    model: Model
    inverse_temperature: str
    deadline: float
    turn: arb | int = 0
    lift: arb | int = 0

    @cached_property
    def beta(self) -> acb:
        plain = self.plain_beta
        return acb(plain, plain * self.turn)

    @cached_property
    def plain_beta(self) -> arb:
        return enclose(exact(self.inverse_temperature), ctx.prec)

    def parameter(self, name: str) -> arb:
        return enclose(getattr(self.model, name), ctx.prec)

    @property
    def exponents(self) -> arb:
        """What bounds every exponent."""
        omega, omega_a, gamma, coupling = (abs(self.parameter(name)) for name in ("omega", "omega_a", "gamma", "J"))
        return 4 + self.plain_beta * (omega + self.model.N * (omega_a + 2 * gamma + coupling))

    @cached_property
    def strength(self) -> acb:
        return self.beta * self.parameter("omega") / 2

    @cached_property
    def field(self) -> acb:
        return self.beta * abs(self.parameter("omega_a")) / 2 + acb(0, self.lift)

    @cached_property
    def slope(self) -> acb:
        return self.beta * abs(self.parameter("gamma"))

    @cached_property
    def bond(self) -> acb:
        return self.beta * self.parameter("J")

    @cached_property
    def top(self) -> tuple[acb, acb, acb]:
        """(h*, l_+, root) at h* = h_0 + c, both without the factor e^{|K|}."""
        h = self.field + self.slope
        u, v = self.weights
        root = ((u * h.sinh()) ** 2 + v).sqrt()
        return h, u * h.cosh() + root, root

    @cached_property
    def weights(self) -> tuple[acb, acb]:
        """(1, e^-4K) for J > 0 and (e^-2|K|, 1) for J < 0: l_+ = e^|K| (u cosh h + sqrt(u^2 sinh^2 h + v))."""
        return (acb(1), (-4 * self.bond).exp()) if self.side_of_bond > 0 else ((2 * self.bond).exp(), acb(1))

    @cached_property
    def side_of_bond(self) -> int:
        return 1 if self.parameter("J") >= 0 else -1

    @cached_property
    def size_of_bond(self) -> acb:
        return self.side_of_bond * self.bond

    def rise(self, t: acb) -> acb:
        """l_+(h* - c t)/l_+(h*) - 1 as a product with sinh(c t/2), so that small stays small."""
        above, top, root_above = self.top
        u, v = self.weights
        h, half = above - self.slope * t, self.slope * t / 2
        root = ((u * h.sinh()) ** 2 + v).sqrt()
        mean = (above + h) / 2
        return -2 * half.sinh() * u * (mean.sinh() + u * half.cosh() * (2 * mean).sinh() / (root + root_above)) / top

    @cached_property
    def quotient(self) -> acb:
        """log |l_-/l_+| at h*: their product is 2 sinh(2K), to be taken without e^{2|K|}."""
        return (-((-4 * self.size_of_bond).expm1())).log() - 2 * self.top[1].log()

    def ring(self, t: acb) -> acb:
        """L(h* - c t)/l_+(h*)^N."""
        number, turned = self.model.N, self.rise(t).log1p()
        if number == 1:  # the bond is a constant, and l_+ + l_- = 2 e^K cosh h
            above, top, _ = self.top
            return 2 * (above - self.slope * t).cosh() * (self.bond - self.size_of_bond).exp() / top
        larger = (number * turned).exp()
        if self.parameter("J") == 0:
            return larger
        sign = -1 if self.side_of_bond < 0 and number % 2 else 1
        return larger + sign * (number * (self.quotient - turned)).exp()

    @cached_property
    def level(self) -> arb:
        """log of the largest integrand on a grid that is dense towards t = 0 and 1 (it scales, and proves nothing)."""
        strength, shifts = self.strength.real.mid(), [arb(2) ** -j for j in range(1, 90)]
        grid = [arb(1), *shifts, *(1 - shift for shift in shifts)]
        heights = [strength * (t * (2 - t)).sqrt() + abs(self.ring(acb(t))).log() for t in grid]
        return arb(max(0.0, *(float(height.mid()) for height in heights)))

    def mean(self, order: int, weight: Callable[[acb], acb]) -> acb:
        """int weight(t) k L (order 1) or int weight(t) l L (order 0), in the unit e^level."""
        a, unit = self.strength, (-self.level).exp()
        front = a * a / 2 * unit if order else a * unit

        def integrand(t: acb, _: bool) -> acb:
            if monotonic() > self.deadline:
                return acb(0)  # an exception does not pass through `acb.integral`
            return front * weight(t) * (a * a * t * (2 - t) / 4).hypgeom_0f1(1 + order) * self.ring(t)

        total = sum((acb.integral(integrand, low, low + 1) for low in (0, 1)), acb(0))
        if monotonic() > self.deadline:
            raise TooLong
        return total

    @cached_property
    def ends(self) -> tuple[acb, acb]:
        unit = (-self.level).exp()
        return unit * self.ring(acb(0)), unit * self.ring(acb(2))

    @cached_property
    def partition(self) -> acb:
        """Z e^-level/l_+(h*)^N."""
        return self.ends[0] + self.ends[1] + self.mean(1, lambda t: acb(1))

    @cached_property
    def log_partition(self) -> acb:
        return self.model.N * (self.top[1].log() + self.size_of_bond) + self.level + self.partition.log()

    @cached_property
    def coherence(self) -> acb:
        return (self.ends[0] - self.ends[1] + self.mean(1, lambda t: 1 - t)) / self.partition

    @cached_property
    def longitudinal(self) -> acb:
        return self.mean(0, lambda t: acb(1)) / self.partition

    @property
    def side(self) -> int:
        return 1 if self.parameter("gamma") * self.parameter("omega_a") > 0 else -1

    def turned(self, bits: int) -> tuple[_Point, arb]:
        """This point at beta (1 + i eps), and eps."""
        step = arb((1, -bits))
        return _Point(self.model, self.inverse_temperature, self.deadline, turn=step), step

    def lifted(self, bits: int) -> tuple[_Point, arb]:
        """This point at h_0 + i eps, and eps: log Z changes by N eps."""
        step = arb((1, -bits - self.model.N.bit_length()))
        return _Point(self.model, self.inverse_temperature, self.deadline, lift=step), step


def _energy_by_beta(p: _Point, bits: int) -> arb:
    """beta <H>, from the imaginary part of log Z."""
    other, step = p.turned(bits)
    return -other.log_partition.imag / step


def _heat_capacity(p: _Point, bits: int) -> arb:
    """beta^2 times the second derivative of log Z, from the real parts; both in full."""
    other, step = p.turned(bits)
    return 2 * (p.log_partition.real - other.log_partition.real) / (step * step)


def _coherence_derivative(p: _Point, bits: int) -> arb:
    """dC/dT = -beta^2 dC/dbeta."""
    other, step = p.turned(bits)
    return -p.plain_beta * other.coherence.imag / step


def _magnetization(p: _Point, bits: int) -> arb:
    other, step = p.lifted(bits)
    side = 1 if p.parameter("omega_a") > 0 else -1
    return -side * other.log_partition.imag / step


def _length(p: _Point) -> arb:
    x, z = p.coherence.real, p.longitudinal.real
    return (x * x + z * z).sqrt()


def _entropy_of(probability: arb) -> arb:
    return -probability * probability.log() - (1 - probability) * (1 - probability).log()


FORMULAS: dict[str, Callable[[_Point, int], arb]] = {
    "coherence": lambda p, _: p.coherence.real,
    "bloch-x": lambda p, _: p.side * p.coherence.real,
    "bloch-z": lambda p, _: -p.longitudinal.real,
    "population-ground": lambda p, _: (1 + p.longitudinal.real) / 2,
    "population-excited": lambda p, _: (1 - p.longitudinal.real) / 2,
    "purity": lambda p, _: (1 + p.coherence.real**2 + p.longitudinal.real**2) / 2,
    "quantum-fisher-information": lambda p, _: p.coherence.real**2,
    "target-entropy": lambda p, _: _entropy_of((1 - _length(p)) / 2),
    "relative-entropy-of-coherence": lambda p, _: _entropy_of((1 - p.longitudinal.real) / 2) - _entropy_of((1 - _length(p)) / 2),
    "ergotropy": lambda p, _: p.parameter("omega") / 2 * (_length(p) - p.longitudinal.real),
    "log-partition-function": lambda p, _: p.log_partition.real,
    "partition-function": lambda p, _: p.log_partition.real.exp(),
    "free-energy": lambda p, _: -p.log_partition.real / p.plain_beta,
    "energy": lambda p, bits: _energy_by_beta(p, bits) / p.plain_beta,
    "entropy": lambda p, bits: p.log_partition.real + _energy_by_beta(p, bits),
    "heat-capacity": _heat_capacity,
    "coherence-derivative": _coherence_derivative,
    "magnetization": _magnetization,
}
