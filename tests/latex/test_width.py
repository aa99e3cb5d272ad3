"""Where a formula is broken: never inside a bracket that keeps its size, never behind an opening one, nothing lost."""

from __future__ import annotations

import re

import pytest

from symcoh.latex.printer import sides
from symcoh.latex.width import LINE, broken, heuristic_width
from symcoh.ledger import entries

LONG = r"\left[a_1+\frac{b+c}{d}\sinh\frac{x}{2}-e^{-x+y}\right]\left(1-\delta_{n,0}\right)\cosh\frac{x}{2}"


def rejoined(lines: list[str]) -> str:
    """The lines as one text, brackets at the size they had."""
    text = "".join(line.removeprefix(r"\times ") for line in lines)
    return text.replace(r"\Bigl", r"\left").replace(r"\Bigr", r"\right")


@pytest.mark.parametrize("line", [4.0, 8.0, 12.0, 20.0, LINE])
def test_nothing_is_lost_at_any_width(line: float) -> None:
    texts = [LONG, *(text for entry in entries() for statement in entry.statements for text in sides(statement))]
    for text in texts:
        assert rejoined(broken(text, line)) == text


def test_every_line_is_balanced_or_has_brackets_of_fixed_size() -> None:
    for entry in entries():
        for statement in entry.statements:
            for text in sides(statement):
                for part in broken(text, 15.0):
                    assert part.count(r"\left") == part.count(r"\right"), (entry.number, part)
                    plain = re.sub(r"\\[{}]", "", part)
                    assert plain.count("{") == plain.count("}"), (entry.number, part)
                    assert not part.startswith(")") and not re.search(r"[+\-]$", part)


def test_a_short_text_stays_whole() -> None:
    assert broken("N-4n") == ["N-4n"]


def test_a_line_breaks_before_its_signs_first() -> None:
    assert broken("a+b-c", 2.5) == ["a", "+b", "-c"]
    assert broken(r"\frac{a}{b}\left(c+d\right)", 4.0)[1].startswith(r"\times \left(")


def test_widths_order_as_they_print() -> None:
    rising = ["m", "mn", r"\frac{mnkN}{2}", "mnkNmn", "mnkNmn+mnkN"]
    found = [heuristic_width(text) for text in rising]
    assert found == sorted(found) and len(set(found)) == len(found)
