"""What every source system reads: its keywords, its number of sources, exact numbers, and lists of them."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, TypeVar, cast

from ..arguments import whole
from ..errors import InputError, InputTypeError, shown
from ..exactnumbers import Exact, exact

F = TypeVar("F", bound=Callable[..., Any])


def size_told(value: object) -> str:
    """What is wrong with a list that should have other entries, or with what is none.

    >>> size_told([]), size_told([1, 2]), size_told("1-2")
    ('is empty', 'has 2 entries', "is '1-2'")
    """
    if isinstance(value, str) or not isinstance(value, Sequence):
        return f"is {shown(value)}"
    return f"has {len(value)} entries" if value else "is empty"


def by_keyword(made: F) -> F:
    """A constructor that names what it is called with, or without, by mistake.

    Raises:
        InputTypeError: an argument without its name, an unknown keyword, one that is missing.

    >>> from symcoh.sources import Chain
    >>> Chain(N=3, K=1)
    Traceback (most recent call last):
    symcoh.errors.InputTypeError: `K` is no keyword of Chain: one of N, J.
    """
    owner = made.__qualname__.partition(".")[0]
    keywords = {name: value.default is value.empty for name, value in inspect.signature(made).parameters.items() if name != "self"}
    own = len(inspect.signature(made).parameters) - len(keywords)

    @wraps(made)
    def checked(*values: object, **given: object) -> Any:
        if len(values) > own:
            raise InputTypeError(
                f"`{owner}`", f"takes keywords alone, {', '.join(keywords)}, but was given {shown(values[own])} without one."
            )
        for name in given:
            if name not in keywords:
                raise InputTypeError(f"`{name}`", f"is no keyword of {owner}: one of {', '.join(keywords)}.")
        for name, needed in keywords.items():
            if needed and name not in given:
                raise InputTypeError(f"`{name}`", f"is required: {owner} takes the keywords {', '.join(keywords)}.")
        return made(*values, **given)

    return cast(F, checked)


def number_of_sources(value: object, least: int = 1, most: int | None = None) -> int:
    """N, an integer from `least` to `most`."""
    if value is None:
        raise InputTypeError("`N`", "must be an integer, but is not given: say how many sources.")
    return whole(value, "`N`", least, most)


def number_of_sites(value: object, lists: Sequence[Any], most: int | None = None) -> int:
    """N, or the length of the first list with one entry a site where N is not given.

    >>> number_of_sites(None, [None, ["1/2", 1]]), number_of_sites(3, [None, None])
    (2, 3)
    """
    sites = [entries for entries in lists if isinstance(entries, Sequence) and not isinstance(entries, str) and len(entries)]
    if value is None and sites:
        return number_of_sources(len(sites[0]), 1, most)
    if value is None:
        raise InputTypeError("`N`", "is required: the number of sources, or omega_k and gamma_k with one number a site.")
    return number_of_sources(value, 1, most)


def exact_list(values: object, argument: str, length: int | None = None) -> tuple[Exact, ...]:
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
