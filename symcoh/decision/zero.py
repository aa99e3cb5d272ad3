"""The one zero test: equal, different or undecided.

    equal      exact algebra shows that the expression is zero in its whole range
    different  a ball at a named point of the range excludes zero
    undecided  neither

Theorem (equal). Write the expression with exponentials alone. The exponents, over a Q-basis of their monomials, make every
exponential a power of a few E_i; roots are adjoined one by one, r**k = p; base**n with a symbol n for integers is
multiplicative in the base. A symbol of either sign is split into s > 0, s = 0 and s < 0, (-1)**n into even and odd n. If in
each case the numerator reduces to the zero polynomial modulo r**k = p, the expression is zero wherever it is defined: only
relations that hold were used, and a polynomial that is zero is zero at every value of its generators, dependent or not. A
number that does not reduce is zero if a separation bound of algebraic numbers says so (`exactnumbers.sign`), coefficient by
coefficient of the exponentials and symbols it stands beside.

A failed reduction is never a difference, and a ball never shows equality.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from flint import fmpq
from sympy import Dummy, Expr, Integer, Pow, Symbol, exp, log, pi
from sympy.core.relational import Relational

from ..certificates.enclose import enclose_expression
from ..errors import InputError, NotCertified, SymcohError
from ..exactnumbers import Exact, exact, sign
from .field import CONTEXT, WIDTH, Element, Field, NotReal, Refined, Undecidable, polynomial_expression
from .field_functions import ball
from .normal_form import to_element, units_of

BITS = (128, 1024, 8192)
POOL = tuple(exact(text) for text in ("13/10", "3/7", "21/8", "5/9", "17/6", "2/11", "8/3"))
MAX_RESTARTS = 40
EQUAL, DIFFERENT, UNDECIDED = "equal", "different", "undecided"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The outcome; `point` names where a difference was seen, `because` what was tried where there is none."""

    outcome: str
    point: str | None = None
    because: str = ""

    @property
    def is_zero(self) -> bool | None:
        """True, False or None."""
        return {EQUAL: True, DIFFERENT: False}.get(self.outcome)


def decide(expression: Any, points: Sequence[Mapping[str, Exact]] | None = None) -> Decision:
    """Whether an expression is zero in the range of its symbols: those of the table, of their assumptions.

    Args:
        expression: a real SymPy expression; a symbol that is not known to be positive has either sign.
        points: exact values of the symbols by name where a difference is looked for; by default a few of the range.

    Returns:
        Equal, different or undecided, with the point where a difference was seen, or what was tried where none was.

    >>> from sympy import cosh, sinh, sqrt, exp, tanh
    >>> from symcoh.exact.symbols import J, N, beta, omega_a
    >>> decide(cosh(beta)**2 - sinh(beta)**2 - 1).outcome
    'equal'
    >>> decide(sqrt(J**2) - J)
    Decision(outcome='different', point='J = -21/8', because='')
    >>> decide(1/(1 + exp(-N*beta*omega_a)) - (1 + tanh(N*beta*omega_a/2))/2).outcome
    'equal'
    """
    expression = Integer(0) + expression
    if expression.is_Rational:
        return Decision(outcome=EQUAL if expression.is_zero else DIFFERENT, point=None)
    if isinstance(expression, Relational):
        return Decision(outcome=UNDECIDED, because="it is a relation and no number")
    seen = _seen(expression, sample_points(expression) if points is None else points)
    if seen is not None:
        return Decision(outcome=DIFFERENT, point=seen)
    reason = _zero_in_every_case(expression)
    return Decision(outcome=EQUAL) if reason is None else Decision(outcome=UNDECIDED, because=reason)


def _zero_in_every_case(expression: Expr) -> str | None:
    """None where exact algebra shows zero, first without splitting the range, then in each case of it; else why not."""
    try:
        if _shown_zero((expression, None)) is None:
            return None
    except (Undecidable, InputError, NotCertified):
        pass
    try:
        reasons = [reason for case in cases(expression) if (reason := _shown_zero(case)) is not None]
    except (Undecidable, InputError, NotCertified) as error:
        return str(error)
    return reasons[0] if reasons else None


def is_zero(expression: Any) -> bool | None:
    """True, False, or None where it is not decided.

    >>> from sympy import sqrt
    >>> is_zero(sqrt(3 + 2*sqrt(2)) - 1 - sqrt(2))
    True
    """
    return decide(expression).is_zero


def sample_points(expression: Expr) -> Iterator[dict[str, Exact]]:
    """Points of the range: every symbol positive, then each that may be negative so; small and large, odd and even integers."""
    names = sorted(expression.free_symbols, key=lambda s: s.name)
    for turn, negative in enumerate((False, True, False, True)):
        point = {}
        for place, s in enumerate(names):
            value = exact(turn + 3 + place) if s.is_integer else POOL[(place + 2 * turn) % len(POOL)]
            point[s.name] = -value if negative and not (s.is_integer or s.is_nonnegative) else value
        yield point


def _seen(expression: Expr, points: Iterable[Mapping[str, Exact]]) -> str | None:
    """The first point where a ball excludes zero."""
    for point in points:
        for bits in BITS[:2]:
            try:
                value = enclose_expression(expression, point, bits)
            except (SymcohError, ValueError, ZeroDivisionError):
                break
            if value.is_finite() and not value.contains(0):
                return ", ".join(f"{name} = {value}" for name, value in point.items()) or "its value"
    return None


def cases(expression: Expr) -> Iterator[tuple[Expr, int | None]]:
    """The expression with every symbol positive, and the parity of what stands in (-1)**N: one for each case of the range."""
    free = [s for s in sorted(expression.free_symbols, key=lambda s: s.name) if not s.is_positive and not s.is_integer]
    parities = (1, -1) if _alternates(expression) else (None,)
    if len(free) > 4:
        raise Undecidable("too many symbols of either sign")
    images: list[list[Expr]] = []
    for s in free:
        positive = Dummy(s.name, positive=True)
        images.append([positive, Integer(0), -positive])
    for choice in product(*images):
        replaced = expression.xreplace(dict(zip(free, choice, strict=True))) if free else expression
        for parity in parities:
            yield (replaced.doit() if free else replaced), parity


def _alternates(expression: Expr) -> bool:
    """Whether a power with a symbol above stands in it, so that (-1)**n may."""
    return any(p.args[1].free_symbols for p in expression.atoms(Pow))


def _shown_zero(case: tuple[Expr, int | None]) -> str | None:
    """None where the case is zero by exact algebra, else why not."""
    expression, parity = case
    if expression.is_infinite or expression.has(Symbol("zoo")):
        return None
    try:
        found = element_of(expression, parity)
    except NotReal:
        return "it is not real in a part of the range"
    return None if exactly_zero(found) else "its exact form does not reduce to zero, and no ball excludes it"


def element_of(expression: Expr, parity: int | None = None) -> Element:
    """The expression in normal form, exponentials in units fine enough for all of it."""
    field = Field(units=units_of([expression]), parity=parity)
    for _ in range(MAX_RESTARTS):
        try:
            return to_element(field, expression)
        except Refined:
            field = Field(units=field.units, parity=parity)
    raise Undecidable("the exponentials have no common unit")


def exactly_zero(e: Element) -> bool:
    """Whether exact algebra shows that an element is zero; False decides nothing.

    >>> exactly_zero(element_of(Integer(2)**(Integer(1)/2) - Integer(8)**(Integer(1)/2)/2))
    True
    """
    if e.is_zero:
        return True
    numbers = {i for i in e.indices if _is_algebraic_number(e.field, i)}
    if not numbers:
        return False
    groups: dict[tuple[int, ...], dict[tuple[int, ...], fmpq]] = {}
    for exponents, c in e.num.to_dict().items():
        key = tuple(0 if WIDTH - 1 - place in numbers else n for place, n in enumerate(exponents))
        inner = tuple(n if WIDTH - 1 - place in numbers else 0 for place, n in enumerate(exponents))
        groups.setdefault(key, {})[inner] = c
    return all(_number_vanishes(polynomial_expression(e.field, CONTEXT.from_dict(part))) for part in groups.values())


def _is_algebraic_number(field: Field, index: int) -> bool:
    g = field.table[index]
    return g.kind == "root" and not g.expression.free_symbols and not _has_exponentials(g.expression)


def _has_exponentials(expression: Expr) -> bool:
    return bool(expression.has(exp, log, pi))


def _number_vanishes(value: Expr) -> bool:
    if value.is_Rational:
        return bool(value.is_zero)
    try:
        return sign(exact(value)) == 0
    except (InputError, NotCertified):
        return False


def element_vanishes(e: Element, points: Sequence[tuple[tuple[str, Exact], ...]]) -> bool | None:
    """Whether an element is zero: True by exact algebra, False by a ball at one of the points, None undecided."""
    if e.is_zero:
        return True
    if e.rational is not None:
        return False
    for bits in BITS[:2]:
        for point in points:
            if not _contains_zero(e, point, bits):
                return False
    if exactly_zero(e):
        return True
    return False if any(not _contains_zero(e, point, BITS[2]) for point in points) else None


def _contains_zero(e: Element, point: tuple[tuple[str, Exact], ...], bits: int) -> bool:
    try:
        value = ball(e, point, bits)
    except (SymcohError, ValueError, ZeroDivisionError):
        return True
    return not value.is_finite() or bool(value.contains(0))
