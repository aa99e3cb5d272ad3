"""The benchmarks: a page whose figures parse, a picture, limits that hold, differences that end the program."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from flint import fmpq

from symcoh.errors import NotCertified

MODULES = ("baselines", "curves", "floor", "guarded", "large", "picture", "reference_set", "rows", "run", "small", "systems")
SYSTEMS = ("Other source systems", "Other source systems beside dense diagonalisation")
FIGURE = re.compile(r"\d+(\.\d+)?( \(wanted (<|<=|>=) \d+(\.\d+)?\))?")


@pytest.fixture
def programs(root: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The modules of benchmarks/ by name, forgotten afterwards."""
    monkeypatch.syspath_prepend(root / "benchmarks")
    kept = {name: sys.modules.pop(name) for name in MODULES if name in sys.modules}

    class Programs:
        def __getattr__(self, name: str) -> ModuleType:
            return import_module(name)

    yield Programs()
    for name in MODULES:
        sys.modules.pop(name, None)
    sys.modules.update(kept)


@pytest.fixture(scope="module")
def page(root: Path, clean_environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> tuple[str, bytes]:
    """The page of --quick, which is also what it printed, and the picture."""
    out = tmp_path_factory.mktemp("benchmarks") / "page.md"
    command = [sys.executable, "benchmarks/run.py", "--quick", "--out", str(out)]
    done = subprocess.run(command, cwd=root, env=clean_environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert out.read_text(encoding="utf-8") == done.stdout
    return done.stdout, out.with_suffix(".pdf").read_bytes()


def tables(text: str) -> dict[str, list[list[str]]]:
    """The rows of each section, the head among them."""
    found: dict[str, list[list[str]]] = {}
    title = ""
    for line in text.splitlines():
        title = line.removeprefix("## ") if line.startswith("## ") else title
        if line.startswith("| "):
            found.setdefault(title, []).append([cell.strip() for cell in line.strip("| ").split("|")])
    return found


def test_every_table_is_there_and_every_figure_parses(page: tuple[str, bytes]) -> None:
    found = tables(page[0])
    assert list(found) == ["Coherence at the reference set", "Large rings", "Small rings and the command", "Curves", *SYSTEMS]
    assert [line for line in page[0].splitlines() if line.startswith("| 100 | -2/5 |")]
    for head, *rows in found.values():
        assert rows
        assert all(len(row) == len(head) for row in rows)
    for row in found["Coherence at the reference set"][1:]:
        assert all(FIGURE.fullmatch(cell) or cell == "–" for cell in row[5:])
    for title in ("Large rings", "Small rings and the command", "Curves"):
        assert all(FIGURE.fullmatch(row[-1]) for row in found[title][1:])


def test_times_and_memory_of_other_sources(page: tuple[str, bytes]) -> None:
    found = tables(page[0])
    first, beside = (found[title] for title in SYSTEMS)
    time = r"\d+(\.\d+)? m?s"
    assert first[0] == ["sources", "first call", "wanted", "further calls", "memory"] and len(first) == 3
    for row in first[1:]:
        assert re.fullmatch(time, row[1]) and re.fullmatch(rf"< {time}|–", row[2]) and re.fullmatch(time, row[3])
        assert 20 < int(row[4].removesuffix(" MiB")) < 2048
    for row in beside[1:]:
        assert re.fullmatch(time, row[1]) and re.fullmatch(time, row[2]) and FIGURE.fullmatch(row[3])


def test_a_section_is_put_into_a_page(programs: Any, root: Path) -> None:
    """In the place of what the page held of it, in both its parts; without one, before the map; nothing else changes."""
    put, after = programs.systems.with_section, "## Where each route answers\nold\n"
    parts = "## Other source systems\nold\n\n## Other source systems beside dense diagonalisation\nold\n\n"
    for held in (parts, ""):
        assert put(f"## Curves\n\n{held}{after}", "\n\\new\n") == f"## Curves\n\n\\new\n\n{after}"
    page = (root / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    section = re.search(r"(?s)## Other source systems\n.*?\n\n(?=## Where)", page)
    assert section and put(page, section[0]) == page
    assert all(f"\n| {name} | " in section[0] for name in (*programs.systems.ROWS, *programs.systems.DENSE_ROWS))


def test_the_picture_is_a_pdf(page: tuple[str, bytes]) -> None:
    assert page[1].startswith(b"%PDF")
    assert len(page[1]) > 5000


def test_the_versions_are_named(page: tuple[str, bytes]) -> None:
    assert re.search(r"Python 3\.\d+\.\d+, python-flint \S+, mpmath \S+, gmpy2 \S+, numpy \S+\.$", page[0], re.MULTILINE)


def test_an_interrupt_keeps_what_was_measured(root: Path, clean_environment: dict[str, str], tmp_path: Path) -> None:
    out = tmp_path / "page.md"
    command = [sys.executable, "benchmarks/run.py", "--quick", "--out", str(out)]
    with subprocess.Popen(command, cwd=root, env=clean_environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        for line in process.stdout:
            if line.startswith("| 6 |"):
                break
        process.send_signal(signal.SIGINT)
        errors = process.stderr.read()
        assert process.wait() == 130
    assert errors == f"Interrupted; {out} has what was measured.\n"
    assert "| 6 | 2/5 | 1 |" in out.read_text(encoding="utf-8")
    assert out.with_suffix(".pdf").exists()


def test_the_map_has_no_hole_at_thirty_digits(root: Path, clean_environment: dict[str, str]) -> None:
    command = [sys.executable, "benchmarks/map.py", "--digits", "30"]
    done = subprocess.run(command, cwd=root, env=clean_environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and done.stdout.endswith("\nNo holes.\n"), done.stdout + done.stderr
    cells = [cell for line in done.stdout.splitlines() for cell in line.strip("| ").split(" | ")[2:] if line[:3].strip("| ").isdigit()]
    assert len(cells) == 14 * (7 + 3 + 7)
    assert all(re.fullmatch(r"(sum|window|integral) \d+(\.\d+)?", cell) for cell in cells)


@pytest.mark.parametrize("program", ["(30) mpmath", "(28) mpmath", "Arb 2F1", "acb.integral", "dense"])
@pytest.mark.parametrize(("N", "J", "beta"), [(1, "2/5", "1"), (4, "-2/5", "10"), (5, "2/5", "1/3"), (7, "-2/5", "2")])
def test_every_baseline_is_right(programs: Any, program: str, N: int, J: str, beta: str) -> None:
    case = programs.baselines.Case(N=N, J=J, beta=beta, digits=30)
    left, right = (programs.baselines.PROGRAMS[name](case) for name in (program, "evaluate"))
    assert programs.rows.agree(left, right, 10 if program == "dense" else 30)


def test_a_program_has_a_limit_and_its_failure_is_told(programs: Any) -> None:
    run, case = programs.guarded.run, programs.baselines.Case(N=6, J="2/5")
    assert run("evaluate", case, 3, 0.001).failure == "no result in 0.001 s"
    failed = run("evaluate", programs.baselines.Case(N=0, J="2/5"), 3, 60)
    assert failed.values == ()
    assert failed.failure == "InputError: `N` must be at least 1, but is 0."
    assert run("no such program", case, 3, 60).failure == "exit status 1"
    good = run("(30) mpmath", case, 3, 60)
    assert len(good.values) >= 3 and good.failure is None and len(set(good.values)) == len(good.values)
    assert good.seconds > 0


@pytest.mark.parametrize("value", ["nan", "(1.0 + 2.0j)", "inf"])
def test_what_is_no_number_is_a_failure(programs: Any, value: str) -> None:
    outcome = programs.guarded.Outcome
    ours = outcome(values=("0.5",), seconds=1.0)
    assert programs.reference_set.checked(outcome(values=(value,), seconds=1.0), ours, "here", 5).failure == f"returned {value}"


def test_a_difference_ends_the_program(programs: Any) -> None:
    outcome = programs.guarded.Outcome
    ours, other = outcome(values=("0.5", "0.25"), seconds=1.0), outcome(values=("0.5", "0.250001"), seconds=1.0)
    assert programs.reference_set.checked(other, ours, "here", 5) is other
    with pytest.raises(SystemExit, match="here: 0.250001 is not 0.25 to 7 digits"):
        programs.reference_set.checked(other, ours, "here", 7)


def test_what_is_not_certified_is_a_row(programs: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: Any) -> None:
        raise NotCertified("Too large.")

    monkeypatch.setattr(programs.large, "evaluated", refused)
    row = programs.large.row("reference", programs.baselines.Case(N=10**20, J="2/5"), "<= 3", 1.0)
    assert row == "| 10^20 | reference | not certified | – | – | – |"


def test_the_floor_counts_the_sectors_kept(programs: Any) -> None:
    case = programs.baselines.Case(N=10**6, J="2/5", beta="10")
    assert programs.floor.sectors_kept(case, "sum") == 500_001
    assert programs.floor.sectors_kept(case, "integral") is None
    assert 10 < programs.floor.sectors_kept(case, "window") < 50_000
    assert programs.floor.bare_sum(1).contains((fmpq(7, 10)) ** 9)
    assert programs.floor.floor_seconds(20, 400, 3) > 0
