"""How wide a formula is, by rule of thumb, and where to break it. Heuristic: only TeX knows the width."""

from __future__ import annotations

import re

from .tokens import Token, tokens

LINE = 37.0
"""Ems of a line: a column of text less its equation number."""

_WORD = re.compile(r"\\(sinh|cosh|tanh|coth|ln|max|min|exp|lim)$")
_WIDE = {"+": 1.5, "-": 1.5, "=": 1.7, "<": 1.7, ">": 1.7, r"\pm": 1.5, r"\mp": 1.5, r"\le": 1.7, r"\ge": 1.7, r"\simeq": 1.7, ",": 0.5}
_WIDE |= {"&": 1.0, "|": 0.3, "(": 0.4, ")": 0.4, "[": 0.4, "]": 0.4, "'": 0.3, r"\otimes": 1.4, r"\qquad": 2.0, "{": 0.0, "}": 0.0}
_SIZED = r"\\(?:left|right|Bigl|Bigr)(?:\\[A-Za-z]+|\\[{}]|[()\[\]])"
HYPER = r"\,{}_"
"""How a hypergeometric function begins: a thin space and an index before its letter."""

_OPENED = re.compile(r"\\left|\\begin|\\Bigl")
_CLOSED = re.compile(r"\\right|\\end|\\Bigr")


def heuristic_width(text: str) -> float:
    r"""The width in ems, more or less.

    >>> heuristic_width("aaaa") < heuristic_width(r"\frac{aaaa}{b}") < heuristic_width("aaaaa")
    True
    """
    return _row(tokens(_known(text)), 0)[0]


def _known(text: str) -> str:
    """The text in the language of `tokens`, which knows fewer signs: a semicolon is as wide as any of the others."""
    return re.sub(r"\\ |[^A-Za-z0-9\\{}()\[\]|+=<>,;/^_&'*\s-]", ";", text)


def _row(found: list[Token], place: int) -> tuple[float, int]:
    """(width, place behind) of what stands before the closing brace."""
    total = 0.0
    while place < len(found) and found[place] != "}":
        width, place = _piece(found, place)
        total += width
    return total, place + 1


def _piece(found: list[Token], place: int) -> tuple[float, int]:
    token = str(found[place])
    if token == "{":
        return _row(found, place + 1)
    if token in (r"\frac", r"\binom"):
        above, place = _row(found, place + 2)
        below, place = _row(found, place + 1)
        return max(above, below) + 0.3 + (1.0 if token == r"\binom" else 0.0), place
    if token in ("_", "^"):
        return _script(found, place)
    if token in (r"\sum", r"\bigotimes", r"\int") and place + 1 < len(found) and found[place + 1] == "_":
        under, place = _row(found, place + 3)
        return max(1.4, 0.7 * under) + 0.2, place
    if _WORD.match(token):
        return 2.2, place + 1
    return _WIDE.get(token, 0.4 + 0.5 * len(token) if token.isdigit() else 0.3 if re.match(_SIZED, token) else 0.6), place + 1


def _script(found: list[Token], place: int) -> tuple[float, int]:
    """A script; an upper and a lower one stand above each other."""
    width, behind = _row(found, place + 2)
    if behind < len(found) and found[behind] in ("_", "^") and found[behind] != found[place]:
        other, behind = _row(found, behind + 2)
        width = max(width, other)
    return 0.7 * width, behind


def broken(text: str, line: float = LINE) -> list[str]:
    r"""The text in lines, broken before a sign outside all brackets, else before a factor, else within the outer brackets.

    Joining the lines gives the text, but for \times before a factor and the size of a bracket that is torn.
    """
    if heuristic_width(text) <= line:
        return [text]
    for places, mark in ((_signs(text), ""), (_factors(text), r"\times ")):
        lines = _filled(text, places, mark, line)
        if len(lines) > 1:
            return [piece for row in lines for piece in broken(row, line)]
    opened = _loosened(text)
    return _filled(opened, _signs(opened, 1), "", line)


def _loosened(text: str) -> str:
    r"""The text with the brackets outside all others at a size that does not depend on what is between: \Bigl[ for \left[."""
    pieces, last = [], 0
    for place, token, depth in _depths(text):
        if depth == 0 and token.startswith((r"\left", r"\right")) and token not in (r"\left", r"\right"):
            pieces += [text[last:place], token.replace(r"\left", r"\Bigl").replace(r"\right", r"\Bigr")]
            last = place + len(token)
    return "".join([*pieces, text[last:]])


def _filled(text: str, places: list[int], mark: str, line: float) -> list[str]:
    """As many pieces in a line as fit."""
    pieces = [text[start:end] for start, end in zip([0, *places], [*places, len(text)], strict=True) if text[start:end]]
    lines: list[str] = []
    for piece in pieces:
        if lines and heuristic_width(lines[-1] + piece) <= line:
            lines[-1] += piece
        else:
            lines.append(mark + (piece[2:] if piece.startswith(HYPER) else piece) if lines else piece)
    return lines


def _depths(text: str) -> list[tuple[int, str, int]]:
    """(place, token, depth in brackets and braces) of every token."""
    found, depth = [], 0
    for match in re.finditer(_SIZED + r"|\\begin\{[a-z]+\}|\\end\{[a-z]+\}|\\[A-Za-z]+|\\.|.", text):
        token = match.group()
        if _CLOSED.match(token) or token in ("}", ")", "]", r"\}", r"\rvert", r"\rfloor"):
            depth -= 1
        found.append((match.start(), token, depth))
        if _OPENED.match(token) or token in ("{", "(", "[", r"\{", r"\lvert", r"\lfloor"):
            depth += 1
    return found


def _signs(text: str, within: int = 0) -> list[int]:
    """Where a sign stands outside all brackets, or within that many, but at the start of the text or of a bracket."""
    found, before = [], "("
    for place, token, depth in _depths(text):
        leads = before in "([{&=," or before.startswith((r"\left", r"\Bigl", r"\{", r"\to"))
        if depth == within and not leads and token in ("+", "-", r"\pm", r"\mp") and not _in_braces(text[:place]):
            found.append(place)
        before = token
    return found


def _in_braces(before: str) -> bool:
    """Whether what stands before has an open brace, as in a fraction or a script."""
    plain = re.sub(r"\\[{}]", "", before)
    return plain.count("{") > plain.count("}")


def _factors(text: str) -> list[int]:
    """Where a fraction, a bracket or a function begins outside all brackets, but at the start and behind a sign or a sum."""
    found, before = [], ""
    for place, token, depth in _depths(text):
        starts = token in (r"\frac", "(", "[", r"\{") or token.startswith(r"\left") or _WORD.match(token) or text.startswith(HYPER, place)
        if (
            depth == 0
            and place
            and starts
            and (before in ("}", ")", "]") or before.startswith(r"\right"))
            and not _under_a_sum(text[:place])
        ):
            found.append(place)
        before = token
    return found


def _under_a_sum(before: str) -> bool:
    """Whether what stands before ends with the range of a sum, or is the name of a function before its argument."""
    return bool(re.search(r"\\(sum|bigotimes|int|lim|sinh|cosh|tanh|coth)(_\{[^{}]*\}|\^\{[^{}]*\}|[_^].)*$", before))
