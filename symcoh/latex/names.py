"""The words of the emitted LaTeX: one template for every name, shared by the printer and the parser.

The names come from the nomenclature and from `ledger.notation`; here stand only the conventions of the written form:
which index a bare sum sign means, which functions are written with a control word, and how a template is filled.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from sympy import Function, Max, Min, Symbol, cosh, coth, log, lucas, sinh, tanh

from ..exact import symbols
from ..ledger.notation import DOMAINS, NAMES

ELEMENTARY = {sinh: r"\sinh", cosh: r"\cosh", tanh: r"\tanh", coth: r"\coth", log: r"\ln"}
"""Functions written without parentheses before a fraction or a single letter."""

CALLS = {Max: r"\max", Min: r"\min", lucas: r"\operatorname{Lucas}"}
"""Functions always written with parentheses."""

RELATIONS = {"=": "=", "<": "<", "<=": r"\le", ">": ">", ">=": r"\ge", "~": r"\simeq"}

PART = Function("part", real=True)
"""X_1, X_2, ...: the named parts of a long formula, which is what `parts` makes."""

BARE = "_{{{0}}}"
"""The template of a domain that shows its index alone: the index says which domain is meant."""

NATURAL = {"m": "sectors", "n": "domains", "pm": "signs", "i": "joint_eigenvectors", "j": "target_eigenvectors"}
"""What an index alone under a sum sign runs over."""


@cache
def scalars() -> dict[str, tuple[Symbol, str]]:
    """Symbols of the nomenclature and names without arguments: name -> (symbol, LaTeX)."""
    found = {row.name: (getattr(symbols, row.name), row.latex) for row in symbols.NOMENCLATURE if row.assumptions}
    for entry in NAMES.values():
        if entry.arity == 0:
            found[entry.name] = (_made(entry.name), entry.latex)
    return found


def _made(name: str) -> Symbol:
    return Symbol(name, commutative=False) if NAMES[name].operator else Symbol(name, real=True)


@cache
def functions() -> dict[str, tuple[type[Function], str, int]]:
    """Names with arguments: name -> (SymPy function, LaTeX template, number of arguments)."""
    ledger = {
        entry.name: (
            Function(entry.name, commutative=False) if entry.operator else Function(entry.name, real=True),
            entry.latex,
            entry.arity,
        )
        for entry in NAMES.values()
        if entry.arity
    }
    return {**ledger, "part": (PART, "X_{{{0}}}", 1)}


def domain_template(name: str) -> str:
    """What stands under the sum sign, {0} the index."""
    return DOMAINS[name].latex


def natural(index: str) -> str | None:
    """The domain of an index that stands alone under a sum sign; m' runs over what m runs over."""
    return NATURAL.get(index.removesuffix("_prime"))


def fill(template: str, arguments: Sequence[str]) -> str:
    r"""A template with its arguments, a control word never running into a letter.

    >>> print(fill(r"_{{0\le{0}<m}}", ["m'"]))
    _{0\le m'<m}
    """
    spaced = re.sub(
        r"(\\[A-Za-z]+)\{([0-9])\}", lambda found: f"{found[1]}{' ' * arguments[int(found[2])][:1].isalpha()}{{{found[2]}}}", template
    )
    return spaced.format(*arguments)
