"""Every sentence of README.md with a number in it is held against the program.

What stands in code blocks is run by test_readme.py. Of the prose, numbers of equations must be those of the ledger; any other sentence
with a number must hold one of the phrases of `CLAIMS`, whose check is run. A new sentence with a number needs a check, and a check
its sentence.
"""

from __future__ import annotations

import csv
import pickle
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sympy

from symcoh import CertifiedNumber, Model, evaluate, exact
from symcoh.errors import NotCertified
from symcoh.exactnumbers import exact as number
from symcoh.figures.paper import NAMES as FIGURES
from symcoh.ledger import entries
from symcoh.ledger.text import attacked_by
from symcoh.sweep.work import MAX_ROWS

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
NUMBER = re.compile(r"\d|\b(two|three|four|five|six|seven|eight|nine|ten|twelve|hundred|thousand|million|minutes?|seconds?|₂F₁)\b")
NAMES = re.compile(r"arXiv:\S+|two-level|\bdocs/\S+|C_0|\$[^$]*\$|1/N law|BSD-3-Clause")
EQUATION = re.compile(r"\((\d+)\)(?:[–-]\((\d+)\))?")
RING = Model(N=6, omega_a="7/10", gamma="3/10", J="2/5")


def sentences() -> Iterator[str]:
    """The prose, sentence by sentence, without code blocks, names and formulas."""
    prose = re.sub(r"^```.*?^```$", "", README, flags=re.MULTILINE | re.DOTALL)
    prose = re.sub(r"\$\$.*?\$\$", "", prose, flags=re.DOTALL)
    for paragraph in re.split(r"\n\s*\n", prose):
        yield from re.split(r"(?<=[.:])\s+(?=[A-Z`])", " ".join(paragraph.split()))


def project() -> dict[str, str]:
    found: dict[str, str] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return found


def table() -> list[dict[str, str]]:
    with (ROOT / "reference" / "coherence.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def grammar() -> bool:
    half, cent = number("7/10"), number("1e-3")
    return number("0.7") == half and cent == number("1/1000") and all(number(text) for text in ("sqrt(2)/3", "pi/4"))


def ends() -> bool:
    return str(evaluate(RING, "coherence", T=0)) == str(evaluate(RING, "coherence", beta="oo"))


def states(J: str) -> str:
    """How many ground states there are, by their entropy."""
    model = Model(N=4, omega="4/5", omega_a="2/3", gamma="3/40", J=J)
    return {"0": "one", "1.0986122887": "three"}[str(evaluate(model, "entropy", T=0, digits=11))]


def high_temperature_of_order_eight() -> bool:
    from derivations import high_temperature

    found = high_temperature.derive(order=8)
    return found.expansion is not None and found.expansion.remainder_power == 9 and len(found.steps) > 2


def four_integers() -> bool:
    value = evaluate(RING, "coherence", T="1/10", digits=30)
    kept = CertifiedNumber.from_json(value.to_json()) == value == pickle.loads(pickle.dumps(value))
    return kept and value.ball is not None and len(value.ball) == 4 and all(isinstance(part, int) for part in value.ball)


def symbolic() -> bool:
    with_symbol = exact.coherence()
    return exact.symbols.N in with_symbol.free_symbols and with_symbol.has(sympy.hyper)


def four_sources() -> bool:
    formula = exact.coherence(N=4)
    point = {exact.symbols.omega: 1, exact.symbols.omega_a: 2, exact.symbols.gamma: 1, exact.symbols.J: 1, exact.symbols.beta: 1}
    value = evaluate(Model(N=4, omega_a=2, gamma=1, J=1), "coherence", beta=1, digits=20)
    return exact.symbols.N not in formula.free_symbols and str(value)[:-2] in str(formula.subs(point).evalf(30))


CLAIMS: dict[str, Callable[[], bool]] = {
    "Two commands on a machine that has Python ≥ 3.11": lambda: (
        project()["requires-python"] == ">=3.11" and re.findall(r"^make (\w+)", README, re.MULTILINE) == ["reproduce", "test"]
    ),
    "`0.7` is 7/10; `7/10`, `1e-3`, `sqrt(2)/3` and `pi/4` are read": grammar,
    "`-T 0` (or `--beta oo`) is the ground state": ends,
    "J = −43/240 here, three ground states share the weight": lambda: states("-43/240") == "three" and states("-43/240+1e-1000") == "one",
    "is refused (exit code 3)": lambda: NotCertified.exit_code == 3,
    "`symcoh derive high-temperature --order 8` prints each step": high_temperature_of_order_eight,
    "which is a sum over all 2^N configurations or a dense matrix": lambda: all(
        "all 2^N configurations or dense matrices" in attacked_by(entry) for entry in entries() if entry.number in ("29", "31")
    ),
    "some three hundred of them, to 50 digits": lambda: (
        250 < len(table()) < 350 and all(len(row["value"].partition("e")[0].replace(".", "").lstrip("-0")) in (0, 50) for row in table())
    ),
    "`symcoh sweep` computes up to 20 million into one file": lambda: MAX_ROWS == 20_000_000,
    "draws the paper's ten figures": lambda: len(FIGURES) == 10,
    "its ball as four integers": four_integers,
    "`exact.coherence(N=4)` is (29) with N = 4, `exact.coherence()` keeps N a symbol with ₂F₁ weights": lambda: (
        four_sources() and symbolic()
    ),
    '`exact.substitute(formula, omega=0, gamma="-1/3")` puts in values of any sign': lambda: (
        exact.substitute(exact.coherence(1, J=0), omega=0, gamma="-1/3", omega_a=1, beta=1).is_positive is True
    ),
}
MEASURED = (
    "On two cores the first takes about a minute and the second about seven, the installation a minute more",
    "`symcoh selftest` checks an installation in about a second",
)
"""Durations, which no test may assert: 27 s and 14 min of processor time, 1 s."""


def counted() -> list[str]:
    """The sentences that need a check: a number is left in them after names and equations are taken out."""
    return [sentence for sentence in sentences() if NUMBER.search(EQUATION.sub("", NAMES.sub("", sentence)))]


def test_every_sentence_with_a_number_has_its_check() -> None:
    found = counted()
    assert len(found) >= 12
    unheld = [sentence for sentence in found if not any(phrase in sentence for phrase in (*CLAIMS, *MEASURED))]
    assert unheld == []


@pytest.mark.parametrize("phrase", [*CLAIMS, *MEASURED])
def test_every_check_has_its_sentence(phrase: str) -> None:
    assert any(phrase in sentence for sentence in sentences())


@pytest.mark.parametrize("phrase", CLAIMS)
def test_a_claim_holds(phrase: str) -> None:
    assert CLAIMS[phrase]()


def test_equations_are_those_of_the_ledger() -> None:
    known = {re.sub("[a-z]$", "", entry.number) for entry in entries()}
    named = {n for sentence in sentences() for pair in EQUATION.findall(sentence) for n in pair if n}
    assert named and named <= known
