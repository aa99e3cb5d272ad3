"""SymPy expressions as transseries in one of their symbols."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

from flint import fmpq
from sympy import Abs, Add, Expr, Mul, Pow, Symbol, cosh, coth, exp, log, sinh, tanh
from sympy.core.numbers import Exp1

from ..decision.field import Element, Undecidable, sign_of
from ..decision.normal_form import HYPERBOLIC, element_power, to_element
from .blocks import Block, Setting
from .transseries import Trans, absolute_of, composed, constant, exponential_of, leading, logarithm_of, monomial


@dataclass(slots=True)
class Expander:
    """What expands: the symbol, and whether it goes to infinity (t = 1/x) or to zero (t = x)."""

    at: Setting
    symbol: Symbol
    infinite: bool
    memo: dict[Expr, Trans] = field(default_factory=dict)

    def expand(self, e: Expr) -> Trans:
        """The transseries of an expression."""
        if e not in self.memo:
            self.memo[e] = self._expand(e)
        return self.memo[e]

    def _expand(self, e: Expr) -> Trans:
        if not e.has(self.symbol):
            return constant(self.at, to_element(self.at.field, e))
        if e == self.symbol:
            return monomial(self.at, self.at.field.constant(1), Fraction(-1 if self.infinite else 1))
        if isinstance(e, Add):
            return _balanced([self.expand(part) for part in e.args], Trans.__add__)
        if isinstance(e, Mul):
            fixed, moving = e.as_independent(self.symbol)
            parts = [self.expand(part) for part in Mul.make_args(moving)]
            product = _balanced(parts, Trans.__mul__)
            return product if fixed == 1 else product * constant(self.at, to_element(self.at.field, fixed))
        if isinstance(e, exp):
            return exponential_of(self.expand(e.args[0]))
        if isinstance(e, HYPERBOLIC):
            return _hyperbolic(e, self.expand(e.args[0]))
        if isinstance(e, Pow):
            return self._power(e.args[0], e.args[1])
        if isinstance(e, log):
            return logarithm_of(self.expand(e.args[0]))
        if isinstance(e, Abs):
            return absolute_of(self.expand(e.args[0]))
        raise Undecidable(f"{type(e).__name__} of the small variable is not expanded")

    def _power(self, base: Expr, exponent: Expr) -> Trans:
        if isinstance(base, Exp1):
            return exponential_of(self.expand(exponent))
        if exponent.is_Integer:
            return self.expand(base).power(int(exponent))
        if exponent.is_Rational:
            return self.expand(base).rational_power(Fraction(int(exponent.p), int(exponent.q)))
        if not exponent.has(self.symbol):
            return self._symbolic_power(base, exponent)
        positive, side = self._modulus(self.expand(base), exponent)
        power = exponential_of(self.expand(exponent) * logarithm_of(positive))
        return power if side > 0 else -power

    def _modulus(self, base: Trans, exponent: Expr) -> tuple[Trans, int]:
        """|base|, and the sign of base**exponent: of a negative base where the exponent is a whole number of known parity.

        Raises:
            Undecidable: it is not known to be one.
        """
        if self._side(leading(base)[2]) >= 0:
            return base, 1
        slope = exponent.diff(self.symbol)
        start = exponent.subs(self.symbol, 0)
        if not (self.symbol.is_integer and slope.is_Integer and start.is_Integer):
            raise Undecidable("a power of what is negative, whose exponent is not known to be a whole number")
        parity = self.at.field.parity
        if int(slope) % 2 and parity is None:
            raise Undecidable("a power of what is negative, whose exponent is odd or even")
        odd = int(slope) % 2 and parity == -1
        return -base, -1 if bool(odd) != bool(int(start) % 2) else 1

    def _side(self, e: Element) -> int:
        """The sign of an element, 0 where it depends on parameters or is not told."""
        try:
            return sign_of(e) or int(self.at.order_of(e))
        except Undecidable:
            return 0

    def _symbolic_power(self, base: Expr, exponent: Expr) -> Trans:
        """base**n, n free of t: from its leading term, which must not be small or large."""
        x, n = self.expand(base), to_element(self.at.field, exponent)
        lead, p, c = leading(x)
        if p:
            raise Undecidable("a symbolic power of the small variable")
        k = lead.exponent
        outer = Trans(self.at, (Block(k * n, {Fraction(0): element_power(c, n)}, None),))
        inside = x._relative(k, p, c)
        if not inside.blocks and not inside.rest:
            return outer
        logarithm = composed(inside, lambda j: fmpq((-1) ** (j + 1), j) if j else fmpq(0))
        return outer * exponential_of(logarithm * constant(self.at, n))


def _hyperbolic(e: Expr, argument: Trans) -> Trans:
    E = exponential_of(argument)
    lower = exponential_of(-argument)
    if e.func is cosh:
        return (E + lower).times(fmpq(1, 2))
    if e.func is sinh:
        return (E - lower).times(fmpq(1, 2))
    assert e.func in (tanh, coth)
    top, bottom = E - lower, E + lower
    return top / bottom if e.func is tanh else bottom / top


def _balanced(parts: list[Trans], operation: Callable[[Trans, Trans], Trans]) -> Trans:
    while len(parts) > 1:
        parts = [operation(parts[i], parts[i + 1]) if i + 1 < len(parts) else parts[i] for i in range(0, len(parts), 2)]
    return parts[0]
