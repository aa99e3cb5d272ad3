"""The parameters of the model on the command line: `@model` declares the options, `Given` is what the user typed.

Every command takes its parameters from here. A new option of the model is a new line of `PARAMETERS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import InputError
from ..sources.registry import SHORT
from .options import Decorator, text_option
from .paramtypes import Exact, Kind, Text, Whole, Word

if TYPE_CHECKING:
    from ..exactnumbers import Exact as ExactNumber
    from ..model import Model

Value = Any
"""An exact number, the whole number N, "oo" for an infinite beta, or the name of a source system."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Parameter:
    """One option of the model.

    Args:
        name: the parameter in Python, in grids and in formulas.
        flags: what the user types, the short one first.
        type: how its text is read, in its domain.
        free: how it is read where it may stay a symbol, and whoever takes it knows the domain; None where it has no place there.
        help: one line.
        metavar: what stands for the value.
        default: its text where it is not given; None for none.
        required: whether a model needs it.
    """

    name: str
    flags: tuple[str, ...]
    type: Kind
    free: Kind | None
    help: str
    metavar: str = "X"
    default: str | None = None
    required: bool = False


PARAMETERS = {
    parameter.name: parameter
    for parameter in (
        Parameter(
            name="N",
            flags=("-N", "--sources"),
            type=Whole(1),
            free=Whole(1),
            help="Number of sources, at least 1.",
            metavar="INT",
            required=True,
        ),
        Parameter(
            name="omega", flags=("--omega",), type=Exact(nonnegative=True), free=Exact(), help="Gap of the target, >= 0.", default="1"
        ),
        Parameter(name="omega_a", flags=("--omega-a",), type=Exact(), free=Exact(), help="Gap of a source.", required=True),
        Parameter(name="gamma", flags=("--gamma",), type=Exact(), free=Exact(), help="Target-source coupling.", required=True),
        Parameter(
            name="J", flags=("-J", "--coupling"), type=Exact(), free=Exact(), help="Intersource coupling, > 0 ferromagnetic.", default="0"
        ),
        Parameter(
            name="J_xy", flags=("--coupling-xy",), type=Exact(), free=None, help="In-plane intersource coupling, of xx and xxz systems."
        ),
        Parameter(
            name="sources_model",
            flags=("--sources-model",),
            type=Word(SHORT),
            free=None,
            help=f"Source system: {', '.join(SHORT[:-1])} or {SHORT[-1]}.",
            metavar="NAME",
            default="ring",
        ),
        Parameter(
            name="model_file",
            flags=("--model",),
            type=Text(),
            free=None,
            help="A model in a TOML file, in the place of all options of the model.",
            metavar="FILE",
        ),
        Parameter(
            name="energy_unit",
            flags=("--energy-unit",),
            type=Word(("1", "GHz", "MHz", "meV", "ueV", "K")),
            free=None,
            help="Unit of energies: 1, GHz, MHz, meV, ueV or K.",
            metavar="UNIT",
        ),
        Parameter(
            name="temperature_unit",
            flags=("--temperature-unit",),
            type=Word(("1", "K", "mK", "uK")),
            free=None,
            help="Unit of temperatures: 1, K, mK or uK.",
            metavar="UNIT",
        ),
        Parameter(
            name="beta",
            flags=("--beta",),
            type=Exact(nonnegative=True, infinity=True, examples=("oo",)),
            free=Exact(),
            help="Inverse temperature >= 0; oo is the ground state.",
        ),
        Parameter(
            name="T",
            flags=("-T", "--temperature"),
            type=Exact(nonnegative=True),
            free=Exact(),
            help="Temperature >= 0; 0 is the ground state.",
        ),
    )
}
FLAGS = {name: "/".join(parameter.flags) for name, parameter in PARAMETERS.items()}
"""Parameter -> its option in a sentence."""

NUMBERS = ("N", "omega", "omega_a", "gamma", "J")
"""The numbers of the model, in the order of (1)-(2)."""

TEMPERATURES = ("beta", "T")


@dataclass(frozen=True, kw_only=True, slots=True)
class Given:
    """The parameters of a command line.

    Args:
        values: parameter -> its value, defaults included; a number remembers how it was typed.
        typed: those that the user typed, in the order of `PARAMETERS`.
    """

    values: Mapping[str, Value]
    typed: tuple[str, ...]


def model(*, temperature: Sequence[str] = TEMPERATURES, free: bool = False, help: Mapping[str, str] | None = None) -> Decorator:
    """Give a command the options of the model, and hand it one object, `given`.

    Args:
        temperature: which of --beta and -T/--temperature belong to the command.
        free: whether a parameter that is not given stays a symbol: none has a default then, and none is required.
        help: another line for a parameter that means something else here.
    """
    chosen = [p for p in PARAMETERS.values() if (p.free or not free) and (p.name not in TEMPERATURES or p.name in temperature)]
    lines = {p.name: p.help for p in chosen} | dict(help or {})
    if not free:
        lines |= {p.name: f"{p.help[:-1]} (required)." for p in chosen if p.required and p.name not in (help or {})}

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def called(*arguments: object, **options: object) -> Any:
            values = {p.name: options.pop(p.name) for p in chosen}
            typed = tuple(name for name, value in values.items() if value is not None)
            defaults = {} if free else {p.name: p.type.read(p.default, FLAGS[p.name]) for p in chosen if p.default is not None}
            known = defaults | {name: values[name] for name in typed}
            return function(*arguments, given=Given(values=known, typed=typed), **options)

        command: Callable[..., Any] = called
        for p in reversed(chosen):
            suffix = "" if free or p.default is None else f"  [default: {p.default}]"
            kind = (p.free if free else p.type) or p.type
            command = text_option(*p.flags, p.name, help=lines[p.name] + suffix, metavar=p.metavar, type=kind)(command)
        return command

    return decorate


def other_sources(systems: str, replaced: str) -> Decorator:
    """--sources-model, --coupling-xy and --model of a command whose parameters may stay symbols: what of, and in the place of what."""
    options = (
        ("sources_model", "sources", f"{systems}: {', '.join(SHORT[1:-1])} or {SHORT[-1]}."),
        ("J_xy", "J_xy", "Their in-plane coupling."),
        ("model_file", "model_file", f"A model in a TOML file, in the place of {replaced}."),
    )

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        for name, argument, line in reversed(options):
            known = PARAMETERS[name]
            function = text_option(*known.flags, argument, help=line, metavar=known.metavar, type=known.type)(function)
        return function

    return decorate


def text_of(given: Given, name: str) -> str | None:
    """The text of a parameter; None where it has no value."""
    value = given.values.get(name)
    if not isinstance(value, int):
        return None if value is None else str(value)
    from flint import fmpz

    return fmpz(value).str()  # Python's own text of an integer ends at 4300 digits


def with_value(given: Given, name: str, value: ExactNumber | None) -> Given:
    """The same with another value of one parameter, None for oo, as if it had been typed.

    Raises:
        InputError: outside the domain of the parameter, under the name of its option.
    """
    kind = PARAMETERS[name].type
    text = "oo" if value is None else value.canonical() if isinstance(kind, Whole) else value
    if "model_file" in given.values and name not in TEMPERATURES:
        raise InputError(FLAGS[name], "is a parameter of the model, which the file of --model holds: vary T or beta, or change the file.")
    return replace(given, values={**given.values, name: kind.read(text, FLAGS[name])})


SETTINGS = ("model_file", "energy_unit", "temperature_unit")
"""Options beside the numbers of the model."""


def read_model(given: Given) -> Model:
    """The model of the parameters, or of the file that --model names.

    Raises:
        InputError: a parameter that the model needs is not given, or one beside --model.
    """
    from ..model import Model
    from ..units import Units

    units = {"energy": given.values.get("energy_unit"), "temperature": given.values.get("temperature_unit")}
    chosen = {name: unit for name, unit in units.items() if unit is not None}
    if "model_file" in given.values:
        return _from_file(given, chosen)
    if "N" not in given.values:
        raise InputError(FLAGS["N"], "is required: give a whole number of at least 1.")
    for name in ("omega_a", "gamma"):
        if name not in given.values:
            raise InputError(FLAGS[name], "is required: give a number such as 7/10.")
    numbers = {name: given.values[name] for name in (*NUMBERS, "J_xy") if name in given.values}
    return Model(**numbers, sources=given.values["sources_model"], units=Units(**chosen))


def _from_file(given: Given, units: Mapping[str, str]) -> Model:
    from ..model_file import read_named_file
    from ..units import Units

    others = [name for name in given.typed if name not in (*SETTINGS, *TEMPERATURES)]
    if others:
        raise InputError(FLAGS[others[0]], "belongs to the file where --model is given: leave it out.")
    found = read_named_file(Path(given.values["model_file"]))
    if units:
        if not found.units.natural:
            raise InputError("--energy-unit and --temperature-unit", "are in the file where --model is given: leave them out.")
        found = replace(found, units=Units(**units))
    return found


def read_temperature(given: Given, needed: bool = True) -> dict[str, ExactNumber | str]:
    """{"beta": ...} or {"T": ...} as `evaluate` takes it; {} where none is given and none is `needed`.

    Raises:
        InputError: both are given, or neither where one is needed.
    """
    found = {name: given.values[name] for name in TEMPERATURES if name in given.values}
    if len(found) != 1 and (found or needed):
        raise InputError("--beta and -T/--temperature", "exclude each other, and one of them is required: give exactly one.")
    return found
