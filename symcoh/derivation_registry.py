"""The derivations that are installed: entry points of the group `symcoh.derivations`.

A derivation is a function of keyword arguments that returns what `derived.Derivation` says.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib.metadata import EntryPoint, entry_points

from .derived import Derivation
from .errors import EnvironmentFailed

GROUP = "symcoh.derivations"


def installed() -> dict[str, EntryPoint]:
    """The installed derivations by name, in alphabetical order."""
    return {point.name: point for point in sorted(entry_points(group=GROUP), key=lambda point: point.name)}


def loaded(point: EntryPoint) -> Callable[..., Derivation]:
    """The function of a derivation.

    Raises:
        EnvironmentFailed: its package is broken.
    """
    try:
        function: Callable[..., Derivation] = point.load()
    except (ImportError, AttributeError) as error:
        raise EnvironmentFailed(f"The derivation {point.name} cannot be loaded ({type(error).__name__}): reinstall its package.") from error
    return function


def title(point: EntryPoint) -> str:
    """What a derivation is about: the first line of its module, its formulas marked.

    >>> title(installed()["degeneracy"])
    'The number of ring states with given magnetization and number of up-domains, (25)'
    """
    module = inspect.getmodule(loaded(point))
    return ((module and module.__doc__) or point.name).strip().partition("\n")[0].rstrip(".")


def proofs(names: Iterable[str]) -> Iterator[Derivation]:
    """The results of the named derivations with every parameter a symbol; where the parity of N matters, one for each.

    >>> [result.name for result in proofs(["degeneracy"])]
    ['degeneracy']
    """
    for name in names:
        yield from _proofs_of(name)


@cache
def _proofs_of(name: str) -> tuple[Derivation, ...]:
    """The results of one derivation, worked out once in a process: they are frozen, and the ledger and its own document want them."""
    function = loaded(installed()[name])
    if "parity" in inspect.signature(function).parameters:
        return tuple(function(parity=parity) for parity in ("odd", "even"))
    return (function(),)
