"""Files stop at 400 lines, functions at 60 below their docstrings; nothing is longer."""

from __future__ import annotations

import ast
import re
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("symcoh", "derivations", "tests", "benchmarks", "docs", "notebooks")
LONGEST_FILE, LONGEST_FUNCTION = 400, 60


def files() -> dict[str, str]:
    """The text of every file, by its name."""
    paths = (path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py")))
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in paths if "_build" not in path.parts}


def may_be_long(text: str) -> bool:
    """Whether more lines than allowed lie between the beginnings of two functions or classes, which is quick to see."""
    starts = [0, *(match.start() for match in re.finditer(r"^(?:    )?(?:async )?(?:def|class|@)", text, re.MULTILINE)), len(text)]
    return any(text.count("\n", before, after) > LONGEST_FUNCTION for before, after in pairwise(starts))


def long_functions(text: str) -> list[str]:
    """The functions of more lines than allowed, their docstrings left out."""
    if not may_be_long(text):
        return []
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            said = first.end_lineno - first.lineno + 1 if ast.get_docstring(node, clean=False) is not None and first.end_lineno else 0
            if (node.end_lineno or 0) - node.lineno + 1 - said > LONGEST_FUNCTION:
                found.append(node.name)
    return found


def test_files_stop_at_their_limit() -> None:
    found = {name: text.count("\n") for name, text in files().items()}
    assert len(found) > 700
    assert {name: lines for name, lines in found.items() if lines > LONGEST_FILE} == {}


def test_functions_stop_at_their_limit() -> None:
    assert {name: long for name, text in files().items() if (long := long_functions(text))} == {}
    body = "\n".join(["    x = 1"] * LONGEST_FUNCTION)
    assert long_functions(f"def f():\n{body}\n") == ["f"] and long_functions(f'def f():\n    """Said.\n    """\n{body[10:]}\n') == []
