"""The work of a sweep: rows of a run, each a function of its own parameters. Workers of every engine call `perform`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from flint import fmpz

from ..balls import ball_to_integers
from ..decimals import printed_radius
from ..errors import InputError, NotCertified
from ..evaluation import MAX_PRECISION, evaluate
from ..exactnumbers import Exact
from ..model import Model
from ..numeric.precision import started_clock
from ..sharing import Shared, from_tables
from ..tables.rows import model_of, temperature_of
from ..tables.specification import Specification, Value, parse_specification, point
from ..version import __version__
from .plan import Run, shared_axis
from .rows import DONE, REFUSED, Row, checksum, row_key

MAX_ROWS = 20_000_000
LONGEST_REASON = 500
_EMPTY: dict[str, Any] = dict.fromkeys(Row._fields, "") | {"microseconds": 0}


def parsed(text: str) -> Specification:
    """The specification of a sweep; what does not exist at an end is a refused row, not a refused sweep."""
    return parse_specification(text, most=MAX_ROWS, ends=False)


@dataclass(slots=True)
class Bench:
    """What a worker keeps from row to row: the specification, the ceilings, and what points share."""

    spec: Specification
    budget: float | None = None
    max_precision: int = MAX_PRECISION
    shared: Shared = field(default_factory=Shared)
    model: Model | None = None
    parameters: dict[str, Value] = field(default_factory=dict)
    prefix: str = ""


def bench_of(head: dict[str, Any]) -> Bench:
    """The bench for what a driver says first: the specification and the ceilings."""
    return Bench(spec=parsed(head["specification"]), budget=head["budget"], max_precision=head["max_precision"])


def perform(bench: Bench, run: Run) -> Iterator[tuple[Row, bytes]]:
    """The rows of a run with their checksums, one after the other."""
    spec = bench.spec
    quantity, number = spec.quantities[run.quantity], len(spec.quantities)
    one_model, at_hand = shared_axis(spec)[1] > 1, False
    for k in range(run.number):
        index = run.start + k * run.stride
        identity = index * number + run.quantity
        started = perf_counter()
        try:
            place = _temperature_alone(spec, index) if one_model and at_hand else None
            if place is None:
                at_hand = False
                place = _placed(bench, index)
                at_hand = True
            fields = _computed(bench, quantity, place)
        except (InputError, NotCertified) as error:
            fields = {
                "state": REFUSED,
                "reason": sentence(str(error)),
                "key": row_key(f"point {index}", quantity, spec.digits, spec.backend),
            }
        row = row_of(identity, bench.budget, microseconds=int((perf_counter() - started) * 1e6), **fields)
        yield row, checksum(row)


def row_of(identity: int, budget: float | None, **fields: Any) -> Row:
    """A row with what is known of it; the rest is empty."""
    known: dict[str, Any] = {"id": identity, "version": __version__, "budget": "" if budget is None else repr(budget)}
    return Row(**(_EMPTY | known | fields))


def sentence(text: str) -> str:
    """A reason as one printable line."""
    return "".join(letter if letter.isprintable() else " " for letter in text)[:LONGEST_REASON]


def _placed(bench: Bench, index: int) -> dict[str, Exact | str]:
    """Make the model of a point the one at hand; the temperature of the point."""
    values = point(bench.spec, index)
    sources = {name: value for name, value in values.items() if name not in ("temperature", "beta")}
    if bench.model is None or sources != bench.parameters:
        bench.model, bench.parameters = model_of(values), sources
        named = sorted((name, canonical(value)) for name, value in sources.items())
        bench.prefix = ";".join(f"{name}={text}" for name, text in (*named, ("sources_model", bench.model.sources)))
    return temperature_of(values)


def _temperature_alone(spec: Specification, index: int) -> dict[str, Exact | str] | None:
    """The temperature of a point whose model is at hand, where it stands in a list."""
    if spec.random:
        return None
    for name in reversed(spec.over):
        along = spec.over[name]
        index, k = divmod(index, len(along))
        if name in ("temperature", "beta"):
            return temperature_of({name: along[k]})
    return None


def key_of(spec: Specification, identity: int) -> str:
    """The key of a row that was not computed."""
    index, k = divmod(identity, len(spec.quantities))
    bench = Bench(spec=spec)
    try:
        [(name, value)] = _placed(bench, index).items()
        text = f"{bench.prefix};{name}={value if isinstance(value, str) else value.canonical()}"
    except InputError:
        text = f"point {index}"
    return row_key(text, spec.quantities[k], spec.digits, spec.backend)


def place_of(spec: Specification, identity: int) -> str:
    r"""A row in words, for a sentence.

    >>> from symcoh.tables import parse_specification
    >>> text = 'quantities = ["energy"]\nfixed = {sources = 2, omega_a = 1, gamma = 1}\nover = {beta = [1, 2, 3], coupling = [0, 1]}'
    >>> place_of(parse_specification(text), 3)
    'row 4: beta = 2, coupling = 1'
    """
    index, k = divmod(identity, len(spec.quantities))
    if not 0 <= index < spec.points:
        return f"row {identity + 1}"
    try:
        values = point(spec, index)
    except InputError:
        return f"row {identity + 1}"
    parts = [spec.quantities[k]] if len(spec.quantities) > 1 else []
    parts += [f"{name} = {'oo' if values[name] is None else str(values[name])[:20]}" for name in spec.varied]
    return f"row {identity + 1}: {', '.join(parts[:4])}"


def canonical(value: Value) -> str:
    """A value as text that does not depend on how it was typed."""
    return "oo" if value is None else value.canonical()


def _computed(bench: Bench, quantity: str, place: dict[str, Exact | str]) -> dict[str, Any]:
    spec, model = bench.spec, bench.model
    assert model is not None, "a point was placed before"
    [(name, value)] = place.items()
    text = f"{bench.prefix};{name}={value if isinstance(value, str) else value.canonical()}"
    fields: dict[str, Any] = {"key": row_key(text, quantity, spec.digits, spec.backend)}
    clock = started_clock(bench.budget)
    try:
        found = None
        if spec.backend == "arb":
            found = from_tables(bench.shared, model, quantity, place, spec.digits, bench.max_precision, clock)
        if found is not None:
            decimal, route = found.decimal, found.route
            return fields | _value(str(decimal), printed_radius(found.ball, decimal), ball_to_integers(found.ball), route)
        settings: dict[str, Any] = {"digits": spec.digits, "backend": spec.backend, "max_precision": bench.max_precision}
        number = evaluate(model, quantity, **(settings | place), budget=bench.budget)
        return fields | _value(number.value, number.radius or "", number.ball, number.regime or number.backend)
    except (InputError, NotCertified) as error:
        return fields | {"state": REFUSED, "reason": sentence(str(error))}


def _value(value: str, radius: str, ball: tuple[int, int, int, int] | None, route: str) -> dict[str, Any]:
    four = ("",) * 4 if ball is None else tuple(fmpz(part).str() for part in ball)
    names = ("middle", "exponent", "radius_middle", "radius_exponent")
    return {"state": DONE, "value": value, "radius": radius, "route": route, **dict(zip(names, four, strict=True))}
