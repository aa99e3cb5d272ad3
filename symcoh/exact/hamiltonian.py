"""The Hamiltonian (1)-(2) as a matrix, from the definition: Kronecker products of Pauli matrices.

Basis order: the target first, then source 1, ..., source N; in each factor |e> = |up> (sigma^z = +1)
before |g> = |down>. Row 0 is all up, row 2^N is the target down with all sources up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sympy import Expr, ImmutableSparseMatrix

from ..errors import InputError, InputTypeError, shown
from .origins import remembered
from .parameters import parameters

MAX_SOURCES = 10
"""Beyond it the matrix has more than 2048 rows."""

_Entries = dict[tuple[int, int], int]
_IDENTITY: _Entries = {(0, 0): 1, (1, 1): 1}
_X: _Entries = {(0, 1): 1, (1, 0): 1}
_Z: _Entries = {(0, 0): 1, (1, 1): -1}


@remembered
def hamiltonian(
    N: object, *, omega: object = None, omega_a: object = None, gamma: object = None, J: object = None
) -> ImmutableSparseMatrix:
    """(1)-(2): the Hamiltonian as a matrix of dimension 2^(N+1).

        H = (omega/2) σ^z + (omega_a/2) Σ_k σ^z_k + gamma σ^x Σ_k σ^z_k - J Σ_k σ^z_k σ^z_{k+1}.

    Args:
        N: number of sources, 1 <= N <= 10, or a `Model`.
        omega: gap of the target, >= 0.
        omega_a: gap of a source.
        gamma: target-source coupling.
        J: intersource coupling.

    Returns:
        A sparse matrix of energies, in the basis order of this module.

    Raises:
        InputError: N > 10. InputTypeError: N is symbolic or a value is not exact.

    >>> hamiltonian(1, J=0)
    Matrix([
    [omega/2 + omega_a/2,                   0,                gamma,                    0],
    [                  0, omega/2 - omega_a/2,                    0,               -gamma],
    [              gamma,                   0, -omega/2 + omega_a/2,                    0],
    [                  0,              -gamma,                    0, -omega/2 - omega_a/2]])
    """
    p = parameters(N, omega=omega, omega_a=omega_a, gamma=gamma, J=J)
    if p.count is None:
        raise InputTypeError("`N`", f"must be an integer for a matrix, but is {shown(str(p.N))}.")
    if p.count > MAX_SOURCES:
        raise InputError("`N`", f"must be at most {MAX_SOURCES} for a matrix, but is {shown(p.count)}.")
    sites = range(1, p.count + 1)
    bonds = (_product({}, (k, k % p.count + 1), p.count) for k in sites)
    parts: tuple[tuple[Expr, _Entries], ...] = (
        (p.omega / 2, _product({}, (0,), p.count)),
        (p.omega_a / 2, _total(_product({}, (k,), p.count) for k in sites)),
        (p.gamma, _total(_product({0: _X}, (k,), p.count) for k in sites)),
        (-p.J, _total(bonds)),
    )
    entries: dict[tuple[int, int], Expr] = {}
    for factor, part in parts:
        for place, value in part.items():
            entries[place] = entries.get(place, 0) + value * factor
    dimension = 2 ** (p.count + 1)
    return ImmutableSparseMatrix(dimension, dimension, entries)


def _product(others: dict[int, _Entries], sites: Iterable[int], N: int) -> _Entries:
    """σ^z at every site of `sites` (twice is the identity), `others` elsewhere, Kronecker-multiplied."""
    odd = {site for site, times in Counter(sites).items() if times % 2}
    result: _Entries = {(0, 0): 1}
    for site in range(N + 1):
        factor = _Z if site in odd else others.get(site, _IDENTITY)
        result = {
            (2 * row + i, 2 * column + j): value * entry for (row, column), value in result.items() for (i, j), entry in factor.items()
        }
    return result


def _total(operators: Iterable[_Entries]) -> _Entries:
    total: Counter[tuple[int, int]] = Counter()
    for operator in operators:
        total.update(operator)
    return dict(total)
