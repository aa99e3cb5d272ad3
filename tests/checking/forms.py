"""Closed forms of the equations, as a reader of the paper would type them; gamma, omega_a, beta > 0."""

from __future__ import annotations

from typing import Any

from sympy import Rational, cosh, exp, sinh, tanh

from .symbols import J, K, N, beta, gamma, omega, omega_a, root_of_ring, splitting


def amplitude(m: Any = N) -> Any:
    """2 m gamma/S_m: (41), (49), (57), and (56) with m = 1."""
    return 2 * m * gamma / splitting(m)


def bath(m: Any = N) -> Any:
    """tanh(m beta omega_a/2): (44)."""
    return tanh(m * beta * omega_a / 2)


def target(m: Any = N) -> Any:
    """(2 m gamma/S_m) tanh(beta S_m/2): (47)."""
    return amplitude(m) * tanh(beta * splitting(m) / 2)


def strong_bonds(m: Any = N) -> Any:
    """(36), and (39) with m = 1."""
    return target(m) * bath(m)


def free_magnetization(size: Any = N) -> Any:
    """m_0 of (46) in closed form, as the quotient of powers of c - r and c + r."""
    r, c = root_of_ring(), cosh(beta * omega_a / 2)
    ratio = ((c - r) / (c + r)) ** size
    return size * sinh(beta * omega_a / 2) / r * (1 - ratio) / (1 + ratio)


def slope() -> Any:
    """(2/omega) tanh(beta omega/2): the factor of gamma m_0 in (45)."""
    return 2 / omega * tanh(beta * omega / 2)


def uniform(size: Any = N, held: Any = K) -> Any:
    """The coefficient of beta**2 at fixed K."""
    q = tanh(held) ** size
    return gamma * omega_a / 2 * size * exp(2 * held) * (1 - q) / (1 + q)


def many() -> dict[int, Any]:
    """1 - omega**2/(8 gamma**2 m***2 N**2) - 3 chi omega**2/(8 gamma**2 m***4 N**3), powers of 1/N."""
    h = beta * (omega_a / 2 + gamma)
    bond = exp(-4 * beta * J)
    square = sinh(h) ** 2 / (sinh(h) ** 2 + bond)
    chi = bond * cosh(h) / (sinh(h) ** 2 + bond) ** Rational(3, 2)
    return {0: Rational(1), 2: -(omega**2) / (8 * gamma**2 * square), 3: -3 * chi * omega**2 / (8 * gamma**2 * square**2)}


def polarisation_square() -> Any:
    """m*^2 of the N -> oo law."""
    h = beta * (omega_a / 2 + gamma)
    return sinh(h) ** 2 / (sinh(h) ** 2 + exp(-4 * beta * J))


def binomial(size: Any = N) -> dict[int, Any]:
    """(1 + omega**2/(4 size**2 gamma**2))**(-1/2) in powers of 1/gamma."""
    x = omega**2 / (4 * size**2)
    return {0: Rational(1), 2: -x / 2, 4: 3 * x**2 / 8, 6: -5 * x**3 / 16}


def critical(size: int) -> Any:
    """J_c of (48) and (54)."""
    if size % 2 == 0:
        return -omega_a / 4 - (splitting(size) - omega) / (4 * size)
    return -omega_a / 4 - (splitting(size) - splitting(1)) / (4 * (size - 1))
