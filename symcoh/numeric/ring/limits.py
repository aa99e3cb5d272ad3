"""The bounds and limits of the coherence (36), (38), (39), (41), (42), (44)-(47) in balls.

Every function gives the right-hand side as printed, with |gamma| and |omega_a|; which relation C bears to it, and
under which conditions, is in `LIMITS`. Those that `evaluate` knows by name are in `QUANTITIES`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flint import arb

from ...balls import ask_clocks, certainly_less, current_precision, midpoint, working_precision
from ...exactnumbers import Exact
from ...model import Model
from .setting import Setting, setting


@dataclass(frozen=True, kw_only=True, slots=True)
class Limit:
    """One right-hand side: `relation` is C <= it, C >= it, or C -> it as `when`."""

    equation: str
    relation: str
    when: str
    formula: Callable[[Setting], arb]


def limit_ball(name: str, model: Model, beta: Exact, bits: int) -> arb:
    """A ball around the right-hand side of one limit at `bits` bits of working precision.

    >>> from symcoh.exactnumbers import exact
    >>> limit_ball("41", Model(N=2, omega="4/5", omega_a=1, gamma="3/20"), exact(1), 64).overlaps(arb(3) / 5)
    True
    """
    with working_precision(bits):
        return LIMITS[name].formula(setting(model, beta))


def quantity_ball(name: str, model: Model, beta: Exact, bits: int) -> arb:
    """A ball around a quantity of `QUANTITIES` at 0 < beta < oo, which exact data do not decide (`limit_ends.exact_limit`).

    >>> from symcoh.exactnumbers import exact
    >>> quantity_ball("strong-coupling", Model(N=2, omega_a="log(3)", gamma=1), exact("1/2"), 64).overlaps(arb(1) / 2)
    True
    """
    with working_precision(bits):
        return QUANTITIES[name](setting(model, beta, with_ground=False))


def _tanh(x: arb) -> arb:
    """tanh x, of full relative accuracy at any exponent; Arb's own keeps 28 bits where the exponent is beyond 62 bits.

    Theorem: 1 - x^2/3 <= tanh(x)/x <= 1, so that for |x| < 2^-p the quotient is 1 to within 2^-2p.
    """
    ask_clocks()
    bits = current_precision()
    if abs(x) < arb((1, -bits)):
        return x * arb(1, arb((1, -2 * bits)))
    return x.tanh()


def _two_level(s: Setting, u: int) -> arb:
    """(2 u gamma/S_u) tanh(beta S_u/2) tanh(u beta omega_a/2): one source of moment u."""
    return _saturated(s, u) * _tanh(u * s.beta * s.omega_a / 2)


def _saturated(s: Setting, u: int) -> arb:
    split = s.splitting(u)
    return 2 * u * s.gamma / split * _tanh(s.beta * split / 2)


def _strong_antiferromagnet(s: Setting) -> arb:
    return _two_level(s, 1) if s.sources % 2 else arb(0)


def _ground(s: Setting) -> arb:
    return 2 * s.sources * s.gamma / s.splitting(s.sources)


def _high_temperature(s: Setting) -> arb:
    leading = s.sources * s.gamma * s.omega_a * s.beta**2 / 2
    return leading * (1 + (2 * s.beta * s.coupling if s.sources > 1 else 0))


def _strong_coupling(s: Setting) -> arb:
    return _tanh(s.sources * s.beta * s.omega_a / 2)


def _weak_coupling_slope(s: Setting) -> arb:
    """(2/omega) tanh(beta omega/2) m_0, the limit of C/|gamma| in (45); beta m_0 at omega = 0."""
    response = s.beta if s.omega.is_zero() else 2 / s.omega * _tanh(s.beta * s.omega / 2)
    return response * free_magnetization(s)


def free_magnetization(s: Setting) -> arb:
    """m_0 of (46) for the ring without the target, in closed form; N = 1 and J = 0 are N tanh h.

    With h = beta |omega_a|/2, r = sqrt(sinh^2 h + e^{-4 beta J}) and P = |lambda_-/lambda_+|^N it is N (sinh h/r) times
    (1 - P)/(1 + P) = tanh(-log(P)/2), or divided by it where lambda_-^N < 0: N odd and J < 0.
    """
    field = s.field
    if s.sources == 1 or s.coupling.is_zero():
        return s.sources * _tanh(field)
    ask_clocks()
    sine, cosine = field.sinh(), field.cosh()
    ask_clocks()
    root = (sine * sine + (-4 * s.bond).exp()).sqrt()
    share = _tanh(-s.sources * _log_quotient(s, cosine, root) / 2)
    polarised = s.sources * sine / root
    return polarised / share if s.antiferromagnetic and s.sources % 2 else polarised * share


def _log_quotient(s: Setting, cosine: arb, root: arb) -> arb:
    """log |lambda_-/lambda_+|, of full relative accuracy; `cosine` = cosh h, `root` = r.

    1 - |lambda_-/lambda_+| = 2 min(r, cosh h)/(cosh h + r), where r < cosh h for J > 0, and |lambda_-/lambda_+| =
    |1 - e^{-4 beta J}|/(cosh h + r)^2: the first where it is small, the second elsewhere. Both hold everywhere.
    """
    missing = 2 * (cosine if s.antiferromagnetic else root) / (cosine + root)
    ask_clocks()
    if certainly_less(midpoint(missing), arb(1) / 2):
        return (-missing).log1p()
    return (abs((-4 * s.bond).expm1()) / ((cosine + root) * (cosine + root))).log()


def _large_gap(s: Setting) -> arb:
    return _saturated(s, s.sources)


LIMITS: dict[str, Limit] = {
    "36": Limit(equation="36", relation="<=", when="J -> +oo", formula=lambda s: _two_level(s, s.sources)),
    "38": Limit(equation="38", relation=">=", when="J -> -oo", formula=_strong_antiferromagnet),
    "41": Limit(equation="41", relation="->", when="beta -> oo", formula=_ground),
    "42": Limit(equation="42", relation="->", when="beta -> 0", formula=_high_temperature),
    "44": Limit(equation="44", relation="->", when="gamma -> oo", formula=_strong_coupling),
    "45": Limit(equation="45", relation="->", when="gamma -> 0", formula=lambda s: s.gamma * _weak_coupling_slope(s)),
    "47": Limit(equation="47", relation="->", when="omega_a -> oo", formula=_large_gap),
}

QUANTITIES: dict[str, Callable[[Setting], arb]] = {
    "upper-bound": LIMITS["36"].formula,
    "lower-bound": LIMITS["38"].formula,
    "strong-coupling": LIMITS["44"].formula,
    "weak-coupling-slope": _weak_coupling_slope,
    "free-magnetization": free_magnetization,
    "large-gap": LIMITS["47"].formula,
}
"""What `evaluate` knows by name; the critical coupling (48), (54) is always exact."""
