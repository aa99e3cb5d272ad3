"""The numeric certificate of a series: error over first neglected term tends to one, in balls.

At three points that approach the limit, each a fixed factor nearer, the certified error of the partial sum is divided by
the first neglected term. The ratio must approach one: its distance from one must shrink from point to point and end
below 1/100. A wrong coefficient anywhere makes the ratio run to infinity or to another number.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from flint import arb

from ..balls import accuracy, certainly_less, working_precision
from ..errors import CheckFailed, NotCertified

MAX_BITS = 2**17

BallAt = Callable[[int], arb]
"""bits of working precision -> a ball around one fixed real number."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Certificate:
    """The certified ratios (error)/(first neglected term), as text, at each point."""

    points: tuple[str, ...]
    ratios: tuple[str, ...]

    @property
    def outcome(self) -> str:
        """One line for a step."""
        return "certified error over first neglected term: " + ", ".join(
            f"{r} at {p}" for p, r in zip(self.points, self.ratios, strict=True)
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """One point: its name, and balls of the true value, the partial sum and the first neglected term."""

    name: str
    value: BallAt
    partial: BallAt
    neglected: BallAt


def certify_series(claim: str, points: Sequence[Point]) -> Certificate:
    """The certificate, or CheckFailed; `points` in the order of approach, three or more.

    Raises:
        CheckFailed: the ratio does not tend to one.
        NotCertified: a ratio stays undecided at the ceiling of precision.

    >>> from flint import arb
    >>> def point(t):  # exp t = 1 + t + t^2/2 + ...
    ...     x = lambda: arb(1) / t
    ...     return Point(name=f"1/{t}", value=lambda b: x().exp(), partial=lambda b: 1 + x(), neglected=lambda b: x() ** 2 / 2)
    >>> len(certify_series("exp", [point(10), point(1000), point(100000)]).ratios)
    3
    """
    if len(points) < 3:
        raise CheckFailed(f"{claim}: a certificate needs three points, but there are {len(points)}.")
    ratios = [_ratio(claim, point) for point in points]
    with working_precision(128):
        distances = [abs(ratio - 1) for ratio in ratios]
        falling = all(certainly_less(b, a) for a, b in pairwise(distances))
        arrived = certainly_less(distances[-1], arb(1) / 100)
    if not (falling and arrived):
        shown = ", ".join(ratio.str(6, radius=False) for ratio in ratios)
        raise CheckFailed(f"{claim}: error over first neglected term is {shown}, which does not tend to 1.")
    return Certificate(points=tuple(p.name for p in points), ratios=tuple(r.str(8, radius=False) for r in ratios))


def _ratio(claim: str, point: Point) -> arb:
    bits = 256
    while bits <= MAX_BITS:
        with working_precision(bits):
            neglected = point.neglected(bits)
            if not neglected.contains(0):
                ratio = (point.value(bits) - point.partial(bits)) / neglected
                if accuracy(ratio) > 60 and accuracy(ratio - 1) > 20:
                    return ratio
        bits *= 2
    raise NotCertified(f"{claim}: the ratio at {point.name} is undecided with {MAX_BITS} bits: try points nearer the limit.")
