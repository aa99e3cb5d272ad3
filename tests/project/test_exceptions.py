"""Every exception from a rule says why: what the type checker, the linter and the coverage pass over, and what tests leave out."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("symcoh", "derivations", "tests", "benchmarks", "docs", "notebooks")
MARK = re.compile(r"#\s*(?:type:\s*ignore|noqa|pragma:|mypy:|ruff:)")
SAID = re.compile(r"# (?:type: ignore\[[a-z, -]+\]|noqa: [A-Z0-9, ]+|pragma: no \w+)  # \S.{3,}")
SKIPS = ("pytest.mark.skipif", "pytest.mark.skip", "pytest.mark.xfail", "pytest.importorskip", "pytest.skip", "pytest.xfail")


def files() -> list[Path]:
    return [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py")) if path != Path(__file__)]


def unexplained(text: str) -> list[str]:
    """The lines with a mark that names no rule, or gives no reason behind it."""
    return [line.strip() for line in text.splitlines() if MARK.search(line) and not SAID.search(line)]


def dotted(node: ast.AST) -> str:
    """a.b.c of a chain of attributes."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def skips(text: str) -> Iterator[tuple[int, bool]]:
    """(line, whether a reason is given) of every test left out, or expected to fail."""
    if not re.search("skip|xfail", text):
        return
    called = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and dotted(node.func) in SKIPS:
            called.add(id(node.func))
            by_word = dotted(node.func) in ("pytest.skip", "pytest.xfail") and bool(node.args)
            yield node.lineno, by_word or any(word.arg == "reason" for word in node.keywords)
        elif isinstance(node, ast.Attribute) and dotted(node) in ("pytest.mark.skip", "pytest.mark.xfail") and id(node) not in called:
            yield node.lineno, False


def test_every_mark_says_which_rule_and_why() -> None:
    found = {path.relative_to(ROOT).as_posix(): unexplained(path.read_text(encoding="utf-8")) for path in files()}
    assert {name: lines for name, lines in found.items() if lines} == {}
    marks = ("# type: ignore", "# type: ignore[misc]", "# noqa", "# noqa: E731", "# noqa: E731 - why", "# type: ignore  # why so")
    assert [unexplained(f"x = 1  {mark}") != [] for mark in marks] == [True] * len(marks)
    assert unexplained("x = 1  # type: ignore[misc]  # SymPy ships no types") == []


def test_every_test_left_out_says_why() -> None:
    found = [(path.relative_to(ROOT).as_posix(), line, said) for path in files() for line, said in skips(path.read_text(encoding="utf-8"))]
    assert len(found) >= 5
    assert [(name, line) for name, line, said in found if not said] == []
    for mark, said in (
        ("skipif(True)", False),
        ("skip", False),
        ('skip(reason="no TeX")', True),
        ('xfail(strict=True, reason="a bug")', True),
    ):
        assert list(skips(f"@pytest.mark.{mark}\ndef test_x(): ...")) == [(1, said)], mark
