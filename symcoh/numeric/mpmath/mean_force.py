"""The Hamiltonian of mean force in mpmath, as the matrix -log(Z rho_t/Z_B)/beta; shares no formula with the certified sums."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import partial
from itertools import product
from math import inf
from typing import Any

from ...exactnumbers.sign import ball_here
from ...model import Bath, Model
from ...sources.energy import energy_ball
from ..sums.ends import AXES
from ..sums.problem import eigenvalue, endless_sectors, joint_sectors, lowest
from .averages import Averages, bloch, float_of, joint_levels, target_matrices, trace
from .floats import Context, Float
from .work import Work

MATRIX = {*AXES, "mean-force-energy"}
"""What is read off the matrix."""


def mean_force(ctx: Context, model: Model, quantity: str, beta: Float, s: Averages) -> Float:
    """F - F_B, or the trace or a component of the matrix -log(Z rho_t/Z_B)/beta."""
    rows = [row for level in joint_levels(ctx, model, beta, Work(inf)) for row in level.rows]
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
    return trace(ctx, force) / size if quantity == "mean-force-energy" else bloch(ctx, force)["xyz".index(AXES[quantity])] / 2


def cold_mean_force(ctx: Context, model: Model, quantity: str) -> Float:
    """The same at T = 0: the eigenvalues of rho_t fall as e^{-beta (E_k - E_0)}, E_k the energies of the cheapest basis of levels."""
    own, couplings = target_matrices(ctx, model)
    size, levels = own.rows, []
    first = endless_sectors(model)
    for labels in joint_sectors(model) if first is None else product(*(_few(bath) for bath in model.baths)):
        matrix = own.copy()
        for bath, label, coupling in zip(model.baths, labels, couplings, strict=True):
            matrix = matrix + coupling * float_of(ctx, ball_here(eigenvalue(bath, label)))
        low = sum((float_of(ctx, energy_ball(lowest(bath, label))) for bath, label in zip(model.baths, labels, strict=True)), ctx.mpf(0))
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
    least = sum(map(partial(bare_least, ctx), model.baths))
    force = ctx.zeros(size)
    for energy, state in basis[:size]:
        force = force + state * state.transpose_conj() * (energy - least)
    return trace(ctx, force) / size if quantity == "mean-force-energy" else bloch(ctx, force)["xyz".index(AXES[quantity])] / 2


def _few(bath: Bath) -> Sequence[Hashable]:
    """Its sectors; of sources without end the first ones."""
    return bath.sources.sectors() if bath.sources.bounded else range(8)


def bare_least(ctx: Context, bath: Bath) -> Float:
    """The least energy of a bath without the target."""
    system = bath.sources
    hull = None if system.bounded else system.hull()
    return min(float_of(ctx, energy_ball(lowest(bath, sector))) for sector in (system.sectors() if hull is None else hull))
