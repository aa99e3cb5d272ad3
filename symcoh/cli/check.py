"""`symcoh check`: to which order is a user's formula right?"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from ..errors import InputError
from .options import choice, text_option, whole_number
from .output import emit

if TYPE_CHECKING:
    from ..checking.question import Answer
    from ..exactnumbers import Exact

EXIT = {"correct": 0, "wrong": 1, "undecided": 3}


@click.command(
    "check",
    short_help="Check a formula of your own against certified values.",
    help="Say to which order FORMULA agrees with the coherence in a limit, and which coefficient is the first to differ.\n\n"
    "Names: N, omega, omega_a, gamma, J, beta, T; functions: sqrt exp log cosh sinh tanh coth. The formula may begin with "
    "'coherence =' and end with '+ O(beta**4)', as `symcoh derive` prints it. A parameter that is not given stands for its whole "
    "range: J of either sign, N odd and even, the others positive. Exit code 0 correct, 1 wrong, 3 undecided.",
)
@click.argument("formula")
@text_option("--limit", help='Such as "beta -> 0" or "T -> oo"; two, separated by ;, run left to right.', metavar="LIMIT")
@text_option("--hold", help='A combination held fixed: "K = beta*J".', metavar="NAME=X")
@text_option("--quantity", help="What the formula is for; the others need -N.  [default: coherence]", metavar="NAME")
@text_option("--order", help="Check up to this power.", metavar="INT")
@text_option("-N", "--sources", help="Number of sources.", metavar="INT")
@text_option("--omega", help="Gap of the target.", metavar="X")
@text_option("--omega-a", help="Gap of a source.", metavar="X")
@text_option("--gamma", help="Target-source coupling.", metavar="X")
@text_option("-J", "--coupling", help="Intersource coupling.", metavar="X")
@text_option("--beta", help="Inverse temperature.", metavar="X")
@text_option("-T", "--temperature", help="Temperature, in the place of --beta.", metavar="X")
@text_option("--format", "output_format", default="text", help="text or json.", metavar="NAME")
def command(
    formula: str,
    limit: str | None,
    hold: str | None,
    quantity: str | None,
    order: str | None,
    sources: str | None,
    omega: str | None,
    omega_a: str | None,
    gamma: str | None,
    coupling: str | None,
    beta: str | None,
    temperature: str | None,
    output_format: str | None,
) -> int:
    """Read, check, print the verdict."""
    from ..checking.ask import check
    from .derive import OPTIONS

    shape = choice(output_format, "--format", ("text", "json"))
    if limit is None:
        raise InputError("--limit", 'is required: give one such as "beta -> 0".')
    typed = {"N": sources, "omega": omega, "omega_a": omega_a, "gamma": gamma, "J": coupling, "beta": beta, "T": temperature}
    last = None if order is None else whole_number(order, "--order", 0)
    try:
        answer = check(formula, limit=limit, hold=hold, quantity=quantity, order=last, **_given(typed))
    except InputError as error:
        name = error.argument.strip("`")
        raise error.renamed(_OPTIONS.get(name) or OPTIONS[name]) if name in (OPTIONS | _OPTIONS) else error from None
    emit(_json(answer) if shape == "json" else _text(answer))
    return EXIT[answer.verdict]


_OPTIONS = {
    "formula": "FORMULA",
    "limit": "--limit",
    "hold": "--hold",
    "order": "--order",
    "quantity": "--quantity",
    "T": "-T/--temperature",
}


def _given(typed: dict[str, str | None]) -> dict[str, Exact]:
    from ..exactnumbers import exact
    from .derive import OPTIONS

    found: dict[str, Exact] = {}
    for name, text in typed.items():
        if text is not None:
            option = _OPTIONS.get(name) or OPTIONS[name]
            found[name] = exact(whole_number(text, option, 1)) if name == "N" else exact(text, option)
    return found


def _json(answer: Answer) -> str:
    found = {
        "quantity": answer.quantity,
        "agrees_through": answer.agrees_through,
        "first_difference": answer.first_difference,
        "verdict": answer.verdict,
        "proved": answer.proved,
        "valid_for": answer.valid_for,
        "because": answer.because,
    }
    return json.dumps(found) + "\n"


def _text(answer: Answer) -> str:
    how = "" if answer.verdict == "undecided" else " (proved)" if answer.proved else " (measured)"
    lines = [f"verdict: {answer.verdict}{how}"]
    if answer.agrees_through == "oo":
        lines.append("agrees in every power")
    elif answer.verdict != "undecided":
        lines.append("agrees in no power" if answer.agrees_through is None else f"agrees through power {answer.agrees_through}")
    if answer.first_difference is not None:
        found = answer.first_difference
        lines.append(f"first difference at power {found['power']}: given {found['given']}, should be {found['should_be']}")
    lines += [f"valid for {answer.valid_for}", answer.because]
    return "\n".join(lines) + "\n"
