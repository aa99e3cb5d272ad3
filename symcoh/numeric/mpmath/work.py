"""How long plain sums over all levels may take where no one gave a budget: counted and not measured, so that it ends at the same place."""

from __future__ import annotations

from dataclasses import dataclass

from ...balls import ask_clocks_about
from ...errors import NotCertified
from .floats import Context

PATIENCE = 14.0
"""Seconds, about, that a value may take."""

SECTOR, LEVEL, LEVEL_BITS = 4e-4, 4e-5, 1200
"""Seconds of a joint sector and of a level of it at few bits, for two levels of the target, and the bits that take as long again."""

BOTH = 2.25
"""How many times the lower of two precisions both take."""


@dataclass(slots=True)
class Work:
    """The seconds that are left."""

    left: float


def spend(work: Work, ctx: Context, levels: int, size: int) -> None:
    """Count a joint sector, of so many levels, of a target of `size` levels.

    Raises:
        NotCertified: no work is left.

    >>> from .floats import context
    >>> spend(Work(1.0), context(300), 1000, 2)
    """
    ask_clocks_about(0.0)
    work.left -= BOTH * (SECTOR * (size / 2) ** 3 + LEVEL * levels * size / 2) * (1 + ctx.prec / LEVEL_BITS)
    if work.left < 0:
        raise NotCertified(
            f"The mpmath backend takes too long for so many levels with {ctx.prec} bits: give --budget SECONDS to go on, or take the arb "
            "backend."
        )
