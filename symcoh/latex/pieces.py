"""Pieces of LaTeX put together: side by side, in a row of terms, in brackets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sympy import Expr

DISPLAY, ARGUMENT, INLINE = "display", "argument", "inline"
"""Styles: on its own line; argument of a function, one fraction; in a script, with slashes."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Writer:
    """What a rule writes its parts with: in its own style, as a factor, behind a sum sign."""

    style: str
    show: Callable[..., str]
    factor: Callable[..., str]
    summand: Callable[[Expr], str]


def beside(parts: Iterable[str]) -> str:
    r"""Pieces of LaTeX side by side, with a space where a control word would swallow a letter.

    >>> print(beside(["2", r"\gamma", "m"]))
    2\gamma m
    """
    text = ""
    for part in parts:
        if re.search(r"\\[A-Za-z]+$", text) and part[:1].isalpha():
            text += " "
        elif part[:1].isdigit() and text[-1:].isdigit():
            text += r"\cdot "
        text += part
    return text


def tidy(text: str) -> str:
    r"""Scripts of one letter or digit without braces.

    >>> tidy("S_{m}^{2}+w_{12}")
    'S_m^2+w_{12}'
    """
    return re.sub(r"([_^])\{([A-Za-z0-9])\}(?![0-9])", r"\1\2", text)


def joined(terms: Sequence[tuple[str, str]]) -> str:
    """Signed terms in a row."""
    text = ""
    for place, (sign, body) in enumerate(terms):
        text = beside([text, sign or ("+" if place else ""), body])
    return text


def bracket(inner: str) -> str:
    r"""Round brackets, square ones around round ones, as tall as what they hold.

    >>> bracket("N-4n"), bracket(r"J(N-4n)"), bracket(r"\frac{1}{2}+m")
    ('(N-4n)', '[J(N-4n)]', '\\left(\\frac{1}{2}+m\\right)')
    """
    opened, closed = ("(", ")") if "(" not in inner else ("[", "]") if "[" not in inner else (r"\{", r"\}")
    tall = re.search(r"\\(frac|sum|binom|begin|lim|int|sqrt)", _without_scripts(inner))
    return rf"\left{opened}{inner}\right{closed}" if tall else f"{opened}{inner}{closed}"


def _without_scripts(text: str) -> str:
    """The text outside superscripts, which are never tall."""
    return re.sub(r"\^\{[^{}]*\}", "", text)


def one_fraction(text: str) -> bool:
    """Whether the text is one fraction and nothing else."""
    if not text.startswith(r"\frac{"):
        return False
    depth, groups = 0, 0
    for place, letter in enumerate(text):
        depth += {"{": 1, "}": -1}.get(letter, 0)
        groups += letter == "}" and depth == 0
        if groups == 2:
            return place == len(text) - 1
    return False
