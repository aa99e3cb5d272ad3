"""A certified extremum of C(T) between two temperatures: the sign of dC/dT at both ends."""

from __future__ import annotations

from ..balls import certain_sign
from ..errors import CheckFailed, NotCertified
from ..exactnumbers import ONE, Exact
from ..model import Model
from ..numeric.integral import integral_enclosure
from ..numeric.ring.quantities import enclosure

MAX_BITS = 2**14
MANY = 1000
"""Beyond so many sources the integral is quicker than the sum over sectors."""
KINDS = {(-1, 1): "minimum", (1, -1): "maximum"}


def turning_kind(model: Model, low: Exact, high: Exact) -> str:
    """Minimum or maximum: dC/dT has certainly opposite signs at the temperatures low < high, so C(T) turns between them.

    Raises:
        CheckFailed: both signs are the same. NotCertified: a sign is not decided with `MAX_BITS` bits.

    >>> from symcoh.exactnumbers import exact
    >>> turning_kind(Model(N=4, omega_a="7/10", gamma="3/10", J="-137/500"), exact("0.0330"), exact("0.0331"))
    'minimum'
    """
    signs = _slope_sign(model, low), _slope_sign(model, high)
    if signs not in KINDS:
        raise CheckFailed(f"C(T) turns: dC/dT has the signs {signs} at T = {low} and {high}.")
    return KINDS[signs]


def _slope_sign(model: Model, temperature: Exact) -> int:
    route = enclosure if model.N <= MANY else integral_enclosure
    bits = 128
    while bits <= MAX_BITS:
        found = certain_sign(route(model, "coherence-derivative", ONE / temperature, bits))
        if found:
            return found
        bits *= 2
    raise NotCertified(f"The sign of dC/dT at T = {temperature} is undecided with {MAX_BITS} bits.")
