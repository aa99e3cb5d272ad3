"""A derivation as data: a claim, its assumptions, and steps that were each checked when they were made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sympy import Add, Expr, Rational, S, Symbol, exp

from symcoh.certificates.ratio import Certificate
from symcoh.decision.zero import decide, is_zero
from symcoh.errors import CheckFailed, NotCertified, shown
from symcoh.marks import marked, plain

LONGEST_CLAIM, LONGEST_CASE = 140, 60
"""Letters of a claim, and of a case of it, in an error sentence."""

KINDS = ("identity", "enumeration", "enclosure", "argument")
"""identity: a difference that is identically 0. enumeration: finitely many exact cases, which prove only
those. enclosure: a certified enclosure at named points. argument: a proof in words, which no machine has
checked."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """How a step was checked (one of `KINDS`), and what came out."""

    kind: str
    outcome: str

    def __post_init__(self) -> None:
        assert self.kind in KINDS, self.kind


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One step: what is claimed, why it holds, how it was checked; formulas stand between backticks, see `symcoh.marks`.

    A step that `confirms` is no part of the proof: it compares what the proof says with something else.
    """

    claim: str
    because: str
    check: Check
    confirms: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """coefficient * variable**power, times e^exponent in a transseries."""

    power: Rational
    coefficient: Expr
    exponent: Expr | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Naming:
    """The coefficients of a series as a reader wants them, in names, and what each name stands for.

    `coefficients` has one for each term; a name is a symbol whose own name is a marked formula, Symbol("`λ_+`"), and may stand in the
    meaning of another.
    """

    coefficients: tuple[Expr, ...]
    names: tuple[tuple[Symbol, Expr], ...]

    @property
    def used(self) -> tuple[tuple[Symbol, Expr], ...]:
        """The names that the coefficients need."""
        meanings = dict(self.names)
        needed: set[Symbol] = set()
        found = {name for c in self.coefficients for name in c.free_symbols if name in meanings}
        while found:
            needed |= found
            found = {other for name in found for other in meanings[name].free_symbols if other in meanings} - needed
        return tuple((name, meaning) for name, meaning in self.names if name in needed)


def letter(formula: str) -> Symbol:
    """A name for `Naming`.

    >>> letter("λ_+").name
    '`λ_+`'
    """
    return Symbol(marked(formula))


@dataclass(frozen=True, kw_only=True, slots=True)
class Expansion:
    """A truncated series of a quantity: nonzero terms, lowest power first, and what is neglected.

    `variable` is the small quantity (beta, 1/gamma, exp(-4*beta*J), ...); the error is of the order of
    variable**remainder_power; `valid_for` states the range, such as "N >= 7"; `naming` is how LaTeX shows the terms.
    """

    quantity: str
    variable: Expr
    terms: tuple[Term, ...]
    remainder_power: Rational
    valid_for: str
    naming: Naming | None = None

    @property
    def summands(self) -> tuple[Expr, ...]:
        """The terms as SymPy expressions."""
        return tuple(t.coefficient * self.variable**t.power * (S.One if t.exponent is None else exp(t.exponent)) for t in self.terms)

    @property
    def expression(self) -> Expr:
        """The partial sum as one SymPy expression."""
        return Add(*self.summands)


@dataclass(frozen=True, kw_only=True, slots=True)
class Derivation:
    """A derived result; `equations` are the numbers it proves or uses, `latex` the statement.

    `expansion` is its series, None where the result is no series.
    """

    name: str
    claim: str
    assumptions: tuple[str, ...]
    equations: tuple[str, ...]
    steps: tuple[Step, ...] = ()
    latex: str
    expansion: Expansion | None = None

    @property
    def series(self) -> Expr | None:
        """The partial sum of the expansion as a SymPy expression."""
        return None if self.expansion is None else self.expansion.expression

    def _repr_latex_(self) -> str:
        return rf"$\displaystyle {self.latex}$"


def identity(claim: str, because: str, difference: Expr) -> Step:
    """A step that holds because an expression is identically zero, by the one zero test.

    Args:
        claim: what holds.
        because: why.
        difference: left minus right: rational functions, roots, exponentials.

    Raises:
        CheckFailed: the difference is not identically zero, at a point that the sentence names.
        NotCertified: it is not decided whether it is.

    >>> from sympy.abc import x
    >>> identity("(1+x)^2 = 1 + 2x + x^2", "multiplied out", (1 + x)**2 - 1 - 2*x - x**2).check.outcome
    'the difference is identically 0'
    """
    found = decide(difference)
    if found.outcome == "different":
        raise CheckFailed(f"{_named(claim)}: the difference of both sides is not 0, at {found.point}.")
    if found.outcome == "undecided":
        raise NotCertified(f"{_named(claim)}: whether the difference of both sides is 0 is not decided ({found.because}).")
    return Step(claim=claim, because=because, check=Check(kind="identity", outcome="the difference is identically 0"))


def enumeration(claim: str, because: str, cases: Iterable[tuple[str, object, object]], at_least: int, *, confirms: bool = False) -> Step:
    """A step whose exact cases (label, left, right) all agree.

    Args:
        claim: what holds in every case.
        because: why.
        cases: label, left side, right side, exact values.
        at_least: fewer cases than this are no check.
        confirms: whether the proof does without it.

    Raises:
        CheckFailed: two sides differ, or there were too few cases. NotCertified: whether they differ is not decided.

    >>> enumeration("n^2 = n n", "by definition", ((str(n), n**2, n * n) for n in range(9)), at_least=9).check.outcome
    '9 cases, all equal'
    """
    number = 0
    for label, left, right in cases:
        agree = _agree(left, right)
        if agree is False:
            raise CheckFailed(
                f"{_named(claim)}: at {_named(label, LONGEST_CASE)} the left side is {_named(str(left), LONGEST_CASE)} and the right side "
                f"{_named(str(right), LONGEST_CASE)}."
            )
        if agree is None:
            raise NotCertified(
                f"{_named(claim)}: at {_named(label, LONGEST_CASE)} it is not decided whether "
                f"{shown(str(left))} is {shown(str(right))}: try simpler values."
            )
        number += 1
    if number < at_least:
        raise CheckFailed(f"{_named(claim)}: only {number} cases were compared, but the check needs {at_least}.")
    return Step(claim=claim, because=because, check=Check(kind="enumeration", outcome=f"{number} cases, all equal"), confirms=confirms)


def _named(text: str, longest: int = LONGEST_CLAIM) -> str:
    """A claim or a case for an error sentence: ASCII, and no longer than names it.

    >>> _named("`C = 0`"), len(_named("x" * 999))
    ('C = 0', 140)
    """
    told = ascii(plain(text))[1:-1]
    return told if len(told) <= longest else f"{told[: longest - 3]}..."


def _agree(left: object, right: object) -> bool | None:
    """Whether two sides are equal: exact data as they are, expressions by the one zero test; None where it does not decide."""
    if left == right:
        return True
    if isinstance(left, Expr) and isinstance(right, (Expr, int)):
        return is_zero(left - right)
    if isinstance(left, (list, tuple)) and isinstance(right, (list, tuple)) and len(left) == len(right):
        found = [_agree(a, b) for a, b in zip(left, right, strict=True)]
        return False if False in found else None if None in found else True
    return False


def argument(claim: str, because: str) -> Step:
    """A step proved in words.

    >>> argument("1 + 1 = 2", "Counting.").check.outcome
    'a written proof, not checked by machine'
    """
    return Step(claim=claim, because=because, check=Check(kind="argument", outcome="a written proof, not checked by machine"))


def enclosure(claim: str, because: str, certificate: Certificate) -> Step:
    """A step whose ratios of error to first neglected term tend to one, certified."""
    return Step(claim=claim, because=because, check=Check(kind="enclosure", outcome=certificate.outcome))
