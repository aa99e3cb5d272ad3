"""The files of each step."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import CheckFailed, EnvironmentFailed
from ..latex.compiled import have_pdflatex, pdf
from .step import Files, Note

if TYPE_CHECKING:
    from ..reference import Regime, Row

LEDGER_SAMPLES = 25
LEDGER_DIGITS = 50


def reference_files(note: Note) -> Files:
    """The reference table: coherence.txt for the screen, coherence.csv, coherence.tex, coherence.pdf."""
    from ..reference import REGIMES, rows
    from .report import csv_text, latex_text, screen

    found: dict[Regime, list[Row]] = {regime: [] for regime in REGIMES}
    for row in rows():
        found[row.regime].append(row)
    every = [row for members in found.values() for row in members]
    files = {"coherence.txt": screen(found), "coherence.csv": csv_text(every), "coherence.tex": latex_text(found)}
    return {**files, **compiled("coherence.tex", files["coherence.tex"], note)}


def ledger_files(note: Note) -> Files:
    """Every equation attacked, ledger.txt and ledger.json, and the formulary as page, LaTeX and PDF.

    Raises:
        CheckFailed: an equation did not survive the attack.
    """
    from ..attack.verify import report, verify
    from ..formulary.documents import documents
    from ..ledger import entries

    verdicts = verify(entries(), LEDGER_SAMPLES, LEDGER_DIGITS, lambda verdict: None)
    failed = [verdict.equation for verdict in verdicts if not verdict.passed]
    if failed:
        raise CheckFailed(f"The ledger does not hold: {', '.join(failed)} failed; `symcoh verify {failed[0]}` shows how.")
    rows = [verdict.to_json() for verdict in verdicts]
    return {"ledger.txt": report(entries(), verdicts), "ledger.json": json.dumps(rows, indent=2) + "\n", **documents(note)}


def figure_files(name: str) -> Files:
    """One of the paper's figures as PDF and SVG."""
    from ..figures.drawing import picture
    from ..figures.files import rendered

    drawn = picture(name)
    return {f"figures/figure-{name}.{suffix}": rendered(drawn, suffix) for suffix in ("pdf", "svg")}


def derivation_files(name: str, note: Note) -> Files:
    """One derivation, every parameter a symbol, as LaTeX and PDF; where the parity of N matters, both cases."""
    from ..derivation_registry import installed, proofs, title
    from ..latex.derivation import derivation_body
    from ..latex.sentence import sentence
    from ..latex.tables import document

    path = f"derivations/{name}.tex"
    source = document(sentence(title(installed()[name])), [derivation_body(result) for result in proofs([name])])
    return {path: source, **compiled(path, source, note)}


def document_files(directory: Path, figures: Sequence[str], derivations: Sequence[str], note: Note) -> Files:
    """Everything in one document, symcoh.tex and symcoh.pdf, from the files of the other steps."""
    from .document import document

    pictures = {path: (directory / path).read_bytes() for path in (f"figures/figure-{name}.pdf" for name in figures)}
    derived = {name: (directory / "derivations" / f"{name}.tex").read_text(encoding="utf-8") for name in derivations}
    source = document((directory / "coherence.tex").read_text(encoding="utf-8"), figures, derived)
    return {"symcoh.tex": source, **compiled("symcoh.tex", source, note, pictures)}


def compiled(path: str, source: str, note: Note, pictures: Files | None = None) -> Files:
    """The PDF of a document, or a note that says why there is none."""
    if not have_pdflatex():
        return {}
    try:
        held = {name: content for name, content in (pictures or {}).items() if isinstance(content, bytes)}
        return {path.removesuffix(".tex") + ".pdf": pdf(source, path, held)}
    except EnvironmentFailed as error:
        note(str(error))
        return {}
