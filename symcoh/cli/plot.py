"""`symcoh plot`: a quantity over a parameter, as one curve or a family."""

from __future__ import annotations

import shlex
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from ..errors import InputError, NotCertified
from .evaluate import QUANTITIES
from .options import ceilings, text_option
from .parameters import FLAGS, NUMBERS, PARAMETERS, SETTINGS, TEMPERATURES, Given, model, read_model, read_temperature, text_of, with_value
from .paramtypes import File, Grid, Word
from .pictures import Files, picture_options
from .plot_formulas import Drawn, drawn_value, overlaid, read_formulas
from .plot_store import plot_store
from .progress import bar

if TYPE_CHECKING:
    from ..certified import CertifiedNumber
    from ..exactnumbers import Exact
    from ..figures.own import Curve
    from ..grids import Grid as GridOfValues
    from ..model import Model

WRITTEN = (*NUMBERS, "J_xy", *TEMPERATURES)
"""What a caption writes as an equation, where its value is a number."""

VARIED = ("T", "beta", "J", "omega_a", "gamma", "omega", "N", "J_xy")
Points = list[tuple["Model", dict[str, Any]]]
Row = tuple[str | None, str | None, Points]
"""A curve: its label, its plain name and its points."""


@click.command(
    "plot",
    short_help="Any quantity over any parameter, on linear or logarithmic axes.",
    help=f"Draw QUANTITY over a parameter from certified values, and print the name of the file.\n\nQUANTITY: {QUANTITIES}, 1-C.\n\n"
    "A GRID is NAME=a..b:n (n points, ends included; evenly spaced in the logarithm where --log holds x) or NAME=x,y,z; NAME is T, "
    "beta, omega, omega-a, gamma, J, J_xy or N; oo stands in lists of beta, its values beside the "
    "axis. Logarithmic axes hold any exponent: 1e-5000 is drawn where it belongs.\n\n"
    "A FORMULA is one in N, omega, omega_a, gamma, J, beta, T and K = beta*J, evaluated in balls beside the certified values.",
)
@click.argument("quantity", required=False, type=Drawn())
@text_option("--over", help="What runs along the horizontal axis (required, but with --from).", metavar="GRID", type=Grid(VARIED))
@text_option("--for", "family", help="One curve for each of these values, at most 12.", metavar="GRID", type=Grid(VARIED))
@text_option(
    "--from", "store", help="The store of a sweep, to be drawn over what varies in it: a curve, or a map.", metavar="FILE.db", type=File()
)
@text_option("--log", help="Logarithmic axes: x, y or xy.", metavar="AXES", type=Word(("x", "y", "xy")))
@click.option("--overlay", "overlays", multiple=True, help="A formula to be drawn too; may be given again.", metavar="FORMULA")
@click.option("--ratio", is_flag=True, help="Draw certified value over formula below.")
@picture_options("plot-QUANTITY.pdf")
@model()
@ceilings(" for each point")
def command(
    given: Given,
    quantity: str | None,
    over: GridOfValues | None,
    family: GridOfValues | None,
    store: str | None,
    log: str | None,
    overlays: tuple[str, ...],
    ratio: bool,
    **options: Any,
) -> None:
    """Read every point, evaluate, draw, write."""
    from ..observables import LIMITS

    axes = log or ""
    limits = {name: options.pop(name) for name in ("max_precision", "budget")}
    heated = quantity not in LIMITS or LIMITS[quantity].needs_temperature
    if store is not None:
        _check_alone(given, {"--over": over, "--for": family, "--overlay": overlays, "--ratio": ratio}, limits)
        plot_store(store, quantity, axes, options)
        return
    if quantity is None:
        raise InputError("QUANTITY", "is required: name one, such as coherence.")
    files = Files(f"plot-{quantity}.pdf", **options)
    if over is None:
        raise InputError("--over", "is required: give a grid such as T=0.01..2:200.")
    _check_free(given, over, "--over")
    grid = _geometric(over) if "x" in axes else over
    if not grid.finite:
        raise InputError("--over", "must hold a finite beta beside oo, or there is no axis: add one, or vary another parameter.")
    formulas = read_formulas(overlays, ratio, family)
    rows = _rows(given, grid, family, heated)
    files.prepare()
    drawn = overlaid(formulas, grid, family, [points for *_, points in rows], limits["max_precision"])
    curves = _evaluated(quantity, grid, rows, limits)
    from ..figures.own import plotted

    words = ["symcoh", "plot", quantity, "--over", over.text, *(["--for", family.text] if family else [])]
    words += ["--log", axes] if axes else []
    words += [word for text in overlays for word in ("--overlay", text)] + (["--ratio"] if ratio else []) + files.frame.words
    words += [
        word
        for name in (*VARIED, "sources_model", *SETTINGS)
        if name in given.typed
        for word in (PARAMETERS[name].flags[-1], text_of(given, name) or "")
    ]
    picture = plotted(
        curves,
        name=grid.name,
        log=axes,
        caption=_caption(given, grid, family),
        description=_description(quantity, given, over, family),
        command=shlex.join(words),
        overlays=drawn,
        ratio=ratio,
        frame=files.frame,
    )
    files.write(picture)


def _check_alone(given: Given, others: dict[str, Any], limits: dict[str, Any]) -> None:
    """Refuse what only a plot of its own evaluations can take."""
    context = click.get_current_context()
    typed = [
        f"--{name.replace('_', '-')}" for name in limits if context.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE
    ]
    for flag in [name for name, value in others.items() if value] + typed + [FLAGS[name] for name in given.typed]:
        raise InputError(flag, "does not go with --from, whose store holds all parameters: leave one of the two out.")


def _check_free(given: Given, grid: GridOfValues, option: str) -> None:
    """Refuse a grid whose parameter another option fixes."""
    for name in TEMPERATURES[::-1] if grid.name in TEMPERATURES else (grid.name,):
        if name in given.typed:
            raise InputError(option, f"varies {grid.name}, but {FLAGS[name]} is given too: give one of the two.")


def _geometric(grid: GridOfValues) -> GridOfValues:
    """A grid of a range, evenly spaced in the logarithm; a list as it is."""
    from ..figures.lines import geometric

    if ".." not in grid.text:
        return grid
    ends = grid.finite[0], grid.finite[-1]
    if not all(_positive(end) for end in ends):
        raise InputError("--over", f"must run over positive values where --log holds x, but is {grid.text}.")
    values = geometric(*ends, len(grid.values))
    return replace(grid, values=_whole(values) if grid.name == "N" else values)


def _positive(value: Exact) -> bool:
    from ..exactnumbers import sign

    return sign(value) == 1


def _whole(values: tuple[Exact, ...]) -> tuple[Exact, ...]:
    """The nearest whole numbers, each once."""
    from flint import fmpq

    from ..exactnumbers import rational

    nearest = (v.rational + fmpq(1, 2) for v in values if v.rational is not None)
    return tuple(rational(n) for n in dict.fromkeys(int(v.floor()) for v in nearest))


def _rows(given: Given, grid: GridOfValues, family: GridOfValues | None, heated: bool) -> list[Row]:
    """For each curve its label and its points; every point is read before the first is computed."""
    from ..figures.own import MOST_CURVES, equality

    if family is None:
        return [(None, None, _points(given, grid, {}, heated))]
    _check_free(given, family, "--for")
    if family.name == grid.name or {family.name, grid.name} == {"T", "beta"}:
        raise InputError("--for", f"varies {family.name}, which --over varies already: name another parameter.")
    if len(family.values) > MOST_CURVES:
        raise InputError("--for", f"must name at most {MOST_CURVES} values, but names {len(family.values)}.")
    found: list[Row] = []
    for value in family.values:
        points = _points(given, grid, {family.name: value}, heated)
        found.append((equality(family.name, value), f"{family.name} = {'oo' if value is None else value}", points))
    return found


def _points(given: Given, grid: GridOfValues, family: dict[str, Exact | None], heated: bool) -> Points:
    """The model and the temperature of each point of a curve, which it needs where `heated`; a complaint names the grid it comes from."""
    found: Points = []
    try:
        for name, each in family.items():
            given = with_value(given, name, each)
        for value in grid.values:
            point = with_value(given, grid.name, value)
            one = found[0][0] if found and grid.name in TEMPERATURES else read_model(point)
            found.append((one, read_temperature(point, heated)))
    except InputError as error:
        origin = {FLAGS[grid.name]: "--over"} | {FLAGS[name]: "--for" for name in family}
        raise error.renamed(origin.get(error.argument, error.argument)) from None
    return found


def _evaluated(quantity: str, grid: GridOfValues, rows: list[Row], limits: dict[str, Any]) -> list[Curve]:
    from ..figures.lines import DIGITS
    from ..figures.own import Curve
    from ..sharing import Shared

    shared = Shared()
    curves = []
    with bar(len(rows) * len(grid.values), "points") as watched:
        for label, name, points in rows:
            found = []
            for place, (one, temperature) in zip(grid.values, points, strict=True):
                try:
                    value = partial(_value, shared, one, temperature, {"progress": watched.say, **limits})
                    found.append(drawn_value(value, quantity, DIGITS))
                except NotCertified as error:
                    raise NotCertified(f"At {grid.name} = {'oo' if place is None else place}: {error}") from None
                watched.step("points")
            curves.append(Curve(label=label, name=name, places=grid.values, values=tuple(found)))
    return curves


def _value(shared: Any, one: Model, temperature: dict[str, Any], settings: dict[str, Any], quantity: str, digits: int) -> CertifiedNumber:
    from ..sharing import shared_value

    return shared_value(shared, one, quantity, temperature, digits=digits, **settings)


def _caption(given: Given, grid: GridOfValues, family: GridOfValues | None) -> str:
    """The parameters that all curves share."""
    from ..exactnumbers import exact_or_infinity
    from ..figures.own import equality

    varied = {grid.name, *([family.name] if family else [])}
    known = {name: value for name, value in _values(given).items() if name not in varied}
    other = [known.pop(name) for name in ("system", "units") if name in known]
    return ",  ".join([*other, *(equality(name, exact_or_infinity(value)) for name, value in known.items() if name in WRITTEN)])


def _values(given: Given) -> dict[str, Any]:
    """The parameters of the model by their names, those of a file by what it says; `system` where that is not the ring."""
    heat = {name: given.values[name] for name in TEMPERATURES[::-1] if name in given.values}
    if "model_file" not in given.values:
        own = {name: given.values[name] for name in (*NUMBERS, "J_xy") if name in given.values}
        system = given.values.get("sources_model", "ring")
        if "energy_unit" in given.values:
            heat["units"] = f"energies in {given.values['energy_unit']}, temperatures in {given.values.get('temperature_unit')}"
        return ({} if system == "ring" else {"system": system}) | own | heat
    from ..model_parameters import model_parameters

    one = read_model(given)
    found = model_parameters(one)
    system = found.pop("sources_model")
    if not one.units.natural:
        heat["units"] = f"energies in {one.units.energy}, temperatures in {one.units.temperature}"
    names = {"sources": "N", "coupling": "J", "coupling_xy": "J_xy"}
    return {"system": system} | {names.get(name, name): value for name, value in found.items()} | heat


def _description(quantity: str, given: Given, over: GridOfValues, family: GridOfValues | None) -> str:
    from flint import fmpz

    from ..figures.lines import DIGITS
    from ..version import __version__

    varied = {over.name, *([family.name] if family else [])}
    known = {name: value for name, value in _values(given).items() if name not in varied}
    order = sorted(known, key=lambda name: VARIED.index(name) if name in VARIED else len(VARIED))
    fixed = [f"{name} = {fmpz(known[name]).str() if isinstance(known[name], int) else known[name]}" for name in order]
    curves = f", for {family.text}" if family else ""
    return f"{quantity} over {over.text}{curves}; {', '.join(fixed)}; every value certified to {DIGITS} digits by symcoh {__version__}."
