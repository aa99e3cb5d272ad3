"""C = A/Z of any two-level target as a quotient of two entire functions of one variable, as `response` has it for the ring.

v = beta       Σ e^{-beta E} over all levels E = e + scalar -+ |v|, the same with -+ v_x/|v| in A: for one transverse axis
v = gamma, omega_a    as for the ring, with the sector weights W_m of the system: one bath of sources that are alike at m and -m
"""

from __future__ import annotations

from dataclasses import replace

from flint import arb

from ..balls import working_precision
from ..errors import InputError, NotCertified
from ..exactnumbers import is_zero, rational
from ..exactnumbers.number import total
from ..model import Model
from ..numeric.precision import started_clock
from ..numeric.sums.whole import JointSector, Row, every_level, transverse_axes
from ..sources.energy import Energy, energy_ball
from .response import VARIABLES, Problem, Response, Term, exponentials, positive

PURPOSE = "radii of convergence"

MOST_TERMS = 3000
"""Most levels of the sources whose zeros are looked for within the time of a search."""


def system_response(derivation: str, problem: Problem) -> Response:
    """The response of a model that is not the ring of the paper.

    Raises:
        InputError: C = 0 identically, units, a target or sources that the series is not for.
        NotCertified: too many levels.
    """
    model = problem.model
    if not model.units.natural:
        raise InputError("`units`", f"must be natural ones for {PURPOSE}: leave them out.")
    if derivation == "high-temperature":
        return _in_beta(model)
    check_uniform(model, derivation)
    for name in ("omega_a", "gamma"):
        if name != VARIABLES[derivation].fixed_out and is_zero(getattr(model, name)):
            raise InputError(f"`{name}`", "must not be 0 here, where C = 0 and its series has no terms.")
    return VARIABLES[derivation].build(replace(problem, model=positive(model)))


def check_uniform(model: Model, derivation: str) -> None:
    """Refuse what has no series in gamma or omega_a of the ring's form.

    Raises:
        InputError: several baths, another target, sources with fields or couplings of their own, or not alike at m and -m.
    """
    [bath, *others] = model.baths
    mirrored = getattr(bath.sources, "mirrored", None)
    ours = not others and bath.coupling is None and bath.sources.uniform and bath.sources.bounded and mirrored is not None and mirrored()
    if not (ours and model.target.plain):
        raise InputError(
            "`sources`",
            f"must have one gamma and one omega_a, be alike at m and -m, and act on the target of the paper for {derivation}: "
            "high-temperature takes any target of two levels.",
        )


def _in_beta(model: Model) -> Response:
    if model.target.dimension != 2:
        raise InputError("`target`", f"must have two levels for {PURPOSE}, but has {model.target.dimension}.")
    sectors, rows = every_level(model, started_clock(), PURPOSE)
    if len(rows) > MOST_TERMS:
        raise NotCertified(f"The levels of these sources are more than {MOST_TERMS}, too many for {PURPOSE}: try a smaller N.")
    axes = transverse_axes(sectors, rows)
    if not axes:
        raise InputError("`gamma`", "must not be 0 here, where C = 0 and its series has no terms, or C is 0 for another reason.")
    if len(axes) > 1:
        raise InputError("`target`", "must turn in one plane for radii of convergence: with both x and y C is no quotient of series.")
    [axis] = axes

    def terms(bits: int) -> list[Term]:
        with working_precision(bits):
            places = [(energy_ball(s.base), energy_ball(s.length), energy_ball(s.vector[axis])) for s in sectors]
            found: list[Term] = []
            for row in rows:
                base, size, across = places[row.place]
                level = base + energy_ball(row.energy)
                if sectors[row.place].flat:
                    found.append((-level, arb(0), arb(2 * row.count)))
                    continue
                moment = row.count * across / size
                found += [(size - level, -moment, arb(row.count)), (-size - level, moment, arb(row.count))]
            return found

    return exponentials(terms, even=_symmetric(sectors, rows))


def _symmetric(sectors: list[JointSector], rows: list[Row]) -> bool:
    """Whether the levels lie alike about their mean, by exact data: then Z is even in beta but for a factor e^{c beta}."""
    counts: dict[tuple[Energy, Energy], int] = {}
    for row in rows:
        sector = sectors[row.place]
        key = (sector.base + row.energy, sector.length)
        counts[key] = counts.get(key, 0) + row.count
    if any(energy.parts for energy, _ in counts):
        return False
    mean = total([energy.exact * rational(count) for (energy, _), count in counts.items()]) * rational(1, sum(counts.values()))
    return all(counts.get((Energy(mean + mean - energy.exact), length), 0) == count for (energy, length), count in counts.items())
