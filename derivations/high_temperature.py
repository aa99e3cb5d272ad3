"""The coherence at high temperature, (42), to any order in `beta`.

Claim: C = (N gamma omega_a/2) beta^2 + (N gamma omega_a J) beta^3 + ..., every coefficient a polynomial in N, omega^2,
    omega_a, gamma and J with rational coefficients. Through beta^R the polynomials in N hold for N >= R-1; below that
    the ring closes, and for a given N the exact coefficients are used: exact minus polynomial is
    -N gamma omega_a J^N beta^{N+2} + O(beta^{N+3}). At N = R-1 and J != 0 this is a term beta^{R+1} of the error, also where
    the energies make the polynomial there vanish. Energy, heat capacity, entropy, log Z, magnetization and populations likewise.
    For up to 8 spins 1/2 on any other bonds, Ising or in the plane, the exact series of C.
Assumes: N >= 1; omega >= 0, omega_a, gamma, J real and fixed; |omega_a| and |gamma| stand for omega_a and gamma.
Source: (28), (30), (42); the free ring of `foundation.free_ring`.
Method: the moments <m^p> of the free ring are polynomials in N, E = e^{2K} and τ; with K = beta J they become series
    in beta, and C is a quotient of two series over Q[N, omega, omega_a, gamma, J].
Cost: 1 s for the default, 2 s for order 12 with all symbols, 8 s for order 20, 1 s for order 20 with rational parameters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from flint import fmpq
from sympy import Add, Expr, Integer, Rational, expand

from symcoh.arguments import one_of
from symcoh.certificates.series import decades_down
from symcoh.errors import InputError
from symcoh.exact import Parameters, parameters, sector_weight_polynomial, symbols
from symcoh.exact import high_temperature as printed
from symcoh.exactnumbers import exact
from symcoh.marks import marked

from .foundation import free_ring
from .foundation.certificates import certificate_steps, certified, energies, represented
from .foundation.expansions import expansion, expansion_latex, through_next
from .foundation.free_ring import TAU, E, at_small_coupling, coherence_series, moments, tau_series, vanishing_step
from .foundation.hot_quantities import quantity_series
from .foundation.hot_sources import hot_series, identically_zero, no_series
from .foundation.limits import RANGE, REMAINDER, Expanded, limit_derivation
from .foundation.parameters import Setting, checked_order, element, left_out, number_of_symbols, ring_of, setting, with_sources
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
from .foundation.spin_problems import model_problem, named_problem
from .foundation.steps import Derivation, Step, argument, enumeration, identity
from .foundation.thermal_series import QUANTITIES

MAX_ORDER = 60
MAX_ORDER_OF_SYMBOLS = 24
LARGEST_RING = 1000
"""Longer rings are not summed in a certificate: their series is the polynomial in N, certified at small N."""

TARGET = ("population-ground", "population-excited", "bloch-z")
PARAMETERS = ("N", "omega", "omega_a", "gamma", "J")
LIMIT = "beta -> 0"
VARIABLE = "beta"
EQUATIONS = ("42",)

STATEMENT = Derivation(
    name="high-temperature",
    claim=f"`C = (N gamma omega_a/2) beta^2 + (N gamma omega_a J) beta^3 + ...`, the series below, with an error of the order "
    f"`beta^{REMAINDER}`, for `{RANGE}`; the term in `J` for `N >= 2`.",
    assumptions=(
        "`omega >= 0`, `omega_a`, `gamma` and `J` real, all fixed while `beta -> 0`",
        "`omega_a` and `gamma` stand for their moduli",
        marked(RANGE),
    ),
    equations=EQUATIONS,
    latex="",
)


def derive(
    *,
    order: int = 6,
    quantity: str = "coherence",
    variable: str = "beta",
    N: object = None,
    omega: object = None,
    omega_a: object = None,
    gamma: object = None,
    J: object = None,
    beta: object = None,
    sources: str = "ring",
    J_xy: object = None,
    model: object = None,
) -> Derivation:
    """The series of C, or of another quantity, in beta at fixed energies, through beta^order.

    Args:
        order: the last power kept, from 2 (1 for the other quantities) to 60, or to 24 with two or more symbols.
        quantity: coherence, or one of energy, heat-capacity, entropy, log-partition-function, magnetization, population-ground,
            population-excited and bloch-z.
        variable: beta, or T for the same series in powers of 1/T.
        N: number of sources, or None for a symbol.
        omega, omega_a, gamma, J: exact energies, or None for symbols.
        beta: must be None, since it is the variable.
        sources: "ring", or chain, complete, independent, xx-ring, xx-chain, xxz-ring, xxz-chain, xxz-complete: exact for a given N <= 8.
        J_xy: their coupling in the plane, or None for a symbol.
        model: a `Model` with up to 8 spins 1/2 on any bonds, in the place of all parameters.

    Raises:
        InputError: a value outside its domain. CheckFailed: a check came out wrong.

    >>> derive(order=3).series
    J*N*beta**3*gamma*omega_a + N*beta**2*gamma*omega_a/2
    >>> derive(order=2, quantity="magnetization", variable="T").series
    -J*N*omega_a/T**2 - N*omega_a/(2*T)
    """
    quantity = one_of(quantity, "`quantity`", ("coherence", *QUANTITIES))
    variable = one_of(variable, "`variable`", ("beta", "T"))
    left_out("beta", beta, "is the variable of this series")
    if sources != "ring" or J_xy is not None or model is not None:
        found = _of_sources(sources, model, quantity, order, N=N, omega=omega, omega_a=omega_a, gamma=gamma, J=J, J_xy=J_xy)
        return found if variable == "beta" else _in_temperature(found)
    at = setting(N, omega=omega, omega_a=omega_a, gamma=gamma, J=J)
    most = MAX_ORDER if number_of_symbols(at.p, PARAMETERS) < 2 else MAX_ORDER_OF_SYMBOLS
    order = checked_order(order, 2 if quantity == "coherence" else 1, most)
    if quantity == "coherence":
        found = limit_derivation(STATEMENT, at, order, symbols.beta, _expanded, vanishing_step())
    else:
        found = _other(quantity, at, order)
    return found if variable == "beta" else _in_temperature(found)


def _of_sources(sources: str, model: Any, quantity: str, order: object, **given: object) -> Derivation:
    """The series for other sources than the ring, or for those of a model."""
    if quantity != "coherence":
        raise InputError("`quantity`", f"must be coherence for other sources than the ring, but is {quantity}.")
    if model is not None:
        for name, value in {"sources": None if sources == "ring" else sources, **given}.items():
            if value is not None:
                raise InputError(f"`{name}`", "belongs to the model: leave it out.")
        problem = model_problem(model)
        vanished = identically_zero(problem)
    elif sources == "ring":
        raise InputError("`J_xy`", "is no coupling of the ring: name other `sources`, or leave it out.")
    else:
        at, problem = named_problem(sources, **given)
        vanished = at.vanishes
    order = checked_order(order, 2, MAX_ORDER_OF_SYMBOLS)
    series, steps = (no_series if vanished else hot_series)(problem, order)
    return replace(
        STATEMENT,
        claim=f"For {problem.name}, `C` is the series below, with an error of the order `beta^{series.remainder_power}`, for "
        f"`{series.valid_for}`; it begins with (42).",
        assumptions=(
            "all energies fixed while `beta -> 0`"
            + ("; `omega_a` and `gamma` stand for their moduli, the couplings of the sources have any sign" if model is None else ""),
            marked(series.valid_for),
        ),
        equations=("42", "64", "65"),
        steps=steps,
        latex=expansion_latex(series),
        expansion=series,
    )


def _other(quantity: str, at: Setting, order: int) -> Derivation:
    """The derivation of another quantity than C."""
    series, steps = quantity_series(quantity, at, order)
    return replace(
        STATEMENT,
        claim=f"The {quantity} is the series below, with an error of the order `beta^{series.remainder_power}`, for `{series.valid_for}`.",
        assumptions=(STATEMENT.assumptions[0], marked(series.valid_for)),
        equations=("24", "27") if quantity in TARGET else ("24",),
        steps=steps,
        latex=expansion_latex(series, QUANTITIES[quantity].symbol),
        expansion=series,
    )


def _in_temperature(found: Derivation) -> Derivation:
    """The same series in powers of 1/T."""
    assert found.expansion is not None
    series = replace(found.expansion, variable=1 / symbols.T)
    symbol = QUANTITIES[series.quantity].symbol if series.quantity in QUANTITIES else "C"
    turned = argument(
        "`β = 1/T`: the series in powers of `β` is the one in powers of `1/T`, with an error of the order "
        f"`T^{{-{series.remainder_power}}}`",
        "The steps before are written in `β`; the coefficients do not contain it.",
    )
    return replace(
        found,
        claim=_of_temperature(found.claim),
        assumptions=tuple(map(_of_temperature, found.assumptions)),
        steps=(*found.steps, turned),
        latex=expansion_latex(series, symbol),
        expansion=series,
    )


def _of_temperature(text: str) -> str:
    """A sentence on the series in powers of beta as one in powers of 1/T.

    >>> _of_temperature("`C = (N gamma omega_a/2) beta^2 + ...` while `beta -> 0`")
    '`C = (N gamma omega_a/2) T^{-2} + ...` while `T -> oo`'
    """
    return re.sub(r"beta\^([0-9]+)", r"T^{-\1}", text).replace("beta -> 0", "T -> oo")


def _expanded(at: Setting, order: int) -> Expanded:
    coefficients = through_next(lambda length: coefficients_of(at.p, length), order)
    remainder = remainder_power(at.p, order, len(coefficients) - 1)
    series, _ = expansion(symbols.beta, coefficients, order, _valid_for(at.p, order))
    steps = (*free_ring.steps(), *_steps(at, coefficients, remainder))
    return replace(series, remainder_power=Integer(remainder)), steps


def remainder_power(p: Parameters, order: int, following: int) -> int:
    """The first power beyond `order` that is not zero for every N of the range.

    Args:
        p: the parameters.
        order: the last power kept.
        following: the first power beyond `order` whose coefficient is not identically zero, as a polynomial in N where N is a symbol.

    Theorem: for a symbol N and J != 0 it is order + 1. Proof: the range N >= order - 1 holds N = order - 1, where the coefficient of
    beta^{N+2} is that of the polynomial minus N gamma omega_a J^N; where the polynomial vanishes identically, this is not zero.

    >>> special = {"omega": 1, "omega_a": 1, "gamma": 1, "J": "1/2"}
    >>> remainder_power(parameters(**special), 3, 5), remainder_power(parameters(5, **special), 3, 5)
    (4, 5)
    """
    return following if p.count is not None or p.J.is_zero else order + 1


def _valid_for(p: Parameters, order: int) -> str:
    if p.count is not None:
        return f"N = {p.count}"
    return "N >= 1" if p.J.is_zero else f"N >= {max(order - 1, 1)}"


def coefficients_of(p: Parameters, length: int) -> list[Expr]:
    """The coefficients of beta^0, ..., beta^(length-1) of C, exact for a given N, polynomials in N for a symbol.

    >>> coefficients_of(parameters(1, omega=2, omega_a=1, gamma=1, J=1), 5)
    [0, 0, 1/2, 0, -3/8]
    """
    ring, late = ring_of(p, PARAMETERS, (E, TAU))
    return [ring.to_sympy(c, late) for c in _series(ring, p, length)]


def _series(ring: PolynomialRing, p: Parameters, length: int) -> Series:
    N, omega, omega_a, gamma, J = (element(ring, p, name) for name in PARAMETERS)
    tau = tau_series(ring, J, p.count, length)
    polynomials = moments(N, ring.generator(E), ring.generator(TAU), length - 1)
    mean = [at_small_coupling(ring, moment, J, tau) for moment in polynomials]
    return coherence_series(mean, omega, omega_a, gamma)


def _steps(at: Setting, coefficients: list[Expr], remainder: int) -> tuple[Step, ...]:
    edge = _edge(at, remainder) if remainder < len(coefficients) - 1 else ()
    return (_closing(), _closing_counted(), _states(), _leading(at.p, coefficients), *edge, *_certified(at, coefficients))


def _edge(at: Setting, remainder: int) -> tuple[Step, ...]:
    """The error at the smallest N of the range, where the polynomial has no term of its order."""
    N = remainder - 2
    smallest = replace(at, p=with_sources(at.p, N))
    coefficients = coefficients_of(smallest.p, remainder + 1)
    step = identity(
        f"At `N = {N}` the error begins with `-N gamma omega_a J^N beta^{remainder}`; for `N > {N}` it is of a higher order.",
        f"The polynomial of `beta^{remainder}` vanishes identically at these energies: the closing of the ring alone is left.",
        coefficients[remainder] + N * at.p.gamma * at.p.omega_a * at.p.J**N,
    )
    return (step, *_certified(smallest, coefficients))


def _closing() -> Step:
    return argument(
        "With `K = beta J`: as a polynomial in `N` the series holds for `N >= R-1` through `beta^R`, for every `R`; for every `N`, "
        "the exact series less the polynomial is `-N gamma omega_a J^N beta^{N+2} + O(beta^{N+3})`.",
        "`N` enters the moments as a polynomial and through `τ = (1-q)/(1+q)`, `q = tanh^N K = O(beta^N)`; the polynomial has `τ = 1`. "
        "`<m^p>` comes with `beta^p` and `<m^0> = 1`, so that the first difference is that of `<m^2> = N E τ`, which enters `C` as "
        "`(gamma omega_a beta^2/2) <m^2>`: with `E = 1 + O(beta)` and `τ - 1 = -2 (beta J)^N + O(beta^{N+1})` it is the one stated.",
    )


def _closing_counted() -> Step:
    largest = 5
    return enumeration(
        f"The first difference of exact series and polynomial, `N = 1, ..., {largest}`",
        "Every coefficient through `beta^{N+2}`, with symbols for all energies.",
        _closing_cases(largest),
        at_least=largest * (largest + 7) // 2,
        confirms=True,
    )


def _closing_cases(largest: int) -> Iterator[tuple[str, object, object]]:
    general = coefficients_of(parameters(), largest + 3)
    for N in range(1, largest + 1):
        exactly = coefficients_of(parameters(N), N + 3)
        expected = -N * symbols.gamma * symbols.omega_a * symbols.J**N
        for power, value in enumerate(exactly):
            difference = expand(value - general[power].subs(symbols.N, N))
            yield f"N={N}, beta^{power}", difference, expected if power == N + 2 else Integer(0)


def _states() -> Step:
    return enumeration(
        "`C` is the quotient of (28) and (24) with the states counted by (25), `N = 1, ..., 6` through `beta^8`",
        "Both sums expanded term by term, `e^{beta(omega_a m/2 + Jℓ)}` times a series in `beta^2`, at three sets of rational energies.",
        _state_cases(6, 9),
        at_least=6 * 3 * 9,
        confirms=True,
    )


def _state_cases(largest: int, length: int) -> Iterator[tuple[str, object, object]]:
    sets = (("1", "7/10", "3/10", "2/5"), ("2/3", "5/4", "3/7", "-9/8"), ("0", "1/3", "2", "-3"))
    for N in range(1, largest + 1):
        for values in sets:
            found = coefficients_of(parameters(N, **dict(zip(PARAMETERS[1:], values, strict=True))), length)
            counted = _quotient_of_sums(length, N, *(exact(v).rational or fmpq(0) for v in values))
            for power, (left, right) in enumerate(zip(found, counted, strict=True)):
                yield f"N={N}, {values}, beta^{power}", left, Rational(int(right.p), int(right.q))


def _quotient_of_sums(length: int, N: int, omega: fmpq, omega_a: fmpq, gamma: fmpq, J: fmpq) -> Series:
    upper = lower = constant_series(fmpq(0), length)
    for m in range(-N, N + 1, 2):
        target = monomial(omega**2 / 4 + gamma**2 * m**2, 2, length)
        weight = constant_series(fmpq(0), length)
        for n, count in enumerate(sector_weight_polynomial(N, m)):
            weight = add(weight, scale(exponential(monomial(omega_a * m / 2 + J * (N - 4 * n), 1, length)), fmpq(count)))
        lower = add(lower, multiply(weight, cosh_root(target)))
        upper = add(upper, multiply(multiply(weight, monomial(gamma * m, 1, length)), sinh_root(target)))
    return divide(scale(upper, fmpq(1, 2**N)), scale(lower, fmpq(1, 2**N)))


def _leading(p: Parameters, coefficients: list[Expr]) -> Step:
    energies = {name: getattr(p, name) for name in PARAMETERS[1:]}
    found = Add(*(c * symbols.beta**power for power, c in enumerate(coefficients[:4])))
    return identity(
        "The terms `beta^2` and `beta^3` are (42).",
        "Read off; for `N = 1`, where the bond is a constant, the term in `J` is absent.",
        found - printed(p.N, **energies),
    )


def _certified(at: Setting, coefficients: list[Expr]) -> tuple[Step, ...]:
    """One certificate for a given N, one for each parity for a symbol; a long ring is represented by short ones."""
    at, coefficients = represented(at, coefficients, LARGEST_RING, coefficients_of)
    *kept, neglected = (c * symbols.beta**power for power, c in enumerate(coefficients))
    power = len(kept)
    smallest = max(power - 1, 2)
    return certificate_steps(
        f"`C` minus the series is the term `beta^{power}` in the limit",
        "`C` from certified sums over the sectors, at three `beta`, at the energies given and sample values for the rest.",
        (smallest, smallest + 1) if at.p.count is None else (at.p.count,),
        lambda N: certified(f"C minus its series at N = {N}", at, N, "beta", decades_down(energies(at, N)), kept, neglected),
        joint=", ",
    )
