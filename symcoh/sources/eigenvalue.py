"""Levels of one block of a spin system: exact where its characteristic polynomial is factored, else eigenvalues that balls know."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flint import arb

from ..balls import working_precision
from ..errors import InputError
from ..exactnumbers import ONE
from .bonds import Bonds, Label, dimension, flipped, labels, unfrustrated
from .energy import Energy, energy_ball, energy_sign
from .factors import exact_spectrum

MOST_STATES = 1600
"""Rows of the largest matrix that is diagonalised: some twenty minutes, a gigabyte."""

TIE_BITS = 256
"""Precision at which a lowest level is told from the next."""


def _balls() -> Any:
    """The module of certified eigenvalues, which stands above this one."""
    return importlib.import_module("symcoh.numeric.sources.spectrum")


@dataclass(frozen=True, slots=True)
class Ground:
    """The lowest levels of some blocks together.

    Args:
        energy: their energy.
        degeneracy: how many there are; None where it is not decided.
        blocks: the blocks that hold them and how many each, where it is decided.
    """

    energy: Energy
    degeneracy: int | None
    blocks: tuple[tuple[Label, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Least:
    """The least of some energies that are not told apart."""

    energies: frozenset[Energy]

    def ball(self) -> arb:
        """A ball around it."""
        found = None
        for value in map(energy_ball, self.energies):
            found = value if found is None else found.min(value)
        assert found is not None
        return found


@dataclass(frozen=True, slots=True)
class Level:
    """The eigenvalue of a block at a place, by rising value and counted with multiplicity."""

    system: Bonds
    label: Label
    place: int

    def ball(self) -> arb:
        """A ball around it."""
        found: arb = _balls().in_order(_balls().spectrum(self.system, self.label))[self.place]
        return found


def check_size(system: Bonds, argument: str) -> None:
    """Refuse a system whose matrices would take hours.

    Raises:
        InputError: a matrix of more than `MOST_STATES` rows.
    """
    for label in labels(system):
        if dimension(system, label) > MOST_STATES:
            rows = importlib.import_module("symcoh.numeric.sources.symmetry").largest_matrix(system, label)
            if rows > MOST_STATES:
                rule = f"lead to a block of {rows} states that no symmetry splits, but {MOST_STATES} are the most"
                raise InputError(argument, f"{rule}: let J_xy connect fewer sites, or take a ring.")


def block_lowest(system: Bonds, label: Label) -> Energy:
    """The lowest level of a block; without fields the same energy, not an equal one, when all spins are turned over."""
    known = exact_spectrum(system, label)
    return known[0][0] if known else _level(system, label, 0)


def block_degeneracy(system: Bonds, label: Label) -> int | None:
    """How many levels of a block are the lowest; None where it is not decided."""
    known = exact_spectrum(system, label)
    if known:
        return known[0][1]
    if unfrustrated(system):
        return 1
    with working_precision(TIE_BITS):
        found: int | None = _balls().certain_ties(_balls().spectrum(system, label))
    return found


def block_levels(system: Bonds, label: Label) -> Iterator[tuple[Energy, int]]:
    """All levels of a block."""
    known = exact_spectrum(system, label)
    yield from known or ((_level(system, label, place), 1) for place in range(dimension(system, label)))


@lru_cache(maxsize=4096)
def sector_ground(system: Bonds, labels: tuple[Label, ...]) -> Ground:
    """The lowest levels of several blocks: equal energies are equal values, or told apart, or the tie stays undecided."""
    energies = {label: block_lowest(system, label) for label in labels}
    least: list[Energy] = []
    for value in dict.fromkeys(energies.values()):
        signs = [energy_sign(value - other, TIE_BITS) for other in least]
        if 1 not in signs:
            least = [other for other, side in zip(least, signs, strict=True) if side is None] + [value]
    if len(least) > 1:
        return Ground(Energy(parts=((Least(frozenset(least)), ONE),)), None)
    counts = [(label, block_degeneracy(system, label)) for label in labels if energies[label] == least[0]]
    known = [(label, count) for label, count in counts if count is not None]
    if len(known) < len(counts):
        return Ground(least[0], None)
    return Ground(least[0], sum(count for _, count in known), tuple(known))


def _level(system: Bonds, label: Label, place: int) -> Energy:
    return Energy(parts=((Level(system, label if system.fields else min(label, flipped(system, label)), place), ONE),))
