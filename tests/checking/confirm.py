"""The truth of a question, confirmed from the definition in plain multiprecision.

Two measurements near the limit, each at two sizes of the small variable v:

    C by the sum over all 2^N states      minus the right claim   vanishes beyond the last power claimed
    the formula as it is typed            minus the right claim   so does it for a right question, and does not for a wrong one

For N -> oo only the second is measured; the law itself is held against long rings in the tests. A parameter of the order of
1e+-5000 is measured at an ordinary stand-in: what is claimed does not depend on its scale.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import Any

from sympy import Rational

from oracles.mpmath_cases import configurations

from .plain import value
from .question import Question
from .values import context, drawn, near, of

SIZES = (60, 80)
SLACK = 0.4


def coherence(ctx: Any, at: dict[str, Any], states: Iterable[tuple[int, int, int]] | None = None) -> Any:
    """C from all states (m, bonds, number) of the ring: |Tr σ^x exp(-βH)|/Z, sector by sector."""
    numerator, denominator = ctx.mpf(0), ctx.mpf(0)
    terms = [(at["omega_a"] * m / 2 - at["J"] * bonds, m, count) for m, bonds, count in states or configurations(at["N"])]
    halves = {m: ctx.sqrt(at["omega"] ** 2 / 4 + (at["gamma"] * m) ** 2) for _, m, _ in terms}
    lowest = min(energy - halves[m] for energy, m, _ in terms)
    for energy, m, count in terms:
        down, up = (count * ctx.exp(-at["beta"] * (energy + s * halves[m] - lowest)) for s in (-1, 1))
        denominator += down + up
        if halves[m]:
            numerator += at["gamma"] * m / halves[m] * (down - up)
    return abs(numerator) / denominator


def complaints(question: Question, rng: random.Random) -> list[str]:
    """What the measurements say against the question; empty where they confirm it."""
    if question.kind == "C=0":
        return _of_zero(question, rng)
    if question.kind == "beta->oo phase":
        return _in_phase(question, rng)
    if question.claim.exponentials:
        return _cold(question, rng)
    found = claim_complaints(question, rng)
    slope = _slope(question, rng, _gap_to_text)
    if question.verdict == "correct" and slope is not None and slope <= question.reach + SLACK:
        found.append(f"the text parts from the claim at power {slope:.3f}")
    if question.verdict == "wrong" and (slope is None or slope > question.reach + SLACK):
        found.append(f"the text agrees with the claim, power {slope}")
    if question.verdict == "wrong" and question.differs is not None and slope is not None and abs(slope - question.differs) > SLACK:
        found.append(f"the text parts from the claim at power {slope:.3f}, not {question.differs}")
    return found


def claim_complaints(question: Question, rng: random.Random) -> list[str]:
    """What C by the states says against the claim through the power that the question reaches."""
    if question.claim.limit.endswith("N -> oo") or not _small(question):
        return []
    slope = _slope(question, rng, _gap_to_states)
    return [] if slope is None or slope > question.reach + SLACK else [f"the claim parts from the states at power {slope:.3f}"]


def _small(question: Question) -> bool:
    N = question.given.get("N")
    return N is None or int(N) <= 8


def _base(question: Question) -> Any:
    claim = question.claim
    return claim.closed if claim.closed is not None else claim.polynomial(question.reach)


def _slope(question: Question, rng: random.Random, gap: Any) -> float | None:
    """The power of v with which a gap vanishes, None where it is nothing at either size."""
    seed, logs = rng.random(), []
    for size in SIZES:
        ctx = context(20 * size + 250)
        at = drawn(ctx, random.Random(seed), question.claim, question.given)
        at |= {name: _float(ctx, number) for name, number in question.witness.items()} if gap is _gap_to_text else {}
        distance = gap(ctx, question, near(ctx, question.claim, at, size))
        if abs(distance) < ctx.mpf(10) ** (-10 * size - 200):
            return None
        logs.append(float(ctx.log10(abs(distance))))
    return (logs[0] - logs[1]) / (SIZES[1] - SIZES[0])


def _float(ctx: Any, number: Any) -> Any:
    return int(number) if number == int(number) else ctx.mpf(int(Rational(number).p)) / int(Rational(number).q)


def _gap_to_states(ctx: Any, question: Question, at: dict[str, Any]) -> Any:
    return coherence(ctx, at) - of(ctx, _base(question), at)


def _gap_to_text(ctx: Any, question: Question, at: dict[str, Any]) -> Any:
    names = at | {"T": 1 / at["beta"]}
    return value(ctx, question.formula, names) - of(ctx, _base(question), at)


def _of_zero(question: Question, rng: random.Random) -> list[str]:
    ctx = context(100)
    at = drawn(ctx, rng, question.claim, question.given)
    names = at | {"T": 1 / at["beta"]}
    size = abs(value(ctx, question.formula, names))
    return [] if (size < ctx.mpf(10) ** -60) == (question.verdict == "correct") else [f"the text is {size}"]


def _in_phase(question: Question, rng: random.Random) -> list[str]:
    """At the witness a wrong formula is not the limit."""
    ctx = context(60)
    at = drawn(ctx, rng, question.claim, question.given) | {name: _float(ctx, number) for name, number in question.witness.items()}
    at["beta"] = ctx.mpf(10) ** 40
    distance = abs(coherence(ctx, at) - value(ctx, question.formula, at | {"T": 1 / at["beta"]}))
    return [] if (distance > 1e-15) == (question.verdict == "wrong") else [f"apart at the witness by {ctx.nstr(distance, 3)}"]


def _cold(question: Question, rng: random.Random) -> list[str]:
    """C minus the terms claimed falls beyond the last exponent; the text minus them is nothing, or does not.

    Beside a critical line the exponents are of the order of 1e-30 and of 1: then C is measured where the small ones decide.
    """
    terms = [(energy, a) for energy, a in question.claim.exponentials if a != 0][: question.reach]
    last, found = terms[-1][0].evalf(80), []
    exponents = [float(energy) for energy, _ in question.claim.exponentials if energy != 0]
    scale, top = min(exponents, default=1.0), max(exponents, default=1.0)

    def claimed(ctx: Any, at: dict[str, Any]) -> Any:
        return sum((of(ctx, a, at) * ctx.exp(-of(ctx, energy, at) * at["beta"]) for energy, a in terms), ctx.mpf(0))

    def typed(ctx: Any, at: dict[str, Any]) -> Any:
        return value(ctx, question.formula, at | {"T": 1 / at["beta"]})

    if scale > 1e-6 or last < 1e-6:
        rate = _rate(question, lambda ctx, at: coherence(ctx, at) - claimed(ctx, at), 300 / scale, int(500 * min(top / scale, 20)) + 200)
        if rate is not None and rate <= last * (1 + 1e-6):
            found.append(f"C minus the claim falls with exp(-r beta), r = {str(rate)[:20]}, not beyond {str(last)[:20]}")
    rate = _rate(question, lambda ctx, at: typed(ctx, at) - claimed(ctx, at), 30 / top, 250)
    if (rate is None) != (question.verdict == "correct") or (rate is not None and rate > last * 1.02):
        found.append(f"the text minus the claim falls with exp(-r beta), r = {str(rate)[:20]}")
    return found


def _rate(question: Question, gap: Any, first: float, digits: int) -> Any:
    """-(d/dbeta) log|gap| between two beta; None where nothing is left of the gap."""
    ctx, logs, places = context(digits), [], (first, 1.2 * first)
    for place in places:
        at = drawn(ctx, random.Random(0), question.claim, question.given)
        at["beta"] = ctx.mpf(place)
        distance = gap(ctx, at)
        if abs(distance) < ctx.mpf(10) ** (60 - digits):
            return None
        logs.append(ctx.log(abs(distance)))
    return (logs[0] - logs[1]) / (ctx.mpf(places[1]) - ctx.mpf(places[0]))
