"""What a window leaves out, bounded: Chernoff with the transfer matrix (`model`, (30))."""

from __future__ import annotations

from flint import arb

from .setting import Setting


def chernoff_tail(s: Setting, low: int, high: int, field: arb, fugacity: arb) -> arb:
    """Upper bound of sum t_u (1 + e^{-2a}) (1 + e^{-2b}) over the sectors low <= u <= high, in the units e^{-beta E_0}.

    Theorem. For 0 <= low <= high <= N, h_0 = beta |omega_a|/2, b_u = beta S_u/2, any real field h and any t >= 1 (t = 1
    where high = N),

        sum_{low <= u <= high} W_u e^{h_0 u + b_u} <= t^{-1} L_t(h) max_{v = low, high} e^{(h_0 - h) v + b_v},

    with L_t(h) = lambda_+^N + lambda_-^N <= 2 lambda_+^N the ring in the field h, e^{-4 beta J} in it replaced by
    t e^{-4 beta J}; the two other factors are at most 2 each.
    Proof. b_u = sqrt(omega^2 + 4 gamma^2 u^2) beta/2 is convex in u, so (h_0 - h) u + b_u is, and is largest at an
    end of the interval. W_u = e^{beta J N} sum_n g x^n with x = e^{-4 beta J} and, for u < N, n >= 1, so that
    x^n <= t^{-1} (t x)^n. All terms are positive, and sum W_u e^{h u} over the interval is part of L(h).

    Any field and fugacity are valid: how they were chosen needs no trust.

    Args:
        s: the parameters as balls.
        low: smallest u; the interval may hold u of the wrong parity.
        high: largest u.
        field: h.
        fugacity: t.

    Returns:
        An upper bound, infinite where the theorem does not apply.
    """
    if not 0 <= low <= high <= s.sources or not fugacity >= 1 or (high == s.sources and not fugacity <= 1):
        return arb("inf")
    constant = log_eigenvalue_power(s, field, fugacity) - fugacity.log() + s.beta * s.reference_energy()
    ends = [(constant + line(s, v, field)).exp().abs_upper() for v in (low, high)]
    return (8 * max(ends)).abs_upper()


def line(s: Setting, u: int, field: arb) -> arb:
    """(h_0 - h) u + b_u."""
    return (s.field - field) * u + s.beta * s.splitting(u) / 2


def log_eigenvalue_power(s: Setting, field: arb, fugacity: arb) -> arb:
    """log lambda_+^N = N (beta J + log(cosh h + sqrt(sinh^2 h + t e^{-4 beta J})))."""
    bond = s.bond
    sine, cosine = field.sinh_cosh()
    return s.sources * (bond + (cosine + (sine * sine + fugacity * (-4 * bond).exp()).sqrt()).log())
