"""The documentation builds without a warning, and its notebooks run from top to bottom: as scripts, and as what they stand for."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

NOTEBOOKS = sorted((Path(__file__).resolve().parents[2] / "notebooks").glob("*.py"))


def run(directory: Path, environment: dict[str, str], *arguments: object) -> str:
    """The standard output of a Python program that must succeed."""
    command = [sys.executable, *map(str, arguments)]
    done = subprocess.run(command, cwd=directory, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(root: Path, tmp_path_factory: pytest.TempPathFactory, clean_environment: dict[str, str]) -> Path:
    """Where the documentation is, built once, warnings being errors; each notebook is executed on the way."""
    place = tmp_path_factory.mktemp("docs")
    options = ("-W", "--keep-going", "-q", "-b", "html", "-d", place / "trees")
    run(root, clean_environment, "-m", "sphinx", *options, "docs", place / "html")
    return place


def test_the_documentation_is_whole(built: Path) -> None:
    page = (built / "html" / "command-line.html").read_text(encoding="utf-8")
    assert "--omega-a" in page
    assert "J_{\\mathrm c}" in (built / "html" / "nomenclature.html").read_text(encoding="utf-8")


def test_there_are_notebooks() -> None:
    assert NOTEBOOKS


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_alike_as_script_and_as_notebook(
    notebook: Path, built: Path, clean_environment: dict[str, str], tmp_path: Path
) -> None:
    printed = run(tmp_path, clean_environment, "-W", "error", notebook)
    assert printed
    assert "".join(texts(built / "jupyter_execute" / "notebooks" / f"{notebook.stem}.ipynb")) == printed


def texts(executed: Path) -> Iterator[str]:
    """What the cells of an executed notebook printed; every cell ran, and none complained."""
    cells = [cell for cell in json.loads(executed.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
    assert cells and all(cell["execution_count"] for cell in cells)
    for cell in cells:
        for output in cell["outputs"]:
            assert output.get("name") != "stderr", output["text"]
            yield "".join(output.get("text", ""))
