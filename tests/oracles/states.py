"""Brute force: all 2^N source configurations, grouped by magnetisation and bond sum.

The bond sum is the definition sum_k s_k s_{k+1} with s_{N+1} = s_1, term by term: one source is bonded
to itself and two are bonded twice. Nothing about domains or degeneracies is assumed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import Any

from symcoh.model import Model

from .numbers import QUANTITIES
from .thermal import Level, thermal


@cache
def levels(sources: int) -> tuple[Level, ...]:
    """(m, bond sum, number of configurations), by enumeration; meant for N <= 14."""
    counted: Counter[tuple[int, int]] = Counter()
    for word in range(1 << sources):
        spins = [1 if word >> k & 1 else -1 for k in range(sources)]
        bonds = sum(spins[k] * spins[(k + 1) % sources] for k in range(sources))
        counted[sum(spins), bonds] += 1
    return tuple((m, bond, number) for (m, bond), number in sorted(counted.items()))


def quantities(model: Model, beta: Any, digits: int, wanted: Iterable[str] = QUANTITIES) -> dict[str, Any]:
    """The wanted quantities at 0 < beta < oo from all 2^N configurations, good to `digits` digits."""
    return thermal(model, beta, levels(model.N), digits, wanted)
