"""Tied parameters of a specification: formulas of the grammar in the names of other parameters, as `gamma = "1/sqrt(N)"`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..errors import InputError, NoExactNumber, shown
from ..exactnumbers import Exact, exact
from ..exactnumbers.grammar import tokens

NAMES = {"N": "sources", "J": "coupling", "T": "temperature"}
"""Short names that a formula may use beside the long ones."""

_KNOWN = ("sqrt", "pi", "exp", "log")
_PLAIN = re.compile(r"[0-9]+(\.[0-9]*)?", re.ASCII)


def parameters_in(formula: str, argument: str, allowed: tuple[str, ...]) -> frozenset[str]:
    """The parameters a formula uses.

    Raises:
        InputError: outside the grammar, or a name that is no parameter.

    >>> sorted(parameters_in("J/sqrt(N)", "[tied] gamma", ("sources", "coupling")))
    ['coupling', 'sources']
    """
    try:
        names = [token for token in tokens(formula) if token[0].isalpha() or token[0] == "_"]
    except NoExactNumber as error:
        raise InputError(argument, f"does not read {shown(formula)}: {error.reason}.") from None
    found = {NAMES.get(name, name) for name in names if name not in _KNOWN}
    for name in sorted(found):
        if name not in allowed:
            raise InputError(argument, f"uses {shown(name)}, which is no parameter: write one of {', '.join(allowed)}, or N, J, T.")
    return frozenset(found)


def in_order(formulas: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """The tied parameters, each after those it uses; `formulas` says what each uses.

    >>> in_order({"gamma": frozenset({"omega"}), "omega": frozenset({"sources"})})
    ('omega', 'gamma')
    """
    done: list[str] = []
    while len(done) < len(formulas):
        ready = [name for name, used in formulas.items() if name not in done and not (used & formulas.keys()) - set(done)]
        if not ready:
            left = [name for name in formulas if name not in done]
            raise InputError(f"[tied] {left[0]}", f"is tied to itself through {', '.join(left)}: give one of them a value.")
        done += ready
    return tuple(done)


def tied_value(formula: str, values: Mapping[str, Exact | None], argument: str) -> Exact:
    """The value of a formula at a point; it reads as the formula with numbers for names.

    Raises:
        InputError: an infinite parameter, a division by zero, a root or logarithm outside its domain.

    >>> str(tied_value("1/sqrt(N) + J", {"sources": exact(6), "coupling": exact("-2/5")}, "[tied] gamma"))
    '1/sqrt(6) + (-2/5)'
    """

    def written(match: re.Match[str]) -> str:
        name = NAMES.get(match.group(), match.group())
        if name not in values:
            return match.group()
        value = values[name]
        if value is None:
            raise InputError(argument, f"is tied to {name}, which is oo at a point: leave oo out, or give it a value.")
        text = str(value)
        return text if _PLAIN.fullmatch(text) else f"({text})"

    return exact(re.sub(r"[A-Za-z_][A-Za-z_0-9]*", written, formula), argument)
