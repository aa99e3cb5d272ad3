"""A two-level target by one integral over the field that it exerts: any N, for one bath with a partition function in a field.

With A = alpha_0 + |alpha| sigma_A, H_A = h_0 + h_par sigma_A + h_perp sigma_perp, p = beta h_par, c = beta h_perp >= 0,
Xi(s) = Tr e^{-beta H_B + beta (|alpha| s - alpha_0) B}, r = sqrt(1 - s^2):

    Z e^{beta h_0}            =  e^p Xi(1) + e^{-p} Xi(-1) + int_{-1}^{1}   c I_1(c r)/r e^{p s} Xi(s) ds,
    -<sigma_A> Z e^{beta h_0} =  e^p Xi(1) - e^{-p} Xi(-1) + int_{-1}^{1} s c I_1(c r)/r e^{p s} Xi(s) ds,
    -<sigma_perp> Z e^{beta h_0} = int_{-1}^{1} c I_0(c r) e^{p s} Xi(s) ds.

Every integrand is entire in s. Arb integrates it with a proved error; where the enclosure of Xi over a wide complex ball is too wide,

    |Xi_j(x + iy)| <= X^j/j! max(Xi(x_1), Xi(x_2)),     x_1 <= x <= x_2,

is taken: W_b >= 0, Xi is log-convex on the real line, and X bounds every exponent; j counts derivatives along eps.
"""

from __future__ import annotations

from collections.abc import Callable

from flint import acb, arb

from ...balls import ask_clocks_about, current_precision, working_precision
from ...errors import InputError, NotCertified
from ...exactnumbers import Exact, enclose
from ...model import Model
from ...observables import KNOWN
from ...sources.energy import energy_ball
from ..formulas import JOINT_FORMULAS, MOMENTS, dot, length
from ..ring.paired_sums import Checkpoint
from ..sources.taylor import Direction
from ..sources.weight import has_field_sum
from ..state import Bare, Vector, part
from .integrand import Axis, Source, tilted
from .problem import Problem
from .reach import Pieces, pieces
from .state import Composed

MOST_EVALUATIONS = 200_000
"""Evaluations that one integral may take."""

LITTLE = 256
"""Bits of exponents that a rule is made for as well."""

WITHOUT = frozenset(name for name, known in KNOWN.items() if known.every_sector)
"""Quantities that the integral does not give."""


def has_field_route(model: Model) -> bool:
    """Whether the integral applies: one bath whose sources have a partition function in a field."""
    return len(model.baths) == 1 and model.target.dimension == 2 and has_field_sum(model.baths[0].sources)


def field_ball(prepared: Problem, quantity: str, beta: Exact, bits: int, checkpoint: Callable[[], None], lost: int = 0) -> arb:
    """A ball around the quantity at `bits` bits, of which the exponents take `lost`.

    Raises:
        InputError: a quantity that needs the sectors one by one.
    """
    if quantity in WITHOUT:
        raise InputError(quantity, "needs every sector of the sources, which are too many here: try a smaller N.")
    with working_precision(bits):
        inverse = arb(enclose(beta, bits))
        direction: Direction = "field" if quantity == "magnetization" else "beta" if quantity in MOMENTS else "value"
        return JOINT_FORMULAS[quantity](FieldState(prepared, inverse, direction, checkpoint, lost))


def _axis(prepared: Problem, beta: arb) -> Axis:
    h = [energy_ball(part) for part in prepared.own.vector]
    alpha = [energy_ball(part) for part in prepared.couplings[0].vector]
    size = length(alpha)
    if not size > 0:
        raise InputError("`coupling`", "is a multiple of the identity: the sources do not act on the target.")
    along = tuple(part / size for part in alpha)
    inner = sum((one * other for one, other in zip(h, along, strict=True)), arb(0))
    across: tuple[arb, ...]
    rest = [one - inner * other for one, other in zip(h, along, strict=True)]
    if all(part.contains(0) for part in rest):
        across, strength = tuple(arb(0) for _ in range(3)), arb(0)
        if not all(part.is_zero() for part in rest) and not prepared.parallel():
            raise NotCertified("Whether the coupling lies along the Hamiltonian of the target is not decided: change a parameter a little.")
    else:
        strength = length(rest)
        across = tuple(part / strength for part in rest)
    return Axis(
        beta,
        energy_ball(prepared.own.scalar),
        beta * inner,
        beta * strength,
        along,
        across,
        energy_ball(prepared.couplings[0].scalar),
        size,
    )


def _integral(source: Source, which: str, n: int, tolerance: arb, goal: int, checkpoint: Checkpoint, over: Pieces) -> arb:
    """One of the integrals over the pieces, with the bound of what is left out."""
    intervals, rest = over
    total = acb(arb(0, rest))
    for interval in intervals:
        total += stoppable_integral(lambda s, _: source.term(which, n, s, checkpoint), tolerance, goal // 2 + 60, interval)
    found: arb = total.real
    return found


def stoppable_integral(
    function: Callable[[acb, bool], acb], tolerance: arb, degree: int, interval: tuple[arb, arb] = (arb(-1), arb(1))
) -> acb:
    """The integral, over [-1, 1] by default, by rules of at most `degree` nodes, where what `function` raises is raised, at once.

    Compiled code that calls back loses exceptions: the first is kept here, and every value after it is no number.

    >>> stoppable_integral(lambda s, _: s * s, arb((1, -53)), 86).real.str(5)
    '[0.66667 +/- 3.34e-6]'
    """
    raised: list[BaseException] = []
    nothing = acb("nan")

    def kept(s: acb, analytic: bool) -> acb:
        if raised:
            return nothing
        try:
            return function(s, analytic)
        except BaseException as error:
            raised.append(error)
            return nothing

    low, high = (acb(end) for end in interval)
    found = acb(acb.integral(kept, low, high, abs_tol=tolerance, deg_limit=degree, eval_limit=MOST_EVALUATIONS, depth_limit=4096))
    if raised:
        raise raised[0]
    return found


def longest_rule(bits: int, goal: int) -> float:
    """Seconds that the nodes of one rule for `goal` bits take at `bits` bits, about, which nothing interrupts: a heuristic."""
    return 0.9 * (goal / 3000) * (goal / 3000) * float((bits / 3000) ** 1.3)


def _ends(source: Source) -> dict[str, list[acb]]:
    """e^p Xi(1) +- e^{-p} Xi(-1) along the direction, and nothing across."""
    up, down = (tilted(acb(source.axis.parallel * side), source.at(acb(side)), source.direction) for side in (1, -1))
    return {
        "mass": [one + other for one, other in zip(up, down, strict=True)],
        "along": [one - other for one, other in zip(up, down, strict=True)],
        "across": [acb(0)] * len(up),
    }


class FieldState(Composed):
    """The state at a finite beta > 0, energies above h_0, each integral taken when it is first asked for.

    Args:
        prepared: a problem of one bath with `field_sum`.
        beta: a ball > 0.
        direction: "beta" for moments of the energy, "field" for <M>, else "value".
        checkpoint: called before each value that an integral takes; may raise to stop.
        lost: bits that the exponents take; no rule of so many nodes is worth its while that is finer than what they leave.
    """

    def __init__(self, prepared: Problem, beta: arb, direction: Direction, checkpoint: Callable[[], None], lost: int = 0) -> None:
        self.prepared, self.beta, self.checkpoint = prepared, beta, checkpoint
        self.axis = _axis(prepared, beta)
        self.source, self.reference = Source(prepared, self.axis, direction), self.axis.scalar
        self.ends = _ends(self.source)
        self.goal = current_precision() - max(0, lost - LITTLE)
        self.scale = (self.ends["mass"][0].real.lower() * arb((1, -self.goal))).lower()
        self.pieces: dict[int, Pieces] = {}

    def integral(self, which: str, n: int) -> arb:
        """The n-th Taylor coefficient of one of the sums of the module docstring."""
        self.checkpoint()
        ends = self.ends[which][n].real
        if self.axis.strength.is_zero():
            return ends
        if n not in self.pieces:
            self.pieces[n] = pieces(self.source, n, self.scale, self.goal)
        ask_clocks_about(longest_rule(current_precision(), self.goal))
        return ends + _integral(self.source, which, n, self.scale, self.goal, self.checkpoint, self.pieces[n])

    @part
    def total(self) -> arb:
        return self.integral("mass", 0)

    @part
    def slope(self) -> arb:
        """d log Z along the direction, e^{-beta h_0} apart."""
        return self.integral("mass", 1) / self.total

    @part
    def mean(self) -> arb:
        return -self.slope / self.axis.beta

    @part
    def square(self) -> arb:
        return 2 * self.integral("mass", 2) / (self.total * self.axis.beta * self.axis.beta)

    @part
    def moment(self) -> arb:
        return self.slope

    @part
    def means(self) -> tuple[arb, arb]:
        """<sigma_A> and <sigma_perp>."""
        return -self.integral("along", 0) / self.total, -self.integral("across", 0) / self.total

    @part
    def bloch(self) -> Vector:
        return self.vector(*self.means)

    @part
    def smaller(self) -> arb:
        squared = dot(self.means, self.means)
        return (1 - squared) / (2 * (1 + squared.nonnegative_part().sqrt()))

    @part
    def covariance(self) -> Vector:
        along, across = (
            (self.integral(which, 1) / self.total + mean * self.slope) / self.axis.beta
            for which, mean in zip(("along", "across"), self.means, strict=True)
        )
        return self.vector(along, across)

    @part
    def bare(self) -> Bare:
        """Tr e^{-beta H_B} where the field of the target vanishes, energies from 0 on."""
        return Bare(arb(0), self.source.at(acb(self.axis.shift / self.axis.size))[0].real.log())

    def vector(self, along: arb, across: arb) -> Vector:
        """The components of a vector in the plane of h and A."""
        x, y, z = (a * along + b * across for a, b in zip(self.axis.along, self.axis.across, strict=True))
        return x, y, z
