"""Options shared by the commands: exact numbers, whole numbers and choices, each with its one sentence.

Values reach Click as text. An option given twice is accepted when both values are the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from ..errors import InputError, shown

if TYPE_CHECKING:
    from ..exactnumbers import Exact
    from ..model import Model

_WHOLE = re.compile(r"\+?[0-9]+", re.ASCII)
Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def text_option(*names: str, default: str | None = None, help: str, metavar: str) -> Decorator:
    """An option of one text value; repeated with another value it is refused."""
    shown_name = "/".join(sorted((n for n in names if n.startswith("-")), key=len))

    def single(ctx: click.Context, parameter: click.Parameter, values: Sequence[str]) -> str | None:
        if len({value.strip() for value in values}) > 1 and not _same_number(values):
            raise InputError(shown_name, f"is given twice, as {shown(values[0], 24)} and {shown(values[-1], 24)}: give it once.")
        return values[0] if values else default

    suffix = f"  [default: {default}]" if default is not None else ""
    return click.option(*names, multiple=True, callback=single, metavar=metavar, help=help + suffix)


def _same_number(values: Sequence[str]) -> bool:
    """Whether all texts name one exact number."""
    from ..exactnumbers import exact

    try:
        return len({exact(value) for value in values}) == 1
    except InputError:
        return False


def whole_number(text: str | None, option: str, low: int, high: int | None = None) -> int:
    """A whole number `+?[0-9]+` within its limits."""
    limits = f"a whole number of at least {low}" if high is None else f"a whole number from {low} to {high}"
    if text is None:
        raise InputError(option, f"is required: give {limits}.")
    if len(text) > 20_000 or not _WHOLE.fullmatch(text):
        raise InputError(option, f"must be {limits}, but is {shown(text)}.")
    from flint import fmpz

    value = int(fmpz(text.lstrip("+").lstrip("0") or "0"))
    if value < low or (high is not None and value > high):
        raise InputError(option, f"must be {limits}, but is {shown(text)}.")
    return value


def choice(text: str | None, option: str, allowed: Sequence[str]) -> str:
    """One of the allowed words."""
    if text not in allowed:
        raise InputError(option, f"must be one of {', '.join(allowed)}, but is {shown(text)}.")
    assert text is not None
    return text


def seconds(text: str | None, option: str) -> float | None:
    """A positive number of seconds, or None."""
    if text is None:
        return None
    from ..exactnumbers import enclose, exact, sign

    value = exact(text, option)
    if sign(value) != 1:
        raise InputError(option, f"must be a positive number of seconds, but is {shown(text)}.")
    return float(enclose(value, 64))


def model_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """The parameters (1)-(2), in the order of the model."""
    for option in reversed(
        (
            text_option("-N", "--sources", help="Number of sources, at least 1 (required).", metavar="INT"),
            text_option("--omega", default="1", help="Gap of the target, >= 0.", metavar="X"),
            text_option("--omega-a", help="Gap of a source (required).", metavar="X"),
            text_option("--gamma", help="Target-source coupling (required).", metavar="X"),
            text_option("-J", "--coupling", default="0", help="Intersource coupling, > 0 ferromagnetic.", metavar="X"),
            text_option("--sources-model", default="ring", help="Source system: ring.", metavar="NAME"),
        )
    ):
        function = option(function)
    return function


@dataclass(frozen=True, kw_only=True, slots=True)
class Typed:
    """The parameters as the user typed them."""

    sources: str | None
    omega: str | None
    omega_a: str | None
    gamma: str | None
    coupling: str | None
    sources_model: str | None


def read_model(typed: Typed) -> Model:
    """The Model of the typed parameters."""
    from ..exactnumbers import exact
    from ..model import SOURCES_MODELS, Model, nonnegative

    size = whole_number(typed.sources, "-N/--sources", 1)
    kind = choice(typed.sources_model, "--sources-model", SOURCES_MODELS)
    for option, text in (("--omega-a", typed.omega_a), ("--gamma", typed.gamma)):
        if text is None:
            raise InputError(option, "is required: give a number such as 7/10.")
    return Model(
        N=size,
        omega=nonnegative(typed.omega, "--omega"),
        omega_a=exact(typed.omega_a, "--omega-a"),
        gamma=exact(typed.gamma, "--gamma"),
        J=exact(typed.coupling, "-J/--coupling"),
        sources=kind,
    )


def read_temperature(beta: str | None, temperature: str | None) -> dict[str, Exact | str]:
    """{"beta": …} or {"T": …} as `evaluate` takes it."""
    from ..exactnumbers import exact_or_infinity
    from ..model import nonnegative

    if (beta is None) == (temperature is None):
        raise InputError("--beta and -T/--temperature", "exclude each other, and one of them is required: give exactly one.")
    if temperature is not None:
        return {"T": nonnegative(temperature, "-T/--temperature")}
    value = exact_or_infinity(beta, "--beta")
    return {"beta": "oo" if value is None else nonnegative(value, "--beta")}
