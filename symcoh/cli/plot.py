"""`symcoh plot`: a quantity over a parameter, as one curve or a family."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

import click

from ..errors import InputError, NotCertified
from .evaluate import QUANTITIES
from .figure import prepare
from .maximum import FIELDS as MODEL_FIELDS
from .maximum import FLAGS as MODEL_FLAGS
from .options import Typed, choice, model_options, read_model, read_temperature, seconds, text_option, whole_number
from .output import emit, note, progress_line, write_files
from .plot_store import plot_store

if TYPE_CHECKING:
    from ..exactnumbers import Exact
    from ..figures.own import Curve
    from ..grids import Grid
    from ..model import Model

FIELDS = {"T": "temperature", "beta": "beta", **MODEL_FIELDS}
FLAGS = {"T": "-T/--temperature", "beta": "--beta", **MODEL_FLAGS}
Texts = dict[str, str | None]


@click.command(
    "plot",
    short_help="Any quantity over any parameter, on linear or logarithmic axes.",
    help=f"Draw QUANTITY over a parameter from certified values, and print the name of the file.\n\nQUANTITY: {QUANTITIES}.\n\n"
    "A GRID is NAME=a..b:n (n points, ends included; evenly spaced in the logarithm where --log holds x) or NAME=x,y,z; NAME is T, "
    "beta, omega, omega-a, gamma, J or N; oo stands in lists of beta, its values beside the "
    "axis. Logarithmic axes hold any exponent: 1e-5000 is drawn where it belongs.",
)
@click.argument("quantity", required=False)
@text_option("--over", help="What runs along the horizontal axis (required, but with --from).", metavar="GRID")
@text_option("--for", "family", help="One curve for each of these values, at most 12.", metavar="GRID")
@text_option("--from", "store", help="The store of a sweep, to be drawn over what varies in it: a curve, or a map.", metavar="FILE.db")
@text_option("--log", help="Logarithmic axes: x, y or xy.", metavar="AXES")
@text_option("--out", help="Where to write it; .pdf, .png or .svg.  [default: plot-QUANTITY.pdf]", metavar="FILE")
@model_options
@text_option("--beta", help="Inverse temperature >= 0; oo is the ground state.", metavar="X")
@text_option("-T", "--temperature", help="Temperature >= 0; 0 is the ground state.", metavar="X")
@text_option("--max-precision", default="4000000", help="Ceiling of working precision in bits.", metavar="BITS")
@text_option("--budget", help="Ceiling of time in seconds for each point.", metavar="SECONDS")
def command(
    quantity: str | None,
    over: str | None,
    family: str | None,
    store: str | None,
    log: str | None,
    out: str | None,
    max_precision: str | None,
    budget: str | None,
    **texts: str | None,
) -> None:
    """Read every argument and every point, evaluate, draw, write."""
    from ..figures.files import checked_path, rendered
    from ..observables import observable

    axes = "" if log is None else choice(log, "--log", ("x", "y", "xy"))
    if quantity is not None:
        observable(quantity)
    if store is not None:
        _check_alone(("over", "family", "max_precision", "budget", "sources_model", *FIELDS.values()))
        plot_store(store, quantity, axes, out)
        return
    if quantity is None:
        raise InputError("QUANTITY", "is required: name one, such as coherence.")
    path = checked_path(f"plot-{quantity}.pdf" if out is None else out)
    limits = {"max_precision": whole_number(max_precision, "--max-precision", 2), "budget": seconds(budget, "--budget")}
    if over is None:
        raise InputError("--over", "is required: give a grid such as T=0.01..2:200.")
    grid = _grid(over, "--over", "x" in axes)
    if not grid.finite:
        raise InputError("--over", "must hold a finite beta beside oo, or there is no axis: add one, or vary another parameter.")
    rows = _rows(texts, grid, None if family is None else _grid(family, "--for", False))
    prepare(path)
    curves = _evaluated(quantity, grid, rows, limits)
    from ..figures.own import plotted

    given = [(FLAGS[name], texts[field]) for name, field in FIELDS.items() if _typed(field)]
    words = ["symcoh", "plot", quantity, "--over", over, *(["--for", family] if family else []), *(["--log", axes] if axes else [])]
    words += [word for flag, text in given for word in (flag.rpartition("/")[2], text or "")]
    picture = plotted(
        curves,
        name=grid.name,
        log=axes,
        caption=_caption(texts, grid, family),
        description=_description(quantity, texts, over, family),
        command=shlex.join(words),
    )
    write_files(path.parent, {path.name: rendered(picture, path.suffix[1:])})
    emit(f"{click.format_filename(path)}\n")


def _check_alone(fields: tuple[str, ...]) -> None:
    """Refuse what only a plot of its own evaluations can take."""
    names = {"over": "--over", "family": "--for", "sources_model": "--sources-model"} | {
        field: FLAGS[name] for name, field in FIELDS.items()
    }
    for field in fields:
        if _typed(field):
            name = names.get(field, f"--{field.replace('_', '-')}")
            raise InputError(name, "does not go with --from, whose store holds all parameters: leave one of the two out.")


def _grid(text: str, option: str, geometric_steps: bool) -> Grid:
    """The grid of an option; refused where another option fixes the same parameter."""
    from ..figures.lines import geometric
    from ..grids import Grid, parse_grid

    head, mark, body = text.partition("=")
    grid = parse_grid(head.replace("-", "_") + mark + body, option, tuple(FIELDS))
    clash = [name for name in (("T", "beta") if grid.name in ("T", "beta") else (grid.name,)) if _typed(FIELDS[name])]
    if clash:
        raise InputError(option, f"varies {grid.name}, but {FLAGS[clash[0]]} is given too: give one of the two.")
    if not geometric_steps or ".." not in body:
        return grid
    ends = grid.finite[0], grid.finite[-1]
    if not all(_positive(end) for end in ends):
        raise InputError(option, f"must run over positive values where --log holds x, but is {text}.")
    values = geometric(*ends, len(grid.values))
    return Grid(name=grid.name, values=_whole(values) if grid.name == "N" else values)


def _positive(value: Exact) -> bool:
    from ..exactnumbers import sign

    return sign(value) == 1


def _whole(values: tuple[Exact, ...]) -> tuple[Exact, ...]:
    """The nearest whole numbers, each once."""
    from flint import fmpq

    from ..exactnumbers import rational

    nearest = (v.rational + fmpq(1, 2) for v in values if v.rational is not None)
    return tuple(rational(n) for n in dict.fromkeys(int(v.floor()) for v in nearest))


def _typed(field: str) -> bool:
    source = click.get_current_context().get_parameter_source(field)
    return source is click.core.ParameterSource.COMMANDLINE


def _rows(texts: Texts, grid: Grid, family: Grid | None) -> list[tuple[str | None, list[tuple[Model, dict[str, Any]]]]]:
    """For each curve its label and its points; every point is read before the first is computed."""
    from ..figures.own import MOST_CURVES, equality

    if family is None:
        return [(None, _points(texts, grid))]
    if family.name == grid.name or {family.name, grid.name} == {"T", "beta"}:
        raise InputError("--for", f"varies {family.name}, which --over varies already: name another parameter.")
    if len(family.values) > MOST_CURVES:
        raise InputError("--for", f"must name at most {MOST_CURVES} values, but names {len(family.values)}.")
    return [(equality(family.name, v), _points(_with(texts, family.name, v), grid, family.name)) for v in family.values]


def _points(texts: Texts, grid: Grid, family: str | None = None) -> list[tuple[Model, dict[str, Any]]]:
    """The model and the temperature of each point of a curve; a complaint names the grid it comes from."""
    found = []
    for value in grid.values:
        point = _with(texts, grid.name, value)
        try:
            typed = Typed(**{field: point[field] for field in (*MODEL_FIELDS.values(), "sources_model")})
            found.append((read_model(typed), read_temperature(point["beta"], point["temperature"])))
        except InputError as error:
            origin = {FLAGS[grid.name]: "--over", **({FLAGS[family]: "--for"} if family else {})}
            raise error.renamed(origin.get(error.argument, error.argument)) from None
    return found


def _with(texts: Texts, name: str, value: Exact | None) -> Texts:
    return texts | {FIELDS[name]: "oo" if value is None else value.canonical() if name == "N" else str(value)}


def _evaluated(
    quantity: str, grid: Grid, rows: list[tuple[str | None, list[tuple[Model, dict[str, Any]]]]], limits: dict[str, Any]
) -> list[Curve]:
    from ..figures.lines import DIGITS
    from ..figures.own import Curve
    from ..sharing import Shared, shared_value

    progress = progress_line()
    shared = Shared()
    curves = []
    for count, (label, points) in enumerate(rows):
        found = []
        for place, (model, temperature) in zip(grid.values, points, strict=True):
            try:
                found.append(shared_value(shared, model, quantity, temperature, digits=DIGITS, progress=progress, **limits))
            except NotCertified as error:
                raise NotCertified(f"At {grid.name} = {'oo' if place is None else place}: {error}") from None
        curves.append(Curve(label=label, places=grid.values, values=tuple(found)))
        if progress and len(rows) > 1:
            note(f"{count + 1}/{len(rows)}")
    return curves


def _caption(texts: Texts, grid: Grid, family: str | None) -> str:
    """The parameters that all curves share."""
    from ..exactnumbers import exact_or_infinity
    from ..figures.own import equality

    varied = {grid.name, (family or "").partition("=")[0].strip().replace("-", "_")}
    parts = []
    for name in ("N", "omega", "omega_a", "gamma", "J", "T", "beta"):
        text = texts[FIELDS[name]]
        if text is not None and name not in varied:
            parts.append(equality(name, exact_or_infinity(text)))
    return ",  ".join(parts)


def _description(quantity: str, texts: Texts, over: str, family: str | None) -> str:
    from ..figures.lines import DIGITS
    from ..version import __version__

    grids = {text.partition("=")[0].strip().replace("-", "_") for text in (over, family or "")}
    fixed = [f"{name} = {texts[field]}" for name, field in FIELDS.items() if texts[field] is not None and name not in grids]
    curves = f", for {family}" if family else ""
    return f"{quantity} over {over}{curves}; {', '.join(fixed)}; every value certified to {DIGITS} digits by symcoh {__version__}."
