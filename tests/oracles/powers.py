"""Exact power series of C in beta from all 2^N configurations and powers of 2x2 matrices of fractions.

Tr(σ^x e^{-βH}) = Σ_n (β^n/n!) Tr(σ^x (-H)^n) with H one 2x2 matrix for each configuration of the sources: no hyperbolic
function, no weight, no radical, no float.
"""

from __future__ import annotations

from fractions import Fraction

from .states import levels

Values = tuple[Fraction, Fraction, Fraction]


def coherence(N: int, target: Values, J: Fraction, length: int, bond: Fraction = Fraction(1)) -> list[Fraction]:
    """Coefficients of β^0, ..., β^(length-1) of C at omega, omega_a, gamma = `target`.

    `bond` is a Boltzmann factor e^K of one bond that does not depend on β; J then is 0.
    """
    omega, omega_a, gamma = target
    upper, lower = [Fraction(0)] * length, [Fraction(0)] * length
    for m, bonds, count in levels(N):
        shift = omega_a * m / 2 - J * bonds
        weight = count * bond**bonds
        A = [[-shift - omega / 2, -gamma * m], [-gamma * m, -shift + omega / 2]]
        power = [[weight, Fraction(0)], [Fraction(0), weight]]
        for n in range(length):
            upper[n] += power[0][1] + power[1][0]  # C = |Tr σ^x ρ|, positive where ω_a, γ > 0: the sources point down
            lower[n] += power[0][0] + power[1][1]
            power = [[(power[i][0] * A[0][j] + power[i][1] * A[1][j]) / (n + 1) for j in (0, 1)] for i in (0, 1)]
    quotient: list[Fraction] = []
    for n in range(length):
        known = sum((lower[j] * quotient[n - j] for j in range(1, n + 1)), Fraction(0))
        quotient.append((upper[n] - known) / lower[0])
    return quotient


def quantities(N: int, target: Values, J: Fraction, length: int) -> dict[str, list[Fraction]]:
    """Coefficients of β^0, ..., β^(length-1) of the thermal quantities by name, log Z and entropy without their (N+1) log 2.

    Traces of σ^z e^{-βH}, M e^{-βH} and e^{-βH} as above; the rest are derivatives of log Z.
    """
    omega, omega_a, gamma = target
    more = length + 2
    traces = {name: [Fraction(0)] * more for name in ("Z", "M", "z")}
    for m, bonds, count in levels(N):
        shift = omega_a * m / 2 - J * bonds
        A = [[-shift - omega / 2, -gamma * m], [-gamma * m, -shift + omega / 2]]
        power = [[Fraction(count), Fraction(0)], [Fraction(0), Fraction(count)]]
        for n in range(more):
            total = power[0][0] + power[1][1]
            traces["Z"][n] += total
            traces["M"][n] += m * total
            traces["z"][n] += power[0][0] - power[1][1]
            power = [[(power[i][0] * A[0][j] + power[i][1] * A[1][j]) / (n + 1) for j in (0, 1)] for i in (0, 1)]
    Z = [value / 2 ** (N + 1) for value in traces["Z"]]
    logarithm = [Fraction(0)] * more
    for n in range(1, more):
        logarithm[n] = Z[n] - sum((Fraction(k, n) * logarithm[k] * Z[n - k] for k in range(1, n)), Fraction(0))
    found = {name: _quotient([value / 2 ** (N + 1) for value in traces[name]], Z) for name in ("M", "z")}
    half = [Fraction(1, 2), *[Fraction(0)] * (more - 1)]
    series = {
        "log-partition-function": logarithm,
        "energy": [-(n + 1) * logarithm[n + 1] for n in range(more - 1)],
        "heat-capacity": [n * (n - 1) * logarithm[n] for n in range(more)],
        "entropy": [(1 - n) * logarithm[n] for n in range(more)],
        "magnetization": found["M"],
        "bloch-z": found["z"],
        "population-excited": [a + b / 2 for a, b in zip(half, found["z"], strict=True)],
        "population-ground": [a - b / 2 for a, b in zip(half, found["z"], strict=True)],
    }
    return {name: values[:length] for name, values in series.items()}


def _quotient(upper: list[Fraction], lower: list[Fraction]) -> list[Fraction]:
    found: list[Fraction] = []
    for n, value in enumerate(upper):
        found.append((value - sum((lower[j] * found[n - j] for j in range(1, n + 1)), Fraction(0))) / lower[0])
    return found
