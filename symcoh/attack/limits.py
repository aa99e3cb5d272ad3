"""The limits a formula can be checked in: small variables, points of approach, parameter samples, inner limits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sympy import Expr, exp

from ..errors import InputError, shown
from ..exact import limits, symbols

SAMPLES: tuple[dict[str, str], ...] = (
    {"N": "14", "omega": "6/5", "omega_a": "7/10", "gamma": "3/10", "J": "2/5", "beta": "4/3", "K": "3/10"},
    {"N": "17", "omega": "3/4", "omega_a": "9/10", "gamma": "2/5", "J": "1/7", "beta": "5/4", "K": "-1/5"},
    {"N": "20", "omega": "1", "omega_a": "13/10", "gamma": "5/7", "J": "3/11", "beta": "8/7", "K": "1/2"},
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Limit:
    """One limit: the small variable v, as an expression, and the points of the limit variable, nearer and nearer."""

    name: str
    variable: Expr
    points: tuple[str, ...]
    derivation: str | None


def _limit(variable: Expr, points: Sequence[str], derivation: str | None) -> tuple[Expr, tuple[str, ...], str | None]:
    return variable, tuple(points), derivation


_SMALL = ("1e-8", "1e-11", "1e-14")
_LARGE = ("1e8", "1e11", "1e14")
LIMITS: dict[tuple[str, str], tuple[Expr, tuple[str, ...], str | None]] = {
    ("beta", "0"): _limit(symbols.beta, _SMALL, "high-temperature"),
    ("beta", "oo"): _limit(1 / symbols.beta, ("100", "400", "1600"), "low-temperature"),
    ("gamma", "0"): _limit(symbols.gamma, _SMALL, "weak-coupling"),
    ("gamma", "oo"): _limit(1 / symbols.gamma, _LARGE, "strong-coupling"),
    ("omega_a", "0"): _limit(symbols.omega_a, _SMALL, "small-gap"),
    ("omega_a", "oo"): _limit(exp(-symbols.beta * symbols.omega_a), ("40", "60", "80"), "large-gap"),
    ("J", "oo"): _limit(exp(-4 * symbols.beta * symbols.J), ("20", "30", "40"), "strong-ferromagnet"),
    ("J", "-oo"): _limit(exp(4 * symbols.beta * symbols.J), ("-20", "-30", "-40"), "strong-antiferromagnet"),
    ("N", "oo"): _limit(1 / symbols.N, ("2000", "8000", "32000"), "many-sources"),
}
INNER: dict[tuple[str, str], Callable[[], Expr]] = {
    ("J", "oo"): limits.strong_ferromagnet,
    ("gamma", "oo"): limits.strong_coupling,
    ("omega_a", "oo"): limits.large_gap,
}
"""First limits of a pair whose limit function is known in closed form: (36), (44), (47)."""


def limit_of(name: str, point: str, held: bool) -> Limit:
    """The limit with its small variable.

    Raises:
        InputError: a limit that is not among those known.
    """
    if (name, point) not in LIMITS:
        known = ", ".join(f"{v} -> {p}" for v, p in LIMITS)
        raise InputError("--limit", f"must be one of {known}, but is {shown(f'{name} -> {point}')}.")
    variable, points, derivation = LIMITS[name, point]
    return Limit(name=name, variable=variable, points=points, derivation="uniform-high-temperature" if held else derivation)
