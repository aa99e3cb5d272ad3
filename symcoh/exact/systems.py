"""Sector weights W_m of other sources than the ring, as expressions: listed for every m, for a symbolic N, or left open.

    W_m = Σ q e^{-beta E} over the levels (E, q) of H_I with magnetization m.

All are even in m, as turning every spin over shows for a system without fields of its own; the sums of (26)-(31) rest on it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sympy import Add, Expr, Indexed, IndexedBase, Integer, Mul, binomial, exp, hyper
from sympy.core.function import UndefinedFunction

from ..errors import InputError, InputTypeError, shown
from ..sources.chain import Chain
from ..sources.complete import Complete
from ..sources.independent import Independent
from ..sources.protocol import Sources
from . import symbols
from .convert import to_sympy

Levels = Mapping[Expr, Mapping[Expr, int]]
"""m >= 0 -> energy -> multiplicity."""

MOST_SECTORS = 2000
"""Most sectors that are written out."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Weights:
    """W_m as functions of N, J and beta.

    Args:
        levels: (N, J) -> m -> energy -> multiplicity, for m >= 0 and N an int.
        ends: (N, K) -> W_N, K = beta J.
        mixed: (N, k, K) -> W_m for k = (N+m)/2, 0 < k < N.
        given: m -> W_m where they are left open, so that they have no levels and no derivative in beta.
    """

    levels: Callable[[int, Expr], Levels]
    ends: Callable[[Expr, Expr], Expr]
    mixed: Callable[[Expr, Expr, Expr], Expr]
    given: Callable[[Expr], Expr] | None = None


def scaled_levels(system: Sources, J: Expr) -> Levels:
    """m -> J E -> q for m >= 0, over the levels (E, q) of a uniform system.

    Raises:
        InputError: a level that is no exact number, W_m that differs from W_{-m}.

    >>> scaled_levels(Chain(N=2, J=1), symbols.J)
    {0: Counter({J: 2}), 2: Counter({-J: 1})}
    """
    found = {to_sympy(system.eigenvalue(sector)): _energies(system, sector) for sector in system.sectors()}
    if any(found.get(-m) != row for m, row in found.items()):
        raise InputError("`sources`", f"must have W_m = W_(-m), which is not so for {shown(repr(system))}: evaluate takes it in numbers.")
    return {m: _times(J, row) for m, row in found.items() if not m.is_negative}


def _times(J: Expr, row: Mapping[Expr, int]) -> Counter[Expr]:
    found: Counter[Expr] = Counter()
    for energy, count in row.items():
        found[J * energy] += count  # all of one energy at J = 0
    return found


def _energies(system: Sources, sector: object) -> Counter[Expr]:
    found: Counter[Expr] = Counter()
    for energy, count in system.levels(sector):
        if energy.parts:
            raise InputError(
                "`sources`",
                f"must have levels that are exact numbers, but has others: {shown(repr(system))}; evaluate takes it in numbers.",
            )
        found[to_sympy(energy.exact)] += count
    return found


def listed_weights(weights: Weights, N: int, J: Expr, beta: Expr) -> Mapping[Expr, Expr]:
    """m -> W_m for m >= 0."""
    if weights.given is not None:
        return {Integer(m): weights.given(Integer(m)) for m in range(N % 2, N + 1, 2)}
    levels = weights.levels(N, J)
    return {m: Add(*(Mul(Integer(q), exp(-beta * energy)) for energy, q in row.items())) for m, row in levels.items()}


def system_weights(system: Any) -> Weights:
    """The weights of a uniform system as its levels give them.

    Raises:
        InputTypeError: no source system. InputError: one with fields of its own, infinitely many or too many sectors, W_m that differs
            from W_{-m}.
    """
    if isinstance(system, (str, type)) or not hasattr(system, "levels"):
        names = ", ".join(kind.__name__ for kind in CLOSED)
        rule = f"must be a source system such as Chain(N=5), or one of the classes {names}, but is {shown(system)}."
        raise InputTypeError("`sources`", rule)
    if not system.uniform:
        raise InputError(
            "`sources`", f"must leave gamma and omega_a to the model, but is {shown(repr(system))}: evaluate takes it in numbers."
        )
    if not system.bounded or _many(system.sectors()):
        raise InputError(
            "`sources`", f"must have at most {MOST_SECTORS} sectors here, but is {shown(repr(system))}: evaluate takes it in numbers."
        )

    says = getattr(system, "mirrored", None)
    if says is None or says() is not True:
        scaled_levels(system, Integer(1))  # refused where W_m differs from W_(-m), before a zero rests on it

    def levels(_N: int, _J: Expr) -> Levels:
        return scaled_levels(system, Integer(1))

    return Weights(levels=levels, ends=_no_symbol, mixed=_no_symbol)


def _many(sectors: Sequence[Any]) -> bool:
    try:
        return len(sectors) > MOST_SECTORS
    except OverflowError:  # a range longer than any list
        return True


def _no_symbol(*_: object) -> Any:
    raise AssertionError("a system has a number of sources, and open weights have no levels")


def _by_levels(kind: Any) -> Callable[[int, Expr], Levels]:
    """Energies in units of J, which may be a symbol."""

    def levels(N: int, J: Expr) -> Levels:
        if N >= MOST_SECTORS:
            raise InputError("`N`", f"must be below {MOST_SECTORS} where every sector is written out, but is {shown(N)}.")
        return scaled_levels(kind(N=N) if kind is Independent else kind(N=N, J=1), J)

    return levels


def chain_weight(N: Expr, k: Expr, K: Expr) -> Expr:
    """W of the open chain for 0 < k < N spins up: e^{K(N-1)} [2x(1-x) F_1 + N x^2 F_2], x = e^{-2K}.

        F_c = 2F1(1-k, 1-N+k; c; x^2)

    >>> chain_weight(symbols.N, symbols.k, Integer(0))
    binomial(N, k)
    """
    if K.is_zero:
        return binomial(N, k)
    x = exp(-2 * K)
    one, two = (hyper((1 - k, 1 - N + k), (c,), exp(-4 * K)) for c in (1, 2))
    return exp(K * (N - 1)) * (2 * x * (1 - x) * one + N * x**2 * two)


def _complete_weight(N: Expr, k: Expr, K: Expr) -> Expr:
    return binomial(N, k) * exp(K * ((2 * k - N) ** 2 - N) / 2)


CLOSED: dict[type, Weights] = {
    Chain: Weights(levels=_by_levels(Chain), ends=lambda N, K: exp(K * (N - 1)), mixed=chain_weight),
    Complete: Weights(levels=_by_levels(Complete), ends=lambda N, K: exp(K * N * (N - 1) / 2), mixed=_complete_weight),
    Independent: Weights(levels=_by_levels(Independent), ends=lambda N, K: Integer(1), mixed=lambda N, k, K: binomial(N, k)),
}
"""The systems whose weights are known for a symbolic N."""


def open_weights(given: object) -> Weights:
    """Weights that are left open: W(m) for a function W, W[m] for an IndexedBase, an expression in the symbol m, even in m.

    Raises:
        InputTypeError: anything else.

    >>> from sympy import Function
    >>> listed_weights(open_weights(Function("W")), 3, symbols.J, symbols.beta)
    {1: W(1), 3: W(3)}
    """
    if isinstance(given, UndefinedFunction):
        at: Callable[[Expr], Expr] = given
    elif isinstance(given, IndexedBase):
        at = given.__getitem__
    elif isinstance(given, (Expr, Indexed)) and given.has(symbols.m):

        def at(m: Expr) -> Expr:
            return given.subs(symbols.m, m)

    else:
        rule = f"must be Function('W'), IndexedBase('W') or an expression in the symbol m of the table, but is {shown(str(given))}."
        raise InputTypeError("`weights`", rule)
    return Weights(levels=_no_symbol, ends=lambda N, K: at(N), mixed=lambda N, k, K: at(2 * k - N), given=at)
