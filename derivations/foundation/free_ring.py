"""The free ring at fixed K, and C as a function of its moments: shared by the expansions in beta.

With E = e^{2K}, q = tanh^N K, τ = (1-q)/(1+q), h a field, and L(h) = Σ_m W_m e^{hm} = λ_+^N + λ_-^N,

    L(h)/L(0) = cosh(N u) + τ sinh(N u),   u' = E sinh h/√(1 + E² sinh² h),   u(0) = 0,
    <m^p> = p! [h^p] L(h)/L(0),

polynomials in N, E and τ with rational coefficients. With s = beta²(omega²/4 + gamma² m²) and h = beta omega_a/2,

    C = beta gamma <m e^{hm} sinh(√s)/√s> / <e^{hm} cosh √s>,

where only <m^p> with even p and a factor beta^p occur.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import comb, factorial

from flint import fmpq
from sympy import Expr, Integer, Symbol

from symcoh.exact import sector_weight_polynomial

from .power_series import (
    Coefficient,
    PolynomialRing,
    Series,
    add,
    constant_series,
    cosh_root,
    divide,
    exponential,
    integral,
    monomial,
    multiply,
    power,
    scale,
    shift,
    sinh_root,
)
from .steps import Step, argument, enumeration, identity

E = Symbol("E", positive=True)
"""e^{2K}."""

TAU = Symbol("tau", real=True)
"""(1 - tanh^N K)/(1 + tanh^N K)."""


def field_exponent(e: Coefficient, length: int) -> Series:
    """u(h) as a series in h, for E = e.

    >>> field_exponent(fmpq(1), 5)  # log cosh h
    (0, 0, 1/2, 0, -1/12)
    """
    zero = e * 0
    square = monomial(zero + 1, 2, length)
    sinh = multiply(monomial(zero + 1, 1, length), sinh_root(square))
    root = power(add(constant_series(zero + 1, length), scale(multiply(sinh, sinh), e * e)), fmpq(-1, 2))
    return integral(scale(multiply(sinh, root), e))


def moments(N: Coefficient, e: Coefficient, tau: Coefficient, highest: int) -> list[Coefficient]:
    """<m^p> for p = 0, ..., highest; zero for odd p.

    >>> moments(fmpq(3), fmpq(1), fmpq(1), 4)  # three free spins
    [1, 0, 3, 0, 21]
    """
    up = exponential(scale(field_exponent(e, highest + 1), N))
    down = exponential(scale(field_exponent(e, highest + 1), -N))
    ratio = add(scale(up, (1 + tau) * fmpq(1, 2)), scale(down, (1 - tau) * fmpq(1, 2)))
    return [c * factorial(p) for p, c in enumerate(ratio)]


def coherence_series(mean: Sequence[Series], omega: Coefficient, omega_a: Coefficient, gamma: Coefficient) -> Series:
    """C as a series in beta from <m^p> as series in beta, p = 0, ..., length - 1.

        <e^{hm} cosh √s> = Σ_p beta^p <m^p> Σ_{2i+j=p} gamma^{2i} c_i (omega_a/2)^j/j!,
        c_i = Σ_a C(a, i) (beta omega/2)^{2a-2i}/(2a)!,

    and with (2a+1)! and 2i+1+j = p, gamma^{2i+1} for the numerator.
    """
    length = len(mean[0])
    half = omega_a * fmpq(1, 2)
    upper, lower = scale(mean[0], 0), scale(mean[0], 0)
    even, odd = ([_target_factor(omega, i, parity, length) for i in range(length // 2 + 1)] for parity in (0, 1))
    for p in range(0, length, 2):
        moment = shift(mean[p], p)
        for i in range(p // 2 + 1):
            factor = gamma ** (2 * i) * half ** (p - 2 * i) * fmpq(1, factorial(p - 2 * i))
            lower = add(lower, scale(multiply(moment, even[i]), factor))
        for i in range(p // 2):
            factor = gamma ** (2 * i + 1) * half ** (p - 2 * i - 1) * fmpq(1, factorial(p - 2 * i - 1))
            upper = add(upper, scale(multiply(moment, odd[i]), factor))
    return divide(upper, lower)


def _target_factor(omega: Coefficient, i: int, parity: int, length: int) -> Series:
    """Σ_a C(a, i) (beta omega/2)^{2a-2i}/(2a+parity)!, a series in beta."""
    one = omega**0
    terms = [omega * 0] * length
    for a in range(i, i + (length + 1) // 2):
        terms[2 * (a - i)] = one * (omega * fmpq(1, 2)) ** (2 * (a - i)) * fmpq(comb(a, i), factorial(2 * a + parity))
    return tuple(terms)


def tau_series(ring: PolynomialRing, J: Coefficient, N: int | None, length: int) -> Series:
    """τ at K = beta J as a series in beta: 1 + O(beta^N), the 1 alone for a symbolic N."""
    one = constant_series(ring.constant(1), length)
    if N is None or length <= N:
        return one
    K = monomial(J, 1, length)
    square = multiply(K, K)
    tanh = divide(multiply(K, sinh_root(square)), cosh_root(square))
    q = one
    for _ in range(N):
        q = multiply(q, tanh)
    return divide(add(one, scale(q, -1)), add(one, q))


def at_small_coupling(ring: PolynomialRing, polynomial: Coefficient, J: Coefficient, tau: Series) -> Series:
    """A polynomial in E and τ, the last two generators, as a series in beta: E^a = e^{2aJ beta}."""
    length = len(tau)
    powers = [constant_series(ring.constant(1), length)]
    total = scale(tau, 0)
    for (a, b), part in parts(ring, polynomial).items():
        while len(powers) <= b:
            powers.append(multiply(powers[-1], tau))
        growth = exponential(monomial(J * (2 * a), 1, length))
        total = add(total, scale(multiply(growth, powers[b]), part))
    return total


def steps() -> tuple[Step, ...]:
    """The formulas at the top of this file, each checked.

    Raises:
        CheckFailed: a check came out wrong.
    """
    return (_reduction(), *ring_steps())


def ring_steps() -> tuple[Step, ...]:
    """Those of the formulas that hold for the ring alone."""
    return (*_transfer(), _solution(), _moments_counted(largest=8, highest=8))


def _reduction() -> Step:
    beta, gamma, m, S, sinh = (Symbol(name) for name in ("beta", "gamma", "m", "S_m", "sinh"))
    root = beta * S / 2
    return identity(
        "`C = beta gamma <m e^{hm} sinh(√s)/√s> / <e^{hm} cosh √s>`, `h = beta omega_a/2`, `s = (beta S_m/2)^2`, where `⟨·⟩` is the mean "
        "with weights `W_m`",
        "(28) over (24), for `omega_a`, `gamma > 0` and `m -> -m` in the sums: `Z = Σ W_m e^{hm} 2 cosh √s` and `CZ = Σ W_m e^{hm} (2 "
        "gamma m/S_m) 2 sinh √s`. Shown: `(2 gamma m/S_m) 2 sinh √s = 2 beta gamma m sinh(√s)/√s`, `√s = beta S_m/2`.",
        2 * gamma * m / S * 2 * sinh - 2 * beta * gamma * m * sinh / root,
    )


def _transfer() -> tuple[Step, Step, Step]:
    c, s, r, growth, h_up = (Symbol(name) for name in ("c", "s", "r", "e^K", "e^h"))
    trace = growth * (h_up + 1 / h_up)
    return (
        argument(
            "`L(h) = Σ_m W_m e^{hm} = tr T^N = λ_+^N + λ_-^N`, `λ_±` the eigenvalues of `T = matrix(e^{K+h}, e^{-K}; e^{-K}, e^{K-h})`, "
            "`K = beta J`",
            "`T_{σσ'} = e^{Kσσ' + h(σ+σ')/2}`, and the trace of `T^N` is the sum over all rings of the product over the `N` bonds. "
            "`N = 1` and `N = 2` are no exception: `tr T` has the bond of the source to itself, `tr T^2` has each bond of the pair twice.",
        ),
        identity(
            "`λ_± = e^K (c ± r)`, `c = cosh h`, `r = √(sinh^2 h + e^{-4K})`, and `λ_+ λ_- = e^{2K} - e^{-2K}` does not depend on `h`.",
            "The trace is `2 e^K c`. Shown for the determinant: `(λ_+ + λ_-)^2 - 4 (e^{2K} - e^{-2K}) = (2 e^K r)^2`, with `E = e^{2K}`.",
            trace**2 - 4 * (growth**2 - growth**-2) - 4 * growth**2 * ((h_up - 1 / h_up) ** 2 / 4 + growth**-4),
        ),
        identity(
            "`∂_h log λ_+ = sinh h/r = E sinh h/√(1 + E^2 sinh^2 h) = u'(h)`",
            "`∂_h c = sinh h`, `∂_h r = c sinh h/r`, and `r = √(1 + E^2 sinh^2 h)/E`.",
            growth * (s + s * c / r) / (growth * (c + r)) - s / r,
        ),
    )


def _solution() -> Step:
    q, t = Symbol("q"), Symbol("t")
    tau = tau_of(Integer(1), q)
    return identity(
        "`L(h)/L(0) = cosh(Nu) + τ sinh(Nu)`, `τ = (1-q)/(1+q)`, `q = tanh^N K`",
        "By the two steps before, `λ_+ = 2 cosh K e^u` and `λ_- = 2 sinh K e^{-u}` (at `h = 0`: `e^K ± e^{-K}`), so that "
        "`L(h)/L(0) = (e^{Nu} + q e^{-Nu})/(1 + q)`. Shown with `t = e^{Nu}`.",
        (t + q / t) / (1 + q) - ((t + 1 / t) / 2 + tau * (t - 1 / t) / 2),
    )


def _moments_counted(largest: int, highest: int) -> Step:
    return enumeration(
        f"`<m^p> = p! [h^p] L(h)/L(0)` is `Σ m^p W_m/Σ W_m` with the `W_m` counted by (25), `N = 1, ..., {largest}`, `p = 0, ..., "
        f"{highest}`",
        "Both sides as polynomials in `E`, times `E^N Σ_m W_m e^{-KN} = (E+1)^N + (E-1)^N`; `τ` times that is `(E+1)^N - (E-1)^N`.",
        _moment_cases(largest, highest),
        at_least=largest * (highest + 2),
        confirms=True,
    )


def _moment_cases(largest: int, highest: int) -> Iterator[tuple[str, object, object]]:
    ring = PolynomialRing((E, TAU))
    e, tau = ring.generator(E), ring.generator(TAU)
    for N in range(1, largest + 1):
        plus, minus = (e + 1) ** N, (e - 1) ** N
        mean = moments(ring.constant(N), e, tau, highest)
        yield f"N={N}, the sum of the weights", _counted(ring, N, 0), plus + minus
        for p, moment in enumerate(mean):
            total = ring.constant(0)
            for (a, b), c in parts(ring, moment).items():
                total += e**a * c * (plus - minus) ** b * (plus + minus) ** (1 - b)  # linear in τ: b = 0 or 1
            yield f"N={N}, p={p}", _counted(ring, N, p), total


def parts(ring: PolynomialRing, polynomial: Coefficient) -> dict[tuple[int, int], Coefficient]:
    """The coefficients of E^a τ^b by (a, b), for a ring whose last two generators are E and τ.

    >>> ring = PolynomialRing((E, TAU))
    >>> parts(ring, 2 * ring.generator(E) ** 2 * ring.generator(TAU) + 1)
    {(2, 1): 2, (0, 0): 1}
    """
    found: dict[tuple[int, int], dict[tuple[int, ...], fmpq]] = {}
    for (*rest, a, b), coefficient in polynomial.to_dict().items():
        found.setdefault((a, b), {})[*rest, 0, 0] = coefficient
    return {powers: ring.context.from_dict(terms) for powers, terms in found.items()}


def _counted(ring: PolynomialRing, N: int, p: int) -> Coefficient:
    """E^N Σ_m m^p W_m e^{-KN}, from the degeneracies (25): x = E^{-2}."""
    e = ring.generator(E)
    total = ring.constant(0)
    for m in range(-N, N + 1, 2):
        for n, count in enumerate(sector_weight_polynomial(N, m)):
            total += e ** (N - 2 * n) * (count * m**p)
    return total


def vanishing_step() -> Step:
    """C = 0 where a coupling is missing."""
    return argument(
        "`C = 0` identically.", "Every term of (28) has the factor `gamma`, and the terms `m` and `-m` cancel at `omega_a = 0`."
    )


def tau_of(N: Expr, tanh: Expr) -> Expr:
    """τ as an expression in N and tanh K.

    >>> from sympy.abc import t
    >>> tau_of(2, t)
    (1 - t**2)/(t**2 + 1)
    """
    return (1 - tanh**N) / (1 + tanh**N)
