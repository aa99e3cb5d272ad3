"""A claim that is right by construction: coefficients in a small variable, or a form that does not end."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from sympy import Integer

from . import numbers
from .numbers import Written


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """What is true in one limit.

    Args:
        kind: the family, for the report.
        limit: the text of --limit.
        variable: the small variable v as an expression.
        terms: power of v -> coefficient; the powers through `last` that are absent have coefficient 0.
        last: the highest power through which `terms` is complete.
        closed: a right form that does not end, or None; `through` says to which power, None for identically equal.
        first: the first power of the closed form.
        given: parameters that are given.
        held: whether K = beta*J is held.
        smallest: the least N for which the terms hold, where N is open.
        exponentials: for beta -> oo at numbers, (E, a) of the leading terms a exp(-E beta), E ascending from 0.
    """

    kind: str
    limit: str
    variable: Any
    terms: dict[int, Any] = field(default_factory=dict)
    last: int = 0
    closed: Any = None
    through: int | None = None
    first: int = 0
    given: dict[str, Written] = field(default_factory=dict)
    held: bool = False
    smallest: int = 1
    exponentials: tuple[tuple[Any, Any], ...] = ()

    def polynomial(self, highest: int) -> Any:
        """The terms through a power."""
        return sum((c * self.variable**p for p, c in self.terms.items() if p <= highest), Integer(0))

    def __str__(self) -> str:
        return f"{self.kind} in {self.limit}"


def sample(
    rng: random.Random,
    names: Iterable[str],
    *,
    share: float = 0.5,
    extreme: int = 0,
    signs: bool = True,
    irrational: bool = True,
) -> dict[str, Written]:
    """Some of the parameters, given: ordinary, negative, irrational, or of the order of 1e+-`extreme`."""
    found = {}
    for name in names:
        if rng.random() < share:
            found[name] = _one(rng, name, extreme, signs, irrational)
    return found


def _one(rng: random.Random, name: str, extreme: int, signs: bool, irrational: bool) -> Written:
    chance = rng.random()
    if name == "J" and chance > 0.94:
        return numbers.zero(rng)
    if extreme and chance < 0.12:
        value = numbers.huge_or_tiny(rng, extreme)
    elif irrational and chance < 0.3:
        value = numbers.nested(rng)
    else:
        value = numbers.written(rng, numbers.plain(rng))
    turned = rng.random() < (0.45 if name == "J" else 0.15)
    return numbers.negative(value) if signs and turned and name in ("J", "gamma", "omega_a") else value


def whole(N: int) -> Written:
    """N as a given parameter."""
    return Written(forms=(str(N),), sign=1, rational=Fraction(N))
