"""The antiferromagnetic limit (37)-(39) with all corrections in `y = e^{4 beta J}`.

Claim: for J -> -oo, C = c_0 + c_1 y + c_2 y^2 + ..., with c_0 = C_↓ of (37)-(39): for odd N
    C_↓ = (2 gamma/S_1) tanh(beta S_1/2) tanh(beta omega_a/2), for even N C_↓ = 0 and
    c_1 = N^2 gamma sinh(beta omega_a) sinh(beta S_2/2)/(S_2 cosh(beta omega/2)).
    In general, with d = floor(N/2), h = beta omega_a/2, A_m = (2 gamma m/S_m) sinh(beta S_m/2), B_m = cosh(beta S_m/2),
    c_j = a_j - Σ_{i=1}^{j} b_i c_{j-i},  a_j = Σ_m g(m, d-j) sinh(hm) A_m/D,  b_j = Σ_m g(m, d-j) cosh(hm) B_m/D,
    |m| <= 2j+1 and N D, D = 2 cosh(h) B_1, for D where N is odd, |m| <= 2j and D = 2 B_0 where it is even; g(m, d-j) is a polynomial
    in N.
Assumes: (25), (29)-(31); 0 < beta < oo, omega >= 0, omega_a, gamma != 0, all fixed; N >= 1 of known parity.
Source: (37), (38), (39).
Method: W_m e^{-beta J N} y^d is a polynomial in y with the coefficients g(m, d-j); quotient of two polynomials in y.
Cost: 0.2 s for the default order, 6 s for order 10.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from math import factorial

from sympy import Add, Expr, Integer, Mul, Rational, S, cosh, exp, factor, rf, sinh, tanh

from symcoh.arguments import whole
from symcoh.errors import InputError, shown
from symcoh.exact import Parameters, sector_weight_polynomial, strong_antiferromagnet, symbols
from symcoh.exactnumbers import ONE, exact
from symcoh.marks import marked

from .foundation.certificates import certificate_steps, certified, exponential_steps, magnitude
from .foundation.expansions import expansion, named
from .foundation.limits import RANGE, Expanded, limit_derivation
from .foundation.parameters import Setting, check_size, left_out, setting
from .foundation.steps import Derivation, Step, argument, enumeration, identity
from .foundation.target_response import D, longitudinal, quotient, quotient_naming, quotient_step, ratio_step, sector_coherence, transverse

LIMIT = "J -> -oo"
VARIABLE = "exp(4*beta*J)"
EQUATIONS = ("37", "38", "39")
LATEX = (
    r"C=C_{\downarrow}+\sum_{j\ge1}c_j\,e^{4\beta Jj},\qquad C_{\downarrow}=\frac{2\gamma}{S_1}\tanh\frac{\beta "
    r"S_1}{2}\,\tanh\frac{\beta\omega_{\mathrm a}}{2}\ (N\ \mathrm{odd}),\qquad C_{\downarrow}=0\ (N\ \mathrm{even})"
)
LARGEST = 14

STATEMENT = Derivation(
    name="strong-antiferromagnet",
    claim="`C = C_↓ + Σ_{j>=1} c_j e^{4 beta J j}` for `J -> -oo`, with `C_↓` of (37)-(39).",
    assumptions=(
        "`0 < beta < oo`, `omega >= 0`, `omega_a` and `gamma` real, all fixed; they stand for their moduli",
        "`J -> -oo`",
        marked(RANGE),
    ),
    equations=EQUATIONS,
    latex=LATEX,
)


def derive(
    *,
    order: int = 2,
    N: object = None,
    parity: str | None = None,
    omega: object = None,
    omega_a: object = None,
    gamma: object = None,
    J: object = None,
    beta: object = None,
) -> Derivation:
    """C for J -> -oo through y^order, y = e^{4 beta J}.

    Args:
        order: last power of y kept, 0 to 12.
        N, omega, omega_a, gamma, beta: exact, or None for a symbol.
        parity: "odd" or "even", needed where N is a symbol.
        J: must be left out: it runs to -oo.

    Raises:
        InputError: a value outside its domain, or no parity. InputTypeError: an inexact value. CheckFailed: a check came out wrong.

    >>> derive(order=1, parity="even", omega=0).series
    N**2*exp(4*J*beta)*sinh(2*beta*gamma)*sinh(beta*omega_a)/4
    >>> derive()
    Traceback (most recent call last):
    symcoh.errors.InputError: `parity` must be 'odd' or 'even' where N is a symbol, because the limit J -> -oo depends on it.
    """
    order = whole(order, "`order`", 0, 12)
    left_out("J", J)
    at = setting(N, omega=omega, omega_a=omega_a, gamma=gamma, beta=beta)
    check_size(at.p)
    odd = _is_odd(at.p.count, parity)
    return limit_derivation(STATEMENT, at, order, exp(4 * symbols.beta * symbols.J), partial(_expanded, odd))


def _expanded(odd: bool, at: Setting, order: int) -> Expanded:
    found = coefficients(at.p, odd, order + 1)
    series, neglected = expansion(exp(4 * at.p.beta * symbols.J), found, order, _valid_for(at.p.count, odd))
    series = named(series, quotient_naming(*factors(at.p, odd, order, D), order, divisor(at.p, odd)))
    steps = (
        ratio_step(),
        _weights(),
        _dominant(odd),
        quotient_step("y", order + 1),
        *_leading(at.p, odd, found),
        *_certificates(at, odd, order, series.summands, neglected),
    )
    return series, steps


def _is_odd(count: int | None, parity: str | None) -> bool:
    if parity not in (None, "odd", "even"):
        raise InputError("`parity`", f"must be 'odd' or 'even', but is {shown(parity)}.")
    if count is None:
        if parity is None:
            raise InputError("`parity`", "must be 'odd' or 'even' where N is a symbol, because the limit J -> -oo depends on it.")
        return parity == "odd"
    if parity is not None and (parity == "odd") != (count % 2 == 1):
        raise InputError("`parity`", f"is {shown(parity)}, but `N` is {shown(count)}: leave one of them out.")
    return count % 2 == 1


def _valid_for(count: int | None, odd: bool) -> str:
    return f"N = {count}" if count is not None else f"N {'odd' if odd else 'even'}"


def coefficients(p: Parameters, odd: bool, order: int) -> list[Expr]:
    """c_0, ..., c_order for N of the given parity.

    >>> from symcoh.exact import parameters
    >>> coefficients(parameters(1), True, 2)[1:]
    [0, 0]
    """
    return quotient(*factors(p, odd, order, divisor(p, odd)))


def divisor(p: Parameters, odd: bool) -> Expr:
    """D over what the g(m, d-j) have in common: N for odd N."""
    return 2 * cosh(p.beta * p.omega_a / 2) * longitudinal(p, S.One) if odd else 2 * longitudinal(p, S.Zero)


def factors(p: Parameters, odd: bool, order: int, below: Expr) -> tuple[list[Expr], list[Expr]]:
    """a_0, ..., a_order and b_0 = 1, ..., b_order, divided by D as it is given."""
    h = p.beta * p.omega_a / 2
    a, b = [_limit(p) if odd else S.Zero], [S.One]
    for j in range(1, order + 1):
        a.append(_over_sectors(p.N, odd, j, lambda m: sinh(h * m) * transverse(p, m)) / below)
        b.append(_over_sectors(p.N, odd, j, lambda m: cosh(h * m) * longitudinal(p, m)) / below)
    return a, b


def _limit(p: Parameters) -> Expr:
    """C_↓ for odd N."""
    return sector_coherence(p, S.One) * tanh(p.beta * p.omega_a / 2)


def _over_sectors(N: Expr, odd: bool, j: int, term: Callable[[Expr], Expr]) -> Expr:
    """Σ_m g(m, d-j) term(m) for a term even in m; divided by N for odd N, where every g holds a factor N."""
    first, unit = (1, 1 / N) if odd else (0, S.One)
    return Add(*((1 if m == 0 else 2) * unit * degeneracy_below(N, m, j) * term(Integer(m)) for m in range(first, 2 * j + 2, 2)))


def degeneracy_below(N: Expr, m: int, j: int) -> Expr:
    """g(m, d-j) of (25), d = floor(N/2), for N of the parity of m, as a polynomial in N.

        n = d-j, r = k-n, s = N-k-n:  g = (N/n) C(n-1+r, r) C(n-1+s, s), where r and s are numbers,

    and C(n-1+r, r) = n (n+1)...(n+r-1)/r! cancels n. Right for n = 0 and n < 0 too.

    >>> degeneracy_below(symbols.N, 2, 1), degeneracy_below(symbols.N, 1, 0), degeneracy_below(symbols.N, 0, 0)
    (N**2/4, N, 2)
    """
    remainder = m % 2
    n = (N - remainder) / 2 - j
    r, s = (remainder + m) // 2 + j, (remainder - m) // 2 + j
    if min(r, s) < 0:
        return S.Zero
    if r == s == 0:
        return Integer(2)
    longer, shorter = max(r, s), min(r, s)
    product = Mul(Rational(1, factorial(r) * factorial(s)), N, rf(n + 1, longer - 1), rf(n, shorter))
    return factor(product)


def _weights() -> Step:
    def cases() -> Iterator[tuple[str, object, object]]:
        for N in range(1, LARGEST + 1):
            d = N // 2
            # Past j = d every g(m, d-j) must vanish: those cases are compared too.
            for j in range(d + 4):
                for m in range(N % 2, max(N, 2 * j + 1) + 1, 2):
                    expected = sector_weight_polynomial(N, m) if m <= N else ()
                    n = d - j
                    yield f"N={N}, m={m}, j={j}", degeneracy_below(Integer(N), m, j), expected[n] if 0 <= n < len(expected) else 0

    return enumeration(
        "`W_m e^{-beta J N} y^d = Σ_j g(m, d-j) y^j`, `d = floor(N/2)`, `y = e^{4 beta J}`, with "
        "`g(m, d-j) = (N/n) binom(n-1+r, r) binom(n-1+s, s)`, `n = d-j`, `r = (N+m)/2 - n`, `s = (N-m)/2 - n`",
        "(25) with `k = (N+m)/2` and `binom(k-1, n-1) = binom(n-1+r, r)`: `r` and `s` depend on `m`, `j` and the parity alone, so `g` is "
        "a polynomial in "
        "`N`. For `n <= 0` it is "
        f"right as well: 1 for `n = 0` and `|m| = N`, else 0, because `r + s = N - 2n` leaves a factor 0. Compared for `N <= {LARGEST}`.",
        cases(),
        at_least=LARGEST**2,
    )


def _dominant(odd: bool) -> Step:
    if odd:
        claim, rest = (
            "Only `m = ±1` is left at `y = 0`, with `g(±1, d) = N`",
            "numerator and denominator are divided by `N D`, `D = 2 cosh(h) B_1`, and become `Σ a_j y^j` and `1 + Σ b_j y^j`, with "
            "coefficients `a_j` and `b_j` that depend on `N` as polynomials, since every `g(m, d-j)` has a factor `N`.",
        )
    else:
        claim, rest = (
            "Only `m = 0` is left at `y = 0`, with `g(0, d) = 2`, and `A_0 = 0`",
            "numerator and denominator are divided by `D = 2 B_0` and become `Σ a_j y^j` and `1 + Σ b_j y^j`, with `a_j` and `b_j` the "
            "quotients.",
        )
    return argument(claim, f"`g(m, d-j) = 0` for `|m| > {'2j + 1' if odd else '2j'}`, since `r` and `s` must not be negative; {rest}")


def _leading(p: Parameters, odd: bool, found: list[Expr]) -> tuple[Step, ...]:
    at = Integer(1 if odd else 2) if p.count is None else p.N
    printed = strong_antiferromagnet(at, omega=p.omega, omega_a=p.omega_a, gamma=p.gamma, beta=p.beta)
    limit = identity("`c_0 = C_↓` of (37)-(39)", "The sectors nearest `m = 0` alone.", found[0] - printed)
    if odd:
        return (limit,)
    B_0, ratio = longitudinal(p, S.Zero), transverse(p, Integer(2)) / 4
    first = identity(
        "`c_1 = N^2 gamma sinh(beta omega_a) sinh(beta S_2/2)/(S_2 cosh(beta omega/2))`",
        "From `m = ±2` with `g(±2, d-1) = N^2/4`.",
        found[1] - p.N**2 * sinh(p.beta * p.omega_a) * ratio / B_0,
    )
    return limit, first


def _certificates(at: Setting, odd: bool, order: int, kept: Sequence[Expr], neglected: Expr | None) -> tuple[Step, ...]:
    if neglected is None:
        return (argument("For `N = 1` the series ends with `c_0`.", "There is no sector but `m = ±1`, and no dependence on `J` at all."),)
    sources = ((3, 5) if odd else (2, 4, 6)) if at.p.count is None else (at.p.count,)
    # A power of y more brings in sectors whose m is larger by two: at most e^{beta (omega_a + 2 gamma)}.
    start = -exact("1/4") * (magnitude(at.value("omega_a")) + exact(2) * magnitude(at.value("gamma")))
    unit = -ONE / (exact(4) * at.value("beta"))
    return certificate_steps(
        f"`(C - Σ_{{j<={order}}} c_j y^j)/(c_{{{order + 1}}} y^{order + 1}) -> 1` as `J -> -oo`",
        "Certified values of `C` against the terms above, at the `J` named.",
        sources,
        lambda N: certified(f"strong-antiferromagnet, N = {N}", at, N, "J", exponential_steps(N, start, unit), kept, neglected),
    )
