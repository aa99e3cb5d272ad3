"""Directives that print the project's own data as tables: `nomenclature` and `quantities`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from symcoh.exact.symbols import NOMENCLATURE
from symcoh.observables import LIMITS, OBSERVABLES


def prose(text: str) -> str:
    """Text that Markdown must not read as a tag or as a column."""
    return text.replace("<", "&lt;").replace("|", "\\|")


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
            yield f"${entry.latex}$", f"`{entry.name}`", entry.unit, f"`{entry.domain}`", f"({entry.equation})", prose(entry.meaning)


class Quantities(Table):
    """What `evaluate` can be asked for."""

    columns = ("Name", "Quantity", "Formula", "Unit", "Equations")

    def rows(self) -> Iterable[Sequence[str]]:
        """One row for each entry of `symcoh.observables.OBSERVABLES` and `LIMITS`."""
        for entry in (OBSERVABLES | LIMITS).values():
            equations = ", ".join(f"({number})" for number in entry.equations)
            formula = entry.formula.replace("|", r"\vert ")
            yield f"`{entry.name}`", prose(entry.title), f"${formula}$", entry.unit, equations


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the directives."""
    app.add_directive("nomenclature", Nomenclature)
    app.add_directive("quantities", Quantities)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
