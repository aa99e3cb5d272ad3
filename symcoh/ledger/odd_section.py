"""Section 8, (53)-(57): antiferromagnetic sources, N odd."""

from __future__ import annotations

from sympy import Expr

from ..exact.symbols import J, N, gamma, omega, omega_a
from .entry import Approach, Entry, Sampler, Statement, Wrong
from .notation import C_0, Delta, E_min, J_c, S

SECTION = "8. Temperature dependence of `C` for antiferromagnetic interaction and odd `N`"
SOURCE = "Sec. 8.1"

_ALIGNED = 2 * N * gamma / S(N)
_SINGLE = 2 * gamma / S(1)
_LINE = -omega_a / 4 - (S(N) - S(1)) / (4 * (N - 1))


def _strong(line: Expr) -> Statement:
    return Statement(
        lhs=J_c,
        rhs=line,
        relation="~",
        order=1 / gamma,
        approach=Approach(symbol=gamma, points=("1e4", "1e6", "1e8"), neglected=omega**2 / (16 * N * gamma)),
    )


ENTRIES = (
    Entry(
        number="53",
        title="Energy difference of the two phases",
        statements=(
            Statement(lhs=Delta, rhs=E_min(-N) - E_min(-1)),
            Statement(lhs=Delta, rhs=-(N - 1) * omega_a / 2 - 2 * (N - 1) * J - (S(N) - S(1)) / 2),
            Statement(lhs=Delta, rhs=2 * (N - 1) * (J_c - J)),
        ),
        assumptions=("`N >= 3` odd", "`omega >= 0`; `omega_a > 0`; `gamma` real; `J < 0`"),
        derivation="phase-lines",
        sampler=Sampler(sources=(3, 7), parity="odd", coupling="antiferromagnetic", positive=("omega_a",), temperature="none"),
        wrong=Wrong(name="m = 1 for m = −1", statement=Statement(lhs=Delta, rhs=E_min(-N) - E_min(1))),
        note="The last form, added here, says that the levels cross at (54). The displayed formula was rebuilt from the prose.",
    ),
    Entry(
        number="54",
        title="Phase-transition line",
        statements=(Statement(lhs=J_c, rhs=_LINE),),
        assumptions=("`N >= 3` odd", "`omega >= 0`; `omega_a > 0`; `gamma` real"),
        derivation="phase-lines",
        sampler=Sampler(sources=(3, 7), parity="odd", positive=("omega_a",), temperature="none"),
        wrong=Wrong(name="S_1 added", statement=Statement(lhs=J_c, rhs=-omega_a / 4 - (S(N) + S(1)) / (4 * (N - 1)))),
        note="`J_c` is the coupling at which the ground state changes, with no third one in between.",
    ),
    Entry(
        number="55",
        title="Phase-transition line at strong coupling to the target",
        statements=(_strong(-omega_a / 4 - gamma / 2),),
        assumptions=("`N >= 3` odd", "`omega >= 0`; `omega_a > 0`", "`gamma -> oo`, all other parameters fixed"),
        derivation="phase-lines",
        sampler=Sampler(sources=(3, 13), parity="odd", positive=("omega", "omega_a", "gamma"), temperature="none"),
        wrong=Wrong(name="ω_a/2 for ω_a/4", statement=_strong(-omega_a / 2 - gamma / 2)),
        note="For even `N` the constant `omega/(4N)` is added to this, since `S_0 = omega` takes the place of `S_1`.",
    ),
    Entry(
        number="56",
        title="Ground-state coherence below the line",
        statements=(Statement(lhs=C_0, rhs=_SINGLE),),
        assumptions=("`N >= 3` odd", "`omega >= 0`; `omega_a`, `gamma > 0`", "`J < J_c`"),
        derivation="low-temperature",
        sampler=Sampler(sources=(3, 7), parity="odd", coupling="antialigned", positive=("omega_a", "gamma"), temperature="none"),
        wrong=Wrong(name="the coherence above the line", statement=Statement(lhs=C_0, rhs=_ALIGNED)),
        note="The coherence of a single source: it need not be small, and tends to 1 for `gamma >> omega`.",
    ),
    Entry(
        number="57",
        title="Ground-state coherence above the line",
        statements=(Statement(lhs=C_0, rhs=_ALIGNED),),
        assumptions=("`N >= 3` odd", "`omega >= 0`; `omega_a`, `gamma > 0`", "`J > J_c`"),
        derivation="low-temperature",
        sampler=Sampler(sources=(3, 7), parity="odd", coupling="aligned", positive=("omega_a", "gamma"), temperature="none"),
        wrong=Wrong(name="the coherence below the line", statement=Statement(lhs=C_0, rhs=_SINGLE)),
        note="On the line the `N` antialigned ground states tie with the aligned one: `C_0` is `N` times (56) and (57), divided by `N+1`.",
    ),
)
