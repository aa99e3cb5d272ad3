"""The thermal state of a two-level target with any sources, from one pass over the joint sectors.

In a joint sector, with the least energy d above E_0 (exactly 0 for ground states), the weight w = sum q e^{-beta eps} of the sources,
s = |v| of K_b = scalar + v . sigma and the lower level along n = -v/s,

    Z e^{beta E_0} = sum e^{-beta d} w (1 + e^{-2 beta s}),      r Z e^{beta E_0} = sum e^{-beta d} w (1 - e^{-2 beta s}) n,

and moments of the energy d + eps + (0 or 2s) likewise. Weights and Boltzmann factors are positive; only components of n cancel.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product

from flint import arb

from ...balls import HEAVY, ask_clocks, current_precision, decay
from ...exactnumbers.sign import ball_here
from ...sources.energy import energy_ball, exactly_zero
from ..entropies import binary_entropy, log_of_levels
from ..formulas import dot, finite_beta, length
from ..sources.weight import Weight, weights
from ..state import Bare, JointState, Vector, part
from .bare import bare_sources
from .problem import Ground, GroundSector, Problem, eigenvalue, measured_from, reference_ground, sector_field
from .summed_sectors import SummedSectors, has_window, summed_sectors
from .summed_sectors import left_out as beside_kept
from .tails import last_sector, left_out, sectors_summed, two_level_reach

Checkpoint = Callable[[], None]
EVERY = 64
"""Sectors between two checkpoints."""

ZERO = arb(0)
NONE: Vector = (ZERO, ZERO, ZERO)
UPWARD: Vector = (arb(0), arb(0), arb(1))
"""The direction that a reference sector without one takes: any unit vector serves."""


class Composed(JointState):
    """What follows from sums or integrals in units of e^{-beta reference}: Z as `total`, E_0 its `reference` where the next two are known.

    Attributes:
        prepared: the problem.
        total: Z e^{beta reference}.
        excess: the same without the ground states; None where they are not decided.
        degeneracy: number of ground states, or None.
        square: <(H - reference)^2>.
    """

    prepared: Problem
    total: arb
    excess: arb | None = None
    degeneracy: int | None = None
    square: arb

    @part
    def own(self) -> Vector:
        x, y, z = map(energy_ball, self.prepared.own.vector)
        return x, y, z

    @part
    def target(self) -> arb:
        return energy_ball(self.prepared.own.scalar) + dot(self.own, self.bloch)

    @part
    def partition(self) -> arb:
        return self.total * (-finite_beta(self) * self.reference).exp()

    @part
    def log_partition(self) -> arb:
        return self.log_sum - finite_beta(self) * self.reference

    @part
    def log_sum(self) -> arb:
        return log_of_levels(self.total, self.excess, self.degeneracy)

    @part
    def variance(self) -> arb:
        return self.square - self.mean * self.mean

    @part
    def drift(self) -> arb:
        (x, y, _), (dx, dy, _) = self.bloch, self.covariance
        if y.is_zero() and dy.is_zero():
            return dx if x > 0 else -dx if x < 0 else arb(0, abs(dx).upper())
        return (x * dx + y * dy) / length((x, y))

    @part
    def transverse(self) -> tuple[arb, arb]:
        return self.bloch[:2]

    @part
    def longitudinal(self) -> arb:
        return self.bloch[2]

    @part
    def lesser(self) -> arb:
        """The smaller eigenvalue and (x^2 + y^2)/(2 (r + |z|))."""
        return self.smaller + dot(self.transverse, self.transverse) / (2 * (length(self.bloch) + abs(self.bloch[2])))


@dataclass
class State(Composed):
    """From the sum over all sectors, everything per Z; `mean`, `square`, `covariance` and `conditional` with order 2 alone."""

    prepared: Problem
    beta: arb | None
    reference: arb
    total: arb
    excess: arb | None = None
    degeneracy: int | None = None
    bloch: Vector = NONE
    smaller: arb = ZERO
    moment: arb = ZERO
    mean: arb = ZERO
    square: arb = ZERO
    covariance: Vector = NONE
    interaction: arb = ZERO
    conditional: arb = ZERO

    @part
    def bare(self) -> Bare:
        return bare_sources(self.prepared, finite_beta(self))


@dataclass(slots=True)
class Sector:
    """One joint sector in balls: sum_i b_i A_i = `lift` + `pull` . sigma; `moment` is <M> there times the weight."""

    labels: tuple[Hashable, ...]
    lift: arb
    pull: Vector
    energy: arb
    splitting: arb
    direction: Vector
    weight: Weight
    moment: arb


def joint_balls(prepared: Problem, beta: arb, order: int, kept: SummedSectors | None = None) -> Iterator[Sector]:
    """Every joint sector, or those that are kept, with its balls at the precision in force."""
    own, vector = energy_ball(prepared.own.scalar), [energy_ball(part) for part in prepared.own.vector]
    couplings = [(energy_ball(c.scalar), [energy_ball(part) for part in c.vector]) for c in prepared.couplings]
    rows = [_bath_balls(prepared, place, beta, order, kept) for place in range(len(prepared.baths))]
    joint: Iterator[tuple[Row, ...]] = ((row,) for row in rows[0]) if len(rows) == 1 else product(*map(list, rows))
    for parts in joint:
        energy, lift, pull = own, arb(0), [arb(0)] * 3
        for (_, b, low, _, _), (scalar, axis) in zip(parts, couplings, strict=True):
            energy, lift = energy + low, lift + b * scalar
            pull = [one + b * part for one, part in zip(pull, axis, strict=True)]
        v = [one + other for one, other in zip(vector, pull, strict=True)]
        if any(part.contains(0) and not part.is_zero() for part in v):
            v = _decided(prepared, parts, v)
        s = length(v)
        direction = NONE if s.is_zero() else (-v[0] / s, -v[1] / s, -v[2] / s)
        weight, moment = joint_weight([(part[3], part[4]) for part in parts], order)
        pulled = (pull[0], pull[1], pull[2])
        yield Sector(tuple(p[0] for p in parts), lift, pulled, energy + lift - s, 2 * s, direction, weight, moment)


def _decided(prepared: Problem, parts: Sequence[Row], v: list[arb]) -> list[arb]:
    """The components of K_b with those that are exactly zero put so: no ball tells them."""
    exact = sector_field(prepared, [eigenvalue(bath, part[0]) for bath, part in zip(prepared.baths, parts, strict=True)])
    found = zip(v, exact.vector, strict=True)
    return [arb(0) if exactly_zero(e) else ball for ball, e in found]


Row = tuple[Hashable, arb, arb, Weight, arb]


def _bath_balls(prepared: Problem, place: int, beta: arb, order: int, kept: SummedSectors | None) -> Iterator[Row]:
    """(label, b, least energy, weight, sum of M) of one bath, sector by sector."""
    bath = prepared.baths[place]
    system = bath.sources
    pairs: Iterable[tuple[Hashable, Weight]]
    if kept is not None:
        pairs = zip(kept.labels(system.N), kept.weights(), strict=True)
    else:
        last = len(system.sectors()) if system.bounded else last_sector(two_level_reach(prepared), place, beta)
        pairs = zip(islice(system.sectors(), last), weights(system, beta, order), strict=system.bounded)
    for label, weight in pairs:
        own = ball_here(system.eigenvalue(label))
        moment = weight.moment if weight.moment is not None else own * weight.value
        yield label, ball_here(eigenvalue(bath, label)), measured_from(bath, label, weight), weight, moment


def joint_weight(parts: Sequence[tuple[Weight, arb]], order: int) -> tuple[Weight, arb]:
    """The product of the baths' weights, with the moments of the sum of their energies, and of the sum of their M."""
    found, moment = parts[0]
    for other, more in parts[1:]:
        moment = moment * other.value + found.value * more
        excess = None
        if found.excess is not None and other.excess is not None:
            excess = found.excess * other.value + (found.value - found.excess) * other.excess
        value = found.value * other.value
        if order and found.first is not None and found.second is not None and other.first is not None and other.second is not None:
            first = found.first * other.value + found.value * other.first
            second = found.second * other.value + 2 * found.first * other.first + found.value * other.second
            found = Weight(value=value, excess=excess, first=first, second=second)
        else:
            found = Weight(value=value, excess=excess)
    return found, moment


@dataclass(slots=True)
class Sums:
    """Running sums, all in units of e^{-beta E_0}."""

    partition: arb
    excess: arb
    r: list[arb]
    minor: arb
    cross: list[arb]
    moment: arb
    first: arb
    second: arb
    shift: list[arb]
    product: list[arb]
    interaction: arb
    conditional: arb


def _empty() -> Sums:
    zero = arb(0)
    return Sums(zero, zero, [zero] * 3, zero, [zero] * 3, zero, zero, zero, [zero] * 3, [zero] * 3, zero, zero)


def thermal_state(prepared: Problem, beta: arb, order: int, checkpoint: Checkpoint) -> State:
    """The state at a finite beta.

    Args:
        prepared: the problem.
        beta: a ball >= 0.
        order: 0, or 2 where moments of the energy or entropies are wanted.
        checkpoint: called now and then; may raise to stop.
    """
    reach = two_level_reach(prepared)
    lasts = sectors_summed(reach, beta) if any(not bath.sources.bounded for bath in prepared.baths) else ()
    kept = _kept(prepared, beta, order)
    frame = _frame(prepared, beta, order, kept)
    sums = _empty()
    heavy = current_precision() > HEAVY
    for count, sector in enumerate(joint_balls(prepared, beta, order, kept)):
        if heavy:
            ask_clocks()
        elif count % EVERY == 0:
            checkpoint()
        _add(sums, sector, frame)
    if kept is not None:
        widen(sums, beside_kept(prepared, kept, beta, frame.energy))
    if not all(bath.sources.bounded for bath in prepared.baths):
        widen(sums, left_out(reach, beta, frame.energy, lasts))
    return _finished(prepared, frame, sums)


@dataclass(slots=True)
class Frame:
    """What everything is measured from: E_0, the direction n_0 of the reference level, and the sectors of ground states."""

    beta: arb
    order: int
    known: Ground | None
    ground: Mapping[tuple[Hashable, ...], GroundSector]
    n_0: Vector
    energy: arb


def _kept(prepared: Problem, beta: arb, order: int) -> SummedSectors | None:
    """The sectors that are summed where they are very many."""
    if not has_window(prepared):
        return None
    known = reference_ground(prepared.model)
    return summed_sectors(prepared, beta, order, [int(str(sector.labels[0])) for sector in known.sectors] if known else ())


def _frame(prepared: Problem, beta: arb, order: int, kept: SummedSectors | None) -> Frame:
    known = reference_ground(prepared.model)
    n_0, energy = _reference(prepared, beta, known, kept)
    return Frame(beta, order, known, {sector.labels: sector for sector in known.sectors} if known else {}, n_0, energy)


def _reference(prepared: Problem, beta: arb, known: Ground | None, kept: SummedSectors | None = None) -> tuple[Vector, arb]:
    """(n of the reference level, E_0), the least level by its ball where the ground states are not decided."""
    if known is not None:
        v = [energy_ball(part) for part in known.sectors[0].field.vector]
        s = length(v)
        return (UPWARD if s.is_zero() else (-v[0] / s, -v[1] / s, -v[2] / s)), energy_ball(known.energy)
    best: Sector | None = None
    for sector in joint_balls(prepared, beta, 0, kept):
        if best is None or sector.energy.mid() < best.energy.mid():
            best = sector
    assert best is not None, "every system has a sector"
    return (UPWARD if best.splitting.is_zero() else best.direction), arb(best.energy.mid())


def _add(sums: Sums, sector: Sector, frame: Frame) -> None:
    beta, ground, n_0 = frame.beta, frame.ground, frame.n_0
    tied = sector.labels in ground
    rise = arb(0) if tied else sector.energy - frame.energy
    boltzmann = arb(1) if tied else (-beta * rise).exp()
    up, gap = decay(-beta * sector.splitting)
    w = boltzmann * sector.weight.value
    n = sector.direction
    whole, half = w * (1 + up), w * gap
    sums.partition += whole
    sums.moment += boltzmann * sector.moment * (1 + up)
    overlap = sum((a * b for a, b in zip(n, n_0, strict=True)), arb(0))
    flat = sector.splitting.is_zero()
    reference = tied and not flat and next(iter(ground)) == sector.labels
    apart = arb(0) if reference else sum(((a - b) * (a - b) for a, b in zip(n, n_0, strict=True)), arb(0)) / 4
    if flat:
        apart = arb(1) / 2
    sums.minor += w * (apart + up * (1 - apart))
    for i in range(3):
        sums.r[i] += half * n[i]
        if not reference:
            sums.cross[i] += half * (n[i] - overlap * n_0[i])
    sums.interaction += whole * sector.lift + half * sum((a * b for a, b in zip(n, sector.pull, strict=True)), arb(0))
    if tied:
        rest = boltzmann * sector.weight.excess if sector.weight.excess is not None else w - _degeneracy(ground, sector)
        sums.excess += rest * 2 if flat else rest + w * up
    else:
        sums.excess += whole
    if frame.order:
        _add_energies(sums, sector, Factors(rise, boltzmann, up, gap, reference), n_0)


def _degeneracy(ground: Mapping[tuple[Hashable, ...], GroundSector], sector: Sector) -> int:
    return ground[sector.labels].sources_degeneracy or 0


@dataclass(slots=True)
class Factors:
    """Of one sector: its rise over E_0, e^{-beta rise}, e^{-2 beta s}, 1 - e^{-2 beta s}, whether it is the reference."""

    rise: arb
    boltzmann: arb
    up: arb
    gap: arb
    reference: bool


def _add_energies(sums: Sums, sector: Sector, f: Factors, n_0: Vector) -> None:
    rise, boltzmann, up, gap = f.rise, f.boltzmann, f.up, f.gap
    weight, split, n = sector.weight, sector.splitting, sector.direction
    assert weight.first is not None and weight.second is not None
    w = boltzmann * weight.value
    first = boltzmann * (rise * weight.value + weight.first)
    second = boltzmann * (rise * rise * weight.value + 2 * rise * weight.first + weight.second)
    sums.first += first * (1 + up) + w * split * up
    sums.second += second * (1 + up) + 2 * first * split * up + w * split * split * up
    for i in range(3):
        if f.reference:
            sums.shift[i] -= 2 * w * up * n[i]
            sums.product[i] -= 2 * (first + w * split) * up * n[i]
        else:
            sums.shift[i] += w * (gap * n[i] - (1 + up) * n_0[i])
            sums.product[i] += first * (gap * n[i] - (1 + up) * n_0[i]) - w * split * up * (n[i] + n_0[i])
    sums.conditional += w * (1 + up) * binary_entropy(up / (1 + up))


def widen(sums: Sums, bound: arb) -> None:
    """Every sum with what the sectors left out may add."""
    rest = arb(0, bound.abs_upper()) if bound.is_finite() else arb(0, "inf")
    for name in ("partition", "excess", "minor", "moment", "first", "second", "interaction", "conditional"):
        setattr(sums, name, getattr(sums, name) + rest)
    for name in ("r", "cross", "shift", "product"):
        setattr(sums, name, [part + rest for part in getattr(sums, name)])


def _finished(prepared: Problem, frame: Frame, sums: Sums) -> State:
    known = frame.known
    z = sums.partition
    x, y, w = (part / z for part in sums.r)
    size = length((x, y, w))
    minor = sums.minor / z
    cross = sum((part * part for part in sums.cross), arb(0)) / (4 * z * z)
    smaller = 2 * (minor * (1 - minor) - cross) / (1 + size)
    excess, degeneracy = (sums.excess, known.degeneracy) if known else (None, None)
    found = State(prepared, frame.beta, frame.energy, z, excess, degeneracy, (x, y, w), smaller)
    found.moment, found.interaction = sums.moment / z, sums.interaction / z
    if frame.order:
        found.mean, found.square = sums.first / z, sums.second / z
        one, two, three = (p / z - found.mean * (s / z) for p, s in zip(sums.product, sums.shift, strict=True))
        found.covariance = (one, two, three)
        found.conditional = sums.conditional / z
    return found
