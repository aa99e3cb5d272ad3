"""One case of a question: what its names stand for, its clock, and the order of its exponentials."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from sympy import Expr, Symbol, cosh, coth, sinh, tanh

from ..balls import certain_sign
from ..decision.field import Element, Field, Undecidable, sign_of, to_expression
from ..decision.field_functions import ball
from ..decision.normal_form import to_element, units_of
from ..decision.zero import exactly_zero
from ..exactnumbers import Exact, exact
from ..exactnumbers import sign as exact_sign
from .truth import Truth

Points = tuple[tuple[tuple[str, Exact], ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one case showed: verdict, the place of the first difference, what stands there and what should."""

    verdict: str
    proved: bool
    because: str
    power: str | None = None
    exponent: Expr | None = None
    given: Expr | None = None
    should_be: Expr | None = None
    through: str | None = None
    least: int = 1
    claimed: Fraction | None = None
    beyond: int = 1
    """The smallest N of which the first difference is said, where it lies beyond the claim: smaller rings close before."""
    endless: bool = False
    """Whether `claimed` is two powers beyond the first, because the formula does not end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the truth comes from: an exact expression, or a series that is asked for through some power."""

    exact: Truth | None = None
    series: Callable[[int], Truth | None] | None = None

    def through(self, power: int) -> Truth:
        """The truth through a power.

        Raises:
            Undecidable: the series does not reach it.
        """
        if self.exact is not None:
            return self.exact
        assert self.series is not None
        found = self.series(power)
        if found is None:
            raise Undecidable(f"the known series does not reach power {power} at these parameters")
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One part of the range: its name, what the names of the model stand for, exact sample points, the smallest N."""

    name: str
    names: Mapping[str, Expr]
    points: Points
    parity: int | None = None
    phase: str | None = None
    least: int = 1
    end: float = math.inf
    """CPU time at which the whole question is given up."""


@dataclass(slots=True)
class Clock:
    """CPU time since the start of a case."""

    end: float
    calls: int = 0

    def __call__(self) -> None:
        self.calls += 1
        if self.calls % 8 == 0 and time.process_time() > self.end:
            raise Undecidable("the expansion takes more time than a question may have")


def clock_of(case: Case, seconds: float) -> Clock:
    """A clock for a part of a case.

    Raises:
        Undecidable: the question has no time left.
    """
    now = time.process_time()
    if now > case.end:
        raise Undecidable("the expansion takes more time than a question may have")
    return Clock(end=min(now + seconds, case.end))


@dataclass(slots=True)
class Ordering:
    """Orders and zero tests of one case."""

    case: Case
    cache: dict[tuple[str, str], int]

    def order_of(self, e: Element) -> int:
        """The sign of an element in the whole case.

        Raises:
            Undecidable: it depends on parameters, or is not told from zero.
        """
        if e.is_zero:
            return 0
        key = e.key
        if key not in self.cache:
            self.cache[key] = sign_of(e) or self._order(e)
        return self.cache[key]

    def _order(self, e: Element) -> int:
        expression = to_expression(e)
        free = expression.free_symbols
        if not free:
            for bits in (128, 1024):
                side = certain_sign(ball(e, (), bits))
                if side:
                    return side
            if exactly_zero(e):
                return 0
            found = exact_sign(exact(expression)) if not _has_hyperbolic(expression) else None
            if found is None:
                raise Undecidable("which of two exponentials is larger is not told at these parameters")
            return found
        if self.case.least > 1 and any(s.name == "N" for s in free):
            (N,) = (s for s in free if s.name == "N")
            beyond = Symbol("N_beyond", positive=True, integer=True)
            field = Field(units=units_of([expression.xreplace({N: beyond + self.case.least - 1})]), parity=self.case.parity)
            side = sign_of(to_element(field, expression.xreplace({N: beyond + self.case.least - 1})))
            if side:
                return side
        raise Undecidable("which of two exponentials is larger depends on parameters that are not given")

    def same(self, e: Element) -> bool:
        """Whether two exponents are equal."""
        if e.is_zero:
            return True
        if sign_of(e) or any(e.field.table[i].expression.free_symbols for i in e.indices):
            return False
        return self.order_of(e) == 0


def _has_hyperbolic(expression: Expr) -> bool:
    return bool(expression.has(sinh, cosh, tanh, coth))
