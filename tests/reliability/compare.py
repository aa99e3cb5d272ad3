"""What a test expects to see printed, from an oracle with enough digits to round."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from oracles import ground, states, transfer
from oracles.numbers import QUANTITIES, Undecided, rounded

from .sampling import Point, vanishes

SPARE_DIGITS = 25


def expected(at: Point, wanted: tuple[str, ...], digits: int) -> dict[str, str]:
    """The decimals of `wanted` at 0 < beta < oo, by 2^N states for N <= 11, by counted walks above."""
    nonzero = tuple(name for name in wanted if not vanishes(at.model, name))
    route = states.quantities if at.model.N <= 11 else transfer.quantities
    found = printed(lambda precise, names: route(at.model, at.beta, precise, names), nonzero, digits)
    return {name: found.get(name, "0") for name in wanted}


def expected_ground(at: Point, digits: int) -> dict[str, str]:
    """The decimals of everything that exists at T = 0."""
    found = ground.quantities(at.model, digits + 60)
    return {name: rounded(value, digits, digits + 60) for name, value in found.items()}


def printed(route: Callable[[int, tuple[str, ...]], dict[str, Any]], wanted: tuple[str, ...], digits: int) -> dict[str, str]:
    """The decimals of a route, with more digits where a value is near a tie (as at tiny beta)."""
    texts: dict[str, str] = {}
    known, missing = digits + SPARE_DIGITS, wanted
    while missing:
        found, near = route(known, missing), []
        for name in missing:
            try:
                texts[name] = rounded(found[name], digits, known)
            except Undecided:
                near.append(name)
        assert known < 10 * digits + 500, f"no precision rounds {near}"
        known, missing = 5 * known, tuple(near)
    return texts


__all__ = ["QUANTITIES", "expected", "expected_ground", "printed"]
