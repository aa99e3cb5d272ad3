"""Running the command line as a user does."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]
DRIVER = "from symcoh.cli.main import run; run()"


@pytest.fixture
def symcoh(tmp_path: Path) -> Run:
    """Run `symcoh ARGUMENTS…` in an empty directory; the result holds bytes."""

    def call(*arguments: str | bytes, **options: object) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-c", DRIVER, *arguments]
        merged: dict[str, object] = {"cwd": tmp_path, "capture_output": True, "timeout": 120} | options
        return subprocess.run(command, **merged)  # type: ignore[call-overload, no-any-return]  # options vary

    return call
