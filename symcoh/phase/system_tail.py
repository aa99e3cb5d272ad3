"""The sign of dC/dT of any levels at every temperature below some T: the slowest exponential against a bound on all others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flint import arb

from ..balls import ask_clocks_about, certain_sign
from ..errors import NoExactNumber, NotCertified, UndecidedInput
from ..exactnumbers import Exact, is_zero, rational
from ..exactnumbers.number import total
from ..numeric.formulas import length
from ..numeric.sums.whole import Whole, equal
from ..sources.energy import Energy
from .levels import PrecisionNeeded
from .system_taylor import Spectrum, State

OPEN = "Whether a group of levels of equal energy moves C is not decided for these sources: change a parameter a little."

MOST_BITS = 4096
"""Bits beyond which a number that only balls know is no longer told from 0."""


@dataclass(frozen=True, slots=True)
class Tail:
    """The excited levels sorted for `tail_holds`.

    `sign`: of dC/dT at low T. `energy`: a ball around the energies of the leading levels. `net`: |sum g q| over them, q the part of
    xi - xi_0 along xi_0, times |xi_0|; where xi_0 = 0, |sum g xi|. `silent` levels drop out: at each of their energies their shifts
    cancel. `across` are levels below the leading ones that move r at a right angle to xi_0 alone.
    """

    sign: int
    hot: bool
    energy: arb
    net: arb
    silent: tuple[State, ...]
    across: tuple[State, ...]
    leading: tuple[State, ...]
    others: tuple[State, ...]


def sorted_tail(levels: Spectrum) -> Tail:
    """Find the lowest energies whose levels move C; where signs leave it open, ties and vanishing sums are decided by exact data.

    Raises:
        PrecisionNeeded: two different energies overlap, or a sum that is not zero is not told from zero.
        NotCertified: an equality that is not decided.
    """
    found = sorted(levels.states, key=lambda state: state.energy.mid())
    hot = _starts_at_zero(levels)
    silent: list[State] = []
    across: list[State] = []
    start = 0
    while start < len(found):
        stop, top = start + 1, found[start].energy
        while stop < len(found) and not found[stop].energy > top:
            top = top.union(found[stop].energy)
            stop += 1
        cluster, others = found[start:stop], found[stop:]
        start = stop
        side, net = _moved(levels, cluster, hot)
        if side:
            if any(not 2 * state.energy > top for state in across):
                raise NotCertified(
                    "Which of two motions of the target wins at low temperature is not decided: change a parameter a little."
                )
            return Tail(side, hot, top, net, tuple(silent), tuple(across), tuple(cluster), tuple(others))
        (silent if net.is_zero() else across).extend(cluster)
    raise NotCertified(OPEN)


def _starts_at_zero(levels: Spectrum) -> bool:
    """Whether C is 0 at T = 0, by exact data."""
    if all(known is not None and is_zero(known) is True for known in levels.whole.cold):
        return True
    if length(levels.cold).contains(0):
        if levels.bits > MOST_BITS:
            raise NotCertified("Whether C vanishes at T = 0 is not decided for these sources: change a parameter a little.")
        raise PrecisionNeeded
    return False


def pull(levels: Spectrum, state: State) -> arb:
    """xi_0 . (xi - xi_0)."""
    return sum((zero * part for zero, part in zip(levels.cold, state.shift, strict=True)), arb(0))


def _moved(levels: Spectrum, cluster: Sequence[State], hot: bool) -> tuple[int, arb]:
    """(the sign of dC/dT that the levels of one energy give, its size); (0, 1) where they move r across xi_0 alone, (0, 0) where not."""
    signs = {certain_sign(pull(levels, state)) if not hot else _one_sign(state) for state in cluster}
    if signs <= {0}:
        sums = _net(cluster)
        return 0, arb(0) if all(part.is_zero() for part in sums) else arb(1)
    if len(signs - {0}) > 1 or None in signs:
        _require_equal(levels.whole, cluster)
    sums = _net(cluster)
    if hot:
        size = length(sums)
        if size > 0:
            return 1, size
        return 0, _require_still(levels.whole, cluster)
    net = sum((state.degeneracy * pull(levels, state) for state in cluster), arb(0))
    side = certain_sign(net)
    return (side, abs(net)) if side else (0, _require_still(levels.whole, cluster))


def _one_sign(state: State) -> int | None:
    """The sign of xi - xi_0 along the one axis; None where there are two axes, whose directions may differ."""
    return certain_sign(state.shift[0]) if len(state.shift) == 1 else 0 if all(part.is_zero() for part in state.shift) else None


def _net(cluster: Sequence[State]) -> list[arb]:
    return [sum((s.degeneracy * s.shift[i] for s in cluster), arb(0)) for i in range(len(cluster[0].shift))]


def _require_equal(whole: Whole, cluster: Sequence[State]) -> None:
    first = whole.energy(cluster[0].row, cluster[0].branch)
    for state in cluster[1:]:
        if not equal(whole.energy(state.row, state.branch), first):
            raise PrecisionNeeded


def _require_still(whole: Whole, cluster: Sequence[State]) -> arb:
    """0 where sum g (xi - xi_0) over levels of one energy is zero by exact data."""
    if not all(_still(whole, cluster, place) for place in range(len(whole.axes))):
        raise PrecisionNeeded
    return arb(0)


def _still(whole: Whole, cluster: Sequence[State], place: int) -> bool:
    axis, cold = whole.axes[place], whole.cold[place]
    groups: dict[Energy, Energy] = {}
    count = 0
    for state in cluster:
        sector = whole.sectors[state.row.place]
        count += state.degeneracy
        if not sector.flat:
            part = sector.vector[axis].times(rational(state.branch * state.row.count))
            groups[sector.length] = groups.get(sector.length, Energy()) + part
    left = {size: part for size, part in groups.items() if part.parts or not is_zero(part.exact)}
    if not left and cold is not None and is_zero(cold) is True:
        return True
    if cold is None or any(part.parts or size.parts for size, part in left.items()):
        raise NotCertified(OPEN)
    try:
        parts: list[Exact] = [part.exact / size.exact for size, part in left.items()]
    except (NoExactNumber, UndecidedInput):
        raise NotCertified(OPEN) from None
    outcome = is_zero(total([*parts, -(cold * rational(count))]))
    if outcome is None:
        raise NotCertified(OPEN)
    return outcome


def tail_holds(levels: Spectrum, tail: Tail, beta: arb) -> bool:
    """Whether dC/dT has the sign `tail.sign` at every inverse temperature >= `beta`.

    Theorem. G is the ground degeneracy; B_x, E_x = sum g (1, eps) e^{-beta eps} over all excited levels, S, Q = sum g |xi - xi_0|
    (1, eps) e^{-beta eps} over those that are not silent, [eps_1, eps_1'] holds the energies of the leading levels.
    (a) xi_0 != 0: with q = xi_0 . (xi - xi_0), s the sign, D = sum g eps |q| e^{-beta eps} over the others whose q is not certainly of
    sign s, and S_q, Q_q the sums S and Q with |q|, over the leading and the others, dC/dT has the sign s for all beta >= beta_0 if there
        eps_1 net > e^{beta_0 eps_1'} [D + (B_x Q_q + E_x S_q)/G + (S/G)(Q + (B_x Q + E_x S)/G)].
    (b) xi_0 = 0: dC/dT > 0 for all beta >= beta_0 if a^2 + b^2 < 1 at beta_0, where net a = e^{beta_0 eps_1'} S' and
    eps_1 net b = e^{beta_0 eps_1'} [Q' + (B_x Q + E_x S)/G], S', Q' the sums over the others.

    Proof. dC/dT has the sign of (xi_0 + X/B) . F, F = B P - E_x X, with X, P = sum g (xi - xi_0)(1, eps) e^{-beta eps}, where silent
    levels drop out. (a) F/G = P + (B_x P - E_x X)/G, whose part along xi_0 is at least eps_1 net e^{-beta eps_1'} - D - (...)/G
    times s; |X/B| <= S/G and |F|/G <= Q + (...)/G bound the rest. (b) X and F/(G eps) of the leading levels point the same way, with
    lengths of at least net e^{-beta eps_1'} and eps_1 net e^{-beta eps_1'}; the rest turns X by an angle whose sine is at most a, F by
    one whose sine is at most b, together by less than a right angle. All exponentials on the right decay at least like
    e^{-beta eps_1'} (those of levels across do as squares, which is asked of them), so that the conditions hold from beta_0 on.
    """
    count = levels.whole.degeneracy
    zero = arb(0)
    weight = mean = size = drift = size_q = drift_q = against = beyond = beyond_e = zero
    for group, states in enumerate((tail.silent, tail.across, tail.leading, tail.others)):
        for state in states:
            ask_clocks_about(0.0)
            factor = state.degeneracy * (-beta * state.energy).exp()
            weight, mean = weight + factor, mean + factor * state.energy
            if group == 0:
                continue
            moved = factor * length(state.shift)
            size, drift = size + moved, drift + moved * state.energy
            if group == 1:
                continue
            along = pull(levels, state)
            size_q, drift_q = size_q + factor * abs(along), drift_q + factor * abs(along) * state.energy
            if group == 3:
                beyond, beyond_e = beyond + moved, beyond_e + moved * state.energy
                if certain_sign(along) not in (0, tail.sign):
                    against += factor * abs(along) * state.energy
    lifted = (beta * tail.energy).exp()
    turned = (weight * drift + mean * size) / count
    if tail.hot:
        one, other = lifted * beyond / tail.net, lifted * (beyond_e + turned) / (tail.energy * tail.net)
        return bool(one * one + other * other < 1)
    rest = against + (weight * drift_q + mean * size_q) / count + size / count * (drift + turned)
    return bool(tail.energy * tail.net > lifted * rest)
