"""(1)-(11): operators as matrices by their action on bits, and the thermal state by sums over all 2^N configurations.

The dense matrices are filled element by element from the bits of the basis states, the target's bit first, up before
down; Kronecker products, which the printed formulas use, play no part in what H means. Operators of the sources act on
target and sources, of dimension 2^(N+1), but in a statement about states of the sources alone, (9), (14) and (15), where the sampler
binds the index `source_space`, they are of dimension 2^N.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flint import arb, arb_mat

from ...certificates.interpret import Value
from ..evaluation_point import EvaluationPoint, Meaning, block, boltzmann_blocks, bonds_of, magnetization_of, spins, unnormalised_target


def _diagonal(values: list[arb]) -> arb_mat:
    size = len(values)
    return arb_mat(size, size, [values[i] if i == j else arb(0) for i in range(size) for j in range(size)])


def _on_sources(here: EvaluationPoint, value: list[arb]) -> arb_mat:
    """A diagonal operator of the sources alone, on the space of the statement; `value` by word."""
    copies = 1 if "source_space" in here.bound else 2
    return _diagonal([value[word] for _ in range(copies) for word in range(1 << here.model.N)])


def hamiltonian(here: EvaluationPoint) -> Value:
    """H: the 2x2 blocks of (1)-(2) placed by the bits of the basis states."""

    def make() -> arb_mat:
        size = 1 << here.model.N
        entries = [[arb(0)] * (2 * size) for _ in range(2 * size)]
        for word in range(size):
            configuration = spins(here.model.N, word)
            part = block(here, magnetization_of(configuration), bonds_of(configuration))
            for i in range(2):
                for j in range(2):
                    entries[i * size + word][j * size + word] = part[i, j]
        return arb_mat(entries)

    return here.remember("H", make)


def interaction(here: EvaluationPoint) -> Value:
    """H_I: -J times the bond sum of each configuration."""
    coupling = here.parameter("J")
    words = range(1 << here.model.N)
    return _on_sources(here, [-coupling * bonds_of(spins(here.model.N, word)) for word in words])


def magnetization(here: EvaluationPoint) -> Value:
    """M: up minus down, by counting bits."""
    return _on_sources(here, [arb(magnetization_of(spins(here.model.N, word))) for word in range(1 << here.model.N)])


def thermal_state(here: EvaluationPoint) -> Value:
    """rho: the exponential of each 2x2 block over Z, placed by bits."""

    def make() -> arb_mat:
        weights = {(m, bonds): matrix for m, bonds, _, matrix in boltzmann_blocks(here)}
        total, size = partition_function(here), 1 << here.model.N
        entries = [[arb(0)] * (2 * size) for _ in range(2 * size)]
        for word in range(size):
            configuration = spins(here.model.N, word)
            part = weights[magnetization_of(configuration), bonds_of(configuration)]
            for i in range(2):
                for j in range(2):
                    entries[i * size + word][j * size + word] = part[i, j] / total
        return arb_mat(entries)

    return here.remember("rho", make)


def partition_function(here: EvaluationPoint) -> arb:
    """Z: the trace of e^{-beta H} over all 2^(N+1) states."""
    matrix = unnormalised_target(here)
    return matrix[0, 0] + matrix[1, 1]


def target_state(here: EvaluationPoint) -> arb_mat:
    """rho_t."""
    return unnormalised_target(here) * (1 / partition_function(here))


def _element(i: int, j: int) -> Meaning:
    """An element of rho_t in the basis |e>, |g>: those of rho, summed source state by source state."""

    def make(here: EvaluationPoint) -> Value:
        weights = {(m, bonds): matrix for m, bonds, _, matrix in boltzmann_blocks(here)}
        states = (spins(here.model.N, word) for word in range(1 << here.model.N))
        return sum((weights[magnetization_of(state), bonds_of(state)][i, j] for state in states), arb(0)) / partition_function(here)

    return make


def coherence(here: EvaluationPoint) -> arb:
    """C: the l1-norm of the off-diagonal elements of rho_t."""
    state = target_state(here)
    return abs(state[0, 1]) + abs(state[1, 0])


def _source_pauli_z(here: EvaluationPoint, k: arb) -> Value:
    """sigma^z_k, periodic in k: +1 where the bit is up."""
    whole = k.unique_fmpz()
    assert whole is not None
    site = (int(whole) - 1) % here.model.N
    return _on_sources(here, [arb(spins(here.model.N, word)[site]) for word in range(1 << here.model.N)])


def _target_pauli(elements: tuple[int, int, int, int]) -> Meaning:
    """A Pauli matrix of the target on target and sources, by the target's bit."""

    def make(here: EvaluationPoint) -> Value:
        size = 1 << here.model.N
        entries = [[arb(0)] * (2 * size) for _ in range(2 * size)]
        for word in range(size):
            for i in range(2):
                for j in range(2):
                    entries[i * size + word][j * size + word] = arb(elements[2 * i + j])
        return arb_mat(entries)

    return make


DOMAINS: dict[str, Callable[[EvaluationPoint], list[Any]]] = {"source_space": lambda here: [here.model.N]}
"""`source_space`, bound: the operators of the statement act on the N sources alone."""

MEANINGS: dict[str, Meaning] = {
    "H": hamiltonian,
    "H_I": interaction,
    "M": magnetization,
    "rho": thermal_state,
    "rho_t": target_state,
    "Z": partition_function,
    "C": coherence,
    "p_e": _element(0, 0),
    "p_g": _element(1, 1),
    "rho_eg": _element(0, 1),
    "rho_ge": _element(1, 0),
    "sigma_x": _target_pauli((0, 1, 1, 0)),
    "sigma_z": _target_pauli((1, 0, 0, -1)),
    "sigma_z_source": _source_pauli_z,
}
