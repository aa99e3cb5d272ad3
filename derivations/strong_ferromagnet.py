"""The ferromagnetic limit (36) with all corrections in `q = e^{-4 beta J}`, and its high-temperature form (43).

Claim: for J -> oo, C = C^↑ + c_1 q + c_2 q^2 + ..., C^↑ = (2N gamma/S_N) tanh(beta S_N/2) tanh(N beta omega_a/2), and with
    h = beta omega_a/2, A_m = (2 gamma m/S_m) sinh(beta S_m/2), B_m = cosh(beta S_m/2), m = 2k-N,
    a_j = Σ_{k=1}^{N-1} g_j(k) sinh(hm) A_m/D,  b_j = Σ_{k=1}^{N-1} g_j(k) cosh(hm) B_m/D,  D = 2 cosh(hN) B_N,
    c_j = a_j - Σ_{i=1}^{j} b_i c_{j-i},  a_0 = C^↑,  g_j(k) = (N/j) C(k-1, j-1) C(N-k-1, j-1).
    For beta -> 0 after J -> oo: C^↑ = (N^2 gamma omega_a/2) beta^2 + O(beta^4), (43), N times the leading term of (42).
Assumes: (25), (29)-(31); 0 < beta < oo, omega >= 0, omega_a, gamma != 0, all fixed; N >= 1.
Source: (35), (36), (42), (43).
Method: W_m e^{-beta J N} is a polynomial in q with the coefficients g_j; quotient of two polynomials in q.
Cost: 0.2 s for the default, 5 s for order 10: c_j has as many products as 0, 1, ..., j have partitions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import factorial
from typing import Any

from sympy import Add, Expr, Integer, Mul, Rational, Sum, cosh, exp, sinh, tanh

from symcoh.arguments import whole
from symcoh.certificates.ratio import Certificate
from symcoh.certificates.series import decades_down
from symcoh.errors import InputError, shown
from symcoh.exact import Parameters, sector_weight_polynomial, strong_ferromagnet, symbols
from symcoh.exact.spectrum import bare_splitting
from symcoh.exact.text import text
from symcoh.exactnumbers import ONE, ZERO, Exact, exact

from .foundation.certificates import certificate_steps, certified, exponential_steps
from .foundation.expansions import every_ring, expansion, named
from .foundation.limits import Expanded, limit_derivation
from .foundation.parameters import Setting, check_size, left_out, setting
from .foundation.steps import Derivation, Step, argument, enumeration, identity
from .foundation.target_response import D, longitudinal, quotient, quotient_naming, quotient_step, ratio_step, sector_coherence, transverse

LIMIT = "J -> oo"
VARIABLE = "exp(-4*beta*J)"
EQUATIONS = ("35", "36", "43")
LATEX = (
    r"C=C^{\uparrow}+\sum_{j\ge1}c_j\,e^{-4\beta Jj},\qquad C^{\uparrow}=\frac{2N\gamma}{S_N}\tanh\frac{\beta "
    r"S_N}{2}\,\tanh\frac{N\beta\omega_{\mathrm a}}{2}=\frac{N^2\gamma\omega_{\mathrm a}}{2}\beta^2+O(\beta^4)"
)
LARGEST = 14
LARGEST_RING = 1000
"""Sources of a ring that is written out, sector by sector."""

FIRST = 1000
"""beta J where J -> oo is taken before beta -> 0: q = e^{-4000} is beyond every power of beta that is compared."""

STATEMENT = Derivation(
    name="strong-ferromagnet",
    claim="`C = C^↑ + Σ_{j>=1} c_j e^{-4 beta J j}` for `J -> oo`, with `C^↑` of (36); `C^↑ = (N^2 gamma omega_a/2) beta^2 + O(beta^4)`, "
    "(43).",
    assumptions=(
        "`0 < beta < oo`, `omega >= 0`, `omega_a` and `gamma` real, all fixed; they stand for their moduli",
        "`J -> +oo`",
        "`N >= 1`",
    ),
    equations=EQUATIONS,
    latex=LATEX,
)


def derive(
    *,
    order: int = 2,
    N: object = None,
    omega: object = None,
    omega_a: object = None,
    gamma: object = None,
    J: object = None,
    beta: object = None,
) -> Derivation:
    """C for J -> oo through q^order, q = e^{-4 beta J}.

    Args:
        order: last power of q kept, 0 to 12.
        N, omega, omega_a, gamma, beta: exact, or None for a symbol.
        J: must be left out: it runs to +oo.

    Raises:
        InputError: a value outside its domain, or a longer ring than is written out. InputTypeError: an inexact value. CheckFailed: a
            check came out wrong.

    >>> print(derive(order=0, omega=0).series)
    tanh(N*beta*gamma)*tanh(N*beta*omega_a/2)
    >>> derive(order=1, N=2).expansion.remainder_power
    2
    """
    order = whole(order, "`order`", 0, 12)
    left_out("J", J)
    at = setting(N, omega=omega, omega_a=omega_a, gamma=gamma, beta=beta)
    check_size(at.p)
    if at.p.count is not None and at.p.count > LARGEST_RING:
        raise InputError(
            "`N`",
            f"must be at most {LARGEST_RING} where the sectors of a ring are written out, but is {shown(text(at.p.N))}: "
            "leave it out for a series in N.",
        )
    return limit_derivation(STATEMENT, at, order, exp(-4 * symbols.beta * symbols.J), _expanded)


def _expanded(at: Setting, order: int) -> Expanded:
    variable = exp(-4 * at.p.beta * symbols.J)
    series, neglected = expansion(variable, coefficients(at.p, order + 1), order, every_ring(at.p))
    series = named(series, quotient_naming(*factors(at.p, order, D), order, divisor(at.p)))
    steps = (
        ratio_step(),
        _weights(),
        quotient_step("q", order + 1),
        _leading(at.p, series.expression if order == 0 else series.terms[0].coefficient),
        *_certificates(at, order, series.summands, neglected),
        *_high_temperature(at),
    )
    return series, steps


def coefficients(p: Parameters, order: int) -> list[Expr]:
    """c_0, ..., c_order.

    >>> from symcoh.exact import parameters
    >>> print(coefficients(parameters(1), 1)[1])
    0
    """
    return quotient(*factors(p, order, divisor(p)))


def divisor(p: Parameters) -> Expr:
    """D = 2 cosh(hN) B_N."""
    return 2 * cosh(p.beta * p.omega_a / 2 * p.N) * longitudinal(p, p.N)


def factors(p: Parameters, order: int, below: Expr) -> tuple[list[Expr], list[Expr]]:
    """a_0, ..., a_order and b_0 = 1, ..., b_order, divided by D as it is given."""
    h = p.beta * p.omega_a / 2
    a, b = [_limit(p)], [Integer(1)]
    for j in range(1, order + 1):
        a.append(_over_mixed(p, j, lambda m: sinh(h * m) * transverse(p, m)) / below)
        b.append(_over_mixed(p, j, lambda m: cosh(h * m) * longitudinal(p, m)) / below)
    return a, b


def _limit(p: Parameters) -> Expr:
    """C^↑."""
    return sector_coherence(p, p.N) * tanh(p.N * p.beta * p.omega_a / 2)


def _over_mixed(p: Parameters, j: int, term: Any) -> Expr:
    """Σ_{0<k<N} g_j(k) term(2k-N), for a term even in m; m and -m together where N is an integer."""
    if p.count is None:
        k = symbols.k
        return Sum(domains(p.N, k, j) * term(2 * k - p.N), (k, 1, p.N - 1))
    parts = []
    for m in range(p.count % 2, p.count, 2):
        k = Integer((p.count + m) // 2)
        parts.append((1 if m == 0 else 2) * domains(p.N, k, j) * term(Integer(m)))
    return Add(*parts)


def domains(N: Expr, k: Expr, j: int) -> Expr:
    """g_j(k) = (N/j) C(k-1, j-1) C(N-k-1, j-1) of (25) as a polynomial, for 0 < k < N and j >= 1.

    >>> domains(symbols.N, symbols.k, 2)
    N*(k - 1)*(N - k - 1)/2
    """
    both = (factor for i in range(1, j) for factor in (k - i, N - k - i))
    return Mul(Rational(1, j * factorial(j - 1) ** 2), N, *both)


def _weights() -> Step:
    def cases() -> Iterator[tuple[str, object, object]]:
        for N in range(1, LARGEST + 1):
            for k in range(N + 1):
                expected = sector_weight_polynomial(N, 2 * k - N)
                mixed = (domains(Integer(N), Integer(k), j) for j in range(1, N // 2 + 1))
                found = [1, *(0 for _ in range(N // 2))] if k in (0, N) else [0, *mixed]
                yield f"N={N}, k={k}", found, [*expected, *(0 for _ in range(N // 2 + 1 - len(expected)))]

    return enumeration(
        "`W_m e^{-beta J N} = Σ_j g_j(k) q^j`, `q = e^{-4 beta J}`, `k = (N+m)/2`, `g_j(k) = (N/j) binom(k-1, j-1) "
        "binom(N-k-1, j-1)`: 1 for `|m| = N`, and without a constant term for `|m| < N`",
        f"(25) and (30), the binomials written out; compared for `N <= {LARGEST}`. So `q = 0` leaves the sectors `m = ±N` alone, and "
        "dividing by their `D = 2 cosh(hN) B_N` makes numerator and denominator `Σ a_j q^j` and `1 + Σ b_j q^j`, with `a_j` and `b_j` the "
        "sums "
        "over the sectors.",
        cases(),
        at_least=LARGEST * (LARGEST + 3) // 2,
    )


def _leading(p: Parameters, coefficient: Expr) -> Step:
    printed = strong_ferromagnet(p.N, omega=p.omega, omega_a=p.omega_a, gamma=p.gamma, beta=p.beta)
    return identity("`c_0 = C^↑` of (36)", "The sectors `m = ±N` alone: `A_N sinh(hN)/(B_N cosh(hN))`.", coefficient - printed)


def _certificates(at: Setting, order: int, kept: Sequence[Expr], neglected: Expr | None) -> tuple[Step, ...]:
    if neglected is None:
        return (
            argument("For `N = 1` the series ends with `c_0`.", "There are no sectors with `|m| < N`, and no dependence on `J` at all."),
        )
    sources = (2, 3, 5) if at.p.count is None else (at.p.count,)
    unit = ONE / (exact(4) * at.value("beta"))
    return certificate_steps(
        f"`(C - Σ_{{j<={order}}} c_j q^j)/(c_{{{order + 1}}} q^{order + 1}) -> 1` as `J -> oo`",
        "Certified values of `C` against the terms above, at the `J` named.",
        sources,
        lambda N: certified(f"strong-ferromagnet, N = {N}", at, N, "J", exponential_steps(N, ZERO, unit), kept, neglected),
    )


def _high_temperature(at: Setting) -> tuple[Step, ...]:
    """(43), and why it is not (42); at the symbol beta, whatever was given."""
    p = replace(at.p, beta=symbols.beta)
    S_N, h = bare_splitting(p.N, p.omega, p.gamma), p.beta * p.omega_a / 2
    leading = high_temperature_leading(p)
    product = tanh(p.beta * S_N / 2) / (p.beta * S_N / 2) * tanh(p.N * h) / (p.N * h)
    factored = identity(
        "`C^↑ = (N^2 gamma omega_a beta^2/2) t(beta S_N/2) t(N beta omega_a/2)` with `t(x) = tanh(x)/x = 1 - x^2/3 + O(x^4)`: "
        "(43), and the next term `-(N^2 gamma omega_a/24)(S_N^2 + N^2 omega_a^2) beta^4`",
        "`t` is even with `t(0) = 1` and `t''(0)/2 = -1/3`.",
        _limit(p) - leading * product,
    )
    neglected = -leading * p.beta**2 * (S_N**2 + p.N**2 * p.omega_a**2) / 12
    sources = (1, 2, 3) if at.p.count is None else (at.p.count,)
    steps = certificate_steps(
        "`J -> oo`, then `beta -> 0`: `C` minus (43), divided by the `beta^4` term, tends to 1",
        f"Certified values of `C` with `beta J = {FIRST}`, at the `beta` named: `e^{{-4 beta J}}` is far below `beta^4`.",
        sources,
        lambda N: _first_ferromagnetic(at, N, leading, neglected),
    )
    return (factored, *steps, *_order_of_limits())


def high_temperature_leading(p: Parameters) -> Expr:
    """(43): N^2 gamma omega_a beta^2/2.

    >>> from symcoh.exact import parameters
    >>> high_temperature_leading(parameters(2))
    2*beta**2*gamma*omega_a
    """
    return p.N**2 * p.gamma * p.omega_a * p.beta**2 / 2


def _first_ferromagnetic(at: Setting, N: int, leading: Expr, neglected: Expr) -> Certificate:
    def coupling(beta: Exact) -> dict[str, Exact]:
        return {"J": exact(FIRST) / beta}

    energies = (at.value("omega"), exact(N) * at.value("omega_a"), exact(N) * at.value("gamma"))
    return certified(f"(43), N = {N}", at, N, "beta", decades_down(energies), [leading], neglected, coupling)


def _order_of_limits() -> tuple[Step, Step]:
    def cases() -> Iterator[tuple[str, object, object]]:
        for N in range(1, LARGEST + 1):
            for q, expected in ((0, N * N), (1, N)):
                weights = {2 * k - N: _at(sector_weight_polynomial(N, 2 * k - N), q) for k in range(N + 1)}
                second = sum(m * m * w for m, w in weights.items())
                yield f"N={N}, q={q}", Rational(second, sum(weights.values())), Integer(expected)

    common = argument(
        "At fixed `q` the leading term for `beta -> 0` is `C = (gamma omega_a beta^2/2) <M^2>_q`, `<M^2>_q = Σ_m m^2 W_m/Σ_m W_m`",
        "To lowest order `sinh(hm) A_m = (beta omega_a m/2)(beta gamma m)`, `cosh(hm) B_m = 1`, and `W_m` depends on `q` alone.",
    )
    two = enumeration(
        "`<M^2>_q` is `N^2` at `q = 0`, which is (43), and `N` at `q = 1`, which is (42): `J -> oo` and `beta -> 0` do not commute for `N "
        ">= 2`",
        "`q = e^{-4 beta J}` is 0 if `J -> oo` comes first and 1 if `beta -> 0` does. At `q = 0` only `m = ±N` is left; at `q = 1` the "
        f"sources are independent, each with variance 1. Compared for `N <= {LARGEST}`.",
        cases(),
        at_least=2 * LARGEST,
    )
    return common, two


def _at(polynomial: tuple[int, ...], q: int) -> int:
    return sum(c * q**power for power, c in enumerate(polynomial))
