"""`symcoh equation`: one numbered equation, what it assumes, and where it is proved."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import click

from ..errors import InputError, shown
from ..marks import plain as unmarked
from .fragments import Layout, fragment_options
from .options import format_option
from .output import emit
from .paramtypes import Text
from .words import equations

if TYPE_CHECKING:
    from ..ledger import Counterexample, Entry


@click.command(
    "equation",
    short_help="An equation: statement, assumptions, status, proof.",
    help="Show equation NUMBER (1 to 89, a line such as 27a, or B1, B2, ... for results beyond the paper): the statement, "
    "sufficient assumptions, status, where it is derived and how it is attacked. Several numbers and ranges, 29-31 42 45, are shown one "
    "behind the other; JSON is a list then.",
)
@click.argument("numbers", nargs=-1, required=True, metavar="NUMBER...", type=Text(equations))
@format_option("text", "latex", "json", help="text, latex or json.")
@fragment_options
def command(numbers: tuple[str, ...], output_format: str, layout: Layout) -> None:
    """Find the entries of the numbers and print them."""
    layout.check(output_format)
    from ..ledger import find

    wanted = [number for text in numbers for number in _numbers(text)]
    found = [entry for number in wanted for entry in find(number)]
    if output_format == "json":
        objects = [_object(number) for number in wanted]
        emit(json.dumps(objects[0] if len(objects) == 1 else objects, indent=2, ensure_ascii=False) + "\n")
    elif output_format == "latex":
        from ..latex.printer import entry_fragment, entry_latex

        prefix = f"eq:{layout.label}-" if layout.label else "eq:"
        parts = (entry_fragment(entry, prefix + entry.number, layout.line) if layout.fragment else entry_latex(entry) for entry in found)
        emit("\n".join(parts) + "\n")
    else:
        emit("\n".join(as_text(entry) for entry in found))


def _numbers(text: str) -> list[str]:
    """The numbers of a range, 29-31, or the one number.

    Raises:
        InputError: a range that ends before it begins.

    >>> _numbers("29-31"), _numbers("27a")
    (['29', '30', '31'], ['27a'])
    """
    match = re.fullmatch(r"\(?([0-9]{1,2})\)?-\(?([0-9]{1,2})\)?", text.strip())
    if match is None:
        return [text]
    first, last = int(match[1]), int(match[2])
    if first > last:
        raise InputError("NUMBER", f"is {shown(text)}, a range that ends before it begins: write {last}-{first}.")
    return [str(number) for number in range(first, last + 1)]


def _object(number: str) -> dict[str, Any]:
    from ..ledger import find

    rows = [as_json(entry) for entry in find(number)]
    return rows[0] if len(rows) == 1 else _joined(number, rows)


def as_text(entry: Entry) -> str:
    """The entry as a page of text."""
    from ..ledger.text import attacked_by, plain, statement_text

    lines = [f"({entry.number})  {entry.title}   [{entry.section}]", ""]
    lines += [f"    {statement_text(statement)}" for statement in entry.statements]
    lines += ["", "assumptions  " + "; ".join(entry.assumptions), f"source       {entry.source}", f"status       {entry.status}"]
    if entry.derivation:
        lines.append(f"derived      symcoh derive {entry.derivation}")
    for one in entry.counterexamples:
        where = ", ".join(f"{name} = {value}" for name, value in one.values.items())
        lines.append(f"refuted      {one.refutes}")
        lines.append(f"             at {where}: {plain(one.statement.lhs)} {one.statement.relation} {plain(one.statement.rhs)}")
    if entry.missing:
        lines.append(f"missing      {entry.missing}")
    if entry.note:
        lines.append(f"note         {entry.note}")
    lines.append(f"attacked by  {attacked_by(entry)}")
    return unmarked("\n".join(lines)) + "\n"


def as_json(entry: Entry) -> dict[str, Any]:
    """The entry as a JSON object."""
    from ..latex.printer import entry_latex
    from ..ledger.text import attacked_by, statement_source

    sources = [statement_source(statement) for statement in entry.statements]
    return {
        "number": entry.number,
        "title": unmarked(entry.title),
        "section": unmarked(entry.section),
        "latex": entry_latex(entry),
        "sympy": sources[0] if len(sources) == 1 else sources,
        "assumptions": list(map(unmarked, entry.assumptions)),
        "status": entry.status,
        "derivation": entry.derivation,
        "attacked_by": attacked_by(entry),
        "source": unmarked(entry.source),
        "systems": list(entry.sampler.systems),
        "counterexample": None if entry.counterexample is None else _refuted(entry.counterexample),
        "failures": [_refuted(one) for one in entry.failures],
        "missing": entry.missing and unmarked(entry.missing),
        "note": entry.note and unmarked(entry.note),
    }


def _refuted(counterexample: Counterexample) -> dict[str, Any]:
    """A counterexample as a JSON object; for the ring its system goes without saying."""
    from ..ledger.text import statement_source

    found = {
        "refutes": unmarked(counterexample.refutes),
        "at": dict(counterexample.values),
        "sympy": statement_source(counterexample.statement),
    }
    return found if counterexample.system == "ring" else found | {"system": counterexample.system}


def _joined(number: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Several lines of one number: the fields joined, and each line under `entries`."""

    def same(name: str) -> Any:
        values = [row[name] for row in rows]
        return values[0] if all(value == values[0] for value in values) else values

    return {
        "number": number.strip().strip("()"),
        "title": "; ".join(dict.fromkeys(row["title"] for row in rows)),
        "latex": "\n".join(row["latex"] for row in rows),
        "sympy": [row["sympy"] for row in rows],
        "assumptions": list(dict.fromkeys(text for row in rows for text in row["assumptions"])),
        "status": same("status"),
        "derivation": same("derivation"),
        "attacked_by": [row["attacked_by"] for row in rows],
        "entries": rows,
    }
