"""A LaTeX document as PDF, by pdflatex where it is installed: the same bytes every time."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from ..errors import EnvironmentFailed

MAX_PASSES = 4
"""Runs that settle labels and longtable widths."""

COMMAND = ("pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "document.tex")


def have_pdflatex() -> bool:
    """Whether pdflatex can be called."""
    return shutil.which("pdflatex") is not None


def pdf(source: str, name: str, pictures: Mapping[str, bytes] | None = None) -> bytes:
    """The PDF of a document.

    Args:
        source: the whole document.
        name: what error sentences call it.
        pictures: the files it includes, by their path relative to the document.

    Raises:
        EnvironmentFailed: pdflatex is missing or refuses the document.
    """
    with TemporaryDirectory() as directory:
        for path, content in {"document.tex": source.encode("utf-8"), **(pictures or {})}.items():
            place = Path(directory) / path
            place.parent.mkdir(exist_ok=True)
            place.write_bytes(content)
        for _ in range(MAX_PASSES):
            if not _rerun_wanted(directory, name):
                break
        return (Path(directory) / "document.pdf").read_bytes()


def _rerun_wanted(directory: str, name: str) -> bool:
    """One run of pdflatex, and whether it asks for another."""
    settled = {**os.environ, "SOURCE_DATE_EPOCH": "0", "FORCE_SOURCE_DATE": "1"}
    try:
        done = subprocess.run(COMMAND, cwd=directory, env=settled, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    except OSError as error:
        raise EnvironmentFailed(f"{name} was not compiled: pdflatex cannot be run ({error.strerror}).") from None
    if done.returncode != 0:
        raise EnvironmentFailed(f"{name} was not compiled: pdflatex failed with exit code {done.returncode}.")
    return b"Rerun" in done.stdout or b"undefined references" in done.stdout
