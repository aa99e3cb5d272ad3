"""A large gap of the sources (47) with all corrections in `y = e^{-beta omega_a}`.

Claim: for omega_a -> oo, C = c_0 + c_1 y + c_2 y^2 + ..., c_0 = (2N gamma/S_N) tanh(beta S_N/2), and with
    A_m = (2 gamma m/S_m) sinh(beta S_m/2), B_m = cosh(beta S_m/2), x = e^{-4 beta J},
    c_j = a_j - Σ_{i=1}^{j} b_i c_{j-i},  a_j = w_j A_{N-2j}/B_N,  b_j = w_j B_{N-2j}/B_N,  w_j = W_{N-2j} e^{-beta J N},
    w_j = Σ_{n=1}^{j} (N/n) C(j-1, n-1) C(N-j-1, n-1) x^n for 0 < j < N, w_0 = w_N = 1, w_j = 0 for j > N.
Assumes: (25), (29)-(31); 0 < beta < oo, omega >= 0, gamma != 0, J real, all fixed; N >= 1. For a symbol N the coefficient
    of y^j holds for N > j, and at J = 0, where w_j = C(N, j), for every N.
Source: (47).
Method: both sums of (29) and (31) with e^{hm}, divided by e^{hN}, are polynomials in y; their quotient.
Cost: 0.1 s for the default order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sympy import Add, Expr, Integer, Mul, Rational, S, binomial, exp, factorial

from symcoh.arguments import whole
from symcoh.exact import Parameters, large_gap, sector_weight_polynomial, symbols
from symcoh.exactnumbers import ONE, ZERO, exact, sign
from symcoh.marks import marked

from .foundation.certificates import LONGEST_SUMMED, certificate_steps, certified, exponential_steps, magnitude, represented
from .foundation.expansions import expansion, named
from .foundation.limits import RANGE, Expanded, limit_derivation
from .foundation.parameters import Setting, check_size, left_out, setting
from .foundation.steps import Derivation, Step, argument, enumeration, identity
from .foundation.target_response import longitudinal, quotient, quotient_naming, quotient_step, ratio_step, sector_coherence, transverse

LIMIT = "omega_a -> oo"
VARIABLE = "exp(-beta*omega_a)"
EQUATIONS = ("47",)
LATEX = (
    r"C=\frac{2N\gamma}{S_N}\tanh\frac{\beta S_N}{2}+\sum_{j\ge1}c_j\,e^{-\beta\omega_{\mathrm a}j},\qquad "
    r"c_1=Ne^{-4\beta J}\,\frac{A_{N-2}B_N-A_NB_{N-2}}{B_N^2}\ (N\ge2)"
)
LARGEST = 14

STATEMENT = Derivation(
    name="large-gap",
    claim="`C = (2N gamma/S_N) tanh(beta S_N/2) + Σ_{j>=1} c_j e^{-beta omega_a j}` for `omega_a -> oo`.",
    assumptions=("`0 < beta < oo`, `omega >= 0`, `gamma` and `J` real, all fixed", "`omega_a -> oo`", marked(RANGE)),
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
    """C for omega_a -> oo through y^order, y = e^{-beta omega_a}.

    Args:
        order: last power of y kept, 0 to 12.
        N, omega, gamma, J, beta: exact, or None for a symbol.
        omega_a: must be left out: it runs to oo.

    Raises:
        InputError: a value outside its domain. InputTypeError: an inexact value. CheckFailed: a check came out wrong.

    >>> derive(order=1, N=1, omega=0).series
    tanh(beta*gamma) - 2*exp(-beta*omega_a)*tanh(beta*gamma)
    >>> derive(order=2).expansion.valid_for
    'N >= 3'
    """
    order = whole(order, "`order`", 0, 12)
    left_out("omega_a", omega_a)
    at = setting(N, omega=omega, gamma=gamma, J=J, beta=beta)
    check_size(at.p)
    return limit_derivation(STATEMENT, at, order, exp(-symbols.beta * symbols.omega_a), _expanded)


def _expanded(at: Setting, order: int) -> Expanded:
    found = coefficients(at.p, order + 1)
    valid = _valid_for(at.p, order)
    series, neglected = expansion(exp(-at.p.beta * symbols.omega_a), found, order, valid)
    assert neglected is not None
    seen, row = represented(at, found, LONGEST_SUMMED, lambda p, length: coefficients(p, length - 1))
    summed, beyond = (series, neglected) if seen is at else expansion(exp(-at.p.beta * symbols.omega_a), row, order, valid)
    assert beyond is not None
    series = named(series, quotient_naming(*factors(at.p, order), order))
    steps = (
        ratio_step(),
        _powers(),
        *_weights(),
        quotient_step("y", order + 1),
        _leading(at.p, found[0]),
        *_certificates(seen, order, summed.summands, beyond),
    )
    return series, steps


def _valid_for(p: Parameters, order: int) -> str:
    if p.count is not None:
        return f"N = {p.count}"
    return "N >= 1" if p.J.is_zero else f"N >= {order + 1}"


def coefficients(p: Parameters, order: int) -> list[Expr]:
    """c_0, ..., c_order; for a symbol N the coefficient c_j holds for N > j.

    >>> from symcoh.exact import parameters
    >>> coefficients(parameters(1, omega=0), 2)
    [tanh(beta*gamma), -2*tanh(beta*gamma), 2*tanh(beta*gamma)]
    """
    return quotient(*factors(p, order))


def factors(p: Parameters, order: int) -> tuple[list[Expr], list[Expr]]:
    """a_0, ..., a_order and b_0 = 1, ..., b_order."""
    B_N = longitudinal(p, p.N)
    leading = sector_coherence(p, p.N)
    a, b = [leading], [S.One]
    for j in range(1, order + 1):
        w, m = weight(p, j), p.N - 2 * j
        # A_{-N} = -A_N, written like the leading term.
        a.append(-leading if m == -p.N else w * transverse(p, m) / B_N)
        b.append(w * longitudinal(p, m) / B_N)
    return a, b


def weight(p: Parameters, j: int) -> Expr:
    """w_j = W_{N-2j} e^{-beta J N}, j >= 1: for a symbol N as if N > j, at J = 0 C(N, j).

    >>> from symcoh.exact import parameters
    >>> weight(parameters(4), 2), weight(parameters(J=0), 2)
    (4*exp(-4*J*beta) + 2*exp(-8*J*beta), N*(N - 1)/2)
    """
    if p.count is None:
        if p.J.is_zero:
            return Mul(Rational(1, factorial(j)), *(p.N - i for i in range(j)))
        return Add(*(domains(p.N, j, n) * p.x**n for n in range(1, j + 1)))
    if j > p.count:
        return S.Zero
    return Add(*(g * p.x**n for n, g in enumerate(sector_weight_polynomial(p.count, p.count - 2 * j))))


def domains(N: Expr, j: int, n: int) -> Expr:
    """g(N-2j, n) = (N/n) C(j-1, n-1) C(N-j-1, n-1) of (25) as a polynomial in N, for 0 < j < N.

    >>> domains(symbols.N, 3, 2)
    N*(N - 4)
    """
    return Mul(Rational(binomial(j - 1, n - 1), n * factorial(n - 1)), N, *(N - j - i for i in range(1, n)))


def _powers() -> Step:
    return argument(
        "`C = Σ_{j=0}^{N} w_j A_{N-2j} y^j / Σ_{j=0}^{N} w_j B_{N-2j} y^j`, `w_j = W_{N-2j} e^{-beta J N}`, `y = e^{-beta omega_a}`",
        "The form with `e^{hm}`, numerator and denominator divided by `e^{hN + beta J N}`: `m = N-2j` leaves `e^{-2hj} = y^j`. Both are "
        "divided by `B_N` once more: `a_j = w_j A_{N-2j}/B_N` and `b_j = w_j B_{N-2j}/B_N`.",
    )


def _weights() -> tuple[Step, Step]:
    def cases() -> Iterator[tuple[str, object, object]]:
        for N in range(2, LARGEST + 1):
            for j in range(1, N):
                expected = sector_weight_polynomial(N, N - 2 * j)[1:]
                found = [domains(Integer(N), j, n) for n in range(1, j + 1)]
                yield f"N={N}, j={j}", found, [*expected, *(0 for _ in range(j - len(expected)))]

    def free() -> Iterator[tuple[str, object, object]]:
        for j in range(1, LARGEST + 1):
            difference = Add(*(domains(symbols.N, j, n) for n in range(1, j + 1))) - Mul(
                Rational(1, factorial(j)), *(symbols.N - i for i in range(j))
            )
            yield f"j={j}", difference.expand(), Integer(0)

    polynomials = enumeration(
        "`w_j = Σ_{n=1}^{j} (N/n) binom(j-1, n-1) binom(N-j-1, n-1) x^n` for `0 < j < N`, `x = e^{-4 beta J}`",
        f"(25) with `k = N-j`, a polynomial in `N` for each power of `x`; compared for `N <= {LARGEST}`. At `j = N` it is `1 - (1-x)^N`, "
        "not the 1 of the ring turned over: for a symbol `N` the coefficient of `y^j` needs `N > j`.",
        cases(),
        at_least=LARGEST * (LARGEST - 1) // 2,
    )
    uncoupled = enumeration(
        "At `J = 0`, `w_j = binom(N, j)`, a polynomial that is right for `j >= N` too",
        f"Vandermonde's sum at `x = 1`, compared as polynomials in `N` for `j <= {LARGEST}`; `binom(N, j) = 0` for `j > N`.",
        free(),
        at_least=LARGEST,
    )
    return polynomials, uncoupled


def _leading(p: Parameters, coefficient: Expr) -> Step:
    printed = large_gap(p.N, omega=p.omega, gamma=p.gamma, J=p.J, beta=p.beta)
    return identity("`c_0 = (2N gamma/S_N) tanh(beta S_N/2)` of (47)", "`A_N/B_N`.", coefficient - printed)


def _certificates(at: Setting, order: int, kept: Sequence[Expr], neglected: Expr) -> tuple[Step, ...]:
    # For J < 0 a flipped source may gain 4|J|.
    start = exact(4) * magnitude(at.value("J")) if sign(at.value("J")) == -1 else ZERO
    if at.p.count is not None:
        sources: tuple[int, ...] = (at.p.count,)
    else:
        # The neglected c_{order+1} of a symbol N needs N > order+1.
        sources = (1, 2, 3) if at.p.J.is_zero else (order + 2, order + 3)
    return certificate_steps(
        f"`(C - Σ_{{j<={order}}} c_j y^j)/(c_{{{order + 1}}} y^{order + 1}) -> 1` as `omega_a -> oo`",
        "Certified values of `C` against the terms above, at the `omega_a` named.",
        sources,
        lambda N: certified(f"large-gap, N = {N}", at, N, "omega_a", exponential_steps(N, start, ONE / at.value("beta")), kept, neglected),
    )
