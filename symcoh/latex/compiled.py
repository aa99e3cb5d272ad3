"""A LaTeX document as PDF, by pdflatex where it is installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from ..errors import EnvironmentFailed

PASSES = 3
"""Runs that settle labels and longtable widths."""


def have_pdflatex() -> bool:
    """Whether pdflatex can be called."""
    return shutil.which("pdflatex") is not None


def pdf(source: str, name: str) -> bytes:
    """The PDF of a document.

    Args:
        source: the whole document; it reads no other file.
        name: what error sentences call it.

    Raises:
        EnvironmentFailed: pdflatex is missing or refuses the document.
    """
    with TemporaryDirectory() as directory:
        path = Path(directory) / "document.tex"
        path.write_text(source, encoding="utf-8")
        command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", path.name]
        for _ in range(PASSES):
            try:
                done = subprocess.run(command, cwd=directory, stdin=subprocess.DEVNULL, capture_output=True, check=False)
            except OSError as error:
                raise EnvironmentFailed(f"{name} was not compiled: pdflatex cannot be run ({error.strerror}).") from None
            if done.returncode != 0:
                raise EnvironmentFailed(f"{name} was not compiled: pdflatex failed with exit code {done.returncode}.")
        return path.with_suffix(".pdf").read_bytes()
