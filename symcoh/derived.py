"""What a derivation hands over, as symcoh sees it: derivations are found by entry point, so that any package may bring its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from sympy import Expr, Rational, Symbol


class Check(Protocol):
    """How a step was checked, and what came out."""

    @property
    def kind(self) -> str: ...
    @property
    def outcome(self) -> str: ...


class Step(Protocol):
    """What is claimed, why it holds, how it was checked; one that `confirms` is no part of the proof."""

    @property
    def claim(self) -> str: ...
    @property
    def because(self) -> str: ...
    @property
    def check(self) -> Check: ...
    @property
    def confirms(self) -> bool: ...


class Term(Protocol):
    """coefficient * variable**power, times e^exponent in a transseries."""

    @property
    def power(self) -> Rational: ...
    @property
    def coefficient(self) -> Expr: ...
    @property
    def exponent(self) -> Expr | None: ...


class Naming(Protocol):
    """The coefficients of a series in names, and what each name stands for."""

    @property
    def coefficients(self) -> Sequence[Expr]: ...
    @property
    def used(self) -> Sequence[tuple[Symbol, Expr]]: ...


class Expansion(Protocol):
    """A truncated series of a quantity, lowest power first; its error is of the order of variable**remainder_power."""

    @property
    def quantity(self) -> str: ...
    @property
    def variable(self) -> Expr: ...
    @property
    def terms(self) -> Sequence[Term]: ...
    @property
    def remainder_power(self) -> Rational: ...
    @property
    def valid_for(self) -> str: ...
    @property
    def naming(self) -> Naming | None: ...
    @property
    def expression(self) -> Expr: ...


class Derivation(Protocol):
    """A derived result; `expansion` is None where it is no series."""

    @property
    def name(self) -> str: ...
    @property
    def claim(self) -> str: ...
    @property
    def assumptions(self) -> Sequence[str]: ...
    @property
    def equations(self) -> Sequence[str]: ...
    @property
    def steps(self) -> Sequence[Step]: ...
    @property
    def latex(self) -> str: ...
    @property
    def expansion(self) -> Expansion | None: ...
