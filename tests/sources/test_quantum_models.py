"""Sources with in-plane couplings by `evaluate` against the whole Hamiltonian of target and sources, dense in 2^(N+1) dimensions.

Nothing is taken from the factorised form: H is a sum of strings of Pauli matrices, the target the last site, diagonalised by mpmath.
"""

from __future__ import annotations

import os
import random
from fractions import Fraction
from typing import Any

import mpmath
import pytest

from oracles.quantum import (
    Operator,
    apply,
    chain_bonds,
    complete_bonds,
    couplings,
    fields,
    ring_bonds,
)
from reliability.balls_and_decimals import number
from symcoh import Model, evaluate
from symcoh.sources import XX, XXZ, Graph
from symcoh.target import Target

SOAK = int(os.environ.get("SYMCOH_SOAK", "1"))
BONDS = {"ring": ring_bonds, "chain": chain_bonds, "complete": complete_bonds}
QUANTITIES = ("partition-function", "bloch-x", "bloch-z", "energy", "magnetization")
DIGITS = 28


def drawn(dice: random.Random) -> str:
    return dice.choice(["0", "1/3", "-1/3", "sqrt(2)/3", "-pi/7", str(Fraction(dice.randint(-9, 9), dice.randint(1, 9)))])


def sources_and_operator(dice: random.Random) -> tuple[Any, Operator, list[str], list[str]]:
    """(the system, H_I on its sites, omega_k, gamma_k)."""
    size, kind = dice.randint(1, 4 if SOAK > 1 else 3), dice.choice(["xx", "xxz", "graph", "sites"])
    J, K, D = (drawn(dice) for _ in range(3))
    omegas, gammas = [drawn(dice)] * size, [drawn(dice)] * size
    if kind == "xx":
        shape = dice.choice(["ring", "chain"])
        D = "0" if size == 1 else D
        return XX(shape=shape, N=size, J_xy=K, D=D), couplings(BONDS[shape](size), number(K), 0, number(D)), omegas, gammas
    if kind == "xxz":
        shape = dice.choice(["ring", "chain", "complete"])
        return XXZ(shape=shape, N=size, J_xy=K, J=J), couplings(BONDS[shape](size), number(K), number(J)), omegas, gammas
    edges: list[list[Any]] = [[a + 1, b + 1, drawn(dice), drawn(dice)] for b, a in complete_bonds(size) if dice.random() < 0.7]
    operator: Operator = []
    for a, b, along, in_plane in edges:
        operator += couplings([(a - 1, b - 1)], number(in_plane), number(along))
    if kind == "graph":
        return Graph(N=size, edges=edges), operator, omegas, gammas
    omegas = [drawn(dice) for _ in range(size)]
    if all(edge[3] == "0" for edge in edges):
        gammas = [drawn(dice) for _ in range(size)]
    return Graph(N=size, edges=edges, omega_k=omegas, gamma_k=gammas), operator, omegas, gammas


def dense(size: int, operator: Operator, beta: Any) -> list[Any]:
    """Z, <sx>, <sz> of the target (site `size`), <H>, <M> from one diagonalisation."""
    dimension = 2 << size
    H = mpmath.matrix(dimension, dimension)
    for coefficient, string in operator:
        for state in range(dimension):
            factor, image = apply(string, state)
            H[image, state] += coefficient * factor
    values, vectors = mpmath.eighe(H)
    sums = [mpmath.mpf(0)] * 5
    for n in range(dimension):
        weight = mpmath.exp(-beta * values[n])
        amplitudes = [vectors[state, n] for state in range(dimension)]
        square = [abs(a) ** 2 for a in amplitudes]
        x = mpmath.fsum(mpmath.re(mpmath.conj(amplitudes[state ^ (1 << size)]) * amplitudes[state]) for state in range(dimension))
        z = mpmath.fsum(p if state >> size & 1 else -p for state, p in enumerate(square))
        m = mpmath.fsum(p * (2 * (state & ((1 << size) - 1)).bit_count() - size) for state, p in enumerate(square))
        row = (1, x, z, values[n], m)
        sums = [known + weight * part for known, part in zip(sums, row, strict=True)]
    return [sums[0], *(part / sums[0] for part in sums[1:])]


@pytest.mark.parametrize("seed", range(12 * SOAK))
def test_random_models(seed: int) -> None:
    dice = random.Random(7000 + seed + (10**6 if SOAK > 1 else 0))
    with mpmath.workdps(60):
        sources, operator, omegas, gammas = sources_and_operator(dice)
        size, omega = sources.N, dice.choice(["1", "1/2", "sqrt(3)"])
        tilt, beta = dice.choice(["0", "0", "3/5", "-2"]), dice.choice(["1/10", "17/10", "9"])
        operator = operator + fields([*(number(value) / 2 for value in omegas), number(omega) / 2])
        for site, gamma in enumerate(gammas):
            operator.append((number(gamma) * mpmath.cos(number(tilt)), (("x", size), ("z", site))))
            operator.append((number(gamma) * mpmath.sin(number(tilt)), (("z", size), ("z", site))))
        expected = dense(size, operator, number(beta))
        own = {} if not sources.uniform else {"omega_a": omegas[0], "gamma": gammas[0]}
        model = Model(sources=sources, target=Target(omega=omega, tilt=tilt), **own)
        for quantity, value in zip(QUANTITIES, expected, strict=True):
            found = evaluate(model, quantity, beta=beta, digits=DIGITS)
            close = abs(mpmath.mpf(found.value) - value) <= abs(value) * mpmath.mpf(10) ** (1 - DIGITS) + mpmath.mpf(10) ** -45
            assert found.certified and close, (model, beta, quantity, found.value, mpmath.nstr(value, 30))


COLD: list[Any] = [
    XX(shape="ring", N=8, J_xy="3/5"),
    XX(shape="ring", N=7, J_xy="-3/5", D="1/5"),
    XX(shape="chain", N=6, J_xy="1/3", D="1/4"),
    XXZ(shape="ring", N=5, J_xy="-1/2", J="1/3"),
    XXZ(shape="chain", N=6, J_xy="sqrt(2)/3", J="-1/2"),
    XXZ(shape="complete", N=7, J_xy="-1/9", J="1/5"),
    Graph(N=5, edges=[[1, 2, "1/3", "1/2"], [2, 3, "-1/4", "1/5"], [1, 3, "1/7", "-1/3"], [4, 5, "-1/2", "sqrt(3)/4"]]),
]


@pytest.mark.parametrize("sources", COLD, ids=lambda sources: f"{sources.name}-{sources.N}")
def test_cold_sources_are_the_ground_state(sources: Any) -> None:
    """At beta = 1e6 the gap leaves nothing of what lies above."""
    model = Model(sources=sources, omega_a="3/10", gamma="1/5")
    at_ends: list[dict[str, Any]] = [{"beta": 10**6}, {"T": 0}]
    for quantity in ("coherence", "energy", "bloch-z"):
        with mpmath.workdps(60):
            cold, ground = (mpmath.mpf(evaluate(model, quantity, digits=50, **at).value) for at in at_ends)
            assert abs(cold - ground) <= abs(ground) * mpmath.mpf(10) ** -49 + mpmath.mpf(10) ** -10_000


@pytest.mark.parametrize(
    ("sources", "omega_a", "ways"),
    [
        (XX(shape="ring", N=4, J_xy="1/3"), "4/3", 2),
        (XX(shape="ring", N=4, J_xy="1/3"), "4/3*(sqrt(2)-1)", 2),
        (XX(shape="ring", N=9, J_xy="1/4"), "sqrt(2)", 1),
        (XX(shape="chain", N=5, J_xy="-1/3"), "2/3*sqrt(3)-2/3", 1),
        (XXZ(shape="chain", N=2, J_xy="1/3", J="-1/5"), "16/15", 2),
        (XXZ(shape="ring", N=4, J_xy="1/2", J="1/2"), "0", 5),
        (XXZ(shape="complete", N=3, J_xy="-1/2", J="-1/2"), "0", 4),
        (Graph(N=2, edges=[[1, 2, "-1/5", "1/3"]]), "16/15", 2),
    ],
)
def test_steps_of_the_staircase_are_exact(sources: Any, omega_a: str, ways: int) -> None:
    """Without coupling to the target: the degeneracy where two sectors tie exactly, by the entropy at T = 0."""
    found = evaluate(Model(sources=sources, omega_a=omega_a, gamma=0), "entropy", T=0, digits=20)
    with mpmath.workdps(30):
        assert abs(mpmath.mpf(found.value) - mpmath.log(ways)) < mpmath.mpf(10) ** -18
