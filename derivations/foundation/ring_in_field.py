"""The free ring in the field h = beta omega_a/2, and the target's response to a weak coupling: shared by the series in gamma.

μ_p = <M^p> = L^{(p)}(h)/L(h) with L(h) = λ_+^N + λ_-^N; φ_j, ψ_j are the coefficients of δ^j in sinh√(a²+δ)/√(a²+δ) and cosh√(a²+δ),
both divided by cosh a, a = beta omega/2.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import factorial

from flint import fmpq
from sympy import Add, Expr, Function, Integer, S, Symbol, cosh, exp, factor_terms, sinh, sqrt, symbols, tanh

from symcoh.exact import Parameters, sector_weight_polynomial
from symcoh.exact.weights import field_root

from .power_series import Coefficient, PolynomialRing
from .steps import Step, enumeration, identity, letter

LARGEST = 8
FIELDS = ((fmpq(2), fmpq(5, 4)), (fmpq(3), fmpq(3, 2)), (fmpq(1, 3), fmpq(7, 3)), (fmpq(5, 2), fmpq(11, 10)))
"""Rational e^h and r, at which x = e^{-4 beta J} = r^2 - sinh^2 h, u and v are rational."""

T, INVERSE = symbols("t i")
"""tanh a and 1/a."""

MOMENTS = PolynomialRing(symbols("N u v"))
"""Of P_p and Q_p."""


def response_ring(length: int) -> PolynomialRing:
    """Q[t, i, μ_1, ..., μ_{2 length - 1}], t = tanh a and i = 1/a."""
    return PolynomialRing((T, INVERSE, *symbols(f"mu1:{2 * length}")))


def response_coefficients(zero_gap: bool, length: int) -> tuple[list[Coefficient], list[Coefficient]]:
    """φ_j and ψ_j, j < length, as polynomials in t = tanh a and i = 1/a; constants at omega = 0.

    With f cosh a for a function of a, d/dδ at a²+δ is (1/2a) d/da: f -> (i/2)(f' + t f), t' = 1-t², i' = -i².

    >>> [response_ring(2).to_sympy(f) for f in response_coefficients(False, 2)[0]]
    [i*t, i**2*(-i*t + 1)/2]
    """
    ring = response_ring(length)
    t, i = ring.context.gens()[:2]
    if zero_gap:
        odd, even = ([ring.constant(fmpq(1, factorial(2 * j + parity))) for j in range(length)] for parity in (1, 0))
        return odd, even

    def series(f: Coefficient) -> list[Coefficient]:
        found = [f]
        for j in range(1, length):
            slope = f.derivative(0) * (1 - t**2) - f.derivative(1) * i**2
            f = i * (slope + t * f) * fmpq(1, 2)
            found.append(f * fmpq(1, factorial(j)))
        return found

    return series(t * i), series(ring.constant(1))


def moment_polynomials(largest: int) -> list[tuple[Coefficient, Coefficient]]:
    """(P_p, Q_p), p = 0, ..., largest, of μ_p = P_p + Q_p τ, polynomials in N, u and v.

    >>> [[MOMENTS.to_sympy(f) for f in pair] for pair in moment_polynomials(1)]
    [[1, 0], [0, N*v]]
    """
    N, u, v = MOMENTS.context.gens()

    def slope(f: Coefficient) -> Coefficient:
        return f.derivative(1) * v * (1 - u**2) + f.derivative(2) * u * (1 - v**2)

    found = [(MOMENTS.constant(1), MOMENTS.constant(0))]
    for _ in range(largest):
        P, Q = found[-1]
        found.append((slope(P) + N * v * Q, slope(Q) + N * v * P))
    return found


def moment_expressions(p: Parameters, largest: int) -> list[Expr]:
    """μ_0, ..., μ_largest of the free ring in the field h = beta omega_a/2.

    >>> from symcoh.exact import parameters
    >>> moment_expressions(parameters(J=0), 2)[1]
    N*tanh(beta*omega_a/2)
    """
    h, K = p.beta * p.omega_a / 2, p.beta * p.J
    if feels_no_bond(p):
        u, v, tau = S.One, tanh(h), S.One
    else:
        r = field_root(h, K)
        upper, lower = (cosh(h) + r) ** p.N, (cosh(h) - r) ** p.N
        u, v, tau = cosh(h) / r, sinh(h) / r, (upper - lower) / (upper + lower)
    values = dict(zip(MOMENTS.symbols, (p.N, u, v), strict=True))
    pairs = (tuple(MOMENTS.to_sympy(f, values, factored=False) for f in pair) for pair in moment_polynomials(largest))
    return [P + Q * tau for P, Q in pairs]


def feels_no_bond(p: Parameters) -> bool:
    """Whether the sources are free: J = 0, or a ring of one source, which does not feel J."""
    return p.J.is_zero is True or p.count == 1


def moment_names(p: Parameters, largest: int) -> tuple[tuple[Symbol, Expr], ...]:
    """What a reader calls μ_1, ..., μ_largest of a ring that feels J, m_0 first, and what they are made of."""
    K = p.beta * p.J
    u, v, tau, r, upper, lower, h = (letter(name) for name in ("u", "v", "τ", "r", "λ_+", "λ_-", "h"))
    values = dict(zip(MOMENTS.symbols, (p.N, u, v), strict=True))
    pairs = [tuple(factor_terms(MOMENTS.to_sympy(f, values, factored=False)) for f in pair) for pair in moment_polynomials(largest)]
    moments = [(letter(f"μ_{j}") if j > 1 else letter("m_0"), P + Q * tau) for j, (P, Q) in enumerate(pairs) if j]
    rest = [(tau, (upper**p.N - lower**p.N) / (upper**p.N + lower**p.N)), (u, cosh(h) / r), (v, sinh(h) / r)]
    roots = [(name, exp(K) * (cosh(h) + sign * r)) for name, sign in ((upper, 1), (lower, -1))]
    return (*moments, *rest, *roots, (r, field_root(h, K)), (h, p.beta * p.omega_a / 2))


def response_steps(length: int) -> tuple[Step, Step]:
    """The coefficients obey the differential equation of cosh√y, power by power, and at omega = 0 they are the known ones."""
    delta, ring = Symbol("delta"), response_ring(length + 2)
    phi, psi = ([ring.to_sympy(f, factored=False) for f in found] for found in response_coefficients(False, length + 2))

    def taylor(found: Sequence[Expr]) -> Expr:
        return Add(*(f * delta**j for j, f in enumerate(found)))

    y = 1 / INVERSE**2 + delta
    cosine = taylor(psi)
    relation = 2 * cosine.diff(delta) - taylor(phi)
    equation = 4 * y * cosine.diff(delta, 2) + 2 * cosine.diff(delta) - cosine

    def cases() -> Iterator[tuple[str, object, object]]:
        for name, expression in (("ψ' = φ/2", relation), ("4yψ'' + 2ψ' = ψ", equation)):
            for j in range(length):
                yield f"{name}, δ^{j}", expression.expand().coeff(delta, j), Integer(0)

    start = identity(
        "With `a = beta omega/2` let `φ_j` and `ψ_j` be the coefficients of `δ^j` in `sinh√(a² + δ)/√(a² + δ)` and `cosh√(a² + δ)`, both "
        "divided by `cosh a`. Then `ψ_0 = 1` and `ψ_1 = φ_0/2 = tanh(a)/(2a)`",
        "`cosh a` and `sinh(a)/a`, divided by `cosh a`.",
        psi[1] - T * INVERSE / 2 + Symbol("u") * (psi[0] - 1),
    )
    equations = enumeration(
        "`φ_j` and `ψ_j` are the Taylor coefficients of `sinh√y/√y` and `cosh√y` at `y = a²`, divided by `cosh a`",
        "`cosh√y` is the solution of `4yψ'' + 2ψ' = ψ` with the two values above, and `φ = 2ψ'`; compared power by power, `tanh a` and "
        "`1/a` as symbols.",
        cases(),
        at_least=2 * length,
    )
    return start, equations


def transfer_steps() -> tuple[Step, Step, Step]:
    """The h-derivatives of λ_±, u and v."""
    h, x = symbols("h x")
    s, c = Function("s")(h), Function("c")(h)
    S_, C_, R_ = symbols("S C R")
    r = sqrt(s**2 + x)

    def rational(expression: Expr) -> Expr:
        """sinh h, cosh h, r as the symbols S, C, R; x = R² - S²."""
        replaced = expression.doit().subs({s.diff(h): c, c.diff(h): s})
        return replaced.subs(r, R_).subs({s: S_, c: C_}).subs(x, R_**2 - S_**2)

    sign = Symbol("sign")
    upper = c + sign * r
    eigenvalue = rational(upper.diff(h) - sign * s / r * upper).expand().subs(sign**2, 1)
    return (
        identity(
            "With `h = beta omega_a/2`, `r = √(sinh² h + e^{-4 beta J})`, `u = cosh h/r`, `v = sinh h/r` and the prime for the derivative "
            "in `h`: `λ_±' = ± v λ_±`",
            "`λ_± = e^{beta J}(cosh h ± r)` are the eigenvalues of the transfer matrix, `L(h) = Σ_m W_m e^{hm} = λ_+^N + λ_-^N`, "
            "and `r' = sinh h cosh h/r`; so `(λ_±^N)' = ± N v λ_±^N`.",
            eigenvalue,
        ),
        identity("`v' = u(1 - v²)`", "`v = sinh h/r`.", rational((s / r).diff(h) - c / r * (1 - s**2 / r**2))),
        identity("`u' = v(1 - u²)`", "`u = cosh h/r`.", rational((c / r).diff(h) - s / r * (1 - c**2 / r**2))),
    )


def moments_step(largest: int) -> Step:
    """The moments through μ_largest."""
    polynomials = moment_polynomials(largest)

    def cases() -> Iterator[tuple[str, object, object]]:
        for N in range(1, LARGEST + 1):
            for z, r in FIELDS:
                for q, (found, expected) in enumerate(zip(_closed(polynomials, N, z, r), _summed(largest, N, z, r), strict=True)):
                    yield f"N={N}, e^h={z}, r={r}, p={q}", found, expected

    return enumeration(
        "The moments `μ_p = <M^p> = L^{(p)}(h)/L(h)` are `μ_p = P_p + Q_p τ` with `P_{p+1} = P'_p + N v Q_p`, `Q_{p+1} = Q'_p + N v P_p`, "
        "`P_0 = 1`, `Q_0 = 0`, `τ = (λ_+^N - λ_-^N)/(λ_+^N + λ_-^N)`",
        f"`L^{{(p)}} = P_p (λ_+^N + λ_-^N) + Q_p (λ_+^N - λ_-^N)`, differentiated once more. Compared with `Σ_m m^p W_m e^{{hm}}/Σ_m W_m "
        f"e^{{hm}}` at rational `e^h` and `r`, `N <= {LARGEST}`, `p <= {largest}`.",
        cases(),
        at_least=LARGEST * len(FIELDS) * (largest + 1),
    )


def _closed(polynomials: Sequence[tuple[Coefficient, Coefficient]], N: int, z: fmpq, r: fmpq) -> Iterator[fmpq]:
    u, v = (z + 1 / z) / 2 / r, (z - 1 / z) / 2 / r
    upper, lower = (u + 1) ** N, (u - 1) ** N
    tau = (upper - lower) / (upper + lower)
    for P, Q in polynomials:
        yield P(fmpq(N), u, v) + Q(fmpq(N), u, v) * tau


def _summed(largest: int, N: int, z: fmpq, r: fmpq) -> Iterator[fmpq]:
    x = r**2 - ((z - 1 / z) / 2) ** 2
    weights = {
        2 * k - N: sum(g * x**n for n, g in enumerate(sector_weight_polynomial(N, 2 * k - N))) * z ** (2 * k - N) for k in range(N + 1)
    }
    total = sum(weights.values())
    for p in range(largest + 1):
        yield sum((m**p * w for m, w in weights.items()), fmpq(0)) / total
