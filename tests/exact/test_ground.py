"""(40)-(41), (48)-(57): ground states found among all levels of all configurations, with ties at 50 digits."""

from __future__ import annotations

from fractions import Fraction as Q
from typing import Any

import pytest
import sympy as sp
from mpmath import mp

from exact import definition
from exact.definition import evaluated, near
from symcoh import exact
from symcoh.errors import InputError
from symcoh.exact import symbols as sym

TARGETS = [
    (Q(1), Q(7, 10), Q(3, 10)),
    (Q(1), Q(-7, 10), Q(3, 10)),
    (Q(3, 2), Q(1, 5), Q(-2)),
    (Q(0), Q(1, 3), Q(1, 2)),
    (Q(1), Q(1, 2), Q(0)),
]


@pytest.fixture(params=TARGETS, ids=lambda t: ",".join(map(str, t)))
def target(request: pytest.FixtureRequest) -> dict[str, Q]:
    return dict(zip(("omega", "omega_a", "gamma"), request.param, strict=True))


@pytest.fixture(params=[2, 3, 4, 5, 6, 7, 8], ids=lambda N: f"N{N}")
def N(request: pytest.FixtureRequest) -> int:
    assert isinstance(request.param, int)
    return request.param


def away(line: Any, distance: Any) -> Any:
    with mp.workdps(80):
        return line + distance


@pytest.mark.parametrize("J", [Q(0), Q(2, 5)])
def test_40_41_ferromagnet(N: int, J: Q, target: dict[str, Q]) -> None:
    found = definition.ground(N, J=J, **target)
    assert found.degeneracy == 1
    assert near(evaluated(exact.ground_energy(N, J=J, **target)), found.energy)
    assert near(evaluated(exact.aligned_ground_coherence(N, **target)), found.coherence)


def test_40_41_one_source(target: dict[str, Q]) -> None:
    for J in (Q(-3), Q(2)):
        found = definition.ground(1, J=J, **target)
        assert near(evaluated(exact.ground_energy(1, J=J, **target)), found.energy)
        assert near(evaluated(exact.aligned_ground_coherence(1, **target)), found.coherence)


@pytest.mark.parametrize("distance", [Q(1, 10), Q(1, 10**12)])
def test_49_56_57_beside_the_line(N: int, distance: Q, target: dict[str, Q]) -> None:
    line = evaluated(exact.critical_coupling(N, **target))
    step = mp.mpf(distance.numerator) / distance.denominator
    above, below = (definition.ground(N, J=away(line, s * step), **target) for s in (1, -1))
    assert near(evaluated(exact.aligned_ground_coherence(N, **target)), above.coherence)
    assert near(evaluated(exact.antialigned_ground_coherence(N, **target)), below.coherence)
    assert above.degeneracy == 1
    # At omega = 0 both levels of the sector m = 0 tie.
    assert below.degeneracy == (N if N % 2 else 2 if target["omega"] else 4)


def test_48_50_54_on_the_line(N: int, target: dict[str, Q]) -> None:
    found = definition.ground(N, J=evaluated(exact.critical_coupling(N, **target)), **target)
    assert near(evaluated(exact.critical_ground_coherence(N, **target)), found.coherence)
    if target["omega"] and target["gamma"]:
        assert found.degeneracy == (N + 1 if N % 2 else 3)
    elif target["gamma"]:
        assert found.degeneracy == sp.lucas(N) + (0 if N % 2 else 2)


def test_40_holds_on_and_above_the_line(N: int, target: dict[str, Q]) -> None:
    line = evaluated(exact.critical_coupling(N, **target))
    for J in (line, away(line, mp.mpf("0.01"))):
        energy = evaluated(exact.ground_energy(N, **target), J=0)
        with mp.workdps(80):
            energy -= N * J
        assert near(energy, definition.ground(N, J=J, **target).energy)


def test_51_lowest_level_of_a_sector(N: int, target: dict[str, Q]) -> None:
    J = Q(-2, 5)
    for m in range(-N, N + 1, 2):
        domains = [n for n, g in enumerate(exact.sector_weight_polynomial(N, m)) if g]
        levels = [evaluated(exact.level_energy(m, n, -1, N=N, J=J, **target)) for n in domains]
        assert near(evaluated(exact.minimum_energy(m, N, J=J, **target)), min(levels))


def test_52_53_difference_of_levels(N: int, target: dict[str, Q]) -> None:
    J = Q(-2, 5)
    down = -1 if target["omega_a"] > 0 else 1
    aligned, antialigned = (evaluated(exact.minimum_energy(m, N, J=J, **target)) for m in (down * N, down * (N % 2)))
    with mp.workdps(80):
        expected = aligned - antialigned
    assert near(evaluated(exact.level_difference(N, J=J, **target)), expected)
    assert sp.simplify(exact.level_difference(N, J=exact.critical_coupling(N, **target), **target)) == 0


def test_55_strong_coupling_of_the_line() -> None:
    for N in (3, 5, 7):
        ratios = []
        with mp.workdps(60):
            for size in (10**6, 10**9):
                gamma = Q(-size)
                line = evaluated(exact.critical_coupling(N, omega=1, omega_a=Q(7, 10), gamma=gamma))
                ratios.append((line - evaluated(exact.critical_coupling_strong(omega_a=Q(7, 10), gamma=gamma))) * size)
        assert 0 < ratios[1] < 1
        assert abs(ratios[0] - ratios[1]) < 1e-9


def test_known_values() -> None:
    # S_4 = 13/5: J_c = -7/40 - (13/5 - 1)/16.
    assert exact.critical_coupling(4, omega=1, omega_a=Q(7, 10), gamma=Q(3, 10)) == sp.Rational(-11, 40)
    assert exact.critical_coupling(2, omega=3, omega_a=Q(1, 2), gamma=1) == sp.Rational(-3, 8)


def test_parity_of_a_symbol() -> None:
    line = exact.critical_coupling()
    assert isinstance(line, sp.Piecewise)
    for N in (2, 3, 4, 5):
        assert line.subs(sym.N, N) == exact.critical_coupling(N)
    assert exact.critical_ground_coherence().subs(sym.N, 4) == exact.critical_ground_coherence(4)


def test_one_source_has_no_line() -> None:
    for function in (exact.critical_coupling, exact.critical_ground_coherence, exact.antialigned_ground_coherence, exact.level_difference):
        with pytest.raises(InputError, match="`N` must be at least 2, but is 1: the levels of one source do not cross"):
            function(1)


@pytest.mark.parametrize("J", ["1/3", "-1/3", 0])
def test_the_lowest_level_of_any_sector_is_the_least_of_its_levels(J: int | str) -> None:
    """m a symbol: at every m of the ring, over every number of domains."""
    values = {"omega": "6/5", "omega_a": "7/10", "gamma": "3/10", "J": J}
    for N in (1, 2, 3, 4, 7, 8):
        found = exact.minimum_energy(sym.m, N, **values)
        for m in range(-N, N + 1, 2):
            domains = [0] if abs(m) == N else range(1, (N - abs(m)) // 2 + 1)
            levels = [exact.level_energy(m, n, -1, N=N, **values) for n in domains]
            assert found.subs(sym.m, m) == exact.minimum_energy(m, N, **values) == min(levels, key=sp.N)
