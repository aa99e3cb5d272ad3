"""What every test shares: imports of the oracles, untouched precisions, deterministic property tests."""

from __future__ import annotations

import decimal
import gc
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import flint
import gmpy2
import mpmath
import pytest
from hypothesis import HealthCheck, settings

sys.path.insert(0, str(Path(__file__).parent))
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # a second thread takes ten times as long over matrices as small as those of the tests

settings.register_profile("symcoh", derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("symcoh")

gc.disable()  # until everything is loaded

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # a shell's background job: the programs that are tested would ignore it as well
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: it is not searched for garbage while it loads, nor again with every expression that SymPy makes."""
    gc.enable()
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


TOGETHER = (
    *("tests/cli/test_equation.py", "tests/cli/test_reproduce.py", "tests/exact/test_reading.py", "tests/formulary/test_formulary.py"),
    *("tests/latex/test_appendix.py", "tests/latex/test_derivations.py", "tests/verdicts/test_pasted.py"),
)
"""Files that need the results of all derivations: one process works them out, the other never."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Whole files to a process, as `--dist loadfile` has them, and some files as if they were one."""
    from xdist.scheduler import LoadFileScheduling

    class Rooms(LoadFileScheduling):  # type: ignore[misc]  # xdist ships no types
        def _split_scope(self, nodeid: str) -> str:
            file: str = super()._split_scope(nodeid)
            return TOGETHER[0] if file in TOGETHER else file

    return Rooms(config, log) if config.getoption("dist") == "loadfile" else None


def precisions() -> dict[str, object]:
    """Every global precision a test could leave changed."""
    return {
        "flint.ctx.prec": flint.ctx.prec,
        "flint.ctx.dps": flint.ctx.dps,
        "mpmath.mp.prec": mpmath.mp.prec,
        "mpmath.iv.prec": mpmath.iv.prec,
        "gmpy2 context": repr(gmpy2.get_context().copy()).split("trap_underflow")[0],
        "decimal context": repr(decimal.getcontext()).split("flags")[0],
    }


@pytest.fixture(autouse=True)
def untouched_precisions() -> Iterator[None]:
    """Fail a test that leaves a global precision changed."""
    before = precisions()
    yield
    after = precisions()
    changed = {name: (before[name], after[name]) for name in before if before[name] != after[name]}
    assert not changed, f"left changed: {changed}"
