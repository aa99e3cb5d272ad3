"""The source systems that are installed: ours, and those of the entry points `symcoh.sources`."""

from __future__ import annotations

from difflib import get_close_matches
from importlib import import_module
from importlib.metadata import entry_points
from typing import Any

from ..errors import InputError, shown

GROUP = "symcoh.sources"

SYSTEMS: dict[str, str] = {
    "ring": "symcoh.sources.ring.system:Ring",
    "chain": "symcoh.sources.chain:Chain",
    "independent": "symcoh.sources.independent:Independent",
    "xx-ring": "symcoh.sources.xx:XX",
    "xx-chain": "symcoh.sources.xx:XX",
    "xxz-ring": "symcoh.sources.xxz:XXZ",
    "xxz-chain": "symcoh.sources.xxz:XXZ",
    "xxz-complete": "symcoh.sources.xxz:XXZ",
}
"""Name -> where its value is; each class takes keywords alone."""

SHORT = ("ring", "chain", "independent", "xx-ring", "xx-chain", "xxz-ring", "xxz-chain", "xxz-complete")
"""Those that `--sources-model` takes: by N and the couplings alone."""


def names() -> tuple[str, ...]:
    """Every name of `system = "..."`, ours first."""
    return (*SYSTEMS, *sorted(entry.name for entry in entry_points(group=GROUP) if entry.name not in SYSTEMS))


def system_class(name: Any, argument: str = "`system`") -> Any:
    """The class of a system.

    Raises:
        InputError: no system of this name.

    >>> system_class("chain").__name__
    'Chain'
    """
    if isinstance(name, str):
        if name in SYSTEMS:
            module, _, attribute = SYSTEMS[name].partition(":")
            return getattr(import_module(module), attribute)
        for entry in entry_points(group=GROUP):
            if entry.name == name:
                return entry.load()
    known = names()
    near = get_close_matches(str(name), known, 1)
    advice = f"did you mean {near[0]}?" if near else f"one of {', '.join(known)}."
    raise InputError(argument, f"must be a source system, but is {shown(name)}: {advice}")
