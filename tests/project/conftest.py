"""What every test of the project as a whole needs: the tree, a clean environment, and the `external` marker.

`@pytest.mark.external("pdflatex")` names a program on PATH, or a locale such as "de_DE.UTF-8". Where it is
missing the test is skipped and named in the summary; under SYMCOH_EXTERNAL=required it fails instead.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
UNSETTLING = ("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "LC_", "LANG", "PYTEST_", "COLUMNS", "LINES", "PYTHON")


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's own directory."""
    return ROOT


@pytest.fixture(scope="session")
def clean_environment() -> dict[str, str]:
    """The environment of a plain shell: no make, no locale, no Python settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(UNSETTLING)}
    return kept | {"NO_COLOR": "1", "LC_ALL": "C.UTF-8"}


@cache
def missing(program: str) -> bool:
    """Whether neither a program nor a locale of this name is on the machine."""
    if program.endswith(".UTF-8"):
        listed = subprocess.run(["locale", "-a"], capture_output=True, text=True, check=False).stdout if shutil.which("locale") else ""
        return program.lower().replace("-", "") not in listed.lower().replace("-", "").split()
    return shutil.which(program) is None


class External:
    """The hook behind the `external` marker, for tests in any directory."""

    @staticmethod
    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(item: pytest.Item) -> None:
        for marker in item.iter_markers("external"):
            for program in marker.args:
                if missing(program):
                    report = pytest.fail if os.environ.get("SYMCOH_EXTERNAL") == "required" else pytest.skip
                    report(f"{program} is not on this machine")


def pytest_configure(config: pytest.Config) -> None:
    """Register the hook for the whole session, not for this directory alone."""
    config.pluginmanager.register(External(), "symcoh-external")
