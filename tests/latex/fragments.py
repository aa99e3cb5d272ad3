"""All statements of the ledger and their LaTeX, for every test here."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from sympy import Expr, expand

from symcoh.latex.printer import expression_latex
from symcoh.ledger import Entry, Statement, entries


class Side(NamedTuple):
    """One side of a statement: where it stands, the expression, and its LaTeX."""

    name: str
    entry: Entry
    expression: Expr
    latex: str


def statements(entry: Entry) -> Iterator[tuple[str, Statement]]:
    """The statements of an entry, its wrong copy and its counterexamples, by name."""
    for place, statement in enumerate(entry.statements):
        yield f"{entry.number}.{place}", statement
    yield f"{entry.number} wrong", entry.wrong.statement
    for place, one in enumerate(entry.counterexamples):
        yield f"{entry.number} counterexample" + (f" {place}" if place else ""), one.statement


@cache
def all_sides() -> tuple[Side, ...]:
    """Both sides of every statement, without a neglected order."""
    found = []
    for entry in entries():
        for name, statement in statements(entry):
            variable = None if statement.order is None else next(iter(statement.order.free_symbols))
            found.append(Side(f"({name}) left", entry, statement.lhs, expression_latex(statement.lhs)))
            found.append(Side(f"({name}) right", entry, statement.rhs, expression_latex(statement.rhs, variable)))
    return tuple(found)


def same(one: Expr, other: Expr) -> bool:
    """Equal as they stand, or once expanded."""
    return bool(one == other or expand(one - other) == 0)
