"""What every source system reads: its number of sources, exact numbers, and lists of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..arguments import whole
from ..errors import InputError, InputTypeError, shown
from ..exactnumbers import Exact, exact


def number_of_sources(value: Any, least: int = 1, most: int | None = None) -> int:
    """N."""
    return whole(value, "`N`", least, most)


def exact_list(values: Any, argument: str, length: int | None = None) -> tuple[Exact, ...]:
    """A list of exact numbers, one a site where `length` is the number of sites.

    >>> exact_list(["1/2", 1], "`omega_k`", 3)
    Traceback (most recent call last):
    symcoh.errors.InputError: `omega_k` must have 3 entries, one a site, but has 2.
    """
    if isinstance(values, str) or not isinstance(values, Sequence):
        raise InputTypeError(argument, f"must be a list of exact numbers, but is {shown(values)}.")
    if length is not None and len(values) != length:
        raise InputError(argument, f"must have {length} entries, one a site, but has {len(values)}.")
    return tuple(exact(value, f"{argument[:-1]}[{place}]`") for place, value in enumerate(values, 1))
