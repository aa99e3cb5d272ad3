r"""Exact numbers in mathematics mode: short decimals as typed, everything else from its terms."""

from __future__ import annotations

import re

from flint import fmpq

from .number import Atom, Exact, Monomial

_DECIMAL = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)(?:[eE]([+-]?[0-9]+))?", re.ASCII)


def latex(value: Exact) -> str:
    r"""The number as LaTeX, without dollar signs.

    >>> from .convert import exact
    >>> latex(exact("0.7")), latex(exact("-3/10")), latex(exact("1e-5")), latex(exact("sqrt(2)/3 - pi"))
    ('0.7', '-\\tfrac{3}{10}', '1\\times10^{-5}', '-\\pi+\\tfrac{1}{3}\\sqrt{2}')
    """
    typed = _DECIMAL.fullmatch(value.text.strip()) if value.text is not None else None
    if typed:
        return typed[1] + ("" if typed[2] is None else rf"\times10^{{{typed[2].removeprefix('+')}}}")
    if not value.terms:
        return "0"
    return "+".join(_term(monomial, coefficient) for monomial, coefficient in value.terms).replace("+-", "-")


def _term(monomial: Monomial, coefficient: fmpq) -> str:
    factors = "".join(_factor(base, exponent) for base, exponent in monomial)
    if not factors:
        return _rational(coefficient)
    return ("" if coefficient == 1 else "-" if coefficient == -1 else _rational(coefficient)) + factors


def _rational(value: fmpq) -> str:
    sign, size = ("-" if value < 0 else ""), abs(value)
    return f"{sign}{size.p.str()}" if size.q == 1 else rf"{sign}\tfrac{{{size.p.str()}}}{{{size.q.str()}}}"


def _factor(base: Atom, exponent: int) -> str:
    if base.argument is None:
        return r"\pi" if exponent == 1 else rf"\pi^{{{exponent}}}"
    inner = latex(Exact(base.argument.terms))
    if base.kind == "exp":
        return rf"\mathrm{{e}}^{{{inner}}}" if exponent == 1 else rf"\bigl(\mathrm{{e}}^{{{inner}}}\bigr)^{{{exponent}}}"
    power = "" if exponent == 1 else rf"^{{{exponent}}}"
    if base.kind == "root":
        sign = r"\sqrt" if base.degree == 2 else rf"\sqrt[{base.degree}]"
        return rf"{sign}{{{inner}}}{power}"
    return rf"\log({inner}){power}" if base.kind == "log" else rf"({inner}){power}"
