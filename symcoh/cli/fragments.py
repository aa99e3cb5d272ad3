"""The options of LaTeX fragments: --fragment, --label, --columns."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

import click

from ..errors import InputError, shown
from .options import text_option
from .paramtypes import Word

ONE_COLUMN, TWO_COLUMNS = 34.0, 24.0
"""Ems of a line at 10 pt: an article, one of two columns of revtex4-2 or iopart."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Layout:
    """How a fragment is wanted; `label` is what its labels are made of, `columns` 1 or 2."""

    fragment: bool
    label: str | None
    columns: str | None

    @property
    def line(self) -> float:
        """Ems of a line."""
        return TWO_COLUMNS if self.columns == "2" else ONE_COLUMN

    def check(self, output_format: str) -> None:
        """Refuse what has no meaning.

        Raises:
            InputError: --fragment without --format latex, the others without --fragment, or a label that TeX would not take.
        """
        if self.fragment and output_format != "latex":
            raise InputError("--fragment", f"goes with --format latex, but the format is {output_format}: add --format latex.")
        for option, value in (("--label", self.label), ("--columns", self.columns)):
            if value is not None and not self.fragment:
                raise InputError(option, "goes with --fragment alone: give --fragment too.")
        if self.label is not None and not re.fullmatch(r"[A-Za-z0-9:.+-]+", self.label):
            raise InputError("--label", f"is {shown(self.label)}, but may hold letters, digits and :.+- alone: try appendix-a.")


def fragment_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """The three options, given to a command as `layout`."""

    @wraps(function)
    def run(*, fragment: bool, label: str | None, columns: str | None, **others: object) -> Any:
        return function(layout=Layout(fragment=fragment, label=label, columns=columns), **others)

    found: Callable[..., Any] = run
    for option in (
        text_option("--columns", help="Columns of the page a fragment stands on: 1 or 2.", metavar="1|2", type=Word(("1", "2"))),
        text_option("--label", help="What the labels of a fragment are made of.", metavar="TEXT"),
        click.option("--fragment", is_flag=True, help="LaTeX for \\input, without a preamble."),
    ):
        found = option(found)
    return found
