"""Right formulas are called right, wrong ones wrong, with the first coefficient that differs and the range that holds."""

from __future__ import annotations

import pytest

import symcoh
import symcoh.errors
from symcoh.checking.question import Answer
from symcoh.checking.reading import read_formula, table
from symcoh.decision.zero import is_zero
from symcoh.exact import symbols

from .formulas import CLOSED, FIRST, HOLD, IMPOSSIBLE, MANY, PAIRS, RIGHT, RING, SECOND, WRONG


def asked(formula: str, limit: str, parameters: dict[str, object]) -> Answer:
    answer = symcoh.check(formula, limit=limit, **parameters)  # type: ignore[arg-type]  # options and parameters in one
    assert answer.valid_for and answer.because and answer.quantity == "coherence"
    if answer.first_difference is not None and len(str(answer.first_difference)) < 400:
        # Both sides read back as they are printed, by the reader of formulas and by `exact.parse`.
        for side in ("given", "should_be"):
            text = answer.first_difference[side]
            assert is_zero(read_formula(text, "text", table() | {"K": symbols.K}) - symcoh.exact.parse(text)), text
    return answer


def test_there_are_twenty_pairs_and_two() -> None:
    assert len(PAIRS) == 22


@pytest.mark.parametrize("name", PAIRS)
def test_pair(name: str) -> None:
    """Right to its true order and proved; with one coefficient changed by one per cent wrong at that coefficient's power."""
    formula, limit, parameters, through, changed = PAIRS[name]
    right = asked(formula.format("1"), limit, parameters)
    assert (right.verdict, right.proved, right.agrees_through) == ("correct", True, through), right
    wrong = asked(formula.format("101/100"), limit, parameters)
    difference = wrong.first_difference
    assert (wrong.verdict, wrong.proved) == ("wrong", True), wrong
    assert difference is not None and difference["power"] == changed and difference["given"] != difference["should_be"], wrong


@pytest.mark.parametrize(("formula", "limit", "parameters"), RIGHT)
def test_right(formula: str, limit: str, parameters: dict[str, object]) -> None:
    answer = asked(formula, limit, parameters)
    assert answer.verdict == "correct", answer
    assert answer.proved or "measured" in answer.because, answer


@pytest.mark.parametrize(("formula", "limit", "parameters", "where"), WRONG)
def test_wrong(formula: str, limit: str, parameters: dict[str, object], where: str) -> None:
    answer = asked(formula, limit, parameters)
    assert (answer.verdict, answer.proved) == ("wrong", True), answer
    assert where in answer.valid_for, answer


def test_identically_right() -> None:
    """The exact N = 1 form agrees in every power, whatever the limit."""
    root = "sqrt(4*gamma**2+omega**2)"
    formula = f"2*gamma*tanh(beta*omega_a/2)*tanh(beta*{root}/2)/{root}"
    for limit in ("beta -> 0", "beta -> oo", "gamma -> 0", "gamma -> oo", "omega_a -> 0", "omega_a -> oo", "J -> oo", "omega -> 0"):
        given: dict[str, object] = {"N": 1, "J": 1} if limit == "beta -> oo" else {"N": 1}
        answer = asked(formula, limit, given)
        if limit == "beta -> oo":
            continue
        assert (answer.verdict, answer.proved, answer.agrees_through, answer.first_difference) == ("correct", True, "oo", None), limit


def test_a_formula_that_does_not_end() -> None:
    """tanh(N gamma omega_a beta^2/2) begins right and lacks the J term: wrong two powers beyond its first, right with order 2."""
    formula = "tanh(N*gamma*omega_a*beta**2/2)"
    assert asked(formula, "beta -> 0", {}).verdict == "wrong"
    answer = asked(formula, "beta -> 0", {"order": 2})
    assert (answer.verdict, answer.agrees_through) == ("correct", "2")


def test_the_first_difference_says_what_it_should_be() -> None:
    answer = asked(FIRST, "beta -> 0", {"N": 4, "omega": 1, "omega_a": 1, "gamma": 1, "J": "1e1000"})
    assert answer.first_difference == {"power": "3", "given": "0", "should_be": "4" + "0" * 1000}
    answer = asked(FIRST, "beta -> 0", {"J": "1e-1000"})
    assert answer.first_difference is not None and answer.first_difference["power"] == "3"
    answer = asked("12/13 + 24/13*exp(-13*beta/5)", "beta -> oo", RING)
    assert answer.first_difference == {"power": "0", "given": "24/13*exp(-13*beta/5)", "should_be": "-24/13*exp(-13*beta/5)"}


@pytest.mark.parametrize(
    ("formula", "limit", "parameters"),
    [
        (f"1 - {MANY} + exp(-N/1000)", "N -> oo", {}),
        ("log(beta)", "beta -> 0", {}),
        (f"{FIRST}+exp(-N**2)", "N -> oo", {}),
        ("1e5000*beta", "omega_a -> 0", {"N": 4, "gamma": "2**1000000", "beta": "0.25", "order": 4}),
    ],
)
def test_what_cannot_be_compared_is_undecided(formula: str, limit: str, parameters: dict[str, object]) -> None:
    answer = asked(formula, limit, parameters)
    assert (answer.verdict, answer.proved, answer.first_difference) == ("undecided", False, None)


def test_the_range_of_validity_is_told() -> None:
    assert asked(f"{FIRST}+{SECOND}", "beta -> 0", {}).valid_for == "N >= 2, J real, omega, omega_a, gamma > 0"
    assert asked(FIRST, "beta -> 0", {"N": 4, "J": "1/3"}).valid_for == "N = 4, omega, omega_a, gamma > 0, J = 1/3"
    assert "K real" in asked("gamma*omega_a*beta**2/2*N*exp(2*K)*(1-tanh(K)**N)/(1+tanh(K)**N)", "beta -> 0", dict(HOLD)).valid_for


COLD = "12/13-24/13*exp(-13*beta/5)"


@pytest.mark.parametrize(
    ("formula", "limit", "parameters", "verdict"),
    [
        (f"{FIRST}+exp(-1/beta)", "beta -> 0", {}, "wrong"),
        (f"{FIRST}+exp(-1/beta)", "beta -> 0", {"order": 2}, "correct"),
        (f"{FIRST}+{SECOND}+exp(-omega/(gamma*beta))+O(beta**4)", "beta -> 0", {}, "correct"),
        (f"{FIRST}+exp(-1/beta)+O(beta**4)", "beta -> 0", {}, "wrong"),
        ("tanh(N*beta*omega_a/2)+exp(-gamma)+O(1/gamma**2)", "gamma -> oo", {}, "correct"),
        (f"{COLD}+O(exp(-14*beta/5))", "beta -> oo", RING, "correct"),
        (f"{COLD}+O(exp(-3*beta))", "beta -> oo", RING, "wrong"),
        (f"{COLD}+exp(-100*beta)+O(exp(-27*beta/10))", "beta -> oo", RING, "correct"),
        ("12/13-23/13*exp(-13*beta/5)+O(exp(-27*beta/10))", "beta -> oo", RING, "wrong"),
        ("12/13+exp(-beta)+O(1/beta)", "beta -> oo", RING, "correct"),
        ("12/13+O(exp(-3*beta))", "beta -> oo", RING, "wrong"),
    ],
)
def test_what_is_smaller_than_what_is_neglected_is_not_claimed(
    formula: str, limit: str, parameters: dict[str, object], verdict: str
) -> None:
    """O() and --order cut off exponentials too: exp(-1/beta) is O(beta**4); -24/13 exp(-14 beta/5) follows in the cold ring."""
    answer = asked(formula, limit, parameters)
    assert (answer.verdict, answer.proved) == (verdict, True)
    if "exp(-1/beta)" in formula and "O(" not in formula:
        assert answer.first_difference == {"power": "oo", "given": "exp(-1/beta)", "should_be": "0"}


POLES = {
    "beta**4/(N-1)": "N >= 2, J real, omega, omega_a, gamma > 0",
    "beta**4/((N-2)*(N-4)*(2*N-3)*(N+1))": "N >= 1, N != 2, N != 4, J real, omega, omega_a, gamma > 0",
    "beta**4/((N-1)*(N-2)*(N-4))": "N >= 3, N != 4, J real, omega, omega_a, gamma > 0",
    "beta**4/((-1)**N+N-2)": "N >= 1, N != 3, J real, omega, omega_a, gamma > 0",
    "beta**4/sqrt((omega-omega_a)**2)": "N >= 1, J real, omega, omega_a, gamma > 0, omega != omega_a",
    "beta**4/(beta+omega-omega_a)": "N >= 1, J real, omega, omega_a, gamma > 0, omega != omega_a",
    "beta**4/(omega+2*J)": "N >= 1, J real, omega, omega_a, gamma > 0, 2*J + omega != 0",
    "beta**4/J": "N >= 1, J real, J != 0, omega, omega_a, gamma > 0",
    "beta**4/(1+J*beta)": "N >= 1, J real, omega, omega_a, gamma > 0",
    "beta**4/((exp(gamma)-1)*(N**2+1))": "N >= 1, J real, omega, omega_a, gamma > 0",
    "beta**20/(1/(1-beta)-1-beta-beta**2-beta**3-beta**4-beta**5-beta**6-beta**7-beta**8)": "N >= 1, J real, omega, omega_a, gamma > 0",
    "beta**4*coth(gamma-2)": "N >= 1, J real, omega, omega_a, gamma > 0, gamma != 2",
}


@pytest.mark.parametrize("more", POLES)
def test_the_range_of_validity_leaves_out_poles(more: str) -> None:
    """A right first term, with a higher one that divides by zero somewhere in the range, or nowhere."""
    answer = asked(f"{FIRST}+{more}", "beta -> 0", {"order": 2})
    assert (answer.verdict, answer.proved, answer.valid_for) == ("correct", True, POLES[more])


def test_other_quantities() -> None:
    """Every quantity with an exact expression, at a given N."""
    assert symcoh.check("(N+1)*log(2)", limit="beta -> 0", quantity="entropy", N=3).verdict == "correct"
    assert symcoh.check("(N+1)*log(2)", limit="beta -> 0", quantity="log-partition-function", N=3, order=0).verdict == "correct"
    assert symcoh.check("(N+2)*log(2)", limit="beta -> 0", quantity="entropy", N=3).verdict == "wrong"
    assert symcoh.check("energy = -beta*(omega**2+3*omega_a**2+12*gamma**2+12*J**2)/4", limit="T -> oo", N=3).verdict == "correct"
    assert symcoh.check("-3*J-3*omega_a/2-sqrt(36*gamma**2+omega**2)/2", limit="T -> 0", quantity="energy", N=3, J=1, omega=1,
                        omega_a=1, gamma=1).verdict == "correct"  # fmt: skip
    assert symcoh.check("(1-tanh(beta*omega/2))/2", limit="gamma -> 0", quantity="population-excited", N=2, order=1).verdict == "correct"


@pytest.mark.parametrize(
    ("options", "match"),
    [
        ({"limit": "beta = 0"}, "`limit` must look like"),
        ({"limit": "beta -> 7"}, "`limit` must be one of"),
        ({"limit": "beta -> 0", "beta": 2}, "`beta` is the variable of"),
        ({"limit": "beta -> 0", "alpha": 2}, "`alpha` is no parameter"),
        ({"limit": "beta -> 0", "N": 0}, "`N` must be"),
        ({"limit": "beta -> 0", "gamma": 0.5}, "`gamma` must be exact"),
        ({"limit": "gamma -> 0", "T": 1, "beta": 1}, "`T` is given beside beta"),
        ({"limit": "beta -> 0", "quantity": "charm"}, "`quantity` must be one of"),
        ({"limit": "beta -> 0", "order": -1}, "`order` must be"),
        ({"limit": "gamma -> 0", "hold": "K = beta*J"}, "`hold` must be"),
    ],
)
def test_bad_questions(options: dict[str, object], match: str) -> None:
    with pytest.raises(symcoh.errors.InputError, match=match):
        symcoh.check(FIRST, **options)  # type: ignore[arg-type]  # wrong on purpose


def test_the_closed_form_with_powers_is_the_sum() -> None:
    assert asked(CLOSED, "gamma -> 0", {}).verdict == "correct"
    assert IMPOSSIBLE
