"""Zero is decided in one place: outside `exactnumbers` no code tests the terms of an exact number for it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OWNER = ROOT / "symcoh" / "exactnumbers"
FIELDS = ("rational", "integer", "terms")
"""What says nothing of a zero that is written otherwise: sqrt(2)*sqrt(3) - sqrt(6) has two terms and no rational value."""


def raw_zero_tests(source: str) -> list[str]:
    """The expressions of a source that compare the form of an exact number, not its value, with zero.

    Named are: `.rational`, `.integer` or `.terms` (or a variable that holds one) compared by == or !=, or taken as a truth
    value; anything compared with `ZERO`; `.canonical()` or `str()` compared with a text.
    """
    found = []
    for scope in _scopes(ast.parse(source)):
        nodes = list(_own(scope))
        held = {
            target.id
            for node in nodes
            if isinstance(node, ast.Assign) and _is_form(node.value, frozenset())
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        found += [ast.unparse(node) for node in nodes if _is_raw(node, frozenset(held))]
    return found


def _scopes(tree: ast.Module) -> Iterator[ast.AST]:
    yield tree
    yield from (node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.Lambda)))


def _own(scope: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a scope without those of the functions in it."""
    for child in ast.iter_child_nodes(scope):
        if not isinstance(child, (ast.FunctionDef, ast.Lambda)):
            yield child
            yield from _own(child)


def _is_form(node: ast.AST, held: frozenset[str]) -> bool:
    return (isinstance(node, ast.Attribute) and node.attr in FIELDS) or (isinstance(node, ast.Name) and node.id in held)


def _is_raw(node: ast.AST, held: frozenset[str]) -> bool:
    if isinstance(node, ast.Compare):
        sides = [node.left, *node.comparators]
        equality = any(isinstance(op, (ast.Eq, ast.NotEq)) for op in node.ops)
        names_zero = any(isinstance(side, ast.Name) and side.id == "ZERO" for side in sides)
        calls = any(isinstance(side, ast.Call) and _called(side) in ("canonical", "str") for side in sides)
        is_text = calls and any(isinstance(side, ast.Constant) and side.value == "0" for side in sides)
        identity = any(isinstance(op, (ast.Is, ast.IsNot)) for op in node.ops)
        return (equality and (is_text or any(_is_form(side, held) for side in sides))) or (names_zero and (equality or identity))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return _is_form(node.operand, held)
    if isinstance(node, (ast.If, ast.While, ast.IfExp)):
        return _is_form(node.test, held)
    return isinstance(node, ast.Call) and _called(node) in ("bool", "any", "all") and any(_is_form(a, held) for a in node.args)


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id if isinstance(node.func, ast.Name) else ""


def test_no_raw_zero_test() -> None:
    files = [path for folder in ("symcoh", "derivations") for path in sorted((ROOT / folder).rglob("*.py")) if OWNER not in path.parents]
    assert len(files) > 150
    raw = {str(path.relative_to(ROOT)): found for path in files if (found := raw_zero_tests(path.read_text("utf-8")))}
    assert not raw, f"ask exactnumbers.is_zero or exactnumbers.same instead: {raw}"


@pytest.mark.parametrize(
    "source",
    [
        "beta.rational == 0",
        "0 != model.omega.rational",
        "def f(x):\n    known = x.rational\n    return known is not None and known == 0",
        "not x.terms",
        "bool(x.terms)",
        "y if x.terms else z",
        "x == ZERO",
        "x is not ZERO",
        "value.canonical() == '0'",
        "lambda x: x.integer == 0",
    ],
)
def test_the_rule_sees_a_raw_zero_test(source: str) -> None:
    assert raw_zero_tests(source)


@pytest.mark.parametrize(
    "source", ["is_zero(x)", "x.rational is None", "for t in x.terms: pass", "known = x.rational\nknown > 0", "poly.terms()"]
)
def test_the_rule_leaves_the_rest_alone(source: str) -> None:
    assert not raw_zero_tests(source)
