"""Every configuration of the ring and 2 x 2 matrices for the target, in a fresh mpmath context."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from functools import lru_cache
from itertools import product
from typing import Any

from mpmath.ctx_mp import MPContext


def fresh(bits: int) -> Any:
    ctx = MPContext()
    ctx.prec = bits
    return ctx


# The oracle: every configuration of the ring, and 2 x 2 matrices for the target.


@lru_cache
def configurations(N: int) -> tuple[tuple[int, int, int], ...]:
    """(m, sum of bonds, number of configurations), by listing all of them."""
    counts: Counter[tuple[int, int]] = Counter()
    for spins in product((1, -1), repeat=N):
        counts[sum(spins), sum(spins[k] * spins[(k + 1) % N] for k in range(N))] += 1
    return tuple((m, bonds, count) for (m, bonds), count in counts.items())


def number(ctx: Any, text: str) -> Any:
    """A rational, sqrt(rational) or a sum of rationals in the tests' texts as a float."""
    if " + " in text:
        return sum(number(ctx, part) for part in text.split(" + "))
    if text.startswith("sqrt("):
        return ctx.sqrt(number(ctx, text[5:-1]))
    value = Fraction(text)
    return ctx.mpf(value.numerator) / value.denominator


def thermal_matrices(ctx: Any, N: int, values: dict[str, str], beta: Any, shift: Any) -> list[Any]:
    """Sums of exp(-beta H), H exp(-beta H), H**2 exp(-beta H) over the sources, times exp(beta shift)."""
    omega, omega_a, gamma, J = (number(ctx, values[name]) for name in ("omega", "omega_a", "gamma", "J"))
    sums = [ctx.matrix(2, 2) for _ in range(3)]
    for m, bonds, count in configurations(N):
        constant = omega_a * m / 2 - J * bonds
        h = ctx.matrix([[omega / 2, gamma * m], [gamma * m, -omega / 2]])
        half = ctx.sqrt(omega**2 / 4 + (gamma * m) ** 2)
        cosh, sinh = ctx.cosh(beta * half), ctx.sinh(beta * half)
        boltzmann = ctx.eye(2) * cosh - (h * (sinh / half) if half else ctx.matrix(2, 2))
        term = boltzmann * (count * ctx.exp(-beta * (constant - shift)))
        for power in range(3):
            sums[power] += term
            term = (h + ctx.eye(2) * constant) * term
    return sums


def oracle(N: int, values: dict[str, str], beta_text: str) -> tuple[Any, dict[str, Any]]:
    """All quantities from the definitions, at a precision that outlasts every cancellation."""
    size = (sum(abs(float(number(fresh(53), v))) for v in values.values()) + 1) * N
    beta_size = float(Fraction(beta_text))
    ctx = fresh(2400 + int(9 * beta_size * size))
    beta = number(ctx, beta_text)
    M, HM, HHM = thermal_matrices(ctx, N, values, beta, ctx.mpf(0))
    Z, X = M[0, 0] + M[1, 1], 2 * M[0, 1]
    HZ, HX = HM[0, 0] + HM[1, 1], 2 * HM[0, 1]
    energy = HZ / Z
    rho = M / Z
    x, z = X / Z, rho[0, 0] - rho[1, 1]
    r = ctx.sqrt(x * x + z * z)
    omega = number(ctx, values["omega"])

    def shannon(p: Any) -> Any:
        return -p * ctx.ln(p) - (1 - p) * ctx.ln(1 - p)

    slope = (-HX * Z + X * HZ) / Z**2 * ctx.sign(x)
    magnetization = (
        sum(
            m
            * count
            * ctx.exp(-beta * (number(ctx, values["omega_a"]) * m / 2 - number(ctx, values["J"]) * bonds))
            * 2
            * ctx.cosh(beta * ctx.sqrt(omega**2 / 4 + (number(ctx, values["gamma"]) * m) ** 2))
            for m, bonds, count in configurations(N)
        )
        / Z
    )
    return ctx, {
        "partition-function": Z,
        "log-partition-function": ctx.ln(Z),
        "free-energy": -ctx.ln(Z) / beta,
        "energy": energy,
        "entropy": ctx.ln(Z) + beta * energy,
        "heat-capacity": beta**2 * ((HHM[0, 0] + HHM[1, 1]) / Z - energy**2),
        "magnetization": magnetization,
        "coherence": abs(x),
        "population-excited": rho[0, 0],
        "population-ground": rho[1, 1],
        "bloch-x": x,
        "bloch-z": z,
        "purity": (rho * rho)[0, 0] + (rho * rho)[1, 1],
        "target-entropy": shannon((1 - r) / 2),
        "relative-entropy-of-coherence": shannon(rho[0, 0]) - shannon((1 - r) / 2),
        "quantum-fisher-information": x * x,
        "ergotropy": omega / 2 * z + omega / 2 * r,
        "coherence-derivative": -(beta**2) * slope,
    }


def assert_rounds(ctx: Any, value: Any, result: tuple[int, int, int], digits: int, label: str) -> None:
    """`result` is the nearest decimal to `value`, which the oracle knows far better."""
    sign, coefficient, exponent = result
    assert 10 ** (digits - 1) <= coefficient < 10**digits, label
    unit = ctx.mpf(10) ** (exponent - digits + 1)
    distance = abs(sign * coefficient * unit - value) / unit
    assert distance <= 0.5 + 1e-6, f"{label}: {result} is {ctx.nstr(distance, 5)} units from {ctx.nstr(value, 20)}"
