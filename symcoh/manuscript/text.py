"""Titles and names as LaTeX: what a user writes outside of $...$ is text, whatever characters it holds."""

from __future__ import annotations

import re
import unicodedata

from ..errors import InputError, shown

MOST_LETTERS = 20_000
_SPECIAL = {
    "\\": r"\textbackslash{}",
    "#": r"\#",
    "%": r"\%",
    "&": r"\&",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"$<$",
    ">": r"$>$",
    "|": r"$|$",
    '"': "''",
    "\N{EN DASH}": "--",
    "\N{EM DASH}": "---",
    "\N{MINUS SIGN}": "$-$",
    "\N{LEFT DOUBLE QUOTATION MARK}": "``",
    "\N{RIGHT DOUBLE QUOTATION MARK}": "''",
    "\N{LEFT SINGLE QUOTATION MARK}": "`",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{HORIZONTAL ELLIPSIS}": r"\ldots{}",
    "\N{NO-BREAK SPACE}": "~",
    "\N{MULTIPLICATION SIGN}": r"$\times$",
    "\N{INFINITY}": r"$\infty$",
    "\N{RIGHTWARDS ARROW}": r"$\to$",
    "\N{LESS-THAN OR EQUAL TO}": r"$\le$",
    "\N{GREATER-THAN OR EQUAL TO}": r"$\ge$",
    "\N{PLUS-MINUS SIGN}": r"$\pm$",
    "\N{MICRO SIGN}": r"$\mu$",
    "\N{MIDDLE DOT}": r"$\cdot$",
    "\N{DEGREE SIGN}": r"$^\circ$",
    "ß": r"\ss{}",
    "ø": r"\o{}",
    "Ø": r"\O{}",
    "æ": r"\ae{}",
    "Æ": r"\AE{}",
    "œ": r"\oe{}",
    "Œ": r"\OE{}",
    "ł": r"\l{}",
    "Ł": r"\L{}",
    "ı": r"\i{}",
    "§": r"\S{}",
    "©": r"\copyright{}",
    "¡": "!`",
    "¿": "?`",
}
_ACCENTS = {
    "\u0300": "`",
    "\u0301": "'",
    "\u0302": "^",
    "\u0303": "~",
    "\u0304": "=",
    "\u0306": "u",
    "\u0307": ".",
    "\u0308": '"',
    "\u030a": "r",
    "\u030b": "H",
    "\u030c": "v",
    "\u0327": "c",
}
"""Combining accents and TeX's macros for them."""

_LIKE_LATIN = {"ALPHA", "BETA", "EPSILON", "ZETA", "ETA", "IOTA", "KAPPA", "MU", "NU", "OMICRON", "RHO", "TAU", "CHI"}
"""Capitals that TeX has no macro for."""


def escaped(text: str, argument: str) -> str:
    r"""A line of text as LaTeX; mathematics stands between dollar signs and is left as it is.

    Args:
        text: what the user wrote.
        argument: its name in an error sentence.

    Raises:
        InputError: an odd number of dollar signs, or a character that pdflatex has no glyph for.

    >>> print(escaped("50 % of $C_0$ & γ", "title"))
    50 \% of $C_0$ \& $\gamma$
    >>> escaped("$C", "title")
    Traceback (most recent call last):
    symcoh.errors.InputError: title must have its dollar signs in pairs, but is '$C'.
    """
    if len(text) > MOST_LETTERS:
        raise InputError(argument, f"must have at most {MOST_LETTERS} letters, but has {len(text)}.")
    parts = re.split(r"(?<!\\)\$", text.replace("\r\n", "\n"))
    if len(parts) % 2 == 0:
        raise InputError(argument, f"must have its dollar signs in pairs, but is {shown(text)}.")
    found = []
    for place, part in enumerate(parts):
        if place % 2:
            _check_formula(part, argument)
            found.append(f"${part}$")
        else:
            found.append("".join(_letter(letter, argument) for letter in part.replace(r"\$", "\0")).replace("\0", r"\$"))
    return "".join(found)


def _letter(letter: str, argument: str) -> str:
    if letter in "\n\t":
        return "\n" if letter == "\n" else " "
    if letter == "\0" or letter in _SPECIAL:
        return _SPECIAL.get(letter, letter)
    if " " <= letter <= "~":
        return letter
    parts = unicodedata.normalize("NFD", letter)
    if len(parts) == 2 and parts[0].isascii() and parts[0].isalpha() and parts[1] in _ACCENTS:
        return rf"\{_ACCENTS[parts[1]]}{{{parts[0]}}}"
    words = unicodedata.name(letter, "").split()
    if words[:1] == ["GREEK"] and words[2:3] == ["LETTER"] and len(words) == 4 and words[3] != "OMICRON":
        name = "lambda" if words[3] == "LAMDA" else words[3].lower()
        if words[1] == "SMALL":
            return rf"$\{name}$"
        if words[3] not in _LIKE_LATIN:
            return rf"$\{name.capitalize()}$"
    raise InputError(argument, f"holds {shown(letter)}, which pdflatex cannot set: write it in LaTeX between dollar signs.")


def _check_formula(formula: str, argument: str) -> None:
    """Refuse what would end the document: an empty formula, braces that do not match, comments, other characters."""
    depth = 0
    for mark in re.findall(r"\\.|[{}%#&]", formula, re.DOTALL):
        depth += {"{": 1, "}": -1}.get(mark, 0)
        if depth < 0 or mark in ("%", "#", "&"):
            break
    else:
        if depth == 0 and formula.strip() and formula.isascii() and "\n\n" not in formula and "\0" not in formula:
            return
    raise InputError(argument, f"holds ${shown(formula)[1:-1]}$, no formula that LaTeX can set: mend its braces and characters.")
