"""(18)-(23): the eigenvalue problem itself."""

from __future__ import annotations

from fractions import Fraction as Q
from typing import Any

import pytest
import sympy as sp

from exact import definition
from symcoh import exact
from symcoh.errors import InputError
from symcoh.exact import symbols as sym


@pytest.mark.parametrize("branch", [1, -1])
def test_amplitudes_solve_the_eigenvalue_problem(branch: int) -> None:
    """(21) for symbolic m: block (|c_e|^2, c_e c_g) = (± S/2) (|c_e|^2, c_e c_g), a multiple of the eigenvector."""
    block = exact.target_block()
    vector = sp.Matrix([exact.excited_amplitude_squared(branch=branch), exact.amplitude_product(branch=branch)])
    other = sp.Matrix([exact.amplitude_product(branch=branch), exact.ground_amplitude_squared(branch=branch)])
    value = branch * exact.splitting() / 2
    for v in (vector, other):
        assert (block * v - value * v).applyfunc(sp.simplify) == sp.zeros(2, 1)
    assert sp.simplify(vector[0] + other[1]) == 1
    assert sp.simplify(vector[0] * other[1] - vector[1] ** 2) == 0


@pytest.mark.parametrize("N", [1, 2, 3, 4])
def test_levels_are_those_of_every_configuration(N: int) -> None:
    values = {"omega": Q(1), "omega_a": Q(-7, 10), "gamma": Q(-3, 10), "J": Q(-2, 5)}
    for m, bonds in definition.configurations(N):
        block = exact.target_block(m, omega=1, gamma=Q(-3, 10))
        constant = values["omega_a"] * m / 2 - values["J"] * bonds
        levels = {sp.nsimplify(e + sp.Rational(constant.numerator, constant.denominator)) for e in block.eigenvals()}
        computed = {exact.level_energy(m, (N - bonds) // 4, branch, N=N, **values) for branch in (1, -1)}
        assert {sp.N(e, 40) for e in levels} == {sp.N(e, 40) for e in computed}


def test_vanishing_splitting() -> None:
    assert exact.splitting(0, omega=0) == 0
    assert exact.splitting(sym.m, omega=0) == 2 * sym.gamma * sp.Abs(sym.m)
    assert exact.excited_amplitude_squared(1, omega=0) == sp.Rational(1, 2)
    for function in (exact.excited_amplitude_squared, exact.ground_amplitude_squared, exact.amplitude_product):
        with pytest.raises(InputError, match="`m` must not be '0' here: the splitting S_m is zero"):
            function(0, omega=0)


@pytest.mark.parametrize("branch", [0, 2, "+", True])
def test_branch_is_a_sign(branch: Any) -> None:
    with pytest.raises(InputError, match="`branch` must be 1 or -1"):
        exact.level_energy(branch=branch)
