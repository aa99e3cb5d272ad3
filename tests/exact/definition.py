"""The definition, without any formula of the package: 2^N configurations and a 2x2 matrix exponential for each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction as Q
from functools import cache
from itertools import product
from typing import Any

from mpmath import mp
from sympy import Expr, lambdify

DIGITS = 80


@dataclass(frozen=True, kw_only=True, slots=True)
class Thermal:
    """Z, thermal means and what follows from them, as mpmath numbers."""

    Z: Any
    log_Z: Any
    bloch_x: Any
    bloch_z: Any
    coherence: Any
    magnetization: Any
    magnetization_modulus: Any
    energy: Any
    heat_capacity: Any
    excited_population: Any
    ground_population: Any
    free_energy: Any
    entropy: Any
    coherence_derivative: Any


@dataclass(frozen=True, kw_only=True, slots=True)
class Ground:
    """The ground states: energy, degeneracy, and the coherence of their equal mixture."""

    energy: Any
    degeneracy: int
    coherence: Any


def number(value: Q) -> Any:
    """A Fraction at the working precision in force."""
    return mp.mpf(value.numerator) / value.denominator


@cache
def configurations(N: int) -> Counter[tuple[int, int]]:
    """How many of the 2^N source states have (sum of spins, sum of bonds); N = 1 and 2 as in (2)."""
    counts: Counter[tuple[int, int]] = Counter()
    for spins in product((1, -1), repeat=N):
        counts[sum(spins), sum(spins[i] * spins[(i + 1) % N] for i in range(N))] += 1
    return counts


@cache
def thermal(N: int, omega: Any, omega_a: Any, gamma: Any, J: Any, beta: Any) -> Thermal:
    """Thermal means from traces of h, h^2 and sigma^x h with exp(-beta h), h the 2x2 block of each configuration."""
    with mp.workdps(DIGITS):
        omega, omega_a, gamma, J, beta = (number(v) for v in (omega, omega_a, gamma, J, beta))
        sx, sz = mp.matrix([[0, 1], [1, 0]]), mp.matrix([[1, 0], [0, -1]])
        Z = x = z = M = E = E2 = xE = mp.zero
        for (m, bonds), count in configurations(N).items():
            h = omega / 2 * sz + gamma * m * sx + (omega_a * m / 2 - J * bonds) * mp.eye(2)
            boltzmann = count * mp.expm(-beta * h)

            def trace(a: Any, boltzmann: Any = boltzmann) -> Any:
                product = a * boltzmann
                return product[0, 0] + product[1, 1]

            Z += trace(mp.eye(2))
            x, z, M = x + trace(sx), z + trace(sz), M + m * trace(mp.eye(2))
            E, E2, xE = E + trace(h), E2 + trace(h * h), xE + trace(sx * h)
        x, z, M, E, E2, xE = (value / Z for value in (x, z, M, E, E2, xE))
        return Thermal(
            Z=Z,
            log_Z=mp.log(Z),
            bloch_x=x,
            bloch_z=z,
            coherence=abs(x),
            magnetization=M,
            magnetization_modulus=abs(M),
            energy=E,
            heat_capacity=beta**2 * (E2 - E**2),
            excited_population=(1 + z) / 2,
            ground_population=(1 - z) / 2,
            free_energy=-mp.log(Z) / beta if beta else None,
            entropy=mp.log(Z) + beta * E,
            coherence_derivative=beta**2 * mp.sign(x) * (xE - x * E),
        )


@cache
def ground(N: int, omega: Any, omega_a: Any, gamma: Any, J: Any) -> Ground:
    """Ground energy, degeneracy and coherence of the equal mixture of all ground states; levels within 1e-50 tie."""
    with mp.workdps(DIGITS):
        omega, omega_a, gamma, J = (v if isinstance(v, mp.mpf) else number(v) for v in (omega, omega_a, gamma, J))
        levels = []
        for (m, bonds), count in configurations(N).items():
            values, vectors = mp.eigsy(mp.matrix([[omega / 2, gamma * m], [gamma * m, -omega / 2]]))
            for i in (0, 1):
                levels.append((values[i] + omega_a * m / 2 - J * bonds, count, 2 * vectors[0, i] * vectors[1, i]))
        lowest = min(energy for energy, _, _ in levels)
        tied = [(count, x) for energy, count, x in levels if energy - lowest < mp.mpf(10) ** -50]
        degeneracy = sum(count for count, _ in tied)
        return Ground(energy=lowest, degeneracy=degeneracy, coherence=abs(sum(count * x for count, x in tied)) / degeneracy)


def evaluated(expression: Expr, /, **values: Any) -> Any:
    """A SymPy expression in mpmath arithmetic; every symbol is given by its name."""
    symbols = sorted(expression.free_symbols, key=str)
    with mp.workdps(DIGITS):
        return +lambdify(symbols, expression, "mpmath")(*(number(Q(values[str(symbol)])) for symbol in symbols))


def near(left: Any, right: Any, digits: int = 50) -> bool:
    """Equal to so many digits, absolutely, and relatively to ten fewer where the value is not lost in rounding."""
    with mp.workdps(DIGITS):
        absolute = abs(left - right) <= mp.mpf(10) ** -digits * max(1, abs(right))
        return bool(absolute and (abs(right) < mp.mpf(10) ** -(DIGITS - 15) or abs(left / right - 1) < mp.mpf(10) ** (10 - digits)))
