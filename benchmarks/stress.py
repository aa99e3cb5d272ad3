"""Thousands of random models of 1 to 10^18 sources, every answer against a second route.

    python benchmarks/stress.py --cases 5000 [--first 0]

A case depends on its seed alone, so a line of the report can be run again with --first SEED --cases 1.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from reliability.stress import Report, run


def shown(report: Report) -> str:
    """The report as text."""
    lines = [f"routes: {dict(report.routes)}", f"compared: {dict(report.compared)}"]
    lines += [f"slowest: {report.slowest:.2f} s, {report.slowest_case}", f"memory: {report.memory:.0f} MiB"]
    for name, members in (("refused", report.refused), ("without a second route", report.unmatched), ("WRONG", report.wrong)):
        lines += [f"{name}: {len(members)}", *(f"    {member}" for member in members)]
    return "\n".join(lines)


def main() -> None:
    """Run, report, and fail where two routes differ."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=5000)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--sectors", type=int, default=200_000, help="most sectors of a comparison")
    options = parser.parse_args()
    report = run(range(options.first, options.first + options.cases), sectors=options.sectors)
    print(shown(report))
    sys.exit(1 if report.wrong else 0)


if __name__ == "__main__":
    main()
