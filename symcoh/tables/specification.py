"""A table as a user specifies it, in TOML: quantities, digits, and parameters fixed or varied.

    quantities = ["coherence"]
    digits = 50

    [fixed]
    sources = 6
    omega_a = "0.7"
    gamma = "0.3"

    [over]
    coupling = ["-2/5", "0", "2/5"]
    temperature = "0.01..2:200"

Numbers are text of the grammar or TOML integers, never TOML floats.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from math import prod
from pathlib import Path
from typing import Any, NamedTuple

from ..ends import exact_value
from ..errors import InputError, InputTypeError, shown
from ..evaluation import BACKENDS, MAX_DIGITS, MAX_PRECISION
from ..exactnumbers import Exact, exact, exact_or_infinity, sign
from ..grids import grid_values
from ..model import Model, nonnegative
from ..observables import observable

PARAMETERS = ("sources", "omega", "omega_a", "gamma", "coupling", "temperature", "beta")
REQUIRED = ("sources", "omega_a", "gamma")
MAX_ROWS = 1_000_000
MAX_BYTES = 10_000_000
_KEYS = ("quantities", "digits", "backend", "fixed", "over")
_OTHER_NAMES = {"N": "sources", "J": "coupling", "T": "temperature", "omega-a": "omega_a"}

Value = Exact | None
"""None is an infinite beta, T = 0."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Specification:
    """What a table holds: every quantity at every point of the product of `over`, the last parameter fastest.

    Args:
        quantities: names of the registry.
        digits: significant digits.
        backend: "arb" or "mpmath".
        fixed: parameter -> its one value.
        over: parameter -> its values, one or more, in the order of the table.
    """

    quantities: tuple[str, ...]
    digits: int
    backend: str
    fixed: dict[str, Value]
    over: dict[str, tuple[Value, ...]]

    @property
    def temperature_name(self) -> str:
        """The name the table uses: temperature or beta."""
        return "beta" if "beta" in {**self.fixed, **self.over} else "temperature"

    @property
    def size(self) -> int:
        """Number of rows."""
        return prod((len(values) for values in self.over.values()), start=len(self.quantities))


class _Float(NamedTuple):
    """A TOML float, as it was written."""

    text: str


def read_specification(path: Path) -> Specification:
    """The specification in a file.

    Raises:
        InputError: no such file, not UTF-8, or what `parse_specification` refuses.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError("SPEC", f"is {shown(str(path))}, which cannot be read ({error.strerror}): name a TOML file.") from None
    if len(data) > MAX_BYTES:
        raise InputError("SPEC", f"is {shown(str(path))}, a file of more than {MAX_BYTES} bytes: name a TOML file.")
    try:
        return parse_specification(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError("SPEC", f"must be UTF-8 text, but its byte {error.start} is not: save {shown(path.name)} as UTF-8.") from None


def parse_specification(text: str) -> Specification:
    """The specification a TOML text states, every value read and checked.

    Raises:
        InputError: not TOML, an unknown key, a value outside its domain, a missing or doubled parameter, too many rows.

    >>> found = parse_specification('''
    ... quantities = ["coherence"]
    ... [fixed]
    ... sources = 6
    ... omega_a = "0.7"
    ... gamma = "0.3"
    ... [over]
    ... temperature = "0.1..0.3:3"
    ... ''')
    >>> found.size, [str(value) for value in found.over["temperature"]]
    (3, ['0.1', '0.2', '0.3'])
    """
    data = _toml(text)
    for key in data:
        if key not in _KEYS:
            raise InputError(shown(key), f"is no key of a table: {_meant(key, _KEYS)}")
    fixed = {name: _value(name, value, f"[fixed] {name}") for name, value in _section(data, "fixed").items()}
    over = {name: _values(name, value, f"[over] {name}") for name, value in _section(data, "over").items()}
    _check_names(fixed, over)
    found = Specification(
        quantities=_quantities(data), digits=_digits(data.get("digits", 50)), backend=_backend(data), fixed=fixed, over=over
    )
    if found.size > MAX_ROWS:
        raise InputError("SPEC", f"asks for {shown(found.size)} rows, but {MAX_ROWS} is the most: split it.")
    _check_ends(found)
    return found


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


def _section(data: dict[str, Any], section: str) -> dict[str, Any]:
    values = data.get(section, {})
    if not isinstance(values, dict):
        raise InputTypeError(f"[{section}]", f"must be a table of parameters, but is {_kind(values)}.")
    for name in values:
        if name not in PARAMETERS:
            raise InputError(f"[{section}] {shown(name)}", f"is no parameter: {_meant(name, PARAMETERS)}")
    return values


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
        quoted = f'"{value.text}"' if len(value.text) < 30 else '"..."'
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


def _values(name: str, value: Any, argument: str) -> tuple[Value, ...]:
    """The values of a parameter that varies: a list, or `a..b:n`."""
    if isinstance(value, list):
        if not value:
            raise InputError(argument, "is an empty list: give one value or more, or move the parameter to [fixed].")
        return tuple(_value(name, each, argument) for each in value)
    if not isinstance(value, str) or ".." not in value:
        kind = _kind(value)
        raise InputTypeError(argument, f'must be a list or a range "a..b:n", but is {kind}: one value belongs in [fixed].')
    return tuple(_in_domain(name, each, argument) for each in grid_values(value, argument))


def _check_names(fixed: dict[str, Value], over: dict[str, tuple[Value, ...]]) -> None:
    for name in fixed:
        if name in over:
            raise InputError(name, "stands in [fixed] and in [over]: keep one of them.")
    given = {**fixed, **over}
    for name in REQUIRED:
        if name not in given:
            raise InputError(name, "is required: add it to [fixed] or [over].")
    if ("beta" in given) == ("temperature" in given):
        raise InputError("beta and temperature", "exclude each other, and one of them is required: give exactly one in [fixed] or [over].")


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
    """Refuse a quantity that does not exist at beta = 0 or T = 0 before any row is computed."""
    name = spec.temperature_name
    values = spec.over.get(name) or (spec.fixed[name],)
    ends = {None if name == "temperature" else value for value in values if value is None or sign(value) == 0}
    for end in ends:
        for quantity in spec.quantities:
            try:
                exact_value(Model(N=1, omega_a=1, gamma=1), quantity, end, MAX_PRECISION)
            except InputError as error:
                raise InputError("quantities", f"holds {error}") from None
