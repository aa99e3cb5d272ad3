"""omega = 0: the closed form Z = L(h_0 + beta gamma) + L(h_0 - beta gamma) at any number of sources.

L(h) = lambda_+^N + lambda_-^N of the free ring in a field h, with lambda_+- = e^{beta J} (cosh h +- r) and
r = sqrt(sinh^2 h + e^{-4 beta J}). Powers are taken in logarithms; cancellation is left to the precision.
"""

from __future__ import annotations

from typing import Any

from symcoh.model import Model

from .numbers import MP, Numbers, numbers, precision, settle, start_bits
from .thermal import log1p


def quantities(model: Model, beta: Any, digits: int) -> dict[str, Any]:
    """Z, log Z, C, <sigma^x> at omega = 0 and 0 < beta < oo, gamma omega_a != 0.

    H = (omega_a/2 + gamma sigma^x) M + H_I: sigma^x = +1 is a ring in the field h_0 + beta gamma.
    """
    assert str(model.omega) == "0"
    wanted = ("partition-function", "log-partition-function", "coherence", "bloch-x")

    def compute() -> dict[str, Any]:
        at = numbers(model, beta)
        h = at.beta * at.omega_a / 2
        plus, minus = Ring(at, h + at.beta * at.gamma), Ring(at, h - at.beta * at.gamma)
        log_z = max(plus.log, minus.log) + log1p(MP.exp(-abs(plus.log - minus.log)))
        x = MP.tanh(_log_ratio(at, plus, minus) / 2)
        return dict(zip(wanted, (MP.exp(log_z), log_z, abs(x), x), strict=True))

    return settle(compute, digits, start_bits(model, beta, digits) + 8 * model.N.bit_length())


class Ring:
    """L(h) = 2 |2 sinh 2 beta J|^{N/2} cosh(N w), or sinh(N w) where N is odd and J < 0; w = log(lambda_+/|lambda_-|)/2."""

    def __init__(self, at: Numbers, h: Any) -> None:
        k = at.beta * at.J
        self.h, self.cosh = h, MP.cosh(h)
        self.r = MP.sqrt(MP.sinh(h) ** 2 + MP.exp(-4 * k))
        self.larger = self.cosh + self.r
        self.log = at.N * (k + MP.log(self.larger))
        self.turn = MP.inf
        if k:
            # |lambda_-| e^{-k} = |cosh h - r| = |1 - e^{-4k}|/lambda_+.
            smaller = abs(MP.expm1(-4 * k)) / self.larger
            self.turn = at.N * log1p(2 * (self.r if k > 0 else self.cosh) / smaller) / 2
            power = MP.exp(-2 * self.turn)
            self.log += MP.log(-MP.expm1(-2 * self.turn)) if k < 0 and at.N % 2 else log1p(power)


def _log_ratio(at: Numbers, plus: Ring, minus: Ring) -> Any:
    """log L(h_1) - log L(h_2), from cosh h_1 - cosh h_2, without cancellation.

    lambda_+ lambda_- is the same in both fields, so w_1 - w_2 = log(lambda_+1/lambda_+2). L grows with |h|:
    the larger one is written over the smaller.
    """
    if abs(plus.h) < abs(minus.h):
        return -_log_ratio(at, minus, plus)
    cosh_step = 2 * MP.sinh((plus.h + minus.h) / 2) * MP.sinh((plus.h - minus.h) / 2)
    r_step = cosh_step * (plus.cosh + minus.cosh) / (plus.r + minus.r)
    step = at.N * log1p((cosh_step + r_step) / minus.larger)
    if at.J == 0:
        return step
    middle = (plus.turn + minus.turn) / 2
    if at.J < 0 and at.N % 2:
        return log1p(2 * MP.cosh(middle) * MP.sinh(step / 2) / MP.sinh(minus.turn))
    return log1p(2 * MP.sinh(middle) * MP.sinh(step / 2) / MP.cosh(minus.turn))


def sandwich(model: Model, beta: Any, bits: int) -> tuple[Any, Any]:
    """(lower, upper) bound of log Z for any omega, to about 2**-bits, from
    max(2 cosh(beta omega/2) L(h_0), L_+ + L_-) <= Z <= e^{beta omega/2} (L_+ + L_-), L_+- = L(h_0 +- beta gamma)."""
    with precision(bits + start_bits(model, beta, 20)):
        at = numbers(model, beta)
        h = at.beta * at.omega_a / 2
        free, plus, minus = (Ring(at, field).log for field in (h, h + at.beta * at.gamma, h - at.beta * at.gamma))
        half = at.beta * at.omega / 2
        coupled = max(plus, minus) + log1p(MP.exp(-abs(plus - minus)))
        uncoupled = free + half + log1p(MP.exp(-2 * half))
        return max(uncoupled, coupled), coupled + half
