"""One program at one point in a process of its own, with a limit of time: what it returned and how long it took.

    python benchmarks/guarded.py PROGRAM TURNS SECONDS '{"N": 6, "J": "2/5"}'

Every turn has a new omega_a and beta, so that nothing remembered counts. The time is processor time, of one thread.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from itertools import count
from typing import Any

from baselines import PROGRAMS, Case

ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
ENOUGH_SECONDS = 3.0
"""No further turn is started after this time."""

LEAST_SECONDS = 0.5
"""Turns go on until this time, so that a quick program has as many chances of a quiet moment as a slow one; 0 under --quick."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The values of the turns and the best time in seconds, or in `failure` what came instead."""

    values: tuple[str, ...] = ()
    seconds: float | None = None
    failure: str | None = None


def turned(case: Case, turn: int) -> Case:
    """The point of one turn."""
    shift = Fraction(turn, 10**6)
    return replace(case, omega_a=str(Fraction(case.omega_a) * (1 + shift)), beta=str(Fraction(case.beta) * (1 + shift)))


def run(program: str, case: Case, turns: int, limit: float) -> Outcome:
    """The outcome of `python benchmarks/guarded.py`."""
    command = [sys.executable, __file__, program, str(turns), str(LEAST_SECONDS), json.dumps(asdict(case))]
    try:
        done = subprocess.run(command, env=os.environ | ONE_THREAD, capture_output=True, text=True, timeout=limit, check=False)
    except subprocess.TimeoutExpired:
        return Outcome(failure=f"no result in {limit:g} s")
    if done.returncode:
        return Outcome(failure=f"exit status {done.returncode}")
    found = json.loads(done.stdout)
    return Outcome(values=tuple(found["values"]), seconds=found["seconds"], failure=found["failure"])


def main() -> None:
    """Run the program here and print its outcome as JSON."""
    program, turns, least, case = PROGRAMS[sys.argv[1]], int(sys.argv[2]), float(sys.argv[3]), Case(**json.loads(sys.argv[4]))
    values: list[Any] = []
    seconds: list[float] = []
    failure: str | None = None
    for turn in count():
        if turn >= turns and sum(seconds) > least:
            break
        start = time.process_time()
        try:
            values.append(program(turned(case, turn)))
        except Exception as error:
            failure = f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"
            break
        seconds.append(time.process_time() - start)
        if sum(seconds) > ENOUGH_SECONDS:
            break
    print(json.dumps({"values": values, "seconds": min(seconds, default=None), "failure": failure}))


if __name__ == "__main__":
    main()
