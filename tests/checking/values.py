"""Values of all parameters for a claim: what is given as given, the rest at random, the limit's own as near as wanted."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

from mpmath.ctx_mp import MPContext
from sympy import Rational, lambdify

from .claim import Claim
from .numbers import ZEROS
from .plain import value
from .symbols import PARAMETERS


def context(digits: int) -> Any:
    """A fresh multiprecision context."""
    ctx = MPContext()
    ctx.dps = digits
    return ctx


def drawn(ctx: Any, rng: random.Random, claim: Claim, given: dict[str, str]) -> dict[str, Any]:
    """Every parameter; an extreme one by an ordinary stand-in, for the truth of a claim does not depend on scale.

    gamma and omega_a carry the sign they were given.
    """
    found: dict[str, Any] = {"N": claim.smallest + rng.randint(0, 2)}
    for name in PARAMETERS[1:]:
        number = Fraction(rng.randint(4, 30), rng.choice((7, 10, 11, 13)))
        found[name] = ctx.mpf(number.numerator) / number.denominator
    found["K"] = found["J"] * rng.choice((1, -1)) / 2
    found["J"] *= rng.choice((1, -1))
    for name, text in given.items():
        if name == "N":
            found["N"] = int(text)
        elif text in ZEROS:
            found[name] = ctx.mpf(0)
        elif claim.given[name].extreme:
            found[name] = abs(found[name]) * claim.given[name].sign
        else:
            found[name] = value(ctx, text, {})
    return found


def near(ctx: Any, claim: Claim, values: dict[str, Any], size: int) -> dict[str, Any]:
    """The values with the limit's variables so near their limits that v = 10**-size."""
    found = {name: number if isinstance(number, int) else ctx.mpf(_own(ctx, number)) for name, number in values.items()}
    steps = claim.limit.split("; ")
    for step in reversed(steps):
        far = size if step == steps[-1] else 6 * size
        name, _, point = step.split()
        _approach(ctx, found, name, point, ctx.mpf(10) ** far, far)
        if step != steps[-1] and point == "oo" and name in ("omega_a", "J"):
            found[name] += ctx.mpf(10) ** far  # the first limit is done wholly before the second
    if claim.held:
        found["J"] = found["K"] / found["beta"]
    return found


def _own(ctx: Any, number: Any) -> Any:
    """A number of this context: one of another would be calculated with at the other's precision."""
    return ctx.mpf(int(number.p)) / int(number.q) if isinstance(number, Rational) else number


def _approach(ctx: Any, found: dict[str, Any], name: str, point: str, large: Any, size: int) -> None:
    exponent = size * ctx.log(10)
    if name == "T":
        name, point = "beta", "0" if point == "oo" else "oo"
    if name == "N":
        found["N"] = int(large)
    elif name in ("beta", "gamma"):
        found[name] = large if point == "oo" else 1 / large
    elif name == "omega_a":
        found[name] = exponent / found["beta"] if point == "oo" else 1 / large
    else:
        found["J"] = exponent / (4 * found["beta"]) * (1 if point == "oo" else -1)


def of(ctx: Any, expr: Any, values: dict[str, Any]) -> Any:
    """An expression of the claim, in which gamma and omega_a are moduli."""
    names = {symbol: _modulus(values, symbol.name) for symbol in expr.free_symbols}
    return ctx.mpf(1) * _evaluated(ctx, expr, names)


def _modulus(values: dict[str, Any], name: str) -> Any:
    if name == "T":
        return 1 / values["beta"]
    return abs(values[name]) if name in ("gamma", "omega_a") else values[name]


def _evaluated(ctx: Any, expr: Any, names: dict[Any, Any]) -> Any:
    symbols = sorted(names, key=str)
    modules = [{name: getattr(ctx, name) for name in ("exp", "log", "sqrt", "cosh", "sinh", "tanh", "coth", "mpf")}]
    modules[0] |= {"Abs": ctx.fabs, "Rational": lambda p, q: ctx.mpf(p) / q}
    function = lambdify(symbols, expr, modules=modules, printer=_printer())
    return function(*(names[symbol] for symbol in symbols))


def _printer() -> Any:
    from sympy.printing.pycode import MpmathPrinter

    return MpmathPrinter({"fully_qualified_modules": False, "inline": True, "allow_unknown_functions": True, "user_functions": {}})
