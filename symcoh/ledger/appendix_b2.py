"""Appendix B.2, (79)-(83): why C rises with omega_a. Displayed formulas are rebuilt from the prose."""

from __future__ import annotations

from sympy import Expr, Integer, coth, tanh

from ..exact.symbols import beta, m, omega_a
from .appendix_b1 import POINTS, POSITIVE, REBUILT
from .appendix_b1 import SECTION as SECTION
from .entry import Entry, Sampler, Statement, Wrong
from .notation import (
    C,
    Deriv,
    Over,
    S,
    alpha_ratio,
    c_a,
    f_gamma,
    g_gamma,
    m_prime,
    nonnegative_sectors,
    positive_lower_sectors,
    positive_sectors,
    s_a,
)

SECTOR_PAIR = Sampler(sources=(3, 9), positive=("omega_a", "gamma"), indices={"m": "positive_sectors", "m_prime": "positive_lower_sectors"})


def _numerator(sign: int) -> Expr:
    """The double sum of (79)."""
    body = f_gamma(m) * g_gamma(m_prime) * (m * c_a(m) * c_a(m_prime) - sign * m_prime * s_a(m) * s_a(m_prime))
    return Over(Over(body, m_prime, nonnegative_sectors), m, nonnegative_sectors)


def _slope(sign: int) -> Expr:
    return beta / 2 * _numerator(sign) / Over(g_gamma(m) * c_a(m), m, nonnegative_sectors) ** 2


_STRAIGHT = m * f_gamma(m) * g_gamma(m_prime) + m_prime * f_gamma(m_prime) * g_gamma(m)
_CROSSED = m_prime * f_gamma(m) * g_gamma(m_prime) + m * f_gamma(m_prime) * g_gamma(m)
_PAIRS = Over(
    Over(_STRAIGHT * c_a(m) * c_a(m_prime) - _CROSSED * s_a(m) * s_a(m_prime), m_prime, positive_lower_sectors), m, positive_sectors
)
_EQUAL = Over(m * f_gamma(m) * g_gamma(m), m, positive_sectors)
_LOWEST = Over(m * f_gamma(m) * g_gamma(0) * c_a(m), m, positive_sectors)
_RATIO = _STRAIGHT * c_a(m) * c_a(m_prime) / (_CROSSED * s_a(m) * s_a(m_prime))
_ALPHA = alpha_ratio(m, m_prime)
_REDUCED = coth(beta * omega_a * m / 2) * coth(beta * omega_a * m_prime / 2) * (m * _ALPHA + m_prime) / (m_prime * _ALPHA + m)


def _printed_alpha(lower: Expr) -> Expr:
    """(82), with the sector in the denominator's tanh."""
    return m / S(m) * tanh(beta * S(m) / 2) / (m_prime / S(m_prime) * tanh(beta * S(lower) / 2))


SOURCE = "App. B.2"

ENTRIES = (
    Entry(
        number="79",
        title="Derivative in `ω_a`",
        statements=(Statement(lhs=Deriv(C, omega_a), rhs=_slope(1)),),
        assumptions=("`N >= 1`", *POSITIVE),
        derivation="monotonicity",
        sampler=POINTS,
        wrong=Wrong(name="+ for -", statement=Statement(lhs=Deriv(C, omega_a), rhs=_slope(-1))),
        note=REBUILT + " `f^{gamma}_m = w_m s^{gamma}_m` and `g^{gamma}_m = w_m c^{gamma}_m` gather all that does not depend on `omega_a`.",
    ),
    Entry(
        number="80",
        title="Numerator in three sums",
        statements=(Statement(lhs=_numerator(1), rhs=_PAIRS + _EQUAL + _LOWEST),),
        assumptions=("`N >= 1`", *POSITIVE),
        derivation="monotonicity",
        sampler=POINTS,
        wrong=Wrong(name="the third sum left out", statement=Statement(lhs=_numerator(1), rhs=_PAIRS + _EQUAL)),
        note=REBUILT
        + " The sum of `m f^{gamma}_m g^{gamma}_m` is that over `m = m'`, where `c² - s² = 1`; the sum with `g^{gamma}_0` is 0 for "
        "odd `N`.",
    ),
    Entry(
        number="81",
        title="Ratio of the terms of a pair",
        statements=(Statement(lhs=_RATIO, rhs=_REDUCED), Statement(lhs=_REDUCED, rhs=Integer(1), relation=">")),
        assumptions=("`N >= 3`", *POSITIVE, "`m > m' > 0`"),
        derivation="monotonicity",
        sampler=SECTOR_PAIR,
        wrong=Wrong(name="reversed inequality", statement=Statement(lhs=_REDUCED, rhs=Integer(1), relation="<")),
        note=REBUILT,
    ),
    Entry(
        number="82",
        title="Ratio of two sectors",
        statements=(
            Statement(lhs=_ALPHA, rhs=f_gamma(m) * g_gamma(m_prime) / (f_gamma(m_prime) * g_gamma(m))),
            Statement(lhs=_ALPHA, rhs=_printed_alpha(m_prime)),
            Statement(lhs=_ALPHA, rhs=Integer(1), relation=">"),
        ),
        assumptions=("`N >= 3`", *POSITIVE, "`m > m' > 0`"),
        derivation="monotonicity",
        sampler=SECTOR_PAIR,
        wrong=Wrong(name="m for m' in the second tanh", statement=Statement(lhs=_ALPHA, rhs=_printed_alpha(m))),
        note=REBUILT + " `J` drops out.",
    ),
    Entry(
        number="83",
        title="Rearrangement inequality",
        statements=(Statement(lhs=m * _ALPHA + m_prime, rhs=m_prime * _ALPHA + m, relation=">"),),
        assumptions=("`N >= 3`", *POSITIVE, "`m > m' > 0`"),
        derivation="monotonicity",
        sampler=SECTOR_PAIR,
        wrong=Wrong(name="reversed inequality", statement=Statement(lhs=m * _ALPHA + m_prime, rhs=m_prime * _ALPHA + m, relation="<")),
        note=REBUILT + " The difference is `(m - m')(alpha_{m,m'} - 1)`.",
    ),
)
