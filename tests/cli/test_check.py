"""`symcoh check`: right formulas to their true order, and each with one coefficient changed by one per cent."""

from __future__ import annotations

import json

import pytest

from .conftest import Run

ROOT = "sqrt(sinh(beta*omega_a/2)**2+exp(-4*beta*J))"
QUOTIENT = f"((cosh(beta*omega_a/2)-{ROOT})/(cosh(beta*omega_a/2)+{ROOT}))**N"
WEAK = f"2*gamma/omega*tanh(beta*omega/2)*N*sinh(beta*omega_a/2)/{ROOT}*(1-{QUOTIENT})/(1+{QUOTIENT})"
END = "sinh(beta*(omega_a/2+gamma))**2"
MANY = f"omega**2*({END}+exp(-4*beta*J))/(8*gamma**2*N**2*{END})"
NEXT = f"3*omega**2*exp(-4*beta*J)*cosh(beta*(omega_a/2+gamma))*sqrt({END}+exp(-4*beta*J))/(8*gamma**2*N**3*{END}**2)"
ALIGNED = "2*N*gamma/sqrt(omega**2+4*N**2*gamma**2)*tanh(beta*sqrt(omega**2+4*N**2*gamma**2)/2)"
SINGLE = "2*gamma/sqrt(omega**2+4*gamma**2)*tanh(beta*sqrt(omega**2+4*gamma**2)/2)*tanh(beta*omega_a/2)"
UNIFORM = "gamma*omega_a*beta**2/2*N*exp(2*K)*(1-tanh(K)**N)/(1+tanh(K)**N)"
FOURTH = "N*gamma*omega_a*(24*J**2-4*gamma**2-omega**2-omega_a**2)/24*beta**4"
HOLD = ("--hold", "K = beta*J")
POINT = ("-N", "5", "--omega", "1", "--omega-a", "7/10", "--gamma", "3/10", "-J", "-2/5")

# (formula with {} where the factor of one coefficient stands, limit, options, agrees through, power of the changed coefficient)
PAIRS = {
    "42, first": ("{}*N*gamma*omega_a*beta**2/2", "beta -> 0", (), "2", "2"),
    "42, second": ("N*gamma*omega_a*beta**2/2 + {}*N*gamma*omega_a*J*beta**3", "beta -> 0", (), "3", "3"),
    "42, first of two": ("{}*N*gamma*omega_a*beta**2/2 + N*gamma*omega_a*J*beta**3", "beta -> 0", (), "3", "2"),
    "42, third": ("N*gamma*omega_a*beta**2/2 + N*gamma*omega_a*J*beta**3 + {}*" + FOURTH, "beta -> 0", (), "4", "4"),
    "42, N given": ("{}*3*gamma*omega_a*beta**2/2 + 3*gamma*omega_a*J*beta**3", "beta -> 0", ("-N", "3"), "3", "2"),
    "42, all given": ("{}*21/40*beta**2 - 21/50*beta**3", "beta -> 0", POINT, "3", "2"),
    "42, all given, second": ("21/40*beta**2 - {}*21/50*beta**3", "beta -> 0", POINT, "3", "3"),
    "43": ("{}*N**2*gamma*omega_a*beta**2/2", "J -> oo; beta -> 0", (), "3", "2"),
    "44": ("{}*tanh(N*beta*omega_a/2)", "gamma -> oo", (), "1", "0"),
    "44, next": ("tanh(N*beta*omega_a/2)*(1 - {}*omega**2/(8*N**2*gamma**2))", "gamma -> oo", (), "3", "2"),
    "45": ("{}*" + WEAK, "gamma -> 0", (), "2", "1"),
    "uniform": ("{}*" + UNIFORM, "beta -> 0", HOLD, "3", "2"),
    "uniform, N given": ("{}*" + UNIFORM, "beta -> 0", (*HOLD, "-N", "4"), "3", "2"),
    "1/N": ("1 - {}*" + MANY, "N -> oo", (), "2", "2"),
    "1/N, constant": ("{}*1 - " + MANY, "N -> oo", (), "2", "0"),
    "1/N, next": ("1 - " + MANY + " - {}*" + NEXT, "N -> oo", (), "3", "3"),
    "36": ("{}*" + ALIGNED + "*tanh(N*beta*omega_a/2)", "J -> oo", (), "0", "0"),
    "39": ("{}*" + SINGLE, "J -> -oo", ("-N", "5"), "0", "0"),
    "41": ("{}*2*N*gamma/sqrt(omega**2+4*N**2*gamma**2)", "beta -> oo", (), "0", "0"),
    "56": ("{}*2*gamma/sqrt(1+4*gamma**2)", "T -> 0", (*POINT[:-1], "-1"), "0", "0"),
    "47": ("{}*" + ALIGNED, "omega_a -> oo", (), "0", "0"),
    "small gap, N = 1": (
        "{}*gamma*beta*omega_a/sqrt(omega**2+4*gamma**2)*tanh(beta*sqrt(omega**2+4*gamma**2)/2)", "omega_a -> 0", ("-N", "1"), "2", "1",
    ),
}  # fmt: skip


def verdict(symcoh: Run, formula: str, limit: str, options: tuple[str, ...]) -> tuple[int, dict[str, object]]:
    done = symcoh("check", formula, "--limit", limit, *options, "--format", "json")
    assert done.stderr == b"", done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return done.returncode, found


def test_there_are_twenty_pairs_and_two() -> None:
    assert len(PAIRS) == 22


@pytest.mark.parametrize("name", PAIRS)
def test_right_formula(name: str, symcoh: Run) -> None:
    formula, limit, options, through, _ = PAIRS[name]
    code, found = verdict(symcoh, formula.format("1"), limit, options)
    assert (code, found["verdict"], found["agrees_through"]) == (0, "correct", through), found


@pytest.mark.parametrize("name", PAIRS)
def test_one_per_cent_is_seen_and_named(name: str, symcoh: Run) -> None:
    formula, limit, options, _, changed = PAIRS[name]
    code, found = verdict(symcoh, formula.format("101/100"), limit, options)
    difference = found["first_difference"]
    assert (code, found["verdict"]) == (1, "wrong"), found
    assert isinstance(difference, dict) and difference["power"] == changed and difference["given"] != difference["should_be"], found


def test_what_cannot_be_seen_to_fail_is_undecided(symcoh: Run) -> None:
    """The exact result for N = 1 differs from C nowhere: no measurement can call it right to an order."""
    root = "sqrt(4*gamma**2+omega**2)"
    code, found = verdict(symcoh, f"2*gamma*tanh(beta*omega_a/2)*tanh(beta*{root}/2)/{root}", "beta -> 0", ("-N", "1"))
    assert (code, found["verdict"], found["agrees_through"]) == (3, "undecided", None)


def test_a_formula_that_does_not_end(symcoh: Run) -> None:
    """tanh(N gamma omega_a beta^2/2) begins right and lacks the J term: wrong two powers beyond its first, right with --order 2."""
    formula = "tanh(N*gamma*omega_a*beta**2/2)"
    assert verdict(symcoh, formula, "beta -> 0", ())[0] == 1
    code, found = verdict(symcoh, formula, "beta -> 0", ("--order", "2"))
    assert (code, found["agrees_through"]) == (0, "2")


def test_proofs_are_called_proofs_and_measurements_measurements(symcoh: Run) -> None:
    assert verdict(symcoh, PAIRS["42, second"][0].format("1"), "beta -> 0", ())[1]["proved"] is True
    assert verdict(symcoh, PAIRS["45"][0].format("1"), "gamma -> 0", ())[1]["proved"] is False
    text = symcoh("check", "N*gamma*omega_a*beta**2/2", "--limit", "beta -> 0").stdout.decode()
    assert text.startswith("verdict: correct (proved by the known series)\nagrees through power 2\n")


@pytest.mark.parametrize(
    ("words", "match"),
    [
        (("beta**2",), "--limit is required"),
        (("foo", "--limit", "beta -> 0"), "FORMULA does not read 'foo'"),
        (("beta", "--limit", "beta = 0"), '--limit must look like "beta -> 0"'),
        (("beta", "--limit", "beta -> 7"), "--limit must be one of"),
        (("beta", "--limit", "N -> oo; beta -> 0"), "--limit may begin with"),
        (("beta", "--limit", "beta -> 0", "--hold", "K"), "--hold must look like"),
        (("beta", "--limit", "gamma -> 0", "--hold", "K = beta*J"), "--hold must be"),
        (("9**9**9*beta", "--limit", "beta -> 0"), "FORMULA"),
        (("__import__('os')", "--limit", "beta -> 0"), "FORMULA"),
        (("beta", "--limit", "J -> -oo"), "-N/--sources is required"),
        (("beta", "--limit", "beta -> 0", "-N", "0"), "-N/--sources"),
        (("beta/0", "--limit", "beta -> 0"), "divides by zero"),
    ],
)
def test_bad_input(words: tuple[str, ...], match: str, symcoh: Run) -> None:
    done = symcoh("check", *words)
    assert (done.returncode, done.stdout) == (2, b"")
    assert match in done.stderr.decode() and done.stderr.count(b"\n") == 1


FIRST = "N*gamma*omega_a*beta**2/2"


@pytest.mark.parametrize(
    ("formula", "limit", "options", "power"),
    [
        (f"{FIRST}+1e-30*beta**2", "beta -> 0", (), "2"),
        (f"{FIRST}+1e-40*sinh(beta)**2", "beta -> 0", (), "2"),
        (f"{FIRST}+gamma*omega_a*beta**2*exp(-100)", "beta -> 0", (), "2"),
        ("1+1e-25", "N -> oo", (), "0"),
        ("1-7*exp(-N*beta*omega_a)", "gamma -> oo; omega_a -> oo", ("-N", "3"), "3"),
        ("-N*gamma*omega_a*beta**2/2", "beta -> 0", (), "2"),
        ("sqrt(beta)", "beta -> 0", (), "1/2"),
        (FIRST, "beta -> 0", ("--gamma", "-1/2"), "2"),
    ],
)
def test_what_is_too_small_for_a_slope_is_still_wrong(formula: str, limit: str, options: tuple[str, ...], power: str, symcoh: Run) -> None:
    """Coefficients decide where both sides have them; a slope never overrules one."""
    code, found = verdict(symcoh, formula, limit, options)
    difference = found["first_difference"]
    assert (code, found["verdict"]) == (1, "wrong") and isinstance(difference, dict) and difference["power"] == power, found


@pytest.mark.parametrize(
    ("formula", "limit", "options"),
    [("1-7*exp(-N*beta*omega_a)", "gamma -> oo; omega_a -> oo", ()), ("1", "N -> oo", ("--omega", "0"))],
)
def test_slopes_that_differ_and_differences_out_of_sight_are_undecided(
    formula: str, limit: str, options: tuple[str, ...], symcoh: Run
) -> None:
    assert verdict(symcoh, formula, limit, options)[0] == 3


def test_exact_zero(symcoh: Run) -> None:
    assert verdict(symcoh, "0", "beta -> 0", ("--gamma", "0"))[0] == 0
    assert verdict(symcoh, "gamma+beta", "beta -> 0", ("--omega-a", "0"))[0] == 1


def test_the_range_of_validity_is_told(symcoh: Run) -> None:
    assert verdict(symcoh, FIRST + "+N*gamma*omega_a*J*beta**3", "beta -> 0", ())[1]["valid_for"] == "N >= 3"


@pytest.mark.parametrize(
    ("words", "match"),
    [
        ((FIRST, "--limit", "beta -> 0", "--beta", "2"), "--beta is the variable of --limit"),
        ((FIRST, "--limit", "beta -> 0", "--hold", "N = beta*J"), "must introduce a new name"),
        (("1/(N-3)*beta**5", "--limit", "beta -> 0", "-N", "3"), "FORMULA divides by zero"),
        (("sqrt(-gamma)*beta", "--limit", "beta -> 0"), "FORMULA is not a real number"),
    ],
)
def test_more_bad_input(words: tuple[str, ...], match: str, symcoh: Run) -> None:
    done = symcoh("check", *words)
    assert (done.returncode, done.stdout) == (2, b"") and match in done.stderr.decode() and done.stderr.count(b"\n") == 1
