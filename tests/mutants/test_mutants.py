"""Seeded faults in the numeric core: the fast tests of the core must catch every one.

Each fault is one replacement in a copy of the package; the tests then run against the copy. A fault that
no longer applies (the text is gone or ambiguous) is an error, so the list cannot rot. `make mutants` makes random ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from symcoh.ledger import find

from . import statements
from .campaign import FOLDERS, equivalents, files_of
from .copies import ROOT, copied, replaced
from .faults import faults, faulty
from .warm import Run, Warm

FAULTS: dict[str, tuple[str, str, str]] = {
    "sign of J in y": (
        "numeric/ring/setting.py",
        "(-4 * self.beta * abs(self.coupling)).exp()",
        "(4 * self.beta * abs(self.coupling)).exp()",
    ),
    "4 -> 2 in y": ("numeric/ring/setting.py", "(-4 * self.beta", "(-2 * self.beta"),
    "sign of J in the excitation": (
        "numeric/ring/setting.py",
        "/ 2 - self.coupling * (self.bonds(u)",
        "/ 2 + self.coupling * (self.bonds(u)",
    ),
    "4 gamma^2 -> 2 gamma^2 in S": ("numeric/ring/setting.py", "+ 4 * u * u *", "+ 2 * u * u *"),
    "half of S lost in the excitation": ("numeric/ring/setting.py", "rise -= 2 * self.gamma", "rise -= 4 * self.gamma"),
    "half of omega_a lost in E_0": ("numeric/ring/setting.py", "return -self.omega_a * r / 2 -", "return -self.omega_a * r -"),
    "N - 4n -> N - 2n": ("numeric/ring/setting.py", "return self.sources - 4 *", "return self.sources - 2 *"),
    "k -> k+1 in A_k": ("numeric/ring/weights.py", "before = (k - sources - 1) * (k - 1)", "before = (k - sources - 1) * k"),
    "k+1 -> k+2 in C_k (2 -> 3 in 2F1)": ("numeric/ring/weights.py", "(k - sources + 1) * (k + 1)", "(k - sources + 1) * (k + 2)"),
    "N-3 -> N-2 in r_1": ("numeric/ring/weights.py", "slope = arb(sources - 3) / 2", "slope = arb(sources - 2) / 2"),
    "y forgotten in r_1, J < 0": ("numeric/ring/weights.py", "(y + slope, one, zero) if", "(slope, one, zero) if"),
    "N forgotten in P_1": ("numeric/ring/weights.py", "(arb(sources), zero, zero)", "(one, zero, zero)"),
    "factor 2 in theta^2": ("numeric/ring/series.py", "first, 2 * series[2] * y * y", "first, series[2] * y * y"),
    "u = 0 counted twice": ("numeric/ring/thermal.py", "if u else (arb(0), arb(1))", "if u else (arb(1), arb(0))"),
    "factor 2 in C": ("numeric/ring/paired_sums.py", "transverse = s.slope * transverse", "transverse = s.slope * transverse / 2"),
    "sinh -> cosh in C": ("numeric/ring/paired_sums.py", "across * sine * u / b", "across * cosine * u / b"),
    "half of beta S lost in Z and C": (
        "numeric/ring/paired_sums.py",
        "target, mixing = s.strength * s.strength,",
        "target, mixing = 4 * s.strength * s.strength,",
    ),
    "sign of J from sector to sector": (
        "numeric/ring/paired_sums.py",
        "_exponential(-4 * s.bond - field",
        "_exponential(4 * s.bond - field",
    ),
    "tiny field by subtraction": ("numeric/ring/paired_sums.py", "bool(field > GEOMETRIC_FIELD)", "True"),
    "sign of branch in the moments": (
        "numeric/ring/thermal.py",
        "yield up, rise + sector.split, -across",
        "yield up, rise + sector.split, across",
    ),
    "energy of the upper branch": ("numeric/ring/thermal.py", "yield up, rise + sector.split,", "yield up, rise + sector.split / 2,"),
    "cross term of eps^2": ("numeric/ring/thermal.py", "+ 2 * energy * step * first +", "+ energy * step * first +"),
    "ground levels left in the excess": ("numeric/ring/thermal.py", "return excess_weight(", "return 1 + excess_weight("),
    "mixing in p_e": ("numeric/ring/thermal.py", "mixing * mixing / (1 + s.omega * ratio)", "mixing * mixing / (1 - s.omega * ratio)"),
    "sine of the turn": ("numeric/ring/thermal.py", "sine = across * s.omega * (m - r) / both", "sine = across * s.omega * (m + r) / both"),
    "determinant without the cross term": (
        "numeric/ring/quantities.py",
        "- matrix.cross * matrix.cross) /",
        "+ matrix.cross * matrix.cross) /",
    ),
    "sign of dC/dT": (
        "numeric/ring/quantities.py",
        "return moments.product - moments.mean * moments.shift",
        "return moments.mean * moments.shift - moments.product",
    ),
    "half the precision, called full": (
        "numeric/ring/quantities.py",
        "with working_precision(bits):",
        "with working_precision(bits // 2):",
    ),
    "radius thrown away": ("numeric/precision.py", "ball = ball_at(bits)", "ball = arb(ball_at(bits // 3).mid())"),
    "rounding half away from zero": ("decimals.py", "(twice == denominator and quotient % 2 == 1)", "twice == denominator"),
    "ergotropy without the half": ("numeric/ring/setting.py", "arb(0), arb(0), self.omega / 2", "arb(0), arb(0), self.omega"),
}

WINDOW_FAULTS: dict[str, tuple[str, str, str]] = {
    "n+1 -> n in the ratio of domains": ("numeric/ring/up_domains.py", "self.k - n), n * (n + 1)", "self.k - n), n * n"),
    "a spin lost between two seeds": ("numeric/ring/up_domains.py", "k * (sources - k - pivot)", "k * (sources - k - pivot - 1)"),
    "sum i^2 r^i bounded by sum r^i": ("numeric/ring/up_domains.py", "(1 + ratio) / (1 - ratio) ** 3", "1 / (1 - ratio)"),
    "8 -> 1 in the tail": ("numeric/ring/tails.py", "(8 * max(ends))", "max(ends)"),
    "the lower end of a convex function": ("numeric/ring/tails.py", "max(ends)", "min(ends)"),
    "fugacity counted twice": ("numeric/ring/tails.py", "- fugacity.log()", "- 2 * fugacity.log()"),
    "fugacity where no wall is": ("numeric/ring/tails.py", " or (high == s.sources and not fugacity <= 1)", ""),
    "t x -> x in the tail": ("numeric/ring/tails.py", "fugacity * (-4 * bond).exp()", "(-4 * bond).exp()"),
    "the tail of C too small": ("numeric/ring/sector_window.py", "smaller_of_one(s.beta * s.gamma * s.sources)", "smaller_of_one(s.gamma)"),
    "the tail of <M> too small": ("numeric/ring/thermal.py", "magnetization = tail * s.sources *", "magnetization = tail *"),
    "the tail of eps^2 too small": ("numeric/ring/thermal.py", "square + span * span * rest", "square + span * rest"),
    "no tail at all": ("numeric/ring/window.py", "tail=_tail(heights, found)", "tail=arb(0)"),
    "a sector in no gap": ("numeric/ring/window.py", "[(first + 1, last - 1)", "[(first + 2, last - 1)"),
}
"""Faults of the window regime, for the tests of its bounds and seeds."""

BRIEF = ("--tb=no", "-rfE")
"""What is printed of a failure: its name."""
CORE_TESTS = ("numeric/test_core.py", "unit/test_decimals.py")
WINDOW_TESTS = ("reliability/test_tails.py", "numeric/test_window.py")


@pytest.fixture(scope="module")
def warm() -> Iterator[Warm]:
    with Warm() as process:
        yield process


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project, in which one fault at a time is made."""
    return copied(tmp_path_factory.mktemp("copy"))


def test_there_are_enough() -> None:
    assert len(FAULTS) + len(WINDOW_FAULTS) >= 35


@pytest.fixture(scope="module")
def sound(warm: Warm, copy: Path) -> Callable[[str], Run]:
    """The run of one test where there is no fault, once for each."""

    @cache
    def run(test: str) -> Run:
        return warm.run(copy, [*BRIEF, test.partition("::")[0]], tests=[test])

    return run


@pytest.mark.parametrize("name", [*FAULTS, *WINDOW_FAULTS])
def test_fault_is_caught(name: str, warm: Warm, copy: Path, sound: Callable[[str], Run]) -> None:
    """By a test that passes without it: in the tree, where it runs itself, and in the copy."""
    file, before, after = (FAULTS | WINDOW_FAULTS)[name]
    target = copy / "symcoh" / file
    text = target.read_text(encoding="utf-8")
    assert text.count(before) == 1, f"the fault {name!r} applies {text.count(before)} times"
    with replaced(target, text.replace(before, after)):
        done = warm.run(copy, ["-x", *BRIEF, *paths(WINDOW_TESTS if name in WINDOW_FAULTS else CORE_TESTS)])
    assert done.code == 1, f"survived: {name}\n{done.printed}"
    [failed] = [line.removeprefix("FAILED ").partition(" - ")[0] for line in done.printed.splitlines() if line.startswith("FAILED ")]
    without = sound(failed)
    assert without.code == 0 and "1 passed" in without.printed, without.printed


def paths(files: tuple[str, ...]) -> list[str]:
    return [f"tests/{file}" for file in files]


def test_faults_are_named_apart_and_change_the_code() -> None:
    """Twice the same walk; every fault makes another program, but for numbers too large to change."""
    text = "def f(x, y=2):\n    if x < 1 and not y:\n        return -abs(x) + min(x, 3)\n    x += 1\n    raise ValueError(x)\n"
    found = faults("a.py", text)
    assert [fault.mutation for fault in found] == [
        "2 -> 3 in def f(x, y=2):",
        "x < 1 and (not y) -> not (x < 1 and (not y))",
        "x < 1 and (not y) -> x < 1 or not y in x < 1 and (not y)",
        "x < 1 -> x <= 1 in x < 1 and (not y)",
        "1 -> 2 in x < 1 and (not y)",
        "not y -> y in x < 1 and (not y)",
        "-abs(x) + min(x, 3) -> -abs(x) - min(x, 3) in return -abs(x) + min(x, 3)",
        "-abs(x) -> abs(x) in return -abs(x) + min(x, 3)",
        "abs(x) -> x in return -abs(x) + min(x, 3)",
        "min(x, 3) -> max(x, 3) in return -abs(x) + min(x, 3)",
        "3 -> 4 in return -abs(x) + min(x, 3)",
        "x += 1 -> x -= 1",
        "1 -> 2 in x += 1",
        "raise ValueError(x) -> pass",
    ]
    assert {fault.function for fault in found} == {"f"} and len({fault.name for fault in found}) == len(found)
    assert len({faulty(text, fault) for fault in found}) == len(found)
    assert "x += 2" in faulty(text, found[12])
    assert [fault.mutation for fault in faults("a.py", "x = 0.0")] == ["0.0 -> 1.0 in x = 0.0"]


def test_the_equivalent_faults_can_still_be_made() -> None:
    """None of them is the name of a fault that is gone, and each has its reason."""
    listed = equivalents()
    files = {name.partition("::")[0] for name in listed}
    assert files <= {str(file) for folder in FOLDERS for file in files_of(folder)}
    made = {fault.name for file in files for fault in faults(file, (ROOT / file).read_text(encoding="utf-8"))}
    assert set(listed) <= made, set(listed) - made
    assert all(len(reason) > 10 for reason in listed.values())


def test_faults_in_statements_are_caught() -> None:
    """A few of each kind of entry, by another seed than that of `make mutants`; equations are caught but for true ones."""
    found = [(entry, name, statement) for entry, name, statement in statements.sample(1, seed=2) if statement.relation == "="]
    missed = [name for entry, name, statement in found[::2] if statements.outcome(entry, statement) != "caught"]
    assert len(found) > 60 and len(missed) <= 2, missed


@pytest.mark.parametrize("number", ["B38", "B39"])
def test_faults_in_the_crossovers_are_caught(number: str) -> None:
    """All of the law: where every point is exactly on the line, a wrong exponent of beta (J - J_c) goes unseen."""
    entry = find(number)[0]
    found = [(name, other) for name, other in statements.faulty(entry.statements[0]) if name.startswith("lhs")]
    assert len(found) >= 10
    assert [name for name, other in found if statements.outcome(entry, other) != "caught"] == []
