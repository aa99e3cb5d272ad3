"""Ground states: ties constructed, near and random, against exact comparisons that share no code."""

from __future__ import annotations

import random
from fractions import Fraction
from functools import cache
from math import isqrt

import numpy as np
import pytest

from oracles import states
from oracles.ground import exact_order
from symcoh import Model
from symcoh.exactnumbers import rational
from symcoh.ground import critical_coupling, ground_manifold

from .sampling import critical_text, share, small_or_soaked

Found = set[tuple[int, int, int, int]]


def manifold(model: Model) -> Found:
    """{(m, bond sum, branch, degeneracy)} as the package decides it."""
    found = ground_manifold(model)
    levels = {(level.m, model.N - 4 * level.domains, level.branch, level.degeneracy) for level in found.levels}
    assert len(levels) == len(found.levels)
    assert found.degeneracy == sum(level[3] for level in levels)
    return levels


def aligned(size: int, field: Fraction) -> Found:
    sides = (-1, 1) if field == 0 else (-1,) if field > 0 else (1,)
    return {(side * size, size, -1, 1) for side in sides}


def antialigned(size: int, field: Fraction) -> Found:
    if size % 2 == 0:
        return {(0, -size, -1, 2)}
    sides = (-1, 1) if field == 0 else (-1,) if field > 0 else (1,)
    return {(side, 2 - size, -1, size) for side in sides}


def fraction(rng: random.Random, low: int = 1) -> Fraction:
    return Fraction(rng.randint(low, 400), rng.randint(1, 60))


def nearness(rng: random.Random) -> Fraction:
    """0 for a tie, else +-(1..9) 1e-50, 1e-500 or, rarely, 1e-5000."""
    kind = rng.random()
    if kind < 0.55:
        return Fraction(0)
    power = 50 if kind < 0.9 else 500 if kind < 0.98 else 5000
    return Fraction(rng.choice((-1, 1)) * rng.randint(1, 9), 10**power)


@pytest.mark.parametrize("chunk", range(2))
def test_even_rings_on_and_beside_the_line(chunk: int) -> None:
    """S_N is made rational by a Pythagorean triple, so J_c of (48) is a fraction."""
    rng, ties = small_or_soaked("even ties", chunk), 0
    for _ in range(share(1400, 2)):
        size = 2 * rng.choice((1, 1, 2, 3, 5, 20, 500, 10**6, 10**15))
        p, scale = rng.randint(2, 30), fraction(rng)
        q = rng.randint(1, p - 1)
        omega, across, split = (scale * side for side in (p * p - q * q, 2 * p * q, p * p + q * q))
        gamma = rng.choice((-1, 1)) * across / (2 * size)
        field = rng.choice((-1, 1, 1, 0)) * fraction(rng)
        line, shift = -abs(field) / 4 - (split - omega) / (4 * size), nearness(rng)
        model = Model(N=size, omega=omega, omega_a=field, gamma=gamma, J=line + shift)
        found = critical_coupling(model)
        assert found is not None
        assert found == rational(line.numerator, line.denominator), repr(model)
        wanted = (aligned(size, field) if shift >= 0 else set()) | (antialigned(size, field) if shift <= 0 else set())
        assert manifold(model) == wanted, f"{model!r}, {float(shift):.0e} from the line"
        ties += shift == 0
    assert ties > share(700, 2)


@pytest.mark.parametrize("chunk", range(2))
def test_odd_rings_on_and_beside_the_line(chunk: int) -> None:
    """J_c of (54) has two square roots; on it, and +-1e-50 ... 1e-5000 beside it."""
    rng = small_or_soaked("odd ties", chunk)
    for _ in range(share(300, 2)):
        size = rng.choice((3, 5, 7, 9, 41, 10**6 + 1))
        omega, gamma, field = fraction(rng), rng.choice((-1, 1)) * fraction(rng), rng.choice((-1, 1, 0)) * fraction(rng)
        shift, line = nearness(rng), critical_text(size, str(omega), str(abs(field)), str(gamma))
        sign = "+" if shift >= 0 else "-"
        power = 50 if abs(shift) > Fraction(1, 10**60) else 500 if abs(shift) > Fraction(1, 10**600) else 5000
        model = Model(N=size, omega=omega, omega_a=field, gamma=gamma, J=f"{line} {sign} {abs(shift) * 10**power}e-{power}")
        wanted = (aligned(size, field) if shift >= 0 else set()) | (antialigned(size, field) if shift <= 0 else set())
        assert manifold(model) == wanted, repr(model)


@pytest.mark.parametrize("chunk", range(2))
def test_fractions_beside_an_irrational_line(chunk: int) -> None:
    """Odd N, J a fraction within 1e-50 of the irrational J_c: integers decide which side."""
    rng, sides = small_or_soaked("one side", chunk), set()
    for _ in range(share(300, 2)):
        size, omega, gamma, field = rng.choice((3, 5, 7, 9)), fraction(rng), fraction(rng), fraction(rng)
        places = 50 if rng.random() < 0.95 else 500
        roots = [root(omega**2 + 4 * gamma**2 * u**2, places + 10) for u in (size, 1)]
        line = -field / 4 - (roots[0] - roots[1]) / (4 * (size - 1))
        j = Fraction(round(line * 10**places), 10**places)
        energies = [(-field * u / 2 - j * bond, (omega**2 + 4 * gamma**2 * u**2) / 4) for u, bond in ((size, size), (1, 2 - size))]
        order = exact_order(*energies)
        wanted = (aligned(size, field) if order <= 0 else set()) | (antialigned(size, field) if order >= 0 else set())
        model = Model(N=size, omega=omega, omega_a=field, gamma=gamma, J=j)
        assert manifold(model) == wanted, repr(model)
        sides.add(order)
    assert {-1, 1} <= sides


def root(value: Fraction, places: int) -> Fraction:
    """The square root to `places` decimals."""
    scale = 10 ** (2 * places)
    return Fraction(isqrt(value.numerator * scale // value.denominator), 10**places)


@pytest.mark.parametrize("size", [2, 3, 4, 5, 6, 7, 10, 11])
def test_lines_where_every_sector_ties(size: int) -> None:
    """omega = 0 < |gamma|: degeneracy L_N (+2 for even N), L_N the Lucas number; gamma = 0: all m <= 0."""
    before, lucas = 2, 1
    for _ in range(size - 1):
        before, lucas = lucas, before + lucas
    coupled = Model(N=size, omega=0, omega_a="0.7", gamma="-0.3", J="-0.325")
    assert ground_manifold(coupled).degeneracy == lucas + (2 if size % 2 == 0 else 0)
    free = Model(N=size, omega_a="-0.7", gamma=0, J="-0.175")
    assert ground_manifold(free).degeneracy == lucas
    assert {level.m for level in ground_manifold(free).levels} == set(range(size % 2, size + 1, 2))


@cache
def table(size: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, dict[tuple[int, int], int]]:
    """m, bond sum and degeneracies from the enumeration."""
    rows = states.levels(size)
    return np.array([r[0] for r in rows], float), np.array([r[1] for r in rows], float), np.array(rows), {(m, b): g for m, b, g in rows}


def independent(size: int, omega: Fraction, field: Fraction, gamma: Fraction, j: Fraction) -> Found:
    """Floats find the candidates, integers order those within 1e-9 of the lowest."""
    m, bond, rows, degeneracy = table(size)
    energy = float(field) * m / 2 - float(j) * bond - np.sqrt(float(omega) ** 2 + 4 * float(gamma) ** 2 * m**2) / 2
    scale = float(abs(field) + abs(j) + abs(gamma)) * size + float(omega)
    near = [(int(rows[i][0]), int(rows[i][1])) for i in np.flatnonzero(energy <= energy.min() + 1e-9 * scale)]
    best: list[tuple[int, int]] = []
    for candidate in near:
        order = exact_order(surd(candidate, omega, field, gamma, j), surd(best[0], omega, field, gamma, j)) if best else -1
        best = [candidate] if order < 0 else [*best, candidate] if order == 0 else best
    branches = {c: (-1, 1) if omega == 0 and gamma * c[0] == 0 else (-1,) for c in best}
    return {(*c, branch, degeneracy[c]) for c in best for branch in branches[c]}


def surd(level: tuple[int, int], omega: Fraction, field: Fraction, gamma: Fraction, j: Fraction) -> tuple[Fraction, Fraction]:
    """(a, c) with E = a - sqrt(c)."""
    m, bond = level
    return field * m / 2 - j * bond, (omega**2 + 4 * gamma**2 * m**2) / 4


@pytest.mark.parametrize("chunk", range(5))
def test_random_parameters(chunk: int) -> None:
    """Small integers over small integers, so that true ties occur by themselves."""
    rng, tied = small_or_soaked("random ground", chunk), 0
    for _ in range(share(10_000, 5)):
        size = rng.choice((1, 2, 2, 3, 3, 4, 5, 6, 7, 8, 9))
        bound = rng.choice((2, 6, 400))
        omega, field, gamma, j = (Fraction(rng.randint(-bound, bound), rng.choice((1, 2, 4, 10, 100))) for _ in range(4))
        omega = abs(omega)
        wanted = independent(size, omega, field, gamma, j)
        model = Model(N=size, omega=omega, omega_a=field, gamma=gamma, J=j)
        assert manifold(model) == wanted, repr(model)
        tied += len(wanted) > 1
    assert tied > share(200, 5)
