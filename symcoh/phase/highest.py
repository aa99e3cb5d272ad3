"""The temperature where C is largest: T = 0 or one of the maxima, told apart by certified values."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..arguments import settings
from ..balls import alone
from ..decimals import printed_radius
from ..errors import NotCertified
from ..evaluation import MAX_PRECISION
from ..exact_ends import exact_value
from ..exactnumbers import Exact, enclose
from ..model import Model, check_model, check_ring, naming_parameters
from ..model_parameters import model_parameters
from ..numeric.precision import Clock, certify_exact, started_clock
from ..version import __version__
from .extrema import coherence_on, extremum, root_finder
from .shape import Piece, certificate

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
        model: exact parameters; N up to 400, any N for J >= 0.
        digits: significant digits of T and C.
        max_precision: ceiling of working precision in bits.
        budget: ceiling of time in seconds, or None.
        progress: told every few seconds that work goes on.

    Raises:
        NotCertified: two values of C that are not told apart, or what `phase` raises.

    >>> best = maximum(Model(N=4, omega_a="0.7", gamma="0.3", J="-0.4"), digits=6)
    >>> best.T, best.C
    ('0.540217', '0.239845')
    """
    check_model(model)
    check_ring(model, "the largest C(T)")
    digits, max_precision, budget = settings(digits, max_precision, budget, progress)
    clock = started_clock(budget, progress)
    with alone(clock.check):
        zero_temperature = exact_value(model, "coherence", None, max_precision)
        assert zero_temperature is not None, "the coherence at T = 0 is exact"
        pieces = certificate(model, clock, max_precision)
        peaks = [piece for piece in pieces if piece.sign == 0 and piece.right > 0]
        rises = bool(pieces) and pieces[-1].right > 0
        best = _largest(model, None if rises else zero_temperature, peaks, max_precision, clock)
        if best is None:
            ball, decimal = certify_exact(zero_temperature, digits, max_precision, clock)
            values = {"T": "0", "C": str(decimal), "T_radius": "0", "C_radius": printed_radius(ball, decimal)}
        else:
            found = extremum(model, best, digits, max_precision, clock)
            values = {"T": found.T, "C": found.C, "T_radius": found.T_radius, "C_radius": found.C_radius}
        return Maximum(**values, digits=digits, parameters=model_parameters(model))


def _largest(model: Model, zero_temperature: Exact | None, peaks: list[Piece], max_precision: int, clock: Clock) -> Piece | None:
    """The piece with the largest C, None for T = 0; `zero_temperature` is None where C_0 is out."""
    places: list[Piece | None] = [*peaks, *([] if zero_temperature is None else [None])]
    roots = [root_finder(model, piece, max_precision, clock) for piece in peaks]
    most = min(TIE_BITS, max_precision)
    bits = min(128, most)
    while len(places) > 1:
        heights = [coherence_on(model, at(bits), bits) for at in roots]
        heights += [] if zero_temperature is None else [enclose(zero_temperature, bits)]
        for place, height in zip(places, heights, strict=True):
            if all(height > other for other in heights if other is not height):
                return place
        if bits >= most:
            raise NotCertified(f"The two largest values of C agree to {bits} bits, so which is larger is not decided: move a parameter.")
        bits = min(2 * bits, most)
    return places[0]
