"""Cases and their conditions."""

from __future__ import annotations

from typing import Any

from sympy import Abs, Eq, Ge, Gt, Le, Lt, Ne, Piecewise, Symbol
from sympy.core.relational import Relational
from sympy.logic.boolalg import And, BooleanTrue, Or

from ..errors import InputError
from .pieces import DISPLAY, Writer

OTHERWISE = r"\text{otherwise}"
JUNCTIONS = {And: r"\text{ and }", Or: r"\text{ or }"}
COMPARISONS = {Eq: "=", Ne: r"\ne", Lt: "<", Le: r"\le", Gt: ">", Ge: r"\ge"}


def cases(e: Piecewise, w: Writer) -> str:
    """A Piecewise as cases."""
    rows = [f"{_tall(w.show(value, DISPLAY))},&{condition(test, w)}" for value, test in e.args]
    return r"\begin{cases}" + r"\\".join(rows) + r"\end{cases}"


def _tall(text: str) -> str:
    """The text with its outermost leading fraction as tall as in a display."""
    return text.replace(r"\frac", r"\dfrac", 1) if text.startswith((r"\frac", r"-\frac")) else text


def condition(test: Any, w: Writer) -> str:
    """A condition as a person would say it: |m| = N, J > J_c."""
    if isinstance(test, BooleanTrue):
        return OTHERWISE
    for kind, word in JUNCTIONS.items():
        if isinstance(test, kind):
            return word.join(sorted(condition(part, w) for part in test.args))
    if not isinstance(test, Relational):
        raise InputError(str(test), "is not a condition the LaTeX of the ledger has a form for.")
    told = test.reversed if _subject(test.rhs) > _subject(test.lhs) else test
    return f"{w.show(told.lhs)}{COMPARISONS[told.func]}{w.show(told.rhs)}"


def _subject(side: Any) -> int:
    """How much a side is what the condition is about: a parameter or |m| before a number."""
    if side.is_number:
        return 0
    if isinstance(side, Symbol):
        return 3 if side.name in ("J", "m", "n", "k") else 1
    return 2 if side.func is Abs else 1
