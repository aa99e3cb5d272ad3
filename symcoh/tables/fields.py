"""What stands under a key of a specification: one value, several, a formula, draws; each checked where it is read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from ..errors import InputError, InputTypeError, shown
from ..evaluation import BACKENDS, MAX_DIGITS
from ..exactnumbers import Exact, exact, exact_or_infinity
from ..model import nonnegative
from ..observables import observable
from .draws import Draws, parse_distribution
from .ranges import parse_range

Value = Exact | None
"""None is an infinite beta, T = 0."""


class Float(NamedTuple):
    """A TOML float, as it was written."""

    text: str


def with_floats(value: object) -> Any:
    """A value with the floats of TOML as floats, which a model refuses in its own words."""
    if isinstance(value, Float):
        return float(value.text.replace("_", ""))
    if isinstance(value, dict):
        return {key: with_floats(each) for key, each in value.items()}
    return [with_floats(each) for each in value] if isinstance(value, list) else value


def kind(value: object) -> str:
    """What a TOML value is, for a sentence."""
    if isinstance(value, Float):
        return f"the float {shown(value.text)[1:-1]}"
    words = {bool: "a boolean", dict: "a table", list: "a list", int: "the integer", str: "the text"}
    word = words.get(type(value), "a date or time")
    return f"{word} {shown(value)}" if type(value) in (int, str) else word


def value_of(name: str, value: object, argument: str) -> Value:
    """One value of a parameter."""
    if isinstance(value, Float):
        plain = value.text.replace("_", "")
        if plain.lstrip("+-") in ("inf", "nan"):
            hint = 'write "oo" for the ground state' if (name, plain.lstrip("+")) == ("beta", "inf") else 'write a number such as "7/10"'
            raise InputTypeError(argument, f"must be exact and finite, but is {kind(value)}: {hint}.")
        quoted = f'"{plain}"' if len(plain) < 30 else '"..."'
        raise InputTypeError(
            argument, f"must be exact, but is {kind(value)}: quote it, as {quoted}, since a float holds few decimals exactly."
        )
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        raise InputTypeError(argument, f'must be a number in quotes, as "7/10", or an integer, but is {kind(value)}.')
    number = exact_or_infinity(value, argument) if name == "beta" else exact(value, argument)
    return None if number is None else in_domain(name, number, argument)


def in_domain(name: str, value: Exact, argument: str) -> Exact:
    """The number, where the parameter may have it."""
    if name in ("omega", "temperature", "beta"):
        return nonnegative(value, argument)
    known = value.rational
    if name == "sources" and (known is None or known.q != 1 or known.p < 1):
        raise InputError(argument, f"must be a whole number of at least 1, but is {shown(str(value))}.")
    return value


def values_of(name: str, value: object, argument: str, most: int) -> Sequence[Value]:
    """The values of a parameter that varies: a list, `a..b:n` or `a..b:n:log`."""
    if isinstance(value, list):
        if not value:
            raise InputError(argument, "is an empty list: give one value or more, or move the parameter to [fixed].")
        return tuple(value_of(name, each, argument) for each in value)
    if not isinstance(value, str) or ".." not in value:
        raise InputTypeError(argument, f'must be a list or a range "a..b:n", but is {kind(value)}: one value belongs in [fixed].')
    values = parse_range(value, argument, name == "sources", most)
    _check_range(name, values, argument)
    return values


def _check_range(name: str, values: Sequence[Exact], argument: str) -> None:
    """A range is monotone: with both ends in the domain all of it is, and with the first step whole all of it is whole."""
    for index in (0, len(values) - 1, min(1, len(values) - 1)):
        in_domain(name, values[index], argument)


def draws_of(section: dict[str, tuple[str, Any]]) -> Draws:
    """The section [random]: count, seed and a distribution for each parameter."""
    numbers = {}
    for key, low, high in (("count", 1, 10**8), ("seed", 0, 10**18)):
        _, value = section.get(key, ("", None))
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            found = "missing" if value is None else kind(value)
            raise InputError(f"[random] {key}", f"must be an integer from {low} to {high}, but is {found}.")
        numbers[key] = value
    each = {}
    for name, (argument, text) in section.items():
        if name in numbers:
            continue
        if not isinstance(text, str):
            raise InputTypeError(argument, f'must be "uniform(a, b)" or "loguniform(a, b)", but is {kind(text)}.')
        each[name] = parse_distribution(text, argument, name == "sources")
        in_domain(name, each[name].low, argument)
    if not each:
        raise InputError("[random]", 'draws no parameter: add one, as temperature = "loguniform(0.01, 10)".')
    return Draws(count=numbers["count"], seed=numbers["seed"], each=each)


def formula_of(value: object, argument: str) -> str:
    """The formula of a tied parameter, in quotes."""
    if not isinstance(value, str):
        raise InputTypeError(argument, f'must be a formula in quotes, as "1/sqrt(N)", but is {kind(value)}.')
    return value.strip()


def quantities_of(data: dict[str, Any]) -> tuple[str, ...]:
    """The names of `quantities`, each known and each once."""
    names = data.get("quantities")
    if not isinstance(names, list) or not names:
        found = "missing" if names is None else "empty" if names == [] else kind(names)
        raise InputError("quantities", f'must be a list such as ["coherence"], but is {found}.')
    for name in names:
        if not isinstance(name, str):
            raise InputTypeError("quantities", f"must hold names in quotes, but holds {kind(name)}.")
        try:
            observable(name)
        except InputError as error:
            raise error.renamed("quantities") from None
        if names.count(name) > 1:
            raise InputError("quantities", f"names {name} twice: name it once.")
    return tuple(names)


def digits_of(value: object) -> int:
    """Significant digits."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise InputTypeError("digits", f"must be an integer, but is {kind(value)}.")
    if not 1 <= value <= MAX_DIGITS:
        raise InputError("digits", f"must be from 1 to {MAX_DIGITS}, but is {shown(value)}.")
    return value


def backend_of(data: dict[str, Any]) -> str:
    """arb or mpmath."""
    value = data.get("backend", "arb")
    if not isinstance(value, str) or value not in BACKENDS:
        raise InputError("backend", f"must be arb or mpmath, but is {kind(value)}.")
    return value
