"""Wrong questions: a right claim with one thing changed within what it claims."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

from sympy import Abs, Integer, Rational, exp

from .asking import chosen_power, closed_order, written
from .claim import Claim
from .question import Question
from .symbols import J, N, beta, gamma, omega, omega_a
from .values import context, drawn, near, of

FACTORS = (
    Rational(11, 10),
    Rational(101, 100),
    1 + Rational(1, 10**6),
    1 + Rational(1, 10**12),
    1 + Rational(1, 10**40),
    Rational(-1),
    Rational(2),
    Rational(1, 2),
)
TINY = (Rational(1, 10**30), -Rational(1, 10**12), exp(-Integer(100)), Rational(1, 1000), exp(-Integer(40)) * 3)


@dataclass(frozen=True, kw_only=True, slots=True)
class Spoiled:
    """A wrong formula, why it is wrong, its first wrong power where known, and parameters at which it fails."""

    expr: Any
    why: str
    differs: int | None = None
    witness: dict[str, Any] | None = None


def wrong(rng: random.Random, claim: Claim) -> Question | None:
    """A wrong question, or None where the change that was drawn does not fit this claim."""
    given = {name: number.forms[0] for name, number in claim.given.items()}
    ctx = context(60)
    values = drawn(ctx, rng, claim, given)
    if claim.closed is not None:
        order, reach = closed_order(rng, claim)
        found = _closed(rng, claim, reach)
    else:
        last = chosen_power(rng, claim)
        order, reach = (None, last) if rng.random() < 0.8 else (last, last)
        found = _terms(rng, claim, last, ctx, values)
    if found is None or not _differs(claim, found, reach, values):
        return None
    return written(rng, claim, found.expr, order, reach, "wrong", found.why, found.differs, found.witness)


def _differs(claim: Claim, found: Spoiled, reach: int, values: dict[str, Any]) -> bool:
    """Whether formula and claim part within the powers claimed, measured near the limit at two sizes."""
    base = claim.closed if claim.closed is not None else claim.polynomial(reach)
    slope = measured(claim, found.expr - base, values | (found.witness or {}))
    return slope is not None and slope < reach + 0.4


def measured(claim: Claim, difference: Any, values: dict[str, Any]) -> float | None:
    """The power of v with which an expression vanishes, from two sizes of v; None where it is 0."""
    sizes, logs = (100, 130), []
    for size in sizes:
        ctx = context(9 * size + 200)
        value = of(ctx, difference, near(ctx, claim, values, size))
        if value == 0 or abs(value) < ctx.mpf(10) ** (-7 * size - 150):
            return None
        logs.append(ctx.log10(abs(value)))
    return float((logs[0] - logs[1]) / (sizes[1] - sizes[0]))


# Changes of a polynomial in v.


def _terms(rng: random.Random, claim: Claim, last: int, ctx: Any, values: dict[str, Any]) -> Spoiled | None:
    powers = [p for p in claim.terms if p <= last and of(ctx, claim.terms[p], values) != 0]
    if not powers:
        return None
    whole = claim.polynomial(last)
    change = rng.choice((_factor, _factor, _missing, _doubled, _power, _extra, _extra, *_RANGES))
    return change(rng, claim, whole, rng.choice(powers), powers)


def _factor(rng: random.Random, claim: Claim, whole: Any, p: int, powers: list[int]) -> Spoiled:
    number = rng.choice(FACTORS)
    return Spoiled(expr=whole + (number - 1) * claim.terms[p] * claim.variable**p, why=f"power {p} times {number}", differs=p)


def _missing(rng: random.Random, claim: Claim, whole: Any, p: int, powers: list[int]) -> Spoiled | None:
    if p == max(powers):
        return None
    return Spoiled(expr=whole - claim.terms[p] * claim.variable**p, why=f"power {p} missing", differs=p)


def _doubled(rng: random.Random, claim: Claim, whole: Any, p: int, powers: list[int]) -> Spoiled:
    return Spoiled(expr=whole + claim.terms[p] * claim.variable**p, why=f"power {p} twice", differs=p)


def _power(rng: random.Random, claim: Claim, whole: Any, p: int, powers: list[int]) -> Spoiled:
    step = rng.choice((-1, 1)) if p else 1
    moved = claim.terms[p] * (claim.variable ** (p + step) - claim.variable**p)
    return Spoiled(expr=whole + moved, why=f"power {p} written {p + step}", differs=min(p, p + step))


def _extra(rng: random.Random, claim: Claim, whole: Any, p: int, powers: list[int]) -> Spoiled:
    power = rng.randint(0, max(powers))
    return Spoiled(expr=whole + rng.choice(TINY) * claim.variable**power, why=f"something at power {power}", differs=power)


# Changes that only a part of the range of an open parameter shows.


def _alternating(rng: random.Random, claim: Claim, whole: Any, p: int, powers: list[int]) -> Spoiled | None:
    if not _open(claim, "N"):
        return None
    odd = claim.smallest + 1 - claim.smallest % 2
    factor = rng.choice(((-1) ** N, (1 + (-1) ** N) / 2))
    return Spoiled(expr=whole * factor, why=f"times {factor}: odd N", witness={"N": odd if odd >= claim.smallest else odd + 2})


def _large_N(rng: random.Random, claim: Claim, whole: Any, p: int, powers: list[int]) -> Spoiled | None:
    if not _open(claim, "N"):
        return None
    start = max(claim.smallest, 1)
    factor = Integer(1)
    for size in range(start, start + rng.randint(1, 4)):
        factor *= N - size
    return Spoiled(expr=whole * (1 + factor / 100), why="right for the smallest N only", witness={"N": start + 6})


def _modulus_of_J(rng: random.Random, claim: Claim, whole: Any, p: int, powers: list[int]) -> Spoiled | None:
    if claim.held or not _open(claim, "J") or not whole.has(J):
        return None
    return Spoiled(expr=whole.subs(J, Abs(J)), why="|J| for J", witness=_with_bonds(claim, -1))


def _with_bonds(claim: Claim, sign: int) -> dict[str, Any]:
    """A J of this sign, and sources enough to feel it."""
    return {"J": sign * Rational(3, 7)} | ({"N": claim.smallest + 1} if _open(claim, "N") else {})


def _one_sign_of_J(rng: random.Random, claim: Claim, whole: Any, p: int, powers: list[int]) -> Spoiled | None:
    if claim.held or not _open(claim, "J"):
        return None
    sign = rng.choice((1, -1))
    factor = 1 + rng.choice((Integer(1), Rational(1, 10**9))) * (Abs(J) - sign * J)
    return Spoiled(expr=whole * factor, why="right for one sign of J", witness=_with_bonds(claim, -sign))


def _another_parameter(rng: random.Random, claim: Claim, whole: Any, p: int, powers: list[int]) -> Spoiled | None:
    names = [symbol for symbol in (omega, omega_a, gamma, beta) if _open(claim, symbol.name)]
    if not names:
        return None
    symbol = rng.choice(names)
    factor = rng.choice((symbol, 1 + (symbol - 1) / 50, 2 * symbol / (1 + symbol)))
    return Spoiled(expr=whole * factor, why=f"right at {symbol} = 1 only", witness={symbol.name: Rational(17, 11)})


def _open(claim: Claim, name: str) -> bool:
    moving = {part.split()[0].replace("T", "beta") for part in claim.limit.split("; ")}
    return name not in claim.given and name not in moving


_RANGES = (_alternating, _large_N, _modulus_of_J, _one_sign_of_J, _another_parameter)


# Changes of a form that does not end.


def _closed(rng: random.Random, claim: Claim, reach: int) -> Spoiled | None:
    whole, first = claim.closed, claim.first
    chance = rng.random()
    if chance < 0.3:
        number = rng.choice(FACTORS)
        return Spoiled(expr=whole * number, why=f"all times {number}", differs=first)
    if chance < 0.5:
        power = rng.randint(0, reach)
        return Spoiled(expr=whole + rng.choice(TINY) * claim.variable**power, why=f"something at power {power}", differs=power)
    if chance < 0.6 and reach > first:
        power = rng.randint(first + 1, reach)
        return Spoiled(expr=whole * (1 + Rational(1, 7) * claim.variable ** (power - first)), why=f"power {power} changed", differs=power)
    if chance < 0.8:
        return _tweaked(rng, claim)
    return rng.choice(_RANGES)(rng, claim, whole, first, [first])


def _tweaked(rng: random.Random, claim: Claim) -> Spoiled | None:
    """One whole number inside the form raised by one, or a function taken for another."""
    expr = claim.closed
    spots = [node for node in _nodes(expr) if node.is_Mul and node.args[0].is_Rational and node.args[0] != -1]
    if not spots:
        return None
    spot = rng.choice(spots)
    coefficient = spot.args[0]
    raised = spot / coefficient * (coefficient + (1 if coefficient > 0 else -1))
    return Spoiled(expr=expr.xreplace({spot: raised}), why=f"{coefficient} made {raised.args[0]} inside")


def _nodes(expr: Any) -> list[Any]:
    found, waiting = [], [expr]
    while waiting:
        node = waiting.pop()
        found.append(node)
        waiting += node.args
    return sorted(set(found), key=str)
