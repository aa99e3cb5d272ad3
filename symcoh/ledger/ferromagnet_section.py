"""Section 6, (40)-(47): ferromagnetic sources, the ground state and the limits of the coherence."""

from __future__ import annotations

from sympy import Expr, Integer, KroneckerDelta, Piecewise, cosh, exp, oo, sinh, tanh

from ..exact.symbols import J, N, beta, gamma, m, omega, omega_a
from .entry import Approach, Counterexample, Entry, Sampler, Statement, Wrong
from .notation import C_0, E_0, C, C_up, Lim, Over, S, W, m_0, nonnegative_sectors, positive_sectors, sectors

SECTION = "6. Temperature dependence of `C` for ferromagnetic interaction"
FIXED = "all other parameters fixed"

_GROUND_ENERGY = -N * omega_a / 2 - J * N - S(N) / 2
_ALIGNED = 2 * N * gamma / S(N)


def _hot(leading: Expr) -> Statement:
    """(42) with the given coefficient of beta^2; the ring of two closes at beta^4."""
    quartic = N * gamma * omega_a * (24 * J**2 - 4 * gamma**2 - omega**2 - omega_a**2) / 24
    closing = -2 * gamma * omega_a * J**2 * KroneckerDelta(N, 2)
    return Statement(
        lhs=C,
        rhs=leading * beta**2 + N * gamma * omega_a * J * beta**3,
        relation="~",
        order=beta**4,
        approach=Approach(symbol=beta, points=("1e-6", "1e-8", "1e-10"), neglected=(quartic + closing) * beta**4),
    )


_SINGLE_SOURCE_HOT = Statement(
    lhs=C,
    rhs=N * gamma * omega_a / 2 * beta**2,
    relation="~",
    order=beta**4,
    approach=Approach(
        symbol=beta, points=("1e-3", "1e-4", "1e-5"), neglected=-N * gamma * omega_a * (4 * gamma**2 + omega**2 + omega_a**2) / 24 * beta**4
    ),
)


def _strong_then_hot(power: int) -> Statement:
    """(43) with N to the given power in front."""
    return Statement(
        lhs=C_up,
        rhs=N**power * gamma * omega_a / 2 * beta**2,
        relation="~",
        order=beta**4,
        approach=Approach(
            symbol=beta,
            points=("1e-5", "1e-6", "1e-7"),
            neglected=-(N**2) * gamma * omega_a / 24 * (S(N) ** 2 + N**2 * omega_a**2) * beta**4,
        ),
    )


def _strong_coupling(limit: Expr) -> Statement:
    return Statement(
        lhs=Lim(C, gamma, oo),
        rhs=limit,
        approach=Approach(
            symbol=gamma, points=("1e6", "1e7", "1e8"), neglected=-(omega**2) / (8 * N**2 * gamma**2) * tanh(N * beta * omega_a / 2)
        ),
    )


def _moment(power: int) -> Expr:
    """|<M^p>| of the sources without the target."""
    field = exp(beta * omega_a * m / 2) * W(m)
    return Over(m**power * field, m, sectors) / Over(field, m, sectors)


def _weak_coupling(slope: Expr) -> Statement:
    """(45) with the given coefficient of gamma; the term in gamma^3 from the third moment and the first two."""
    half, level = beta * omega / 2, tanh(beta * omega / 2)
    cubic = (1 - level / half) / (2 * half**2) * _moment(3) - level**2 / (2 * half**2) * _moment(1) * _moment(2)
    return Statement(
        lhs=C,
        rhs=slope * gamma,
        relation="~",
        order=gamma**3,
        approach=Approach(symbol=gamma, points=("1e-6", "1e-8", "1e-10"), neglected=beta**3 * cubic * gamma**3),
    )


def _free_magnetization(multiplicity: Expr) -> Statement:
    """(46), each sector of the denominator counted with the given multiplicity."""
    numerator = Over(m * W(m) * sinh(beta * omega_a * m / 2), m, positive_sectors)
    denominator = Over(multiplicity * W(m) * cosh(beta * omega_a * m / 2), m, nonnegative_sectors)
    return Statement(lhs=m_0, rhs=2 * numerator / denominator)


def _large_gap(limit: Expr) -> Statement:
    """(47) with the given limit; the term in e^{-beta omega_a} comes from one source up, m = N-2."""
    aligned = _ALIGNED * tanh(beta * S(N) / 2)
    next_sector = Piecewise((2 * gamma * (N - 2) / S(N - 2) * sinh(beta * S(N - 2) / 2), N > 2), (0, True))
    correction = N * exp(-4 * beta * J) * (next_sector - cosh(beta * S(N - 2) / 2) * aligned) / cosh(beta * S(N) / 2)
    return Statement(
        lhs=Lim(C, omega_a, oo),
        rhs=limit,
        approach=Approach(
            symbol=omega_a,
            points=("1000", "1500", "2000"),
            neglected=Piecewise((-2 * aligned, N < 2), (correction, True)) * exp(-beta * omega_a),
            tied={"beta": "1/2"},
        ),
    )


ENTRIES = (
    Entry(
        number="40",
        title="Ground energy",
        statements=(Statement(lhs=E_0, rhs=_GROUND_ENERGY),),
        assumptions=("`N >= 2`", "`omega`, `J >= 0`; `omega_a > 0`; `gamma` real"),
        source="Sec. 6.1",
        derivation="phase-lines",
        sampler=Sampler(sources=(2, 6), coupling="ferromagnetic", positive=("omega_a",), temperature="none"),
        wrong=Wrong(name="+JN for −JN", statement=Statement(lhs=E_0, rhs=_GROUND_ENERGY.subs(J, -J))),
        note="The aligned state `m = -N`, `n = 0`. For `N = 1` the bond is a constant and (40) holds for every `J`.",
    ),
    Entry(
        number="41",
        title="Ground-state coherence",
        statements=(Statement(lhs=C_0, rhs=_ALIGNED),),
        assumptions=("`N >= 1`", "`omega`, `J >= 0`; `omega_a`, `gamma > 0`"),
        source="Sec. 6.1",
        derivation="low-temperature",
        sampler=Sampler(coupling="ferromagnetic", positive=("omega_a", "gamma"), temperature="none"),
        wrong=Wrong(name="N−1 for N", statement=Statement(lhs=C_0, rhs=_ALIGNED.subs(N, N - 1))),
        note="At `omega_a = 0` the states `m = N` and `m = -N` tie and the coherence at `T = 0` vanishes: `T -> 0` and `omega_a -> "
        "0` do not commute.",
    ),
    Entry(
        number="42",
        title="High temperature",
        statements=(_hot(N * gamma * omega_a / 2),),
        assumptions=("`N >= 2`", "`omega >= 0`; `omega_a`, `gamma > 0`; `J` real", f"`beta -> 0`, {FIXED}"),
        source="Sec. 6.2",
        status="corrected",
        derivation="high-temperature",
        sampler=Sampler(sources=(2, 6), positive=("omega", "omega_a", "gamma")),
        wrong=Wrong(name="N for N/2", statement=_hot(N * gamma * omega_a)),
        counterexample=Counterexample(
            refutes="The term in `J` is there for every `N`: for `N = 1` the bond is a constant, and there is no term in `beta^3`.",
            values={"N": "1", "omega": "1", "omega_a": "7/10", "gamma": "3/10", "J": "2/5", "beta": "1"},
            statement=_SINGLE_SOURCE_HOT,
        ),
        note="Proved for `N >= 2`; that the paper means every `N` is an inference from its silence. The expansion as one polynomial"
        " in `N` goes on through `beta^(N+1)` only, where the ring closes.",
    ),
    Entry(
        number="43",
        title="High temperature after strong coupling",
        statements=(_strong_then_hot(2),),
        assumptions=("`N >= 1`", "`omega >= 0`; `omega_a`, `gamma > 0`", f"`beta -> 0` after `J -> oo`, {FIXED}"),
        source="Sec. 6.2",
        derivation="strong-ferromagnet",
        sampler=Sampler(sources=(1, 6), positive=("omega", "omega_a", "gamma")),
        wrong=Wrong(name="N for N²", statement=_strong_then_hot(1)),
        note="The leading term of (42) times `N`: the limits `beta -> 0` and `J -> oo` do not commute for `N >= 2`.",
    ),
    Entry(
        number="44",
        title="Strong coupling to the target",
        statements=(_strong_coupling(tanh(N * beta * omega_a / 2)),),
        assumptions=("`N >= 1`", "`omega >= 0`; `omega_a > 0`; `J` real", "`0 < beta < oo`", f"`gamma -> oo`, {FIXED}"),
        source="Sec. 6.3",
        derivation="strong-coupling",
        sampler=Sampler(sources=(1, 7), positive=("omega", "omega_a", "gamma")),
        wrong=Wrong(name="ω_a for ω_a/2", statement=_strong_coupling(tanh(N * beta * omega_a))),
    ),
    Entry(
        number="45",
        title="Weak coupling to the target",
        statements=(_weak_coupling(2 / omega * tanh(beta * omega / 2) * m_0),),
        assumptions=("`N >= 1`", "`omega`, `omega_a > 0`; `J` real", "`0 < beta < oo`", f"`gamma -> 0` from above, {FIXED}"),
        source="Sec. 6.3",
        derivation="weak-coupling",
        sampler=Sampler(sources=(1, 7), positive=("omega", "omega_a", "gamma")),
        wrong=Wrong(name="βω for βω/2", statement=_weak_coupling(2 / omega * tanh(beta * omega) * m_0)),
    ),
    Entry(
        number="46",
        title="Magnetization of the free ring",
        statements=(_free_magnetization(2 - KroneckerDelta(m, 0)),),
        assumptions=("`N >= 1`", "`omega_a`, `J` real", "`0 <= beta < oo`"),
        source="Sec. 6.3",
        status="definition",
        sampler=Sampler(positive=()),
        wrong=Wrong(name="W_0 counted twice", statement=_free_magnetization(Integer(2))),
        note="`m_0 = -<M>` of the sources without the target. The displayed formula was rebuilt from the prose.",
    ),
    Entry(
        number="47",
        title="Large gap of the sources",
        statements=(_large_gap(_ALIGNED * tanh(beta * S(N) / 2)),),
        assumptions=("`N >= 1`", "`omega >= 0`; `gamma > 0`; `J` real", "`0 < beta < oo`", f"`omega_a -> oo`, {FIXED}"),
        source="Sec. 6.4",
        derivation="large-gap",
        sampler=Sampler(sources=(1, 7), positive=("omega", "omega_a", "gamma")),
        wrong=Wrong(name="2N for N", statement=_large_gap(_ALIGNED.subs(N, 2 * N) * tanh(beta * S(N) / 2))),
    ),
)
