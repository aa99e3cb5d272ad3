"""The formulary as files: the web page, the manuscript and its bibliography, and the PDF where TeX is installed."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from ..derivation_registry import proofs
from ..latex.compiled import have_pdflatex, pdf
from ..latex.document import ledger_document, references
from ..ledger import entries
from .page import formulary_page


def documents(note: Callable[[str], None]) -> dict[str, str | bytes]:
    """File name -> content of formulary.html, .tex, .bib and, only where pdflatex is installed, .pdf.

    Raises:
        EnvironmentFailed: a derivation is broken, or pdflatex refuses the document.
    """
    source = ledger_document(entries())
    files: dict[str, str | bytes] = {"formulary.html": page(), "formulary.tex": source, "formulary.bib": references()}
    if have_pdflatex():
        files["formulary.pdf"] = pdf(source, "formulary.tex")
    else:
        note("pdflatex is not installed: formulary.tex was not compiled.")
    return files


@cache
def page() -> str:
    """The web page, with the proof of every entry that names one."""
    found = entries()
    names = list(dict.fromkeys(entry.derivation for entry in found if entry.derivation))
    return formulary_page(found, list(proofs(names)))
