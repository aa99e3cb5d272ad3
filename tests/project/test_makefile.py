"""The Makefile lists its targets, installs once, and refuses an old Python in one sentence."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

TARGETS = ["reproduce", "test", "soak", "coverage", "mutants", "bench", "docs", "notebooks", "clean"]
pytestmark = pytest.mark.external("make")


@pytest.fixture
def tree(root: Path, tmp_path: Path) -> Path:
    """A directory with the Makefile and pyproject.toml alone."""
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(root / name, tmp_path / name)
    return tmp_path


@pytest.fixture
def installed(tree: Path) -> Path:
    """The same with a .venv that looks complete."""
    programs = tree / ".venv" / "bin"
    programs.mkdir(parents=True)
    (programs / "python").symlink_to("/bin/sh")
    for stamp in (".installed-base", ".installed-dev"):
        (tree / ".venv" / stamp).touch()
    return tree


def make(tree: Path, environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run make there."""
    return subprocess.run(["make", *arguments], cwd=tree, env=environment, capture_output=True, text=True, check=False)


def test_make_alone_lists_every_target_in_one_line(tree: Path, clean_environment: dict[str, str]) -> None:
    done = make(tree, clean_environment)
    assert done.returncode == 0
    assert done.stderr == ""
    assert [line.split()[:2] for line in done.stdout.splitlines()] == [["make", name] for name in ["help", *TARGETS]]


@pytest.mark.parametrize("target", ["reproduce", "test"])
def test_what_is_installed_is_not_installed_again(target: str, installed: Path, clean_environment: dict[str, str]) -> None:
    assert "pip install" not in make(installed, clean_environment, "-n", target).stdout


@pytest.mark.parametrize(("target", "packages"), [("reproduce", "'.[plot]'"), ("test", "'.[dev]'")])
def test_a_changed_pyproject_is_installed(target: str, packages: str, installed: Path, clean_environment: dict[str, str]) -> None:
    later = (installed / ".venv" / ".installed-dev").stat().st_mtime + 10
    os.utime(installed / "pyproject.toml", (later, later))
    assert f"--editable {packages}\n" in make(installed, clean_environment, "-n", target).stdout


@pytest.mark.parametrize(
    ("script", "named"),
    [(None, "is missing"), ("case \"$2\" in *exit*) exit 1;; *) echo 'Python 3.9';; esac", "is Python 3.9")],
    ids=["none", "old"],
)
def test_an_unfit_python_is_refused_in_one_sentence(script: str | None, named: str, tree: Path, clean_environment: dict[str, str]) -> None:
    python = tree / "python9"
    if script is not None:
        python.write_text(f"#!/bin/sh\n{script}\n")
        python.chmod(0o755)
    done = make(tree, clean_environment, "reproduce", f"PYTHON={python}")
    assert done.returncode == 2
    sentence, *rest = done.stderr.splitlines()
    assert sentence == f"symcoh needs Python 3.11 or newer, but '{python}' {named}: name another, as in make PYTHON=python3.12."
    assert all(line.startswith("make: ***") for line in rest)
    assert not (tree / ".venv").exists()


def test_no_cell_of_a_notebook_has_a_limit_of_time(root: Path, installed: Path, clean_environment: dict[str, str]) -> None:
    assert "nb_execution_timeout = -1" in (root / "docs" / "conf.py").read_text(encoding="utf-8")
    recipe = make(installed, clean_environment, "-n", "notebooks").stdout
    assert "jupyter-execute --timeout=-1" in recipe and "-b html" in recipe


@pytest.mark.parametrize("target", ["test", "docs"])
def test_a_long_target_shows_how_far_it_is(target: str, root: Path, installed: Path, clean_environment: dict[str, str]) -> None:
    last = next(line for line in make(installed, clean_environment, "-n", target).stdout.splitlines() if re.search("pytest|sphinx", line))
    assert not re.search(r" -q| --quiet", last), "a count is printed while it runs"
    assert 'console_output_style = "count"' in (root / "pyproject.toml").read_text(encoding="utf-8")


def test_types_are_checked_in_one_run_as_strictly_as_in_two(root: Path, installed: Path, clean_environment: dict[str, str]) -> None:
    assert make(installed, clean_environment, "-n", "test").stdout.count("/mypy ") == 1
    packages, everything = (tomllib.loads((root / name).read_text())["tool"]["mypy"] for name in ("pyproject.toml", "tests/mypy.toml"))
    assert packages["strict"] is everything["strict"] is True and {*packages["packages"], "tests", "benchmarks"} == set(everything["files"])
    held: dict[str, dict[str, bool]] = {}
    for override in everything["overrides"]:
        for module in override["module"]:
            held.setdefault(module, {}).update({name: value for name, value in override.items() if name != "module"})
    for override in packages["overrides"]:
        wanted = {name: value for name, value in override.items() if name != "module"}
        assert all(wanted.items() <= held[module].items() for module in override["module"])
    assert all(held[f"{package}.*"] == {"warn_unreachable": packages["warn_unreachable"]} for package in packages["packages"])


def test_the_tests_come_last_and_then_what_they_reach(installed: Path, clean_environment: dict[str, str]) -> None:
    measured, reported = make(installed, clean_environment, "-n", "test").stdout.splitlines()[-2:]
    assert " -m slipcover --branch --source symcoh,derivations " in measured and measured.endswith('-m "not slow"')
    assert reported.endswith("tests/coverage_report.py out/coverage.json")


def test_the_report_names_what_is_not_reached() -> None:
    from coverage_report import lines

    whole = {"covered_lines": 3, "missing_lines": 1, "covered_branches": 1, "missing_branches": 1, "percent_covered": 66.7}
    file = {"summary": whole, "missing_lines": [7], "missing_branches": [[3, 5]]}
    assert lines({"files": {"symcoh/a.py": file}}) == [
        "Reached in the tests' own processes: 75.0 % of 4 lines, 50.0 % of 2 branches; least:",
        "  66.7 %  symcoh/a.py: lines 7; branches 3->5",
    ]
