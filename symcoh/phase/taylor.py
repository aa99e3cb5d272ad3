"""Taylor series of the slope of C in beta, with remainders that hold on a whole interval.

With eps the energy above E_0, xi the coherence of a level and xi_0 that of the ground manifold,

    B(beta) = sum g e^{-beta eps},    X(beta) = sum g (xi - xi_0) e^{-beta eps},    C = xi_0 + X/B,

so that dC/dT has the sign of F = B' X - B X'. Both sums are taken without the ground states where these cancel exactly,
hence F keeps its relative accuracy where it is exponentially small.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flint import arb, arb_mat, arb_poly, fmpq

from ..balls import ask_clocks_about, exponent_of, midpoint
from .levels import Levels, Sector


@dataclass(frozen=True, kw_only=True, slots=True)
class Sums:
    """Taylor coefficients of sums over the levels about one beta, lowest order first.

    `weight`: B. `excited`: B without the ground states. `shift`: X. `size`: sum g |xi - xi_0| e^{-beta eps}.
    """

    weight: arb_poly
    excited: arb_poly
    shift: arb_poly
    size: arb_poly


def boltzmann_sums(levels: Levels, beta: arb) -> Sums:
    """The Taylor coefficients of B, X and their positive relatives about `beta`, at the precision in force.

    >>> from ..ground import ground_manifold
    >>> from ..model import Model
    >>> from .levels import enclosed_levels
    >>> ring = Model(N=3, omega_a=1, gamma=1)
    >>> sums = boltzmann_sums(enclosed_levels(ring, ground_manifold(ring), 64, 2), arb(0))
    >>> sums.weight[0].unique_fmpz(), sums.excited[0].unique_fmpz()
    (16, 15)
    """
    longest = max(len(sector.degeneracies) for sector in levels.sectors)
    powers, y = [arb(1)], (-beta * levels.step).exp()
    for _ in range(longest - 1):
        powers.append(powers[-1] * y)
    totals = [arb_poly() for _ in range(4)]
    for sector in levels.sectors:
        ask_clocks_about(0.0)
        for i, part in enumerate(_sector_sums(levels, sector, beta, powers)):
            totals[i] += part
    weight, excited, shift, size = (total.truncate(levels.order + 1) for total in totals)
    return Sums(weight=weight, excited=excited, shift=shift, size=size)


def sums_cost(levels: Levels) -> float:
    """Seconds that `boltzmann_sums` takes, about: what an effort is counted in."""
    walls = sum(len(sector.degeneracies) for sector in levels.sectors)
    pairs = 1.5e-10 * levels.bits + 3 * _unevenness(levels) * 1.2e-9 * levels.bits
    terms = len(levels.sectors) * levels.order * (7e-6 + 1.1e-8 * levels.bits + levels.order * pairs)
    return terms + walls * levels.order * (3e-8 + 4e-11 * levels.bits)


def _unevenness(levels: Levels) -> float:
    """The share of coefficients that a product of series multiplies one by one: all where `step` and the energies are far apart.

    Two series whose coefficients fall alike are multiplied as one long integer each; others in blocks of `bits` bits.
    """
    if levels.step.is_zero():
        return 0.0
    sizes = [exponent_of(group.energy) for sector in levels.sectors for group in sector.groups if not group.ground]
    sizes.append(exponent_of(levels.step))
    return min(1.0, 3 * (max(sizes) - min(sizes)) / levels.bits)


def model_cost(levels: Levels) -> float:
    """Seconds that `slope_model` takes, about."""
    return 5e-8 * levels.order * levels.bits + 2e-6 * levels.order**2


def _sector_sums(levels: Levels, sector: Sector, beta: arb, powers: list[arb]) -> list[arb_poly]:
    walls, above = _wall_series(levels, sector, powers)
    weight, shift, size = arb_poly(), arb_poly(), arb_poly()
    degenerate = [arb_poly(), arb_poly(), arb_poly()]
    for group in sector.groups:
        if group.ground:
            degenerate[0] += 1
            degenerate[1] += group.shift
            degenerate[2] += abs(group.shift)
            continue
        series = group.series * (-beta * group.energy).exp()
        weight += series
        if not group.shift.is_zero():
            shift += series * group.shift
            size += series * abs(group.shift)
    rest = above * degenerate[0]
    positive = walls * weight
    return [positive + walls * degenerate[0], positive + rest, walls * shift + above * degenerate[1], walls * size + above * degenerate[2]]


def _wall_series(levels: Levels, sector: Sector, powers: list[arb]) -> tuple[arb_poly, arb_poly]:
    """sum_j g_j e^{-(beta + h) step j} as a series in h, with and without j = 0."""
    count = len(sector.degeneracies)
    moments = (sector.moments * arb_mat(count, 1, powers[:count])).entries()
    coefficients = [moment * factor for moment, factor in zip(moments, levels.step_series, strict=True)]
    above = arb(0)
    for degeneracy, power in zip(sector.degeneracies[1:], powers[1:], strict=False):
        above += degeneracy * power
    return arb_poly(coefficients), arb_poly([above, *coefficients[1:]])


def slope(sums: Sums) -> tuple[arb, arb]:
    """F and dF/dbeta at the centre of the sums: F has the sign of dC/dT."""
    b, x = sums.weight, sums.shift
    return b[1] * x[0] - b[0] * x[1], 2 * (b[2] * x[0] - b[0] * x[2])


@dataclass(frozen=True, kw_only=True, slots=True)
class SlopeModel:
    """e^{a h} F on [-r, r] = sum_k coefficient_k h^k, the last coefficient an enclosure that holds on the whole interval.

    `rounded`: whether rounding makes the last one as wide as it is.
    """

    coefficients: tuple[arb, ...]
    radius: arb
    rounded: bool

    def value_sign(self) -> int | None:
        """The sign of F on the whole interval, or None."""
        return _dominant_sign(self.coefficients, self.radius)

    def slope_sign(self) -> int | None:
        """The sign of d(e^{a h} F)/dh on the whole interval, or None."""
        return _dominant_sign(self.slope_coefficients, self.radius)

    def value_drowned(self) -> bool:
        """Whether rounding hides F more than the width of the interval does."""
        return self._drowned(self.coefficients)

    def slope_drowned(self) -> bool:
        """The same for the derivative."""
        return self._drowned(self.slope_coefficients)

    def _drowned(self, coefficients: tuple[arb, ...]) -> bool:
        sure = coefficients if self.rounded else coefficients[:-1]  # the radius of a good last coefficient is no rounding
        rounding, power = arb(0), arb(1)
        for coefficient in sure:
            rounding += arb(coefficient.rad()) * power
            power *= self.radius
        return bool(4 * rounding > _spread(coefficients, self.radius))

    @property
    def slope_coefficients(self) -> tuple[arb, ...]:
        return tuple(k * c for k, c in enumerate(self.coefficients))[1:]


def _spread(coefficients: tuple[arb, ...], radius: arb) -> arb:
    total, power = arb(0), arb(1)
    for coefficient in coefficients[1:]:
        power *= radius
        total += arb(coefficient.abs_upper()) * power
    return total


def _dominant_sign(coefficients: tuple[arb, ...], radius: arb) -> int | None:
    if not arb(coefficients[0].abs_lower()) > _spread(coefficients, radius):
        return None
    return 1 if coefficients[0] > 0 else -1


def slope_model(low: Sums, centre: Sums, high: Sums, radius: fmpq, order: int) -> SlopeModel:
    """F as a Taylor polynomial with a proved remainder, from the sums at the ends and the centre of an interval.

    B is multiplied by e^{a h}, X by e^{c h} (a, c the mean energies at the centre, any values are valid), which changes F
    by a positive factor and removes most of its variation: with B, X the products,
    e^{(a + c) h} F = B' X - B X' + (c - a) B X.

    Args:
        low, centre, high: the sums at beta - r, beta, beta + r.
        radius: r.
        order: the even number K of coefficients of B and X known at the centre; the K-th is enclosed on the interval.

    Error: the last coefficient holds the remainder, `remainder_bound`; rounding is in the balls.
    """
    r = arb(radius)
    tilt, tilt_shift = (mean_energy(part) for part in (centre.weight, centre.size))
    b, x = (tilted(part, rate, order) for part, rate in ((centre.weight, tilt), (centre.shift, tilt_shift)))
    tops = [remainder_bound(low.weight, high.weight, tilt, r, order), remainder_bound(low.size, high.size, tilt_shift, r, order)]
    b_all = _over_interval([*b[:order], arb(0).union(tops[0])], r)
    x_all = _over_interval([*x[:order], (-tops[1]).union(tops[1])], r)
    gap = tilt_shift - tilt
    exact = _wronskian(arb_poly(b[:order]), arb_poly(x[:order]), gap)
    last = arb(0)
    for i in range(order):
        j = order - 1 - i
        last += (i + 1) * b_all[i + 1] * x_all[j] - b_all[i] * (j + 1) * x_all[j + 1] + gap * b_all[i] * x_all[j]
    return SlopeModel(
        coefficients=(*(exact[k] for k in range(order - 1)), last),
        radius=r,
        rounded=any(bool(2 * arb(top.rad()) > midpoint(top)) for top in tops),
    )


def _wronskian(b: arb_poly, x: arb_poly, gap: arb) -> arb_poly:
    return b.derivative() * x - b * x.derivative() + b * x * gap


def mean_energy(part: arb_poly) -> arb:
    """About the rate at which a sum of exponentials falls with beta."""
    return -midpoint(part[1] / part[0])


def tilted(part: arb_poly, rate: arb, order: int) -> list[arb]:
    """Coefficients 0..order of e^{rate h} times the series."""
    product = part * arb_poly(_exponential(rate, order))
    return [product[k] for k in range(order + 1)]


def tilted_at(part: arb_poly, rate: arb, order: int) -> arb:
    """The last of them alone, without the product of the series.

    >>> tilted_at(arb_poly([1, 2]), arb(3), 2)
    10.5000000000000
    """
    return sum((factor * part[order - k] for k, factor in enumerate(_exponential(rate, order))), arb(0))


def _exponential(rate: arb, order: int) -> list[arb]:
    coefficients = [arb(1)]
    for k in range(1, order + 1):
        coefficients.append(coefficients[-1] * rate / k)
    return coefficients


def remainder_bound(low: arb_poly, high: arb_poly, rate: arb, radius: arb, order: int) -> arb:
    """A ball whose upper end bounds on [-r, r] the K-th Taylor coefficient of S(h) = sum c e^{-h (eps - rate)}, c >= 0, K even.

    Theorem: the coefficient lies between 0 and the larger of its values at the two ends.
    Proof: at h it is sum c e^{-h x} x^K/K! with x = eps - rate, which is >= 0 for even K; its second derivative in h is
    sum c e^{-h x} x^{K+2}/K! >= 0, so it is convex and largest at an end. At h = +-r it is e^{+-rate r} times the K-th
    coefficient of the series about that end, tilted by `rate`. Infinite for odd K, where it does not apply.

    Args:
        low, high: the untilted series about both ends.
        rate: the tilt; any number.
        radius: r > 0.
        order: K.
    """
    if order % 2:
        return arb.pos_inf()
    return remainder_between(low, high, rate, (-radius, radius), order)


def remainder_between(low: arb_poly, high: arb_poly, rate: arb, span: tuple[arb, arb], order: int) -> arb:
    """The same on [span[0], span[1]], with the series about its two ends, for even K."""
    ends = [(rate * end).exp() * tilted_at(part, rate, order) for end, part in zip(span, (low, high), strict=True)]
    return ends[0].max(ends[1])


def _over_interval(coefficients: list[arb], radius: arb) -> list[arb]:
    """The Taylor coefficients at every point of [-r, r], from those at 0 and the last one on the interval."""
    return over_span(coefficients, (-radius).union(radius))


def over_span(coefficients: Sequence[arb], width: arb) -> list[arb]:
    """The same at every point of the ball `width`."""
    found = list(coefficients)
    for start in range(len(found) - 1):  # repeated Horner steps: the series about a moved centre
        for k in range(len(found) - 2, start - 1, -1):
            found[k] += found[k + 1] * width
    return found
