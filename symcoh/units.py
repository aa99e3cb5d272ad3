"""Units of energy and temperature: exact by the SI constants h, e and k_B.

    h/k_B = 132521403/2761298000000000000 K s,     e/k_B = 16021766340/1380649 K/V.

A frequency stands for the energy h nu. Energies and couplings are given and come out in the energy unit, temperatures in the
temperature unit; inside, temperatures are energies.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from flint import fmpq

from .arguments import one_of
from .errors import InputError
from .exactnumbers import Exact, rational

_HERTZ = fmpq(132521403, 2761298000000000000)
_VOLT = fmpq(16021766340, 1380649)

ENERGIES: dict[str, fmpq] = {
    "1": fmpq(1),
    "GHz": _HERTZ * 10**9,
    "MHz": _HERTZ * 10**6,
    "meV": _VOLT / 10**3,
    "ueV": _VOLT / 10**6,
    "K": fmpq(1),
}
"""Unit of energy -> its temperature in kelvin."""

TEMPERATURES: dict[str, fmpq] = {"1": fmpq(1), "K": fmpq(1), "mK": fmpq(1, 1000), "uK": fmpq(1, 10**6)}
"""Unit of temperature -> kelvin."""


@dataclass(frozen=True, slots=True, init=False)
class Units:
    """The units of a model; "1" and "1" are the natural ones, and one never stands without the other.

    Args:
        energy: 1, GHz, MHz, meV, ueV or K.
        temperature: 1, K, mK or uK.

    `natural` says whether both are 1.

    Raises:
        InputError: an unknown unit, or one of them without the other.

    >>> Units(energy="GHz", temperature="mK").kelvin().canonical()
    '2761298/132521403'
    """

    energy: str
    temperature: str
    natural: bool = field(init=False, compare=False, repr=False)

    def __init__(self, *, energy: object = "1", temperature: object = "1") -> None:
        object.__setattr__(self, "energy", one_of(energy, "`energy` unit", tuple(ENERGIES)))
        object.__setattr__(self, "temperature", one_of(temperature, "`temperature` unit", tuple(TEMPERATURES)))
        if (self.energy == "1") != (self.temperature == "1"):
            raise InputError("`units`", "must name an energy and a temperature, or neither: one never stands without the other.")
        object.__setattr__(self, "natural", self.energy == "1")

    def kelvin(self) -> Exact:
        """k_B times the unit of temperature, in the unit of energy."""
        return rational(TEMPERATURES[self.temperature] / ENERGIES[self.energy])


NATURAL = Units()
