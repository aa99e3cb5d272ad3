"""Which function made an expression, and with which arguments, so that `substitute` can call it again with others.

The symbols are positive, and gamma is not |gamma| once SymPy has seen it: <σ^x> and C = |<σ^x>| are one and the same expression. What
tells them apart is where an expression came from, and that is kept here for the last MOST results, by identity: an expression that was
changed in any way has no origin.
"""

from __future__ import annotations

import inspect
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from sympy import Add, Atom, Basic, Expr, Function, MatrixBase, Mul, Pow

P = ParamSpec("P")
R = TypeVar("R")

MOST = 4096
"""Results that are remembered."""

MODEL = ("omega", "omega_a", "gamma", "J", "beta")


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """A call: the function, what it accepts, and what it was given; None stands for a symbol of the table."""

    function: Callable[..., Any]
    accepted: frozenset[str]
    arguments: Mapping[str, Any]


_KNOWN: OrderedDict[int, tuple[Any, Origin]] = OrderedDict()


def remembered(function: Callable[P, R]) -> Callable[P, R]:
    """The same function; what it returns is a new object whose origin is known."""
    signature = inspect.signature(function)
    parameters = signature.parameters.values()
    names = {p.name for p in parameters if p.kind is not p.VAR_KEYWORD}
    accepted = frozenset(names | set(MODEL) if any(p.kind is p.VAR_KEYWORD for p in parameters) else names)

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        result = function(*args, **kwargs)
        given = dict(signature.bind(*args, **kwargs).arguments)
        given |= given.pop("values", {})
        return cast(R, _kept(result, Origin(function=call, accepted=accepted, arguments=given)))

    return call


def origin(expression: Any) -> Origin | None:
    """Where an expression came from, None where it was changed or is another's.

    >>> from symcoh.exact import splitting
    >>> found = origin(splitting(2))
    >>> found.function.__name__, found.arguments["m"], origin(2 * splitting(2))
    ('splitting', 2, None)
    """
    known = _KNOWN.get(id(expression))
    return known[1] if known is not None and known[0] is expression else None


def _kept(result: Any, made: Origin) -> Any:
    if isinstance(result, MatrixBase) or (isinstance(result, Expr) and not isinstance(result, Atom) and _holds_symbols(result)):
        fresh = result if isinstance(result, MatrixBase) else _copied(result)
        _KNOWN[id(fresh)] = fresh, made
        if len(_KNOWN) > MOST:
            _KNOWN.popitem(last=False)
        return fresh
    return result


def _holds_symbols(expression: Any) -> bool:
    """Whether it has free symbols: the first one is enough, where `free_symbols` would collect those of every term."""
    if isinstance(expression, (Add, Mul, Pow, Function)):
        return any(_holds_symbols(part) for part in expression.args)
    return bool(expression.free_symbols)


def _copied(expression: Expr) -> Expr:
    """An equal object of its own: SymPy's cache hands out one object for equal expressions."""
    copy = Basic.__new__(type(expression), *expression.args)
    if hasattr(expression, "is_commutative") and "is_commutative" in _slots(type(expression)):
        copy.is_commutative = expression.is_commutative
    return copy


def _slots(kind: type) -> set[str]:
    return {name for each in kind.__mro__ for name in getattr(each, "__slots__", ())}
