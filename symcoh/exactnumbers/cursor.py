"""A place in the tokens of a text, on which the readers of numbers and of formulas build."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True, kw_only=True)
class Cursor:
    """The tokens, and how many of them are read."""

    tokens: list[str]
    place: int = 0

    def peek(self) -> str:
        """The next token; nothing at the end."""
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    def take(self) -> str:
        """The next token, which is read then."""
        self.place += 1
        return self.tokens[self.place - 1]

    def negative(self) -> bool:
        """Read the signs that stand there: whether they make minus."""
        found = False
        while self.peek() in ("+", "-"):
            found ^= self.take() == "-"
        return found
