"""The verdict on a user's formula: every case of its range, by exact algebra, at exact points where that does not reach."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sympy import Expr, Pow, Rational

from ..decimals import long_integers
from ..exact import symbols
from ..exact.long_roots import LongInteger
from .answer import one_answer
from .asked import Asked, asked_of, names_of
from .case import Case, Finding
from .cases import cases_of, with_points
from .findings import finding_of
from .poles import poles
from .question import Answer, Question
from .reading import read_formula

LONGEST = 2**16
"""Bits of a number beyond which one step of exact algebra, which nothing interrupts, may take longer than a question may."""


def check_formula(question: Question) -> Answer:
    """The answer to a question.

    Raises:
        InputError: a formula, limit or parameter that cannot be read.
    """
    asked = asked_of(question)
    with long_integers():
        return _answered(asked, question)


def _answered(asked: Asked, question: Question) -> Answer:
    names = names_of(asked)
    whole = read_formula(question.formula, question.argument, names)
    bits = max(longest_number(e) for e in (whole, *names.values()))
    if bits > LONGEST:
        because = f"exact algebra takes numbers of at most {LONGEST} bits, and the question holds one of {bits}"
        return one_answer(asked, [(Case(name="", names=names, points=()), Finding(verdict="undecided", proved=False, because=because))])
    found = [(case, finding_of(asked, case)) for case in _cases(asked, whole)]
    return one_answer(asked, _claiming_alike(asked, found), poles(asked, [case for case, _ in found]))


def longest_number(e: Expr) -> int:
    """Bits of the longest numerator or denominator in an expression.

    >>> longest_number(symbols.gamma * 2**100 / 3)
    101
    """
    parts = [part for number in e.atoms(Rational) for part in (number.p, number.q)]
    parts += [number.value for number in e.atoms(LongInteger)]
    return max((abs(int(part)).bit_length() for part in parts), default=0)


def _claiming_alike(asked: Asked, found: list[tuple[Case, Finding]]) -> list[tuple[Case, Finding]]:
    """The findings, each through the last power that the formula claims in any case.

    At J = 0, or at odd N with a factor 1 + (-1)**N, terms of a formula vanish: they are claimed there too.
    """
    question = asked.question
    claimed = [finding.claimed for _, finding in found if finding.claimed is not None]
    if question.order is not None or question.neglected is not None or not claimed or min(claimed) == max(claimed):
        return found
    last = max(claimed)
    through = replace(asked, question=replace(question, order=last.__floor__()))
    short = [finding.verdict == "correct" and finding.claimed is not None and finding.claimed < last for _, finding in found]
    return [(case, finding_of(through, case) if again else finding) for (case, finding), again in zip(found, short, strict=True)]


def _cases(asked: Asked, whole: Expr) -> Iterator[Case]:
    """The cases, (-1)**N split where the formula can hold it."""
    alternates = any(p.args[1].has(symbols.N) and _may_alternate(p.args[0], asked.last.name == "N") for p in whole.atoms(Pow))
    for case in cases_of(asked.given, asked.limits, asked.held is not None, alternates or (asked.last.point == "oo" and _low(asked))):
        yield replace(with_points(case, asked.given, asked.limits), end=asked.end)


def _may_alternate(base: Expr, running: bool) -> bool:
    """Whether a power with N above may change its sign with N: seen from the base's own sign; any doubt counts where N runs."""
    return bool(base.as_coeff_Mul()[0].is_negative) or (running and not base.is_positive)


def _low(asked: Asked) -> bool:
    return any(limit.name == "beta" and limit.point == "oo" for limit in asked.limits)
