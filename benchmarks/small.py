"""What the choice of a route costs a small ring, and what the command costs beside loading FLINT."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from baselines import Case
from guarded import turned
from reference_set import model_of
from rows import against, best_seconds, line, milliseconds, must_agree, table

from symcoh import evaluate
from symcoh.balls import ball_to_integers
from symcoh.certified import CertifiedNumber
from symcoh.decimals import printed_radius
from symcoh.exact_ends import exact_value
from symcoh.exactnumbers import exact
from symcoh.numeric.precision import certify, planned_bits, started_clock
from symcoh.numeric.ring.quantities import enclosure
from symcoh.version import __version__

CASE = Case(N=6, J="2/5", digits=50)
HEAD = """
## Small rings and the command

N = 6 at the reference set, 50 digits. The plain sum is the same value and the same certified number without a choice of route."""


def lines(quick: bool) -> Iterator[str]:
    """The section, line by line."""
    yield HEAD
    yield from table("what", "time", "against", "time", "ratio")
    points = [turned(CASE, turn) for turn in range(40 if quick else 400)]
    ours, left = best_seconds([partial(chosen, point) for point in points])
    plain, right = best_seconds([partial(plain_sum, point) for point in points])
    for one, other in zip(left, right, strict=True):
        must_agree(str(one), str(other), CASE.digits, "N = 6")
    yield line("`evaluate`", milliseconds(ours), "plain sum", milliseconds(plain), against(ours / plain, "<= 1.2"))
    command, loading = (best_process(arguments, 2 if quick else 9) for arguments in (COMMAND, LOADING))
    name = "`symcoh evaluate coherence -N 6`"
    yield line(name, milliseconds(command), '`python -c "import flint"`', milliseconds(loading), against(command / loading, "< 4"))


SYMCOH = str(Path(sys.executable).with_name("symcoh"))
COMMAND = [SYMCOH, "evaluate", "coherence", "-N", "6", "--omega-a", "7/10", "--gamma", "3/10", "-J", "2/5", "--beta", "1"]
LOADING = [sys.executable, "-c", "import flint"]


def chosen(case: Case) -> CertifiedNumber:
    """C as `evaluate` finds it."""
    return evaluate(model_of(case), "coherence", beta=case.beta, digits=case.digits)


def plain_sum(case: Case) -> CertifiedNumber:
    """C by the sum over all sectors, nothing else considered."""
    model, beta = model_of(case), exact(case.beta)
    assert exact_value(model, "coherence", beta, 4_000_000) is None
    bits = planned_bits(model, "coherence", beta, case.digits)
    ball, decimal = certify(lambda b: enclosure(model, "coherence", beta, b), case.digits, bits, 4_000_000, started_clock())
    parameters = {"sources": str(model.N), "omega": str(model.omega), "omega_a": str(model.omega_a), "gamma": str(model.gamma)}
    return CertifiedNumber(
        quantity="coherence",
        value=str(decimal),
        digits=case.digits,
        certified=True,
        ball=ball_to_integers(ball),
        radius=printed_radius(ball, decimal),
        backend="arb",
        parameters=parameters | {"coupling": str(model.J), "beta": str(beta)},
        equations=("29", "31"),
        version=__version__,
    )


def best_process(arguments: list[str], turns: int) -> float:
    """The best time of a whole process."""
    return min(timed(lambda: subprocess.run(arguments, check=True, capture_output=True)) for _ in range(turns))


def timed(call: Callable[[], Any]) -> float:
    """Seconds of one call by the clock."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start
