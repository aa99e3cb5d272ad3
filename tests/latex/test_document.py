"""The manuscript of the ledger: complete, compiled twice by pdflatex alone, nothing undefined, nothing beyond the margin."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

from symcoh.latex.document import entry_block, ledger_document, references
from symcoh.latex.sentence import sentence
from symcoh.ledger import entries, find


@cache
def whole() -> str:
    """The manuscript."""
    return ledger_document(entries())


def run(program: str, *arguments: str, directory: Path) -> str:
    """The output of a program that must succeed."""
    done = subprocess.run([program, *arguments], cwd=directory, capture_output=True, text=True, errors="replace", check=False, timeout=600)
    assert done.returncode == 0, done.stdout[-3000:]
    return done.stdout


def test_every_entry_is_there_once() -> None:
    tags = re.findall(r"\\tag\{([^}]*)\}", whole())
    assert tags == [entry.number for entry in entries()]
    assert len(re.findall(r"\\label\{eq:([^}]*)\}", whole())) == len(set(tags)) == len(tags)
    for entry in entries():
        block = entry_block(entry)
        assert block in whole() and entry.status.capitalize() in block
        assert entry.derivation is None or entry.derivation.replace("-", r"-\allowbreak ") in block
        assert block.count("Refuted:") == len(entry.counterexamples)


def test_a_correction_says_what_fails_and_where() -> None:
    (entry,) = find("32")
    block = entry_block(entry)
    assert r"At $N=1$, $\omega=1$, $\omega_a=7/10$, $\gamma=3/10$, $J=1$, $\beta=2$, certified: $C=C\big|_{J=2}$." in block
    assert r"\emph{Corrected} (\texttt{monotonicity}), Sec.~5." in block
    assert r"At $N=4$, $\omega=1$, $\omega_a=1$" in entry_block(find("16")[0])


def test_references_and_citations_agree() -> None:
    keys = re.findall(r"^@[a-z]+\{([^,]+),$", references(), re.MULTILINE)
    assert keys == re.findall(r"\\bibitem\{([^}]*)\}", whole())
    cited = {key for group in re.findall(r"\\cite\{([^}]*)\}", whole()) for key in group.split(",")}
    assert cited == set(keys)
    assert "2511.04242" in references() and "37" in references()


@pytest.mark.external("pdflatex")
def test_the_document_compiles(tmp_path: Path) -> None:
    (tmp_path / "ledger.tex").write_text(whole(), encoding="utf-8")
    for _ in range(2):
        log = run("pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "ledger.tex", directory=tmp_path)
    assert "undefined" not in log and "multiply defined" not in log and "Rerun" not in log
    assert max((float(wide) for wide in re.findall(r"Overfull \\hbox \(([0-9.]+)pt", log)), default=0.0) < 5.0
    assert not re.search(r"Missing character|Overfull \\vbox", log)
    assert (tmp_path / "ledger.pdf").stat().st_size > 100_000
    packages = set(re.findall(r"\\usepackage\{([^}]*)\}", whole()))
    assert packages == {"amsmath,amssymb,booktabs"}


@pytest.mark.external("pdflatex", "bibtex")
def test_the_bib_file_is_read_by_bibtex(tmp_path: Path) -> None:
    (tmp_path / "references.bib").write_text(references(), encoding="utf-8")
    source = r"\documentclass{article}\begin{document}\nocite{*}\bibliographystyle{unsrt}\bibliography{references}\end{document}"
    (tmp_path / "cited.tex").write_text(source, encoding="utf-8")
    run("pdflatex", "-interaction=nonstopmode", "cited.tex", directory=tmp_path)
    said = run("bibtex", "cited", directory=tmp_path)
    assert "error" not in said.lower()
    run("pdflatex", "-interaction=nonstopmode", "-halt-on-error", "cited.tex", directory=tmp_path)
    assert (tmp_path / "cited.bbl").read_text(encoding="utf-8").count(r"\bibitem") == 6


def texts() -> list[str]:
    found = [text for e in entries() for text in (*e.assumptions, e.note or "", e.missing or "", e.title, e.section, e.source)]
    return found + [one.refutes for entry in entries() for one in entry.counterexamples]


def test_every_formula_is_in_the_notation() -> None:
    assert len(texts()) > 500
    for text in filter(None, texts()):
        assert sentence(text), text  # InputError where a formula is not in the notation


def test_no_sentence_loses_a_number_or_a_sign() -> None:
    """Digits, relations and signs of every sentence are still there, in their order."""
    for text in texts():
        kept = re.sub(
            r"\\[A-Za-z]+|[{}$\\ ]",
            "",
            sentence(text).replace(r"\times", "x").replace(r"\le", "<=").replace(r"\ge", ">=").replace(r"\ldots", "..."),
        )
        plain = text.translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789"))
        assert re.findall(r"[0-9]", kept) == re.findall(r"[0-9]", plain), text
        assert kept.count("+") == plain.count("+") and kept.count("=") >= plain.count("=") - plain.count("!="), text
