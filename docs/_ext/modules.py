"""The directive `modules`: every public module of a package with its public names, wherever it has been moved to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective


def public_modules(package: str) -> Iterator[str]:
    """The names of a package's modules, those of its packages included, a package before its modules.

    >>> "symcoh.exact.thermal" in public_modules("symcoh.exact")
    True
    """
    yield package
    for found in iter_modules(import_module(package).__path__, f"{package}."):
        if found.name.rpartition(".")[2].startswith("_"):
            continue
        if found.ispkg:
            yield from public_modules(found.name)
        else:
            yield found.name


class Modules(SphinxDirective):
    """A section for each module."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, Callable[[str], str]]] = {"members": directives.unchanged}  # as automodule has it

    def run(self) -> list[nodes.Node]:
        """Hand them to autodoc."""
        lines: list[str] = []
        members = self.options.get("members", "")
        for name in public_modules(self.arguments[0]):
            if members and not hasattr(import_module(name), members):
                continue
            lines += [f"## {name}", "", "```{eval-rst}", f".. automodule:: {name}", f"   :members: {members}", "```", ""]
        return self.parse_text_to_nodes(StringList(lines, source=type(self).__name__), allow_section_headings=True)


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the directive."""
    app.add_directive("modules", Modules)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
