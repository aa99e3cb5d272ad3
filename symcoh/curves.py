"""`curve`: one quantity at many temperatures, or over another parameter, each point what `evaluate` gives."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Any

from flint import arb

from .arguments import settings
from .balls import accuracy, alone, ball_to_integers, working_precision
from .certified import CertifiedNumber
from .decimals import Decimal, printed_radius
from .errors import BudgetSpent, InputError, InputTypeError, NotCertified, shown
from .evaluation import MAX_PRECISION, evaluate
from .exact_ends import exact_value
from .exactnumbers import ONE, Exact, enclose, exact, exact_or_infinity, sign
from .model import Model, check_model, naming_parameters, nonnegative, replaced
from .numeric.precision import BITS_PER_DIGIT, Clock, certify, planned_bits, started_clock
from .numeric.ring.curve_tables import Tables, point, tables
from .numeric.ring.curve_values import tabulated_value
from .observables import OBSERVABLES, observable
from .sharing import Shared, shared_value

SPARE_BITS = 10
"""Working precision beyond the digits and what the last point lost."""

BLOCK = 32
"""Working precisions are multiples of this, so that neighbouring points share their tables."""

MAX_TABLES = 4
"""Most precisions whose tables are kept at a time."""

ATTEMPTS = 3
"""Precisions tried at a point before it is left to `evaluate`, whose formulas cancel less."""

_KEYS = {"beta": "beta", "T": "temperature"}
_PARAMETERS = ("N", "omega", "omega_a", "gamma", "J")


@naming_parameters
def curve(
    model: Model,
    quantity: str,
    *,
    beta: Iterable[Any] | None = None,
    T: Iterable[Any] | None = None,
    over: Mapping[str, Iterable[Any]] | None = None,
    digits: int = 50,
    backend: str = "arb",
    max_precision: int = MAX_PRECISION,
    budget: float | None = None,
    progress: Callable[[str], None] | None = None,
) -> tuple[CertifiedNumber, ...]:
    """Evaluate a quantity in the thermal state (3) of `model` at many temperatures, or at one temperature over another parameter.

    What holds no temperature (signs, splittings, amplitudes, coefficients of the recurrence) is prepared once. Models that differ
    in J share all of it but the signs, those of one N the coefficients.

    Args:
        model: exact parameters.
        quantity: a name of `symcoh.observables.OBSERVABLES` or `LIMITS`.
        beta: inverse temperatures >= 0, "oo" among them if wanted; exactly one of `beta` and `T`.
        T: temperatures >= 0.
        over: a parameter of the model (N, omega, omega_a, gamma or J) and its values; `beta` or `T` is a single value then, and
            neither is needed for the critical coupling.
        digits: significant digits of every point, 1 to 1,000,000.
        backend: "arb" proves every digit; "mpmath" compares two precisions.
        max_precision: ceiling of working precision in bits.
        budget: ceiling of time in seconds for the whole curve with the arb backend, or None.
        progress: told every few seconds that work goes on.

    Returns:
        A CertifiedNumber for each temperature, or for each value of `over`, in the order given, with the decimals and parameters
        of `evaluate`; its radius covers truncation, rounding and the printing itself.

    Raises:
        InputError: an argument outside its domain, or a quantity that does not exist at one of the ends.
        NotCertified: the digits of some point were not proved within the ceilings.

    >>> ring = Model(N=6, omega_a="7/10", gamma="3/10", J="2/5")
    >>> [str(value) for value in curve(ring, "coherence", T=["1/10", 1, 2], digits=8)]
    ['0.96351791', '0.74173718', '0.21641848']
    >>> [str(value) for value in curve(ring, "coherence", T=1, over={"J": ["-2/5", 0, "2/5"]}, digits=8)]
    ['0.25942512', '0.50059645', '0.74173718']
    """
    check_model(model)
    observable(quantity)
    digits, max_precision, budget = settings(digits, max_precision, budget, progress)
    clock = started_clock(budget, progress)
    if over is not None:
        limits: Any = {"digits": digits, "backend": backend, "max_precision": max_precision, "progress": progress}
        return _across(model, quantity, beta, T, over, clock, limits)
    name, values = temperatures(beta, T)

    def by_itself(value: Exact | str) -> CertifiedNumber:
        clock.check()
        left = None if budget is None else max(0.0, budget - (monotonic() - clock.started))
        temperature: Any = {name: value}
        given: Any = {"digits": digits, "backend": backend, "max_precision": max_precision, "progress": progress}
        try:
            return evaluate(model, quantity, **temperature, **given, budget=left)
        except NotCertified:
            clock.check()
            raise

    with alone(clock.check):
        shared: _Shared | None = None
        points = []
        for value in values:
            between = value if isinstance(value, Exact) and sign(value) != 0 else None
            number = None if shared is None or between is None else _from_tables(shared, between, clock)
            if number is None:
                number = by_itself(value)
                if shared is None and between is not None and backend == "arb":
                    shared = _begin(model, quantity, name, between, number, max_precision)
            points.append(number)
        return tuple(points)


def _across(
    model: Model, quantity: str, beta: object, temperature: object, over: Mapping[str, Iterable[Any]], clock: Clock, settings: Any
) -> tuple[CertifiedNumber, ...]:
    """The quantity at one temperature for each value of one parameter of the model."""
    if not isinstance(over, Mapping) or len(over) != 1 or not set(over) <= set(_PARAMETERS):
        raise InputError("`over`", f"must be one of {', '.join(_PARAMETERS)} and its values, as in over={{'J': [0, '1/2']}}.")
    [(varied, given)] = over.items()
    for argument, value in (("`beta`", beta), ("`T`", temperature)):
        if isinstance(value, (list, tuple)):
            raise InputTypeError(argument, "must be one value where `over` is given, but is a list: give one of the two.")
    place: dict[str, Any] = {}
    if beta is not None or temperature is not None or observable(quantity).needs_temperature:
        name, [value] = temperatures(None if beta is None else [beta], None if temperature is None else [temperature])
        place = {name: value}
    if isinstance(given, (str, bytes)) or not isinstance(given, Iterable):
        raise InputTypeError("`over`", f"must hold a list of values, but holds {shown(given)}: put it in brackets.")
    models = [replace_parameter(model, varied, value) for value in given]
    if not models:
        raise InputError("`over`", "must hold at least one value, but its list is empty.")
    shared = Shared()

    def at(one: Model) -> CertifiedNumber:
        left = None if clock.budget is None else max(0.0, clock.budget - (monotonic() - clock.started))
        try:
            clock.check()
            return shared_value(shared, one, quantity, place, **settings, budget=left)
        except NotCertified:
            clock.check()
            raise

    with alone(clock.check):
        return tuple(map(at, models))


def replace_parameter(model: Model, name: str, value: object) -> Model:
    """The model with another value of one parameter.

    >>> replace_parameter(Model(N=6, omega_a="7/10", gamma="3/10"), "J", "1/2").J
    exact('1/2')
    """
    if model.is_ring:
        return replaced(model, **{name: value})
    try:
        values: dict[str, Any] = {name: value if name == "N" else exact(value, "`over`")}
        return replace(model, **values)
    except InputError as error:
        raise error.renamed("`over`") if error.argument == "`baths`" else error from None


@dataclass(slots=True)
class _Shared:
    """What the points share: the fields of their numbers, the precision to begin with, tables by precision, and points to leave alone.

    `name` is "beta" or "T"; `fields` are those of a finished point but its value, ball, radius, parameters and route.
    """

    model: Model
    quantity: str
    name: str
    digits: int
    fields: dict[str, Any]
    parameters: dict[str, str]
    max_precision: int
    bits: int
    found: dict[int, Tables] = field(default_factory=dict)
    pause: int = 0
    skip: int = 0


def _begin(model: Model, quantity: str, name: str, value: Exact, finished: CertifiedNumber, max_precision: int) -> _Shared | None:
    """What later points share with a finished one, or None where exact data decide the quantity."""
    beta = value if name == "beta" else ONE / value
    if (
        not (model.is_ring and model.units.natural)
        or quantity not in OBSERVABLES
        or exact_value(model, quantity, beta, max_precision) is not None
    ):
        return None
    fields = {key: getattr(finished, key) for key in ("quantity", "digits", "certified", "backend", "equations", "version")}
    bits = planned_bits(model, quantity, beta, finished.digits)
    return _Shared(model, quantity, name, finished.digits, fields, finished.parameters, max_precision, bits)


def _from_tables(shared: _Shared, value: Exact, clock: Clock) -> CertifiedNumber | None:
    """The point at 0 < beta < oo, or None where `evaluate` must find it; after each failure twice as many are left to it."""
    if shared.skip:
        shared.skip -= 1
        return None
    certified = _certified(shared, value, clock)
    if certified is None:
        shared.pause = shared.skip = 2 * shared.pause + 1
        return None
    shared.pause = 0
    ball, decimal, route = certified
    return CertifiedNumber(
        value=str(decimal),
        ball=ball_to_integers(ball),
        radius=printed_radius(ball, decimal),
        parameters=shared.parameters | {_KEYS[shared.name]: str(value)},
        route=route,
        **shared.fields,
    )


def _certified(shared: _Shared, value: Exact, clock: Clock) -> tuple[arb, Decimal, str] | None:
    used, route = shared.bits, "sum"

    def ball_at(bits: int) -> arb:
        nonlocal used, route
        used = min(-(-bits // BLOCK) * BLOCK, shared.max_precision)
        with working_precision(used):
            given = enclose(value, used)
            at = point(_tables(shared, used), given if shared.name == "beta" else 1 / given)
            route = "sum" if at.complete else "window"
            return tabulated_value(at, shared.quantity)

    try:
        ball, decimal = certify(ball_at, shared.digits, shared.bits, shared.max_precision, clock, attempts=ATTEMPTS)
    except BudgetSpent:
        raise
    except NotCertified:
        return None
    shared.bits = int(shared.digits * BITS_PER_DIGIT) + max(0, used - accuracy(ball)) + SPARE_BITS
    return ball, decimal, route


def _tables(shared: _Shared, bits: int) -> Tables:
    """The tables at the precision in force."""
    if bits not in shared.found:
        if len(shared.found) == MAX_TABLES:
            shared.found.clear()
        shared.found[bits] = tables(shared.model)
    return shared.found[bits]


def temperatures(beta: object, temperature: object) -> tuple[str, list[Exact | str]]:
    """("beta" or "T", the values as exact numbers, infinity as text), from lists of which one is None."""
    if (beta is None) == (temperature is None):
        raise InputError("`beta` and `T`", "must be given one at a time: pass exactly one of them.")
    name, given = ("T", temperature) if beta is None else ("beta", beta)
    if isinstance(given, (str, bytes)) or not isinstance(given, Iterable):
        raise InputTypeError(f"`{name}`", f"must be a list of values, but is {shown(given)}: put it in brackets.")
    read = _inverse_temperature if name == "beta" else _temperature
    try:
        listed = list(given)
    except TypeError:  # NumPy's array of no dimension says that it can be iterated
        raise InputTypeError(f"`{name}`", f"must be a list of values, but is {shown(given)}: put it in brackets.") from None
    values = [read(value, f"`{name}[{index}]`") for index, value in enumerate(listed)]
    if not values:
        raise InputError(f"`{name}`", "must hold at least one value, but is empty: name a temperature.")
    return name, values


def _inverse_temperature(value: object, argument: str) -> Exact | str:
    number = exact_or_infinity(value, argument)
    return "oo" if number is None else nonnegative(number, argument)


def _temperature(value: object, argument: str) -> Exact | str:
    return nonnegative(exact(value, argument), argument)
