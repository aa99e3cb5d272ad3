"""Sweeps as a user runs them, in this process where nothing is killed, and an undisturbed one to compare with."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from symcoh.cli.main import run

SOAK = int(os.environ.get("SYMCOH_SOAK", "1"))
DRIVER = [sys.executable, "-c", "from symcoh.cli.main import run; run()", "sweep"]
SPEC = """
quantities = ["coherence", "energy"]
digits = 40
[fixed]
omega_a = "0.7"
gamma = "3/10"
[over]
sources = [6, 61]
coupling = ["-2/5", "0", "2/5"]
temperature = ["0", "0.1", "1/3", "1", "sqrt(2)", "50"]
"""
ROWS = 72
Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def sweep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Run `symcoh sweep …` in an empty directory: exit code, output, errors."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "spec.toml").write_text(SPEC)
    return called


def called(*words: str, program: str = "sweep") -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.raises(SystemExit) as stop:
        run([program, *words])
    return int(str(stop.value.code)), out.getvalue(), err.getvalue()


def started(directory: Path, *words: str, **options: object) -> subprocess.Popen[bytes]:
    """A sweep in a process of its own."""
    return subprocess.Popen([*DRIVER, *words], cwd=directory, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)  # type: ignore[call-overload, no-any-return]  # options vary


def finished(directory: Path, *words: str, **options: object) -> tuple[int, str, str]:
    """A sweep in a process of its own, to its end."""
    process = started(directory, *words, **options)
    out, err = process.communicate(timeout=600)
    return process.returncode, out.decode(), err.decode()


def exported(store: Path, form: str = "csv") -> str:
    code, out, err = called("export", str(store), "--format", form)
    assert (code, err) == (0, "")
    return out


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished store of SPEC."""
    directory = tmp_path_factory.mktemp("whole")
    (directory / "spec.toml").write_text(SPEC)
    assert finished(directory, "run", "spec.toml", "--store", "whole.db", "--workers", "2")[0] == 0
    return directory / "whole.db"


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    """A copy of that store, to be damaged."""
    path = tmp_path / "copy.db"
    path.write_bytes(whole.read_bytes())
    return path
