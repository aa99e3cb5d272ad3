"""The mpmath backend: two precisions that agree.

It shares no formula with the certified backend, so that the two can be held against each other. A
value is computed at p bits and again at clearly more; it is accepted where the two agree to 16 bits
beyond the digits asked for and everything that close to the second rounds to the same decimal. That
is evidence and no proof.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import inf

from flint import fmpz

from ...errors import InputError, NotCertified, shown
from ...exactnumbers import Exact
from ...ground import GroundManifold
from ...model import Model, decided_sign
from ...observables import KNOWN
from ..precision import Clock
from . import formulas as formulas
from .floats import MAX_EXPONENT, Context, Float, Unresolved, context, to_float
from .formulas import GroundLevel, Target
from .levels import Ladder, Parameters, ladder, parameters, sector_energy
from .limits import FREE_RING, TWO_STATES

GUARD_BITS = 64
"""Bits beyond the digits, on top of those for N and for the exponents."""

MARGIN_BITS = 16
"""Bits beyond the digits to which the two precisions must agree."""

PATIENCE = 6.0
"""Seconds, about, that one of the two precisions may take where no one gave a budget."""

TIE_ROUNDS = 6
"""Rounds after which a value that stays beside a rounding tie is given up."""

EXACT_EXPONENT = 2**23
"""Binary exponents up to this size are rounded with exact integers, larger ones are scaled first."""

EXACTLY = 2**62
"""Bits of agreement of two equal values."""

_LOG10_OF_2 = (30102999566398119521373889472449302676818988146210854131, 10**56)

Formula = Callable[[Ladder], Float]
Part = Callable[[Context, Parameters, Target], Float]

WHOLE: dict[str, Formula] = {
    "partition-function": formulas.partition_function,
    "log-partition-function": formulas.log_partition_function,
    "free-energy": formulas.free_energy,
    "energy": formulas.energy,
    "entropy": formulas.entropy,
    "heat-capacity": formulas.heat_capacity,
    "magnetization": formulas.magnetization,
    "coherence-derivative": lambda rungs: -(rungs.beta**2) * formulas.coherence_slope(rungs),
}
"""What needs the whole system, for omega_a >= 0 (the magnetization without its sign)."""

TARGET: dict[str, Part] = {
    "coherence": lambda ctx, par, state: state.x,
    "population-ground": lambda ctx, par, state: 1 - state.population,
    "population-excited": lambda ctx, par, state: state.population,
    "bloch-x": lambda ctx, par, state: state.x,
    "bloch-z": lambda ctx, par, state: -state.z,
    "purity": lambda ctx, par, state: formulas.purity(state),
    "target-entropy": lambda ctx, par, state: formulas.target_entropy(ctx, state),
    "relative-entropy-of-coherence": lambda ctx, par, state: formulas.relative_entropy_of_coherence(ctx, state),
    "quantum-fisher-information": lambda ctx, par, state: state.x**2,
    "ergotropy": lambda ctx, par, state: formulas.ergotropy(par, state),
}
"""What needs the target alone (bloch-x without its sign)."""

QUANTITIES = (*WHOLE, *TARGET)

LIMITS = (*TWO_STATES, *FREE_RING)
"""Bounds and limits, at finite beta."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Binary:
    """mantissa * 2**exponent, exactly."""

    mantissa: int
    exponent: int

    @property
    def magnitude(self) -> int:
        """e with 2**(e-1) <= |value| < 2**e."""
        return self.mantissa.bit_length() + self.exponent


@dataclass(frozen=True, kw_only=True, slots=True)
class Task:
    """One evaluation: what is asked, of which model, at which temperature."""

    model: Model
    quantity: str
    beta: Exact | None
    ground: tuple[GroundLevel, ...]
    ceiling: int
    patience: float = inf


def evaluate_mpmath(
    model: Model,
    quantity: str,
    beta: Exact | None,
    digits: int,
    max_precision: int,
    *,
    ground: GroundManifold | None = None,
    clock: Clock | None = None,
) -> tuple[int, int, int]:
    """A quantity rounded half-even to `digits` significant digits, from two precisions that agree.

    Args:
        model: the exact parameters; N <= 20,000 at finite beta.
        quantity: one of `QUANTITIES`, or of `LIMITS` where beta is finite.
        beta: exact inverse temperature > 0; None is the ground state.
        digits: significant decimal digits, >= 1.
        max_precision: ceiling of the working precision in bits.
        ground: the manifold of lowest energy (with `levels`); required when beta is None, and at
            finite beta it decides ties of sectors, where None leaves them to the precision.
        clock: told how many bits are worked with; without a budget the work itself is bounded (`PATIENCE`).

    Returns:
        (sign, coefficient, exponent) for sign * coefficient * 10**(exponent - digits + 1), with
        10**(digits-1) <= coefficient < 10**digits; (0, 0, 0) for a zero at beta = oo.

    Raises:
        InputError: an unknown quantity, or one without a value at beta = oo.
        NotCertified: no agreement within `max_precision`, a value beside a rounding tie, an
            exponent beyond 2**60, or N beyond 20,000.

    Error: heuristic. Two precisions can agree on a wrong value in principle.

    >>> from symcoh.exactnumbers import exact
    >>> evaluate_mpmath(Model(N=4, omega_a="7/10", gamma="3/10"), "coherence", exact("1/100"), 8, 10_000)
    (1, 41999352, -5)
    """
    if quantity not in QUANTITIES + LIMITS:
        raise InputError("`quantity`", f"must be one of {', '.join(QUANTITIES)}, but is {shown(quantity)}.")
    task = Task(model=model, quantity=quantity, beta=beta, ground=tuple(ground.levels) if ground else (), ceiling=max_precision)
    if clock and clock.budget is None:
        task = replace(task, patience=PATIENCE)
    guard = GUARD_BITS + 2 * model.N.bit_length() + _exponent_bits(task)
    wanted = _digits_to_bits(digits) + MARGIN_BITS
    bits = wanted - MARGIN_BITS + guard
    ties = reached = further = 0
    lower = upper = (0, 0, 0)
    while ties < TIE_ROUNDS:
        higher = bits + max(64, bits // 4)
        if higher > max_precision:
            raise NotCertified(_ceiling_sentence(quantity, digits, reached, higher, max_precision))
        if clock:
            clock.bits = higher
        first, second = _attempt(task, bits), _attempt(task, higher)
        if first is not None and second is not None and not first.mantissa and not second.mantissa and beta is None:
            return 0, 0, 0
        reached = agreement(first, second)
        if reached < wanted or second is None:
            bits = 2 * bits if reached < 8 else bits + wanted - reached + 32
            continue
        lower, upper = (rounded(end, digits) for end in neighbours(second, wanted))
        if lower == upper:
            return lower
        ties += 1
        further = 16 * 4**ties
        wanted, bits = wanted + further, bits + further
    raise NotCertified(_tie_sentence(quantity, digits, wanted - further, lower, upper))


def _digits_to_bits(digits: int) -> int:
    return digits * _LOG10_OF_2[1] // _LOG10_OF_2[0] + 2


def _exponent_bits(task: Task) -> int:
    """Bits that the largest exponent beta |E| takes; beyond 64 the exponentials are zero or refused."""
    if task.beta is None:
        return 0
    par = parameters(task.model, 64, task.ceiling)
    scale = par.N * (abs(par.J) + par.omega_a + par.gamma) + par.omega
    size = par.ctx.mag(to_float(par.ctx, task.beta, task.ceiling) * scale) if scale else 0
    return min(max(int(size), 0), 64)


def _ceiling_sentence(quantity: str, digits: int, reached: int, higher: int, ceiling: int) -> str:
    good = min(reached * _LOG10_OF_2[0] // _LOG10_OF_2[1], digits)
    done = f"agreed to about {good}" if good else "has none"
    return f"The {quantity} {done} of {digits} digits and asks for {higher} bits, above the ceiling of {ceiling}: raise the precision."


def _tie_sentence(quantity: str, digits: int, bits: int, lower: tuple[int, int, int], upper: tuple[int, int, int]) -> str:
    names = f" {lower[0] * lower[1]}e{lower[2] - digits + 1} and {upper[0] * upper[1]}e{upper[2] - digits + 1}" if digits <= 40 else ""
    return f"The {quantity} lies within 2**-{bits} of a tie between two decimals{names} of {digits} digits: ask for more digits."


def _attempt(task: Task, bits: int) -> Binary | None:
    """The quantity at one working precision; None where that does not resolve it at all."""
    try:
        value = _evaluate(task, bits)
    except Unresolved:
        return None
    result = binary(value)
    if not value and KNOWN[task.quantity].signed:  # any other zero is an exponent beyond bounds
        return None
    if abs(result.magnitude) > MAX_EXPONENT or (not result.mantissa and task.beta is not None):
        raise NotCertified(f"The {task.quantity} has a binary exponent beyond 2**60, which is refused: try a beta of smaller size.")
    return result


def _evaluate(task: Task, bits: int) -> Float:
    par = parameters(task.model, bits, task.ceiling)
    if task.beta is None:
        value = _ground_value(task, par)
    else:
        beta = to_float(par.ctx, task.beta, task.ceiling)
        if task.quantity in TWO_STATES:
            return TWO_STATES[task.quantity](par, beta)
        rungs = ladder(task.model, par, beta, frozenset(abs(level.m) for level in task.ground), task.patience)
        of_sectors = WHOLE | FREE_RING
        if task.quantity in of_sectors:
            value = of_sectors[task.quantity](rungs)
        else:
            value = _target_value(task.quantity, par, formulas.components(rungs))
    return value * _sign(task)


def _target_value(quantity: str, par: Parameters, parts: list[formulas.Component]) -> Float:
    return TARGET[quantity](par.ctx, par, formulas.target(par, parts))


def _ground_value(task: Task, par: Parameters) -> Float:
    """The quantity at beta = oo, from the levels of lowest energy."""
    if KNOWN[task.quantity].cold == "none":
        raise InputError("`beta`", f"must be finite for the {task.quantity}, but is oo.")
    if not task.ground:
        raise NotCertified("The ground state is needed at beta = oo and was not decided: raise the maximal precision.")
    if task.quantity in ("energy", "free-energy"):
        return sector_energy(par, abs(task.ground[0].m))
    count = sum(level.degeneracy for level in task.ground)
    if task.quantity == "entropy":
        return par.ctx.ln(count)
    if task.quantity == "magnetization":
        return par.ctx.mpf(sum(abs(level.m) * level.degeneracy for level in task.ground)) / count
    if task.quantity in WHOLE:
        return par.ctx.zero
    return _target_value(task.quantity, par, formulas.ground_components(par, task.ground))


def _sign(task: Task) -> int:
    """The sign that |omega_a| and |gamma| dropped."""
    if task.quantity == "magnetization":
        return -decided_sign(task.model.omega_a, "omega_a")
    if task.quantity == "bloch-x":
        return decided_sign(task.model.omega_a, "omega_a") * decided_sign(task.model.gamma, "gamma")
    return 1


def binary(value: Float) -> Binary:
    """A finite mpf as two integers, exactly."""
    negative, mantissa, exponent, _ = value._mpf_
    return Binary(mantissa=-int(mantissa) if negative else int(mantissa), exponent=int(exponent))


def agreement(first: Binary | None, second: Binary | None) -> int:
    """Bits to which two values agree, relative to the second; zero where one is missing or zero."""
    if first is None or second is None or not first.mantissa or not second.mantissa:
        return 0
    if abs(first.magnitude - second.magnitude) > 1:
        return 0
    base = min(first.exponent, second.exponent)
    left, right = (value.mantissa << (value.exponent - base) for value in (first, second))
    difference = abs(left - right)
    return max(right.bit_length() - difference.bit_length() - 1, 0) if difference else EXACTLY


def neighbours(value: Binary, bits: int) -> tuple[Binary, Binary]:
    """value (1 -+ 2**-bits), exactly."""
    return (
        Binary(mantissa=value.mantissa * ((1 << bits) - 1), exponent=value.exponent - bits),
        Binary(mantissa=value.mantissa * ((1 << bits) + 1), exponent=value.exponent - bits),
    )


def rounded(value: Binary, digits: int) -> tuple[int, int, int]:
    """A nonzero value rounded half-even to `digits` significant digits, with integers.

    Returns:
        (sign, coefficient, exponent) as `evaluate_mpmath`.

    Error: none for binary exponents up to 2**23; beyond, the value is first scaled by a power of
    ten with 64 bits more than it, and the decimal, hold.

    >>> rounded(Binary(mantissa=-5, exponent=-1), 1), rounded(Binary(mantissa=7, exponent=-1), 1)
    ((-1, 2, 0), (1, 4, 0))
    """
    assert value.mantissa, "zero has no leading digit"
    if abs(value.magnitude) > EXACT_EXPONENT:
        shift = _decimal_exponent(value)
        ctx = context(max(value.mantissa.bit_length(), _digits_to_bits(digits)) + 64)
        outcome = rounded(binary(ctx.mpf((value.mantissa, value.exponent)) * ctx.mpf(10) ** -shift), digits)
        return outcome[0], outcome[1], outcome[2] + shift
    place = _decimal_exponent(value)
    unit = fmpz(10) ** (digits - 1)
    while True:
        whole, rest, divisor = _scaled_division(value, digits - 1 - place)
        if whole < unit:
            place -= 1
        elif whole >= 10 * unit:
            place += 1
        else:
            break
    twice = 2 * rest
    if twice > divisor or (twice == divisor and whole % 2 == 1):
        whole += 1
    if whole == 10 * unit:
        whole, place = unit, place + 1
    return (1 if value.mantissa > 0 else -1), int(whole), place


def _scaled_division(value: Binary, power: int) -> tuple[fmpz, fmpz, fmpz]:
    """Quotient, rest and divisor of |value| 10**power in whole numbers."""
    numerator, divisor = fmpz(abs(value.mantissa)), fmpz(1)
    if power >= 0:
        numerator *= fmpz(10) ** power
    else:
        divisor = fmpz(10) ** -power
    if value.exponent >= 0:
        numerator <<= value.exponent
    else:
        divisor <<= -value.exponent
    whole, rest = divmod(numerator, divisor)
    return whole, rest, divisor


def _decimal_exponent(value: Binary) -> int:
    """floor(log10 |value|), or one less."""
    return (value.magnitude - 1) * _LOG10_OF_2[0] // _LOG10_OF_2[1]
