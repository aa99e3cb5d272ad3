"""Section 7, (48)-(52): antiferromagnetic sources, N even."""

from __future__ import annotations

from sympy import Abs, Expr, Gt, Integer, Lt, Piecewise

from ..exact.symbols import J, N, gamma, m, omega, omega_a
from .entry import Entry, Sampler, Statement, Wrong
from .notation import C_0, Delta, E_min, J_c, S

SECTION = "7. Temperature dependence of `C` for antiferromagnetic interaction and even `N`"
SOURCE = "Sec. 7"

_ALIGNED = 2 * N * gamma / S(N)
_LINE = -omega_a / 4 - (S(N) - omega) / (4 * N)
_LOWEST = omega_a / 2 * m + J * N - 2 * J * Abs(m) - S(m) / 2


def _phases(above: Expr, below: Expr) -> Statement:
    return Statement(lhs=C_0, rhs=Piecewise((above, Gt(J, J_c)), (below, Lt(J, J_c))))


ENTRIES = (
    Entry(
        number="48",
        title="Phase-transition line",
        statements=(Statement(lhs=J_c, rhs=_LINE),),
        assumptions=("`N >= 2` even", "`omega >= 0`; `omega_a > 0`; `gamma` real"),
        derivation="phase-lines",
        sampler=Sampler(sources=(2, 6), parity="even", positive=("omega_a",), temperature="none"),
        wrong=Wrong(name="+ω for −ω", statement=Statement(lhs=J_c, rhs=_LINE.subs(omega, -omega))),
        note="`J_c` is the coupling at which the ground state changes, with no third one in between.",
    ),
    Entry(
        number="49",
        title="Ground-state coherence beside the line",
        statements=(_phases(_ALIGNED, Integer(0)),),
        assumptions=("`N >= 2` even", "`omega >= 0`; `omega_a`, `gamma > 0`; `J < 0`", "`J != J_c`"),
        derivation="low-temperature",
        sampler=Sampler(sources=(2, 6), parity="even", coupling="antiferromagnetic", positive=("omega_a", "gamma"), temperature="none"),
        wrong=Wrong(name="the two phases exchanged", statement=_phases(Integer(0), _ALIGNED)),
    ),
    Entry(
        number="50",
        title="Ground-state coherence on the line",
        statements=(Statement(lhs=C_0, rhs=_ALIGNED / 3),),
        assumptions=("`N >= 2` even", "`omega`, `omega_a`, `gamma > 0`", "`J = J_c`"),
        derivation="phase-lines",
        sampler=Sampler(sources=(2, 6), parity="even", coupling="critical", positive=("omega", "omega_a", "gamma"), temperature="none"),
        wrong=Wrong(name="1/2 for 1/3", statement=Statement(lhs=C_0, rhs=_ALIGNED / 2)),
        note=(
            "One aligned and two antialigned ground states. At `omega = 0` all sectors `m <= 0` tie instead, and `C_0 ="
            " (L_N - 2)/(L_N + 2)` with the Lucas number `L_N`. The displayed formula was rebuilt from the prose."
        ),
    ),
    Entry(
        number="51",
        title="Lowest energy of a sector",
        statements=(Statement(lhs=E_min(m), rhs=_LOWEST),),
        assumptions=("`N >= 2`", "`omega >= 0`; `omega_a`, `gamma` real; `J < 0`", "`m = -N, -N+2, ..., N`"),
        source="Sec. 7.1",
        derivation="phase-lines",
        sampler=Sampler(sources=(2, 6), coupling="antiferromagnetic", positive=(), temperature="none", indices={"m": "sectors"}),
        wrong=Wrong(name="−J|m| for −2J|m|", statement=Statement(lhs=E_min(m), rhs=_LOWEST + J * Abs(m))),
        note="Holds for odd `N` as well, and is used there. At `m = 0`, `S_0 = omega`.",
    ),
    Entry(
        number="52",
        title="Energy difference of the two phases",
        statements=(
            Statement(lhs=Delta, rhs=E_min(-N) - E_min(0)),
            Statement(lhs=Delta, rhs=-N * omega_a / 2 - 2 * N * J - (S(N) - omega) / 2),
            Statement(lhs=Delta, rhs=2 * N * (J_c - J)),
        ),
        assumptions=("`N >= 2` even", "`omega >= 0`; `omega_a > 0`; `gamma` real; `J < 0`"),
        source="Sec. 7.1",
        derivation="phase-lines",
        sampler=Sampler(sources=(2, 6), parity="even", coupling="antiferromagnetic", positive=("omega_a",), temperature="none"),
        wrong=Wrong(name="m = N for m = −N", statement=Statement(lhs=Delta, rhs=E_min(N) - E_min(0))),
        note="The last form, added here, says that the levels cross at (48). The displayed formula was rebuilt from the prose.",
    ),
)
