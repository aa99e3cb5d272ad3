"""Spins with in-plane couplings by their definition: strings of Pauli matrices on all 2^N states, diagonalised in mpmath.

The basis states are bit strings, bit k set where spin k is up; an operator is a sum of (coefficient, string), a string a product of
(axis, site) applied from right to left. Nothing here knows of sectors but that states are grouped by their number of bits at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from mpmath import eighe, exp, fsum, mp, mpc, mpf
from mpmath import matrix as mp_matrix

String = tuple[tuple[str, int], ...]
Operator = list[tuple[Any, String]]


def ring_bonds(size: int) -> list[tuple[int, int]]:
    """Neighbours on a ring: one spin is bonded to itself, two are bonded twice."""
    return [(k, (k + 1) % size) for k in range(size)]


def chain_bonds(size: int) -> list[tuple[int, int]]:
    """Neighbours in a row."""
    return [(k, k + 1) for k in range(size - 1)]


def complete_bonds(size: int) -> list[tuple[int, int]]:
    """All pairs."""
    return [(k, j) for j in range(size) for k in range(j)]


def couplings(bonds: Iterable[tuple[int, int]], in_plane: Any, along: Any = 0, twist: Any = 0) -> Operator:
    """-sum_bonds [J_xy (sx sx + sy sy) + J_z sz sz + D (sx sy - sy sx)]."""
    found: Operator = []
    for one, two in bonds:
        for coefficient, left, right in ((in_plane, "x", "x"), (in_plane, "y", "y"), (along, "z", "z"), (twist, "x", "y")):
            found.append((-mpf(coefficient), ((left, one), (right, two))))
        found.append((mpf(twist), (("y", one), ("x", two))))
    return found


def fields(values: Sequence[Any]) -> Operator:
    """sum_k v_k sz_k."""
    return [(mpf(value), (("z", site),)) for site, value in enumerate(values)]


def apply(string: String, state: int) -> tuple[Any, int]:
    """The number and the state that a string of Pauli matrices makes of a basis state."""
    factor: Any = mpf(1)
    for axis, site in reversed(string):
        up = state >> site & 1
        if axis == "z":
            factor *= 1 if up else -1
            continue
        state ^= 1 << site
        if axis == "y":
            factor *= mpc(0, 1 if up else -1)
    return factor, state


def magnetization(size: int, state: int) -> int:
    """sum_k sz_k of a basis state."""
    return 2 * state.bit_count() - size


def spectrum(size: int, operator: Operator) -> dict[int, list[Any]]:
    """The eigenvalues of an operator, by rising value, for each magnetisation; it must be Hermitian and keep M.

    >>> [round(value) for value in spectrum(2, couplings(chain_bonds(2), 1))[0]]
    [-2, 2]
    """
    return grouped_spectrum(size, operator, lambda state: magnetization(size, state))


def grouped_spectrum(size: int, operator: Operator, kept: Callable[[int], Any]) -> dict[Any, list[Any]]:
    """The eigenvalues of an operator, by rising value, for each value of what a basis state keeps; that must be so."""
    entries: dict[tuple[int, int], Any] = {}
    for coefficient, string in operator:
        for state in range(1 << size):
            factor, image = apply(string, state)
            entries[image, state] = entries.get((image, state), mpf(0)) + coefficient * factor
    tiny = mpf(10) ** (10 - mp.dps)
    assert all(abs(value) < tiny or kept(row) == kept(column) for (row, column), value in entries.items()), "it is not kept"
    assert all(abs(value - entries.get((c, r), mpc(0)).conjugate()) < tiny for (r, c), value in entries.items()), "not Hermitian"
    groups: dict[Any, list[int]] = {}
    for state in range(1 << size):
        groups.setdefault(kept(state), []).append(state)
    found = {}
    for key, states in groups.items():
        block = mp_matrix([[entries.get((row, column), mpc(0)) for column in states] for row in states])
        found[key] = sorted(mpf(value) for value in eighe(block, eigvals_only=True))
    return found


def weight(energies: Sequence[Any], beta: Any, tie: Any) -> tuple[Any, int, list[Any]]:
    """(lowest energy, how many within `tie` of it, [sum e^{-beta e}, and with e, e^2 before it]) of what lies e above it."""
    lowest = energies[0]
    above = [value - lowest for value in energies if value - lowest > tie]
    return lowest, len(energies) - len(above), [fsum(e**n * exp(-mpf(beta) * e) for e in above) for n in range(3)]
