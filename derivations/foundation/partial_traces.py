"""Source states, Hamiltonians of sources that commute with M, and partial traces over them, in exact rationals."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import product
from math import comb
from typing import Any

from flint import fmpq, fmpq_mat

from symcoh.exact import hamiltonian

LARGEST_POWER = 6
TARGET = {"omega": "1", "omega_a": "7/10", "gamma": "3/10"}


def magnetization(N: int, state: int) -> int:
    """M of the source state whose bits, first source first, are 0 for up and 1 for down.

    >>> magnetization(3, 0b011)
    -1
    """
    return N - 2 * state.bit_count()


def bond_sum(N: int, state: int) -> int:
    """Σ_k σ^z_k σ^z_{k+1} of a ring state, N - 4n of (17).

    >>> bond_sum(4, 0b0101)
    -4
    """
    found = spins(N, state)
    return sum(found[site] * found[site - 1] for site in range(N))


def spins(N: int, state: int) -> list[int]:
    """±1 of every source of a state, the first source first."""
    return [1 - 2 * (state >> site & 1) for site in range(N)]


def exact_matrix(rows: int, entries: dict[tuple[int, int], Any]) -> fmpq_mat:
    """A square matrix of rationals from its nonzero entries."""
    matrix = fmpq_mat(rows, rows)
    for place, value in entries.items():
        fraction = Fraction(str(value))
        matrix[place] = fmpq(fraction.numerator, fraction.denominator)
    return matrix


def source_systems(N: int) -> dict[str, fmpq_mat]:
    """Source Hamiltonians that commute with M: ring, open chain, all pairs, and one that is not diagonal.

    >>> sorted(source_systems(2))
    ['chain', 'exchange', 'pairs', 'ring']
    """
    dimension = 2**N

    def diagonal(value: Callable[[list[int]], Fraction]) -> fmpq_mat:
        return exact_matrix(dimension, {(state, state): value(spins(N, state)) for state in range(dimension)})

    coupling = Fraction(-2, 5)
    flips = ((state, i, j) for state in range(dimension) for i in range(N) for j in range(i) if (state >> i ^ state >> j) & 1)
    hops = {(state ^ (1 << i) ^ (1 << j), state): Fraction(1, 2 + i + j) for state, i, j in flips}
    ring = diagonal(lambda s: coupling * sum(s[i] * s[i - 1] for i in range(N)))
    return {
        "ring": ring,
        "chain": diagonal(lambda s: coupling * sum(s[i] * s[i - 1] * i for i in range(1, N))),
        "pairs": diagonal(lambda s: coupling * sum(s[i] * s[j] for i in range(N) for j in range(i))),
        "exchange": ring + exact_matrix(dimension, hops),
    }


def traced_powers(N: int, sources: fmpq_mat) -> list[list[list[fmpq]]]:
    """Tr_S H^p for p = 0, ..., 6 as 2 x 2 rows, H the matrix (1) at J = 0 plus H_S."""
    half = 2**N
    H = exact_matrix(2 * half, hamiltonian(N, J=0, **TARGET).todok())
    for a, i, j in product((0, 1), range(half), range(half)):
        H[a * half + i, a * half + j] += sources[i, j]
    powers = (H**p for p in range(LARGEST_POWER + 1))
    return [[[sum((power[a * half + i, b * half + i] for i in range(half)), fmpq(0)) for b in (0, 1)] for a in (0, 1)] for power in powers]


def sector_moments(N: int, sources: fmpq_mat) -> list[list[list[fmpq]]]:
    """The right-hand side: from the 2 x 2 matrices h_m and the moments Tr(P_m H_S^q) alone."""
    diagonals = [[power[state, state] for state in range(2**N)] for power in (sources**q for q in range(LARGEST_POWER + 1))]
    results = []
    for p in range(LARGEST_POWER + 1):
        total = fmpq_mat(2, 2)
        for m, q in product(range(-N, N + 1, 2), range(p + 1)):
            moment = sum((entry for state, entry in enumerate(diagonals[q]) if magnetization(N, state) == m), fmpq(0))
            total += _block(m) ** (p - q) * (comb(p, q) * moment)
        results.append(total.tolist())
    return results


def _block(m: int) -> fmpq_mat:
    """h_m = ω_a m/2 + (ω/2)σ^z + γmσ^x."""
    omega, omega_a, gamma = (fmpq(f.numerator, f.denominator) for f in map(Fraction, TARGET.values()))
    return fmpq_mat([[(omega_a * m + omega) / 2, gamma * m], [gamma * m, (omega_a * m - omega) / 2]])
