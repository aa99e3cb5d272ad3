"""LaTeX as tokens: control words, letters, numbers and signs; scripts always in braces, spaces dropped."""

from __future__ import annotations

import re
from functools import cache

from ..errors import InputError

Token = str | int
"""A piece of LaTeX; in a pattern a number stands for an argument."""

_TOKEN = re.compile(
    r"\\(?:left|right|Bigl|Bigr)(?:\\lvert|\\rvert|\\\{|\\\}|[()\[\]])|\\(?:begin|end)\{[a-z]+\}|\\(?:text|operatorname)\{[^{}]*\}|\\big\||\\[A-Za-z]+|\\\\|\\[{}]|[0-9]+|[A-Za-z]|[{}()\[\]|+\-=<>,;/^_&'*]|\s+|\\,"
)


_SAME = {r"\dfrac": r"\frac"}
"""Words that differ in size alone."""


def tokens(text: str) -> list[Token]:
    r"""The tokens of the emitted language; InputError where a character does not belong to it.

    >>> tokens(r"\beta S_m^2")
    ['\\beta', 'S', '_', '{', 'm', '}', '^', '{', '2', '}']
    """
    found: list[Token] = []
    place = 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise InputError("LaTeX", f"holds {text[place : place + 12]!r}, which is not in the language of the ledger.")
        if not match.group().isspace() and match.group() != r"\,":
            found.append(_SAME.get(match.group(), match.group()))
        place = match.end()
    return _braced(found)


def _braced(found: list[Token]) -> list[Token]:
    """Every script in braces."""
    result: list[Token] = []
    place = 0
    while place < len(found):
        token = found[place]
        result.append(token)
        place += 1
        if token in ("_", "^") and place < len(found) and found[place] != "{":
            result += ["{", found[place], "}"]
            place += 1
    return result


_SLOT = re.compile(r"\{([0-9])\}")


@cache
def pattern(template: str) -> tuple[Token, ...]:
    r"""A template as tokens, with the number of the argument where an argument stands.

    >>> pattern(r"S_{{{0}}}^a")
    ('S', '_', '{', 0, '}', '^', '{', 'a', '}')
    """
    result: list[Token] = []
    for place, piece in enumerate(_SLOT.split(template)):
        result += [int(piece)] if place % 2 else _pieces(piece.replace("{{", "{").replace("}}", "}"))
    return tuple(_braced(result))


def _pieces(text: str) -> list[Token]:
    return [match.group() for match in _TOKEN.finditer(text) if not match.group().isspace()]
