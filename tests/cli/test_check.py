"""`symcoh check` at the command line: exit codes, text, json, and one sentence for what cannot be read."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from symcoh.cli.main import run

from .conftest import Run

FIRST = "N*gamma*omega_a*beta**2/2"
Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(capfd: pytest.CaptureFixture[str]) -> Call:
    """The command in this process: (exit code, stdout, stderr)."""

    def called(*words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as stop:
            run(["check", *words])
        done = capfd.readouterr()
        return int(stop.value.code or 0), done.out, done.err

    return called


def test_json(call: Call) -> None:
    code, out, err = call(FIRST, "--limit", "beta -> 0", "--format", "json")
    found: dict[str, Any] = json.loads(out)
    assert (code, err) == (0, "")
    assert found == {
        "quantity": "coherence",
        "agrees_through": "2",
        "first_difference": {"power": "3", "given": "0", "should_be": "J*N*gamma*omega_a"},
        "verdict": "correct",
        "proved": True,
        "valid_for": "N >= 1, J real, omega, omega_a, gamma > 0",
        "because": "compared with the series of high-temperature; power 3 is that of N >= 2",
    }


def test_text(call: Call) -> None:
    code, out, _ = call(FIRST, "--limit", "beta -> 0")
    assert code == 0 and out.startswith(
        "verdict: correct (proved)\nagrees through power 2\nfirst difference at power 3: given 0, should be "
    )
    code, out, _ = call("log(beta)", "--limit", "T -> oo")
    assert code == 3 and out.startswith("verdict: undecided\nvalid for ")
    code, out, _ = call("0", "--limit", "beta -> 0", "--gamma", "0")
    assert code == 0 and "agrees in every power\n" in out


def test_a_program_of_its_own(symcoh: Run) -> None:
    done = symcoh("check", f"-{FIRST}", "--limit", "T -> oo", "-J", "-0.2")
    assert (done.returncode, done.stderr) == (1, b"") and b"should be N*gamma*omega_a/2" in done.stdout


@pytest.mark.parametrize(
    "formula", ["-gamma", "-J-beta", "-gamma-beta", "-(beta)", "-2", "-N", "-exp(-beta)", "-sqrt(2)*beta", f"-{FIRST}", "- beta", "-1e-3"]
)
def test_a_formula_may_begin_with_a_minus(formula: str, call: Call) -> None:
    code, out, err = call(formula, "--limit", "beta -> 0", "--order", "2", "-J=-0.2", "-N", "3")
    assert (code, err) == (1, ""), out


def test_options_may_stand_first(call: Call) -> None:
    assert call("-J", "-0.2", "--limit", "beta -> 0", FIRST)[0] == 0
    assert call("-J=-0.2", "--limit", "beta -> 0", f"-{FIRST}")[0] in (1, 2)
    assert call("--limit", "beta -> 0", "-N", "3", "-T", "2", FIRST)[0] == 2


def test_temperature_and_quantity(call: Call) -> None:
    assert (
        call("2*log(2)", "--limit", "gamma -> 0", "-N", "1", "--quantity", "entropy", "--omega", "0", "--omega-a", "0", "-T", "3")[0] == 0
    )
    assert call("entropy = 2*log(3)", "--limit", "gamma -> 0", "-N", "1", "--omega", "0", "--omega-a", "0", "-T", "3")[0] == 1
    code, out, _ = call("tanh(N*omega_a/(2*T))", "--limit", "gamma -> oo", "-T", "1/2", "-N", "2", "--format", "json")
    assert (code, json.loads(out)["first_difference"]["power"]) == (0, "2")


@pytest.mark.parametrize(
    ("words", "match"),
    [
        (("beta**2",), "--limit is required"),
        (("foo", "--limit", "beta -> 0"), "FORMULA does not read 'foo'"),
        (("beta", "--limit", "beta = 0"), '--limit must look like "beta -> 0"'),
        (("beta", "--limit", "beta -> 7"), "--limit must be one of"),
        (("beta", "--limit", "beta -> 0;beta -> 0;J -> oo"), "--limit may hold two"),
        (("beta", "--limit", "beta -> 0", "--hold", "K"), "--hold must look like"),
        (("beta", "--limit", "gamma -> 0", "--hold", "K = beta*J"), "--hold must be"),
        (("beta", "--limit", "beta -> 0", "--hold", "K = beta"), "--hold must be"),
        (("beta", "--limit", "beta -> 0", "--hold", "N = beta*J"), "must introduce a new name"),
        (("9**9**9*beta", "--limit", "beta -> 0"), "FORMULA"),
        (("__import__('os')", "--limit", "beta -> 0"), "FORMULA"),
        (("beta", "--limit", "beta -> 0", "-N", "0"), "-N/--sources"),
        (("beta/0", "--limit", "beta -> 0"), "divides by zero"),
        ((FIRST, "--limit", "beta -> 0", "--beta", "2"), "--beta is the variable of"),
        ((FIRST, "--limit", "T -> oo", "-T", "2"), "is the variable of"),
        ((FIRST, "--limit", "gamma -> 0", "-T", "0"), "-T/--temperature must not be 0"),
        (("1/(N-3)*beta**5", "--limit", "beta -> 0", "-N", "3"), "it divides by zero"),
        (("sqrt(-gamma)*beta", "--limit", "beta -> 0"), "FORMULA is not a real number"),
        (("beta", "--limit", "beta -> 0", "--quantity", "purr"), "--quantity must be one of"),
        (("entropy = beta", "--limit", "beta -> 0", "--quantity", "energy"), "--quantity is 'energy'"),
        (("a = b = beta", "--limit", "beta -> 0"), "one = may stand"),
    ],
)
def test_bad_input(words: tuple[str, ...], match: str, call: Call) -> None:
    code, out, err = call(*words)
    assert (code, out) == (2, ""), (code, out, err)
    assert match in err and err.count("\n") == 1, err
