"""A derivation as a LaTeX document: claim, steps with their reasons and checks, and the series in broken lines.

The sentences of a derivation are plain text with formulas, set by `prose`. A derivation is anything with the fields of
`derivations._step.Derivation`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sympy import Add, Expr, Mul, exp, latex

from .names import scalars
from .prose import prose as prose
from .tables import document

LINE = 110
"""Characters of LaTeX source in one line of a broken formula, more or less."""


def broken(front: str, terms: Iterable[str], end: str) -> list[str]:
    """The lines front, terms, end of an align, each about LINE long; each term carries its sign."""
    lines, line = [], front
    for term in terms:
        if len(line) > LINE:
            lines.append(line)
            line = r"\quad "
        line += term
    return [*lines, line + end]


def series_lines(series: Any) -> Iterator[str]:
    """The lines of C = Σ terms + O(...), one term or more each."""
    lead = ""
    for term in series.terms:
        yield from _term_lines(lead, term, series.variable)
        lead = "+"
    yield rf"{lead}O\left({_latex(series.variable**series.remainder_power)}\right)"


def _term_lines(lead: str, term: Any, variable: Expr) -> list[str]:
    factors = variable**term.power * exp(term.exponent or 0)
    tail = "" if factors == 1 else r"\," + _latex(factors)
    rest: list[Expr] = []
    sums: list[Expr] = []
    for factor in Mul.make_args(term.coefficient):
        (sums if factor.is_Add and len(factor.args) > 3 else rest).append(factor)
    if len(sums) != 1:
        text = _latex(term.coefficient)
        return [f"{lead}\\left({text}\\right){tail}" if term.coefficient.is_Add else _signed(lead, text) + tail]
    front = "" if not rest else _latex(Mul(*rest))
    pieces = [_signed("+" if i else "", _latex(part)) for i, part in enumerate(_ordered(sums[0]))]
    return broken(_signed(lead, front) + r"\Bigl[", pieces, r"\Bigr]" + tail)


def _ordered(total: Expr) -> list[Expr]:
    return list(total.as_ordered_terms()) if len(total.args) < 500 else list(Add.make_args(total))


def _signed(lead: str, text: str) -> str:
    return text if text.startswith("-") else lead + text


def _latex(expression: Expr) -> str:
    names = {symbol: scalars()[symbol.name][1] for symbol in expression.free_symbols if symbol.name in scalars()}
    text: str = latex(expression, symbol_names=names)
    return text


def derivation_document(result: Any) -> str:
    """The whole document of one derivation; it needs amsmath and amssymb only."""
    return document(prose(result.name), [derivation_body(result)])


def derivation_body(result: Any) -> str:
    """Claim, formula, assumptions and steps."""
    parts = [r"\allowdisplaybreaks", rf"\paragraph{{Claim.}} {prose(result.claim)}", _display(result)]
    if result.equations:
        parts.append(rf"\paragraph{{Equations.}} {', '.join(f'({e})' for e in result.equations)}.")
    parts += [r"\paragraph{Assumptions.}", _list("itemize", (prose(a) for a in result.assumptions))]
    parts += [r"\paragraph{Steps.}", _list("enumerate", (_step(step) for step in result.steps))]
    return "\n".join(part for part in parts if part) + "\n"


def _display(result: Any) -> str:
    if result.expansion is None:
        return f"\\begin{{equation*}}\n{result.latex}\n\\end{{equation*}}"
    lines = " \\\\\n&".join(series_lines(result.expansion))
    valid = prose(result.expansion.valid_for)
    return f"\\begin{{align*}}\nC={{}}&{lines}\n\\end{{align*}}\nValid for {valid}."


def _step(step: Any) -> str:
    check = rf"\emph{{Checked by {step.check.kind}:}} {prose(step.check.outcome)}."
    return rf"{prose(step.claim)} \\ \emph{{Why:}} {prose(step.because)} \\ {check}"


def _list(kind: str, items: Iterable[str]) -> str:
    return "\n".join([rf"\begin{{{kind}}}\raggedright", *(rf"\item {item}" for item in items), rf"\end{{{kind}}}"])
