"""Appendix B.3, (84)-(89): why C rises with gamma. Displayed formulas are rebuilt from the prose."""

from __future__ import annotations

from sympy import Expr, Integer, coth, sqrt, tanh

from ..exact.symbols import beta, gamma, m, omega, omega_a
from .appendix_b1 import POINTS, POSITIVE, REBUILT
from .appendix_b1 import SECTION as SECTION
from .entry import Entry, Sampler, Statement, Wrong
from .notation import (
    C,
    Deriv,
    Over,
    S,
    c_gamma,
    f_a,
    g_a,
    m_prime,
    mu_ratio,
    nonnegative_sectors,
    nu_ratio,
    positive_lower_sectors,
    positive_sectors,
    s_gamma,
)

SECTOR_PAIR = Sampler(sources=(3, 9), positive=("omega_a", "gamma"), indices={"m": "positive_sectors", "m_prime": "positive_lower_sectors"})


def _tilt(sector: Expr) -> Expr:
    """(2 gamma m/S_m)^2."""
    return (2 * gamma * sector / S(sector)) ** 2


def _double(body: Expr) -> Expr:
    return Over(Over(body, m_prime, nonnegative_sectors), m, positive_sectors)


def _of_cosh(sign: int) -> Expr:
    return beta * (m * _tilt(m) * c_gamma(m) * c_gamma(m_prime) - sign * m_prime * s_gamma(m) * s_gamma(m_prime))


_OF_AMPLITUDE = omega**2 / (gamma * S(m) ** 2) * s_gamma(m) * c_gamma(m_prime)


def _numerator(sign: int) -> Expr:
    """The double sum of (84)."""
    return _double(f_a(m) * g_a(m_prime) * (_of_cosh(sign) + _OF_AMPLITUDE))


def _slope(sign: int) -> Expr:
    return _numerator(sign) / Over(g_a(m) * c_gamma(m), m, nonnegative_sectors) ** 2


_STRAIGHT = f_a(m) * g_a(m_prime) * m * _tilt(m) + f_a(m_prime) * g_a(m) * m_prime * _tilt(m_prime)
_CROSSED = f_a(m) * g_a(m_prime) * m_prime + f_a(m_prime) * g_a(m) * m
_PAIRS = beta * Over(
    Over(_STRAIGHT * c_gamma(m) * c_gamma(m_prime) - _CROSSED * s_gamma(m) * s_gamma(m_prime), m_prime, positive_lower_sectors),
    m,
    positive_sectors,
)
_EQUAL = beta * Over(f_a(m) * g_a(m) * m * _tilt(m), m, positive_sectors)
_LOWEST = beta * Over(f_a(m) * g_a(0) * m * _tilt(m) * c_gamma(m) * c_gamma(0), m, positive_sectors)
_AMPLITUDES = _double(f_a(m) * g_a(m_prime) * _OF_AMPLITUDE)
_RATIO = _STRAIGHT * c_gamma(m) * c_gamma(m_prime) / (_CROSSED * s_gamma(m) * s_gamma(m_prime))
_MU, _NU = mu_ratio(m, m_prime), nu_ratio(m, m_prime)
_REDUCED = coth(beta * S(m) / 2) * coth(beta * S(m_prime) / 2) * (_MU * _NU + 1) / (_MU + _NU)


def _printed_mu(lower: Expr) -> Expr:
    """(87), with the sector in the denominator's tanh."""
    return m / S(m) * tanh(beta * omega_a * m / 2) / (m_prime / S(m_prime) * tanh(beta * omega_a * lower / 2))


def _printed_nu(power: int) -> Expr:
    """(88), with S_m written out."""
    return (m / m_prime) ** power * sqrt(omega**2 + 4 * gamma**2 * m_prime**2) / sqrt(omega**2 + 4 * gamma**2 * m**2)


SOURCE = "App. B.3"

ENTRIES = (
    Entry(
        number="84",
        title="Derivative in `γ`",
        statements=(Statement(lhs=Deriv(C, gamma), rhs=_slope(1)),),
        assumptions=("`N >= 1`", *POSITIVE),
        derivation="monotonicity",
        sampler=POINTS,
        wrong=Wrong(name="+ for -", statement=Statement(lhs=Deriv(C, gamma), rhs=_slope(-1))),
        note=REBUILT + " `f^a_m = w_m s^a_m` and `g^a_m = w_m c^a_m` gather all that does not depend on `gamma`; the sum begins with "
        "`m > 0` because `f^a_0 = 0`.",
    ),
    Entry(
        number="85",
        title="Numerator in four sums",
        statements=(Statement(lhs=_numerator(1), rhs=_PAIRS + _EQUAL + _LOWEST + _AMPLITUDES),),
        assumptions=("`N >= 1`", *POSITIVE),
        derivation="monotonicity",
        sampler=POINTS,
        wrong=Wrong(name="the third sum left out", statement=Statement(lhs=_numerator(1), rhs=_PAIRS + _EQUAL + _AMPLITUDES)),
        note=REBUILT + " The sum with `f^a_m g^a_m` is that over `m = m'`, where `cosh² - sinh² = 1`; the sum with `g^a_0` is 0 for odd "
        "`N`, the one with `omega²` at `omega = 0`. All are `>= 0`.",
    ),
    Entry(
        number="86",
        title="Ratio of the terms of a pair",
        statements=(Statement(lhs=_RATIO, rhs=_REDUCED), Statement(lhs=_REDUCED, rhs=Integer(1), relation=">")),
        assumptions=("`N >= 3`", *POSITIVE, "`m > m' > 0`"),
        derivation="monotonicity",
        sampler=SECTOR_PAIR,
        wrong=Wrong(name="reversed inequality", statement=Statement(lhs=_REDUCED, rhs=Integer(1), relation="<")),
        note=REBUILT,
    ),
    Entry(
        number="87",
        title="First ratio of two sectors",
        statements=(
            Statement(lhs=_MU, rhs=f_a(m) * g_a(m_prime) * m * S(m_prime) / (f_a(m_prime) * g_a(m) * m_prime * S(m))),
            Statement(lhs=_MU, rhs=_printed_mu(m_prime)),
            Statement(lhs=_MU, rhs=Integer(1), relation=">"),
        ),
        assumptions=("`N >= 3`", *POSITIVE, "`m > m' > 0`"),
        derivation="monotonicity",
        sampler=SECTOR_PAIR,
        wrong=Wrong(name="m for m' in the second tanh", statement=Statement(lhs=_MU, rhs=_printed_mu(m))),
        note=REBUILT + " `J` drops out.",
    ),
    Entry(
        number="88",
        title="Second ratio of two sectors",
        statements=(Statement(lhs=_NU, rhs=_printed_nu(2)), Statement(lhs=_NU, rhs=Integer(1), relation=">")),
        assumptions=("`N >= 3`", "`omega >= 0`; `gamma > 0`", "`m > m' > 0`"),
        derivation="monotonicity",
        sampler=SECTOR_PAIR,
        wrong=Wrong(name="m/m' for its square", statement=Statement(lhs=_NU, rhs=_printed_nu(1))),
        note=REBUILT,
    ),
    Entry(
        number="89",
        title="Second rearrangement inequality",
        statements=(Statement(lhs=_MU * _NU + 1, rhs=_MU + _NU, relation=">"),),
        assumptions=("`N >= 3`", *POSITIVE, "`m > m' > 0`"),
        derivation="monotonicity",
        sampler=SECTOR_PAIR,
        wrong=Wrong(name="reversed inequality", statement=Statement(lhs=_MU * _NU + 1, rhs=_MU + _NU, relation="<")),
        note=REBUILT + " The difference is `(mu_{m,m'} - 1)(nu_{m,m'} - 1)`.",
    ),
)
