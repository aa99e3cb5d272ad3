"""The work of a sweep: rows of a run, each a function of its own parameters. Workers of every engine call `perform`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from time import perf_counter
from typing import Any, NamedTuple

from flint import fmpz

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
from .rows import DONE, FAILED, REFUSED, Row, checksum, row_key

MAX_ROWS = 20_000_000
LONGEST_REASON = 500
MOST_PLACES = 20_000


def parsed(text: str) -> Specification:
    """The specification of a sweep; what does not exist at an end is a refused row, not a refused sweep."""
    found = parse_specification(text, most=MAX_ROWS, ends=False)
    if found.model is None and (found.system != "ring" or "coupling_xy" in {*found.fixed, *found.varied}):
        try:
            values = point(found, 0)
        except InputError:
            return found  # the row says so
        model_of(values, found)
    return found


class Place(NamedTuple):
    """A temperature as `evaluate` takes it, and its canonical text."""

    given: dict[str, Exact | str]
    text: str


@dataclass(slots=True)
class Bench:
    """What a worker keeps from row to row: the specification, the ceilings, and what points share."""

    spec: Specification
    budget: float | None = None
    max_precision: int = MAX_PRECISION
    shared: Shared = field(default_factory=Shared)
    model: Model | None = None
    parameters: dict[str, Value] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    prefix: str = ""
    places: dict[int, Place] = field(default_factory=dict)


def bench_of(head: dict[str, Any]) -> Bench:
    """The bench for what a driver says first: the specification and the ceilings."""
    return Bench(spec=parsed(head["specification"]), budget=head["budget"], max_precision=head["max_precision"])


def perform(bench: Bench, run: Run) -> Iterator[tuple[Row, bytes]]:
    """The rows of a run with their checksums, one after the other."""
    spec = bench.spec
    quantity, number = spec.quantities[run.quantity], len(spec.quantities)
    budget = "" if bench.budget is None else repr(bench.budget)
    (stride, length), at_hand = shared_axis(spec), False
    along = spec.over.get(spec.temperature_name) if length > 1 else None
    for k in range(run.number):
        index = run.start + k * run.stride
        started = perf_counter()
        try:
            if along is not None and at_hand:  # only the temperature differs from the point before
                place = _along(bench, along, index // stride % length)
            else:
                at_hand = False
                place = _placed(bench, index)
                at_hand = True
            found = _computed(bench, quantity, place)
        except (InputError, NotCertified) as error:
            found = _refused(row_key(f"point {index}", quantity, spec.digits, spec.backend), error)
        spent = int((perf_counter() - started) * 1e6)
        key, state, value, radius, ball, route, reason = found
        row = Row(index * number + run.quantity, key, state, value, radius, *ball, route, spent, __version__, reason, budget)
        yield row, checksum(row)


class Found(NamedTuple):
    """What a computation says of a row."""

    key: str
    state: str
    value: str
    radius: str
    ball: tuple[str, str, str, str]
    route: str
    reason: str


NO_BALL = ("", "", "", "")


def _refused(key: str, error: Exception) -> Found:
    return Found(key, REFUSED, "", "", NO_BALL, "", sentence(str(error)))


def failed_row(spec: Specification, identity: int, budget: float | None, reason: str) -> Row:
    """A row over which workers were lost."""
    text = "" if budget is None else repr(budget)
    return Row(identity, key_of(spec, identity), FAILED, "", "", *NO_BALL, "", 0, __version__, reason, text)


def sentence(text: str) -> str:
    """A reason as one printable line."""
    return "".join(letter if letter.isprintable() else " " for letter in text)[:LONGEST_REASON]


def _along(bench: Bench, values: Sequence[Value], k: int) -> Place:
    """The place of the k-th temperature, which many models share."""
    if k not in bench.places:
        if len(bench.places) >= MOST_PLACES:
            bench.places.clear()
        bench.places[k] = _place({bench.spec.temperature_name: values[k]})
    return bench.places[k]


def _place(values: dict[str, Value]) -> Place:
    given = temperature_of(values)
    told = (f"{name}={value if isinstance(value, str) else value.canonical()}" for name, value in given.items())
    return Place(given, "".join(told))


def _placed(bench: Bench, index: int) -> Place:
    """Make the model of a point the one at hand; the temperature of the point."""
    values = point(bench.spec, index)
    sources = {name: value for name, value in values.items() if name not in ("temperature", "beta")}
    if bench.model is None or sources != bench.parameters:
        model = model_of(values, bench.spec)
        for name, value in sources.items():
            if name not in bench.texts or value is not bench.parameters[name]:
                bench.texts[name] = f"{name}={canonical(value)}"
        bench.model, bench.parameters = model, sources
        bench.prefix = (
            f"model={canonical_model(model)}"
            if bench.spec.model is not None
            else ";".join((*sorted(bench.texts.values()), f"sources_model={model.sources.name}"))
        )
    return _place(values)


def key_of(spec: Specification, identity: int) -> str:
    """The key of a row that was not computed."""
    index, k = divmod(identity, len(spec.quantities))
    bench = Bench(spec=spec)
    try:
        place = _placed(bench, index)
        text = f"{bench.prefix};{place.text}"
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


def canonical_model(model: Model) -> str:
    """A whole model as text that does not depend on how its numbers were typed."""
    return _canonical([model.target, model.baths, model.units])


def _canonical(value: object) -> str:
    if isinstance(value, Exact):
        return value.canonical()
    if isinstance(value, (list, tuple)):
        return f"[{','.join(map(_canonical, value))}]"
    if is_dataclass(value):
        return f"{type(value).__name__}({','.join(f'{f.name}={_canonical(getattr(value, f.name))}' for f in fields(value))})"
    return repr(value)


def _computed(bench: Bench, quantity: str, place: Place) -> Found:
    spec, model = bench.spec, bench.model
    assert model is not None, "a point was placed before"
    key = row_key(f"{bench.prefix};{place.text}", quantity, spec.digits, spec.backend)
    try:
        if spec.backend == "arb":
            clock = started_clock(bench.budget)
            found = from_tables(bench.shared, model, quantity, place.given, spec.digits, bench.max_precision, clock)
            if found is not None:
                ball, decimal = found.ball, found.decimal
                parts = (*ball.mid().man_exp(), *ball.rad().man_exp())
                return Found(key, DONE, str(decimal), printed_radius(ball, decimal), _texts(parts), found.route, "")
        settings: dict[str, Any] = {"digits": spec.digits, "backend": spec.backend, "max_precision": bench.max_precision}
        number = evaluate(model, quantity, **(settings | place.given), budget=bench.budget)
        four = NO_BALL if number.ball is None else _texts(tuple(map(fmpz, number.ball)))
        return Found(key, DONE, number.value, number.radius or "", four, number.route or number.backend, "")
    except (InputError, NotCertified) as error:
        return _refused(key, error)


def _texts(parts: tuple[fmpz, ...]) -> tuple[str, str, str, str]:
    middle, exponent, radius, radius_exponent = (part.str() for part in parts)
    return middle, exponent, radius, radius_exponent
