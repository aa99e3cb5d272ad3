"""Beyond the ring: what (33), (34), (36)-(39) and (44)-(47) become for any sources that commute with B, Appendix A."""

from __future__ import annotations

from sympy import Abs, Expr, Integer, KroneckerDelta, Piecewise, Rational, Symbol, cosh, exp, floor, oo, sinh, tanh

from ..exact.symbols import J, N, beta, gamma, m, omega, omega_a
from .bounds_section import one_source
from .entry import Approach, Counterexample, Entry, Sampler, Statement, Wrong
from .notation import At, C, C_down, C_up, Lim, Over, S, W, b_moment, gamma_prime, nonnegative_sectors, omega_a_prime, omega_prime

SECTION = "Beyond the paper: other sources"
FINITE = "`0 < beta < oo`"
POSITIVE = ("omega", "omega_a", "gamma")
ISING = ("chain", "complete", "star", "ladder")
IN_PLANE = ("xx-ring", "xx-chain", "xx-complete")
UNIFORM = ("ring", *ISING, *IN_PLANE, "xxx-complete")

SYMMETRIC = (
    "sources with `W_m = W_{-m}`: ring, chain, complete graph, star or ladder of Ising bonds, XX ring, chain or "
    "complete graph, XXX complete graph"
)
"""What is attacked; the proof takes any sources of that symmetry."""

TWO_LEVELS = "Two levels `b = 1` and `b = -N` of the energies 0 and `J`"

ALIGNED = 2 * N * gamma / S(N) * tanh(beta * S(N) / 2)
LARGE_FIELD = tanh(N * beta * omega_a / 2)


def rises(parameter: Symbol, greater: Expr, relation: str = "<") -> Statement:
    """C against its value at a greater parameter."""
    return Statement(lhs=C, rhs=At(C, parameter, greater), relation=relation)


def _symmetric(number: str, title: str, derivation: str, parameter: Symbol, greater: Expr, relation: str, refuted: Counterexample) -> Entry:
    """A monotonicity that holds for every W_m = W_{-m}, and for no reason without."""
    statement = rises(parameter, greater, relation)
    return Entry(
        number=number,
        title=title,
        statements=(statement,),
        assumptions=(SYMMETRIC, "`omega`, `omega_a`, `gamma > 0`; `J` real", FINITE),
        source="ours, for (33) and (34) Appendix A",
        derivation=derivation,
        sampler=Sampler(sources=(1, 5), positive=POSITIVE, systems=UNIFORM, extra={str(greater): f"greater {parameter}"}),
        wrong=Wrong(name="reversed inequality", statement=rises(parameter, greater, "<" if relation == ">" else ">")),
        failures=(refuted,),
        note="The proof uses the sources through `W_m` alone. Without the symmetry it fails.",
    )


def _of_levels(refutes: str, values: dict[str, str], statement: Statement) -> Counterexample:
    return Counterexample(refutes=refutes, values={"N": "2", "omega": "1", **values}, statement=statement, system="levels")


def _strong_coupling(limit: Expr) -> Statement:
    return Statement(
        lhs=Lim(C, gamma, oo),
        rhs=limit,
        approach=Approach(symbol=gamma, points=("1e6", "1e7", "1e8"), neglected=-(omega**2) / (8 * N**2 * gamma**2) * LARGE_FIELD),
    )


def _weak_coupling(slope: Expr) -> Statement:
    """|<B/gamma>| times the slope, and what is of the order gamma^3."""
    half, level = beta * omega / 2, tanh(beta * omega / 2)
    cubic = (1 - level / half) / (2 * half**2) * b_moment(3) - level**2 / (2 * half**2) * b_moment(1) * b_moment(2)
    side = b_moment(1) / Abs(b_moment(1))
    return Statement(
        lhs=C,
        rhs=slope * Abs(b_moment(1)) * gamma,
        relation="~",
        order=gamma**3,
        approach=Approach(symbol=gamma, points=("1e-6", "1e-8", "1e-10"), neglected=beta**3 * cubic * side * gamma**3),
    )


def _large_gap(limit: Expr) -> Statement:
    """(47), the next sector being m = 2-N; for one source the sector m = 1."""
    after = Piecewise((2 * gamma * (N - 2) / S(N - 2) * sinh(beta * S(N - 2) / 2), N > 2), (0, True))
    correction = W(N - 2) / W(N) * (after - cosh(beta * S(N - 2) / 2) * ALIGNED) / cosh(beta * S(N) / 2)
    return Statement(
        lhs=Lim(C, omega_a, oo),
        rhs=limit,
        approach=Approach(
            symbol=omega_a,
            points=("1000", "1500", "2000"),
            neglected=Piecewise((-2 * ALIGNED, N < 2), (correction, True)) * exp(-beta * omega_a),
            tied={"beta": "1/2"},
        ),
    )


# The ends in J.

_FIELD, _PUSH = beta * omega_a * m / 2, beta * S(m) / 2
_TRANSVERSE = 2 * gamma * m / S(m) * sinh(_FIELD) * sinh(_PUSH)


def _longitudinal(at_zero: int = 1) -> Expr:
    """A term of Z/4 over m >= 0, the sector m = 0 counted at_zero/2 times."""
    return (1 - Rational(2 - at_zero, 2) * KroneckerDelta(m, 0)) * cosh(_FIELD) * cosh(_PUSH)


def _over(term: Expr) -> Expr:
    return Over(term, m, nonnegative_sectors)


def _multiplet(at_zero: int = 1) -> Statement:
    """J -> oo of the XXX complete graph: one state in every sector; the next multiplet has the spin N/2-1 and N-1 copies."""
    whole = _over(_longitudinal())
    limit = _over(_TRANSVERSE) / _over(_longitudinal(at_zero))
    inner = (1 - KroneckerDelta(m, N)) * (_TRANSVERSE * whole - _longitudinal() * _over(_TRANSVERSE))
    return Statement(
        lhs=Lim(C, J, oo),
        rhs=limit,
        approach=Approach(
            symbol=J,
            points=("100", "200", "400"),
            neglected=(N - 1) * exp(-2 * N * beta * J) * _over(inner) / whole**2,
            tied={"beta": "3/4"},
        ),
    )


def _end(number: str, title: str, systems: tuple[str, ...], words: str, end: Expr, right: Expr, wrong: Expr, name: str, note: str) -> Entry:
    """C_up or C_down in closed form; C does not pass C_up."""
    bound = (Statement(lhs=C, rhs=C_up, relation="<="),) if end == C_up else ()
    return Entry(
        number=number,
        title=title,
        statements=(Statement(lhs=end, rhs=right), *bound),
        assumptions=(
            f"Ising sources, {words}",
            "`N >= 2`",
            "`omega`, `omega_a`, `gamma > 0`; `J` real" if end == C_down else "`omega`, `omega_a`, `gamma > 0`; `J >= 0`",
            FINITE,
        ),
        source="ours, for (36)-(39)",
        derivation="griffiths-monotonicity" if end == C_up else "symmetric-sources",
        sampler=Sampler(sources=(2, 6), positive=POSITIVE, systems=systems, coupling="any" if end == C_down else "ferromagnetic"),
        wrong=Wrong(name=name, statement=Statement(lhs=end, rhs=wrong)),
        note=note,
    )


ENTRIES = (
    _symmetric(
        "B42",
        "(33) for symmetric sources",
        "symmetric-sources",
        omega_a,
        omega_a_prime,
        "<",
        _of_levels(
            f"`C` rises with `omega_a` for every source system. {TWO_LEVELS}.",
            {"omega_a": "2", "gamma": "2", "J": "8", "beta": "2"},
            Statement(lhs=At(C, omega_a, Integer(4)), rhs=C / 2, relation="<"),
        ),
    ),
    _symmetric(
        "B43",
        "(34) for symmetric sources",
        "symmetric-sources",
        gamma,
        gamma_prime,
        "<",
        _of_levels(
            f"`C` rises with `gamma` for every source system. {TWO_LEVELS}.",
            {"omega_a": "1", "gamma": "3/2", "J": "5", "beta": "3"},
            Statement(lhs=At(C, gamma, Rational(7, 2)), rhs=C / 2, relation="<"),
        ),
    ),
    _symmetric(
        "B44",
        "`C` falls with the target's gap for symmetric sources",
        "monotone-in-omega",
        omega,
        omega_prime,
        ">",
        Counterexample(
            refutes=f"`C` falls with `omega` for every source system. {TWO_LEVELS}.",
            values={"N": "3", "omega": "1", "omega_a": "2", "gamma": "2", "J": "8", "beta": "8"},
            statement=Statement(lhs=At(C, omega, Integer(6)), rhs=C + Rational(1, 10), relation=">"),
            system="levels",
        ),
    ),
    Entry(
        number="B45",
        title="(44) for symmetric sources",
        statements=(_strong_coupling(LARGE_FIELD), Statement(lhs=C, rhs=LARGE_FIELD, relation="<")),
        assumptions=(SYMMETRIC, "`N` the largest `|m|`", "`omega`, `omega_a`, `gamma > 0`; `J` real", FINITE),
        source="ours, for (44)",
        derivation="symmetric-sources",
        sampler=Sampler(sources=(1, 5), positive=POSITIVE, systems=UNIFORM),
        wrong=Wrong(name="ω_a for ω_a/2", statement=_strong_coupling(tanh(N * beta * omega_a))),
        failures=(
            _of_levels(
                f"`C` stays below the limit (44) for every source system. {TWO_LEVELS}.",
                {"N": "3", "omega_a": "1/10", "gamma": "8", "J": "1/2", "beta": "1/2"},
                Statement(lhs=C, rhs=10 * LARGE_FIELD, relation=">"),
            ),
        ),
    ),
    Entry(
        number="B46",
        title="(45) for all sources",
        statements=(_weak_coupling(2 / omega * tanh(beta * omega / 2)),),
        assumptions=("any sources with `[H_B, B] = 0`", "`omega > 0`", FINITE, "`gamma -> 0` from above, all other parameters fixed"),
        source="ours, for (45)",
        derivation="symmetric-sources",
        sampler=Sampler(
            sources=(1, 5),
            positive=POSITIVE,
            systems=("chain", "star", "xx-ring", "xxx-complete", "levels", "graph", "opposed"),
            extra={"seed": "seed"},
        ),
        wrong=Wrong(name="βω for βω/2", statement=_weak_coupling(2 / omega * tanh(beta * omega))),
        note="The script letter is the mean of `B/gamma` over the sources without the target, and `C` has its modulus; no symmetry is "
        "needed, and the `gamma_k`, `omega_k` may differ. Attacked for chain, star, XX ring, XXX complete graph, two levels, graphs drawn "
        "at random, and two sources with `gamma_1 < 0 < gamma_2`.",
    ),
    Entry(
        number="B47",
        title="(47) for symmetric sources",
        statements=(_large_gap(ALIGNED), Statement(lhs=C, rhs=ALIGNED, relation="<")),
        assumptions=(SYMMETRIC, "finitely many sectors, `N` the largest `|m|`", "`omega`, `omega_a`, `gamma > 0`; `J` real", FINITE),
        source="ours, for (47)",
        derivation="symmetric-sources",
        sampler=Sampler(sources=(1, 5), positive=POSITIVE, systems=UNIFORM),
        wrong=Wrong(name="2N for N", statement=_large_gap(ALIGNED.subs(N, 2 * N))),
        failures=(
            Counterexample(
                refutes="A large gap of the sources brings `C` to the value of the aligned sources, for every source system. One "
                "oscillator of frequency `omega_a + gamma`, its `B = gamma a^† a`:",
                values={"N": "1", "omega": "1", "omega_a": "20", "gamma": "1", "J": "0", "beta": "1"},
                statement=Statement(lhs=C, rhs=Rational(1, 10**6), relation="<"),
                system="oscillators",
            ),
        ),
        note="Oscillators have no lowest sector with `b != 0`: `C` tends to 0 with the inverse of the frequency.",
    ),
    _end(
        "B48",
        "(36) for every connected Ising ferromagnet",
        ISING,
        "bonds `J > 0` on a connected graph: chain, complete graph, star, ladder",
        C_up,
        one_source(N),
        one_source(1),
        "1 for N",
        "As `J` grows only the two uniform configurations are left; that `C` does not pass its limit is the inequality of Griffiths.",
    ),
    Entry(
        number="B49",
        title="(36) for the XXX complete graph",
        statements=(_multiplet(),),
        assumptions=("XXX complete graph", "`N >= 2`", "`omega`, `omega_a`, `gamma > 0`", FINITE, "`J -> oo`, all other parameters fixed"),
        source="ours, for (36)",
        derivation="symmetric-sources",
        sampler=Sampler(sources=(2, 5), positive=POSITIVE, systems=("xxx-complete",)),
        wrong=Wrong(name="m = 0 counted twice", statement=_multiplet(2)),
        note="`W_m = 1` on the whole multiplet of spin `N/2`: the ferromagnet of Heisenberg does not favour `|m| = N`.",
    ),
    _end(
        "B50",
        "(38), (39) on chain, complete graph and ladder",
        ("chain", "complete", "ladder"),
        "bonds `J`: chain, complete graph, ladder",
        C_down,
        one_source(N - 2 * floor(N / 2)),
        one_source(2 * N - 4 * floor(N / 2)),
        "twice |m|",
        "As `J` falls the maximum cuts are left, all of which have `m = 0` or `|m| = 1` here; a ladder of odd `N` ends with half a rung.",
    ),
    _end(
        "B51",
        "(38), (39) on the star",
        ("star",),
        "bonds `J`: a star",
        C_down,
        one_source(N - 2),
        one_source(N - 1),
        "N−1 for N−2",
        "The one maximum cut separates the centre from all others: `|m| = N-2`, so `C_↓` need not be small.",
    ),
)
