"""What a test knows to be there, for the type checker and for the one who reads a failure."""

from __future__ import annotations

from typing import TypeVar

Value = TypeVar("Value")


def not_none(value: Value | None) -> Value:
    """The value, which is not None.

    >>> not_none(0)
    0
    """
    assert value is not None
    return value
