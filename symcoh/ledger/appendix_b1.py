"""Appendix B and B.1, (68)-(78): C as a ratio of sums, and why it rises with J. Displayed formulas are rebuilt from the prose."""

from __future__ import annotations

from sympy import Expr, KroneckerDelta, Rational, cosh, exp, floor, sinh, tanh

from ..exact.symbols import J, N, beta, gamma, m, n, omega_a
from .entry import Entry, Sampler, Statement, Wrong
from .notation import (
    C,
    Deriv,
    F,
    G,
    Over,
    S,
    W,
    c_a,
    c_gamma,
    domains,
    g,
    later_domains,
    lower_sectors,
    m_prime,
    missing_domains,
    n_prime,
    nonnegative_sectors,
    s_a,
    s_gamma,
    w,
    w_prime,
)

SECTION = "Appendix B. Proofs that `C` is an increasing function of `J`, `ω_a`, and `γ`"
SOURCE = "App. B.1"
REBUILT = "The displayed formula was rebuilt from the prose."
POSITIVE = ("`omega >= 0`; `omega_a`, `gamma > 0`; `J` real", "`0 < beta < oo`")
POINTS = Sampler(sources=(1, 8), positive=("omega_a", "gamma"))
SECTOR = Sampler(sources=(1, 8), positive=("omega_a", "gamma"), indices={"m": "nonnegative_sectors"})
ANY_SECTOR = Sampler(sources=(1, 8), positive=(), indices={"m": "sectors"})
SECTOR_PAIR = Sampler(sources=(2, 8), positive=("omega_a", "gamma"), indices={"m": "positive_sectors", "m_prime": "lower_sectors"})


def _sum(body: Expr) -> Expr:
    return Over(body, m, nonnegative_sectors)


def _double(body: Expr) -> Expr:
    return Over(Over(body, m_prime, nonnegative_sectors), m, nonnegative_sectors)


def _ordered(body: Expr) -> Expr:
    return Over(Over(body, m_prime, lower_sectors), m, nonnegative_sectors)


_FEWER = floor(N / 2) - n
_BOND = exp(4 * beta * J * _FEWER)
_MINOR = w_prime(m) * w(m_prime) - w(m) * w_prime(m_prime)
_RISE = F(m) * G(m_prime) - F(m_prime) * G(m)
_RESPONSE = 2 * gamma * m / S(m) * tanh(beta * S(m) / 2) * tanh(beta * omega_a * m / 2)
_EXCHANGE = g(m, n) * g(m_prime, n_prime) - g(m, n_prime) * g(m_prime, n)


def _slope(sign: int) -> Expr:
    body = (w_prime(m) * w(m_prime) - sign * w(m) * w_prime(m_prime)) * F(m) * G(m_prime)
    return 4 * beta * _double(body) / _sum(w(m) * G(m)) ** 2


def _exchanges(body: Expr) -> Expr:
    return Over(Over((n_prime - n) * body * exp(4 * beta * J * (2 * floor(N / 2) - n - n_prime)), n_prime, later_domains), n, domains)


def _step(sector: Expr) -> Expr:
    return n * (n + 1) / ((N / 2 - n) ** 2 - sector**2 / 4)


def _factor(number: str, title: str, lhs: Expr, rhs: Expr, wrong: Wrong, note: str = REBUILT) -> Entry:
    return Entry(
        number=number,
        title=title,
        statements=(Statement(lhs=lhs, rhs=rhs),),
        assumptions=("`N >= 1`", *POSITIVE, "`m >= 0`"),
        source="App. B",
        status="definition",
        sampler=SECTOR,
        wrong=wrong,
        note=note,
    )


def _wrong(name: str, lhs: Expr, rhs: Expr, relation: str = "=") -> Wrong:
    return Wrong(name=name, statement=Statement(lhs=lhs, rhs=rhs, relation=relation))


ENTRIES = (
    Entry(
        number="68",
        title="Coherence as a ratio of sums",
        statements=(Statement(lhs=C, rhs=_sum(w(m) * F(m)) / _sum(w(m) * G(m))),),
        assumptions=("`N >= 1`", *POSITIVE),
        source="App. B",
        derivation="monotonicity",
        sampler=POINTS,
        wrong=_wrong("numerator and denominator exchanged", C, _sum(w(m) * G(m)) / _sum(w(m) * F(m))),
        note=REBUILT + " The half of the term `m = 0` is in `G_0`.",
    ),
    Entry(
        number="69",
        title="Rescaled sector weight",
        statements=(
            Statement(lhs=w(m), rhs=W(m) * exp(-beta * J * (N - 4 * floor(N / 2)))),
            Statement(lhs=w(m), rhs=Over(g(m, n) * _BOND, n, domains)),
        ),
        assumptions=("`N >= 1`", "`m = -N, -N+2, ..., N`", "`J` real", "`0 < beta < oo`"),
        source="App. B",
        derivation="monotonicity",
        sampler=ANY_SECTOR,
        wrong=_wrong("-4βJ for 4βJ", w(m), Over(g(m, n) / _BOND, n, domains)),
        note=REBUILT,
    ),
    _factor(
        "70a", "Odd function of `ω_a`", s_a(m), sinh(beta * omega_a * m / 2), _wrong("cosh for sinh", s_a(m), cosh(beta * omega_a * m / 2))
    ),
    _factor(
        "70b", "Even function of `ω_a`", c_a(m), cosh(beta * omega_a * m / 2), _wrong("sinh for cosh", c_a(m), sinh(beta * omega_a * m / 2))
    ),
    _factor(
        "70c",
        "Odd function of `γ`",
        s_gamma(m),
        2 * gamma * m / S(m) * sinh(beta * S(m) / 2),
        _wrong("cosh for sinh", s_gamma(m), 2 * gamma * m / S(m) * cosh(beta * S(m) / 2)),
        note=REBUILT + " Read as 0 at `m = 0`, also where `omega = 0` and `S_0 = 0`.",
    ),
    _factor(
        "70d",
        "Even function of `γ`",
        c_gamma(m),
        (1 - KroneckerDelta(m, 0) / 2) * cosh(beta * S(m) / 2),
        _wrong("not halved at m = 0", c_gamma(m), cosh(beta * S(m) / 2)),
        note=REBUILT + " Halved at `m = 0`, because every other term of (68) stands for the sectors `m` and `-m`.",
    ),
    _factor("70e", "Numerator of a sector", F(m), s_a(m) * s_gamma(m), _wrong("c^γ for s^γ", F(m), s_a(m) * c_gamma(m))),
    _factor("70f", "Denominator of a sector", G(m), c_a(m) * c_gamma(m), _wrong("s^a for c^a", G(m), s_a(m) * c_gamma(m))),
    Entry(
        number="71",
        title="Derivative of the weight",
        statements=(
            Statement(lhs=w_prime(m), rhs=1 / (4 * beta) * Deriv(w(m), J)),
            Statement(lhs=w_prime(m), rhs=Over(_FEWER * g(m, n) * _BOND, n, domains)),
        ),
        assumptions=("`N >= 1`", "`m = -N, -N+2, ..., N`", "`J` real", "`0 < beta < oo`"),
        derivation="monotonicity",
        sampler=ANY_SECTOR,
        wrong=_wrong("n for ⌊N/2⌋ - n", w_prime(m), Over(n * g(m, n) * _BOND, n, domains)),
        note=REBUILT,
    ),
    Entry(
        number="72",
        title="Derivative in `J`",
        statements=(Statement(lhs=Deriv(C, J), rhs=_slope(1)),),
        assumptions=("`N >= 1`", *POSITIVE),
        derivation="monotonicity",
        sampler=POINTS,
        wrong=_wrong("+ for -", Deriv(C, J), _slope(-1)),
        note=REBUILT,
    ),
    Entry(
        number="73",
        title="Numerator in pairs of sectors",
        statements=(Statement(lhs=_double(_MINOR * F(m) * G(m_prime)), rhs=_ordered(_MINOR * _RISE)),),
        assumptions=("`N >= 1`", *POSITIVE),
        derivation="monotonicity",
        sampler=POINTS,
        wrong=_wrong("+ for -", _double(_MINOR * F(m) * G(m_prime)), _ordered(_MINOR * (F(m) * G(m_prime) + F(m_prime) * G(m)))),
        note=REBUILT,
    ),
    Entry(
        number="74",
        title="Ratio that rises with the sector",
        statements=(Statement(lhs=F(m) / G(m), rhs=_RESPONSE), Statement(lhs=F(m) * G(m_prime), rhs=F(m_prime) * G(m), relation=">")),
        assumptions=("`N >= 2`", *POSITIVE, "`m > m' >= 0`"),
        derivation="monotonicity",
        sampler=SECTOR_PAIR,
        wrong=_wrong("reversed inequality", F(m) * G(m_prime), F(m_prime) * G(m), "<"),
        note=REBUILT + " The ratio increases strictly with `m`, from 0 at `m = 0`.",
    ),
    Entry(
        number="75",
        title="Weights in pairs of domain numbers",
        statements=(Statement(lhs=_MINOR, rhs=_exchanges(_EXCHANGE)), Statement(lhs=_MINOR, rhs=Rational(0), relation=">")),
        assumptions=("`N >= 2`", "`m > m' >= 0`", "`J` real", "`0 < beta < oo`"),
        derivation="monotonicity",
        sampler=SECTOR_PAIR,
        wrong=_wrong("+ for -", _MINOR, _exchanges(g(m, n) * g(m_prime, n_prime) + g(m, n_prime) * g(m_prime, n))),
        note=REBUILT,
    ),
    Entry(
        number="76",
        title="Exchanged domain numbers",
        statements=(
            Statement(lhs=_EXCHANGE, rhs=Rational(0), relation=">="),
            Statement(lhs=g(m_prime, 0), rhs=Rational(0)),
            Statement(lhs=Over(g(m, n), n, missing_domains), rhs=Rational(0)),
        ),
        assumptions=("`N >= 2`", "`m > m' >= 0`", "`0 <= n < n' <= floor(N/2)`"),
        derivation="monotonicity",
        sampler=Sampler(
            sources=(2, 10),
            temperature="none",
            indices={"m": "positive_sectors", "m_prime": "lower_sectors", "n": "domains", "n_prime": "later_domains"},
        ),
        wrong=_wrong("reversed inequality", _EXCHANGE, Rational(0), "<="),
        note=REBUILT
        + " The second line is case (A), `n = 0`, the third case (B), `n' > (N-m)/2`: one degeneracy of the negative term vanishes. "
        "(C), (D): where the positive term vanishes, `n` or `n'` is beyond `(N-m)/2`, or `n = 0` and `m < N`; either way the negative term "
        "does.",
    ),
    Entry(
        number="77",
        title="Ratio of degeneracies",
        statements=(Statement(lhs=g(m, n) / g(m, n_prime), rhs=g(m_prime, n) / g(m_prime, n_prime), relation=">"),),
        assumptions=("`N >= 6`", "`m > m' >= 0`", "`1 <= n < n' <= (N-m)/2`"),
        derivation="monotonicity",
        sampler=Sampler(
            sources=(6, 12),
            temperature="none",
            indices={"m": "positive_sectors", "m_prime": "lower_sectors", "n": "domains_with_next", "n_prime": "later_domains_of_m"},
        ),
        wrong=_wrong("reversed inequality", g(m, n) / g(m, n_prime), g(m_prime, n) / g(m_prime, n_prime), "<"),
        note=REBUILT + " Every degeneracy in it is positive, and the inequality is strict.",
    ),
    Entry(
        number="78",
        title="One more domain",
        statements=(Statement(lhs=g(m, n) / g(m, n + 1), rhs=_step(m)), Statement(lhs=_step(m), rhs=_step(m_prime), relation=">")),
        assumptions=("`N >= 6`", "`m > m' >= 0`", "`1 <= n < (N-m)/2`"),
        derivation="monotonicity",
        sampler=Sampler(
            sources=(6, 12), temperature="none", indices={"m": "positive_sectors", "m_prime": "lower_sectors", "n": "domains_with_next"}
        ),
        wrong=_wrong("n - 1 for n + 1", g(m, n) / g(m, n + 1), n * (n - 1) / ((N / 2 - n) ** 2 - m**2 / 4)),
        note=REBUILT,
    ),
)
