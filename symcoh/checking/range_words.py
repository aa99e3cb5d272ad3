"""The words of a proved range: from balls of its ends to decimals, rounded inwards."""

from __future__ import annotations

from dataclasses import dataclass

from flint import arb, fmpq

from ..balls import end_points
from ..decimals import round_rational
from .question import Question


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """How a range of the small variable is written: by name, as values that grow or fall with it."""

    name: str
    rising: bool
    whole: str
    negative: bool = False
    integer: bool = False

    def between(self, near: arb | None, far: arb | int) -> str:
        """The range from `near` the limit, None for the limit itself, to `far`; rounded inwards."""
        if isinstance(far, int):
            return f"{self.name} >= {far}"
        low, high = (near, far) if self.rising else (far, near)
        bottom = None if low is None else _inward(low, up=True)
        top = None if high is None else _inward(high, up=False)
        if self.negative:
            bottom, top = (None if top is None else _minus(top)), (None if bottom is None else _minus(bottom))
        if bottom is None and top is not None:
            return f"{self.name} <= {top}" if self.negative else f"0 < {self.name} <= {top}"
        return f"{self.name} >= {bottom}" if top is None else f"{bottom} <= {self.name} <= {top}"


def words_of(question: Question) -> Words:
    """How the range of a question is written."""
    name, point = question.limits[0]
    whole = {"J": "J <= 0" if point == "-oo" else "J >= 0", "N": "N >= 1"}.get(name, f"{name} > 0")
    return Words(name=name, rising=point == "0", whole=whole, negative=point == "-oo")


def _inward(value: arb, up: bool) -> str:
    """A decimal of five digits that is not below (`up`), or not above, any point of the ball of a number >= 0."""
    low, high = end_points(value)
    side = high * fmpq(100006, 100000) if up else low * fmpq(99994, 100000)
    if side <= 0:
        return "0"
    text = str(round_rational(side, 5))
    return text if "e" in text or "." not in text else text.rstrip("0").rstrip(".")


def _minus(text: str) -> str:
    return text if text == "0" else f"-{text}"
