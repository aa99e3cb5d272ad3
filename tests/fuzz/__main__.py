"""`python -m fuzz SEED COUNT [FIRST]`, from tests/: that many random command lines; prints each that breaks a promise, exit 1 if any did.

The line at work is in the file that FUZZ_JOURNAL names, so that a killed run tells which it was.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

from .commands import line
from .running import Outcome, replay, run


def outcomes(seed: str, indices: range) -> Iterator[tuple[int, Outcome]]:
    """Line number i of a seed is the same whatever was run before it."""
    journal = os.environ.get("FUZZ_JOURNAL")
    for index in indices:
        chosen = line(Random(f"{seed}:{index}"))
        if journal:
            Path(journal).write_text(f"{index}: {replay(chosen)}\n{chosen.files}\n", encoding="utf-8")
        yield index, run(chosen)


def main(seed: str, count: int, first: int = 0) -> int:
    """Run and report."""
    failed, slowest = 0, 0.0
    codes: dict[int | None, int] = {}
    for index, outcome in outcomes(seed, range(first, first + count)):
        codes[outcome.code] = codes.get(outcome.code, 0) + 1
        slowest = max(slowest, outcome.seconds)
        if outcome.faults:
            failed += 1
            _say(f"{index}: {outcome}")
    _say(f"{count} lines of seed {seed}: {failed} at fault; exit codes {codes}; slowest {slowest:.1f} CPU-s")
    return 1 if failed else 0


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), *map(int, sys.argv[3:])))
