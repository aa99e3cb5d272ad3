"""dC^2/dT of any levels as a Taylor polynomial with a proved remainder.

With eps the energy above E_0, xi the transverse Bloch vector of a level and xi_0 that of the ground states,

    B(beta) = sum g e^{-beta eps},    X(beta) = sum g (xi - xi_0) e^{-beta eps},    r = xi_0 + X/B,    C = |r|,

so that dC/dT has the sign of F = (xi_0 B + X) . (B' X - B X') where C > 0. X is summed without the ground states, over which
xi - xi_0 adds up to 0 exactly: hence B' X - B X' keeps its relative accuracy where it is exponentially small. Where r passes
through 0 along one axis F changes its sign too, from - to + with falling beta: C has a minimum there, which is 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from flint import arb, arb_mat, arb_poly, fmpq

from ..balls import accuracy, ask_clocks_about, certain_sign, working_precision
from ..exactnumbers import is_zero
from ..exactnumbers.sign import ball_here
from ..numeric.formulas import length
from ..numeric.sums.whole import Row, Whole
from ..sources.energy import Energy, energy_ball
from .levels import PrecisionNeeded
from .taylor import SlopeModel, mean_energy, over_span, remainder_between, tilted

Vector = tuple[arb, ...]
Field = tuple[Energy, Energy, Energy]


@dataclass(frozen=True, slots=True)
class State:
    """An excited level of the whole: its row and branch, energy above E_0, multiplicity and xi - xi_0."""

    row: Row
    branch: int
    energy: arb
    degeneracy: int
    shift: Vector


@dataclass(frozen=True, slots=True)
class Sums:
    """Taylor coefficients about one beta, lowest order first: B, B without the ground states, X, and sum g |xi - xi_0| e^{-beta eps}."""

    weight: arb_poly
    excited: arb_poly
    shifts: tuple[arb_poly, ...]
    sizes: tuple[arb_poly, ...]


@dataclass(frozen=True, slots=True)
class Spectrum:
    """The levels in balls, with what `sums` needs of them: the weights g, g (xi - xi_0), g |xi - xi_0| and the powers (-eps)^k/k!."""

    whole: Whole
    bits: int
    order: int
    cold: Vector
    states: tuple[State, ...]
    weights: tuple[tuple[arb, ...], ...]
    powers: arb_mat
    scale: arb


def spectrum(whole: Whole, bits: int, order: int) -> Spectrum:
    """The levels at a precision.

    Raises:
        PrecisionNeeded: the balls do not tell an excited level from the ground state.
    """
    with working_precision(bits):
        cold = tuple(_cold(whole, place, axis) for place, axis in enumerate(whole.axes))
        states = tuple(_states(whole, bits, cold))
        weights = [tuple(arb(s.degeneracy) for s in states)]
        weights += [tuple(s.degeneracy * s.shift[i] for s in states) for i in range(len(whole.axes))]
        weights += [tuple(abs(w) for w in row) for row in weights[1:]]
        entries: list[arb] = []
        for state in states:
            ask_clocks_about(0.0)
            term = arb(1)
            entries.append(term)
            for k in range(1, order + 1):
                term = -term * state.energy / k
                entries.append(term)
        powers = arb_mat(len(states), order + 1, entries)
        scale = max((state.energy for state in states), key=lambda energy: energy.mid(), default=arb(1))
        return Spectrum(whole, bits, order, cold, states, tuple(weights), powers, scale)


def _cold(whole: Whole, place: int, axis: int) -> arb:
    known = whole.cold[place]
    if known is not None:
        return ball_here(known)
    found = arb(0)
    count = {sector.labels: sector.degeneracy or 0 for sector in whole.ground.sectors}
    for sector in whole.sectors:
        if sector.labels in count and not sector.flat:
            found -= count[sector.labels] * energy_ball(sector.vector[axis]) / energy_ball(sector.length)
    return found / whole.degeneracy


def _states(whole: Whole, bits: int, cold: Vector) -> list[State]:
    least = energy_ball(whole.ground.energy)
    tied = {sector.labels for sector in whole.ground.sectors}
    single = next(sector.vector for sector in whole.sectors if sector.labels in tied) if len(tied) == 1 else None
    places = [_place(whole, place, cold, single) for place in range(len(whole.sectors))]
    found = []
    for row in whole.rows:
        ask_clocks_about(0.0)
        base, size, shifts = places[row.place]
        rise = arb(0) if row.lowest else base + energy_ball(row.energy) - size - least
        for branch in (1,) if whole.sectors[row.place].flat else (-1, 1):
            if row.lowest and (branch < 0 or whole.sectors[row.place].flat):
                continue  # a ground state
            energy = rise + 2 * size if branch > 0 else rise
            if not energy > 0 or accuracy(energy) < bits // 2:
                raise PrecisionNeeded
            found.append(State(row, branch, energy, row.count * (2 if size.is_zero() else 1), shifts[branch > 0]))
    return found


def _place(whole: Whole, place: int, cold: Vector, single: Field | None) -> tuple[arb, arb, tuple[Vector, Vector]]:
    """(its base, |v|, xi - xi_0 of both branches) of a sector; exactly 0 along the one ground state."""
    sector = whole.sectors[place]
    base = energy_ball(sector.base)
    if sector.flat:
        shift = tuple(-part for part in cold)
        return base, arb(0), (shift, shift)
    v = [energy_ball(part) for part in sector.vector]
    size = energy_ball(sector.length)
    lower = tuple(-v[axis] / size for axis in whole.axes)
    shifts = [tuple(xi - zero for xi, zero in zip(side, cold, strict=True)) for side in (lower, tuple(-xi for xi in lower))]
    same = 0 if single is None else 1 if single == sector.vector else _alignment(whole, single, sector.vector)
    if same:
        shifts[same < 0] = tuple(arb(0) for _ in lower)
    return base, size, (shifts[0], shifts[1])


def _alignment(whole: Whole, one: Field, other: Field) -> int:
    """1 where two vectors point the same way by exact data, -1 where opposite ways, else 0; asked where A lies along H_A alone."""
    if not whole.problem.parallel() or any(part.parts for part in (*one, *other)):
        return 0
    crossed = [one[i].exact * other[j].exact - one[j].exact * other[i].exact for i, j in ((0, 1), (1, 2), (2, 0))]
    if not all(is_zero(part) is True for part in crossed):
        return 0
    along = sum((energy_ball(p) * energy_ball(q) for p, q in zip(one, other, strict=True)), arb(0))
    return certain_sign(along) or 0


def boltzmann_sums(levels: Spectrum, beta: arb) -> Sums:
    """The Taylor coefficients of all sums about `beta`, at the precision in force."""
    factors = [(-beta * state.energy).exp() for state in levels.states]
    ask_clocks_about(0.0)
    entries = [w * f for row in levels.weights for w, f in zip(row, factors, strict=True)]
    table = arb_mat(len(levels.weights), len(factors), entries) * levels.powers
    rows = [arb_poly([table[i, k] for k in range(levels.order + 1)]) for i in range(len(levels.weights))]
    count = len(levels.cold)
    return Sums(rows[0] + levels.whole.degeneracy, rows[0], tuple(rows[1 : 1 + count]), tuple(rows[1 + count :]))


def full(levels: Spectrum, sums: Sums, axis: int) -> arb_poly:
    """xi_0 B + X along an axis."""
    return sums.weight * levels.cold[axis] + sums.shifts[axis]


def slope(levels: Spectrum, sums: Sums) -> tuple[arb, arb]:
    """F and dF/dbeta at the centre of the sums."""
    b = sums.weight
    value = rise = arb(0)
    for axis, x in enumerate(sums.shifts):
        r = full(levels, sums, axis)
        turn = b[1] * x[0] - b[0] * x[1]
        value += r[0] * turn
        rise += r[1] * turn + 2 * r[0] * (b[2] * x[0] - b[0] * x[2])
    return value, rise


def slope_model(levels: Spectrum, low: Sums, centre: Sums, high: Sums, radius: fmpq) -> SlopeModel:
    """e^{a h} F on [-r, r] about the centre, as `symcoh.phase.taylor.slope_model`: B, X and xi_0 B + X each with a rate of its own.

    Error: the last coefficient holds the remainder, `remainder_bound` of sums with positive coefficients that dominate each.
    """
    span = (-arb(radius), arb(radius))
    fulls = [full(levels, centre, axis) for axis in range(len(levels.cold))]
    coefficients, rounded = _product(levels, (low, centre, high), centre.shifts, fulls, span, False)
    return SlopeModel(coefficients=coefficients, radius=arb(radius), rounded=rounded)


def first_model(levels: Spectrum, zero: Sums, high: Sums, beta: fmpq, power: int) -> SlopeModel:
    """e^{a h} F/h^(2k - 1) on [0, beta], C = O(beta^k): the first k coefficients of xi_0 B + X at 0 are zero by exact data.

    X may stand for xi_0 B + X in B' X - B X', since the multiple of B drops out; so the first 2k - 1 coefficients of F are zero.
    """
    end = arb(beta)
    series = []
    for axis in range(len(levels.cold)):
        r = full(levels, zero, axis)
        series.append(arb_poly([arb(0)] * power + [r[k] for k in range(power, levels.order + 1)]))
    coefficients, rounded = _product(levels, (zero, zero, high), series, series, (arb(0), end), True)
    return SlopeModel(coefficients=coefficients[2 * power - 1 :], radius=end, rounded=rounded)


def _product(
    levels: Spectrum, three: tuple[Sums, Sums, Sums], xs: Sequence[arb_poly], fulls: Sequence[arb_poly], span: tuple[arb, arb], whole: bool
) -> tuple[tuple[arb, ...], bool]:
    """The coefficients of e^{a h} F about the centre, the last one over the whole span; whether rounding makes it as wide as it is.

    `xs` stand for X, which is xi_0 B + X itself where `whole`; `fulls` are xi_0 B + X.
    """
    low, centre, high = three
    order, axes, width = levels.order, range(len(levels.cold)), span[0].union(span[1])
    dominant = [tuple(partial(_dominant, levels, axis)(s) for s in three) for axis in axes]
    sizes = dominant if whole else [tuple(s.sizes[axis] for s in three) for axis in axes]
    rate = mean_energy(centre.weight)
    rate_x = mean_energy(sum((row[1] for row in sizes), arb_poly()))
    rate_r = mean_energy(sum((row[1] for row in dominant), arb_poly()))
    tops = [remainder_between(low.weight, high.weight, rate, span, order)]
    b = tilted(centre.weight, rate, order)[:order]
    b_all = over_span([*b, arb(0).union(tops[0])], width)
    gap = rate_x - rate
    total: list[arb] = [arb(0)] * order
    for axis in axes:
        x, x_top = _enclosed(xs[axis], sizes[axis], rate_x, span, order)
        r, r_top = _enclosed(fulls[axis], dominant[axis], rate_r, span, order)
        tops += [x_top, r_top]
        turn = _wronskian(b, x, gap)
        x_all, r_all = (over_span([*known, (-top).union(top)], width) for known, top in ((x, x_top), (r, r_top)))
        turn_all = _wronskian(b_all, x_all, gap)
        known = arb_poly(turn[: order - 1]) * arb_poly(r)
        for k in range(order - 1):
            total[k] += known[k]
        total[order - 1] += sum((turn_all[i] * r_all[order - 1 - i] for i in range(order)), arb(0))
    return tuple(total), any(bool(2 * arb(top.rad()) > arb(top.mid())) for top in tops)


def _dominant(levels: Spectrum, axis: int, sums: Sums) -> arb_poly:
    """|xi_0| B + sum g |xi - xi_0| e^{-beta eps}: positive terms, not less than those of xi_0 B + X."""
    return sums.weight * abs(levels.cold[axis]) + sums.sizes[axis]


def _enclosed(series: arb_poly, dominant: tuple[arb_poly, ...], rate: arb, span: tuple[arb, arb], order: int) -> tuple[list[arb], arb]:
    """(the tilted coefficients below `order`, a bound of that of `order` on the span)."""
    return tilted(series, rate, order)[:order], remainder_between(dominant[0], dominant[2], rate, span, order)


def _wronskian(b: Sequence[arb], x: Sequence[arb], gap: arb) -> list[arb]:
    """The coefficients of B' X - B X' + gap B X, as many as are known."""
    one, other = arb_poly(list(b)), arb_poly(list(x))
    found = one.derivative() * other - one * other.derivative() + one * other * gap
    return [found[k] for k in range(len(b) - 1)]


def coherence(levels: Spectrum, beta: arb) -> arb:
    """C at a ball of inverse temperatures, at the precision in force."""
    weight, parts = arb(levels.whole.degeneracy), [arb(0)] * len(levels.cold)
    for state in levels.states:
        factor = state.degeneracy * (-beta * state.energy).exp()
        weight += factor
        parts = [part + factor * shift for part, shift in zip(parts, state.shift, strict=True)]
    return length([zero + part / weight for zero, part in zip(levels.cold, parts, strict=True)])
