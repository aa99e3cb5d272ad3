"""Questions that a theorist asks to break the answers: each with the answer that sums over all states give."""

from __future__ import annotations

from typing import Any

import pytest
from flint import fmpq
from sympy import exp

from symcoh import check
from symcoh.decision.field import GENERATORS, LARGEST_FACTORED, factors_of, sign_of
from symcoh.decision.zero import element_of
from symcoh.exact import symbols

LEAD = "N*gamma*omega_a*beta**2/2"
GROUND = "2*N*gamma/sqrt(omega**2+4*N**2*gamma**2)"
LARGE = "tanh(beta*sqrt(omega**2+4*N**2*gamma**2)/2)"
SECOND = "1-omega**2/(8*gamma**2*N**2)*(1+exp(-4*beta*J)/sinh(beta*(omega_a/2+gamma))**2)"
TWELVE = "*".join(f"(N-{n})" for n in range(1, 13))
HIDDEN_ZERO = "sqrt(2)*sqrt(3)-sqrt(6)"

RIGHT: list[tuple[str, str, dict[str, Any]]] = [
    ("0", "T -> 0", {"J": 1, "omega_a": 0}),  # m = N and m = -N tie
    ("0", "T -> 0", {"omega_a": HIDDEN_ZERO}),
    ("0", "T -> 0", {"N": 21, "omega": 1, "omega_a": 0, "gamma": 1, "J": -10}),
    (GROUND, "T -> 0", {"J": 2, "omega_a": -1}),
    ("15125/15129", "T -> 0", {"N": 20, "omega": 0, "omega_a": 1, "gamma": 1, "J": "-3/4"}),  # L_20 = 15127
    ("4/13", "beta -> oo", {"N": 4, "omega": 1, "omega_a": "1/sqrt(2)", "gamma": "3/10", "J": "-(2*sqrt(2)+8/5)/16"}),  # J_c
    ("0", "N -> oo; beta -> 0", {"omega_a": 0}),
    (f"{SECOND} + (-1)**N/N**4 + O(1/N**3)", "N -> oo", {}),
    ("1 + (1-cosh(1))**N + O(1/N)", "N -> oo", {"omega": 1, "omega_a": 1, "gamma": 1, "J": 0, "beta": 1}),
    ("1 + O(exp(-N))", "N -> oo", {"omega": 0, "omega_a": 10, "gamma": 10, "J": 0, "beta": 1}),
    (f"tanh(N*beta*omega_a/2)*{GROUND}*{LARGE}", "gamma -> oo", {"order": 8}),
    (f"{LEAD} + N*gamma*omega_a*J*beta**3*(1-binomial(1,N))", "beta -> 0", {}),  # the last factor is 1 from N = 2 on
    ("N*gamma*omega_a*beta**2/2*Abs(omega+1000)/(1000+omega)", "beta -> 0", {}),
    ("O(beta**2)", "beta -> 0", {}),
]
WRONG: list[tuple[str, str, dict[str, Any]]] = [
    (GROUND, "T -> 0", {"J": 1, "omega_a": 0}),
    ("1", "T -> 0; gamma -> oo", {"J": 1, "omega_a": 0}),
    ("1", "N -> oo; beta -> 0", {"gamma": 0}),
    ("1", "N -> oo; T -> 0", {"omega_a": HIDDEN_ZERO}),
    ("1 + O(exp(-N))", "N -> oo", {"omega": 0, "J": 0}),
    ("1 + O(exp(-N))", "N -> oo", {}),
    ("1 + O(exp(-N))", "N -> oo", {"omega": 0, "omega_a": "1/100", "gamma": "1/100", "J": 0, "beta": 1}),
    (f"{SECOND} + (-1)**N/N**2", "N -> oo", {}),
    ("1 + (-1)**N/N**5", "N -> oo", {}),
    (f"{LEAD} + {TWELVE}*beta**2*1e-9", "beta -> 0", {}),  # vanishes for every N up to 12
    ("O(beta**3)", "beta -> 0", {}),
]


@pytest.mark.parametrize(("formula", "limit", "asked"), RIGHT)
def test_right(formula: str, limit: str, asked: dict[str, Any]) -> None:
    assert check(formula, limit=limit, **asked).verdict == "correct"


@pytest.mark.parametrize(("formula", "limit", "asked"), WRONG)
def test_wrong(formula: str, limit: str, asked: dict[str, Any]) -> None:
    found = check(formula, limit=limit, **asked)
    assert found.verdict == "wrong" and found.proved and "not a real number" not in found.because


@pytest.mark.parametrize("piece", ["Abs(omega-1000)/(1000-omega)", "sqrt((gamma-90)**2)/(90-gamma)"])
def test_points_say_nothing_of_what_changes_its_sign(piece: str) -> None:
    found = check(f"{LEAD}*{piece}", limit="beta -> 0", J=0, N=3)
    assert found.verdict == "undecided" and "may change its sign" in found.because


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("N/(N-1)*(N-1)*gamma*omega_a*beta**2/2", "N >= 2, J real"),
        ("(N-3)*(N-1)*N/((N-1)*(N-3))*gamma*omega_a*beta**2/2", "N >= 2, N != 3, J real"),
        ("(N-1)**2*(N-1)**(-2)*N*gamma*omega_a*beta**2/2", "N >= 2, J real"),
        ("coth(N-1)*tanh(N-1)*N*gamma*omega_a*beta**2/2", "N >= 2, J real"),
        ("J/J*N*gamma*omega_a*beta**2/2", "N >= 1, J real, J != 0"),
        ("(omega-1)/(omega-1)*N*gamma*omega_a*beta**2/2", "N >= 1, J real, omega, omega_a, gamma > 0, omega != 1"),
    ],
)
def test_what_cancels_is_still_divided_by(formula: str, words: str) -> None:
    found = check(formula, limit="beta -> 0")
    assert found.verdict == "correct" and found.valid_for.startswith(words)


def test_no_exponential_is_called_different_that_the_series_does_not_reach() -> None:
    """N = 1: the formula is exact, so that its exp(-2*beta*gamma) is right."""
    formula = f"tanh(N*beta*omega_a/2)*{GROUND}*{LARGE}"
    found = check(formula, limit="gamma -> oo")
    assert (found.verdict, found.agrees_through, found.first_difference) == ("correct", "2", None)
    assert check(formula, limit="gamma -> oo", N=1).agrees_through == "oo"


def test_a_difference_beyond_the_claim_names_the_rings_and_the_part_of_the_range() -> None:
    found = check(LEAD, limit="beta -> 0")
    assert found.valid_for.startswith("N >= 1") and found.because.endswith("power 3 is that of N >= 2")
    assert check(LEAD, limit="beta -> 0", N=1).first_difference == {
        "power": "4",
        "given": "0",
        "should_be": "-gamma*omega_a*(4*gamma**2 + omega**2 + omega_a**2)/24",
    }
    odd = check("(1-(-1)**N)*gamma/sqrt(omega**2+4*gamma**2)*tanh(beta*sqrt(omega**2+4*gamma**2)/2)*tanh(beta*omega_a/2)", limit="J -> -oo")
    assert odd.verdict == "correct" and odd.because.endswith("; for N odd")


def test_exponentials_of_energies_without_a_common_measure_take_no_time() -> None:
    """In e^{beta/600} the difference has the degree 7560."""
    found = check(
        "N*2*tanh(-omega_a*3*N*beta/2)*gamma/sqrt(omega**2+gamma**2*N**2*4)",
        limit="gamma -> oo",
        omega="1/300",
        omega_a="-2.1",
        J="9/5",
        N=2,
    )
    assert found.first_difference is not None and found.verdict == "wrong" and found.proved
    assert found.first_difference["should_be"] == "(exp(21*beta/5) - 1)/(exp(21*beta/5) + 1)"


def test_polynomials_of_a_high_degree_are_factored_in_steps() -> None:
    x, y = GENERATORS[30], GENERATORS[29]
    high = 7 * LARGEST_FACTORED
    content, factors = factors_of(6 * (x**2 - 1))
    assert (content, {str(f) for f, _ in factors}) == (fmpq(6), {"x30 - 1", "x30 + 1"})
    content, factors = factors_of(5 * x**3 * (x**high - 1) ** 2 * (y + 2) * (x**high * y - 3))
    product = content
    for factor, power in factors:
        product = factor**power * product
    assert product == 5 * x**3 * (x**high - 1) ** 2 * (y + 2) * (x**high * y - 3)
    assert {str(f) for f, _ in factors_of((x**high - 2) * (x**high - 3))[1]} == {f"x30^{high} - 2", f"x30^{high} - 3"}
    assert {(str(f), p) for f, p in factors} >= {("x30", 3), (f"x30^{high} - 1", 2), ("x29 + 2", 1)}


def test_the_sign_of_a_high_power_of_an_exponential() -> None:
    beta = symbols.beta
    assert sign_of(element_of(exp(5000 * beta) - 1)) == 1
    assert sign_of(element_of(1 - exp(4000 * beta) + 1 - exp(beta / 7))) == -1
    assert sign_of(element_of(exp(4000 * beta) - 2)) == 0
