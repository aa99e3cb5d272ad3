"""C = A(v)/Z(v) as a quotient of two entire functions of one variable v, everything else fixed.

With |omega_a| and |gamma|, W_m of (30) and S_m of (20), both are finite sums (24), (28) over the sectors m or the levels of (20):

    v = beta       Σ g(m,n) e^{-beta E}, the same with x = ±2γm/S_m in A; at fixed K = beta J, Σ W_m(K) e^{-beta(ω_a m ± S_m)/2}
    v = omega_a    Σ_m W_m 2cosh(βS_m/2) e^{-βmv/2}, and with -2(2γm/S_m) sinh(βS_m/2) in A
    v = gamma      Σ_m W_m e^{-βω_a m/2} 2cosh √(a² + β²m²v²), a = βω/2; and with -2βmv sinh(√)/√ in A
    v = e^{-4βJ}, e^{4βJ}, e^{-βω_a}: polynomials, a common power of v divided out

The first three are sums of exponentials or of cosh √, entire in v, so C is meromorphic and its power series converges up to the
nearest zero of Z at which A does not vanish too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from flint import acb, arb

from ..balls import working_precision
from ..errors import InputError, integer_text
from ..exactnumbers import Exact, enclose, sign
from ..exactnumbers.sign import ball_here
from ..model import Model, decided_sign
from ..numeric.sums.whole import bath_levels
from ..sources.energy import energy_ball
from ..sources.ring.counting import degeneracy
from ..spectrum import energy, splitting, transverse
from .cosh_root import root_series, root_values

MAX_SOURCES = 60

Pair = tuple[acb, acb]
"""A and Z, or their derivatives, at one point."""

Series = tuple[list[arb], list[arb]]
"""The power series of A and of Z about v = 0."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """The parameters that stay fixed; `beta` is None where it is the variable, `K` is given where beta J is held."""

    model: Model
    beta: Exact | None = None
    K: Exact | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Response:
    """A and Z as functions of the variable: `series(length, bits)` about 0, `at(z, bits)` values, `slope(z, bits)` derivatives.

    `even`: Z(v) is even, up to a factor e^{cv} of Z and A: its zeros lie symmetrically about both axes. `constant`: Z has no zero.
    `degree`: that of Z where it is a polynomial; all its coefficients are positive.
    """

    series: Callable[[int, int], Series]
    at: Callable[[acb, int], Pair]
    slope: Callable[[acb, int], Pair]
    even: bool
    constant: bool = False
    degree: int | None = None


def response(derivation: str, problem: Problem) -> Response:
    """The response in the variable of a derivation, a key of `VARIABLES`.

    Raises:
        InputError: C = 0 identically, or a ring of more than 60 sources.
    """
    model = positive(problem.model)
    check_sources(model.N, MAX_SOURCES)
    for name, flag in (("omega_a", "--omega-a"), ("gamma", "--gamma")):
        if name != VARIABLES[derivation].fixed_out and sign(getattr(model, name)) == 0:
            raise InputError(flag, "must not be 0 here, where C = 0 and its series has no terms.")
    return VARIABLES[derivation].build(replace(problem, model=model))


def check_sources(number: int, most: int) -> None:
    """Refuse a ring that is too long.

    Raises:
        InputError: more sources than `most`.
    """
    if number > most:
        raise InputError("-N/--sources", f"must be at most {most} for a proved radius or remainder, but is {integer_text(number)}.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Variable:
    """How a derivation's series is read: its small variable, the parameter it stands for, and the builder of its response."""

    symbol: str
    fixed_out: str
    build: Callable[[Problem], Response]


def positive(model: Model) -> Model:
    """The model with |omega_a| and |gamma|, in which C is even."""
    return replace(model, omega_a=_modulus(model.omega_a, "omega_a"), gamma=_modulus(model.gamma, "gamma"))


def _modulus(value: Exact, name: str) -> Exact:
    return -value if decided_sign(value, name) < 0 else value


# Sums of exponentials.

Term = tuple[arb, arb, arb]
"""(rate, moment, number): moment e^{rate v} in A and number e^{rate v} in Z."""


def exponentials(terms: Callable[[int], Sequence[Term]], even: bool) -> Response:
    """The response that is a quotient of two sums of exponentials; `terms` gives them at a precision."""
    kept = lru_cache(maxsize=8)(terms)

    def series(length: int, bits: int) -> Series:
        with working_precision(bits):
            above, below = [arb(0)] * length, [arb(0)] * length
            for rate, moment, number in kept(bits):
                power = arb(1)
                for k in range(length):
                    above[k] += moment * power
                    below[k] += number * power
                    power = power * rate / (k + 1)
            return above, below

    def at(z: acb, bits: int) -> Pair:
        with working_precision(bits):
            above, below = acb(0), acb(0)
            for rate, moment, number in kept(bits):
                value = (z * rate).exp()
                above += value * moment
                below += value * number
            return above, below

    def slope(z: acb, bits: int) -> Pair:
        with working_precision(bits):
            above, below = acb(0), acb(0)
            for rate, moment, number in kept(bits):
                value = (z * rate).exp() * rate
                above += value * moment
                below += value * number
            return above, below

    return Response(series=series, at=at, slope=slope, even=even)


def _in_beta(problem: Problem) -> Response:
    model = problem.model

    def terms(bits: int) -> list[Term]:
        found = []
        for m, n, number in states(model.N):
            for branch in (-1, 1):
                rate = enclose(-energy(model, m, n, branch), bits)
                found.append((rate, enclose(transverse(model, m, branch), bits) * number, arb(number)))
        return found

    # The bonds of a ring of more than one source make the two signs of beta differ, unless J = 0.
    return exponentials(terms, even=model.N == 1 or sign(model.J) == 0)


def _in_beta_at_fixed_K(problem: Problem) -> Response:
    K = problem.K
    assert K is not None
    free = replace(problem.model, J=K - K)

    def terms(bits: int) -> list[Term]:
        reduced = enclose(K, bits)
        found = []
        with working_precision(bits):
            for m, n, number in states(free.N):
                weight = (reduced * (free.N - 4 * n)).exp() * number
                for branch in (-1, 1):
                    rate = enclose(-energy(free, m, n, branch), bits)
                    found.append((rate, enclose(transverse(free, m, branch), bits) * weight, weight))
        return found

    return exponentials(terms, even=True)


def _in_omega_a(problem: Problem) -> Response:
    def terms(bits: int) -> list[Term]:
        with working_precision(bits):
            at = _fixed(problem, bits)
            return [(-at.beta * m / 2, -at.weight(m) * at.response(m), at.weight(m) * at.partition(m)) for m in at.sectors]

    return exponentials(terms, even=True)


# cosh of a root, in gamma.


def _in_gamma(problem: Problem) -> Response:
    def series(length: int, bits: int) -> Series:
        with working_precision(bits):
            at = _fixed(problem, bits)
            above, below = [arb(0)] * length, [arb(0)] * length
            cosh, sinhc = root_series((at.beta * at.omega / 2) ** 2, length // 2 + 1)
            for m in at.sectors:
                weight, step = at.weight(m) * at.field(m), (at.beta * m) ** 2
                power = arb(1)
                for k in range((length + 1) // 2):
                    below[2 * k] += 2 * weight * cosh[k] * power
                    if 2 * k + 1 < length:
                        above[2 * k + 1] -= 2 * weight * at.beta * m * sinhc[k] * power
                    power *= step
            return above, below

    def at_point(z: acb, bits: int) -> Pair:
        return _gamma_values(problem, z, bits, slope=False)

    def slope(z: acb, bits: int) -> Pair:
        return _gamma_values(problem, z, bits, slope=True)

    return Response(series=series, at=at_point, slope=slope, even=True)


def _gamma_values(problem: Problem, z: acb, bits: int, slope: bool) -> Pair:
    with working_precision(bits):
        at = _fixed(problem, bits)
        above, below = acb(0), acb(0)
        for m in at.sectors:
            weight, b = 2 * at.weight(m) * at.field(m), at.beta * m
            w = (at.beta * at.omega / 2) ** 2 + (z * b) * (z * b)
            cosh, sinhc, sinhc_slope = root_values(w)
            if slope:
                # dw/dv = 2b²v; d cosh√w/dw = sinhc/2.
                above -= weight * b * (sinhc + z * sinhc_slope * 2 * b * b * z)
                below += weight * sinhc * b * b * z
            else:
                above -= weight * b * z * sinhc
                below += weight * cosh
        return above, below


# Polynomials.


def _polynomial(coefficients: Callable[[int], Series], degree: int, constant: bool = False) -> Response:
    kept = lru_cache(maxsize=8)(coefficients)

    def series(length: int, bits: int) -> Series:
        above, below = kept(bits)
        return (above + [arb(0)] * length)[:length], (below + [arb(0)] * length)[:length]

    def at(z: acb, bits: int) -> Pair:
        with working_precision(bits):
            above, below = (_horner(row, z) for row in kept(bits))
            return above, below

    def slope(z: acb, bits: int) -> Pair:
        with working_precision(bits):
            above, below = (_horner([k * c for k, c in enumerate(row)][1:], z) for row in kept(bits))
            return above, below

    return Response(series=series, at=at, slope=slope, even=False, constant=constant, degree=degree)


def _horner(row: Sequence[arb], z: acb) -> acb:
    value = acb(0)
    for c in reversed(row):
        value = value * z + c
    return value


def _in_domains(sign_of_J: int) -> Callable[[Problem], Response]:
    """In x = e^{-4βJ} (power n) or y = e^{4βJ} (power d - n, d = ⌊N/2⌋)."""

    def build(problem: Problem) -> Response:
        def coefficients(bits: int) -> Series:
            with working_precision(bits):
                at = _fixed(problem, bits)
                top = problem.model.N // 2
                above, below = [arb(0)] * (top + 1), [arb(0)] * (top + 1)
                for m, n, number in states(problem.model.N):
                    power = n if sign_of_J > 0 else top - n
                    above[power] -= number * at.field(m) * at.response(m)
                    below[power] += number * at.field(m) * at.partition(m)
                return above, below

        return _polynomial(coefficients, problem.model.N // 2, constant=problem.model.N == 1)

    return build


def _in_field(problem: Problem) -> Response:
    """In q = e^{-βω_a}, power (N + m)/2."""

    def coefficients(bits: int) -> Series:
        with working_precision(bits):
            at = _fixed(problem, bits)
            above = [-at.weight(m) * at.response(m) for m in at.sectors]
            return above, [at.weight(m) * at.partition(m) for m in at.sectors]

    return _polynomial(coefficients, problem.model.N)


# What all of them share.


def states(N: int) -> Iterator[tuple[int, int, int]]:
    """(m, n, g(m, n)) of (25)."""
    for m in range(-N, N + 1, 2):
        for n in range(N // 2 + 1):
            number = degeneracy(N, m, n)
            if number:
                yield m, n, number


@dataclass(frozen=True, kw_only=True, slots=True)
class Fixed:
    """Balls of what does not vary, at one precision; beta > 0."""

    sectors: tuple[int, ...]
    beta: arb
    omega: arb
    fields: dict[int, arb]
    weights: dict[int, arb]
    partitions: dict[int, arb]
    responses: dict[int, arb]

    def weight(self, m: int) -> arb:
        """W_m of (30)."""
        return self.weights[m]

    def field(self, m: int) -> arb:
        """e^{-β ω_a m/2}."""
        return self.fields[m]

    def partition(self, m: int) -> arb:
        """2 cosh(βS_m/2)."""
        return self.partitions[m]

    def response(self, m: int) -> arb:
        """2 (2γm/S_m) sinh(βS_m/2)."""
        return self.responses[m]


def _ring_weights(model: Model, beta: arb) -> dict[int, arb]:
    """W_m of (30)."""
    weights = dict.fromkeys(range(-model.N, model.N + 1, 2), arb(0))
    J = ball_here(model.J)
    for m, n, number in states(model.N):
        weights[m] += number * (beta * J * (model.N - 4 * n)).exp()
    return weights


def _system_weights(model: Model, beta: arb) -> dict[int, arb]:
    """W_m of other uniform sources, from their levels."""
    weights: dict[int, arb] = {}
    for label, levels in bath_levels(model.baths[0]):
        m = model.sources.eigenvalue(label).integer
        assert m is not None, "the sectors of a uniform system are whole numbers"
        weights[m] = sum((count * (-beta * energy_ball(energy)).exp() for energy, count in levels), arb(0))
    return weights


@lru_cache(maxsize=16)
def _fixed(problem: Problem, bits: int) -> Fixed:
    model, beta = problem.model, problem.beta
    assert beta is not None
    with working_precision(bits):
        b, a = enclose(beta, bits), enclose(model.omega_a, bits)
        weights = _ring_weights(model, b) if model.is_ring else _system_weights(model, b)
        sectors = tuple(weights)
        halves = {m: b * enclose(splitting(model, m), bits) / 2 for m in sectors}
        return Fixed(
            sectors=sectors,
            beta=b,
            omega=enclose(model.omega, bits),
            fields={m: (-b * a * m / 2).exp() for m in sectors},
            weights=weights,
            partitions={m: 2 * half.cosh() for m, half in halves.items()},
            responses={m: 2 * enclose(transverse(model, m, 1), bits) * half.sinh() for m, half in halves.items()},
        )


VARIABLES = {
    "high-temperature": Variable(symbol="beta", fixed_out="beta", build=_in_beta),
    "uniform-high-temperature": Variable(symbol="beta", fixed_out="beta", build=_in_beta_at_fixed_K),
    "weak-coupling": Variable(symbol="gamma", fixed_out="gamma", build=_in_gamma),
    "small-gap": Variable(symbol="omega_a", fixed_out="omega_a", build=_in_omega_a),
    "large-gap": Variable(symbol="exp(-beta*omega_a)", fixed_out="omega_a", build=_in_field),
    "strong-ferromagnet": Variable(symbol="exp(-4*beta*J)", fixed_out="J", build=_in_domains(1)),
    "strong-antiferromagnet": Variable(symbol="exp(4*beta*J)", fixed_out="J", build=_in_domains(-1)),
}
"""Derivations whose series is the Taylor series of A/Z."""
