"""A row of a store: one value, its ball as four integers, what made it, and a checksum over all of it."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any, NamedTuple

FORMULAS = 1
"""Raised when a formula changes so that a ball may change: rows of other formulas are not mixed with ours."""

DONE, REFUSED, FAILED = "done", "refused", "failed"
STATES = (DONE, REFUSED, FAILED)


class Row(NamedTuple):
    """What a store knows of one quantity at one point; a text that does not apply is empty.

    `id` is the row's number in the order of the specification, `key` the SHA-256 of canonical parameters, quantity, digits, backend
    and version of the formulas, in hexadecimal; `middle` to `radius_exponent` are the ball; `reason` says why there is no value, and
    `budget` is the ceiling of seconds that the row had.
    """

    id: int
    key: str
    state: str
    value: str
    radius: str
    middle: str
    exponent: str
    radius_middle: str
    radius_exponent: str
    route: str
    microseconds: int
    version: str
    reason: str
    budget: str


COLUMNS = Row._fields


def checksum(fields: Sequence[Any]) -> bytes:
    """SHA-256 of the fields of a row in their order, texts in UTF-8 and integers in decimal, parted by the byte 31.

    All texts are str, or all are bytes, as they come from a store.

    >>> row = Row(3, "ab", "done", "0.5", "0", "1", "-1", "0", "0", "exact", 12, "0.1.0", "", "")
    >>> checksum(row) == checksum(tuple(part.encode() if isinstance(part, str) else part for part in row))
    True
    """
    if isinstance(fields[0], str) or isinstance(fields[1], str):
        return sha256("\x1f".join(map(str, fields)).encode()).digest()
    return sha256(b"\x1f".join([part if isinstance(part, bytes) else b"%d" % part for part in fields])).digest()


def sound(fields: Sequence[Any], found: object) -> bool:
    """Whether fields read from a store carry their checksum; values of another type do not."""
    try:
        return bool(checksum(fields) == found)
    except (AttributeError, TypeError):
        return False


def row_key(parameters: str, quantity: str, digits: int, backend: str) -> str:
    """The key of a row; `parameters` is their canonical text."""
    return sha256(f"{parameters}\x1f{quantity}\x1f{digits}\x1f{backend}\x1f{FORMULAS}".encode()).hexdigest()
