"""Seeded faults in the numeric core: the fast tests of the core must catch every one.

Each fault is one replacement in a copy of the package; the tests then run against the copy. A fault that
no longer applies (the text is gone or ambiguous) is an error, so the list cannot rot.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

FAULTS: dict[str, tuple[str, str, str]] = {
    "sign of J in y": ("numeric/setting.py", "(-4 * self.beta * abs(self.coupling)).exp()", "(4 * self.beta * abs(self.coupling)).exp()"),
    "4 -> 2 in y": ("numeric/setting.py", "(-4 * self.beta", "(-2 * self.beta"),
    "sign of J in the excitation": ("numeric/setting.py", "/ 2 - self.coupling * (self.bonds(u)", "/ 2 + self.coupling * (self.bonds(u)"),
    "4 gamma^2 -> 2 gamma^2 in S": ("numeric/setting.py", "+ 4 * u * u *", "+ 2 * u * u *"),
    "half of S lost in the excitation": ("numeric/setting.py", "rise -= 2 * self.gamma", "rise -= 4 * self.gamma"),
    "half of omega_a lost in E_0": ("numeric/setting.py", "return -self.omega_a * r / 2 -", "return -self.omega_a * r -"),
    "N - 4n -> N - 2n": ("numeric/setting.py", "return self.sources - 4 *", "return self.sources - 2 *"),
    "k -> k+1 in A_k": ("numeric/weights.py", "before = (k - sources - 1) * (k - 1)", "before = (k - sources - 1) * k"),
    "k+1 -> k+2 in C_k (2 -> 3 in 2F1)": ("numeric/weights.py", "(k - sources + 1) * (k + 1)", "(k - sources + 1) * (k + 2)"),
    "N-3 -> N-2 in r_1": ("numeric/weights.py", "else 1 + y * (sources - 3) / 2", "else 1 + y * (sources - 2) / 2"),
    "N-3 -> N-1 in r_1, J < 0": ("numeric/weights.py", "ratio = y + arb(sources - 3) / 2 if", "ratio = y + arb(sources - 1) / 2 if"),
    "N forgotten in P_1": ("numeric/weights.py", "weight = arb(sources)\n    yield weight", "weight = arb(1)\n    yield weight"),
    "factor 2 in theta^2": ("numeric/weights.py", "taylor[0], first, 2 * taylor[2]", "taylor[0], first, taylor[2]"),
    "u = 0 counted twice": ("numeric/thermal.py", "if u else (arb(0), arb(1))", "if u else (arb(1), arb(0))"),
    "factor 2 in C": ("numeric/folded.py", "return partition, 2 * s.gamma * transverse", "return partition, s.gamma * transverse"),
    "sinh -> cosh in C": ("numeric/folded.py", "term * gap * sine * u / split", "term * gap * cosine * u / split"),
    "half of beta S lost in Z and C": ("numeric/folded.py", "half, field = s.beta / 2,", "half, field = s.beta,"),
    "sign of J from sector to sector": ("numeric/folded.py", "(-4 * bond - field).exp()", "(4 * bond - field).exp()"),
    "tiny field by subtraction": ("numeric/folded.py", "bool(field > GEOMETRIC_FIELD)", "True"),
    "sign of branch in the moments": (
        "numeric/thermal.py",
        "yield up, rise + sector.split, -across",
        "yield up, rise + sector.split, across",
    ),
    "energy of the upper branch": ("numeric/thermal.py", "yield up, rise + sector.split,", "yield up, rise + sector.split / 2,"),
    "cross term of eps^2": ("numeric/thermal.py", "+ 2 * energy * step * first +", "+ energy * step * first +"),
    "ground levels left in the excess": ("numeric/thermal.py", "return excess_weight(", "return 1 + excess_weight("),
    "mixing in p_e": ("numeric/thermal.py", "mixing * mixing / (1 + s.omega * ratio)", "mixing * mixing / (1 - s.omega * ratio)"),
    "sine of the turn": ("numeric/thermal.py", "sine = across * s.omega * (m - r) / both", "sine = across * s.omega * (m + r) / both"),
    "determinant without the cross term": ("numeric/quantities.py", "- matrix.cross * matrix.cross) /", "+ matrix.cross * matrix.cross) /"),
    "sign of dC/dT": (
        "numeric/quantities.py",
        "(moments.product - moments.mean * moments.shift)",
        "(moments.mean * moments.shift - moments.product)",
    ),
    "half the precision, called full": ("numeric/quantities.py", "with working_precision(bits):", "with working_precision(bits // 2):"),
    "radius thrown away": ("numeric/precision.py", "ball = ball_at(bits)", "ball = arb(ball_at(bits // 3).mid())"),
    "rounding half away from zero": ("decimals.py", "(twice == denominator and quotient % 2 == 1)", "twice == denominator"),
    "ergotropy without the half": ("numeric/quantities.py", "return s.omega / 2 * x * x", "return s.omega * x * x"),
}


def test_there_are_enough() -> None:
    assert len(FAULTS) >= 25


@pytest.mark.parametrize("name", FAULTS)
def test_fault_is_caught(name: str, tmp_path: Path) -> None:
    file, before, after = FAULTS[name]
    shutil.copytree(ROOT / "symcoh", tmp_path / "symcoh", ignore=shutil.ignore_patterns("__pycache__"))
    target = tmp_path / "symcoh" / file
    text = target.read_text(encoding="utf-8")
    assert text.count(before) == 1, f"the fault {name!r} applies {text.count(before)} times"
    target.write_text(text.replace(before, after), encoding="utf-8")
    done = run_core_tests(tmp_path)
    assert done.returncode == 1, f"survived: {name}\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
    assert " failed" in done.stdout


def test_without_a_fault_the_copy_passes(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "symcoh", tmp_path / "symcoh", ignore=shutil.ignore_patterns("__pycache__"))
    done = run_core_tests(tmp_path)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]


def run_core_tests(copy: Path) -> subprocess.CompletedProcess[str]:
    """The fast tests against the copied package, which must shadow the installed one."""
    tests = [str(ROOT / "tests" / "numeric" / "test_core.py"), str(ROOT / "tests" / "unit" / "test_decimals.py")]
    guard = f"import symcoh; assert symcoh.__file__.startswith({str(copy)!r}); import pytest, sys; sys.exit(pytest.main(sys.argv[1:]))"
    options = [
        "-x",
        "-q",
        "-p",
        "no:xdist",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:randomly",
        "--rootdir",
        str(ROOT),
        "-c",
        str(ROOT / "pyproject.toml"),
    ]
    environment = os.environ | {"PYTHONPATH": f"{copy}{os.pathsep}{ROOT}", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, "-c", guard, *options, *tests], cwd=copy, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
