"""Working precision and ball primitives: the only file that sets a precision.

A ball is an `arb`: a midpoint and a radius that together enclose the true value. The precision
of FLINT is global to the process, so it is set inside `working_precision` alone, under one lock: a
thread that comes while another works waits, and work is spread over processes, never threads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from threading import RLock

from flint import arb, ctx, fmpq, fmpz

HEAVY = 2**17
"""Beyond so many bits a single exponential takes so long that the clock is asked before each."""

Ask = Callable[[float], None]
"""A clock: called with the seconds that the next call takes, it may raise to stop."""

WAIT = 0.1
"""Seconds between two looks at the clock of a thread that waits for another."""

_lock = RLock()
_clocks: list[Ask] = []


@contextmanager
def alone(clock: Ask | None = None) -> Iterator[None]:
    """Evaluate the body while every other thread waits, and leave the precision as found.

    Args:
        clock: called wherever a precision is set inside the body, and while this thread waits; may raise to stop.
    """
    while not _lock.acquire(timeout=WAIT if clock else -1):
        assert clock is not None, "without a clock the lock is waited for"
        clock(0.0)
    before = ctx.prec
    if clock:
        _clocks.append(clock)
    try:
        yield
    finally:
        if clock:
            _clocks.pop()
        ctx.prec = before
        _lock.release()


def ask_clocks() -> None:
    """Call the clocks of all `alone` in force with the seconds that a call ahead may take; any of them may raise to stop."""
    for clock in _clocks:
        clock(longest_call(ctx.prec))


def ask_clocks_about(seconds: float) -> None:
    """`ask_clocks`, before a call that takes so long."""
    for clock in _clocks:
        clock(seconds)


def longest_call(bits: int) -> float:
    """Seconds that one exponential, which nothing interrupts, may take in Arb, about: a heuristic of when not to begin."""
    return 2.3 * (bits / 3_322_000) ** 1.3 if bits > HEAVY else 0.0


class _Precision:
    """A precision while its body runs; a class, because a generator would take as long as a small product of balls."""

    __slots__ = ("before", "bits")

    def __init__(self, bits: int) -> None:
        self.bits = bits

    def __enter__(self) -> None:
        _lock.acquire()
        self.before = ctx.prec
        try:
            ctx.prec = self.bits
            for clock in _clocks:
                clock(0.0)
        except BaseException:
            self.__exit__()
            raise

    def __exit__(self, *_: object) -> None:
        ctx.prec = self.before
        _lock.release()


def working_precision(bits: int) -> AbstractContextManager[None]:
    """Evaluate the body with `bits` bits of working precision, and restore what was there; other threads wait.

    >>> from flint import ctx
    >>> before = ctx.prec
    >>> with working_precision(200):
    ...     ctx.prec
    200
    >>> ctx.prec == before
    True
    """
    return _Precision(bits)


def floating_precision(bits: int) -> AbstractContextManager[object]:
    """Evaluate the body with gmpy2's floating numbers of `bits` bits, which prove nothing, and restore what was there."""
    import gmpy2  # not where balls alone are asked for

    found: AbstractContextManager[object] = gmpy2.context(gmpy2.get_context(), precision=bits)
    return found


def current_precision() -> int:
    """Bits of working precision in force."""
    return int(ctx.prec)


def ball_to_integers(ball: arb) -> tuple[int, int, int, int]:
    """Four integers (midpoint mantissa, exponent, radius mantissa, exponent), exactly.

    >>> ball_to_integers(arb(3) / 4)
    (3, -2, 0, 0)
    """
    middle, exponent = ball.mid().man_exp()
    radius, radius_exponent = ball.rad().man_exp()
    return int(middle), int(exponent), int(radius), int(radius_exponent)


RADIUS_BITS = 30
"""Bits of a radius in FLINT."""


def ball_from_integers(integers: tuple[int, int, int, int]) -> arb:
    """The ball of `ball_to_integers`, exactly, whatever the working precision.

    >>> ball_to_integers(ball_from_integers((3, -2, 940603337, -40)))
    (3, -2, 940603337, -40)
    """
    middle, exponent, radius, radius_exponent = integers
    if radius.bit_length() == RADIUS_BITS:
        # FLINT rounds a radius of all its bits up by a unit: half a unit less comes out right.
        radius, radius_exponent = 2 * radius - 1, radius_exponent - 1
    return arb((middle, exponent), (radius, radius_exponent))


FINEST = 2**23
"""No radius is resolved below 2**-FINEST: beyond every working precision."""


def end_points(ball: arb) -> tuple[fmpq, fmpq]:
    """Both ends of a finite ball of moderate size as exact rationals.

    A radius below 2**-FINEST, which would fill the memory, is taken as 2**-FINEST: a wider enclosure.

    >>> low, high = end_points(arb(1, arb((1, -(10**9)))))
    >>> bool(low < 1 < high)
    True
    """
    middle, exponent, radius, radius_exponent = ball_to_integers(ball)
    if radius and radius_exponent < -FINEST - 64:
        radius, radius_exponent = 1, -FINEST
    centre = fmpq(middle) * dyadic(exponent)
    half_width = fmpq(radius) * dyadic(radius_exponent)
    return centre - half_width, centre + half_width


def dyadic(exponent: int) -> fmpq:
    """2**exponent exactly; refuses exponents that would fill the memory."""
    assert abs(exponent) < 2**24, "a dyadic exponent must be scaled before it is made exact"
    if exponent >= 0:
        return fmpq(fmpz(1) << exponent)
    return fmpq(1, fmpz(1) << -exponent)


def accuracy(ball: arb) -> int:
    """Bits of relative accuracy the radius leaves; zero or less when the sign is unknown."""
    if not ball.is_finite() or ball.contains(0):
        return 0 if not ball.is_zero() else current_precision()
    return int(ball.rel_accuracy_bits())


def certain_sign(ball: arb) -> int | None:
    """-1 or 1 when the whole ball lies on one side of zero, 0 for the exact zero, else None."""
    if ball > 0:
        return 1
    if ball < 0:
        return -1
    return 0 if ball.is_zero() else None


def certainly_less(left: arb, right: arb) -> bool | None:
    """True or False when every pair of points agrees, else None."""
    if left < right:
        return True
    return False if left >= right else None


def decay(exponent: arb) -> tuple[arb, arb]:
    """(e^x, 1 - e^x) for x <= 0, both to full relative accuracy: expm1 near zero, exp away from it."""
    if exponent > -1:
        gap = -exponent.expm1()
        return 1 - gap, gap
    factor = exponent.exp()
    return factor, 1 - factor


def midpoint(ball: arb) -> arb:
    """The centre of the ball as an exact ball (a choice, never a proof)."""
    middle: arb = ball.mid()
    return middle


def exponent_of(ball: arb) -> int:
    """Binary exponent e with |ball| <= 2**e, from the upper bound; 0 for zero."""
    mantissa, exponent = ball.abs_upper().mid().man_exp()
    return int(fmpz(mantissa).bit_length() + exponent) + 1 if mantissa else 0
