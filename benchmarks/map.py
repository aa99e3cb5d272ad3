"""Which regime answers where: C at points of (N, beta, J) and 30, 100, 1000 digits, with its time, as Markdown.

    python benchmarks/map.py [--digits 30 100] [--budget 30]

omega = 1, omega_a = 7/10, gamma = 3/10. A hole is a point no regime answers within the budget; its reason stands below.
"""

from __future__ import annotations

import argparse
import time
from itertools import product

from symcoh import Model, evaluate
from symcoh.errors import NotCertified

SIZES = (10, 1000, 10**4, 10**6, 10**9, 10**12, 10**20)
BETAS = ("1e-9", "1/100", "1", "10", "1000", "1e6", "1e12")
COUPLINGS = ("2/5", "-2/5")
SCALED = ("1e-9", "1/100", "1")
"""Temperatures of the second page, where gamma and omega_a are of the order of N^(-1/2)."""


def answer(size: int, beta: str, coupling: str, digits: int, scaled: bool, budget: float) -> tuple[str, str]:
    """(regime and time, reason of a hole or nothing)."""
    root = f"1/{max(1, round(size**0.5))}"
    fields = {"omega_a": root, "gamma": root} if scaled else {"omega_a": "7/10", "gamma": "3/10"}
    start = time.perf_counter()
    try:
        found = evaluate(Model(N=size, J=coupling, **fields), "coherence", beta=beta, digits=digits, budget=budget)
    except NotCertified as refusal:
        return "hole", f"N = {size}, beta = {beta}, J = {coupling}, {digits} digits: {refusal}"
    return f"{found.regime} {shown(time.perf_counter() - start)}", ""


def shown(seconds: float) -> str:
    """A time in two digits."""
    return f"{1e3 * seconds:.2g} ms" if seconds < 1 else f"{seconds:.2g} s"


def page(digits: int, scaled: bool, budget: float) -> list[str]:
    """The reasons of the holes of one table, printed row by row."""
    betas, reasons = SCALED if scaled else BETAS, []
    print(f"\n### {digits} digits{', gamma = omega_a = N^(-1/2)' if scaled else ''}\n")
    print(f"| N | J | {' | '.join(f'beta = {beta}' for beta in betas)} |\n|--:|--:|{'---|' * len(betas)}")
    for size, coupling in product(SIZES, COUPLINGS):
        cells = [answer(size, beta, coupling, digits, scaled, budget) for beta in betas]
        reasons += [reason for _, reason in cells if reason]
        print(
            f"| {size if size < 10**5 else f'1e{len(str(size)) - 1}'} | {coupling} | {' | '.join(cell for cell, _ in cells)} |", flush=True
        )
    return reasons


def main() -> None:
    """Print the tables and the holes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--digits", type=int, nargs="+", default=[30, 100, 1000])
    parser.add_argument("--budget", type=float, default=30.0, help="seconds a point may take")
    options = parser.parse_args()
    holes = [hole for digits in options.digits for scaled in (False, True) for hole in page(digits, scaled, options.budget)]
    print("\nNo holes." if not holes else "\nHoles:\n\n" + "\n".join(f"- {hole}" for hole in holes))


if __name__ == "__main__":
    main()
