"""`symcoh derive`: the derivations that are installed, and one of them with every step.

The module of a derivation may name EQUATIONS, LIMIT and VARIABLE for the list.
"""

from __future__ import annotations

import inspect
import json
import re
import sys
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from typing import TYPE_CHECKING, Any

import click

from ..derivation_registry import installed, loaded, title
from ..derived import Derivation, Expansion, Term
from ..errors import InputError, shown
from ..marks import plain
from .fragments import Layout, fragment_options
from .options import choice, format_option, text_option
from .output import emit
from .parameters import FLAGS, Given, model, other_sources
from .paramtypes import Exact, Text, Whole, Word, quantities
from .words import derivations

if TYPE_CHECKING:
    from ..convergence import RangeBound

OPTIONS = {
    **FLAGS,
    "order": "--order",
    "K": "-K/--reduced-coupling",
    "parity": "--parity",
    "quantity": "--quantity",
    "variable": "--variable",
    "sources": "--sources-model",
    "J_xy": "--coupling-xy",
    "model": "--model",
}
"""Argument of a derivation -> what the user types."""

ANY_SOURCES = ("high-temperature",)
"""Derivations that take other sources than the ring."""


@click.command(
    "derive",
    short_help="Derive a series or a statement, every step checked.",
    help="List the derivations, or run NAME: its claim, each step with why it holds and how it was checked, and its series.\n\n"
    "A parameter that is not given stays a symbol, N too. Numbers X are exact: 0.7 is 7/10; + - * / ** ( ) sqrt pi exp log are "
    "understood.",
)
@click.argument("name", required=False, type=Text(derivations))
@text_option("--order", help="Last power kept in a series; each derivation has an order of its own.", metavar="INT", type=Whole(0))
@model(free=True, temperature=("beta",), help={"beta": "Inverse temperature, where it is not the variable."})
@text_option("-K", "--reduced-coupling", "K", help="K = beta*J, where that is held fixed.", metavar="X", type=Exact())
@text_option(
    "--parity", help="odd or even, of an N that is a symbol, where the series depends on it.", metavar="NAME", type=Word(("odd", "even"))
)
@text_option(
    "--quantity", help="What the series is of, where there are others.  [default: coherence]", metavar="NAME", type=Text(quantities)
)
@text_option("--variable", help="beta, or T for powers of 1/T.", metavar="NAME", type=Word(("beta", "T")))
@other_sources("Other sources than the ring, N given", "all parameters")
@click.option("--bound", is_flag=True, help="Prove a bound of the error over a range that --at ends; every parameter given.")
@text_option("--at", help='Where that range ends, such as "beta=1/10".', metavar="NAME=X")
@format_option("text", "latex", "json", help="text, latex or json.")
@text_option("--style", help="appendix (latex unless given) or steps.", metavar="NAME", type=Word(("appendix", "steps")))
@fragment_options
def command(
    name: str | None, given: Given, output_format: str, bound: bool, at: str | None, style: str | None, layout: Layout, **others: object
) -> None:
    """Derive, print."""
    layout.check(output_format)
    if style == "appendix" and output_format != "latex":
        raise InputError("--style", "appendix goes with --format latex: text and json show every step.")
    values = {argument: value for argument, value in others.items() if value is not None} | dict(given.values)
    if name is None:
        if values or bound or at:
            first = OPTIONS[next(iter(values))] if values else "--bound" if bound else "--at"
            raise InputError("NAME", f"is required with {first}: `symcoh derive` alone lists the names.")
        emit(_listing(choice(output_format, "--format", ("text", "json"))))
        return
    _with_sources(name, values, bound)
    point = _point(bound, at, output_format)
    if bound:
        _check_bounded(name, values)
    from ..decimals import long_integers

    with long_integers():
        result = _run(name, values)
        proved = None if point is None else _proved(result, values, point)
        if output_format == "latex":
            emit(_latex_of(result, style or "appendix", layout))
        else:
            emit(json_of(result, proved) if output_format == "json" else text_of(result) + _bound_text(proved))


def _with_sources(name: str, values: dict[str, Any], bound: bool) -> None:
    """Read the file of --model; refuse sources where a derivation, or its bound, is the ring's alone."""
    if values.get("sources") == "ring":
        del values["sources"]
    typed = next((argument for argument in ("sources", "J_xy", "model", "model_file") if argument in values), None)
    if typed is None:
        return
    option = "--model" if typed == "model_file" else OPTIONS[typed]
    if name not in ANY_SOURCES:
        raise InputError(
            option, f"is for `symcoh derive {', '.join(ANY_SOURCES)}`, but {_found(name).name} is about the ring: leave it out."
        )
    if bound:
        raise InputError("--bound", f"is known for the ring alone: leave out {option}.")
    if "model_file" in values:
        from pathlib import Path

        from ..model_file import read_named_file

        values["model"] = read_named_file(Path(values.pop("model_file")))


def _point(bound: bool, at: str | None, shape: str) -> tuple[str, Any] | None:
    if not bound:
        if at is not None:
            raise InputError("--at", "goes with --bound alone: give --bound too.")
        return None
    if shape == "latex":
        raise InputError("--bound", "goes with --format text or json.")
    from ..certificates.proved_remainder import read_point

    return read_point(at)


def _check_bounded(name: str, values: dict[str, Any]) -> None:
    """A proved remainder is of the coherence, in the variable of its derivation, of a ring that is not too long."""
    from ..convergence import check_bounded_sources
    from ..exactnumbers import exact

    for argument, usual in (("quantity", "coherence"), ("variable", "beta")):
        if values.get(argument, usual) != usual:
            raise InputError("--bound", f"is known for the coherence in powers of beta alone: leave out {OPTIONS[argument]}.")
    number = exact(values["N"]).integer if "N" in values else None
    if number is not None:
        check_bounded_sources(name, number)


def _proved(result: Derivation, values: dict[str, Any], point: tuple[str, Any]) -> RangeBound:
    from ..certificates.proved_remainder import proved_remainder
    from ..exactnumbers import exact

    given = {name: exact(value) for name, value in values.items() if name not in ("order", "parity", "quantity", "variable")}
    return proved_remainder(result.name, result.expansion, given, point)


def _bound_text(proved: RangeBound | None) -> str:
    return "" if proved is None else f"\nProved: |C - series| <= {proved.error} for every {proved.range}.\n"


def _run(name: str, values: dict[str, Any]) -> Derivation:
    """The result of the derivation, its complaints under the names of the options."""
    function = loaded(_found(name))
    accepted = inspect.signature(function).parameters
    if values.get("quantity") == "coherence" and "quantity" not in accepted:
        del values["quantity"]
    for argument in values:
        if argument not in accepted:
            raise InputError(OPTIONS[argument], f"is no parameter of {name}: leave it out.")
    try:
        return function(**values)
    except InputError as error:
        typed = OPTIONS.get(error.argument.strip("`"))
        raise error.renamed(typed) if typed else error from None


def _found(name: str) -> EntryPoint:
    known = installed()
    if name not in known:
        from difflib import get_close_matches

        near = get_close_matches(name, known, 1)
        raise InputError("NAME", f"is {shown(name)}, no derivation: " + (f"did you mean {near[0]}?" if near else "see `symcoh derive`."))
    return known[name]


def _listing(shape: str) -> str:
    rows = [_row(point) for point in installed().values()]
    if shape == "json":
        return json.dumps([row | {"equations": list(row["equations"])} for row in rows], indent=2, ensure_ascii=False) + "\n"
    cells = [("NAME", "EQUATIONS", "LIMIT", "VARIABLE", "TITLE")]
    cells += [(row["name"], _short(row["equations"]), row["limit"] or "-", row["variable"] or "-", row["title"]) for row in rows]
    widths = [max(len(line[i]) for line in cells) for i in range(4)]
    return printable("".join("  ".join([*(c.ljust(w) for c, w in zip(line[:4], widths, strict=True)), line[4]]) + "\n" for line in cells))


def _row(point: EntryPoint) -> dict[str, Any]:
    module = inspect.getmodule(loaded(point))
    text = (module and module.__doc__) or ""
    found = getattr(module, "EQUATIONS", None) or dict.fromkeys(re.findall(r"\(([0-9]+[a-f]?)\)", text))
    return {
        "name": point.name,
        "equations": tuple(found),
        "limit": getattr(module, "LIMIT", None),
        "variable": getattr(module, "VARIABLE", None),
        "title": plain(title(point)),
    }


def _short(equations: tuple[str, ...]) -> str:
    """(25),(30) or, for many, the first and the last.

    >>> _short(("25", "30")), _short(tuple(str(n) for n in range(58, 68)))
    ('(25),(30)', '(58)-(67)')
    """
    if len(equations) > 6:
        return f"({equations[0]})-({equations[-1]})"
    return ",".join(f"({e})" for e in equations) or "-"


def json_of(result: Derivation, proved: RangeBound | None = None) -> str:
    """The object of the documentation: the series, or the statement and the steps where there is none; with a proved bound, that too."""
    series = result.expansion
    found: dict[str, Any] = {"derivation": result.name}
    if series is None:
        steps = [
            {"claim": plain(s.claim), "because": plain(s.because), "check": s.check.kind, "outcome": plain(s.check.outcome)}
            for s in result.steps
        ]
        found |= {"statement": plain(result.claim), "steps": steps, "remainder_power": None}
    else:
        found |= {"quantity": series.quantity, "variable": str(series.variable), "terms": [_term(term) for term in series.terms]}
        found |= {"remainder_power": str(series.remainder_power), "valid_for": series.valid_for}
    if proved is not None:
        found["bound"] = {"at": proved.at, "range": proved.range, "error": proved.error}
    return json.dumps(found | {"equations": list(result.equations)}, indent=2) + "\n"


def _term(term: Term) -> dict[str, str]:
    exponent = {} if term.exponent is None else {"exponent": str(term.exponent)}
    return {"power": str(term.power), "coefficient": str(term.coefficient)} | exponent


def text_of(result: Derivation) -> str:
    """Claim, assumptions, steps and series as plain text."""
    equations = ", ".join(f"({number})" for number in result.equations)
    lines = [f"{result.name}  {equations}".rstrip(), "", "Claim", f"  {result.claim}", "", "Assumptions"]
    lines += [f"  - {assumption}" for assumption in result.assumptions]
    lines += ["", "Steps"]
    for number, step in enumerate(result.steps, 1):
        lines += [f"  {number}. {step.claim}", f"     Why: {step.because}", f"     Checked by {step.check.kind}: {step.check.outcome}."]
    if result.expansion is not None:
        lines += ["", "Series", *(f"  {line}" for line in _series_text(result.expansion))]
    return printable(plain("\n".join(lines)) + "\n")


def _series_text(series: Expansion) -> Iterator[str]:
    lead = f"{series.quantity} ="
    for term in series.terms:
        text = f"({term.coefficient})" if term.coefficient.is_Add else str(term.coefficient)
        if text.startswith("-") and lead == "  +":
            lead, text = "  -", text[1:]
        factors = [text]
        if term.power != 0:
            factors.append(str(series.variable**term.power))
        if term.exponent:
            factors.append(f"exp({term.exponent})")
        yield f"{lead} {' * '.join(factors)}"
        lead = "  +"
    yield f"{lead} O({series.variable**series.remainder_power})"
    yield f"valid for {series.valid_for}"


def _latex_of(result: Derivation, style: str, layout: Layout) -> str:
    from ..latex.derivation import derivation_document, derivation_fragment

    heading = title(_found(result.name))
    if layout.fragment:
        return derivation_fragment(result, heading, style, label=layout.label or "", line=layout.line)
    return derivation_document(result, heading, style)


def printable(text: str) -> str:
    """The text as standard output can write it: escapes for what its encoding lacks."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)
