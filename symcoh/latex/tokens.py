"""LaTeX as tokens: control words, letters, numbers and signs; scripts always in braces, spaces dropped."""

from __future__ import annotations

import re

from ..errors import InputError

Token = str
"""A piece of LaTeX."""

_TOKEN = re.compile(
    r"\\(?:left|right|Bigl|Bigr)(?:\\lvert|\\rvert|\\\{|\\\}|[()\[\]])|\\(?:begin|end)\{[a-z]+\}|\\(?:text|operatorname)\{[^{}]*\}"
    r"|\\big\||\\[A-Za-z]+|\\\\|\\[{}]|[0-9]+|[A-Za-z]|[{}()\[\]|+\-=<>,;/^_&'*]|\s+|\\,"
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
