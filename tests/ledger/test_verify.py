"""Every entry survives the attack, and its wrong copy does not."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from symcoh.attack.verify import FLOOR, Verdict, caught, verify_entry
from symcoh.ledger import Entry, entries

ALL = [pytest.param(entry, id=entry.number) for entry in entries()]
SAMPLES = 25
DIGITS = 50


@pytest.mark.parametrize("entry", ALL)
def test_the_entry_survives(entry: Entry) -> None:
    verdict = verify_entry(entry, SAMPLES, DIGITS)
    assert verdict.false == 0
    assert verdict.true >= FLOOR * (verdict.true + verdict.false + verdict.undecided) > 0
    assert verdict.wrong_copy_caught
    assert verdict.counterexample_holds in ({None} if entry.counterexample is None else {True})
    assert verdict.passed


@pytest.mark.parametrize("entry", ALL)
def test_the_wrong_copy_fails_in_its_place(entry: Entry) -> None:
    wrong = replace(entry, statements=(entry.wrong.statement,))
    verdict = verify_entry(wrong, SAMPLES, DIGITS)
    assert verdict.false > 0
    assert not verdict.passed


def test_a_right_copy_called_wrong_is_noticed() -> None:
    entry = next(entry for entry in entries() if entry.number == "29")
    assert not caught(replace(entry, wrong=replace(entry.wrong, statement=entry.statements[0])), SAMPLES, DIGITS)


@pytest.mark.parametrize(
    ("change", "passed"),
    [
        ({}, True),
        ({"true": 19, "undecided": 6}, False),
        ({"true": 24, "false": 1}, False),
        ({"true": 0}, False),
        ({"wrong_copy_caught": False}, False),
        ({"counterexample_holds": False}, False),
        ({"counterexample_holds": True}, True),
    ],
)
def test_a_verdict_is_passed_only_without_a_fault(change: dict[str, object], passed: bool) -> None:
    sound = Verdict(equation="1", status="checked", true=25, false=0, undecided=0, wrong_copy_caught=True, counterexample_holds=None)
    assert replace(sound, **change).passed is passed  # type: ignore[arg-type]  # fields of several types


def test_the_json_of_a_verdict() -> None:
    verdict = Verdict(equation="1", status="checked", true=25, false=0, undecided=0, wrong_copy_caught=True, counterexample_holds=None)
    assert json.dumps(verdict.to_json()) == (
        '{"equation": "1", "status": "checked", "true": 25, "false": 0, "undecided": 0, "wrong_copy_caught": true}'
    )
