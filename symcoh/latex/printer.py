r"""Statements and entries of the ledger as manuscript LaTeX: one line, or aligned lines under one number.

Needs amsmath and amssymb only; KaTeX reads the same text but for \label.
"""

from __future__ import annotations

from sympy import Expr, Symbol, oo

from ..ledger.entry import Entry, Statement
from ..ledger.notation import At
from .expressions import show
from .names import RELATIONS
from .order import stem
from .pieces import DISPLAY, INLINE, tidy
from .width import LINE, broken, heuristic_width


def expression_latex(e: Expr, variable: Expr | None = None, style: str = DISPLAY) -> str:
    r"""An expression of the ledger; `variable` is the one its terms are ordered in, where it is an expansion.

    >>> from symcoh.exact.symbols import N, gamma
    >>> from symcoh.ledger.notation import S
    >>> print(expression_latex(2 * N * gamma / S(N)))
    \frac{2N\gamma}{S_N}
    """
    return tidy(show(e, style, variable))


def statement_latex(statement: Statement, style: str = DISPLAY) -> str:
    r"""One statement on one line: sides, relation, neglected order, and what tends where; "inline" has slashes for fractions.

    >>> from symcoh.ledger import find
    >>> print(statement_latex(find("42")[0].statements[0]))
    C=\frac{N\gamma\omega_a}{2}\beta^2+N\gamma\omega_aJ\beta^3+O(\beta^4)
    """
    left, right = sides(statement, style)
    return f"{left}{_relation(statement)}{right}{_tendency(statement)}"


def sides(statement: Statement, style: str = DISPLAY) -> tuple[str, str]:
    """The LaTeX of both sides, the neglected order with the right one."""
    left, right = _displayed(statement)
    variable = None if statement.order is None else next(iter(statement.order.free_symbols))
    order = "" if statement.order is None else f"+O({tidy(show(statement.order, INLINE))})"
    return expression_latex(left, None, style), expression_latex(right, variable, style) + order


def _displayed(statement: Statement) -> tuple[Expr, Expr]:
    """Both sides; where one is C(J'), the other is C(J)."""
    left, right = statement.lhs, statement.rhs
    for one, other, turn in ((left, right, 0), (right, left, 1)):
        if isinstance(one, Symbol) and isinstance(other, At) and other.args[0] == one and _is_second_value(other):
            shown = At(one, other.args[1], other.args[1])
            return (shown, right) if turn == 0 else (left, shown)
    return left, right


def _is_second_value(e: Expr) -> bool:
    _, symbol, value = e.args
    return isinstance(value, Symbol) and stem(value.name) == symbol.name


def _relation(statement: Statement) -> str:
    word = RELATIONS["=" if statement.order is not None else statement.relation]
    return word + " " * word.startswith("\\")


def _tendency(statement: Statement) -> str:
    """Where the variable of an asymptotic equality tends to, where the order does not say it."""
    approach = statement.approach
    if statement.relation != "~" or approach is None or statement.order is not None:
        return ""
    first, last = (point for point in (approach.points[0], approach.points[-1]))
    return rf",\qquad {show(approach.symbol)}\to {_target(first, last)}"


def _target(first: str, last: str) -> str:
    from ..exactnumbers import exact, sign

    growing = sign(exact(last) - exact(first))
    side = sign(exact(last))
    return show(side * oo) if growing == side else "0"


def entry_body(entry: Entry, line: float = LINE) -> str:
    """The statements of an entry without number: one line, or an aligned block; `line` is the room for them in ems."""
    rows = _rows(entry.statements, line)
    if len(rows) == 1 and not rows[0][0]:
        return rows[0][1]
    return "\\begin{aligned}\n" + " \\\\\n".join(f"{left}{right}" for left, right in rows) + "\n\\end{aligned}"


def _rows(statements: tuple[Statement, ...], line: float) -> list[tuple[str, str]]:
    """Lines as (what stands left of &, & and the rest); a lone short line has no &."""
    written = _chained(statements)
    if len(written) == 1:
        left, relation, right = written[0]
        whole = f"{left}{relation}{right}"
        if heuristic_width(whole) <= line:
            return [("", whole)]
    rows: list[tuple[str, str]] = []
    for left, relation, right in written:
        rows += _lines(left, relation, right, line)
    return rows


def _lines(left: str, relation: str, right: str, line: float) -> list[tuple[str, str]]:
    """One statement in aligned lines, broken where it is too wide; a wide left side has lines of its own."""
    room = line - heuristic_width(left) - heuristic_width(relation)
    if heuristic_width(right) <= room or room > 0.6 * line:
        first, *rest = broken(right, max(room, 0.6 * line))
        return [(left + "&", relation + first), *((r"&\quad ", "{}" + row) for row in rest)]
    first, *rest = broken(left, line)
    start, *more = broken(right, line - 4.0)
    lines = [("&" + first, ""), *((r"&\qquad ", "{}" + row) for row in rest)]
    return [*lines, (rf"&\quad {relation}", start), *((r"&\qquad ", "{}" + row) for row in more)]


def _chained(statements: tuple[Statement, ...]) -> list[tuple[str, str, str]]:
    """(lhs, relation, rhs): an equal left side is not written again, and a <= b, b <= c make one line."""
    found: list[tuple[str, str, str]] = []
    seen: list[tuple[str, str, str]] = []
    for statement in statements:
        left, right = sides(statement)
        relation, right = _relation(statement), right + _tendency(statement)
        if (left, relation, right) in seen:
            continue
        seen.append((left, relation, right))
        last = seen[-2] if len(seen) > 1 else None
        if last is not None and last[2] == left and relation != "=":
            found[-1] = (found[-1][0], found[-1][1], f"{found[-1][2]}{relation}{right}")
        elif last is not None and last[0] == left and last[1] == relation == "=":
            found.append(("", relation, right))
        else:
            found.append((left, relation, right))
    return found


def entry_latex(entry: Entry) -> str:
    r"""The entry as a numbered equation with \tag and \label.

    >>> from symcoh.ledger import find
    >>> print(entry_latex(find("41")[0]))
    \begin{equation}\tag{41}\label{eq:41}
    C_0=\frac{2N\gamma}{S_N}
    \end{equation}
    """
    return rf"\begin{{equation}}\tag{{{entry.number}}}\label{{eq:{entry.number}}}" + f"\n{entry_body(entry)}\n" + r"\end{equation}"


def entry_fragment(entry: Entry, label: str, line: float) -> str:
    r"""The entry as a numbered equation of the reader's own, without the number of the paper.

    >>> from symcoh.ledger import find
    >>> print(entry_fragment(find("41")[0], "eq:ground", 30.0))
    \begin{equation}\label{eq:ground}
    C_0=\frac{2N\gamma}{S_N}
    \end{equation}
    """
    body = entry_body(entry, line - (3.0 if line > 30.0 else 5.0))
    shown = rf"\begin{{equation}}\label{{{label}}}" + f"\n{body}\n" + r"\end{equation}"
    wide = max(heuristic_width(row.replace("&", "")) for row in body.split("\\\\"))
    size = r"\footnotesize" if wide <= 1.15 * line else r"\scriptsize"
    return shown if wide <= 1.06 * line else f"\\begingroup{size}\n{shown}\n\\endgroup"
