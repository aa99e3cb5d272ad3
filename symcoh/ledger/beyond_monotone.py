"""Beyond the paper: monotonicity in T, N and omega, the odd ring on its line, and the likelihood-ratio form of (32)-(34)."""

from __future__ import annotations

from collections.abc import Callable

from sympy import Expr, Integer, cosh, tanh

from ..exact.symbols import J, N, T, beta, gamma, m, omega, omega_a
from .entry import Counterexample, Entry, Sampler, Statement, Wrong
from .notation import C_0, At, C, Deriv, F, G, L, Over, S, lower_sectors, m_prime, nonnegative_sectors, positive_sectors, w, w_prime

POSITIVE = ("omega_a", "gamma")
FINITE = "`0 < beta < oo`"
ANY = "`omega >= 0`; `omega_a`, `gamma > 0`; `J` real"
POINTS = Sampler(sources=(1, 8), positive=POSITIVE)

_UPPER, _LOWER = (L(beta * omega_a / 2 + sign * beta * gamma) for sign in (1, -1))
_LARGEST = (_UPPER - _LOWER) / (_UPPER + _LOWER)


def _tied(states: Expr) -> Expr:
    """C_0 on the line of an odd ring, with `states` antialigned states."""
    return (states * 2 * gamma / S(1) + 2 * N * gamma / S(N)) / (states + 1)


def _response(sector: Expr) -> Expr:
    return F(sector) / G(sector)


def _weight(sector: Expr) -> Expr:
    return w(sector) * G(sector)


def _covariance(slope: Callable[[Expr], Expr]) -> Expr:
    """Of the slope and F/G under the law proportional to w G, as a sum over pairs of sectors."""
    pair = _weight(m) * _weight(m_prime) * (slope(m) - slope(m_prime)) * (_response(m) - _response(m_prime))
    return Over(Over(pair, m_prime, lower_sectors), m, nonnegative_sectors) / Over(_weight(m), m, nonnegative_sectors) ** 2


def _mean(rate: Expr) -> Expr:
    return Over(_weight(m) * rate, m, positive_sectors) / Over(_weight(m), m, nonnegative_sectors)


def _slope_in_J(sector: Expr) -> Expr:
    return 4 * beta * w_prime(sector) / w(sector)


def _slope_in_field(sector: Expr) -> Expr:
    return beta * sector / 2 * tanh(beta * omega_a * sector / 2)


def _slope_in_gamma(sector: Expr) -> Expr:
    return 2 * beta * gamma * sector**2 / S(sector) * tanh(beta * S(sector) / 2)


_RATE_IN_FIELD = beta * gamma * m**2 / S(m) * tanh(beta * S(m) / 2) / cosh(beta * omega_a * m / 2) ** 2
_RATE_IN_GAMMA = tanh(beta * omega_a * m / 2) * (
    2 * omega**2 * m / S(m) ** 3 * tanh(beta * S(m) / 2) + 4 * beta * gamma**2 * m**3 / S(m) ** 2 / cosh(beta * S(m) / 2) ** 2
)


def _likelihood(number: str, title: str, symbol: Expr, right: Expr, wrong: Expr, name: str, note: str) -> Entry:
    return Entry(
        number=number,
        title=title,
        statements=(Statement(lhs=Deriv(C, symbol), rhs=right),),
        assumptions=("`N >= 1`", ANY, FINITE),
        derivation="monotonicity",
        sampler=POINTS,
        wrong=Wrong(name=name, statement=Statement(lhs=Deriv(C, symbol), rhs=wrong)),
        note=note,
    )


def _rises(slope: Callable[[Expr], Expr]) -> Statement:
    return Statement(lhs=slope(m), rhs=slope(m_prime), relation=">")


ENTRIES = (
    Entry(
        number="B10",
        title="`C` falls with `T` for `J >= 0`",
        statements=(Statement(lhs=Deriv(C, T), rhs=Integer(0), relation="<"),),
        assumptions=("`N >= 1`", "`omega`, `J >= 0`; `omega_a`, `gamma > 0`", "`0 < T < oo`"),
        derivation="monotone-in-temperature",
        sampler=Sampler(sources=(1, 8), coupling="ferromagnetic", positive=POSITIVE),
        wrong=Wrong(name="reversed inequality", statement=Statement(lhs=Deriv(C, T), rhs=Integer(0), relation=">")),
        note="For `N = 1` it holds for every real `J`. For `J < 0` above the line `C(T)` may have a dip.",
    ),
    Entry(
        number="B11",
        title="One more source, `J >= 0`",
        statements=(Statement(lhs=At(C, N, N + 1), rhs=C, relation=">"),),
        assumptions=("`N >= 1`", "`omega`, `J >= 0`; `omega_a`, `gamma > 0`", FINITE),
        source="Sec. 9",
        status="corrected",
        derivation="monotone-in-N",
        sampler=Sampler(sources=(1, 8), coupling="ferromagnetic", positive=POSITIVE),
        wrong=Wrong(name="reversed inequality", statement=Statement(lhs=At(C, N, N + 1), rhs=C, relation="<")),
        counterexample=Counterexample(
            refutes="One more source enhances the coherence at every temperature, in the aligned phase too.",
            values={"N": "3", "omega_a": "0.31105881", "gamma": "1.1561542", "J": "-0.59550137", "beta": "18.228648"},
            statement=Statement(lhs=At(C, N, N + 1), rhs=C / 2, relation="<"),
        ),
        note="For `J < 0` the number of sources must keep its parity: at the counterexample `C` falls from 0.98096 to 0.38894.",
    ),
    Entry(
        number="B12",
        title="Two more sources",
        statements=(Statement(lhs=At(C, N, N + 2), rhs=C, relation=">"),),
        assumptions=("`N >= 1`", ANY, FINITE),
        derivation="monotone-in-N",
        sampler=POINTS,
        wrong=Wrong(name="reversed inequality", statement=Statement(lhs=At(C, N, N + 2), rhs=C, relation="<")),
    ),
    Entry(
        number="B13",
        title="`C` falls with the target's gap",
        statements=(Statement(lhs=Deriv(C, omega), rhs=Integer(0), relation="<"), Statement(lhs=C, rhs=_LARGEST, relation="<")),
        assumptions=("`N >= 1`", "`omega`, `omega_a`, `gamma > 0`; `J` real", FINITE),
        derivation="monotone-in-omega",
        sampler=Sampler(sources=(1, 8), positive=("omega", *POSITIVE)),
        wrong=Wrong(name="reversed inequality", statement=Statement(lhs=C, rhs=_LARGEST, relation=">")),
        note="The bound is the value at `omega = 0`.",
    ),
    Entry(
        number="B14",
        title="Odd ring on its line",
        statements=(Statement(lhs=C_0, rhs=_tied(N)),),
        assumptions=("`N` odd, `N >= 3`", "`omega`, `omega_a`, `gamma > 0`", "`J = J_c` of (54)"),
        derivation="phase-lines",
        sampler=Sampler(sources=(3, 9), parity="odd", coupling="critical", positive=("omega", *POSITIVE), temperature="none"),
        wrong=Wrong(name="2 for N antialigned states", statement=Statement(lhs=C_0, rhs=_tied(Integer(2)))),
        note="`N` antialigned states and the aligned one tie.",
    ),
    Entry(
        number="B15",
        title="Slopes of the sector law",
        statements=(_rises(_response), _rises(_slope_in_J), _rises(_slope_in_field), _rises(_slope_in_gamma)),
        assumptions=("`N >= 2`", "`omega`, `omega_a`, `gamma > 0`; `J` real", FINITE, "`m > m' >= 0`"),
        derivation="monotonicity",
        sampler=Sampler(sources=(2, 8), positive=("omega", *POSITIVE), indices={"m": "positive_sectors", "m_prime": "lower_sectors"}),
        wrong=Wrong(name="reversed inequality", statement=Statement(lhs=_slope_in_J(m), rhs=_slope_in_J(m_prime), relation="<")),
        note="`F_m/G_m` and the derivatives of `log(w_m G_m)` in `J`, `omega_a` and `gamma` rise with `m`: each covariance below is"
        " `>= 0`.",
    ),
    _likelihood(
        "B16",
        "Short proof of (32)",
        J,
        _covariance(_slope_in_J),
        2 * _covariance(_slope_in_J),
        "factor 2",
        "`C` is the mean of `F_m/G_m` under weights `w_m G_m`; only `w_m` contains `J`. Every term is `>= 0`, and for "
        "`N >= 2` one is `> 0`.",
    ),
    _likelihood(
        "B17",
        "Short proof of (33)",
        omega_a,
        _covariance(_slope_in_field) + _mean(_RATE_IN_FIELD),
        _covariance(_slope_in_field),
        "the second term left out",
        "The covariance of the law's slope and `F_m/G_m`, and the mean of the derivative of `F_m/G_m`.",
    ),
    _likelihood(
        "B18",
        "Short proof of (34)",
        gamma,
        _covariance(_slope_in_gamma) + _mean(_RATE_IN_GAMMA),
        _covariance(_slope_in_gamma),
        "the second term left out",
        "As for `omega_a`; at `omega = 0` the derivative of `F_m/G_m` in `gamma` keeps its second part.",
    ),
)
