"""The map of shapes: couplings J where two extrema of C(T) merge, or where a maximum is as high as C at T = 0.

With joint cumulants k(.,.) of the energy E, the coherence xi and the bond sum l of a level, a merging pair solves
k(E, xi) = 0 = k(E, E, xi), that is dC/dT = 0 = d2C/dT2, in the unknowns (beta, J); a maximum of height C_0 solves
k(E, xi) = 0 = <xi> - C_0. Derivatives: d/dbeta adds an argument -E, d/dJ adds beta l and turns E into -l.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from flint import arb, arb_mat

from ..balls import alone, midpoint, working_precision
from ..decimals import printed_radius
from ..errors import InputError, NotCertified
from ..exact_ends import exact_value
from ..exactnumbers import Exact, enclose, rational, sign
from ..ground import critical_coupling
from ..model import Model, replaced
from ..numeric.precision import BITS_PER_DIGIT, GUARD_BITS, certify, started_clock
from ..sources.ring.counting import degeneracy
from .extrema import root_finder
from .highest import maximum
from .levels import positive_model
from .report import phase
from .shape import MAX_BITS, certificate, ring_curve

MOST_STEPS = 60
WIDTHS = (6, 12, 20)
"""Ends as many powers of two apart, relative to J, from which the proof is tried: nearer ones where the one before fails."""
Box = tuple[arb, arb]
System = Callable[["Ensemble"], tuple[tuple[arb, arb], arb_mat]]


@dataclass(frozen=True, kw_only=True, slots=True)
class LinePoint:
    """A point of a boundary line: J, and T and C where two extrema merge or the maximum reaches C_0; bounds of the errors."""

    J: str
    T: str
    C: str
    J_radius: str
    T_radius: str
    C_radius: str


@dataclass(frozen=True, slots=True)
class Ensemble:
    """The Boltzmann weights (sum 1) of all levels on a box of (beta, J), with E, xi and l of each about their means."""

    beta: arb
    weights: tuple[arb, ...]
    values: dict[str, tuple[arb, ...]]
    coherence: arb

    def cumulant(self, names: str) -> arb:
        """The joint cumulant of two to four of the letters E, x, l.

        k(A, B, C, D) = <ABCD> - <AB><CD> - <AC><BD> - <AD><BC> about the means; up to three it is the central moment.
        """
        if len(names) < 4:
            return self._moment(names)
        a, b, c, d = tuple(names)
        pairs = ((a + b, c + d), (a + c, b + d), (a + d, b + c))
        return self._moment(names) - sum((self._moment(one) * self._moment(two) for one, two in pairs), arb(0))

    def _moment(self, names: str) -> arb:
        total = arb(0)
        for i, weight in enumerate(self.weights):
            term = weight
            for name in names:
                term *= self.values[name][i]
            total += term
        return total


def ensemble(model: Model, beta: arb, coupling: arb, bits: int) -> Ensemble:
    """The ensemble of a model with omega_a, gamma > 0 at J in the ball `coupling`, one term a level (20), (25).

    >>> ring = Model(N=1, omega_a=1, gamma=1)
    >>> round(float(ensemble(ring, arb(0), arb(0), 64).cumulant("xx")), 6)
    0.8
    """
    omega, omega_a, gamma = (enclose(value, bits) for value in (model.omega, model.omega_a, model.gamma))
    rows = []
    for m, n, branch in product(range(-model.N, model.N + 1, 2), range(model.N // 2 + 1), (-1, 1)):
        count = degeneracy(model.N, m, n)
        if count:
            split = (omega * omega + 4 * gamma * gamma * (m * m)).sqrt() if m else omega
            xi = branch * 2 * gamma * m / split if m else arb(0)
            bonds = model.N - 4 * n
            rows.append((count, omega_a * m / 2 - coupling * bonds + branch * split / 2, xi, arb(bonds)))
    lowest = min((row[1] for row in rows), key=lambda energy: energy.mid()).mid()
    boltzmann = [count * (-beta * (energy - lowest)).exp() for count, energy, _, _ in rows]
    total = sum(boltzmann, arb(0))
    weights = tuple(weight / total for weight in boltzmann)
    values, means = {}, {}
    for place, name in enumerate("Exl", 1):
        means[name] = sum((weight * row[place] for weight, row in zip(weights, rows, strict=True)), arb(0))
        values[name] = tuple(row[place] - means[name] for row in rows)
    return Ensemble(beta, weights, values, means["x"])


def merging(at: Ensemble) -> tuple[tuple[arb, arb], arb_mat]:
    """k(E, xi), k(E, E, xi) and their Jacobian in (beta, J)."""
    k, beta = at.cumulant, at.beta
    rows = [[-k("EEx"), beta * k("Exl") - k("lx")], [-k("EEEx"), beta * k("EExl") - 2 * k("Exl")]]
    return (k("Ex"), k("EEx")), arb_mat(rows)


def level_with(zero_temperature: Exact, bits: int) -> System:
    """k(E, xi), <xi> - C_0 and their Jacobian in (beta, J), for a C_0 that does not depend on J."""
    height = enclose(zero_temperature, bits)

    def system(at: Ensemble) -> tuple[tuple[arb, arb], arb_mat]:
        k, beta = at.cumulant, at.beta
        rows = [[-k("EEx"), beta * k("Exl") - k("lx")], [-k("Ex"), beta * k("lx")]]
        return (k("Ex"), at.coherence - height), arb_mat(rows)

    return system


def krawczyk(model: Model, system: System, box: Box, bits: int) -> Box | None:
    """A narrower box around the one solution in `box`, or None where nothing is proved.

    Theorem (Krawczyk): for Y any matrix and K = m - Y f(m) + (1 - Y f'(box)) (box - m), m the centre, K inside the
    interior of `box` proves that f has exactly one zero in `box`, and it lies in K.
    """
    centre = [midpoint(side) for side in box]
    value, at_centre = system(ensemble(model, centre[0], centre[1], bits))
    _, slopes = system(ensemble(model, box[0], box[1], bits))
    try:
        inverse = arb_mat(2, 2, [midpoint(entry) for entry in at_centre.entries()]).inv()
    except ZeroDivisionError:
        return None
    preconditioner = arb_mat(2, 2, [midpoint(entry) for entry in inverse.entries()])
    step = preconditioner * arb_mat(2, 1, list(value))
    rest = (arb_mat(2, 2, [1, 0, 0, 1]) - preconditioner * slopes) * arb_mat(2, 1, [box[i] - centre[i] for i in (0, 1)])
    found = [centre[i] - step[i, 0] + rest[i, 0] for i in (0, 1)]
    return (found[0], found[1]) if all(side.contains_interior(new) for side, new in zip(box, found, strict=True)) else None


def solved(model: Model, system_at: Callable[[int], System], start: Box, bits: int) -> Box:
    """A box of about `bits` bits with exactly one solution, from a start that is merely near it.

    Raises:
        NotCertified: Newton's steps do not settle, or Krawczyk's test fails.
    """
    precision = 2 * bits + 256
    with working_precision(precision):
        system = system_at(precision)
        point = [midpoint(side) for side in start]
        for _ in range(MOST_STEPS):
            value, slopes = system(ensemble(model, point[0], point[1], precision))
            try:
                change = slopes.solve(arb_mat(2, 1, list(value)))
            except ZeroDivisionError:
                break
            point = [midpoint(point[i] - change[i, 0]) for i in (0, 1)]
            if all(bool(abs(change[i, 0]) < abs(point[i]) * arb((1, -bits - 8))) for i in (0, 1)):
                break
        box = tuple(arb(side, abs(side) * arb((1, -bits))) for side in point)
        found = krawczyk(model, system, (box[0], box[1]), precision)
    if found is None:
        raise NotCertified(f"No boundary of shapes is proved near J = {point[1].str(10, radius=False)}: bracket it more narrowly.")
    return found


@alone()
def merging_point(model: Model, low: Exact, high: Exact, digits: int = 20) -> LinePoint:
    """The coupling between `low` and `high` where a pair of extrema of C(T) appears: dC/dT = d2C/dT2 = 0.

    Args:
        model: N, omega, omega_a, gamma; its J is ignored.
        low, high: couplings with different numbers of extrema; bisected until the pair is near.
        digits: significant digits of J, T and C.

    Returns:
        J, T and C there as decimals, with bounds of their errors.

    Raises:
        InputError: both couplings have the same number of extrema.
        NotCertified: the merging is not proved (more than one pair, or an extremum that leaves towards T = 0).

    >>> from ..exactnumbers import exact
    >>> merging_point(Model(N=4, omega_a="0.7", gamma="0.3"), exact("-0.274"), exact("-0.1"), digits=6).J
    '-0.266613'
    """
    counts = [_extrema_at(model, coupling) for coupling in (low, high)]
    if counts[0] == counts[1]:
        raise InputError("`low` and `high`", f"must have different numbers of extrema, but both have {counts[0]}.")
    if (counts[0] - counts[1]) % 2:
        raise NotCertified("Between the two couplings an extremum leaves towards T = 0, where no pair merges: choose others.")

    def attempt(ends: tuple[Exact, Exact]) -> LinePoint:
        more = with_coupling(model, ends[0] if counts[0] > counts[1] else ends[1])
        return _point(model, lambda bits: merging, _nearest_pair(more), ends, digits)

    return _from_ends(low, high, lambda middle: _extrema_at(model, middle) == counts[0], attempt)


@alone()
def dip_line(N: int, gamma: Exact, gaps: Sequence[Exact], digits: int = 20) -> tuple[LinePoint, ...]:
    """The coupling above J_c where the last dip of C(T) disappears, for each omega_a > 0 in `gaps`, at omega = 1.

    Between J = J_c (1 - 10**-6), where C dips, and J = 0, where C falls all the way.

    Raises:
        InputError: no dip at J_c (1 - 10**-6).
    """
    found = []
    for gap in gaps:
        model = Model(N=N, omega_a=gap, gamma=gamma)
        line = critical_coupling(model)
        if line is None:
            raise InputError("`N`", "must be at least 2: one source has no critical coupling.")
        found.append(merging_point(model, line * rational(10**6 - 1, 10**6), rational(0), digits))
    return tuple(found)


@alone()
def crossing_point(model: Model, low: Exact, high: Exact, digits: int = 20) -> LinePoint:
    """The coupling between `low` and `high`, where the highest maximum of C(T) equals C_0.

    Raises:
        InputError: the largest C lies at T = 0 at both couplings or at neither, or J_c is between them.
        NotCertified: the crossing is not proved.
    """
    at_zero = [_largest_at_zero(model, coupling) for coupling in (low, high)]
    if at_zero[0] == at_zero[1]:
        raise InputError("`low` and `high`", "must have the largest C one at T = 0 and one at T > 0, but agree.")
    heights = [_zero_temperature(with_coupling(model, coupling)) for coupling in (low, high)]
    if sign(heights[0] - heights[1]) != 0:
        raise InputError("`low` and `high`", "must have one and the same C at T = 0: choose both on one side of J_c.")

    def attempt(ends: tuple[Exact, Exact]) -> LinePoint:
        warm = ends[0] if at_zero[1] else ends[1]
        start = 1 / arb(maximum(with_coupling(model, warm), digits=15).T)
        return _point(model, lambda bits: level_with(heights[0], bits), start, ends, digits)

    return _from_ends(low, high, lambda middle: _largest_at_zero(model, middle) == at_zero[0], attempt)


def _largest_at_zero(model: Model, coupling: Exact) -> bool:
    return maximum(with_coupling(model, coupling), digits=1).T == "0"


def _zero_temperature(model: Model) -> Exact:
    value = exact_value(model, "coherence", None, MAX_BITS)
    assert value is not None, "the coherence at T = 0 is exact"
    return value


def _from_ends(
    low: Exact, high: Exact, like_low: Callable[[Exact], bool], attempt: Callable[[tuple[Exact, Exact]], LinePoint]
) -> LinePoint:
    """The point proved from the widest ends that will do: to halve them costs more than to prove it."""
    for width in WIDTHS:
        low, high = _bisected(low, high, width, like_low)
        try:
            return attempt((low, high))
        except NotCertified:
            if width == WIDTHS[-1]:
                raise
    raise AssertionError("the last width returns or raises")


def _bisected(low: Exact, high: Exact, width: int, like_low: Callable[[Exact], bool]) -> tuple[Exact, Exact]:
    """Narrower ends, 2**-width apart relative to J, that still differ: `like_low` says on which side a point is."""
    while abs(enclose(high - low, 64)) > abs(enclose(low + high, 64)) * arb((1, -width)):
        middle = (low + high) * rational(1, 2)
        low, high = (middle, high) if like_low(middle) else (low, middle)
    return low, high


@alone()
def region(model: Model) -> str:
    """The region of the map a model lies in: its phase, the kinds of extrema with rising T, and where C is largest.

    >>> region(Model(N=4, omega_a="0.7", gamma="0.3", J="-0.274"))
    'ferromagnetic: minimum, maximum; largest C at T = 0'
    """
    found = phase(model, digits=1)
    kinds = ", ".join(extremum.kind for extremum in found.extrema) or "monotone"
    return f"{found.name}: {kinds}; largest C at T {'=' if maximum(model, digits=1).T == '0' else '>'} 0"


def with_coupling(model: Model, coupling: Exact) -> Model:
    """The model at another J."""
    return replaced(model, J=coupling)


def _extrema_at(model: Model, coupling: Exact) -> int:
    return sum(piece.sign == 0 for piece in certificate(with_coupling(model, coupling), started_clock()))


def _nearest_pair(model: Model) -> arb:
    """The beta between the two neighbouring extrema that are nearest in log(beta): a start, nothing proved."""
    clock = started_clock()
    pieces = [piece for piece in certificate(model, clock) if piece.sign == 0]
    roots = [root_finder(ring_curve(model), piece, MAX_BITS, clock)(64) for piece in pieces]
    ratios = [float(right / left) for left, right in pairwise(roots)]
    place = ratios.index(min(ratios))
    return midpoint((roots[place] + roots[place + 1]) / 2)


def _point(model: Model, system_at: Callable[[int], System], beta: arb, ends: tuple[Exact, Exact], digits: int) -> LinePoint:
    """The certified solution near `beta` with J between both ends."""
    positive, clock = positive_model(model), started_clock()
    low, high = (enclose(end, 256) for end in ends)
    start = (beta, midpoint((low + high) / 2))

    def box(bits: int) -> Box:
        found = solved(positive, system_at, start, bits)
        if not (found[1] - low) * (high - found[1]) > 0:
            raise NotCertified("The boundary that was found is not between the two couplings: bracket it more narrowly.")
        return found

    def inverse(bits: int) -> arb:
        with working_precision(bits + 64):
            return 1 / box(bits)[0]

    def height(bits: int) -> arb:
        with working_precision(bits + 64):
            return ensemble(positive, *box(bits), bits + 64).coherence

    found: dict[str, str] = {}
    first = int(digits * BITS_PER_DIGIT) + 2 * GUARD_BITS
    for name, ball_at in (("J", lambda bits: box(bits)[1]), ("T", inverse), ("C", height)):
        ball, decimal = certify(ball_at, digits, first, MAX_BITS, clock)
        found |= {name: str(decimal), f"{name}_radius": printed_radius(ball, decimal)}
    return LinePoint(**found)
