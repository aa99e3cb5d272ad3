"""`symcoh plot --from FILE.db`: a curve or a map of what a sweep holds."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import InputError
from .output import note
from .pictures import Files

if TYPE_CHECKING:
    from ..certified import CertifiedNumber
    from ..exactnumbers import Exact
    from ..figures.drawing import Picture
    from ..figures.heat import Map
    from ..tables.specification import Specification, Value

NAMES = {"sources": "N", "coupling": "J", "coupling_xy": "J_xy", "temperature": "T"}
Cells = dict[int, "CertifiedNumber"]


def plot_store(store: str, quantity: str | None, axes: str, options: dict[str, Any]) -> None:
    """Read and check the store, draw what varies, write."""
    spec, cells, quantity = _read(Path(store), quantity)
    files = Files(f"plot-{quantity}.pdf", **options)
    files.prepare()
    varied = [name for name, values in spec.over.items() if len(values) > 1]
    if spec.random or not 1 <= len(varied) <= 2:
        found = "draws" if spec.random else f"{len(varied)} parameters that vary"
        raise InputError("--from", f"names a sweep with {found}: a picture has one axis or two.")
    if not cells:
        raise InputError("--from", f"names a sweep without a value of {quantity}: give symcoh sweep run again.")
    if len(cells) < spec.points:
        note(f"{spec.points - len(cells)} of {spec.points} points have no value and are left out")
    words = ["symcoh", "plot", quantity, "--from", store, *(["--log", axes] if axes else []), *files.frame.words]
    settings: dict[str, Any] = {"log": axes, "command": shlex.join(words), "caption": _caption(spec)}
    settings |= {"description": _description(spec, quantity), "frame": files.frame}
    files.write((_curve if len(varied) == 1 else _map)(spec, varied, cells, settings))


def _read(path: Path, quantity: str | None) -> tuple[Specification, Cells, str]:
    """(the specification, the values by point, the quantity)."""
    from ..sweep.export import checked_rows, numbered
    from ..sweep.store import read_about, reading
    from ..sweep.work import parsed

    with reading(path) as connection:
        spec = parsed(read_about(connection, path).specification)
        held = ", ".join(spec.quantities)
        if quantity is None and len(spec.quantities) > 1:
            raise InputError("QUANTITY", f"is required, since the sweep holds several: name one of {held}.")
        name = spec.quantities[0] if quantity is None else quantity
        if name not in spec.quantities:
            raise InputError("QUANTITY", f"is {name}, but the sweep holds {held}: name one of these.")
        if spec.backend != "arb":
            raise InputError("--from", "names a sweep of the mpmath backend, which proves nothing: sweep with arb.")
        found = numbered(spec, checked_rows(connection, path, spec))
        return spec, {point: number for point, number in found if number.quantity == name}, name


def _place(spec: Specification, index: int) -> dict[str, int]:
    """The index of a point along each axis."""
    places = {}
    for name in reversed(spec.over):
        index, places[name] = divmod(index, len(spec.over[name]))
    return places


def _curve(spec: Specification, varied: list[str], cells: Cells, settings: dict[str, Any]) -> Picture:
    from ..figures.own import Curve, plotted

    [name] = varied
    indices = sorted(cells)
    places = tuple(spec.over[name][_place(spec, index)[name]] for index in indices)
    if all(place is None for place in places):
        raise InputError("--from", "names a sweep with values at infinite beta alone, where there is no axis.")
    curve = Curve(label=None, places=places, values=tuple(cells[index] for index in indices))
    return plotted([curve], name=NAMES.get(name, name), **settings)


def _map(spec: Specification, varied: list[str], cells: Cells, settings: dict[str, Any]) -> Picture:
    from ..figures.heat import mapped

    return mapped(_mapped(spec, varied, cells), **settings)


def _mapped(spec: Specification, varied: list[str], cells: Cells) -> Map:
    """The map of a sweep over two parameters: the temperature, or else the faster one, runs to the right."""
    from ..figures.heat import Axis, Map

    across = next((name for name in varied if name in ("temperature", "beta")), varied[1])
    [upward] = [name for name in varied if name != across]
    axes = []
    for name in (across, upward):
        values = [value for value in spec.over[name] if value is not None]
        if len(values) < len(spec.over[name]):
            raise InputError("--from", f"names a sweep with oo among the values of {name}, which has no place in a map.")
        axes.append(Axis(name=NAMES.get(name, name), values=tuple(values)))
    grid: list[list[CertifiedNumber | None]] = [[None] * len(axes[0].values) for _ in axes[1].values]
    for index, number in cells.items():
        place = _place(spec, index)
        grid[place[upward]][place[across]] = number
    return Map(x=axes[0], y=axes[1], values=tuple(map(tuple, grid)), line=_line(spec, across, upward))


def _line(spec: Specification, across: str, upward: str) -> tuple[tuple[Exact, Exact], ...]:
    """J_c of (48), (54) along the parameter beside J, where one of the axes is J; it knows no temperature."""
    from ..ground import critical_coupling
    from ..sweep.export import of_ring
    from ..tables.rows import model_of
    from ..tables.specification import point

    if "coupling" not in (across, upward) or spec.tied or not of_ring(spec):
        return ()
    other = across if upward == "coupling" else upward
    steps = dict.fromkeys(spec.over, 1)
    stride = 1
    for name in reversed(spec.over):
        steps[name], stride = stride, stride * len(spec.over[name])
    found = []
    for k, value in enumerate(spec.over[other]):
        coupling = critical_coupling(model_of(point(spec, k * steps[other])))
        if coupling is not None and value is not None:
            found.append((value, coupling) if upward == "coupling" else (coupling, value))
    return tuple(found)


def _caption(spec: Specification) -> str:
    """The parameters that do not vary, omega and J also where the specification leaves them out."""
    from ..exactnumbers import ONE, ZERO
    from ..figures.own import equality

    if spec.model is not None:
        system = ["+".join(bath.sources.name for bath in spec.model.baths), f"$N$ = {spec.model.N}"]
        units = spec.model.units
        system += [] if units.natural else [f"energies in {units.energy}, temperatures in {units.temperature}"]
        return ",  ".join([*system, *(equality(NAMES.get(name, name), value) for name, value in spec.fixed.items())])
    given: dict[str, Value] = {"sources": None, "omega": ONE, "omega_a": None, "gamma": None, "coupling": ZERO}
    known = spec.fixed | {name: values[0] for name, values in spec.over.items() if len(values) == 1}
    varied = {name for name in spec.varied if name not in known}
    fixed = {name: value for name, value in (given | known).items() if name not in varied}
    parts = [] if spec.system == "ring" else [spec.system]
    parts += [equality(NAMES.get(name, name), value) for name, value in fixed.items()]
    return ",  ".join([*parts, *(f"{NAMES.get(name, name)} = {formula}" for name, formula in spec.tied.items())])


def _description(spec: Specification, quantity: str) -> str:
    from ..version import __version__

    system = spec.system if spec.model is None else "+".join(bath.sources.name for bath in spec.model.baths)
    fixed = [] if system == "ring" and spec.model is None else [f"system = {system}"]
    fixed += [f"{name} = {'oo' if value is None else value}" for name, value in spec.fixed.items()]
    fixed += [f"{name} = {formula}" for name, formula in spec.tied.items()]
    grids = [f"{name} = {values[0]} to {values[-1]} in {len(values)} points" for name, values in spec.over.items()]
    return f"{quantity} over {', '.join(grids)}; {', '.join(fixed)}; every value certified to {spec.digits} digits by symcoh {__version__}."
