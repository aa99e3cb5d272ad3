"""Sentences of the paper that quantify over parameters: the range in which each holds, and a certified counterexample outside."""

from __future__ import annotations

from itertools import pairwise

from sympy import Expr, Integer, Min, Rational, lucas, tanh

from ..exact.symbols import J, N, T, beta, gamma, omega, omega_a
from .entry import Approach, Counterexample, Entry, Sampler, Statement, Wrong
from .notation import C_0, T_1, T_2, T_3, T_4, At, C, C_down, J_c, J_prime, M_mean, S

SECTION = "Beyond the paper: sentences that need a narrower range"
FINITE = "`0 < beta < oo`"
HOT = ("1e-6", "1e-8", "1e-10")


def _at(*temperatures: Expr) -> list[Expr]:
    """C at each temperature."""
    return [At(C, T, temperature) for temperature in temperatures]


def _ups_and_downs(*values: Expr, first_up: bool) -> Expr:
    """The smallest of the steps, each taken in the direction in which it is claimed to go."""
    steps = [(after - before) * (-1) ** (place + (not first_up)) for place, (before, after) in enumerate(pairwise(values))]
    return Min(*steps)


def _hot(square: int) -> Statement:
    """C through beta^4, with `square` J^2 in the coefficient of beta^4."""
    front = N * gamma * omega_a
    quartic = front * (square * J**2 - 4 * gamma**2 - omega**2 - omega_a**2) / 24
    quintic = J * front * (8 * J**2 - 16 * gamma**2 - omega**2 - 4 * omega_a**2) / 12
    return Statement(
        lhs=C,
        rhs=front / 2 * beta**2 + front * J * beta**3 + quartic * beta**4,
        relation="~",
        order=beta**5,
        approach=Approach(symbol=beta, points=HOT, neglected=quintic * beta**5),
    )


_BELOW = Sampler(sources=(2, 6), parity="even", coupling="antialigned", positive=("omega", "omega_a", "gamma"))
_ALIGNED = Sampler(sources=(2, 6), coupling="aligned", positive=("omega", "omega_a", "gamma"))
_ANY = Sampler(positive=("omega", "omega_a", "gamma"))
_POSITIVE = "`omega`, `omega_a`, `gamma > 0`"

ENTRIES = (
    Entry(
        number="B19",
        title="The aligned phase has its maximum at `T = 0`",
        statements=(Statement(lhs=C, rhs=C_0, relation="<"),),
        assumptions=("`N >= 2`", "`J > J_c`", _POSITIVE, FINITE),
        source="Sec. 9, third last paragraph on `C(T)`",
        status="corrected",
        sampler=_ALIGNED,
        wrong=Wrong(name="reversed inequality", statement=Statement(lhs=C, rhs=C_0, relation=">")),
        counterexample=Counterexample(
            refutes="Where the ground state is the aligned one, `C` falls monotonically with `T`.",
            values={"N": "4", "omega_a": "0.7", "gamma": "0.3", "J": "-0.274", "T_1": "0.03306", "T_2": "0.24679"},
            statement=Statement(lhs=At(C, T, T_1), rhs=At(C, T, T_2), relation="<"),
        ),
        note="`C` never exceeds `C_0`, as no level has more `<σ^x>` than the aligned one; just above the line `C` dips and rises again.",
    ),
    Entry(
        number="B20",
        title="Two dips in the aligned phase",
        statements=(Statement(lhs=C, rhs=C_0, relation="<"),),
        assumptions=("`N >= 3` odd", "`J > J_c`", _POSITIVE, FINITE),
        source="Sec. 9, third last paragraph on `C(T)`",
        status="noted",
        sampler=Sampler(sources=(3, 5), parity="odd", coupling="aligned", positive=("omega", "omega_a", "gamma")),
        wrong=Wrong(name="1 subtracted", statement=Statement(lhs=C, rhs=C_0 - 1, relation="<")),
        counterexample=Counterexample(
            refutes="In the aligned phase `C(T)` has no minimum, or one at most.",
            values={
                "N": "13",
                "omega_a": "0.036",
                "gamma": "0.9",
                "J": "-0.036/4-(sqrt(1+4*0.81*169)-sqrt(1+4*0.81))/48+3.7e-5",
                "T_1": "0.003311",
                "T_2": "0.006918",
                "T_3": "0.01096",
                "T_4": "0.0302",
            },
            statement=Statement(lhs=_ups_and_downs(C_0, *_at(T_1, T_2, T_3, T_4), first_up=False), rhs=Integer(0), relation=">"),
        ),
    ),
    Entry(
        number="B21",
        title="Two maxima below the line, even `N`",
        statements=(Statement(lhs=C, rhs=C_0, relation=">"),),
        assumptions=("`N` even", "`J < J_c`", _POSITIVE, FINITE),
        source="Sec. 7 and Sec. 8.2",
        status="corrected",
        sampler=_BELOW,
        wrong=Wrong(name="reversed inequality", statement=Statement(lhs=C, rhs=C_0, relation="<")),
        counterexample=Counterexample(
            refutes="Below the line, for even `N`, `C(T)` rises from 0 to a single maximum and falls.",
            values={
                "N": "6",
                "omega_a": "0.02",
                "gamma": "0.7",
                "J": "-0.02/4-(sqrt(1+4*0.49*36)-1)/24-1e-6",
                "T_1": "0.01365",
                "T_2": "0.01738",
                "T_3": "0.04416",
            },
            statement=Statement(lhs=_ups_and_downs(C_0, *_at(T_1, T_2, T_3), Integer(0), first_up=True), rhs=Integer(0), relation=">"),
        ),
        note="`C` vanishes at `T = 0` and for `T -> oo` and is positive between: a maximum exists, but it need not be the only one.",
    ),
    Entry(
        number="B22",
        title="Two maxima below the line, odd `N`",
        statements=(Statement(lhs=C_0, rhs=2 * gamma / S(1)),),
        assumptions=("`N >= 3` odd", "`J < J_c`", _POSITIVE),
        source="Sec. 8.2",
        status="corrected",
        sampler=Sampler(sources=(3, 5), parity="odd", coupling="antialigned", positive=("omega", "omega_a", "gamma"), temperature="none"),
        wrong=Wrong(name="γ for 2γ", statement=Statement(lhs=C_0, rhs=gamma / S(1))),
        counterexample=Counterexample(
            refutes="Below the line, for odd `N`, `C(T)` rises to a maximum and falls, or dips before it does, or falls throughout.",
            values={
                "N": "7",
                "omega_a": "0.01",
                "gamma": "0.1",
                "J": "-0.01/4-(sqrt(1+4*0.01*49)-sqrt(1+4*0.01))/24-1e-4",
                "T_1": "0.002291",
                "T_2": "0.01245",
                "T_3": "0.02188",
            },
            statement=Statement(lhs=_ups_and_downs(C_0, *_at(T_1, T_2, T_3), Integer(0), first_up=True), rhs=Integer(0), relation=">"),
        ),
        note="Here `C(T)` starts at `C_0 = 2γ/S_1`, rises, falls, rises and falls: a fourth shape.",
    ),
    Entry(
        number="B23",
        title="The polynomial in `N` of (42) at order four",
        statements=(_hot(24),),
        assumptions=("`N >= 4`", "`omega >= 0`; `omega_a`, `gamma > 0`; `J` real", "`beta -> 0`, all other parameters fixed"),
        source="Sec. 6.2",
        status="corrected",
        derivation="high-temperature",
        sampler=Sampler(sources=(4, 7), coupling="positive", positive=("omega", "omega_a", "gamma"), temperature="none"),
        wrong=Wrong(name="23 for 24 in front of J²", statement=_hot(23)),
        counterexample=Counterexample(
            refutes="The coefficients of (42) are the same polynomials in `N` for every `N`.",
            values={"N": "2", "omega_a": "1", "gamma": "1", "J": "1"},
            statement=Statement(
                lhs=C,
                rhs=beta**2 + 2 * beta**3 - beta**4 / 2,
                relation="~",
                order=beta**5,
                approach=Approach(symbol=beta, points=HOT, neglected=-Rational(37, 6) * beta**5),
            ),
        ),
        note="At `N = 2`, `ω = ω_a = γ = J = 1` the polynomial would give `3/2` for `-1/2`: the ring closes at order `N+2` in "
        "`beta`. Coefficients through order `N+1` are polynomials in `N`.",
    ),
    Entry(
        number="B24",
        title="One source does not feel `J`",
        statements=(Statement(lhs=At(C, J, J_prime), rhs=C),),
        assumptions=("`N = 1`", "`omega >= 0`; `omega_a`, `gamma`, `J`, `J'` real", FINITE),
        source="Sec. 5, (32), and Sec. 6.2, (42)",
        status="corrected",
        sampler=Sampler(sources=(1, 1), positive=(), extra={"J_prime": "greater J"}),
        wrong=Wrong(name="1 added", statement=Statement(lhs=At(C, J, J_prime), rhs=C + 1)),
        counterexample=Counterexample(
            refutes="`C` strictly increases with `J` for every number of sources.",
            values={"N": "1", "omega_a": "1", "gamma": "1", "J": "0", "J_prime": "1", "beta": "1"},
            statement=Statement(lhs=At(C, J, J_prime), rhs=C),
        ),
        note="The only bond joins the source to itself and is a constant: both sides are one function. (32) and (42) need `N >= 2`.",
    ),
    Entry(
        number="B25",
        title="At `T = 0` the coherence does not feel `J`",
        statements=(Statement(lhs=At(C_0, J, J_prime), rhs=C_0),),
        assumptions=("`N >= 2`", "`J_c < J < J'`", _POSITIVE, "`T = 0`"),
        source="Sec. 5, (32)",
        status="noted",
        sampler=Sampler(
            sources=(2, 6), coupling="aligned", positive=("omega", "omega_a", "gamma"), temperature="none", extra={"J_prime": "greater J"}
        ),
        wrong=Wrong(name="1 added", statement=Statement(lhs=At(C_0, J, J_prime), rhs=C_0 + 1)),
        counterexample=Counterexample(
            refutes="At every temperature `C` strictly increases with `J`.",
            values={"N": "4", "omega_a": "1", "gamma": "1", "J": "0", "J_prime": "1"},
            statement=Statement(lhs=At(C_0, J, J_prime), rhs=C_0),
        ),
        note="The strict inequalities (32)-(34) are those of `0 < T < oo`.",
    ),
    Entry(
        number="B26",
        title="The small-gap limit at `T = 0`",
        statements=(Statement(lhs=C, rhs=N * beta * omega_a / 2, relation="<"),),
        assumptions=("`N >= 1`", _POSITIVE, FINITE),
        source="Sec. 6.4 and Sec. 9",
        status="corrected",
        sampler=_ANY,
        wrong=Wrong(name="reversed inequality", statement=Statement(lhs=C, rhs=N * beta * omega_a / 2, relation=">")),
        counterexample=Counterexample(
            refutes="In the limit of a small gap of the sources the coherence vanishes, at every temperature.",
            values={"N": "4", "omega_a": "1/1000000", "gamma": "1", "J": "1"},
            statement=Statement(lhs=C_0, rhs=Rational(99, 100), relation=">"),
        ),
        note="`C` vanishes with `ω_a` at fixed `T > 0`, since `C < tanh(Nβω_a/2)` by (34) and (44); the limits `ω_a → 0` and `T → "
        "0` do not commute.",
    ),
    Entry(
        number="B27",
        title="`C` stays below 1, not uniformly in `T`",
        statements=(Statement(lhs=C, rhs=tanh(N * beta * omega_a / 2), relation="<"),),
        assumptions=("`N >= 1`", _POSITIVE, FINITE),
        source="Sec. 6.5 and Sec. 7.2",
        status="noted",
        sampler=_ANY,
        wrong=Wrong(name="reversed inequality", statement=Statement(lhs=C, rhs=tanh(N * beta * omega_a / 2), relation=">")),
        counterexample=Counterexample(
            refutes="For many sources `C` is close to 1 in the entire temperature range.",
            values={"N": "10", "omega_a": "1", "gamma": "1", "J": "1", "T": "100"},
            statement=Statement(lhs=C, rhs=Rational(1, 10), relation="<"),
        ),
        note="At each fixed `T > 0`, `C` tends to 1 with `N`; but the bound, from (34) and (44), is small wherever `T` is large "
        "beside `Nω_a`.",
    ),
    Entry(
        number="B28",
        title="The limit `T → 0` does not reach 1",
        statements=(Statement(lhs=C_0, rhs=Integer(1), relation="<"),),
        assumptions=("`N >= 1`", "`omega > 0`; `omega_a`, `gamma`, `J` real"),
        source="Sec. 9",
        status="noted",
        sampler=Sampler(positive=("omega",), temperature="none"),
        wrong=Wrong(name="reversed inequality", statement=Statement(lhs=C_0, rhs=Integer(1), relation=">")),
        counterexample=Counterexample(
            refutes="The value `C = 1` is approached in the limit of low temperature.",
            values={"N": "1", "omega_a": "1", "gamma": "1/10", "J": "0"},
            statement=Statement(lhs=C_0, rhs=Rational(1, 5), relation="<"),
        ),
        note="At `T → 0`, `C` tends to `C_0 < 1`; only `N → ∞` or `γ → ∞` (or `ω → 0`) takes `C_0` to 1.",
    ),
    Entry(
        number="B29",
        title="Strong coupling at `T = 0` reaches 1",
        statements=(Statement(lhs=1 - C_0, rhs=omega**2 / (8 * N**2 * gamma**2), relation="<"),),
        assumptions=("`N >= 1`", "`J >= 0`", _POSITIVE),
        source="Sec. 9",
        status="noted",
        sampler=Sampler(coupling="ferromagnetic", positive=("omega", "omega_a", "gamma"), temperature="none"),
        wrong=Wrong(name="reversed inequality", statement=Statement(lhs=1 - C_0, rhs=omega**2 / (8 * N**2 * gamma**2), relation=">")),
        counterexample=Counterexample(
            refutes="The maximal value 1 is not approached for strong coupling.",
            values={"N": "2", "omega_a": "1", "gamma": "1000000", "J": "0"},
            statement=Statement(lhs=C_0, rhs=1 - Rational(1, 10**12), relation=">"),
        ),
        note="At `T > 0` the limit is `tanh(Nβω_a/2) < 1`, (44); at `T = 0` it is 1.",
    ),
    Entry(
        number="B30",
        title="`C_0` grows with `N` where `ω > 0`",
        statements=(Statement(lhs=At(C_0, N, N + 1), rhs=C_0, relation=">"),),
        assumptions=("`N >= 1`", "`J >= 0`", _POSITIVE),
        source="Sec. 6.1",
        status="noted",
        sampler=Sampler(coupling="ferromagnetic", positive=("omega", "omega_a", "gamma"), temperature="none"),
        wrong=Wrong(name="reversed inequality", statement=Statement(lhs=At(C_0, N, N + 1), rhs=C_0, relation="<")),
        counterexample=Counterexample(
            refutes="`C_0` grows with `N` and with `γ` for every gap of the target.",
            values={"N": "1", "omega": "0", "omega_a": "1", "gamma": "1", "J": "0"},
            statement=Statement(lhs=At(C_0, N, N + 1), rhs=C_0, relation="<="),
        ),
    ),
    Entry(
        number="B31",
        title="The antialigned `C_0` of odd `N` need not be small",
        statements=(Statement(lhs=C_0, rhs=2 * gamma / omega, relation="<"),),
        assumptions=("`N >= 3` odd", "`J < J_c`", _POSITIVE),
        source="Sec. 9",
        status="corrected",
        sampler=Sampler(sources=(3, 5), parity="odd", coupling="antialigned", positive=("omega", "omega_a", "gamma"), temperature="none"),
        wrong=Wrong(name="reversed inequality", statement=Statement(lhs=C_0, rhs=2 * gamma / omega, relation=">")),
        counterexample=Counterexample(
            refutes="For odd `N` the antialigned ground state has a small coherence.",
            values={"N": "3", "omega_a": "1", "gamma": "10", "J": "-20"},
            statement=Statement(lhs=C_0, rhs=Rational(99, 100), relation=">"),
        ),
        note="It is small only where `γ ≪ ω`.",
    ),
    Entry(
        number="B32",
        title="Strong antiferromagnets need not suppress `C`",
        statements=(Statement(lhs=C_down, rhs=C, relation="<"),),
        assumptions=("`N >= 3` odd", "`J` real", _POSITIVE, FINITE),
        source="Sec. 5",
        status="corrected",
        sampler=Sampler(sources=(3, 5), parity="odd", positive=("omega", "omega_a", "gamma")),
        wrong=Wrong(name="reversed inequality", statement=Statement(lhs=C_down, rhs=C, relation=">")),
        counterexample=Counterexample(
            refutes="Where antiferromagnetic interaction is strong compared with `T`, the coherence is greatly reduced.",
            values={"N": "3", "omega_a": "5", "gamma": "10", "J": "-100", "T": "1/10"},
            statement=Statement(lhs=C, rhs=Rational(99, 100), relation=">"),
        ),
        note="For odd `N` one source stays unpaired; with `γ ≫ ω` and `ω_a ≫ T` it alone brings `C` close to 1.",
    ),
    Entry(
        number="B33",
        title="A large gap aligns the sources where `J ≥ 0`",
        statements=(Statement(lhs=-M_mean, rhs=N * tanh(beta * omega_a / 2), relation=">"),),
        assumptions=("`N >= 2`", "`J >= 0`", _POSITIVE, FINITE),
        source="Sec. 6.4",
        derivation="monotonicity",
        sampler=Sampler(sources=(2, 6), coupling="ferromagnetic", positive=("omega", "omega_a", "gamma")),
        wrong=Wrong(name="reversed inequality", statement=Statement(lhs=-M_mean, rhs=N * tanh(beta * omega_a / 2), relation="<")),
        counterexample=Counterexample(
            refutes="Where `ω_a` is large beside `T`, most sources are in their ground state for any `J`.",
            values={"N": "4", "omega_a": "1", "gamma": "1/10", "J": "-2", "T": "1/20"},
            statement=Statement(lhs=-M_mean, rhs=Rational(1, 10**6), relation="<"),
        ),
        note="`−⟨M⟩` is the mean of `u tanh(βω_a u/2)`, `u = |m|`, under a law that `J >= 0` and the target shift to larger `u`, "
        "away from that of free sources. For `J < 0` the sentence fails.",
    ),
    Entry(
        number="B34",
        title="The line at `ω = 0`, even `N`",
        statements=(Statement(lhs=C_0, rhs=(lucas(N) - 2) / (lucas(N) + 2)),),
        assumptions=("`N` even", "`J = J_c`", "`omega = 0`; `omega_a`, `gamma > 0`"),
        source="Sec. 7, (50)",
        status="noted",
        sampler=Sampler(
            sources=(2, 6), parity="even", coupling="critical", positive=("omega_a", "gamma"), temperature="none", zero=("omega",)
        ),
        wrong=Wrong(name="1 added", statement=Statement(lhs=C_0, rhs=1 + (lucas(N) - 2) / (lucas(N) + 2))),
        counterexample=Counterexample(
            refutes="On the line `C_0` is a third of the aligned value, whatever the gap of the target.",
            values={"N": "4", "omega": "0", "omega_a": "1", "gamma": "1", "J": "-3/4"},
            statement=Statement(lhs=C_0, rhs=Rational(5, 9)),
        ),
        note="At `ω = 0` all sectors `m <= 0` tie on the line, with `Lucas(N) + 2` states, `Lucas(N)` the Lucas number; (50) needs `ω > "
        "0`.",
    ),
    Entry(
        number="B35",
        title="How far the line moves with `N`",
        statements=(Statement(lhs=J_c, rhs=-omega_a / 4 - gamma / 2, relation=">"),),
        assumptions=("`N` even", _POSITIVE),
        source="Sec. 7.2",
        status="corrected",
        sampler=Sampler(sources=(2, 6), parity="even", positive=("omega", "omega_a", "gamma"), temperature="none"),
        wrong=Wrong(name="reversed inequality", statement=Statement(lhs=J_c, rhs=-omega_a / 4 - gamma / 2, relation="<")),
        counterexample=Counterexample(
            refutes="`N` moves the line only weakly.",
            values={"N": "2", "omega_a": "1/100", "gamma": "1/20", "J": "0"},
            statement=Statement(lhs=-omega_a / 4 - At(J_c, N, Integer(10)), rhs=4 * (-omega_a / 4 - J_c), relation=">"),
        ),
        note="The part beside `-ω_a/4` grows in modulus with `N` from `(S_2 - ω)/8` to `γ/2`: where `γ` is small beside `ω` that is"
        " a large factor.",
    ),
)
