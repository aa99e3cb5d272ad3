"""Directives that print the project's own data: `nomenclature`, `quantities`, `derivations` as tables, `equation` as displays."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from contextlib import redirect_stdout
from io import StringIO

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from symcoh.derivation_registry import installed, title
from symcoh.exact.symbols import NOMENCLATURE
from symcoh.latex.formula import inline
from symcoh.latex.printer import statement_latex
from symcoh.ledger import entries, find
from symcoh.ledger.entry import Entry
from symcoh.marks import pieces
from symcoh.observables import LIMITS, OBSERVABLES, SHARED


def prose(text: str) -> str:
    """Text that Markdown must not read as a tag or as a column."""
    return text.replace("<", "&lt;").replace("|", "\\|")


def sentence(text: str) -> str:
    """Text with marked formulas, in Markdown."""
    return "".join(inline(part).replace("|", r"\vert ") if formula else prose(part) for part, formula in pieces(text))


class Table(SphinxDirective):
    """A Markdown table of `columns` and `rows()`."""

    columns: Sequence[str]

    def rows(self) -> Iterable[Sequence[str]]:
        """The cells, in Markdown."""
        raise NotImplementedError

    def run(self) -> list[nodes.Node]:
        """Parse the table where the directive stands."""
        rows = [self.columns, ["---"] * len(self.columns), *self.rows()]
        lines = ["| " + " | ".join(row) + " |" for row in rows]
        return self.parse_text_to_nodes(StringList(lines, source=type(self).__name__))


class Nomenclature(Table):
    """The one symbol table."""

    columns = ("Symbol", "Python", "Unit", "Domain", "Equation", "Meaning")

    def rows(self) -> Iterable[Sequence[str]]:
        """One row for each entry of `symcoh.exact.symbols.NOMENCLATURE`."""
        for entry in NOMENCLATURE:
            yield f"${entry.latex}$", f"`{entry.name}`", entry.unit, f"`{entry.domain}`", f"({entry.equation})", sentence(entry.meaning)


class Quantities(Table):
    """What `evaluate` can be asked for."""

    columns = ("Name", "Quantity", "Formula", "Unit", "Equations")

    def rows(self) -> Iterable[Sequence[str]]:
        """One row for each entry of `symcoh.observables.OBSERVABLES`, `SHARED` and `LIMITS`."""
        for entry in (OBSERVABLES | SHARED | LIMITS).values():
            equations = ", ".join(f"({number})" for number in entry.equations)
            formula = entry.formula.replace("|", r"\vert ")
            yield f"`{entry.name}`", prose(entry.title), f"${formula}$", entry.unit, equations


class Derivations(Table):
    """What `symcoh derive` lists."""

    columns = ("Name", "Equations", "Limit", "What is derived")

    def rows(self) -> Iterable[Sequence[str]]:
        """One row for each derivation that is installed."""
        known = installed()
        for row in json.loads(printed("derive", "--format", "json")):
            equations = ", ".join(f"({number})" for number in row["equations"])
            yield f"`{row['name']}`", equations, f"`{row['limit']}`" if row["limit"] else "", sentence(title(known[row["name"]]))


def printed(*words: str) -> str:
    """What a command of symcoh prints."""
    from symcoh.cli.main import run

    text = StringIO()
    with redirect_stdout(text):
        try:
            run(list(words))
        except SystemExit as end:
            if end.code:
                raise ValueError(f"exit code {end.code}: {words}") from None
    return text.getvalue()


class Equations(SphinxDirective):
    """Entries of the ledger as displays with the paper's numbers; `all`, with section, title and status, where no number is given."""

    optional_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Displays, parsed where the directive stands."""
        if self.arguments:
            lines = [line for number in self.arguments[0].split() for entry in find(number) for line in displays(entry)]
        else:
            lines = list(self.every())
        return self.parse_text_to_nodes(StringList(lines, source=type(self).__name__), allow_section_headings=True)

    def every(self) -> Iterable[str]:
        """The lines of a page of all entries."""
        section = None
        for entry in entries():
            if entry.section != section:
                section = entry.section
                yield from (f"## {sentence(section)}", "")
            proof = f" · `symcoh derive {entry.derivation}`" if entry.derivation else ""
            yield from (f"**{sentence(entry.title)}** · {entry.status}{proof}", "")
            yield from displays(entry)
            yield from (f"Assumes {'; '.join(map(sentence, entry.assumptions))}.", "")


def displays(entry: Entry) -> Iterable[str]:
    """A display for each statement, the number beside the last."""
    shown = list(dict.fromkeys(map(statement_latex, entry.statements)))
    for latex in shown:
        tag = rf"\tag{{{entry.number}}}" if latex is shown[-1] else ""
        yield from ("$$", f"{latex}{tag}", "$$", "")


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the directives."""
    app.add_directive("nomenclature", Nomenclature)
    app.add_directive("quantities", Quantities)
    app.add_directive("derivations", Derivations)
    app.add_directive("equation", Equations)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
