"""The ledger is complete, and says of each entry what it may say."""

from __future__ import annotations

import re
from importlib.metadata import entry_points

import pytest

from symcoh.errors import InputError
from symcoh.ledger import entries, find
from symcoh.ledger.entry import STATUSES

ENTRIES = entries()


def test_every_number_of_the_paper_is_there_in_order() -> None:
    numbers = [int(re.match(r"\d+", entry.number).group()) for entry in ENTRIES if entry.number[0].isdigit()]  # type: ignore[union-attr]  # matched
    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(1, 90))


def test_lines_of_one_number() -> None:
    assert [entry.number for entry in find("27")] == ["27a", "27b"]
    assert [entry.number for entry in find("(70)")] == [f"70{letter}" for letter in "abcdef"]
    assert [entry.number for entry in find("30")] == ["30"]


@pytest.mark.parametrize("number", ["0", "90", "27c", "", "x" * 300, "3o"])
def test_no_other_number_is_found(number: str) -> None:
    with pytest.raises(InputError, match="NUMBER must be an equation from 1 to 89"):
        find(number)


def test_derived_names_an_installed_derivation() -> None:
    installed = {point.name for point in entry_points(group="symcoh.derivations")}
    for entry in ENTRIES:
        assert entry.derivation is None or entry.derivation in installed, entry.number
        assert entry.status != "derived" or entry.derivation, entry.number


def test_every_entry_is_complete() -> None:
    for entry in ENTRIES:
        assert entry.status in STATUSES
        assert entry.statements and entry.title and entry.source and entry.section, entry.number
        assert entry.assumptions and all(text.strip() == text and text for text in entry.assumptions), entry.number
        assert entry.wrong.name, entry.number
        assert entry.status != "open" or entry.missing, entry.number


def test_corrections_carry_a_counterexample() -> None:
    corrected = [entry for entry in ENTRIES if entry.status == "corrected"]
    assert corrected
    assert all(entry.counterexample is not None for entry in corrected)
