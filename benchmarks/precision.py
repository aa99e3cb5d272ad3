"""How often the first evaluation, at the planned precision, already rounds; and how many guard bits it uses. Markdown.

    python benchmarks/precision.py [--cases 3000]

The cases are those of the stress program (N to 10^18) and of the reliability tests (N to 40, corners), half each.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from oracles.numbers import QUANTITIES
from reliability.sampling import generator, point, vanishes
from reliability.stress import Case, random_case
from symcoh import evaluate
from symcoh.balls import accuracy
from symcoh.decimals import round_ball
from symcoh.errors import NotCertified
from symcoh.exactnumbers import exact
from symcoh.numeric.precision import BITS_PER_DIGIT, GUARD_BITS, started_clock
from symcoh.numeric.ring.setting import Problem
from symcoh.numeric.routes import ROUTES, Question


def cases(count: int) -> Iterator[Case]:
    """Small rings in corners and large ones, in turn."""
    rng, found = generator("benchmark of the plan"), 0
    while found < count:
        at, name = point(rng, 40), rng.choice(QUANTITIES)
        if not vanishes(at.model, name):
            yield Case(at.model, name, at.beta, rng.choice((15, 30, 50, 100)))
            yield random_case(found)
            found += 2


def spent(case: Case, route: str) -> tuple[bool, float]:
    """Whether the first ball rounds, and the guard bits it used."""
    problem = Problem(model=case.model, beta=exact(case.beta))
    question = Question(problem=problem, quantity=case.quantity, digits=case.digits, max_precision=4_000_000, clock=started_clock())
    ball_at, bits = ROUTES[route](question, None)
    ball = ball_at(bits)
    return round_ball(ball, case.digits) is not None, case.digits * BITS_PER_DIGIT + GUARD_BITS - accuracy(ball)


def main() -> None:
    """Print a row a route."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=3000)
    options = parser.parse_args()
    used: dict[str, list[tuple[bool, float]]] = defaultdict(list)
    refused = 0
    for case in cases(options.cases):
        try:
            answer = evaluate(case.model, case.quantity, beta=case.beta, digits=case.digits, budget=30)
        except NotCertified:
            refused += 1
            continue
        if answer.route in ROUTES:
            used[answer.route].append(spent(case, answer.route))
    print(f"| route | cases | first time right | guard bits used (of {GUARD_BITS}): median | 99 % |\n|---|--:|--:|--:|--:|")
    for route, rows in sorted(used.items()):
        losses = sorted(loss for _, loss in rows)
        right = sum(done for done, _ in rows) / len(rows)
        print(f"| {route} | {len(rows)} | {100 * right:.1f} % | {losses[len(rows) // 2]:.0f} | {losses[99 * len(rows) // 100]:.0f} |")
    print(f"\nRefused: {refused}.")


if __name__ == "__main__":
    main()
