"""Graphs with in-plane couplings: sectors, weights, ties and moments against dense matrices of Pauli matrices."""

from __future__ import annotations

from typing import Any

import mpmath
import pytest
from flint import arb, fmpq

from oracles.not_none import not_none
from oracles.quantum import couplings, fields, grouped_spectrum, magnetization, weight
from reliability.balls_and_decimals import number, relative_error
from symcoh.balls import accuracy, working_precision
from symcoh.errors import InputError, InputTypeError, UndecidedInput
from symcoh.exactnumbers import ZERO, exact, rational
from symcoh.numeric.sources import spectrum as balls
from symcoh.numeric.sources.automorphisms import commuting_involutions
from symcoh.numeric.sources.weight import module, weights
from symcoh.sources.bonds import collected, labels
from symcoh.sources.energy import Energy, energy_ball
from symcoh.sources.factors import exact_spectrum
from symcoh.sources.xxz_graph import XXZGraph

CASES: list[tuple[int, list[list[Any]], list[Any] | None, list[Any] | None]] = [
    (1, [], None, None),
    (2, [[1, 2, "-1/4", "1/7"], [2, 1, "1/3", "1/5"]], None, None),
    (4, [[1, 2, "1/3", "-1/2"], [2, 3, "-1/5", "1/4"], [1, 3, "1/2", "1/3"], [3, 4, 1]], None, None),
    (4, [[1, 2, "1/3", "-1/2"], [3, 4, "1/3", "-1/2"]], None, None),
    (4, [[1, 2, "sqrt(2)", "1/2"], [2, 3, "1/5", "pi/4"], [3, 4, 0, "-1/3"]], None, None),
    (1, [], ["2/3"], ["-1/2"]),
    (3, [[1, 2, 0, "1/3"]], ["1/2", "-1/3", "1/5"], ["3/10", "3/10", "3/5"]),
    (4, [[1, 2, "1/2", "1/3"], [3, 4, "1/2", "1/3"], [2, 3, "-1/7"]], ["1/2", "1/2", "1/2", "1/2"], ["1/3", "1/3", "1/3", "1/3"]),
    (4, [[1, 2, "1/2", "1/3"], [2, 3, "-1/2", "1/3"], [1, 3, "1/2", "-1/3"]], ["1", "-1/2", "1/3", "2"], ["sqrt(2)/5"] * 3 + ["1/4"]),
    (
        5,
        [[1, 2, "1/2", "sqrt(3)/3"], [4, 5, "1/2", "-1/3"], [3, 4, "1/4", "1/3"]],
        ["0", "1", "1/3", "2", "-1"],
        ["1/2"] * 2 + ["-1/3"] * 3,
    ),
    (3, [[1, 2, "1/2", "-1"], [2, 3, "1/2", "-1"], [1, 3, "1/2", "-1"]], ["1/3"] * 3, ["0", "0", "0"]),
]


@pytest.mark.parametrize(("size", "edges", "omegas", "gammas"), CASES)
def test_sectors_weights_and_ties(size: int, edges: list[list[Any]], omegas: list[Any] | None, gammas: list[Any] | None) -> None:
    system = XXZGraph(N=size, edges=edges, omega_k=omegas, gamma_k=gammas)
    assert eval(repr(system).replace("Graph", "XXZGraph")) == system and system.uniform is (gammas is None)
    with mpmath.workdps(80):
        operator = fields([number(value) / 2 for value in omegas or []])
        for one, two, along, *in_plane in edges:
            operator += couplings([(one - 1, two - 1)], number(in_plane[0]) if in_plane else 0, number(along))
        strength = [number(value) for value in gammas] if gammas else [mpmath.mpf(1)] * size

        def kept(state: int) -> tuple[str, int]:
            b = mpmath.fsum(g if state >> k & 1 else -g for k, g in enumerate(strength))
            return mpmath.nstr(mpmath.chop(b, 1e-60), 40), magnetization(size, state)

        known = grouped_spectrum(size, operator, kept)
        values = sorted({key for key, _ in known}, key=mpmath.mpf)
        assert len(values) == len(system.sectors())
        for beta in (fmpq(17, 10), fmpq(1_000_000)):
            with working_precision(220):
                found = list(weights(system, arb(beta), 2))
            for text, sector, one in zip(values, system.sectors(), found, strict=True):
                with working_precision(220):
                    least, b = energy_ball(system.lowest(sector)), energy_ball(Energy(system.eigenvalue(sector)))
                    moment = energy_ball(Energy(not_none(system.ground_moment(sector))))
                assert relative_error(b, mpmath.mpf(text), 1e-60) < 1e-38
                _compare_sector(system, sector, one, {m: group for (key, m), group in known.items() if key == text}, number(beta))
                lowest = min(group[0] for (key, _), group in known.items() if key == text)
                assert relative_error(least, lowest, 1e-60) < 1e-50
                tied = [m for (key, m), group in known.items() if key == text for value in group if value - lowest < 1e-40]
                assert relative_error(moment, mpmath.fsum(tied) / len(tied), 1e-60) < 1e-50


def _compare_sector(system: XXZGraph, sector: Any, one: Any, groups: dict[int, list[Any]], beta: Any) -> None:
    lowest, count, sums = weight(sorted(value for group in groups.values() for value in group), beta, mpmath.mpf(10) ** -40)
    assert system.degeneracy(sector) == count == sum(number for value, number in system.levels(sector) if value == system.lowest(sector))
    assert relative_error(one.value, count + sums[0]) < 1e-50
    for ball, value in zip((one.excess, one.first, one.second), sums, strict=True):
        assert ball.is_zero() if value == 0 else relative_error(ball, value) < 1e-50
    moment = mpmath.fsum(m * mpmath.exp(-beta * (value - lowest)) for m, group in groups.items() for value in group)
    assert one.moment is None if system.uniform else relative_error(one.moment, moment, 1e-50) < 1e-45


def test_extents_bound_the_levels() -> None:
    for size, edges, omegas, gammas in CASES:
        system = XXZGraph(N=size, edges=edges, omega_k=omegas, gamma_k=gammas)
        with working_precision(100):
            energy, coupling = module(system).extent(system)
            for sector in system.sectors():
                assert not abs(energy_ball(Energy(system.eigenvalue(sector)))) > coupling
                assert not any(abs(energy_ball(value)) > energy for value, _ in system.levels(sector))


@pytest.mark.parametrize("kind", ["ladder", "star", "weighted", "two parts", "fields"])
def test_symmetries_of_graphs(kind: str) -> None:
    """Blocks split by exchanges of sites against the factors of the whole block."""
    one, two, h = exact("1/2"), exact("-1/3"), [exact(value) for value in ("1/5", "-1/3", "1/7", "1/7", "-1/3", "1/5")]
    edges = {
        "ladder": [
            (0, 1, one, two),
            (1, 2, one, two),
            (3, 4, one, two),
            (4, 5, one, two),
            (0, 3, two, one),
            (1, 4, two, one),
            (2, 5, two, one),
        ],
        "star": [(0, k, one, two) for k in range(1, 6)],
        "weighted": [(0, 1, one, one), (1, 2, one, two), (2, 3, two, two), (3, 4, one, two), (4, 5, one, one)],
        "two parts": [(0, 1, one, one), (1, 2, one, one), (3, 4, one, one), (4, 5, one, one)],
        "fields": [(k, k + 1, one, two) for k in range(5)],
    }[kind]
    system = collected(6, edges, (h if kind == "fields" else ()))
    assert commuting_involutions(system)
    for label in labels(system):
        with working_precision(160):
            certified = balls.in_order(balls.spectrum(system, label))
            factored = [energy_ball(value) for value, count in not_none(exact_spectrum(system, label)) for _ in range(count)]
        assert len(certified) == len(factored)
        assert all(one.overlaps(two) and one.rad() < arb(10) ** -45 for one, two in zip(certified, factored, strict=True))


def test_undecided_ties_are_not_decided() -> None:
    """Two pairs of levels -J_xy of equal values, written so that no exact algebra knows it, in one sector of B."""
    edges = [[1, 2, 0, "log(6)"], [3, 4, 0, "log(2)+log(3)"]]
    system = XXZGraph(N=4, edges=edges, omega_k=[0] * 4, gamma_k=[1, 1, 1, 1])
    sector = system.sectors()[1]
    assert system.degeneracy(sector) is None and system.ground_moment(sector) is None
    with working_precision(160):
        found = list(weights(system, arb(1), 2))[1]
        assert found.excess is None and accuracy(found.value) > 140
        assert (energy_ball(system.lowest(sector)) + 2 * arb(6).log()).contains(0)
        assert abs(found.value - 2 - 2 * (-4 * arb(6).log()).exp()) < arb(10) ** -40


def test_graphs_too_large_to_be_diagonalised_are_refused_at_once() -> None:
    bare = [[k, k + 1, f"1/{k}", "1/3"] for k in range(1, 14)]
    with pytest.raises(InputError, match="`edges` lead to a block of 2002 states that no symmetry splits, but 1600 are the most"):
        XXZGraph(N=14, edges=bare, omega_k=range(14), gamma_k=[1] * 14)
    ladder = [[k, k + 1, 1, "1/3"] for k in (1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13)] + [[k, k + 7, "1/2", 1] for k in range(1, 8)]
    assert XXZGraph(N=14, edges=ladder).dimension() == 1 << 14
    assert XXZGraph(N=12, edges=bare[:11]).degeneracy(-12) == 1


def test_bad_input() -> None:
    pair = [[1, 2, "1/4", "1/7"]]
    for arguments, error, text in (
        ({"N": 15, "edges": []}, InputError, "`N` must be from 1 to 14"),
        ({"N": 2, "edges": "1-2"}, InputTypeError, "`edges` must be a list"),
        ({"N": 2, "edges": [[1, 3, 1]]}, InputError, r"`edges\[1\]` must join sites from 1 to 2, but has 3"),
        ({"N": 2, "edges": [[0, 1, 1]]}, InputError, r"`edges\[1\]` must join sites from 1 to 2, but has 0"),
        ({"N": 2, "edges": [[1, 2, 1], [2, 2, 1]]}, InputError, r"`edges\[2\]` must join two different sites"),
        ({"N": 2, "edges": [[1, 2]]}, InputError, r"`edges\[1\]` must be \[site, site, J_z\]"),
        ({"N": 2, "edges": [[1, 2, 0.5]]}, InputTypeError, r"`edges\[1\]`"),
        ({"N": 2, "edges": [[1, 2, 0]] * 1001}, InputError, "`edges` must be at most 1000"),
        ({"N": 2, "edges": pair, "omega_k": [1, 2]}, InputError, "`gamma_k` is required beside `omega_k`"),
        ({"N": 2, "edges": pair, "omega_k": [1], "gamma_k": [1, 1]}, InputError, "`omega_k` must have 2 entries"),
        (
            {"N": 2, "edges": pair, "omega_k": [1, 2], "gamma_k": [1, 2]},
            InputError,
            "`gamma_k` must be the same on sites that J_xy connects",
        ),
        (
            {"N": 2, "edges": pair, "omega_k": [1, 2], "gamma_k": ["log(6)", "log(2)+log(3)"]},
            UndecidedInput,
            "`gamma_k` leaves undecided",
        ),
    ):
        with pytest.raises(error, match=text):
            XXZGraph(**arguments)
    assert XXZGraph(N=2, edges=[[1, 2, 1]], omega_k=[1, 2], gamma_k=[1, 2]).ground_moment(0) == rational(-2)
    assert XXZGraph(N=2, edges=[], omega_k=[0, 0], gamma_k=[0, 0]).ground_moment(0) == ZERO
