"""How many bits, and when a ball is good enough: the a-priori plan and the rounding loop.

Plan: ceil(D log2 10) bits for D digits, bits(y) for the exponents, where
y = beta (|J| N + |omega_a| N/2 + (omega + 2 |gamma| N)/2) bounds every one of them, ceil(log2 ops), and 32 guard
bits. Then evaluate, try to round, and raise the precision by what is missing. A value that stays on a
rounding boundary through six narrowings is not certified: a ball can never decide a tie.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil, inf
from time import monotonic, process_time

from flint import arb, fmpq

from ..balls import accuracy, exponent_of, working_precision
from ..decimals import Decimal, as_rational, candidates, halfway_between, round_ball, round_rational
from ..errors import BudgetSpent, NotCertified
from ..exactnumbers import SIGN_BITS, Exact, enclose, rational, sight, sign
from ..exactnumbers.sign import SIGHT
from ..model import Model
from ..observables import KNOWN
from .formulas import OF_TWO_SUMS

BITS_PER_DIGIT = 3.3219280948873626
GUARD_BITS = 32
MAX_NARROWINGS = 6
REPORT_EVERY = 5.0
OVERRUN = 1.0
"""Seconds beyond the budget that a call may take that was begun before its end."""
PATIENCE = 10.0
"""Seconds of processor time that a value may take whose exponents fill the working precision, where no one gave a budget."""
PATIENCE_TOGETHER = 18.0
"""Seconds of processor time from the first such bits on that all values of one call may take."""
LONGEST_STEP = 2 * PATIENCE
"""Seconds, about, of a step that nothing interrupts and that is not begun at such bits."""
INTEGRAL_PATIENCE = 17.0
"""Seconds of processor time that a value by an integral over a field may take, where no one gave a budget."""
HURRIED = 1000
"""Up to so many digits `INTEGRAL_PATIENCE` holds: more may take their time."""
FILLED = 4
"""The working precision is filled by the exponents where it is so many times what the digits take."""


def planned_bits(model: Model, quantity: str, beta: Exact, digits: int) -> int:
    """Working precision that delivers `digits` digits, a priori.

    >>> from symcoh.exactnumbers import exact
    >>> planned_bits(Model(N=6, omega_a=1, gamma=1), "coherence", exact(1), 50)
    210
    """
    operations = 10 * model.N
    return digit_bits(model, quantity, beta, digits) + exponent_bits(model, beta) + operations.bit_length()


def integral_bits(model: Model, quantity: str, beta: Exact, digits: int) -> int:
    """Working precision for the integral, which loses what the largest exponent and N take, and next to nothing else.

    >>> from symcoh.exactnumbers import exact
    >>> integral_bits(Model(N=1000, omega_a=1, gamma=1), "coherence", exact(1), 100)
    363
    """
    spared = 0 if quantity in OF_TWO_SUMS else GUARD_BITS // 2
    return digit_bits(model, quantity, beta, digits) - spared + max(exponent_bits(model, beta), model.N.bit_length()) + 2


def digit_bits(model: Model, quantity: str, beta: Exact, digits: int) -> int:
    """Bits that `digits` digits take, with the guard bits and what the quantity cancels at high temperature."""
    bits = ceil(digits * BITS_PER_DIGIT) + GUARD_BITS
    if KNOWN[quantity].cancels:
        bits += cancelled_bits(quantity, _visible(beta) * gaps(model))
    return bits


def cancelled_bits(quantity: str, height: arb) -> int:
    """Bits that the quantity loses at a high temperature, where `height` = beta (omega + |omega_a| + |gamma|) is small."""
    return KNOWN[quantity].cancels * max(0, -exponent_of(height))


def gaps(model: Model) -> arb:
    """omega + |omega_a| + |gamma|, to a few bits."""
    omega, omega_a, gamma = (abs(_visible(value)) for value in (model.omega, model.omega_a, model.gamma))
    return omega + omega_a + gamma


def exponent_bits(model: Model, beta: Exact) -> int:
    """Bits that the largest exponent takes before its point."""
    with working_precision(SIGHT):
        return max(0, exponent_of(_visible(beta) * largest_energy(model)))


def largest_energy(model: Model) -> arb:
    """|J| N + |omega_a| N/2 + (omega + 2 |gamma| N)/2, above every energy that stands in an exponent, to a few bits."""
    size = model.N
    omega, omega_a, gamma, coupling = (abs(_visible(value)) for value in (model.omega, model.omega_a, model.gamma, model.J))
    return coupling * size + omega_a * size / 2 + (omega + 2 * gamma * size) / 2


def _visible(value: Exact) -> arb:
    """A ball that shows the size of a number, also where it is a small difference or the inverse of one."""
    ball, bits = sight(value), SIGHT
    if ball.rel_accuracy_bits() >= 8 and ball.is_finite():
        return ball
    while accuracy(ball) < 8 and not ball.is_zero() and bits < SIGN_BITS:
        bits *= 2
        ball = enclose(value, bits)
    if not ball.is_finite():
        raise NotCertified(f"A parameter is not told from infinity with {SIGN_BITS} bits: write it without differences that nearly cancel.")
    return ball


class OutOfReach(NotCertified):
    """A route to a quantity that does not reach the digits asked, or not within its attempts.

    `digits` is what it reached; `at_ceiling` where it had all bits that are allowed.
    """

    def __init__(self, sentence: str, digits: int, *, at_ceiling: bool = False) -> None:
        super().__init__(sentence)
        self.digits = digits
        self.at_ceiling = at_ceiling


_ends: list[float] = []
"""Where the values at work are of one call: when its patience ends, infinite until one fills its precision."""


@contextmanager
def one_call() -> Iterator[None]:
    """The values inside share `PATIENCE_TOGETHER`."""
    _ends.append(inf)
    try:
        yield
    finally:
        _ends.pop()


def _patience(now: float) -> tuple[float, str]:
    """When the patience with a value ends that first fills its precision now, and what to say then."""
    if _ends:
        _ends[-1] = min(_ends[-1], now + PATIENCE_TOGETHER)
        if _ends[-1] < now + PATIENCE:
            return _ends[-1], f"The values were not all reached in {PATIENCE_TOGETHER:g} s of work,"
    return now + PATIENCE, f"The value was not reached in {PATIENCE:g} s of work"


@dataclass(slots=True)
class Clock:
    """A time budget and a sign of life: `check` raises once the budget is spent, and reports now and then."""

    budget: float | None
    report: Callable[[str], None] | None
    started: float
    reported: float
    bits: int = 0
    filled: float = inf
    until: float = inf
    late: str = ""
    integral_until: float = inf

    def start_value(self, digits: int) -> None:
        """Begin a value: without a budget, `PATIENCE` bounds its time at bits that the exponents fill, `FILLED`."""
        if self.budget is None:
            self.filled = FILLED * (digits * BITS_PER_DIGIT + 2**8)
            self.until = inf  # set at the first look with so many bits: the time of the process takes a while to ask for
            self.integral_until = inf

    def start_integral(self, digits: int) -> None:
        """Go on with a value by an integral over a field, whose work no one foresees: `INTEGRAL_PATIENCE` bounds it without a budget."""
        if self.budget is None and digits <= HURRIED:
            self.integral_until = process_time() + INTEGRAL_PATIENCE

    def check(self, ahead: float = 0.0) -> None:
        """Raise BudgetSpent when the budget is spent, or would be by more than `OVERRUN` after a call of `ahead` seconds."""
        if self.budget is None and self.report is None and self.bits <= self.filled and self.integral_until == inf:
            return  # nobody would hear it
        if self.bits > self.filled:
            used = process_time()
            if self.until == inf:
                self.until, self.late = _patience(used)
            if used > self.until or ahead > LONGEST_STEP:
                late = self.late if used > self.until else f"The next step takes about {ahead:.0f} s"
                raise NotCertified(
                    f"{late} with {self.bits} bits, which the exponents take and not the digits: give --budget SECONDS to go on, or "
                    "parameters of nearer sizes."
                )
        if self.integral_until < inf and process_time() > self.integral_until:
            raise NotCertified(
                f"The integral over the field was not reached in {INTEGRAL_PATIENCE:g} s of work with {self.bits} bits: "
                "give --budget SECONDS to go on, or parameters of nearer sizes."
            )
        now = monotonic()
        if self.report is not None and now - self.reported > REPORT_EVERY:
            self.reported = now
            self.report(f"{now - self.started:.0f} s, working with {self.bits} bits")
        if self.budget is not None and now - self.started > self.budget:
            raise BudgetSpent(
                f"The budget of {self.budget:g} seconds ran out while working with {self.bits} bits: "
                "raise --budget, or ask for fewer digits."
            )
        if self.budget is not None and now + ahead - self.started > self.budget + OVERRUN:
            raise BudgetSpent(
                f"The budget of {self.budget:g} seconds does not hold the next step, of about {ahead:.0f} seconds: "
                "raise --budget, or ask for fewer digits."
            )


def started_clock(budget: float | None = None, report: Callable[[str], None] | None = None) -> Clock:
    """A clock that starts now; `report` is told every few seconds that work goes on."""
    return Clock(budget, report, monotonic(), monotonic())


def certify(
    ball_at: Callable[[int], arb],
    digits: int,
    first_bits: int,
    max_precision: int,
    clock: Clock,
    tie: Callable[[fmpq], int | None] | None = None,
    attempts: int | None = None,
) -> tuple[arb, Decimal]:
    """Raise the precision until the ball rounds correctly (half-even) to `digits` digits.

    Args:
        ball_at: bits of working precision -> a ball around one and the same value.
        digits: significant digits.
        first_bits: where to start.
        max_precision: ceiling in bits.
        clock: the time budget.
        tie: the exact sign of (value - t) for a rational t, where exact algebra can tell.
        attempts: most evaluations that leave the ball too wide, or None for as many as the ceiling allows.

    Returns:
        The ball, and its middle rounded to the digits.

    Raises:
        OutOfReach: the ceiling, or the attempts.
        NotCertified: the budget, or six narrowings on a rounding boundary.
    """
    wanted = digits * BITS_PER_DIGIT + 4
    bits, narrowings, failed = min(first_bits, max_precision), 0, 0
    while True:
        clock.bits = bits
        clock.check()
        ball = ball_at(bits)
        decimal = round_ball(ball, digits)
        if decimal is not None:
            return ball, decimal
        reached = accuracy(ball)
        if reached > wanted:
            narrowings += 1
            decided = _decide_tie(ball, digits, tie)
            if decided is not None:
                return ball, decided
            if narrowings == MAX_NARROWINGS:
                low, high = candidates(ball, digits)
                raise NotCertified(
                    f"The value is too close to a tie between {_short(low)} and {_short(high)}, even with {bits} bits: ask for more digits."
                )
        else:
            failed += 1 if ball.is_finite() else 2  # an infinite ball says that the route does not apply
        certain = max(0, int(reached / BITS_PER_DIGIT))
        if bits >= max_precision:
            raise OutOfReach(
                f"Only {certain} of {digits} digits are certain at the ceiling of {max_precision} bits: raise --max-precision.",
                certain,
                at_ceiling=True,
            )
        if attempts is not None and failed >= attempts:
            raise OutOfReach(f"Only {certain} of {digits} digits are certain where this route gives up, with {bits} bits.", certain)
        missing = int(wanted - reached) + GUARD_BITS
        step = max(64, bits // 2) if reached > wanted else missing if reached > 0 else bits
        bits = min(bits + step, max_precision)


def certify_exact(value: Exact, digits: int, max_precision: int, clock: Clock) -> tuple[arb, Decimal]:
    """Round an exact number; a tie of an algebraic number is decided by exact algebra."""
    known = value.rational
    if known is not None:
        return enclose(value, int(digits * BITS_PER_DIGIT) + 64), round_rational(known, digits)
    bits = int(digits * BITS_PER_DIGIT) + 2 * GUARD_BITS
    return certify(
        lambda precision: enclose(value, precision),
        digits,
        bits,
        max_precision,
        clock,
        lambda point: sign(value - rational(point), max_precision),
    )


def _decide_tie(ball: arb, digits: int, tie: Callable[[fmpq], int | None] | None) -> Decimal | None:
    """The decimal on the proved side of the tie inside the ball (the tie itself goes to even)."""
    boundary = halfway_between(ball, digits) if tie else None
    side = tie(boundary) if tie and boundary is not None else None
    if boundary is None or side is None:
        return None
    nudge = abs(boundary) * fmpq(side, 10 ** (digits + 5))
    decimal = round_rational(boundary + nudge, digits)
    assert side or as_rational(decimal) != boundary
    return decimal


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:18]}...{text[-18:]}"
