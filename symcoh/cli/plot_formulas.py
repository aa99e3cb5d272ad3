"""The formulas of `symcoh plot --overlay`, and the quantity 1-C."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from ..errors import InputError
from .paramtypes import Quantity

if TYPE_CHECKING:
    from ..certified import CertifiedNumber
    from ..checking.overlay import Formula
    from ..figures.overlays import Overlay
    from ..grids import Grid
    from ..model import Model

COMPLEMENT = "1-C"


class Drawn(Quantity):
    """A quantity of the registry, or 1-C."""

    def read(self, text: object, flag: str) -> str:
        """Its name."""
        return COMPLEMENT if text == COMPLEMENT else super().read(text, flag)

    def completed(self) -> Sequence[str]:
        """All names."""
        return (*super().completed(), COMPLEMENT)


def read_formulas(texts: Sequence[str], ratio: bool, family: Grid | None) -> list[Formula]:
    """Every formula, read before anything is computed.

    Raises:
        InputError: text that is no formula, too many of them or of curves beside them, or a ratio without a formula.
    """
    if not texts:
        if ratio:
            raise InputError("--ratio", "needs a formula: give --overlay too.")
        return []
    from ..checking.overlay import read_formula
    from ..figures.overlays import MOST_FAMILIES, MOST_OVERLAYS

    if len(texts) > MOST_OVERLAYS:
        raise InputError("--overlay", f"must be given at most {MOST_OVERLAYS} times, but is given {len(texts)} times.")
    if family is not None and len(family.values) > MOST_FAMILIES:
        raise InputError("--for", f"must name at most {MOST_FAMILIES} values beside --overlay, but names {len(family.values)}.")
    return [read_formula(text) for text in texts]


def overlaid(
    formulas: Sequence[Formula], grid: Grid, family: Grid | None, rows: Sequence[Sequence[tuple[Model, dict[str, Any]]]], most_bits: int
) -> list[Overlay]:
    """The formulas at the finite points: one row for each curve, or one for all where the formula does not hold what parts them."""
    from ..checking.overlay import label, value_at
    from ..figures.overlays import Overlay

    found = []
    for formula in formulas:
        parted = family is not None and family.name in formula.names
        chosen = rows if parted else rows[:1]
        kept = [[point for point, place in zip(row, grid.values, strict=True) if place is not None] for row in chosen]
        values = tuple(tuple(value_at(formula, one, _numbers(where), most_bits) for one, where in row) for row in kept)
        found.append(Overlay(text=formula.text, label=label(formula), values=values))
    return found


def _numbers(temperature: dict[str, Any]) -> dict[str, Any]:
    """The temperature with None for oo."""
    return {name: None if value == "oo" else value for name, value in temperature.items()}


def drawn_value(value: Callable[[str, int], CertifiedNumber], quantity: str, digits: int) -> CertifiedNumber:
    """The value of a quantity, or of 1-C, at one point."""
    if quantity != COMPLEMENT:
        return value(quantity, digits)
    from ..figures.complement import complement

    return complement(lambda more: value("coherence", more), digits)
