"""What is proved of any source system: its ground states, C there, the staircase that C climbs as omega_a grows, and C(T)'s extrema.

A uniform system with the target of the paper has the ground state of the sector m that minimises

    y_m + omega_a m/2,     y_m = lowest(m) - S_m/2,     S_m = sqrt(omega^2 + 4 gamma^2 m^2).

So m runs through the vertices of the lower hull of (m, y_m); two neighbours m > m' tie at omega_a = 2 (y_m' - y_m)/(m - m'), beyond
which C at T = 0 is 2 |gamma m'|/S_m'. A step at omega_a = 0 is one from the tie of m and -m, where C is 0.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from itertools import pairwise
from typing import Any

from ..arguments import settings
from ..balls import alone
from ..errors import BudgetSpent, InputError, NoExactNumber, NotCertified, UndecidedInput
from ..evaluation import MAX_PRECISION, evaluate
from ..exactnumbers import ZERO, Exact, rational, reduced, sign
from ..model import Model, check_model, naming_parameters
from ..model_parameters import parameters_and_units
from ..numeric.precision import Clock, started_clock
from ..numeric.sums.ends import exact_bloch
from ..numeric.sums.pauli import exact_length
from ..numeric.sums.problem import GroundSector, count_of_sectors, ground, least_energy, problem
from ..sources.energy import Energy, energy_ball, energy_sign
from ..units import NATURAL
from ..version import __version__
from .extrema import Extremum, extrema
from .number import Number, enclosed, rounded
from .system_shape import system_shape

MOST_SECTORS = 200
"""Most sectors whose hull is decided."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """From `omega_a` on the ground state has the magnetisation m, and C at T = 0 is `coherence`."""

    m: int
    omega_a: Number
    coherence: Number


@dataclass(frozen=True, kw_only=True, slots=True)
class SystemPhase:
    """Ground states (labels or b of their sectors, degeneracy, None where not decided), E_0, C at T = 0, and the staircase.

    `staircase` is None where the system is not uniform, the target is not that of the paper, or the sectors are more than `MOST_SECTORS`.
    `extrema` of C(T), in the order of rising T, are None where they are not proved, and `because` says why.
    """

    ground_states: tuple[tuple[str, Any, int | None], ...]
    energy: Number
    coherence: Number
    staircase: tuple[Step, ...] | None
    extrema: tuple[Extremum, ...] | None
    because: str | None
    digits: int
    parameters: dict[str, str]

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of `symcoh phase`; what only the ring has is null."""
        steps = None
        if self.staircase is not None:
            steps = [{"m": step.m, "omega_a": step.omega_a.to_dict(), "C0": step.coherence.to_dict()} for step in self.staircase]
        turns = None if self.extrema is None else [asdict(extremum) for extremum in self.extrema]
        return {
            "phase": None,
            "ground_states": [{name: label, "degeneracy": count} for name, label, count in self.ground_states],
            "ground_energy": self.energy.to_dict(),
            "J_critical": None,
            "C0": self.coherence.to_dict(),
            "staircase": steps,
            "extrema": turns,
            "because": self.because,
            "certified": True,
            "digits": self.digits,
            "parameters": self.parameters,
            "version": __version__,
        }

    def to_json(self) -> str:
        """One line of JSON."""
        return json.dumps(self.to_dict())


@naming_parameters
def system_phase(
    model: Model,
    *,
    digits: int = 20,
    max_precision: int = MAX_PRECISION,
    budget: float | None = None,
    progress: Callable[[str], None] | None = None,
) -> SystemPhase:
    """The ground states of a two-level target with any sources, the staircase of C at T = 0 over omega_a, and every extremum of C(T).

    Args:
        model: exact parameters; its omega_a does not matter for the staircase.
        digits: significant digits of all values.
        max_precision: ceiling of working precision in bits.
        budget: ceiling of time in seconds, or None.
        progress: told every few seconds that work goes on.

    Returns:
        The phase; None stands for what is not decided or does not exist for such sources.

    Raises:
        InputError: a target of more than two levels.
        NotCertified: a tie that is not decided, or a ceiling.

    >>> from symcoh.sources import XX
    >>> found = system_phase(Model(sources=XX(shape="ring", N=4, J_xy="3/5"), omega_a=1, gamma="3/10"), digits=6)
    >>> [(step.m, step.omega_a.value, step.coherence.value) for step in found.staircase]
    [(-2, '0.713088', '0.768221'), (-4, '1.88102', '0.923077')]
    """
    check_model(model)
    if model.target.dimension != 2:
        raise InputError(
            "`target`", f"must have two levels for `phase`, but has {model.target.dimension}: ask `evaluate` for values at T = 0."
        )
    digits, max_precision, budget = settings(digits, max_precision, budget, progress)
    clock = started_clock(budget, progress)
    coherence = evaluate(model, "coherence", beta="oo", digits=digits, max_precision=max_precision, budget=budget)
    with alone(clock.check):
        found = ground(problem(model))
        plain = model.target.plain and len(model.baths) == 1
        known = exact_bloch(found, "x") if plain else None
        exact = None if known is None else reduced(_size(known)).canonical()
        turns, because = _extrema(model, digits, max_precision, clock)
        return SystemPhase(
            ground_states=tuple(map(partial(_state, model), found.sectors)),
            energy=_number(found.energy, digits, max_precision, clock),
            coherence=Number(exact=exact, value=coherence.value),
            staircase=staircase(model, digits, max_precision, clock) if has_staircase(model) else None,
            extrema=turns,
            because=because,
            digits=digits,
            parameters=parameters_and_units(model),
        )


def _extrema(model: Model, digits: int, max_precision: int, clock: Clock) -> tuple[tuple[Extremum, ...] | None, str | None]:
    """(every extremum of C(T), None) or (None, why they are not proved)."""
    plain = replace(model, units=NATURAL)
    try:
        found = system_shape(plain, clock, max_precision)
        curve = found.curve
        return () if curve is None else extrema(lambda: curve, found.pieces, digits, max_precision, clock, model.units.kelvin()), None
    except BudgetSpent:
        raise
    except (InputError, NotCertified) as error:
        return None, str(error)


def has_staircase(model: Model) -> bool:
    """Whether one uniform system of few sectors acts on the target of the paper."""
    [bath, *others] = model.baths
    uniform = not others and bath.sources.uniform and bath.sources.bounded and bath.coupling is None
    count = count_of_sectors(model) if uniform and model.target.plain else None
    return count is not None and count <= MOST_SECTORS


def staircase(model: Model, digits: int, max_precision: int, clock: Clock) -> tuple[Step, ...]:
    """The steps of C at T = 0 at omega_a >= 0, in the order of rising omega_a."""
    [bath] = model.baths
    bare = problem(Model(target=model.target, sources=bath.sources, omega_a=ZERO, gamma=bath.gamma))
    points = []
    for label in bath.sources.sectors():
        clock.check()
        m = bath.sources.eigenvalue(label).integer
        assert m is not None, "the sectors of a uniform system are whole numbers"
        energy, field, _ = least_energy(bare, (label,))
        points.append((m, energy, exact_length(field.vector)))
    vertices = hull([(m, energy) for m, energy, _ in points], clock)
    lengths = {m: length for m, _, length in points}
    steps = []
    for (m, energy), (before, higher) in pairwise(vertices):
        place = (energy - higher).times(rational(2, before - m))
        if _decided(place) >= 0:
            gap = _number(place, digits, max_precision, clock)
            steps.append(Step(m=m, omega_a=gap, coherence=_plateau(bath.gamma * rational(m), lengths[m], digits, max_precision, clock)))
    return tuple(reversed(steps))


def hull(points: Sequence[tuple[int, Energy]], clock: Clock) -> list[tuple[int, Energy]]:
    """The vertices of the lower convex hull of points in the order of m; a point on a line between two others is none."""
    found: list[tuple[int, Energy]] = []
    for m, energy in points:
        clock.check()
        while len(found) > 1:
            (first, low), (middle, between) = found[-2:]
            if _decided((between - low).times(rational(m - middle)) - (energy - between).times(rational(middle - first))) < 0:
                break
            found.pop()
        found.append((m, energy))
    return found


def _decided(energy: Energy) -> int:
    found = energy_sign(energy)
    if found is None:
        raise NotCertified("Whether three sectors of the sources tie at one omega_a is not decided: change a parameter a little.")
    return found


def _plateau(pull: Exact, length: Energy, digits: int, max_precision: int, clock: Clock) -> Number:
    """|gamma m| over the length of the field (gamma m, omega/2); 0 where there is no pull."""
    if sign(pull) == 0:
        return Number(exact="0", value="0")
    if not length.parts:
        try:
            return rounded(_size(pull) / length.exact, digits, max_precision, clock)
        except (NoExactNumber, UndecidedInput):
            pass
    size = Energy(_size(pull))
    return enclosed(lambda: energy_ball(size) / energy_ball(length), digits, max_precision, clock)


def _size(value: Exact) -> Exact:
    return -value if sign(value) == -1 else value


def _number(energy: Energy, digits: int, max_precision: int, clock: Clock) -> Number:
    if not energy.parts:
        return rounded(energy.exact, digits, max_precision, clock)
    return enclosed(lambda: energy_ball(energy), digits, max_precision, clock)


def _state(model: Model, sector: GroundSector) -> tuple[str, Any, int | None]:
    """("m", its label, its degeneracy) of a uniform system, else ("b", the eigenvalues as text, the degeneracy)."""
    if len(model.baths) == 1 and model.sources.uniform:
        return "m", model.sources.eigenvalue(sector.labels[0]).integer, sector.degeneracy
    return "b", [value.canonical() for value in sector.eigenvalues], sector.degeneracy
