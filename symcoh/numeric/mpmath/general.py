"""Any target with any sources in mpmath: plain sums over all levels, at two precisions that agree.

It shares no formula with the certified sums: every energy level of every sector is listed, H_A + sum b_i A_i is diagonalised in
floating point, and all averages are taken as they are defined. What cancels costs precision, which is raised until two agree.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product
from typing import Any

from ...balls import working_precision
from ...decimals import Decimal, round_rational, zero
from ...errors import InputError, NotCertified
from ...exactnumbers import Exact, is_zero
from ...exactnumbers.sign import ball_here
from ...model import Bath, Model
from ...observables import KNOWN
from ...sources.energy import energy_ball
from ...sources.matrices import Matrix
from ..precision import BITS_PER_DIGIT, Clock
from ..sums.driver import MEAN_FORCE
from ..sums.ends import AXES, exact_value, hot_mean_force
from ..sums.problem import eigenvalue, endless_sectors, ground, joint_sectors, lowest, problem
from ..sums.tied import ColdSector, cold_sectors
from .backend import MARGIN_BITS, agreement, binary, neighbours, rounded
from .floats import Context, Float, context
from .route import agreed_exact, decimal_of

MOST_SECTORS = 20_000
"""Joint sectors that are listed at most."""

MATRIX = {*AXES, "mean-force-energy"}
"""What is read off the matrix of the mean force."""

CANCELLED = 64
"""Precisions are raised to so many times the first, and no further where both give next to nothing."""


@dataclass(slots=True)
class Levels:
    """Levels of one joint sector of the sources: its eigenvalues, and (energy, multiplicity, M) of each level."""

    b: tuple[Float, ...]
    rows: list[tuple[Float, int, Float]]


@dataclass(slots=True)
class Averages:
    """Averages over all levels: energies above `least`; `parts` are (weight, unnormalised rho_t) of the sectors."""

    least: Float
    partition: Float
    energy: Float
    square: Float
    rho: Any
    drift: Any
    moment: Float
    interaction: Float
    tied: int
    excess: Float
    parts: list[tuple[Float, Any]]


def general_decimal(model: Model, quantity: str, beta: Exact | None, digits: int, max_precision: int, clock: Clock) -> Decimal:
    """The rounded value of a quantity of any model, by plain sums at two precisions.

    Raises:
        NotCertified: they do not agree within `max_precision` bits, or the levels are too many to list.
    """
    known = exact_value(model, quantity, beta)
    if known is not None:
        return round_rational(known.rational, digits) if known.rational is not None else agreed_exact(known, digits, max_precision, clock)
    _check_size(model)
    wanted = int(digits * BITS_PER_DIGIT) + MARGIN_BITS
    start = bits = wanted + 128
    while 2 * bits <= min(max_precision, CANCELLED * start):
        clock.bits = 2 * bits
        clock.check()
        try:
            first, second = (_value(model, quantity, beta, b) for b in (bits, bits + max(64, bits // 4)))
        except ZeroDivisionError:  # an eigenvalue of rho_t below this precision
            bits *= 2
            continue
        if beta is None and not first and not second:
            return zero(digits)
        one, other = binary(first), binary(second)
        if agreement(one, other) >= wanted:
            lower, upper = (rounded(end, digits) for end in neighbours(other, wanted))
            if lower == upper:
                return decimal_of(lower, digits)
        bits *= 2
    raise NotCertified(f"The two precisions do not agree to {digits} digits of {quantity}: raise --max-precision, or ask for fewer digits.")


def _check_size(model: Model) -> None:
    count = 1
    for bath in model.baths:
        system = bath.sources
        count *= len(system.sectors()) if system.bounded else 1
    if count > MOST_SECTORS:
        raise NotCertified("The mpmath backend lists all levels, which are too many here: take the arb backend.")


def _float(ctx: Context, ball: Any) -> Float:
    mantissa, exponent = ball.mid().man_exp()
    return ctx.mpf((int(mantissa), int(exponent)))


def _matrix(ctx: Context, rows: Matrix) -> Any:
    return ctx.matrix([[ctx.mpc(_float(ctx, ball_here(e.real)), _float(ctx, ball_here(e.imag))) for e in row] for row in rows])


def _target(ctx: Context, model: Model) -> tuple[Any, list[Any]]:
    """(H_A, the A of each bath)."""
    target = model.target
    if target.hamiltonian is not None:
        own = _matrix(ctx, target.hamiltonian)
    else:
        assert target.omega is not None
        half = _float(ctx, ball_here(target.omega)) / 2
        own = ctx.matrix([[half, 0], [0, -half]])
    found = []
    for bath in model.baths:
        rows = bath.coupling if bath.coupling is not None else target.coupling
        if rows is not None:
            found.append(_matrix(ctx, rows))
            continue
        angle = ctx.mpf(0) if target.tilt is None else _float(ctx, ball_here(target.tilt))
        sine, cosine = ctx.sin(angle), ctx.cos(angle)
        found.append(ctx.matrix([[sine, cosine], [cosine, -sine]]))
    return own, found


def _cut(ctx: Context, model: Model, bath: Bath, coupling: Any, beta: Float) -> int:
    """How many sectors of a source without end are listed: about so many that the others are below the precision.

    Raises:
        InputError: the coupling outweighs the sources. NotCertified: too many.
    """
    own, _ = _target(ctx, model)
    gamma = _float(ctx, ball_here(bath.gamma))
    ends = [gamma * value for value in ctx.eighe(coupling, eigvals_only=True)]
    pull = max(map(abs, ends))
    gap = _float(ctx, energy_ball(bath.sources.lowest(1))) + min(ends)
    if not gap > 0:
        raise InputError("`gamma`", "with this coupling outweighs the sources, which have no thermal state then: make it smaller.")
    size = 1 + pull + sum((abs(entry) for entry in own), ctx.mpf(0))
    count = (ctx.prec * ctx.ln(2) + 64 + 4 * ctx.ln(size)) / (beta * gap)
    for _ in range(4):  # C(n + N - 1, N - 1) states of n quanta
        count = (ctx.prec * ctx.ln(2) + 64 + 4 * ctx.ln(size) + bath.sources.N * ctx.ln(count + bath.sources.N)) / (beta * gap)
    if count > MOST_SECTORS:
        raise NotCertified("The mpmath backend lists all levels, which are too many here: take the arb backend.")
    return int(count * 1.1) + 16


def _levels(ctx: Context, model: Model, beta: Float) -> Iterator[Levels]:
    """All levels of the sources, joint sector by joint sector."""
    _, couplings = _target(ctx, model)
    baths = []
    for bath, coupling in zip(model.baths, couplings, strict=True):
        system, rows = bath.sources, []
        listed = system.sectors() if system.bounded else range(_cut(ctx, model, bath, coupling, beta))
        for sector in listed:
            lift = energy_ball(lowest(bath, sector)) - energy_ball(system.lowest(sector))
            mean = _float(ctx, ball_here(system.eigenvalue(sector)))
            levels = [
                (_float(ctx, energy_ball(energy) + lift), count, mean if moment is None else ctx.mpf(moment))
                for energy, count, moment in _rows(system, sector)
            ]
            rows.append((_float(ctx, ball_here(eigenvalue(bath, sector))), levels))
        baths.append(rows)
    for chosen in product(*baths):
        joint = [(ctx.mpf(0), 1, ctx.mpf(0))]
        for _, own in chosen:
            joint = [(one + other, many * count, m + n) for one, many, m in joint for other, count, n in own]
        yield Levels(tuple(b for b, _ in chosen), joint)


def _rows(system: Any, sector: Any) -> Iterator[tuple[Any, int, int | None]]:
    """(energy, multiplicity, M or None) of the levels of a sector."""
    if not system.uniform and hasattr(system, "listed"):
        yield from system.listed().sectors[sector].levels
    else:
        for energy, count in system.levels(sector):
            yield energy, count, None


def _averages(ctx: Context, model: Model, beta: Float) -> Averages:
    own, couplings = _target(ctx, model)
    size = own.rows
    blocks = []
    for level in _levels(ctx, model, beta):
        pull = ctx.zeros(size)
        for b, coupling in zip(level.b, couplings, strict=True):
            pull = pull + coupling * b
        values, vectors = ctx.eighe(own + pull)
        blocks.append((level, pull, values, vectors))
    least = min(energy + min(values) for level, _, values, _ in blocks for energy, _, _ in level.rows)
    nothing = ctx.mpf(0)
    found = Averages(least, nothing, nothing, nothing, ctx.zeros(size), ctx.zeros(size), nothing, nothing, 0, nothing, [])
    for level, pull, values, vectors in blocks:
        block, slope = ctx.zeros(size), ctx.zeros(size)
        for i in range(size):
            column = vectors[:, i]
            projector = column * column.transpose_conj()
            terms = [(energy + values[i] - least, count) for energy, count, _ in level.rows]
            weights = [(rise, count * ctx.exp(-beta * rise)) for rise, count in terms]
            weight = sum(term for _, term in weights)
            first = sum(rise * term for rise, term in weights)
            block, slope = block + projector * weight, slope + projector * first
            found.partition += weight
            found.tied += sum(count for rise, count in terms if not rise)
            found.excess += sum(term for rise, term in weights if rise)
            found.energy += first
            found.square += sum(rise * rise * term for rise, term in weights)
            found.moment += sum(term * m for (_, term), (_, _, m) in zip(weights, level.rows, strict=True))
        found.rho, found.drift = found.rho + block, found.drift + slope
        found.interaction += _trace(ctx, pull * block)
        found.parts.append((_trace(ctx, block), block))
    z = found.partition
    for name in ("energy", "square", "moment", "interaction", "rho", "drift"):
        setattr(found, name, getattr(found, name) / z)
    return found


def _trace(ctx: Context, matrix: Any) -> Float:
    return sum((ctx.re(matrix[i, i]) for i in range(matrix.rows)), ctx.mpf(0))


def _entropy(ctx: Context, matrix: Any) -> Float:
    return _entropy_of(ctx, list(ctx.eighe(matrix, eigvals_only=True)))


def _entropy_of(ctx: Context, shares: list[Float]) -> Float:
    """-sum p log p, the largest share as what the others leave of 1: its own distance from 1 may be below the precision."""
    *others, _ = sorted(shares)
    rest = sum(others)
    return -(1 - rest) * ctx.log1p(-rest) - sum((p * ctx.ln(p) for p in others if p > 0), ctx.mpf(0))


def _value(model: Model, quantity: str, beta: Exact | None, bits: int) -> Float:
    ctx = context(bits)
    with working_precision(bits + 64):
        if beta is None:
            return _cold_mean_force(ctx, model, quantity) if quantity in MATRIX else _cold(ctx, model, quantity)
        if quantity in AXES and is_zero(beta):
            return _float(ctx, energy_ball(hot_mean_force(problem(model), AXES[quantity])))
        inverse = _float(ctx, ball_here(beta))
        found = _averages(ctx, model, inverse)
        if quantity in MEAN_FORCE or quantity in AXES:
            return _mean_force(ctx, model, quantity, inverse, found)
        return _finished(ctx, model, quantity, inverse, found)


def _finished(ctx: Context, model: Model, quantity: str, beta: Float, s: Averages) -> Float:
    rho = s.rho
    simple: dict[str, Callable[[], Float]] = {
        "coherence": lambda: 2 * sum((abs(rho[i, j]) for i in range(rho.rows) for j in range(i)), ctx.mpf(0)),
        "partition-function": lambda: s.partition * ctx.exp(-beta * s.least),
        "log-partition-function": lambda: _log_sum(ctx, s) - beta * s.least,
        "free-energy": lambda: s.least - _log_sum(ctx, s) / beta,
        "energy": lambda: s.least + s.energy,
        "entropy": lambda: _log_sum(ctx, s) + beta * s.energy,
        "heat-capacity": lambda: beta**2 * (s.square - s.energy**2),
        "magnetization": lambda: s.moment,
        "purity": lambda: _trace(ctx, rho * rho),
        "target-entropy": lambda: _entropy(ctx, rho),
        "relative-entropy-of-coherence": lambda: _diagonal_entropy(ctx, rho) - _entropy(ctx, rho),
        "coherence-derivative": lambda: _coherence_slope(ctx, beta, s),
        "temperature-fisher-information": lambda: _temperature_fisher(ctx, beta, s),
        "interaction-energy": lambda: s.interaction,
        "target-energy": lambda: _trace(ctx, _target(ctx, model)[0] * rho),
        "mutual-information": lambda: _entropy(ctx, rho) - _conditional(ctx, s),
        "source-entropy": lambda: _log_sum(ctx, s) + beta * s.energy - _conditional(ctx, s),
    }
    if quantity in simple:
        return simple[quantity]()
    return _two_level(ctx, model, quantity, beta, s)


def _log_sum(ctx: Context, s: Averages) -> Float:
    """The logarithm of the sum, that of the levels at the bottom apart from the rest."""
    return ctx.ln(s.tied) + ctx.log1p(s.excess / s.tied)


def _diagonal_entropy(ctx: Context, rho: Any) -> Float:
    return _entropy_of(ctx, [ctx.re(rho[i, i]) for i in range(rho.rows)])


def _bloch(ctx: Context, rho: Any) -> tuple[Float, Float, Float]:
    return 2 * ctx.re(rho[0, 1]), -2 * ctx.im(rho[0, 1]), ctx.re(rho[0, 0] - rho[1, 1])


def _two_level(ctx: Context, model: Model, quantity: str, beta: Float, s: Averages) -> Float:
    x, y, z = _bloch(ctx, s.rho)
    if quantity == "ergotropy":
        h, size = _bloch(ctx, _target(ctx, model)[0]), ctx.sqrt(x * x + y * y + z * z)
        return (ctx.sqrt(sum(part**2 for part in h)) * size + sum(a * b for a, b in zip(h, (x, y, z), strict=True))) / 2
    found = {
        "bloch-x": x,
        "bloch-z": z,
        "population-ground": (1 - z) / 2,
        "population-excited": (1 + z) / 2,
        "quantum-fisher-information": x * x + y * y,
    }
    return found[quantity]


def _temperature_fisher(ctx: Context, beta: Float, s: Averages) -> Float:
    """sum_{i, j} 2 |<i| d rho/dT |j>|^2/(p_i + p_j) over the eigenstates of rho_t."""
    shares, states = ctx.eighe(s.rho)
    change = states.transpose_conj() * (s.drift - s.rho * s.energy) * states * beta**2
    size = s.rho.rows
    return sum((2 * abs(change[i, j]) ** 2 / (shares[i] + shares[j]) for i in range(size) for j in range(size)), ctx.mpf(0))


def _coherence_slope(ctx: Context, beta: Float, s: Averages) -> Float:
    """d rho/dT = beta^2 (<E rho> - <E> rho), along the phase of every element."""
    total = ctx.mpf(0)
    for i in range(s.rho.rows):
        for j in range(i):
            one, change = s.rho[i, j], beta**2 * (s.drift[i, j] - s.rho[i, j] * s.energy)
            if one:
                total += 2 * ctx.re(ctx.conj(one) * change) / abs(one)
    return total


def _conditional(ctx: Context, s: Averages) -> Float:
    return sum((weight / s.partition * _entropy(ctx, block / weight) for weight, block in s.parts if weight), ctx.mpf(0))


def _mean_force(ctx: Context, model: Model, quantity: str, beta: Float, s: Averages) -> Float:
    """F - F_B, or the trace or a component of the matrix -log(Z rho_t/Z_B)/beta."""
    rows = [row for level in _levels(ctx, model, beta) for row in level.rows]
    least = min(energy for energy, _, _ in rows)
    total = sum(count * ctx.exp(-beta * (energy - least)) for energy, count, _ in rows)
    free = s.least - least - (ctx.ln(s.partition) - ctx.ln(total)) / beta
    if quantity == "mean-force-free-energy":
        return free
    shares, states = ctx.eighe(s.rho)
    if not min(shares) > 0:
        raise ZeroDivisionError
    size = s.rho.rows
    force = ctx.zeros(size)
    for place, share in enumerate(shares):
        force = force + states[:, place] * states[:, place].transpose_conj() * (free - ctx.ln(share) / beta)
    return _trace(ctx, force) / size if quantity == "mean-force-energy" else _bloch(ctx, force)["xyz".index(AXES[quantity])] / 2


def _cold_mean_force(ctx: Context, model: Model, quantity: str) -> Float:
    """The same at T = 0: the eigenvalues of rho_t fall as e^{-beta (E_k - E_0)}, E_k the energies of the cheapest basis of levels."""
    own, couplings = _target(ctx, model)
    size, levels = own.rows, []
    first = endless_sectors(model)
    for labels in joint_sectors(model) if first is None else product(*(_few(bath) for bath in model.baths)):
        matrix = own.copy()
        for bath, label, coupling in zip(model.baths, labels, couplings, strict=True):
            matrix = matrix + coupling * _float(ctx, ball_here(eigenvalue(bath, label)))
        low = sum((_float(ctx, energy_ball(lowest(bath, label))) for bath, label in zip(model.baths, labels, strict=True)), ctx.mpf(0))
        values, vectors = ctx.eighe(matrix)
        levels += [(low + values[i], vectors[:, i]) for i in range(size)]
    basis: list[tuple[Float, Any]] = []
    for energy, state in sorted(levels, key=lambda level: level[0]):
        rest = state
        for _, other in basis:
            rest = rest - other * (other.transpose_conj() * rest)[0]
        left = ctx.norm(rest)
        if left > ctx.ldexp(1, -ctx.prec // 3):
            basis.append((energy, rest / left))
    least = sum(map(partial(_bare_least, ctx), model.baths))
    force = ctx.zeros(size)
    for energy, state in basis[:size]:
        force = force + state * state.transpose_conj() * (energy - least)
    return _trace(ctx, force) / size if quantity == "mean-force-energy" else _bloch(ctx, force)["xyz".index(AXES[quantity])] / 2


def _few(bath: Bath) -> Sequence[Hashable]:
    """Its sectors; of sources without end the first ones."""
    return bath.sources.sectors() if bath.sources.bounded else range(8)


def _bare_least(ctx: Context, bath: Bath) -> Float:
    system = bath.sources
    hull = None if system.bounded else system.hull()
    return min(_float(ctx, energy_ball(lowest(bath, sector))) for sector in (system.sectors() if hull is None else hull))


def _cold(ctx: Context, model: Model, quantity: str) -> Float:
    """T = 0, from the ground sectors that exact data decide; the average over them is plain."""
    own, couplings = _target(ctx, model)
    size, nothing = own.rows, ctx.mpf(0)
    rho, interaction, energy, count, moment, inner = ctx.zeros(size), nothing, nothing, 0, nothing, nothing
    sectors = _ground_sectors(model)
    for sector in sectors:
        if sector.sources_degeneracy is None and (len(sectors) > 1 or quantity in ("entropy", "source-entropy")):
            raise NotCertified("The degeneracy of the ground state is not decided for these sources.")
        share = (sector.sources_degeneracy or 1) * sector.multiplicity
        pull = ctx.zeros(size)
        for b, coupling in zip(sector.eigenvalues, couplings, strict=True):
            pull = pull + coupling * _float(ctx, ball_here(b))
        values, vectors = ctx.eighe(own + pull)
        block = ctx.zeros(size)
        for place in sorted(range(size), key=lambda i: values[i])[: sector.multiplicity]:
            block = block + vectors[:, place] * vectors[:, place].transpose_conj() / sector.multiplicity
        rho, interaction, count = rho + block * share, interaction + share * _trace(ctx, pull * block), count + share
        energy, inner = min(values), inner + share * ctx.ln(sector.multiplicity)
        for bath, label in zip(model.baths, sector.labels, strict=True):
            energy += _float(ctx, energy_ball(lowest(bath, label)))
            mean = bath.sources.ground_moment(label)
            moment += share * _float(ctx, ball_here(mean)) if mean is not None else ctx.nan
    s = Averages(energy, ctx.mpf(1), nothing, nothing, rho / count, rho * 0, moment / count, interaction / count, count, nothing, [])
    if quantity in ("energy", "free-energy"):
        return energy
    if quantity in MEAN_FORCE:
        return energy - sum(map(partial(_bare_least, ctx), model.baths))
    if quantity == "entropy":
        return ctx.ln(count)
    if len(sectors) == 1 and sectors[0].multiplicity == 1 and quantity in ("mutual-information", "target-entropy"):
        return nothing
    if quantity in ("mutual-information", "source-entropy"):
        return (ctx.ln(count) if quantity == "source-entropy" else _entropy(ctx, s.rho)) - inner / count
    if KNOWN[quantity].cold == "zero":
        return nothing
    return _finished(ctx, model, quantity, None, s)


def _ground_sectors(model: Model) -> tuple[ColdSector, ...]:
    """The ground sectors, which exact data decide."""
    if model.target.dimension != 2:
        return cold_sectors(model)
    found = ground(problem(model)).sectors
    return tuple(ColdSector(g.labels, g.eigenvalues, g.sources_degeneracy, g.target_degeneracy, None) for g in found)
