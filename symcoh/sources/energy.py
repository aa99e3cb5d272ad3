"""Energies that may hold more than an exact number: an algebraic eigenvalue, a sum of cosines, the length of a vector.

An energy is an exact number plus parts, each an exact multiple of a number that only balls know. Two parts that are equal as
values cancel; so a tie between energies with equal parts is decided by exact algebra, and any other one by balls that exclude zero.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from flint import arb

from ..balls import certain_sign, working_precision
from ..exactnumbers import SIGN_BITS, ZERO, Exact, is_zero, sign
from ..exactnumbers.sign import ball_here


class Part(Protocol):
    """A real number known by balls: hashable, equal to another part only where the numbers are the same."""

    def ball(self) -> arb:
        """A ball around it at the precision in force."""
        ...

    def __hash__(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Energy:
    """`exact` plus the sum of coefficient times part.

    >>> from symcoh.exactnumbers import exact
    >>> energy_sign(Energy(exact("1/3")) - Energy(exact("1/2")))
    -1
    """

    exact: Exact = ZERO
    parts: tuple[tuple[Part, Exact], ...] = ()

    def __add__(self, other: Energy) -> Energy:
        if not self.parts and not other.parts:
            return Energy(self.exact + other.exact)
        return Energy(self.exact + other.exact, _collected((*self.parts, *other.parts)))

    def __neg__(self) -> Energy:
        return Energy(-self.exact, tuple((part, -factor) for part, factor in self.parts))

    def __sub__(self, other: Energy) -> Energy:
        return self + (-other)

    def times(self, factor: Exact) -> Energy:
        """The multiple by an exact number."""
        return Energy(self.exact * factor, _collected((part, known * factor) for part, known in self.parts))


def _collected(parts: Iterable[tuple[Part, Exact]]) -> tuple[tuple[Part, Exact], ...]:
    found: dict[Part, Exact] = {}
    for part, factor in parts:
        found[part] = found[part] + factor if part in found else factor
    return tuple((part, factor) for part, factor in found.items() if not is_zero(factor))


def energy_ball(energy: Energy) -> arb:
    """A ball around the energy at the precision in force."""
    value = ball_here(energy.exact)
    for part, factor in energy.parts:
        value += ball_here(factor) * part.ball()
    return value


def energy_sign(energy: Energy, max_bits: int = 4096) -> int | None:
    """-1, 0 or 1, proved; None where it is not decided: 0 only by exact algebra.

    Args:
        energy: usually a difference of two.
        max_bits: ceiling of precision where parts are left.
    """
    if not energy.parts:
        return sign(energy.exact, min(max_bits, SIGN_BITS))
    bits = 64
    while bits <= max_bits:
        with working_precision(bits):
            found = certain_sign(energy_ball(energy))
        if found:
            return found
        bits *= 2
    return None


def exactly_zero(energy: Energy) -> bool:
    """Whether an energy is 0 by exact data alone: no part of it is known as a ball."""
    return not energy.parts and is_zero(energy.exact) is True
