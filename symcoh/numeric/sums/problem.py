"""A model with any sources, prepared once: its joint sectors, and its ground states decided exactly.

In a joint sector every bath has one eigenvalue b_i, and the target sees K_b = H_A + sum_i b_i A_i. Its least energy is the sum of
the baths' least energies (with the field of the model where a system is uniform) and the lower level of K_b.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from math import prod

from flint import arb

from ...balls import working_precision
from ...errors import BudgetSpent, NotCertified
from ...exactnumbers import Exact, is_zero, rational
from ...exactnumbers.sign import ball_here
from ...model import Bath, Model
from ...sources.energy import Energy, energy_ball, energy_sign, exactly_zero
from ...sources.protocol import MAX_SECTORS, MOST_LISTED, Sources
from ..formulas import length
from ..sources.weight import Weight, module
from .endless import ends_of_field, rise_of_a_step
from .least import least_sectors
from .pauli import Field, exact_length, target_fields

SIGHT = 96
"""Bits at which the sectors are told apart before exact algebra is asked."""


@dataclass(frozen=True, slots=True)
class GroundSector:
    """A joint sector of ground states: its labels, its eigenvalues b_i, its degeneracy (None: not decided), its field K_b."""

    labels: tuple[Hashable, ...]
    eigenvalues: tuple[Exact, ...]
    sources_degeneracy: int | None
    target_degeneracy: int
    field: Field

    @property
    def degeneracy(self) -> int | None:
        return None if self.sources_degeneracy is None else self.sources_degeneracy * self.target_degeneracy


@dataclass(frozen=True, slots=True)
class Ground:
    """All joint sectors of ground states, and E_0."""

    sectors: tuple[GroundSector, ...]
    energy: Energy

    @property
    def degeneracy(self) -> int | None:
        """Number of ground states; None where not decided."""
        counts = [sector.degeneracy for sector in self.sectors]
        return None if None in counts else sum(count for count in counts if count is not None)


@dataclass(frozen=True, slots=True)
class Problem:
    """A two-level target with its baths."""

    model: Model
    own: Field
    couplings: tuple[Field, ...]

    @property
    def baths(self) -> tuple[Bath, ...]:
        return self.model.baths

    def parallel(self) -> bool:
        """Whether the first coupling lies along H_A, by exact data."""
        (x, y, z), (a, b, c) = self.own.vector, self.couplings[0].vector
        if any(part.parts for part in (x, y, z, a, b, c)):
            return False
        crossed = ((x, b, y, a), (y, c, z, b), (z, a, x, c))
        return all(is_zero(p.exact * q.exact - r.exact * s.exact) is True for p, q, r, s in crossed)


@lru_cache(maxsize=64)
def problem(model: Model) -> Problem:
    """The prepared problem of a model whose target has two levels."""
    own, couplings = target_fields(model.target, [bath.coupling for bath in model.baths])
    return Problem(model, own, couplings)


def count_of_sectors(model: Model) -> int | None:
    """How many joint sectors there are; None where infinitely many, or too many to be listed."""
    if not all(getattr(bath.sources, "few", _always)() for bath in model.baths):
        return None
    try:
        return prod(len(bath.sources.sectors()) for bath in model.baths) if all(b.sources.bounded for b in model.baths) else None
    except (NotCertified, OverflowError):
        return None


def _always() -> bool:
    return True


def few_sectors(system: Sources) -> bool:
    """Whether the sectors may be looked at one by one."""
    try:
        return len(system.sectors()) <= MOST_LISTED
    except OverflowError:
        return False


def joint_sectors(model: Model) -> Iterator[tuple[Hashable, ...]]:
    """The labels of all joint sectors.

    Raises:
        NotCertified: they are too many.
    """
    count = count_of_sectors(model)
    if count is None or count > MAX_SECTORS:
        raise NotCertified(f"The sectors of these sources are more than {MAX_SECTORS}, and are not summed one by one: try a smaller N.")
    return product(*(bath.sources.sectors() for bath in model.baths))


def eigenvalue(bath: Bath, sector: Hashable) -> Exact:
    """b of a sector, with the model's gamma where the system is uniform."""
    own = bath.sources.eigenvalue(sector)
    return own * bath.gamma if bath.sources.uniform else own


def lowest(bath: Bath, sector: Hashable) -> Energy:
    """The least energy of H_B in a sector, with the field of the model where the system is uniform."""
    own = bath.sources.lowest(sector)
    if not bath.sources.uniform or is_zero(bath.omega_a):
        return own
    return own + Energy(bath.omega_a * bath.sources.eigenvalue(sector) * rational(1, 2))


def measured_from(bath: Bath, label: Hashable, weight: Weight) -> arb:
    """The energy that a weight is measured from: the least of the sector, or the one it names, with the field of the model."""
    if weight.reference is None:
        return energy_ball(lowest(bath, label))
    return weight.reference + ball_here(bath.omega_a) * ball_here(bath.sources.eigenvalue(label)) / 2


def sector_field(prepared: Problem, eigenvalues: Sequence[Exact]) -> Field:
    """K_b."""
    found = prepared.own
    for value, coupling in zip(eigenvalues, prepared.couplings, strict=True):
        if not is_zero(value):
            found = found + coupling.times(value)
    return found


def least_energy(prepared: Problem, labels: Sequence[Hashable]) -> tuple[Energy, Field, tuple[Exact, ...]]:
    """The least energy of a joint sector, K_b and the b_i."""
    values = tuple(eigenvalue(bath, label) for bath, label in zip(prepared.baths, labels, strict=True))
    field = sector_field(prepared, values)
    energy = field.scalar - exact_length(field.vector)
    for bath, label in zip(prepared.baths, labels, strict=True):
        energy = energy + lowest(bath, label)
    return energy, field, values


def ground(prepared: Problem, max_bits: int = 4096) -> Ground:
    """The ground states, decided exactly.

    Among few sectors every one is looked at. Else only the vertices of the hull of (b, lowest(b)): the lower level of K_b is
    concave in b, so that a ground state stands at a vertex, and a sector off the vertices can tie only where that level is affine.

    Raises:
        NotCertified: a tie that exact algebra does not decide, or levels affine in b over too many sectors.
    """
    near = _candidates(prepared)
    best: list[tuple[tuple[Hashable, ...], Energy, Field, tuple[Exact, ...]]] = []
    for labels in near:
        energy, field, values = least_energy(prepared, labels)
        if best:
            outcome = energy_sign(energy - best[0][1], max_bits)
            if outcome is None:
                raise NotCertified(
                    f"Whether two sectors of the sources tie in the ground state is not decided with {max_bits} bits: "
                    "raise --max-precision, or change a parameter a little."
                )
            if outcome > 0:
                continue
            if outcome < 0:
                best = []
        best.append((labels, energy, field, values))
    found = tuple(_ground_sector(prepared, labels, field, values) for labels, _, field, values in best)
    return Ground(found, best[0][1])


def _ground_sector(prepared: Problem, labels: tuple[Hashable, ...], field: Field, values: tuple[Exact, ...]) -> GroundSector:
    count: int | None = 1
    for bath, label in zip(prepared.baths, labels, strict=True):
        own = bath.sources.degeneracy(label)
        count = None if own is None or count is None else count * own
    flat = all(exactly_zero(part) for part in field.vector)
    return GroundSector(labels, values, count, 2 if flat else 1, field)


def _candidates(prepared: Problem) -> list[tuple[Hashable, ...]]:
    """Sectors whose least energy is not visibly above the least of all."""
    model = prepared.model
    check_stable(prepared)
    count = count_of_sectors(model)
    endless = endless_sectors(model)
    if count is not None and count <= MOST_LISTED:
        listed: list[tuple[Hashable, ...]] = list(joint_sectors(model))
    elif endless is not None:
        listed = endless
    elif len(model.baths) == 1 and hasattr(module(model.baths[0].sources), "bend"):
        return [(2 * k - model.baths[0].sources.N,) for k in _least_of_many(prepared)]
    else:
        hulls = [bath.sources.hull() for bath in model.baths]
        if any(hull is None for hull in hulls) or _affine(prepared):
            raise NotCertified(f"The ground state of more than {MOST_LISTED} sectors is not decided for these sources: try a smaller N.")
        listed = list(product(*(hull for hull in hulls if hull is not None)))
    with working_precision(SIGHT):
        energies = [_visible_energy(prepared, labels) for labels in listed]
        least = min(energy.upper() for energy in energies)
        return [labels for labels, energy in zip(listed, energies, strict=True) if energy.lower() <= least]


def _least_of_many(prepared: Problem) -> list[int]:
    """k of the sectors M = 2k - N that may be of least energy, of one uniform bath whose least energies bend no more than it says."""
    system = prepared.baths[0].sources
    with working_precision(SIGHT + 4 * system.N.bit_length()):
        return least_sectors(system.N, module(system).bend(system), lambda k: _visible_energy(prepared, (2 * k - system.N,)))


def endless_sectors(model: Model) -> list[tuple[Hashable, ...]] | None:
    """The sectors to look at where sources without end have a hull of one sector and the others few sectors; else None.

    The theorem of `endless` says why no other sector of theirs is needed.
    """
    choices: list[Sequence[Hashable]] = []
    for bath in model.baths:
        hull = None if bath.sources.bounded else bath.sources.hull()
        if hull is not None and len(hull) == 1:
            choices.append(hull)
        elif bath.sources.bounded and getattr(bath.sources, "few", _always)():
            choices.append(bath.sources.sectors())
        else:
            return None
    found = all(bath.sources.bounded for bath in model.baths) or prod(map(len, choices)) > MOST_LISTED
    return None if found else list(product(*choices))


def check_stable(prepared: Problem) -> None:
    """Refuse sources without end that the coupling outweighs: there is no ground state, and no thermal state.

    Raises:
        InputError: as `rise_of_a_step`.
    """
    for bath, coupling in zip(prepared.baths, prepared.couplings, strict=True):
        if not bath.sources.bounded:
            with working_precision(SIGHT):
                rise_of_a_step(bath, ends_of_field(coupling))


def _affine(prepared: Problem) -> bool:
    """Whether the levels of K_b may be affine in b along some direction: no coupling, or one along H_A."""
    if len(prepared.baths) > 1:
        return True
    bath = prepared.baths[0]
    if bath.sources.uniform and is_zero(bath.gamma):
        return True
    (x, y, z), (a, b, c) = prepared.own.vector, prepared.couplings[0].vector
    crossed = ((x, b, y, a), (y, c, z, b), (z, a, x, c))
    if any(part.parts for part in (x, y, z, a, b, c)):
        products = [energy_ball(p) * energy_ball(q) - energy_ball(r) * energy_ball(s) for p, q, r, s in crossed]
        return not any(value > 0 or value < 0 for value in products)
    return all(is_zero(p.exact * q.exact - r.exact * s.exact) is not False for p, q, r, s in crossed)


def _visible_energy(prepared: Problem, labels: Sequence[Hashable]) -> arb:
    energy, vector = energy_ball(prepared.own.scalar), [energy_ball(part) for part in prepared.own.vector]
    for bath, label, coupling in zip(prepared.baths, labels, prepared.couplings, strict=True):
        b = energy_ball(Energy(eigenvalue(bath, label)))
        energy += energy_ball(lowest(bath, label)) + b * energy_ball(coupling.scalar)
        vector = [v + b * energy_ball(part) for v, part in zip(vector, coupling.vector, strict=True)]
    return energy - length(vector)


def energy_scale(model: Model) -> arb:
    """A bound of every energy, about, at the precision in force: it sets the precision to begin with, and proves nothing."""
    if model.target.dimension != 2:
        return arb(1)
    prepared = problem(model)
    found = abs(energy_ball(prepared.own.scalar)) + length([energy_ball(part) for part in prepared.own.vector])
    for bath, coupling in zip(model.baths, prepared.couplings, strict=True):
        energy, moment = module(bath.sources).extent(bath.sources)
        size = length([energy_ball(part) for part in (coupling.scalar, *coupling.vector)])
        found += energy + moment * (abs(ball_here(bath.gamma)) * size + abs(ball_here(bath.omega_a)) / 2)
    return found


@lru_cache(maxsize=64)
def reference_ground(model: Model) -> Ground | None:
    """The ground states where they are decided cheaply; at finite beta they only spare bits."""
    if model.target.dimension != 2:
        return None
    try:
        found = ground(problem(model))
    except BudgetSpent:
        raise  # no fact about the model, and this function remembers
    except NotCertified:
        return None
    return found if found.degeneracy is not None else None
