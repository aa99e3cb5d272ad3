"""A copy of the project in which faults are made; the tree itself is never touched."""

from __future__ import annotations

import compileall
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("symcoh", "derivations", "tests", "reference", "docs", "notebooks", "benchmarks")
FILES = ("pyproject.toml", "README.md", "Makefile", "CHANGELOG.md", "LICENSE", "CITATION.cff")


def copied(target: Path) -> Path:
    """The project there, its packages compiled, so that a fork need not do it again."""
    for name in PARTS:
        ignored = shutil.ignore_patterns("__pycache__", "_build", ".hypothesis")
        shutil.copytree(ROOT / name, target / name, ignore=ignored, symlinks=True)
    for name in FILES:
        shutil.copy(ROOT / name, target)
    for name in ("symcoh", "derivations"):
        compileall.compile_dir(target / name, quiet=1)
    return target


@contextmanager
def replaced(path: Path, text: str) -> Iterator[None]:
    """The file with another text inside the block; its compiled form, which may look fresh, is put aside."""
    status, kept = path.stat(), path.read_bytes()
    codes = {place: place.read_bytes() for place in _compiled(path)}
    try:
        for place in codes:
            place.unlink()
        path.write_text(text, encoding="utf-8")
        yield
    finally:
        path.write_bytes(kept)
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
        for place in _compiled(path):
            place.unlink()
        for place, code in codes.items():
            place.write_bytes(code)


def _compiled(path: Path) -> list[Path]:
    return list((path.parent / "__pycache__").glob(f"{path.stem}.*.pyc"))
