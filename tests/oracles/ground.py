"""beta = oo: the average over the ground manifold, from enumerated or counted levels.

Two energies are equal when they agree to 500 digits; an oracle for ties closer than that is
`exact_order`, which compares A + sqrt(c) with B + sqrt(d) in integers.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from symcoh.model import Model

from . import states, transfer
from .numbers import MP, Numbers, numbers, precision
from .thermal import Level, bloch, direction

TIE_DIGITS = 500


def manifold(model: Model, levels: Iterable[Level] | None = None) -> tuple[list[tuple[int, int, int, int]], Any]:
    """[(m, bond, branch, degeneracy), ...] of the ground states, and E_0 as a float; ties to 500 digits."""
    with precision(4 * TIE_DIGITS + 400):
        at = numbers(model, 1)
        rows = _energies(at, levels if levels is not None else _levels(model.N, at.J == 0))
        lowest = min(energy for energy, _ in rows)
        tolerance = (at.scale + 1) * MP.mpf(10) ** -TIE_DIGITS
        ground = [row for energy, row in rows if energy - lowest <= tolerance]
        lowest = MP.mpf(0) if abs(lowest) <= tolerance else lowest
        assert all(energy - lowest > tolerance * MP.mpf(10) ** 50 for energy, row in rows if row not in ground), "nearer than 450 digits"
    return ground, lowest


def _levels(sources: int, free: bool) -> Iterable[Level]:
    """All levels; of a large ring with J != 0 the two extreme bond sums of each m, where a linear function is lowest."""
    if sources <= 11 or free:
        return states.levels(sources) if sources <= 11 else transfer.domain_levels(sources)
    ends: dict[int, list[Level]] = {}
    for level in transfer.domain_levels(sources):
        ends.setdefault(level[0], []).append(level)
    return [level for rows in ends.values() for level in dict.fromkeys((rows[0], rows[-1]))]


def _energies(at: Numbers, levels: Iterable[Level]) -> list[tuple[Any, tuple[int, int, int, int]]]:
    rows = []
    for m, bond, degeneracy in levels:
        for branch in (-1, 1):
            energy = at.omega_a * m / 2 - at.J * bond + branch * at.splitting(m) / 2
            rows.append((energy, (m, bond, branch, degeneracy)))
    return rows


def quantities(model: Model, digits: int) -> dict[str, Any]:
    """Every quantity that exists at T = 0."""
    ground, _ = manifold(model)
    with precision(4 * digits + 400):
        at = numbers(model, 1)
        m, bond, branch, _ = ground[0]
        lowest = at.omega_a * m / 2 - at.J * bond + branch * at.splitting(m) / 2
        vectors = [(g, m, *direction(at, m, branch)) for m, _, branch, g in ground]
        total = sum(g for g, *_ in vectors)
        x, z, spin = (sum(v[0] * v[i] for v in vectors) / MP.mpf(total) for i in (2, 3, 1))
        pairs = sum(v[0] * w[0] * ((v[2] - w[2]) ** 2 + (v[3] - w[3]) ** 2) for v in vectors for w in vectors)
        found = bloch(x, z, pairs / MP.mpf(2) / total**2, at.omega)
        noise = MP.mpf(10) ** (-digits - 60)
        found.update({"energy": lowest, "free-energy": lowest, "entropy": MP.log(total)})
        found = {name: MP.mpf(0) if abs(value) < noise else value for name, value in found.items()}
        found.update({"magnetization": spin, "heat-capacity": MP.mpf(0), "coherence-derivative": MP.mpf(0)})
    return found


def exact_order(left: tuple[Fraction, Fraction], right: tuple[Fraction, Fraction]) -> int:
    """Sign of (a - sqrt(c)) - (b - sqrt(d)) for rationals with c, d >= 0, by squaring twice.

    >>> exact_order((Fraction(0), Fraction(2)), (Fraction(0), Fraction(3)))
    1
    """
    (a, c), (b, d) = left, right
    # The sign of p + sqrt(d) - sqrt(c) with p = a - b.
    p = a - b
    inner = p * p + d - c
    # (p + sqrt(d))^2 - c = inner + 2 p sqrt(d), compared after p + sqrt(d) is known to be positive.
    if _plus_root(p, Fraction(1), d) <= 0:
        return -1 if c > 0 or _plus_root(p, Fraction(1), d) < 0 else 0
    return _plus_root(inner, 2 * p, d)


def _plus_root(a: Fraction, b: Fraction, d: Fraction) -> int:
    """Sign of a + b sqrt(d)."""
    left, right = (a > 0) - (a < 0), ((b > 0) - (b < 0)) * (d > 0)
    if left * right >= 0:
        return left or right
    square = a * a - b * b * d
    return left * ((square > 0) - (square < 0))
