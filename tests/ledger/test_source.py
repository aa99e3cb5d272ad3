"""The SymPy source of equations: its sums are those of the ledger, written out term by term."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sympy import Add, Expr, Integer, Sum, Symbol, expand

from symcoh.exact.symbols import N
from symcoh.ledger import entries
from symcoh.ledger.notation import Over
from symcoh.ledger.text import summed


def values(domain: str, count: int, at: dict[str, int]) -> Iterator[int]:
    """The values of an index by the meaning of its domain, `symcoh.ledger.notation`."""
    sectors, most = range(-count, count + 1, 2), count // 2
    yield from {
        "sites": range(1, count + 1),
        "sectors": sectors,
        "positive_sectors": [m for m in sectors if m > 0],
        "nonnegative_sectors": [m for m in sectors if m >= 0],
        "lower_sectors": [m for m in sectors if 0 <= m < at.get("m", 0)],
        "positive_lower_sectors": [m for m in sectors if 0 < m < at.get("m", 0)],
        "domains": range(most + 1),
        "later_domains": range(at.get("n", most) + 1, most + 1),
        "missing_domains": [n for n in range(most + 1) if 2 * n > count - abs(at.get("m", 0))],
        "signs": (1, -1),
    }[domain]


def written_out(e: Expr, count: int, at: dict[str, int]) -> Expr:
    """Every sum term by term, outer indices first."""
    if isinstance(e, Over):
        body, index, domain = e.args
        terms = (written_out(body.xreplace({index: Integer(v)}), count, {**at, index.name: v}) for v in values(domain.name, count, at))
        return Add(*terms)
    return e.func(*(written_out(part, count, at) for part in e.args)) if e.has(Over) else e


def unrolled(e: Expr) -> Expr:
    """SymPy's sums term by term, the outermost index, which is the last, first."""
    if isinstance(e, Sum):
        *inner, (index, low, high) = e.args[1:]
        body = Sum(e.args[0], *inner) if inner else e.args[0]
        return Add(*(unrolled(body.subs(index, v)) for v in range(low, high + 1)))
    return e.func(*map(unrolled, e.args)) if e.has(Sum) else e


def sides() -> list[Expr]:
    return [side for entry in entries() for s in entry.statements for side in (s.lhs, s.rhs) if side.has(Over)]


@pytest.mark.parametrize("count", [4, 5])
def test_sums_are_those_of_the_ledger(count: int) -> None:
    assert len(sides()) > 25
    for side in sides():
        free = {s: Integer(2 + count % 2) for s in side.free_symbols if s.name == "m" and _is_free(side, s)}
        at = {s.name: int(v) for s, v in free.items()}
        expected = written_out(side.xreplace(free).xreplace({N: Integer(count)}), count, at)
        found = unrolled(summed(side).subs({**free, N: count}))
        assert expand(found - expected) == 0, side


def _is_free(side: Expr, symbol: Symbol) -> bool:
    return not any(over.args[1] == symbol for over in side.atoms(Over))
