"""The questions are what they say, and `symcoh check` answers them: nothing right called wrong, nothing wrong called right."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest
from mpmath import mp
from sympy import Rational

from oracles.transfer import walk_levels
from reliability.sampling import SOAK

from . import claims, forms
from .answering import Outcome, ask
from .claim import Claim
from .confirm import claim_complaints, coherence, complaints
from .generate import CLAIMS, one_of_each, questions
from .judging import false_statement
from .numbers import Written
from .question import Question
from .report import false_statements, false_verdicts, listed, table, undecided
from .symbols import J, N, beta, gamma, omega_a
from .values import context, drawn, near, of

UNDECIDED_SHARE = 0.05


def confirmed(asked: Sequence[Question]) -> None:
    for number, question in enumerate(asked):
        assert complaints(question, random.Random(number)) == [], question.command_line()


@pytest.fixture(scope="module")
def fifty() -> list[Question]:
    return list(questions(2026, 50))


def answered(asked: Sequence[Question]) -> None:
    outcomes = [ask(question) for question in asked]
    assert not false_verdicts(outcomes), listed(false_verdicts(outcomes))
    assert not false_statements(outcomes), listed(false_statements(outcomes))
    left = undecided(outcomes)
    assert len(left) <= UNDECIDED_SHARE * len(outcomes), f"{listed(left)}\n{table(outcomes)}"


def test_the_truth_of_every_kind_of_question_is_confirmed_from_the_definition() -> None:
    asked = one_of_each(2026)
    assert {question.kind for question in asked} >= {"uniform", "gamma->oo", "N->oo", "beta->oo phase", "parity", "C=0", "omega=0"}
    assert len({question.claim.limit for question in asked}) >= 12
    confirmed(asked)


def test_every_coefficient_of_every_family_from_the_states() -> None:
    """Through the last power of each family, whichever powers its questions happen to use."""
    held: Counter[tuple[str, int]] = Counter()
    for number in range(16 * len(CLAIMS)):
        rng = random.Random(f"all powers/{number}")
        claim = replace(CLAIMS[number % len(CLAIMS)](rng), closed=None)
        if claim.terms and held[claim.kind, claim.last] < SOAK:
            given = {name: written.forms[0] for name, written in claim.given.items()}
            question = Question(claim=claim, formula="", order=None, given=given, verdict="correct", why="", reach=claim.last)
            assert claim_complaints(question, rng) == [], f"{claim} {given}"
            held[claim.kind, claim.last] += 1
    assert held.keys() >= {("gamma->0", 4), ("gamma->oo", 7), ("omega_a->0", 4), ("beta->0", 6), ("omega_a->oo", 2), ("J->oo", 1)}


def test_a_false_truth_is_found() -> None:
    """Every question with its verdict turned round, and right ones whose text is changed by one part in 10^12."""
    other = {"correct": "wrong", "wrong": "correct"}
    for number, question in enumerate(questions(5, 20)):
        assert complaints(replace(question, verdict=other[question.verdict], differs=None), random.Random(number)), question.command_line()
        if question.verdict == "correct" and question.kind not in ("C=0", "parity"):
            body = question.formula.removeprefix("coherence = ").split(" + O(")[0]
            changed = replace(question, formula=f"({body})*(1+1e-12)")
            assert complaints(changed, random.Random(number)), changed.command_line()


def test_a_false_claim_is_found() -> None:
    """The claim itself is held against the states: one coefficient changed by one part in 10^9 shows."""
    found = 0
    for number, question in enumerate(questions(6, 60)):
        claim = question.claim
        small = len(question.given.get("N", "1")) == 1 and not claim.limit.endswith("N -> oo")
        if question.verdict == "correct" and claim.terms and claim.closed is None and small:
            power = max(p for p in claim.terms if p <= question.reach)
            terms = claim.terms | {power: claim.terms[power] * (1 + Rational(1, 10**9))}
            changed = replace(question, claim=replace(claim, terms=terms))
            told = complaints(changed, random.Random(number))
            found += any("from the states" in line for line in told)
    assert found >= 8


def test_the_law_of_many_sources_from_walks_around_the_ring() -> None:
    """C of 75 and 150 sources: what is left after 1/N^3 falls as 1/N^4."""
    claim = claims.many_sources(random.Random(1))
    assert claim.terms.keys() == {0, 2, 3}
    ctx, left = context(60), {}
    for size in (75, 150):
        at = drawn(ctx, random.Random(3), claim, {}) | {"N": size, "beta": ctx.mpf(2), "J": ctx.mpf(1) / 9, "gamma": ctx.mpf(1)}
        left[size] = coherence(ctx, at, walk_levels(size)) - sum(of(ctx, c, at) / ctx.mpf(size) ** p for p, c in claim.terms.items())
    assert abs(left[75] / left[150] / 16 - 1) < 0.1 and abs(left[150]) * 150**4 > 1e-3
    assert near(ctx, claim, at, 9)["N"] == 10**9


def test_the_same_seed_asks_the_same_questions() -> None:
    first, again, other = ([q.command_line() for q in questions(seed, 12)] for seed in (3, 3, 4))
    assert first == again != other
    assert [q.verdict for q in questions(3, 4)] == ["correct", "wrong"] * 2 and len(CLAIMS) > 20


def test_an_answer_is_judged() -> None:
    question = questions(3, 1)[0]
    outcome = Outcome(question=question, verdict="wrong", seconds=0.1, said={}, error="", fault="wrong, but it is correct")
    assert false_verdicts([outcome]) == [outcome] and not undecided([outcome]) and not false_statements([outcome])
    assert question.command_line() in listed([outcome]) and "all" in table([outcome])
    assert mp.prec == 53


def test_every_statement_of_an_answer_is_judged() -> None:
    terms = {2: N * gamma * omega_a / 2, 3: N * gamma * omega_a * J}
    claim = Claim(kind="beta->0", limit="beta -> 0", variable=beta, terms=terms, last=3, smallest=2)
    right = Question(claim=claim, formula="", order=None, given={}, verdict="correct", why="rewritten", reach=2)
    wrong = replace(right, verdict="wrong", differs=3, reach=3)
    four = {"power": "4", "given": "0", "should_be": "1"}
    three = {"power": "3", "given": "0", "should_be": "J*N*gamma*omega_a"}
    said = {"valid_for": "N >= 2", "agrees_through": "2", "first_difference": three, "proved": True}
    assert false_statement(right, "correct", said) is None and false_statement(right, "undecided", {}) is None
    assert false_statement(right, "wrong", said) == "proved wrong, but it is correct"
    assert false_statement(right, "correct", said | {"valid_for": None}) == "valid_for is empty"
    assert false_statement(right, "correct", said | {"agrees_through": "1"}) == "agrees through 1, but through 2"
    late = said | {"agrees_through": "3", "first_difference": four}
    assert false_statement(right, "correct", late) == "first difference at power 4, but it is 3"
    early = said | {"agrees_through": "3"}
    assert false_statement(replace(right, reach=3), "correct", early) == "correct through 3, but different at power 3"
    assert false_statement(wrong, "wrong", said) is None
    assert false_statement(wrong, "wrong", said | {"first_difference": four}) == "first difference at power 4, but it is 3"
    false = false_statement(wrong, "wrong", said | {"first_difference": three | {"should_be": "J*N*gamma"}})
    assert false is not None and false.startswith("should be J*N*gamma at power 3")


@pytest.mark.parametrize("part", range(5))
def test_fifty_questions(part: int, fifty: list[Question]) -> None:
    """Another seed than the soak's, which asks two thousand."""
    answered(fifty[10 * part : 10 * part + 10])


@pytest.mark.slow
@pytest.mark.parametrize("chunk", range(4))
def test_two_thousand_questions(chunk: int) -> None:
    asked = questions(100 + chunk, 500)
    confirmed(asked)
    answered(asked)


def test_a_coefficient_at_a_point_of_the_range_is_judged_there() -> None:
    """Where an answer is decided at one point, its coefficient is a number, of that point alone: C/gamma, from the 2**5 states."""
    texts = {"omega_a": "1/50", "J": "-sqrt(81/25)", "beta": "1/100"}
    given = {name: Written(forms=(text,), sign=-1 if name == "J" else 1, rational=None) for name, text in texts.items()}
    terms = {1: forms.slope() * forms.free_magnetization()}
    claim = Claim(kind="gamma->0", limit="gamma -> 0", variable=gamma, terms=terms, last=2, given=given)
    question = Question(claim=claim, formula="", order=None, given=texts, verdict="wrong", why="an infinite ring", reach=1, differs=1)
    ctx = context(250)
    point = {"omega": 100, "omega_a": ctx.mpf(1) / 50, "beta": ctx.mpf(1) / 100, "N": 5, "J": -ctx.mpf(9) / 5, "gamma": ctx.mpf(10) ** -80}
    right = ctx.nstr(coherence(ctx, point) / point["gamma"], 50)
    assert right.startswith("0.0000044577683055")
    named = "compared with the series of weak-coupling, at omega = 100, omega_a = 1/50, beta = 1/100, N = 5, J = -sqrt(81/25); for N odd"

    def judge(should_be: str, because: str) -> str | None:
        said = {"valid_for": "x", "because": because, "first_difference": {"power": "1", "given": "0", "should_be": should_be}}
        return false_statement(question, "wrong", said)

    assert judge(right, named) is None
    assert judge(right, named.replace("N = 5", "N = 4")) is not None
    assert judge(right.replace("44577683055", "44577683056"), named) is not None
    assert judge(right, "compared with the series of weak-coupling") is not None
