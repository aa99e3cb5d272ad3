"""The sectors a sum keeps, and what bounds the rest.

Sectors are counted by k = (N - u)/2 = 0..N/2 flipped spins of the minority, u = |m| = N - 2k.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flint import arb

from .series import Series
from .setting import Setting
from .weights import sector_moments, sector_weights


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorWindow:
    """Disjoint segments of k, ascending, and an upper bound of the rest.

    Args:
        segments: inclusive ranges (first, last) of k.
        tail: upper bound of sum t_u (1 + e^{-2a}) (1 + e^{-2b}) over all other sectors, in the units
            e^{-beta E_0} of `thermal`.
    """

    segments: tuple[tuple[int, int], ...]
    tail: arb

    @property
    def count(self) -> int:
        """Number of sectors kept."""
        return sum(last - first + 1 for first, last in self.segments)


def every_sector(s: Setting) -> SectorWindow:
    """All sectors, and nothing left out."""
    return SectorWindow(segments=((0, s.sources // 2),), tail=arb(0))


def kept_sectors(s: Setting, kept: SectorWindow) -> Iterator[int]:
    """The u of all sectors kept."""
    for first, last in kept.segments:
        yield from range(s.sources - 2 * first, s.sources - 2 * last - 1, -2)


def kept_weights(s: Setting, kept: SectorWindow) -> Iterator[arb]:
    """P_k of all sectors kept."""
    y = s.y
    for first, last in kept.segments:
        yield from sector_weights(s.sources, y, s.antiferromagnetic, first, last)


def kept_moments(s: Setting, kept: SectorWindow) -> Iterator[Series]:
    """(P_k, theta P_k, theta^2 P_k) of all sectors kept."""
    y = s.y
    for first, last in kept.segments:
        yield from sector_moments(s.sources, y, s.antiferromagnetic, first, last)


def smaller_of_one(value: arb) -> arb:
    """An upper bound of min(1, value).

    >>> float(smaller_of_one(arb(3))), float(smaller_of_one(arb(1) / 4))
    (1.0, 0.25)
    """
    return value if value < 1 else arb(1)


def transverse_share(s: Setting, bound: arb) -> arb:
    """The share in C Z of sectors whose share in Z is at most `bound`.

    The terms of (29) are those of (31) times tanh(a) tanh(b) 2 |gamma| u/S_u; tanh a <= min(1, beta |omega_a| N/2),
    and as b = beta S_u/2, tanh(b) 2 |gamma| u/S_u <= min(1, beta |gamma| N).
    """
    return bound * smaller_of_one(s.beta * s.omega_a * s.sources / 2) * smaller_of_one(s.beta * s.gamma * s.sources)
