"""What is asked, and what is answered."""

from __future__ import annotations

from dataclasses import dataclass

from sympy import Expr, Symbol, exp

from ..errors import InputError, shown
from ..exact import symbols
from ..exactnumbers import Exact
from ..sources.protocol import Sources


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """What is asked: a formula as text, one or two limits, what is held, what is given, up to which power, of which quantity.

    `sources` are other sources than the ring, whose N and J are among what is given.
    """

    formula: str
    limits: tuple[tuple[str, str], ...]
    hold: str | None
    given: dict[str, Exact]
    order: int | None
    quantity: str = "coherence"
    neglected: str | None = None
    argument: str = "`formula`"
    sources: Sources | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class RelativeBound:
    """|C - formula| <= `relative_error` C, proved for every value in `range`."""

    relative_error: str
    range: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """The verdict on a formula.

    Attributes:
        quantity: what the formula is for.
        verdict: correct, wrong or undecided.
        proved: whether exact algebra and balls decided every coefficient through the claim.
        agrees_through: the last power before the first difference, "oo" where the formula is identically right, None where
            no power agrees.
        first_difference: power, given and should_be, texts that read back; None where no difference was reached.
        valid_for: the range of the parameters for which the verdict is said; for a formula that is wrong in a part of its
            range, where it does hold.
        because: how it was decided.
        bound: where the formula is proved right to within a relative error, if that was asked for.
    """

    quantity: str
    verdict: str
    proved: bool
    agrees_through: str | None
    first_difference: dict[str, str] | None
    valid_for: str
    because: str
    bound: RelativeBound | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Limit:
    """One limit: what runs, whether to infinity, the small variable v, and the derivation that knows the series.

    `unit` is κ where v = exp(κ/t): there the powers are those of an exponential.
    """

    name: str
    point: str
    variable: Expr
    derivation: str | None
    unit: Expr | None = None

    @property
    def infinite(self) -> bool:
        """Whether t = 1/x."""
        return self.point != "0"


_B, _A, _J, _G, _N = symbols.beta, symbols.omega_a, symbols.J, symbols.gamma, symbols.N
LIMITS: dict[tuple[str, str], Limit] = {
    (limit.name, limit.point): limit
    for limit in (
        Limit(name="beta", point="0", variable=_B, derivation="high-temperature"),
        Limit(name="beta", point="oo", variable=1 / _B, derivation="low-temperature"),
        Limit(name="gamma", point="0", variable=_G, derivation="weak-coupling"),
        Limit(name="gamma", point="oo", variable=1 / _G, derivation="strong-coupling"),
        Limit(name="omega_a", point="0", variable=_A, derivation="small-gap"),
        Limit(name="omega_a", point="oo", variable=exp(-_B * _A), derivation="large-gap", unit=-_B),
        Limit(name="J", point="oo", variable=exp(-4 * _B * _J), derivation="strong-ferromagnet", unit=-4 * _B),
        Limit(name="J", point="-oo", variable=exp(4 * _B * _J), derivation="strong-antiferromagnet", unit=-4 * _B),
        Limit(name="N", point="oo", variable=1 / _N, derivation="many-sources"),
        Limit(name="omega", point="0", variable=symbols.omega, derivation=None),
        Limit(name="omega", point="oo", variable=1 / symbols.omega, derivation=None),
        Limit(name="J", point="0", variable=_J, derivation=None),
    )
}
TEMPERATURE = {"0": "oo", "oo": "0"}


def limit_of(name: str, point: str, argument: str) -> Limit:
    """The limit by name; T -> oo is beta -> 0, and T -> 0 is beta -> oo.

    >>> limit_of("T", "oo", "--limit").variable
    beta
    """
    if name == "T" and point in TEMPERATURE:
        name, point = "beta", TEMPERATURE[point]
    if (name, point) not in LIMITS:
        known = ", ".join(f"{v} -> {p}" for v, p in (*LIMITS, ("T", "0"), ("T", "oo")))
        raise InputError(argument, f"must be one of {known}, but is {shown(f'{name} -> {point}')}.")
    return LIMITS[name, point]


NEGATIVE = Symbol("J_negative", positive=True)
"""-J where J < 0."""
NEGATIVE_K = Symbol("K_negative", positive=True)
POSITIVE = Symbol("J_positive", positive=True)
POSITIVE_K = Symbol("K_positive", positive=True)
BACK = {NEGATIVE: -symbols.J, POSITIVE: symbols.J, NEGATIVE_K: -symbols.K, POSITIVE_K: symbols.K}
"""How the symbols of a case are printed."""
