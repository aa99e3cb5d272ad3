"""The bounds and limits of the coherence (36)-(47) for the mpmath backend.

(36), (38), (44) and (47) are products of two-state polarisations. (46) is not taken from its closed form but from the sectors of the
ring: at gamma = 0 the target is free, and the magnetization of the whole system is that of the ring.
"""

from __future__ import annotations

from collections.abc import Callable

from ...exactnumbers import ZERO
from ...model import Model, replaced
from . import formulas
from .floats import Float
from .levels import Ladder, Parameters, splitting, switch


def free(model: Model) -> Model:
    """The model without coupling between target and sources."""
    return replaced(model, gamma=ZERO)


def _polarised(par: Parameters, beta: Float, u: int) -> Float:
    """<sigma^x> of a target in the sector u, alone in it: 2 u |gamma|/S_u tanh(beta S_u/2)."""
    split = splitting(par, u)
    return 2 * u * par.gamma / split * switch(par.ctx, beta * split).polarisation


def _aligned(par: Parameters, beta: Float, u: int) -> Float:
    """tanh(u beta |omega_a|/2): u sources that hold together."""
    return switch(par.ctx, u * beta * par.omega_a).polarisation


def _slope(rungs: Ladder) -> Float:
    par = rungs.parameters
    response = 2 * switch(par.ctx, rungs.beta * par.omega).polarisation / par.omega if par.omega else rungs.beta
    return response * formulas.magnetization(rungs)


TWO_STATES: dict[str, Callable[[Parameters, Float], Float]] = {
    "upper-bound": lambda par, beta: _polarised(par, beta, par.N) * _aligned(par, beta, par.N),
    "lower-bound": lambda par, beta: _polarised(par, beta, 1) * _aligned(par, beta, 1),
    "strong-coupling": lambda par, beta: _aligned(par, beta, par.N),
    "large-gap": lambda par, beta: _polarised(par, beta, par.N),
}
"""What needs no sectors; the lower bound for odd N, where it is not zero."""

FREE_RING: dict[str, Callable[[Ladder], Float]] = {"free-magnetization": formulas.magnetization, "weak-coupling-slope": _slope}
"""What needs the sectors of the free ring: `free` of the model is to be passed."""
