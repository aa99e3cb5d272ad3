"""Templates of names as tokens, which the reader compares with what is printed."""

from __future__ import annotations

from functools import cache

from symcoh.latex.tokens import tokens

Token = str | int
"""A piece of LaTeX; in a pattern a number stands for an argument."""

SLOTS = tuple(rf"\slot{letter}" for letter in "abcdefghij")


@cache
def pattern(template: str) -> tuple[Token, ...]:
    """A template as tokens, with the number of the argument where an argument stands."""
    filled = template.format(*(f"{slot} " for slot in SLOTS))
    return tuple(SLOTS.index(token) if token in SLOTS else token for token in tokens(filled))
