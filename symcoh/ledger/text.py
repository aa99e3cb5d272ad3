"""Statements as one line of plain text, for the terminal; and as SymPy source."""

from __future__ import annotations

from sympy import Add, Expr, Integer, Sum, Symbol, floor
from sympy.printing.str import StrPrinter

from ..exact.symbols import N, k, m, n
from .entry import Entry, Statement
from .notation import Over, j

_UNDER_THE_SUM = {
    "sites": "{}=1..N",
    "sectors": "{}",
    "positive_sectors": "{}>0",
    "nonnegative_sectors": "{}>=0",
    "domains": "{}",
    "signs": "{}",
}


class _PlainPrinter(StrPrinter):
    """SymPy's own text, with the structural forms written as a person would."""

    def _print_Over(self, e: Expr) -> str:
        body, index, domain = e.args
        under = _UNDER_THE_SUM.get(domain.name, f"{{}} in {domain.name}").format(self._print(index))
        return f"sum[{under}]({self._print(body)})"

    def _print_At(self, e: Expr) -> str:
        expression, symbol, value = (self._print(part) for part in e.args)
        return f"{expression}[{symbol}={value}]"

    def _print_Lim(self, e: Expr) -> str:
        expression, symbol, value = (self._print(part) for part in e.args)
        return f"lim[{symbol} -> {value}]({expression})"

    def _print_Deriv(self, e: Expr) -> str:
        expression, symbol = (self._print(part) for part in e.args)
        return f"d({expression})/d{symbol}"


def plain(e: Expr) -> str:
    """An expression as plain text.

    >>> from .notation import S, W, Over, sectors
    >>> from ..exact.symbols import m
    >>> plain(Over(W(m), m, sectors) / S(m))
    'sum[m](W(m))/S(m)'
    """
    text: str = _PlainPrinter().doprint(e)
    return text


def statement_text(statement: Statement) -> str:
    """lhs RELATION rhs + O(order) as plain text."""
    tail = "" if statement.order is None else f" + O({plain(statement.order)})"
    return f"{plain(statement.lhs)} {statement.relation} {plain(statement.rhs)}{tail}"


_SYMPY_RELATIONS = {"=": "Eq", "~": "Eq", "<": "Lt", "<=": "Le", ">": "Gt", ">=": "Ge"}


def _range(domain: str, index: Symbol) -> tuple[Expr, Symbol, Expr, Expr]:
    """What the index is in an integer that runs in steps of one, that integer, and its first and last value."""
    step = k if index == m else j
    return {
        "sectors": (2 * step - N, step, Integer(0), N),
        "positive_sectors": (N - 2 * step, step, Integer(0), floor((N - 1) / 2)),
        "nonnegative_sectors": (N - 2 * step, step, Integer(0), floor(N / 2)),
        "lower_sectors": (m - 2 * step, step, Integer(1), floor(m / 2)),
        "positive_lower_sectors": (m - 2 * step, step, Integer(1), floor((m - 1) / 2)),
        "sites": (index, index, Integer(1), N),
        "domains": (index, index, Integer(0), floor(N / 2)),
        "later_domains": (index, index, n + 1, floor(N / 2)),
        "missing_domains": (index, index, floor((N - abs(m)) / 2) + 1, floor(N / 2)),
    }[domain]


def summed(e: Expr) -> Expr:
    """The expression with SymPy's own `Sum` for sums over sectors, domains and sites, and both terms of a sum over a sign.

    >>> from .notation import W, positive_sectors
    >>> summed(Over(m * W(m), m, positive_sectors))
    Sum((N - 2*k)*W(N - 2*k), (k, 0, floor(N/2 - 1/2)))
    """
    if not e.has(Over):
        return e
    parts = [summed(part) for part in e.args]
    if not isinstance(e, Over):
        return e.func(*parts)
    body, index, domain = parts
    if domain.name == "signs":
        return Add(*(body.xreplace({index: Integer(sign)}) for sign in (1, -1)))
    value, counter, first, last = _range(domain.name, index)
    assert counter == index or counter not in body.atoms(Symbol)
    return Sum(body.xreplace({index: value}), (counter, first, last))


def source_sides(statement: Statement) -> tuple[Expr, Expr]:
    """Both sides as `statement_source` writes them."""
    return summed(statement.lhs), summed(statement.rhs)


def statement_source(statement: Statement) -> str:
    """The statement as SymPy source; names of the ledger are undefined functions and symbols.

    >>> from .notation import Z
    >>> statement_source(Statement(lhs=Z, rhs=2*Z, relation="<"))
    'Lt(Z, 2*Z)'
    """
    left, right = map(str, source_sides(statement))
    if statement.order is not None:
        right += f" + O({statement.order})"
    return f"{_SYMPY_RELATIONS[statement.relation]}({left}, {right})"


def attacked_by(entry: Entry) -> str:
    """One sentence on how the attack tests the entry."""
    if any(statement.approach is not None for statement in entry.statements):
        how = "certified error over the first neglected term, which must tend to 1, along three points of the limit"
    else:
        how = "both sides in balls at 25 random points, names by their meaning in (1)-(6): all 2^N configurations or dense matrices"
    if entry.sampler.systems != ("ring",):
        how += f"; sources, in turn: {', '.join(entry.sampler.systems)}"
    return f"symcoh verify {entry.number}: {how}; wrong copy that must fail: {entry.wrong.name}"
