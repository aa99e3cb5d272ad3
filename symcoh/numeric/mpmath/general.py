"""Any target with any sources in mpmath: plain sums over all levels, at two precisions that agree.

It shares no formula with the certified sums: every energy level of every sector is listed, H_A + sum b_i A_i is diagonalised in
floating point, and all averages are taken as they are defined. What cancels costs precision, which is raised until two agree.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import inf
from typing import Any

from ...balls import working_precision
from ...decimals import Decimal, round_rational, zero
from ...errors import NotCertified
from ...exactnumbers import Exact, is_zero
from ...exactnumbers.sign import ball_here
from ...model import Model
from ...observables import KNOWN
from ...sources.energy import energy_ball
from ..precision import BITS_PER_DIGIT, Clock
from ..sums.driver import MEAN_FORCE
from ..sums.ends import AXES, exact_value, hot_mean_force
from ..sums.problem import ground, lowest, problem
from ..sums.tied import ColdSector, cold_sectors
from .averages import MOST_SECTORS, Averages, averages, bloch, float_of, target_matrices, trace
from .backend import MARGIN_BITS, agreement, binary, neighbours, rounded
from .floats import Context, Float, context
from .mean_force import MATRIX, bare_least, cold_mean_force, mean_force
from .route import agreed_exact, decimal_of
from .work import PATIENCE, Work

CANCELLED = 64
"""Precisions are raised to so many times the first, and no further where both give next to nothing."""


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
    work = Work(PATIENCE if clock.budget is None else inf)
    while 2 * bits <= min(max_precision, CANCELLED * start):
        clock.bits = 2 * bits
        clock.check()
        try:
            first = _value(model, quantity, beta, bits, work)
            second = _value(model, quantity, beta, bits + max(64, bits // 4), Work(inf))  # counted with the first
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


def _entropy(ctx: Context, matrix: Any) -> Float:
    return _entropy_of(ctx, list(ctx.eighe(matrix, eigvals_only=True)))


def _entropy_of(ctx: Context, shares: list[Float]) -> Float:
    """-sum p log p, the largest share as what the others leave of 1: its own distance from 1 may be below the precision."""
    *others, _ = sorted(shares)
    rest = sum(others)
    return -(1 - rest) * ctx.log1p(-rest) - sum((p * ctx.ln(p) for p in others if p > 0), ctx.mpf(0))


def _value(model: Model, quantity: str, beta: Exact | None, bits: int, work: Work) -> Float:
    ctx = context(bits)
    with working_precision(bits + 64):
        if beta is None:
            return cold_mean_force(ctx, model, quantity) if quantity in MATRIX else _cold(ctx, model, quantity)
        if quantity in AXES and is_zero(beta):
            return float_of(ctx, energy_ball(hot_mean_force(problem(model), AXES[quantity])))
        inverse = float_of(ctx, ball_here(beta))
        found = averages(ctx, model, inverse, work)
        if quantity in MEAN_FORCE or quantity in AXES:
            return mean_force(ctx, model, quantity, inverse, found)
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
        "purity": lambda: trace(ctx, rho * rho),
        "target-entropy": lambda: _entropy(ctx, rho),
        "relative-entropy-of-coherence": lambda: _diagonal_entropy(ctx, rho) - _entropy(ctx, rho),
        "coherence-derivative": lambda: _coherence_slope(ctx, beta, s),
        "temperature-fisher-information": lambda: _temperature_fisher(ctx, beta, s),
        "interaction-energy": lambda: s.interaction,
        "target-energy": lambda: trace(ctx, target_matrices(ctx, model)[0] * rho),
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


def _two_level(ctx: Context, model: Model, quantity: str, beta: Float, s: Averages) -> Float:
    x, y, z = bloch(ctx, s.rho)
    if quantity == "ergotropy":
        h, size = bloch(ctx, target_matrices(ctx, model)[0]), ctx.sqrt(x * x + y * y + z * z)
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


def _cold(ctx: Context, model: Model, quantity: str) -> Float:
    """T = 0, from the ground sectors that exact data decide; the average over them is plain."""
    own, couplings = target_matrices(ctx, model)
    size, nothing = own.rows, ctx.mpf(0)
    rho, interaction, energy, count, moment, inner = ctx.zeros(size), nothing, nothing, 0, nothing, nothing
    sectors = _ground_sectors(model)
    for sector in sectors:
        if sector.sources_degeneracy is None and (len(sectors) > 1 or quantity in ("entropy", "source-entropy")):
            raise NotCertified("The degeneracy of the ground state is not decided for these sources.")
        share = (sector.sources_degeneracy or 1) * sector.multiplicity
        pull = ctx.zeros(size)
        for b, coupling in zip(sector.eigenvalues, couplings, strict=True):
            pull = pull + coupling * float_of(ctx, ball_here(b))
        values, vectors = ctx.eighe(own + pull)
        block = ctx.zeros(size)
        for place in sorted(range(size), key=lambda i: values[i])[: sector.multiplicity]:
            block = block + vectors[:, place] * vectors[:, place].transpose_conj() / sector.multiplicity
        rho, interaction, count = rho + block * share, interaction + share * trace(ctx, pull * block), count + share
        energy, inner = min(values), inner + share * ctx.ln(sector.multiplicity)
        for bath, label in zip(model.baths, sector.labels, strict=True):
            energy += float_of(ctx, energy_ball(lowest(bath, label)))
            mean = bath.sources.ground_moment(label)
            moment += share * float_of(ctx, ball_here(mean)) if mean is not None else ctx.nan
    s = Averages(energy, ctx.mpf(1), nothing, nothing, rho / count, rho * 0, moment / count, interaction / count, count, nothing, [])
    if quantity in ("energy", "free-energy"):
        return energy
    if quantity in MEAN_FORCE:
        return energy - sum(map(partial(bare_least, ctx), model.baths))
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
