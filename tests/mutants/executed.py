"""Which tests execute which lines of a copy, and what each costs: a program, run once for a campaign, that writes JSON."""

from __future__ import annotations

import json
import os
import random
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from .warm import OPTIONS

FILE_SECONDS = 30.0
"""Processor seconds under measurement after which no further test of the same file is begun: a long file is sampled."""


class Executed(NamedTuple):
    """`costs`: processor seconds of each test under measurement; `lines`: file -> line -> tests."""

    costs: dict[str, float]
    lines: dict[str, dict[int, frozenset[str]]]

    def of(self, file: str, first: int, last: int) -> frozenset[str]:
        """The tests that execute one of the lines; where it ran on import alone, those that execute anything in the file."""
        known = self.lines.get(file, {})
        found = frozenset().union(*(known.get(line, ()) for line in range(first, last + 1)))
        return found or frozenset().union(*known.values())

    def only(self, file: str) -> Executed:
        """What the tests of one file execute."""
        costs = {test: cost for test, cost in self.costs.items() if test.partition("::")[0] == file}
        lines = {name: {line: tests & costs.keys() for line, tests in rows.items()} for name, rows in self.lines.items()}
        kept = {name: {line: tests for line, tests in rows.items() if tests} for name, rows in lines.items()}
        return Executed(costs, {name: rows for name, rows in kept.items() if rows})


def read(path: Path) -> Executed:
    """What the program wrote."""
    data = json.loads(path.read_text(encoding="utf-8"))
    tests = data["tests"]
    lines = {
        file: {int(line): frozenset(tests[place] for place in places) for line, places in rows.items()}
        for file, rows in data["lines"].items()
    }
    return Executed(dict(zip(tests, data["costs"], strict=True)), lines)


def write(executed: Executed, path: Path) -> None:
    """As JSON, each test by its number."""
    tests = list(executed.costs)
    place = {test: number for number, test in enumerate(tests)}
    lines = {file: {line: sorted(place[t] for t in found) for line, found in rows.items()} for file, rows in executed.lines.items()}
    data = {"tests": tests, "costs": [round(executed.costs[test], 4) for test in tests], "lines": lines}
    path.write_text(json.dumps(data), encoding="utf-8")


class Watch:
    """A plugin that tells coverage which test runs, and takes its time."""

    def __init__(self, switch_context: object) -> None:
        self.switch_context = switch_context
        self.costs: dict[str, float] = {}
        self.spent: dict[Path, float] = defaultdict(float)
        self.failed: set[str] = set()

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """The tests of a file in one random order, so that those begun are not its first ones."""
        rng = random.Random("executed")
        rng.shuffle(items)
        files = list(dict.fromkeys(sorted(item.path for item in items)))
        items.sort(key=lambda item: files.index(item.path))

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """One test, its fixtures included."""
        self.switch_context(item.nodeid)  # type: ignore[operator]  # a method of Coverage
        start = sum(os.times()[:4])
        yield
        if self.spent[item.path] <= FILE_SECONDS:
            self.costs[item.nodeid] = sum(os.times()[:4]) - start
            self.spent[item.path] += self.costs[item.nodeid]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """What fails without a fault."""
        if report.failed:
            self.failed.add(report.nodeid)


class Patience:
    """A plugin that begins no further test of a file whose tests had their time."""

    def __init__(self, watch: Watch) -> None:
        self.watch = watch

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Passed over before its fixtures are made."""
        if self.watch.spent[item.path] > FILE_SECONDS:
            pytest.skip("the tests of this file had their time")


def measured(copy: Path, out: Path, arguments: list[str]) -> int:
    """Run pytest in the copy and write what was executed; 0, or the code of pytest where it could not run them.

    A test that fails here says nothing about a fault, and is left out: it wants a program, or an order of tests, that is not there.
    """
    import coverage

    os.chdir(copy)
    sys.path.insert(0, str(copy))
    watcher = coverage.Coverage(data_file=None, source=[str(copy / "symcoh"), str(copy / "derivations")], branch=False, config_file=False)
    watcher.start()
    watch = Watch(watcher.switch_context)
    code = int(pytest.main([*OPTIONS, *arguments], plugins=[watch, Patience(watch)]))
    watcher.stop()
    data = watcher.get_data()
    if code not in (0, 1):
        return code
    tests = [test for test in watch.costs if test not in watch.failed]
    sys.stdout.write("".join(f"left out: {test}\n" for test in sorted(watch.failed)))
    known = frozenset(tests)
    lines = {
        str(Path(file).relative_to(copy)): {line: known & frozenset(contexts) for line, contexts in data.contexts_by_lineno(file).items()}
        for file in data.measured_files()
    }
    write(Executed({test: watch.costs[test] for test in tests}, lines), out)
    return 0


if __name__ == "__main__":
    sys.exit(measured(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]))
