"""The XX ring and chain: weights, lowest energies, ties and levels against dense matrices of Pauli matrices."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from math import comb
from typing import Any

import mpmath
import pytest
from flint import arb, fmpq

from oracles.not_none import not_none
from oracles.quantum import chain_bonds, couplings, ring_bonds, spectrum, weight
from reliability.balls_and_decimals import number, relative_error
from symcoh.balls import accuracy, working_precision
from symcoh.errors import InputError, InputTypeError, UndecidedInput
from symcoh.exactnumbers import ZERO, exact, rational
from symcoh.numeric.sources.weight import weights
from symcoh.sources.cosines import Arc, arc, coordinates, energy
from symcoh.sources.energy import Energy, energy_ball, energy_sign
from symcoh.sources.xx import XX

xx_ring, xx_chain = partial(XX, shape="ring"), partial(XX, shape="chain")
BONDS = {"ring": ring_bonds, "chain": chain_bonds}

CASES = [
    ("ring", 1, "-2/3", "0"),
    ("ring", 2, "3/5", "0"),
    ("ring", 2, "-3/5", "1/3"),
    ("ring", 2, "0", "1/3"),
    ("ring", 3, "3/5", "0"),
    ("ring", 3, "-3/5", "0"),
    ("ring", 3, "1", "sqrt(3)"),
    ("ring", 4, "1/2", "0"),
    ("ring", 4, "-1/2", "1/2"),
    ("ring", 4, "sqrt(2)", "0"),
    ("ring", 5, "-2/7", "0"),
    ("ring", 5, "2/7", "-3/11"),
    ("ring", 6, "-2/5", "0"),
    ("ring", 6, "0", "3/8"),
    ("ring", 6, "1/3", "1/1000000"),
    ("chain", 1, "2", "1"),
    ("chain", 2, "-1/4", "1/5"),
    ("chain", 3, "0", "0"),
    ("chain", 4, "2/3", "-1/3"),
    ("chain", 5, "-1/2", "0"),
    ("chain", 6, "pi/4", "0"),
]


@pytest.mark.parametrize(("shape", "size", "coupling", "twist"), CASES)
def test_weights_and_lowest_energies(shape: str, size: int, coupling: str, twist: str) -> None:
    system = XX(shape=shape, N=size, J_xy=coupling, D=twist)
    assert eval(repr(system)) == system
    with mpmath.workdps(80):
        known = spectrum(size, couplings(BONDS[shape](size), number(coupling), 0, number(twist)))
        for beta in (fmpq(1, 1000), fmpq(17, 10), fmpq(1_000_000)):
            with working_precision(200):
                found = list(weights(system, arb(beta), 2))
                plain = list(weights(system, arb(beta), 0))
                lowest = [energy_ball(system.lowest(m)) for m in system.sectors()]
            for m, one, bare, least in zip(system.sectors(), found, plain, lowest, strict=True):
                energy_there, count, sums = weight(known[m], number(beta), mpmath.mpf(10) ** -40)
                assert system.degeneracy(m) == count
                assert relative_error(least, energy_there, 1e-60) < 1e-50
                assert relative_error(one.value, count + sums[0]) < 1e-50
                assert bare.value.overlaps(one.value) and not_none(bare.excess).overlaps(not_none(one.excess)) and bare.first is None
                for ball, value in zip(map(not_none, (one.excess, one.first, one.second)), sums, strict=True):
                    assert ball.is_zero() if value == 0 else relative_error(ball, value) < 1e-50


@pytest.mark.parametrize(("shape", "size", "coupling", "twist"), [c for c in CASES if c[1] in (1, 2, 4, 5)])
def test_all_levels(shape: str, size: int, coupling: str, twist: str) -> None:
    system = XX(shape=shape, N=size, J_xy=coupling, D=twist)
    with mpmath.workdps(50):
        known = spectrum(size, couplings(BONDS[shape](size), number(coupling), 0, number(twist)))
        for m in system.sectors():
            levels = [value for value, count in system.levels(m) for _ in range(count)]
            with working_precision(200):
                values = sorted((energy_ball(value) for value in levels), key=lambda ball: float(ball))
            assert len(values) == comb(size, (size + m) // 2)
            assert all(relative_error(ball, value, 1e-45) < 1e-40 for ball, value in zip(values, known[m], strict=True))


def test_equal_energies_cancel_exactly() -> None:
    for size in (3, 4, 5, 7, 8, 9, 12, 24, 40, 1000):
        for system in (xx_ring(N=size, J_xy="3/7"), xx_chain(N=size, J_xy="-3/7", D="1/2"), xx_ring(N=size, J_xy=-1, D="1/3")):
            for m in (size % 2, size - 2):
                assert system.lowest(m) - system.lowest(-m) == Energy()
    nine = xx_ring(N=9, J_xy="1/4")
    assert nine.lowest(-1) - nine.lowest(-5) == Energy(rational(-1))  # 2 cos(pi/9) apart from 2 cos(pi/9) + 1
    assert energy_sign(nine.lowest(-5) - nine.lowest(-3)) == 1


@pytest.mark.parametrize(
    ("size", "up", "text"),
    [(4, 2, "sqrt(2)"), (5, 2, "(1+sqrt(5))/2"), (6, 2, "sqrt(3)"), (6, 3, "2"), (12, 6, "sqrt(2)+sqrt(6)"), (8, 3, "1+sqrt(2)")],
)
def test_sums_that_are_roots_are_exact(size: int, up: int, text: str) -> None:
    found = arc(size, up, Fraction(0))
    assert not found.parts
    assert found.exact == exact(text)


def test_bases_against_the_closed_form() -> None:
    for size in (7, 9, 11, 13, 16, 20):
        for turn in (Fraction(0), Fraction(1, size), Fraction(3, 4)):
            for up in range(1, size):
                with working_precision(128):
                    one, two = energy_ball(arc(size, up, turn)), Arc(size, up, turn).ball()
                    assert one.overlaps(two) and accuracy(one) > 90
    assert energy(7, coordinates(7, range(7))) == Energy()


@pytest.mark.parametrize("shape", ["ring", "chain"])
def test_many_sources_at_extreme_temperatures(shape: str) -> None:
    """Hot: every weight is C(N, k). Cold: what lies above the lowest level is one particle moved, in as many ways as there are."""
    system = XX(shape=shape, N=200, J_xy="-3/5")
    with working_precision(180):
        hot, cold = (list(weights(system, arb(10) ** power, 2)) for power in (-5000, 5))
        for up in (0, 1, 2, 99, 100, 101, 199, 200):
            assert abs(hot[up].value / comb(200, up) - 1) < arb(10) ** -50
            gap, ways = _first_gap(system, up)
            if ways:
                excess, first, second = map(not_none, (cold[up].excess, cold[up].first, cold[up].second))
                assert accuracy(excess) > 150
                assert abs(excess / (ways * (-(arb(10) ** 5) * gap).exp()) - 1) < arb(10) ** -20
                assert abs(first / excess / gap - 1) < arb(10) ** -20
                assert abs(second / first / gap - 1) < arb(10) ** -20


def _first_gap(system: XX, up: int) -> tuple[arb, int]:
    """The least excitation of a filling by moving one particle, and how many ways there are, by looking at all of them."""
    if up in (0, system.N):
        return arb(0), 0
    if system.shape == "chain":
        energies = [-4 * arb(3) / 5 * arb.cos_pi_fmpq(fmpq(j, system.N + 1)) for j in range(1, system.N + 1)]
    else:
        energies = [arb(12) / 5 * arb.cos_pi_fmpq(fmpq(p, system.N)) for p in range((up + 1) % 2, 2 * system.N, 2)]
    energies.sort(key=lambda ball: float(ball))
    gap = energies[up] - energies[up - 1]
    ways = [1 for low in energies[:up] for high in energies[up:] if float(high - low - gap) < 1e-12]
    return gap, len(ways)


def test_the_angle_of_the_couplings() -> None:
    assert xx_ring(N=4, J_xy=1, D=1).place() == (7, True)
    assert xx_ring(N=6, J_xy=1, D="sqrt(3)").degeneracy(0) == 1
    assert xx_ring(N=3, J_xy=1, D="sqrt(3)").degeneracy(1) == 2
    assert xx_ring(N=16, J_xy=1, D="sqrt(2)-1").place() == (30, True)
    assert xx_ring(N=8, J_xy=1, D="sqrt(2)-1").place() == (15, True)
    assert xx_ring(N=16, J_xy=1, D="sqrt(2)-1+1/10**40").place() == (29, False)
    assert xx_ring(N=5, J_xy=0, D=1).place() == (7, False)
    assert xx_ring(N=5, J_xy="-1e5000", D="1e-5000").place() == (5, False)
    assert xx_ring(N=5, J_xy="-1e5000", D="-1e-5000").place() == (4, False)
    assert xx_ring(N=5, J_xy="1e-5000", D="1e5000").place() == (7, False)
    with pytest.raises(UndecidedInput, match="`D` leaves undecided"):
        xx_ring(N=4, J_xy=1, D="log(2)+log(3)-log(6)+1")
    assert xx_ring(N=2, J_xy=1, D="log(2)+log(3)-log(6)+1").degeneracy(0) == 1


def test_bad_input() -> None:
    refused: tuple[tuple[dict[str, Any], type[Exception], str], ...] = (
        ({"shape": "star", "N": 3}, InputError, "`shape`"),
        ({"shape": "ring", "N": 0}, InputError, "`N` must be"),
        ({"shape": "ring", "N": 20_001}, InputError, "`N` must be"),
        ({"shape": "ring", "N": 3, "J_xy": 0.5}, InputTypeError, "`J_xy`"),
        ({"shape": "ring", "N": 1, "J_xy": 1, "D": "1/2"}, InputError, "`D` must be 0 for a ring of one"),
        ({"shape": "ring", "N": 4, "J_xy": "log(2)+log(3)-log(6)"}, UndecidedInput, "`J_xy` has a sign"),
    )
    for arguments, error, text in refused:
        with pytest.raises(error, match=text):
            XX(**arguments)
    assert XX(shape="chain", N=1, J_xy=1, D=1).lowest(1) == Energy(ZERO)
