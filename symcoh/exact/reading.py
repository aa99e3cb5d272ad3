"""Text to SymPy: what `str` makes of our expressions, read back by a grammar of our own, never by `eval`.

    names       of the model: N, m, n, k, omega, omega_a, gamma, J, beta, T, K, z, h, as the symbols of `symcoh.exact.symbols`,
                so omega, omega_a, gamma, beta and T are positive; and every name of the ledger (C, Z, W, S, ...)
    operators   + - * / ** < <= > >= & | ( ) and tuples and lists in the arguments of a function
    functions   those of FUNCTIONS

`sympify` does not do: gamma, beta and zeta are functions to it, N, S, E and Q are objects, and it runs what it reads.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cache
from typing import Any

import sympy
from flint import fmpz
from sympy import Add, And, Expr, Function, I, ImmutableMatrix, Integer, Mul, Or, Pow, Rational, Symbol, Tuple, cosh, exp, nan, sinh, zoo

from ..errors import InputError, InputTypeError, shown
from ..exactnumbers import parse as parse_number
from ..exactnumbers.cursor import Cursor
from . import symbols

MAX_CHARACTERS = 2_000_000
MAX_DEPTH = 100
MAX_POWER_BITS = 2**20
MAX_ROOT_BITS = 1000
"""SymPy factors what it takes a root of, and fails beyond the range of a double."""

MAX_COUNT = 10_000
"""Largest argument of the functions that SymPy multiplies out."""

MODEL = ("N", "m", "n", "k", "omega", "omega_a", "gamma", "J", "beta", "T", "K", "z", "h")
"""The names of the model."""

_TOKEN = re.compile(
    r"(?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)|(?P<name>[A-Za-z_][A-Za-z_0-9]*)"
    r"|(?P<mark>\*\*|<=|>=|[-+*/()<>&|,\[\]])",
    re.ASCII,
)
_BINDING = {"|": 1, "&": 2, "<": 3, "<=": 3, ">": 3, ">=": 3, "+": 4, "-": 4, "*": 5, "/": 5, "**": 7}
_UNARY = 6
_RELATIONS = {"<": "Lt", "<=": "Le", ">": "Gt", ">=": "Ge"}


def _unevaluated(name: str) -> Callable[..., Any]:
    return lambda left, right: getattr(sympy, name)(left, right, evaluate=False)


_SYMPY = """Abs Derivative KroneckerDelta Max Min Mod Piecewise Subs Sum besseli binomial cosh coth exp factorial floor hyper log lucas
sign sinh sqrt tanh"""
FUNCTIONS: dict[str, Callable[..., Any]] = {
    **{name: getattr(sympy, name) for name in _SYMPY.split()},
    **{name: _unevaluated(name) for name in ("Eq", "Ne", "Lt", "Le", "Gt", "Ge")},
    "Matrix": lambda rows: ImmutableMatrix([list(row) for row in rows]),
    "O": Function("O"),
}
"""`O(...)` stays a function of that name: the limit it belongs to is not in the text."""

_CONSTANTS = {"pi": sympy.pi, "E": sympy.E, "oo": sympy.oo, "True": sympy.true, "False": sympy.false}
_COMPARING = ("exp", "cosh", "sinh", "tanh", "coth", "log", "Abs", "Max", "Min", "Mod", "Piecewise", "floor", "sign")
"""Functions that enclose a number they are given."""


def parse(text: str, *, argument: str = "`text`", only: Collection[str] | None = None, extra: Collection[str] = ()) -> Any:
    """The SymPy expression, relation or matrix that a text of ours names: `parse(str(e)) == e`.

    Reads every expression of `symcoh.exact`, every coefficient of `symcoh derive --format json` and every equation of
    `symcoh equation --format json`. The symbols are those of `symcoh.exact.symbols`: omega, omega_a, gamma, beta and T are
    positive. For values of another sign see `substitute`.

    Args:
        text: the formula, at most 2,000,000 characters and 100 levels of parentheses.
        argument: its name in an error sentence.
        only: the names that may stand in it; None admits every name of the model and of the ledger.
        extra: further names, read as real symbols.

    Returns:
        An expression, a relation that is not evaluated, or a matrix.

    Raises:
        InputTypeError: no text. InputError: text outside the grammar, an unknown name, a division by zero, too large a power.

    >>> parse("N*gamma*omega_a*beta**2/2").subs(symbols.N, 4)
    2*beta**2*gamma*omega_a
    >>> parse("N*gama")
    Traceback (most recent call last):
    symcoh.errors.InputError: `text` does not read 'N*gama': 'gama' is no name of the model, did you mean gamma?
    """
    if not isinstance(text, str):
        raise InputTypeError(argument, f"must be a text, but is {shown(text)}.")
    try:
        reader = _Reader(tokens=_tokens(text), only=None if only is None else frozenset(only), extra=frozenset(extra))
        value = _finished(_expression(reader, 0))
        if reader.peek():
            raise InputError("text", f"it has {shown(reader.peek())} where an operator is missing")
        if value.has(I, nan, zoo):
            raise InputError("text", "it is not a real number everywhere")
    except InputError as error:
        reason = str(error).removeprefix("text ")
        raise InputError(argument, f"does not read {shown(text)}: {reason}{'' if reason.endswith('?') else '.'}") from None
    return value


@dataclass(slots=True, kw_only=True)
class _Reader(Cursor):
    only: frozenset[str] | None
    extra: frozenset[str]
    depth: int = 0

    def expect(self, mark: str) -> None:
        if self.peek() != mark:
            raise InputError("text", f"a {mark!r} is missing" + (f" before {shown(self.peek())}" if self.peek() else " at its end"))
        self.take()


def _tokens(text: str) -> list[str]:
    if len(text) > MAX_CHARACTERS:
        raise InputError("text", f"it is longer than {MAX_CHARACTERS} characters")
    if not text.strip():
        raise InputError("text", "it is empty")
    found, place = [], 0
    while place < len(text):
        if text[place] in " \t\r\n":
            place += 1
            continue
        match = _TOKEN.match(text, place)
        if match is None:
            hint = ", write ** for powers" if text[place] == "^" else ""
            raise InputError("text", f"{shown(text[place])} is not in the grammar{hint}")
        found.append(match.group())
        place = match.end()
    return found


class _Product(tuple[Any, ...]):
    """The factors of a product that is not multiplied yet: SymPy would spread 2*(a + b) where 1/(2*(a + b)) holds it together."""

    __slots__ = ()


def _expression(reader: _Reader, binding: int) -> Any:
    """Everything that binds more tightly than `binding`; sums and products are collected, so that long ones stay linear."""
    reader.depth += 1
    if reader.depth > MAX_DEPTH:
        raise InputError("text", f"it nests more than {MAX_DEPTH} levels")
    value = _signed(reader) if reader.peek() in ("+", "-") else _operand(reader)
    while (strength := _BINDING.get(reader.peek(), 0)) > binding:
        if strength == 4:
            value = _sum(reader, value)
        elif strength == 5:
            value = _product(reader, value)
        else:
            mark = reader.take()
            right = _expression(reader, _UNARY - 1 if strength == 7 else strength)
            value = _power(_number(value), _number(right)) if strength == 7 else _logical(mark, value, right)
    reader.depth -= 1
    return value


def _signed(reader: _Reader) -> Any:
    negative = reader.take() == "-"
    value = _expression(reader, _UNARY)
    return _Product((Integer(-1), *_factors(value))) if negative else _Product(_factors(value))


def _sum(reader: _Reader, first: Any) -> Any:
    terms = [_number(first)]
    while _BINDING.get(reader.peek()) == 4:
        positive = reader.take() == "+"
        part = _factors(_expression(reader, 4))
        terms.append(Mul(*part) if positive else Mul(-1, *part))
    return Add(*terms)


def _product(reader: _Reader, first: Any) -> Any:
    factors = list(_factors(first))
    while _BINDING.get(reader.peek()) == 5:
        times = reader.take() == "*"
        part = _factors(_expression(reader, 5))
        if not times and any(factor.is_zero for factor in part):
            raise InputError("text", "it divides by zero")
        factors += part if times else [factor**-1 for factor in part]
    return _Product(factors)


def _factors(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, _Product) else (_number(value),)


def _number(value: Any) -> Any:
    """A finished expression; relations, truth values and tuples do not calculate."""
    finished = _finished(value)
    if not isinstance(finished, Expr):
        raise InputError("text", f"it calculates with a {type(finished).__name__}, which is no number")
    return finished


def _finished(value: Any) -> Any:
    return Mul(*value) if isinstance(value, _Product) else value


def _logical(mark: str, left: Any, right: Any) -> Any:
    if mark in _RELATIONS:
        return FUNCTIONS[_RELATIONS[mark]](_number(left), _number(right))
    if isinstance(left, (Expr, _Product)) or isinstance(right, (Expr, _Product)):
        raise InputError("text", f"it has {mark} between numbers")
    return And(left, right) if mark == "&" else Or(left, right)


def _power(base: Any, exponent: Any) -> Any:
    if exponent.is_Rational and base.is_Rational:
        size = max(abs(int(base.p)), int(base.q)).bit_length() - 1
        if size * abs(int(exponent.p)) > MAX_POWER_BITS * int(exponent.q):
            raise InputError("text", "it holds a power of more than 2**20 bits, try a smaller one")
        if base.is_zero and exponent < 0:
            raise InputError("text", "it divides by zero")
        if exponent.q != 1 and size > MAX_ROOT_BITS:
            raise InputError("text", f"it takes a root of a number of more than {MAX_ROOT_BITS} bits: write the root as a decimal")
    elif exponent.is_Rational and base.is_number and max(abs(int(exponent.p)), int(exponent.q)) > MAX_COUNT:
        raise InputError("text", f"it has a power beyond {MAX_COUNT}, try a smaller one")
    return Pow(base, exponent)


def _operand(reader: _Reader) -> Any:
    token = reader.peek()
    if not token:
        raise InputError("text", "it ends where a number is missing")
    reader.take()
    if token == "(":
        return _bracket(reader)
    if token == "[":
        return Tuple(*_listed(reader, "]"))
    if token[0].isdigit() or token[0] == ".":
        return _literal(token)
    if not (token[0].isalpha() or token[0] == "_"):
        raise InputError("text", f"it has {shown(token)} where a number is missing")
    return _call(reader, token) if reader.peek() == "(" else _named(reader, token)


def _literal(token: str) -> Any:
    if token.isdigit():
        return Integer(int(fmpz(token.lstrip("0") or "0")))
    try:
        value = parse_number(token).rational
    except InputError as error:
        raise InputError("text", str(error).rpartition(": ")[2].removesuffix(".")) from None
    assert value is not None, "a literal is a rational"
    return Rational(int(value.p), int(value.q))


def _bracket(reader: _Reader) -> Any:
    """What stands in parentheses: one expression, or the tuple that a comma makes."""
    first = _expression(reader, 0)
    if reader.peek() != ",":
        reader.expect(")")
        return first
    reader.take()
    return Tuple(_finished(first), *_listed(reader, ")"))


def _listed(reader: _Reader, closing: str) -> list[Any]:
    """Expressions with commas between them, and one after the last if wanted."""
    values = []
    while reader.peek() != closing:
        values.append(_finished(_expression(reader, 0)))
        if reader.peek() != ",":
            break
        reader.take()
    reader.expect(closing)
    return values


def _named(reader: _Reader, name: str) -> Any:
    if reader.only is None or name in reader.only:
        if name in MODEL:
            return getattr(symbols, name)
        if name in _CONSTANTS:
            return _CONSTANTS[name]
    if name in reader.extra:
        return Symbol(name, real=True)
    if name == "pi":
        return sympy.pi
    found = _ledger().get(name) if reader.only is None else None
    if found is None or (callable(found) and not isinstance(found, Symbol)):
        raise _unknown(reader, name)
    return found


def _call(reader: _Reader, name: str) -> Any:
    function = FUNCTIONS.get(name) or (_ledger().get(name) if reader.only is None else None)
    if function is None or isinstance(function, Symbol):
        raise _unknown(reader, name)
    reader.take()
    return _applied(name, function, _listed(reader, ")"))


def _applied(name: str, function: Callable[..., Any], given: list[Any]) -> Any:
    if name in _COMPARING and any(_enormous(part) for part in given):
        raise InputError("text", f"{name} stands around an exponential beyond exp(10**6)")
    if name in ("binomial", "factorial", "lucas") and any(part.is_number and not _small(part) for part in given):
        raise InputError("text", f"it has {name} of an argument beyond {MAX_COUNT}")
    if name == "floor" and any(part.is_number and not part.is_Rational for part in given):
        raise InputError("text", "it has floor of a number that is no fraction")
    if name == "sqrt" and len(given) == 1:
        return _power(_number(given[0]), Rational(1, 2))
    try:
        return function(*given)
    except (TypeError, ValueError, AttributeError, IndexError, OverflowError):
        raise InputError("text", f"{name} does not take what stands in its parentheses") from None


def _enormous(value: Any) -> bool:
    """Whether an exponential of a number beyond 10**6 stands in it; comparing such numbers takes minutes."""
    inner = (part.args[0] for part in value.atoms(exp, cosh, sinh))
    return any(part.is_number and (abs(part) > 10**6 if part.is_Rational else abs(part.evalf(15)) > 10**6) for part in inner)


def _small(value: Any) -> bool:
    return bool(value.is_Rational) and abs(int(value.p)) <= MAX_COUNT and int(value.q) <= MAX_COUNT


def _unknown(reader: _Reader, name: str) -> InputError:
    from difflib import get_close_matches

    allowed = [*MODEL, *FUNCTIONS] if reader.only is None else [*reader.only, *FUNCTIONS]
    near = get_close_matches(name, [*allowed, *reader.extra], 1)
    hint = (
        f", did you mean {near[0]}?"
        if near
        else f": write {', '.join(MODEL if reader.only is None else sorted([*reader.only, *reader.extra]))}"
    )
    return InputError("text", f"{shown(name)} is no name of the model{hint}")


@cache
def _ledger() -> dict[str, Any]:
    """The names of the ledger; they are loaded where a text is not of the model alone."""
    from ..ledger import notation

    forms = {form.__name__: form for form in notation.STRUCTURES}
    return forms | {name: getattr(notation, name) for name in (*notation.NAMES, *notation.DOMAINS) if name not in MODEL}
