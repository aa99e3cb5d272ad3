"""The source systems that are installed: ours, and those of the entry points `symcoh.sources`."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ..errors import EnvironmentFailed, InputError, shown

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

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
"""Name -> where its value is; each takes keywords alone. For `from symcoh.sources import` a class stands in `_HOMES` there too."""

SHORT = ("ring", "chain", "independent", "complete", "xx-ring", "xx-chain", "xxz-ring", "xxz-chain", "xxz-complete")
"""Those that N, J and J_xy describe: `--sources-model`, `Model(sources=NAME)` and `sources_model` of tables and sweeps take them."""


def plug_ins() -> tuple[EntryPoint, ...]:
    """The entry points of installed packages."""
    from importlib.metadata import entry_points  # the command line reads SHORT alone

    return tuple(entry_points(group=GROUP))


def names() -> tuple[str, ...]:
    """Every name of `system = "..."`, ours first."""
    return (*SYSTEMS, *sorted({entry.name for entry in plug_ins()} - SYSTEMS.keys()))


def accepted(kind: object) -> Mapping[str, bool]:
    """The keywords that a system takes, each with whether it must be given; read once for a system.

    >>> dict(accepted(system_class("chain")))
    {'N': True, 'J': False}
    """
    return _keywords(kind)


@cache
def _keywords(kind: Any) -> Mapping[str, bool]:
    found = inspect.signature(kind).parameters
    return MappingProxyType({key: value.default is value.empty for key, value in found.items()})


@cache
def built_in(name: str) -> Any:
    """The class of a system of ours.

    >>> built_in("chain").__name__
    'Chain'
    """
    module, _, attribute = SYSTEMS[name].partition(":")
    return getattr(import_module(module), attribute)


def _loaded(entry: EntryPoint) -> Any:
    try:
        return entry.load()
    except (ImportError, AttributeError) as error:
        rule = f"The source system {entry.name} cannot be loaded ({type(error).__name__}): reinstall its package."
        raise EnvironmentFailed(rule) from error


def system_class(name: object) -> Any:
    """The class of a system, ours or of a plug-in.

    Raises:
        InputError: no system of this name, or several: which one is meant would depend on what is installed.
        EnvironmentFailed: the package of a plug-in is broken.

    >>> system_class("chain").__name__
    'Chain'
    """
    known = [entry for entry in plug_ins() if entry.name == name]
    places = {entry.value for entry in known} | ({"symcoh"} if isinstance(name, str) and name in SYSTEMS else set())
    if len(places) > 1:
        rule = f"is {shown(name)}, the name of several source systems, of {' and of '.join(sorted(places))}"
        raise InputError("`system`", f"{rule}: give the entry point of the plug-in another name.")
    if known:
        return _loaded(known[0])
    if places:
        return built_in(name)
    near = get_close_matches(str(name), names(), 1)
    advice = f"did you mean {near[0]}?" if near else f"one of {', '.join(names())}."
    raise InputError("`system`", f"must be a source system, but is {shown(name)}: {advice}")
