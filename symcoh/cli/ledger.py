"""`symcoh ledger`: the formulary as one web page and as PDF."""

from __future__ import annotations

from pathlib import Path

import click

from .options import text_option
from .output import check_directory, emit, progressed, write_files
from .paramtypes import File


@click.command(
    "ledger",
    short_help="The formulary: one web page, and a PDF.",
    help="Write every equation with assumptions, status, proof, LaTeX and SymPy source to DIR/formulary.html, a page that needs no "
    "network, and the same to DIR/formulary.tex, with its bibliography as DIR/formulary.bib, and, where pdflatex is installed, "
    "DIR/formulary.pdf.",
)
@text_option("--out", default="out", help="Directory for the files.", metavar="DIR", type=File("dir"))
def command(out: str | None) -> None:
    """Run the proofs, build both documents, write them."""
    from ..formulary.documents import documents

    directory = Path(out or "out")
    check_directory(directory)
    files = documents(progressed)
    write_files(directory, files)
    emit("".join(f"{directory / name}\n" for name in files))
