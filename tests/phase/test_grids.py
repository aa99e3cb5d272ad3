"""Exact grids of a parameter."""

from __future__ import annotations

from fractions import Fraction

import pytest

from symcoh.errors import InputError
from symcoh.exactnumbers import exact
from symcoh.grids import grid_values, parse_grid

NAMES = ("J", "gamma")


def fractions(text: str) -> list[Fraction]:
    return [Fraction(int(v.rational.p), int(v.rational.q)) for v in grid_values(text, "--over") if v.rational is not None]


@pytest.mark.parametrize(("low", "high", "count"), [("-0.5", "0.5", 50), ("0", "1", 2), ("1e-3", "7/3", 7), ("2", "-2", 9), ("1", "1", 3)])
def test_points(low: str, high: str, count: int) -> None:
    found = fractions(f"{low}..{high}:{count}")
    first, last = (Fraction(x) for x in (low, high))
    assert found == [first + (last - first) * Fraction(k, count - 1) for k in range(count)]


def test_text_of_points() -> None:
    """Each point prints as text that names exactly the same number; decimals where they are exact."""
    for body in ("-0.5..0.5:50", "0..1:11", "1e-3..1:5", "sqrt(2)..2:4"):
        for value in grid_values(body, "--over"):
            assert exact(str(value)) == value
    assert [str(v) for v in grid_values("0..-1:5", "--over")] == ["0", "-0.25", "-0.5", "-0.75", "-1"]
    assert str(grid_values("0..1:4", "--over")[1]) == "1/3"


def test_lists_and_names() -> None:
    assert [str(v) for v in parse_grid("J=1, -1/2,sqrt(3)", "--over", NAMES).values] == ["1", "-1/2", "sqrt(3)"]
    assert parse_grid(" gamma =1..2:3", "--over", NAMES).name == "gamma"
    assert [str(v) for v in grid_values("0.01..2:200", "--over")][-1] == "2"


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("J", "must be NAME=a..b:n or NAME=x,y,z, but is 'J'"),
        ("K=0..1:5", "must vary one of J, gamma, but names 'K'"),
        ("J=0..1", "n from 2 to 1000000"),
        ("J=0..1:1", "n from 2 to 1000000"),
        ("J=0..1:1000001", "n from 2 to 1000000"),
        ("J=0..1:-3", "n from 2 to 1000000"),
        ("J=0..1:2.5", "n from 2 to 1000000"),
        ("J=..1:3", "--over"),
        ("J=0..:3", "--over"),
        ("J=0..1..2:3", "--over"),
        ("J=1,,2", "--over"),
        ("J=", "--over"),
        ("J=oo..1:3", "--over"),
        ("J=9**9**9", "--over"),
    ],
)
def test_bad_grids(text: str, match: str) -> None:
    with pytest.raises(InputError, match=match) as caught:
        parse_grid(text, "--over", NAMES)
    assert caught.value.argument == "--over" and len(str(caught.value)) < 200


def test_numbers_of_more_than_4300_digits() -> None:
    values = grid_values("1e1000..1e6000:3", "--over")
    assert values[0] == exact("1e1000") and values[-1] == exact("1e6000")
