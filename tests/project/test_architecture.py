"""The picture of the architecture is that of the code, which the syntax trees of all files confirm without the program that drew it."""

from __future__ import annotations

import ast
import doctest
import importlib.util
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def program() -> ModuleType:
    """docs/architecture.py."""
    spec = importlib.util.spec_from_file_location("architecture", ROOT / "docs" / "architecture.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def imported(path: Path) -> Iterator[str]:
    """The modules that a file imports, wherever in it, but for what type checkers alone read."""
    package = list(path.relative_to(ROOT).with_suffix("").parts[:-1])
    tree = ast.parse(path.read_text(encoding="utf-8"))
    unread = {id(node) for block in ast.walk(tree) if isinstance(block, ast.If) and "TYPE_CHECKING" in ast.unparse(block.test)
              for statement in block.body for node in ast.walk(statement)}  # fmt: skip
    for node in ast.walk(tree):
        if id(node) in unread:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            home = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{home}.{alias.name}" for alias in node.names)


def rooms(program: ModuleType) -> dict[str, set[str]]:
    """Room -> rooms, from the files."""
    found: dict[str, set[str]] = {}
    for package in ("symcoh", "derivations"):
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = [part for part in path.relative_to(ROOT).with_suffix("").parts if part != "__init__"]
            home = program.room_of(".".join(parts))
            others = {program.room_of(name) for name in imported(path) if name.split(".")[0] in ("symcoh", "derivations")}
            found.setdefault(home, set()).update(others - {home})
    return found


def test_the_picture_is_that_of_the_code(program: ModuleType) -> None:
    assert program.PICTURE.read_text(encoding="utf-8") == program.picture(), "the imports have changed: run python docs/architecture.py"


def test_every_arrow_is_an_import_and_no_import_goes_up(program: ModuleType) -> None:
    found = rooms(program)
    drawn = program.PICTURE.read_text(encoding="utf-8")
    boxes = program.grouped(
        {room: others & set(found) - set(program.IGNORED) for room, others in found.items() if room not in program.IGNORED}
    )
    arrows = [tuple(unescape(title).split(" → ")) for title in re.findall("<title>(.*?)</title>", drawn)]
    assert len(arrows) > 12
    assert all(other in boxes[name] for name, other in arrows)
    tops = {unescape(name): float(y) for y, name in re.findall(r'y="([\d.]+)" text-anchor="middle" font-weight="bold">(.*?)<', drawn)}
    assert set(tops) == set(boxes)
    assert [(name, other) for name, others in boxes.items() for other in others if tops[other] <= tops[name]] == []


def test_the_two_sides_do_not_meet(program: ModuleType) -> None:
    found = rooms(program)
    graph = {room: frozenset(others & set(found)) for room, others in found.items()}
    assert "numeric" not in program.below(graph, "exact") and "ledger" not in program.below(graph, "numeric")


def test_the_program_holds_its_examples(program: ModuleType) -> None:
    done = doctest.testmod(program)
    assert done.attempted >= 3 and done.failed == 0
