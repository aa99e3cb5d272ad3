"""The paper's equations (1)-(89) as data, and what goes beyond them; one module per section."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from importlib import import_module

from ..errors import InputError, shown
from .entry import Approach as Approach
from .entry import Counterexample as Counterexample
from .entry import Entry as Entry
from .entry import Sampler as Sampler
from .entry import Statement as Statement
from .entry import Wrong as Wrong

SECTIONS = (
    "model_section",
    "spectrum_section",
    "exact_state",
    "bounds_section",
    "ferromagnet_section",
    "even_section",
    "odd_section",
    "appendix_a",
    "appendix_b1",
    "appendix_b2",
    "appendix_b3",
    "beyond",
    "beyond_crossovers",
    "corrections",
    "beyond_sources",
    "beyond_graphs",
    "beyond_hot",
)
"""Modules in the order of the paper; each has the title SECTION, the SOURCE of entries that name none, and ends with ENTRIES."""


@cache
def entries() -> tuple[Entry, ...]:
    """All entries in the order of the paper, ours last.

    >>> len({entry.number for entry in entries()}) == len(entries())
    True
    """
    modules = (import_module(f".{name}", __package__) for name in SECTIONS)
    return tuple(
        replace(entry, section=module.SECTION, source=entry.source or module.SOURCE) for module in modules for entry in module.ENTRIES
    )


def find(number: str) -> tuple[Entry, ...]:
    """The entry of that number; for a number with several lines, (27), all of them, (27a) one.

    Raises:
        InputError: no equation has that number.

    >>> [entry.number for entry in find("27")]
    ['27a', '27b']
    """
    wanted = number.strip().strip("()")
    found = tuple(entry for entry in entries() if entry.number == wanted or re.fullmatch(re.escape(wanted) + "[a-z]", entry.number))
    if not found:
        raise InputError("NUMBER", f"must be an equation from 1 to 89, a line such as 27a, or one of B1, B2, ..., but is {shown(number)}.")
    return found
