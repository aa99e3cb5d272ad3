"""The coherence for a small gap of the sources, omega_a -> 0, to any order.

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
from typing import Any

from flint import fmpq
from sympy import Add, Expr, Integer, Symbol, cosh, expand, sinh

from symcoh.errors import InputError
from symcoh.exact import sector_weight_polynomial, symbols
from symcoh.exact.parameters import Parameters
from symcoh.exact.spectrum import splitting
from symcoh.exact.thermal import over_sectors
from symcoh.exactnumbers import ONE, Exact, exact
from symcoh.model import Model

from . import high_temperature
from .foundation.expansions import empty, expansion, expansion_latex, through_next
from .foundation.free_ring import vanishing_step
from .foundation.parameters import Given, certify, check_exponent, check_roots, checked_order, read, sample
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
from .foundation.steps import Derivation, Expansion, Step, argument, enclosure, enumeration, identity

MAX_ORDER = 15
LARGEST_EXPLICIT = 24
"""Sums over longer rings are not written out."""

LIMIT = "omega_a -> 0"
VARIABLE = "omega_a"
EQUATIONS = ("24", "28", "30")


def derive(
    *, order: int = 3, N: Any = None, omega: Any = None, omega_a: Any = None, gamma: Any = None, J: Any = None, beta: Any = None
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
    if omega_a is not None:
        raise InputError("`omega_a`", "is the variable of this series: leave it out.")
    order = checked_order(order, 1, MAX_ORDER)
    given = read(N=N, omega=omega, gamma=gamma, J=J, beta=beta)
    check_roots(given.omega, given.gamma)
    check_exponent(given.beta * given.J, "beta*J")
    if given.vanishes or given.beta.is_zero:
        return _derivation(empty(symbols.omega_a, order), (vanishing_step(),))
    coefficients = through_next(lambda length: coefficients_of(given, length), order)
    series = expansion(symbols.omega_a, coefficients, "N >= 1" if given.count is None else f"N = {given.count}")
    return _derivation(series, (_parity(), _quotient(), _one_source(), _states(), *_certified(given, coefficients)))


def _derivation(series: Expansion, steps: tuple[Step, ...]) -> Derivation:
    return Derivation(
        name="small-gap",
        claim="C = (beta omega_a/2) A_0/B_0 + ..., the series below in odd powers of omega_a, with an error of the order "
        f"omega_a^{series.remainder_power}, for {series.valid_for}; A_0 = Σ_m W_m (4 gamma m^2/S_m) sinh(beta S_m/2), "
        "B_0 = Σ_m W_m 2 cosh(beta S_m/2).",
        assumptions=(
            "omega >= 0, gamma and J real, 0 <= beta < oo, all fixed while omega_a -> 0",
            "omega_a and gamma stand for their moduli",
            series.valid_for,
        ),
        equations=EQUATIONS,
        steps=steps,
        latex=expansion_latex(series),
        expansion=series,
    )


def coefficients_of(given: Given, length: int) -> list[Expr]:
    """The coefficients of omega_a^0, ..., omega_a^(length-1) of C.

    >>> coefficients_of(read(N=1, omega=0, J=0), 2)
    [0, beta*sinh(beta*gamma)/(2*cosh(beta*gamma))]
    """
    ring, quotient = _general(length)
    upper, lower = sums(given, (length + 1) // 2)
    means = {Symbol(f"A{j}"): value / lower[0] for j, value in enumerate(upper)}
    means |= {Symbol(f"B{j}"): value / lower[0] for j, value in enumerate(lower)}
    return [(given.beta / 2) ** p * ring.to_sympy(c, means) for p, c in enumerate(quotient)]


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


def sums(given: Given, number: int) -> tuple[list[Expr], list[Expr]]:
    """A_j and B_j for j < number.

    >>> sums(read(N=1, omega=0, J=0), 1)
    ([4*sinh(beta*gamma)], [4*cosh(beta*gamma)])
    """
    late = {}
    if given.count is not None and given.count > LARGEST_EXPLICIT:
        late, given = {symbols.N: given.N}, replace(given, N=symbols.N)
    p = Parameters(N=given.N, omega=given.omega, omega_a=symbols.omega_a, gamma=given.gamma, J=given.J, beta=given.beta)
    upper, lower = (
        [over_sectors(p, partial(term, given, j)).xreplace(late) for j in range(number)] for term in (_transverse, _longitudinal)
    )
    return upper, lower


def _transverse(given: Given, j: int, m: Expr) -> Expr:
    if given.omega.is_zero:
        # 4 gamma m^2/S_m = 2|m|; both odd factors together are even.
        return 2 * m ** (2 * j + 1) * sinh(given.beta * given.gamma * m)
    S = splitting(m, omega=given.omega, gamma=given.gamma)
    return 4 * given.gamma * m ** (2 * j + 2) * sinh(given.beta * S / 2) / S


def _longitudinal(given: Given, j: int, m: Expr) -> Expr:
    S = 2 * given.gamma * m if given.omega.is_zero else splitting(m, omega=given.omega, gamma=given.gamma)
    return 2 * m ** (2 * j) * cosh(given.beta * S / 2)


def _parity() -> Step:
    return argument(
        "CZ = Σ_j A_j h^{2j+1}/(2j+1)! and Z = Σ_j B_j h^{2j}/(2j)! with h = beta omega_a/2; C has odd powers of omega_a only.",
        "(28) and (24) with m -> -m: CZ = Σ_m W_m e^{hm} (4 gamma m/S_m) sinh(beta S_m/2), Z = Σ_m W_m e^{hm} 2 cosh(beta S_m/2). "
        "W_m and S_m are even in m, so that sinh(hm) survives in the first sum and cosh(hm) in the second. Both are finite sums "
        "of entire functions of h, and B_0 > 0: the quotient is analytic at h = 0.",
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
        f"The quotient times the series of Z is the series of CZ, through h^{length - 1}",
        "Multiplied out with symbols A_j/B_0 and B_j/B_0; the powers of h that the truncation does not know are dropped.",
        Add(*(product.coeff(h, p) for p in range(length))),
    )


def _one_source() -> Step:
    given = read(N=1)
    first, third = coefficients_of(given, 4)[1::2]
    S = splitting(1)
    target = 2 * symbols.gamma / S * sinh(symbols.beta * S / 2) / cosh(symbols.beta * S / 2)
    marker = Symbol("u")
    return identity(
        "N = 1: C = (2 gamma/S_1) tanh(beta S_1/2) tanh(beta omega_a/2), the closed form of one source, through omega_a^3",
        "tanh h = h - h^3/3 + ...; u marks the first of the two coefficients.",
        marker * (first - target * symbols.beta / 2) + third + target * symbols.beta**3 / 24,
    )


def _states() -> Step:
    largest, length = 4, 7
    return enumeration(
        f"Expanded in beta, the quotient is the series of high-temperature, N = 1, ..., {largest} through beta^{length - 1}",
        "A_j and B_j with the states counted by (25), symbols for all energies.",
        _state_cases(largest, length),
        at_least=largest * length,
    )


def _state_cases(largest: int, length: int) -> Iterator[tuple[str, object, object]]:
    for N in range(1, largest + 1):
        known = high_temperature.coefficients_of(read(N=N), length)
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


def _certified(given: Given, coefficients: list[Expr]) -> Iterator[Step]:
    """One certificate for a given short ring, one for each parity for a symbol; a long ring is represented by short ones."""
    last = len(coefficients) - 1
    if given.count is not None and given.count > LARGEST_EXPLICIT:
        given = replace(given, N=symbols.N)
        coefficients = coefficients_of(given, last + 1)
    kept = [c * symbols.omega_a**p for p, c in enumerate(coefficients[:-1]) if c != 0]
    neglected = coefficients[-1] * symbols.omega_a**last
    for N in (4, 5) if given.count is None else (given.count,):

        def at(gap: Exact, N: int = N) -> tuple[Model, Exact]:
            return sample(given, N, omega_a=gap)

        # The binomials of J = 0 are written out: a ball knows none.
        *terms, following = [f.subs(symbols.N, N).doit() if given.J.is_zero else f for f in (*kept, neglected)]
        yield enclosure(
            f"C minus the series is the term omega_a^{last} in the limit, N = {N}",
            "C from certified sums over the sectors, at three omega_a, at what is given and sample values for the rest.",
            certify(f"C minus its series at N = {N}", at, [exact(N) * at(ONE)[1]], terms, following),
        )
