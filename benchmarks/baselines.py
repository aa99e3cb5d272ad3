"""What a physicist would write first: (29)-(31) in mpmath, the weights (30) by `hyp2f1`, term by term.

No error bound, no choice of regime; the digits are those of fifteen guard digits.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import mpmath
from flint import arb, ctx
from mpmath import mpf


@dataclass(frozen=True, kw_only=True)
class Case:
    """One point: the parameters of (1)-(2) as text, the inverse temperature and the digits."""

    N: int
    J: str
    beta: str = "1"
    omega: str = "1"
    omega_a: str = "7/10"
    gamma: str = "3/10"
    digits: int = 100


def number(text: str) -> mpf:
    """A rational, rounded once to the working precision."""
    value = Fraction(text)
    return mpf(value.numerator) / value.denominator


def weight(N: int, m: int, J: mpf, beta: mpf) -> mpf:
    """W_m, (30)."""
    if m == N:
        return mpmath.exp(beta * J * N)
    return N * mpmath.exp(beta * J * (N - 4)) * mpmath.hyp2f1(1 - mpf(N + m) / 2, 1 - mpf(N - m) / 2, 2, mpmath.exp(-4 * beta * J))


def coherence(case: Case) -> mpf:
    """C by (29) and (31), for gamma, omega_a > 0."""
    with mpmath.workdps(case.digits + 15):
        omega, omega_a, gamma, J, beta = map(number, (case.omega, case.omega_a, case.gamma, case.J, case.beta))
        numerator = partition = mpf(0)
        for m in range(case.N % 2, case.N + 1, 2):
            gap = mpmath.sqrt(omega**2 + 4 * gamma**2 * m**2)
            W = weight(case.N, m, J, beta)
            numerator += 8 * gamma * m / gap * W * mpmath.sinh(beta * omega_a * m / 2) * mpmath.sinh(beta * gap / 2)
            partition += (1 if m == 0 else 2) * W * mpmath.cosh(beta * omega_a * m / 2) * 2 * mpmath.cosh(beta * gap / 2)
        return numerator / partition


def floor(case: Case, bits: int) -> arb:
    """The bare arithmetic of a sum over sectors: one exp, one square root, ten products a sector. Not a physical value."""
    before, ctx.prec = ctx.prec, bits
    try:
        total, factor = arb(0), arb(7) / 10
        for m in range(case.N % 2, case.N + 1, 2):
            product = (factor * m).exp() * (1 + factor * m).sqrt()
            for _ in range(9):
                product = product * factor
            total += product
        return total
    finally:
        ctx.prec = before
