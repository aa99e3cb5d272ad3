"""A strict reader of the LaTeX the printer writes: it returns the SymPy expression, and refuses everything else.

The reader shares the templates of the names with the printer and nothing more: it knows the grammar of the written form,
not the rules that chose it. Two names written alike are told apart by `prefer`, the names known to occur.
"""

from __future__ import annotations

from collections.abc import Collection

from sympy import Expr, Function

from symcoh.latex.names import RELATIONS
from symcoh.latex.tokens import tokens

from .grammar import RULES
from .reader import Reader


def parse(text: str, prefer: Collection[str] = ()) -> Expr:
    r"""The expression a piece of emitted LaTeX stands for.

    Raises:
        InputError: the text is not in the language, or goes on where an expression ends.

    >>> parse(r"-\frac{\omega_a}{4}-\frac{S_N-\omega}{4N}")
    -omega_a/4 - (-omega + S(N))/(4*N)
    """
    reader = Reader(list(tokens(text)), RULES, prefer)
    found = reader.expression()
    if not reader.at_end():
        reader.refuse("goes on")
    return found


def parse_statement(text: str, prefer: Collection[str] = ()) -> tuple[Expr, str, Expr]:
    """(lhs, relation, rhs) of one emitted statement."""
    reader = Reader(list(tokens(text)), RULES, prefer)
    left = reader.expression()
    written = {latex: relation for relation, latex in RELATIONS.items()}
    relation = reader.take()
    if relation not in written:
        reader.refuse("has no relation")
    right = reader.expression()
    if not reader.at_end():
        reader.refuse("goes on")
    return left, written[relation], right


def names_in(e: Expr) -> frozenset[str]:
    """The names an expression holds, as `prefer` wants them."""
    return frozenset(s.name for s in e.free_symbols) | frozenset(part.func.__name__ for part in e.atoms(Function))
