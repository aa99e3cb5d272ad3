"""The structural forms of the ledger: sums over domains, values at a point, limits, operators, kets."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import groupby

from sympy import Expr, Symbol

from ..errors import InputError
from .names import BARE, domain_template, fill, functions, natural, scalars
from .order import stem
from .pieces import INLINE, Writer, beside

Form = Callable[[Expr, Writer], str]


def over_heads(e: Expr) -> tuple[list[tuple[Expr, str]], Expr]:
    """The (index, domain name) pairs of nested sums, outermost first, and the innermost body."""
    heads: list[tuple[Expr, str]] = []
    while e.func.__name__ == "Over":
        body, index, domain = e.args
        heads.append((index, domain.name))
        e = body
    return heads, e


def _over(e: Expr, w: Writer) -> str:
    heads, body = over_heads(e)
    return beside([sum_signs(heads), w.summand(body)])


def sum_signs(heads: list[tuple[Expr, str]], sign: str = r"\sum") -> str:
    r"""The sum signs of nested sums, indices of one kind under one sign: \sum_{m,n,\pm}, \sum_{m,m'\ge0}."""
    text = ""
    for template, group in groupby(heads, key=lambda head: domain_template(head[1])):
        members = list(group)
        for index, domain in members:
            if template == BARE and natural(index.name) != domain:
                raise InputError(str(index), f"cannot stand alone under a sum sign for the domain {domain}.")
        text += r"\," * bool(text) + sign + fill(template, [",".join(scalars()[index.name][1] for index, _ in members)])
    return text


def _tensor_over(e: Expr, w: Writer) -> str:
    body, index, domain = e.args
    return beside([sum_signs([(index, domain.name)], r"\bigotimes"), w.factor(body, last=True)])


def _at(e: Expr, w: Writer) -> str:
    expression, symbol, value = e.args
    if isinstance(expression, Symbol) and isinstance(value, Symbol) and stem(value.name) == symbol.name:
        return f"{w.show(expression)}({w.show(value)})"
    assignments = [_assignment(symbol, value, w)]
    while expression.func.__name__ == "At":
        expression, symbol, value = expression.args
        assignments.append(_assignment(symbol, value, w))
    return rf"{w.factor(expression)}\big|_{{{','.join(assignments)}}}"


def _assignment(symbol: Expr, value: Expr, w: Writer) -> str:
    return beside([w.show(symbol), r"\to" if value.has(symbol) else "=", w.show(value, INLINE)])


def _limit(e: Expr, w: Writer) -> str:
    expression, symbol, point = e.args
    return beside([rf"\lim_{{{w.show(symbol)}\to{w.show(point, INLINE)}}}", w.summand(expression)])


def _derivative(e: Expr, w: Writer) -> str:
    expression, symbol = e.args
    below = _partial(w.show(symbol))
    if isinstance(expression, Symbol) or expression.func.__name__ in functions():
        return rf"\frac{{{_partial(w.show(expression))}}}{{{below}}}"
    return rf"\frac{{\partial}}{{{below}}}{w.factor(expression)}"


def _partial(text: str) -> str:
    return beside([r"\partial", text])


def _matrix(columns: int) -> Form:
    def form(e: Expr, w: Writer) -> str:
        cells = [w.show(part) for part in e.args]
        rows = ["&".join(cells[start : start + columns]) for start in range(0, len(cells), columns)]
        return r"\begin{pmatrix}" + r"\\".join(rows) + r"\end{pmatrix}"

    return form


def _tensor(e: Expr, w: Writer) -> str:
    return beside([w.factor(e.args[0]), r"\otimes", w.factor(e.args[1])])


def ket_content(shown: str) -> str:
    r"""What stands inside |...\rangle."""
    found = re.fullmatch(r"\|(.*)\\rangle", shown)
    if found is None:
        raise InputError(shown, r"must be a ket |...\rangle to stand in a dyad or an inner product.")
    return found[1]


def _dyad(e: Expr, w: Writer) -> str:
    left, right = w.show(e.args[0]), ket_content(w.show(e.args[1]))
    ket_content(left)
    return rf"{left}\langle {right}|"


def _braket(e: Expr, w: Writer) -> str:
    left, right = (ket_content(w.show(part)) for part in e.args)
    return rf"\langle {left}|{right}\rangle"


def _commutator(e: Expr, w: Writer) -> str:
    return f"[{w.show(e.args[0])},{w.show(e.args[1])}]"


def _trace(e: Expr, w: Writer) -> str:
    inner = e.args[0]
    return r"\operatorname{Tr}_{\mathrm s}" + (w.show(inner) if isinstance(inner, Symbol) else f"({w.show(inner)})")


def _integral(e: Expr, w: Writer) -> str:
    body, symbol, low, high = e.args
    return rf"\int_{{{w.show(low, INLINE)}}}^{{{w.show(high, INLINE)}}}{w.summand(body)}\,\mathrm d{w.show(symbol)}"


FORMS: dict[str, Form] = {
    "Over": _over,
    "Tensors": _tensor_over,
    "At": _at,
    "Lim": _limit,
    "Deriv": _derivative,
    "Matrix2": _matrix(2),
    "Column": _matrix(1),
    "Tensor": _tensor,
    "Dyad": _dyad,
    "Braket": _braket,
    "Commutator": _commutator,
    "TraceSources": _trace,
    "Integrate": _integral,
}
