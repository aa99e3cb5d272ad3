"""Powers, functions, finite sums, cases: the SymPy functions of the ledger as LaTeX."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sympy import Abs, Expr, KroneckerDelta, Piecewise, Pow, Rational, Sum, Symbol, binomial, exp, floor, hyper, oo, pi, srepr
from sympy.core.numbers import Exp1

from ..errors import InputError
from .conditions import cases
from .names import CALLS, ELEMENTARY, functions, scalars
from .order import is_sum
from .pieces import ARGUMENT, DISPLAY, INLINE, Writer, beside, bracket, one_fraction

Form = Callable[[Any, Writer], str]


def _power(e: Pow, w: Writer) -> str:
    base, exponent = e.args
    if exponent == Rational(1, 2):
        return rf"\sqrt{{{w.show(base, DISPLAY)}}}"
    above = f"^{{{w.show(exponent, INLINE)}}}"
    if base.func in ELEMENTARY:
        return _applied(base, w, above)
    shown = w.factor(base)
    if isinstance(base, Symbol) or base.func.__name__ in functions():
        return (bracket(shown) if _raised(shown) else shown) + above
    written = base.is_Add or base.is_Mul or is_sum(base) or base.func is Abs or base.is_Integer or base == pi
    return (shown if written and not one_fraction(shown) else bracket(shown)) + above


def _raised(text: str) -> bool:
    """Whether a name has a superscript of its own, outside braces, or is a ket."""
    while text != (text := re.sub(r"\{[^{}]*\}", "", text)):
        pass
    return "^" in text or "rangle" in text


def _applied(e: Expr, w: Writer, above: str = "") -> str:
    r"""\sinh\frac{...}{2}, \tanh^N K, \cosh(\beta\gamma)."""
    inner = w.show(e.args[0], INLINE if w.style == INLINE else ARGUMENT)
    head = ELEMENTARY[e.func] + above
    if one_fraction(inner) or (isinstance(e.args[0], Symbol) and "^" not in inner):
        return beside([head, inner])
    return head + bracket(inner)


def _exponential(e: Expr, w: Writer) -> str:
    exponent = e.args[0]
    try:
        inner = w.show(exponent, INLINE)
    except InputError:
        inner = r"\frac"
    if re.search(r"\\(frac|sum|int|begin)", inner):
        return r"\exp" + bracket(w.show(exponent, DISPLAY))
    return f"e^{{{inner}}}"


def _finite_sum(e: Sum, w: Writer) -> str:
    (index, low, high), *others = e.limits
    assert not others
    return beside([rf"\sum_{{{w.show(index)}={w.show(low, INLINE)}}}^{{{w.show(high, INLINE)}}}", w.summand(e.function)])


def _hypergeometric(e: hyper, w: Writer) -> str:
    upper, lower = (",".join(w.show(part, ARGUMENT) for part in group) for group in (e.ap, e.bq))
    inner = f"{upper};{lower};{w.show(e.argument, ARGUMENT)}"
    left, right = (r"\left(", r"\right)") if r"\frac" in inner else ("(", ")")
    return rf"\,{{}}_{{{len(e.ap)}}}F_{{{len(e.bq)}}}{left}{inner}{right}"


def _kronecker(e: KroneckerDelta, w: Writer) -> str:
    first, second = sorted(e.args, key=lambda part: (part.is_number, not part.has(Abs), part == scalars()["N"][0], srepr(part)))
    return rf"\delta_{{{w.show(first, INLINE)},{w.show(second, INLINE)}}}"


def _call(e: Expr, w: Writer) -> str:
    inner = ",".join(sorted(w.show(part, ARGUMENT) for part in e.args))
    return CALLS[e.func] + bracket(inner)


RULES: dict[Any, Form] = {
    Rational: lambda e, w: w.summand(e),
    Exp1: lambda e, w: "e",
    type(pi): lambda e, w: r"\pi",
    type(oo): lambda e, w: r"\infty",
    type(-oo): lambda e, w: r"-\infty",
    exp: _exponential,
    Pow: _power,
    Sum: _finite_sum,
    Piecewise: lambda e, w: cases(e, w),
    hyper: _hypergeometric,
    binomial: lambda e, w: rf"\binom{{{w.show(e.args[0], DISPLAY)}}}{{{w.show(e.args[1], DISPLAY)}}}",
    KroneckerDelta: _kronecker,
    floor: lambda e, w: rf"\lfloor {w.show(e.args[0], INLINE)}\rfloor",
    Abs: lambda e, w: _modulus(w.show(e.args[0])),
    **dict.fromkeys(ELEMENTARY, _applied),
    **dict.fromkeys(CALLS, _call),
}


def _modulus(inner: str) -> str:
    tall = r"\frac" in inner or r"\sum" in inner
    return rf"\left\lvert {inner}\right\rvert" if tall else rf"\lvert {inner}\rvert"
