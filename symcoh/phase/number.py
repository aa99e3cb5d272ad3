"""The numbers of a phase: rounded, and as exact text where they have one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flint import arb

from ..balls import working_precision
from ..exactnumbers import Exact, reduced
from ..numeric.precision import Clock, certify, certify_exact


@dataclass(frozen=True, kw_only=True, slots=True)
class Number:
    """A number rounded, and as exact text where it has one."""

    exact: str | None
    value: str

    def to_dict(self) -> dict[str, str | None]:
        """The pair of the JSON form."""
        return {"exact": self.exact, "value": self.value}


def rounded(value: Exact, digits: int, max_precision: int, clock: Clock) -> Number:
    """An exact number as its canonical text and its decimal."""
    value = reduced(value)
    return Number(exact=value.canonical(), value=str(certify_exact(value, digits, max_precision, clock)[1]))


def enclosed(ball: Callable[[], arb], digits: int, max_precision: int, clock: Clock) -> Number:
    """A number that has no exact text: `ball` encloses it at the working precision."""

    def ball_at(bits: int) -> arb:
        with working_precision(bits):
            return ball()

    return Number(exact=None, value=str(certify(ball_at, digits, int(digits * 3.33) + 64, max_precision, clock)[1]))
