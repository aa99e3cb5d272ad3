"""`symcoh check`: to which order is a user's formula right?"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import click

from ..errors import InputError, SymcohError, shown
from .options import choice, text_option, whole_number
from .output import emit

if TYPE_CHECKING:
    from ..attack.agreement import Answer, Question
    from ..exactnumbers import Exact

EXIT = {"correct": 0, "wrong": 1, "undecided": 3}
_ARROW = re.compile(r"\s*([A-Za-z_]+)\s*->\s*(-?[A-Za-z0-9]+)\s*")
_EQUALS = re.compile(r"\s*([A-Za-z_][A-Za-z_0-9]*)\s*=(.*)")


@click.command(
    "check",
    short_help="Check a formula of your own against certified values.",
    help="Say to which order FORMULA agrees with the coherence in a limit, and which coefficient is the first to differ.\n\n"
    "Names: N, omega, omega_a, gamma, J, beta; functions: sqrt exp log cosh sinh tanh coth. A parameter that is not given stays "
    "a symbol. Exit code 0 correct, 1 wrong, 3 undecided.",
)
@click.argument("formula")
@text_option("--limit", help='Such as "beta -> 0"; several, separated by ;, run left to right.', metavar="LIMIT")
@text_option("--hold", help='A combination held fixed, such as "K = beta*J".', metavar="NAME=X")
@text_option("--order", help="Check up to this power.", metavar="INT")
@text_option("-N", "--sources", help="Number of sources.", metavar="INT")
@text_option("--omega", help="Gap of the target.", metavar="X")
@text_option("--omega-a", help="Gap of a source.", metavar="X")
@text_option("--gamma", help="Target-source coupling.", metavar="X")
@text_option("-J", "--coupling", help="Intersource coupling.", metavar="X")
@text_option("--beta", help="Inverse temperature.", metavar="X")
@text_option("--format", "output_format", default="text", help="text or json.", metavar="NAME")
def command(
    formula: str,
    limit: str | None,
    hold: str | None,
    order: str | None,
    sources: str | None,
    omega: str | None,
    omega_a: str | None,
    gamma: str | None,
    coupling: str | None,
    beta: str | None,
    output_format: str | None,
) -> int:
    """Read, check, print the verdict."""
    from ..attack.agreement import check_formula

    shape = choice(output_format, "--format", ("text", "json"))
    typed = {"N": sources, "omega": omega, "omega_a": omega_a, "gamma": gamma, "J": coupling, "beta": beta}
    answer = check_formula(_question(formula, limit, hold, order, typed), _known)
    emit(_json(answer) if shape == "json" else _text(answer))
    return EXIT[answer.verdict]


def _question(formula: str, limit: str | None, hold: str | None, order: str | None, typed: dict[str, str | None]) -> Question:
    from ..attack.agreement import Question
    from ..attack.formula import read_formula
    from .derive import OPTIONS

    held, limits, given = _hold(hold), _limits(limit), _given(typed)
    for name, _ in limits:
        if name in given:
            raise InputError(OPTIONS[name], f"is the variable of --limit: leave {OPTIONS[name]} out.")
    return Question(
        formula=read_formula(formula, "FORMULA", () if held is None else (held[0],)),
        limits=limits,
        hold=held,
        given=given,
        order=None if order is None else whole_number(order, "--order", 0),
    )


def _limits(text: str | None) -> tuple[tuple[str, str], ...]:
    if text is None:
        raise InputError("--limit", 'is required: give one such as "beta -> 0".')
    found = []
    for part in text.split(";"):
        match = _ARROW.fullmatch(part)
        if match is None:
            raise InputError("--limit", f'must look like "beta -> 0", but is {shown(part)}.')
        found.append(("beta", "oo") if match.groups() == ("T", "0") else (match.group(1), match.group(2)))
    if len(found) > 2:
        raise InputError("--limit", "may hold two limits at most.")
    return tuple(found)


def _hold(text: str | None) -> tuple[str, Any] | None:
    if text is None:
        return None
    from ..attack.formula import NAMES, read_formula

    match = _EQUALS.fullmatch(text)
    if match is None:
        raise InputError("--hold", f'must look like "K = beta*J", but is {shown(text)}.')
    if match.group(1) in NAMES:
        raise InputError("--hold", f"must introduce a new name such as K, but {match.group(1)} is a name of the model.")
    return match.group(1), read_formula(match.group(2), "--hold")


def _given(typed: dict[str, str | None]) -> dict[str, Exact]:
    from ..exactnumbers import exact
    from ..model import nonnegative
    from .derive import OPTIONS

    found: dict[str, Exact] = {}
    for name, text in typed.items():
        if text is not None:
            option = OPTIONS[name]
            found[name] = (
                exact(whole_number(text, option, 1))
                if name == "N"
                else nonnegative(text, option)
                if name in ("omega", "beta")
                else exact(text, option)
            )
    return found


def _known(name: str, order: int, given: dict[str, Exact]) -> Any:
    """The expansion of an installed derivation to this order, or None where it has none at these parameters."""
    import inspect

    from ..proofs import installed, loaded

    point = installed().get(name)
    if point is None:
        return None
    function = loaded(point)
    accepted = inspect.signature(function).parameters
    values: dict[str, Any] = {key: value.integer if key == "N" else value for key, value in given.items() if key in accepted}
    try:
        return function(order=max(order, 2), **values).expansion
    except SymcohError:
        return None  # the derivation does not reach this order: the measured slope stands alone


def _json(answer: Answer) -> str:
    found = {
        "agrees_through": answer.agrees_through,
        "first_difference": answer.first_difference,
        "verdict": answer.verdict,
        "proved": answer.proved,
        "valid_for": answer.valid_for,
    }
    return json.dumps(found) + "\n"


def _text(answer: Answer) -> str:
    how = "" if answer.verdict == "undecided" else " (proved by the known series)" if answer.proved else " (measured)"
    lines = [f"verdict: {answer.verdict}{how}"]
    if answer.first_difference is not None:
        lines.append(f"agrees through power {answer.agrees_through}" if answer.agrees_through is not None else "agrees in no power")
    if answer.first_difference is not None:
        found = answer.first_difference
        lines.append(f"first difference at power {found['power']}: given {found['given']}, should be {found['should_be']}")
    if answer.valid_for is not None:
        lines.append(f"the known series is valid for {answer.valid_for}")
    lines.append(answer.because)
    return "\n".join(lines) + "\n"
