"""The shape of C(T) of a two-level target with any sources whose levels are listed, proved as that of the ring."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import factorial

from flint import arb, fmpq

from ..balls import certain_sign, exponent_of, working_precision
from ..errors import InputError, NotCertified
from ..exactnumbers import ZERO, Exact, is_zero, rational, sign
from ..exactnumbers.number import integer_power, total
from ..model import Model
from ..numeric.formulas import length
from ..numeric.precision import Clock
from ..numeric.sums.ends import ground_state
from ..numeric.sums.ends import vanishes as vanishes_exactly
from ..numeric.sums.problem import problem
from ..numeric.sums.whole import SEEN, Whole, whole
from ..sources.energy import Energy, exactly_zero
from .curve import Curve, Piece
from .levels import PrecisionNeeded
from .shape import FIRST_BITS, LEAST_ORDER, MAX_BITS, MOST_ORDER, covered
from .system_tail import Tail, sorted_tail, tail_holds
from .system_taylor import Spectrum, Sums, boltzmann_sums, coherence, first_model, full, slope, slope_model, spectrum
from .taylor import SlopeModel, mean_energy

MOST_POWER = 5
"""Powers of beta among which the first one of C at high temperature is looked for."""

EXPONENTIAL, PRODUCT, STATE = 6e-7, 2.2e-10, 2e-8
"""Seconds, about: an exponential of a ball; a bit of a coefficient of a level; a level of the sums."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What is proved of a C(T): its pieces, its curve (None where C is 0 throughout), and C at T = 0: bits -> ball, and exactly."""

    pieces: tuple[Piece, ...]
    curve: Curve | None
    cold: Callable[[int], arb]
    cold_exactly: Exact | None


@dataclass(slots=True)
class SystemLevels:
    """The levels at a precision."""

    spectrum: Spectrum
    power: int
    sorted: Tail | None = field(default=None)

    @property
    def bits(self) -> int:
        return self.spectrum.bits

    def sums(self, beta: arb) -> Sums:
        return boltzmann_sums(self.spectrum, beta)

    def slope(self, sums: Sums) -> tuple[arb, arb]:
        return slope(self.spectrum, sums)

    def tilt(self, sums: Sums) -> arb:
        dominant = sum(sums.sizes[1:], sums.sizes[0])
        return mean_energy(sums.weight) + mean_energy(dominant)

    def model(self, low: Sums, centre: Sums, high: Sums, radius: fmpq) -> SlopeModel:
        return slope_model(self.spectrum, low, centre, high, radius)

    def first(self, at: Callable[[fmpq], Sums], beta: fmpq) -> tuple[bool, bool]:
        """dC/dT < 0 on (0, beta], C = c beta^k + ...: the sign of F/beta^(2k - 1) on [0, beta]."""
        found = first_model(self.spectrum, at(fmpq(0)), at(beta), beta, self.power)
        return found.value_sign() == -1, found.value_drowned()

    def tail_sign(self, beta: fmpq, sums: Sums) -> int:
        if not sums.excited[0] < self.spectrum.whole.degeneracy:  # the theorem holds far beyond this, or not at all
            return 0
        if self.sorted is None:
            self.sorted = sorted_tail(self.spectrum)
        return self.sorted.sign if tail_holds(self.spectrum, self.sorted, arb(beta)) else 0

    def scale(self) -> arb:
        return 2 * self.spectrum.scale

    def costs(self) -> tuple[float, float]:
        states, order, bits = len(self.spectrum.states), self.spectrum.order, self.spectrum.bits
        rows = len(self.spectrum.weights)
        sums = states * (EXPONENTIAL * (bits / 128) ** 1.2 + rows * (STATE + order * PRODUCT * bits))
        return sums, 2e-6 * order**2 + 1e-7 * order * bits


@dataclass(frozen=True, slots=True)
class SystemCurve:
    """C(T) of all levels, not 0 throughout; C = c beta^power + ... at high temperature, c != 0."""

    whole: Whole
    order: int
    power: int

    def levels(self, bits: int, order: int | None = None) -> SystemLevels:
        return SystemLevels(spectrum(self.whole, bits, self.order if order is None else order), self.power)

    def coherence(self, beta: arb, bits: int) -> arb:
        precision = bits + 64
        found = spectrum(self.whole, precision, 0)
        with working_precision(precision):
            return coherence(found, beta)

    def vanishes_inside(self, piece: Piece) -> bool:
        """The Bloch vector has other signs at the two ends, along its one axis: it is 0 at the extremum between."""
        if len(self.whole.axes) > 1:
            return False
        assert piece.high is not None, "an extremum has two ends"
        bits = FIRST_BITS
        while bits <= MAX_BITS:
            levels = spectrum(self.whole, bits, 0)
            with working_precision(bits):
                ends = [certain_sign(full(levels, boltzmann_sums(levels, arb(end)), 0)[0]) for end in (piece.low, piece.high)]
            if all(ends):
                return ends[0] != ends[1]
            bits *= 2
        raise NotCertified("Whether C vanishes at an extremum is not decided: change a parameter a little.")


def system_shape(model: Model, clock: Clock, max_precision: int = MAX_BITS) -> Shape:
    """Pieces that cover all of (0, oo) without a gap, in the order of rising beta; none where C is 0 throughout.

    Args:
        model: exact parameters in natural units, a target of two levels.
        clock: the time budget.
        max_precision: ceiling of working precision in bits.

    Raises:
        InputError, NotCertified: as `whole` and `symcoh.phase.shape.certificate`.
    """
    if model.target.dimension != 2:
        raise InputError("`target`", f"must have two levels for the extrema of C(T), but has {model.target.dimension}.")
    clock.bits = SEEN
    prepared = problem(model)
    if vanishes_exactly(prepared, "coherence"):
        return Shape((), None, lambda bits: arb(0), ZERO)
    known = whole(model, clock)
    if not known.axes:
        return Shape((), None, lambda bits: arb(0), ZERO)
    curve = system_curve(known, clock)

    def cold(bits: int) -> arb:
        with working_precision(bits + 64):
            return length(ground_state(prepared).bloch[:2])

    exactly: Exact | None = None
    if len(known.cold) == 1 and known.cold[0] is not None:
        exactly = -known.cold[0] if certain(known.cold[0]) < 0 else known.cold[0]
    elif all(part is not None and is_zero(part) for part in known.cold):
        exactly = ZERO
    return Shape(covered(curve, FIRST_BITS, clock, max_precision), curve, cold, exactly)


def certain(value: Exact) -> int:
    """The sign of an exact number.

    Raises:
        NotCertified: it is not decided.
    """
    found = sign(value)
    if found is None:
        raise NotCertified("The sign of the coherence at T = 0 is not decided: change a parameter a little.")
    return found


def system_curve(known: Whole, clock: Clock) -> SystemCurve:
    """The curve with the order of its series, and the power of beta with which C begins."""
    bits = FIRST_BITS
    while True:
        clock.check()
        try:
            found = spectrum(known, bits, MOST_POWER + 1)
            power = _first_power(known, found)
        except PrecisionNeeded:
            power = None
        if power is not None:
            break
        bits *= 2
        if bits > MAX_BITS // 16:
            raise NotCertified("The first power of beta in C at high temperature is not decided for these sources: change a parameter.")
    with working_precision(bits):
        sums = boltzmann_sums(found, arb(0))
        first = length([full(found, sums, axis)[power] for axis in range(len(known.axes))]) / sums.weight[0]
        lost = power * exponent_of(2 * found.scale) - exponent_of(first)
    return SystemCurve(known, min(LEAST_ORDER + 2 * max(0, lost // 12), MOST_ORDER), power)


def _first_power(known: Whole, found: Spectrum) -> int | None:
    """The power of beta with which C begins; None where a coefficient is not told from 0 with these bits."""
    with working_precision(found.bits):
        sums = boltzmann_sums(found, arb(0))
        coefficients = [full(found, sums, axis) for axis in range(len(known.axes))]
        for power in range(1, MOST_POWER + 1):
            signs = [certain_sign(series[power]) for series in coefficients]
            if any(signs):
                return power
            zeros = [side == 0 or hot_coefficient_vanishes(known, axis, power) for side, axis in zip(signs, known.axes, strict=True)]
            if not all(zeros):
                if None in zeros:
                    raise NotCertified("Whether C begins with a higher power of beta at high temperature is not decided for these sources.")
                return None
    raise NotCertified(f"C begins with a power of beta above {MOST_POWER} at high temperature, which is not followed: change a parameter.")


def hot_coefficient_vanishes(known: Whole, axis: int, power: int) -> bool | None:
    """Whether Tr sigma e^{-beta H} has no term beta^power, by exact data; None where they do not say.

    Tr_A sigma e^{-beta (e + v sigma)} = -2 v sum_{b odd} beta^b |v|^(b - 1)/b! e^{-beta e}, so it is, but for a factor,
    sum g v e^a |v|^(b - 1) (-1)^a/(a! b!) over a + b = power, b odd.
    """
    terms: list[Exact] = []
    for b in range(1, power + 1, 2):
        a = power - b
        groups = _pulls(known, axis, b)
        if groups is None:
            return None
        if a == 0:
            groups = {Energy(): sum(groups.values(), Energy())}
        for energy, pull in groups.items():
            if exactly_zero(pull):
                continue
            if pull.parts or energy.parts:
                return None
            terms.append(pull.exact * integer_power(energy.exact, a) * rational(1, factorial(a) * factorial(b)))  # all (-1)^a are alike
    return is_zero(total(terms)) if terms else True


def _pulls(known: Whole, axis: int, b: int) -> dict[Energy, Energy] | None:
    """Energy of the sources -> the sum of g v |v|^(b - 1) over its levels; None where these are no exact numbers."""
    sizes: list[Energy] = []
    for sector in known.sectors:
        v = sector.vector[axis]
        if b == 1:
            sizes.append(v)
        elif any(part.parts for part in sector.vector):
            return None
        else:
            squared = total([integer_power(part.exact, 2) for part in sector.vector])
            sizes.append(Energy(v.exact * integer_power(squared, (b - 1) // 2)))
    found: dict[Energy, Energy] = {}
    for row in known.rows:
        energy = known.sectors[row.place].base + row.energy
        found[energy] = found.get(energy, Energy()) + sizes[row.place].times(rational(row.count))
    return found
