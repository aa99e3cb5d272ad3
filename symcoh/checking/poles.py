"""Where a formula divides by zero inside the range of its open parameters: what a verdict must not be said for.

The places are read off the text, and off what it is simplified to: what is divided by, or stands below a negative power, in
a logarithm, a hyperbolic cotangent. What is free
of the running parameter must not vanish; of what holds it, the leading coefficient must not. Each is factored over the
rational numbers: a factor whose coefficients show its sign never vanishes (exponentials and roots being positive), one in
N alone vanishes at its whole roots, and any other is named.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Abs, Expr, Integer, Poly, PolynomialError, Pow, coth, log

from ..decision.field import Element, Field, Refined, Undecidable, definite, factors_of, polynomial_expression, sign_of
from ..decision.normal_form import to_element, units_of
from ..errors import NotCertified
from ..exact import symbols
from .asked import Asked, formula_in
from .blocks import Deeper, Setting
from .case import Case, Ordering, clock_of
from .compare import MAX_RESTARTS, REACHES, printed
from .expand import Expander

SECONDS = 1.0
"""CPU seconds that the search in one case may take."""


def poles(asked: Asked, cases: list[Case]) -> tuple[frozenset[int], tuple[str, ...]]:
    """The N at which the formula divides by zero, and the other conditions under which it does not, as `omega != omega_a`."""
    sizes: set[int] = set()
    conditions: dict[str, None] = {}
    for case in cases:
        for factor in _vanishing(asked, case):
            if factor.free_symbols == {symbols.N}:
                sizes |= {n for n in whole_roots(factor) if case.parity is None or (n % 2 == 1) == (case.parity == -1)}
            else:
                conditions[_condition(_positive_first(printed(factor)))] = None
    return frozenset(sizes), tuple(conditions)


def whole_roots(factor: Expr) -> set[int]:
    """The whole numbers of at least 1 at which a polynomial in N vanishes.

    >>> whole_roots((symbols.N - 1) * (symbols.N + 2) * (2 * symbols.N - 3))
    {1}
    """
    try:
        polynomial = Poly(factor, symbols.N)
    except PolynomialError:
        return set()
    return {int(root) for root in polynomial.ground_roots() if root.is_Integer and root >= 1}


def _condition(factor: Expr) -> str:
    """The text of "does not vanish": a != b for a difference of two names."""
    terms = factor.as_ordered_terms()
    if len(terms) == 2:
        first, second = terms
        if second.could_extract_minus_sign() != first.could_extract_minus_sign():
            left, right = (first, -second) if second.could_extract_minus_sign() else (second, -first)
            return f"{left} != {right}" if left.free_symbols else f"{right} != {left}"
        if not second.free_symbols:
            return f"{first} != {-second}"
    return f"{factor} != 0"


def _vanishing(asked: Asked, case: Case) -> list[Expr]:
    """The factors that may vanish in a case."""
    try:
        typed: list[Expr] = []
        formula = formula_in(asked, case, typed)
        names = {s for value in case.names.values() for s in value.free_symbols}
        places = dict.fromkeys([*_below(formula), *(_bare(e) for e in typed if e.free_symbols and e.free_symbols <= names)])
        units = units_of([formula, *places])
        clock = clock_of(case, SECONDS)
        for _ in range(MAX_RESTARTS):
            field = Field(units=units, parity=case.parity, clock=clock)
            try:
                return [factor for below in places for factor in _factors(asked, case, field, below)]
            except Refined:
                units = field.units
    except NotCertified:
        pass
    return []


def _below(e: Expr) -> Iterator[Expr]:
    """What must not vanish for an expression to be finite, bound names left out."""
    for part in e.atoms(Pow, log, coth):
        below, exponent = (part.args[0], part.args[1]) if isinstance(part, Pow) else (part.args[0], Integer(-1))
        if below.free_symbols <= e.free_symbols and below.free_symbols and not exponent.is_nonnegative:
            yield _bare(below)


def _bare(e: Expr) -> Expr:
    """What vanishes where e does: without absolute value and positive power."""
    while isinstance(e, Abs) or (isinstance(e, Pow) and e.args[1].is_positive):
        e = e.args[0]
    return e


def _factors(asked: Asked, case: Case, field: Field, below: Expr) -> list[Expr]:
    try:
        element = _leading(asked, case, field, below)
    except (Undecidable, NotCertified, Deeper, ZeroDivisionError):
        return []
    if element is None or sign_of(element):
        return []
    found = []
    for factor, _ in factors_of(element.num)[1]:
        if not definite(field, factor):
            found.append(polynomial_expression(field, factor))
    return found


def _positive_first(factor: Expr) -> Expr:
    return -factor if factor.could_extract_minus_sign() else factor


def _leading(asked: Asked, case: Case, field: Field, below: Expr) -> Element | None:
    """The expression, or its leading coefficient in the small variable; None where that is not reached."""
    limit = asked.last
    (x,) = case.names[limit.name].free_symbols
    if not below.has(x):
        return to_element(field, below)
    ordering = Ordering(case, {})
    at = Setting(field=field, reach=REACHES[0], depth=1, order_of=ordering.order_of, same=ordering.same)
    blocks = Expander(at=at, symbol=x, infinite=limit.infinite).expand(below).blocks
    return blocks[0].powers[min(blocks[0].powers)] if blocks and blocks[0].powers else None
