"""Levels of one block of a spin system: exact where its characteristic polynomial is factored, else eigenvalues that balls know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from flint import arb

from ..balls import working_precision
from ..exactnumbers import ONE
from .bonds import Bonds, Label, dimension, flipped, unfrustrated
from .energy import Energy
from .factors import exact_spectrum

TIE_BITS = 256
"""Precision at which a lowest level is told from the next."""


def _balls() -> Any:
    """The module of certified eigenvalues, which stands above this one."""
    return import_module("symcoh.numeric.sources.spectrum")


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


def _level(system: Bonds, label: Label, place: int) -> Energy:
    return Energy(parts=((Level(system, label if system.fields else min(label, flipped(system, label)), place), ONE),))
