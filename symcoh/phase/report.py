"""`phase`: ground states, critical coupling and the shape of C(T) of one model, all proved."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from flint import fmpz

from ..arguments import settings
from ..balls import alone
from ..evaluation import MAX_PRECISION
from ..exact_ends import exact_value
from ..ground import Level, critical_coupling, ground_manifold
from ..model import Model, check_model, check_ring, naming_parameters
from ..model_parameters import parameters_and_units
from ..numeric.precision import started_clock
from ..units import NATURAL
from ..version import __version__
from .extrema import Extremum, extrema
from .number import Number, rounded
from .shape import Piece, certificate, ring_curve

LONGEST_BITS = 10_000
"""Python writes integers of at most 4,300 digits."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Phase:
    """What is known about one model at all temperatures.

    `name`: "ferromagnetic", "antiferromagnetic" or "critical". `ground_states`: every tied level. `critical`: J_c of (48),
    (54), None for N = 1. `coherence`: C at T = 0. `extrema`: in the order of rising T. `certificate`: pieces that cover all
    inverse temperatures.
    """

    name: str
    ground_states: tuple[Level, ...]
    energy: Number
    critical: Number | None
    coherence: Number
    extrema: tuple[Extremum, ...]
    certificate: tuple[Piece, ...]
    digits: int
    parameters: dict[str, str]

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of `symcoh phase`; the certificate is left out."""
        states = [
            {"m": _long(s.m), "domains": _long(s.domains), "branch": s.branch, "degeneracy": _json_integer(s.degeneracy)}
            for s in self.ground_states
        ]
        return {
            "phase": self.name,
            "ground_states": states,
            "ground_energy": self.energy.to_dict(),
            "J_critical": None if self.critical is None else self.critical.to_dict(),
            "C0": self.coherence.to_dict(),
            "extrema": [{"kind": e.kind, "T": e.T, "C": e.C, "T_radius": e.T_radius, "C_radius": e.C_radius} for e in self.extrema],
            "certified": True,
            "digits": self.digits,
            "parameters": self.parameters,
            "version": __version__,
        }

    def to_json(self) -> str:
        """One line of JSON."""
        return json.dumps(self.to_dict())


@naming_parameters
def phase(
    model: Model,
    *,
    digits: int = 20,
    max_precision: int = MAX_PRECISION,
    budget: float | None = None,
    progress: Callable[[str], None] | None = None,
) -> Phase:
    """Ground states (40), (48)-(57) and every extremum of C(T) on 0 < T < oo.

    Args:
        model: exact parameters; N up to 400, any N for J >= 0.
        digits: significant digits of all values.
        max_precision: ceiling of working precision in bits.
        budget: ceiling of time in seconds, or None.
        progress: told every few seconds that work goes on.

    Returns:
        The phase; its certificate covers all inverse temperatures.

    Raises:
        NotCertified: a tie or a merging pair of extrema that is not decided, or a ceiling.

    >>> found = phase(Model(N=4, omega_a="0.7", gamma="0.3", J="-0.274"), digits=5)
    >>> found.name, [(e.kind, e.T, e.C) for e in found.extrema]
    ('ferromagnetic', [('minimum', '0.033056', '0.37403'), ('maximum', '0.24679', '0.50927')])
    """
    check_model(model)
    check_ring(replace(model, units=NATURAL), "the extrema of C(T)")
    digits, max_precision, budget = settings(digits, max_precision, budget, progress)
    clock = started_clock(budget, progress)
    with alone(clock.check):
        manifold = ground_manifold(model, max_precision)
        line = critical_coupling(model)
        zero_temperature = exact_value(model, "coherence", None, max_precision)
        assert zero_temperature is not None, "the coherence at T = 0 is exact"
        pieces = certificate(model, clock, max_precision)
        return Phase(
            name=_name(model, manifold.levels),
            ground_states=manifold.levels,
            energy=rounded(manifold.energy, digits, max_precision, clock),
            critical=None if line is None else rounded(line, digits, max_precision, clock),
            coherence=rounded(zero_temperature, digits, max_precision, clock),
            extrema=extrema(partial(ring_curve, model, max_precision), pieces, digits, max_precision, clock, model.units.kelvin()),
            certificate=pieces,
            digits=digits,
            parameters=parameters_and_units(model),
        )


def _name(model: Model, levels: tuple[Level, ...]) -> str:
    aligned = {abs(level.m) == model.N for level in levels}
    return "critical" if len(aligned) == 2 else "ferromagnetic" if True in aligned else "antiferromagnetic"


def _json_integer(value: int) -> int | str:
    """A number, or text beyond 2**53, where readers of JSON lose digits."""
    return value if value <= 2**53 else fmpz(value).str()


def _long(value: int) -> int | str:
    """A number, or text beyond what Python writes."""
    return value if value.bit_length() < LONGEST_BITS else fmpz(value).str()
