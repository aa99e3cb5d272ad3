"""The frame of a derivation that expands C in one limit: what is stated, what vanishes, and the series with its steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sympy import Expr

from .expansions import empty, expansion_latex
from .parameters import Setting
from .steps import Derivation, Expansion, Step, argument

RANGE, REMAINDER = "(range of N)", "(power of the error)"
"""Stand in a statement for what its series is valid for, and for the power of its error."""

Expanded = tuple[Expansion, tuple[Step, ...]]


def limit_derivation(
    statement: Derivation, at: Setting, order: int, variable: Expr, expanded: Callable[[Setting, int], Expanded], zero: Step | None = None
) -> Derivation:
    """The statement with the series through variable^order and the steps that derive it.

    Args:
        statement: name, claim, assumptions and equations, with `RANGE` and `REMAINDER` where the series decides; without `latex` the series
            itself is shown.
        at: the parameters.
        order: the last power kept.
        variable: the small quantity, for a series without terms.
        expanded: the setting and the order to the series and its steps; not asked where C vanishes.
        zero: the step that shows why C vanishes.
    """
    vanished: Expanded = (empty(variable, order), (zero or _no_terms(),))
    series, steps = vanished if at.vanishes else expanded(at, order)

    def filled(text: str) -> str:
        return text.replace(RANGE, series.valid_for).replace(REMAINDER, str(series.remainder_power))

    return replace(
        statement,
        claim=filled(statement.claim),
        assumptions=tuple(filled(text) for text in statement.assumptions),
        steps=steps,
        latex=statement.latex or expansion_latex(series),
        expansion=series,
    )


def _no_terms() -> Step:
    return argument("`C = 0` exactly.", "`beta gamma omega_a = 0`: every term of (29) has a factor 0, and the series has no term.")
