"""`curve` against `evaluate` called temperature by temperature, the same decimals first.

python benchmarks/curves.py
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from fractions import Fraction
from functools import partial

from rows import against, best_seconds, line, milliseconds, ratio, table

from symcoh import CertifiedNumber, Model, curve, evaluate

POINTS = 200
DIGITS = 50
TURNS = 5
QUANTITIES = ("coherence", "partition-function", "magnetization", "purity", "target-entropy", "free-energy", "energy", "heat-capacity")
HEAD = """
## Curves

{points} temperatures from 1/100 to 2, {digits} digits, J = 2/5 at the reference set; time a point."""


def lines(quick: bool) -> Iterator[str]:
    """The section, line by line."""
    points = 20 if quick else POINTS
    yield HEAD.format(points=points, digits=DIGITS)
    yield from table("N", "quantity", "curve", "evaluate", "ratio")
    for N in (20,) if quick else (6, 100, 1000):
        for quantity in QUANTITIES if N == 100 else QUANTITIES[:1]:
            yield row(N, quantity, points)


def one_by_one(model: Model, quantity: str, temperatures: list[Fraction]) -> list[CertifiedNumber]:
    """What a curve is compared with."""
    return [evaluate(model, quantity, T=T, digits=DIGITS) for T in temperatures]


def row(N: int, quantity: str, points: int) -> str:
    """One row; a point where the two differ ends the program."""
    temperatures = [Fraction(2 * k, points) for k in range(1, points + 1)]
    turns = TURNS if N < 1000 else 2
    models = [Model(N=N, omega_a="7/10", gamma="3/10", J=Fraction(2, 5) + Fraction(turn, 10**6)) for turn in range(turns)]
    shared, left = best_seconds([partial(curve, model, quantity, T=temperatures, digits=DIGITS) for model in models])
    alone, right = best_seconds([partial(one_by_one, model, quantity, temperatures) for model in models])
    for one, other in zip(left, right, strict=True):
        if [str(number) for number in one] != [str(number) for number in other]:
            sys.exit(f"N = {N}, {quantity}: the curve and its points differ.")
    figure = against(alone / shared, ">= 3") if N == 100 else ratio(alone / shared)
    return line(N, quantity, milliseconds(shared / points), milliseconds(alone / points), figure)


if __name__ == "__main__":
    for text in lines(quick=False):
        print(text)
