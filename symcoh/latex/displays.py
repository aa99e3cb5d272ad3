r"""Running text with marked formulas in which the wide ones are displayed, the first of a claim with a number and a label."""

from __future__ import annotations

import re

from ..marks import pieces
from .formula import holds_relation, inline, inline_width, rows, widest
from .sentence import Names, words

LINE = 34.0
"""Ems of a line of an article at 10 pt."""

COLUMN = 24.0
"""Ems of a line of two columns: revtex4-2, iopart."""

NUMBER = 3.0
"""Ems kept free for the number of an equation."""

_JOINT = re.compile(r"[,;] (?:and |with )?$")
_BARE = re.compile(r"(?:[\s,.;:]|and|with|\([0-9a-f,B]+\))*")


def bare(claim: str) -> bool:
    """Whether a claim is formulas and nothing else, but for the numbers they have in the paper.

    >>> bare("(29), (31) `a = b`, `c = d`"), bare("For `a = b` nothing")
    (True, False)
    """
    return all(formula or _BARE.fullmatch(part) for part, formula in pieces(claim))


def shown_in_claim(claim: str, line: float) -> set[int]:
    """The places of the pieces that a claim displays.

    A formula that fills most of a line, a relation where it is wide, or where the claim is formulas alone.
    """
    found: set[int] = set()
    told, alone = pieces(claim), bare(claim)
    for place, (part, formula) in enumerate(told):
        condition = place + 1 < len(told) and told[place + 1][0].startswith(":")  # `J > 0`: what holds there
        if not formula:
            continue
        wide = inline_width(part)
        if wide > 0.7 * line or (holds_relation(part) and (wide > 0.38 * line or (alone and not found and not condition))):
            found.add(place)
    return found


def shown_in_reasons(text: str, line: float) -> set[int]:
    """The places of the pieces that a reason displays: those that fill most of a line."""
    return {place for place, (part, formula) in enumerate(pieces(text)) if formula and inline_width(part) > 0.7 * line}


def flowing(text: str, shown: set[int], names: Names, line: float, label: str = "") -> str:
    r"""The text with the pieces at the places `shown` displayed; a `label` numbers the first of them.

    >>> print(flowing("Here `a = b`.", {1}, Names(), 30.0, "eq:a"))
    Here
    \begin{equation}\label{eq:a}
    a=b.
    \end{equation}
    """
    found = pieces(text)
    told, place = "", 0
    while place < len(found):
        part, formula = found[place]
        if place not in shown:
            told += inline(part) if formula else words(part, names)
            place += 1
            continue
        end = _joined_end(found, place, line - NUMBER)
        joined = ", ".join(part for part, formula in found[place:end] if formula)
        mark, rest = _punctuation(found[end][0]) if end < len(found) and not found[end][1] else ("", "")
        told = told.rstrip() + "\n" * bool(told) + display(joined, line, label, mark) + "\n"
        label = ""
        if mark:
            told += words(rest.lstrip(), names)
        place = end + bool(mark)
    return told.rstrip("\n")


def _joined_end(found: list[tuple[str, bool]], place: int, line: float) -> int:
    """Behind the relations that follow a displayed one, commas between them, as long as all of them stand on one line."""
    end = place + 1
    joined = found[place][0]
    while end + 1 < len(found) and _JOINT.fullmatch(found[end][0]) and found[end + 1][1] and holds_relation(found[end + 1][0]):
        joined += ", " + found[end + 1][0]
        if len(rows(joined, line)) > 1:
            break
        end += 2
    return end


def _punctuation(text: str) -> tuple[str, str]:
    return (text[0], text[1:]) if text[:1] in (".", ",", ";", ":") else ("", text)


def display(formula: str, line: float, label: str = "", mark: str = "") -> str:
    """A formula displayed, in aligned lines where it is wide; with a number where it has a label."""
    found = rows(formula, line - NUMBER)
    return small(displayed(found, label, mark), widest(found), line)


def small(text: str, width: float, line: float) -> str:
    """A display in smaller letters where a part of it that cannot be broken is wider than the line."""
    return f"\\begingroup\\footnotesize\n{text}\n\\endgroup" if width > 1.06 * line else text


def displayed(lines: list[str], label: str = "", mark: str = "") -> str:
    """Lines of a formula as one equation."""
    name, told = ("equation", rf"\label{{{label}}}") if label else ("equation*", "")
    if len(lines) == 1:
        body = lines[0] + mark
    else:
        body = "\\begin{aligned}\n" + " \\\\\n".join(lines) + mark + "\n\\end{aligned}"
    return f"\\begin{{{name}}}{told}\n{body}\n\\end{{{name}}}"
