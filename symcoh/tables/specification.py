"""A table or a sweep as a user specifies it, in TOML: quantities, digits, and parameters fixed, varied, tied or random.

    quantities = ["coherence"]
    digits = 50

    [fixed]
    sources = 6
    omega_a = "0.7"

    [over]
    coupling = ["-2/5", "0", "2/5"]
    temperature = "0.01..2:200:log"

    [tied]
    gamma = "1/sqrt(N)"

Numbers are text of the grammar or TOML integers, never TOML floats. `sources_model` in [fixed] names a source system; `model` names a file
with a whole model, or is a table of what such a file holds.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from math import prod
from pathlib import Path
from typing import Any

from ..errors import InputError, InputTypeError, shown
from ..evaluation import MAX_PRECISION
from ..exact_ends import exact_value
from ..exactnumbers import ONE, same, sign
from ..model import Model
from ..observables import LIMITS
from .draws import Draws, draw
from .fields import Float, backend_of, digits_of, draws_of, formula_of, in_domain, kind, quantities_of, value_of, values_of, with_floats
from .fields import Value as Value
from .ranges import Range
from .source import bytes_of
from .systems import check_names, document_of, model_at, model_in, source_system
from .tied import NAMES, in_order, parameters_in, tied_value

PARAMETERS = ("sources", "omega", "omega_a", "gamma", "coupling", "coupling_xy", "temperature", "beta")
MAX_ROWS = 1_000_000
MAX_BYTES = 10_000_000
_KEYS = ("quantities", "digits", "backend", "model", "fixed", "over", "tied", "random")
CONTENT = "model_content"
"""The key under which a sweep keeps what `model` named."""
_OTHER_NAMES = {"omega-a": "omega_a", "coupling-xy": "coupling_xy", "J_xy": "coupling_xy", "sources-model": "sources_model"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Specification:
    """What a table holds: every quantity at every point of the product of `over` and the draws, the last axis fastest.

    Args:
        quantities: names of the registry.
        digits: significant digits.
        backend: "arb" or "mpmath".
        fixed: parameter -> its one value.
        over: parameter -> its values, one or more, in the order of the table.
        tied: parameter -> its formula in the others, each after those it uses.
        random: the draws, which vary fastest, or None.
        system: the name of the source system.
        model: a model of a file in the place of all parameters but the temperature, or None.
    """

    quantities: tuple[str, ...]
    digits: int
    backend: str
    fixed: dict[str, Value]
    over: dict[str, Sequence[Value]]
    tied: dict[str, str]
    random: Draws | None
    system: str = "ring"
    model: Model | None = None

    @property
    def varied(self) -> tuple[str, ...]:
        """The parameters that differ from row to row."""
        return (*self.over, *(self.random.each if self.random else ()), *self.tied)

    @property
    def temperature_name(self) -> str:
        """The name the table uses: temperature or beta."""
        return "beta" if "beta" in {*self.fixed, *self.varied} else "temperature"

    @property
    def temperature_names(self) -> tuple[str, ...]:
        """temperature or beta, or nothing where no quantity needs one."""
        name = self.temperature_name
        return (name,) if name in {*self.fixed, *self.varied} else ()

    @property
    def axes(self) -> tuple[int, ...]:
        """The lengths of the axes: those of `over`, and the number of draws."""
        return (*(len(values) for values in self.over.values()), *((self.random.count,) if self.random else ()))

    @property
    def points(self) -> int:
        """Number of combinations of parameters."""
        return prod(self.axes)

    @property
    def size(self) -> int:
        """Number of rows."""
        return self.points * len(self.quantities)


def point(spec: Specification, index: int) -> dict[str, Value]:
    """The parameters of the point `index` >= 0.

    Raises:
        InputError: a tied parameter outside its domain.
    """
    values = untied(spec, index)
    for name, formula in spec.tied.items():
        values[name] = in_domain(name, tied_value(formula, values, f"[tied] {name}"), f"[tied] {name}")
    return values


def untied(spec: Specification, index: int) -> dict[str, Value]:
    """The parameters of a point that are not tied."""
    values = dict(spec.fixed)
    if spec.random:
        index, k = divmod(index, spec.random.count)
        values |= {name: draw(spec.random, name, k) for name in spec.random.each}
    for name in reversed(spec.over):
        along = spec.over[name]
        index, k = divmod(index, len(along))
        values[name] = along[k]
    return values


def read_specification(path: Path) -> Specification:
    """The specification in a file; `-` is standard input.

    Raises:
        InputError: no such file, not UTF-8, or what `parse_specification` refuses.
    """
    return parse_specification(specification_text(path), folder=path.parent)


def specification_text(path: Path) -> str:
    """The text of a specification in a file; `-` is standard input.

    Raises:
        InputError: no such file, more than `MAX_BYTES`, not UTF-8.
    """
    try:
        data = bytes_of(path, MAX_BYTES)
    except OSError as error:
        raise InputError("SPEC", f"is {shown(str(path))}, which cannot be read ({error.strerror}): name a TOML file.") from None
    if len(data) > MAX_BYTES:
        raise InputError("SPEC", f"is {shown(str(path))}, a file of more than {MAX_BYTES} bytes: name a TOML file.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("SPEC", f"must be UTF-8 text, but its byte {error.start} is not: save {shown(path.name)} as UTF-8.") from None


def parse_specification(text: str, *, most: int = MAX_ROWS, ends: bool = True, folder: Path = Path()) -> Specification:
    """The specification a TOML text states, every value read and checked.

    Args:
        text: TOML.
        most: most rows.
        ends: whether a quantity that does not exist at beta = 0 or T = 0 is refused here, or by the row that asks for it.
        folder: where the file of `model` is looked for.

    Returns:
        The specification, every number exact.

    Raises:
        InputError: not TOML, an unknown key, a value outside its domain, a missing or doubled parameter, too many rows.

    >>> found = parse_specification('''
    ... quantities = ["coherence"]
    ... [fixed]
    ... sources = 6
    ... omega_a = "0.7"
    ... [over]
    ... temperature = "0.1..0.3:3"
    ... [tied]
    ... gamma = "1/sqrt(N)"
    ... ''')
    >>> found.size, [str(value) for value in found.over["temperature"]], str(point(found, 0)["gamma"])
    (3, ['0.1', '0.2', '0.3'], '1/sqrt(6)')
    """
    data = _toml(text)
    for key in data:
        if key not in (*_KEYS, CONTENT):
            raise InputError(shown(key), f"is no key of a table: {_meant(key, _KEYS)}")
    own = _section(data, "fixed", ("sources_model",))
    system = source_system(*own.pop("sources_model", ("", "ring")))
    model = model_in(with_floats(data["model"]), data.get(CONTENT), folder) if "model" in data else None
    fixed = {name: value_of(name, value, argument) for name, (argument, value) in own.items()}
    over = {name: values_of(name, value, argument, most) for name, (argument, value) in _section(data, "over").items()}
    random = draws_of(_section(data, "random", ("count", "seed"))) if "random" in data else None
    formulas = {name: formula_of(value, argument) for name, (argument, value) in _section(data, "tied").items()}
    sections = {"fixed": tuple(fixed), "over": tuple(over), "tied": tuple(formulas), "random": tuple(random.each if random else ())}
    check_names(sections, model, "sources_model" in data.get("fixed", {}), _needs_temperature(data.get("quantities")))
    used = {name: parameters_in(formula, f"[tied] {name}", PARAMETERS) for name, formula in formulas.items()}
    for name, others in used.items():
        for other in sorted(others - {*fixed, *over, *formulas, *(random.each if random else ())}):
            raise InputError(f"[tied] {name}", f"uses {other}, which has no value: add it to [fixed] or [over].")
    found = Specification(
        quantities=quantities_of(data),
        digits=digits_of(data.get("digits", 50)),
        backend=backend_of(data),
        fixed=fixed,
        over=over,
        tied={name: formulas[name] for name in in_order(used)},
        random=random,
        system=system,
        model=model,
    )
    if found.size > most:
        raise InputError("SPEC", f"asks for {shown(found.size)} rows, but {most} is the most: split it.")
    _check_units(found)
    if ends:
        point(found, 0)
        _check_ends(found)
    return found


def with_its_model(text: str, folder: Path) -> str:
    """The text of a specification that needs no other file: what `model` stands for is kept in it.

    Raises:
        InputError: no TOML, no such file.
    """
    data = _toml(text)
    if "model" not in data or CONTENT in data:
        return text
    content = json.dumps(document_of(with_floats(data["model"]), folder))
    return f"{CONTENT} = {json.dumps(content)}\n{text}"


def _toml(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text, parse_float=Float)
    except tomllib.TOMLDecodeError as error:
        raise InputError("SPEC", f"is not TOML: {ascii(str(error))[1:-1][:120]}.") from None
    except (ValueError, RecursionError):  # an integer of thousands of digits; brackets in brackets
        raise InputError("SPEC", "is not TOML that can be read: it holds an enormous integer or nests too deep.") from None


def _meant(key: str, allowed: tuple[str, ...]) -> str:
    near = [_OTHER_NAMES[key]] if _OTHER_NAMES.get(key) in allowed else get_close_matches(key, allowed, 1)
    return f"did you mean {near[0]}?" if near else f"write one of {', '.join(allowed)}."


def _section(data: dict[str, Any], section: str, more: tuple[str, ...] = ()) -> dict[str, tuple[str, Any]]:
    """Parameter -> its argument in a sentence, as typed, and its value; N, J and T are sources, coupling and temperature."""
    values = data.get(section, {})
    if not isinstance(values, dict):
        raise InputTypeError(f"[{section}]", f"must be a table of parameters, but is {kind(values)}.")
    found: dict[str, tuple[str, Any]] = {}
    for typed, value in values.items():
        name = NAMES.get(typed, typed)
        if name not in (*more, *PARAMETERS):
            raise InputError(f"[{section}] {shown(typed)}", f"is no parameter: {_meant(typed, (*more, *PARAMETERS))}")
        if name in found:
            raise InputError(f"[{section}] {typed}", f"is {name}, which stands there too: keep one of them.")
        found[name] = f"[{section}] {typed}", value
    return found


def _needs_temperature(quantities: object) -> bool:
    """Whether one of the quantities asked for needs a temperature; what is no list of names is refused later."""
    free = {name for name, limit in LIMITS.items() if not limit.needs_temperature}
    return not isinstance(quantities, list) or not quantities or any(not isinstance(name, str) or name not in free for name in quantities)


def _check_units(spec: Specification) -> None:
    """Refuse a beta where the model has units; one that is tied is refused by its row."""
    if spec.model is None or spec.model.units.natural:
        return
    drawn = (untied(spec, 0)["beta"],) if spec.random and "beta" in spec.random.each else ()
    for value in (*_listed(spec, "beta"), *drawn):
        if value is not None and sign(value) != 0:
            raise InputError("beta", f"must be 0 or oo for a model with units, but is {shown(str(value))}: give the temperature.")


def _check_ends(spec: Specification) -> None:
    """Refuse a quantity that does not exist at beta = 0, at T = 0 or for one source before any row is computed."""
    if spec.model is not None:
        return  # the row says so
    if spec.system != "ring" or "coupling_xy" in {*spec.fixed, *spec.varied}:
        model_at(point(spec, 0), spec.system)
        return
    name = spec.temperature_name
    heat = _listed(spec, name) if spec.temperature_names else ()
    ends = {None if name == "temperature" else value for value in heat if value is None or sign(value) == 0}
    asked = [(Model(N=2, omega_a=1, gamma=1), end) for end in ends]
    if any(value is not None and same(value, ONE) for value in _listed(spec, "sources")):
        asked.append((Model(N=1, omega_a=1, gamma=1), ONE))
    for model, beta in asked:
        for quantity in spec.quantities:
            try:
                exact_value(model, quantity, beta, MAX_PRECISION)
            except InputError as error:
                raise InputError("quantities", f"holds {error}") from None


def _listed(spec: Specification, name: str) -> Sequence[Value]:
    """The values given to a parameter, of a range both ends."""
    values = spec.over.get(name) or ((spec.fixed[name],) if name in spec.fixed else ())
    return (values[0], values[-1]) if isinstance(values, Range) else values
