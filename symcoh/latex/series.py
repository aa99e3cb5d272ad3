"""A series as lines of an align: its coefficients with named parts, broken before signs where they are wide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sympy import Expr, Mul, Pow, exp

from ..derived import Expansion
from .expressions import factor, show, signed, terms_of
from .order import is_sum
from .parts import CONDITIONS, named, told
from .pieces import INLINE, beside, bracket, tidy
from .printer import expression_latex
from .width import broken, heuristic_width

LINE = 42.0
"""Ems of a line of these documents, whose page is wider than the ledger's."""

SIGN = 1.5
"""Ems of the sign before a line."""

SHORT = 6.0
"""Ems of a sum that is not broken: a product is, before one of its factors."""

QUAD = r"\quad "
_BRACKETS = ((r"\Bigl[", r"\Bigr]"), (r"\Bigl\{", r"\Bigr\}"), (r"\Bigl(", r"\Bigr)"))
"""Brackets of fixed size, which may stand in different lines: outermost, within, innermost."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """The lines of the terms and of what is neglected, and (left side, lines) of each named part."""

    lines: tuple[str, ...]
    parts: tuple[tuple[str, tuple[str, ...]], ...]


def written(series: Expansion, *, line: float = LINE) -> Written:
    r"""A truncated series, `derivations.foundation.steps.Expansion`, as LaTeX in lines.

    >>> from derivations import high_temperature
    >>> print(written(high_temperature.derive(order=3).expansion).lines)
    ('\\frac{N\\gamma\\omega_a}{2}\\,\\beta^2', '+N\\gamma\\omega_aJ\\,\\beta^3', '+O\\left(\\beta^{4}\\right)')
    """
    found = told(series.naming) if series.naming else named([term.coefficient for term in series.terms], lambda e: _fits(e, line))
    lines: list[str] = []
    for term, coefficient in zip(series.terms, found.expressions, strict=True):
        factors = (series.variable**term.power, exp(term.exponent or 0))
        first, *rest = _rows(coefficient, line, "".join(rf"\,{tidy(_power(part))}" for part in factors if part != 1))
        lines += ["+" * bool(lines and not first.startswith("-")) + first, *rest]
    lines.append("+" * bool(lines) + rf"O\left({_power(series.variable**series.remainder_power)}\right)")
    parts = tuple((expression_latex(name), tuple(_rows(meaning, line - 4.0, CONDITIONS.get(name, "")))) for name, meaning in found.parts)
    return Written(lines=tuple(lines), parts=parts)


def _power(e: Expr) -> str:
    """A power of the variable on one line: N^{-2}, not a fraction."""
    return f"{factor(e.base)}^{{{expression_latex(e.exp, None, INLINE)}}}" if isinstance(e, Pow) else expression_latex(e)


def _fits(e: Expr, room: float) -> bool:
    """Whether no line is wide and no product is torn."""
    return all(_width(line) <= room for line in _rows(e, room, tear=False))


def _width(line: str) -> float:
    return heuristic_width(line.replace(QUAD, "")) + line.count(QUAD)


def _rows(e: Expr, line: float, tail: str = "", *, tear: bool = True, depth: int = 0) -> list[str]:
    """An expression and what stands behind it; where it is wide, front [ terms ] tail in several lines.

    A product without a sum among its factors is left wide, or torn before its factors; `depth` is the number of brackets
    around the expression.
    """
    if e == 1 and tail:
        return [tail.removeprefix(r"\,")]
    text = expression_latex(e)
    whole = (bracket(tidy(show(e, within=True))) if e.is_Add and tail else text) + tail
    room = line - SIGN - 2 * depth
    if heuristic_width(whole) <= room:
        return [whole]
    front, inner = _split(e)
    if inner is None:
        first, *rest = broken(text, room - 2.0) if tear else [text]
        rows = [first, *(QUAD + line for line in rest)]
        return [*rows[:-1], rows[-1] + tail]
    opened, closed = ("", "") if inner == e and not tail else _BRACKETS[depth % len(_BRACKETS)]
    first, *rest = _filled(front + opened, _terms(inner, line, tear, depth + 1), room)
    rows = [first, *(QUAD + line for line in rest)]
    return [*rows[:-1], rows[-1] + closed + tail]


def _split(e: Expr) -> tuple[str, Expr | None]:
    """What stands before the widest sum among the factors, and that sum."""
    if e.is_Add:
        return "", e
    sums = [part for part in Mul.make_args(e) if part.is_Add]
    others = [part for part in Mul.make_args(e) if not part.is_Add]
    if not sums or any(is_sum(part) for part in others):
        return "", None
    inner = max(sums, key=lambda part: heuristic_width(expression_latex(part)))
    if heuristic_width(expression_latex(inner)) < SHORT:
        return "", None
    rest = Mul(*others, *(part for part in sums if part != inner))
    if rest in (1, -1):
        return "-" * (rest == -1), inner
    return tidy(factor(rest)) if rest.is_Add else expression_latex(rest), inner


def _terms(total: Expr, line: float, tear: bool, depth: int) -> list[list[str]]:
    """The lines of each term of a sum, signs included."""
    by_text = {signed(term): term for term in total.args}
    found = []
    for place, (sign, body) in enumerate(terms_of(total, within=True)):
        text = tidy(beside([sign or "+" * bool(place), body]))
        term = by_text.get((sign, body))
        if heuristic_width(text) <= line - SIGN - 2 * depth or term is None:
            found.append([text])
        else:
            first, *rest = _rows(term, line, tear=tear, depth=depth)
            found.append([first if sign or not place else "+" + first, *rest])
    return found


def _filled(front: str, terms: Sequence[Sequence[str]], room: float) -> list[str]:
    """The front and the terms in lines, as many in each as fit; behind a term in several lines a new one starts."""
    lines, joins = [front], True
    for term in terms:
        if lines == [""] or (joins and _width(lines[-1] + term[0]) <= room):
            lines[-1] += term[0]
            lines += term[1:]
        else:
            lines += term
        joins = len(term) == 1
    return lines
