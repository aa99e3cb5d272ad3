"""A user's formula and limits as SymPy expressions, by the safe grammar of the exact numbers extended with names.

    names      N omega omega_a gamma J beta, and the name a `hold` introduces
    functions  sqrt exp log cosh sinh tanh coth

Nothing is evaluated: the text is read token by token, and sizes are bounded before SymPy sees a number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sympy import Expr, I, Integer, Pow, Rational, Symbol, cosh, coth, exp, log, nan, pi, sinh, sqrt, tanh, zoo

from ..errors import InputError, shown
from ..exact import symbols
from ..exactnumbers.grammar import parse, tokens

FUNCTIONS: dict[str, Callable[[Expr], Expr]] = {
    "sqrt": sqrt,
    "exp": exp,
    "log": log,
    "cosh": cosh,
    "sinh": sinh,
    "tanh": tanh,
    "coth": coth,
}
NAMES = ("N", "omega", "omega_a", "gamma", "J", "beta")
MAX_POWER_BITS = 2**16


@dataclass(slots=True)
class _Reader:
    tokens: list[str]
    names: Mapping[str, Symbol]
    place: int = 0

    def peek(self) -> str:
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    def take(self) -> str:
        self.place += 1
        return self.tokens[self.place - 1]


def read_formula(text: str, argument: str, extra: tuple[str, ...] = ()) -> Expr:
    """The formula as a SymPy expression in the symbols of the table.

    Args:
        text: the formula.
        argument: its name in an error sentence.
        extra: further names, such as K.

    Raises:
        InputError: text outside the grammar.

    >>> read_formula("N*gamma*omega_a*beta**2/2", "FORMULA")
    N*beta**2*gamma*omega_a/2
    """
    names = {name: getattr(symbols, name) for name in NAMES}
    names |= {name: getattr(symbols, name, Symbol(name, real=True)) for name in extra}
    try:
        reader = _Reader(tokens(text), names)
        value = _sum(reader)
        if reader.peek():
            raise InputError("text", f"it has {shown(reader.peek())} where an operator is missing")
    except InputError as error:
        raise InputError(argument, f"does not read {shown(text)}: {str(error).removeprefix('text ')}.") from None
    if value.has(I, zoo, nan):
        raise InputError(argument, f"is not a real number everywhere, in {shown(text)}.")
    return value


def _sum(reader: _Reader) -> Expr:
    value = _product(reader)
    while reader.peek() in ("+", "-"):
        positive = reader.take() == "+"
        part = _product(reader)
        value = value + part if positive else value - part
    return value


def _product(reader: _Reader) -> Expr:
    value = _signed(reader)
    while reader.peek() in ("*", "/"):
        times = reader.take() == "*"
        factor = _signed(reader)
        if not times and factor.is_zero:
            raise InputError("text", "it divides by zero")
        value = value * factor if times else value / factor
    return value


def _signed(reader: _Reader) -> Expr:
    negative = False
    while reader.peek() in ("+", "-"):
        negative ^= reader.take() == "-"
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
    if exponent.is_Rational and base.is_Rational:
        bits = max(abs(int(base.p)), int(base.q)).bit_length() * (abs(int(exponent.p)) + 1)
        if bits > MAX_POWER_BITS:
            raise InputError("text", "it holds a power of more than 2**16 bits, try a smaller one")
        if base.is_zero and exponent < 0:
            raise InputError("text", "it divides by zero")
    if exponent.is_Rational and abs(int(exponent.p)) > 1000:
        raise InputError("text", "it has a power beyond 1000")
    return Pow(base, exponent)


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
    if token == "pi":
        return pi
    if token in reader.names:
        return reader.names[token]
    if token in FUNCTIONS:
        if reader.peek() != "(":
            raise InputError("text", f"{token} needs its argument in parentheses")
        reader.take()
        inner = _closed(reader)
        if token == "exp" and inner.is_number and abs(inner) > Integer(10) ** 6:
            raise InputError("text", "it has an exponential beyond exp(10**6)")
        return FUNCTIONS[token](inner)
    raise InputError("text", f"{shown(token)} is not a number, a function or a name of the model ({', '.join(reader.names)})")


def _closed(reader: _Reader) -> Expr:
    value = _sum(reader)
    if reader.peek() != ")":
        raise InputError("text", "a closing parenthesis is missing")
    reader.take()
    return value
