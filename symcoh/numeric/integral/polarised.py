"""Cold ferromagnets: the two uniform sectors in closed form, all others by the integral.

Where N^2 e^{-4 beta J} is small the ring is uniform but for a share r = Z_1/Z_0 of its states, and entropies, heat
capacity and dC/dT may be of the order of that share. With Z_0 the part of m = +-N and Z_1 that of |m| < N in

    Z_0 = e^{NK} 2 cosh(N h_0) 2 cosh b,   b = sqrt(a^2 + (N c)^2),
    Z_1 = L'(h_0 + c) + L'(h_0 - c) + int k(s) L'(h_0 + c s) ds,   L'(h) = L(h) - e^{NK} 2 cosh(N h) = Sum_{|m|<N} W_m e^{hm},

both to full relative accuracy, every quantity here is a mixture of the two parts in the shares 1/(1 + r) and r/(1 + r),
without the difference of a number and nearly itself. Nothing is left out: both parts are exact at any r (the formula of the
entropy wants r <= 1).
"""

from __future__ import annotations

from dataclasses import dataclass

from flint import arb, arb_series

from ...balls import exponent_of, working_precision
from ...observables import OBSERVABLES
from ..entropies import binary_entropy
from ..ring.paired_sums import Checkpoint
from ..ring.setting import Setting
from ..state import part
from .bounds import Ground, widened_in_beta
from .kernel import kernel, kernel_in_beta
from .moments import Moments, largest_x, moments
from .ring_sums import inner_ring
from .saddle_point import ground_of
from .sums import BOUND_BITS, LEAST_GOAL, SLACK_BITS, feasible_plan
from .taylor import logarithm, quotient

RARE = 2**-16
"""The N^2 e^{-4 beta J} below which the ring counts as polarised."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Uniform:
    """The sectors m = +-N: levels +-y, y = N h_0, times +-b; (sine, cosine) = (2 |gamma| N, omega)/S_N."""

    y: arb
    b: arb
    sine: arb
    cosine: arb


@dataclass(frozen=True, kw_only=True, slots=True)
class Shares:
    """r = Z_1/Z_0 as the shares 1/(1 + r) and r/(1 + r), and the logarithm of the scale of `inner_ring`."""

    uniform: arb
    inner: arb
    log_scale: arb


def polarised_heuristic(p: Setting) -> bool:
    """Whether the ring is nearly uniform: a choice of route, both are exact."""
    return p.coupling_side > 0 and bool((2 * arb(p.sources).log() - 4 * p.bond).exp() < RARE)


def uniform_part(p: Setting) -> Uniform:
    """The two sectors m = +-N."""
    across = p.sources * p.slope
    b = (p.strength * p.strength + across * across).sqrt()
    return Uniform(y=p.sources * p.field, b=b, sine=across / b, cosine=p.strength / b)


def _missing(x: arb) -> arb:
    """1 - tanh x for x >= 0."""
    return 2 / (1 + (2 * x).exp())


def _shares(p: Setting, uniform: Uniform, partition: arb) -> Shares:
    """From Z_1 in the scale of `inner_ring`, in which Z_0 = u^N 2 cosh y 2 cosh b."""
    u = inner_ring(p.sources, p.bond, p.field, p.slope).u
    ratio = partition / (4 * u**p.sources * uniform.y.cosh() * uniform.b.cosh())
    return Shares(uniform=1 / (1 + ratio), inner=ratio / (1 + ratio), log_scale=-p.sources * u.log())


def _ground(p: Setting, bits: int, exponents: int) -> Ground:
    return ground_of(inner_ring(p.sources, p.bond, p.field, p.slope), p.strength, max(LEAST_GOAL, bits - exponents - SLACK_BITS))


def _exponents(p: Setting) -> int:
    """Bits that the N-th powers and the kernel lose, and those of the exponent 4K."""
    return max(0, exponent_of(p.sources * (p.field + p.slope + 1) + 2 * p.strength + 4 * p.bond))


def inner_moments(p: Setting, bits: int, checkpoint: Checkpoint) -> Moments[arb]:
    """Z_1, its part of C Z and its part of |z| Z, in the scale of `inner_ring`."""
    exponents = _exponents(p)
    with working_precision(BOUND_BITS + exponents):
        plan = feasible_plan(_ground(p, bits, exponents), checkpoint)
    end = largest_x(plan)
    first, second = kernel(1, p.strength, end), kernel(0, p.strength, end)
    return moments(inner_ring(p.sources, p.bond, p.field, p.slope), first, second, plan, arb(1), checkpoint)


def widened_inner(ground: Ground, bond: arb) -> tuple[Ground, arb]:
    """Bounds of the inner ring, e^{NK} apart, that hold at every beta (1 + eps) with complex |eps| <= eta, and eta.

    Theorem: as `widened_in_beta`, with 2K in the place of K. Proof: W_m e^{-NK} is a sum of g(m, n) e^{-4Kn} with g >= 0 and
    1 <= n <= N/2, each of which grows by e^{4Kn eta} <= e^{2 eta NK} at most in size; fields and strength are bounded as there.
    """
    return widened_in_beta(ground, 2 * bond)


def inner_moments_in_beta(p: Setting, bits: int, checkpoint: Checkpoint) -> Moments[arb_series]:
    """The same at beta (1 + eps), e^{NK} apart, to second order in eps, without the part of |z| Z."""
    exponents = _exponents(p)
    with working_precision(BOUND_BITS + exponents):
        ground, spread = widened_inner(_ground(p, bits, exponents), p.bond)
        plan = feasible_plan(ground, checkpoint)
    bond, field, slope = (arb_series([x, x, 0], prec=3) for x in (p.bond, p.field, p.slope))
    ring = inner_ring(p.sources, bond, field, slope)
    return moments(ring, kernel_in_beta(p.strength, largest_x(plan)), None, plan, spread, checkpoint)


class PolarisedParts:
    """The parts of a thermal state that may be exponentially small with e^{-4 beta J}; every one may raise TooManyNodes.

    >>> from symcoh.balls import working_precision
    >>> from symcoh.exactnumbers import exact
    >>> from symcoh.model import Model
    >>> from symcoh.numeric.ring.setting import setting
    >>> with working_precision(256):
    ...     cold = setting(Model(N=10**12, omega_a="1e-10", gamma="1e-10", J=2), exact(1000), with_ground=False)
    ...     PolarisedParts(cold, 256, lambda: None).entropy.rel_accuracy_bits() > 100
    True
    """

    def __init__(self, p: Setting, bits: int, checkpoint: Checkpoint) -> None:
        self.p, self.bits, self.checkpoint = p, bits, checkpoint
        self.uniform = uniform_part(p)

    @part
    def in_beta(self) -> Moments[arb_series]:
        return inner_moments_in_beta(self.p, self.bits, self.checkpoint)

    @part
    def series(self) -> arb_series:
        return logarithm(self.in_beta.partition)

    @part
    def shares(self) -> Shares:
        return _shares(self.p, self.uniform, self.in_beta.partition[0])

    @part
    def entropy(self) -> arb:
        """Of the shares, and the entropies of both parts in these shares: that of Z_0 is of two independent pairs of levels."""
        uniform, series, shares = self.uniform, self.series, self.shares
        pairs = binary_entropy(_missing(uniform.y) / 2) + binary_entropy(_missing(uniform.b) / 2)
        return binary_entropy(shares.inner) + shares.uniform * pairs + shares.inner * (shares.log_scale + series[0] - series[1])

    @part
    def variance(self) -> arb:
        """The variances of the energy in both parts in their shares, and that of the two mean energies."""
        uniform, series, shares = self.uniform, self.series, self.shares
        within = sum(((x / x.cosh()) * (x / x.cosh()) for x in (uniform.y, uniform.b)), arb(0))
        apart = series[1] - _slope(uniform)
        found = shares.uniform * within + shares.inner * (2 * series[2] + shares.uniform * apart * apart)
        return found / (self.p.beta * self.p.beta)

    @part
    def drift(self) -> arb:
        """-dC/d beta for C = (C_0 + r C_1)/(1 + r): both slopes in their shares, and that of the shares times C_1 - C_0."""
        uniform, found, shares = self.uniform, self.in_beta, self.shares
        y, b, sine, partition = uniform.y, uniform.b, uniform.sine, found.partition
        own = sine * (b * y.tanh() / (b.cosh() * b.cosh()) + y * b.tanh() / (y.cosh() * y.cosh()))
        rises = quotient(found.transverse, partition)[1], -quotient(found.deficit, partition)[1]
        fall = _uniform_deficit(uniform) - found.deficit[0] / partition[0]
        drift = (self.series[1] - _slope(uniform)) * fall
        inner = max(rises, key=arb.rel_accuracy_bits) + shares.uniform * drift
        return -(shares.uniform * own + shares.inner * inner) / self.p.beta

    @part
    def smaller(self) -> arb:
        """From det rho_t = minor (1 - minor) - cross^2 along the direction (sine, cosine) of the level m = -N, |g>-like branch."""
        uniform, found = self.uniform, inner_moments(self.p, self.bits, self.checkpoint)
        shares = _shares(self.p, uniform, found.partition)
        sine, cosine, tilt = uniform.sine, uniform.cosine, uniform.b.tanh() * _missing(uniform.y)
        missing, z = found.deficit / found.partition, found.longitudinal / found.partition
        flat = cosine * cosine / (1 + sine)
        minor = shares.uniform * (_missing(uniform.b) + sine * sine * tilt) + shares.inner * (flat + sine * missing - cosine * z)
        cross = shares.uniform * sine * cosine * tilt + shares.inner * (sine * z - cosine * (1 - missing))
        determinant = (minor * (2 - minor) - cross * cross) / 4
        return 2 * determinant / (1 + (1 - 4 * determinant).nonnegative_part().sqrt())


SMALL = tuple(name for name, known in OBSERVABLES.items() if known.small_polarised)
"""The quantities of these parts."""


def _slope(uniform: Uniform) -> arb:
    """beta d log Z_0/d beta, e^{NK} apart."""
    return uniform.y * uniform.y.tanh() + uniform.b * uniform.b.tanh()


def _uniform_deficit(uniform: Uniform) -> arb:
    """1 - C_0 = 1 - sine tanh b tanh y as a sum of positive terms."""
    levels = _missing(uniform.b) + uniform.b.tanh() * _missing(uniform.y)
    return uniform.cosine * uniform.cosine / (1 + uniform.sine) + uniform.sine * levels
