"""`curve`: one quantity of one model at many temperatures, each point what `evaluate` gives."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Any

from flint import arb

from .balls import accuracy, ball_to_integers, working_precision
from .certified import CertifiedNumber
from .decimals import Decimal, printed_radius
from .ends import exact_value
from .errors import InputError, InputTypeError, NotCertified, shown
from .evaluation import MAX_PRECISION, evaluate
from .exactnumbers import ONE, Exact, exact, exact_or_infinity, sign
from .model import Model, nonnegative
from .numeric.precision import BITS_PER_DIGIT, Clock, certify, planned_bits, started_clock
from .numeric.tables import Tables, point, tables
from .numeric.tabulated import tabulated_value

SPARE_BITS = 10
"""Working precision beyond the digits and what the last point lost."""

BLOCK = 32
"""Working precisions are multiples of this, so that neighbouring points share their tables."""

MAX_TABLES = 4
"""Most precisions whose tables are kept at a time."""

ATTEMPTS = 3
"""Precisions tried at a point before it is left to `evaluate`, whose formulas cancel less."""

_KEYS = {"beta": "beta", "T": "temperature"}


def curve(
    model: Model,
    quantity: str,
    *,
    beta: Iterable[Any] | None = None,
    T: Iterable[Any] | None = None,
    digits: int = 50,
    backend: str = "arb",
    max_precision: int = MAX_PRECISION,
    budget: float | None = None,
    progress: Callable[[str], None] | None = None,
) -> tuple[CertifiedNumber, ...]:
    """Evaluate a quantity in the thermal state (3) of `model` at many temperatures.

    What holds no temperature (signs, splittings, amplitudes, coefficients of the recurrence) is prepared once.

    Args:
        model: exact parameters.
        quantity: a name of `symcoh.observables.OBSERVABLES`.
        beta: inverse temperatures >= 0, "oo" among them if wanted; exactly one of `beta` and `T`.
        T: temperatures >= 0.
        digits: significant digits of every point, 1 to 1,000,000.
        backend: "arb" proves every digit; "mpmath" compares two precisions.
        max_precision: ceiling of working precision in bits.
        budget: ceiling of time in seconds for the whole curve with the arb backend, or None.
        progress: told every few seconds that work goes on.

    Returns:
        A CertifiedNumber for each temperature, in the order given, with the decimals and parameters of `evaluate`; its
        radius covers truncation, rounding and the printing itself.

    Raises:
        InputError: an argument outside its domain, or a quantity that does not exist at one of the ends.
        NotCertified: the digits of some point were not proved within the ceilings.

    >>> ring = Model(N=6, omega_a="7/10", gamma="3/10", J="2/5")
    >>> [str(value) for value in curve(ring, "coherence", T=["1/10", 1, 2], digits=8)]
    ['0.96351791', '0.74173718', '0.21641848']
    """
    name, values = _given(beta, T)
    inverses = [_inverse(name, value) for value in values]
    clock = started_clock(budget, progress)

    def alone(value: Exact | str) -> CertifiedNumber:
        clock.check()
        left = None if budget is None else budget - (monotonic() - clock.started)
        temperature: Any = {name: value}
        settings: Any = {"digits": digits, "backend": backend, "max_precision": max_precision, "progress": progress}
        try:
            return evaluate(model, quantity, **temperature, **settings, budget=left)
        except NotCertified:
            clock.check()
            raise

    shared: _Shared | None = None
    points = []
    for value, inverse in zip(values, inverses, strict=True):
        number = None
        if shared is not None and inverse is not None:
            number = _from_tables(shared, inverse, {_KEYS[name]: str(value)}, clock)
        if number is None:
            number = alone(value)
            if shared is None and inverse is not None and backend == "arb" and exact_value(model, quantity, inverse, max_precision) is None:
                shared = _Shared(model, quantity, number, max_precision, planned_bits(model, quantity, inverse, digits))
        points.append(number)
    return tuple(points)


@dataclass(slots=True)
class _Shared:
    """What the points share: a finished one, the precision to begin with, tables by precision, and points to leave alone."""

    model: Model
    quantity: str
    finished: CertifiedNumber
    max_precision: int
    bits: int
    found: dict[int, Tables] = field(default_factory=dict)
    pause: int = 0
    skip: int = 0


def _from_tables(shared: _Shared, beta: Exact, typed: dict[str, str], clock: Clock) -> CertifiedNumber | None:
    """The point at 0 < beta < oo, or None where `evaluate` must find it; after each failure twice as many are left to it."""
    if shared.skip:
        shared.skip -= 1
        return None
    certified = _certified(shared, beta, clock)
    if certified is None:
        shared.pause = shared.skip = 2 * shared.pause + 1
        return None
    shared.pause = 0
    ball, decimal, regime = certified
    return replace(
        shared.finished,
        value=str(decimal),
        ball=ball_to_integers(ball),
        radius=printed_radius(ball, decimal),
        parameters=shared.finished.parameters | typed,
        regime=regime,
    )


def _certified(shared: _Shared, beta: Exact, clock: Clock) -> tuple[arb, Decimal, str] | None:
    used, regime = shared.bits, "sum"

    def ball_at(bits: int) -> arb:
        nonlocal used, regime
        used = min(-(-bits // BLOCK) * BLOCK, shared.max_precision)
        with working_precision(used):
            at = point(_tables(shared, used), beta)
            regime = "sum" if at.complete else "window"
            return tabulated_value(at, shared.quantity)

    digits = shared.finished.digits
    try:
        ball, decimal = certify(ball_at, digits, shared.bits, shared.max_precision, clock, attempts=ATTEMPTS)
    except NotCertified:
        return None
    shared.bits = int(digits * BITS_PER_DIGIT) + max(0, used - accuracy(ball)) + SPARE_BITS
    return ball, decimal, regime


def _tables(shared: _Shared, bits: int) -> Tables:
    """The tables at the precision in force."""
    if bits not in shared.found:
        if len(shared.found) == MAX_TABLES:
            shared.found.clear()
        shared.found[bits] = tables(shared.model)
    return shared.found[bits]


def _given(beta: Any, temperature: Any) -> tuple[str, list[Exact | str]]:
    """("beta" or "T", the values as exact numbers, infinity as text)."""
    if (beta is None) == (temperature is None):
        raise InputError("`beta` and `T`", "must be given one at a time: pass exactly one of them.")
    name, given = ("T", temperature) if beta is None else ("beta", beta)
    if isinstance(given, (str, bytes)) or not isinstance(given, Iterable):
        raise InputTypeError(f"`{name}`", f"must be a list of values, but is {shown(given)}: put it in brackets.")
    read = _inverse_temperature if name == "beta" else _temperature
    values = [read(value, f"`{name}[{index}]`") for index, value in enumerate(given)]
    if not values:
        raise InputError(f"`{name}`", "must hold at least one value, but is empty: name a temperature.")
    return name, values


def _inverse_temperature(value: Any, argument: str) -> Exact | str:
    number = exact_or_infinity(value, argument)
    return "oo" if number is None else nonnegative(number, argument)


def _temperature(value: Any, argument: str) -> Exact | str:
    return nonnegative(exact(value, argument), argument)


def _inverse(name: str, value: Exact | str) -> Exact | None:
    """beta where 0 < beta < oo, else None."""
    if isinstance(value, str) or sign(value) == 0:
        return None
    return value if name == "beta" else ONE / value
