"""The other quantities at high temperature: energy, heat capacity, entropy, log Z, magnetization, populations and <σ^z>.

`high_temperature.derive` with a quantity. The polynomials in N hold through beta^R for N >= R + 1 - c, c of `thermal_series.QUANTITIES`;
for a given N the exact coefficients are used.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flint import fmpq
from sympy import Expr, Integer, Rational, expand

from symcoh.certificates.series import decades_down
from symcoh.exact import Parameters, parameters, sector_weight_polynomial, symbols, to_sympy
from symcoh.exactnumbers import exact

from .certificates import certificate_steps, certified, energies, represented
from .expansions import every_ring, expansion, through_next
from .free_ring import TAU, E, at_small_coupling, moments, ring_steps, tau_series
from .parameters import Setting, element, ring_of
from .power_series import add, constant_series, cosh_root, derivative, divide, exponential, monomial, multiply, scale, sinh_root
from .steps import Expansion, Step, argument, enumeration
from .thermal_series import QUANTITIES, Sums, closing_step, constant_of, definition_steps, ring_slope, sums_of

PARAMETERS = ("N", "omega", "omega_a", "gamma", "J")
LARGEST_RING = 1000
"""Longer rings are not summed in a certificate: their series is the polynomial in N, certified at small N."""

ENERGIES = (("1", "7/10", "3/10", "2/5"), ("2/3", "5/4", "3/7", "-9/8"), ("0", "1/3", "2", "-3"))
"""omega, omega_a, gamma, J of the enumeration: both signs of J, and omega = 0."""


def quantity_series(quantity: str, at: Setting, order: int) -> tuple[Expansion, tuple[Step, ...]]:
    """The series through beta^order and its steps.

    Args:
        quantity: a name of `thermal_series.QUANTITIES`.
        at: the parameters; a given omega_a takes part with its sign, for the magnetization.
        order: the last power kept.

    Returns:
        The series, and what proves it.

    Raises:
        CheckFailed: a check came out wrong.

    >>> from .parameters import setting
    >>> quantity_series("energy", setting(1, omega=0, omega_a=0, gamma=0), 1)[0].expression
    -J
    """
    if "omega_a" in at.given:
        at = replace(at, p=replace(at.p, omega_a=to_sympy(at.given["omega_a"])))
    ended = _ends(quantity, at.p)
    if ended is not None:
        series, _ = expansion(symbols.beta, coefficients_of(quantity, at.p, order + 1), order, every_ring(at.p))
        return replace(series, quantity=quantity), (argument(ended, "Every other term has a factor that is zero."),)
    coefficients = through_next(lambda length: coefficients_of(quantity, at.p, length), order)
    series, _ = expansion(symbols.beta, coefficients, order, valid_for(quantity, at.p, order))
    remainder = Integer(remainder_power(quantity, at.p, order, len(coefficients) - 1))
    steps = (
        *ring_steps(),
        *definition_steps(),
        closing_step(quantity),
        _closing_counted(quantity),
        _states(quantity),
        *_certified(quantity, at, coefficients),
    )
    return replace(series, quantity=quantity, remainder_power=remainder), steps


def _ends(quantity: str, p: Parameters) -> str | None:
    """Why the series has no term beyond a few, None where it goes on."""
    if quantity == "magnetization" and p.omega_a.is_zero:
        return "`<M> = 0` identically."
    if quantity in ("population-ground", "population-excited", "bloch-z") and p.omega.is_zero:
        return "`<σ^z> = 0` identically."
    free = p.omega.is_zero and p.omega_a.is_zero and p.gamma.is_zero and (p.J.is_zero or p.count == 1)
    return "`H` is a constant." if free else None


def closing_of(quantity: str, p: Parameters) -> Expr:
    """The first difference of exact series and polynomial as a coefficient at N, zero where there is none at these energies."""
    factor = QUANTITIES[quantity].closing[1]
    if p.J.is_zero:
        return Integer(0)
    return factor(symbols.N, p.omega, p.omega_a, p.gamma, p.J)


def smallest_ring(quantity: str, p: Parameters, order: int) -> int:
    """The smallest N for which the polynomial holds through beta^order."""
    closing = closing_of(quantity, p)
    return 1 if closing.is_zero else max(order + 1 - QUANTITIES[quantity].closing[0], 1)


def valid_for(quantity: str, p: Parameters, order: int) -> str:
    """The range of N in words.

    >>> [valid_for(name, parameters(), 4) for name in ("energy", "entropy", "magnetization", "population-ground")]
    ['N >= 6', 'N >= 5', 'N >= 4', 'N >= 2']
    """
    return f"N = {p.count}" if p.count is not None else f"N >= {smallest_ring(quantity, p, order)}"


def remainder_power(quantity: str, p: Parameters, order: int, following: int) -> int:
    """The first power beyond `order` that is not zero for every N of the range; `following` is that of the coefficients.

    Theorem: where the ring closes at order + 1 for the smallest N of the range, it is order + 1: the coefficient there is that of the
    polynomial plus the closing term, and where the polynomial vanishes identically this is not zero. Where the range begins at N = 1
    below that, the closing term of N = 1 stands at 1 + c.
    """
    if p.count is not None or closing_of(quantity, p).is_zero:
        return following
    smallest = smallest_ring(quantity, p, order)
    return min(following, smallest + QUANTITIES[quantity].closing[0])


def coefficients_of(quantity: str, p: Parameters, length: int) -> list[Expr]:
    """The coefficients of beta^0, ..., beta^(length-1), exact for a given N, polynomials in N for a symbol.

    >>> coefficients_of("population-ground", parameters(1, gamma=0), 4)
    [1/2, omega/4, 0, -omega**3/48]
    """
    ring, late = ring_of(p, PARAMETERS, (E, TAU))
    more = length + 2  # of the derivatives the last two coefficients are unknown
    N, omega, omega_a, gamma, J = (element(ring, p, name) for name in PARAMETERS)
    tau = tau_series(ring, J, p.count, more)
    mean = [at_small_coupling(ring, moment, J, tau) for moment in moments(N, ring.generator(E), ring.generator(TAU), more)]
    sums = sums_of(mean, omega, omega_a, gamma, ring_slope(ring, J, N, p.count, more))
    found = [ring.to_sympy(c, late) for c in QUANTITIES[quantity].series(sums)[:length]]
    return [found[0] + constant_of(quantity, p.N), *found[1:]]


def _closing_counted(quantity: str) -> Step:
    largest, power = 4, QUANTITIES[quantity].closing[0]
    exponent = f"{{N{power:+d}}}" if power else "N"
    return enumeration(
        f"The first difference of exact series and polynomial, `N = 1, ..., {largest}`",
        f"Every coefficient through `beta^{exponent}`, with symbols for all energies.",
        _closing_cases(quantity, largest),
        at_least=sum(N + power + 1 for N in range(1, largest + 1)),
    )


def _closing_cases(quantity: str, largest: int) -> Iterator[tuple[str, object, object]]:
    power, factor = QUANTITIES[quantity].closing
    general = coefficients_of(quantity, parameters(), largest + power + 1)
    for N in range(1, largest + 1):
        exactly = coefficients_of(quantity, parameters(N), N + power + 1)
        closing = factor(Integer(N), symbols.omega, symbols.omega_a, symbols.gamma, symbols.J)
        for p, value in enumerate(exactly):
            difference = expand(value - general[p].subs(symbols.N, N))
            yield f"N={N}, beta^{p}", difference, expand(closing) if p == N + power else Integer(0)


def _states(quantity: str) -> Step:
    largest, length = 4, 7
    return enumeration(
        f"The series is that of the sums (24), (27) over the states counted by (25), `N = 1, ..., {largest}` through `beta^{length - 1}`",
        "Both sums expanded term by term, `e^{beta(omega_a m/2 + J l)}` times a series in `beta^2`, at three sets of rational energies.",
        _state_cases(quantity, largest, length),
        at_least=largest * len(ENERGIES) * length,
    )


def _state_cases(quantity: str, largest: int, length: int) -> Iterator[tuple[str, object, object]]:
    for N in range(1, largest + 1):
        for values in ENERGIES:
            found = coefficients_of(quantity, parameters(N, **dict(zip(PARAMETERS[1:], values, strict=True))), length)
            counted = QUANTITIES[quantity].series(_counted(N, length + 2, *(exact(v).rational or fmpq(0) for v in values)))
            constant = constant_of(quantity, Integer(N))
            for power, (left, right) in enumerate(zip(found, counted[:length], strict=True)):
                yield f"N={N}, {values}, beta^{power}", left - (constant if power == 0 else 0), Rational(int(right.p), int(right.q))


def _counted(N: int, length: int, omega: fmpq, omega_a: fmpq, gamma: fmpq, J: fmpq) -> Sums:
    """The sums over all states, divided by 2^N; log D and the part of the ring are not told apart here."""
    weight = moment = response = constant_series(fmpq(0), length)
    for m in range(-N, N + 1, 2):
        square = monomial(omega**2 / 4 + gamma**2 * m**2, 2, length)
        states = constant_series(fmpq(0), length)
        for n, count in enumerate(sector_weight_polynomial(N, m)):
            states = add(states, scale(exponential(monomial(omega_a * m / 2 + J * (N - 4 * n), 1, length)), fmpq(count, 2**N)))
        even = multiply(states, cosh_root(square))
        weight, moment = add(weight, even), add(moment, scale(even, fmpq(m)))
        response = add(response, multiply(states, sinh_root(square)))
    return Sums(weight=weight, moment=moment, response=response, slope=divide(derivative(weight), weight), omega=omega)


def _certified(quantity: str, at: Setting, coefficients: list[Expr]) -> tuple[Step, ...]:
    """One certificate for a given N, one for each parity for a symbol; a long ring is represented by short ones."""
    at, coefficients = represented(at, coefficients, LARGEST_RING, lambda p, length: coefficients_of(quantity, p, length))
    *kept, neglected = (c * symbols.beta**power for power, c in enumerate(coefficients))
    power = len(kept)
    smallest = max(smallest_ring(quantity, at.p, power), 2)
    name = f"The {quantity} minus its series"
    return certificate_steps(
        f"The {quantity} minus the series is the term `beta^{power}` in the limit",
        "From certified sums over the sectors, at three `beta`, at the energies given and sample values for the rest.",
        (smallest, smallest + 1) if at.p.count is None else (at.p.count,),
        lambda N: certified(f"{name} at N = {N}", at, N, "beta", decades_down(energies(at, N)), kept, neglected, quantity=quantity),
        joint=", ",
    )
