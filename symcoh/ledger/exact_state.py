"""Section 4, (24)-(31): the exact thermal state and the coherence."""

from __future__ import annotations

from sympy import Abs, Eq, Expr, KroneckerDelta, Piecewise, binomial, cosh, exp, hyper, sinh

from ..exact.symbols import J, N, beta, gamma, m, n, omega_a
from .entry import Entry, Sampler, Statement, Wrong
from .notation import (
    C,
    Dyad,
    E,
    Over,
    S,
    W,
    Z,
    c_e_branch,
    c_g_branch,
    domains,
    g,
    ket_chi_branch,
    nonnegative_sectors,
    p_g,
    pm,
    positive_sectors,
    rho_ge,
    rho_t,
    sectors,
    signs,
)

SECTION = "4. Exact expression for the local quantum coherence"
SOURCE = "Sec. 4"
PARAMETERS = ("`N >= 1`", "`omega >= 0`; `omega_a`, `gamma`, `J` real")
TEMPERATURE = "`0 <= beta < oo`"
SPLIT = "`omega > 0`, or `gamma != 0`, so that `S_m > 0` in every sector `m != 0`"


def _over_levels(sign: int, body: Expr | int = 1) -> Expr:
    """The sum over all levels with the weight g(m, n) e^{sign beta E_+-(m, n)}."""
    return Over(Over(Over(g(m, n) * exp(sign * beta * E(pm, m, n)) * body, pm, signs), n, domains), m, sectors)


_K = (N + m) / 2
_DEGENERACY = KroneckerDelta(n, 0) * KroneckerDelta(Abs(m), N) + (1 - KroneckerDelta(n, 0)) * N / n * binomial(
    _K - 1, n - 1, evaluate=False
) * binomial(N - _K - 1, n - 1, evaluate=False)
_POPULATION = c_g_branch(pm, m) ** 2
_COHERENCE = c_e_branch(pm, m) * c_g_branch(pm, m)
_PROJECTOR = Dyad(ket_chi_branch(pm, m), ket_chi_branch(pm, m))


def _modulus(transverse: Expr) -> Expr:
    weight = g(m, n) * exp(-beta * (omega_a / 2 * m - J * (N - 4 * n)))
    return Abs(Over(Over(weight * (2 * gamma * m / S(m)) * 2 * transverse, n, domains), m, sectors)) / Z


def _positive_terms(transverse: Expr) -> Expr:
    return 8 * gamma / Z * Over(m / S(m) * W(m) * sinh(beta * omega_a * m / 2) * transverse, m, positive_sectors)


def _counted(sign: int) -> Expr:
    return Over(g(m, n) * exp(sign * beta * J * (N - 4 * n)), n, domains)


_HYPERGEOMETRIC = Piecewise(
    (exp(beta * J * N), Eq(Abs(m), N)),
    (N * exp(beta * J * (N - 4)) * hyper([1 - (N + m) / 2, 1 - (N - m) / 2], [2], exp(-4 * beta * J)), Abs(m) < N),
)


def _partition(multiplicity: Expr | int) -> Expr:
    return Over(multiplicity * W(m) * cosh(beta * omega_a * m / 2) * 2 * cosh(beta * S(m) / 2), m, nonnegative_sectors)


_HALF = beta * S(m) / 2

ENTRIES = (
    Entry(
        number="24",
        title="Partition function",
        statements=(Statement(lhs=Z, rhs=_over_levels(-1)),),
        assumptions=(*PARAMETERS, TEMPERATURE),
        derivation="factorized-eigenvectors",
        sampler=Sampler(positive=()),
        wrong=Wrong(name="+β for −β", statement=Statement(lhs=Z, rhs=_over_levels(1))),
    ),
    Entry(
        number="25",
        title="Degeneracy",
        statements=(Statement(lhs=g(m, n), rhs=_DEGENERACY),),
        assumptions=("`N >= 1`", "`m = -N, -N+2, ..., N`", "`n = 0, 1, ..., floor(N/2)`, and `n <= min(k, N-k)` with `k = (N+m)/2`"),
        derivation="degeneracy",
        sampler=Sampler(sources=(1, 9), temperature="none", indices={"n": "domains", "m": "sectors_of_n"}),
        wrong=Wrong(name="1 added", statement=Statement(lhs=g(m, n), rhs=_DEGENERACY + 1)),
        note="Beyond the range of `n` the degeneracy is 0; at `n = 0` the second term is absent.",
    ),
    Entry(
        number="26",
        title="State of the target",
        statements=(Statement(lhs=rho_t, rhs=1 / Z * _over_levels(-1, _PROJECTOR)),),
        assumptions=(*PARAMETERS, TEMPERATURE, "the target states are the normalised eigenvectors of (19)"),
        derivation="factorized-eigenvectors",
        sampler=Sampler(positive=()),
        wrong=Wrong(name="+β for −β", statement=Statement(lhs=rho_t, rhs=1 / Z * _over_levels(1, _PROJECTOR))),
    ),
    Entry(
        number="27a",
        title="Population of the ground state",
        statements=(Statement(lhs=p_g, rhs=1 / Z * _over_levels(-1, _POPULATION)),),
        assumptions=(*PARAMETERS, TEMPERATURE, "the weights are those of the normalised eigenvectors of (19), and real"),
        derivation="exact-coherence",
        sampler=Sampler(positive=()),
        wrong=Wrong(name="+β for −β", statement=Statement(lhs=p_g, rhs=1 / Z * _over_levels(1, _POPULATION))),
        note="The displayed formula was rebuilt from the prose.",
    ),
    Entry(
        number="27b",
        title="Off-diagonal element",
        statements=(Statement(lhs=rho_ge, rhs=1 / Z * _over_levels(-1, _COHERENCE)),),
        assumptions=(*PARAMETERS, TEMPERATURE, "the weights are those of the normalised eigenvectors of (19), and real"),
        derivation="exact-coherence",
        sampler=Sampler(positive=()),
        wrong=Wrong(name="a sign", statement=Statement(lhs=rho_ge, rhs=-1 / Z * _over_levels(-1, _COHERENCE))),
        note="The displayed formula was rebuilt from the prose.",
    ),
    Entry(
        number="28",
        title="Exact coherence",
        statements=(Statement(lhs=C, rhs=_modulus(sinh(_HALF))),),
        assumptions=(*PARAMETERS, SPLIT, TEMPERATURE),
        derivation="exact-coherence",
        sampler=Sampler(),
        wrong=Wrong(name="cosh for sinh", statement=Statement(lhs=C, rhs=_modulus(cosh(_HALF)))),
        note="The term `m = 0` is 0. The displayed formula was rebuilt from the prose.",
    ),
    Entry(
        number="29",
        title="Coherence as a sum of positive terms",
        statements=(Statement(lhs=C, rhs=_positive_terms(sinh(_HALF))),),
        assumptions=("`N >= 1`", "`omega >= 0`; `omega_a`, `gamma > 0`; `J` real", TEMPERATURE),
        derivation="exact-coherence",
        sampler=Sampler(positive=("omega_a", "gamma")),
        wrong=Wrong(name="cosh for the second sinh", statement=Statement(lhs=C, rhs=_positive_terms(cosh(_HALF)))),
    ),
    Entry(
        number="30",
        title="Sector weight",
        statements=(Statement(lhs=W(m), rhs=_counted(1)), Statement(lhs=W(m), rhs=_HYPERGEOMETRIC)),
        assumptions=("`N >= 1`", "`m = -N, -N+2, ..., N`", "`J` real", TEMPERATURE),
        derivation="sector-weight",
        sampler=Sampler(sources=(1, 9), positive=(), indices={"m": "sectors"}),
        wrong=Wrong(name="−J for J", statement=Statement(lhs=W(m), rhs=_counted(-1))),
    ),
    Entry(
        number="31",
        title="Partition function over `m ≥ 0`",
        statements=(Statement(lhs=Z, rhs=_partition(2 - KroneckerDelta(m, 0))),),
        assumptions=(*PARAMETERS, TEMPERATURE),
        derivation="exact-coherence",
        sampler=Sampler(positive=()),
        wrong=Wrong(name="m = 0 twice", statement=Statement(lhs=Z, rhs=_partition(2))),
    ),
)
