"""What a search for extrema asks of a curve C(T), and what it finds: a proved piece of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from flint import arb, fmpq

from .taylor import SlopeModel


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """Inverse temperatures low < beta <= high (None: no end) and what is proved there.

    `left` and `right` are the signs of dC/dT at the ends; where they differ, dC/dT vanishes at exactly one point between.
    `why`: "start" (from beta = 0, where dC/dT = 0 in the limit), "sign", "monotone" (dC/dT times a positive factor is),
    "extremum", "tail", "ferromagnetic" (J >= 0).
    """

    low: fmpq
    high: fmpq | None
    left: int
    right: int
    why: str

    def __repr__(self) -> str:
        ends = (f"fmpq({end.p}, {end.q})" if end is not None else "None" for end in (self.low, self.high))
        return "Piece(low={}, high={}, left={}, right={}, why={!r})".format(*ends, self.left, self.right, self.why)

    @property
    def sign(self) -> int:
        """That of dC/dT on the piece; 0 where it changes, at exactly one point inside."""
        return self.left if self.left == self.right else 0


class Levelled(Protocol):
    """The levels of a whole system at some precision, as the search asks them; F is a function of beta with the sign of dC/dT."""

    @property
    def bits(self) -> int:
        """The precision."""
        ...

    def sums(self, beta: arb) -> Any:
        """Taylor series about beta of the sums over all levels that F is made of."""
        ...

    def slope(self, sums: Any) -> tuple[arb, arb]:
        """F and dF/dbeta at the centre of the sums."""
        ...

    def tilt(self, sums: Any) -> arb:
        """About the rate at which F falls with beta."""
        ...

    def model(self, low: Any, centre: Any, high: Any, radius: fmpq) -> SlopeModel:
        """F on an interval, from the sums at its ends and its centre."""
        ...

    def first(self, at: Callable[[fmpq], Any], beta: fmpq) -> tuple[bool, bool]:
        """(whether dC/dT < 0 on (0, beta] is proved, whether rounding hides it), from the sums at any beta."""
        ...

    def tail_sign(self, beta: fmpq, sums: Any) -> int:
        """The sign of dC/dT from beta on, where it is proved, else 0."""
        ...

    def scale(self) -> arb:
        """An upper bound, roughly, of all energies."""
        ...

    def costs(self) -> tuple[float, float]:
        """Seconds, about, that `sums` and `model` take."""
        ...


class Curve(Protocol):
    """C(T) of a whole system with finitely many levels, not 0 throughout."""

    def levels(self, bits: int, order: int | None = None) -> Levelled:
        """The levels with series of this order, of the one for the search unless given.

        Raises:
            PrecisionNeeded: with so many bits they are not told apart.
        """
        ...

    def coherence(self, beta: arb, bits: int) -> arb:
        """C on a narrow ball of inverse temperatures."""
        ...

    def vanishes_inside(self, piece: Piece) -> bool:
        """Whether C is 0 at the extremum of a piece."""
        ...
