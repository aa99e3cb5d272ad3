"""The ring's thermal state from sums over sectors, each made when a formula first asks for it.

Every part is a quotient or sum of positive terms wherever its sign is known, so the ball is narrow relative to the value even
when that is e^{-10^9}.
"""

from __future__ import annotations

from flint import arb

from ...balls import working_precision
from ...exactnumbers import Exact, is_zero
from ...exactnumbers.sign import ball_here
from ...ground import bloch_vector
from ...model import Model
from ..entropies import log_of_levels
from ..formulas import FORMULAS, length
from ..state import ThermalState, Vector, part
from .paired_sums import Checkpoint, no_checkpoint, paired_sums
from .sector_window import SectorWindow, every_sector
from .setting import Problem, Setting, reference_manifold
from .thermal import EnergyMoments, Sums, energy_moments, target_matrix, thermal_sums

VANISHING = arb((1, -8))
"""Below this a logarithm has lost 8 bits."""


class SummedState(ThermalState):
    """The state from the sectors kept, all of them by default; `checkpoint` is called now and then and may raise to stop.

    The lean sums of Z and C need no ground state; the others are measured from it.
    """

    def __init__(self, problem: Problem, kept: SectorWindow | None = None, checkpoint: Checkpoint = no_checkpoint) -> None:
        self.problem, self.window, self.checkpoint = problem, kept, checkpoint
        self.lean = problem.setting(with_ground=kept is not None)
        self.beta = self.lean.beta

    @part
    def setting(self) -> Setting:
        return self.problem.setting()

    @part
    def kept(self) -> SectorWindow:
        return every_sector(self.lean) if self.window is None else self.window

    @part
    def lean_sums(self) -> tuple[arb, arb]:
        return paired_sums(self.lean, self.window, self.checkpoint)

    @part
    def sums(self) -> Sums:
        return thermal_sums(self.setting, self.kept, self.checkpoint)

    @part
    def moments(self) -> EnergyMoments:
        return energy_moments(self.setting, arb(0), self.kept, self.checkpoint)

    @part
    def own(self) -> Vector:
        return self.lean.own

    @part
    def partition(self) -> arb:
        return self.lean_sums[0]

    @part
    def log_partition(self) -> arb:
        """From the lean sums; where it nearly vanishes, from its two parts."""
        value = self.partition.log()
        return value if abs(value) > VANISHING else self.log_sum - self.setting.beta * self.reference

    @part
    def reference(self) -> arb:
        return self.setting.reference_energy()

    @part
    def log_sum(self) -> arb:
        return log_of_levels(self.moments.partition, self.moments.excess, self.setting.ground_degeneracy)

    @part
    def mean(self) -> arb:
        return self.moments.mean

    @part
    def variance(self) -> arb:
        return self.moments.square - self.mean * self.mean

    @part
    def drift(self) -> arb:
        manifold = reference_manifold(self.problem.model)
        ground_xi = abs(ball_here(bloch_vector(self.problem.model, manifold)[0])) if manifold else arb(0)
        moments = energy_moments(self.setting, ground_xi, self.kept, self.checkpoint)
        return moments.product - moments.mean * moments.shift

    @part
    def transverse(self) -> tuple[arb, arb]:
        partition, transverse = self.lean_sums
        return self.lean.transverse_side * (transverse / partition), arb(0)

    @part
    def bloch(self) -> Vector:
        sums = self.sums
        return self.lean.transverse_side * (sums.transverse / sums.partition), arb(0), -sums.longitudinal / sums.partition

    @part
    def longitudinal(self) -> arb:
        return self.bloch[2]

    @part
    def excited(self) -> arb:
        return self.sums.excited / self.sums.partition

    @part
    def smaller(self) -> arb:
        """lambda_- of rho_t from det rho_t = lambda_- lambda_+, never from 1 - r."""
        matrix = target_matrix(self.setting, self.kept, self.checkpoint)
        trace = matrix.major + matrix.minor
        determinant = (matrix.major * matrix.minor - matrix.cross * matrix.cross) / (trace * trace)
        return 2 * determinant / (1 + length(self.bloch))

    @part
    def moment(self) -> arb:
        return -self.lean.field_side * self.sums.magnetization / self.sums.partition


def enclosure(model: Model, quantity: str, beta: Exact, bits: int, checkpoint: Checkpoint = no_checkpoint) -> arb:
    """A ball around the quantity by the sum over all sectors, at `bits` bits of working precision.

    Args:
        model: exact parameters.
        quantity: a name of `observables.OBSERVABLES`.
        beta: inverse temperature > 0 (beta = 0 for the partition function alone).
        bits: working precision; more bits, narrower ball.
        checkpoint: called now and then; may raise to stop.

    Returns:
        A ball in the units of the quantity; its radius covers rounding and every truncation.

    >>> from symcoh.exactnumbers import exact
    >>> ball = enclosure(Model(N=4, omega_a="7/10", gamma="3/10", J="2/5"), "coherence", exact(10), 128)
    >>> ball.rel_accuracy_bits() > 100
    True
    """
    return sum_ball(Problem(model, beta), quantity, bits, checkpoint)


def sum_ball(problem: Problem, quantity: str, bits: int, checkpoint: Checkpoint = no_checkpoint) -> arb:
    """The same for a prepared problem."""
    with working_precision(bits):
        if is_zero(problem.beta):
            return arb((1, problem.model.N + 1))
        return FORMULAS[quantity](SummedState(problem, None, checkpoint))
