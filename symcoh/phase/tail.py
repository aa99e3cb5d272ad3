"""The sign of dC/dT at every temperature below some T: the slowest exponential against a bound on all others."""

from __future__ import annotations

from dataclasses import dataclass

from flint import arb

from ..balls import ask_clocks_about, certain_sign
from ..errors import NotCertified
from ..exactnumbers import Exact, rational, sign, simpler
from ..exactnumbers.number import total
from ..ground import bloch_vector
from ..sources.ring.counting import favoured_domains
from ..spectrum import energy, transverse
from .levels import Levels, PrecisionNeeded


@dataclass(frozen=True, kw_only=True, slots=True)
class Excited:
    """One excited level: its place (m, branch, walls j), energy above E_0, degeneracy and xi - xi_0."""

    m: int
    branch: int
    walls: int
    energy: arb
    degeneracy: int
    shift: arb


@dataclass(frozen=True, kw_only=True, slots=True)
class Tail:
    """The excited levels sorted for `tail_holds`: the lowest energy that moves C, the sign of its shift, all others.

    `net` is |sum g (xi - xi_0)| over the levels of that energy; `silent` are lower levels that do not move C.
    """

    sign: int
    energy: arb
    net: arb
    silent: tuple[Excited, ...]
    leading: tuple[Excited, ...]
    others: tuple[Excited, ...]


def excited_levels(levels: Levels) -> list[Excited]:
    """All excited levels, lowest first (by midpoints)."""
    found = []
    for sector in levels.sectors:
        for group in sector.groups:
            for walls, degeneracy in enumerate(sector.degeneracies):
                if walls or not group.ground:
                    place = {"m": group.m, "branch": group.branch, "walls": walls, "degeneracy": degeneracy}
                    found.append(Excited(**place, energy=group.energy + levels.step * walls, shift=group.shift))
    return sorted(found, key=lambda level: level.energy.mid())


def sorted_tail(levels: Levels) -> Tail:
    """Find the lowest energy whose levels move C; equal energies and vanishing sums are decided in exact arithmetic.

    Raises:
        PrecisionNeeded: two different energies overlap, or a sum that is not zero is not told from zero.
        NotCertified: an equality with pi, exp or log in a parameter that no precision decides.
    """
    found, start = excited_levels(levels), 0
    silent: list[Excited] = []
    while start < len(found):
        stop = start + 1
        while stop < len(found) and found[stop].energy.overlaps(found[start].energy):
            _require_equal(levels, found[start], found[stop])
            stop += 1
        cluster = found[start:stop]
        net, side = _net_shift(levels, cluster)
        if side:
            first, others = cluster[0].energy, found[stop:]
            if not all(level.energy > first for level in others):
                raise PrecisionNeeded
            return Tail(sign=side, energy=first, net=abs(net), silent=tuple(silent), leading=tuple(cluster), others=tuple(others))
        silent += cluster
        start = stop
    raise AssertionError("C falls from C_0 to 0, so some level moves it")


def tail_holds(tail: Tail, ground_degeneracy: int, beta: arb) -> bool:
    """Whether F, and with it dC/dT, has the sign `tail.sign` at every inverse temperature >= `beta`.

    Theorem: let D = sum g eps |xi - xi_0| e^{-beta eps} over the levels above the leading energy eps_1 whose shift is not
    certainly of the leading sign s, and E = (B_x P + E_x X)/G with B_x, E_x = sum g (1, eps) e^{-beta eps} over all excited
    levels and X, P = sum g |xi - xi_0| (1, eps) e^{-beta eps} over those from eps_1 on. If
    eps_1 |sum_1 g (xi - xi_0)| > e^{beta_0 eps_1} (D + E) at beta_0, then s F > 0 for all beta >= beta_0.
    Proof: F = (G + B_x) P^ - E_x X^ with P^, X^ the sums P and X with the signs kept; levels below eps_1 drop out of P^
    and X^, because at equal energy their shifts add up to 0 exactly, and ground states because xi_0 is their mean. Hence
    s F/G >= e^{-beta eps_1} eps_1 |sum_1| - D - E. Every exponential in D and E decays at least like e^{-beta eps_1}, with
    positive coefficient, so e^{beta eps_1} (D + E) does not increase with beta.

    Args:
        tail: the sorted levels.
        ground_degeneracy: G.
        beta: beta_0 > 0.
    """
    against = drift = shift = weight = mean = arb(0)
    for level in (*tail.silent, *tail.leading, *tail.others):
        ask_clocks_about(0.0)
        factor = level.degeneracy * (-beta * level.energy).exp()
        weight += factor
        mean += factor * level.energy
    for level in (*tail.leading, *tail.others):
        ask_clocks_about(0.0)
        moved = level.degeneracy * abs(level.shift) * (-beta * level.energy).exp()
        shift += moved
        drift += moved * level.energy
    for level in tail.others:
        if certain_sign(level.shift) not in (0, tail.sign):
            against += level.degeneracy * level.energy * abs(level.shift) * (-beta * level.energy).exp()
    rest = against + (weight * drift + mean * shift) / ground_degeneracy
    return bool(tail.energy * tail.net > (beta * tail.energy).exp() * rest)


def _exact_energy(levels: Levels, level: Excited) -> Exact:
    """The energy (20) as an exact number; `walls` counts from the favoured number of domains."""
    return energy(levels.model, level.m, _domains(levels, level), level.branch)


def _domains(levels: Levels, level: Excited) -> int:
    model = levels.model
    antiferromagnetic = model.N > 1 and sign(model.J) == -1
    best = favoured_domains(model.N, level.m, antiferromagnetic)
    return best - level.walls if antiferromagnetic else best + level.walls


def _require_equal(levels: Levels, left: Excited, right: Excited) -> None:
    difference = _exact_energy(levels, left) - _exact_energy(levels, right)
    outcome = sign(difference)
    if outcome is None:
        raise NotCertified(f"Whether two excited levels have the same energy is not decided: write the parameters {simpler(difference)}.")
    if outcome:
        raise PrecisionNeeded


def _net_shift(levels: Levels, cluster: list[Excited]) -> tuple[arb, int]:
    """sum g (xi - xi_0) and its sign, the zero proved exactly."""
    net = sum((level.degeneracy * level.shift for level in cluster), arb(0))
    side = certain_sign(net)
    if side is not None:
        return net, side
    across, _ = bloch_vector(levels.model, levels.manifold)
    parts = [(transverse(levels.model, level.m, level.branch) - across) * rational(level.degeneracy) for level in cluster]
    outcome = sign(total(parts))
    if outcome is None:
        raise NotCertified(f"Whether a group of levels moves C is not decided: write the parameters {simpler(*parts)}.")
    if outcome:
        raise PrecisionNeeded
    return arb(0), 0
