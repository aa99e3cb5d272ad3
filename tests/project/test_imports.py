"""The command line imports only what a command needs: no SymPy, NumPy or Matplotlib for numbers."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

PROGRAM = "import sys; from symcoh.cli.main import run; sys.argv[0] = 'symcoh'; sys.exit(run())"
HEAVY = {"sympy", "numpy", "matplotlib", "mpmath", "pandas", "scipy", "IPython", "derivations"}
PARAMETERS = ["-N", "6", "--omega-a", "7/10", "--gamma", "3/10", "-J", "2/5"]


def imported(program: str, *arguments: str) -> set[str]:
    """The top-level packages that a successful run imports, by Python's own account."""
    done = subprocess.run([sys.executable, "-X", "importtime", "-c", program, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return {name.partition(".")[0] for name in re.findall(r"^import time:.*\| +(\S+)$", done.stderr, re.MULTILINE)}


def test_help_imports_nothing_heavy() -> None:
    loaded = imported(PROGRAM, "--help")
    assert {"symcoh", "click"} <= loaded
    assert not loaded & (HEAVY | {"rich", "flint"})


@pytest.mark.parametrize("temperature", [["--beta", "10"], ["-T", "0.1"], ["--beta", "oo"], ["--beta", "0"]])
@pytest.mark.parametrize("quantity", ["coherence", "heat-capacity"])
def test_evaluate_imports_no_symbols(quantity: str, temperature: list[str]) -> None:
    loaded = imported(PROGRAM, "evaluate", quantity, *PARAMETERS, *temperature)
    assert {"symcoh", "flint"} <= loaded
    assert not loaded & HEAVY


def test_importing_symcoh_loads_no_symbols() -> None:
    assert not imported("import symcoh") & HEAVY


def test_the_symbolic_side_loads_when_it_is_asked_for() -> None:
    assert "sympy" in imported("from symcoh import Model, evaluate, exact")
