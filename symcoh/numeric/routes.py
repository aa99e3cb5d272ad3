"""The driver: which route evaluates a quantity, and what happens where it does not reach the digits.

    sum       every sector, (24)-(31): exact but for rounding; cost O(N)
    window    the sectors that matter, the others bounded: O(sqrt N), or a few at low temperature
    integral  one integral over two rings: O(1) in N
    closed-form   omega = 0, any N

The routes are ordered by a guess at their cost; the guess is a heuristic, and only the ball that comes back decides
whether a route has reached the digits. Each has a bounded number of attempts, then the next is tried.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flint import arb

from ..decimals import Decimal
from ..errors import InputError, NotCertified, integer_text
from ..exactnumbers import Exact, is_zero
from ..model import Model
from .precision import BITS_PER_DIGIT, Clock, OutOfReach, certify, digit_bits, integral_bits, planned_bits
from .ring.limits import QUANTITIES, quantity_ball
from .ring.quantities import sum_ball
from .ring.setting import Problem

ROUTE_NAMES = ("sum", "window", "integral")

MAX_SOURCES = 4_000_000
"""Most sources whose sectors are summed one by one."""

FEW_SOURCES = 200
"""Up to here all sectors are summed without looking further."""

ATTEMPTS = 4
"""Evaluations a route may fail to reach the digits, where another route is left."""

PATIENCE = 10.0
"""Seconds, about, that a wide window may take where no one asked for it."""

Value = tuple[arb, Decimal, str]
Route = tuple[Callable[[int], arb], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked: the arguments that every route shares."""

    problem: Problem
    quantity: str
    digits: int
    max_precision: int
    clock: Clock


def certified_value(
    model: Model, quantity: str, beta: Exact, digits: int, max_precision: int, clock: Clock, route: str | None = None
) -> Value:
    """The ball, its decimal and the route: the cheapest route that reaches the digits, or the one asked for.

    Args:
        model: exact parameters.
        quantity: a name of the registry that has no exactly known value here.
        beta: inverse temperature > 0 (0 for Z alone).
        digits: significant digits.
        max_precision: ceiling in bits.
        clock: the time budget.
        route: one of `ROUTE_NAMES`, or None.

    Raises:
        InputError: a route for a bound or limit, which is a closed form.
        NotCertified: no route reaches the digits; the sentence says what each did reach.

    >>> from symcoh.exactnumbers import exact
    >>> from symcoh.numeric.precision import started_clock
    >>> ring = Model(N=10**6, omega_a="7/10", gamma="3/10", J="2/5")
    >>> found = certified_value(ring, "coherence", exact(1000), 20, 4000, started_clock())
    >>> str(found[1]), found[2]
    ('0.99999999999861111111', 'window')
    """
    clock.start_value(digits)
    problem = Problem(model, beta)
    question = Question(problem=problem, quantity=quantity, digits=digits, max_precision=max_precision, clock=clock)
    if quantity in QUANTITIES:
        return _limit(question, route)
    if is_zero(beta):
        return *certify(lambda bits: sum_ball(problem, quantity, bits), digits, 64, max_precision, clock), "exact"
    if route is not None:
        return _attempt(question, Step(name=route))
    if model.N <= FEW_SOURCES:
        return _attempt(question, Step(name="sum", attempts=None))
    reasons: list[str] = []
    summed = False
    for step in _steps(question):
        if summed and step.name == "sum":
            continue
        try:
            return _attempt(question, step)
        except OutOfReach as failure:
            summed = summed or (step.name == "sum" and failure.at_ceiling)  # no further attempt has more bits
            reasons.append(f"{step.name} reaches {failure.digits}")
    raise NotCertified(
        f"{digits} digits of {quantity} are beyond every route at N = {integer_text(model.N)} ({', '.join(reasons)}): "
        "ask for fewer digits, or raise --max-precision."
    )


def _limit(question: Question, route: str | None) -> Value:
    """A bound or limit of the coherence, (36)-(47)."""
    if route is not None:
        raise InputError("`route`", f"does not go with {question.quantity}, which is a closed form: leave it out.")
    model, quantity, beta = question.problem.model, question.quantity, question.problem.beta
    bits = planned_bits(model, quantity, beta, question.digits)
    ball, decimal = certify(
        lambda bits: quantity_ball(quantity, model, beta, bits), question.digits, bits, question.max_precision, question.clock
    )
    return ball, decimal, "closed-form"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A route to try: with so many attempts (None: no limit), and at most so many sectors in a window (None: its own limit)."""

    name: str
    attempts: int | None = ATTEMPTS
    most: int | None = None


def _attempt(question: Question, step: Step) -> Value:
    ball_at, bits = ROUTES[step.name](question, step.most)
    ball, decimal = certify(ball_at, question.digits, bits, question.max_precision, question.clock, attempts=step.attempts)
    return ball, decimal, step.name


def _steps(question: Question) -> list[Step]:
    """The routes, cheapest first, each bounded but for the last; a sum over too many sectors is never among them."""
    from .ring.costs import cost_heuristic, sector_heuristic

    model, quantity, digits = question.problem.model, question.quantity, question.digits
    cost = {name: cost_heuristic(name, question.problem, quantity, digits) for name in ROUTE_NAMES}
    summed = model.N <= MAX_SOURCES and question.max_precision >= digits * BITS_PER_DIGIT  # a long sum does not round to fewer bits
    feasible = [name for name in ROUTE_NAMES if name != "sum" or summed]
    first, second, *rest = sorted(feasible, key=cost.__getitem__)
    sector = sector_heuristic(quantity, digits)
    steps = [Step(name=name, most=int(PATIENCE / sector)) for name in (first, second, *rest)]
    if first == "window":
        # A window of so many sectors that the second route costs less is tried last.
        steps = [Step(name=first, most=int(4 * cost[second] / sector)), *steps[1:], steps[0]]
    if summed:
        steps.append(Step(name="sum", attempts=None))
    return [Step(name="closed-form"), *steps] if is_zero(model.omega) else steps


def _sum(question: Question, most: int | None) -> Route:
    problem, quantity, model = question.problem, question.quantity, question.problem.model
    if model.N > MAX_SOURCES:
        raise OutOfReach(f"N = {integer_text(model.N)} is beyond the {MAX_SOURCES} sources whose sectors are summed: leave out `route`.", 0)
    first = planned_bits(model, quantity, problem.beta, question.digits)
    return lambda bits: sum_ball(problem, quantity, bits, question.clock.check), first


def _window(question: Question, most: int | None) -> Route:
    from .ring.window import MAX_KEPT, lost_bits, window_enclosure

    problem, quantity, checkpoint = question.problem, question.quantity, question.clock.check
    limit = MAX_KEPT if most is None else min(most, MAX_KEPT)
    first = digit_bits(problem.model, quantity, problem.beta, question.digits) + lost_bits(problem.model, problem.beta)
    return lambda bits: window_enclosure(problem, quantity, bits, checkpoint, limit), first


def _integral(question: Question, most: int | None) -> Route:
    from .integral.enclosure import integral_ball

    problem, quantity, checkpoint = question.problem, question.quantity, question.clock.check
    first = integral_bits(problem.model, quantity, problem.beta, question.digits)
    return lambda bits: integral_ball(problem, quantity, bits, checkpoint), first


def _closed_form(question: Question, most: int | None) -> Route:
    from .ring.closed_form import closed_form_enclosure

    problem, quantity = question.problem, question.quantity
    first = planned_bits(problem.model, quantity, problem.beta, question.digits)
    return lambda bits: closed_form_enclosure(problem, quantity, bits), first


ROUTES: dict[str, Callable[[Question, int | None], Route]] = {
    "sum": _sum,
    "window": _window,
    "integral": _integral,
    "closed-form": _closed_form,
}
"""Each gives the ball at so many bits, and the bits to begin with."""
