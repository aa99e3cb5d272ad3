"""What the text of an option or argument may be, each type with its one sentence and with what a shell completes.

A type reads text by `read(text, flag)`, where `flag` is the name in the sentence; Click calls it by `convert`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from ..errors import InputError, shown

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from ..exactnumbers import Exact as ExactNumber
    from ..grids import Grid as GridOfValues

    _Type = click.ParamType[Any]
else:
    _Type = click.ParamType  # generic in new releases of Click alone

Words = Sequence[str] | Callable[[], Sequence[str]]

_WHOLE = re.compile(r"\+?[0-9]+", re.ASCII)


def flag_of(parameter: click.Parameter | None) -> str:
    """The name of an option or argument in a sentence: -N/--sources, QUANTITY.

    >>> flag_of(click.Option(["--sources", "-N"])), flag_of(click.Argument(["formula"]))
    ('-N/--sources', 'FORMULA')
    """
    if parameter is None:
        return "The value"
    if isinstance(parameter, click.Argument):
        return (parameter.metavar or parameter.name or "").strip("[].").upper()
    return "/".join(sorted((name for name in parameter.opts if name.startswith("-")), key=len))


class Kind(_Type):
    """What all types share: Click's ways to read and to complete; a function gives the words where a module must be loaded for them."""

    name = "text"

    def __init__(self, words: Words = ()) -> None:
        self.words = words

    def read(self, text: object, flag: str) -> Any:
        """The value of the text."""
        return text

    def completed(self) -> Sequence[str]:
        """The words a shell offers."""
        return self.words() if callable(self.words) else self.words

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Click's way to `read`."""
        return self.read(value, flag_of(param))

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The words that begin as typed."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(word) for word in self.completed() if word.startswith(incomplete)]


class Text(Kind):
    """Any text, read by the command itself; the words complete it."""


class Exact(Kind):
    """An exact number of the grammar; `nonnegative` and `infinity` (oo alone) say which."""

    name = "exact number"

    def __init__(self, *, nonnegative: bool = False, infinity: bool = False, examples: Sequence[str] = ()) -> None:
        super().__init__(examples)
        self.nonnegative, self.infinity = nonnegative, infinity

    def read(self, text: object, flag: str) -> ExactNumber | str:
        """The number, which remembers its text; "oo" for infinity."""
        from ..exactnumbers import exact, exact_or_infinity
        from ..model import nonnegative

        number = exact_or_infinity(text, flag) if self.infinity else exact(text, flag)
        if number is None:
            return "oo"
        return nonnegative(number, flag) if self.nonnegative else number


class Whole(Kind):
    """A whole number `+?[0-9]+` within its limits."""

    name = "whole number"

    def __init__(self, low: int, high: int | None = None) -> None:
        super().__init__((str(low),))
        self.low, self.high = low, high

    def read(self, text: Any, flag: str) -> int:
        """The integer."""
        limits = f"a whole number of at least {self.low}" if self.high is None else f"a whole number from {self.low} to {self.high}"
        if len(text) > 20_000 or not _WHOLE.fullmatch(text):
            raise InputError(flag, f"must be {limits}, but is {shown(text)}.")
        from flint import fmpz

        value = int(fmpz(text.lstrip("+").lstrip("0") or "0"))
        if value < self.low or (self.high is not None and value > self.high):
            raise InputError(flag, f"must be {limits}, but is {shown(text)}.")
        return value


class Word(Kind):
    """One of the words."""

    name = "word"

    def read(self, text: object, flag: str) -> str:
        """The word itself."""
        allowed = self.completed()
        if text not in allowed:
            raise InputError(flag, f"must be one of {', '.join(allowed)}, but is {shown(text)}.")
        return str(text)


class Seconds(Kind):
    """A positive number of seconds."""

    name = "seconds"

    def read(self, text: object, flag: str) -> float:
        """The number as a double."""
        from ..exactnumbers import enclose, exact, sign

        value = exact(text, flag)
        if sign(value) != 1:
            raise InputError(flag, f"must be a positive number of seconds, but is {shown(text)}.")
        return float(enclose(value, 64))


def quantities() -> Sequence[str]:
    """The names of the registry."""
    from ..observables import LIMITS, OBSERVABLES, SHARED

    return (*OBSERVABLES, *SHARED, *LIMITS)


class Quantity(Kind):
    """A quantity of the registry."""

    name = "quantity"

    def __init__(self) -> None:
        super().__init__(quantities)

    def read(self, text: Any, flag: str) -> str:
        """Its name."""
        from ..observables import observable

        return observable(text).name


class Grid(Kind):
    """A grid of one of the parameters: NAME=a..b:n or NAME=x,y,z."""

    name = "grid"

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(tuple(f"{name}=" for name in names))
        self.names = names

    def read(self, text: Any, flag: str) -> GridOfValues:
        """The parameter and its values."""
        from ..grids import parse_grid

        return parse_grid(text, flag, self.names)


class File(Kind):
    """The path of a file; the shell completes it itself."""

    name = "file"

    def __init__(self, kind: str = "file") -> None:
        super().__init__()
        self.kind = kind

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Leave it to the shell: kind is "file" or "dir"."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(incomplete, type=self.kind)]
