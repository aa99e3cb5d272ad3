"""A user's formula as a SymPy expression, by the safe grammar of the exact numbers extended with names and functions.

    names      N omega omega_a gamma J beta T, and the name a `hold` introduces
    functions  sqrt exp log cosh sinh tanh coth Abs binomial, and what a series prints: Sum(f, (k, a, b)), hyper((a, b), (c,), x)
    around it  `coherence = ` before, `+ O(beta**4)` behind

Nothing is evaluated: the text is read token by token, and sizes are bounded before SymPy sees a number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sympy import (
    Abs,
    Add,
    Expr,
    I,
    Integer,
    Rational,
    Sum,
    Symbol,
    binomial,
    cosh,
    coth,
    exp,
    hyper,
    log,
    nan,
    pi,
    sinh,
    tanh,
    zoo,
)

from ..errors import InputError, shown
from ..exact import symbols
from ..exact.long_roots import power, square_root
from ..exactnumbers.cursor import Cursor
from ..exactnumbers.grammar import MAX_CHARACTERS, MAX_PARENTHESES, parse

FUNCTIONS: dict[str, Callable[..., Expr]] = {
    "sqrt": square_root,
    "exp": exp,
    "log": log,
    "cosh": cosh,
    "sinh": sinh,
    "tanh": tanh,
    "coth": coth,
    "Abs": Abs,
}
NAMES = ("N", "omega", "omega_a", "gamma", "J", "beta")
MAX_POWER_BITS = 2**20
LARGEST_POWER = 1_000_000
_TOKEN = re.compile(r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[A-Za-z_][A-Za-z_0-9]*|\*\*|[-+*/(),]")
_HEAD = re.compile(r"\s*([A-Za-z][A-Za-z-]*)\s*=")
_TAIL = re.compile(r"(?:\A\s*|\+\s*)O\s*\((.*)\)\s*\Z", re.DOTALL)
_RANGE = re.compile(r"\n\s*valid for[^\n]*\s*\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A formula as it was typed: the quantity named before it, the sum itself, and what its O() holds."""

    quantity: str | None
    text: str
    neglected: str | None


def typed(text: str, argument: str) -> Typed:
    """Take `coherence =` and `+ O(...)` off a formula.

    >>> typed("C = N*beta**2 + O(beta**4)", "FORMULA")
    Typed(quantity='coherence', text=' N*beta**2 ', neglected='beta**4')
    """
    rest = _RANGE.sub("", text)
    head = _HEAD.match(rest)
    quantity = None
    if head is not None:
        quantity = "coherence" if head.group(1) == "C" else head.group(1)
        rest = rest[head.end() :]
    tail = _TAIL.search(rest)
    neglected = None
    if tail is not None:
        rest, neglected = rest[: tail.start()], tail.group(1)
        if not rest.strip():
            rest = "0"
    if "=" in rest:
        raise InputError(argument, f"does not read {shown(text)}: one = may stand before the formula, as in 'coherence = ...'.")
    return Typed(quantity=quantity, text=rest, neglected=neglected)


@dataclass(slots=True, kw_only=True)
class _Reader(Cursor):
    names: Mapping[str, Expr]
    strict: bool
    indices: dict[str, Symbol] = field(default_factory=dict)
    below: list[Expr] = field(default_factory=list)
    """What is divided by, as it is typed: of N/(N - 1)*(N - 1) nothing else keeps it."""

    def expect(self, token: str, otherwise: str) -> None:
        if self.peek() != token:
            raise InputError("text", otherwise)
        self.take()


def read_formula(
    text: str, argument: str, names: Mapping[str, Expr] | None = None, strict: bool = True, below: list[Expr] | None = None
) -> Expr:
    """The formula as a SymPy expression.

    Args:
        text: the formula, without head and tail.
        argument: its name in an error sentence.
        names: what each name stands for; by default the symbols of the table, and T = 1/beta.
        strict: whether to refuse what is not real or divides by zero.
        below: takes what must not vanish: what the text divides by, and the arguments of coth and log.

    Raises:
        InputError: text outside the grammar, or not real.

    >>> read_formula("N*gamma*omega_a/(2*T**2)", "FORMULA")
    N*beta**2*gamma*omega_a/2
    """
    known = table() if names is None else dict(names)
    if "beta" in known and "T" not in known and known["beta"] != 0:
        known["T"] = 1 / known["beta"]
    try:
        reader = _Reader(tokens=_tokens(text), names=known, strict=strict, below=[] if below is None else below)
        value = _sum(reader)
        if reader.peek():
            raise InputError("text", f"it has {shown(reader.peek())} where an operator is missing")
    except InputError as error:
        raise InputError(argument, f"does not read {shown(text.strip())}: {str(error).removeprefix('text ').rstrip('.')}.") from None
    if strict and value.has(zoo, nan):
        raise InputError(argument, f"divides by zero in {shown(text.strip())}.")
    if strict and value.has(I):
        raise InputError(argument, f"is not a real number everywhere, in {shown(text.strip())}.")
    return value


def table() -> dict[str, Expr]:
    """The symbols of the model by name."""
    return {name: getattr(symbols, name) for name in NAMES}


def _tokens(text: str) -> list[str]:
    if len(text) > MAX_CHARACTERS:
        raise InputError("text", f"it is longer than {MAX_CHARACTERS} characters")
    if not text.isascii():
        raise InputError("text", "it has a character outside ASCII, type plain digits and signs")
    if not text.strip():
        raise InputError("text", "it is empty, type a formula such as N*gamma*omega_a*beta**2/2")
    found, place, depth = [], 0, 0
    while place < len(text):
        if text[place].isspace():
            place += 1
            continue
        match = _TOKEN.match(text, place)
        if match is None:
            hint = ", write ** for powers" if text[place] == "^" else ", see the grammar in the README"
            raise InputError("text", f"{shown(text[place])} is not in the grammar{hint}")
        depth += (match.group() == "(") - (match.group() == ")")
        if depth > MAX_PARENTHESES:
            raise InputError("text", f"it nests more than {MAX_PARENTHESES} parentheses")
        found.append(match.group())
        place = match.end()
    return found


def _sum(reader: _Reader) -> Expr:
    parts = [_product(reader)]
    while reader.peek() in ("+", "-"):
        positive = reader.take() == "+"
        part = _product(reader)
        parts.append(part if positive else -part)
    return Add(*parts)


def _product(reader: _Reader) -> Expr:
    value = _signed(reader)
    while reader.peek() in ("*", "/"):
        times = reader.take() == "*"
        factor = _signed(reader)
        if not times and reader.strict and factor.is_zero:
            raise InputError("text", "it divides by zero")
        if not times:
            reader.below.append(factor)
        value = value * factor if times else value / factor
    return value


def _signed(reader: _Reader) -> Expr:
    negative = reader.negative()
    value = _power(reader)
    return -value if negative else value


def _power(reader: _Reader) -> Expr:
    base = _atom(reader)
    if reader.peek() != "**":
        return base
    reader.take()
    exponent = _signed(reader)
    if exponent.is_number and not exponent.is_Rational:
        raise InputError("text", "it has a power that is no fraction")
    if reader.strict and exponent.is_Rational and abs(int(exponent.p)) > LARGEST_POWER:
        raise InputError("text", f"it has a power beyond {LARGEST_POWER}")
    if exponent.is_Rational and base.is_Rational:
        if max(abs(int(base.p)), int(base.q)).bit_length() * abs(int(exponent.p)) > MAX_POWER_BITS:
            raise InputError("text", "it holds a power of more than 2**20 bits, try a smaller one")
        if reader.strict and base.is_zero and exponent < 0:
            raise InputError("text", "it divides by zero")
    if not exponent.is_nonnegative:
        reader.below.append(base)
    return power(base, exponent)


def _atom(reader: _Reader) -> Expr:
    token = reader.peek()
    if not token:
        raise InputError("text", "it ends where a number is missing")
    reader.take()
    if token[0].isdigit() or token[0] == ".":
        value = parse(token).rational
        assert value is not None, "a literal is a rational"
        return Rational(int(value.p), int(value.q))
    if token == "(":
        return _closed(reader)
    if token in reader.indices:
        return reader.indices[token]
    if token == "pi":
        return pi
    if token in reader.names:
        return reader.names[token]
    if token in (*FUNCTIONS, "Sum", "hyper", "binomial"):
        reader.expect("(", f"{token} needs its argument in parentheses")
        return _function(reader, token)
    raise InputError("text", f"{shown(token)} is not a number, a function or a name of the model ({', '.join(reader.names)})")


def _function(reader: _Reader, token: str) -> Expr:
    if token == "Sum":
        return _sum_of(reader)
    if token == "hyper":
        upper, lower = _tuple(reader), _tuple(reader)
        return hyper(upper, lower, _closed(reader))
    if token == "binomial":
        above = _sum(reader)
        reader.expect(",", "binomial needs two arguments")
        return binomial(above, _closed(reader))
    inner = _closed(reader)
    if token == "exp" and inner.is_number and abs(inner) > Integer(10) ** 6:
        raise InputError("text", "it has an exponential beyond exp(10**6)")
    if token in ("coth", "log"):
        reader.below.append(inner)
    return FUNCTIONS[token](inner)


def _sum_of(reader: _Reader) -> Expr:
    """Sum(f, (k, a, b)): the index is read first, so that f may hold it."""
    index = next((t for t in reader.tokens[reader.place :] if t == "k"), None)
    if index is None or "k" in reader.indices:
        raise InputError("text", "Sum must run over one index k, as in Sum(f, (k, 1, N - 1))")
    reader.indices["k"] = symbols.k
    try:
        inner = _sum(reader)
        reader.expect(",", "Sum needs its range, as in Sum(f, (k, 1, N - 1))")
        reader.expect("(", "Sum needs its range, as in Sum(f, (k, 1, N - 1))")
        reader.expect("k", "Sum must run over one index k, as in Sum(f, (k, 1, N - 1))")
        reader.expect(",", "Sum needs its range, as in Sum(f, (k, 1, N - 1))")
        low = _sum(reader)
        reader.expect(",", "Sum needs its range, as in Sum(f, (k, 1, N - 1))")
        high = _closed(reader)
        reader.expect(")", "a closing parenthesis is missing")
    finally:
        del reader.indices["k"]
    found: Any = Sum(inner, (symbols.k, low, high))
    if low.is_Integer and high.is_Integer:
        if high - low > 10_000:
            raise InputError("text", "its Sum has more than 10000 terms")
        return found.doit()
    return found


def _tuple(reader: _Reader) -> tuple[Expr, ...]:
    reader.expect("(", "hyper needs two lists of parameters and an argument")
    found = []
    while reader.peek() != ")":
        found.append(_sum(reader))
        if reader.peek() == ",":
            reader.take()
    reader.take()
    reader.expect(",", "hyper needs two lists of parameters and an argument")
    return tuple(found)


def _closed(reader: _Reader) -> Expr:
    value = _sum(reader)
    reader.expect(")", "a closing parenthesis is missing")
    return value
