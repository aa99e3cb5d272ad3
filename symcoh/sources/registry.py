"""The source systems that are installed: ours, and those of the entry points `symcoh.sources`."""

from __future__ import annotations

import inspect
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
    "complete": "symcoh.sources.complete:Complete",
    "xx-ring": "symcoh.sources.xx:XX",
    "xx-chain": "symcoh.sources.xx:XX",
    "xxz-ring": "symcoh.sources.xxz:XXZ",
    "xxz-chain": "symcoh.sources.xxz:XXZ",
    "xxz-complete": "symcoh.sources.xxz:XXZ",
    "graph": "symcoh.sources.any_graph:Graph",
    "range-ring": "symcoh.sources.range_ring:RangeRing",
    "spin-ring": "symcoh.sources.spin_ring:SpinRing",
    "oscillators": "symcoh.sources.oscillators:Oscillators",
    "levels": "symcoh.sources.levels:Levels",
}
"""Name -> where its value is; each takes keywords alone."""

SHORT = ("ring", "chain", "independent", "complete", "xx-ring", "xx-chain", "xxz-ring", "xxz-chain", "xxz-complete")
"""Those that `--sources-model` takes: by N and the couplings alone."""


def names() -> tuple[str, ...]:
    """Every name of `system = "..."`, ours first."""
    return (*SYSTEMS, *sorted(entry.name for entry in entry_points(group=GROUP) if entry.name not in SYSTEMS))


def accepted(kind: Any) -> dict[str, bool]:
    """The keywords that a system takes, each with whether it must be given.

    >>> accepted(system_class("chain"))
    {'N': True, 'J': False}
    """
    found = inspect.signature(kind).parameters
    return {key: value.default is value.empty for key, value in found.items()}


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
