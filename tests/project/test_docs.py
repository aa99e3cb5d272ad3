"""The documentation builds without a warning, and the benchmark page prints a row."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def run(root: Path, environment: dict[str, str], *arguments: object) -> str:
    """The standard output of a Python program that must succeed and complain about nothing."""
    command = [sys.executable, *map(str, arguments)]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_documentation_builds_without_a_warning(root: Path, tmp_path: Path, clean_environment: dict[str, str]) -> None:
    run(
        root,
        clean_environment,
        "-m",
        "sphinx",
        "-W",
        "--keep-going",
        "-q",
        "-b",
        "html",
        "-d",
        tmp_path / "trees",
        "docs",
        tmp_path / "html",
    )
    page = (tmp_path / "html" / "command-line.html").read_text(encoding="utf-8")
    assert "--omega-a" in page
    assert "J_{\\mathrm c}" in (tmp_path / "html" / "nomenclature.html").read_text(encoding="utf-8")


def test_the_benchmarks_agree_and_print_a_row(root: Path, tmp_path: Path, clean_environment: dict[str, str]) -> None:
    page = tmp_path / "benchmarks.md"
    printed = run(root, clean_environment, "benchmarks/run.py", "--quick", "--out", page)
    assert page.read_text(encoding="utf-8") == printed
    assert [line for line in printed.splitlines() if line.startswith("| 100 | -2/5 |")]
