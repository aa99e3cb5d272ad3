"""Which tests execute which lines of a copy, and what each costs: a program, run once for a campaign, that writes JSON."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from .warm import OPTIONS


class Executed(NamedTuple):
    """`costs`: processor seconds of each test under measurement; `lines`: file -> line -> tests."""

    costs: dict[str, float]
    lines: dict[str, dict[int, frozenset[str]]]

    def of(self, file: str, first: int, last: int) -> frozenset[str]:
        """The tests that execute one of the lines; where it ran on import alone, those that execute anything in the file."""
        known = self.lines.get(file, {})
        found = frozenset().union(*(known.get(line, ()) for line in range(first, last + 1)))
        return found or frozenset().union(*known.values())


def read(path: Path) -> Executed:
    """What the program wrote."""
    data = json.loads(path.read_text(encoding="utf-8"))
    tests = data["tests"]
    lines = {
        file: {int(line): frozenset(tests[place] for place in places) for line, places in rows.items()}
        for file, rows in data["lines"].items()
    }
    return Executed(dict(zip(tests, data["costs"], strict=True)), lines)


class Watch:
    """A plugin that tells coverage which test runs, and takes its time."""

    def __init__(self, switch_context: object) -> None:
        self.switch_context = switch_context
        self.costs: dict[str, float] = {}

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """One test, its fixtures included."""
        self.switch_context(item.nodeid)  # type: ignore[operator]  # a method of Coverage
        start = sum(os.times()[:4])
        yield
        self.costs[item.nodeid] = sum(os.times()[:4]) - start


def measured(copy: Path, out: Path, arguments: list[str]) -> int:
    """Run pytest in the copy and write what was executed; the code of pytest."""
    import coverage

    os.chdir(copy)
    sys.path.insert(0, str(copy))
    watcher = coverage.Coverage(data_file=None, source=[str(copy / "symcoh")], branch=False, config_file=False)
    watcher.start()
    watch = Watch(watcher.switch_context)
    code = int(pytest.main([*OPTIONS, *arguments], plugins=[watch]))
    watcher.stop()
    data = watcher.get_data()
    tests = list(watch.costs)
    place = {test: number for number, test in enumerate(tests)}
    lines = {
        str(Path(file).relative_to(copy)): {
            line: sorted(place[test] for test in contexts if test in place) for line, contexts in data.contexts_by_lineno(file).items()
        }
        for file in data.measured_files()
    }
    found = {"tests": tests, "costs": [round(watch.costs[test], 4) for test in tests], "lines": lines, "made": time.time()}
    out.write_text(json.dumps(found), encoding="utf-8")
    return code


if __name__ == "__main__":
    sys.exit(measured(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]))
