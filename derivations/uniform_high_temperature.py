"""The coherence at high temperature and fixed `K = beta J`: one expansion from `J = 0` to `J = ±oo`.

Claim: with J = K/beta, C = (gamma omega_a beta^2/2) N e^{2K} (1 - tanh^N K)/(1 + tanh^N K) + c_4 beta^4 + c_6 beta^6 + ...;
    every coefficient is a polynomial in N, omega^2, omega_a, gamma, e^{2K} and τ = (1 - tanh^N K)/(1 + tanh^N K).
    For given N the error is uniform in K. At K = beta J -> 0 it is (42); for K -> oo it is (43) and all of (36), for
    K -> -oo (38), (39).
Assumes: N >= 1; omega >= 0, omega_a, gamma real; K real; |omega_a| and |gamma| stand for omega_a and gamma.
Source: (28), (30), (36), (38), (39), (42), (43); the free ring of `foundation.free_ring`.
Method: at fixed K the moments <m^p> of the free ring do not depend on beta; C is a quotient of two series in beta^2.
    The ends: E = e^{2K} and τ are expanded in beta at K = beta J, and in e^{∓2K}.
Cost: 1 s for the default, 2 s for order 12 with all symbols, 8 s for order 16.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flint import fmpq
from sympy import Add, Expr, exp, factor_terms, tanh

from symcoh.certificates.ratio import Certificate
from symcoh.certificates.series import decades_down
from symcoh.errors import InputError
from symcoh.exact import Parameters, parameters, symbols, to_sympy
from symcoh.exactnumbers import Exact, exact
from symcoh.marks import marked

from . import high_temperature
from .foundation import free_ring
from .foundation.certificates import certified, energies, represented
from .foundation.expansions import every_ring, expansion, named, through_next
from .foundation.free_ring import TAU, E, at_small_coupling, coherence_series, moments, parts, tau_of, tau_series, vanishing_step
from .foundation.limits import RANGE, REMAINDER, Expanded, limit_derivation
from .foundation.parameters import Setting, check_exponent, checked_order, element, given_number, number_of_symbols, ring_of, setting
from .foundation.power_series import (
    Coefficient,
    PolynomialRing,
    Series,
    add,
    constant_series,
    cosh_root,
    divide,
    monomial,
    multiply,
    power,
    scale,
    sinh_root,
)
from .foundation.steps import Derivation, Naming, Step, argument, enclosure, enumeration, identity, letter

LARGEST_RING = high_temperature.LARGEST_RING
MAX_ORDER = 30
MAX_ORDER_OF_SYMBOLS = 16
PARAMETERS = ("N", "omega", "omega_a", "gamma")
LIMIT = "beta -> 0 at fixed K = beta*J"
VARIABLE = "beta"
EQUATIONS = ("36", "38", "39", "42", "43")

STATEMENT = Derivation(
    name="uniform-high-temperature",
    claim=f"`C = (gamma omega_a beta^2/2) N e^{{2K}} (1 - tanh^N K)/(1 + tanh^N K) + ...`, the series below, with an error of the order "
    f"`beta^{REMAINDER}` at fixed `K = beta J`, uniformly in `K`, for `{RANGE}`.",
    assumptions=(
        "`omega >= 0`, `omega_a` and `gamma` real and fixed, `J = K/beta` with `K` real and fixed, `beta -> 0`",
        "`omega_a` and `gamma` stand for their moduli",
        marked(RANGE),
    ),
    equations=EQUATIONS,
    latex="",
)


def derive(
    *,
    order: int = 6,
    N: object = None,
    K: object = None,
    omega: object = None,
    omega_a: object = None,
    gamma: object = None,
    J: object = None,
    beta: object = None,
) -> Derivation:
    """The series of C in beta at fixed K = beta J, through beta^order.

    Args:
        order: the last power kept, from 2 to 30, or to 16 with two or more symbols.
        N: number of sources, or None for a symbol.
        omega, omega_a, gamma: exact energies, or None for symbols.
        K: the reduced coupling beta J, any sign, or None for the symbol.
        J, beta: must be None: beta is the variable and J = K/beta.

    Raises:
        InputError: a value outside its domain. CheckFailed: a check came out wrong.

    >>> derive(order=2, N=2).series
    beta**2*gamma*omega_a*(1 - tanh(K)**2)*exp(2*K)/(tanh(K)**2 + 1)
    """
    for name, value in (("J", J), ("beta", beta)):
        if value is not None:
            raise InputError(f"`{name}`", "is not fixed here, K = beta*J is: leave it out, and give K if it is known.")
    at = read(N, K=K, omega=omega, omega_a=omega_a, gamma=gamma)
    check_exponent(at.p.beta * at.p.J, "K")
    order = checked_order(order, 2, MAX_ORDER if number_of_symbols(at.p, PARAMETERS) < 2 else MAX_ORDER_OF_SYMBOLS)
    return limit_derivation(STATEMENT, at, order, symbols.beta, _expanded, vanishing_step())


def read(N: object = None, *, K: object = None, **energies: object) -> Setting:
    """The given values, with J = K/beta.

    >>> read(3, K="1/2").p.J
    1/(2*beta)
    """
    at, bond = setting(N, **energies), given_number("K", K)
    value = symbols.K if bond is None else to_sympy(bond)
    return Setting(p=replace(at.p, J=value / symbols.beta), given=at.given if bond is None else {**at.given, "K": bond})


def _expanded(at: Setting, order: int) -> Expanded:
    coefficients = through_next(lambda length: coefficients_of(at.p, length), order)
    series, _ = expansion(symbols.beta, coefficients, order, every_ring(at.p))
    series = named(series, _naming(at.p, order + 1))
    return series, (*free_ring.steps(), *_steps(at, coefficients))


def coefficients_of(p: Parameters, length: int) -> list[Expr]:
    """The coefficients of beta^0, ..., beta^(length-1) of C at fixed K; the odd ones vanish.

    >>> coefficients_of(read(1).p, 3)[2]
    gamma*omega_a*(1 - tanh(K))*exp(2*K)/(2*(tanh(K) + 1))
    """
    return _coefficients(p, length, tau_of(p.N, tanh(p.beta * p.J)))


def _coefficients(p: Parameters, length: int, tau: Expr) -> list[Expr]:
    """The same with τ as it is given."""
    ring, late = ring_of(p, PARAMETERS, (E, TAU))
    late |= {E: exp(2 * p.beta * p.J), TAU: tau}
    return [ring.to_sympy(c, late, grouped=2) for c in _series(ring, p, length)]


def _naming(p: Parameters, length: int) -> Naming:
    """The coefficients in τ."""
    tau = letter("τ")

    def tidied(e: Expr) -> Expr:
        """A sum in brackets with its common factors and a minus before it."""
        return e.replace(lambda part: part.is_Mul and any(inner.is_Add for inner in part.args), lambda part: factor_terms(part, sign=True))

    return Naming(coefficients=tuple(tidied(c) for c in _coefficients(p, length, tau)), names=((tau, tau_of(p.N, tanh(p.beta * p.J))),))


def _series(ring: PolynomialRing, p: Parameters, length: int) -> Series:
    """The same with coefficients in Q[..., E, τ]."""
    N, omega, omega_a, gamma = (element(ring, p, name) for name in PARAMETERS)
    polynomials = moments(N, ring.generator(E), ring.generator(TAU), length - 1)
    return coherence_series([constant_series(moment, length) for moment in polynomials], omega, omega_a, gamma)


def _steps(at: Setting, coefficients: list[Expr]) -> tuple[Step, ...]:
    return (_leading(at.p, coefficients), _uniform(), _weak_end(), *(_strong_end(sign) for sign in (1, -1)), *_certified(at, coefficients))


def _leading(p: Parameters, coefficients: list[Expr]) -> Step:
    q = tanh(p.beta * p.J) ** p.N
    return identity(
        "The term `beta^2` is `(gamma omega_a/2) <m^2>`, `<m^2> = N e^{2K} (1 - q)/(1 + q)`, `q = tanh^N K`, and no odd power occurs.",
        "`u = E h^2/2 + O(h^4)`, so that `<m^2> = N E τ`; `beta^p` enters with `<m^p>` and both sums have even `p` only.",
        coefficients[2] - p.gamma * p.omega_a / 2 * p.N * exp(2 * p.beta * p.J) * (1 - q) / (1 + q) + Add(*coefficients[1::2]),
    )


def _uniform() -> Step:
    return argument(
        "For given `N`, `omega`, `omega_a`, `gamma` the error of the series is at most a constant times its order, for all real `K` at "
        "once.",
        "`|m| <= N`, so that `<m e^{hm} sinh(√s)/√s>` and `<e^{hm} cosh √s>` are means of functions of `beta` whose derivatives on `0 <= "
        "beta <= 1` are bounded whatever the weights `W_m >= 0`, that is, whatever `K`; the second mean is at least 1, since `<e^{hm} "
        "cosh √s> = <cosh(hm) cosh √s>`. The quotient has derivatives bounded in `K` too, and Taylor's theorem bounds the error. For this "
        "reason `K` may go to 0, `oo` or `-oo` with `beta`, and the limits of the coefficients are the coefficients of the limits.",
    )


def _weak_end() -> Step:
    largest, length = 5, 7
    return enumeration(
        f"At `K = beta J` the series is (42) with its further terms, `N = 1, ..., {largest}` through `beta^{length - 1}`",
        "`E = e^{2 beta J}` and `τ = (1 - tanh^N beta J)/(1 + tanh^N beta J)` expanded in `beta`, against the exact series of "
        "high-temperature.",
        _weak_cases(largest, length),
        at_least=largest * length,
        confirms=True,
    )


def _weak_cases(largest: int, length: int) -> Iterator[tuple[str, object, object]]:
    for N in range(1, largest + 1):
        given = parameters(N)
        ring, _ = ring_of(given, high_temperature.PARAMETERS, (E, TAU))
        J = ring.generator(symbols.J)
        tau = tau_series(ring, J, N, length)
        total = constant_series(ring.constant(0), length)
        for p, coefficient in enumerate(_series(ring, given, length)):
            expanded = at_small_coupling(ring, coefficient, J, tau)
            total = add(total, multiply(monomial(ring.constant(1), p, length), expanded))
        for p, known in enumerate(high_temperature.coefficients_of(given, length)):
            yield f"N={N}, beta^{p}", ring.to_sympy(total[p]), known


def _strong_end(sign: int) -> Step:
    largest, length = 6, 7
    name, limit = ("oo", "(36), and (43) is its first term") if sign > 0 else ("-oo", "(38) for odd `N` and 0, (39), for even `N`")
    return enumeration(
        f"For `K -> {name}` every coefficient tends to that of {limit}; `N = 1, ..., {largest}` through `beta^{length - 1}`",
        "With `y = e^{-2|K|}` and `|tanh K| = (1-y)/(1+y)`, `E` and `τ` are powers of `y` times series in `y`. The negative powers of `y` "
        "cancel, and the power `y^0` is compared with the series of the closed form.",
        _strong_cases(sign, largest, length),
        at_least=largest * length,
        confirms=True,
    )


def _strong_cases(sign: int, largest: int, length: int) -> Iterator[tuple[str, object, object]]:
    for N in range(1, largest + 1):
        given = parameters(N)
        ring, _ = ring_of(given, PARAMETERS, (E, TAU))
        m = N if sign > 0 else N % 2
        expected = _one_source(ring, given, m, length)
        for p, coefficient in enumerate(_series(ring, given, length)):
            yield f"N={N}, beta^{p}", _laurent(ring, coefficient, N, sign), {0: expected[p]} if expected[p] else {}


def _one_source(ring: PolynomialRing, p: Parameters, m: int, length: int) -> Series:
    """(36), (38): (2m gamma/S_m) tanh(beta S_m/2) tanh(m beta omega_a/2) as a series in beta; 0 for m = 0."""
    _, omega, omega_a, gamma = (element(ring, p, name) for name in PARAMETERS)
    root, field = (monomial(w * fmpq(1, 4), 2, length) for w in (omega**2 + 4 * gamma**2 * m**2, omega_a**2 * m**2))
    target, source = (divide(sinh_root(s), cosh_root(s)) for s in (root, field))
    return multiply(monomial(gamma * omega_a * fmpq(m**2, 2), 2, length), multiply(target, source))


def _laurent(ring: PolynomialRing, polynomial: Coefficient, N: int, sign: int) -> dict[int, Coefficient]:
    """The powers <= 0 of y = e^{-2|K|} in a polynomial in E and τ, those that are not zero."""
    found = parts(ring, polynomial)
    # E = y^{-sign}; τ = y A(y), and its inverse for odd N and K < 0, where tanh^N K < 0.
    flip = -1 if sign < 0 and N % 2 else 1
    lowest = min((-sign * a + flip * b for a, b in found), default=0)
    length = max(1 - lowest, 1)
    one, y = constant_series(ring.constant(1), length + 1), monomial(ring.constant(1), 1, length + 1)
    up, down = (power(add(one, scale(y, s)), N) for s in (1, -1))
    over_y = scale(divide(add(up, scale(down, -1)), scale(add(up, down), fmpq(1, 2))), fmpq(1, 2 * N))[1:]
    total = constant_series(ring.constant(0), length)
    for (a, b), part in found.items():
        factor = scale(power(over_y, flip * b), part * fmpq(N) ** (flip * b))
        total = add(total, multiply(monomial(ring.constant(1), -sign * a + flip * b - lowest, length), factor))
    return {j + lowest: c for j, c in enumerate(total) if c and j + lowest <= 0}


def _certified(at: Setting, coefficients: list[Expr]) -> tuple[Step, ...]:
    """One certificate for what is given, or one for each parity and sign of K."""
    at, coefficients = represented(at, coefficients, LARGEST_RING, coefficients_of)
    *kept, neglected = (c * symbols.beta**n for n, c in enumerate(coefficients))
    bond = at.given.get("K")
    cases = {(at.p.count or N, K if bond is None else str(at.p.beta * at.p.J)) for N, K in ((4, "3/10"), (5, "-1/2"))}

    def certificate(N: int, K: Exact) -> Certificate:
        below = decades_down(energies(at, N, ("omega", "omega_a", "gamma")))
        return certified("C minus its series at fixed K", at, N, "beta", below, kept, neglected, lambda beta: {"J": K / beta})

    return tuple(
        enclosure(
            f"`C` minus the series is the term `beta^{len(kept)}` in the limit, `N = {N}`, `K = {K}`",
            "`C` from certified sums over the sectors at `J = K/beta`, at three `beta`.",
            certificate(N, exact(K) if bond is None else bond),
        )
        for N, K in sorted(cases)
    )
