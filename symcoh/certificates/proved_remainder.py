"""A derivation's series at given parameters, with a proved bound of its error over a range."""

from __future__ import annotations

import re

from sympy import Expr, Integer

from ..balls import working_precision
from ..convergence import POINTS, RangeBound, Series, range_bound
from ..derived import Expansion
from ..errors import InputError, shown
from ..exactnumbers import Exact, exact
from .enclose import enclose_expression

BITS = 512
_POINT = re.compile(r"\s*([A-Za-z_]+)\s*=(.*)")
_NEEDED = ("N", "omega", "omega_a", "gamma", "J", "beta")


def read_point(text: str | None) -> tuple[str, Exact]:
    """The name and value of a point such as "beta=1/10".

    >>> read_point("beta = 1/10")
    ('beta', exact('1/10'))
    """
    if text is None:
        raise InputError("--at", 'is required with --bound: give the end of the range, such as "beta=1/10".')
    match = _POINT.fullmatch(text)
    if match is None:
        raise InputError("--at", f'must look like "beta=1/10", but is {shown(text)}.')
    return match.group(1), exact(match.group(2), "--at")


def proved_remainder(derivation: str, expansion: Expansion | None, values: dict[str, Exact], point: tuple[str, Exact]) -> RangeBound:
    """The bound of |C - series| over the range that ends at the point.

    Args:
        derivation: its name.
        expansion: its series at these parameters, no symbol left but the variable.
        values: exact values of all other parameters.
        point: from `read_point`.

    Returns:
        The range as text, and the bound of the error over it, rounded up.

    Raises:
        InputError: a parameter is missing, or the derivation has no proved remainder. NotCertified: beyond the radius of convergence.
    """
    if derivation not in POINTS or expansion is None:
        raise InputError("--bound", f"has no proved remainder for {derivation}, but for {', '.join(POINTS)}.")
    for name in _NEEDED:
        variable = "beta" if name == "beta" and "T" in POINTS[derivation] else name
        held = name == "J" and "K" in values
        if name not in values and variable not in POINTS[derivation] and not held:
            raise InputError(FLAGS[name], "is required with --bound: the proved error is for given parameters.")
    return range_bound(_series(derivation, expansion), values, *point)


def _series(derivation: str, expansion: Expansion) -> Series:
    if derivation == "low-temperature":
        terms = [(_energy(term.exponent), exact(term.coefficient)) for term in expansion.terms]
        return Series(derivation=derivation, exponentials=terms, ahead=_energy(_exponent(expansion.variable)))
    size = int(expansion.remainder_power)
    found = dict.fromkeys(range(size), None)
    coefficients = {int(term.power): term.coefficient for term in expansion.terms}
    with working_precision(BITS):
        return Series(
            derivation=derivation, coefficients=[enclose_expression(coefficients.get(power, Integer(0)), {}, BITS) for power in found]
        )


def _exponent(variable: Expr) -> Expr:
    (argument,) = variable.args
    return argument


def _energy(exponent: Expr | None) -> Exact:
    """E of the exponent -beta E."""
    from ..exact.symbols import beta

    return exact(0) if exponent is None else exact((-exponent / beta).expand())


FLAGS = {"N": "-N/--sources", "omega": "--omega", "omega_a": "--omega-a", "gamma": "--gamma", "J": "-J/--coupling", "beta": "--beta"}
