"""The rows of a store in the order of their specification: CSV, JSON lines or LaTeX, every row checked before it is written."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any, TypeVar

from flint import fmpz

from ..certified import CertifiedNumber
from ..errors import InputError
from ..model import Model
from ..model_parameters import model_parameters
from ..observables import observable
from ..tables import csv_head, latex_table
from ..tables.draws import draw
from ..tables.forms import check_latex, parameter_columns, with_decimals
from ..tables.rows import model_of
from ..tables.specification import Specification, Value, point, untied
from .rows import DONE, Row
from .store import Check, check_rows, complain, read_about, read_ledger, walk
from .work import parsed, place_of

T = TypeVar("T")

MOST_LATEX_ROWS = 100_000
NAMES = ("sources", "omega", "omega_a", "gamma", "coupling")
_LINES = 500


def exported(connection: sqlite3.Connection, path: Path, form: str, decimals: bool = False) -> Iterator[str]:
    """The text of an export in pieces.

    Args:
        connection: of `store.reading`.
        path: the file, for sentences.
        form: "csv", "json" or "latex".
        decimals: whether each exact parameter has a column with its decimal beside it, in CSV.

    Raises:
        StoreDamaged: rows are damaged or lost; nothing is exported then.
        InputError: too many rows or digits for LaTeX.
    """
    about = read_about(connection, path)
    spec = parsed(about.specification)
    rows = checked_rows(connection, path, spec)
    if form == "csv":
        return _csv(spec, rows, decimals)
    return _json(spec, rows) if form == "json" else _latex(spec, rows)


def checked_rows(connection: sqlite3.Connection, path: Path, spec: Specification) -> Iterator[Row]:
    """The rows in order, after all of them were checked: a damaged store gives none."""
    complain(check_rows(connection), read_ledger(connection, path), path, lambda identity: place_of(spec, identity))
    return walk(connection, Check([]))


def texts(spec: Specification) -> Iterator[tuple[str, ...]]:
    """The parameters of every point as they stand in a row, in the order of the columns."""
    if not of_ring(spec):
        names = tuple(parameter_columns(spec))
        yield from (tuple(found.get(name, "") for name in names) for found in parameters(spec))
        return
    names = (*NAMES, *spec.temperature_names)
    if spec.tied:
        for index in range(spec.points):
            yield _tied_texts(spec, index, names)
        return
    columns = list(spec.over)
    axes = [[_text(name, value) for value in values] for name, values in spec.over.items()]
    fixed = {"omega": "1", "coupling": "0"} | {name: _text(name, value) for name, value in spec.fixed.items()}
    if spec.random:
        columns += list(spec.random.each)
        drawn = spec.random
        rows = [tuple(_text(name, draw(drawn, name, k)) for name in drawn.each) for k in range(drawn.count)]
        combinations: Iterator[tuple[str, ...]] = (outer + inner for outer in product(*axes) for inner in rows)
    else:
        combinations = product(*axes)
    places = [columns.index(name) if name in columns else fixed[name] for name in names]
    for values in combinations:
        yield tuple(place if isinstance(place, str) else values[place] for place in places)


def of_ring(spec: Specification) -> bool:
    """Whether every row is of the ring with the target of the paper, as it is named."""
    return spec.model is None and spec.system == "ring" and "coupling_xy" not in {*spec.fixed, *spec.varied}


def parameters(spec: Specification) -> Iterator[dict[str, str]]:
    """The parameters of every point, as a certified number carries them."""
    if of_ring(spec):
        names = (*NAMES, *spec.temperature_names)
        order = (*NAMES, "sources_model", *spec.temperature_names)
        for here in texts(spec):
            known = dict(zip(names, here, strict=True)) | {"sources_model": "ring"}
            yield {name: known[name] for name in order}
        return
    model: Model | None = None
    sources: dict[str, Value] | None = None
    for index in range(spec.points):
        values = _values(spec, index)
        own = {name: value for name, value in values.items() if name != spec.temperature_name}
        heat = {name: _text(name, values[name]) for name in spec.temperature_names}
        try:
            if model is None or own != sources:
                model, sources = model_of(values, spec), own
            found = model_parameters(model)
            units = {} if model.units.natural else {"energy_unit": model.units.energy, "temperature_unit": model.units.temperature}
        except (InputError, KeyError):  # a tied parameter outside its domain: the row says so
            model, units = None, {}
            found = {name: _text(name, value) for name, value in own.items()} | {"sources_model": spec.system}
        yield found | heat | units


def _values(spec: Specification, index: int) -> dict[str, Value]:
    try:
        return point(spec, index)
    except InputError:
        return untied(spec, index)


def _text(name: str, value: Value) -> str:
    """A value as typed; N as a plain whole number, however it was written."""
    if value is None:
        return "oo"
    whole = value.integer if name == "sources" else None
    return str(value) if whole is None else fmpz(whole).str()


def _tied_texts(spec: Specification, index: int, names: tuple[str, ...]) -> tuple[str, ...]:
    """A point whose tied parameter lies outside its domain shows the others."""
    values = _values(spec, index)
    given = {"omega": "1", "coupling": "0"} | dict.fromkeys(spec.tied, "") | {name: _text(name, value) for name, value in values.items()}
    return tuple(given[name] for name in names)


def placed(spec: Specification, rows: Iterator[Row]) -> Iterator[tuple[tuple[str, ...], Row]]:
    """Each row with the parameters of its point, in the order of the columns."""
    return _beside(texts(spec), spec, rows)


def _beside(points: Iterator[T], spec: Specification, rows: Iterator[Row]) -> Iterator[tuple[T, Row]]:
    """Each row with what belongs to its point."""
    number, index = len(spec.quantities), 0
    here = next(points)
    for row in rows:
        wanted = row.id // number
        while index < wanted:
            here, index = next(points), index + 1
        yield here, row


def _csv(spec: Specification, rows: Iterator[Row], decimals: bool) -> Iterator[str]:
    yield csv_head(spec, decimals)
    block = io.StringIO()
    writer = csv.writer(block, lineterminator="\n")
    digits, names = str(spec.digits), parameter_columns(spec)
    for count, (here, row) in enumerate(placed(spec, rows), 1):
        route = row.route if row.state == DONE else row.state
        cells = with_decimals(names, here) if decimals else here
        writer.writerow((*cells, spec.quantities[row.id % len(spec.quantities)], row.value, row.radius, digits, route, row.version))
        if count % _LINES == 0:
            yield block.getvalue()
            block.seek(0)
            block.truncate()
    yield block.getvalue()


def _json(spec: Specification, rows: Iterator[Row]) -> Iterator[str]:
    for here, row in _beside(parameters(spec), spec, rows):
        yield json.dumps(_fields(spec, here, row)) + "\n"


def _fields(spec: Specification, parameters: dict[str, str], row: Row) -> dict[str, Any]:
    """What `symcoh table --format json` prints; a row without a value says why."""
    quantity = spec.quantities[row.id % len(spec.quantities)]
    if row.state == DONE:
        return _number(spec, quantity, parameters, row).to_dict()
    return {
        "quantity": quantity,
        "value": None,
        "digits": spec.digits,
        "certified": False,
        "radius": None,
        "backend": spec.backend,
        "parameters": {name: parameters[name] for name in sorted(parameters, key="sources_model".__eq__)},
        "equations": list(observable(quantity).equations),
        "version": row.version,
        "route": None,
        "ball": None,
        "state": row.state,
        "reason": row.reason,
    }


def _number(spec: Specification, quantity: str, parameters: dict[str, str], row: Row) -> CertifiedNumber:
    four = (row.middle, row.exponent, row.radius_middle, row.radius_exponent)
    middle, exponent, radius, radius_exponent = (int(fmpz(part or "0")) for part in four)
    return CertifiedNumber(
        quantity=quantity,
        value=row.value,
        digits=spec.digits,
        certified=bool(row.middle),
        ball=(middle, exponent, radius, radius_exponent) if row.middle else None,
        radius=row.radius or None,
        backend=spec.backend,
        parameters=parameters,
        equations=observable(quantity).equations,
        version=row.version,
        route=row.route if row.middle else None,
    )


def numbered(spec: Specification, rows: Iterator[Row]) -> Iterator[tuple[int, CertifiedNumber]]:
    """The certified numbers among the rows, in order, each with the number of its point."""
    count = len(spec.quantities)
    for here, row in _beside(parameters(spec), spec, rows):
        if row.state == DONE:
            yield row.id // count, _number(spec, spec.quantities[row.id % count], here, row)


def _latex(spec: Specification, rows: Iterator[Row]) -> Iterator[str]:
    check_latex(spec)
    if spec.size > MOST_LATEX_ROWS:
        raise InputError("--format", f"latex holds at most {MOST_LATEX_ROWS} rows, but the sweep has {spec.size}: choose csv or json.")
    yield latex_table(spec, [number for _, number in numbered(spec, rows)])
