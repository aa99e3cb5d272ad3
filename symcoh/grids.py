"""Exact grids of a parameter: `NAME=a..b:n`, n points with both ends, or a list `NAME=x,y,z`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flint import fmpq

from .errors import InputError, shown
from .exactnumbers import Exact, exact, exact_or_infinity, rational

MAX_POINTS = 1_000_000
LONG_NAMES = {"sources": "N", "coupling": "J", "temperature": "T"}
"""The names that the options, the tables and the stores write out, and the short ones."""

_COUNT = re.compile(r"[0-9]{1,7}", re.ASCII)
_LONGEST_DECIMAL = 30


@dataclass(frozen=True, kw_only=True, slots=True)
class Grid:
    """The values a parameter runs through, exact, in the order given; None is oo, which stands in lists of beta alone.

    `text` is what was read.
    """

    name: str
    values: tuple[Exact | None, ...]
    text: str = ""

    @property
    def finite(self) -> tuple[Exact, ...]:
        """The values but oo."""
        return tuple(value for value in self.values if value is not None)


def parse_grid(text: str, argument: str, names: Sequence[str]) -> Grid:
    """The grid of `NAME=a..b:n` or `NAME=x,y,z`.

    Args:
        text: what the user typed; a, b, x are numbers of the grammar, n a whole number.
        argument: its name in an error sentence.
        names: the parameters that may vary, by their short names; omega-a and the long names are read too.

    Returns:
        The name of the parameter and its values, exact.

    Raises:
        InputError: another form, another name, a number outside the grammar, more than 1,000,000 points.

    >>> [str(value) for value in parse_grid("J=-0.5..0.5:5", "--over", ("J", "gamma")).values]
    ['-0.5', '-0.25', '0', '0.25', '0.5']
    >>> parse_grid("beta=2,oo", "--over", ("beta",)).values[1] is None
    True
    >>> parse_grid("coupling=0,1", "--over", ("J", "gamma")).name
    'J'
    """
    name, separator, body = text.partition("=")
    if not separator:
        raise InputError(argument, f"must be NAME=a..b:n or NAME=x,y,z, but is {shown(text)}.")
    found = name.strip().replace("-", "_")
    found = LONG_NAMES.get(found, found)
    if found not in names:
        raise InputError(argument, f"must vary one of {', '.join(names)}, but names {shown(name.strip())}.")
    if found == "beta" and ".." not in body:
        return Grid(name="beta", values=tuple(exact_or_infinity(part.strip(), argument) for part in body.split(",")), text=text)
    return Grid(name=found, values=grid_values(body, argument), text=text)


def grid_values(text: str, argument: str) -> tuple[Exact, ...]:
    """The values of `a..b:n` or `x,y,z`.

    >>> [str(value) for value in grid_values("1..2:4", "--over")], [str(value) for value in grid_values("1, sqrt(2)", "--over")]
    (['1', '4/3', '5/3', '2'], ['1', 'sqrt(2)'])
    """
    low, separator, rest = text.partition("..")
    if not separator:
        return tuple(exact(part.strip(), argument) for part in text.split(","))
    high, separator, count = rest.rpartition(":")
    if not separator or not _COUNT.fullmatch(count.strip()) or not 2 <= int(count) <= MAX_POINTS:
        raise InputError(argument, f"must end in :n with n from 2 to {MAX_POINTS} points, but is {shown(text)}.")
    return evenly_spaced(exact(low.strip(), argument), exact(high.strip(), argument), int(count))


def evenly_spaced(low: Exact, high: Exact, count: int) -> tuple[Exact, ...]:
    """`count` >= 2 exact points from `low` to `high`, both included.

    >>> [str(value) for value in evenly_spaced(exact("0"), exact("pi"), 3)]
    ['0', '1/2*pi', 'pi']
    """
    last = count - 1
    return (low, *(readable(low * rational(last - k, last) + high * rational(k, last)) for k in range(1, last)), high)


def readable(value: Exact) -> Exact:
    """The same number, shown as a decimal where that is short and exact."""
    known = value.rational
    text = None if known is None else _decimal(known)
    return value if text is None else Exact(value.terms, text)


def _decimal(value: fmpq) -> str | None:
    for places in range(_LONGEST_DECIMAL):
        scaled = value * 10**places
        if scaled.q == 1:
            digits: str = abs(scaled.p).str().zfill(places + 1)
            whole, part = digits[: len(digits) - places], digits[len(digits) - places :]
            return ("-" if value < 0 else "") + whole + ("." + part if places else "")
    return None
