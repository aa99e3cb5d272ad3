"""`symcoh maximum`: the temperature where C is largest, at one point or along a grid of one parameter."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from ..arguments import MAX_DIGITS
from ..errors import InputError, NotCertified
from .options import ceilings, digits_option, format_option, text_option
from .output import emit
from .parameters import FLAGS, Given, model, read_model, text_of, with_value
from .paramtypes import Grid
from .progress import bar

if TYPE_CHECKING:
    from ..grids import Grid as GridOfValues
    from ..model import Model
    from ..phase import Maximum

VARIED = ("J", "omega_a", "gamma", "omega", "N", "J_xy")


@click.command("maximum", short_help="The temperature that maximises C, and C there, proved.")
@model(temperature=())
@text_option(
    "--over",
    help="Vary J, omega_a, gamma, omega, N or J_xy: NAME=a..b:n (n points, ends included) or NAME=x,y,z.",
    metavar="GRID",
    type=Grid(VARIED),
)
@digits_option("20", MAX_DIGITS)
@format_option("text", "csv", "json", help="text, csv or json (one object a line).")
@ceilings(" for each point")
def command(given: Given, over: GridOfValues | None, output_format: str, **settings: Any) -> None:
    """Print the T in [0, oo) that maximises C, and C there: T = 0 where no positive temperature does better.

    The largest of all values is meant, and proved. With --over one line for each point, printed as soon as it is known.
    """
    from ..phase import maximum

    models = [(None, read_model(given))] if over is None else list(_models(given, over))
    with bar(len(models), "points", streaming=True) as watched:
        for count, (value, one) in enumerate(models):
            try:
                best = maximum(one, **settings, progress=watched.say)
            except NotCertified as error:
                raise NotCertified(f"At {over.name} = {value}: {error}") if over else error from None
            if count == 0 and output_format == "csv":
                emit(",".join(([over.name] if over else []) + ["T", "C", "T_radius", "C_radius"]) + "\n")
            emit(_line(best, output_format, over.name if over else None, value) + "\n")
            watched.step("points")


def _models(given: Given, grid: GridOfValues) -> Iterator[tuple[str | None, Model]]:
    """The text of each point and its model; every point is read before the first is computed."""
    flag = FLAGS[grid.name]
    if grid.name in given.typed:
        raise InputError("--over", f"varies {grid.name}, which {flag} fixes: give one of the two.")
    for value in grid.finite:
        try:
            point = with_value(given, grid.name, value)
            yield text_of(point, grid.name), read_model(point)
        except InputError as error:
            raise error.renamed("--over") if error.argument == flag else error from None


def _line(best: Maximum, shape: str, name: str | None, value: str | None) -> str:
    point = {} if name is None else {name: value}
    if shape == "json":
        return json.dumps(point | best.to_dict())
    if shape == "csv":
        return ",".join([*(v or "" for v in point.values()), best.T, best.C, best.T_radius, best.C_radius])
    lead = "" if name is None else f"{name} = {value}  "
    return f"{lead}T = {best.T}  C = {best.C}"
