"""SymPy expressions in balls: an enclosure of a printed formula at exact parameter values.

What `interpret` understands, over symbols that have exact values. Anything else is refused: an unknown function is
never evaluated by other means.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from flint import arb
from sympy import Expr, Piecewise, Sum, Symbol, cosh, default_sort_key, exp, sinh, tanh

from ..balls import working_precision
from ..errors import InputError
from ..exactnumbers import Exact
from ..exactnumbers.sign import ball_here
from .interpret import Value, number

Values = Mapping[str, Exact]


@dataclass(frozen=True, slots=True)
class ExactScope:
    """Symbols with exact values, indices, and what is worked out once, where it is asked for: named parts, and sums of no index."""

    values: Values
    bound: Mapping[str, arb]
    parts: Mapping[str, Expr] = field(default_factory=dict)
    known: dict[str, arb] = field(default_factory=dict)
    sums: dict[Expr, Value | None] = field(default_factory=dict)

    def symbol(self, name: str) -> Value:
        """The ball of a symbol."""
        if name in self.bound:
            return self.bound[name]
        if name in self.parts:
            if name not in self.known:
                self.known[name] = number(self.parts[name], ExactScope(self.values, {}, self.parts, self.known, self.sums))
            return self.known[name]
        if name not in self.values:
            raise InputError(name, "has no value here: give every symbol of the formula one.")
        return ball_here(self.values[name])

    def call(self, expression: Expr) -> Value:
        """No function has a meaning of its own here."""
        raise InputError(str(expression.func), "is not a function this enclosure knows.")

    def bind(self, name: str, value: arb) -> ExactScope:
        """One more index."""
        return ExactScope(self.values, {**self.bound, name: value}, self.parts, self.known, self.sums)


def enclose_expression(expression: Expr, values: Values, bits: int) -> arb:
    """A ball around `expression` with its symbols replaced, by name, by exact values.

    Args:
        expression: a real SymPy expression.
        values: name of a free symbol -> exact value.
        bits: working precision.

    Returns:
        A ball at `bits`, which holds the value.

    Raises:
        InputError: a symbol without a value, or a function outside those of `interpret`.

    >>> from sympy import exp
    >>> from sympy.abc import x
    >>> from symcoh.exactnumbers import exact
    >>> enclose_expression(exp(x) - 1, {"x": exact("log(3)")}, 64).overlaps(arb(2))
    True
    """
    body, parts, sums = _shared(expression)
    with working_precision(bits):
        return number(body, ExactScope(values, {}, parts, sums=dict.fromkeys(sums)))


@lru_cache(maxsize=64)
def _shared(expression: Expr) -> tuple[Expr, Mapping[str, Expr], tuple[Expr, ...]]:
    """The expression with a name for each exponential and hyperbolic function, what the names stand for, and the sums left in it.

    Functions and sums of an index are none of them, and nothing is named where a Piecewise may not ask for its every branch.
    """
    if expression.has(Piecewise):
        return expression, {}, ()
    indices = {s.limits[0][0] for s in expression.atoms(Sum)}
    kinds = sorted(expression.atoms(exp, sinh, cosh, tanh), key=default_sort_key)
    functions = {f"{index} {f.func}": f for index, f in enumerate(kinds) if not f.free_symbols & indices}
    body = expression.xreplace({f: Symbol(name) for name, f in functions.items()})
    return body, functions, tuple(s for s in body.atoms(Sum) if not s.free_symbols & indices)
