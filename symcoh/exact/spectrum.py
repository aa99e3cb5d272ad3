"""Levels and eigenvectors of the target in one sector of the sources, (18)-(23).

In the sector M = m with n up-domains the Hamiltonian is the 2x2 matrix of (19) plus a constant; the
basis is |e>, |g>, the eigenvectors of sigma^z with eigenvalues +1, -1. The symbols omega and gamma are positive: for a
negative gamma or omega = 0 pass the value, or use `exact.substitute`.
"""

from __future__ import annotations

from typing import Any

from sympy import Abs, Expr, ImmutableMatrix

from ..arguments import as_whole
from ..errors import InputError, shown
from . import symbols
from .convert import expression, integer_expression, nonnegative_expression
from .long_roots import square_root
from .origins import remembered
from .parameters import parameters
from .weights import degeneracy


@remembered
def target_block(m: Any = None, *, omega: Any = None, gamma: Any = None) -> ImmutableMatrix:
    """(18)-(19): [[omega/2, gamma m], [gamma m, -omega/2]], an energy, in the basis |e>, |g>.

    >>> target_block(3, gamma="1/10")
    Matrix([
    [omega/2,     3/10],
    [   3/10, -omega/2]])
    """
    m, omega, gamma = _arguments(m, omega, gamma)
    return ImmutableMatrix([[omega / 2, gamma * m], [gamma * m, -omega / 2]])


@remembered
def splitting(m: object = None, *, omega: object = None, gamma: object = None) -> Expr:
    """(20): S_m = sqrt(omega^2 + 4 gamma^2 m^2), an energy; 2 |gamma m| at omega = 0.

    Args:
        m: magnetization, an integer or symbolic.
        omega: gap of the target, >= 0.
        gamma: coupling, any sign.

    Returns:
        The splitting, an energy >= 0.

    Raises:
        InputTypeError, InputError: as `parameters`.

    >>> splitting()
    sqrt(4*gamma**2*m**2 + omega**2)
    >>> splitting(-2, omega=0, gamma="-1/3")
    4/3
    """
    m, omega, gamma = _arguments(m, omega, gamma)
    return bare_splitting(m, omega, gamma)


def bare_splitting(m: Expr, omega: Expr, gamma: Expr) -> Expr:
    """S_m of expressions that were checked already.

    >>> bare_splitting(symbols.m, symbols.omega * 0, symbols.gamma)
    2*gamma*Abs(m)
    """
    return 2 * Abs(gamma * m) if omega.is_zero else square_root(omega**2 + 4 * gamma**2 * m**2)


@remembered
def level_energy(
    m: Any = None,
    n: Any = None,
    branch: int = 1,
    *,
    N: Any = None,
    omega: Any = None,
    omega_a: Any = None,
    gamma: Any = None,
    J: Any = None,
) -> Expr:
    """(20): E_±(m, n) = omega_a m/2 - J (N - 4n) ± S_m/2.

    Args:
        m: magnetization, an integer or symbolic.
        n: number of up-domains, an integer or symbolic.
        branch: +1 or -1, the sign of the splitting.
        N: number of sources.
        omega: gap of the target, >= 0.
        omega_a: gap of a source.
        gamma: target-source coupling.
        J: intersource coupling.

    Returns:
        An energy.

    Raises:
        InputError: `branch` is not +1 or -1; integers N, m and n of no state.

    >>> level_energy(branch=-1)
    -J*(N - 4*n) + m*omega_a/2 - sqrt(4*gamma**2*m**2 + omega**2)/2
    """
    p = parameters(N, omega=omega, omega_a=omega_a, gamma=gamma, J=J)
    m, n = integer_expression(m, "`m`", symbols.m), integer_expression(n, "`n`", symbols.n)
    if all(value.is_Integer for value in (p.N, m, n)) and degeneracy(m, n, p.N) == 0:
        raise InputError("`n`", f"must be a number of up-domains of a state with m = {shown(int(m))}, but is {shown(int(n))}.")
    return p.omega_a * m / 2 - p.J * (p.N - 4 * n) + _checked_branch(branch) * bare_splitting(m, p.omega, p.gamma) / 2


@remembered
def excited_amplitude_squared(m: Any = None, branch: int = 1, *, omega: Any = None, gamma: Any = None) -> Expr:
    """(22): |c_e^±|^2 = (1 ± omega/S_m)/2.

    Raises:
        InputError: S_m = 0, where every vector is an eigenvector.

    >>> excited_amplitude_squared(1, omega=3, gamma=2)
    4/5
    """
    m, omega, gamma = _arguments(m, omega, gamma)
    return (1 + _checked_branch(branch) * omega / _nonzero_splitting(m, omega, gamma)) / 2


@remembered
def ground_amplitude_squared(m: object = None, branch: int = 1, *, omega: object = None, gamma: object = None) -> Expr:
    """(22): |c_g^±|^2 = (1 ∓ omega/S_m)/2.

    Raises:
        InputError: S_m = 0, where every vector is an eigenvector.

    >>> ground_amplitude_squared(1, omega=3, gamma=2)
    1/5
    """
    return excited_amplitude_squared(m, -_checked_branch(branch), omega=omega, gamma=gamma)


@remembered
def amplitude_product(m: Any = None, branch: int = 1, *, omega: Any = None, gamma: Any = None) -> Expr:
    """(23): c_e^± c_g^± = ± gamma m / S_m.

    Raises:
        InputError: S_m = 0, where every vector is an eigenvector.

    >>> amplitude_product(1, -1, omega=3, gamma=2)
    -2/5
    """
    m, omega, gamma = _arguments(m, omega, gamma)
    return _checked_branch(branch) * gamma * m / _nonzero_splitting(m, omega, gamma)


def _arguments(m: object, omega: object, gamma: object) -> tuple[Expr, Expr, Expr]:
    return (
        integer_expression(m, "`m`", symbols.m),
        nonnegative_expression(omega, "`omega`", symbols.omega),
        expression(gamma, "`gamma`", symbols.gamma),
    )


def _nonzero_splitting(m: Expr, omega: Expr, gamma: Expr) -> Expr:
    result = bare_splitting(m, omega, gamma)
    if result.is_zero:
        raise InputError("`m`", f"must not be {shown(str(m))} here: the splitting S_m is zero and every vector is an eigenvector.")
    return result


def _checked_branch(branch: object) -> int:
    sign = as_whole(branch)
    if sign not in (1, -1):
        raise InputError("`branch`", f"must be 1 or -1, but is {shown(branch)}.")
    return sign
