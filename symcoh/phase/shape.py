"""The shape of C(T), proved: intervals that cover 0 < beta < oo, each with the sign of dC/dT or exactly one extremum."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from flint import arb, fmpq

from ..balls import alone, dyadic, exponent_of, working_precision
from ..decimals import round_rational
from ..errors import NotCertified, integer_text
from ..exactnumbers import enclose, sign
from ..ground import GroundManifold, ground_manifold
from ..model import Model, decided_sign
from ..numeric.precision import Clock
from ..numeric.ring.paired_sums import paired_sums
from ..numeric.ring.setting import setting
from .curve import Curve as Curve
from .curve import Levelled as Levelled
from .curve import Piece as Piece
from .levels import Levels, PrecisionNeeded, enclosed_levels, positive_model
from .tail import Tail, sorted_tail, tail_holds
from .taylor import SlopeModel, Sums, boltzmann_sums, model_cost, slope, slope_model, sums_cost

LEAST_ORDER, MOST_ORDER = 12, 64
FIRST_BITS = 128
MAX_BITS = 2**16
"""Ceiling of the precision that tells the sign of dC/dT."""
FINEST = 256
"""Intervals narrower than 2**-256 of their beta are not split: two extrema that near may be one."""
MOST_EFFORT = 12.0
"""Seconds, about, by the costs of `taylor`, that are spent where no one gave a time budget."""
MAX_SOURCES = 400
"""Most sources whose levels, about N**2/2 of them, are followed one by one."""


@dataclass(slots=True)
class RingLevels:
    """The levels of the paper's ring."""

    levels: Levels
    sorted: Tail | None = None

    @property
    def bits(self) -> int:
        return self.levels.bits

    def sums(self, beta: arb) -> Sums:
        return boltzmann_sums(self.levels, beta)

    def slope(self, sums: Sums) -> tuple[arb, arb]:
        return slope(sums)

    def tilt(self, sums: Sums) -> arb:
        return -sums.weight[1] / sums.weight[0] - sums.size[1] / sums.size[0]

    def model(self, low: Sums, centre: Sums, high: Sums, radius: fmpq) -> SlopeModel:
        return slope_model(low, centre, high, radius, self.levels.order)

    def first(self, at: Callable[[fmpq], Sums], beta: fmpq) -> tuple[bool, bool]:
        """dC/dT < 0 on (0, beta].

        Theorem: if d(e^{a beta} F)/dbeta < 0 on [0, beta_0] then F < 0 on (0, beta_0].
        Proof: F(0) = 0, since B' X - B X' = B**2 Cov(eps, xi), and at beta = 0 every level weighs the same: sum g xi = 0 and
        sum g eps xi = sum_m g(m) 2 gamma m = 0 by m -> -m, for at each m the branches have xi = +-2 gamma m/S_m, eps = ... +-S_m/2.
        """
        found = self.model(at(fmpq(0)), at(beta / 2), at(beta), beta / 2)
        return found.slope_sign() == -1, found.slope_drowned()

    def tail_sign(self, beta: fmpq, sums: Sums) -> int:
        count = self.levels.manifold.degeneracy
        if not sums.excited[0] < count:  # the theorem needs it
            return 0
        if self.sorted is None:
            self.sorted = sorted_tail(self.levels)
        return self.sorted.sign if tail_holds(self.sorted, count, arb(beta)) else 0

    def scale(self) -> arb:
        return _energy_scale(self.levels.model)

    def costs(self) -> tuple[float, float]:
        return sums_cost(self.levels), model_cost(self.levels)


@dataclass(frozen=True, slots=True)
class RingCurve:
    """C(T) of the ring, omega_a and gamma not 0; `positive` has their absolute values."""

    model: Model
    positive: Model
    manifold: GroundManifold

    def levels(self, bits: int, order: int | None = None) -> RingLevels:
        return RingLevels(enclosed_levels(self.positive, self.manifold, bits, _order(self.positive) if order is None else order))

    def coherence(self, beta: arb, bits: int) -> arb:
        """C (29): a sum of positive terms over another."""
        with working_precision(bits + 64):
            s = setting(self.model, beta, with_ground=False)
            partition, transverse = paired_sums(s)
            return transverse / partition

    def vanishes_inside(self, piece: Piece) -> bool:
        """Every term of (29) has one sign."""
        return False


def ring_curve(model: Model, max_precision: int = MAX_BITS) -> RingCurve:
    """The curve of the ring."""
    positive = positive_model(model)
    return RingCurve(model, positive, ground_manifold(positive, max_precision))


@dataclass(slots=True)
class _Search:
    """The levels at the precision reached, the sums already known at end points, and the effort spent (`_spend`)."""

    curve: Curve
    clock: Clock
    max_bits: int
    levels: Levelled
    known: dict[fmpq, Any] = field(default_factory=dict)
    effort: float = 0.0


def certificate(model: Model, clock: Clock, max_precision: int = MAX_BITS) -> tuple[Piece, ...]:
    """Pieces that cover all of (0, oo) without a gap, in the order of rising beta; none where C is 0 throughout.

    Args:
        model: exact parameters, N up to MAX_SOURCES.
        clock: the time budget.
        max_precision: ceiling of working precision in bits (never above MAX_BITS).

    Returns:
        The pieces, each with the signs of dC/dT at its ends.

    Raises:
        NotCertified: more sources than are followed, a double root (two extrema that merge), a ceiling, or more than `MOST_EFFORT`
            where there is no time budget.

    >>> from ..numeric.precision import started_clock
    >>> pieces = certificate(Model(N=2, omega_a=1, gamma=1), started_clock())
    >>> {piece.sign for piece in pieces}
    {-1}
    """
    if decided_sign(model.omega_a, "omega_a") == 0 or decided_sign(model.gamma, "gamma") == 0:
        return ()
    if model.N > MAX_SOURCES or sign(model.J) in (0, 1):
        return (_falling(model),)
    return searched(model, clock, max_precision)


def searched(model: Model, clock: Clock, max_precision: int = MAX_BITS) -> tuple[Piece, ...]:
    """The same for N up to MAX_SOURCES and omega_a, gamma != 0, without the theorem for J >= 0."""
    return covered(ring_curve(model, max_precision), FIRST_BITS + model.N, clock, max_precision)


def covered(curve: Curve, first_bits: int, clock: Clock, max_precision: int = MAX_BITS) -> tuple[Piece, ...]:
    """Pieces that cover all of (0, oo) without a gap, in the order of rising beta, of a curve whose C rises with beta at first."""
    most = min(MAX_BITS, max_precision)
    with alone(clock.check):
        search = _Search(curve, clock, most, _levels(curve, min(first_bits, most), most))
        return tuple(_pieces(search))


def _falling(model: Model) -> Piece:
    """J >= 0, any N: C falls strictly with T (the law of |m| has a monotone likelihood ratio in beta)."""
    if decided_sign(model.J, "J") < 0:
        raise NotCertified(
            f"N = {integer_text(model.N)} is beyond the {MAX_SOURCES} sources whose levels are followed one by one: "
            "try a smaller N (J >= 0 allows any)."
        )
    return Piece(low=fmpq(0), high=None, left=-1, right=-1, why="ferromagnetic")


def _order(model: Model) -> int:
    """Terms of the Taylor series: more where F is a small rest of large sums, of relative size gamma omega_a/energy^2."""
    size = _energy_scale(model)
    lost = 2 * exponent_of(size) - sum(exponent_of(enclose(x, 64)) for x in (model.omega_a, model.gamma))
    return min(LEAST_ORDER + 2 * max(0, lost // 12), MOST_ORDER)


def _energy_scale(model: Model) -> arb:
    """An upper bound, roughly, of all energies."""
    return sum((abs(enclose(x, 64)) for x in (model.omega_a, model.gamma, model.J)), arb(0)) * (2 * model.N) + enclose(model.omega, 64)


def _levels(curve: Curve, bits: int, max_bits: int) -> Levelled:
    """The levels at the first precision that tells them from the ground state."""
    while True:
        try:
            return curve.levels(bits)
        except PrecisionNeeded:
            bits = _more(bits, max_bits)


def _more(bits: int, max_bits: int) -> int:
    if bits >= max_bits:
        advice = "raise --max-precision" if max_bits < MAX_BITS else "move a parameter"
        raise NotCertified(f"The sign of dC/dT is not told at every temperature with {max_bits} bits: {advice}.")
    return min(2 * bits, max_bits)


def _refine(search: _Search) -> None:
    """The same search with more bits."""
    search.levels = _levels(search.curve, _more(search.levels.bits, search.max_bits), search.max_bits)
    search.known.clear()


def _spend(search: _Search, seconds: float, beta: fmpq) -> None:
    """Count what a step takes, about, and refuse where the whole takes too much and no one gave a budget: the same everywhere."""
    search.clock.bits = search.levels.bits
    search.clock.check()
    search.effort += seconds
    if search.clock.budget is None and search.effort > MOST_EFFORT:
        with working_precision(64):
            place = arb(beta).str(3, radius=False)
        raise NotCertified(
            f"The shape of C(T) takes too long: the sign of dC/dT is told up to beta = {place} with {search.levels.bits} bits, "
            "and nothing beyond: give --budget SECONDS to go on, or parameters of nearer sizes."
        )


def _pieces(search: _Search) -> Iterator[Piece]:
    low = _start(search)
    yield Piece(low=fmpq(0), high=low, left=-1, right=-1, why="start")
    while not (side := _tail_sign(search, low)):
        yield from _split(search, low, 2 * low)
        low = 2 * low
        _forget_before(search, low)
    yield Piece(low=low, high=None, left=side, right=side, why="tail")


def _forget_before(search: _Search, low: fmpq) -> None:
    """Forget what no later piece needs."""
    search.known = {beta: sums for beta, sums in search.known.items() if beta >= low}


def _start(search: _Search) -> fmpq:
    """beta_0 > 0 with dC/dT < 0 on (0, beta_0]."""
    with working_precision(64):
        beta = dyadic(-exponent_of(search.levels.scale()))
    while True:
        _spend(search, search.levels.costs()[1], fmpq(0))
        with working_precision(search.levels.bits):
            proved, drowned = search.levels.first(partial(_sums, search), beta)
        if proved:
            return beta
        if drowned:
            _refine(search)
        else:
            beta /= 2


def _tail_sign(search: _Search, beta: fmpq) -> int:
    """The sign of dC/dT from `beta` on, where the tail theorem gives it, else 0."""
    while True:
        try:
            with working_precision(search.levels.bits):
                return search.levels.tail_sign(beta, _sums(search, beta))
        except PrecisionNeeded:
            _refine(search)


def _split(search: _Search, low: fmpq, high: fmpq) -> Iterator[Piece]:
    """Pieces of [low, high], by bisection until each is decided."""
    waiting = [(low, high)]
    while waiting:
        a, b = waiting.pop()
        piece = _decide(search, a, b)
        if piece is not None:
            yield piece
            continue
        if (b - a) * dyadic(FINEST) < a:
            raise NotCertified(
                f"Two extrema of C(T) merge, or nearly, at beta = {round_rational(a, 10)} (an interval of relative width 2^-{FINEST} is "
                "not decided): move a parameter."
            )
        middle = (a + b) / 2
        waiting += [(middle, b), (a, middle)]


def _decide(search: _Search, low: fmpq, high: fmpq) -> Piece | None:
    while True:
        found = _model(search, low, high)
        side = found.value_sign()
        if side:
            return Piece(low=low, high=high, left=side, right=side, why="sign")
        if found.slope_sign():
            ends = _end_sign(search, low), _end_sign(search, high)
            if ends[0] and ends[1]:
                why = "monotone" if ends[0] == ends[1] else "extremum"
                return Piece(low=low, high=high, left=ends[0], right=ends[1], why=why)
        elif not found.value_drowned():
            return None
        _refine(search)


def _model(search: _Search, low: fmpq, high: fmpq) -> SlopeModel:
    _spend(search, search.levels.costs()[1], low)
    with working_precision(search.levels.bits):
        left, centre, right = (_sums(search, beta) for beta in (low, (low + high) / 2, high))
        return search.levels.model(left, centre, right, (high - low) / 2)


def _sums(search: _Search, beta: fmpq) -> Any:
    if beta not in search.known:
        _spend(search, search.levels.costs()[0], beta)
        search.known[beta] = search.levels.sums(arb(beta))
    return search.known[beta]


def _end_sign(search: _Search, beta: fmpq) -> int:
    with working_precision(search.levels.bits):
        value, _ = search.levels.slope(_sums(search, beta))
        return (value > 0) - (value < 0)
