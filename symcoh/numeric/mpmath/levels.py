"""Sectors of the ring (9)-(20), (24)-(25) in floating point, for the mpmath backend.

The 2 x 2 problem (18) sees only m**2 and the pair +-m differs by the sign of omega_a m, so a sector is
u = |m|, and within it a state is three independent choices above the sector's lowest energy e(u):

    spins against omega_a (costs |omega_a| u), the upper branch (costs S_u), j domains away from the
    favoured number (costs 4 |J| j),        e(u) = -|omega_a| u/2 - J l(u) - S_u/2.

Every Boltzmann factor is exp of something <= 0 counted from e(u), every difference between sectors is
formed term by term, and so nothing cancels but what the parameters themselves make cancel.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb, inf
from typing import Any

from mpmath.libmp import MPZ

from ...balls import ask_clocks_about
from ...errors import NotCertified, integer_text
from ...model import Model
from .floats import Context, Float, Unresolved, context, falling_exponential, rise, to_float

MAX_SOURCES = 20_000
"""The domain sums take N**2/8 terms; beyond this they are refused."""

TERM, TERM_BITS = 1e-6, 1200
"""Seconds of a term of the domain sums at few bits, and the bits that take as long again."""

SECTOR = 1e-4
"""Seconds that the rest of a sector takes, about."""

TERMS_BETWEEN = 64
"""Terms of a domain sum between two looks at the clock."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Parameters:
    """The parameters of (1)-(2) as floats of one context: |omega_a| and |gamma|, J with its sign."""

    ctx: Context
    N: int
    omega: Float
    omega_a: Float
    gamma: Float
    J: Float


@dataclass(frozen=True, kw_only=True, slots=True)
class Switch:
    """One two-state choice with energy x/beta: e^-x, the excited share, and tanh(x/2)."""

    argument: Float
    factor: Float
    excited: Float
    polarisation: Float


@dataclass(frozen=True, kw_only=True, slots=True)
class Domains:
    """Sums over the domain number, counted from the favoured one: sum_j g_j y^j j^r.

    `first` is g_0, exact; `tail` the sum over j >= 1, `moment` and `square` those with j and j**2; `terms` how many were summed.
    """

    first: int
    tail: Float
    moment: Float
    square: Float
    terms: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Gap:
    """e(u) - e(origin) with a bound of its error; zero error means resolved to full precision."""

    value: Float
    error: Float


@dataclass(frozen=True, kw_only=True, slots=True)
class Sector:
    """Sector u = |m|: splitting S_u (20), slope 2 |gamma| u/S_u, its choices and its weight.

    `weight` is the sector's share of Z times exp(beta e(origin)); `ground` of it, exactly, are states
    that reach e(origin) with every choice at its favoured end, and `surplus` is the rest.
    """

    u: int
    splitting: Float
    slope: Float
    bonds: int
    side: Switch
    branch: Switch
    domains: Domains
    gap: Gap
    weight: Float
    ground: int
    surplus: Float


@dataclass(frozen=True, kw_only=True, slots=True)
class Ladder:
    """All sectors at one temperature, energies counted from e(origin)."""

    model: Model
    parameters: Parameters
    beta: Float
    origin: int
    tied: frozenset[int]
    sectors: tuple[Sector, ...]


def parameters(model: Model, bits: int, ceiling: int) -> Parameters:
    """The model's parameters in a fresh context of `bits` bits."""
    ctx = context(bits)
    values = {name: to_float(ctx, getattr(model, name), ceiling) for name in ("omega", "omega_a", "gamma", "J")}
    return Parameters(ctx=ctx, N=model.N, omega=values["omega"], omega_a=abs(values["omega_a"]), gamma=abs(values["gamma"]), J=values["J"])


def switch(ctx: Context, x: Float) -> Switch:
    """The two-state choice with x = beta times its energy, x >= 0."""
    factor = falling_exponential(ctx, x)
    return Switch(argument=x, factor=factor, excited=factor / (1 + factor), polarisation=rise(ctx, x) / (1 + factor))


def polarisation_step(ctx: Context, left: Switch, right: Switch, distance: Float) -> Float:
    """tanh(x/2) - tanh(x'/2), given distance = x - x' free of cancellation."""
    low = right if distance >= 0 else left
    size = 2 * low.factor * rise(ctx, abs(distance)) / ((1 + left.factor) * (1 + right.factor))
    return size if distance >= 0 else -size


def splitting(par: Parameters, u: int) -> Float:
    """S_u = sqrt(omega**2 + 4 gamma**2 u**2) (20)."""
    return par.ctx.sqrt(par.omega**2 + 4 * u * u * par.gamma**2)


def favoured_domains(N: int, u: int, *, ferromagnetic: bool) -> int:
    """The number of up-domains (16) of lowest bond energy in the sectors m = +-u."""
    if u == N:
        return 0
    return 1 if ferromagnetic else (N - u) // 2


def domain_sums(ctx: Context, N: int, u: int, y: Float, *, ferromagnetic: bool) -> Domains:
    """Sums over (25) in powers of y = exp(-4 beta |J|), positive term by term.

    g(n+1)/g(n) = (k-n)(N-k-n)/(n(n+1)) with k = (N-u)/2 carries the terms, in integers scaled by
    the term j = 1, so that the sums keep their relative accuracy however small y is.

    Error: the g_j y^j rise to one peak and fall; the sum ends where the rest is below 2**-(p+20).
    """
    if u == N:
        return Domains(first=1, tail=ctx.zero, moment=ctx.zero, square=ctx.zero)
    k = (N - u) // 2
    n, step = (1, 1) if ferromagnetic else (k, -1)
    first = N * comb(k - 1, n - 1) * comb(N - k - 1, n - 1) // n
    if k == 1 or not y:
        return Domains(first=first, tail=ctx.zero, moment=ctx.zero, square=ctx.zero)
    up, down = _ratio(N, k, n, step)
    scale = first * y * up / down
    bits = ctx.prec + 40
    mantissa, exponent = _fixed_point(y)
    term = MPZ(1) << bits
    tail = moment = square = MPZ(0)
    for j in range(1, k):
        if j % TERMS_BETWEEN == 0:
            ask_clocks_about(0.0)
        tail += term
        moment += j * term
        square += j * j * term
        n += step
        if j == k - 1:
            break
        up, down = _ratio(N, k, n, step)
        following = (term * mantissa * up // down) >> exponent
        # Past the peak the ratios fall, so a ratio below 1/2 bounds the rest by the next term.
        if 2 * following < term and (following * (j + 2) ** 2).bit_length() < 16:
            break
        term = following
    sums = [scale * ctx.ldexp(ctx.mpf(int(s)), -bits) for s in (tail, moment, square)]
    return Domains(first=first, tail=sums[0], moment=sums[1], square=sums[2], terms=j)


def _ratio(N: int, k: int, n: int, step: int) -> tuple[int, int]:
    """g(n+step)/g(n) as numerator and denominator."""
    if step == 1:
        return (k - n) * (N - k - n), n * (n + 1)
    return n * (n - 1), (k - n + 1) * (N - k - n + 1)


def _fixed_point(y: Float) -> tuple[Any, int]:
    """y = mantissa 2**-exponent, exactly, with exponent >= 0."""
    mantissa, exponent = y.man_exp
    return (MPZ(mantissa), -exponent) if exponent <= 0 else (MPZ(mantissa) << exponent, 0)


def _product(left: tuple[int, Float], right: tuple[int, Float]) -> tuple[int, Float]:
    """(a + x)(b + y) as the exact a b and the rest."""
    return left[0] * right[0], left[1] * (right[0] + right[1]) + left[0] * right[1]


def sector_energy(par: Parameters, u: int) -> Float:
    """e(u), the lowest energy (20) with |m| = u."""
    return -(par.omega_a * u + splitting(par, u)) / 2 - par.J * _bonds(par.N, u, ferromagnetic=par.J >= 0)


def _bonds(N: int, u: int, *, ferromagnetic: bool) -> int:
    """l(u) = N - 4n (17) at the favoured number of domains."""
    return N - 4 * favoured_domains(N, u, ferromagnetic=ferromagnetic)


def sector_energy_steps(par: Parameters, u: int, v: int) -> tuple[Float, Float, Float]:
    """The three parts of e(u) - e(v), each with full relative accuracy."""
    ferromagnetic = par.J >= 0
    bonds = _bonds(par.N, u, ferromagnetic=ferromagnetic) - _bonds(par.N, v, ferromagnetic=ferromagnetic)
    return -par.omega_a * (u - v) / 2, -par.J * bonds, -splitting_step(par, u, v) / 2


def splitting_step(par: Parameters, u: int, v: int) -> Float:
    """S_u - S_v = 4 gamma**2 (u**2 - v**2)/(S_u + S_v)."""
    total = splitting(par, u) + splitting(par, v)
    return 4 * par.gamma**2 * (u * u - v * v) / total if total else par.ctx.zero


def gaps(model: Model, par: Parameters, origin: int, tied: frozenset[int]) -> dict[int, Gap]:
    """e(u) - e(origin) for every u, to full relative accuracy even beside a critical line.

    The precision rises for those differences alone that cancel, and stops where a tie that nobody
    decided would keep it rising; those carry their error. Sectors in `tied` are equal exactly.
    """
    ctx = par.ctx
    found: dict[int, Gap] = {}
    remaining = list(range(par.N, -1, -2))
    bits, ceiling, here = ctx.prec, 4 * ctx.prec + 2**14, par
    while True:
        unresolved = []
        for u in remaining:
            if u == origin or (u in tied and origin in tied):
                found[u] = Gap(value=ctx.zero, error=ctx.zero)
                continue
            parts = sector_energy_steps(here, u, origin)
            value = sum(parts)
            error = here.ctx.ldexp(max(abs(part) for part in parts), 4 - bits)
            resolved = error <= here.ctx.ldexp(abs(value), 16 - ctx.prec)
            found[u] = Gap(value=ctx.mpf(value), error=ctx.zero if resolved else ctx.mpf(error))
            if not resolved:
                unresolved.append(u)
        if not unresolved or bits >= ceiling:
            return found
        remaining, bits = unresolved, min(2 * bits + 64, ceiling)
        here = parameters(model, bits, 2 * ceiling)


def ladder(model: Model, par: Parameters, beta: Float, tied: frozenset[int], patience: float = inf) -> Ladder:
    """Every sector with its weight, energies counted from the lowest sector.

    Args:
        model: the exact model, for gaps that need more precision.
        par: its parameters at the working precision.
        beta: inverse temperature, > 0.
        tied: the |m| of the ground manifold, decided exactly; empty when undecided.
        patience: seconds, about, that the sums may take; the work is counted, so that it ends at the same place everywhere.

    Raises:
        NotCertified: N beyond 20,000, or sums that take longer.
        Unresolved: an undecided tie matters at this temperature and precision.
    """
    if par.N > MAX_SOURCES:
        raise NotCertified(
            f"The mpmath backend sums N**2/8 terms and stops at N = {MAX_SOURCES}, but N is {integer_text(par.N)}: try the arb backend."
        )
    origin = max(tied) if tied else min(range(par.N, -1, -2), key=lambda u: sector_energy(par, u))
    found = gaps(model, par, origin, tied)
    lowest = min(found, key=lambda u: found[u].value)
    if found[lowest].value < 0 and not tied:
        origin = lowest
        found = gaps(model, par, origin, tied)
    y = falling_exponential(par.ctx, 4 * beta * abs(par.J))
    sectors: list[Sector] = []
    for u, gap in found.items():
        sectors.append(_sector(par, beta, y, u, gap))
        patience -= SECTOR + sectors[-1].domains.terms * TERM * (1 + par.ctx.prec / TERM_BITS)
        if patience < 0:
            raise NotCertified(
                f"The mpmath backend takes too long: it has summed {len(sectors)} of {len(found)} sectors of N = {par.N} with "
                f"{par.ctx.prec} bits: give --budget SECONDS to go on, or try the arb backend."
            )
    return Ladder(model=model, parameters=par, beta=beta, origin=origin, tied=tied, sectors=tuple(sectors))


def _sector(par: Parameters, beta: Float, y: Float, u: int, gap: Gap) -> Sector:
    ctx = par.ctx
    # An undecided tie is harmless as long as the Boltzmann factor does not see it.
    if beta * gap.error > ctx.ldexp(ctx.one, -ctx.prec):
        raise Unresolved
    ferromagnetic = par.J >= 0
    height = splitting(par, u)
    side = switch(ctx, beta * par.omega_a * u)
    branch = switch(ctx, beta * height)
    domains = domain_sums(ctx, par.N, u, y, ferromagnetic=ferromagnetic)
    # m = 0 has one side.
    sides = (1, side.factor if u else ctx.zero)
    ground, surplus = _product(_product(sides, (1, branch.factor)), (domains.first, domains.tail))
    boltzmann = falling_exponential(ctx, beta * gap.value)
    lowest = gap.value == 0
    return Sector(
        u=u,
        splitting=height,
        slope=2 * par.gamma * u / height if height else ctx.zero,
        bonds=_bonds(par.N, u, ferromagnetic=ferromagnetic),
        side=side,
        branch=branch,
        domains=domains,
        gap=gap,
        weight=boltzmann * (ground + surplus),
        ground=ground if lowest else 0,
        surplus=surplus if lowest else boltzmann * (ground + surplus),
    )
