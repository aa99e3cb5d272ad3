"""Beyond the paper: two crossovers, many sources at high temperature and the critical line at low, each with a bound."""

from __future__ import annotations

from sympy import Abs, Expr, Integer, Max, Min, Rational, cosh, exp, log, sinh, tanh

from ..exact.symbols import J, N, beta, gamma, omega, omega_a
from .entry import Approach, Entry, Sampler, Statement, Wrong
from .notation import C, C_many, Integrate, J_c, S, chi, h_star, m_star, s_mean

SECTION = "Beyond the paper"
SOURCE = "ours"
FINITE = "`0 < beta < oo`"
POSITIVE = ("omega", "omega_a", "gamma")

# Many sources at high temperature.

_EXPONENT = N * beta**2 * gamma * omega_a / 2
_BARE = _EXPONENT * exp(2 * beta * J)

_CLOSED = Abs(tanh(beta * J)) ** N
_SPREAD = Max(log(sinh(h_star) / h_star), log(1 + exp(4 * beta * J) * sinh(h_star) ** 2) / 2)
_BOUND = 8 * sinh(beta * omega / 4) ** 2 + Rational(9, 20) * _SPREAD + _CLOSED / (2 * (1 - _CLOSED))


def _within(law: Expr) -> Statement:
    return Statement(lhs=Abs(C - law), rhs=_BOUND, relation="<=")


_WIDTH = N * beta**2 * gamma**2
_AVERAGE = Integrate((s_mean - tanh(_EXPONENT)) * exp(_EXPONENT * s_mean + _WIDTH * s_mean**2 / 2), s_mean, -1, 1)
_KERNEL = beta**2 * omega**2 / 8 * _AVERAGE / (2 * cosh(_EXPONENT) * exp(_WIDTH / 2))
_QUARTIC = -(1 - tanh(_EXPONENT) ** 2) * _EXPONENT * beta**2 / 12 * (omega_a**2 + 4 * gamma**2)
_HELD = (
    {"omega": "1", "omega_a": "7/10", "gamma": "3/10", "J": "0", "beta": "sqrt(3/N)"},
    {"omega": "3/2", "omega_a": "1/2", "gamma": "2/3", "J": "1/10", "beta": "sqrt(1/(2*N))"},
)


def _half(held: dict[str, str], law: Expr) -> Statement:
    return Statement(
        lhs=C_many,
        rhs=law,
        relation="~",
        order=N**-1,
        approach=Approach(symbol=N, points=("100", "1000", "10000"), neglected=_QUARTIC + _KERNEL, tied=held),
    )


# Many sources below the line: the largest coherence.

_COLDEST = {"omega": "1", "omega_a": "7/10", "gamma": "3/10", "J": "-13/20", "beta": "10*log(3)/13"}
"""r = 1/2, and tanh(c beta) = r."""


def _largest(power: int) -> Statement:
    bracket = 1 + (4 * J**2 / (omega_a / 2 + gamma) ** 2 - 1) * exp(-power * beta * J)
    return Statement(
        lhs=C_many,
        rhs=1 - omega**2 / (8 * gamma**2 * N**2) * bracket,
        relation="~",
        order=N**-3,
        approach=Approach(
            symbol=N, points=("100", "800", "6400"), neglected=-3 * chi * omega**2 / (8 * gamma**2 * m_star**4 * N**3), tied=_COLDEST
        ),
    )


# The critical line at low temperature.


def _crossing(states: Expr, low: int) -> Expr:
    """The crossover function with `states` antialigned states in the sector `low`."""
    weight = states * exp(-2 * (N - low) * beta * (J - J_c))
    antialigned = 2 * gamma / S(1) if low else Integer(0)
    return (2 * N * gamma / S(N) + antialigned * weight) / (1 + weight)


def _gap(low: int) -> Expr:
    bottom = S(1) if low else omega
    inner = (S(N) - S(N - 2)) / 2 - (S(N) - bottom) / (N - low)
    return Min(omega_a if low else N * omega_a, inner)


def _crossover(number: str, title: str, low: int, states: Expr, wrong: Expr, name: str) -> Entry:
    bound = 2 * (2 ** (N + 1) - 1 - states) * exp(-beta * _gap(low))
    return Entry(
        number=number,
        title=title,
        statements=(Statement(lhs=Abs(C - _crossing(states, low)), rhs=bound, relation="<="),),
        assumptions=("`N >= 5` odd" if low else "`N >= 4` even", "`omega`, `omega_a`, `gamma > 0`; `J` real", FINITE),
        derivation="critical-crossover",
        sampler=Sampler(sources=(4, 8), parity="odd" if low else "even", positive=POSITIVE, coupling="beside", temperature="cold"),
        wrong=Wrong(name=name, statement=Statement(lhs=Abs(C - _crossing(wrong, low)), rhs=bound, relation="<=")),
        note="For every `J`. The exponent is the distance on the line from the two levels that tie to the next one: the sources flip, or "
        "the sector `m = 2 - N`. For `J - J_c` of either sign it gives `C_0` above and below the line, and (50) on it.",
    )


ENTRIES = (
    Entry(
        number="B36",
        title="Many sources at high temperature",
        statements=(_within(tanh(_BARE)),),
        assumptions=("`N >= 2`", "`omega >= 0`; `omega_a`, `gamma > 0`; `J` real", FINITE),
        derivation="half-temperature",
        sampler=Sampler(sources=(2, 8), positive=("omega_a", "gamma")),
        wrong=Wrong(name="no factor 1/2", statement=_within(tanh(2 * _BARE))),
        note="The right side is of the order `beta^2`, uniformly in `N`: one function joins (42) to `C -> 1`. It gives `C = 1/2` "
        "where `T^2 ln 3 = N gamma omega_a e^{2J/T}`, up to the order `N^{-1/2}`.",
    ),
    Entry(
        number="B37",
        title="Correction at fixed `N beta^2`",
        statements=tuple(_half(held, tanh(_BARE)) for held in _HELD),
        assumptions=("`N -> oo` with `N beta^2` fixed", "`omega >= 0`; `omega_a`, `gamma > 0`; `J` real"),
        derivation="half-temperature",
        sampler=Sampler(sources=(2, 2), positive=("omega_a", "gamma")),
        wrong=Wrong(name="e^{3βJ} for e^{2βJ}", statement=_half(_HELD[1], tanh(_EXPONENT * exp(3 * beta * J)))),
        note="What is left out is of the order `1/N` and known in closed form, an integral over `s`: see the derivation half-temperature.",
    ),
    _crossover("B38", "Crossover at the critical line, `N` even", 0, Integer(2), Integer(1), "one antialigned state"),
    _crossover("B39", "Crossover at the critical line, `N` odd", 1, N, Integer(0), "no antialigned state"),
    Entry(
        number="B40",
        title="Largest coherence of many sources",
        statements=(_largest(4),),
        assumptions=(
            "`N -> oo`",
            "`omega`, `omega_a`, `gamma > 0`; `J < -omega_a/4 - gamma/2`",
            "`tanh(beta (omega_a/2 + gamma)) = (omega_a/2 + gamma)/(2|J|)`",
        ),
        derivation="optimal-temperature",
        sampler=Sampler(sources=(2, 2), positive=("omega", "omega_a", "gamma")),
        wrong=Wrong(name="e^{-2βJ} for e^{-4βJ}", statement=_largest(2)),
        note="The temperature of the third assumption is the one at which `C` is largest, up to a relative part that falls with "
        "`N`. Attacked at one set of parameters, up to `N = 6400`.",
    ),
    Entry(
        number="B41",
        title="The limits (44) and (47) as upper bounds",
        statements=(
            Statement(lhs=C, rhs=tanh(N * beta * omega_a / 2), relation="<"),
            Statement(lhs=C, rhs=2 * N * gamma / S(N) * tanh(beta * S(N) / 2), relation="<"),
        ),
        assumptions=("`N >= 1`", "`omega`, `omega_a`, `gamma > 0`; `J` real", FINITE),
        derivation="monotonicity",
        sampler=Sampler(sources=(1, 7), positive=POSITIVE),
        wrong=Wrong(name="reversed inequality", statement=Statement(lhs=C, rhs=tanh(N * beta * omega_a / 2), relation=">")),
        note="`C` rises strictly with `gamma` by (34) and with `omega_a` by (33), to its limits.",
    ),
)
