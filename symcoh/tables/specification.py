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
from typing import Any, NamedTuple

from ..errors import InputError, InputTypeError, shown
from ..evaluation import BACKENDS, MAX_DIGITS, MAX_PRECISION
from ..exact_ends import exact_value
from ..exactnumbers import ONE, Exact, exact, exact_or_infinity, same, sign
from ..model import Model, nonnegative
from ..observables import observable
from .draws import Draws, draw, parse_distribution
from .ranges import Range, parse_range
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

Value = Exact | None
"""None is an infinite beta, T = 0."""


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
        values[name] = _in_domain(name, tied_value(formula, values, f"[tied] {name}"), f"[tied] {name}")
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


class _Float(NamedTuple):
    """A TOML float, as it was written."""

    text: str


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
    model = model_in(_plain(data["model"]), data.get(CONTENT), folder) if "model" in data else None
    fixed = {name: _value(name, value, argument) for name, (argument, value) in own.items()}
    over = {name: _values(name, value, argument, most) for name, (argument, value) in _section(data, "over").items()}
    random = _random(_section(data, "random", ("count", "seed"))) if "random" in data else None
    formulas = {name: _formula(value, argument) for name, (argument, value) in _section(data, "tied").items()}
    sections = {"fixed": tuple(fixed), "over": tuple(over), "tied": tuple(formulas), "random": tuple(random.each if random else ())}
    check_names(sections, model, "sources_model" in data.get("fixed", {}))
    used = {name: parameters_in(formula, f"[tied] {name}", PARAMETERS) for name, formula in formulas.items()}
    for name, others in used.items():
        for other in sorted(others - {*fixed, *over, *formulas, *(random.each if random else ())}):
            raise InputError(f"[tied] {name}", f"uses {other}, which has no value: add it to [fixed] or [over].")
    found = Specification(
        quantities=_quantities(data),
        digits=_digits(data.get("digits", 50)),
        backend=_backend(data),
        fixed=fixed,
        over=over,
        tied={name: formulas[name] for name in in_order(used)},
        random=random,
        system=system,
        model=model,
    )
    if found.size > most:
        raise InputError("SPEC", f"asks for {shown(found.size)} rows, but {most} is the most: split it.")
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
    content = json.dumps(document_of(_plain(data["model"]), folder))
    return f"{CONTENT} = {json.dumps(content)}\n{text}"


def _plain(value: Any) -> Any:
    """A value with the floats of TOML as floats, which a model refuses in its own words."""
    if isinstance(value, _Float):
        return float(value.text.replace("_", ""))
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list) else value


def _toml(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text, parse_float=_Float)
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
        raise InputTypeError(f"[{section}]", f"must be a table of parameters, but is {_kind(values)}.")
    found: dict[str, tuple[str, Any]] = {}
    for typed, value in values.items():
        name = NAMES.get(typed, typed)
        if name not in (*more, *PARAMETERS):
            raise InputError(f"[{section}] {shown(typed)}", f"is no parameter: {_meant(typed, (*more, *PARAMETERS))}")
        if name in found:
            raise InputError(f"[{section}] {typed}", f"is {name}, which stands there too: keep one of them.")
        found[name] = f"[{section}] {typed}", value
    return found


def _kind(value: Any) -> str:
    """What a TOML value is, for a sentence."""
    if isinstance(value, _Float):
        return f"the float {shown(value.text)[1:-1]}"
    words = {bool: "a boolean", dict: "a table", list: "a list", int: "the integer", str: "the text"}
    word = words.get(type(value), "a date or time")
    return f"{word} {shown(value)}" if type(value) in (int, str) else word


def _value(name: str, value: Any, argument: str) -> Value:
    """One value of a parameter."""
    if isinstance(value, _Float):
        plain = value.text.replace("_", "")
        if plain.lstrip("+-") in ("inf", "nan"):
            hint = 'write "oo" for the ground state' if (name, plain.lstrip("+")) == ("beta", "inf") else 'write a number such as "7/10"'
            raise InputTypeError(argument, f"must be exact and finite, but is {_kind(value)}: {hint}.")
        quoted = f'"{plain}"' if len(plain) < 30 else '"..."'
        raise InputTypeError(
            argument, f"must be exact, but is {_kind(value)}: quote it, as {quoted}, since a float holds few decimals exactly."
        )
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        raise InputTypeError(argument, f'must be a number in quotes, as "7/10", or an integer, but is {_kind(value)}.')
    number = exact_or_infinity(value, argument) if name == "beta" else exact(value, argument)
    return None if number is None else _in_domain(name, number, argument)


def _in_domain(name: str, value: Exact, argument: str) -> Exact:
    if name in ("omega", "temperature", "beta"):
        return nonnegative(value, argument)
    known = value.rational
    if name == "sources" and (known is None or known.q != 1 or known.p < 1):
        raise InputError(argument, f"must be a whole number of at least 1, but is {shown(str(value))}.")
    return value


def _values(name: str, value: Any, argument: str, most: int) -> Sequence[Value]:
    """The values of a parameter that varies: a list, `a..b:n` or `a..b:n:log`."""
    if isinstance(value, list):
        if not value:
            raise InputError(argument, "is an empty list: give one value or more, or move the parameter to [fixed].")
        return tuple(_value(name, each, argument) for each in value)
    if not isinstance(value, str) or ".." not in value:
        kind = _kind(value)
        raise InputTypeError(argument, f'must be a list or a range "a..b:n", but is {kind}: one value belongs in [fixed].')
    values = parse_range(value, argument, name == "sources", most)
    _check_range(name, values, argument)
    return values


def _check_range(name: str, values: Sequence[Exact], argument: str) -> None:
    """A range is monotone: with both ends in the domain all of it is, and with the first step whole all of it is whole."""
    for index in (0, len(values) - 1, min(1, len(values) - 1)):
        _in_domain(name, values[index], argument)


def _random(section: dict[str, tuple[str, Any]]) -> Draws:
    """The section [random]: count, seed and a distribution for each parameter."""
    numbers = {}
    for key, low, high in (("count", 1, 10**8), ("seed", 0, 10**18)):
        _, value = section.get(key, ("", None))
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            found = "missing" if value is None else _kind(value)
            raise InputError(f"[random] {key}", f"must be an integer from {low} to {high}, but is {found}.")
        numbers[key] = value
    each = {}
    for name, (argument, text) in section.items():
        if name in numbers:
            continue
        if not isinstance(text, str):
            raise InputTypeError(argument, f'must be "uniform(a, b)" or "loguniform(a, b)", but is {_kind(text)}.')
        each[name] = parse_distribution(text, argument, name == "sources")
        _in_domain(name, each[name].low, argument)
    if not each:
        raise InputError("[random]", 'draws no parameter: add one, as temperature = "loguniform(0.01, 10)".')
    return Draws(count=numbers["count"], seed=numbers["seed"], each=each)


def _formula(value: Any, argument: str) -> str:
    if not isinstance(value, str):
        raise InputTypeError(argument, f'must be a formula in quotes, as "1/sqrt(N)", but is {_kind(value)}.')
    return value.strip()


def _quantities(data: dict[str, Any]) -> tuple[str, ...]:
    names = data.get("quantities")
    if not isinstance(names, list) or not names:
        found = "missing" if names is None else "empty" if names == [] else _kind(names)
        raise InputError("quantities", f'must be a list such as ["coherence"], but is {found}.')
    for name in names:
        if not isinstance(name, str):
            raise InputTypeError("quantities", f"must hold names in quotes, but holds {_kind(name)}.")
        try:
            observable(name)
        except InputError as error:
            raise error.renamed("quantities") from None
        if names.count(name) > 1:
            raise InputError("quantities", f"names {name} twice: name it once.")
    return tuple(names)


def _digits(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise InputTypeError("digits", f"must be an integer, but is {_kind(value)}.")
    if not 1 <= value <= MAX_DIGITS:
        raise InputError("digits", f"must be from 1 to {MAX_DIGITS}, but is {shown(value)}.")
    return value


def _backend(data: dict[str, Any]) -> str:
    value = data.get("backend", "arb")
    if not isinstance(value, str) or value not in BACKENDS:
        raise InputError("backend", f"must be arb or mpmath, but is {_kind(value)}.")
    return value


def _check_ends(spec: Specification) -> None:
    """Refuse a quantity that does not exist at beta = 0, at T = 0 or for one source before any row is computed."""
    if spec.model is not None:
        return  # the row says so
    if spec.system != "ring" or "coupling_xy" in {*spec.fixed, *spec.varied}:
        model_at(point(spec, 0), spec.system)
        return
    name = spec.temperature_name
    ends = {None if name == "temperature" else value for value in _listed(spec, name) if value is None or sign(value) == 0}
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
