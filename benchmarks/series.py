"""The high-temperature series at N = 3 against `sympy.series` on the exact expression, results compared first.

    python benchmarks/series.py

Both expand the exact C of N = 3 in beta through the same power, with the same rational parameters.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Any

from sympy import Rational, expand

from derivations import high_temperature
from symcoh import exact
from symcoh.exact import symbols

ORDERS = (4, 8, 12)
POINT = {"omega": Rational(1), "omega_a": Rational(7, 10), "gamma": Rational(3, 10), "J": Rational(2, 5)}


def timed(function: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds and result of one call."""
    start = time.perf_counter()
    result = function()
    return time.perf_counter() - start, result


def by_sympy(order: int) -> Any:
    """What one would write first."""
    return exact.coherence(3, **POINT).series(symbols.beta, 0, order + 1).removeO()


def derived(order: int) -> Any:
    """The series of the derivation, its steps and its certificate included."""
    return high_temperature.derive(order=order, N=3, **POINT).series


def main() -> None:
    """Print a row an order; the derivation's time includes its proof steps and its certificate."""
    print("\n## High-temperature series at N = 3, rational parameters\n")
    print("| order | derive, steps and certificate included | sympy.series | ratio |")
    print("|--:|--:|--:|--:|")
    for order in ORDERS:
        slow, expected = timed(partial(by_sympy, order))
        fast, found = timed(partial(derived, order))
        if expand(found - expected) != 0:
            raise SystemExit(f"the series differ at order {order}: {found} and {expected}")
        print(f"| {order} | {fast:.2f} s | {slow:.2f} s | {slow / fast:.1f} |")


if __name__ == "__main__":
    main()
