"""What one can ask for, from the sectors of `levels`, for the mpmath backend.

Averages over sectors are sums of terms of one sign wherever the quantity has a sign of its own.
Covariances are taken from the heaviest sector k: with P_k >= 1/(N+1),

    Cov(f, g) = <(f-f_k)(g-g_k)> - <f-f_k><g-g_k>

loses log2(N+1) bits at most when f = g, and stays accurate where the other sectors weigh e^-(10**9).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from ...errors import NotCertified
from .floats import MAX_EXPONENT, Context, Float, Unresolved
from .levels import Gap, Ladder, Parameters, Sector, gaps, polarisation_step, sector_energy, sector_energy_steps, splitting, splitting_step


class GroundLevel(Protocol):
    """A level (m, n, branch) of lowest energy with its degeneracy g(m, n)."""

    @property
    def m(self) -> int: ...
    @property
    def domains(self) -> int: ...
    @property
    def branch(self) -> int: ...
    @property
    def degeneracy(self) -> int: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Component:
    """The target's state given |m| = u: a share of the whole, and two polarisations in [0, 1].

    Given m it points along -(2 gamma m, omega)/S_u with length `branch`; `side` is the mean of the
    favoured sign of m, `wrong` and `upper` the shares (1 - side)/2 and (1 - branch)/2.
    """

    u: int
    share: Float
    side: Float
    wrong: Float
    branch: Float
    upper: Float


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """rho_t = (1 + x sigma^x + z sigma^z)/2 (5): |x|, |z|, r, the smaller population, the smaller eigenvalue."""

    x: Float
    z: Float
    r: Float
    population: Float
    eigenvalue: Float


def total_weight(rungs: Ladder) -> Float:
    """Z exp(beta e(origin)) (31)."""
    return sum(sector.weight for sector in rungs.sectors)


def heaviest(rungs: Ladder) -> Sector:
    """The sector with the largest share of Z."""
    return max(rungs.sectors, key=lambda sector: sector.weight)


def average(rungs: Ladder, value: Callable[[Sector], Float]) -> Float:
    """The thermal average of a function of the sector."""
    return sum(sector.weight * value(sector) for sector in rungs.sectors) / total_weight(rungs)


# Thermodynamics of the whole system.


def log_weight(rungs: Ladder) -> Float:
    """log(Z) + beta e(origin), the degeneracy split off so that what is exponentially small remains."""
    ground = sum(sector.ground for sector in rungs.sectors)
    surplus = sum(sector.surplus for sector in rungs.sectors)
    ctx = rungs.parameters.ctx
    return ctx.ln(ground) + ctx.log1p(surplus / ground)


def partition_function(rungs: Ladder) -> Float:
    """Z (24), (31)."""
    exponent = -rungs.beta * sector_energy(rungs.parameters, rungs.origin)
    if abs(exponent) > MAX_EXPONENT:
        raise NotCertified("The partition-function has a binary exponent beyond 2**60: ask for the log-partition-function.")
    return rungs.parameters.ctx.exp(exponent) * total_weight(rungs)


def log_partition_function(rungs: Ladder) -> Float:
    """log Z."""
    return log_weight(rungs) - rungs.beta * sector_energy(rungs.parameters, rungs.origin)


def free_energy(rungs: Ladder) -> Float:
    """-T log Z."""
    return sector_energy(rungs.parameters, rungs.origin) - log_weight(rungs) / rungs.beta


def excitation(rungs: Ladder, sector: Sector) -> Float:
    """Mean energy above the sector's lowest level, a sum of positive terms."""
    par = rungs.parameters
    return par.omega_a * sector.u * sector.side.excited + sector.splitting * sector.branch.excited + 4 * abs(par.J) * mean_domains(sector)


def mean_domains(sector: Sector) -> Float:
    """Mean number of domains away from the favoured one."""
    return sector.domains.moment / (sector.domains.first + sector.domains.tail)


def mean_energy(rungs: Ladder, sector: Sector) -> Float:
    """Mean energy in a sector: the bonds, the sources, the target with its coupling."""
    par = rungs.parameters
    free = par.omega_a * sector.u * sector.side.polarisation + sector.splitting * sector.branch.polarisation
    return 4 * abs(par.J) * mean_domains(sector) - par.J * sector.bonds - free / 2


def energy(rungs: Ladder) -> Float:
    """-d(log Z)/d(beta)."""
    return average(rungs, lambda sector: mean_energy(rungs, sector))


def entropy(rungs: Ladder) -> Float:
    """log Z + beta <E>, both counted from the ground level."""
    above = average(rungs, lambda sector: sector.gap.value + excitation(rungs, sector))
    return log_weight(rungs) + rungs.beta * above


def spread(rungs: Ladder, sector: Sector) -> Float:
    """Variance of the energy within a sector: three independent choices."""
    par, sums = rungs.parameters, sector.domains
    norm = sums.first + sums.tail
    sides = (par.omega_a * sector.u) ** 2 * sector.side.excited * (1 - sector.side.excited)
    branches = sector.splitting**2 * sector.branch.excited * (1 - sector.branch.excited)
    return sides + branches + 16 * par.J**2 * (sums.square / norm - (sums.moment / norm) ** 2)


def energy_steps(rungs: Ladder, origin: Sector) -> dict[int, Float]:
    """Mean energy of every sector less that of `origin`.

    Term by term where the factors are warm; where they are frozen out, e(u) - e(origin), exact even
    in a tie, and what is excited above. The form with the smaller terms is taken.

    Raises:
        Unresolved: an undecided tie hides the difference.
    """
    par = rungs.parameters
    found = gaps(rungs.model, par, origin.u, rungs.tied)
    return {sector.u: _energy_step(rungs, sector, origin, found[sector.u]) for sector in rungs.sectors}


def _energy_step(rungs: Ladder, sector: Sector, origin: Sector, gap: Gap) -> Float:
    par = rungs.parameters
    if sector.u == origin.u:
        return par.ctx.zero
    source, bonds, _ = sector_energy_steps(par, sector.u, origin.u)
    above = 4 * abs(par.J) * (mean_domains(sector) - mean_domains(origin))
    height = splitting_step(par, sector.u, origin.u)
    sides, branches = _polarisation_steps(rungs, sector, origin)
    warm = (
        bonds,
        above,
        source * sector.side.polarisation - par.omega_a * origin.u * sides / 2,
        -(height * sector.branch.polarisation + origin.splitting * branches) / 2,
    )
    upper, lower = excitation(rungs, sector), excitation(rungs, origin)
    doubt = par.ctx.ldexp(gap.error, par.ctx.prec)
    if sum(abs(part) for part in warm) < abs(gap.value) + doubt + upper + lower:
        return sum(warm)
    result = gap.value + (upper - lower)
    if gap.error > par.ctx.ldexp(abs(result), 16 - par.ctx.prec):
        raise Unresolved
    return result


def _polarisation_steps(rungs: Ladder, sector: Sector, origin: Sector) -> tuple[Float, Float]:
    """Differences of tanh(beta |omega_a| u/2) and of tanh(beta S_u/2)."""
    par = rungs.parameters
    distance = rungs.beta * par.omega_a * (sector.u - origin.u)
    sides = polarisation_step(par.ctx, sector.side, origin.side, distance)
    distance = rungs.beta * splitting_step(par, sector.u, origin.u)
    return sides, polarisation_step(par.ctx, sector.branch, origin.branch, distance)


def heat_capacity(rungs: Ladder) -> Float:
    """dE/dT = beta**2 (<E**2> - <E>**2), within the sectors and between them."""
    within = average(rungs, lambda sector: spread(rungs, sector))
    steps = energy_steps(rungs, heaviest(rungs))
    first = average(rungs, lambda sector: steps[sector.u])
    second = average(rungs, lambda sector: steps[sector.u] ** 2)
    return rungs.beta**2 * (within + second - first**2)


def magnetization(rungs: Ladder) -> Float:
    """-<sum_k sigma^z_k> for omega_a >= 0."""
    return average(rungs, lambda sector: sector.u * sector.side.polarisation)


# The target.


def coherence_slope(rungs: Ladder) -> Float:
    """dC/d(beta) = <dg/d(beta)> - Cov(E, g), g the coherence of a sector."""
    origin = heaviest(rungs)
    energies = energy_steps(rungs, origin)
    values = {sector.u: _coherence_step(rungs, sector, origin) for sector in rungs.sectors}
    direct = average(rungs, lambda sector: _sector_coherence_slope(rungs, sector))
    product = average(rungs, lambda sector: energies[sector.u] * values[sector.u])
    left = average(rungs, lambda sector: energies[sector.u])
    right = average(rungs, lambda sector: values[sector.u])
    return direct - (product - left * right)


def _sector_coherence_slope(rungs: Ladder, sector: Sector) -> Float:
    # d tanh(x/2)/d(beta) = 2 q (1-q) x/beta with q the excited share.
    side, branch = sector.side, sector.branch
    sides = 2 * side.excited * (1 - side.excited) * rungs.parameters.omega_a * sector.u
    branches = 2 * branch.excited * (1 - branch.excited) * sector.splitting
    return sector.slope * (sides * branch.polarisation + branches * side.polarisation)


def _coherence_step(rungs: Ladder, sector: Sector, origin: Sector) -> Float:
    """g_u - g_v; every factor of g rises with u, so the three terms have one sign."""
    par = rungs.parameters
    u, v = sector.u, origin.u
    if u == v:
        return par.ctx.zero
    sides, branches = _polarisation_steps(rungs, sector, origin)
    tilt = u * origin.splitting + v * sector.splitting
    slopes = sector.slope - origin.slope
    if par.omega and tilt:
        slopes = 2 * par.gamma * par.omega**2 * (u * u - v * v) / (sector.splitting * origin.splitting * tilt)
    polarised = sides * sector.branch.polarisation + origin.side.polarisation * branches
    return slopes * sector.side.polarisation * sector.branch.polarisation + origin.slope * polarised


def components(rungs: Ladder) -> list[Component]:
    """The target's state by sector at finite temperature."""
    norm = total_weight(rungs)
    return [
        Component(
            u=sector.u,
            share=sector.weight / norm,
            side=sector.side.polarisation,
            wrong=sector.side.excited,
            branch=sector.branch.polarisation,
            upper=sector.branch.excited,
        )
        for sector in rungs.sectors
    ]


def ground_components(par: Parameters, levels: Iterable[GroundLevel]) -> list[Component]:
    """The target's state by sector in an equal mixture of all ground states."""
    counts: dict[int, int] = {}
    sides: dict[int, set[bool]] = {}
    branches: dict[int, set[int]] = {}
    for level in levels:
        u = abs(level.m)
        counts[u] = counts.get(u, 0) + level.degeneracy
        sides.setdefault(u, set()).add(level.m > 0)
        branches.setdefault(u, set()).add(level.branch)
    ctx, every = par.ctx, sum(counts.values())
    result = []
    for u, count in counts.items():
        side = ctx.mpf(2 - len(sides[u]))
        branch = ctx.mpf(2 - len(branches[u]))
        share = ctx.mpf(count) / every
        result.append(Component(u=u, share=share, side=side, wrong=(1 - side) / 2, branch=branch, upper=(1 - branch) / 2))
    return result


def target(par: Parameters, parts: list[Component]) -> Target:
    """The reduced state (26) from its components, small eigenvalue and population included."""
    ctx = par.ctx
    x = z = population = ctx.zero
    for part in parts:
        height = splitting(par, part.u)
        slope = 2 * par.gamma * part.u / height if height else ctx.zero
        down = par.omega / height if height else ctx.zero
        # 1 - omega/S = 4 gamma**2 u**2/(S (S + omega)), so that no population is a difference.
        missing = 4 * par.gamma**2 * part.u**2 / (height * (height + par.omega)) if height else ctx.one
        x += part.share * slope * part.side * part.branch
        z += part.share * down * part.branch
        population += part.share * (missing / 2 + down * part.upper)
    r = ctx.hypot(x, z)
    return Target(x=x, z=z, r=r, population=population, eigenvalue=2 * determinant(par, parts) / (1 + r))


def determinant(par: Parameters, parts: list[Component]) -> Float:
    """det rho_t = D (1-D) - B**2 in the eigenbasis of the heaviest sector's state.

    D, the population across that state, is a sum of positive terms; det >= P_k D/4 with P_k >= 1/(N+1),
    so that the difference loses log2(4(N+1)) bits at most.
    """
    ctx = par.ctx
    if not par.omega:
        across = sum(p.share * (p.wrong + p.side * p.upper if p.u and par.gamma else ctx.mpf(1) / 2) for p in parts)
        return across * (1 - across)
    signed = [(part.u, part.share * (1 - part.wrong) if part.u else part.share, part) for part in parts]
    signed += [(-part.u, part.share * part.wrong, part) for part in parts if part.u and part.wrong]
    centre = max(signed, key=lambda entry: entry[1])[0]
    height = splitting(par, centre)
    across = off = ctx.zero
    for m, share, part in signed:
        product = splitting(par, m) * height
        sine = 2 * par.gamma * par.omega * (m - centre) / product
        cosine = (4 * par.gamma**2 * m * centre + par.omega**2) / product
        bend = sine**2 / (1 + cosine) if 2 * cosine > 1 else 1 - cosine
        across += share * (part.upper + part.branch * bend / 2)
        off += share * part.branch * sine / 2
    return across * (1 - across) - off**2


def purity(state: Target) -> Float:
    """Tr rho_t**2 = (1 + x**2 + z**2)/2."""
    return (1 + state.x**2 + state.z**2) / 2


def target_entropy(ctx: Context, state: Target) -> Float:
    """Von Neumann entropy of rho_t in nats."""
    small = state.eigenvalue
    return -small * ctx.ln(small) - (1 - small) * ctx.log1p(-small) if small else ctx.zero


def relative_entropy_of_coherence(ctx: Context, state: Target) -> Float:
    """S(diag rho_t) - S(rho_t), p and lambda the smaller entries of the two spectra.

    With d = p - lambda = x**2/(2(r+|z|)) and k(t) = (1+t) log(1+t) - t it is
    d log((1-p)/p) + p k(-d/p) + (1-p) k(d/(1-p)), none of them negative.
    """
    if not state.x:
        return ctx.zero
    p, q = state.population, 1 - state.population
    d = state.x**2 / (2 * (state.r + state.z))
    low = entropy_excess(ctx, -d / p, state.eigenvalue / p)
    return d * ctx.log1p(state.z / p) + p * low + q * entropy_excess(ctx, d / q, 1 + d / q)


def entropy_excess(ctx: Context, t: Float, one_plus_t: Float) -> Float:
    """k(t) = (1+t) log(1+t) - t >= 0, t >= -1, given 1+t free of cancellation.

    Error: 16 bits are lost at most; below |t| = 2**-8 the series sum (-t)**n/(n(n-1)) takes over.
    """
    if abs(t) > ctx.ldexp(ctx.one, -8):
        return (one_plus_t * ctx.ln(one_plus_t) if one_plus_t else ctx.zero) - t
    if not t:
        return ctx.zero
    result = term = t**2 / 2
    n = 2
    while abs(term) > ctx.ldexp(result, -ctx.prec - 8):
        term = -term * t * (n - 1) / (n + 1)
        result += term
        n += 1
    return result


def ergotropy(par: Parameters, state: Target) -> Float:
    """(omega/2)(r + z), that is (omega/2) x**2/(r + |z|)."""
    return par.omega / 2 * state.x**2 / (state.r + state.z) if state.x else par.ctx.zero
