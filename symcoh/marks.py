"""Sentences whose formulas the author has marked with backticks: "for `N >= 2` the ring closes".

Between backticks stands mathematics, in the notation of `latex.formula`; everything else is prose. Whoever prints plain text
leaves the marks out.
"""

from __future__ import annotations

MARK = "`"


def plain(text: str) -> str:
    """The sentence without its marks.

    >>> plain("for `N >= 2` the ring closes")
    'for N >= 2 the ring closes'
    """
    return text.replace(MARK, "")


def marked(formula: object) -> str:
    """A formula made by the program, marked.

    >>> marked("N >= 2")
    '`N >= 2`'
    """
    return f"{MARK}{formula}{MARK}"


def pieces(text: str) -> list[tuple[str, bool]]:
    """The sentence as (text, whether it is a formula), empty pieces left out.

    >>> pieces("for `N >= 2`, a ring")
    [('for ', False), ('N >= 2', True), (', a ring', False)]
    """
    parts = text.split(MARK)
    assert len(parts) % 2, f"a mark is not closed: {text}"
    return [(part, place % 2 == 1) for place, part in enumerate(parts) if part]
