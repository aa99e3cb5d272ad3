"""No zero test but the one decision: found in the syntax trees of everything that reports what it finds.

A failed simplification is no difference. So no comparison of what `expand`, `simplify`, `cancel`, ... return with zero or with
anything else, no `.is_zero` of it, no `.equals`, and no verdict from `is_polynomial`, outside `symcoh/decision`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from sympy import Function, Integer, Symbol, cosh, exp, sinh, sqrt, tanh

from symcoh.decision.zero import decide
from symcoh.errors import CheckFailed, NotCertified
from symcoh.exact.symbols import J, N, beta, gamma, omega, omega_a

ROOT = Path(__file__).parents[2]
ROOMS = (
    "symcoh/attack",
    "symcoh/certificates",
    "symcoh/decision",
    "symcoh/checking",
    "symcoh/cli",
    "symcoh/latex",
    "symcoh/exact",
    "symcoh/ledger",
    "derivations",
)
SIMPLIFIERS = {"expand", "simplify", "cancel", "together", "factor", "ratsimp", "radsimp", "powsimp", "trigsimp", "nsimplify", "expand_mul"}
FORBIDDEN = {"equals", "is_polynomial", "is_rational_function"}
HOME = ROOT / "symcoh/decision/zero.py"


def simplified(node: ast.expr, names: set[str]) -> bool:
    """Whether an expression is what a simplifier returned, itself or by name."""
    if isinstance(node, ast.Call):
        function = node.func
        name = function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""
        return name in SIMPLIFIERS or (name == "bool" and any(simplified(a, names) for a in node.args))
    if isinstance(node, (ast.UnaryOp, ast.NamedExpr)):
        return simplified(node.operand if isinstance(node, ast.UnaryOp) else node.value, names)
    if isinstance(node, ast.BinOp):
        return simplified(node.left, names) or simplified(node.right, names)
    return isinstance(node, ast.Name) and node.id in names


def found_in(source: str) -> Iterator[int]:
    """The lines of a module that test for zero on their own."""
    tree = ast.parse(source)
    scopes = [n for n in ast.walk(tree) if isinstance(n, (ast.FunctionDef, ast.Module))]
    for scope in scopes:
        names = {
            target.id
            for node in ast.walk(scope)
            if isinstance(scope, ast.FunctionDef) and isinstance(node, (ast.Assign, ast.NamedExpr)) and simplified(node.value, set())
            for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(scope):
            if isinstance(node, ast.Compare) and any(isinstance(op, (ast.Eq, ast.NotEq)) for op in node.ops):
                if any(simplified(side, names) for side in (node.left, *node.comparators)):
                    yield node.lineno
            elif isinstance(node, ast.Attribute):
                own = node.attr in ("is_zero", "is_nonzero") and simplified(node.value, names)
                if own or node.attr in FORBIDDEN:
                    yield node.lineno


def test_none_is_left() -> None:
    files = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py")) if path != HOME]
    assert len(files) > 100
    found = {f"{path.relative_to(ROOT)}:{line}" for path in files for line in found_in(path.read_text(encoding="utf-8"))}
    assert not found, f"take symcoh.decision.zero.decide: {sorted(found)}"


@pytest.mark.parametrize(
    "line",
    [
        "if expand(a - b) == 0: pass",
        "if (a - b).expand() != 0: pass",
        "ok = bool(cancel(together(a)) == 0)",
        "ok = simplify(a).is_zero",
        "rest = cancel(a)\n    if rest != 0: pass",
        "if (rest := a.simplify()) == b: pass",
        "ok = a.equals(b)",
        "ok = a.is_polynomial()",
        "ok = 0 == -expand(a)",
    ],
)
def test_one_put_in_is_found(line: str) -> None:
    assert list(found_in(f"def f(a, b):\n    {line}\n"))


def test_what_is_allowed_is_not_found() -> None:
    assert not list(found_in("def f(a):\n    b = expand(a)\n    return decide(b), a == 0, is_zero(expand(a))\n"))


H = beta * omega_a / 2
EQUAL = [
    cosh(beta) ** 2 - sinh(beta) ** 2 - 1,
    sqrt(3 + 2 * sqrt(2)) - 1 - sqrt(2),
    sqrt(5 + 2 * sqrt(6)) - sqrt(2) - sqrt(3),
    Integer(2) ** (Integer(1) / 3) * Integer(4) ** (Integer(1) / 3) - 2,
    sqrt(sqrt(2) + sqrt(3) + Integer(7) ** (Integer(1) / 3)) ** 2 - sqrt(2) - sqrt(3) - Integer(7) ** (Integer(1) / 3),
    (exp(N * beta * omega_a) - 1) / (exp(N * beta * omega_a) + 1) - tanh(N * H),
    exp(1) ** 2 - exp(2),
    sqrt(J**2) ** 2 - J**2,
    exp(-4 * beta * sqrt(J**2)) * exp(4 * beta * abs(J)) - 1,
    (-1) ** (2 * N) - 1,
    6**N - 2**N * 3**N,
    (gamma**2 - 1) ** N - (gamma - 1) ** N * (gamma + 1) ** N,
    sqrt(gamma**2 * omega + gamma**2) - gamma * sqrt(1 + omega),
    tanh(J) - sinh(J) / cosh(J),
    Function("f")(gamma) * (1 + gamma) - Function("f")(gamma) - gamma * Function("f")(gamma),
    1 / (1 + sqrt(2)) + 1 - sqrt(2),
    sqrt(4 * gamma**2 + omega**2) / sqrt(gamma**2 + omega**2 / 4) - 2,
]
DIFFERENT = [
    sqrt(J**2) - J,
    (-1) ** N - 1,
    exp(-4 * beta * sqrt(J**2)) - exp(-4 * beta * J),
    sqrt(2) - Integer(14142135623730951) / 10**16,
    gamma - gamma * (1 + Integer(10) ** -60),
    tanh(N * H) - 1 + exp(-100 * N * H) ** 50,
]
UNDECIDED = [sqrt(1 + sqrt(1 + gamma)) ** 3 - Function("g")(gamma), Symbol("x", real=True) * Function("g")(gamma)]


@pytest.mark.parametrize("expression", EQUAL)
def test_equal(expression: object) -> None:
    assert decide(expression).outcome == "equal"


@pytest.mark.parametrize("expression", DIFFERENT)
def test_different_names_a_point(expression: object) -> None:
    found = decide(expression)
    assert found.outcome == "different" and found.point


@pytest.mark.parametrize("expression", UNDECIDED)
def test_undecided_is_neither(expression: object) -> None:
    found = decide(expression)
    assert found.outcome == "undecided" and found.is_zero is None and found.because


def test_a_step_that_is_not_decided_is_neither_passed_nor_failed() -> None:
    from derivations.foundation.steps import enumeration, identity

    open_question = Function("g")(gamma) - 1
    with pytest.raises(NotCertified, match="is not decided"):
        identity("g = 1", "a guess", open_question)
    with pytest.raises(NotCertified, match="is not decided"):
        enumeration("g = 1", "a guess", [("here", open_question, 0)], 1)
    with pytest.raises(CheckFailed, match="not 0, at gamma = "):
        identity("gamma = 1", "a mistake", gamma - 1)
    assert enumeration("a", "b", [("here", sqrt(3 + 2 * sqrt(2)), 1 + sqrt(2))], 1).check.outcome == "1 cases, all equal"
