"""All levels of a two-level target with any sources, exactly: what the shape of C(T) and radii of convergence are proved from.

In a joint sector the target sees K_b = scalar + v . sigma. Every level of the sources there, of energy e, gives two of the whole:
e + scalar -+ |v| with the Bloch vectors -+ v/|v|; where v = 0 they are one energy, and the mean of their Bloch vectors is 0.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from itertools import product

from flint import arb

from ...balls import working_precision
from ...errors import InputError, NoExactNumber, NotCertified, UndecidedInput, integer_text
from ...exactnumbers import ZERO, Exact, is_zero, rational, square_root
from ...exactnumbers.number import integer_power, total
from ...model import Bath, Model
from ...sources.energy import Energy, energy_ball, energy_sign, exactly_zero
from ..precision import Clock
from .pauli import exact_length
from .problem import Ground, GroundSector, Problem, count_of_sectors, eigenvalue, ground, problem, sector_field

MOST_LEVELS = 12_000
"""Most levels of the sources that are followed one by one, each with its two levels of the whole."""

SIGHT = 2048
"""Bits at which two energies of parts that only balls know are no longer told apart."""

SEEN = 256
"""Bits of the one look that tells a component of the Bloch vector from 0."""

TRANSVERSE = (0, 1)
"""The components of the Bloch vector that make C = sqrt(x^2 + y^2)."""


@dataclass(frozen=True, slots=True)
class JointSector:
    """A joint sector: the vector v of K_b, its length, and what its energies share."""

    labels: tuple[Hashable, ...]
    vector: tuple[Energy, Energy, Energy]
    length: Energy
    base: Energy
    flat: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A level of the sources: the place of its sector, its energy above the sector's base, its multiplicity, whether it is lowest."""

    place: int
    energy: Energy
    count: int
    lowest: bool


@dataclass(frozen=True, slots=True)
class Whole:
    """Every level of the sources with the target's two; `axes` are those of x and y that are not 0 throughout.

    `cold` is the Bloch vector at T = 0 along them, None where it is no exact number.
    """

    problem: Problem
    sectors: tuple[JointSector, ...]
    rows: tuple[Row, ...]
    ground: Ground
    degeneracy: int
    axes: tuple[int, ...]
    cold: tuple[Exact | None, ...]

    def energy(self, row: Row, branch: int) -> Energy:
        """The energy of one of the two levels."""
        sector = self.sectors[row.place]
        return sector.base + row.energy + sector.length.times(rational(branch))


def whole(model: Model, clock: Clock) -> Whole:
    """All levels of a model with its ground states, for the extrema of C(T).

    Raises:
        InputError: infinitely many levels.
        NotCertified: too many levels, a tie in the ground state that is not decided.
    """
    sectors, rows = every_level(model, clock, "the extrema of C(T)")
    prepared = problem(model)
    known = ground(prepared)
    if known.degeneracy is None:
        raise NotCertified("How many ground states there are is not decided for these sources: change a parameter a little.")
    axes = transverse_axes(sectors, rows)
    tied = {sector.labels: sector for sector in known.sectors}
    for place, sector in enumerate(sectors):
        if sector.labels in tied:
            rows = _lowest_marked(prepared, rows, place, tied[sector.labels])
    cold = tuple(_cold(sectors, known, axis) for axis in axes)
    return Whole(prepared, tuple(sectors), tuple(rows), known, known.degeneracy, axes, cold)


def every_level(model: Model, clock: Clock, purpose: str) -> tuple[list[JointSector], list[Row]]:
    """The joint sectors, turned about z where that takes y out of them, and every level of the sources.

    Args:
        model: a target of two levels.
        clock: the time budget.
        purpose: what they are for, in a sentence.

    Returns:
        The sectors, and a `Row` for each level, which names its sector by place.

    Raises:
        InputError: infinitely many levels. NotCertified: too many.
    """
    endless = [bath.sources.name for bath in model.baths if not bath.sources.bounded]
    if endless:
        raise InputError("`sources`", f"must have finitely many levels for {purpose}, but are {endless[0]}.")
    prepared = problem(model)
    count = count_of_sectors(model)
    if count is None or count > MOST_LEVELS:
        raise too_many(model, purpose)
    joint = list(product(*(bath_levels(bath) for bath in model.baths)))
    if sum(_size(parts) for parts in joint) > MOST_LEVELS:
        raise too_many(model, purpose)
    sectors: list[JointSector] = []
    rows: list[Row] = []
    for place, parts in enumerate(joint):
        clock.check()
        sectors.append(_sector(prepared, tuple(label for label, _ in parts)))
        rows += _rows(parts, place)
    return turned(sectors), rows


def transverse_axes(sectors: Sequence[JointSector], rows: Sequence[Row]) -> tuple[int, ...]:
    """Those of x and y along which the Bloch vector is not 0 at every temperature."""
    return tuple(axis for axis in TRANSVERSE if not _vanishes(sectors, rows, axis))


def turned(sectors: Sequence[JointSector]) -> list[JointSector]:
    """The sectors turned about z so that their v have no y, where all (x, y) are parallel by exact data: C is the same."""
    known = [sector.vector for sector in sectors if not all(exactly_zero(part) for part in sector.vector[:2])]
    if all(exactly_zero(y) for _, y, _ in known) or any(part.parts for v in known for part in v[:2]):
        return list(sectors)
    a, b = known[0][0].exact, known[0][1].exact
    if not all(is_zero(a * y.exact - b * x.exact) is True for x, y, _ in known):
        return list(sectors)
    try:
        size = square_root(integer_power(a, 2) + integer_power(b, 2))
        cosine, sine = a / size, b / size
    except (NoExactNumber, UndecidedInput):
        return list(sectors)
    return [replace(s, vector=(s.vector[0].times(cosine) + s.vector[1].times(sine), Energy(), s.vector[2])) for s in sectors]


def too_many(model: Model, purpose: str) -> NotCertified:
    """The refusal of levels that are not followed one by one."""
    return NotCertified(
        f"The levels of these sources (N = {integer_text(model.N)}) are more than {MOST_LEVELS}, and are not followed one by one "
        f"for {purpose}: try a smaller N."
    )


BathSector = tuple[Hashable, list[tuple[Energy, int]]]


def bath_levels(bath: Bath) -> list[BathSector]:
    """(label, its levels) of every sector, as the system lists them; their energies without the field of the model."""
    system, found, known = bath.sources, [], 0
    may = getattr(system, "lists_levels", None)
    if may is not None and not may():
        raise NotCertified(f"The levels of {integer_text(system.N)} {system.name} sources are too many to be listed: try a smaller N.")
    for label in system.sectors():
        levels = list(system.levels(label))
        known += len(levels)
        if known > MOST_LEVELS:
            raise NotCertified(f"The {system.name} sources have more than {MOST_LEVELS} levels, which are not followed: try a smaller N.")
        found.append((label, levels))
    return found


def _size(parts: Sequence[BathSector]) -> int:
    size = 1
    for _, levels in parts:
        size *= len(levels)
    return size


def _sector(prepared: Problem, labels: tuple[Hashable, ...]) -> JointSector:
    values = [eigenvalue(bath, label) for bath, label in zip(prepared.baths, labels, strict=True)]
    field = sector_field(prepared, values)
    base = field.scalar
    for bath, label in zip(prepared.baths, labels, strict=True):
        if bath.sources.uniform and not is_zero(bath.omega_a):
            base += Energy(bath.omega_a * bath.sources.eigenvalue(label) * rational(1, 2))
    flat = all(exactly_zero(part) for part in field.vector)
    return JointSector(labels, field.vector, Energy() if flat else exact_length(field.vector), base, flat)


def _rows(parts: Sequence[BathSector], place: int) -> list[Row]:
    """The levels of a joint sector."""
    found = []
    for chosen in product(*(levels for _, levels in parts)):
        energy, count = chosen[0]
        for other, many in chosen[1:]:
            energy, count = energy + other, count * many
        found.append(Row(place, energy, count, False))
    return found


def _lowest_marked(prepared: Problem, rows: Sequence[Row], place: int, sector: GroundSector) -> list[Row]:
    """The rows with those of ground states marked: in their sector those that no ball tells from the lowest, as many as there are."""
    lowest = Energy()
    for bath, label in zip(prepared.baths, sector.labels, strict=True):
        lowest += bath.sources.lowest(label)
    bits = SEEN
    while bits <= SIGHT:
        with working_precision(bits):
            least = energy_ball(lowest)
            near = {k for k, row in enumerate(rows) if row.place == place and not energy_ball(row.energy) > least}
        if sum(rows[k].count for k in near) == sector.sources_degeneracy:
            return [replace(row, lowest=True) if k in near else row for k, row in enumerate(rows)]
        bits *= 2
    raise NotCertified("Which levels of the sources are lowest is not decided: change a parameter a little.")


def equal(one: Energy, other: Energy) -> bool:
    """Whether two energies are the same, decided.

    Raises:
        NotCertified: it is not.
    """
    if one == other:
        return True
    outcome = energy_sign(one - other, SIGHT)
    if outcome is None:
        raise NotCertified("Whether two levels of the sources have the same energy is not decided: change a parameter a little.")
    return outcome == 0


def _vanishes(sectors: Sequence[JointSector], rows: Sequence[Row], axis: int) -> bool:
    """Whether a component of the Bloch vector is 0 at every temperature: its pulls cancel at equal energies and equal |v|.

    A ball at one temperature says that it is not, and spares the comparison.
    Tr sigma e^{-beta (e + v sigma)} = -2 e^{-beta e} v sinh(beta |v|)/|v|, so levels of one e and one |v| count by their sum of v.
    """
    if all(exactly_zero(sector.vector[axis]) for sector in sectors):
        return True
    with working_precision(SEEN):
        lengths = [energy_ball(sector.length) for sector in sectors]
        energies = [energy_ball(sectors[row.place].base) + energy_ball(row.energy) for row in rows]
        least = min((energy - lengths[row.place] for energy, row in zip(energies, rows, strict=True)), key=arb.mid)
        seen = arb(0)
        for energy, row in zip(energies, rows, strict=True):
            s = lengths[row.place]
            if not s.is_zero():
                seen += row.count * (least - energy).exp() * s.sinh() / s * energy_ball(sectors[row.place].vector[axis])
    if seen.is_finite() and not seen.contains(0):
        return False
    sums: dict[tuple[Energy, Energy], Energy] = {}
    for row in rows:
        sector = sectors[row.place]
        key = (sector.base + row.energy, sector.length)
        sums[key] = sums.get(key, Energy()) + sector.vector[axis].times(rational(row.count))
    return all(exactly_zero(part) for part in sums.values())


def _cold(sectors: Sequence[JointSector], known: Ground, axis: int) -> Exact | None:
    """A component of the Bloch vector at T = 0 as an exact number; None where it is none."""
    parts: list[Exact] = []
    count = {sector.labels: sector.degeneracy or 0 for sector in known.sectors}
    for sector in sectors:
        part, size = sector.vector[axis], sector.length
        if sector.labels not in count or sector.flat or exactly_zero(part):
            continue
        if part.parts or size.parts:
            return None
        try:
            parts.append(-(part.exact / size.exact) * rational(count[sector.labels]))
        except (NoExactNumber, UndecidedInput):
            return None
    return total(parts) * rational(1, known.degeneracy or 1) if parts else ZERO
