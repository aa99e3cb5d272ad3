"""Section 5, (32)-(39): the coherence grows with J, omega_a and gamma; its ends in J."""

from __future__ import annotations

from sympy import Expr, Integer, Symbol, cosh, exp, floor, oo, sinh, tanh

from ..exact.symbols import J, N, beta, gamma, m, omega_a
from .entry import Approach, Counterexample, Entry, Sampler, Statement, Wrong
from .notation import At, C, C_down, C_up, J_prime, Lim, Over, S, g, gamma_prime, omega_a_prime, sectors

SECTION = "5. Coherence growing with `J`, `ω_a`, and `γ`, upper and lower bounds on `C`"
SOURCE = "Sec. 5"
POSITIVE = ("omega_a", "gamma")
PARAMETERS = "`omega >= 0`; `omega_a`, `gamma > 0`; `J` real"
TEMPERATURE = "`0 < beta < oo`"


def _rises(parameter: Symbol, greater: Expr) -> Statement:
    return Statement(lhs=C, rhs=At(C, parameter, greater), relation="<")


def _falls(parameter: Symbol, greater: Expr) -> Statement:
    return Statement(lhs=C, rhs=At(C, parameter, greater), relation=">")


def _next(end: Expr, leading: Expr | int, following: Expr | int, factor: Expr) -> Expr:
    """What an end of C in J neglects: the next number of domains, with its Boltzmann factor against the leading one."""
    field = beta * omega_a * m / 2
    transverse = 2 * gamma * m / S(m) * sinh(field) * sinh(beta * S(m) / 2)
    longitudinal = cosh(field) * cosh(beta * S(m) / 2)
    excess = Over(g(m, following) * (transverse - end * longitudinal), m, sectors)
    return factor * excess / Over(g(m, leading) * longitudinal, m, sectors)


UPWARDS = Approach(symbol=J, points=("200", "400", "800"), neglected=_next(C_up, 0, 1, exp(-4 * beta * J)), tied={"beta": "3/4"})
DOWNWARDS = Approach(
    symbol=J,
    points=("-200", "-400", "-800"),
    neglected=_next(C_down, floor(N / 2), floor(N / 2) - 1, exp(4 * beta * J)),
    tied={"beta": "3/4"},
)


def _upper(value: Expr) -> Statement:
    return Statement(lhs=Lim(C, J, oo), rhs=value, approach=UPWARDS)


def _lower(value: Expr) -> Statement:
    return Statement(lhs=Lim(C, J, -oo), rhs=value, approach=DOWNWARDS)


def one_source(size: Expr | int) -> Expr:
    """The coherence of one source with the gap size omega_a and the coupling size gamma."""
    return 2 * size * gamma / S(size) * tanh(beta * S(size) / 2) * tanh(size * beta * omega_a / 2)


ENTRIES = (
    Entry(
        number="32",
        title="Coherence grows with `J`",
        statements=(_rises(J, J_prime),),
        assumptions=("`N >= 2`", PARAMETERS, "`J' > J`", TEMPERATURE),
        status="corrected",
        derivation="monotonicity",
        sampler=Sampler(sources=(2, 6), positive=POSITIVE, extra={"J_prime": "greater J"}),
        wrong=Wrong(name="> for <", statement=_falls(J, J_prime)),
        counterexample=Counterexample(
            refutes="The coherence grows with `J` for every `N`: for `N = 1` the one bond is constant, and `C` does not depend on `J`.",
            values={"N": "1", "omega": "1", "omega_a": "7/10", "gamma": "3/10", "J": "1", "beta": "2"},
            statement=Statement(lhs=C, rhs=At(C, J, Integer(2))),
        ),
        note="The paper states no range of `N`; that it means every `N` is an inference from its silence.",
    ),
    Entry(
        number="33",
        title="Coherence grows with `ω_a`",
        statements=(_rises(omega_a, omega_a_prime),),
        assumptions=("`N >= 1`", PARAMETERS, "`omega_a' > omega_a`", TEMPERATURE),
        derivation="monotonicity",
        sampler=Sampler(positive=POSITIVE, extra={"omega_a_prime": "greater omega_a"}),
        wrong=Wrong(name="> for <", statement=_falls(omega_a, omega_a_prime)),
    ),
    Entry(
        number="34",
        title="Coherence grows with `γ`",
        statements=(_rises(gamma, gamma_prime),),
        assumptions=("`N >= 1`", PARAMETERS, "`gamma' > gamma`", TEMPERATURE),
        derivation="monotonicity",
        sampler=Sampler(positive=POSITIVE, extra={"gamma_prime": "greater gamma"}),
        wrong=Wrong(name="> for <", statement=_falls(gamma, gamma_prime)),
    ),
    Entry(
        number="35",
        title="Upper bound on the coherence",
        statements=(_upper(C_up), Statement(lhs=C, rhs=C_up, relation="<")),
        assumptions=("`N >= 2`, and `C` equals its bound for `N = 1`", PARAMETERS, TEMPERATURE),
        derivation="strong-ferromagnet",
        sampler=Sampler(sources=(2, 8), positive=POSITIVE),
        wrong=Wrong(name="a sign", statement=_upper(-C_up)),
        note="The limit is proved there; that it is a bound follows from (32), proved by the derivation monotonicity.",
    ),
    Entry(
        number="36",
        title="Upper bound in closed form",
        statements=(Statement(lhs=C_up, rhs=one_source(N)),),
        assumptions=("`N >= 1`", PARAMETERS, TEMPERATURE),
        derivation="strong-ferromagnet",
        sampler=Sampler(positive=POSITIVE),
        wrong=Wrong(name="1 for N", statement=Statement(lhs=C_up, rhs=one_source(1))),
        note="The coherence of a single source with the gap `N omega_a` and the coupling `N gamma`.",
    ),
    Entry(
        number="37",
        title="Lower bound on the coherence",
        statements=(_lower(C_down), Statement(lhs=C, rhs=C_down, relation=">")),
        assumptions=("`N >= 2`, and `C` equals its bound for `N = 1`", PARAMETERS, TEMPERATURE),
        derivation="strong-antiferromagnet",
        sampler=Sampler(sources=(2, 8), positive=POSITIVE),
        wrong=Wrong(name="1 added", statement=_lower(C_down + 1)),
        note="The limit is proved there; that it is a bound follows from (32), proved by the derivation monotonicity.",
    ),
    Entry(
        number="38",
        title="Lower bound for odd `N`",
        statements=(Statement(lhs=C_down, rhs=one_source(1)),),
        assumptions=("`N >= 1` odd", PARAMETERS, TEMPERATURE),
        derivation="strong-antiferromagnet",
        sampler=Sampler(sources=(1, 7), parity="odd", positive=POSITIVE),
        wrong=Wrong(name="N for 1", statement=Statement(lhs=C_down, rhs=one_source(N))),
        note="The coherence of a single source.",
    ),
    Entry(
        number="39",
        title="Lower bound for even `N`",
        statements=(Statement(lhs=C_down, rhs=Integer(0)),),
        assumptions=("`N >= 2` even", PARAMETERS, TEMPERATURE),
        derivation="strong-antiferromagnet",
        sampler=Sampler(sources=(2, 8), parity="even", positive=POSITIVE),
        wrong=Wrong(name="1 added", statement=Statement(lhs=C_down, rhs=Integer(1))),
    ),
)
