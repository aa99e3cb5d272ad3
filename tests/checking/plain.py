"""The value of a formula's text in a multiprecision context: an evaluator that shares nothing with the project's readers."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from typing import Any

_NUMBER = re.compile(r"(?<![A-Za-z_0-9])(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_TAIL = re.compile(r"\+\s*O\(.*\)\s*$", re.DOTALL)


def value(ctx: Any, text: str, names: Mapping[str, Any]) -> Any:
    """The number a formula stands for; `coherence =` in front and `+ O(...)` behind are taken off.

    >>> from mpmath import mp
    >>> print(value(mp, "coherence = 2*x**2 - 1/4 + O(x**3)", {"x": 3}))
    17.75
    """
    body = _TAIL.sub("", text.split("=")[-1])
    literals: list[str] = []

    def keep(match: re.Match[str]) -> str:
        literals.append(match.group())
        return f"number_{len(literals) - 1}"

    tree = ast.parse(_NUMBER.sub(keep, body).strip().replace("\n", " "), mode="eval").body
    return _Evaluation(ctx, names, literals).of(tree)


class _Evaluation:
    def __init__(self, ctx: Any, names: Mapping[str, Any], literals: list[str]) -> None:
        self.ctx, self.names, self.literals = ctx, names, literals

    def of(self, node: ast.expr) -> Any:
        if isinstance(node, ast.Name):
            return self._name(node.id)
        if isinstance(node, ast.UnaryOp):
            inner = self.of(node.operand)
            return -inner if isinstance(node.op, ast.USub) else inner
        if isinstance(node, ast.BinOp):
            return self._operation(node.op, self.of(node.left), self.of(node.right))
        assert isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and len(node.args) == 1, ast.dump(node)
        assert node.func.id in ("sqrt", "exp", "log", "cosh", "sinh", "tanh", "coth"), node.func.id
        return getattr(self.ctx, node.func.id)(self.of(node.args[0]))

    def _name(self, name: str) -> Any:
        if name.startswith("number_"):
            return self.ctx.mpf(self.literals[int(name[7:])])
        if name == "pi":
            return +self.ctx.pi
        if name == "E":
            return +self.ctx.e
        return self.ctx.mpf(1) * self.names[name]

    def _operation(self, kind: ast.operator, left: Any, right: Any) -> Any:
        if isinstance(kind, ast.Add):
            return left + right
        if isinstance(kind, ast.Sub):
            return left - right
        if isinstance(kind, ast.Mult):
            return left * right
        if isinstance(kind, ast.Div):
            return left / right
        assert isinstance(kind, ast.Pow)
        whole = int(right) if right == int(right) else right
        return left**whole
