"""What a free index runs over, at the corners of its range, beside the definition written out."""

from __future__ import annotations

from typing import Any

import pytest
from flint import arb

from symcoh.attack.evaluation_point import EvaluationPoint, registry
from symcoh.exactnumbers import exact
from symcoh.model import Model

RINGS = (1, 2, 3, 6, 7)


def values(name: str, size: int, **bound: int) -> list[Any]:
    """The domain at a ring of this size with these indices chosen."""
    here = EvaluationPoint(model=Model(N=size, omega_a=1, gamma=1), beta=exact(1))
    for index, value in bound.items():
        here = here.bind(index, arb(value))
    return list(registry()[2][name](here))


@pytest.mark.parametrize("size", RINGS)
def test_domains_without_another_index(size: int) -> None:
    sectors = [m for m in range(-size, size + 1) if (size - m) % 2 == 0]
    assert values("sectors", size) == sectors
    assert values("positive_sectors", size) == [m for m in sectors if m > 0]
    assert values("nonnegative_sectors", size) == [m for m in sectors if m >= 0]
    assert values("domains", size) == [n for n in range(size + 1) if 2 * n <= size]
    assert sorted(values("signs", size)) == [-1, 1]


@pytest.mark.parametrize("size", RINGS)
def test_domains_beside_a_sector(size: int) -> None:
    for m in range(-size, size + 1, 2):
        assert values("lower_sectors", size, m=m) == [k for k in range(-size, m, 2) if k >= 0]
        assert values("positive_lower_sectors", size, m=m) == [k for k in range(-size, m, 2) if k > 0]
        most = next(n for n in range(size, -1, -1) if 2 * n <= size - abs(m))
        every = [n for n in range(size + 1) if 2 * n <= size]
        assert values("missing_domains", size, m=m) == [n for n in every if n > most]
        assert values("domains_with_next", size, m=m) == [n for n in every if n >= 1 and n + 1 <= most]
        for n in every:
            assert values("later_domains", size, n=n) == [other for other in every if other > n]
            assert values("later_domains_of_m", size, n=n, m=m) == [other for other in every if n < other <= most]
