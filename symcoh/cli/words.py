"""The names a shell offers where the command itself reads the word; each list is made when it is asked for."""

from __future__ import annotations

from collections.abc import Sequence


def derivations() -> Sequence[str]:
    """The derivations that are installed."""
    from ..derivation_registry import installed

    return tuple(installed())


def equations() -> Sequence[str]:
    """The numbers of the ledger, each line of a number and the number itself."""
    from ..ledger import entries

    numbers = [entry.number for entry in entries()]
    return tuple(dict.fromkeys(name for number in numbers for name in (number.rstrip("abcdefghijklmnopqrstuvwxyz"), number)))


def figures() -> Sequence[str]:
    """The figures of the paper."""
    from ..figures.paper import NAMES

    return NAMES


def steps() -> Sequence[str]:
    """The steps of reproduce, and their kinds."""
    from ..reproduction.plan import steps as planned

    return tuple(dict.fromkeys(name for step in planned() for name in (step.kind, step.name)))
