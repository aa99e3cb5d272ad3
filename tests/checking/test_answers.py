"""Whole answers, every word of them: verdict, proof, powers, the first difference, the range, and what was compared."""

from __future__ import annotations

from typing import Any

import pytest

from symcoh import check
from symcoh.checking import findings
from symcoh.checking.answer import one_answer
from symcoh.checking.asked import asked_of
from symcoh.checking.case import Case, Finding
from symcoh.checking.question import Answer, Question
from symcoh.errors import InputError
from symcoh.exact import symbols
from symcoh.exactnumbers import ONE

SERIES = "compared with the series of"
FOURTH = "N*gamma*omega_a*(24*J**2 - 4*gamma**2 - omega**2 - omega_a**2)/24"
STRONG = "tanh(N*beta*omega_a/2)*2*N*gamma/sqrt(omega**2+4*N**2*gamma**2)"
EXACT = "compared term by term with the expansion of the exact coherence"
README = {"N": 4, "omega": 1, "omega_a": "7/10", "gamma": "3/10", "J": "2/5"}
SHOWN = "omega = 1, omega_a = 7/10, gamma = 3/10, J = 2/5"
OPEN = "omega, omega_a"
GROUND = "2*N*gamma/sqrt(omega**2+4*N**2*gamma**2)"


def difference(power: str, given: str, should_be: str) -> dict[str, str]:
    return {"power": power, "given": given, "should_be": should_be}


def answer(verdict: str, through: str | None, first: dict[str, str] | None, valid_for: str, because: str) -> Answer:
    """One that was proved, of the coherence."""
    return Answer(
        quantity="coherence",
        verdict=verdict,
        proved=True,
        agrees_through=through,
        first_difference=first,
        valid_for=valid_for,
        because=because,
    )


CASES: list[tuple[str, dict[str, Any], Answer]] = [
    (
        "N*gamma*omega_a*beta**2/2",  # a ring of six by the series for every N, its values put in
        {"limit": "beta -> 0", "N": 6},
        answer(
            *("correct", "2", difference("3", "0", "6*J*gamma*omega_a")),
            *("N = 6, J real, omega, omega_a, gamma > 0", f"{SERIES} high-temperature"),
        ),
    ),
    (
        "N*gamma*omega_a*beta**2/2 + N*gamma*omega_a*J*beta**3",  # claimed through 3 at J = 0 too, where its last term vanishes
        {"limit": "beta -> 0"},
        answer(
            *("correct", "3", difference("4", "0", FOURTH), "N >= 2, J real, omega, omega_a, gamma > 0"),
            f"{SERIES} high-temperature; power 4 is that of N >= 3",
        ),
    ),
    (
        "(-1)**N*N*gamma*omega_a*beta**2/2",
        {"limit": "beta -> 0", "N": 8},
        answer(
            *("correct", "2", difference("3", "0", "8*J*gamma*omega_a")),
            *("N = 8, J real, omega, omega_a, gamma > 0", f"{SERIES} high-temperature"),
        ),
    ),
    (
        "(-1)**N*N*gamma*omega_a*beta**2/2",
        {"limit": "beta -> 0", "N": 9},
        answer(
            *("wrong", "1", difference("2", "-9*gamma*omega_a/2", "9*gamma*omega_a/2")),
            *("N = 9, J real, omega, omega_a, gamma > 0", f"{SERIES} high-temperature"),
        ),
    ),
    (
        "sqrt(-omega-gamma)*beta",
        {"limit": "beta -> 0"},
        answer(
            *("wrong", None, None, "N >= 1, J real, omega, omega_a, gamma > 0"),
            "the formula is not a real number there: it holds a root of a negative number",
        ),
    ),
    (
        STRONG,  # does not end, and neither does the series: no power beyond those known is called different
        {"limit": "gamma -> oo", "omega": 1},
        answer("correct", "2", None, "N >= 1, J real, omega_a, beta > 0, omega = 1", f"{SERIES} strong-coupling"),
    ),
    (
        "tanh(N*beta*omega_a/2)*(1-omega**2/(8*N**2*gamma**2))",
        {"limit": "gamma -> oo"},
        answer(
            *("correct", "3", difference("4", "0", "3*omega**4*tanh(N*beta*omega_a/2)/(128*N**4)")),
            *("N >= 1, J real, omega, omega_a, beta > 0", f"{SERIES} strong-coupling"),
        ),
    ),
    (
        "tanh(N*beta*omega_a/2)+1/gamma**9",  # at omega = 0 the series has one term
        {"limit": "gamma -> oo", "omega": 0},
        answer("wrong", "8", difference("9", "1", "0"), "N >= 1, J real, omega_a, beta > 0, omega = 0", f"{SERIES} strong-coupling"),
    ),
    (
        "0",
        {"limit": "beta -> 0", "N": 6, "gamma": 0},
        answer(
            *("correct", "oo", None, "N = 6, J real, omega, omega_a > 0, gamma = 0"),
            "the difference from the exact coherence at N = 6 is identically zero",
        ),
    ),
    (
        GROUND,
        {"limit": "T -> 0"},
        answer(
            *("wrong", None, difference("0", "2*N*gamma/sqrt(4*N**2*gamma**2 + omega**2)", "2*gamma/sqrt(4*gamma**2 + omega**2)")),
            *("N >= 3, J > J_c or J = 0, omega, omega_a, gamma > 0", "compared with C_0 of (49), (56); for J < 0 and N odd and J < J_c"),
        ),
    ),
    (
        GROUND,
        {"limit": "T -> 0", "J": 0},
        answer("correct", "0", None, "N >= 1, omega, omega_a, gamma > 0, J = 0", "compared with C_0 of (41), (57)"),
    ),
    (
        GROUND,
        {"limit": "T -> 0", "J": -10, "N": 4, "omega": 1, "omega_a": 1, "gamma": 1},
        answer(
            *("wrong", None, difference("0", "8*sqrt(65)/65", "0"), "N = 4, J = -10, omega = 1, omega_a = 1, gamma = 1"),
            "compared term by term with the expansion of the exact coherence at N = 4",
        ),
    ),
    (
        "2*gamma*omega_a*beta**2*exp(2*K)/(1+tanh(K)**2)",
        {"limit": "beta -> 0", "hold": "K = beta*J", "N": 2},
        answer(
            *("wrong", "1"),
            difference("2", "gamma*omega_a*(exp(2*K) + 1)**2*exp(2*K)/(exp(4*K) + 1)", "2*gamma*omega_a*exp(4*K)/(exp(4*K) + 1)"),
            "N = 2, K real, omega, omega_a, gamma > 0",
            "compared term by term with the expansion of the exact coherence at N = 2",
        ),
    ),
    (
        "12/13 - 24/13*exp(-13*beta/5)",
        {"limit": "beta -> oo"} | README,
        answer("correct", "0", difference("0", "0", "-24/13*exp(-14*beta/5)"), f"N = 4, {SHOWN}", f"{EXACT} at N = 4"),
    ),
    (
        "12/13 - 24/13*exp(-7*beta/5)",
        {"limit": "T -> 0"} | README,
        answer("wrong", "0", difference("0", "-24/13*exp(-7*beta/5)", "0"), f"N = 4, {SHOWN}", f"{EXACT} at N = 4"),
    ),
    (
        "1",
        {"limit": "N -> oo; beta -> 0"},
        answer("correct", "oo", None, f"N >= 1, J real, {OPEN}, gamma > 0", "the difference from C -> 1 for N -> oo is identically zero"),
    ),
    (
        "N*beta*omega_a/2",
        {"limit": "gamma -> oo; beta -> 0"},
        answer(
            *("correct", "2", difference("3", "0", "-N**3*omega_a**3/24"), f"N >= 1, J real, {OPEN} > 0"),
            "compared term by term with the expansion of the closed form (44)",
        ),
    ),
    (
        "N*beta*omega_a/2",
        {"limit": "beta -> 0; gamma -> oo"},
        answer(
            *("wrong", None, difference("0", "N*beta*omega_a/2", "0"), f"N >= 1, J real, {OPEN} > 0"),
            "compared term by term with the expansion of C = 0 at beta = 0",
        ),
    ),
    (
        "1",
        {"limit": "gamma -> oo; N -> oo"},
        answer(
            *("correct", "0", difference("oo", "0", "-2*exp(-N*beta*omega_a)"), f"J real, {OPEN}, beta > 0"),
            "compared term by term with the expansion of the closed form (44)",
        ),
    ),
    (
        "gamma*omega_a*beta**2/2",  # right for odd N; for even N the limit is zero
        {"limit": "J -> -oo; beta -> 0"},
        answer(
            *("wrong", "1", difference("2", "gamma*omega_a/2", "0"), f"N >= 1, N odd, {OPEN}, gamma > 0"),
            "compared term by term with the expansion of (37)-(39), N even; for N even",
        ),
    ),
    (
        "0",
        {"limit": "J -> -oo; beta -> 0"},
        answer(
            *("correct", "1", difference("2", "0", "gamma*omega_a/2"), f"N >= 1, {OPEN}, gamma > 0"),
            "compared term by term with the expansion of (37)-(39), N odd; for N odd",
        ),
    ),
    (
        "N*gamma*omega_a*beta*sinh(J*beta)/(2*J) + N*gamma*omega_a*beta**3*J",
        {"limit": "beta -> 0", "order": 3},
        answer(
            *("correct", "3", difference("4", "J**2*N*gamma*omega_a/12", FOURTH), "N >= 2, J real, J != 0, omega, omega_a, gamma > 0"),
            f"{SERIES} high-temperature; power 4 is that of N >= 3",
        ),
    ),
    (
        "((1+beta)**N-1-N*beta)*gamma*omega_a/(N-1)",  # a symbolic power of 1 + small
        {"limit": "beta -> 0", "order": 2, "N": 7},
        answer(
            *("correct", "2", difference("3", "35*gamma*omega_a/6", "7*J*gamma*omega_a")),
            *("N = 7, J real, omega, omega_a, gamma > 0", f"{SERIES} high-temperature"),
        ),
    ),
    (
        "1/N",
        {"limit": "N -> oo"},
        answer("wrong", None, difference("0", "0", "1"), f"J real, {OPEN}, gamma, beta > 0", f"{SERIES} many-sources"),
    ),
    (
        "tanh(beta*omega_a/2)*2*gamma*tanh(beta*sqrt(omega**2+4*gamma**2)/2)/sqrt(omega**2+4*gamma**2)",
        {"limit": "J -> oo", "N": 1},
        answer(
            "correct", "oo", None, f"N = 1, {OPEN}, gamma, beta > 0", "the difference from the exact coherence at N = 1 is identically zero"
        ),
    ),
]


@pytest.mark.parametrize(("formula", "asked", "expected"), CASES)
def test_an_answer_in_every_word(formula: str, asked: dict[str, Any], expected: Answer) -> None:
    assert check(formula, **asked) == expected


def test_another_quantity_in_every_word() -> None:
    """log Z at N = 2: log 8 + beta^2 <H^2>/2."""
    asked: dict[str, Any] = {"limit": "beta -> 0", "quantity": "log-partition-function", "N": 2}
    right = check("log(8) + beta**2*(2*J**2 + gamma**2 + omega**2/8 + omega_a**2/4)", **asked)
    assert (right.verdict, right.proved, right.agrees_through, right.quantity) == ("correct", True, "2", "log-partition-function")
    wrong = check("log(8) + beta**2*omega**2/8", **asked)
    assert wrong.first_difference == difference("2", "omega**2/8", "2*J**2 + gamma**2 + omega**2/8 + omega_a**2/4")
    assert (wrong.verdict, wrong.agrees_through, wrong.valid_for) == ("wrong", "1", "N = 2, J real, omega, omega_a, gamma > 0")


@pytest.mark.parametrize("size", ["1/2", 0, -1, "sqrt(2)"])
def test_a_number_of_sources_is_whole_and_positive(size: object) -> None:
    with pytest.raises(InputError, match="`N` must be a whole number of at least 1"):
        check("1", limit="beta -> 0", N=size)


def test_what_is_measured_is_not_proved() -> None:
    """The answer of several findings: proved where each is, the least power of the right ones, the range of those that hold."""
    asked = asked_of(Question(formula="1", limits=(("beta", "0"),), hold=None, given={}, order=None))
    cases = [Case(name=name, names={}, points=()) for name in ("J > 0", "J < 0", "J = 0")]
    right = Finding(verdict="correct", proved=True, because="shown", through="3")
    measured = Finding(verdict="correct", proved=False, because="measured", through="2", least=5)
    wrong = Finding(verdict="wrong", proved=True, because="seen", through="1", power="2", should_be=symbols.J)
    open_ = Finding(verdict="undecided", proved=True, because="not told", through="0", power="1")
    both = one_answer(asked, list(zip(cases, (right, measured, right), strict=True)))
    assert (both.verdict, both.proved, both.agrees_through) == ("correct", False, "2")
    assert both.valid_for == "N >= 5, J real, omega, omega_a, gamma > 0"
    some = one_answer(asked, list(zip(cases, (right, wrong, right), strict=True)))
    assert (some.verdict, some.proved, some.agrees_through, some.because) == ("wrong", True, "1", "seen; for J < 0")
    assert some.valid_for == "N >= 1, J >= 0, omega, omega_a, gamma > 0" and some.first_difference == difference("2", "0", "J")
    singular = Finding(verdict="undecided", proved=False, because="the formula divides by zero")
    without = one_answer(asked, list(zip(cases, (right, right, singular), strict=True)))
    assert (without.verdict, without.proved, without.valid_for) == ("correct", True, "N >= 1, J real, J != 0, omega, omega_a, gamma > 0")
    assert one_answer(asked, list(zip(cases, (right, singular, right), strict=True))).verdict == "undecided"
    left = one_answer(asked, list(zip(cases, (right, open_, right), strict=True)))
    assert (left.verdict, left.proved, left.agrees_through, left.first_difference) == ("undecided", False, None, None)


def test_points_that_are_not_there_are_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """A formula is measured at the points that a case has: two at least, each of which must agree."""
    asked = asked_of(Question(formula="1", limits=(("beta", "0"),), hold=None, given={}, order=None))
    case = Case(name="", names={"J": symbols.J}, points=())
    right = Finding(verdict="correct", proved=True, because="shown", through="3")
    monkeypatch.setattr(findings, "numeric", lambda case, *_: case)
    monkeypatch.setattr(findings, "_decided", lambda *_: (right, []))
    values = dict.fromkeys(("N", "omega", "omega_a", "gamma", "J", "beta"), ONE)
    for missing, verdict in (({0}, "correct"), ({0, 2, 4}, "correct"), ({0, 1, 2, 4, 5}, "undecided"), ({3}, "correct")):
        monkeypatch.setattr(
            findings, "point_of", lambda case, given, limits, place, _, missing=missing: None if place in missing else values
        )
        found = findings._measured(asked, case, ["not told"])
        assert (found.verdict, found.proved, found.least) == (verdict, False, 5)
        assert (f"it agrees at {6 - len(missing)} exact points" in found.because) is (verdict == "correct")
