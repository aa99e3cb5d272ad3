"""Points of related models, each what `evaluate` prints, computed from tables that they share.

The tables of `numeric.ring.curve_tables` hold no temperature and no coupling J, and the coefficients of the recurrence hold N alone.
So points that differ in temperature or in J share all of them, and points of one N the coefficients. Every point is a function of its
own parameters: it begins with the precision that is planned for it, not with what another point has taught, so that its ball does not
depend on which points came before.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil
from time import monotonic
from typing import Any, NamedTuple

from flint import arb

from .balls import ball_to_integers, exponent_of, working_precision
from .certified import CertifiedNumber
from .decimals import Decimal, printed_radius
from .errors import BudgetSpent, InputError, NotCertified
from .evaluation import MAX_PRECISION, evaluate, model_parameters
from .exact_ends import exact_value
from .exactnumbers import ONE, Exact, enclose, sight, sign
from .model import Model
from .numeric.precision import BITS_PER_DIGIT, Clock, cancelled_bits, certify, gaps, largest_energy, started_clock
from .numeric.ring.curve_tables import Tables, point, tables, tables_like
from .numeric.ring.curve_values import tabulated_value
from .observables import OBSERVABLES, observable
from .version import __version__

BLOCK = 32
"""Working precisions are multiples of this, so that neighbouring points share their tables."""

SPARE_BITS = 10
"""Working precision beyond the digits, the exponents and what the quantity cancels."""

MAX_TABLES = 64
"""Most tables kept at a time."""

MAX_BITS = 2**18
"""Most bits of working precision of all tables that are kept, so that long numbers do not fill the memory."""

ATTEMPTS = 3
"""Precisions tried at a point before it is left to `evaluate`, whose formulas cancel less."""


@dataclass(slots=True)
class Shared:
    """What earlier points leave behind: facts and tables of the model in hand, and of earlier models what may serve again.

    `plans` says by quantity whether the tables may serve, `here` holds tables by precision; `columns` is by N, omega, omega_a, gamma
    and the precision, and `steps`, the coefficients of the recurrence, by N and the precision.
    """

    model: Model | None = None
    energy: arb | None = None
    gaps: arb | None = None
    plans: dict[str, bool] = field(default_factory=dict)
    here: dict[int, Tables] = field(default_factory=dict)
    columns: dict[tuple[int, Exact, Exact, Exact, int], Tables] = field(default_factory=dict)
    steps: dict[tuple[int, int], list[tuple[arb, arb, arb]]] = field(default_factory=dict)


class Found(NamedTuple):
    """A ball around the value, its decimal, and the route to it."""

    ball: arb
    decimal: Decimal
    route: str


def shared_value(
    shared: Shared,
    model: Model,
    quantity: str,
    temperature: dict[str, Any],
    *,
    digits: int = 50,
    backend: str = "arb",
    max_precision: int = MAX_PRECISION,
    budget: float | None = None,
    progress: Callable[[str], None] | None = None,
) -> CertifiedNumber:
    """One quantity at one point, as `evaluate` gives it but for the ball, its radius and the route.

    Args:
        shared: what earlier points left behind; it grows.
        model: exact parameters.
        quantity: a name of the registry.
        temperature: {"beta": value} or {"T": value}, an exact number or "oo"; nothing for a quantity that needs no temperature.
        digits: significant digits.
        backend: "arb" or "mpmath", which shares nothing.
        max_precision: ceiling of working precision in bits.
        budget: ceiling of time in seconds for this point, or None.
        progress: told every few seconds that work goes on.

    Returns:
        A certified number, its decimal that of `evaluate`.

    Raises:
        InputError: the quantity does not exist at this end.
        NotCertified: the digits were not proved within the ceilings.

    >>> from symcoh.exactnumbers import exact
    >>> shared, ring = Shared(), Model(N=6, omega_a="7/10", gamma="3/10", J="2/5")
    >>> [shared_value(shared, ring, "coherence", {"T": exact(T)}, digits=8).value for T in ("1/10", 1, 2)]
    ['0.96351791', '0.74173718', '0.21641848']
    """
    clock = started_clock(budget, progress)
    served = backend == "arb" and quantity in OBSERVABLES
    found = from_tables(shared, model, quantity, temperature, digits, max_precision, clock) if served else None
    if found is None:
        left = None if budget is None else max(0.0, budget - (monotonic() - clock.started))
        settings: Any = {"digits": digits, "backend": backend, "max_precision": max_precision, "progress": progress}
        return evaluate(model, quantity, **temperature, **settings, budget=left)
    [(name, value)] = temperature.items()
    return CertifiedNumber(
        quantity=quantity,
        value=str(found.decimal),
        digits=digits,
        certified=True,
        ball=ball_to_integers(found.ball),
        radius=printed_radius(found.ball, found.decimal),
        backend="arb",
        parameters=model_parameters(model) | {"beta" if name == "beta" else "temperature": str(value)},
        equations=observable(quantity).equations,
        version=__version__,
        route=found.route,
    )


def from_tables(
    shared: Shared, model: Model, quantity: str, temperature: dict[str, Any], digits: int, max_precision: int, clock: Clock
) -> Found | None:
    """The point from tables, or None where exact data decide it or the tables do not serve.

    Raises:
        NotCertified: the budget of the clock is spent.
    """
    if not temperature:
        return None
    [(name, value)] = temperature.items()
    if (
        not (model.is_ring and model.units.natural)
        or not isinstance(value, Exact)
        or sign(value) != 1
        or not _prepared(shared, model, quantity, max_precision)
    ):
        return None
    beta = value if name == "beta" else ONE / value
    route = "sum"

    def ball_at(bits: int) -> arb:
        nonlocal route
        used = min(-(-bits // BLOCK) * BLOCK, max_precision)
        with working_precision(used):
            at = point(_tables(shared, model, used), enclose(beta, used))
            route = "sum" if at.complete else "window"
            return tabulated_value(at, quantity)

    try:
        bits = _first_bits(shared, quantity, beta, digits)
        ball, decimal = certify(ball_at, digits, bits, max_precision, clock, attempts=ATTEMPTS)
    except BudgetSpent:
        raise
    except NotCertified:
        return None
    return Found(ball, decimal, route)


def _prepared(shared: Shared, model: Model, quantity: str, max_precision: int) -> bool:
    """Whether tables may serve a quantity of the model at 0 < beta < oo: exact data do not decide it."""
    if shared.model is not model:
        if shared.model != model:
            shared.energy = shared.gaps = None
            shared.here.clear()
            shared.plans.clear()
        shared.model = model
    if quantity not in shared.plans:
        try:
            shared.plans[quantity] = quantity in OBSERVABLES and exact_value(model, quantity, ONE, max_precision) is None
        except (InputError, NotCertified):
            shared.plans[quantity] = False
    return shared.plans[quantity]


def _first_bits(shared: Shared, quantity: str, beta: Exact, digits: int) -> int:
    """The precision to begin with: the digits, the largest exponent, what the quantity cancels and a few bits more."""
    assert shared.model is not None
    if shared.energy is None or shared.gaps is None:
        shared.energy, shared.gaps = largest_energy(shared.model), gaps(shared.model)
    size = sight(beta)
    return (
        ceil(digits * BITS_PER_DIGIT)
        + SPARE_BITS
        + max(0, exponent_of(size * shared.energy))
        + cancelled_bits(quantity, size * shared.gaps)
    )


def _tables(shared: Shared, model: Model, bits: int) -> Tables:
    """The tables of a model at the precision in force."""
    if bits not in shared.here:
        shared.here[bits] = _made(shared, model, bits)
    return shared.here[bits]


def _made(shared: Shared, model: Model, bits: int) -> Tables:
    """Tables made of what is known: all columns of a model that differs in J alone, the coefficients of one of the same N."""
    most = min(MAX_TABLES, max(2, MAX_BITS // bits))
    if len(shared.columns) >= most or len(shared.steps) >= most:
        shared.columns.clear()
        shared.steps.clear()
    key = (model.N, model.omega, model.omega_a, model.gamma, bits)
    if key not in shared.columns:
        made = tables(model)
        made.steps = shared.steps.setdefault((model.N, bits), made.steps)
        shared.columns[key] = made
        return made
    return tables_like(shared.columns[key], model)
