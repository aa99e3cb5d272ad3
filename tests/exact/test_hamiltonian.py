"""(1)-(2) as a matrix, against NumPy's Kronecker products, and its diagonalisation against the formulas."""

from __future__ import annotations

from fractions import Fraction as Q
from functools import reduce
from typing import Any

import numpy as np
import pytest
import sympy as sp

from exact.definition import evaluated
from symcoh import exact
from symcoh.errors import InputError, InputTypeError
from symcoh.exact import symbols as sym
from symcoh.model import Model

X, Z, ONE = np.array([[0, 1], [1, 0]]), np.array([[1, 0], [0, -1]]), np.eye(2, dtype=int)


def at(N: int, **letters: Any) -> Any:
    """Kronecker product with `letters` s0 (target), s1, s2, ... and the identity elsewhere."""
    return reduce(np.kron, [letters.get(f"s{site}", ONE) for site in range(N + 1)])


@pytest.mark.parametrize("N", [1, 2, 3, 4])
def test_is_the_definition(N: int) -> None:
    source = [at(N, **{f"s{k}": Z}) for k in range(1, N + 1)]
    bonds = sum(source[k] @ source[(k + 1) % N] for k in range(N))
    H = exact.hamiltonian(N)
    parts = {sym.omega: at(N, s0=Z) / 2, sym.omega_a: sum(source) / 2, sym.gamma: at(N, s0=X) @ sum(source), sym.J: -bonds}
    for symbol, part in parts.items():
        assert np.array_equal(np.array(H.diff(symbol).tolist(), dtype=float), part)
    assert H.subs(dict.fromkeys(parts, 0)) == sp.zeros(2 ** (N + 1))
    assert H.is_symmetric()


@pytest.mark.parametrize("N", [1, 2, 3, 6])
@pytest.mark.parametrize(
    "values",
    [
        {"omega": 1, "omega_a": Q(7, 10), "gamma": Q(-3, 10), "J": Q(-2, 5)},
        {"omega": 0, "omega_a": Q(-1, 2), "gamma": 1, "J": Q(1, 4)},
    ],
)
def test_dense_diagonalisation(N: int, values: dict[str, Any]) -> None:
    beta = 2
    energies, vectors = np.linalg.eigh(np.array(exact.hamiltonian(N, **values).tolist(), dtype=float))
    weights = np.exp(-beta * energies)
    rho = (vectors * weights) @ vectors.T / weights.sum()
    target = np.einsum("ikjk->ij", rho.reshape(2, 2**N, 2, 2**N))
    assert float(evaluated(exact.partition_function(N, beta=beta, **values))) == pytest.approx(weights.sum(), rel=1e-10)
    formula = [[float(evaluated(entry)) for entry in row] for row in exact.reduced_density_matrix(N, beta=beta, **values).tolist()]
    assert target == pytest.approx(np.array(formula), abs=1e-10)
    assert float(evaluated(exact.coherence(N, beta=beta, **values))) == pytest.approx(2 * abs(target[0, 1]), abs=1e-10)
    assert float(evaluated(exact.energy(N, beta=beta, **values))) == pytest.approx(np.average(energies, weights=weights), abs=1e-9)


def test_model() -> None:
    ring = Model(N=2, omega_a="1/2", gamma=1)
    assert exact.hamiltonian(ring) == exact.hamiltonian(2, omega=1, omega_a=Q(1, 2), gamma=1, J=0)


def test_refusals() -> None:
    with pytest.raises(InputError, match="`N` must be at most 10 for a matrix, but is 11"):
        exact.hamiltonian(11)
    with pytest.raises(InputTypeError, match="`N` must be an integer for a matrix, but is 'N'"):
        exact.hamiltonian(sym.N)
