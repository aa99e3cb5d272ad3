"""The quantities of the thermal state as power series in beta, from the moments of the free ring.

With < > the mean over the free ring at h = 0, K = beta J, q = tanh^N K, h = beta omega_a/2 and s = beta²(omega²/4 + gamma² m²),

    Z = 2^{N+1} cosh^N K (1 + q) D,          D = <e^{hm} cosh √s>,
    log Z = (N+1) log 2 + ℓ,                 ℓ = N log cosh K + log(1 + q) + log D,
    E = -ℓ',    heat capacity = beta² ℓ'',   S = log Z - beta ℓ',
    <M> = -<m e^{hm} cosh √s>/D,             <σ^z> = -(beta omega/2) <e^{hm} sinh(√s)/√s>/D,

and p_e, p_g = (1 ± <σ^z>)/2. All of them are polynomials in N, the energies and τ, q, power by power.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import comb, factorial

from flint import fmpq
from sympy import Expr, Integer, Symbol, exp, log

from symcoh.exact import symbols

from .power_series import (
    Coefficient,
    PolynomialRing,
    Series,
    add,
    constant_series,
    cosh_root,
    derivative,
    divide,
    integral,
    monomial,
    multiply,
    scale,
    shift,
    sinh_root,
)
from .steps import Step, argument, identity


@dataclass(frozen=True, kw_only=True, slots=True)
class Sums:
    """D, <m e^{hm} cosh √s>, <e^{hm} sinh(√s)/√s>, and ℓ', series in beta; `omega` is that of the target."""

    weight: Series
    moment: Series
    response: Series
    slope: Series
    omega: Coefficient


@dataclass(frozen=True, kw_only=True, slots=True)
class Quantity:
    """One quantity: how it is written, its series, and where the closing of the ring first shows.

    `closing` is (c, f): the exact series of N sources minus the polynomial begins with f(N) beta^{N+c}, by the theorem of
    `closing_step`; `offset` is whether (N+1) log 2 is added.
    """

    symbol: str
    series: Callable[[Sums], Series]
    closing: tuple[int, Callable[[Expr, Expr, Expr, Expr, Expr], Expr]]
    offset: bool = False


def _target(sums: Sums) -> Series:
    """<σ^z>."""
    return scale(shift(divide(sums.response, sums.weight), 1), sums.omega * fmpq(-1, 2))


def _population(sums: Sums, side: int) -> Series:
    z = _target(sums)
    return add(constant_series(z[0] * 0 + fmpq(1, 2), len(z)), scale(z, fmpq(side, 2)))


def _times_beta(series: Series) -> Series:
    return shift(series, 1)


QUANTITIES: dict[str, Quantity] = {
    "log-partition-function": Quantity(
        symbol=r"\log Z", series=lambda s: integral(s.slope), closing=(0, lambda N, omega, omega_a, gamma, J: J**N), offset=True
    ),
    "energy": Quantity(
        symbol=r"\langle H\rangle", series=lambda s: scale(s.slope, fmpq(-1)), closing=(-1, lambda N, omega, omega_a, gamma, J: -N * J**N)
    ),
    "heat-capacity": Quantity(
        symbol=r"\partial_T\langle H\rangle",
        series=lambda s: _times_beta(_times_beta(derivative(s.slope))),
        closing=(0, lambda N, omega, omega_a, gamma, J: N * (N - 1) * J**N),
    ),
    "entropy": Quantity(
        symbol="S",
        series=lambda s: add(integral(s.slope), scale(_times_beta(s.slope), fmpq(-1))),
        closing=(0, lambda N, omega, omega_a, gamma, J: (1 - N) * J**N),
        offset=True,
    ),
    "magnetization": Quantity(
        symbol=r"\langle M\rangle",
        series=lambda s: scale(divide(s.moment, s.weight), fmpq(-1)),
        closing=(1, lambda N, omega, omega_a, gamma, J: N * omega_a * J**N),
    ),
    "population-ground": Quantity(
        symbol=r"p_{\mathrm g}",
        series=lambda s: _population(s, -1),
        closing=(3, lambda N, omega, omega_a, gamma, J: N * omega * gamma**2 * J**N / 6),
    ),
    "population-excited": Quantity(
        symbol=r"p_{\mathrm e}",
        series=lambda s: _population(s, 1),
        closing=(3, lambda N, omega, omega_a, gamma, J: -N * omega * gamma**2 * J**N / 6),
    ),
    "bloch-z": Quantity(
        symbol=r"\langle\sigma^z\rangle", series=_target, closing=(3, lambda N, omega, omega_a, gamma, J: -N * omega * gamma**2 * J**N / 3)
    ),
}


def sums_of(mean: Sequence[Series], omega: Coefficient, omega_a: Coefficient, gamma: Coefficient, ring: Series) -> Sums:
    """The sums of `Sums` from <m^p> as series in beta, p = 0, ..., length.

    Args:
        mean: the moments; one more than the length of the series.
        omega, omega_a, gamma: the energies.
        ring: the derivative of log(cosh^N K (1 + q)).
    """
    half = omega_a * fmpq(1, 2)
    weight, moment, response = (_average(mean, omega, half, gamma, *kind) for kind in ((0, 0), (0, 1), (1, 0)))
    return Sums(weight=weight, moment=moment, response=response, slope=add(divide(derivative(weight), weight), ring), omega=omega)


def _average(mean: Sequence[Series], omega: Coefficient, half: Coefficient, gamma: Coefficient, parity: int, extra: int) -> Series:
    """<m^extra e^{hm} f(s)>, f = cosh √s for parity 0 and sinh(√s)/√s for 1.

    Σ_p beta^{p-extra} <m^p> Σ_{2i+j=p-extra} gamma^{2i} c_i (omega_a/2)^j/j!, c_i = Σ_a C(a, i) (beta omega/2)^{2a-2i}/(2a+parity)!.
    """
    length = len(mean[0])
    factors = [_target_factor(omega, i, parity, length) for i in range(length // 2 + 1)]
    total = scale(mean[0], 0)
    for p in range(extra, length + extra):
        if p % 2:
            continue
        moment = shift(mean[p], p - extra)
        for i in range((p - extra) // 2 + 1):
            j = p - extra - 2 * i
            total = add(total, scale(multiply(moment, factors[i]), gamma ** (2 * i) * half**j * fmpq(1, factorial(j))))
    return total


def _target_factor(omega: Coefficient, i: int, parity: int, length: int) -> Series:
    terms = [omega * 0] * length
    for a in range(i, i + (length + 1) // 2):
        terms[2 * (a - i)] = omega**0 * (omega * fmpq(1, 2)) ** (2 * (a - i)) * fmpq(comb(a, i), factorial(2 * a + parity))
    return tuple(terms)


def ring_slope(ring: PolynomialRing, J: Coefficient, N: Coefficient, count: int | None, length: int) -> Series:
    """The derivative of N log cosh(beta J) + log(1 + tanh^N(beta J)) in beta; without the last part for a symbolic N.

    >>> from sympy.abc import x
    >>> ring = PolynomialRing((x,))
    >>> [ring.to_sympy(c) for c in ring_slope(ring, ring.generator(x), ring.constant(1), 1, 3)]  # log e^{beta x}
    [x, 0, 0]
    """
    K = monomial(J, 1, length)
    square = multiply(K, K)
    tanh = divide(multiply(K, sinh_root(square)), cosh_root(square))
    found = scale(tanh, J * N)
    if count is None or length < count:
        return found
    # q' = N J tanh^{N-1} (1 - tanh^2)
    below = constant_series(ring.constant(1), length)
    for _ in range(count - 1):
        below = multiply(below, tanh)
    q = multiply(below, tanh)
    one = constant_series(ring.constant(1), length)
    rise = scale(multiply(below, add(one, scale(multiply(tanh, tanh), fmpq(-1)))), J * N)
    return add(found, divide(rise, add(one, q)))


def definition_steps() -> tuple[Step, ...]:
    """The formulas at the top of this file."""
    q, D, N = Symbol("q", positive=True), Symbol("D", positive=True), symbols.N
    growth = Symbol("g", positive=True)
    plus, minus = growth + 1 / growth, growth - 1 / growth
    return (
        argument(
            "`Z = 2 L(0) D`, `<M> = -<m e^{hm} cosh √s>/D`, `<σ^z> = -(beta omega/2) <e^{hm} sinh(√s)/√s>/D`, with `D = <e^{hm} cosh "
            "√s>`, where `⟨·⟩` is the mean over the free ring, `h = beta omega_a/2`, `s = (beta S_m/2)^2`",
            "(24), (27) and (8) with `m -> -m` in the sums over `m`: `Z = Σ W_m e^{hm} 2 cosh √s`, the mean of `M` has `-m` in each term, "
            "and that of `σ^z` has `-(omega/S_m) 2 sinh √s = -(beta omega/2) 2 sinh(√s)/√s` by (22), since `√s = beta S_m/2`.",
        ),
        identity(
            "`L(0) = 2^N cosh^N K (1 + q)`, `q = tanh^N K`; shown for the two eigenvalues `e^K + e^{-K} = 2 cosh K` and `e^K - e^{-K} = 2 "
            "sinh K`",
            "`L(0) = λ_+^N + λ_-^N` at `h = 0`. The quotient of the two is `tanh K`, and `2 cosh K` is the larger one.",
            minus / plus - (growth**2 - 1) / (growth**2 + 1),
        ),
        identity(
            "`log Z = (N+1) log 2 + N log cosh K + log(1 + q) + log D`",
            "The logarithm of both.",
            exp(log(2) + log(1 + q) + log(D)) - 2 * (1 + q) * D + 0 * N,
        ),
        argument(
            "`E = -∂_beta log Z`, the heat capacity is `beta^2 ∂_beta^2 log Z`, `S = log Z + beta E`, at fixed `omega`, `omega_a`, "
            "`gamma` and `J`",
            "The definitions: `E = <H>`, `∂_T E` with `T = 1/beta`, and `S = -Tr ρ log ρ` with `log ρ = -beta H - log Z`.",
        ),
    )


def closing_step(quantity: str) -> Step:
    """Where N stops entering as a polynomial."""
    power, factor = QUANTITIES[quantity].closing
    energies = (symbols.omega, symbols.omega_a, symbols.gamma, symbols.J)
    shown = factor(symbols.N, *energies)
    exponent = f"{{N{power:+d}}}" if power else "N"
    return argument(
        f"The exact series of `N` sources minus the polynomial in `N` begins with `({shown}) beta^{exponent}`.",
        "`N` enters the moments as a polynomial and through `τ = (1-q)/(1+q)`, and `log Z` through `log(1+q)`, `q = tanh^N K = (beta J)^N "
        "+ ...`; the polynomial has `q = 0`. `<m^p>` comes with `beta^p`, `<m^0> = 1` and `<m^2> = N E τ`, so that in `log D` the first "
        "difference is of the order `beta^{N+2}`, and in `log Z` it is `J^N beta^N`; `E`, heat capacity and `S` follow by their "
        "derivatives. `<M> = -h <m^2> + ...`, where `τ - 1 = -2q + ...`; `<σ^z> = -(beta omega/2) (1 - <s>/3 + ...)`, where `<s>` holds "
        "`beta^2 gamma^2 <m^2>`.",
    )


def constant_of(quantity: str, N: Expr) -> Expr:
    """(N+1) log 2 where the quantity has it, else 0."""
    return (N + 1) * log(2) if QUANTITIES[quantity].offset else Integer(0)
