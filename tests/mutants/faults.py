"""Every small fault that can be made in a file: a sign, a comparison, a number, a branch, a call, a statement.

A fault is named by its file, the function it is in, and what it changes, all as Python would print it, so that a name holds
however lines move. Text, annotations, decorators, assertions and the words of errors are left alone.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

SWAPPED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.BitXor: ast.BitOr,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
CALLS = {
    **{one: other for pair in (("sinh", "cosh"), ("min", "max"), ("any", "all"), ("lower", "upper"), ("floor", "ceil"), ("exp", "expm1"))
       for one, other in (pair, pair[::-1])},
    "abs_upper": "abs_lower", "abs_lower": "abs_upper", "log": "log1p", "log1p": "log", "tanh": "sinh",
}  # fmt: skip
LONGEST = 120
"""Characters of a statement in a name."""

DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


class Fault(NamedTuple):
    """One fault: `mutation` reads `before -> after in statement`, with `#2` behind it where a function has several that read the same.

    `lines` are those of the statement it is in, `place` and `variant` say which node it is and what becomes of it.
    """

    file: str
    function: str
    mutation: str
    lines: tuple[int, int]
    place: int
    variant: int

    @property
    def name(self) -> str:
        """What it is called in results and in the list of equivalent ones."""
        return f"{self.file}::{self.function}::{self.mutation}"


class Here(NamedTuple):
    """Where a walk is: the names of the definitions around, and the statement."""

    function: str
    statement: ast.AST


def faults(file: str, text: str) -> list[Fault]:
    """All faults of one file, in its order.

    >>> [fault.mutation for fault in faults("a.py", "def f(x):\\n    return x < 1")]
    ['x < 1 -> x <= 1 in return x < 1', '1 -> 2 in return x < 1']
    """
    tree = ast.parse(text)
    places = {id(node): place for place, node in enumerate(ast.walk(tree))}
    found, seen = [], Counter[tuple[str, str]]()
    for node, here in _walk(tree, Here("<module>", tree)):
        for variant, other in enumerate(variants(node)):
            around = "" if node is here.statement else f" in {_shown(here.statement)}"
            mutation = f"{_shown(node)} -> {_shown(other)}{around}"
            seen[here.function, mutation] += 1
            number = seen[here.function, mutation]
            mutation += f" #{number}" if number > 1 else ""
            found.append(Fault(file, here.function, mutation, _lines(here.statement), places[id(node)], variant))
    return found


def faulty(text: str, fault: Fault) -> str:
    """The text of the file with the fault in it."""
    tree = ast.parse(text)
    node = next(node for place, node in enumerate(ast.walk(tree)) if place == fault.place)
    changed = _Replaced(node, variants(node)[fault.variant]).visit(tree)
    return ast.unparse(ast.fix_missing_locations(changed))


def variants(node: ast.AST) -> list[ast.AST]:
    """What a node may become."""
    found: list[ast.AST] = []
    if isinstance(node, (ast.If, ast.While, ast.IfExp)):
        found.append(_with(node, test=ast.UnaryOp(op=ast.Not(), operand=node.test)))
    elif isinstance(node, (ast.BinOp, ast.AugAssign, ast.BoolOp)) and type(node.op) in SWAPPED:
        found.append(_with(node, op=SWAPPED[type(node.op)]()))
    elif isinstance(node, ast.Compare):
        for place, op in enumerate(node.ops):
            ops = [SWAPPED[type(op)]() if k == place else other for k, other in enumerate(node.ops)]
            found.append(_with(node, ops=ops))
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.Not)):
        found.append(node.operand)
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        found.append(ast.Constant(value=not node.value))
    elif isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        found.append(ast.Constant(value=node.value + 1 if isinstance(node.value, int) else 2 * node.value or 1.0))
    elif isinstance(node, ast.Call):
        found += _calls(node)
    elif isinstance(node, ast.Raise) or (isinstance(node, ast.Expr) and isinstance(node.value, (ast.Call, ast.YieldFrom))):
        found.append(ast.Pass())
    elif isinstance(node, (ast.Break, ast.Continue)):
        found.append(ast.Continue() if isinstance(node, ast.Break) else ast.Break())
    return found


def _calls(node: ast.Call) -> list[ast.AST]:
    """A call of another function; |x| without its bars."""
    called = node.func
    if isinstance(called, ast.Name) and called.id == "abs":
        return [node.args[0]]
    if isinstance(called, ast.Name) and called.id in CALLS:
        return [_with(node, func=ast.Name(id=CALLS[called.id], ctx=ast.Load()))]
    if isinstance(called, ast.Attribute) and called.attr in CALLS:
        return [_with(node, func=_with(called, attr=CALLS[called.attr]))]
    return []


def _with(node: ast.AST, **fields: object) -> ast.AST:
    """The node with other fields."""
    kept = {name: getattr(node, name) for name in node._fields}
    return ast.copy_location(type(node)(**(kept | fields)), node)


def _shown(node: ast.AST) -> str:
    """A node as Python prints it, its beginning where that is long; of a compound statement only the head, of a branch the condition."""
    if isinstance(node, (ast.If, ast.While, ast.IfExp)):
        node = node.test
    text = ast.unparse(ast.fix_missing_locations(node))
    text = " ".join((text.partition("\n")[0] if hasattr(node, "body") else text).split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _walk(node: ast.AST, here: Here) -> Iterator[tuple[ast.AST, Here]]:
    """The nodes in which a fault may be made, with where they are."""
    if isinstance(node, (ast.Assert, ast.JoinedStr)) or (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)):
        return
    if isinstance(node, ast.stmt):
        here = here._replace(statement=node)
    yield node, here
    if isinstance(node, ast.Raise):
        return
    inside = here
    if isinstance(node, DEFINITIONS):
        inside = here._replace(function=node.name if here.function == "<module>" else f"{here.function}.{node.name}")
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "type_comment"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _is_text(child):
                yield from _walk(child, inside)


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _lines(node: ast.AST) -> tuple[int, int]:
    """First and last line of a simple statement, or of the head of a compound one."""
    if not isinstance(node, ast.stmt):
        return 1, 1
    body = getattr(node, "body", None)
    last = (node.end_lineno or node.lineno) if not body else max(node.lineno, body[0].lineno - 1)
    return node.lineno, last


class _Replaced(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        if node is self.old:
            return self.new
        return self.generic_visit(node)
