"""`symcoh ledger`: the formulary as one web page and as PDF."""

from __future__ import annotations

from pathlib import Path

import click

from .options import text_option
from .output import emit, note, write_files


@click.command(
    "ledger",
    short_help="The formulary: one web page, and a PDF.",
    help="Write every equation with assumptions, status, proof, LaTeX and SymPy source to DIR/formulary.html, a page that needs no "
    "network, and the same to DIR/formulary.tex, with its bibliography as DIR/formulary.bib, and, where pdflatex is installed, "
    "DIR/formulary.pdf.",
)
@text_option("--out", default="out", help="Directory for the files.", metavar="DIR")
def command(out: str | None) -> None:
    """Run the proofs, build both documents, write them."""
    directory = Path(out or "out")
    write_files(directory, {})
    files = documents()
    write_files(directory, files)
    emit("".join(f"{directory / name}\n" for name in files))


def documents() -> dict[str, str | bytes]:
    """File name -> content; the PDF only where pdflatex is installed."""
    from ..latex.compiled import have_pdflatex, pdf
    from ..latex.document import ledger_document, references
    from ..ledger import entries

    source = ledger_document(entries())
    files: dict[str, str | bytes] = {"formulary.html": page(), "formulary.tex": source, "formulary.bib": references()}
    if have_pdflatex():
        files["formulary.pdf"] = pdf(source, "formulary.tex")
    else:
        note("pdflatex is not installed: formulary.tex was not compiled.")
    return files


def page() -> str:
    """The web page, with the proof of every entry that names one."""
    from ..formulary.page import formulary_page
    from ..ledger import entries
    from ..proofs import proofs

    found = entries()
    names = list(dict.fromkeys(entry.derivation for entry in found if entry.derivation))
    note(f"{len(found)} entries, {len(names)} proofs")
    return formulary_page(found, list(proofs(names)))
