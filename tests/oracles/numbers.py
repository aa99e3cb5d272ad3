"""Exact parameters to high-precision floats, adaptive precision, and an independent rounding.

One private mpmath context serves all oracles; the global `mpmath.mp` is never touched.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import contextmanager
from typing import Any, NamedTuple

from mpmath import MPContext

from symcoh.exactnumbers import Exact, exact
from symcoh.model import Model

MP = MPContext()
"""The oracles' own context."""

QUANTITIES = (
    "coherence", "partition-function", "log-partition-function", "free-energy", "energy", "entropy", "heat-capacity",
    "magnetization", "population-ground", "population-excited", "bloch-x", "bloch-z", "purity", "target-entropy",
    "relative-entropy-of-coherence", "quantum-fisher-information", "ergotropy", "coherence-derivative",
)  # fmt: skip


class Undecided(ArithmeticError):
    """Two precisions never agreed: the value is zero or the point beyond this oracle."""


class Numbers(NamedTuple):
    """The parameters of (1)-(2) and beta as floats of the private context."""

    N: int
    omega: Any
    omega_a: Any
    gamma: Any
    J: Any
    beta: Any

    @property
    def scale(self) -> Any:
        """An upper bound of |E|."""
        return self.N * (abs(self.J) + abs(self.omega_a) / 2 + abs(self.gamma)) + self.omega / 2

    def splitting(self, m: int) -> Any:
        """S_m of (20)."""
        return MP.sqrt(self.omega**2 + 4 * self.gamma**2 * m**2)


@contextmanager
def precision(bits: int) -> Any:
    """Evaluate with the private context at `bits` bits."""
    before = MP.prec
    MP.prec = int(bits)
    try:
        yield MP
    finally:
        MP.prec = before


def number(value: Exact) -> Any:
    """The exact number as a float at the current precision, by a walk of its own."""
    result = MP.mpf(0)
    for monomial, coefficient in value.terms:
        term = MP.mpf(int(coefficient.p)) / MP.mpf(int(coefficient.q))
        for atom, exponent in monomial:
            term *= _atom(atom) ** exponent
        result += term
    return result


def _atom(atom: Any) -> Any:
    if atom.kind == "pi":
        return +MP.pi
    inner = number(atom.argument)
    if atom.kind == "root":
        return MP.root(inner, atom.degree)
    return {"exp": MP.exp, "log": MP.log, "sum": lambda value: value}[atom.kind](inner)


def numbers(model: Model, beta: Any) -> Numbers:
    """Floats of a model and an inverse temperature (an Exact or anything `exact` reads)."""
    values = (model.omega, model.omega_a, model.gamma, model.J, exact(beta, "beta"))
    return Numbers(model.N, *(number(value) for value in values))


def settle(compute: Callable[[], dict[str, Any]], digits: int, start: int) -> dict[str, Any]:
    """Values on which two precisions agree to `digits` digits; precision doubles until they do, up to 32 * `start` bits."""
    wanted = MP.mpf(10) ** -digits
    bits, known = start, None
    while bits <= 32 * start:
        with precision(bits):
            found = compute()
        apart = list(found) if known is None else [name for name, value in found.items() if not _agree(known[name], value, wanted)]
        if not apart:
            return found
        bits, known = 2 * bits, found
    raise Undecided(f"{', '.join(apart)} at {bits // 2} bits")


def _agree(left: Any, right: Any, wanted: Any) -> bool:
    # Two zeros are no agreement: a sum that cancelled twice is no value.
    return bool(right) and bool(abs(left - right) <= wanted * abs(right))


def start_bits(model: Model, beta: Any, digits: int) -> int:
    """Bits at which to begin: digits, the size of beta E, and what small parameters cancel."""
    with precision(100):
        at = numbers(model, beta)
        size = [at.beta * at.scale, at.beta * at.omega_a, at.beta * at.gamma, at.beta * at.omega]
        loss = sum(abs(int(MP.mag(value))) for value in size if value) + 2 * abs(int(MP.mag(at.beta))) if at.beta else 0
    return math.ceil(digits * 3.3219281) + 80 + loss


def rounded(value: Any, digits: int, known: int | None = None) -> str:
    """Decimal of `digits` significant digits in the format of the command line.

    Args:
        value: the number, good to `known` digits (default: `digits` + 20).
        digits: significant digits wanted.
        known: significant digits the value carries.

    Raises:
        Undecided: the value is nearer to a tie than it is known: only exact algebra rounds those.
    """
    if value == 0:
        return "0"
    spare = (digits + 20 if known is None else known) - digits - 4
    assert MP.isfinite(value) and spare > 0
    with precision(math.ceil((digits + spare) * 3.3219281) + 100 + abs(int(MP.mag(value))).bit_length()):
        magnitude, half = abs(value), MP.mpf(1) / 2
        exponent = int(MP.floor(MP.log10(magnitude)))
        scaled = magnitude * MP.mpf(10) ** (digits - 1 - exponent)
        if scaled >= MP.mpf(10) ** digits or scaled < MP.mpf(10) ** (digits - 1):
            exponent += 1 if scaled >= MP.mpf(10) ** digits else -1
            scaled = magnitude * MP.mpf(10) ** (digits - 1 - exponent)
        whole = int(MP.floor(scaled))
        rest = scaled - whole
        if abs(rest - half) < MP.mpf(10) ** -spare:
            raise Undecided("the value is too near a tie to be rounded by an oracle")
        whole += 1 if rest > half else 0
    if whole == 10**digits:
        whole, exponent = whole // 10, exponent + 1
    return ("-" if value < 0 else "") + layout(whole, digits, exponent)


def layout(mantissa: int, digits: int, exponent: int) -> str:
    """`mantissa` of exactly `digits` digits, times 10**(exponent - digits + 1), as the command line prints it."""
    text = decimal_text(mantissa)
    assert len(text) == digits
    if not -5 <= exponent < digits:
        return f"{text[0]}{'.' if digits > 1 else ''}{text[1:]}e{exponent}"
    if exponent < 0:
        return "0." + "0" * (-exponent - 1) + text
    head, tail = text[: exponent + 1], text[exponent + 1 :]
    return f"{head}.{tail}" if tail else head


def decimal_text(value: int) -> str:
    """str(value) for any size, below Python's limit of 4300 digits a piece."""
    pieces = []
    while value >= 10**4000:
        value, low = divmod(value, 10**4000)
        pieces.append(str(low).zfill(4000))
    return "".join([str(value), *reversed(pieces)])
