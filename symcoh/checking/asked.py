"""A question, read: its limits, what is held, what is given, and its formula in the names of a case."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass

from sympy import Expr

from ..errors import InputError, shown
from ..exact import symbols, to_sympy
from ..exactnumbers import Exact
from .case import Case
from .question import Limit, Question, limit_of
from .reading import NAMES, read_formula
from .truth import LARGEST_EXACT, QUANTITIES, has_series

SECONDS = 12.0
"""CPU seconds a question may take."""
_HOLD = re.compile(r"\s*([A-Za-z_][A-Za-z_0-9]*)\s*=(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question, read."""

    question: Question
    limits: tuple[Limit, ...]
    held: str | None
    given: dict[str, Exact]
    end: float

    @property
    def last(self) -> Limit:
        """The limit in which powers are counted."""
        return self.limits[-1]


def asked_of(question: Question) -> Asked:
    """The question read.

    Raises:
        InputError: a quantity, limit, parameter or combination that is not known, or not possible here.
    """
    limits = tuple(limit_of(name, point, "`limit`") for name, point in question.limits)
    if question.quantity not in QUANTITIES:
        raise InputError("`quantity`", f"must be one of {', '.join(QUANTITIES)}, but is {shown(question.quantity)}.")
    held = _held(question, limits)
    for limit in limits:
        if limit.name in question.given:
            raise InputError(f"`{limit.name}`", "is the variable of --limit: leave it out.")
    known = len(limits) == 1 and has_series(question.quantity, limits[0], held is not None)
    if question.quantity != "coherence" and "N" not in question.given and not known:
        raise InputError(
            "`N`", f"is required for {question.quantity}, whose exact expression is compared: give a number up to {LARGEST_EXACT}."
        )
    if held is not None and "J" in question.given:
        raise InputError("`J`", "is not fixed where K = beta*J is held: leave it out.")
    return Asked(question=question, limits=limits, held=held, given=dict(question.given), end=time.process_time() + SECONDS)


def _held(question: Question, limits: tuple[Limit, ...]) -> str | None:
    if question.hold is None:
        return None
    match = _HOLD.fullmatch(question.hold)
    if match is None:
        raise InputError("`hold`", f'must look like "K = beta*J", but is {shown(question.hold)}.')
    name = match.group(1)
    if name in (*NAMES, "T"):
        raise InputError("`hold`", f"must introduce a new name such as K, but {name} is a name of the model.")
    combination = read_formula(match.group(2), "`hold`")
    if combination != symbols.beta * symbols.J or (limits[0].name, limits[0].point) != ("beta", "0") or len(limits) > 1:
        raise InputError("`hold`", f"must be 'NAME = beta*J' with --limit 'beta -> 0', but is {shown(question.hold.strip())}.")
    return name


def names_of(asked: Asked) -> dict[str, Expr]:
    """What each name stands for where nothing is split yet."""
    names: dict[str, Expr] = {name: to_sympy(asked.given[name]) if name in asked.given else getattr(symbols, name) for name in NAMES}
    if names["N"].is_Integer and names["N"] > LARGEST_EXACT:
        names["N"] = symbols.N  # a power of a long ring is not multiplied out while the text is read
    if asked.held is not None:
        names |= {asked.held: symbols.K}
    return names


def formula_in(asked: Asked, case: Case, below: list[Expr] | None = None) -> Expr:
    """The formula in the symbols of a case; `below` takes what it divides by."""
    names = dict(case.names)
    if asked.held is not None:
        names[asked.held] = names["K"]
    return read_formula(asked.question.formula, asked.question.argument, names, strict=False, below=below)


def neglected_in(asked: Asked, case: Case) -> Expr | None:
    """What stood in O(), None where nothing did."""
    text = asked.question.neglected
    return None if text is None else read_formula(text, "O()", dict(case.names))
