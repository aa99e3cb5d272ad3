"""C(T) on many temperatures from all 2^N configurations, in MPFR: C - C(0), accurate where it is exponentially small.

Levels come from the enumeration of `states`, the ground manifold from `ground` (ties to 500 digits). Each level is
weighed by itself; nothing is folded, grouped or expanded.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import gmpy2

from symcoh.model import Model

from . import ground, states
from .numbers import MP, numbers, precision


class Curve(NamedTuple):
    """Excited energies above E_0 with degeneracy and xi - C_0; the ground degeneracy, C_0, and precision in bits."""

    levels: tuple[tuple[Any, int, Any], ...]
    ground: int
    coherence: Any
    bits: int


def prepared(model: Model, bits: int = 200) -> Curve:
    """All levels of a model with omega_a gamma != 0, ready for `departures`."""
    lowest, _ = ground.manifold(model)
    tied = {(m, bond, branch) for m, bond, branch, _ in lowest}
    degeneracy = sum(g for *_, g in lowest)
    with precision(4 * bits):
        at = numbers(model, 1)
        rows = []
        for m, bond, g in states.levels(model.N):
            half = at.splitting(m) / 2
            for branch in (-1, 1):
                across = branch * at.gamma * m / half if half else MP.mpf(0)
                rows.append(((m, bond, branch), at.omega_a * m / 2 - at.J * bond + branch * half, g, across))
        base = next(energy for key, energy, _, _ in rows if key in tied)
        side = MP.sign(at.omega_a * at.gamma)
        zero = sum(g * side * across for key, _, g, across in rows if key in tied) / degeneracy
        kept = [(energy - base, g, side * across - zero) for key, energy, g, across in rows if key not in tied]
    with gmpy2.context(gmpy2.get_context(), precision=bits):
        moved = tuple((_mpfr(energy), g, _mpfr(shift)) for energy, g, shift in kept)
        return Curve(moved, degeneracy, _mpfr(zero), bits)


def departures(curve: Curve, temperatures: Sequence[Any]) -> list[Any]:
    """C(T) - C(0) at each temperature, from sum g (xi - C_0) e^{-E/T} / sum g e^{-E/T}."""
    found = []
    with gmpy2.context(gmpy2.get_context(), precision=curve.bits):
        for temperature in temperatures:
            weight, moved = gmpy2.mpfr(curve.ground), gmpy2.mpfr(0)
            slope = -1 / gmpy2.mpfr(temperature)
            for energy, g, shift in curve.levels:
                factor = g * gmpy2.exp(slope * energy)
                weight += factor
                moved += factor * shift
            found.append(moved / weight)
    return found


def gaps(curve: Curve) -> tuple[float, float]:
    """The smallest and largest excitation energy."""
    energies = [energy for energy, _, _ in curve.levels]
    return float(min(energies)), float(max(energies))


def _mpfr(value: Any) -> Any:
    sign, mantissa, exponent, _ = value._mpf_
    whole = gmpy2.mpfr(int(mantissa))
    scaled = gmpy2.mul_2exp(whole, exponent) if exponent >= 0 else gmpy2.div_2exp(whole, -exponent)
    return -scaled if sign else scaled
