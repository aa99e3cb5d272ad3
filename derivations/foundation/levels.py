"""Energy levels in exact order, and the quotient of two sums of exponentials over them.

Levels that tie are merged by exact algebra, never by a narrower ball; an order that depends on a symbol is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cmp_to_key, lru_cache
from itertools import groupby
from typing import Any

from flint import arb
from sympy import Add, Expr, S, expand

from symcoh.balls import certain_sign
from symcoh.decision.zero import is_zero
from symcoh.errors import InputError, NotCertified, shown
from symcoh.exact import Parameters, splitting
from symcoh.exact import degeneracy as ring_degeneracy
from symcoh.exact.text import text
from symcoh.exactnumbers import Exact, enclose, sign, simpler
from symcoh.exactnumbers import exact as exact_number
from symcoh.exactnumbers.convert import as_it_stands

SYMBOLS = ("J", "omega_a", "gamma", "omega")
"""The parameters of a level, in the order in which an error sentence asks for them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Level:
    """All states of one energy: its distance from the ground energy, their number D, and X = Σ D x."""

    distance: Expr
    number: int
    moment: Expr


class UndecidedTie(NotCertified):
    """No precision decides whether two levels tie."""

    def __init__(self, number: Exact, names: str = "the parameters") -> None:
        super().__init__(f"Whether two levels tie is not decided: write {names} {simpler(number)}.")
        self.number = number


def decided(difference: Expr) -> int:
    """The sign of an exact difference.

    Raises:
        InputError: it depends on a symbol. NotCertified: a number whose sign no precision decides.

    >>> from sympy import sqrt
    >>> decided(sqrt(2)*sqrt(3) - sqrt(6)), decided(sqrt(2) - 2)
    (0, -1)
    """
    free = sorted((s.name for s in difference.free_symbols), key=lambda name: (*SYMBOLS, name).index(name))
    if free:
        return _symbolic_sign(expand(difference), free)
    number = exact_number(difference)
    outcome = sign(number)
    if outcome is None:
        raise UndecidedTie(number)
    return outcome


def _symbolic_sign(difference: Expr, free: list[str]) -> int:
    if difference.is_zero or difference.is_positive or difference.is_negative:
        return 0 if difference.is_zero else 1 if difference.is_positive else -1
    if len(free) == 1:
        (symbol,) = difference.free_symbols
        slope = expand(difference / symbol)
        if not slope.free_symbols and symbol.is_positive:
            return decided(slope)
    raise InputError(
        f"`{free[0]}`", f"must be given here: which of two exponents is smaller depends on it, through {shown(text(difference), 80)}."
    )


def order_of(left: Expr, right: Expr) -> int:
    """The sign of left - right: balls where they are apart, else `decided`.

    >>> from sympy import Integer, sqrt
    >>> order_of(sqrt(2), Integer(1))
    1
    """
    one, other = _ball(left), _ball(right)
    visible = None if one is None or other is None else certain_sign(one - other)
    return decided(expand(left - right)) if visible is None else visible


@lru_cache(maxsize=4096)
def _ball(value: Expr) -> arb | None:
    return None if value.free_symbols else enclose(as_it_stands(value), 64)


def _compare(left: Level, right: Level) -> int:
    return order_of(left.distance, right.distance)


def vanishes(coefficient: Expr) -> bool:
    """Whether an exact coefficient is zero; with symbols, identically zero.

    Raises:
        NotCertified: it is not decided.

    >>> from sympy import sqrt
    >>> vanishes(sqrt(8) - 2*sqrt(2))
    True
    """
    if not coefficient.free_symbols:
        return decided(coefficient) == 0
    found = is_zero(coefficient)
    if found is None:
        raise NotCertified("Whether an amplitude vanishes is not decided: give more of the parameters.")
    return found


MOST_LEVELS = 20_000
"""Most levels that are listed and put in order by exact algebra."""


MOST_ROOTS = 8000
"""Most terms, about, under the roots S_m of all m, where `omega` or `gamma` is a sum."""


def _check_sums(p: Parameters) -> None:
    """Refuse sums of so many numbers that their squares under the roots S_m are beyond exact algebra.

    Raises:
        NotCertified: they are more than `MOST_ROOTS`.
    """
    terms = sum(len(as_it_stands(value).terms) ** 2 for value in (p.omega, p.gamma) if isinstance(value, Add) and not value.free_symbols)
    if terms * (int(p.N) + 1) > MOST_ROOTS:
        raise NotCertified(
            f"The roots S_m = sqrt(omega**2 + 4*gamma**2*m**2) of {int(p.N) + 1} sectors hold about {terms} terms each, beyond exact "
            "algebra here: write `omega` and `gamma` as sums of fewer numbers, or try a smaller N."
        )


def levels(p: Parameters) -> list[Level]:
    """Every energy of (20), lowest first, equal ones merged.

    Raises:
        NotCertified: they are more than `MOST_LEVELS`, about N**2/2, or their roots as long as `MOST_ROOTS`.

    >>> from symcoh.exact import parameters
    >>> [level.number for level in levels(parameters(1, omega=0, omega_a=1, gamma=1, J=0))]
    [1, 1, 1, 1]
    """
    if int(p.N) ** 2 > 2 * MOST_LEVELS:
        raise NotCertified(f"The levels are about N**2/2, and at most {MOST_LEVELS} are put in order by exact algebra: try N up to 200.")
    _check_sums(p)
    found = []
    for m in range(-int(p.N), int(p.N) + 1, 2):
        gap = splitting(m, omega=p.omega, gamma=p.gamma)
        x = S.Zero if m == 0 or p.gamma.is_zero else 2 * p.gamma * m / gap
        first = 0 if abs(m) == p.N else 1
        for n in range(first, (int(p.N) - abs(m)) // 2 + 1):
            weight = int(ring_degeneracy(m, n, p.N))
            base = p.omega_a * m / 2 - p.J * (p.N - 4 * n)
            found += [Level(distance=base + b * gap / 2, number=weight, moment=b * weight * x) for b in (-1, 1)]
    found.sort(key=cmp_to_key(_compare))
    lowest, merged = found[0].distance, []
    for _, tied in groupby(found, key=cmp_to_key(_compare)):
        group = list(tied)
        distance = expand(group[0].distance - lowest)
        merged.append(Level(distance=distance, number=sum(v.number for v in group), moment=sum((v.moment for v in group), S.Zero)))
    return merged


def transseries(found: list[Level], wanted: int) -> list[tuple[Expr, Expr]]:
    """(exponent, coefficient) of C, nonzero, smallest exponent first: the constant and `wanted` more.

    C Σ_i D_i q^{Δ_i} = Σ_i X_i q^{Δ_i} gives D_0 c(E) = X(E) - Σ_{i>=1} D_i c(E - Δ_i).

    >>> from symcoh.exact import parameters
    >>> transseries(levels(parameters(1, omega=0, omega_a=1, gamma=1, J=0)), 1)
    [(0, 1), (1, -2)]
    """
    ground, excited = found[0], found[1:]
    terms: list[tuple[Expr, Expr]] = []
    # A ladder (base, coefficient, rung) stands at base + Δ_rung; the first is that of X itself.
    ladders: list[list[Any]] = [[S.Zero, None, 0]]

    def keep(exponent: Expr, coefficient: Expr) -> None:
        if not vanishes(coefficient):
            terms.append((exponent, coefficient))
            ladders.append([exponent, coefficient, 0])

    keep(S.Zero, expand(ground.moment / ground.number))
    constant = len(terms)
    while len(terms) < constant + wanted:
        standing = [ladder for ladder in ladders if ladder[2] < len(excited)]
        place, tied = _lowest(standing, excited)
        total = S.Zero
        for ladder in tied:
            level = excited[ladder[2]]
            total += level.moment if ladder[1] is None else -level.number * ladder[1]
            ladder[2] += 1
        keep(place, expand(total / ground.number))
    return terms


def _lowest(standing: list[list[Any]], excited: list[Level]) -> tuple[Expr, list[list[Any]]]:
    """The smallest exponent any ladder stands at, and all ladders there."""
    place, tied = standing[0][0] + excited[standing[0][2]].distance, [standing[0]]
    for ladder in standing[1:]:
        here = ladder[0] + excited[ladder[2]].distance
        outcome = order_of(here, place)
        if outcome < 0:
            place, tied = here, [ladder]
        elif outcome == 0:
            tied.append(ladder)
    return place, tied
