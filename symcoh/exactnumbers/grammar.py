"""The grammar of user text: numbers, + - * / **, sqrt, pi, exp, log, parentheses; ASCII.

    sum     = product {("+" | "-") product}
    product = signed {("*" | "/") signed}
    signed  = ("+" | "-") signed | power
    power   = atom ["**" signed]
    atom    = number | "pi" | ("sqrt" | "exp" | "log") "(" sum ")" | "(" sum ")"

A recursive descent over tokens; nothing is ever handed to `eval`. Sizes are checked before any
arithmetic, so that `9**9**9` and texts of a million characters are refused at once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from flint import fmpq, fmpz

from ..errors import InputError, NoExactNumber, UndecidedInput, UndecidedNumber, shown
from .cursor import Cursor
from .number import Exact, atom, exponential, logarithm, power, rational, square_root, total
from .reduced import reduced

MAX_CHARACTERS = 20_000
MAX_PARENTHESES = 100
MAX_EXPONENT = 100_000
MAX_WORK_BITS = 2**25
"""Bits of all literals and intermediate results of one text together."""

_TOKEN = re.compile(
    r"(?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)|(?P<name>[A-Za-z_][A-Za-z_0-9]*)|(?P<mark>\*\*|[-+*/()])"
)
_PLAIN = re.compile(r"(-?)([0-9]{1,40})(?:\.([0-9]{0,40})|/0*([1-9][0-9]{0,39}))?", re.ASCII)
_FORTRAN = re.compile(r"(?<![\w.*/])(?:[0-9]+\.[0-9]*|\.[0-9]+)[+-][0-9]{3}(?![\w.*/])", re.ASCII)
"""A number, a sign and three digits, with nothing between or around: how Fortran prints 3.14e-114."""

_OTHER_EXPONENT = re.compile(r"[dDqQ][+-]?[0-9]", re.ASCII)
_ADVICE = {
    "oo": "oo is allowed only as the whole --beta of evaluate",
    **{
        word: f"{word} is not in the grammar, and oo, the only infinity, is for --beta alone"
        for word in ("inf", "Inf", "infinity", "Infinity")
    },
    "root": "root is not in the grammar, write 8**(1/3), and -8**(1/3) for the real root of -8",
    "cbrt": "cbrt is not in the grammar, write 8**(1/3), and -8**(1/3) for the real root of -8",
    "ln": "ln is not in the grammar, write log",
    "e": "e is not in the grammar, write exp(1)",
    "E": "E is not in the grammar, write exp(1)",
}
_COMMA = re.compile(r"([+-]?[0-9]+),([0-9]+)\Z", re.ASCII)
_FUNCTIONS = {"sqrt": square_root, "exp": exponential, "log": logarithm}


@dataclass(slots=True, kw_only=True)
class _Reader(Cursor):
    work: int = 0

    def spend(self, value: Exact) -> Exact:
        """Count the bits a value holds, so that many large operations end in a refusal."""
        self.work += sum(int(c.height_bits()) for _, c in value.terms)
        if self.work > MAX_WORK_BITS:
            raise NoExactNumber("it is too much work to read exactly, try a shorter expression")
        return value


def parse(text: str, argument: str = "value") -> Exact:
    """Read `text` as an exact number; `argument` names it in the error sentence.

    Raises:
        InputError: the text is empty, outside the grammar, not a real number, or too large.

    >>> parse("1e-3").canonical(), parse("-2**2 + sqrt(9/4)").canonical()
    ('1/1000', '-5/2')
    >>> parse("10^6", "--beta")
    Traceback (most recent call last):
    symcoh.errors.InputError: --beta does not read '10^6': '^' is not in the grammar, write ** for powers.
    """
    plain = _plain(text)
    if plain is not None:
        return plain
    try:
        reader = _Reader(tokens=tokens(text.strip()))
        value = _sum(reader)
        if reader.peek():
            raise NoExactNumber(f"it has {shown(reader.peek())} where an operator is missing")
        value = reduced(value)
    except NoExactNumber as error:
        # The sentence repeats the text only where it is short enough to help.
        kind = UndecidedInput if isinstance(error, UndecidedNumber) else InputError
        raise kind(argument, f"does not read {shown(text)}: {error.reason}.") from None
    return Exact(value.terms, text.strip())


def _plain(text: str) -> Exact | None:
    """A short decimal or fraction, the usual text, read at once; None for any other."""
    found = _PLAIN.fullmatch(text)
    if found is None:
        return None
    side, whole, fraction, denominator = found.groups(default="")
    value = fmpq(int(whole + fraction), int(denominator) if denominator else 10 ** len(fraction))
    return Exact((((), -value if side else value),) if value else (), text)


def tokens(text: str) -> list[str]:
    """The tokens of a text within the limits on characters, ASCII and parentheses."""
    if len(text) > MAX_CHARACTERS:
        raise NoExactNumber(f"it is longer than {MAX_CHARACTERS} characters")
    if not text.isascii():
        raise NoExactNumber("it has a character outside ASCII, type plain digits and signs")
    if not text:
        raise NoExactNumber("it is empty, type a number such as 7/10")
    found, place, depth = [], 0, 0
    while place < len(text):
        if text[place] in " \t":
            place += 1
            continue
        match = _TOKEN.match(text, place)
        if match is None:
            raise NoExactNumber(f"{shown(text[place])} is not in the grammar, {_advice(text, place)}")
        if match.lastgroup == "number":
            _refuse_other_exponents(text, place, match.end())
        if match.group() in _ADVICE and match.group() != "oo":
            raise NoExactNumber(_ADVICE[match.group()])
        depth += (match.group() == "(") - (match.group() == ")")
        if depth > MAX_PARENTHESES:
            raise NoExactNumber(f"it nests more than {MAX_PARENTHESES} parentheses")
        found.append(match.group())
        place = match.end()
    return found


def _advice(text: str, place: int) -> str:
    """What to write instead of the character that stands there."""
    if text[place] == "^":
        return "write ** for powers"
    comma = _COMMA.match(text)
    if comma is None or len(text) > 40:
        return "see the grammar in the README"
    whole, part = comma.groups()
    return f"write {whole}.{part} with a point" + (f", or {whole}{part}" if len(part) == 3 else "")


def _refuse_other_exponents(text: str, start: int, end: int) -> None:
    """Refuse a literal with an exponent as Fortran writes it, which would be read as something else, or as nothing."""
    literal = text[start:end]
    if _OTHER_EXPONENT.match(text, end):
        power = text[end + 1 : end + 8]
        raise NoExactNumber(f"it has {shown(text[start : end + 8])}, write e for the exponent, as in {literal}e{power}"[:120])
    if _FORTRAN.match(text, start):
        sign, digits = text[end], text[end + 1 : end + 4]
        raise NoExactNumber(
            f"{shown(text[start : end + 4])} may be an exponent or a sum, write {literal}e{sign}{digits} or {literal} {sign} {digits}"
        )


def _sum(reader: _Reader) -> Exact:
    parts = [_product(reader)]
    while reader.peek() in ("+", "-"):
        positive = reader.take() == "+"
        part = _product(reader)
        parts.append(reader.spend(part if positive else -part))
    return parts[0] if len(parts) == 1 else reader.spend(_paired_total(parts))


def _paired_total(parts: list[Exact]) -> Exact:
    """The sum in balanced pairs: thousands of long fractions stay quasi-linear."""
    while len(parts) > 2:
        parts = [total(parts[i : i + 2]) for i in range(0, len(parts), 2)]
    return total(parts)


def _product(reader: _Reader) -> Exact:
    value = _signed(reader)
    while reader.peek() in ("*", "/"):
        times = reader.take() == "*"
        factor = _signed(reader)
        if not times and factor.rational == 0:
            raise NoExactNumber("it divides by zero")
        value = reader.spend(value * factor if times else value / factor)
    return value


def _signed(reader: _Reader) -> Exact:
    negative = reader.negative()
    value = _power(reader)
    return -value if negative else value


def _power(reader: _Reader) -> Exact:
    base = _atom(reader)
    if reader.peek() != "**":
        return base
    # Right to left, and without recursion for a chain such as 2**2**2**...: it is refused by size.
    chain = [base]
    signs = [False]
    while reader.peek() == "**":
        reader.take()
        signs.append(reader.negative())
        chain.append(_atom(reader))
    exponent = chain.pop()
    while chain:
        exponent = -exponent if signs.pop() else exponent
        exponent = reader.spend(power(chain.pop(), exponent))
    return exponent


def _atom(reader: _Reader) -> Exact:
    token = reader.peek()
    if not token:
        raise NoExactNumber("it ends where a number is missing")
    reader.take()
    if token[0].isdigit() or token[0] == ".":
        return reader.spend(_number(token))
    if token == "(":
        return _closed(reader)
    if token == "pi":
        return atom("pi")
    if token in _FUNCTIONS:
        if reader.peek() != "(":
            raise NoExactNumber(f"{token} needs its argument in parentheses")
        reader.take()
        return reader.spend(_FUNCTIONS[token](_closed(reader)))
    raise NoExactNumber(_ADVICE.get(token, f"{shown(token)} is not a number, sqrt, pi, exp or log"))


def _closed(reader: _Reader) -> Exact:
    value = _sum(reader)
    if reader.peek() != ")":
        raise NoExactNumber("a closing parenthesis is missing")
    reader.take()
    return value


def _number(token: str) -> Exact:
    """A decimal literal as the rational it names."""
    digits, _, exponent_text = token.lower().partition("e")
    whole, _, fraction = digits.partition(".")
    size = exponent_text.lstrip("+-").lstrip("0") or "0"  # Python reads at most 4,300 digits, zeros included
    if len(size) > 6 or int(size) > MAX_EXPONENT:
        raise NoExactNumber(f"its decimal exponent is beyond {MAX_EXPONENT}")
    exponent = (-int(size) if exponent_text.startswith("-") else int(size)) - len(fraction)
    mantissa = fmpz((whole + fraction).lstrip("0") or "0")
    scale = fmpz(10) ** abs(exponent)
    return rational(fmpq(mantissa * scale) if exponent >= 0 else fmpq(mantissa, scale))
