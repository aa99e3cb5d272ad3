"""`Exact`: a rational combination of monomials in pi, roots, exponentials and logarithms.

Arithmetic collects like terms and folds every rational operation, so that `pi - pi` and `sqrt(49/100)`
are the rationals 0 and 7/10, and multiplies nothing out. What comes from outside, and what a root is
taken of, is put into the form of `reduced.reduced`, where zero is `ZERO` and equal sums of radicals are
equal. Between results of arithmetic equality is decided by `reduced.same`, not by comparing terms.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from flint import arb, fmpq, fmpz

from ..errors import NoExactNumber, UndecidedNumber

MAX_BITS = 2**20
"""No rational may need more bits than this in its numerator or denominator."""

Monomial = tuple[tuple["Atom", int], ...]


@dataclass(frozen=True, slots=True)
class Atom:
    """An irrational building block: pi, root (of `degree`), exp, log, or a sum kept closed."""

    kind: str
    argument: Exact | None = None
    degree: int = 1
    _hash: int = field(init=False, compare=False, repr=False)
    _key: str = field(init=False, compare=False, repr=False, default="")

    def __post_init__(self) -> None:
        # Kept, since an atom holds atoms: each would be hashed anew at every depth.
        object.__setattr__(self, "_hash", hash((self.kind, self.argument, self.degree)))

    def __hash__(self) -> int:
        return self._hash

    def key(self) -> str:
        """Text in the grammar; sorts and identifies the atom."""
        if not self._key:
            object.__setattr__(self, "_key", self._text())
        return self._key

    def _text(self) -> str:
        if self.argument is None:
            return self.kind
        inner = self.argument.canonical()
        if self.kind == "root":
            return f"sqrt({inner})" if self.degree == 2 else f"({inner})**(1/{self.degree})"
        return f"({inner})" if self.kind == "sum" else f"{self.kind}({inner})"


class Remembered:
    """Room for what `sign` finds out about a number, once; no part of its value."""

    __slots__ = ("_sight", "_sign")
    _sign: int
    _sight: arb


@dataclass(frozen=True, slots=True)
class Exact(Remembered):
    """An exact real number; `text` remembers how it was typed and takes no part in equality.

    >>> from symcoh.exactnumbers import exact
    >>> exact("0.7")
    exact('0.7')
    >>> exact("0.7") == exact("7/10")
    True
    >>> exact("sqrt(8)/2 - pi").canonical()
    '-pi+sqrt(2)'
    """

    terms: tuple[tuple[Monomial, fmpq], ...]
    text: str | None = field(default=None, compare=False)

    @property
    def rational(self) -> fmpq | None:
        """The value as a rational when the normal form is one, else None."""
        if not self.terms:
            return fmpq(0)
        monomial, coefficient = self.terms[0]
        return coefficient if len(self.terms) == 1 and not monomial else None

    @property
    def integer(self) -> int | None:
        """The value as an integer when the normal form is one, else None."""
        value = self.rational
        return int(value.p) if value is not None and value.q == 1 else None

    def canonical(self) -> str:
        """The normal form as text in the grammar: the same for equal normal forms."""
        if not self.terms:
            return "0"
        parts = [_term_text(monomial, coefficient) for monomial, coefficient in self.terms]
        return "+".join(parts).replace("+-", "-")

    def __str__(self) -> str:
        return self.text if self.text is not None else self.canonical()

    def __repr__(self) -> str:
        return f"exact({str(self)!r})"

    def __index__(self) -> int:
        """The integer, so that a grid of whole numbers may run over N."""
        found = self.integer
        if found is None:
            raise TypeError(f"{self!r} is no integer.")
        return found

    def __add__(self, other: Exact) -> Exact:
        return total((self, other))

    def __sub__(self, other: Exact) -> Exact:
        return total((self, -other))

    def __neg__(self) -> Exact:
        return Exact(tuple((monomial, -coefficient) for monomial, coefficient in self.terms))

    def __mul__(self, other: Exact) -> Exact:
        left, right = self.rational, other.rational
        if left is not None and right is not None:
            return rational(_checked_product(left, right))
        if left is not None:
            return _scaled(other, left)
        if right is not None:
            return _scaled(self, right)
        one, two = _single_term(self), _single_term(other)
        return _monomial_product(_checked_product(one[1], two[1]), one[0] + two[0])

    def __truediv__(self, other: Exact) -> Exact:
        return self * integer_power(other, -1)


def rational(value: fmpq | fmpz | int, denominator: int = 1) -> Exact:
    """The exact number value/denominator.

    >>> rational(7, 10).canonical()
    '7/10'
    """
    quotient = fmpq(value) / denominator
    _check_size(quotient)
    return Exact((((), quotient),) if quotient != 0 else ())


def atom(kind: str, argument: Exact | None = None, degree: int = 1) -> Exact:
    """The exact number that is one atom."""
    return Exact(((((Atom(kind, argument, degree), 1),), fmpq(1)),))


def total(values: Iterable[Exact]) -> Exact:
    """The sum, like terms collected; one pass, so that long sums stay linear."""
    collected: dict[Monomial, fmpq] = {}
    for value in values:
        for monomial, coefficient in value.terms:
            known = collected.get(monomial)
            if known is not None:
                coefficient = known + coefficient
                _check_size(coefficient)
            collected[monomial] = coefficient
    kept = [(m, c) for m, c in collected.items() if c != 0]
    if len(kept) > 1:
        kept.sort(key=lambda term: [(a.key(), e) for a, e in term[0]])
    return Exact(tuple(kept))


def integer_power(base: Exact, exponent: int) -> Exact:
    """base**exponent for an integer exponent, refused beyond 2**20 bits of result."""
    value = base.rational
    if value is not None:
        return rational(_rational_power(value, exponent))
    if abs(exponent) > MAX_BITS:
        raise NoExactNumber("power has an exponent beyond 2**20, try a smaller one")
    monomial, coefficient = _single_term(base)
    _check_magnitude(base, exponent)
    powers = tuple((a, e * exponent) for a, e in monomial)
    return _monomial_product(_rational_power(coefficient, exponent), powers)


def power(base: Exact, exponent: Exact) -> Exact:
    """base**exponent as a real number; an irrational exponent needs a positive base."""
    from .reduced import reduced

    exponent = reduced(exponent)
    value = exponent.rational
    if value is not None and value.q == 1:
        return integer_power(base, int(value.p))
    base_sign = _decided(base, "power", "its base")
    if base_sign < 0:
        rule = "power needs a base that is certainly not negative under a fractional exponent"
        raise NoExactNumber(f"{rule}, write -8**(1/3) for the real root of -8")
    if base_sign == 0:
        if _decided(exponent, "power of zero", "its exponent") != 1:
            raise NoExactNumber("power of zero needs a positive exponent, but divides by zero")
        return ZERO
    if value is None:
        return exponential(exponent * logarithm(base))
    if abs(int(value.p)) > MAX_BITS or int(value.q) > MAX_BITS:
        raise NoExactNumber("power has an exponent with more than 20 bits, try a smaller one")
    return integer_power(root(reduced(base), int(value.q)), int(value.p))


def root(base: Exact, degree: int) -> Exact:
    """The real root of a positive number; perfect powers of rationals fold."""
    value = base.rational
    if value is not None:
        folded = _perfect_root(value, degree)
        return rational(folded) if folded is not None else atom("root", rational(value), degree)
    return atom("root", Exact(base.terms), degree)


def square_root(value: Exact) -> Exact:
    """The square root, refused where the value is negative or its sign undecided.

    >>> square_root(rational(49, 100)).canonical()
    '7/10'
    """
    from .reduced import reduced

    value_sign = _decided(value, "sqrt", "its argument")
    if value_sign < 0:
        raise NoExactNumber("sqrt needs a value that is certainly not negative")
    return reduced(root(reduced(value), 2)) if value_sign else ZERO


def exponential(value: Exact) -> Exact:
    """exp(value), refused where the result needs an exponent beyond 2**20 bits."""
    from .reduced import reduced
    from .sign import sight

    value = reduced(value)
    if not value.terms:
        return ONE
    if abs(sight(value)) > arb(2).log() * MAX_BITS:
        raise NoExactNumber("exp has an argument beyond 2**20 bits of result, try a smaller one")
    inner = _argument_of(value, "log")
    return inner if inner is not None else atom("exp", Exact(value.terms))


def logarithm(value: Exact) -> Exact:
    """log(value) for a value that is certainly positive."""
    from .reduced import reduced

    value = reduced(value)
    if _decided(value, "log", "its argument") != 1:
        raise NoExactNumber("log needs a value that is certainly positive")
    if value.rational == 1:
        return ZERO
    inner = _argument_of(value, "exp")
    return inner if inner is not None else atom("log", Exact(value.terms))


def _decided(value: Exact, function: str, part: str) -> int:
    """The sign of an argument of a function; what no precision decides is refused as such."""
    from .sign import sign, simpler

    outcome = sign(value)
    if outcome is None:
        raise UndecidedNumber(f"{function} needs the sign of {part}, which is not decided, write it {simpler(value)}")
    return outcome


def _argument_of(value: Exact, kind: str) -> Exact | None:
    """x when value is exactly kind(x), so that exp and log undo each other."""
    if len(value.terms) != 1:
        return None
    monomial, coefficient = value.terms[0]
    if coefficient != 1 or len(monomial) != 1:
        return None
    only, exponent = monomial[0]
    return only.argument if only.kind == kind and exponent == 1 else None


def _term_text(monomial: Monomial, coefficient: fmpq) -> str:
    below = _root_below(monomial, coefficient)
    if below is not None:
        return below
    factors = [a.key() if e == 1 else f"{a.key()}**{e if e > 0 else f'({e})'}" for a, e in monomial]
    if coefficient == -1 and factors:
        return "-" + "*".join(factors)
    if coefficient != 1 or not factors:
        factors.insert(0, coefficient.str())
    return "*".join(factors)


def _root_below(monomial: Monomial, coefficient: fmpq) -> str | None:
    """2/29 sqrt(29) as 2/sqrt(29): one square root of an integer that divides the denominator."""
    if len(monomial) != 1 or monomial[0][1] != 1 or monomial[0][0].degree != 2 or monomial[0][0].argument is None:
        return None
    inside = monomial[0][0].argument.rational
    if inside is None or inside.q != 1 or coefficient.q % inside.p:
        return None
    rest, name = coefficient.q // inside.p, monomial[0][0].key()
    return f"{coefficient.p.str()}/{name}" if rest == 1 else f"{coefficient.p.str()}/({rest.str()}*{name})"


def _single_term(value: Exact) -> tuple[Monomial, fmpq]:
    """The value as coefficient times monomial, a longer sum closed into one atom."""
    if not value.terms:
        return (), fmpq(0)
    if len(value.terms) == 1:
        return value.terms[0]
    return ((Atom("sum", Exact(value.terms)), 1),), fmpq(1)


def _scaled(value: Exact, factor: fmpq) -> Exact:
    if factor == 0:
        return ZERO
    return Exact(tuple((m, _checked_product(c, factor)) for m, c in value.terms))


def _monomial_product(coefficient: fmpq, powers: Iterable[tuple[Atom, int]]) -> Exact:
    """Collect equal atoms; whole powers of a rational root fold into the coefficient."""
    exponents: dict[Atom, int] = {}
    for base, exponent in powers:
        exponents[base] = exponents.get(base, 0) + exponent
    kept: list[tuple[Atom, int]] = []
    unfolded = ONE
    for base, exponent in exponents.items():
        if base.kind == "root" and base.argument is not None:
            whole, exponent = divmod(exponent, base.degree)
            value = base.argument.rational
            if whole and value is not None:
                coefficient = _checked_product(coefficient, _rational_power(value, whole))
            elif whole:
                unfolded = unfolded * integer_power(base.argument, whole)
        if exponent:
            kept.append((base, exponent))
    if coefficient == 0:
        return ZERO
    kept.sort(key=lambda pair: (pair[0].key(), pair[1]))
    product = Exact(((tuple(kept), coefficient),))
    return product if unfolded is ONE else product * unfolded


def _check_size(value: fmpq) -> None:
    if value.height_bits() > MAX_BITS:
        raise NoExactNumber("it holds a number of more than 2**20 bits, try a smaller one")


def _checked_product(left: fmpq, right: fmpq) -> fmpq:
    if left.height_bits() + right.height_bits() > 2 * MAX_BITS:
        raise NoExactNumber("it holds a number of more than 2**20 bits, try a smaller one")
    product = left * right
    _check_size(product)
    return product


def _rational_power(value: fmpq, exponent: int) -> fmpq:
    if exponent < 0 and value == 0:
        raise NoExactNumber("it divides by zero")
    if abs(value) == 1 or value == 0:
        return fmpq(1) if exponent % 2 == 0 and (value != 0 or exponent == 0) else value
    if (value.height_bits() - 1) * abs(exponent) > MAX_BITS:
        raise NoExactNumber("it holds a power of more than 2**20 bits, try a smaller one")
    result = value**exponent
    _check_size(result)
    return result


def _check_magnitude(base: Exact, exponent: int) -> None:
    from .sign import SIGHT, enclose, sight, sign, simpler

    outcome = sign(base)
    if not outcome:
        if exponent < 0 and outcome is None:
            raise UndecidedNumber(f"it divides by a value that cannot be told from zero, write it {simpler(base)}")
        if exponent < 0:
            raise NoExactNumber("it divides by zero")
        return
    size, bits = abs(sight(base)), SIGHT
    while size.contains(0):
        bits *= 2  # ends: the sign of the base is known
        size = abs(enclose(base, bits))
    if abs(size.log() * exponent) > arb(2).log() * MAX_BITS:
        raise NoExactNumber("it holds a power of more than 2**20 bits, try a smaller one")


def _perfect_root(value: fmpq, degree: int) -> fmpq | None:
    if value < 0:
        return None
    parts = []
    for part in (fmpz(value.p), fmpz(value.q)):
        found = part.root(degree) if part > 1 else part
        if found**degree != part:
            return None
        parts.append(found)
    return fmpq(parts[0], parts[1])


ZERO = Exact(())
ONE = rational(1)
