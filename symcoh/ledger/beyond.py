"""Beyond the paper: the free ring in a field, C as a mean over s in [-1, 1], and expansions the paper does not have."""

from __future__ import annotations

from sympy import Expr, Rational, cosh, exp, sinh, sqrt, tanh

from ..exact.symbols import J, K, N, beta, gamma, h, k, m, omega, omega_a
from .beyond_monotone import ENTRIES as MONOTONE
from .entry import Approach, Entry, Sampler, Statement, Wrong
from .notation import (
    I_1,
    At,
    C,
    C_many,
    Integrate,
    L,
    Over,
    W,
    Z,
    chi,
    chi_prime,
    h_star,
    kernel,
    lambda_minus,
    lambda_plus,
    m_star,
    r_ratio,
    s_mean,
    sectors,
)

REAL = "`omega >= 0`; `omega_a`, `gamma > 0`; `J` real"
FINITE = "`0 < beta < oo`"
POINTS = Sampler(positive=("omega_a", "gamma"))
BETWEEN = Sampler(sources=(1, 8), positive=("omega", "omega_a", "gamma"))

_FIELD, _PUSH = beta * omega_a / 2, beta * gamma
_ENDS = L(_FIELD + _PUSH) + L(_FIELD - _PUSH)
_LEAN = L(_FIELD + _PUSH) - L(_FIELD - _PUSH)
_BARE = L(_FIELD + _PUSH * s_mean) * kernel(s_mean)


def _integral(body: Expr) -> Expr:
    return Integrate(body, s_mean, -1, 1)


def _eigenvalue(sign: int) -> Expr:
    return exp(beta * J) * (cosh(h) + sign * sqrt(sinh(h) ** 2 + exp(-4 * beta * J)))


def _kernel(power: int) -> Expr:
    half, root = beta * omega / 2, sqrt(1 - s_mean**2)
    return half**power * I_1(half * root) / root


# The recurrence: A_k F_{k-1} + C_k F_{k+1} = B_k F_k holds for the weights themselves, which are F_k times one factor.
_BELOW = (k - N - 1) * (k - 1) * (2 * k - N + 1)
_ABOVE = (k - N + 1) * (k + 1) * (2 * k - N - 1)


def _centre(shift: int) -> Expr:
    return (N - 2 * k) * (2 * k * (N - k) + exp(-4 * beta * J) * ((2 * k - N) ** 2 - shift))


def _ratio(shift: int) -> Statement:
    return Statement(lhs=r_ratio(k), rhs=(_centre(shift) - _BELOW / r_ratio(k - 1)) / _ABOVE)


# The expansion at fixed K = beta J, with q = tanh^N K.
_Q = tanh(K) ** N
_TAU = (1 - _Q) / (1 + _Q)
_STRENGTH = 4 * gamma**2 + omega_a**2
_QUARTIC = (
    N
    * gamma
    * omega_a
    * exp(2 * K)
    / 48
    * (3 * N * _STRENGTH * exp(2 * K) * (1 - _TAU**2) - 3 * _STRENGTH * exp(4 * K) * _TAU + (_STRENGTH - 2 * omega**2) * _TAU)
)


def _uniform(fixed: str, sign: int = 1) -> Statement:
    """The leading term at K = `fixed`; sign -1 exchanges numerator and denominator of tau."""
    return Statement(
        lhs=C,
        rhs=N * gamma * omega_a / 2 * beta**2 * exp(2 * K) * _TAU**sign,
        relation="~",
        order=beta**4,
        approach=Approach(symbol=beta, points=("1e-6", "1e-8", "1e-10"), neglected=_QUARTIC * beta**4, tied={"J": f"({fixed})/beta"}),
    )


# Many sources. The parameters are held at three sets of values: nearness to the limit is N beta gamma m_* >> 1.
_A, _B = beta * omega**2 / gamma, omega**2 / gamma**2
_FOURTH = (
    -_A * _B * chi / (32 * m_star**5)
    + 3 * _B**2 / (128 * m_star**4)
    - 15 * _B * chi**2 / (8 * m_star**6)
    + _B * chi_prime / (2 * m_star**5)
)
_HELD = (
    {"omega": "1", "omega_a": "7/10", "gamma": "3/10", "J": "2/5", "beta": "2"},
    {"omega": "3/2", "omega_a": "1/2", "gamma": "2/3", "J": "-1/4", "beta": "3/2"},
    {"omega": "1/2", "omega_a": "6/5", "gamma": "1", "J": "0", "beta": "1"},
)
_EVEN, _ODD = ("100", "800", "6400"), ("101", "801", "6401")


def _many(held: dict[str, str], factor: Expr, points: tuple[str, ...] = _EVEN) -> Statement:
    return Statement(
        lhs=C_many,
        rhs=1 - omega**2 / (8 * gamma**2 * m_star**2 * N**2) - factor * chi * omega**2 / (8 * gamma**2 * m_star**4 * N**3),
        relation="~",
        order=N**-4,
        approach=Approach(symbol=N, points=points, neglected=_FOURTH * N**-4, tied=held),
    )


def _slope_of_log(power: Expr) -> Expr:
    return exp(-4 * beta * J) * cosh(h_star) / (sinh(h_star) ** 2 + exp(-4 * beta * J)) ** power


SECTION = "Beyond the paper"
SOURCE = "ours"
ENTRIES = (
    Entry(
        number="B1",
        title="Generating function of the weights",
        statements=(
            Statement(lhs=L(h), rhs=Over(W(m) * exp(h * m), m, sectors)),
            Statement(lhs=L(h), rhs=lambda_plus(h) ** N + lambda_minus(h) ** N),
            Statement(lhs=lambda_plus(h), rhs=_eigenvalue(1)),
            Statement(lhs=lambda_minus(h), rhs=_eigenvalue(-1)),
        ),
        assumptions=("`N >= 1`", "`J`, `h` real", "`0 <= beta < oo`"),
        status="checked",
        sampler=Sampler(sources=(1, 9), extra={"h": "real"}),
        wrong=Wrong(name="λ_- left out", statement=Statement(lhs=L(h), rhs=lambda_plus(h) ** N)),
        note="The trace of the `N`-th power of the transfer matrix; the derivation sector-weight compares the weights as "
        "polynomials for `N <= 40`.",
    ),
    Entry(
        number="B2",
        title="No gap of the target",
        statements=(Statement(lhs=At(Z, omega, 0), rhs=_ENDS), Statement(lhs=At(C, omega, 0), rhs=_LEAN / _ENDS)),
        assumptions=("`N >= 1`", "`omega_a`, `gamma > 0`; `J` real", "`0 <= beta < oo`"),
        derivation="integral-representation",
        sampler=POINTS,
        wrong=Wrong(name="+ for -", statement=Statement(lhs=At(Z, omega, 0), rhs=_LEAN)),
        note="The integral representation without its integral; `L(h)` has a closed form for every `N`.",
    ),
    Entry(
        number="B3",
        title="Bounds on the partition function",
        statements=(
            Statement(lhs=2 * cosh(beta * omega / 2) * L(_FIELD), rhs=Z, relation="<"),
            Statement(lhs=_ENDS, rhs=Z, relation="<"),
            Statement(lhs=Z, rhs=exp(beta * omega / 2) * _ENDS, relation="<"),
        ),
        assumptions=("`N >= 1`", "`omega`, `omega_a`, `gamma > 0`; `J` real", FINITE),
        status="checked",
        sampler=BETWEEN,
        wrong=Wrong(name="no factor e^{βω/2}", statement=Statement(lhs=Z, rhs=_ENDS, relation="<")),
        note="Sector by sector: `cosh a`, `cosh b < cosh sqrt(a² + b²) < e^a cosh b` for `a > 0`, `b != 0`.",
    ),
    Entry(
        number="B4",
        title="Recurrence of the weights",
        statements=(
            Statement(lhs=_BELOW * W(2 * k - 2 - N) + _ABOVE * W(2 * k + 2 - N), rhs=_centre(1) * W(2 * k - N)),
            _ratio(1),
            Statement(lhs=r_ratio(1), rhs=1 + (N - 3) * exp(-4 * beta * J) / 2),
        ),
        assumptions=("`N >= 5`", "`2 <= k < N/2`", "`J` real", "`0 <= beta < oo`"),
        derivation="sector-weight-recurrence",
        sampler=Sampler(sources=(5, 10), indices={"k": "inner_counts"}),
        wrong=Wrong(name="+1 for -1", statement=_ratio(-1)),
        note="`r_k = W_{2k+2-N}/W_{2k-N}`: carry the ratio, never the weight, and few digits are lost for either sign of `J`.",
    ),
    Entry(
        number="B5",
        title="Integral representation",
        statements=(Statement(lhs=Z, rhs=_ENDS + _integral(_BARE)), Statement(lhs=Z * C, rhs=_LEAN + _integral(s_mean * _BARE))),
        assumptions=("`N >= 1`", REAL, "`0 <= beta < oo`"),
        derivation="integral-representation",
        sampler=POINTS,
        wrong=Wrong(name="the end points left out", statement=Statement(lhs=Z, rhs=_integral(_BARE))),
        note="`C` is the mean of `s` under a positive measure on `[-1, 1]`.",
    ),
    Entry(
        number="B6",
        title="Weight of the integral representation",
        statements=(Statement(lhs=kernel(s_mean), rhs=_kernel(1)),),
        assumptions=("`omega >= 0`", "`-1 < s < 1`", "`0 <= beta < oo`"),
        status="definition",
        sampler=Sampler(sources=(1, 7), indices={"s_mean": "unit_interval"}),
        wrong=Wrong(name="a² for a", statement=Statement(lhs=kernel(s_mean), rhs=_kernel(2))),
        note="An entire function of `s`, positive on `[-1, 1]` for `omega > 0`; at `s = ±1` it is `β²ω²/8`.",
    ),
    Entry(
        number="B7",
        title="High temperature at fixed `βJ`",
        statements=(_uniform("3/10"), _uniform("-1/2")),
        assumptions=("`N >= 1`", "`omega >= 0`; `omega_a`, `gamma > 0`", "`beta -> 0` with `K = beta J` fixed and real"),
        derivation="uniform-high-temperature",
        sampler=Sampler(positive=("omega_a", "gamma")),
        wrong=Wrong(name="τ inverted", statement=_uniform("3/10", -1)),
        note="It joins (42) and (43), whose limits do not commute: `K -> 0` gives the one, `K -> oo` the other. The error is "
        "uniform in `K`.",
    ),
    Entry(
        number="B8",
        title="Many sources",
        statements=tuple(_many(held, Rational(3), points) for held in _HELD for points in (_EVEN, _ODD)),
        assumptions=("`N -> oo`, all other parameters fixed", "`omega`, `omega_a`, `gamma > 0`; `J` real", FINITE),
        derivation="many-sources",
        sampler=Sampler(sources=(2, 2), positive=("omega_a", "gamma")),
        wrong=Wrong(name="1 for 3", statement=_many(_HELD[0], Rational(1))),
        note="Not uniform in `beta`. The left side is the certified sum over all sectors, since `2^N` configurations are too many; "
        "at three sets of parameters, with `J > 0`, `J < 0` and `J = 0`, even and odd rings up to `N = 6401`.",
    ),
    Entry(
        number="B9",
        title="Field of many sources",
        statements=(
            Statement(lhs=h_star, rhs=beta * (omega_a / 2 + gamma)),
            Statement(lhs=m_star, rhs=sinh(h_star) / sqrt(sinh(h_star) ** 2 + exp(-4 * beta * J))),
            Statement(lhs=chi, rhs=_slope_of_log(Rational(3, 2))),
        ),
        assumptions=("`omega_a`, `gamma > 0`; `J` real", FINITE),
        derivation="many-sources",
        sampler=POINTS,
        wrong=Wrong(name="power 1/2 for 3/2", statement=Statement(lhs=chi, rhs=_slope_of_log(Rational(1, 2)))),
        note="First and second derivative of `log λ_+(h)` at `h_*`: magnetization per source and susceptibility of the free ring there.",
    ),
    *MONOTONE,
)
