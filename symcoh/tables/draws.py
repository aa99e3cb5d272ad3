"""Random parameters of a specification: `uniform(a, b)` and `loguniform(a, b)`, decimals of 12 digits, the same for a seed everywhere.

The k-th draw of a parameter is a function of the seed, its name and k alone, so that a longer table begins with a shorter one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256

from flint import arb, fmpq, fmpz

from ..balls import midpoint, working_precision
from ..decimals import round_ball
from ..errors import InputError, shown
from ..exactnumbers import ZERO, Exact, enclose, exact, rational, sign
from .ranges import without_zeros

DIGITS = 12
_BITS = 128
_FORM = re.compile(r"\s*(uniform|loguniform)\s*\((.*),(.*)\)\s*", re.ASCII | re.DOTALL)


@dataclass(frozen=True, kw_only=True, slots=True)
class Distribution:
    """Evenly spread over low <= x <= high, or its logarithm is; `whole` draws whole numbers."""

    low: Exact
    high: Exact
    logarithmic: bool
    whole: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Draws:
    """`count` draws of the parameters named in `each`, all with one seed."""

    count: int
    seed: int
    each: dict[str, Distribution]


def parse_distribution(text: str, argument: str, whole: bool) -> Distribution:
    """The distribution a text names.

    Raises:
        InputError: another form, ends in the wrong order, a logarithm of what is not positive, ends that are not whole.

    >>> str(parse_distribution("loguniform(0.01, 10)", "[random] temperature", False).high)
    '10'
    """
    found = _FORM.fullmatch(text)
    if not found:
        raise InputError(argument, f'must be "uniform(a, b)" or "loguniform(a, b)", but is {shown(text)}.')
    low, high = (exact(end.strip(), argument) for end in found.group(2, 3))
    logarithmic = found.group(1) == "loguniform"
    if sign(high - low) != 1:
        raise InputError(argument, f"must run from a to a larger b, but is {shown(text)}.")
    if logarithmic and sign(low) != 1:
        raise InputError(argument, f"must run over positive values under loguniform, but is {shown(text)}.")
    if whole and (low.integer is None or high.integer is None):
        raise InputError(argument, f"must run from a whole number to another, but is {shown(text)}.")
    return Distribution(low=low, high=high, logarithmic=logarithmic, whole=whole)


def draw(draws: Draws, name: str, k: int) -> Exact:
    """The value of a parameter in the draw k >= 0.

    >>> one = Draws(count=2, seed=1, each={"gamma": parse_distribution("uniform(0, 1)", "[random] gamma", False)})
    >>> str(draw(one, "gamma", 0)) == str(draw(one, "gamma", 0)) != str(draw(one, "gamma", 1))
    True
    """
    spread = draws.each[name]
    share = fmpq(int.from_bytes(sha256(f"{draws.seed} {name} {k}".encode()).digest()[:16]), fmpz(1) << 128)
    if spread.whole and not spread.logarithmic:
        low, high = spread.low.integer, spread.high.integer
        assert low is not None and high is not None, "checked where it was read"
        return rational(int((share * (high - low + 1)).floor()) + low)
    with working_precision(_BITS):
        low_ball, high_ball = enclose(spread.low, _BITS), enclose(spread.high, _BITS)
        if spread.logarithmic:
            value = (low_ball.log() + (high_ball.log() - low_ball.log()) * arb(share)).exp()
        else:
            value = low_ball + (high_ball - low_ball) * arb(share)
        nearest = round_ball(midpoint(value), DIGITS)
    if nearest is None:  # a midpoint of exactly 0
        return ZERO
    found = exact(without_zeros(nearest))
    if not spread.whole:
        return found
    assert found.rational is not None, "a decimal is rational"
    return rational(int((found.rational + fmpq(1, 2)).floor()))
