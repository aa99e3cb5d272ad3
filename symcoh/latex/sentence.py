r"""Sentences with marked formulas as LaTeX text: what stands between backticks is mathematics, all else is prose."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..marks import pieces
from .formula import inline
from .signs import LETTERS

_ESCAPES = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "…": r"\ldots{}", "–": "--", "—": "---"}
_ESCAPES |= {c: "\\" + c for c in "#$%&_{}"} | {c: f"${c}$" for c in "<>|"} | {"“": "``", "”": "''", "’": "'", "‘": "`"}
_NUMBER = re.compile(r"\(([0-9]{1,2}[a-f]?(?:,[a-f])?|B[0-9]{1,2})\)")
_RANGE = re.compile(r"(?<=\))-(?=\()")
_STEPS = re.compile(r"[Ss]teps? ([0-9]+(?:, [0-9]+)*(?: and [0-9]+)?)|[Tt]he (two )?steps? before")
_COUNT = re.compile(r"[0-9]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Names:
    """What sentences of a proof refer to.

    `labels` are those of the displays of the steps, None where a step shows none; `place` is the number of the step that speaks;
    `letter` stands before the equation numbers of the paper, so that they are not taken for those of the document.
    """

    labels: tuple[str | None, ...] = ()
    place: int = 0
    letter: str = ""


PLAIN = Names()


def sentence(text: str, names: Names = PLAIN) -> str:
    r"""A sentence as LaTeX that compiles with amsmath.

    Raises:
        InputError: a formula that is not in the notation.

    >>> print(sentence("`e^{2K} <= omega_a` & 100%: for `N >= 2` even, a ring."))
    $e^{2K}\le\omega_a$ \& 100\%: for $N\ge2$ even, a ring.
    """
    return "".join(inline(part) if formula else words(part, names) for part, formula in pieces(text))


def words(text: str, names: Names = PLAIN) -> str:
    """Prose, with references to steps and to the numbers of the paper."""
    found, last = "", 0
    for match in _STEPS.finditer(text):
        told = _reference(match, names)
        if told:
            found += _escaped(text[last : match.start()], names) + told
            last = match.end()
    return found + _escaped(text[last:], names)


def _escaped(text: str, names: Names) -> str:
    told = _NUMBER.sub(rf"({names.letter}\1)", text) if names.letter else text
    told = re.sub(r"(?<![\w.,;:!?)])'(?=\w)", "‘", told)
    told = "".join(_ESCAPES.get(c, c if c.isascii() else f"${LETTERS[c]}$" if c in LETTERS else c) for c in told)
    return _RANGE.sub("--", told).replace("Sec. ", "Sec.~").replace("App. ", "App.~").replace(" ...", r"~\dots")


def _reference(match: re.Match[str], names: Names) -> str:
    r"""\eqref of the steps meant, "" where one of them shows no display."""
    steps = (
        [int(found) for found in _COUNT.findall(match[1])] if match[1] else list(range(names.place - (2 if match[2] else 1), names.place))
    )
    known = [names.labels[step - 1] if 0 < step <= len(names.labels) else None for step in steps]
    if not known or None in known:
        return ""
    told = [rf"\eqref{{{label}}}" for label in known]
    return told[0] if len(told) == 1 else ", ".join(told[:-1]) + " and " + told[-1]
