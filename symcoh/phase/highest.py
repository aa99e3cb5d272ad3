"""The temperature where C is largest: T = 0 or one of the maxima, told apart by certified values."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from ..arguments import settings
from ..balls import alone
from ..decimals import printed_radius
from ..errors import NotCertified
from ..evaluation import MAX_PRECISION
from ..exact_ends import exact_value
from ..exactnumbers import enclose
from ..model import Model, check_model, naming_parameters
from ..model_parameters import parameters_and_units
from ..numeric.precision import BITS_PER_DIGIT, GUARD_BITS, Clock, certify, certify_exact, started_clock
from ..units import NATURAL
from ..version import __version__
from .extrema import extremum, root_finder
from .shape import Piece, certificate, ring_curve
from .system_shape import Shape, system_shape

TIE_BITS = 2**14
"""Values of C that agree to so many bits are not told apart."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Maximum:
    """The largest coherence over 0 <= T < oo: where, how large, upper bounds of the errors of both decimals."""

    T: str
    C: str
    T_radius: str
    C_radius: str
    digits: int
    parameters: dict[str, str]

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready values."""
        values = {"T": self.T, "C": self.C, "T_radius": self.T_radius, "C_radius": self.C_radius, "digits": self.digits}
        return values | {"certified": True, "parameters": self.parameters, "version": __version__}

    def to_json(self) -> str:
        """One line of JSON."""
        return json.dumps(self.to_dict())


@naming_parameters
def maximum(
    model: Model,
    *,
    digits: int = 20,
    max_precision: int = MAX_PRECISION,
    budget: float | None = None,
    progress: Callable[[str], None] | None = None,
) -> Maximum:
    """The temperature that maximises C, and C there; T = 0 where no positive temperature does better.

    C is continuous on [0, oo), falls to 0 and every extremum is known, so its largest value is C_0 or that of a maximum; C_0 is
    out where C rises from T = 0, however little.

    Args:
        model: exact parameters; of the ring N up to 400, any N for J >= 0; of other sources those whose levels are listed,
            with a target of two levels. The T of a model with units is in its unit of temperature.
        digits: significant digits of T and C.
        max_precision: ceiling of working precision in bits.
        budget: ceiling of time in seconds, or None.
        progress: told every few seconds that work goes on.

    Returns:
        T and C as decimals with upper bounds of their errors.

    Raises:
        InputError: sources with infinitely many levels, or a target of more than two.
        NotCertified: two values of C that are not told apart, levels that are too many, or what `phase` raises.

    >>> best = maximum(Model(N=4, omega_a="0.7", gamma="0.3", J="-0.4"), digits=6)
    >>> best.T, best.C
    ('0.540217', '0.239845')
    """
    check_model(model)
    digits, max_precision, budget = settings(digits, max_precision, budget, progress)
    clock = started_clock(budget, progress)
    with alone(clock.check):
        plain = replace(model, units=NATURAL)
        found = _of_ring(plain, clock, max_precision) if plain.is_ring else system_shape(plain, clock, max_precision)
        peaks = [piece for piece in found.pieces if piece.sign == 0 and piece.right > 0]
        rises = bool(found.pieces) and found.pieces[-1].right > 0
        best = _largest(found, not rises, peaks, max_precision, clock)
        if best is None:
            values = _zero_temperature(found, digits, max_precision, clock)
        else:
            values = _peak(model, found, best, digits, max_precision, clock)
        return Maximum(**values, digits=digits, parameters=parameters_and_units(model))


def _of_ring(model: Model, clock: Clock, max_precision: int) -> Shape:
    zero_temperature = exact_value(model, "coherence", None, max_precision)
    assert zero_temperature is not None, "the coherence at T = 0 is exact"
    pieces = certificate(model, clock, max_precision)
    curve = ring_curve(model, max_precision) if pieces else None
    return Shape(pieces, curve, partial(enclose, zero_temperature), zero_temperature)


def _zero_temperature(found: Shape, digits: int, max_precision: int, clock: Clock) -> dict[str, str]:
    if found.cold_exactly is not None:
        ball, decimal = certify_exact(found.cold_exactly, digits, max_precision, clock)
    else:
        ball, decimal = certify(found.cold, digits, int(digits * BITS_PER_DIGIT) + GUARD_BITS, max_precision, clock)
    return {"T": "0", "C": str(decimal), "T_radius": "0", "C_radius": printed_radius(ball, decimal)}


def _peak(model: Model, found: Shape, best: Piece, digits: int, max_precision: int, clock: Clock) -> dict[str, str]:
    assert found.curve is not None, "a curve with an extremum"
    at = extremum(found.curve, best, digits, max_precision, clock, model.units.kelvin())
    return {"T": at.T, "C": at.C, "T_radius": at.T_radius, "C_radius": at.C_radius}


def _largest(found: Shape, cold: bool, peaks: list[Piece], max_precision: int, clock: Clock) -> Piece | None:
    """The piece with the largest C, None for T = 0; `cold` is whether C_0 may be it."""
    places: list[Piece | None] = [*peaks, *([None] if cold else [])]
    curve = found.curve
    roots = [root_finder(curve, piece, max_precision, clock) for piece in peaks] if curve else []
    most = min(TIE_BITS, max_precision)
    bits = min(128, most)
    while len(places) > 1:
        heights = [curve.coherence(at(bits), bits) for at in roots] if curve else []
        heights += [found.cold(bits)] if cold else []
        for place, height in zip(places, heights, strict=True):
            if all(height > other for other in heights if other is not height):
                return place
        if bits >= most:
            raise NotCertified(f"The two largest values of C agree to {bits} bits, so which is larger is not decided: move a parameter.")
        bits = min(2 * bits, most)
    return places[0]
