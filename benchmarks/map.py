"""Which route answers where, and at what cost: C at points of (N, beta, J) and 30, 100, 1000 digits, as Markdown.

    python benchmarks/map.py [--digits 30 100] [--budget 30]

omega = 1, omega_a = 7/10, gamma = 3/10. A figure is (time)/(time at N = 10, beta = 1, J = 2/5 with as many digits). A hole is a
point no route answers within the budget; its reason stands below.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import mpmath
from rows import ratio, table

from symcoh import Model, evaluate
from symcoh.errors import NotCertified

SIZES = (10, 1000, 10**4, 10**6, 10**9, 10**12, 10**20)
BETAS = ("1e-9", "1/100", "1", "10", "1000", "1e6", "1e12")
COUPLINGS = ("2/5", "-2/5")


@dataclass(frozen=True, kw_only=True)
class Page:
    """A table: what is special about it, its temperatures and its couplings."""

    title: str
    betas: tuple[str, ...] = BETAS
    couplings: tuple[str, ...] = COUPLINGS
    small: bool = False

    def model(self, size: int, coupling: str) -> Model:
        """The ring; with `small` gamma = omega_a = N^(-1/2), about."""
        field, width = (f"1/{max(1, round(size**0.5))}",) * 2 if self.small else ("7/10", "3/10")
        return Model(N=size, omega_a=field, gamma=width, J=beside_the_line(size, coupling) if "J_c" in coupling else coupling)


PAGES = (
    Page(title=""),
    Page(title=r", $\gamma = \omega_a = N^{-1/2}$", betas=("1e-9", "1/100", "1"), small=True),
    Page(title=r", beside the critical line $J_c$ of (48), (54)", couplings=("J_c(1 - 1e-4)", "J_c(1 + 1e-4)")),
)


def beside_the_line(size: int, coupling: str) -> str:
    """J_c (1 -+ 1e-4) by (48) and (54), 40 digits of it."""
    with mpmath.workdps(60):
        omega_a, gamma = mpmath.mpf(7) / 10, mpmath.mpf(3) / 10
        low, high = (mpmath.sqrt(1 + (2 * gamma * m) ** 2) for m in (size % 2, size))
        critical = -omega_a / 4 - (high - low) / (4 * (size - size % 2))
        return str(mpmath.nstr(critical * (1 + mpmath.mpf(coupling[4] + "1e-4")), 40))


def seconds(model: Model, beta: str, digits: int, budget: float) -> tuple[str, float]:
    """(route, time): the better of two calls, the first of which may have nodes to find."""
    best = float("inf")
    for _ in range(2):
        start = time.process_time()
        found = evaluate(model, "coherence", beta=beta, digits=digits, budget=budget)
        best = min(best, time.process_time() - start)
        if best > 1:
            break
    return str(found.route), best


def rows(page: Page, digits: int, budget: float, reasons: list[str]) -> Iterator[str]:
    """One table, line by line; reasons of holes are added."""
    unit = seconds(Model(N=10, omega_a="7/10", gamma="3/10", J="2/5"), "1", digits, budget)[1]
    yield f"\n### {digits} digits{page.title}"
    yield from table("N", "J", *(f"beta = {beta}" for beta in page.betas))
    for size, coupling in product(SIZES, page.couplings):
        cells = []
        for beta in page.betas:
            try:
                route, took = seconds(page.model(size, coupling), beta, digits, budget)
                cells.append(f"{route} {ratio(took / unit)}")
            except NotCertified as refusal:
                cells.append("hole")
                reasons.append(f"- N = {size}, beta = {beta}, J = {coupling}, {digits} digits{page.title}: {refusal}")
        yield f"| {size if size < 10**5 else f'10^{len(str(size)) - 1}'} | {coupling} | {' | '.join(cells)} |"


def main() -> None:
    """Print the tables and the holes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--digits", type=int, nargs="+", default=[30, 100, 1000])
    parser.add_argument("--budget", type=float, default=30.0, help="seconds a point may take")
    options = parser.parse_args()
    reasons: list[str] = []
    for digits, page in product(options.digits, PAGES):
        for line in rows(page, digits, options.budget, reasons):
            print(line, flush=True)
    print("\n".join(["", "Holes:", "", *reasons]) if reasons else "\nNo holes.")


if __name__ == "__main__":
    main()
