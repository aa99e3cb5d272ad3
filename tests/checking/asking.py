"""From a right claim to a question: the formula written in a random way, with the options that make it right."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from sympy import Pow, Rational, cosh, exp, expand, factor, sinh, tanh, together

from .claim import Claim
from .numbers import Written
from .question import Question
from .symbols import BY_NAME, T, beta
from .writing import Writer, hidden_one

LONGEST = 6000
SMALL = 90
HIGHEST = 4


def chosen_power(rng: random.Random, claim: Claim) -> int:
    """The last power that the formula will have."""
    return rng.choice([p for p in claim.terms if p <= claim.last])


def right(rng: random.Random, claim: Claim) -> Question:
    """A right question: a polynomial, a form that does not end, or a polynomial with a tail beyond --order."""
    if claim.closed is not None:
        order, reach = closed_order(rng, claim)
        return written(rng, claim, claim.closed, order, reach, "correct", "a form that does not end")
    last = chosen_power(rng, claim)
    expr, order = claim.polynomial(last), None
    if rng.random() < 0.15 and last + 1 < 60:
        order = rng.choice([p for p in range(last, claim.last + 1) if not any(last < k <= p for k in claim.terms)])
        if rng.random() < 0.6:
            expr += tail(rng, claim, order + 1)
    return written(rng, claim, expr, order, order if order is not None else last, "correct", "rewritten")


def tail(rng: random.Random, claim: Claim, power: int) -> Any:
    """Something of a given power and beyond that does not belong to the series."""
    v = claim.variable
    return rng.choice((v**power, -Rational(7, 3) * v**power, v**power / (1 + v), v**power * exp(v), v ** (power - 1) * (cosh(v) - 1)))


def closed_order(rng: random.Random, claim: Claim) -> tuple[int | None, int]:
    """(--order, the powers claimed) for a form that does not end."""
    natural = claim.first + 2
    if claim.through is None or claim.through >= natural:
        if rng.random() < 0.7:
            return None, natural
        order = rng.randint(claim.first, natural + 1 if claim.through is None else min(claim.through, natural + 2))
        return order, order
    order = rng.randint(claim.first, claim.through)
    return order, order


def written(
    rng: random.Random,
    claim: Claim,
    expr: Any,
    order: int | None,
    reach: int,
    verdict: str,
    why: str,
    differs: int | None = None,
    witness: dict[str, Any] | None = None,
) -> Question:
    """The question as typed; a text that grows too long is written again, more plainly."""
    given = {name: rng.choice(number.forms) for name, number in claim.given.items()}
    if name := next((name for name in given if name == "N"), None):
        given[name] = claim.given["N"].forms[0]
    ends = order is None and claim.closed is None and not claim.exponentials
    for wild in (rng.choice((0.0, 0.4, 1.0)), 0.3, 0.0):
        text = _formula(rng, claim, expr, wild)
        if len(text) <= LONGEST:
            break
    text = _dressed(rng, claim, text, reach if ends else None)
    return Question(
        claim=claim, formula=text, order=order, given=given, verdict=verdict, why=why, reach=reach, differs=differs, witness=witness or {}
    )


def _formula(rng: random.Random, claim: Claim, expr: Any, wild: float) -> str:
    expr = _numbers_put_in(rng, claim, rearranged(rng, expr, wild))
    text = Writer(rng, wild, _names(rng, claim, wild)).formula(expr)
    if rng.random() < 0.3 * wild:
        one = hidden_one(rng, rng.choice(_quiet(claim)))
        text = rng.choice((f"({text})*{one}", f"{one}*({text})"))
    if rng.random() < 0.1 * wild:
        text = f"{text} + {rng.choice(('0', 'sqrt(2)*sqrt(3)-sqrt(6)', '(cosh(1)**2-sinh(1)**2-1)', 'exp(1/3)-exp(1/3)'))}"
    return text


def rearranged(rng: random.Random, expr: Any, wild: float) -> Any:
    """The expression expanded, factored, over one denominator, in exponentials, or as it is."""
    if rng.random() > wild or expr.count_ops() > SMALL or _high(expr):
        return expr
    way: Callable[[Any], Any] = rng.choice((expand, factor, together, in_exponentials, lambda e: expand(in_exponentials(e)), lambda e: e))
    return way(expr)


def _high(expr: Any) -> bool:
    """Whether a sum stands under a power that, multiplied out, would fill the memory."""
    return any(power.base.is_Add and power.exp.is_Integer and abs(power.exp) > HIGHEST for power in expr.atoms(Pow))


def in_exponentials(expr: Any) -> Any:
    """sinh, cosh and tanh by exp; powers stay powers."""
    return expr.rewrite((sinh, cosh, tanh), exp)


def _numbers_put_in(rng: random.Random, claim: Claim, expr: Any) -> Any:
    """Sometimes every given rational as a number, so that the coefficients become numbers."""
    if rng.random() > 0.25 or any(number.extreme for number in claim.given.values()):
        return expr
    rationals = {name: number.rational for name, number in claim.given.items() if number.rational is not None}
    return expr.xreplace({BY_NAME[name]: Rational(value if name == "J" else abs(value)) for name, value in rationals.items()})


def _names(rng: random.Random, claim: Claim, wild: float) -> dict[str, Callable[[], str]]:
    found = {name: _one_of(rng, (name,)) for name in BY_NAME}
    for name, number in claim.given.items():
        found[name] = _one_of(rng, _texts(rng, name, number, wild))
    if claim.held and rng.random() < 0.3:
        found["K"] = _one_of(rng, ("K", "(beta*J)"))
    if ("T" in claim.limit or "beta" in claim.limit) and rng.random() < 0.35:
        found["beta"] = _one_of(rng, ("1/T", "T**(-1)"))
    return found


def _texts(rng: random.Random, name: str, number: Written, wild: float) -> tuple[str, ...]:
    """Ways to write a given parameter in the formula; gamma and omega_a enter by their moduli."""
    if name != "J" and number.sign < 0:
        kept: tuple[str, ...] = (f"(-{name})", f"sqrt({name}**2)")
        values = number.modulus()
    else:
        kept, values = (name,), number.forms
    if number.extreme or rng.random() < 0.6:
        return kept
    plain = (values[0],) if wild == 0 or name == "N" else tuple(f"({text})" for text in values)
    return plain if rng.random() < 0.7 else (*plain, *kept)


def _one_of(rng: random.Random, texts: tuple[str, ...]) -> Callable[[], str]:
    return lambda: rng.choice(texts)


def _quiet(claim: Claim) -> tuple[str, ...]:
    """Arguments of identities that hide a 1: numbers, and parameters that are neither the limit's nor extreme."""
    moving = {part.split()[0] for part in claim.limit.split("; ")} | ({"J"} if claim.held else set())
    still = [name for name in ("omega", "gamma", "omega_a", "J") if name not in moving and name not in claim.given]
    return ("1", "1/3", "sqrt(2)", *still)


def _dressed(rng: random.Random, claim: Claim, text: str, last: int | None) -> str:
    """Sometimes with `coherence =` in front and `+ O(...)` behind."""
    if last is not None and rng.random() < 0.15 and not claim.variable.has(exp):
        variable = 1 / T if claim.variable == beta and claim.limit.startswith("T") else claim.variable
        order = Writer(rng, 0, _names(rng, claim, 0) | {"beta": lambda: "beta"}).formula(variable ** (last + 1))
        text = f"{text} + O({order})"
    return f"coherence = {text}" if rng.random() < 0.1 else text
