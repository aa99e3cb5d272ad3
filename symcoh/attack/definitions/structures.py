"""The structural forms: sums over domains, changed parameters, products of operators and states."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flint import arb, arb_mat
from sympy import Expr

from ...certificates.interpret import Value, interpret, number
from ...errors import InputError
from ..evaluation_point import EvaluationPoint, Structure, registry


def _over(here: EvaluationPoint, e: Expr) -> Value:
    body, index, domain = e.args
    values = registry()[2].get(domain.name)
    if values is None:
        raise InputError(domain.name, "is not a domain of summation.")
    total: Value | None = None
    for value in values(here):
        term = interpret(body, here.bind(index.name, arb(value)))
        total = term if total is None else total + term
    return arb(0) if total is None else total


def _at(here: EvaluationPoint, e: Expr) -> Value:
    expression, symbol, value = e.args
    return interpret(expression, here.changed(symbol.name, here.exact_value(value)))


def _matrix(rows: int, columns: int) -> Structure:
    def rule(here: EvaluationPoint, e: Expr) -> Value:
        return arb_mat(rows, columns, [number(part, here) for part in e.args])

    return rule


def matrix_of(e: Expr, here: EvaluationPoint) -> arb_mat:
    """The value of an expression that must be an operator or a state."""
    value = interpret(e, here)
    if not isinstance(value, arb_mat):
        raise InputError(str(e), "is a number where an operator is wanted.")
    return value


def kronecker(left: arb_mat, right: arb_mat) -> arb_mat:
    """The Kronecker product, the left factor first."""
    rows, columns = left.nrows() * right.nrows(), left.ncols() * right.ncols()
    high, wide = right.nrows(), right.ncols()
    return arb_mat(rows, columns, [left[i // high, j // wide] * right[i % high, j % wide] for i in range(rows) for j in range(columns)])


def _tensor(here: EvaluationPoint, e: Expr) -> Value:
    return kronecker(*(matrix_of(part, here) for part in e.args))


def _dyad(here: EvaluationPoint, e: Expr) -> Value:
    left, right = (matrix_of(part, here) for part in e.args)
    return left * right.transpose()


def _braket(here: EvaluationPoint, e: Expr) -> Value:
    left, right = (matrix_of(part, here) for part in e.args)
    return (left.transpose() * right)[0, 0]


def _commutator(here: EvaluationPoint, e: Expr) -> Value:
    left, right = (matrix_of(part, here) for part in e.args)
    return left * right - right * left


def _trace_sources(here: EvaluationPoint, e: Expr) -> Value:
    matrix = matrix_of(e.args[0], here)
    size = matrix.nrows() // 2
    return arb_mat(2, 2, [sum((matrix[i * size + k, j * size + k] for k in range(size)), arb(0)) for i in range(2) for j in range(2)])


def _sites(here: EvaluationPoint) -> list[Any]:
    return list(range(1, here.model.N + 1))


def _sectors(here: EvaluationPoint) -> list[Any]:
    return list(range(-here.model.N, here.model.N + 1, 2))


STRUCTURES: dict[str, Structure] = {
    "Over": _over,
    "At": _at,
    "Matrix2": _matrix(2, 2),
    "Column": _matrix(2, 1),
    "Tensor": _tensor,
    "Dyad": _dyad,
    "Braket": _braket,
    "Commutator": _commutator,
    "TraceSources": _trace_sources,
}

DOMAINS: dict[str, Callable[[EvaluationPoint], list[Any]]] = {
    "sites": _sites,
    "sectors": _sectors,
    "positive_sectors": lambda here: [m for m in _sectors(here) if m > 0],
    "nonnegative_sectors": lambda here: [m for m in _sectors(here) if m >= 0],
    "domains": lambda here: list(range(here.model.N // 2 + 1)),
    "signs": lambda here: [1, -1],
}
