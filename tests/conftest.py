"""What every test shares: imports of the oracles, untouched precisions, deterministic property tests."""

from __future__ import annotations

import decimal
import gc
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import flint
import gmpy2
import mpmath
import pytest
from hypothesis import HealthCheck, settings

sys.path.insert(0, str(Path(__file__).parent))
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # a second thread takes ten times as long over matrices as small as those of the tests

settings.register_profile("symcoh", derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("symcoh")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # a shell's background job: the programs that are tested would ignore it as well
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: it is not searched for garbage again with every expression that SymPy makes."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


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
