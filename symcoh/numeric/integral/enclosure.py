"""The ring's thermal state from one integral: `integral_enclosure(model, quantity, beta, bits)` is any quantity of it.

Where the integral takes too many nodes the ball is infinite, at once.
"""

from __future__ import annotations

from flint import arb, arb_series

from ...balls import working_precision
from ...exactnumbers import Exact
from ...model import Model
from ..formulas import FORMULAS, length
from ..ring.paired_sums import Checkpoint, no_checkpoint
from ..ring.setting import Problem, Setting
from ..state import ThermalState, Vector, part
from .moments import Moments
from .polarised import SMALL, PolarisedParts, polarised_heuristic
from .sums import TooManyNodes, field_moments, inverse_temperature_moments, plain_moments, scale
from .taylor import logarithm, quotient

LEAST_ACCURACY = 16
"""Bits below which the ball of a polarised ring is not taken."""


def integral_enclosure(model: Model, quantity: str, beta: Exact, bits: int, checkpoint: Checkpoint = no_checkpoint) -> arb:
    """A ball around the quantity from one integral; same meaning as `quantities.enclosure`, for any number of sources.

    Args:
        model: exact parameters.
        quantity: a name of `observables.OBSERVABLES`.
        beta: inverse temperature > 0.
        bits: working precision; about log2 of the largest exponent, N (|h| + beta |J|), is lost, twice for second derivatives.
        checkpoint: called now and then; may raise to stop.

    Returns:
        A ball in the units of the quantity; its radius covers rounding, quadrature and tails. Infinite where the
        integral is no way to the value (more exponentially small remainders at low temperature than those of `polarised`).

    >>> from symcoh.exactnumbers import exact
    >>> ring = Model(N=10**20, omega_a="1e-10", gamma="1e-10", J="2/5")
    >>> integral_enclosure(ring, "coherence", exact(1), 256).rel_accuracy_bits() > 160
    True
    """
    return integral_ball(Problem(model, beta), quantity, bits, checkpoint)


def integral_ball(problem: Problem, quantity: str, bits: int, checkpoint: Checkpoint = no_checkpoint) -> arb:
    """The same for a prepared problem: the ball of a polarised ring where it is one and that ball is no poor one, else of the whole."""
    with working_precision(bits):
        s = problem.setting(with_ground=False)
        if quantity in SMALL and polarised_heuristic(s):
            ball = ball_of(IntegralState(s, bits, checkpoint, PolarisedParts(s, bits, checkpoint)), quantity)
            if ball.rel_accuracy_bits() >= LEAST_ACCURACY:
                return ball
        return ball_of(IntegralState(s, bits, checkpoint), quantity)


def ball_of(state: IntegralState, quantity: str) -> arb:
    """The quantity; infinite where an integral takes too many nodes."""
    try:
        ball = FORMULAS[quantity](state)
    except TooManyNodes:
        return arb(0, "inf")
    return ball if ball.is_finite() else arb(0, "inf")


class IntegralState(ThermalState):
    """The state at the precision in force, energies from 0 on, some parts from those of a polarised ring; all may raise TooManyNodes."""

    def __init__(self, s: Setting, bits: int, checkpoint: Checkpoint, polarised: PolarisedParts | None = None) -> None:
        self.s, self.bits, self.checkpoint, self.polarised = s, bits, checkpoint, polarised
        self.beta, self.reference = s.beta, arb(0)

    @part
    def own(self) -> Vector:
        return self.s.own

    @part
    def plain(self) -> Moments[arb]:
        return plain_moments(self.s, self.bits, False, self.checkpoint)

    @part
    def whole(self) -> Moments[arb]:
        """With the part of |z| Z."""
        return plain_moments(self.s, self.bits, True, self.checkpoint)

    @part
    def in_beta(self) -> Moments[arb_series]:
        return inverse_temperature_moments(self.s, self.bits, self.checkpoint)

    @part
    def series(self) -> arb_series:
        """log Z at beta (1 + eps), without its scale."""
        return logarithm(self.in_beta.partition)

    @part
    def log_scale(self) -> arb:
        found = scale(self.s)
        return self.s.sources * (found.root.log() + found.bond)

    @part
    def partition(self) -> arb:
        found, size = scale(self.s), self.s.sources
        return self.plain.partition * found.root**size * (size * found.bond).exp()

    @part
    def log_partition(self) -> arb:
        return self.log_scale + self.plain.partition.log()

    @part
    def log_sum(self) -> arb:
        return self.log_scale + self.series[0]

    @part
    def entropy(self) -> arb | None:
        return None if self.polarised is None else self.polarised.entropy

    @part
    def mean(self) -> arb:
        """-d log Z/d beta."""
        return -self.series[1] / self.s.beta

    @part
    def variance(self) -> arb:
        """d^2 log Z/d beta^2."""
        if self.polarised is not None:
            return self.polarised.variance
        return 2 * self.series[2] / (self.s.beta * self.s.beta)

    @part
    def drift(self) -> arb:
        """-dC/d beta, of C or of 1 - C, whichever ball is narrower."""
        if self.polarised is not None:
            return self.polarised.drift
        m = self.in_beta
        rises = quotient(m.transverse, m.partition)[1], -quotient(m.deficit, m.partition)[1]
        return -max(rises, key=arb.rel_accuracy_bits) / self.s.beta

    @part
    def transverse(self) -> tuple[arb, arb]:
        return self.s.transverse_side * (self.plain.transverse / self.plain.partition), arb(0)

    @part
    def longitudinal(self) -> arb:
        return -self.whole.longitudinal / self.whole.partition

    @part
    def bloch(self) -> Vector:
        return self.s.transverse_side * (self.whole.transverse / self.whole.partition), arb(0), self.longitudinal

    @part
    def smaller(self) -> arb:
        """1 - r^2 = [(Z - C Z)(Z + C Z) - (z Z)^2]/Z^2, the first factor being a positive sum."""
        if self.polarised is not None:
            return self.polarised.smaller
        (x, _, z), m = self.bloch, self.whole
        return (m.deficit / m.partition * (1 + abs(x)) - z * z) / (2 * (1 + length(self.bloch)))

    @part
    def moment(self) -> arb:
        """-sign(omega_a) d log Z/d h_0."""
        return -self.s.field_side * logarithm(field_moments(self.s, self.bits, self.checkpoint).partition)[1]
