"""The LaTeX that `symcoh reproduce` writes compiles."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = "from symcoh.cli.main import run; run()"


@pytest.mark.external("pdflatex")
def test_the_reproduced_table_compiles(tmp_path: Path, clean_environment: dict[str, str]) -> None:
    words = ["reproduce", "--out", ".", "--only", "reference"]
    subprocess.run([sys.executable, "-c", PROGRAM, *words], cwd=tmp_path, capture_output=True, check=True)
    documents = sorted(tmp_path.glob("*.tex"))
    assert documents
    for document in documents:
        command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", document.name]
        done = subprocess.run(command, cwd=tmp_path, env=clean_environment, capture_output=True, text=True, errors="replace", check=False)
        assert done.returncode == 0, done.stdout[-3000:]
        assert "Overfull" not in done.stdout
        assert document.with_suffix(".pdf").stat().st_size > 10_000
