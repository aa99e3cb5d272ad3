"""beta -> oo: exact transseries at numbers, from the levels of a small ring, and (41), (49), (56), (57) with symbols."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

from sympy import Integer, Rational, exp, expand, sqrt

from oracles.mpmath_cases import configurations

from . import forms, numbers
from .asking import written
from .claim import Claim, sample, whole
from .numbers import Written
from .question import Question
from .symbols import BY_NAME, N, beta

Level = tuple[Any, Any, Any]
DIGITS = 120


def transseries(N: int, at: dict[str, Any], count: int) -> list[tuple[Any, Any]]:
    """(E, a) of C = Σ a exp(-E beta), the constant and the first `count` others: exact in surds.

    Args:
        N: sources, at most 6.
        at: omega, omega_a, gamma, J; rational but for J, which may be a sum of square roots. The moduli of omega_a and gamma.
        count: exponentials wanted.
    """
    total: dict[Any, Any] = {}
    polar: dict[Any, Any] = {}
    for m, bonds, states in configurations(N):
        gap = sqrt(at["omega"] ** 2 + 4 * at["gamma"] ** 2 * m**2)
        for branch in (1, -1):
            energy = expand(-at["omega_a"] * m / 2 - at["J"] * bonds + branch * gap / 2)
            total[energy] = total.get(energy, Integer(0)) + states
            polar[energy] = polar.get(energy, Integer(0)) - branch * states * expand(2 * at["gamma"] * m / gap)
    order = sorted(total, key=lambda energy: energy.evalf(DIGITS))
    levels = [(expand(energy - order[0]), total[energy], expand(polar[energy])) for energy in order]
    return _divided(levels, count)


def _divided(levels: list[Level], count: int) -> list[tuple[Any, Any]]:
    """The quotient of two sums of exponentials, term by term from the largest."""
    rest = {energy: polar for energy, _, polar in levels}
    found: list[tuple[Any, Any]] = []
    while len(found) <= count and rest:
        energy = min(rest, key=lambda e: e.evalf(DIGITS))
        coefficient = expand(rest.pop(energy) / levels[0][1])
        if coefficient == 0:
            if energy == 0:
                found.append((energy, coefficient))
            continue
        found.append((energy, coefficient))
        for step, weight, _ in levels[1:]:
            place = expand(energy + step)
            rest[place] = expand(rest.get(place, Integer(0)) - coefficient * weight)
    return found


def numbers_given(rng: random.Random) -> tuple[int, dict[str, Any], dict[str, Written]]:
    """A ring with every parameter given, J on, beside or away from a critical line."""
    size = rng.choice((1, 2, 3, 4, 4, 5, 6))
    values = {name: Fraction(rng.randint(1, 15), rng.choice((5, 10, 4))) for name in ("omega", "omega_a", "gamma")}
    if rng.random() < 0.4:  # S_N rational
        scale = Fraction(rng.randint(1, 5), 10)
        values["omega"], values["gamma"] = 3 * scale, 2 * scale / size
    at = {name: Rational(value.numerator, value.denominator) for name, value in values.items()}
    given = {name: numbers.written(rng, value) for name, value in values.items()}
    line = expand(forms.critical(size).subs({BY_NAME[name]: value for name, value in at.items()})) if size > 1 else Integer(0)
    at["J"], given["J"] = _coupling(rng, line)
    for name in ("omega_a", "gamma"):
        given[name] = numbers.negative(given[name]) if rng.random() < 0.15 else given[name]
    given["N"] = whole(size)
    return size, at, given


def _coupling(rng: random.Random, line: Any) -> tuple[Any, Written]:
    """J, and how it is written: any, on the line, or 1e-30 beside it."""
    chance = rng.random()
    if chance < 0.55:
        value = Fraction(rng.randint(-12, 12), rng.choice((5, 7, 10)))
        return Rational(value.numerator, value.denominator), numbers.written(rng, value)
    aside = rng.choice((0, 0, 1, -1)) * Rational(1, 10 ** rng.choice((3, 30)))
    text = str(line) if aside == 0 else f"{line}{'+' if aside > 0 else '-'}1e-{len(str(aside.q)) - 1}"
    return line + aside, Written(forms=(text.replace(" ", ""),), sign=0, rational=None)


def claim(rng: random.Random) -> Claim:
    """The transseries at numbers."""
    size, at, given = numbers_given(rng)
    series = transseries(size, at, 4)
    return Claim(
        kind="beta->oo numbers", limit=rng.choice(("beta -> oo", "T -> 0")), variable=1 / beta, given=given, exponentials=tuple(series)
    )


def _sum(terms: list[tuple[Any, Any]]) -> Any:
    return sum((a * exp(-energy * beta) for energy, a in terms), Integer(0))


def right(rng: random.Random, claim: Claim) -> Question:
    """The constant, and some of the exponentials in order."""
    terms = nonzero(claim)
    shown = terms[: rng.randint(1, len(terms))]
    return written(rng, claim, _sum(shown), None, len(shown), "correct", f"{len(shown)} terms of the transseries")


def nonzero(claim: Claim) -> list[tuple[Any, Any]]:
    """The terms that are there: without the constant where that is 0."""
    return [term for term in claim.exponentials if term[1] != 0]


def wrong(rng: random.Random, claim: Claim) -> Question | None:
    """One constant, coefficient, exponent or sign changed, or one term left out before the last."""
    terms = nonzero(claim)
    shown = terms[: rng.randint(1, len(terms))]
    place = rng.randrange(len(shown))
    energy, a = shown[place]
    changes: list[tuple[str, list[tuple[Any, Any]]]] = [
        ("a sign", [(energy, -a)]),
        ("a factor 11/10", [(energy, a * Rational(11, 10))]),
        ("a factor 1 + 1e-12", [(energy, a * (1 + Rational(1, 10**12)))]),
        ("a term twice", [(energy, 2 * a)]),
    ]
    if energy:
        changes.append(("an exponent", [(energy * Rational(rng.choice((101, 99)), 100), a)]))
        spurious = energy * Rational(2, 3)
        if all(expand(e - spurious) != 0 for e, _ in terms):
            changes.append(("a spurious exponential", [(spurious, Rational(1, 7)), (energy, a)]))
    if place < len(shown) - 1:
        changes.append(("a term missing", []))
    why, changed = rng.choice(changes)
    expr = _sum([*shown[:place], *changed, *shown[place + 1 :]])
    return written(rng, claim, expr, None, len(shown), "wrong", f"{why} at term {place + 1} of {len(shown)}")


# The ground state with symbols.


def aligned(rng: random.Random) -> Claim:
    """(41), (49): J given and not negative, or one source; (56) for odd rings needs a line and is asked at numbers."""
    given = sample(rng, ("omega", "omega_a", "gamma"), share=0.4)
    if rng.random() < 0.3:
        given["N"] = whole(1)
        given |= sample(rng, ("J",), share=0.4)
    else:
        value = Fraction(rng.randint(0, 6), rng.choice((1, 5, 1000)))
        given["J"] = numbers.written(rng, value)
        given |= {} if rng.random() < 0.5 else {"N": whole(rng.choice((2, 3, 4, 50)))}
    limit = rng.choice(("beta -> oo", "T -> 0"))
    return Claim(kind="beta->oo symbols", limit=limit, variable=1 / beta, terms={0: forms.amplitude()}, last=0, given=given)


def wrong_phase(rng: random.Random) -> Question:
    """(41) where J is open, or negative at open gamma and omega_a: right above the critical line only; or (56) for (41)."""
    given = sample(rng, ("omega",), share=0.4)
    if rng.random() < 0.5:
        given["J"] = numbers.negative(numbers.written(rng, numbers.plain(rng)))
    else:
        given |= sample(rng, ("gamma",), share=0.4)
    given |= {} if rng.random() < 0.5 else {"N": whole(rng.choice((2, 3, 4, 7)))}
    single = rng.random() < 0.2
    tiny, large = Rational(1, 10**6), Integer(1000)
    witness: dict[str, Any] = (
        {"N": 2, "omega_a": large, "J": Integer(1)} if single else {"N": 2, "omega_a": tiny, "gamma": tiny, "J": -Integer(50)}
    )
    limit = rng.choice(("beta -> oo", "T -> 0"))
    ring = Claim(kind="beta->oo phase", limit=limit, variable=1 / beta, terms={0: forms.amplitude()}, last=0, given=given)
    shown = {name: number for name, number in witness.items() if name not in given}
    return written(rng, ring, forms.amplitude(1 if single else N), None, 0, "wrong", "right in one phase only", 0, shown)
