"""`symcoh maximum`: the temperature where C is largest, at one point or along a grid of one parameter."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from ..errors import InputError, NotCertified
from .options import Typed, choice, model_options, read_model, seconds, text_option, whole_number
from .output import emit, note, progress_line

if TYPE_CHECKING:
    from ..grids import Grid
    from ..phase import Maximum

FIELDS = {"J": "coupling", "omega_a": "omega_a", "gamma": "gamma", "omega": "omega", "N": "sources"}
FLAGS = {"J": "-J/--coupling", "omega_a": "--omega-a", "gamma": "--gamma", "omega": "--omega", "N": "-N/--sources"}


@click.command("maximum", short_help="The temperature that maximises C, and C there, proved.")
@model_options
@text_option("--over", help="Vary J, omega_a, gamma, omega or N: NAME=a..b:n (n points, ends included) or NAME=x,y,z.", metavar="GRID")
@text_option("--digits", default="20", help="Significant digits, 1 to 1000000.", metavar="INT")
@text_option("--format", "output_format", default="text", help="text, csv or json (one object a line).", metavar="NAME")
@text_option("--max-precision", default="4000000", help="Ceiling of working precision in bits.", metavar="BITS")
@text_option("--budget", help="Ceiling of time in seconds for each point.", metavar="SECONDS")
def command(
    sources: str | None,
    omega: str | None,
    omega_a: str | None,
    gamma: str | None,
    coupling: str | None,
    sources_model: str | None,
    over: str | None,
    digits: str | None,
    output_format: str | None,
    max_precision: str | None,
    budget: str | None,
) -> None:
    """Print the T in [0, oo) that maximises C, and C there: T = 0 where no positive temperature does better.

    The largest of all values is meant, and proved. With --over one line for each point, printed as soon as it is known.
    """
    from ..phase import maximum

    typed = Typed(sources=sources, omega=omega, omega_a=omega_a, gamma=gamma, coupling=coupling, sources_model=sources_model)
    shape = choice(output_format, "--format", ("text", "csv", "json"))
    settings: dict[str, Any] = {
        "digits": whole_number(digits, "--digits", 1, 1_000_000),
        "max_precision": whole_number(max_precision, "--max-precision", 2),
        "budget": seconds(budget, "--budget"),
        "progress": progress_line(),
    }
    grid = None if over is None else _grid(over)
    models = [(None, read_model(typed))] if grid is None else list(_models(typed, grid))
    for count, (value, model) in enumerate(models):
        try:
            best = maximum(model, **settings)
        except NotCertified as error:
            raise NotCertified(f"At {grid.name} = {value}: {error}") if grid else error from None
        if count == 0 and shape == "csv":
            emit(",".join(([grid.name] if grid else []) + ["T", "C", "T_radius", "C_radius"]) + "\n")
        emit(_line(best, shape, grid.name if grid else None, value) + "\n")
        if settings["progress"] and grid:
            note(f"{count + 1}/{len(models)}")


def _grid(text: str) -> Grid:
    from ..grids import parse_grid

    grid = parse_grid(text, "--over", tuple(FIELDS))
    context = click.get_current_context()
    source = context.get_parameter_source(FIELDS[grid.name])
    if source is click.core.ParameterSource.COMMANDLINE:
        raise InputError("--over", f"varies {grid.name}, which {FLAGS[grid.name]} fixes: give one of the two.")
    return grid


def _models(typed: Typed, grid: Grid) -> Iterator[tuple[str, Any]]:
    """The text of each point and its model; every point is read before the first is computed."""
    for value in grid.finite:
        text = value.canonical() if grid.name == "N" else str(value)
        try:
            yield text, read_model(replace(typed, **{FIELDS[grid.name]: text}))
        except InputError as error:
            raise error.renamed("--over") if error.argument == FLAGS[grid.name] else error from None


def _line(best: Maximum, shape: str, name: str | None, value: str | None) -> str:
    point = {} if name is None else {name: value}
    if shape == "json":
        return json.dumps(point | best.to_dict())
    if shape == "csv":
        return ",".join([*(v or "" for v in point.values()), best.T, best.C, best.T_radius, best.C_radius])
    lead = "" if name is None else f"{name} = {value}  "
    return f"{lead}T = {best.T}  C = {best.C}"
