"""Options shared by the commands. An option given twice is accepted when both values are the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import click

from ..errors import InputError, shown
from .paramtypes import Kind, Seconds, Text, Whole, Word, flag_of

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


class SingleOption(click.Option):
    """An option of one value; repeated with another value it is refused."""

    def type_cast_value(self, ctx: click.Context, value: Any) -> Any:
        """The value of the texts Click gathered; () where there is none."""
        if not value:
            return ()
        if len({text.strip() for text in value}) > 1 and not _same_number(value):
            raise InputError(flag_of(self), f"is given twice, as {shown(value[0], 24)} and {shown(value[-1], 24)}: give it once.")
        return self.type.convert(value[0], self, ctx)


def text_option(*names: str, default: str | None = None, help: str, metavar: str, type: Kind | None = None) -> Decorator:
    """An option of one value, read by its type; without a type it stays text.

    Args:
        names: the flags, and the parameter's name where that differs.
        default: the text it stands for where it is not given; None for no default, which the command sees as None.
        help: one line; the default is added.
        metavar: what stands for the value in the help.
        type: how the text is read, and what a shell completes.
    """
    kind = type or Text()

    def otherwise(ctx: click.Context, parameter: click.Parameter, value: object) -> Any:
        if value is not None and value != ():
            return value
        return None if default is None else kind.convert(default, parameter, ctx)

    suffix = f"  [default: {default}]" if default is not None else ""
    return click.option(*names, cls=SingleOption, multiple=True, type=kind, callback=otherwise, metavar=metavar, help=help + suffix)


def _same_number(values: Sequence[str]) -> bool:
    """Whether all texts name one exact number."""
    from ..exactnumbers import exact

    try:
        return len({exact(value) for value in values}) == 1
    except InputError:
        return False


def format_option(*shapes: str, help: str, default: str | None = None) -> Decorator:
    """--format, the first shape unless given."""
    return text_option("--format", "output_format", default=default or shapes[0], help=help, metavar="NAME", type=Word(shapes))


def digits_option(default: str, most: int) -> Decorator:
    """--digits, 1 to `most`."""
    return text_option("--digits", default=default, help=f"Significant digits, 1 to {most}.", metavar="INT", type=Whole(1, most))


def ceilings(each: str = "") -> Decorator:
    """--max-precision and --budget; `each` ends the help of the latter, as in "for each point"."""
    bits = text_option("--max-precision", default="4000000", help="Ceiling of working precision in bits.", metavar="BITS", type=Whole(2))
    time = text_option("--budget", help=f"Ceiling of time in seconds{each}.", metavar="SECONDS", type=Seconds())
    return lambda function: bits(time(function))


def check_decimals(wanted: bool, shape: str) -> None:
    """Refuse --decimals with another format than CSV."""
    if wanted and shape != "csv":
        raise InputError("--decimals", f"goes with --format csv, where columns stand beside one another: leave it out with {shape}.")


decimals_option: Decorator = click.option("--decimals", is_flag=True, help="CSV: beside each exact parameter its decimal, to 17 digits.")


def choice(text: str | None, option: str, allowed: Sequence[str]) -> str:
    """One of the allowed words."""
    return Word(allowed).read(text, option)
