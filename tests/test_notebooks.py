"""Every notebook runs from top to bottom: as a plain script, and as the notebook it stands for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

NOTEBOOKS = sorted((Path(__file__).resolve().parents[1] / "notebooks").glob("*.py"))
EXECUTE = """
import sys, jupytext
from nbclient import NotebookClient
notebook = jupytext.read(sys.argv[1])
NotebookClient(notebook, timeout=300, resources={"metadata": {"path": "."}}).execute()
code = [cell for cell in notebook.cells if cell.cell_type == "code"]
assert code and all(cell.execution_count for cell in code)
for cell in code:
    for output in cell.outputs:
        assert output.get("name") != "stderr", output["text"]
        print(end=output.get("text", ""))
"""


def run(directory: Path, *arguments: object) -> str:
    """The standard output of a Python program that must succeed."""
    command = [sys.executable, *map(str, arguments)]
    done = subprocess.run(command, cwd=directory, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_there_are_notebooks() -> None:
    assert NOTEBOOKS


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_alike_as_script_and_as_notebook(notebook: Path, tmp_path: Path) -> None:
    printed = run(tmp_path, "-W", "error", notebook)
    assert printed
    assert run(tmp_path, "-c", EXECUTE, notebook) == printed
