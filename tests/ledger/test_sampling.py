"""The points of an entry reach its corners: every combination of first, inner and last indices, both parities, both signs of J."""

from __future__ import annotations

from functools import cache
from itertools import islice

import pytest

from reliability.sampling import SOAK
from symcoh.attack import sampling
from symcoh.attack.evaluation_point import EvaluationPoint, integer_of, registry
from symcoh.attack.sampling import evaluation_points
from symcoh.attack.verify import points
from symcoh.balls import certain_sign, working_precision
from symcoh.errors import InputError
from symcoh.exactnumbers.sign import ball_here
from symcoh.ground import critical_coupling
from symcoh.ledger import Entry, entries, find

SAMPLES = 25
INDEXED = [pytest.param(entry, id=entry.number) for entry in entries() if entry.sampler.indices]
ALL = [pytest.param(entry, id=entry.number) for entry in entries()]


@cache
def attacked(number: str) -> tuple[EvaluationPoint, ...]:
    """The points of an entry's attack, drawn once for the tests below."""
    return tuple(points(find(number)[0], SAMPLES))


def corner(entry: Entry, here: EvaluationPoint) -> tuple[str, ...]:
    """Where the value of each index stands among those it could have."""
    found = []
    for name, domain in entry.sampler.indices.items():
        values = [str(value) for value in registry()[2][domain](here)]
        place, last = values.index(str(integer(here, name, values))), len(values) - 1
        found.append("only" if last == 0 else "first" if place == 0 else "last" if place == last else "inner")
    return tuple(found)


def integer(here: EvaluationPoint, name: str, values: list[str]) -> object:
    """The bound value as the domain writes it."""
    bound = here.bound[name]
    whole = bound.unique_fmpz() if hasattr(bound, "unique_fmpz") else None
    return whole if whole is not None and str(whole) in values else bound


@pytest.mark.parametrize("entry", INDEXED)
def test_every_corner_of_the_indices_is_reached(entry: Entry) -> None:
    """What as many other points reach (in soak twice as many), the attack's reach; of four indices with more corners than points, 20."""
    draws = 2 * SAMPLES if SOAK > 1 or len(entry.sampler.indices) > 3 else SAMPLES
    with working_precision(64):
        many = {corner(entry, here) for here in islice(evaluation_points(entry, seed=1), draws)}
        few = {corner(entry, here) for here in attacked(entry.number)}
    assert many <= few or (len(many) > SAMPLES and len(few) >= 20), sorted(many - few)


@pytest.mark.parametrize("entry", ALL)
def test_parities_and_signs_are_reached(entry: Entry) -> None:
    found = attacked(entry.number)
    if len(found) == 1:  # of a law whose approaches hold every parameter themselves
        approaches = [statement.approach for statement in entry.statements]
        assert all(approach is not None and "N" in {approach.symbol.name, *approach.tied} for approach in approaches)
        return
    low, high = entry.sampler.sources
    if entry.sampler.parity == "any" and high > low:
        assert {here.model.N % 2 for here in found} == {0, 1}
    assert {low, low + 1} & {here.model.N for here in found}
    if entry.sampler.coupling == "any":
        with working_precision(64):
            assert {certain_sign(ball_here(here.model.J)) for here in found} == {-1, 0, 1}
    assert all(integer_of(N) == here.model.N for here in found if (N := here.exact_symbol("N")) is not None)


def test_a_sampler_that_no_point_satisfies_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """After as many draws in a row as the sentence says; a point that is found begins them anew."""
    [entry] = [found for found in find("42") if not found.sampler.indices]
    draws: list[int] = []

    def drawn(*_: object) -> list[tuple[tuple[str, ...], int]]:
        draws.append(len(draws))
        return [((), len(draws))] if len(draws) == 7 else []

    monkeypatch.setattr(sampling, "_drawn", drawn)
    found = evaluation_points(entry)
    assert next(found) == 7  # type: ignore[comparison-overlap]  # in the place of a point
    with pytest.raises(InputError, match=f"no point satisfied in {sampling.ATTEMPTS} draws"):
        next(found)
    assert len(draws) == 7 + sampling.ATTEMPTS


@pytest.mark.parametrize("number", ["B38", "B39"])
def test_points_beside_the_line_are_within_its_thermal_width(number: str) -> None:
    """Both sides and the line itself; 2 N beta (J - J_c) between 1/10 and 10 at a fifth of the points and more."""
    with working_precision(64):
        found = [_across(here) for here in attacked(number)]
    assert {(x > 0) - (x < 0) for x in found} == {-1, 0, 1}
    assert sum(0.1 < abs(x) < 10 for x in found) >= SAMPLES // 5 and min(found) < -10 and max(found) > 10


def _across(here: EvaluationPoint) -> float:
    """2 N beta (J - J_c)."""
    line = critical_coupling(here.model)
    assert line is not None and here.beta is not None
    return float((2 * here.model.N * ball_here(here.beta) * ball_here(here.model.J - line)).mid())
