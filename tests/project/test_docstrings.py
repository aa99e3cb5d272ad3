"""What a docstring says of arguments and results is what the signature has."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAMED = re.compile(r"^    (\*{0,2}\w+(?:, \*{0,2}\w+)*):", re.MULTILINE)


def functions() -> Iterator[tuple[str, ast.FunctionDef, str]]:
    """Every public function with an `Args:` in its docstring: where it is, itself, its docstring."""
    for folder in ("symcoh", "derivations"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                    said = ast.get_docstring(node) or ""
                    if re.search(r"^Args:$", said, re.MULTILINE):
                        yield f"{path.relative_to(ROOT)} {node.name}", node, said


def unknown_arguments(node: ast.FunctionDef, said: str) -> list[str]:
    """Names in `Args:` that the signature does not have."""
    section = said.split("Args:\n", 1)[1].split("\n\n", 1)[0]
    named = [name.strip("* ") for match in NAMED.finditer(section) for name in match[1].split(",")]
    arguments = node.args
    known = {a.arg for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg) if a}
    return [name for name in named if name not in known]


def needs_a_word(node: ast.FunctionDef) -> bool:
    """Whether the type alone leaves open what comes back: several values, yes or no, or perhaps nothing."""
    shown = "" if node.returns is None else ast.unparse(node.returns)
    return shown.startswith("tuple[") or shown == "bool" or (shown.endswith("| None") and shown != "None")


def test_arguments_in_docstrings_are_those_of_the_signature() -> None:
    found = list(functions())
    assert len(found) > 150
    assert {place: names for place, node, said in found if (names := unknown_arguments(node, said))} == {}


def test_docstrings_say_what_comes_back() -> None:
    """`Returns:`, or the first line names the parts in brackets, asks (`Whether`) or says what None stands for."""
    missing = [
        place
        for place, node, said in functions()
        if needs_a_word(node) and "Returns:" not in said and not re.match(r"Whether|\(|.*\bNone\b", said.partition("\n")[0])
    ]
    assert missing == []


def test_the_rules_can_fail() -> None:
    [node] = ast.parse("def f(a: int, *, b: int = 1) -> tuple[int, int]:\n    ...").body
    assert isinstance(node, ast.FunctionDef) and needs_a_word(node)
    assert unknown_arguments(node, "A pair.\n\nArgs:\n    a: one.\n    b, c: two.\n") == ["c"]
