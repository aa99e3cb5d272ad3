"""Any two-level target with any sources, decided on exact data: beta = 0, T = 0, and the exact zeros between."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Literal

from flint import arb

from ...errors import InputError, NoExactNumber, UndecidedInput
from ...exactnumbers import ZERO, Exact, is_zero, logarithm, rational, same
from ...exactnumbers.number import MAX_BITS, total
from ...exactnumbers.sign import ball_here
from ...model import Bath, Model
from ...observables import KNOWN, must_exist
from ...sources.energy import Energy, energy_ball, energy_sign, exactly_zero
from ...sources.matrices import Matrix, is_diagonal
from ..formulas import dot, length
from ..state import Vector
from .pauli import Field, exact_length
from .problem import Ground, GroundSector, Problem, count_of_sectors, few_sectors, ground, problem
from .state import State

HALF = rational(1, 2)
AXES: dict[str, Literal["x", "y", "z"]] = {"mean-force-x": "x", "mean-force-y": "y", "mean-force-z": "z"}


def refused(model: Model, quantity: str, beta: Exact | None) -> None:
    """Refuse what does not exist at an end, or for so many levels of the target."""
    size = model.target.dimension
    if size != 2 and KNOWN[quantity].two_levels:
        raise InputError(quantity, f"is for a target of two levels, not of {size}: ask for coherence or purity.")
    if size != 2 and beta is None and quantity == "mean-force-energy":
        raise InputError(quantity, f"at T = 0 is for a target of two levels, not of {size}: ask for mean-force-free-energy.")
    if beta is None or is_zero(beta):
        must_exist(quantity, "cold" if beta is None else "hot")


def exact_value(model: Model, quantity: str, beta: Exact | None) -> Exact | None:
    """The value where exact data decide it, else None; `beta` None is T = 0."""
    refused(model, quantity, beta)
    if beta is not None and is_zero(beta):
        return infinite_temperature(model, quantity)
    if quantity == "mutual-information" and (count_of_sectors(model) == 1 or all(_deaf(model, bath) for bath in model.baths)):
        return ZERO
    if quantity == "mean-force-energy" and all(map(_uncoupled, model.baths)):
        return _exact(_mean_of(model.target.hamiltonian))
    if model.target.dimension != 2:
        return ZERO if KNOWN[quantity].transverse and _diagonal(model) else None
    prepared = problem(model)
    if vanishes(prepared, quantity):
        return ZERO
    if quantity == "target-energy" and all(exactly_zero(part) for part in prepared.own.vector):
        return _exact(prepared.own.scalar)
    if quantity in AXES and not _coupled(prepared):
        return _exact(getattr(prepared.own, AXES[quantity]))
    if beta is None:
        return ZERO if KNOWN[quantity].cold == "zero" else _exactly_cold(prepared, quantity)
    return None


def _diagonal(model: Model) -> bool:
    """Whether H_A and every A that is coupled are diagonal as they are written."""
    coupled = [bath for bath in model.baths if not _uncoupled(bath)]
    matrices = [model.target.hamiltonian, *(bath.coupling if bath.coupling is not None else model.target.coupling for bath in coupled)]
    return all(is_diagonal(matrix) for matrix in matrices if matrix is not None)


def vanishes(prepared: Problem, quantity: str) -> bool:
    """Whether the quantity is zero at every temperature, by exact data: no transverse part, or mirror symmetry without a field."""
    if quantity in ("bloch-z", "mean-force-z", "temperature-fisher-information") and _maximally_mixed(prepared):
        return True
    if KNOWN[quantity].transverse or quantity == "ergotropy":
        if _maximally_mixed(prepared) or (quantity == "ergotropy" and _passive(prepared)):
            return True
        parts = "y" if quantity == "mean-force-y" else "xy"
        flat = all(exactly_zero(getattr(c, part)) for c in (prepared.own, *_coupled(prepared)) for part in parts)
        return (flat or _mirrored(prepared)) and (quantity != "ergotropy" or _aligned_down(prepared))
    if quantity == "magnetization":
        return all(_free(bath) for bath in prepared.baths) and (_mirrored(prepared) or not _coupled(prepared))
    if quantity in ("bloch-z", "mean-force-z"):
        return all(exactly_zero(c.z) for c in (prepared.own, *_coupled(prepared)))
    if quantity == "interaction-energy":
        return not _coupled(prepared)
    return False


def _exact(part: Energy) -> Exact | None:
    return None if part.parts else part.exact


def _uncoupled(bath: Bath) -> bool:
    """Whether B = 0."""
    if bath.sources.uniform:
        return is_zero(bath.gamma) is True
    own: Sequence[Exact] = getattr(bath.sources, "gamma_k", None) or ()
    return bool(own) and all(is_zero(gamma) is True for gamma in own)


def _deaf(model: Model, bath: Bath) -> bool:
    """Whether the sources leave the target alone: B = 0, or A a multiple of the identity."""
    coupling = bath.coupling if bath.coupling is not None else model.target.coupling
    if _uncoupled(bath) or coupling is None:
        return _uncoupled(bath)
    return is_diagonal(coupling) and all(same(row[i].real, coupling[0][0].real) is True for i, row in enumerate(coupling))


def _passive(prepared: Problem) -> bool:
    """Whether the target is in a thermal state of H_A, or H_A a multiple of the identity: no work is to be had from either."""
    nothing = all(exactly_zero(part) for part in prepared.own.vector)
    return nothing or all(exactly_zero(part) for c in _coupled(prepared) for part in c.vector)


def _maximally_mixed(prepared: Problem) -> bool:
    """Whether rho_t = 1/2 at every temperature: H_A a multiple of the identity, and no A, or a flip of the sources turns B over."""
    if not all(exactly_zero(part) for part in prepared.own.vector):
        return False
    rows = [(bath, c) for bath, c in zip(prepared.baths, prepared.couplings, strict=True) if not _uncoupled(bath)]
    if all(exactly_zero(part) for _, c in rows for part in c.vector):
        return True
    return all((_free(bath) or _turned(bath)) and exactly_zero(c.scalar) for bath, c in rows)


def _coupled(prepared: Problem) -> list[Field]:
    """The A of the baths that are coupled at all."""
    return [c for bath, c in zip(prepared.baths, prepared.couplings, strict=True) if not _uncoupled(bath)]


def _free(bath: Bath) -> bool:
    """Whether flipping every source leaves H_B as it is: the system says so, and there is no field."""
    says = getattr(bath.sources, "mirrored", None)
    return says is not None and says() is True and is_zero(bath.omega_a) is True


def _mirrored(prepared: Problem) -> bool:
    """Whether a flip of sources with a rotation of the target by pi about z leaves H as it is: no field, A transverse to H_A = h_z."""
    own = all(exactly_zero(part) for part in (prepared.own.x, prepared.own.y))
    across = all(exactly_zero(c.z) and exactly_zero(c.scalar) for c in prepared.couplings)
    return own and across and all(_free(bath) or _turned(bath) for bath in prepared.baths)


def _turned(bath: Bath) -> bool:
    """Whether flipping some sources leaves H_B as it is and turns B over: the system says so."""
    says = getattr(bath.sources, "turned", None)
    return says is not None and says() is True


def _aligned_down(prepared: Problem) -> bool:
    """Whether rho_t without coherence is passive for sure: H_A along z and no coupling along z."""
    return all(exactly_zero(part) for part in (prepared.own.x, prepared.own.y, *(c.z for c in prepared.couplings)))


def infinite_temperature(model: Model, quantity: str) -> Exact | None:
    """The value at beta = 0, from traces."""
    _check_finite(model)
    if KNOWN[quantity].hot == "zero":
        return ZERO
    size = model.target.dimension
    if quantity == "partition-function":
        states = size * prod(bath.sources.dimension() or 1 for bath in model.baths) if model.N < MAX_BITS else 0
        return rational(states) if states and states.bit_length() <= MAX_BITS else None
    if quantity in ("entropy", "log-partition-function"):
        return logarithm(rational(size)) + _log_dimension(model)
    if quantity == "source-entropy":
        return _log_dimension(model)
    if quantity == "target-entropy":
        return logarithm(rational(size))
    if quantity in ("population-ground", "population-excited", "purity") and size == 2:
        return HALF
    if quantity == "purity":
        return rational(1, size)
    if quantity in AXES:
        return _exact(hot_mean_force(problem(model), AXES[quantity]))
    return _mean_at_infinite_temperature(model, quantity)


def _check_finite(model: Model) -> None:
    for bath in model.baths:
        if not bath.sources.bounded:
            raise InputError("`beta`", f"must be > 0 for {bath.sources.name} sources, which have infinitely many states.")


def _log_dimension(model: Model) -> Exact:
    """The logarithm of the number of states of the sources: N times that of one where all are alike."""
    found = ZERO
    for bath in model.baths:
        system = bath.sources
        states = getattr(system, "states", None)
        if states is not None:
            found = found + rational(system.N) * logarithm(rational(states))
        elif system.N < MAX_BITS // 8:
            found = found + logarithm(rational(system.dimension() or 1))
        else:
            raise InputError("`beta`", f"must be > 0 for so many {system.name} sources, which do not say how many states one has.")
    return found


def _mean_at_infinite_temperature(model: Model, quantity: str) -> Exact | None:
    """energy, target-energy, interaction-energy, mean-force-energy and magnetization, where all traces are exact numbers."""
    own = _mean_of(model.target.hamiltonian)
    interaction, bath_energy, moment = Energy(), Energy(), ZERO
    for bath in model.baths:
        energy, mean = traces(bath)
        bath_energy = bath_energy + energy
        moment = moment + mean
        matrix = bath.coupling if bath.coupling is not None else model.target.coupling
        interaction = interaction + _mean_of(matrix).times(mean * bath.gamma if bath.sources.uniform else mean)
    found = {
        "energy": own + interaction + bath_energy,
        "target-energy": own,
        "interaction-energy": interaction,
        "mean-force-energy": own + interaction,
        "magnetization": Energy(moment),
    }.get(quantity)
    return None if found is None else _exact(found)


def hot_mean_force(prepared: Problem, axis: str) -> Energy:
    """A component of h at beta = 0: that of H_A + sum_i <B_i> A_i, the averages over all states."""
    found: Energy = getattr(prepared.own, axis)
    for bath, coupling in zip(prepared.baths, prepared.couplings, strict=True):
        mean = traces(bath)[1]
        found = found + getattr(coupling, axis).times(mean * bath.gamma if bath.sources.uniform else mean)
    return found


def _mean_of(matrix: Matrix | None) -> Energy:
    """The trace over the dimension; 0 of a target with a gap and of its tilted coupling."""
    if matrix is None:
        return Energy()
    return Energy(total([row[i].real for i, row in enumerate(matrix)]) * rational(1, len(matrix)))


def traces(bath: Bath) -> tuple[Energy, Exact]:
    """Tr H_B and Tr M (Tr B of a system with couplings of its own), over the dimension."""
    system = bath.sources
    known = getattr(system, "traces", None)
    if known is not None:
        energy, moment = known()
    elif not few_sectors(system):
        raise InputError("`beta`", f"must be > 0 for {system.name} sources of so many sectors: try a smaller N.")
    else:
        energy, moment, states = Energy(), ZERO, 0
        for sector in system.sectors():
            for level, count in system.levels(sector):
                energy, states = energy + level.times(rational(count)), states + count
                moment = moment + system.eigenvalue(sector) * rational(count)
        energy, moment = energy.times(rational(1, states)), moment * rational(1, states)
    if system.uniform:
        energy = energy + Energy(bath.omega_a * moment * HALF)
    return energy, moment


def _exactly_cold(prepared: Problem, quantity: str) -> Exact | None:
    """What is an exact number at T = 0: E_0, the entropy, <M>, and zeros."""
    found = ground(prepared)
    if quantity in ("energy", "free-energy"):
        return _exact(found.energy)
    if quantity == "entropy":
        return logarithm(rational(_known(found)))
    if quantity in ("mutual-information", "target-entropy") and _pure(found):
        return ZERO
    if quantity == "magnetization":
        moments = [_moment(prepared, sector) for sector in found.sectors]
        known = [m for m in moments if m is not None]
        return _average(found, known) if len(known) == len(moments) else None
    if quantity in ("population-ground", "population-excited") and all(_empty(sector, quantity) for sector in found.sectors):
        return ZERO
    if KNOWN[quantity].transverse:
        axes = [exact_bloch(found, name) for name in ("x", "y")]
        if all(axis is not None and is_zero(axis) for axis in axes):
            return ZERO
    return None


def _empty(sector: GroundSector, population: str) -> bool:
    """Whether the lower level of K_b has nothing of |g>, or of |e>: K_b lies along z, against it or with it."""
    x, y, z = sector.field.vector
    side = energy_sign(z)
    return exactly_zero(x) and exactly_zero(y) and side == (1 if population == "population-excited" else -1)


def _known(found: Ground) -> int:
    count = found.degeneracy
    if count is None:
        raise InputError("entropy", "at T = 0 needs the degeneracy of the ground state, which is not decided for these sources.")
    return count


def _pure(found: Ground) -> bool:
    return len(found.sectors) == 1 and found.sectors[0].target_degeneracy == 1


def _moment(prepared: Problem, sector: GroundSector) -> Exact | None:
    parts = [bath.sources.ground_moment(label) for bath, label in zip(prepared.baths, sector.labels, strict=True)]
    return total([part for part in parts if part is not None]) if None not in parts else None


def _average(found: Ground, values: list[Exact]) -> Exact:
    count = _known(found)
    shares = [value * rational(sector.degeneracy or 0) for value, sector in zip(values, found.sectors, strict=True)]
    return total(shares) * rational(1, count)


def exact_bloch(found: Ground, axis: str) -> Exact | None:
    """A component of the Bloch vector at T = 0 as an exact number; None where it is none."""
    values: list[Exact] = []
    for sector in found.sectors:
        part = getattr(sector.field, axis)
        if sector.target_degeneracy == 2 or exactly_zero(part):
            values.append(ZERO)
            continue
        size = exact_length(sector.field.vector)
        if part.parts or size.parts:
            return None
        try:
            values.append(-(part.exact / size.exact))
        except (NoExactNumber, UndecidedInput):
            return None
    if len(found.sectors) > 1 and found.degeneracy is None:
        return None
    return values[0] if len(values) == 1 else _average(found, values)


def ground_state(prepared: Problem) -> State:
    """The state at T = 0, at the precision in force."""
    found = ground(prepared)
    count = 1 if len(found.sectors) == 1 else _known(found)
    vector: list[arb] = []
    shares = [(arb(1) if len(found.sectors) == 1 else arb(sector.degeneracy or 0) / count, sector) for sector in found.sectors]
    for place, axis in enumerate(("x", "y", "z")):
        known = exact_bloch(found, axis)
        if known is not None:
            vector.append(ball_here(known) if not is_zero(known) else arb(0))
        else:
            vector.append(sum((share * direction_of(sector)[place] for share, sector in shares), arb(0)))
    bloch = (vector[0], vector[1], vector[2])
    smaller = arb(0) if _pure(found) else (1 - dot(bloch, bloch)) / (2 * (1 + length(bloch)))
    state = State(prepared, None, energy_ball(found.energy), arb(count), arb(0), found.degeneracy, bloch, smaller)
    state.conditional = sum((share * arb(2).log() for share, sector in shares if sector.target_degeneracy == 2), arb(0))
    for share, sector in shares:
        for value, coupling in zip(sector.eigenvalues, prepared.couplings, strict=True):
            n = direction_of(sector)
            along = energy_ball(coupling.scalar) + dot([*map(energy_ball, coupling.vector)], n)
            state.interaction += share * ball_here(value) * along
        moment = _moment(prepared, sector)
        state.moment += share * ball_here(moment) if moment is not None else arb(0, "inf")
    return state


def direction_of(sector: GroundSector) -> Vector:
    """n of the lower level of K_b; zero where both levels are one."""
    v = [energy_ball(part) for part in sector.field.vector]
    if sector.target_degeneracy == 2:
        return (arb(0), arb(0), arb(0))
    s = length(v)
    return (-v[0] / s, -v[1] / s, -v[2] / s)
