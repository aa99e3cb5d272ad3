"""Every entry survives the attack, and its wrong copy does not."""

from __future__ import annotations

import json
from dataclasses import replace
from math import sinh, tanh
from typing import Any

import pytest

from reliability.sampling import SOAK
from symcoh import Model, evaluate
from symcoh.attack.verify import FLOOR, Verdict, caught, report, verify_entry
from symcoh.ledger import Entry, entries

ALL = [pytest.param(entry, id=entry.number) for entry in entries()]
ATTACKED_WHOLE = {entry.number for entry in entries()[::10]} | {"35", "37", "55", "B5"}
"""Entries whose wrong copies are counted at every point in the gate too, limits among them; all of them in soak."""
SAMPLES = 25
DIGITS = 50


@pytest.mark.parametrize("entry", ALL)
def test_the_entry_survives(entry: Entry) -> None:
    verdict = verify_entry(entry, SAMPLES, DIGITS)
    assert verdict.false == 0
    assert verdict.true >= FLOOR * (verdict.true + verdict.false + verdict.undecided) > 0
    assert verdict.wrong_copy_caught
    assert verdict.counterexample_holds in ({True} if entry.counterexamples else {None})
    assert verdict.passed


@pytest.mark.parametrize("entry", ALL)
def test_the_wrong_copy_fails_in_its_place(entry: Entry) -> None:
    wrong = replace(entry, statements=(entry.wrong.statement,))
    if SOAK == 1 and entry.number not in ATTACKED_WHOLE:
        # The first half of the same points; what a verdict makes of a false one does not depend on the entry.
        assert caught(wrong, SAMPLES // 2, DIGITS)
        return
    verdict = verify_entry(wrong, SAMPLES if SOAK > 1 else SAMPLES // 2, DIGITS)
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


def test_the_report_says_what_failed() -> None:
    sound = Verdict(equation="29", status="derived", true=25, false=0, undecided=0, wrong_copy_caught=True, counterexample_holds=None)
    changes: tuple[dict[str, Any], ...] = (
        {},
        {"wrong_copy_caught": False},
        {"counterexample_holds": True},
        {"counterexample_holds": False},
        {"false": 1},
    )
    entry = next(entry for entry in entries() if entry.number == "29")
    lines = report([entry] * len(changes), [replace(sound, **change) for change in changes]).splitlines()
    assert [line.split()[:6] for line in lines[1:-1]] == [
        ["29", "derived", "25", "0", "0", "caught"],
        ["29", "derived", "25", "0", "0", "MISSED"],
        ["29", "derived", "25", "0", "0", "caught"],
        ["29", "derived", "25", "0", "0", "caught"],
        ["29", "derived", "25", "1", "0", "caught"],
    ]
    assert [line.endswith("<-- FAILED") for line in lines[1:-1]] == [False, True, False, True, True]
    assert ["certified" in line for line in lines] == [False, False, False, True, False, False, False]
    assert [line.count("FAILED") for line in lines[1:-1]] == [0, 1, 0, 2, 1]
    assert lines[-1] == "2 of 5 entries passed."


def test_the_cube_in_b36_fails_for_many_sources() -> None:
    """The attack has N <= 8, where 8 sinh(beta omega/4)^3 in the bound is not refuted; at N = 40000 the square is needed.

    At beta = 1, J = 0 the law is tanh(N gamma omega_a/2), and the bound's second part 9/40 log(1 + sinh(h)^2) with h = omega_a.
    """
    value = evaluate(Model(N=40000, omega="1/10", omega_a="1/100", gamma="1/200", J=0), "coherence", beta=1, digits=12)
    apart = abs(float(str(value)) - tanh(1))
    second = 9 / 40 * sinh(0.01) ** 2
    assert 8 * sinh(0.025) ** 3 + second < apart / 1.9
    assert apart < 8 * sinh(0.025) ** 2 + second
