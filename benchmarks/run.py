"""Coherence to a hundred proved digits against the first program one would write, as a Markdown page.

Both sides run in this process, turn by turn, at a new omega_a and beta each turn (so that nothing remembered
counts), and must agree to the digits before a time is taken down. The best turn of each side stands.
"""

from __future__ import annotations

import argparse
import platform
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

import mpmath
from baselines import Case, coherence, floor

from symcoh import Model, evaluate

T = TypeVar("T")
CASES = [Case(N=N, J=J) for J in ("-2/5", "2/5") for N in (100, 300, 1000)]
TURNS = 9
HEADER = """# Benchmarks

Coherence C at omega = 1, omega_a = 7/10, gamma = 3/10, beta = 1, to {digits} digits. `evaluate` proves every digit;
`mpmath` sums (29)-(31) with `hyp2f1` term by term and proves none. Both gave the same digits at every point timed.
Best of {turns} turns each, in one process. The floor is one exp, one square root and ten products of balls a sector.

{versions}

| N | J | evaluate | mpmath | ratio | floor | evaluate / floor |
|--:|--:|--:|--:|--:|--:|--:|"""


@dataclass(frozen=True, kw_only=True)
class Row:
    """The best times of one case, in seconds."""

    case: Case
    certified: float
    baseline: float
    floor: float

    def __str__(self) -> str:
        times = f"{1e3 * self.certified:.2f} ms | {1e3 * self.baseline:.1f} ms | {self.baseline / self.certified:.1f}"
        return f"| {self.case.N} | {self.case.J} | {times} | {1e3 * self.floor:.2f} ms | {self.certified / self.floor:.1f} |"


def timed(function: Callable[[], T]) -> tuple[float, T]:
    """The seconds a call takes, and its result."""
    start = time.perf_counter()
    result = function()
    return time.perf_counter() - start, result


def certified(case: Case) -> str:
    """C as a decimal, from text to text."""
    model = Model(N=case.N, omega=case.omega, omega_a=case.omega_a, gamma=case.gamma, J=case.J)
    return str(evaluate(model, "coherence", beta=case.beta, digits=case.digits))


def agree(left: str, right: mpmath.mpf, digits: int) -> bool:
    """Whether a printed value and a number differ by less than one unit of the last digit."""
    with mpmath.workdps(digits + 15):
        return bool(abs(mpmath.mpf(left) - right) < mpmath.mpf(10) ** (1 - digits) * abs(right))


def measured(case: Case) -> Row:
    """One row; the program ends where the two sides differ."""
    times = []
    for turn in range(TURNS):
        shift = Fraction(turn, 10**6)
        now = replace(case, omega_a=str(Fraction(case.omega_a) + shift), beta=str(Fraction(case.beta) + shift))
        proved, left = timed(lambda case=now: certified(case))
        plain, right = timed(lambda case=now: coherence(case))
        bare, _ = timed(lambda case=now: floor(case, bits=int(3.33 * case.digits) + 64))
        if not agree(left, right, case.digits):
            sys.exit(f"N = {case.N}, J = {case.J}, beta = {now.beta}: {left} is not {right}.")
        times.append((proved, plain, bare))
    best = [min(column) for column in zip(*times, strict=True)]
    return Row(case=case, certified=best[0], baseline=best[1], floor=best[2])


def main() -> None:
    """Print the page, row by row, and save it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path("out/benchmarks.md"))
    parser.add_argument("--quick", action="store_true", help="the smallest case alone")
    options = parser.parse_args()
    packages = ", ".join(f"{name} {version(name)}" for name in ("python-flint", "mpmath", "gmpy2"))
    page = [HEADER.format(digits=CASES[0].digits, turns=TURNS, versions=f"Python {platform.python_version()}, {packages}.")]
    print(page[0])
    for case in CASES[:1] if options.quick else CASES:
        page.append(str(measured(case)))
        print(page[-1], flush=True)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text("\n".join(page) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
