"""The parameters of the integral as balls; ground states play no part in it."""

from __future__ import annotations

from dataclasses import dataclass

from flint import arb

from ...balls import current_precision
from ...exactnumbers import Exact, enclose
from ...model import Model, decided_sign


@dataclass(frozen=True, kw_only=True, slots=True)
class Parameters:
    """a = beta omega/2, h_0 = beta |omega_a|/2, c = beta |gamma| and K = beta J.

    `side` is the sign of J, 0 for a single source, whose bond is a constant; `source_side` is the sign of omega_a and
    `transverse_side` that of gamma omega_a.
    """

    sources: int
    side: int
    source_side: int
    transverse_side: int
    beta: arb
    omega: arb
    strength: arb
    field: arb
    slope: arb
    bond: arb


def parameters(model: Model, beta: Exact) -> Parameters:
    """Enclose the parameters at the precision in force.

    Raises:
        NotCertified: the sign of a parameter with pi, exp or log in it is not decided.
    """
    bits = current_precision()
    signs = {name: decided_sign(getattr(model, name), name) for name in ("omega_a", "gamma", "J")}
    balls = {name: enclose(getattr(model, name), bits) if outcome else arb(0) for name, outcome in signs.items()}
    inverse_temperature, omega = enclose(beta, bits), enclose(model.omega, bits)
    return Parameters(
        sources=model.N,
        side=signs["J"] if model.N > 1 else 0,
        source_side=signs["omega_a"],
        transverse_side=signs["omega_a"] * signs["gamma"],
        beta=inverse_temperature,
        omega=omega,
        strength=inverse_temperature * omega / 2,
        field=inverse_temperature * abs(balls["omega_a"]) / 2,
        slope=inverse_temperature * abs(balls["gamma"]),
        bond=inverse_temperature * balls["J"],
    )
