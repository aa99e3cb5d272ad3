"""The coherence for a small gap of the sources, `omega_a -> 0`, to any order.

Claim: C = Σ_j c_{2j+1} omega_a^{2j+1}, odd powers only, the quotient of two series in h = beta omega_a/2,
    C = Σ_j A_j h^{2j+1}/(2j+1)! / Σ_j B_j h^{2j}/(2j)!,
    A_j = Σ_m W_m m^{2j} (4 gamma m^2/S_m) sinh(beta S_m/2),   B_j = Σ_m W_m m^{2j} 2 cosh(beta S_m/2),
    the sums over all sectors; first term C = (beta omega_a/2) A_0/B_0 + O(omega_a^3).
Assumes: N >= 1; omega >= 0, gamma, J real, 0 <= beta < oo, all fixed; |gamma| stands for gamma. At beta = oo the limit
    is another one: C_0 does not depend on omega_a > 0.
Source: (28), (24), (30).
Method: W_m and S_m are even in m, so that the parts of e^{hm} odd and even in m alone survive in CZ and Z; the quotient is
    a series over Q[A_j/B_0, B_j/B_0]. For a given N <= 24 the sums are written out, else they are Sums with (30).
Cost: 1 s for the default.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from math import factorial

from flint import fmpq
from sympy import Add, Expr, Integer, Symbol, cosh, expand, sinh

from symcoh.certificates.ratio import Certificate
from symcoh.certificates.series import decades_down
from symcoh.exact import parameters, sector_weight_polynomial, symbols
from symcoh.exact.parameters import Parameters
from symcoh.exact.spectrum import splitting
from symcoh.exact.thermal import over_sectors
from symcoh.exactnumbers import exact
from symcoh.marks import marked

from . import high_temperature
from .foundation.certificates import certificate_steps, certified, represented
from .foundation.expansions import every_ring, expansion, named, through_next
from .foundation.free_ring import vanishing_step
from .foundation.limits import RANGE, REMAINDER, Expanded, limit_derivation
from .foundation.parameters import Setting, check_size, checked_order, left_out, setting
from .foundation.power_series import (
    PolynomialRing,
    Series,
    add,
    constant_series,
    cosh_root,
    divide,
    exponential,
    monomial,
    multiply,
    scale,
    sinh_root,
)
from .foundation.steps import Derivation, Naming, Step, argument, enumeration, identity, letter

MAX_ORDER = 15
LARGEST_EXPLICIT = 24
"""Sums over longer rings are not written out."""

SAMPLE_BETA = exact("3/2")
"""Where a certificate is taken if beta is not given."""

LIMIT = "omega_a -> 0"
VARIABLE = "omega_a"
EQUATIONS = ("24", "28", "30")

STATEMENT = Derivation(
    name="small-gap",
    claim=f"`C = (beta omega_a/2) A_0/B_0 + ...`, the series below in odd powers of `omega_a`, with an error of the order "
    f"`omega_a^{REMAINDER}`, for `{RANGE}`; `A_0 = Σ_m W_m (4 gamma m^2/S_m) sinh(beta S_m/2)`, `B_0 = Σ_m W_m 2 cosh(beta S_m/2)`.",
    assumptions=(
        "`omega >= 0`, `gamma` and `J` real, `0 <= beta < oo`, all fixed while `omega_a -> 0`",
        "`omega_a` and `gamma` stand for their moduli",
        marked(RANGE),
    ),
    equations=EQUATIONS,
    latex="",
)


def derive(
    *,
    order: int = 3,
    N: object = None,
    omega: object = None,
    omega_a: object = None,
    gamma: object = None,
    J: object = None,
    beta: object = None,
) -> Derivation:
    """The series of C in omega_a through omega_a^order.

    Args:
        order: the last power kept, 1 <= order <= 15.
        N: number of sources, or None for a symbol.
        omega, gamma, J: exact energies, or None for symbols.
        omega_a: must be None, since it is the variable.
        beta: inverse temperature, exact, or None for the symbol.

    Raises:
        InputError: a value outside its domain. CheckFailed: a check came out wrong.

    >>> derive(order=2, N=1, omega=0).series
    beta*omega_a*sinh(beta*gamma)/(2*cosh(beta*gamma))
    """
    left_out("omega_a", omega_a, "is the variable of this series")
    order = checked_order(order, 1, MAX_ORDER)
    at = setting(N, omega=omega, gamma=gamma, J=J, beta=beta)
    check_size(at.p)
    return limit_derivation(STATEMENT, at, order, symbols.omega_a, _expanded, vanishing_step())


def _expanded(at: Setting, order: int) -> Expanded:
    coefficients = through_next(lambda length: coefficients_of(at.p, length), order)
    series, _ = expansion(symbols.omega_a, coefficients, order, every_ring(at.p))
    series = named(series, _naming(at.p, order))
    return series, (_parity(), _quotient(), _one_source(), _states(), *_certified(at, coefficients))


def coefficients_of(p: Parameters, length: int) -> list[Expr]:
    """The coefficients of omega_a^0, ..., omega_a^(length-1) of C.

    >>> coefficients_of(parameters(1, omega=0, J=0), 2)
    [0, beta*sinh(beta*gamma)/(2*cosh(beta*gamma))]
    """
    ring, quotient = _general(length)
    upper, lower = sums(p, (length + 1) // 2)
    means = {Symbol(f"A{j}"): value / lower[0] for j, value in enumerate(upper)}
    means |= {Symbol(f"B{j}"): value / lower[0] for j, value in enumerate(lower)}
    return [(p.beta / 2) ** power * ring.to_sympy(c, means) for power, c in enumerate(quotient)]


def _naming(p: Parameters, order: int) -> Naming:
    """The coefficients in A_j and B_j."""
    ring, quotient = _general(order + 1)
    upper, lower = sums(p, order // 2 + 1)
    names = [(letter(f"{name}_{j}"), value) for name, values in (("A", upper), ("B", lower)) for j, value in enumerate(values)]
    B_0 = letter("B_0")
    means = {Symbol(f"{name}{j}"): letter(f"{name}_{j}") / B_0 for name in "AB" for j in range(order // 2 + 1)}
    shown = (expand((p.beta / 2) ** power * ring.to_sympy(c, means, factored=False)) for power, c in enumerate(quotient))
    return Naming(coefficients=tuple(shown), names=tuple(names))


def _general(length: int) -> tuple[PolynomialRing, Series]:
    """C as a series in h over Q[A_0, ..., B_1, ...], for B_0 = 1."""
    number = (length + 1) // 2
    ring = PolynomialRing(tuple(Symbol(f"{name}{j}") for name in "AB" for j in range(number)))
    upper, lower = ([ring.constant(0)] * length for _ in range(2))
    for j in range(number):
        A, B = (ring.generator(Symbol(f"{name}{j}")) for name in "AB")
        lower[2 * j] = (B if j else ring.constant(1)) * fmpq(1, factorial(2 * j))
        if 2 * j + 1 < length:
            upper[2 * j + 1] = A * fmpq(1, factorial(2 * j + 1))
    return ring, divide(tuple(upper), tuple(lower))


def sums(p: Parameters, number: int) -> tuple[list[Expr], list[Expr]]:
    """A_j and B_j for j < number.

    >>> sums(parameters(1, omega=0, J=0), 1)
    ([4*sinh(beta*gamma)], [4*cosh(beta*gamma)])
    """
    late = {}
    if p.count is not None and p.count > LARGEST_EXPLICIT:
        late, p = {symbols.N: p.N}, replace(p, N=symbols.N)
    upper, lower = ([over_sectors(p, partial(term, p, j)).xreplace(late) for j in range(number)] for term in (_transverse, _longitudinal))
    return upper, lower


def _transverse(p: Parameters, j: int, m: Expr) -> Expr:
    if p.omega.is_zero:
        # 4 gamma m^2/S_m = 2|m|; both odd factors together are even.
        return 2 * m ** (2 * j + 1) * sinh(p.beta * p.gamma * m)
    S = splitting(m, omega=p.omega, gamma=p.gamma)
    return 4 * p.gamma * m ** (2 * j + 2) * sinh(p.beta * S / 2) / S


def _longitudinal(p: Parameters, j: int, m: Expr) -> Expr:
    S = 2 * p.gamma * m if p.omega.is_zero else splitting(m, omega=p.omega, gamma=p.gamma)
    return 2 * m ** (2 * j) * cosh(p.beta * S / 2)


def _parity() -> Step:
    return argument(
        "`CZ = Σ_j A_j h^{2j+1}/(2j+1)!` and `Z = Σ_j B_j h^{2j}/(2j)!` with `h = beta omega_a/2`, `A_j = Σ_m W_m (4 gamma m^{2j+2}/S_m) "
        "sinh(beta S_m/2)` and `B_j = 2 Σ_m W_m m^{2j} cosh(beta S_m/2)`; `C` has odd powers of `omega_a` only.",
        "(28) and (24) with `m -> -m`: `CZ = Σ_m W_m e^{hm} (4 gamma m/S_m) sinh(beta S_m/2)`, `Z = Σ_m W_m e^{hm} 2 cosh(beta S_m/2)`. "
        "`W_m` and `S_m` are even in `m`, so that `sinh(hm)` survives in the first sum and `cosh(hm)` in the second. Both are finite sums "
        "of entire functions of `h`, and `B_0 > 0`: the quotient is analytic at `h = 0`.",
    )


def _quotient() -> Step:
    length = 8
    ring, quotient = _general(length)
    h = Symbol("h")
    names = {Symbol("B0"): Integer(1)}
    lower = Add(*(Symbol(f"B{j}") * h ** (2 * j) / factorial(2 * j) for j in range(1, length // 2))) + 1
    upper = Add(*(Symbol(f"A{j}") * h ** (2 * j + 1) / factorial(2 * j + 1) for j in range(length // 2)))
    product = expand(Add(*(ring.to_sympy(c, names) * h**p for p, c in enumerate(quotient))) * lower - upper)
    return identity(
        f"The quotient times the series of `Z` is the series of `CZ`, through `h^{length - 1}`",
        "Multiplied out with symbols `A_j/B_0` and `B_j/B_0`; the powers of `h` that the truncation does not know are dropped.",
        Add(*(product.coeff(h, p) for p in range(length))),
    )


def _one_source() -> Step:
    first, third = coefficients_of(parameters(1), 4)[1::2]
    S = splitting(1)
    target = 2 * symbols.gamma / S * sinh(symbols.beta * S / 2) / cosh(symbols.beta * S / 2)
    marker = Symbol("u")
    return identity(
        "`N = 1`: `C = (2 gamma/S_1) tanh(beta S_1/2) tanh(beta omega_a/2)`, the closed form of one source, through `omega_a^3`",
        "`tanh h = h - h^3/3 + ...`",
        marker * (first - target * symbols.beta / 2) + third + target * symbols.beta**3 / 24,
    )


def _states() -> Step:
    largest, length = 4, 7
    return enumeration(
        f"Expanded in `beta`, the quotient is the series of high-temperature, `N = 1, ..., {largest}` through `beta^{length - 1}`",
        "`A_j` and `B_j` with the states counted by (25), symbols for all energies.",
        _state_cases(largest, length),
        at_least=largest * length,
        confirms=True,
    )


def _state_cases(largest: int, length: int) -> Iterator[tuple[str, object, object]]:
    for N in range(1, largest + 1):
        known = high_temperature.coefficients_of(parameters(N), length)
        for p, (left, right) in enumerate(zip(_in_beta(N, length), known, strict=True)):
            yield f"N={N}, beta^{p}", left, right


def _in_beta(N: int, length: int) -> list[Expr]:
    ring = PolynomialRing((symbols.omega, symbols.omega_a, symbols.gamma, symbols.J))
    omega, omega_a, gamma, J = ring.context.gens()
    upper = lower = constant_series(ring.constant(0), length)
    for m in range(-N, N + 1, 2):
        weight = constant_series(ring.constant(0), length)
        for n, count in enumerate(sector_weight_polynomial(N, m)):
            weight = add(weight, scale(exponential(monomial(J * (N - 4 * n), 1, length)), fmpq(count, 2 ** (N + 1))))
        s = monomial(omega**2 * fmpq(1, 4) + gamma**2 * m**2, 2, length)
        A = multiply(weight, multiply(monomial(2 * gamma * m**2, 1, length), sinh_root(s)))
        B = multiply(weight, scale(cosh_root(s), 2))
        for j in range(length):
            power = m ** (j - j % 2)
            h = monomial((omega_a * fmpq(1, 2)) ** j * fmpq(power, factorial(j)), j, length)
            if j % 2:
                upper = add(upper, multiply(A, h))
            else:
                lower = add(lower, multiply(B, h))
    return [ring.to_sympy(c) for c in divide(upper, lower)]


def _certified(at: Setting, coefficients: list[Expr]) -> tuple[Step, ...]:
    """One certificate for a given short ring, one for each parity for a symbol; a long ring is represented by short ones."""
    at, coefficients = represented(at, coefficients, LARGEST_EXPLICIT, coefficients_of)
    at = replace(at, given={"beta": SAMPLE_BETA, **at.given})
    terms = [c * symbols.omega_a**power for power, c in enumerate(coefficients)]

    def certificate(N: int) -> Certificate:
        # The binomials of J = 0 are written out: a ball knows none.
        *kept, neglected = (f.subs(symbols.N, N).doit() if at.p.J.is_zero else f for f in terms)
        below = decades_down([exact(N) * at.value("beta")])
        return certified(f"C minus its series at N = {N}", at, N, "omega_a", below, kept, neglected)

    return certificate_steps(
        f"`C` minus the series is the term `omega_a^{len(terms) - 1}` in the limit",
        "`C` from certified sums over the sectors, at three `omega_a`, at what is given and sample values for the rest.",
        (4, 5) if at.p.count is None else (at.p.count,),
        certificate,
        joint=", ",
    )
