"""Any quantity of any model: which route, and the rounding loop.

exact      ends and zeros, on exact data
sum        every joint sector: exact but for rounding
integral   one integral over the field of the target, where the sources have a partition function in a field (one bath)
"""

from __future__ import annotations

from collections.abc import Callable

from flint import arb

from ...balls import exponent_of, working_precision
from ...decimals import Decimal
from ...errors import InputError, NotCertified
from ...exactnumbers import ZERO, Exact, enclose, is_zero, reduced
from ...exactnumbers.sign import ball_here
from ...model import Model
from ...observables import KNOWN
from ...sources.energy import energy_ball
from ...sources.protocol import MAX_SECTORS, MOST_LISTED
from ..formulas import JOINT_FORMULAS, MOMENTS
from ..precision import BITS_PER_DIGIT, GUARD_BITS, Clock, certify, certify_exact
from .ends import AXES, exact_value, ground_state, hot_mean_force
from .field import WITHOUT, field_ball, has_field_route
from .mean_force import cold_mean_force
from .problem import Problem, count_of_sectors, energy_scale, problem
from .state import thermal_state
from .summed_sectors import has_window
from .tails import too_long

Value = tuple[arb, Decimal, str]
MEAN_FORCE = frozenset(name for name, known in KNOWN.items() if known.bare)
FIRST_SIGHT = 128
"""Bits at which an exact zero at T = 0 is looked for."""


def general_value(
    model: Model, quantity: str, beta: Exact | None, digits: int, max_precision: int, clock: Clock, route: str | None = None
) -> Value:
    """The ball, its decimal and the route.

    Args:
        model: any model.
        quantity: a name of the registry.
        beta: the inverse temperature; None is T = 0.
        digits: significant digits.
        max_precision: ceiling in bits.
        clock: the time budget.
        route: "sum" or "integral" alone, or None.

    Raises:
        InputError: the quantity does not exist here.
        NotCertified: the digits were not proved within the ceilings.
    """
    clock.start_value(digits)
    known = exact_value(model, quantity, beta)
    if known is not None:
        return *certify_exact(reduced(known), digits, max_precision, clock), "exact"
    with working_precision(FIRST_SIGHT):
        lost = max(0, exponent_of(energy_scale(model) * (ball_here(beta) if beta is not None else 1)))
    ball_at, found = _ball_at(model, quantity, beta, clock, route, lost, digits)
    bits = int(digits * BITS_PER_DIGIT) + 2 * GUARD_BITS + lost
    ball_at = _visible(ball_at, quantity, MOST_CANCELLED * bits)
    if beta is None and ball_at(FIRST_SIGHT).is_zero():
        return *certify_exact(ZERO, digits, max_precision, clock), "exact"
    return *certify(ball_at, digits, min(bits, max_precision), max_precision, clock), found


SUMMED = 3_000
"""Up to so many sectors the sum is taken where the integral applies as well."""

MOST_CANCELLED = 64
"""How many times the first precision a value may take to be told from zero."""


def _visible(ball_at: Callable[[int], arb], quantity: str, most: int) -> Callable[[int], arb]:
    """The same, refused where the ball still holds zero with `most` bits: no precision tells whether the value is zero."""

    def checked(bits: int) -> arb:
        ball = ball_at(bits)
        if bits > most and ball.contains(0) and not ball.is_zero():
            raise NotCertified(f"The {quantity} is not told from zero with {bits} bits, and may be zero: change a parameter a little.")
        return ball

    return checked


def _ball_at(
    model: Model, quantity: str, beta: Exact | None, clock: Clock, route: str | None, lost: int, digits: int
) -> tuple[Callable[[int], arb], str]:
    """The quantity at so many bits, and the route that gives it; `lost` of them the exponents take."""
    if model.target.dimension != 2:
        from .matrix import matrix_ball

        return (lambda bits: matrix_ball(model, quantity, beta, bits, clock.check)), "sum"
    prepared = problem(model)
    if beta is None:
        return (lambda bits: _cold(prepared, quantity, bits)), "sum"
    if quantity in AXES and is_zero(beta):
        return (lambda bits: _hot(prepared, quantity, bits)), "exact"
    count = count_of_sectors(model)
    bounded = all(bath.sources.bounded for bath in model.baths)
    few = count <= MOST_LISTED if count is not None else not bounded and not _many(prepared, count, beta)
    if quantity in WITHOUT and not few and has_field_route(model):
        raise InputError(quantity, "needs every sector of the sources, which are too many here: try a smaller N.")
    if route == "integral" or (route is None and _many(prepared, count, beta) and has_field_route(model)):
        if not has_field_route(model):
            raise InputError("`route`", "must be sum here: these sources have no partition function in a field.")
        clock.start_integral(digits)
        return (lambda bits: field_ball(prepared, quantity, beta, bits, clock.check, lost)), "integral"
    many = all(bath.sources.bounded for bath in model.baths) and (count is None or count > MAX_SECTORS)
    if many and not has_window(prepared):
        raise NotCertified(f"The sectors of these sources are more than {MAX_SECTORS}, and are not summed one by one: try a smaller N.")
    return (lambda bits: sum_ball(prepared, quantity, beta, bits, clock.check)), "sum"


def _many(prepared: Problem, count: int | None, beta: Exact) -> bool:
    """Whether a sum over the sectors is long, or none at all."""
    if not all(bath.sources.bounded for bath in prepared.baths):
        with working_precision(FIRST_SIGHT):
            return too_long(prepared, ball_here(beta))
    return count is None or count > SUMMED


def sum_ball(prepared: Problem, quantity: str, beta: Exact, bits: int, checkpoint: Callable[[], None]) -> arb:
    """The quantity from the sum over every joint sector."""
    with working_precision(bits):
        inverse = arb(enclose(beta, bits))
        state = thermal_state(prepared, inverse, 2 if quantity in MOMENTS else 0, checkpoint)
        return JOINT_FORMULAS[quantity](state)


def _hot(prepared: Problem, quantity: str, bits: int) -> arb:
    with working_precision(bits):
        return energy_ball(hot_mean_force(prepared, AXES[quantity]))


def _cold(prepared: Problem, quantity: str, bits: int) -> arb:
    with working_precision(bits):
        if quantity in MEAN_FORCE or quantity in AXES:
            return cold_mean_force(prepared, quantity)
        state = ground_state(prepared)
        if quantity in ("energy", "free-energy"):
            return state.reference
        if quantity == "source-entropy":
            if state.degeneracy is None:
                raise NotCertified("The degeneracy of the ground state is not decided for these sources.")
            return arb(state.degeneracy).log() - state.conditional
        if quantity not in JOINT_FORMULAS:
            raise InputError(quantity, "is not a quantity of this model.")
        return JOINT_FORMULAS[quantity](state)
