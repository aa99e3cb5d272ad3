"""XXZ ring, chain and complete graph: weights, lowest energies, ties and levels against dense matrices of Pauli matrices."""

from __future__ import annotations

from functools import partial
from math import comb, cos, pi
from typing import Any

import mpmath
import pytest
from flint import arb, arb_mat, fmpq

from oracles.not_none import not_none
from oracles.quantum import chain_bonds, complete_bonds, couplings, ring_bonds, spectrum, weight
from reliability.balls_and_decimals import number, relative_error
from symcoh import Model, evaluate
from symcoh.balls import accuracy, working_precision
from symcoh.errors import InputError, InputTypeError, UndecidedInput
from symcoh.exactnumbers import exact
from symcoh.numeric.sources import spectrum as balls
from symcoh.numeric.sources.eigenvalues import eigenvalues
from symcoh.numeric.sources.weight import weights
from symcoh.sources.bonds import collected, labels
from symcoh.sources.energy import Energy, energy_ball, energy_sign
from symcoh.sources.factors import Root, exact_spectrum
from symcoh.sources.xxz import XXZ

xxz_ring, xxz_chain, xxz_complete = (partial(XXZ, shape=shape) for shape in ("ring", "chain", "complete"))
BONDS = {"ring": ring_bonds, "chain": chain_bonds, "complete": complete_bonds}

CASES = [
    ("ring", 1, "2/3", "-1/5"),
    ("ring", 2, "2/3", "-1/5"),
    ("ring", 3, "-2/3", "1/5"),
    ("ring", 3, "sqrt(2)", "-1/3"),
    ("ring", 4, "1/2", "1/2"),
    ("ring", 4, "-sqrt(2)/3", "1/4"),
    ("ring", 5, "-3/7", "2/7"),
    ("ring", 5, "-sqrt(3)/5", "1/4"),
    ("ring", 5, "0", "-1/2"),
    ("ring", 6, "1/3", "-3/4"),
    ("ring", 6, "sqrt(2)/3", "sqrt(2)/5"),
    ("ring", 6, "pi/5", "-1/3"),
    ("chain", 1, "1", "1"),
    ("chain", 2, "-1/3", "2/3"),
    ("chain", 3, "-1/3", "-1/3"),
    ("chain", 4, "2/5", "0"),
    ("chain", 5, "-1/2", "-2/3"),
    ("chain", 6, "sqrt(5)/4", "-1/7"),
    ("complete", 1, "1", "1"),
    ("complete", 2, "-1/3", "1/2"),
    ("complete", 3, "0", "-1/2"),
    ("complete", 4, "-2/7", "3/5"),
    ("complete", 5, "1/4", "1/4"),
    ("complete", 5, "-1/4", "-pi/9"),
    ("complete", 6, "sqrt(2)/5", "-1/6"),
]


@pytest.mark.parametrize(("shape", "size", "in_plane", "along"), CASES)
def test_weights_and_lowest_energies(shape: str, size: int, in_plane: str, along: str) -> None:
    system = XXZ(shape=shape, N=size, J_xy=in_plane, J=along)
    assert eval(repr(system)) == system
    with mpmath.workdps(80):
        known = spectrum(size, couplings(BONDS[shape](size), number(in_plane), number(along)))
        for beta in (fmpq(1, 1000), fmpq(17, 10), fmpq(1_000_000)):
            with working_precision(220):
                found = list(weights(system, arb(beta), 2))
                plain = list(weights(system, arb(beta), 0))
                lowest = [energy_ball(system.lowest(m)) for m in system.sectors()]
            assert len(found) == len(plain) == size + 1
            for m, one, bare, least in zip(system.sectors(), found, plain, lowest, strict=True):
                energy_there, count, sums = weight(known[m], number(beta), mpmath.mpf(10) ** -40)
                assert system.degeneracy(m) == count
                assert relative_error(least, energy_there, 1e-60) < 1e-50
                assert relative_error(one.value, count + sums[0]) < 1e-50
                assert bare.value.overlaps(one.value) and not_none(bare.excess).overlaps(not_none(one.excess)) and bare.first is None
                for ball, value in zip(map(not_none, (one.excess, one.first, one.second)), sums, strict=True):
                    assert ball.is_zero() if value == 0 else relative_error(ball, value) < 1e-50


@pytest.mark.parametrize(("shape", "size", "in_plane", "along"), [case for case in CASES if case[1] in (1, 2, 3, 5)])
def test_all_levels(shape: str, size: int, in_plane: str, along: str) -> None:
    system = XXZ(shape=shape, N=size, J_xy=in_plane, J=along)
    with mpmath.workdps(50):
        known = spectrum(size, couplings(BONDS[shape](size), number(in_plane), number(along)))
        for m in system.sectors():
            levels = [value for value, count in system.levels(m) for _ in range(count)]
            with working_precision(200):
                values = sorted((energy_ball(value) for value in levels), key=lambda ball: float(ball))
            assert len(values) == comb(size, (size + m) // 2)
            assert all(relative_error(ball, value, 1e-45) < 1e-40 for ball, value in zip(values, known[m], strict=True))


@pytest.mark.parametrize("shape", ["ring", "chain", "graph"])
def test_blocks_against_characteristic_polynomials(shape: str) -> None:
    """The two ways to a spectrum: split by symmetries and certified, and factored."""
    for size, in_plane, along in ((2, "1", "1/3"), (5, "-1/2", "1/3"), (7 - (shape == "graph"), "-2/3", "-1"), (8, "1/4", "-1/4")):
        if size == 8 and shape == "graph":
            continue
        edges = [(k, (k + 1) % size, exact(along), exact(in_plane)) for k in range(size - (shape == "chain"))]
        system = collected(size, edges, shape=shape)
        for label in labels(system):
            with working_precision(200):
                certified = balls.in_order(balls.spectrum(system, label))
                factored = [energy_ball(value) for value, count in not_none(exact_spectrum(system, label)) for _ in range(count)]
            assert len(certified) == len(factored) == comb(size, label[0])
            assert all(one.overlaps(two) and one.rad() < arb(10) ** -55 for one, two in zip(certified, factored, strict=True))


def test_traces_of_a_large_ring() -> None:
    """N = 13 and 14, three spins up: Tr H and Tr H^2 counted by hand, and N = 15 refused."""
    for size in (13, 14):
        system = xxz_ring(N=size, J_xy="2/5", J="-sqrt(2)")
        with working_precision(200):
            levels = balls.spectrum(system.bonds(), (3,))
            in_plane, along = arb(fmpq(2, 5)), -arb(2).sqrt()
            walls = {2 * d: count for d, count in ((1, size), (2, size * (size - 4)), (3, size * (size - 4) * (size - 5) // 6))}
            first = sum(-along * (size - 2 * w) * count for w, count in walls.items())
            second = sum(((along * (size - 2 * w)) ** 2 + 4 * in_plane**2 * w) * count for w, count in walls.items())
            assert sum(count for _, count in levels) == sum(walls.values()) == comb(size, 3)
            assert abs(sum((value * count for value, count in levels), arb(0)) - first) < arb(10) ** -50
            assert abs(sum((value * value * count for value, count in levels), arb(0)) - second) < arb(10) ** -50


def test_spectra_are_kept_at_the_finest_precision() -> None:
    system = xxz_ring(N=6, J_xy="1/3", J="-sqrt(2)/7").bonds()
    with working_precision(700):
        fine = balls.spectrum(system, (2,))
        assert all(accuracy(value) > 680 for value, _ in fine)
    with working_precision(64):
        assert balls.spectrum(system, (4,)) is fine


def test_certified_eigenvalues_with_multiplicities() -> None:
    ones = arb_mat([[1] * 9 for _ in range(9)])
    found = eigenvalues(ones, 200)
    assert all(value.contains(0) and value.rad() < arb(10) ** -55 for value in found[:8]) and accuracy(found[8] - 9) == 0
    assert found[8].contains(9) and found[8].rad() < arb(10) ** -55
    assert eigenvalues(arb_mat(4, 4), 100) == [arb(0)] * 4
    wide = arb_mat([[arb(1, 0.125), 2], [2, arb(-1)]])
    low, high = eigenvalues(wide, 100)
    for corner in (arb(7) / 8, arb(9) / 8):
        with working_precision(100):
            root = ((corner + 1) ** 2 / 4 + 4).sqrt()
            assert low.contains((corner - 1) / 2 - root) and high.contains((corner - 1) / 2 + root)


def test_ties_are_exact() -> None:
    """Antiferromagnetic triangle: two chiral states; isotropic ring: multiplets across sectors; staircase at its step."""
    assert xxz_ring(N=3, J_xy=-1, J="1/7").degeneracy(1) == 2
    isotropic = xxz_ring(N=8, J_xy="1/3", J="1/3")
    assert {isotropic.lowest(m) for m in isotropic.sectors()} == {Energy(exact("-8/3"))}
    for system in (isotropic, xxz_chain(N=7, J_xy="-1/3", J="-1/3")):
        below = {value for value, _ in system.levels(1 if system.N % 2 else 0)}
        assert all(value in below for m in system.sectors() for value, _ in system.levels(m))
    assert any(isinstance(part, Root) for value, _ in isotropic.levels(0) for part, _ in value.parts)
    large = xxz_ring(N=12, J_xy="1/3", J="1/3")
    assert large.lowest(0) == large.lowest(-12) == Energy(exact("-4"))
    assert xxz_chain(N=12, J_xy="-1/3", J="1/3").lowest(2) == Energy(exact("-11/3"))
    frustrated = xxz_ring(N=11, J_xy=-1, J="1/3")
    assert frustrated.degeneracy(7) == 2 and frustrated.lowest(7) - frustrated.lowest(-7) == Energy()
    step = xxz_chain(N=2, J_xy=1, J=0)
    assert energy_sign(step.lowest(0) - step.lowest(2) + Energy(exact(2))) == 0


@pytest.mark.parametrize(
    ("in_plane", "along"), [("1/3", "-1/2"), ("1/3", "1/3"), ("-1/3", "1/2"), ("-1/3", "-1/2"), ("0", "1"), ("0", "-1")]
)
def test_hull_of_the_complete_graph(in_plane: str, along: str) -> None:
    for size in (1, 2, 5, 6):
        system = xxz_complete(N=size, J_xy=in_plane, J=along)
        points = [(m, system.lowest(m).exact) for m in system.sectors()]
        for m, value in points:
            below = any(
                energy_sign(
                    Energy(value).times(exact(right - left)) - Energy(one).times(exact(right - m)) - Energy(two).times(exact(m - left))
                )
                in (0, 1)
                for left, one in points
                for right, two in points
                if left < m < right
            )
            assert below or m in not_none(system.hull())


def test_many_sources_on_the_complete_graph() -> None:
    for in_plane in ("1/500", "-1/500"):
        system = xxz_complete(N=301, J_xy=in_plane, J="1/3")
        with working_precision(160):
            found = list(weights(system, arb(2), 2))
            for m, one in ((1, found[151]), (-301, found[0]), (99, found[200])):
                levels = list(system.levels(m))
                least = energy_ball(system.lowest(m))
                terms = [(energy_ball(value) - least, count) for value, count in levels]
                for n, ball in enumerate((one.value, not_none(one.first), not_none(one.second))):
                    expected = sum((count * e**n * (-2 * e).exp() if n else count * (-2 * e).exp() for e, count in terms), arb(0))
                    assert ball.overlaps(expected) and (ball.is_zero() or accuracy(ball) > 140)


def test_bad_input() -> None:
    refused: tuple[tuple[dict[str, Any], type[Exception], str], ...] = (
        ({"shape": "star", "N": 3}, InputError, "`shape` must be"),
        ({"shape": "ring", "N": 15}, InputError, "`N` must be from 1 to 14, but is 15"),
        ({"shape": "chain", "N": 15}, InputError, "`N` must be from 1 to 14, but is 15"),
        ({"shape": "complete", "N": 0}, InputError, "`N` must be"),
        ({"shape": "ring", "N": 3, "J": 0.5}, InputTypeError, "`J`"),
        ({"shape": "ring", "N": 3, "J_xy": "1/0"}, InputError, "`J_xy`"),
        ({"shape": "ring", "N": 4, "J_xy": "log(2)+log(3)-log(6)"}, UndecidedInput, "`J_xy` has a sign"),
    )
    for arguments, error, text in refused:
        with pytest.raises(error, match=text):
            XXZ(**arguments)


def test_a_large_block_of_long_numbers_is_not_factored() -> None:
    """Beyond 1,100 bits the polynomial of a block of 35 states is left alone, that of 21 is not; the ground energy is near -1e600."""
    long = XXZ(shape="chain", N=7, J="-37/100", J_xy="-1e600")
    bonds = long.bonds()
    assert exact_spectrum(bonds, (3,)) is None and exact_spectrum(bonds, (2,)) is not None
    assert exact_spectrum(XXZ(shape="chain", N=7, J="-37/100", J_xy="-1e20").bonds(), (3,)) is not None
    # Free fermions: the energies -4 J_xy cos(pi p/8) of p = 1, ..., 7, the negative ones filled.
    least = float(evaluate(Model(sources=long, omega_a=1, gamma=1), "energy", T=0, digits=10).value.replace("e600", ""))
    assert abs(least + 4 * sum(cos(pi * p / 8) for p in (1, 2, 3))) < 1e-8
