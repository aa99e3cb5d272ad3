"""(40), (41), (48)-(57): ground states by exact comparison of the levels of all 2^N configurations.

Each configuration contributes the two eigenvalues of its 2x2 matrix, exact surds; ties are decided by exact algebra. As a
function of J every level is a straight line, energy at J = 0 minus J times the bond sum.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flint import arb

from ...errors import CheckFailed, InputError, NotCertified
from ...exactnumbers import Exact, rational, sign, simpler, square_root
from ...exactnumbers.sign import ball_here
from ..evaluation_point import EvaluationPoint, Meaning, groups
from .sectors import whole


@dataclass(frozen=True, kw_only=True, slots=True)
class Configurations:
    """All configurations of one magnetization and bond sum: their number, and both levels at J = 0."""

    m: int
    bonds: int
    number: int
    lower: Exact
    upper: Exact

    def energy(self, coupling: Exact) -> Exact:
        """The lower level."""
        return self.lower - coupling * rational(self.bonds)


def configurations(here: EvaluationPoint) -> tuple[Configurations, ...]:
    """Every group of configurations, with the eigenvalues of its 2x2 matrix ((centre + lean, mixing), (mixing, centre - lean)) of (1)."""

    def make() -> tuple[Configurations, ...]:
        model = here.model
        lean = model.omega * rational(1, 2)
        found = []
        for m, bonds, number in groups(model.N):
            centre, mixing = model.omega_a * rational(m, 2), model.gamma * rational(m)
            reach = square_root(lean * lean + mixing * mixing)
            found.append(Configurations(m=m, bonds=bonds, number=number, lower=centre - reach, upper=centre + reach))
        return tuple(found)

    return here.remember("configurations", make)


def compare(left: Exact, right: Exact) -> int:
    """The sign of left - right, proved."""
    outcome = sign(left - right)
    if outcome is None:
        raise NotCertified(f"Whether {left} and {right} are equal is not decided: write the parameters {simpler(left - right)}.")
    return outcome


def smallest(values: Iterable[Exact]) -> Exact:
    """The smallest of several exact numbers."""
    best: Exact | None = None
    for value in values:
        if best is None or compare(value, best) < 0:
            best = value
    if best is None:
        raise InputError("m", "must be a sector of the ring: -N, -N+2, ..., N.")
    return best


def ground_energy(here: EvaluationPoint) -> arb:
    """E_0: the smallest of all levels."""
    return ball_here(smallest(group.energy(here.model.J) for group in configurations(here)))


def ground_coherence(here: EvaluationPoint) -> arb:
    """C_0: |average of sigma^x| over all states of lowest energy; a target whose levels coincide contributes zero, twice."""
    coupling = here.model.J
    lowest = smallest(group.energy(coupling) for group in configurations(here))
    total, states = arb(0), 0
    for group in configurations(here):
        if compare(group.energy(coupling), lowest) == 0:
            distance = group.upper - group.lower
            single = sign(distance) == 1
            states += group.number if single else 2 * group.number
            if single:
                # The projector on the lower level is (upper - matrix)/(upper - lower); sigma^x takes twice its off-diagonal.
                total -= 2 * group.number * ball_here(here.model.gamma * rational(group.m)) / ball_here(distance)
    return abs(total) / states


def crossing(here: EvaluationPoint) -> arb:
    """J_c: the coupling where the lowest level changes from full alignment to the smallest bond sum.

    Above `aligned` the configurations of bond sum N lie lowest, below `antialigned` those of the smallest bond sum; each
    is found from the crossings of that line with every other.

    Raises:
        InputError: N = 1. CheckFailed: another configuration wins in between.
    """

    def make() -> Exact:
        all_groups = configurations(here)
        top, low = max(group.bonds for group in all_groups), min(group.bonds for group in all_groups)
        if top == low:
            raise InputError("N", "must be at least 2: the levels of one source do not cross.")
        aligned = _line_ends(all_groups, top, -1)
        antialigned = _line_ends(all_groups, low, 1)
        if compare(aligned, antialigned) != 0:
            raise CheckFailed(f"Between {antialigned} and {aligned} the ground state is neither aligned nor antialigned.")
        return aligned

    return ball_here(here.remember("crossing", make))


def _line_ends(all_groups: tuple[Configurations, ...], bonds: int, side: int) -> Exact:
    """The last coupling, from side * (-oo), at which the lowest level is that of the extreme bond sum."""
    own = smallest(group.lower for group in all_groups if group.bonds == bonds)
    ends = [(group.lower - own) * rational(side, group.bonds - bonds) for group in all_groups if group.bonds != bonds]
    return smallest(ends) * rational(side)


def lowest_of_sector(here: EvaluationPoint, m: arb) -> arb:
    """E_min(m): the smallest level of all configurations with magnetization m."""
    wanted = whole(m, "m")
    return ball_here(smallest(group.energy(here.model.J) for group in configurations(here) if group.m == wanted))


def level_difference(here: EvaluationPoint) -> arb:
    """Delta: the lowest aligned level minus the lowest level with magnetization 0 (N even) or +-1 (N odd)."""
    model, all_groups = here.model, configurations(here)
    aligned = smallest(group.energy(model.J) for group in all_groups if abs(group.m) == model.N)
    antialigned = smallest(group.energy(model.J) for group in all_groups if abs(group.m) == model.N % 2)
    return ball_here(aligned - antialigned)


MEANINGS: dict[str, Meaning] = {
    "E_0": ground_energy,
    "C_0": ground_coherence,
    "J_c": crossing,
    "E_min": lowest_of_sector,
    "Delta": level_difference,
}
