"""Where the integrand lives, and how many nodes it takes: every choice is followed by a proved bound.

t = 1 - s throughout. Either the integral over 0 <= t <= reach <= 2 is taken and the rest of [-1, 1] bounded, or, where
C is small or both ends count (`paired`), s and -s are taken together over 0 <= t <= reach <= 1 and the rest of [0, 1] bounded; with
reach = 1 the paired integrand is even in s, and one symmetric rule serves.

The choices (reach, panels, ellipses, nodes) are heuristic and cost time or accuracy, never truth.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from flint import arb

from ...balls import exponent_of, midpoint, working_precision
from .bounds import NOTHING, STRONG, Errors, Ground, Panel, paired_tail, panel_errors, tail

FEW_NODES = 2048
"""Nodes of all panels together are at most this and one for every bit of the goal; beyond them the route gives up."""

DEPTH = 12
"""Most halvings of the interval into panels."""

ARCS = 16
"""Pieces of an ellipse whose bound in one piece asks for too many nodes."""

Rules = list[tuple[Panel, arb]]
"""Panels, each with the parameter of its ellipse."""

ROUNDS = 12
HOPELESS = 10**9
FAR = 10**30
"""Missing bits beyond these are as good as these: a float has room for no more than 10**308."""

REACH_BITS = 24
"""Bits of a reach: so few that all parts of the interval have exact ends and middles."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """What to evaluate, and the proved bounds of all that is left out."""

    paired: bool
    panels: tuple[Panel, ...]
    errors: Errors


def make_plan(ground: Ground, checkpoint: Callable[[], None]) -> Plan | None:
    """Choose the interval and the panels (heuristic), and bound what is left out (proved); None where it is hopeless."""
    if ground.strength.is_zero():
        return Plan(paired=ground.paired, panels=(), errors=NOTHING)
    if not ground.paired:
        ground = replace(ground, paired=_heuristic_both_ends(ground))
    reach = _heuristic_reach(ground)
    symmetric = ground.paired and reach > 0.5
    half = (arb(1) if symmetric else reach) / 2
    most = FEW_NODES + ground.goal
    interval = Panel(middle=half, half=half, size=2, symmetric=symmetric)
    chosen = _split(ground, interval, DEPTH, most, checkpoint)
    if _count(chosen) > most and ground.strength > STRONG:
        ground = replace(ground, arcs=ARCS)
        chosen = _split(ground, interval, DEPTH, most, checkpoint)
    if _count(chosen) > most:
        return None
    errors = NOTHING if symmetric else (paired_tail if ground.paired else tail)(ground, reach)
    for panel, rho in chosen:
        errors += panel_errors(ground, panel, rho)
    return Plan(paired=ground.paired, panels=tuple(panel for panel, _ in chosen), errors=errors)


def missed_bits(ground: Ground, errors: Errors) -> int:
    """Bits by which the worst relative error misses the goal; negative where it is met."""
    worst = max(_exponent(errors.mass / ground.total), _exponent(errors.longitudinal / ground.total))
    measure = ground.difference if ground.paired else ground.total
    if measure > 0:
        worst = max(worst, _exponent(errors.first / measure))
    return worst + ground.goal


def _exponent(ball: arb) -> int:
    """The binary exponent of an upper bound; a huge number where the ball is not finite, a small one for zero."""
    if ball.is_zero():
        return -HOPELESS
    return exponent_of(ball) if ball.is_finite() else HOPELESS


def _heuristic_both_ends(ground: Ground) -> bool:
    """Whether the integrand lives at s = 1 and at s = -1, and not between."""
    if missed_bits(ground, tail(ground, arb(1))) <= 0:
        return False
    pairs = replace(ground, paired=True)
    return missed_bits(pairs, paired_tail(pairs, arb(1) / 2)) <= 0


def _heuristic_reach(ground: Ground) -> arb:
    """An exact reach whose tail meets the goal; the whole interval where nothing less does."""
    bound, whole = (paired_tail, arb(1)) if ground.paired else (tail, arb(2))
    trial, fallen = _heuristic_trial(ground), False
    for _ in range(ROUNDS):
        if not trial < whole:
            return whole
        lost = missed_bits(ground, bound(ground, trial))
        if lost <= 0 and (fallen or lost > -ground.goal // 8):
            return trial
        fallen = fallen or lost > 0
        trial = _short(trial * (1.03 * min(4.0, max(0.5, ground.goal / max(ground.goal - lost, 1)))))
    return whole


def _heuristic_trial(ground: Ground) -> arb:
    """goal log 2/(N c m*): where the exponential at the end point has fallen far enough."""
    ring = ground.ring
    sine = (ring.field + ring.slope).sinh()
    slope = ring.sources * ring.slope * ring.u * sine / (ring.u * ring.u * sine * sine + ring.v).sqrt()
    return _short(ground.goal * arb(2).log() / slope)


def _short(x: arb) -> arb:
    """A number of `REACH_BITS` bits near x, exactly."""
    with working_precision(REACH_BITS):
        return midpoint(+x)


def _split(ground: Ground, panel: Panel, depth: int, room: int, checkpoint: Callable[[], None]) -> Rules:
    """The panel with its number of nodes and its ellipse, or its parts where they take fewer, and fewer than `room` (heuristic)."""
    checkpoint()
    whole, rho = _sized(ground, panel)
    nodes = whole.size // 2 if panel.symmetric else whole.size
    if depth == 0 or nodes <= ground.goal or nodes > HOPELESS // 4:
        return [(whole, rho)]
    quarter, room = panel.half / 2, min(room, nodes)
    parts: Rules = []
    for middle in (panel.middle - quarter, panel.middle + quarter):
        half = Panel(middle=middle, half=quarter, size=2, symmetric=False)
        parts += _split(ground, half, depth - 1, room - _count(parts), checkpoint)
        if _count(parts) >= room:
            return [(whole, rho)]
    return parts


def _count(rules: Rules) -> int:
    return sum(panel.size for panel, _ in rules)


def _sized(ground: Ground, panel: Panel) -> tuple[Panel, arb]:
    """The panel with the fewest nodes that meet the goal, over a few ellipses (heuristic)."""

    def needed(log_rho: float) -> float:
        lost = missed_bits(ground, panel_errors(ground, panel, _rho(log_rho)))
        return 2 + min(max(lost, 0), FAR) / (2 * log_rho)

    step, best = 2.0, 2.0
    least = needed(best)
    while step > 1.1:
        for trial in (best * step, best / step):
            found = needed(trial)
            if found < least:
                best, least = trial, found
                break
        else:
            step = step**0.5
    return replace(panel, size=kept_size(int(min(least, HOPELESS)) + 1)), _rho(best)


def kept_size(wanted: int) -> int:
    """The smallest even number of nodes >= `wanted` that is used: few sizes, so that stored nodes serve again.

    >>> kept_size(3), kept_size(70), kept_size(301)
    (8, 72, 304)
    """
    step = max(8, 1 << max(0, (wanted - 1).bit_length() - 5))
    return max(8, -(-wanted // step) * step)


def _rho(log_rho: float) -> arb:
    return arb(2) ** arb(log_rho)
