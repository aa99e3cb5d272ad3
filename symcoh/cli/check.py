"""`symcoh check`: to which order is a user's formula right?"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from ..errors import InputError
from .options import choice, text_option, whole_number
from .output import emit

if TYPE_CHECKING:
    from ..checking.question import Answer
    from ..exactnumbers import Exact

EPSILON = "1/100"
"""The relative error of --bound where none is given."""

EXIT = {"correct": 0, "wrong": 1, "undecided": 3}


class _Command(click.Command):
    """`--bound` may stand alone, and takes a value after = only: a formula may follow it."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """A lone --bound gets its value before Click reads on."""
        end = args.index("--") if "--" in args else len(args)
        return super().parse_args(ctx, [f"--bound={EPSILON}" if a == "--bound" else a for a in args[:end]] + args[end:])


@click.command(
    "check",
    cls=_Command,
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
@text_option(
    "--bound",
    help="Prove a range of the limit's variable in which the formula is right to within this relative error, 1/100 where only "
    "--bound is given; every other parameter given.",
    metavar="[=X]",
)
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
    bound: str | None,
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
    from ..exactnumbers import exact
    from .derive import OPTIONS

    shape = choice(output_format, "--format", ("text", "json"))
    if limit is None:
        raise InputError("--limit", 'is required: give one such as "beta -> 0".')
    typed = {"N": sources, "omega": omega, "omega_a": omega_a, "gamma": gamma, "J": coupling, "beta": beta, "T": temperature}
    relative = None if bound is None else exact(bound, "--bound")
    last = None if order is None else whole_number(order, "--order", 0)
    try:
        answer = check(formula, limit=limit, hold=hold, quantity=quantity, order=last, bound=relative, **_given(typed))
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
    "bound": "--bound",
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
    found: dict[str, Any] = {
        "quantity": answer.quantity,
        "agrees_through": answer.agrees_through,
        "first_difference": answer.first_difference,
        "verdict": answer.verdict,
        "proved": answer.proved,
        "valid_for": answer.valid_for,
        "because": answer.because,
    }
    if answer.bound is not None:
        found["bound"] = {"relative_error": answer.bound.relative_error, "range": answer.bound.range}
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
    if answer.bound is not None:
        lines.append(f"Proved: |C - formula| <= {answer.bound.relative_error} C for every {answer.bound.range}.")
    return "\n".join(lines) + "\n"
