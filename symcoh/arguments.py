"""What a Python caller may pass for a whole number, a time, a name or a callback; the rest is one sentence."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import isnan
from typing import Any

from .errors import InputError, InputTypeError, shown

MAX_DIGITS = 1_000_000


def as_whole(value: Any) -> int | None:
    """The int of an int, a NumPy, SymPy, gmpy2 or FLINT integer; None for anything else, a bool too.

    It is read once: what says one thing and then another is taken at its first word.

    >>> from sympy import Integer
    >>> as_whole(Integer(3)), as_whole(True), as_whole(3.0), as_whole("3")
    (3, None, None, None)
    """
    if isinstance(value, bool):
        return None
    try:
        return operator.index(value)  # an int itself, of no subclass
    except Exception:  # whatever a foreign __index__ raises, it gave no integer
        return None


def whole(value: object, argument: str, low: int | None = None, high: int | None = None) -> int:
    """An integer within its limits.

    Raises:
        InputTypeError: no integer. InputError: outside the limits.

    >>> whole(0, "`digits`", 1, 100)
    Traceback (most recent call last):
    symcoh.errors.InputError: `digits` must be from 1 to 100, but is 0.
    """
    number = as_whole(value)
    if number is None:
        raise InputTypeError(argument, f"must be an integer, but is {shown(value)}.")
    if (low is not None and number < low) or (high is not None and number > high):
        limits = (
            f"from {low} to {high}" if low is not None and high is not None else f"at least {low}" if high is None else f"at most {high}"
        )
        raise InputError(argument, f"must be {limits}, but is {shown(number)}.")
    return number


def seconds(value: Any, argument: str) -> float | None:
    """A number of seconds, not negative, or None for no limit.

    >>> seconds(float("nan"), "`budget`")
    Traceback (most recent call last):
    symcoh.errors.InputError: `budget` must be a number of seconds, but is nan.
    """
    if value is None:
        return None
    number = as_whole(value)
    if number is None and not isinstance(value, (float, Fraction, Decimal)):
        raise InputTypeError(argument, f"must be a number of seconds or None, but is {shown(value)}.")
    try:
        found = float(value if number is None else number)
    except OverflowError:
        found = float("inf") if value > 0 else float("-inf")
    if isnan(found):
        raise InputError(argument, "must be a number of seconds, but is nan.")
    if found < 0:
        raise InputError(argument, f"must not be negative, but is {shown(found)}.")
    return found


def one_of(value: object, argument: str, allowed: Sequence[str]) -> str:
    """One of the allowed words.

    >>> one_of(["arb"], "`backend`", ("arb", "mpmath"))
    Traceback (most recent call last):
    symcoh.errors.InputTypeError: `backend` must be arb or mpmath, but is a list.
    """
    rule = f"must be {' or '.join(allowed)}" if len(allowed) == 2 else f"must be one of {', '.join(allowed)}"
    if not isinstance(value, str):
        raise InputTypeError(argument, f"{rule}, but is {shown(value)}.")
    if value not in allowed:
        raise InputError(argument, f"{rule}, but is {shown(value)}.")
    return str(value)


def callback(value: object, argument: str) -> None:
    """Refuse what can be called no more than None.

    >>> callback(3, "`progress`")
    Traceback (most recent call last):
    symcoh.errors.InputTypeError: `progress` must be a function or None, but is 3.
    """
    if value is not None and not callable(value):
        raise InputTypeError(argument, f"must be a function or None, but is {shown(value)}.")


def settings(digits: object, max_precision: object, budget: object, progress: object) -> tuple[int, int, float | None]:
    """(digits, max_precision, budget) as plain numbers within their limits; `progress` is checked as well."""
    callback(progress, "`progress`")
    return whole(digits, "`digits`", 1, MAX_DIGITS), whole(max_precision, "`max_precision`", 2), seconds(budget, "`budget`")
