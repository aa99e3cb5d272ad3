"""Whether a statement holds at a point: true, false or undecided, by balls alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from flint import arb, arb_mat
from sympy import Expr

from ..balls import certainly_less, working_precision
from ..certificates.interpret import Value, interpret, number
from ..certificates.ratio import Point, certify_series
from ..errors import CheckFailed, NotCertified
from ..exactnumbers import exact
from ..ledger.entry import Approach, Statement
from .evaluation_point import EvaluationPoint

GUARD_BITS = 64
ROUNDS = 5
BITS_PER_DIGIT = 3.33
ZERO_FACTOR = 4

Outcome = bool | None


def decide(statement: Statement, here: EvaluationPoint, digits: int) -> Outcome:
    """Whether the statement holds at the point, to `digits` digits.

    Args:
        statement: an equation or an inequality, or a limit with its approach.
        here: the point; a new one is made for every precision.
        digits: an equation is true when both sides agree to this many digits of the larger one.

    Returns:
        True or False where balls decide, None where they do not at the last precision.

    >>> from symcoh.ledger import find
    >>> from symcoh.attack.sampling import evaluation_points
    >>> entry = find("29")[0]
    >>> point = next(evaluation_points(entry))
    >>> decide(entry.statements[0], point, 30), decide(entry.wrong.statement, point, 30)
    (True, False)
    """
    if statement.approach is not None:
        return _approached(statement, statement.approach, here)
    bits = int(digits * BITS_PER_DIGIT) + GUARD_BITS
    for rounds in range(ROUNDS):
        with working_precision(bits):
            fresh = replace(here, facts={})
            sides = interpret(statement.lhs, fresh), interpret(statement.rhs, fresh)
            outcome = _compared(statement.relation, *sides, digits, last=rounds == ROUNDS - 1)
        if outcome is not None:
            return outcome
        bits *= 2
    return None


def _compared(relation: str, left: Value, right: Value, digits: int, last: bool) -> Outcome:
    if relation == "=":
        return _equal(left, right, digits, last)
    assert isinstance(left, arb) and isinstance(right, arb), "operators are not ordered"
    if relation in ("<", ">"):
        return certainly_less(left, right) if relation == "<" else certainly_less(right, left)
    if (left - right).is_zero():
        return True
    greater = certainly_less(right, left) if relation == "<=" else certainly_less(left, right)
    return None if greater is None else not greater


def _equal(left: Value, right: Value, digits: int, last: bool) -> Outcome:
    """Both sides agree to `digits` digits of the larger: True; they are apart: False; else None.

    Two exact zeros are equal. Where the larger side is not told from zero, only the last precision decides: both sides
    are then zero to `ZERO_FACTOR` times as many digits.
    """
    pairs = list(zip(_entries(left, right), _entries(right, left), strict=True))
    size = arb(0)
    for a, b in pairs:
        size = size.max(abs(a)).max(abs(b))
    wanted = arb(10) ** -digits * size.abs_lower()
    if size.contains(0):
        wanted = arb(10) ** -(ZERO_FACTOR * digits) if last else arb(0)
    outcome: Outcome = True
    for a, b in pairs:
        difference = a - b
        if not difference.contains(0):
            return False
        if not (difference.is_zero() or certainly_less(abs(difference), wanted)):
            outcome = None
    return outcome


def _entries(value: Value, other: Value) -> list[arb]:
    """The elements of a value; a number beside an operator is that multiple of the unit operator."""
    if isinstance(value, arb_mat):
        assert not isinstance(other, arb_mat) or (value.nrows(), value.ncols()) == (other.nrows(), other.ncols()), "different shapes"
        return list(value.entries())
    if isinstance(other, arb_mat):
        return [value if i == j else arb(0) for i in range(other.nrows()) for j in range(other.ncols())]
    return [value]


def _approached(statement: Statement, approach: Approach, here: EvaluationPoint) -> Outcome:
    """Whether (lhs - rhs)/neglected tends to 1 along the points of the approach."""

    def point(text: str) -> Point:
        at = _moved(here, approach, text)

        def side(e: Expr) -> Callable[[int], arb]:
            return lambda bits: number(e, replace(at, facts={}))

        return Point(name=text, value=side(statement.lhs), partial=side(statement.rhs), neglected=side(approach.neglected))

    try:
        certify_series(statement.relation, [point(text) for text in approach.points])
    except CheckFailed:
        return False
    except NotCertified:
        return None
    return True


def _moved(here: EvaluationPoint, approach: Approach, text: str) -> EvaluationPoint:
    name = approach.symbol.name
    value = exact(text)
    moved = here.changed(name, value)
    for tied, formula in approach.tied.items():
        moved = moved.changed(tied, exact(_inserted(formula, {name: f"({text})"})))
    return moved


def _inserted(formula: str, values: Mapping[str, str]) -> str:
    for name, text in values.items():
        formula = formula.replace(name, text)
    return formula
