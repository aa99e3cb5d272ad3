"""Errors as one sentence each, in the words of the command line."""

from __future__ import annotations

import re
from difflib import get_close_matches

import click

from ..errors import NoExactNumber, SymcohError, shown
from .parameters import FLAGS

_OPTIONS = {
    **FLAGS,
    "sources": FLAGS["sources_model"],
    "units": "--energy-unit and --temperature-unit",
    "route": "--route/--regime",
    "digits": "--digits",
    "max_precision": "--max-precision",
    "budget": "--budget",
}
_ARGUMENT = re.compile(f"`({'|'.join(_OPTIONS)})`")
_NO_COMMAND = re.compile(r"No such command (['\"])(.*?)\1", re.DOTALL)


def own_sentence(error: SymcohError) -> str:
    """An error of ours, with the options of the command line for the arguments of Python."""
    if isinstance(error, NoExactNumber):
        error = error.renamed("One of --omega, --omega-a, --gamma and -J/--coupling")
    return _ARGUMENT.sub(lambda match: _OPTIONS[match.group(1)], str(error))


def click_sentence(error: click.ClickException) -> str:
    """A complaint of Click."""
    message = error.format_message()
    if isinstance(error, click.NoSuchOption):
        near = f": did you mean {error.possibilities[0]}?" if error.possibilities else ": see --help for the list."
        return f"{_name(error.option_name)} is not an option{near}"
    if isinstance(error, click.MissingParameter) and error.param is not None:
        return f"{_parameter(error.param)} is required: see --help for its meaning."
    surplus = re.fullmatch(r"Got unexpected extra arguments? \((.*)\)", message, re.DOTALL)
    if surplus:
        return f"{shown(surplus.group(1))} is one argument too many: see --help."
    unknown = _NO_COMMAND.match(message)
    if unknown and isinstance(error, click.UsageError) and error.ctx is not None:
        return _no_command(unknown.group(2), error.ctx)
    return re.sub(r"\s+", " ", ascii(message)[1:-1])


def _no_command(name: str, context: click.Context) -> str:
    group = context.command
    known = group.list_commands(context) if isinstance(group, click.Group) else []
    near = get_close_matches(name, known, 1)
    return f"{shown(name)} is not a command: " + (
        f"did you mean {near[0]}?" if near else f"see {context.command_path} --help for the list."
    )


def _parameter(parameter: click.Parameter) -> str:
    if isinstance(parameter, click.Option):
        return "/".join(parameter.opts)
    return str(parameter.make_metavar(click.Context(click.Command("symcoh")))).removesuffix("...")


def _name(text: str) -> str:
    return text if text.isascii() and len(text) < 40 else shown(text)
