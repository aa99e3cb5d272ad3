"""Formulas of other sources than the ring, against traces over all their states."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction as Q
from itertools import combinations, product
from types import SimpleNamespace
from typing import Any

import pytest
import sympy as sp
from mpmath import mp

from exact.definition import evaluated, near
from symcoh import Bath, Model, exact
from symcoh.errors import InputError, InputTypeError
from symcoh.exact import symbols as sym
from symcoh.exactnumbers import Exact, rational
from symcoh.sources import XX, XXZ, Chain, Complete, Graph, Independent, Levels, Oscillators, RangeRing, Ring, SpinRing
from symcoh.sources.energy import Energy
from symcoh.sources.protocol import Sources

Bond = tuple[int, int, Any, Any]
"""Two sites, J along the axis, J in the plane."""

VALUES = {"omega": Q(1), "omega_a": Q(7, 10), "gamma": Q(3, 10), "beta": Q(2)}


def number(value: Any) -> Any:
    return mp.mpf(Q(value).numerator) / Q(value).denominator


def path(N: int, J: Any) -> list[Bond]:
    return [(k, k + 1, J, 0) for k in range(N - 1)]


def pairs(N: int, J: Any, Jxy: Any = 0) -> list[Bond]:
    return [(a, b, J, Jxy) for a, b in combinations(range(N), 2)]


def block_weights(N: int, bonds: Iterable[Bond], beta: Any) -> dict[int, Any]:
    """W_m from the dense matrix of H_I, each magnetization by itself."""
    found = {}
    for up in range(N + 1):
        states = [s for s in range(1 << N) if s.bit_count() == up]
        H = mp.matrix(len(states))
        for column, s in enumerate(states):
            for a, b, z, xy in bonds:
                unlike = (s >> a ^ s >> b) & 1
                H[column, column] += number(z) * (1 if unlike else -1)
                if unlike:
                    H[states.index(s ^ 1 << a ^ 1 << b), column] -= 2 * number(xy)
        values = mp.eigsy(H, eigvals_only=True)
        found[2 * up - N] = mp.fsum(mp.exp(-beta * v) for v in values)
    return found


def spin_weights(N: int, twice: int, J: Any, D: Any, beta: Any) -> dict[int, Any]:
    found: dict[int, Any] = {}
    for m in product(range(-twice, twice + 1, 2), repeat=N):
        energy = sum(-number(J) * m[k] * m[(k + 1) % N] + number(D) * m[k] ** 2 for k in range(N))
        found[sum(m)] = found.get(sum(m), 0) + mp.exp(-beta * energy)
    return found


def definition(weights: Mapping[int, Any], *, omega: Any, omega_a: Any, gamma: Any, beta: Any) -> tuple[Any, ...]:
    """Z, <σ^x>, <σ^z>, <M> by a 2x2 exponential in every sector."""
    omega, omega_a, gamma, beta = map(number, (omega, omega_a, gamma, beta))
    Z = x = z = M = mp.zero
    for m, weight in weights.items():
        state = weight * mp.exp(-beta * omega_a * m / 2) * mp.expm(-beta * mp.matrix([[omega / 2, gamma * m], [gamma * m, -omega / 2]]))
        Z, x, z = Z + state[0, 0] + state[1, 1], x + 2 * state[0, 1], z + state[0, 0] - state[1, 1]
        M += m * (state[0, 0] + state[1, 1])
    return Z, x / Z, z / Z, M / Z


SYSTEMS = [
    (Chain(N=1, J=1), 1, []),
    (Chain(N=2, J="-1/3"), 2, path(2, Q(-1, 3))),
    (Chain(N=5, J="1/3"), 5, path(5, Q(1, 3))),
    (Chain(N=4, J="-1/3"), 4, path(4, Q(-1, 3))),
    (Complete(N=5, J="-1/7"), 5, pairs(5, Q(-1, 7))),
    (Independent(N=4), 4, []),
    (Ring(N=4, J="1/5"), 4, [*path(4, Q(1, 5)), (3, 0, Q(1, 5), 0)]),
    (RangeRing(N=5, couplings=["1/5", "-1/7"]), 5, [(k, (k + d) % 5, J, 0) for k in range(5) for d, J in ((1, Q(1, 5)), (2, Q(-1, 7)))]),
    (Graph(N=4, edges=[[1, 2, "1/4"], [1, 3, "-1/5"], [1, 4, "1/3"]]), 4, [(0, 1, Q(1, 4), 0), (0, 2, Q(-1, 5), 0), (0, 3, Q(1, 3), 0)]),
    (XX(shape="ring", N=4, J_xy="1/5"), 4, [(k, (k + 1) % 4, 0, Q(1, 5)) for k in range(4)]),
    (XX(shape="chain", N=3, J_xy="-1/5"), 3, [(k, k + 1, 0, Q(-1, 5)) for k in range(2)]),
    (XXZ(shape="complete", N=4, J="1/3", J_xy="1/5"), 4, pairs(4, Q(1, 3), Q(1, 5))),
]


@pytest.mark.parametrize(("system", "N", "bonds"), SYSTEMS, ids=lambda v: repr(v) if hasattr(v, "levels") else "")
def test_the_definition(system: Sources, N: int, bonds: list[tuple[int, int, Q | int, Q | int]]) -> None:
    signs = [(1, 1), (-1, 1), (1, -1)][len(repr(system)) % 3]
    values = VALUES | {"gamma": signs[0] * VALUES["gamma"], "omega_a": signs[1] * VALUES["omega_a"]}
    with mp.workdps(80):
        Z, x, z, M = definition(block_weights(N, bonds, number(values["beta"])), **values)
        coherence, excited, transverse = abs(x), (1 + z) / 2, x / 2
    assert near(evaluated(exact.partition_function(sources=system, **values)), Z)
    assert near(evaluated(exact.coherence(sources=system, **values)), coherence)
    assert near(evaluated(exact.magnetization(sources=system, **values)), M)
    rho = exact.reduced_density_matrix(sources=system, **values)
    assert near(evaluated(rho[0, 0]), excited)
    assert near(evaluated(rho[0, 1]), transverse)


def test_spins_larger_than_a_half() -> None:
    system = SpinRing(N=3, spin="1", J="1/3", anisotropy="1/20")
    with mp.workdps(80):
        Z, x, _, _ = definition(spin_weights(3, 2, Q(1, 3), Q(1, 20), mp.mpf(2)), **VALUES)
        coherence = abs(x)
    assert near(evaluated(exact.partition_function(sources=system), **VALUES), Z)
    assert near(evaluated(exact.coherence(sources=system), **VALUES), coherence)


@pytest.mark.parametrize("N", [1, 2, 3, 6])
@pytest.mark.parametrize("J", [Q(2, 5), Q(-2, 5), Q(0)])
def test_a_number_of_sources_left_open(N: int, J: Q) -> None:
    """Symbolic N with its closed weights; the class with an integer N; the system: one number."""
    for kind in (Chain, Complete, Independent):
        own = {} if kind is Independent else {"J": J}
        system = kind(N=N, **own)
        for function in (exact.coherence, exact.partition_function):
            expected = evaluated(function(sources=system), **VALUES)
            assert near(evaluated(function(N, sources=kind), **VALUES, J=J), expected)
            assert near(evaluated(function(N, sources=kind, **own), **VALUES), expected)
            # At J = 0 the weights are given before they become 2F1 at 1.
            symbolic = function(sources=kind, **({} if J else own)).subs({sym.N: N, **({sym.J: sp.Rational(J)} if J else {})}).doit()
            assert near(evaluated(symbolic, **VALUES), expected)


def test_the_ring_by_its_levels() -> None:
    for N in (1, 2, 3, 6):
        by_levels, ring = exact.partition_function(sources=Ring(N=N, J="1/3")), exact.partition_function(N, J="1/3")
        assert sp.expand(by_levels - ring) == 0
    assert exact.coherence(3, sources=Ring) == exact.coherence(3)


@pytest.mark.parametrize("N", [1, 2, 5])
def test_weights_left_open(N: int) -> None:
    """Those of the ring put in give the ring."""
    W = sp.Function("W")
    ring = {W(m): exact.sector_weight(m, N) for m in range(N % 2, N + 1, 2)}
    box = sp.IndexedBase("W")
    for function in (exact.coherence, exact.partition_function):
        for open_ones in (W, W(sym.m)):
            assert function(N, weights=open_ones).xreplace(ring) == function(N)
        assert function(N, weights=box).xreplace({box[m.args[0]]: value for m, value in ring.items()}) == function(N)
        symbolic = function(weights=W).subs(sym.N, N).doit().xreplace(ring | {W(-m.args[0]): value for m, value in ring.items()})
        assert sp.expand(symbolic - function(N)) == 0 or sp.simplify(symbolic / function(N)) == 1
    assert exact.reduced_density_matrix(N, weights=W).xreplace(ring) == exact.reduced_density_matrix(N)


def test_energies_of_other_sources() -> None:
    step = Q(1, 10**20)

    def at(beta: Any) -> Any:
        return mp.log(definition(block_weights(3, path(3, Q(1, 3)), number(beta)), **(VALUES | {"beta": beta}))[0])

    with mp.workdps(80):
        slope = -(at(2 + step) - at(2 - step)) / (2 * number(step))
    assert near(evaluated(exact.energy(sources=Chain(N=3, J="1/3")), **VALUES), slope, 35)


def test_a_model_brings_its_sources() -> None:
    model = Model(sources=Chain(N=3, J="1/3"), omega_a=1, gamma="1/4")
    assert exact.coherence(model) == exact.coherence(sources=Chain(N=3, J="1/3"), omega=1, omega_a=1, gamma="1/4")
    with pytest.raises(InputError, match="`N` must be a model of the ring here"):
        exact.strong_ferromagnet(model)
    with pytest.raises(InputError, match="`omega` is already in the model"):
        exact.coherence(model, omega=1)
    with pytest.raises(InputError, match="`N` must be a model with one bath"):
        exact.coherence(Model(omega=1, baths=[Bath(sources=Chain(N=2), omega_a=1), Bath(sources=Chain(N=1), omega_a=1)]))


def test_values_put_in_afterwards() -> None:
    C = exact.coherence(sources=Chain(N=3, J="1/3"))
    assert exact.substitute(C, gamma=-1, omega=0) == exact.coherence(sources=Chain(N=3, J="1/3"), gamma=-1, omega=0)
    assert exact.substitute(exact.coherence(sources=Chain), N=4, J=1) == exact.coherence(4, sources=Chain, J=1)


REFUSED = [
    ({"sources": "chain"}, InputTypeError, "`sources` must be a source system such as Chain"),
    ({"sources": XX}, InputTypeError, "`sources` must be a source system"),
    ({"sources": XX(shape="ring", N=7, J_xy="1/3")}, InputError, "levels that are exact numbers"),
    ({"sources": Oscillators(N=1, Omega=2)}, InputError, "at most 2000 sectors"),
    ({"sources": Ring(N=10**20)}, InputError, "at most 2000 sectors"),
    ({"sources": Levels(levels=[[1, 0, 1]])}, InputError, "leave gamma and omega_a to the model"),
    ({"sources": Chain(N=2), "N": 2}, InputError, "`N` is already in the sources"),
    ({"sources": Chain(N=2), "J": 2}, InputError, "`J` is already in the sources"),
    ({"sources": Independent, "J": 2}, InputError, "`J` is not for independent sources"),
    ({"sources": Chain, "N": 10**20}, InputError, "`N` must be below 2000"),
    ({"sources": Chain, "weights": sp.Function("W")}, InputError, "give one of them"),
    ({"weights": sp.Function("W"), "J": 1}, InputError, "`J` is in the weights"),
    ({"weights": 3}, InputTypeError, "`weights` must be"),
    ({"weights": sp.Symbol("W")}, InputTypeError, "`weights` must be"),
]


@pytest.mark.parametrize(("values", "kind", "message"), REFUSED, ids=lambda v: str(v)[:40])
def test_refusals(values: dict[str, Any], kind: type, message: str) -> None:
    with pytest.raises(kind, match=message):
        exact.coherence(**values)


class Slanted(SimpleNamespace):
    """Two levels of M = -1 and one of M = 1."""

    N, uniform, bounded = 1, True, True

    def sectors(self) -> tuple[int, ...]:
        return (-1, 1)

    def eigenvalue(self, sector: int) -> Exact:
        return rational(sector)

    def levels(self, sector: int) -> Iterator[tuple[Energy, int]]:
        yield Energy(), 1
        if sector < 0:
            yield Energy(rational(1, 2)), 1


def test_sectors_that_are_not_mirrored_are_refused() -> None:
    with pytest.raises(InputError, match=r"`sources` must have W_m = W_\(-m\)"):
        exact.coherence(sources=Slanted())


def test_open_weights_have_no_derivative() -> None:
    with pytest.raises(InputError, match="`weights` must not be open here"):
        exact.energy(3, weights=sp.Function("W"))
