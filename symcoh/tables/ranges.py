"""Ranges of a specification: `a..b:n` evenly spaced, `a..b:n:log` evenly spaced in the logarithm; values are made when asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import overload

from flint import fmpq

from ..balls import midpoint, working_precision
from ..decimals import Decimal, round_ball
from ..errors import InputError, InputTypeError, shown
from ..exactnumbers import Exact, enclose, exact, rational, sign
from ..grids import MAX_POINTS, grid_values, readable

LOG_DIGITS = 20
"""Digits of the inner points of a logarithmic range."""

MOST_KEPT = 20_000
"""Longer ranges are made anew, value by value, instead of being kept."""

_BITS = 192
_COUNT = re.compile(r"[0-9]{1,8}", re.ASCII)


@dataclass(frozen=True, kw_only=True, slots=True)
class Range(Sequence[Exact]):
    """`number` >= 2 values from `low` to `high`, both included as they were typed.

    >>> [str(value) for value in Range(low=exact("0.01"), high=exact(1), number=5, logarithmic=True)]
    ['0.01', '0.03162277660168379332', '0.1', '0.3162277660168379332', '1']
    """

    low: Exact
    high: Exact
    number: int
    logarithmic: bool

    def __len__(self) -> int:
        return self.number

    @overload
    def __getitem__(self, index: int) -> Exact: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Exact]: ...
    def __getitem__(self, index: int | slice) -> Exact | Sequence[Exact]:
        if isinstance(index, slice):
            return [self[k] for k in range(*index.indices(self.number))]
        k = range(self.number)[index]
        if k in (0, self.number - 1):
            return self.high if k else self.low
        return _logarithmic(self, k) if self.logarithmic else between(self.low, self.high, k, self.number - 1)

    def __iter__(self) -> Iterator[Exact]:
        return (self[k] for k in range(self.number))


def between(low: Exact, high: Exact, k: int, last: int) -> Exact:
    """The point `k` of `last` steps from `low` to `high`, shown as a decimal where that is short."""
    if k in (0, last):
        return high if k else low
    return readable(low * rational(last - k, last) + high * rational(k, last))


def _logarithmic(values: Range, k: int) -> Exact:
    """low^{1-t} high^t at t = k/(number - 1), rounded to `LOG_DIGITS` digits, without the zeros at its end."""
    last = values.number - 1
    with working_precision(_BITS):
        exponent = (enclose(values.low, _BITS).log() * (last - k) + enclose(values.high, _BITS).log() * k) / last
        found = round_ball(midpoint(exponent.exp()), LOG_DIGITS)
    assert found is not None, "a ball without radius rounds to one decimal"
    return exact(without_zeros(found))


def without_zeros(decimal: Decimal) -> str:
    """A decimal as text, without the zeros behind its last digit.

    >>> from symcoh.decimals import round_rational
    >>> without_zeros(round_rational(fmpq(1, 2), 5)), without_zeros(round_rational(fmpq(5, 10**9), 5))
    ('0.5', '5e-9')
    """
    mantissa, mark, exponent = str(decimal).partition("e")
    if "." in mantissa:
        mantissa = mantissa.rstrip("0").rstrip(".")
    return mantissa + mark + exponent


def grid(text: str) -> tuple[Exact, ...]:
    """The exact values of `a..b:n` (n points, both ends included), `a..b:n:log` (evenly spaced in the logarithm) or `x,y,z`.

    Raises:
        InputTypeError: no text.
        InputError: another form, a number outside the grammar, too many points.

    >>> [str(value) for value in grid("0.1..2:5")], [str(value) for value in grid("1, sqrt(2)")]
    (['0.1', '0.575', '1.05', '1.525', '2'], ['1', 'sqrt(2)'])
    """
    if not isinstance(text, str):
        raise InputTypeError("The grid", f"must be text such as '0.1..2:5', but is {shown(text)}.")
    return tuple(parse_range(text, "The grid", False)) if ".." in text else grid_values(text, "The grid")


def parse_range(text: str, argument: str, whole: bool, most: int = MAX_POINTS) -> Sequence[Exact]:
    """The values of `a..b:n` or `a..b:n:log`; `whole` rounds those of a logarithmic range to whole numbers, each once.

    Raises:
        InputError: another form, a number outside the grammar, too many points, a logarithm of what is not positive.

    >>> [str(value) for value in parse_range("1..100:5:log", "[over] sources", True)]
    ['1', '3', '10', '32', '100']
    """
    head, _, tail = text.rpartition(":")
    logarithmic = tail.strip() == "log"
    body, mark, count = (head if logarithmic else text).rpartition(":")
    low, _, high = body.partition("..")
    if not (mark and _COUNT.fullmatch(count.strip()) and 2 <= int(count) <= most):
        raise InputError(argument, f"must end in :n with n from 2 to {most} points, or in :n:log, but is {shown(text)}.")
    values = Range(low=exact(low.strip(), argument), high=exact(high.strip(), argument), number=int(count), logarithmic=logarithmic)
    if logarithmic and not (sign(values.low) == 1 and sign(values.high) == 1):
        raise InputError(argument, f"must run over positive values in a range of logarithms, but is {shown(text)}.")
    if logarithmic and whole:
        return _whole(values)
    return tuple(values) if values.number <= MOST_KEPT else values


def _whole(values: Sequence[Exact]) -> tuple[Exact, ...]:
    """The nearest whole numbers, each once."""
    half = fmpq(1, 2)
    known = (value.rational for value in values)
    return tuple(rational(n) for n in dict.fromkeys(int((v + half).floor()) for v in known if v is not None))
