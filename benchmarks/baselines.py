"""What a physicist would write first, program by program: no choice of route or precision, no rounding.

Each takes a `Case` and returns its C as text. Those of mpmath and NumPy have no error bound; those of Arb drop theirs.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import comb
from typing import Any

GUARD_DIGITS = 15


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


def numbers(case: Case, kind: Any) -> list[Any]:
    """omega, omega_a, gamma, J, beta, each rounded once: quotients of `kind`."""
    values = [Fraction(text) for text in (case.omega, case.omega_a, case.gamma, case.J, case.beta)]
    return [kind(value.numerator) / kind(value.denominator) for value in values]


def by_hyp2f1(case: Case) -> str:
    """(29) and (31) over m >= 0 in mpmath, the weights (30) by `hyp2f1`, term by term; gamma, omega_a > 0."""
    import mpmath

    with mpmath.workdps(case.digits + GUARD_DIGITS):
        omega, omega_a, gamma, J, beta = numbers(case, mpmath.mpf)
        N, x = case.N, mpmath.exp(-4 * beta * J)
        numerator = partition = mpmath.mpf(0)
        for m in range(N % 2, N + 1, 2):
            gap = mpmath.sqrt(omega**2 + 4 * gamma**2 * m**2)
            if m == N:
                weight = mpmath.exp(beta * J * N)
            else:
                weight = N * mpmath.exp(beta * J * (N - 4)) * mpmath.hyp2f1(1 - mpmath.mpf(N + m) / 2, 1 - mpmath.mpf(N - m) / 2, 2, x)
            numerator += 8 * gamma * m / gap * weight * mpmath.sinh(beta * omega_a * m / 2) * mpmath.sinh(beta * gap / 2)
            partition += (1 if m == 0 else 2) * weight * mpmath.cosh(beta * omega_a * m / 2) * 2 * mpmath.cosh(beta * gap / 2)
        value = numerator / partition
        return str(value) if isinstance(value, mpmath.mpc) else mpmath.nstr(value, case.digits + 5)


def by_double_sum(case: Case) -> str:
    """(28) over all m and n in mpmath, the degeneracies (25) as integers."""
    import mpmath

    with mpmath.workdps(case.digits + GUARD_DIGITS):
        omega, omega_a, gamma, J, beta = numbers(case, mpmath.mpf)
        N = case.N
        bonds = [mpmath.exp(beta * J * (N - 4 * n)) for n in range(N // 2 + 1)]
        numerator = partition = mpmath.mpf(0)
        for k in range(N + 1):
            m = 2 * k - N
            gap = mpmath.sqrt(omega**2 + 4 * gamma**2 * m**2)
            weight = bonds[0] if k in (0, N) else mpmath.mpf(0)
            for n in range(1, min(k, N - k) + 1):
                weight += N * comb(k - 1, n - 1) * comb(N - k - 1, n - 1) // n * bonds[n]
            weight *= mpmath.exp(-beta * omega_a * m / 2)
            numerator += weight * 2 * gamma * m / gap * 2 * mpmath.sinh(beta * gap / 2)
            partition += weight * 2 * mpmath.cosh(beta * gap / 2)
        return str(mpmath.nstr(abs(numerator) / partition, case.digits + 5))


def by_arb_2f1(case: Case) -> str:
    """(29) and (31) in Arb balls, the weights (30) by `hypgeom_2f1`, term by term."""
    from flint import arb, ctx

    before, ctx.prec = ctx.prec, int(3.33 * (case.digits + 2 * GUARD_DIGITS))
    try:
        omega, omega_a, gamma, J, beta = numbers(case, arb)
        N, x = case.N, (-4 * beta * J).exp()
        numerator = partition = arb(0)
        for m in range(N % 2, N + 1, 2):
            k = (N - m) // 2
            gap = (omega**2 + 4 * gamma**2 * m**2).sqrt()
            weight = arb(1) if m == N else N * x * x.hypgeom_2f1(1 - k, 1 - N + k, 2)
            numerator += 8 * gamma * m / gap * weight * (beta * omega_a * m / 2).sinh() * (beta * gap / 2).sinh()
            partition += (1 if m == 0 else 2) * weight * (beta * omega_a * m / 2).cosh() * 2 * (beta * gap / 2).cosh()
        return str((numerator / partition).str(case.digits + 5, radius=False))
    finally:
        ctx.prec = before


def by_dense_matrix(case: Case) -> str:
    """Diagonalisation of the 2^(N+1)-dimensional (1) in double precision, and the partial trace (4)."""
    import numpy as np

    omega, omega_a, gamma, J, beta = numbers(case, float)
    N, size = case.N, 1 << case.N
    spins = 1 - 2 * (np.arange(size)[:, None] >> np.arange(N) & 1)
    total = spins.sum(axis=1)
    sources = omega_a / 2 * total - J * (spins * np.roll(spins, -1, axis=1)).sum(axis=1)
    target = omega / 2 * np.diag([1.0, -1.0])
    matrix = np.kron(target, np.eye(size)) + np.diag(np.tile(sources, 2)) + np.kron([[0.0, 1.0], [1.0, 0.0]], np.diag(gamma * total))
    energies, states = np.linalg.eigh(matrix)
    boltzmann = np.exp(-beta * (energies - energies[0]))
    upper, lower = states[:size], states[size:]
    return repr(float(2 * abs(((upper * lower) @ boltzmann).sum()) / boltzmann.sum()))


def by_qutip(case: Case) -> str:
    """The same diagonalisation as one writes it with QuTiP, operators as tensor products."""
    import numpy as np
    import qutip

    omega, omega_a, gamma, J, beta = numbers(case, float)
    N, one = case.N, qutip.qeye(2)

    def at(place: int, operator: Any) -> Any:
        return qutip.tensor([operator if k == place else one for k in range(N + 1)])

    spins = [at(k, qutip.sigmaz()) for k in range(1, N + 1)]
    total, flip = sum(spins[1:], spins[0]), at(0, qutip.sigmax())
    bonds = [spins[k] * spins[(k + 1) % N] for k in range(N)]
    hamiltonian = omega / 2 * at(0, qutip.sigmaz()) + gamma * flip * total + omega_a / 2 * total - J * sum(bonds[1:], bonds[0])
    energies, states = hamiltonian.eigenstates()
    boltzmann = np.exp(-beta * (energies - energies[0]))
    return repr(float(abs(np.dot(boltzmann, qutip.expect(flip, list(states)))) / boltzmann.sum()))


def by_arb_quadrature(case: Case) -> str:
    """C from the integral representation with Arb's own `acb.integral`, for any N and gamma, omega_a > 0.

    The integrand is entire: L(h) = l^N + (p/l)^N does not change where the square root in l changes sign, and
    a I_1(a r)/r with r^2 = 1 - s^2 is (a^2/2) 0F1(; 2; a^2 r^2/4). L is in units of its value at s = 1.
    """
    from flint import acb, arb, ctx

    before, ctx.prec = ctx.prec, int(3.33 * case.digits) + 320
    try:
        omega, omega_a, gamma, J, beta = numbers(case, arb)
        x, field, shift, a = (-4 * beta * J).exp(), beta * omega_a / 2, beta * gamma, beta * omega / 2

        def eigenvalues(h: acb) -> tuple[acb, acb]:
            cosh, root = 1 + 2 * (h / 2).sinh() ** 2, (h.sinh() ** 2 + x).sqrt()
            return cosh + root, cosh - root

        unit = eigenvalues(acb(field + shift))[0]

        def ring(s: acb) -> acb:
            upper, lower = eigenvalues(acb(field + shift * s))
            return (upper / unit) ** case.N + (lower / unit) ** case.N

        def kernel(s: acb) -> acb:
            value: acb = acb(a * a / 2) * (a * a * (1 - s * s) / 4).hypgeom_0f1(2)
            return value

        near, far = ring(acb(1)), ring(acb(-1))
        whole = acb.integral(lambda s, _: kernel(s) * ring(s), -1, 1)
        first = acb.integral(lambda s, _: s * kernel(s) * ring(s), -1, 1)
        return str(((near - far + first) / (near + far + whole)).real.str(case.digits + 5, radius=False))
    finally:
        ctx.prec = before


def by_evaluate(case: Case) -> str:
    """`symcoh.evaluate`, from text to text."""
    from symcoh import Model, evaluate

    model = Model(N=case.N, omega=case.omega, omega_a=case.omega_a, gamma=case.gamma, J=case.J)
    return str(evaluate(model, "coherence", beta=case.beta, digits=case.digits))


PROGRAMS = {
    "evaluate": by_evaluate,
    "(30) mpmath": by_hyp2f1,
    "(28) mpmath": by_double_sum,
    "Arb 2F1": by_arb_2f1,
    "acb.integral": by_arb_quadrature,
    "dense": by_dense_matrix,
    "QuTiP": by_qutip,
}
