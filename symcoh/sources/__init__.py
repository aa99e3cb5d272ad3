"""Source systems: a target sees each through its sector weights W_b alone.

>>> from symcoh.sources import Chain
>>> Chain(N=8, J="2/5").N
8
"""

from importlib import import_module
from typing import Any

_HOMES = {
    "Ring": "ring.system",
    "Chain": "chain",
    "Independent": "independent",
    "Complete": "complete",
    "Graph": "any_graph",
    "RangeRing": "range_ring",
    "XX": "xx",
    "XXZ": "xxz",
    "SpinRing": "spin_ring",
    "Oscillators": "oscillators",
    "Levels": "levels",
}

__all__ = list(_HOMES)


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f".{_HOMES[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(_HOMES)
