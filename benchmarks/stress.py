"""Thousands of random models of 1 to 10^18 sources, every answer against a second route.

    python benchmarks/stress.py --cases 5000 [--first 0] [--log out/stress.jsonl]

A case depends on its seed alone, so a line of the report can be run again with --first SEED --cases 1. With a log every
case is kept as it ends: run the same command again to go on where it stopped.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from time import monotonic

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from reliability.stress import Outcome, Report, examined, resident

REPORT_EVERY = 10.0


def shown(report: Report) -> str:
    """The report as text."""
    slowest, times = report.slowest, sorted(one.seconds for one in report.outcomes)
    lines = [f"cases: {len(times)}", f"routes: {dict(report.routes)}", f"compared: {dict(report.compared)}"]
    lines += [f"seconds: median {times[len(times) // 2]:.4f}, 99 % {times[99 * len(times) // 100]:.2f}, most {slowest.seconds:.2f}"]
    lines += [f"    {slowest.where}", f"memory: {report.memory:.0f} MiB"]
    for verdict, name in (("refused", "refused"), ("unmatched", "without a second route"), ("WRONG", "WRONG")):
        found = report.having(verdict)
        lines += [f"{name}: {len(found)}"]
        if verdict != "unmatched":
            lines += [f"    {one.where}: {one.detail}" for one in found]
    return "\n".join(lines)


def logged(log: Path | None) -> dict[int, tuple[Outcome, float]]:
    """Outcomes and memory by seed, from whole lines of a log."""
    if log is None or not log.exists():
        return {}
    rows = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines(keepends=True) if line.endswith("\n")]
    return {row["outcome"]["seed"]: (Outcome(**row["outcome"]), row["memory"]) for row in rows}


def outcomes(seeds: range, sectors: int, log: Path | None) -> Iterator[tuple[Outcome, float]]:
    """Outcomes and the memory in use, those in the log first taken from there."""
    known, told = logged(log), monotonic()
    for seed in seeds:
        if seed in known:
            yield known[seed]
            continue
        outcome, memory = examined(seed, sectors=sectors), resident()
        if log is not None:
            log.parent.mkdir(parents=True, exist_ok=True)
            with log.open("a", encoding="utf-8") as file:
                file.write(json.dumps({"outcome": asdict(outcome), "memory": memory}) + "\n")
        if monotonic() - told > REPORT_EVERY:
            told = monotonic()
            print(f"seed {seed}, {seed - seeds.start + 1} of {len(seeds)}", file=sys.stderr)
        yield outcome, memory


def main() -> None:
    """Run, report, and fail where two routes differ; Ctrl-C reports what there is."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=5000)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--sectors", type=int, default=200_000, help="most sectors of a comparison")
    parser.add_argument("--log", type=Path, help="where every case is kept as it ends")
    options = parser.parse_args()
    report = Report()
    try:
        for outcome, memory in outcomes(range(options.first, options.first + options.cases), options.sectors, options.log):
            report.outcomes.append(outcome)
            report.memory = max(report.memory, memory)
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
    if report.outcomes:
        print(shown(report))
    sys.exit(1 if report.having("WRONG") else 0)


if __name__ == "__main__":
    main()
