"""The weight of one sector in balls, and where a system's balls are found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from flint import arb

from ...sources.protocol import Sources

_imported = cache(import_module)


@dataclass(slots=True)
class Weight:
    """Sums over the levels of one sector, with excess energies eps >= 0 over the lowest of the sector and multiplicities q.

    Args:
        value: sum q e^{-beta eps}, positive.
        excess: `value` without the lowest level, to full relative accuracy; None: unknown (then value - degeneracy is taken).
        first: sum q eps e^{-beta eps} (with order 2).
        second: sum q eps^2 e^{-beta eps} (with order 2).
        moment: sum q M e^{-beta eps}, M = sum sigma^z_k (or what the system counts), where the sector does not fix M; else None.
        reference: the energy that eps is measured from, where the least of the sector is not known; eps may be negative then.
    """

    value: arb
    excess: arb | None = None
    first: arb | None = None
    second: arb | None = None
    moment: arb | None = None
    reference: arb | None = None


def weights(system: Sources, beta: arb, order: int) -> Iterator[Weight]:
    """The weights of all sectors, in the order of `system.sectors()`.

    Args:
        system: the source system.
        beta: the inverse temperature, a ball > 0.
        order: 0 for the values alone, 2 for the moments of the excess energy as well.
    """
    found: Iterator[Weight] = module(system).weights(system, beta, order)
    return found


def module(system: Sources) -> Any:
    """The module of a system's balls."""
    return _imported(system.numeric)


def has_field_sum(system: Sources) -> bool:
    """Whether the system has a partition function in a field of its own, Xi."""
    return hasattr(module(system), "field_sum")
