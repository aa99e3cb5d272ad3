"""Exact functions as quotients of polynomials in generators: symbols, exponentials, roots, powers base**N.

An element is num/den, polynomials over Q in the generators of one `Field`. Each generator stands for a real function:

    a symbol           positive; a symbol of either sign is split into cases before it comes here
    an exponential     exp(q u), u a monomial of an exponent; exponents that are rational multiples of one another share it
    a root             r with r**k = p, p a polynomial in older generators; a root of a product is the product of the roots
    a power            |f|**N for an irreducible f, N a symbol that stands for integers
    anything else      opaque: pi, log(f), a sum

Theorem: if `num` reduces to the zero polynomial modulo the relations r**k = p, the function is zero wherever it is defined,
whatever other relations the generators obey. The converse holds only for independent generators, so a numerator that does
not reduce to zero decides nothing: a ball that excludes zero does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from flint import Ordering, fmpq, fmpq_mpoly_ctx
from sympy import Add, Expr, Mul, Pow, Rational

from ..errors import NotCertified
from ..exact.text import text

WIDTH = 32
"""Generators one field can hold."""
MAX_POWER = 2**12
"""Powers of a generator beyond this are taken as generators of their own."""
MAX_TERMS = 6_000
MAX_PRODUCTS = 2_000_000
"""Products of terms in one multiplication."""
LONGEST = 2**27
"""Bits of a numerator and a denominator together, about, beyond which they are not reduced: nothing interrupts that."""
LARGEST_FACTORED = 240
"""Degrees beyond which a polynomial in one variable is not factored."""
LARGEST_POWER = 64
"""Powers of a sum beyond this are not multiplied out."""
CONTEXT = fmpq_mpoly_ctx.get(tuple(f"x{i}" for i in range(WIDTH)), Ordering.lex)
GENERATORS = CONTEXT.gens()
ONE = CONTEXT.constant(1)
NOTHING = CONTEXT.constant(0)


class Undecidable(NotCertified):
    """The question is beyond exact algebra here; the message says what was tried."""


class NotReal(Undecidable):
    """The expression is not real in the range asked for."""


class Refined(Exception):
    """An exponential is needed in a finer unit than it was made in."""


@dataclass(frozen=True, slots=True)
class Generator:
    """One generator: what it is as a SymPy expression, and whether it is certainly positive."""

    expression: Expr
    positive: bool
    kind: str


@dataclass(slots=True)
class Field:
    """The generators of one question.

    `units` holds the unit of each exponential, by the text of its monomial; `parity` is (-1)**N where it is known.
    """

    units: dict[str, Fraction] = field(default_factory=dict)
    parity: int | None = None
    table: list[Generator] = field(default_factory=list)
    keys: dict[Any, int] = field(default_factory=dict)
    roots: list[tuple[int, int, Any]] = field(default_factory=list)
    logs: dict[int, Element] = field(default_factory=dict)
    exponents: dict[int, Element] = field(default_factory=dict)
    memo: dict[Expr, Element] = field(default_factory=dict)
    clock: Callable[[], None] | None = None
    nested: bool = False
    """Whether a root of a number that is itself a root has been taken: such numbers have no normal form here."""

    def generator(self, key: Any, make: Callable[[], Generator]) -> int:
        """The index of the generator with this key, made where it is new."""
        if key not in self.keys:
            made = make()
            if len(self.table) >= WIDTH:
                raise Undecidable(f"the formula has more than {WIDTH} independent pieces")
            self.keys[key] = len(self.table)
            self.table.append(made)
        return self.keys[key]

    def variable(self, index: int) -> Any:
        """The generator as a polynomial; newer ones are larger in the order of the monomials."""
        return GENERATORS[WIDTH - 1 - index]

    def element(self, index: int) -> Element:
        """The generator as an element."""
        return Element(self, self.variable(index), ONE)

    def constant(self, value: Any) -> Element:
        """A rational number as an element."""
        q = value if isinstance(value, fmpq) else fmpq(int(value.numerator), int(value.denominator))
        return Element(self, CONTEXT.constant(q), ONE)

    def reduced(self, poly: Any) -> Any:
        """The polynomial modulo the relations of the roots."""
        if self.clock is not None:
            self.clock()
        if len(poly) > MAX_TERMS:
            raise Undecidable("the exact forms grow beyond what is worked out")
        if not self.roots:
            return poly
        degrees = poly.degrees()
        for index, degree, relation in reversed(self.roots):
            if degrees[WIDTH - 1 - index] >= degree:
                poly = divmod(poly, relation)[1]
                degrees = poly.degrees()
        return poly

    def quotient(self, num: Any, den: Any) -> Element:
        """num/den in normal form: no square root below, no common factor."""
        if size_heuristic(num) + size_heuristic(den) > LONGEST:
            raise Undecidable("the numbers are too long for the exact forms")
        num, den = self.reduced(num), self.reduced(den)
        if not num:
            return Element(self, NOTHING, ONE)
        for index, degree, _ in reversed(self.roots):
            if den.is_constant():
                break
            if degree == 2 and den.degrees()[WIDTH - 1 - index]:
                r = self.variable(index)
                b, a = divmod(den, r)
                conjugate = a - b * r if a else r
                num, den = self.reduced(num * conjugate), self.reduced(den * conjugate)
        if not den:
            raise Undecidable("a denominator may vanish")
        if not den.is_constant():
            common = num.gcd(den)
            if not common.is_constant():
                num, den = divmod(num, common)[0], divmod(den, common)[0]
        lead = den.leading_coefficient()
        return Element(self, num / lead, den / lead) if lead != 1 else Element(self, num, den)


@dataclass(frozen=True, slots=True, eq=False)
class Element:
    """num/den in a field, in normal form."""

    field: Field
    num: Any
    den: Any

    def __add__(self, other: Element) -> Element:
        if not self.num:
            return other
        if not other.num:
            return self
        if self.den == other.den:
            total = self.num + other.num
            return Element(self.field, total, ONE) if self.den.is_one() else self.field.quotient(total, self.den)
        return self.field.quotient(self.num * other.den + other.num * self.den, self.den * other.den)

    def __neg__(self) -> Element:
        return Element(self.field, -self.num, self.den)

    def __sub__(self, other: Element) -> Element:
        return self + (-other)

    def __mul__(self, other: Element) -> Element:
        if not self.num or not other.num:
            return Element(self.field, NOTHING, ONE)
        if len(self.num) * len(other.num) > MAX_PRODUCTS or len(self.den) * len(other.den) > MAX_PRODUCTS:
            raise Undecidable("the exact forms grow beyond what is worked out")
        if self.den.is_one() and other.den.is_one():
            return Element(self.field, self.field.reduced(self.num * other.num), ONE)
        return self.field.quotient(self.num * other.num, self.den * other.den)

    def inverse(self) -> Element:
        """1/self; the caller has decided that it is not zero."""
        if not self.num:
            raise Undecidable("the formula divides by zero")
        return self.field.quotient(self.den, self.num)

    def __truediv__(self, other: Element) -> Element:
        return self * other.inverse()

    def times(self, factor: fmpq | int) -> Element:
        """A rational multiple."""
        return Element(self.field, self.num * factor, self.den if factor else ONE)

    def power(self, exponent: int) -> Element:
        """An integer power."""
        base = self if exponent >= 0 else self.inverse()
        if abs(exponent) > LARGEST_POWER and max(len(base.num), len(base.den)) > 1:
            raise Undecidable(f"a power {exponent} of a sum is not multiplied out")
        result, exponent = base.field.constant(1), abs(exponent)
        while exponent:
            if exponent & 1:
                result = result * base
            exponent >>= 1
            if exponent:
                base = base * base
        return result

    @property
    def key(self) -> tuple[str, str]:
        """Text that is the same for equal normal forms."""
        return self.num.str(), self.den.str()

    @property
    def is_zero(self) -> bool:
        """Whether the normal form is zero: then the function is."""
        return not self.num

    @property
    def rational(self) -> fmpq | None:
        """The value where it is a rational number."""
        if not self.num:
            return fmpq(0)
        if self.num.is_constant() and self.den.is_constant():
            return fmpq(self.num.leading_coefficient() / self.den.leading_coefficient())
        return None

    @property
    def indices(self) -> set[int]:
        """The generators that occur."""
        return {i for i in range(len(self.field.table)) if self.num.degrees()[WIDTH - 1 - i] or self.den.degrees()[WIDTH - 1 - i]}

    def __str__(self) -> str:
        return text(to_expression(self))


def size_heuristic(poly: Any) -> int:
    """Bits of a polynomial, about: its terms times the bits of a few of its coefficients."""
    terms = len(poly)
    if not terms:
        return 0
    some = [poly.coefficient(i) for i in {0, terms // 2, terms - 1}]
    return int(terms * max(c.p.bit_length() + c.q.bit_length() for c in some))


def factors_of(poly: Any) -> tuple[fmpq, list[tuple[Any, int]]]:
    """The content and the factors of a polynomial; one in a single variable, of a high degree, is left whole.

    FLINT takes minutes for x**7560 - 1, which is what e^{βω} at the ω of two given energies becomes, and nothing interrupts it.

    >>> x = GENERATORS[0]
    >>> content, factors = factors_of((x**2 - 1) * 3)
    >>> content, sorted((str(factor), power) for factor, power in factors)
    (3, [('x0 + 1', 1), ('x0 - 1', 1)])
    >>> factors_of(x**7560 - 1)
    (1, [(x0^7560 - 1, 1)])
    """
    if max(poly.degrees()) <= LARGEST_FACTORED:
        content, factors = poly.factor()
        return fmpq(content), factors
    content, free = poly.factor_squarefree()
    content, found = fmpq(content), []
    for part, power in free:
        scale, factors = _factored_in_steps(part)
        content *= scale**power
        found += [(factor, power * times) for factor, times in factors]
    return content, found


def _factored_in_steps(poly: Any) -> tuple[fmpq, list[tuple[Any, int]]]:
    """The factors of a polynomial without squares; q(x**n) by those of q, where it has but one variable."""
    degrees = [d for d in poly.degrees() if d]
    if len(degrees) != 1 or degrees[0] <= LARGEST_FACTORED:
        content, factors = poly.factor()
        return fmpq(content), factors
    small, steps = poly.deflation()
    if max(small.degrees()) > LARGEST_FACTORED:
        return fmpq(1), [(poly, 1)]
    content, factors = small.factor()
    return fmpq(content), [(factor.inflate(steps), power) for factor, power in factors]


def fraction(q: fmpq) -> Fraction:
    """A rational of FLINT as one of Python."""
    return Fraction(int(q.p), int(q.q))


def rational(q: fmpq) -> Rational:
    """A rational of FLINT as one of SymPy."""
    return Rational(int(q.p), int(q.q))


def to_expression(e: Element) -> Expr:
    """The element as SymPy.

    >>> from sympy.abc import x
    >>> f = Field()
    >>> a = f.element(f.generator("x", lambda: Generator(x, True, "symbol")))
    >>> to_expression((a * a + a) / a)
    x + 1
    """
    return polynomial_expression(e.field, e.num) / polynomial_expression(e.field, e.den)


def factored(e: Element) -> Expr:
    """The element as SymPy, numerator and denominator in factors: shorter to read.

    >>> from sympy.abc import x
    >>> f = Field()
    >>> a = f.element(f.generator("x", lambda: Generator(x, True, "symbol")))
    >>> factored(a * a + a)
    x*(x + 1)
    """
    return _factors_expression(e.field, e.num) / _factors_expression(e.field, e.den)


def _factors_expression(f: Field, poly: Any) -> Expr:
    if not poly:
        return Rational(0)
    content, factors = factors_of(poly)
    return Mul(rational(fmpq(content)), *(Pow(polynomial_expression(f, factor), power) for factor, power in factors))


def polynomial_expression(f: Field, poly: Any) -> Expr:
    """A polynomial as SymPy."""
    terms = []
    for exponents, c in poly.to_dict().items():
        powers = [Pow(f.table[WIDTH - 1 - place].expression, n) for place, n in enumerate(exponents) if n]
        terms.append(Mul(rational(c), *powers))
    return Add(*terms)


def definite(f: Field, poly: Any) -> int:
    """The sign of a polynomial that its coefficients show, generators being positive; 0 where they do not.

    An exponential of something positive is written 1 + d with d > 0 where that helps.
    """
    for shifted in (poly, _shifted(f, poly)):
        signs = set()
        for exponents, c in shifted.to_dict().items():
            if any(n % 2 and not f.table[WIDTH - 1 - place].positive for place, n in enumerate(exponents) if n):
                signs = {1, -1}
                break
            signs.add(1 if c > 0 else -1)
        if len(signs) == 1:
            return int(signs.pop())
    return 0


def _shifted(f: Field, poly: Any) -> Any:
    """The polynomial with 1 + d for the power of each exponential of something positive in which it is one."""
    steps = [step if _above_one(f, WIDTH - 1 - place) and step else 1 for place, step in enumerate(poly.deflation()[1])]
    small = poly.deflate(steps)
    degrees = small.degrees()
    images = list(GENERATORS)
    large = [WIDTH - 1 - i for i in range(len(f.table)) if _above_one(f, i) and 0 < degrees[WIDTH - 1 - i] <= 64]
    for place in large:
        images[place] = GENERATORS[place] + 1
    return small.compose(*images) if large else poly


def _above_one(f: Field, index: int) -> bool:
    """Whether a generator is the exponential of something positive."""
    g = f.table[index] if index < len(f.table) else None
    return g is not None and g.kind == "exp" and bool(g.expression.args and g.expression.args[0].is_positive)


def sign_of(e: Element) -> int:
    """The sign of an element where its coefficients show it: 1, -1; 0 where they do not (or it is zero)."""
    return 0 if e.is_zero else definite(e.field, e.num) * definite(e.field, e.den)


def symbol(f: Field, s: Expr) -> Element:
    """A positive symbol, or a real one of unknown sign."""
    return f.element(f.generator(("symbol", s), lambda: Generator(s, bool(s.is_positive), "symbol")))


def opaque(f: Field, key: Any, expression: Expr, positive: bool) -> Element:
    """A function that no relation binds."""
    return f.element(f.generator(("opaque", key), lambda: Generator(expression, positive, "opaque")))
