"""What an answer says, held against the truth of its question: the verdict, the powers, the coefficient that should stand there."""

from __future__ import annotations

import random
import re
from typing import Any

from .plain import value
from .question import Question
from .values import context, drawn, of

DIGITS = 60


def false_statement(question: Question, verdict: str, said: dict[str, Any]) -> str | None:
    """The first statement of an answer that is false, or None."""
    if verdict not in ("correct", "wrong"):
        return None
    if verdict != question.verdict:
        return f"{'proved ' if said.get('proved') else ''}{verdict}, but it is {question.verdict}"
    if not said.get("valid_for"):
        return "valid_for is empty"
    if question.claim.exponentials or question.kind == "C=0":
        return None
    found = said.get("first_difference")
    return _of_wrong(question, found, said) if verdict == "wrong" else _of_right(question, found, said)


def _of_wrong(question: Question, found: dict[str, str] | None, said: dict[str, Any]) -> str | None:
    if found is None:
        return "wrong, but nothing differs"
    if question.differs is None:
        return None
    if found["power"] != str(question.differs):
        return f"first difference at power {found['power']}, but it is {question.differs}"
    return _coefficient(question, question.differs, found["should_be"], said.get("because", ""))


def _of_right(question: Question, found: dict[str, str] | None, said: dict[str, Any]) -> str | None:
    through = said.get("agrees_through")
    if through != "oo" and (through is None or int(through) < question.reach):
        return f"agrees through {through}, but through {question.reach}"
    if found is None or "exp(" in found["should_be"]:
        return None  # identical, or apart by an exponential beyond every power
    if found["power"].isidentifier():
        return None  # a power that is a symbol, such as N of an endless ring
    if float(found["power"]) <= question.reach:
        return f"correct through {question.reach}, but different at power {found['power']}"
    following = _following(question)
    if question.why == "rewritten" and following is not None and found["power"] != str(following):
        return f"first difference at power {found['power']}, but it is {following}"
    return None


def _following(question: Question) -> int | None:
    """The first power of C beyond a polynomial that ends, where it is known."""
    claim = question.claim
    at = _values(question)
    known = [p for p, c in sorted(claim.terms.items()) if question.reach < p <= claim.last and of(at[0], c, at[1]) != 0]
    return known[0] if known and question.order is None and claim.closed is None else None


def _values(question: Question) -> tuple[Any, dict[str, Any]]:
    ctx = context(DIGITS)
    return ctx, drawn(ctx, random.Random(1), question.claim, question.given)


POINT = re.compile(r", at ((?:\w+ = [^,;]+(?:, )?)+)")


def point_named(ctx: Any, because: str) -> dict[str, Any]:
    """The values of the point of the range at which an answer says that it was decided; empty where it names none."""
    found = POINT.search(because)
    pairs = [part.split(" = ") for part in found.group(1).split(", ") if part] if found else []
    return {name: int(text) if name == "N" else value(ctx, text, {}) for name, text in pairs}


def _coefficient(question: Question, power: int, text: str, because: str) -> str | None:
    """Whether `text` is the true coefficient, at the point that the answer names, else at any.

    Not asked where the limit's own name or a sum is in it, or a part of the range decides.
    """
    claim = question.claim
    moving = {part.split()[0] for part in claim.limit.split("; ")}
    extreme = any(number.extreme for number in claim.given.values())
    parts = set(re.findall(r"[A-Za-z_]+", text))
    if question.witness or claim.closed is not None or extreme or {"Sum", "hyper"} & parts or moving & parts:
        return None
    ctx, at = _values(question)
    at |= point_named(ctx, because)
    names = at | {name: abs(at[name]) for name in ("gamma", "omega_a")}
    right, shown = of(ctx, claim.terms.get(power, claim.variable * 0), at), value(ctx, text, names)
    if abs(right - shown) <= ctx.mpf(10) ** (12 - DIGITS) * (abs(right) + ctx.mpf(10) ** -20):
        return None
    return f"should be {text} at power {power}, but {ctx.nstr(shown, 12)} is {ctx.nstr(right, 12)} at {names}"
