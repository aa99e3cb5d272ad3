"""`symcoh.check`: a formula of one's own, in Python."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from ..errors import InputError, shown
from ..exactnumbers import ONE, ZERO, Exact, exact
from ..exactnumbers import sign as exact_sign
from ..model import nonnegative
from .agreement import proved_range
from .question import Answer, Question
from .reading import typed
from .truth import LARGEST_EXACT
from .verdict import check_formula

PARAMETERS = ("N", "omega", "omega_a", "gamma", "J", "beta", "T")
_ARROW = re.compile(r"\s*([A-Za-z_]+)\s*->\s*(-?[A-Za-z0-9]+)\s*")


def check(
    formula: str,
    *,
    limit: str,
    quantity: str | None = None,
    hold: str | None = None,
    order: int | None = None,
    bound: Any = None,
    sources: Any = None,
    **parameters: Any,
) -> Answer:
    """Whether a formula is right in a limit, and to which order.

    Args:
        formula: text in the names N, omega, omega_a, gamma, J, beta, T and the functions sqrt exp log cosh sinh tanh coth;
            `coherence =` may stand before it and `+ O(beta**4)` behind.
        limit: "beta -> 0", "T -> oo", "gamma -> oo", ...; two separated by ; run left to right.
        quantity: what the formula is for, a name of `evaluate`; coherence where it is left out.
        hold: "K = beta*J", held fixed while beta -> 0.
        order: the last power to check; by default the formula's own.
        bound: a relative error; then the answer's `bound` holds the range found in which the formula is proved right to within it.
            All parameters but the variable must be given.
        sources: other sources than the ring, a uniform system of `symcoh.sources` with exact levels and N up to 14; N and J are its own.
        **parameters: exact values of N, omega, omega_a, gamma, J, beta or T; what is not given stands for its whole range.

    Returns:
        The answer: verdict, proved, agrees_through, first_difference, valid_for, because, quantity.

    Raises:
        InputError: a formula, limit or value that cannot be read. InputTypeError: an inexact value.
        NotCertified: no such range could be proved.

    >>> check("N*gamma*omega_a*beta**2/2", limit="beta -> 0").verdict
    'correct'
    >>> check("N*gamma*omega_a*beta**2/3", limit="beta -> 0", N=4).first_difference
    {'power': '2', 'given': '4*gamma*omega_a/3', 'should_be': '2*gamma*omega_a'}
    """
    if not isinstance(formula, str):
        raise InputError("`formula`", f"must be a text, but is {shown(formula)}.")
    read = typed(formula, "`formula`")
    if order is not None and (isinstance(order, bool) or not hasattr(order, "__index__") or order.__index__() < 0):
        raise InputError("`order`", f"must be a whole number of at least 0, but is {shown(order)}.")
    limits = _limits(limit)
    given = _given(parameters if sources is None else _with_sources(sources, limits, hold, bound, parameters))
    question = Question(
        formula=read.text,
        limits=limits,
        hold=hold,
        given=given,
        order=None if order is None else order.__index__(),
        quantity=_quantity(read.quantity, quantity),
        neglected=read.neglected,
        sources=sources,
    )
    answer = check_formula(question)
    return answer if bound is None else replace(answer, bound=proved_range(question, exact(bound, "`bound`"), answer))


def _with_sources(
    sources: Any, limits: tuple[tuple[str, str], ...], hold: str | None, bound: Any, parameters: dict[str, Any]
) -> dict[str, Any]:
    """The parameters with N and J of the sources.

    Raises:
        InputError: sources that have no exact expression, or a question that only the ring has an answer to.
    """
    if not (hasattr(sources, "lowest") and sources.uniform and sources.bounded and sources.N <= LARGEST_EXACT):
        rule = f"must be a system with one gamma and one omega_a, finitely many levels and N up to {LARGEST_EXACT} for check"
        raise InputError("`sources`", f"{rule}: of other sources compare with values of evaluate.")
    for name in ("N", "J"):
        if parameters.get(name) is not None:
            raise InputError(f"`{name}`", "is already in the sources: leave it out.")
    names = [name for name, _ in limits]
    if hold is not None or bound is not None or len(limits) > 1 or any(name in ("N", "J") for name in names):
        raise InputError(
            "`sources`", "other than the ring go with one limit of beta, T, gamma, omega_a or omega, without --hold and --bound."
        )
    cold = limits[0] in (("beta", "oo"), ("T", "0"))
    for name in ("omega", "omega_a", "gamma") if cold else ():
        if parameters.get(name) is None:
            raise InputError(f"`{name}`", "is required at low temperature with other sources than the ring: give a number.")
    return parameters | {"N": sources.N, "J": getattr(sources, "J", ZERO)}


def _quantity(named: str | None, asked: str | None) -> str:
    if named is not None and asked is not None and named != asked:
        raise InputError("`quantity`", f"is {shown(asked)}, but the formula begins with {shown(named + ' =')}: leave one out.")
    return asked or named or "coherence"


def _limits(text: str) -> tuple[tuple[str, str], ...]:
    found = []
    for part in text.split(";"):
        match = _ARROW.fullmatch(part)
        if match is None:
            raise InputError("`limit`", f'must look like "beta -> 0", but is {shown(part)}.')
        found.append((match.group(1), match.group(2)))
    if len(found) > 2:
        raise InputError("`limit`", "may hold two limits at most.")
    return tuple(found)


def _given(parameters: dict[str, Any]) -> dict[str, Exact]:
    found: dict[str, Exact] = {}
    for name, value in parameters.items():
        if value is None:
            continue
        if name not in PARAMETERS:
            raise InputError(f"`{name}`", f"is no parameter: take one of {', '.join(PARAMETERS)}.")
        argument = f"`{name}`"
        number = nonnegative(value, argument) if name in ("omega", "beta", "T") else exact(value, argument)
        if name == "N" and (number.integer is None or number.integer < 1):
            raise InputError(argument, f"must be a whole number of at least 1, but is {shown(value)}.")
        found[name] = number
    if "T" in found:
        temperature = found.pop("T")
        if "beta" in found:
            raise InputError("`T`", "is given beside beta: leave one of them out.")
        if exact_sign(temperature) == 0:
            raise InputError("`T`", 'must not be 0 here: take --limit "T -> 0".')
        found["beta"] = ONE / temperature
    return found
