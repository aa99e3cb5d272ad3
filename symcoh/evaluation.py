"""`evaluate`: one quantity of one model at one temperature, as a certified number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flint import arb

from .arguments import MAX_DIGITS as MAX_DIGITS
from .arguments import one_of, settings
from .balls import alone, ball_from_integers, ball_to_integers, working_precision
from .certified import CertifiedNumber
from .decimals import Decimal, printed_radius, round_ball, round_rational
from .errors import InputError, NoExactNumber, NotCertified
from .exact_ends import exact_value
from .exactnumbers import ONE, Exact, enclose, exact, exact_or_infinity, sign
from .exactnumbers.number import integer_power
from .model import Model, check_model, check_ring, naming_parameters, nonnegative
from .model_parameters import model_parameters as model_parameters
from .numeric.precision import Clock, certify_exact, started_clock
from .numeric.routes import ROUTE_NAMES, certified_value
from .observables import LIMITS, SHARED, observable
from .units import NATURAL
from .version import __version__

BACKENDS = ("arb", "mpmath")
MAX_PRECISION = 4_000_000


@naming_parameters
def evaluate(
    model: Model,
    quantity: str,
    *,
    beta: object = None,
    T: object = None,
    digits: int = 50,
    backend: str = "arb",
    max_precision: int = MAX_PRECISION,
    budget: float | None = None,
    progress: Callable[[str], None] | None = None,
    route: str | None = None,
) -> CertifiedNumber:
    """Evaluate one quantity at one temperature; arguments, result and errors are those of `symcoh.evaluate`, which says what they are.

    >>> ring = Model(N=6, omega_a="7/10", gamma="3/10", J="2/5")
    >>> print(evaluate(ring, "coherence", T="1/10", digits=30))
    0.963517909629855641086262053652
    >>> print(evaluate(ring, "upper-bound", T="1/10", digits=30))
    0.963517909629940509945472577145
    """
    check_model(model)
    if not model.units.natural:
        return _in_units(
            model,
            quantity,
            beta,
            T,
            digits=digits,
            backend=backend,
            max_precision=max_precision,
            budget=budget,
            progress=progress,
            route=route,
        )
    inverse_temperature, typed = _temperature(beta, T, observable(quantity).needs_temperature)
    digits, max_precision, budget = settings(digits, max_precision, budget, progress)
    backend = one_of(backend, "`backend`", BACKENDS)
    route = None if route is None else one_of(route, "`route`", ROUTE_NAMES)
    clock = started_clock(budget, progress)
    if not model.is_ring or quantity in SHARED:
        return _general(model, quantity, inverse_temperature, typed, digits, backend, max_precision, clock, route)
    with alone(clock.check):
        value = exact_value(model, quantity, inverse_temperature, max_precision)
        ball: arb | None
        found: str | None = None
        if backend == "mpmath":
            decimal, ball = _by_mpmath(model, quantity, inverse_temperature, digits, max_precision, value, clock), None
        elif value is not None:
            (ball, decimal), found = certify_exact(value, digits, max_precision, clock), "exact"
        else:
            assert inverse_temperature is not None
            ball, decimal, found = certified_value(model, quantity, inverse_temperature, digits, max_precision, clock, route)
        return _certified(model, quantity, typed, digits, backend, ball, decimal, found)


def _in_units(model: Model, quantity: str, beta: Any, temperature: object, *, digits: Any, **settings: Any) -> CertifiedNumber:
    """The quantity of a model with units: temperatures become energies, and what is per temperature comes back per its unit."""
    kelvin = model.units.kelvin()
    if beta is not None:
        inverse = exact_or_infinity(beta, "`beta`")
        if inverse is not None and sign(inverse) != 0:
            raise InputError("`beta`", "must be 0 or oo for a model with units: give the temperature.")
    plain = replace(model, units=NATURAL)
    given = None if temperature is None else nonnegative(exact(temperature, "`T`"), "`T`") * kelvin
    power = observable(quantity).per_temperature
    more = 10 if power else 0
    for _ in range(UNIT_ROUNDS):
        found = evaluate(plain, quantity, beta=beta, T=given, digits=min(digits + more, MAX_DIGITS), **settings)
        rescaled = _rescaled(found, integer_power(kelvin, power), digits) if power and found.value != "0" else found
        if rescaled is not None:
            units = {"energy_unit": model.units.energy, "temperature_unit": model.units.temperature}
            typed = {} if temperature is None else {"temperature": str(temperature)}
            return replace(rescaled, parameters=rescaled.parameters | typed | units, digits=digits)
        more *= 4
    raise NotCertified(f"The {quantity} is too close to a tie between two decimals of {digits} digits: ask for more digits.")


UNIT_ROUNDS = 4
"""How often more digits are asked for where a rounding stays open."""


def _rescaled(found: CertifiedNumber, factor: Exact, digits: int) -> CertifiedNumber | None:
    """The number times an exact factor, rounded to so many digits; None where its ball does not decide them."""
    bits = int((digits + 20) * 4) + 64
    if found.ball is None:
        value = exact(found.value) * factor
        assert value.rational is not None, "a decimal times a rational"
        return replace(found, value=str(round_rational(value.rational, digits)))
    with working_precision(bits):
        ball = ball_from_integers(found.ball) * enclose(factor, bits)
    decimal = round_ball(ball, digits)
    if decimal is None:
        return None
    return replace(found, value=str(decimal), ball=ball_to_integers(ball), radius=printed_radius(ball, decimal))


def _certified(
    model: Model, quantity: str, typed: dict[str, str], digits: int, backend: str, ball: arb | None, decimal: Decimal, route: str | None
) -> CertifiedNumber:
    return CertifiedNumber(
        quantity=quantity,
        value=str(decimal),
        digits=digits,
        certified=ball is not None,
        ball=None if ball is None else ball_to_integers(ball),
        radius=None if ball is None else printed_radius(ball, decimal),
        backend=backend,
        parameters=model_parameters(model) | typed,
        equations=observable(quantity).equations,
        version=__version__,
        route=route,
    )


def _general(
    model: Model,
    quantity: str,
    beta: Exact | None,
    typed: dict[str, str],
    digits: int,
    backend: str,
    max_precision: int,
    clock: Clock,
    route: str | None,
) -> CertifiedNumber:
    """A quantity of any model, or one that the ring shares with all of them."""
    from .numeric.sums.driver import general_value

    if quantity in LIMITS:
        check_ring(model, f"the {quantity}")
    if route is not None and (model.is_ring or route == "window"):
        raise InputError("`route`", f"is not for the {quantity} of this model, which has one: leave it out.")
    with alone(clock.check):
        if backend == "mpmath":
            from .numeric.mpmath.general import general_decimal

            return _certified(
                model, quantity, typed, digits, backend, None, general_decimal(model, quantity, beta, digits, max_precision, clock), None
            )
        ball, decimal, found = general_value(model, quantity, beta, digits, max_precision, clock, route)
        return _certified(model, quantity, typed, digits, backend, ball, decimal, found)


def _by_mpmath(
    model: Model, quantity: str, beta: Exact | None, digits: int, max_precision: int, value: Exact | None, clock: Clock
) -> Decimal:
    from .numeric.mpmath.route import mpmath_decimal

    return mpmath_decimal(model, quantity, beta, digits, max_precision, value, clock)


def _temperature(beta: object, temperature: object, needed: bool) -> tuple[Exact | None, dict[str, str]]:
    """(beta, the parameter as typed); beta None is T = 0. Where none is needed and none is given beta is 1."""
    if not needed and beta is None and temperature is None:
        return ONE, {}
    if (beta is None) == (temperature is None):
        raise InputError("`beta` and `T`", "must be given one at a time: pass exactly one of them.")
    if beta is not None:
        inverse = exact_or_infinity(beta, "`beta`")
        return (None, {"beta": "oo"}) if inverse is None else (nonnegative(inverse, "`beta`"), {"beta": str(inverse)})
    value = nonnegative(temperature, "`T`")
    try:
        return (None if sign(value) == 0 else ONE / value), {"temperature": str(value)}
    except NoExactNumber as error:
        raise error.renamed("`T`") from None
