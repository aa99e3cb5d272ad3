"""A target of more than two levels: sums over sectors with matrices, e^{-beta K_b} by the exponential of a ball matrix.

K_b = H_A + sum_i b_i A_i is measured from a number kappa_b near its least eigenvalue, an exact midpoint, so that nothing overflows and
nothing depends on how near it is. C is the l1-norm of coherence, sum_{i != j} |rho_ij|, in the basis in which H_A is written.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from itertools import islice, product

from flint import acb, acb_mat, arb

from ...balls import working_precision
from ...errors import InputError, NotCertified
from ...exactnumbers import Exact, enclose
from ...exactnumbers.sign import ball_here
from ...model import Bath, Model
from ...observables import KNOWN
from ...sources.energy import energy_ball
from ...sources.matrices import Matrix
from ...sources.protocol import MAX_SECTORS
from ..entropies import entropic
from ..formulas import JOINT_FORMULAS, log_quotient
from ..sources.weight import Weight, weights
from ..state import Bare, JointState, part
from .bare import bare_ground_energy, bare_sums
from .hermitian import levels_of
from .problem import count_of_sectors, eigenvalue, lowest, measured_from
from .state import joint_weight
from .tails import left_out, matrix_reach, sectors_summed
from .tied import cold_labels, cold_sectors, counts, projector, sector_matrix

Checkpoint = Callable[[], None]


@dataclass(slots=True)
class Joint:
    """Sums in units of e^{-beta E_0}: traces and matrices, with moments of the energy above E_0."""

    beta: arb | None
    reference: arb
    partition: arb
    first: arb
    second: arb
    moment: arb
    interaction: arb
    conditional: arb
    rho: acb_mat
    slope: acb_mat
    pure: bool = True
    """At T = 0: whether the target is in one state."""


def matrix_ball(model: Model, quantity: str, beta: Exact | None, bits: int, checkpoint: Checkpoint) -> arb:
    """A ball around the quantity at `bits` bits.

    Raises:
        InputError: a quantity that is not given here. NotCertified: a ground state that balls do not decide.
    """
    with working_precision(bits):
        joint = _ground(model) if beta is None else _thermal(model, arb(enclose(beta, bits)), checkpoint)
        return _value(model, quantity, joint)


def ball_matrix(matrix: Matrix) -> acb_mat:
    """The matrix in balls."""
    return acb_mat([[acb(ball_here(entry.real), ball_here(entry.imag)) for entry in row] for row in matrix])


def _parts(model: Model) -> tuple[acb_mat, list[acb_mat]]:
    """(H_A, the A of each bath)."""
    target = model.target
    size = target.dimension
    if target.hamiltonian is not None:
        own = ball_matrix(target.hamiltonian)
    else:
        raise InputError("`hamiltonian`", f"is required for a target of {size} levels.")
    found = []
    for bath in model.baths:
        matrix = bath.coupling if bath.coupling is not None else target.coupling
        assert matrix is not None, "checked by the model"
        found.append(ball_matrix(matrix))
    return own, found


Row = tuple[Hashable, arb, arb, Weight, arb]


def _rows(bath: Bath, beta: arb, order: int, last: int) -> list[Row]:
    system = bath.sources
    return [
        (
            label,
            ball_here(eigenvalue(bath, label)),
            measured_from(bath, label, weight),
            weight,
            weight.moment if weight.moment is not None else ball_here(system.eigenvalue(label)) * weight.value,
        )
        for label, weight in zip(islice(system.sectors(), last), weights(system, beta, order), strict=system.bounded)
    ]


def _sector_matrix(own: acb_mat, couplings: Sequence[acb_mat], parts: Sequence[Row]) -> tuple[acb_mat, acb_mat, arb]:
    """(K_b, sum b_i A_i, the least energy of the baths)."""
    pull, low = own * 0, arb(0)
    for (_, b, energy, _, _), coupling in zip(parts, couplings, strict=True):
        pull, low = pull + coupling * acb(b), low + energy
    return own + pull, pull, low


def least_eigenvalue_heuristic(matrix: acb_mat) -> arb:
    """About the least eigenvalue of a Hermitian matrix, exactly some number."""
    return arb(levels_of(matrix)[0].mid())


def _check_count(model: Model) -> None:
    count = count_of_sectors(model)
    if count is None or count > MAX_SECTORS:
        raise NotCertified("The sectors of these sources are not summed one by one for a target of so many levels: try a smaller N.")


def _thermal(model: Model, beta: arb, checkpoint: Checkpoint) -> Joint:
    endless = not all(bath.sources.bounded for bath in model.baths)
    if not endless:
        _check_count(model)
    own, couplings = _parts(model)
    size = model.target.dimension
    reach = matrix_reach(model.baths, own, couplings)
    lasts = sectors_summed(reach, beta)
    found = []
    for parts in product(*(_rows(bath, beta, 2, last) for bath, last in zip(model.baths, lasts, strict=True))):
        checkpoint()
        matrix, pull, low = _sector_matrix(own, couplings, parts)
        found.append((parts, matrix, pull, low, least_eigenvalue_heuristic(matrix)))
    reference = min((arb((low + kappa).mid()) for _, _, _, low, kappa in found), key=lambda x: x)
    zero = own * 0
    joint = Joint(beta, reference, arb(0), arb(0), arb(0), arb(0), arb(0), arb(0), zero, zero)
    identity = acb_mat([[int(i == j) for j in range(size)] for i in range(size)])
    for parts, matrix, pull, low, kappa in found:
        checkpoint()
        shifted = matrix - identity * acb(kappa)
        exponential = (shifted * acb(-beta)).exp()
        rise = low + kappa - reference
        weight, moment = joint_weight([(part[3], part[4]) for part in parts], 2)
        _add(joint, (-beta * rise).exp(), rise, weight, moment, (exponential, shifted * exponential, shifted * shifted * exponential), pull)
    if endless:
        _widen(joint, left_out(reach, beta, reference, lasts))
    return joint


def _widen(joint: Joint, bound: arb) -> None:
    """Every sum with what the sectors left out may add."""
    rest = arb(0, bound.abs_upper()) if bound.is_finite() else arb(0, "inf")
    for name in ("partition", "first", "second", "moment", "interaction", "conditional"):
        setattr(joint, name, getattr(joint, name) + rest)
    size = joint.rho.nrows()
    spread = acb_mat([[acb(rest, rest if i != j else 0) for j in range(size)] for i in range(size)])
    joint.rho, joint.slope = joint.rho + spread, joint.slope + spread


def _trace(matrix: acb_mat) -> arb:
    return sum((matrix[i, i].real for i in range(matrix.nrows())), arb(0))


def _add(
    joint: Joint, boltzmann: arb, rise: arb, weight: Weight, moment: arb, powers: tuple[acb_mat, acb_mat, acb_mat], pull: acb_mat
) -> None:
    assert weight.first is not None and weight.second is not None
    t, t_1, t_2 = map(_trace, powers)
    w = boltzmann * weight.value
    first = boltzmann * (rise * weight.value + weight.first)
    second = boltzmann * (rise * rise * weight.value + 2 * rise * weight.first + weight.second)
    joint.partition += w * t
    joint.first += first * t + w * t_1
    joint.second += second * t + 2 * first * t_1 + w * t_2
    joint.moment += boltzmann * moment * t
    joint.interaction += w * _trace(pull * powers[0])
    joint.rho = joint.rho + powers[0] * acb(w)
    joint.slope = joint.slope + powers[0] * acb(first) + powers[1] * acb(w)
    joint.conditional += w * (t * t.log() + _beta(joint) * t_1)


def _beta(joint: Joint) -> arb:
    assert joint.beta is not None
    return joint.beta


def _ground(model: Model) -> Joint:
    """T = 0: one sector with one least level, told from all others by balls; else the average over all ground states."""
    cold_labels(model)
    own, couplings = _parts(model)
    best: list[tuple[arb, acb_mat, acb_mat, arb, arb]] = []
    lasts = [len(bath.sources.sectors()) if bath.sources.bounded else 1 for bath in model.baths]
    for parts in product(*(_rows(bath, arb(1), 0, last) for bath, last in zip(model.baths, lasts, strict=True))):
        matrix, pull, low = _sector_matrix(own, couplings, parts)
        try:
            values, vectors = acb_mat(matrix).eig(right=True)
        except (ValueError, ArithmeticError):  # a level that is there more than once
            return _tied_ground(model)
        order = sorted(range(len(values)), key=lambda i: float(values[i].real.mid()))
        moment = _ground_moment(model, [part[0] for part in parts])
        column = acb_mat([[vectors[i, order[0]]] for i in range(matrix.nrows())])
        best.append((low + values[order[0]].real, column, pull, values[order[1]].real - values[order[0]].real, moment))
    place = min(range(len(best)), key=lambda i: best[i][0].mid())
    energy, column, pull, gap, moment = best[place]
    if not gap > 0 or not all(other[0] > energy for i, other in enumerate(best) if i != place):
        return _tied_ground(model)
    adjoint = column.conjugate().transpose()
    norm = (adjoint * column)[0, 0].real
    rho = column * adjoint * acb(1 / norm)
    zero = rho * 0
    nothing = arb(0)
    return Joint(None, energy, arb(1), nothing, nothing, moment, _trace(pull * rho), nothing, rho, zero)


def _tied_ground(model: Model) -> Joint:
    """The average over the ground states of several sectors, or of a level that is there more than once, decided exactly."""
    sectors = cold_sectors(model)
    if len(sectors) > 1 and any(sector.sources_degeneracy is None for sector in sectors):
        raise NotCertified("The degeneracy of the ground state is not decided for these sources.")
    zero = acb_mat(model.target.dimension, model.target.dimension)
    nothing = arb(0)
    joint = Joint(None, nothing, nothing, nothing, nothing, nothing, nothing, nothing, zero, zero)
    for sector in sectors:
        count = sector.sources_degeneracy or 1
        matrix, pull = sector_matrix(model, sector.eigenvalues)
        low = sum((energy_ball(lowest(bath, label)) for bath, label in zip(model.baths, sector.labels, strict=True)), arb(0))
        shifted = matrix + acb_mat([[low if i == j else 0 for j in range(zero.nrows())] for i in range(zero.nrows())])
        block = projector(sector, shifted)
        states = count * sector.multiplicity
        joint.reference = (_trace(shifted * block) / sector.multiplicity) if joint.partition == 0 else joint.reference
        joint.partition += states
        joint.rho = joint.rho + block * count
        joint.interaction += _trace(pull * block) * count
        joint.moment += _ground_moment(model, sector.labels) * states
        joint.conditional += states * arb(sector.multiplicity).log()
    joint.pure = len(sectors) == 1 and sectors[0].multiplicity == 1
    return joint


def _ground_moment(model: Model, labels: Sequence[Hashable]) -> arb:
    """<M> over the lowest levels of the baths; not finite where a system does not say."""
    total = arb(0)
    for bath, label in zip(model.baths, labels, strict=True):
        mean = bath.sources.ground_moment(label)
        total += ball_here(mean) if mean is not None else arb(0, "inf")
    return total


def _eigenvalues(rho: acb_mat) -> list[arb]:
    return levels_of(rho)


def _off_diagonal(rho: acb_mat) -> arb:
    return 2 * sum((_size(rho[i, j]) for i in range(rho.nrows()) for j in range(i)), arb(0))


def _size(value: acb) -> arb:
    """|z|, also where one part is zero."""
    if value.imag.is_zero():
        return abs(value.real)
    if value.real.is_zero():
        return abs(value.imag)
    return (value.real * value.real + value.imag * value.imag).nonnegative_part().sqrt()


def _entropy_of(shares: Sequence[arb]) -> arb:
    return -sum((entropic(share) for share in shares), arb(0))


class MatrixState(JointState):
    """The parts that do not ask how many levels the target has."""

    def __init__(self, model: Model, joint: Joint) -> None:
        z = joint.partition
        self.model, self.joint, self.rho = model, joint, joint.rho * acb(1 / z)
        self.beta, self.reference, self.mean = joint.beta, joint.reference, joint.first / z
        self.moment, self.interaction, self.conditional = joint.moment / z, joint.interaction / z, joint.conditional / z

    @part
    def log_sum(self) -> arb:
        return self.joint.partition.log()

    @part
    def partition(self) -> arb:
        return self.joint.partition * (-_beta(self.joint) * self.reference).exp()

    @part
    def log_partition(self) -> arb:
        return self.log_sum - _beta(self.joint) * self.reference

    @part
    def variance(self) -> arb:
        return self.joint.second / self.joint.partition - self.mean * self.mean

    @part
    def target(self) -> arb:
        return _trace(_parts(self.model)[0] * self.rho)

    @part
    def bare(self) -> Bare:
        return bare_sums(self.model.baths, _beta(self.joint))

    @part
    def target_entropy(self) -> arb:
        return arb(0) if self.beta is None and self.joint.pure else _entropy_of(_eigenvalues(self.rho))


def _diagonal_entropy(s: MatrixState) -> arb:
    return _entropy_of([s.rho[i, i].real for i in range(s.rho.nrows())])


OWN: dict[str, Callable[[MatrixState], arb]] = {
    "coherence": lambda s: _off_diagonal(s.rho),
    "purity": lambda s: _trace(s.rho * s.rho),
    "target-entropy": lambda s: s.target_entropy,
    "relative-entropy-of-coherence": lambda s: _diagonal_entropy(s) - s.target_entropy,
    "coherence-derivative": lambda s: _coherence_slope(s.joint, s.rho, s.mean),
    "mutual-information": lambda s: s.target_entropy - s.conditional,
    "mean-force-energy": lambda s: _mean_force_energy(s),
    "temperature-fisher-information": lambda s: _temperature_fisher_information(s.rho, _drift(s.joint, s.rho, s.mean)),
}
"""Quantities whose formulas for two levels, by the Bloch vector, are not those for more; the others stand in `formulas`."""


def _value(model: Model, quantity: str, joint: Joint) -> arb:
    if joint.beta is None:
        if quantity in ("energy", "free-energy"):
            return joint.reference
        if quantity == "mean-force-free-energy":
            return joint.reference - bare_ground_energy(model.baths)
        if KNOWN[quantity].cold == "zero":
            return arb(0)
        if quantity in ("entropy", "source-entropy"):
            total, inner = counts(cold_sectors(model))
            return arb(total).log() - (inner / total if quantity == "source-entropy" else 0)
    state = MatrixState(model, joint)
    return OWN[quantity](state) if quantity in OWN else JOINT_FORMULAS[quantity](state)


def _mean_force_energy(s: MatrixState) -> arb:
    """Tr h/d = -(log Z - log Z_B + log det rho_t/d)/beta of h = -log(Z rho_t/Z_B)/beta."""
    shares = sum((share.log() for share in _eigenvalues(s.rho)), arb(0)) / s.rho.nrows()
    return -(log_quotient(s) + shares) / _beta(s.joint)


def _drift(joint: Joint, rho: acb_mat, mean: arb) -> acb_mat:
    """d rho/dT = beta^2 (<E rho> - <E> rho)."""
    beta = _beta(joint)
    return (joint.slope * acb(1 / joint.partition) - rho * acb(mean)) * acb(beta * beta)


def _temperature_fisher_information(rho: acb_mat, drift: acb_mat) -> arb:
    """Tr(L d rho/dT) with the symmetric logarithmic derivative L, rho L + L rho = 2 d rho/dT, as one linear system for its entries."""
    size = rho.nrows()
    places = [(i, j) for i in range(size) for j in range(size)]
    system = acb_mat([[(rho[i, k] if j == m else acb(0)) + (rho[m, j] if i == k else acb(0)) for k, m in places] for i, j in places])
    try:
        solved = system.solve(acb_mat([[2 * drift[i, j]] for i, j in places]))
    except ZeroDivisionError:  # rho has eigenvalues that balls do not tell from zero at this precision
        return arb(0, "inf")
    return sum(((solved[n, 0] * drift[j, i]).real for n, (i, j) in enumerate(places)), arb(0))


def _coherence_slope(joint: Joint, rho: acb_mat, mean: arb) -> arb:
    """dC/dT = sum_{i > j} 2 Re(conj(rho_ij) d rho_ij)/|rho_ij|."""
    drift, total = _drift(joint, rho, mean), arb(0)
    for i in range(rho.nrows()):
        for j in range(i):
            one, other = rho[i, j], drift[i, j]
            if one.is_zero() and other.is_zero():
                continue
            total += 2 * (one.real * other.real + one.imag * other.imag) / _size(one)
    return total
