"""The bounds and limits of the coherence (36), (38), (39), (41), (42), (44), (45), (47) in balls.

Every function gives the right-hand side as printed, with |gamma| and |omega_a|; which relation C bears to it, and
under which conditions, is in `LIMITS`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flint import arb

from ...balls import working_precision
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


def _two_level(s: Setting, u: int) -> arb:
    """(2 u gamma/S_u) tanh(beta S_u/2) tanh(u beta omega_a/2): one source of moment u."""
    return _saturated(s, u) * (u * s.beta * s.omega_a / 2).tanh()


def _saturated(s: Setting, u: int) -> arb:
    split = s.splitting(u)
    return 2 * u * s.gamma / split * (s.beta * split / 2).tanh()


def _strong_antiferromagnet(s: Setting) -> arb:
    return _two_level(s, 1) if s.sources % 2 else arb(0)


def _ground(s: Setting) -> arb:
    return 2 * s.sources * s.gamma / s.splitting(s.sources)


def _high_temperature(s: Setting) -> arb:
    leading = s.sources * s.gamma * s.omega_a * s.beta**2 / 2
    return leading * (1 + (2 * s.beta * s.coupling if s.sources > 1 else 0))


def _strong_coupling(s: Setting) -> arb:
    return (s.sources * s.beta * s.omega_a / 2).tanh()


def _weak_coupling(s: Setting) -> arb:
    """(2 gamma/omega) tanh(beta omega/2) m_0 with m_0 of the free ring in closed form, (46).

    lambda_-/lambda_+ = (1 - e^{-4 beta J})/(cosh h + r)^2, so that nothing cancels and J = 0 is an exact zero; N = 1 is m_0 = tanh h.
    """
    field = s.beta * s.omega_a / 2
    prefactor = 2 * s.gamma / s.omega * (s.beta * s.omega / 2).tanh()
    if s.sources == 1:
        return prefactor * field.tanh()
    exponent = -4 * s.beta * s.coupling
    sine = field.sinh()
    root = (sine * sine + exponent.exp()).sqrt()
    larger = field.cosh() + root
    power = (-exponent.expm1() / (larger * larger)) ** s.sources
    return prefactor * s.sources * sine / root * (1 - power) / (1 + power)


def _large_gap(s: Setting) -> arb:
    return _saturated(s, s.sources)


LIMITS: dict[str, Limit] = {
    "36": Limit(equation="36", relation="<=", when="J -> +oo", formula=lambda s: _two_level(s, s.sources)),
    "38": Limit(equation="38", relation=">=", when="J -> -oo", formula=_strong_antiferromagnet),
    "41": Limit(equation="41", relation="->", when="beta -> oo", formula=_ground),
    "42": Limit(equation="42", relation="->", when="beta -> 0", formula=_high_temperature),
    "44": Limit(equation="44", relation="->", when="gamma -> oo", formula=_strong_coupling),
    "45": Limit(equation="45", relation="->", when="gamma -> 0", formula=_weak_coupling),
    "47": Limit(equation="47", relation="->", when="omega_a -> oo", formula=_large_gap),
}
