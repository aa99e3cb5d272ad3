"""The Hamiltonian of mean force of a two-level target at T = 0.

With rho_t = sum_k p_k |k><k| over the levels k of the whole, each with the state |k> in which it has the target,
det rho_t = sum_{k < l} p_k p_l |det(k, l)|^2. At low temperature the pair of least energy is left: the ground state and the least
level E_1 that has the target in another state. So -log(det rho_t)/beta -> E_1 - E_0 there, and h_0 -> (E_0 + E_1)/2 - E_B with E_B the
least energy of the sources, h -> -(E_1 - E_0)/2 n_0. Where ground states have the target in more than one state E_1 = E_0.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from flint import arb

from ...errors import NotCertified
from ...exactnumbers import Exact, is_zero, sign
from ...model import Bath
from ...sources.energy import energy_ball, energy_sign, exactly_zero
from ...sources.protocol import MOST_LISTED
from ..formulas import dot, length
from .bare import bare_ground_energy
from .ends import AXES, direction_of
from .pauli import Field
from .problem import GroundSector, Problem, count_of_sectors, endless_sectors, few_sectors, ground, joint_sectors, least_energy, lowest

UNDECIDED = "Which level is the first to have the target in another state is not decided at T = 0: ask above it."


def cold_mean_force(prepared: Problem, quantity: str) -> arb:
    """Any quantity of the mean force at T = 0, a ball at the precision in force."""
    found = ground(prepared)
    energy = energy_ball(found.energy)
    if quantity == "mean-force-free-energy":
        return energy - bare_ground_energy(prepared.baths)
    first, *others = found.sectors
    sides = [_side(prepared, sector.field, first.field, (sector.eigenvalues, first.eigenvalues)) for sector in others]
    if None in sides:
        raise NotCertified(UNDECIDED)
    mixed = first.target_degeneracy == 2 or any(side != 1 for side in sides)
    if mixed and quantity != "mean-force-energy":
        return arb(0)
    if mixed:
        return energy - bare_ground_energy(prepared.baths)
    upper = energy + 2 * length([energy_ball(part) for part in first.field.vector])
    second = _second_energy(prepared, first, upper)
    if quantity != "mean-force-energy":
        return (energy - second) / 2 * direction_of(first)["xyz".index(AXES[quantity])]
    if second is upper:  # the trace of K_b/2 is exact: it may be zero
        rise = sum((_above_the_bare(bath, label) for bath, label in zip(prepared.baths, first.labels, strict=True)), arb(0))
        return energy_ball(first.field.scalar) + rise
    return (energy + second) / 2 - bare_ground_energy(prepared.baths)


def _above_the_bare(bath: Bath, label: Hashable) -> arb:
    """The least energy of a sector above that of the bath without the target: exactly 0 where it is the same."""
    own, rise = lowest(bath, label), arb(0)
    chosen = bath.sources.hull()
    for sector in bath.sources.sectors() if chosen is None or few_sectors(bath.sources) else chosen:
        excess = own - lowest(bath, sector)
        ball = energy_ball(excess)
        if not (ball.contains(0) and energy_sign(excess) == 0):
            rise = rise.max(ball)
    return rise


def _second_energy(prepared: Problem, first: GroundSector, upper: arb) -> arb:
    """E_1: the least energy of a level that has the target in another state than the ground state; `upper` itself where it is surely it."""
    others, unsure = [], []
    for labels in _labels(prepared):
        least, field, values = least_energy(prepared, labels)
        low, split = energy_ball(least), 2 * length([energy_ball(part) for part in field.vector])
        if labels == first.labels:
            continue
        side = _side(prepared, field, first.field, (values, first.eigenvalues))
        if side is None:
            unsure.append(low)
        elif side <= 0:
            others.append(low)
        if side is not None and side >= 0:
            others.append(low + split)
    found = upper
    for other in others:
        found = found if other > found else other if other < found else found.min(other)
    if any(not low > found for low in unsure):
        raise NotCertified(UNDECIDED)
    return found


def _nothing(field: Field) -> bool:
    return all(exactly_zero(part) for part in field.vector)


def _labels(prepared: Problem) -> Iterable[tuple[Hashable, ...]]:
    """The joint sectors that may hold E_1; of sources without end the first two, as their least energies rise.

    Raises:
        NotCertified: too many, or sources without end whose b may lie along H_A, so that the state changes at a later sector.
    """
    first = endless_sectors(prepared.model)
    if first is not None:
        if len(prepared.baths) > 1 or prepared.parallel():
            raise NotCertified(UNDECIDED)
        return [(0,), (1,)]
    count = count_of_sectors(prepared.model)
    if count is None or count > MOST_LISTED:
        raise NotCertified(f"The mean force at T = 0 looks at every sector, which are more than {MOST_LISTED}: ask above it.")
    return joint_sectors(prepared.model)


def _side(prepared: Problem, one: Field, other: Field, values: tuple[tuple[Exact, ...], tuple[Exact, ...]]) -> int | None:
    """1 and -1 where the vectors point along each other and against, 0 where neither or one is zero; None where undecided.

    Without H_A and with one bath both lie along A, and the b, `values`, decide.
    """
    if _nothing(one):
        return 0
    if _nothing(prepared.own) and len(prepared.baths) == 1:
        return sign(values[0][0] * values[1][0])
    (x, y, z), (a, b, c) = one.vector, other.vector
    exact = not any(part.parts for part in (x, y, z, a, b, c))
    unsure = False
    for p, q, r, s in ((x, b, y, a), (y, c, z, b), (z, a, x, c)):
        ball = energy_ball(p) * energy_ball(q) - energy_ball(r) * energy_ball(s)
        if not ball.contains(0):
            return 0
        if ball.is_zero() or (exact and is_zero(p.exact * q.exact - r.exact * s.exact) is True):
            continue
        unsure = True
    along = dot([*map(energy_ball, one.vector)], [*map(energy_ball, other.vector)])
    return None if unsure or along.contains(0) else 1 if along > 0 else -1
