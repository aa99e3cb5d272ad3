"""Averages over all levels of target and sources in mpmath, as they are defined: every level of every sector is listed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from ...errors import InputError, NotCertified
from ...exactnumbers.sign import ball_here
from ...model import Bath, Model
from ...sources.energy import energy_ball
from ...sources.matrices import Matrix
from ..sums.problem import eigenvalue, lowest
from .floats import Context, Float
from .work import Work, spend

MOST_SECTORS = 20_000
"""Joint sectors that are listed at most."""


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


def float_of(ctx: Context, ball: Any) -> Float:
    """The midpoint of a ball, exactly."""
    mantissa, exponent = ball.mid().man_exp()
    return ctx.mpf((int(mantissa), int(exponent)))


def matrix_of(ctx: Context, rows: Matrix) -> Any:
    """An exact matrix in floating point."""
    return ctx.matrix([[ctx.mpc(float_of(ctx, ball_here(e.real)), float_of(ctx, ball_here(e.imag))) for e in row] for row in rows])


def target_matrices(ctx: Context, model: Model) -> tuple[Any, list[Any]]:
    """(H_A, the A of each bath)."""
    target = model.target
    if target.hamiltonian is not None:
        own = matrix_of(ctx, target.hamiltonian)
    else:
        assert target.omega is not None
        half = float_of(ctx, ball_here(target.omega)) / 2
        own = ctx.matrix([[half, 0], [0, -half]])
    found = []
    for bath in model.baths:
        rows = bath.coupling if bath.coupling is not None else target.coupling
        if rows is not None:
            found.append(matrix_of(ctx, rows))
            continue
        angle = ctx.mpf(0) if target.tilt is None else float_of(ctx, ball_here(target.tilt))
        sine, cosine = ctx.sin(angle), ctx.cos(angle)
        found.append(ctx.matrix([[sine, cosine], [cosine, -sine]]))
    return own, found


def _cut(ctx: Context, model: Model, bath: Bath, coupling: Any, beta: Float) -> int:
    """How many sectors of a source without end are listed: about so many that the others are below the precision.

    Raises:
        InputError: the coupling outweighs the sources. NotCertified: too many.
    """
    own, _ = target_matrices(ctx, model)
    gamma = float_of(ctx, ball_here(bath.gamma))
    ends = [gamma * value for value in ctx.eighe(coupling, eigvals_only=True)]
    pull = max(map(abs, ends))
    gap = float_of(ctx, energy_ball(bath.sources.lowest(1))) + min(ends)
    if not gap > 0:
        raise InputError("`gamma`", "with this coupling outweighs the sources, which have no thermal state then: make it smaller.")
    size = 1 + pull + sum((abs(entry) for entry in own), ctx.mpf(0))
    count = (ctx.prec * ctx.ln(2) + 64 + 4 * ctx.ln(size)) / (beta * gap)
    for _ in range(4):  # C(n + N - 1, N - 1) states of n quanta
        count = (ctx.prec * ctx.ln(2) + 64 + 4 * ctx.ln(size) + bath.sources.N * ctx.ln(count + bath.sources.N)) / (beta * gap)
    if count > MOST_SECTORS:
        raise NotCertified("The mpmath backend lists all levels, which are too many here: take the arb backend.")
    return int(count * 1.1) + 16


def joint_levels(ctx: Context, model: Model, beta: Float, work: Work) -> Iterator[Levels]:
    """All levels of the sources, joint sector by joint sector.

    Raises:
        NotCertified: the sums over them take longer than `work`.
    """
    own, couplings = target_matrices(ctx, model)
    baths = []
    for bath, coupling in zip(model.baths, couplings, strict=True):
        system, rows = bath.sources, []
        listed = system.sectors() if system.bounded else range(_cut(ctx, model, bath, coupling, beta))
        for sector in listed:
            lift = energy_ball(lowest(bath, sector)) - energy_ball(system.lowest(sector))
            mean = float_of(ctx, ball_here(system.eigenvalue(sector)))
            levels = [
                (float_of(ctx, energy_ball(energy) + lift), count, mean if moment is None else ctx.mpf(moment))
                for energy, count, moment in _rows(system, sector)
            ]
            spend(work, ctx, len(levels), own.rows)
            rows.append((float_of(ctx, ball_here(eigenvalue(bath, sector))), levels))
        baths.append(rows)
    for chosen in product(*baths):
        joint = [(ctx.mpf(0), 1, ctx.mpf(0))]
        for _, more in chosen:
            joint = [(one + other, many * count, m + n) for one, many, m in joint for other, count, n in more]
        if len(baths) > 1:
            spend(work, ctx, len(joint), own.rows)
        yield Levels(tuple(b for b, _ in chosen), joint)


def _rows(system: Any, sector: Any) -> Iterator[tuple[Any, int, int | None]]:
    """(energy, multiplicity, M or None) of the levels of a sector."""
    if not system.uniform and hasattr(system, "listed"):
        yield from system.listed().sectors[sector].levels
    else:
        for energy, count in system.levels(sector):
            yield energy, count, None


def averages(ctx: Context, model: Model, beta: Float, work: Work) -> Averages:
    """Every average over all levels, by diagonalising K_b in each joint sector.

    Raises:
        NotCertified: it takes longer than `work`.
    """
    own, couplings = target_matrices(ctx, model)
    size = own.rows
    blocks = []
    for level in joint_levels(ctx, model, beta, work):
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
        found.interaction += trace(ctx, pull * block)
        found.parts.append((trace(ctx, block), block))
    z = found.partition
    for name in ("energy", "square", "moment", "interaction", "rho", "drift"):
        setattr(found, name, getattr(found, name) / z)
    return found


def trace(ctx: Context, matrix: Any) -> Float:
    """The real trace."""
    return sum((ctx.re(matrix[i, i]) for i in range(matrix.rows)), ctx.mpf(0))


def bloch(ctx: Context, rho: Any) -> tuple[Float, Float, Float]:
    """The Bloch vector of a matrix of two levels."""
    return 2 * ctx.re(rho[0, 1]), -2 * ctx.im(rho[0, 1]), ctx.re(rho[0, 0] - rho[1, 1])
