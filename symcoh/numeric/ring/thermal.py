"""Thermal sums over the sectors in balls, (24)-(31).

With u = |m|, a = beta |omega_a| u/2, b = beta S_u/2 and d_u >= 0 the lowest energy of the sectors +-u above
the reference E_0, every sum is over positive terms

    t_u = P_u(y) e^{-beta d_u},       W_u e^{a+b} = t_u e^{-beta E_0},

    Z e^{beta E_0} = sum_u t_u (1 + e^{-2a}) (1 + e^{-2b}),                         (31)
    C Z e^{beta E_0} = sum_u t_u (2 |gamma| u/S_u) (1 - e^{-2a}) (1 - e^{-2b}),     (29)

the factor 1 + e^{-2a} = 2 halved for the single sector u = 0. Nothing cancels. Where only some sectors are kept,
the bound of the others is added to each sum, as much of it as the sum's own factor lets through.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flint import arb

from ...balls import HEAVY, ask_clocks, current_precision, decay
from .paired_sums import Checkpoint, checkpoint_every, no_checkpoint
from .sector_window import SectorWindow, kept_moments, kept_sectors, kept_weights, smaller_of_one, transverse_share
from .series import Series
from .setting import Setting
from .up_domains import excess_weight


@dataclass(slots=True)
class Sector:
    """One pair of sectors +-u: t_u, S_u and the Boltzmann factors of its four level groups.

    `down` = e^{-2a} (0 at u = 0, which has no partner), `down_gap` = 1 - e^{-2a}, `up` = e^{-2b},
    `up_gap` = 1 - e^{-2b}; `pair` = 1 + `down`.
    """

    u: int
    split: arb
    excitation: arb
    boltzmann: arb
    down: arb
    down_gap: arb
    up: arb
    up_gap: arb

    @property
    def pair(self) -> arb:
        return 1 + self.down


def sectors(s: Setting, kept: SectorWindow, checkpoint: Checkpoint) -> Iterator[Sector]:
    """The sectors kept with their factors, u descending; `checkpoint` is called now and then and may raise."""
    reference_split = s.splitting(s.reference)
    field = -s.beta * s.omega_a
    heavy, every = current_precision() > HEAVY, checkpoint_every(current_precision())
    for count, u in enumerate(kept_sectors(s, kept)):
        if heavy:
            ask_clocks()
        elif count % every == 0:
            checkpoint()
        split = s.splitting(u)
        rise = s.excitation(u, split, reference_split)
        boltzmann = arb(1) if rise.is_zero() else (-s.beta * rise).exp()
        if heavy:
            ask_clocks()
        down, down_gap = decay(field * u) if u else (arb(0), arb(1))
        if heavy:
            ask_clocks()
        up, up_gap = decay(-s.beta * split)
        yield Sector(u, split, rise, boltzmann, down, down_gap, up, up_gap)


@dataclass(slots=True)
class Sums:
    """Sums scaled by e^{beta E_0}: Z, C Z, |z| Z, p_e Z and |<M>| Z."""

    partition: arb
    transverse: arb
    longitudinal: arb
    excited: arb
    magnetization: arb


def thermal_sums(s: Setting, kept: SectorWindow, checkpoint: Checkpoint = no_checkpoint) -> Sums:
    """The sums of (29), (31) and their relatives; all terms positive, radii rounding and the sectors left out."""
    partition = transverse = longitudinal = excited = magnetization = arb(0)
    for weight, sector in zip(kept_weights(s, kept), sectors(s, kept, checkpoint), strict=True):
        term = weight * sector.boltzmann
        paired = term * sector.pair
        up = sector.up
        partition += paired * (1 + up)
        gap = paired * sector.up_gap
        if sector.u:
            ratio = 1 / sector.split if not sector.split.is_zero() else arb(0)
            open_pair = term * sector.down_gap
            transverse += open_pair * sector.up_gap * ratio * sector.u
            magnetization += open_pair * (1 + up) * sector.u
            longitudinal += gap * ratio
            mixing = 2 * sector.u * s.gamma * ratio
            excited += paired * up + gap * (mixing * mixing / (1 + s.omega * ratio)) / 2
        elif s.omega.is_zero():
            excited += paired
        else:
            longitudinal += gap / s.omega
            excited += paired * up
    found = Sums(partition, 2 * s.gamma * transverse, s.omega * longitudinal, excited, magnetization)
    return found if kept.tail.is_zero() else _with_tail(s, found, kept.tail)


def _with_tail(s: Setting, found: Sums, tail: arb) -> Sums:
    """Every sum widened by its share of the sectors left out.

    The factors in the order of `Sums`: 1; (1 - e^{-2a})/(1 + e^{-2a}) times its like in b times 2 |gamma| u/S_u
    (`transverse_share`); omega (1 - e^{-2b})/S_u <= min(1, beta omega); p_e <= 1; u tanh a <= N min(1, a).
    """
    longitudinal = tail * smaller_of_one(s.beta * s.omega)
    magnetization = tail * s.sources * smaller_of_one(s.beta * s.omega_a * s.sources / 2)
    bounds = (tail, transverse_share(s, tail), longitudinal, tail, magnetization)
    fields = (getattr(found, name) for name in Sums.__slots__)
    return Sums(*(value + arb(0, bound.abs_upper()) for value, bound in zip(fields, bounds, strict=True)))


@dataclass(slots=True)
class EnergyMoments:
    """Averages over all levels of the excitation eps = E - E_0 and the target's <sigma^x> value xi >= 0 side.

    `partition` = Z e^{beta E_0}, `excess` = that minus the ground degeneracy (None where undecided),
    `mean` = <eps>, `square` = <eps^2>, `shift` = <xi - xi_0>, `product` = <eps (xi - xi_0)>.
    """

    partition: arb
    excess: arb | None
    mean: arb
    square: arb
    shift: arb
    product: arb


def energy_moments(s: Setting, ground_xi: arb, kept: SectorWindow, checkpoint: Checkpoint = no_checkpoint) -> EnergyMoments:
    """First and second moments of the excitation, and its covariance with sigma^x.

    Args:
        s: the setting.
        ground_xi: xi_0, the coherence of the ground manifold; any value from 0 to 1 gives the same covariance.
        kept: the sectors to sum.
        checkpoint: called now and then; may raise to stop.

    Each sector holds four groups (m side, branch) with energy shifts 0, S, |omega_a| u and their sum; inside a
    group the domains add 4 |J| j. The ground levels carry eps = 0 exactly, and their xi - xi_0 sums to zero exactly.
    """
    step = 4 * abs(s.coupling)
    y = s.y
    partition = excess = mean = square = shift = product = arb(0)
    for moments, sector in zip(kept_moments(s, kept), sectors(s, kept, checkpoint), strict=True):
        scaled = tuple(moment * sector.boltzmann for moment in moments)
        across = s.transverse(sector.u, sector.split)
        for factor, energy, xi, lowest in _groups(s, sector, across):
            first, second = _group_moments(scaled, energy, step)
            weight = scaled[0] * factor
            partition += weight
            excited = _without_ground(s, sector, y, moments[0]) if lowest else weight
            excess += excited
            mean += first * factor
            square += second * factor
            if not (lowest and len(s.ground_sectors) == 1):
                shift += excited * (xi - ground_xi)
                product += first * factor * (xi - ground_xi)
    rest = arb(0, kept.tail.abs_upper())
    if not rest.is_zero():
        span = energy_span(s)
        partition, excess, shift = partition + rest, excess + rest, shift + 2 * rest
        mean, square, product = mean + span * rest, square + span * span * rest, product + 2 * span * rest
    return EnergyMoments(
        partition,
        excess if s.ground_degeneracy is not None else None,
        mean / partition,
        square / partition,
        shift / partition,
        product / partition,
    )


def energy_span(s: Setting) -> arb:
    """An upper bound of every excitation: twice N |omega_a|/2 + N |J| + S_N/2, which bounds |E|."""
    return s.sources * (s.omega_a + 2 * abs(s.coupling)) + s.splitting(s.sources)


def _groups(s: Setting, sector: Sector, across: arb) -> Iterator[tuple[arb, arb, arb, bool]]:
    """(Boltzmann factor, energy above the reference, xi, whether it holds ground levels) of each group."""
    up, rise = sector.up, sector.excitation
    ground = sector.u in s.ground_sectors
    free = s.omega_a.is_zero()
    level = sector.split.is_zero()
    yield arb(1), rise, across, ground
    yield up, rise + sector.split, -across, ground and level
    if sector.u:
        field = s.omega_a * sector.u
        yield sector.down, rise + field, -across, ground and free
        yield up * sector.down, rise + field + sector.split, across, ground and free and level


def _group_moments(scaled: Series | tuple[arb, ...], energy: arb, step: arb) -> tuple[arb, arb]:
    """(sum q eps, sum q eps^2) over the domains of one group, eps = energy + step j."""
    weight, first, second = scaled
    return (
        energy * weight + step * first,
        energy * energy * weight + 2 * energy * step * first + step * step * second,
    )


def _without_ground(s: Setting, sector: Sector, y: arb, weight: arb) -> arb:
    """The weight of a ground group without its ground levels, to full relative accuracy."""
    if s.coupling.is_zero():
        return arb(0)  # J = 0: all domain numbers tie, so the whole group is ground
    return excess_weight(s.sources, sector.u, s.antiferromagnetic, y, weight)


@dataclass(slots=True)
class TargetMatrix:
    """rho_t Z e^{beta E_0} in the eigenbasis of the reference level: [[major, cross], [cross, minor]]."""

    major: arb
    minor: arb
    cross: arb


def target_matrix(s: Setting, kept: SectorWindow, checkpoint: Checkpoint = no_checkpoint) -> TargetMatrix:
    """The target's matrix along the direction of the reference level, where `minor` is a positive sum.

    With delta the angle between the directions (2 gamma m, omega)/S_m of the sector and the reference,
    a sector adds t [e^{-2b} + (1 - e^{-2b}) (1 +- cos delta)/2] to the diagonal, and
    sin delta = 2 |gamma| omega (m - r)/(S_m S_r) exactly. det = major minor - cross^2 loses at most N + 1 bits:
    the reference level has at least the share 2^-(N+1) of Z.
    """
    major = minor = cross = arb(0)
    reference_split = s.splitting(s.reference)
    for weight, sector in zip(kept_weights(s, kept), sectors(s, kept, checkpoint), strict=True):
        term = weight * sector.boltzmann
        sides = ((sector.u, arb(1)), (-sector.u, sector.down)) if sector.u else ((0, arb(1)),)
        for m, factor in sides:
            away, sine = _turn(s, m, sector.split, reference_split)
            gap = term * factor * sector.up_gap / 2
            level = term * factor * sector.up
            major += level + gap * (2 - away)
            minor += level + gap * away
            cross += gap * sine
    rest = arb(0, kept.tail.abs_upper())  # every entry of a density matrix is at most its trace
    return TargetMatrix(major + rest, minor + rest, cross + rest)


def _turn(s: Setting, m: int, split: arb, reference_split: arb) -> tuple[arb, arb]:
    """(1 - cos delta, sin delta) between sector m and the reference, without cancellation."""
    r = s.reference
    if m == r or s.gamma.is_zero():
        return arb(0), arb(0)
    if s.omega.is_zero():
        return arb(2 if m < 0 else 0), arb(0)
    across = 2 * s.gamma
    both = split * reference_split
    sine = across * s.omega * (m - r) / both
    squares = across * across
    if m * r > 0:
        return sine * sine / (1 + (squares * (m * r) + s.omega * s.omega) / both), sine
    omega_squared = s.omega * s.omega
    rest = squares * (omega_squared * (m * m + r * r) + squares * (m * m * r * r)) / (both + omega_squared)
    return (rest - squares * (m * r)) / both, sine
