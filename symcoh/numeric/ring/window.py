"""The window route: only the sectors that matter are summed, the others are bounded.

The terms of (24)-(31) live in O(sqrt N) sectors around a saddle, or in a few at an edge, or in several clusters
(two wells of cosh(beta S/2); the uniform and the antialigned sectors near J_c). Where they live is found by a
heuristic on saddle-point heights; whatever it chooses, the sectors left out are bounded by `tails.chernoff_tail`,
and that bound is part of the radius. So a bad choice costs digits, never truth.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log

from flint import arb

from ...balls import ask_clocks, current_precision, midpoint, working_precision
from ...exactnumbers import Exact
from ...model import Model
from ...observables import KNOWN
from ..formulas import FORMULAS
from ..precision import exponent_bits
from .paired_sums import Checkpoint, no_checkpoint
from .quantities import SummedState
from .sector_window import SectorWindow
from .setting import Problem, Setting
from .tails import chernoff_tail, line

MAX_KEPT = 2_000_000
"""Most sectors summed one by one."""

LEAST_DEPTH = 16
"""Fewest bits a window is planned for."""

BOUND_BITS = 48
"""Bits that heights and bounds carry beyond those that the exponents take."""

LONG = 1024
"""Bits beyond which the clock is asked before each height; those of up to so many together take a fraction of a second."""

PIECES = 512
"""Most intervals the sectors left out are split into."""


def window_enclosure(problem: Problem, quantity: str, bits: int, checkpoint: Checkpoint = no_checkpoint, most: int = MAX_KEPT) -> arb:
    """A ball around the quantity from a window of sectors; same meaning as `quantities.enclosure`.

    Args:
        problem: a ring of any size at beta > 0.
        quantity: a name of `observables.OBSERVABLES`.
        bits: working precision; what `lost_bits` leaves of it is the accuracy aimed at, and the size of what may be left out.
        checkpoint: called now and then; may raise to stop.
        most: give up, with an infinite ball, where more sectors matter.

    Returns:
        A ball whose radius covers rounding and the sectors left out; infinite where too many sectors matter.

    >>> from symcoh.exactnumbers import exact
    >>> cold = Problem(Model(N=10**12, omega_a="7/10", gamma="3/10", J="-2/5"), exact(100))
    >>> window_enclosure(cold, "coherence", 300).rel_accuracy_bits() > 150
    True
    """
    lost = lost_bits(problem.model, problem.beta)
    with working_precision(bits):
        s = problem.setting()
        with working_precision(min(bits, lost + BOUND_BITS)):
            kept = window(s, max(LEAST_DEPTH, bits - lost), relative_to_ground(s, quantity), most)
        return arb(0, "inf") if kept is None else FORMULAS[quantity](SummedState(problem, kept, checkpoint))


def lost_bits(model: Model, beta: Exact) -> int:
    """Bits that the exponents and the sums take from the working precision, a priori."""
    return exponent_bits(model, beta) + 2 * model.N.bit_length()


def relative_to_ground(s: Setting, quantity: str) -> bool:
    """Whether a quantity is of the order of its ground-state value (a heuristic: it sets the depth of the window)."""
    known = KNOWN[quantity].at_ground
    return known == "value" or (known == "value off m = 0" and s.ground_sectors != {0})


def window(s: Setting, bits: int, to_ground: bool, most: int = MAX_KEPT) -> SectorWindow | None:
    """The sectors to keep so that the others add up to about 2^-bits, with their proved bound; None where they are too many.

    Args:
        s: the parameters as balls.
        bits: depth of the window.
        to_ground: whether 2^-bits is relative to Z, else to the largest sector above the ground state.
        most: how many are too many.
    """
    heights = Heights(s)
    depth = bits * log(2) + 2 * log(s.sources) + 8
    found = superlevel_heuristic(heights, depth, to_ground)
    if sum(last - first + 1 for first, last in found.segments) > most:
        return None
    return SectorWindow(segments=found.segments, tail=_tail(heights, found))


@dataclass(slots=True)
class Level:
    """The segments of k above a height."""

    segments: tuple[tuple[int, int], ...]
    threshold: arb


class Heights:
    """log(W_u e^{h_0 u + b_u}) by the saddle point, a heuristic, remembered for every k asked for."""

    def __init__(self, s: Setting) -> None:
        self.s = s
        self.last = s.sources // 2
        self.known: dict[int, arb] = {}
        self.decay = (-4 * s.bond).exp()
        self.bonds = s.bond * s.sources
        self.long = current_precision() > LONG

    def __call__(self, k: int) -> arb:
        """The height of the sector k, as an exact ball."""
        found = self.known.get(k)
        if found is None:
            if self.long:
                ask_clocks()
            found = self.known[k] = self._height(k)
        return found

    def fugacity(self, k: int) -> arb:
        """The t of `tails.chernoff_tail` that serves k best, about: 1/(x k (N - k)) where that exceeds 1."""
        pairs = self.decay * (k * (self.s.sources - k))
        return midpoint(1 / pairs) if k > 0 and pairs < 1 else arb(1)

    def sine(self, k: int, fugacity: arb) -> arb:
        """sinh h of the field in which the ring of k flipped spins is the likeliest; k = 0 as if it were 1/2."""
        n = self.s.sources
        pairs = arb(k * (n - k)) if k else arb(2 * n - 1) / 4
        return midpoint((fugacity * self.decay / pairs).sqrt() * (n - 2 * k) / 2)

    def _height(self, k: int) -> arb:
        """N log(cosh h + sqrt(sinh^2 h + t x)) - u h - log t at the `fugacity` t and the `sine` of k, both written out."""
        s, n = self.s, self.s.sources
        u, weight = n - 2 * k, self.bonds
        if k:
            places = k * (n - k)
            decay = self.decay
            pairs = decay * places
            if pairs < 1:
                weight = weight + pairs.log()
                decay = 1 / arb(places)
            square = decay * (u * u) / (4 * places)
            cosine = (1 + square).sqrt()
            weight = weight + n * (cosine + (square + decay).sqrt()).log() - u * (square.sqrt() + cosine).log()
        return midpoint(weight + s.beta * (s.omega_a * u + s.splitting(u)) / 2)


def superlevel_heuristic(heights: Heights, depth: float, to_ground: bool) -> Level:
    """The segments of k whose height is within `depth` of the largest one that counts."""
    grid = _grid(heights.last)
    values = [heights(k) for k in grid]
    for position in range(1, len(grid) - 1):
        if values[position] >= values[position - 1] and values[position] >= values[position + 1]:
            _climb(heights, grid[position - 1], grid[position + 1])
    ground = {(heights.s.sources - u) // 2 for u in heights.s.ground_sectors} if not to_ground else set()
    counted = [k for k in heights.known if k not in ground] or list(heights.known)
    threshold = midpoint(max(heights.known[k] for k in counted) - depth)
    return Level(_segments(heights, threshold), threshold)


def _grid(last: int) -> list[int]:
    """k at powers of two from both ends, and evenly between."""
    powers = [1 << bit for bit in range(last.bit_length())]
    ks = {0, last, *powers, *(last - power for power in powers), *(last * part // 16 for part in range(16))}
    return sorted(k for k in ks if 0 <= k <= last)


def _climb(heights: Heights, low: int, high: int) -> None:
    """Look at the largest height between two k, by bisection on the sign of the slope."""
    while high - low > 1:
        middle = (low + high) // 2
        if heights(middle) < heights(middle + 1):
            low = middle
        else:
            high = middle


def _segments(heights: Heights, threshold: arb) -> tuple[tuple[int, int], ...]:
    """Runs of known k above the threshold, each widened to where the height falls below it."""
    ks = sorted(heights.known)
    runs: list[tuple[int, int]] = []
    start: int | None = None
    for position, k in enumerate(ks):
        above = heights.known[k] >= threshold
        if above and start is None:
            start = _crossing(heights, threshold, ks[position - 1], k) if position else k
        if not above and start is not None:
            runs.append((start, _crossing(heights, threshold, k, ks[position - 1])))
            start = None
    if start is not None:
        runs.append((start, heights.last))
    return tuple(runs)


def _crossing(heights: Heights, threshold: arb, below: int, above: int) -> int:
    """The outermost k above the threshold, between one k below it and one above."""
    while abs(above - below) > 1:
        middle = (below + above) // 2
        if heights(middle) >= threshold:
            above = middle
        else:
            below = middle
    return above


def _tail(heights: Heights, found: Level) -> arb:
    """The proved bound of every sector outside the segments."""
    edges = [-1, *(edge for segment in found.segments for edge in segment), heights.last + 1]
    gaps = [(first + 1, last - 1) for first, last in zip(edges[::2], edges[1::2], strict=True) if first + 1 < last]
    wanted = (found.threshold + heights.s.beta * heights.s.reference_energy()).exp() * 64
    total, pieces = arb(0), 0
    while gaps:
        first, last = gaps.pop()
        bound = gap_tail(heights, first, last)
        pieces += 1
        if bound > wanted and first < last and pieces + len(gaps) < PIECES:
            middle = (first + last) // 2
            gaps += [(first, middle), (middle + 1, last)]
        else:
            total = (total + bound).abs_upper()
    return total


def gap_tail(heights: Heights, first: int, last: int) -> arb:
    """`chernoff_tail` of the sectors first <= k <= last with the field that makes it least, found by heuristics.

    log L(h) + max of two lines in h is convex; its minimum is the saddle of one end, where that end's line is the
    higher one, or else where the lines cross.
    """
    s = heights.s
    low, high = s.sources - 2 * last, s.sources - 2 * first
    fugacity = heights.fugacity(last) if first else arb(1)
    field = heights.sine(last, fugacity).asinh()
    if midpoint(line(s, low, field)) < midpoint(line(s, high, field)):
        field = heights.sine(first, fugacity).asinh()
        if midpoint(line(s, high, field)) < midpoint(line(s, low, field)):
            slope = (s.splitting(high) - s.splitting(low)) / (high - low)
            field = s.beta * (s.omega_a + slope) / 2
    return chernoff_tail(s, low, high, midpoint(field), fugacity)
