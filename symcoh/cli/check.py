"""`symcoh check`: to which order is a user's formula right?"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from ..errors import InputError
from .options import format_option, text_option
from .output import emit
from .parameters import FLAGS, TEMPERATURES, Given, model, other_sources
from .paramtypes import Exact, Text, Whole, quantities

if TYPE_CHECKING:
    from ..checking.question import Answer
    from ..exactnumbers import Exact as ExactNumber

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
    "range: J of either sign, N odd and even, the others positive. --model and "
    "--sources-model ask of other sources. Exit code 0 correct, 1 wrong, 3 undecided.",
)
@click.argument("formula")
@text_option("--limit", help='Such as "beta -> 0" or "T -> oo"; two, separated by ;, run left to right.', metavar="LIMIT")
@text_option("--hold", help='A combination held fixed: "K = beta*J".', metavar="NAME=X")
@text_option(
    "--quantity", help="What the formula is for; most others need -N.  [default: coherence]", metavar="NAME", type=Text(quantities)
)
@text_option("--order", help="Check up to this power.", metavar="INT", type=Whole(0))
@text_option(
    "--bound",
    help="Prove a range of the limit's variable in which the formula is right to within this relative error, 1/100 where only "
    "--bound is given; every other parameter given.",
    metavar="[=X]",
    type=Exact(),
)
@other_sources("Other sources than the ring, N given, up to 14, with exact levels", "all parameters but beta or T")
@model(free=True, help={"beta": "Inverse temperature.", "T": "Temperature, in the place of --beta."})
@format_option("text", "json", help="text or json.")
def command(
    formula: str,
    given: Given,
    limit: str | None,
    output_format: str,
    sources: str | None,
    J_xy: ExactNumber | None,
    model_file: str | None,
    **asked: Any,
) -> int:
    """Check, print the verdict."""
    from ..checking.ask import check
    from ..exactnumbers import exact

    if limit is None:
        raise InputError("--limit", 'is required: give one such as "beta -> 0".')
    asked |= {name: exact(value) for name, value in given.values.items()}
    if model_file is not None:
        _from_file(asked, given, limit, model_file, sources, J_xy)
    elif sources not in (None, "ring") or J_xy is not None:
        _with_sources(asked, given, sources or "ring", J_xy)
    try:
        answer = check(formula, limit=limit, **asked)
    except InputError as error:
        typed = _OPTIONS.get(error.argument.strip("`"))
        raise error.renamed(typed) if typed else error from None
    emit(_json(answer) if output_format == "json" else _text(answer))
    return EXIT[answer.verdict]


def _with_sources(asked: dict[str, Any], given: Given, name: str, J_xy: ExactNumber | None) -> None:
    """The system of a name in the place of N and J."""
    from ..model import NOT_GIVEN, named_system
    from ..sources.registry import accepted, system_class

    couplings = [key for key in ("J", "J_xy") if key in accepted(system_class(name))]
    values = {"N": given.values.get("N"), "J": given.values.get("J"), "J_xy": J_xy}
    for key in ("N", *couplings):
        if values[key] is None:
            raise InputError(FLAGS[key], f"is required for {name} sources, whose levels are compared: give a number.")
    found = named_system(name, given.values["N"], asked.pop("J", NOT_GIVEN), NOT_GIVEN if J_xy is None else J_xy)
    del asked["N"]
    asked["sources"] = found


def _from_file(asked: dict[str, Any], given: Given, limit: str, path: str, sources: str | None, J_xy: ExactNumber | None) -> None:
    """What a file says, but for the variable of the limit.

    Raises:
        InputError: a parameter beside the file, or a model that is not uniform with the target of the paper.
    """
    from pathlib import Path

    from ..model_file import read_named_file

    others = [name for name in given.typed if name not in TEMPERATURES]
    others += [name for name, value in (("sources_model", sources), ("J_xy", J_xy)) if value is not None]
    if others:
        raise InputError(FLAGS[others[0]], "belongs to the file where --model is given: leave it out.")
    one = read_named_file(Path(path))
    if len(one.baths) > 1 or one.baths[0].coupling is not None or not (one.target.plain and one.units.natural and one.sources.uniform):
        rule = "must hold one bath with one gamma and one omega_a, and the target of the paper in natural units, for check"
        raise InputError("--model", f"{rule}: compare any other model with values of evaluate.")
    variable = limit.partition("->")[0].strip()
    asked |= {name: getattr(one, name) for name in ("omega", "omega_a", "gamma") if name != variable}
    asked |= {"N": exact_number(one.N), "J": one.J} if one.is_ring else {"sources": one.sources}


def exact_number(value: int) -> ExactNumber:
    """A whole number as an exact one."""
    from ..exactnumbers import rational

    return rational(value)


_OPTIONS = {"formula": "FORMULA", **{name: f"--{name}" for name in ("limit", "hold", "quantity", "order", "bound")}, **FLAGS}


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
