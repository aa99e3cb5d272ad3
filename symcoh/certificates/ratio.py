"""The numeric certificate of a series: error over first neglected term tends to one, in balls.

At three points that approach the limit the certified error of the partial sum is divided by the first neglected term.
The ratio must approach one: its distance from one must shrink from point to point and end below 1/100. A wrong
coefficient anywhere makes the ratio run to infinity or to another number.

Where the points are depends on the parameters: `certify_approach` takes an approach, on which the small quantity falls by
ten with each depth, and finds the depth at which the error is within a tenth of the first neglected term.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from flint import arb

from ..balls import accuracy, certainly_less, exponent_of, working_precision
from ..errors import CheckFailed, NotCertified

MAX_BITS = 2**18
"""A ratio that needs more bits than this is left undecided."""

FIRST_DEPTH = 3
DEEPER = (0, 4, 12)
"""A certificate's three points, in depths beyond the first one that is near: ten powers deep, so that a coefficient wrong in its
tenth digit shows."""

NEAR = arb(1) / 10
ARRIVED = arb(1) / 100
TINY = arb((1, -60))
"""A ratio that is one to so many bits need not come nearer."""

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
            f"{r} at `{p}`" for p, r in zip(self.points, self.ratios, strict=True)
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """One point: its name, and balls of the true value, the partial sum and the first neglected term; of each kept term, if wanted."""

    name: str
    value: BallAt
    partial: BallAt
    neglected: BallAt
    kept: tuple[BallAt, ...] = ()


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
    if not _tends_to_one(ratios):
        raise _failure(claim, ratios)
    return _certificate(points, ratios)


def certify_approach(claim: str, point_at: Callable[[int], Point]) -> Certificate:
    """The certificate at points found on the way to the limit, or CheckFailed.

    Depths are tried until the ratio is within a tenth of one, each twice the one before; where the distance falls, as many more as
    will do at its pace; and until the neglected term is less than every one that is kept, or a wrong one would not show. A right
    series has a distance that is a sum of positive powers of the small quantity, so that it falls from depth to depth, but where such
    terms happen to cancel; that it does not fall by half twice in a row refutes the series.

    Args:
        claim: what an error sentence names.
        point_at: depth d to the point at which the small quantity is 10^-d of the scale on which the limit lies, or less.

    Returns:
        The points, and the certified ratio at each, as text.

    Raises:
        CheckFailed: the ratio does not tend to one.
        NotCertified: a ratio that is needed stays undecided at the ceiling of precision.

    >>> def point(d):  # exp t = 1 + t + t^2/2 + ..., and its next coefficient is a milliard times larger
    ...     t = lambda: arb(10) ** -d
    ...     value = lambda b: t().exp() + 10**9 * t() ** 3
    ...     return Point(name=f"1e-{d}", value=value, partial=lambda b: 1 + t(), neglected=lambda b: t() ** 2 / 2)
    >>> certify_approach("exp", point).points
    ('1e-12', '1e-16', '1e-24')
    """
    depths, standing, ratios = [FIRST_DEPTH], 0, [_ratio(claim, point_at(FIRST_DEPTH))]
    while True:
        hidden = _decades_hidden(point_at(depths[-1]))
        if _distance(ratios[-1]) < NEAR and not hidden:
            points = [point_at(depths[-1] + more) for more in DEEPER]
            found = [ratios[-1], *(_ratio(claim, point) for point in points[1:])]
            if _tends_to_one(found):
                return _certificate(points, found)
        depths.append(depths[-1] + max(_steps_to_near(depths, ratios), hidden))
        ratios.append(_ratio(claim, point_at(depths[-1])))
        standing = 0 if _fell(ratios[-2], ratios[-1]) else standing + 1
        if standing == 2:
            raise _failure(claim, ratios[-3:])


def _steps_to_near(depths: Sequence[int], ratios: Sequence[arb]) -> int:
    """How much deeper to look: as deep again, or what the distance needs at the pace at which it fell."""
    if len(ratios) > 1 and _fell(ratios[-2], ratios[-1]):
        before, now = (_decades(_distance(ratio)) for ratio in ratios[-2:])
        if now > 0 and before > now:
            return (now + 2) * (depths[-1] - depths[-2]) // (before - now) + 1
    return depths[-1]


def _fell(before: arb, after: arb) -> bool:
    """Whether the distance from one was halved, or is too small to matter."""
    return bool(certainly_less(2 * _distance(after), _distance(before))) or bool(_distance(after) < TINY)


def _decades_hidden(point: Point) -> int:
    """By how many decades the neglected term exceeds the least term kept; 0 where it does not, or where no ball tells."""
    neglected = cache(point.neglected)
    return max((_excess(neglected, term) for term in point.kept), default=0)


def _excess(neglected: BallAt, kept: BallAt) -> int:
    for bits in (256, 2**12, 2**15):
        with working_precision(bits):
            ratio = abs(neglected(bits) / kept(bits))
            if accuracy(ratio) > 8:
                return 0 if ratio < 1 else _decades(ratio) + 1
    return 0


def _distance(ratio: arb) -> arb:
    with working_precision(128):
        return abs(ratio - 1)


def _decades(distance: arb) -> int:
    """About log10 of a distance, at least 0."""
    return max(exponent_of(distance) * 301 // 1000, 0)


def _tends_to_one(ratios: Sequence[arb]) -> bool:
    distances = [_distance(ratio) for ratio in ratios]
    falling = all(certainly_less(b, a) or b < TINY for a, b in pairwise(distances))
    return falling and bool(certainly_less(distances[-1], ARRIVED))


def _failure(claim: str, ratios: Sequence[arb]) -> CheckFailed:
    shown = ", ".join(ratio.str(6, radius=False) for ratio in ratios)
    return CheckFailed(f"{claim}: error over first neglected term is {shown}, which does not tend to 1.")


def _certificate(points: Sequence[Point], ratios: Sequence[arb]) -> Certificate:
    return Certificate(points=tuple(p.name for p in points), ratios=tuple(r.str(8, radius=False) for r in ratios))


def _ratio(claim: str, point: Point) -> arb:
    """Error over first neglected term, its distance from one to 20 bits; the bits that cancel are read off a first ball."""
    bits = 256
    while bits <= MAX_BITS:
        missing = bits
        with working_precision(bits):
            neglected = point.neglected(bits)
            if neglected.is_finite() and not neglected.contains(0):
                ratio = (point.value(bits) - point.partial(bits)) / neglected
                if accuracy(ratio) > 60 and (accuracy(ratio - 1) > 20 or abs(ratio - 1) < TINY):
                    return ratio
                if ratio.is_finite():
                    missing = max(exponent_of(arb(ratio.rad())) + 80, bits // 2)
        bits += missing
    raise NotCertified(
        f"{claim}: the ratio at {point.name} is undecided with {MAX_BITS} bits: try a lower order, or parameters nearer each other."
    )
