"""Floating point for the mpmath backend: contexts that ask the clock, exact numbers in them, and e^-x without cancellation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mpmath.ctx_mp import MPContext

from ...balls import HEAVY, ask_clocks_about
from ...errors import NotCertified, shown
from ...exactnumbers import Exact, sign, simpler
from ...exactnumbers.number import Atom

MAX_EXPONENT = 2**60
"""No result may need a larger binary exponent; a factor below 2**-(4 MAX_EXPONENT) counts as zero."""


SLOW_FUNCTIONS = ("exp", "expm1", "ln", "log1p", "sqrt")


SLOWEST = 1.3
"""Seconds that one of them takes at 10**6 bits, about."""


Float = Any
"""An mpf of some context; mpmath ships no types."""

Context = Any
"""A context of mpmath, which makes floats of one precision."""


class Unresolved(Exception):
    """The working precision does not resolve a gap between two sectors: raise it."""


def context(bits: int) -> Context:
    """A fresh mpmath context with `bits` bits; the global one is never touched."""
    fresh = MPContext()
    fresh.prec = bits
    ahead = SLOWEST * (bits / 10**6) ** 1.6 if bits > HEAVY else 0.0
    for name in SLOW_FUNCTIONS:
        setattr(fresh, name, _asking(getattr(fresh, name), ahead))
    return fresh


def _asking(function: Callable[..., Float], ahead: float) -> Callable[..., Float]:
    """The function, once the clock lets it begin; nothing interrupts it."""

    def asking(*arguments: Float) -> Float:
        ask_clocks_about(ahead)
        return function(*arguments)

    return asking


def to_float(ctx: Context, value: Exact, ceiling: int) -> Float:
    """An exact number as a float of `ctx`, with full relative accuracy.

    Sums of irrational terms may cancel: they are evaluated twice, at rising precision, until the
    two agree to the precision of `ctx`; zero is decided by exact algebra.

    Raises:
        NotCertified: not told from zero, or not resolved, with `ceiling` bits.
    """
    known = value.rational
    if known is not None:
        return ctx.mpf(int(known.p)) / int(known.q)
    outcome = sign(value)
    if outcome is None:  # more bits would be spent on what Arb has not told from zero
        raise NotCertified(f"The sign of {shown(str(value))} is not decided: write it {simpler(value)}.")
    if outcome == 0:
        return ctx.mpf(0)
    bits = ctx.prec + 32
    coarse = _walk_or_nothing(bits, value)
    while bits <= ceiling:
        bits *= 2
        fine = _walk_or_nothing(bits, value)
        if coarse and fine and abs(fine.context.mpf(coarse) - fine) <= fine.context.ldexp(abs(fine), -ctx.prec - 2):
            return ctx.mpf(fine)
        coarse = fine
    raise NotCertified(f"The parameter {shown(str(value))} is not resolved with {ceiling} bits: raise the maximal precision.")


def _walk_or_nothing(bits: int, value: Exact) -> Float | None:
    try:
        return _walk(context(bits), value)
    except Unresolved:
        return None


def _walk(ctx: Context, value: Exact) -> Float:
    result = ctx.mpf(0)
    for monomial, coefficient in value.terms:
        term = ctx.mpf(int(coefficient.p)) / int(coefficient.q)
        for base, exponent in monomial:
            term *= _walk_atom(ctx, base) ** int(exponent)
        result += term
    return result


def _walk_atom(ctx: Context, base: Atom) -> Float:
    """One atom; a zero is a rounding accident here, since the normal form holds none."""
    if base.argument is None:
        return +ctx.pi
    inner = _walk(ctx, base.argument)
    if base.kind == "exp":
        return ctx.exp(inner)
    if base.kind != "sum" and inner <= 0:
        raise Unresolved
    if base.kind == "root":
        result = ctx.sqrt(inner) if base.degree == 2 else ctx.exp(ctx.ln(inner) / base.degree)
    else:
        result = inner if base.kind == "sum" else ctx.ln(inner)
    if not result:
        raise Unresolved
    return result


def falling_exponential(ctx: Context, x: Float) -> Float:
    """exp(-x) for x >= 0, zero once it is below every admitted result."""
    return ctx.zero if x > 4 * MAX_EXPONENT else ctx.exp(-x)


def rise(ctx: Context, x: Float) -> Float:
    """1 - exp(-x) for x >= 0 without cancellation."""
    return 1 - falling_exponential(ctx, x) if x > 1 else -ctx.expm1(-x)
