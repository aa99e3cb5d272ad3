"""The manuscript of the ledger: complete, compiled twice by pdflatex alone, nothing undefined, nothing beyond the margin."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from symcoh.latex.document import entry_block, ledger_document, references
from symcoh.latex.prose import prose
from symcoh.ledger import entries, find

DOCUMENT = ledger_document(entries())


def run(program: str, *arguments: str, directory: Path) -> str:
    """The output of a program that must succeed."""
    done = subprocess.run([program, *arguments], cwd=directory, capture_output=True, text=True, errors="replace", check=False, timeout=120)
    assert done.returncode == 0, done.stdout[-3000:]
    return done.stdout


def test_every_entry_is_there_once() -> None:
    tags = re.findall(r"\\tag\{([^}]*)\}", DOCUMENT)
    assert tags == [entry.number for entry in entries()]
    assert len(re.findall(r"\\label\{eq:([^}]*)\}", DOCUMENT)) == len(set(tags)) == len(tags)
    for entry in entries():
        block = entry_block(entry)
        assert block in DOCUMENT and entry.status.capitalize() in block
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
    assert keys == re.findall(r"\\bibitem\{([^}]*)\}", DOCUMENT)
    cited = {key for group in re.findall(r"\\cite\{([^}]*)\}", DOCUMENT) for key in group.split(",")}
    assert cited == set(keys)
    assert "2511.04242" in references() and "37" in references()


@pytest.mark.external("pdflatex")
def test_the_document_compiles(tmp_path: Path) -> None:
    (tmp_path / "ledger.tex").write_text(DOCUMENT, encoding="utf-8")
    for _ in range(2):
        log = run("pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "ledger.tex", directory=tmp_path)
    assert "undefined" not in log and "multiply defined" not in log and "Rerun" not in log
    assert max((float(wide) for wide in re.findall(r"Overfull \\hbox \(([0-9.]+)pt", log)), default=0.0) < 5.0
    assert not re.search(r"Missing character|Overfull \\vbox", log)
    assert (tmp_path / "ledger.pdf").stat().st_size > 100_000
    packages = set(re.findall(r"\\usepackage\{([^}]*)\}", DOCUMENT))
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


SENTENCES = {
    "0 <= n < n' <= floor(N/2)": r"$0\le n<n'\le\lfloor N/2\rfloor$",
    "omega >= 0; omega_a, gamma > 0; J real": r"$\omega\ge0$; $\omega_a$, $\gamma>0$; $J$ real",
    "a ring of N sources, C(T) falls": r"a ring of $N$ sources, $C(T)$ falls",
    "m = -N, -N+2, ..., N": r"$m=-N$, $-N+2$, \ldots{}, $N$",
    "(32) at T > 0 C falls": r"(32) at $T>0$ $C$ falls",
    "J = J_c of (54), the law's slope": r"$J=J_{\mathrm c}$ of (54), the law's slope",
    "4*0.81*169 is 547.56": r"$4\cdot 0.81\cdot 169$ is 547.56",
    "k*(N - k)": r"$k\,(N-k)$",
    "cosh sqrt(a² + b²) < e^a": r"$\cosh\sqrt{a^2+b^2}<e^a$",
    "2β|J|: for J > 0": r"$2\beta|J|$: for $J>0$",
    "the 2^(N+1) states |m, alpha>": r"the $2^{N+1}$ states $|m,\alpha\rangle$",
    "H_TS = A ⊗ B, Appendix B": r"$H_{\mathrm{TS}}=A\otimes B$, Appendix B",
    "2F1 of Σ_m W_m": r"${}_2F_1$ of $\sum_mW_m$",
    "100 % & #1_x": r"100 \% \& \#1\_$x$",
}


@pytest.mark.parametrize("plain", SENTENCES)
def test_sentences_with_formulas(plain: str) -> None:
    assert prose(plain) == SENTENCES[plain]


def test_no_sentence_loses_a_number_or_a_sign() -> None:
    """Digits, relations and signs of every sentence are still there, in their order."""
    texts = [text for entry in entries() for text in (*entry.assumptions, entry.note or "", entry.missing or "", entry.title)]
    texts += [entry.counterexample.refutes for entry in entries() if entry.counterexample]
    assert len(texts) > 400
    for text in texts:
        kept = re.sub(
            r"\\[A-Za-z]+|[{}$\\ ]",
            "",
            prose(text).replace(r"\times", "x").replace(r"\le", "<=").replace(r"\ge", ">=").replace(r"\ldots", "..."),
        )
        plain = text.translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789"))
        assert re.findall(r"[0-9]+", kept) == re.findall(r"[0-9]+", plain), text
        assert kept.count("+") == plain.count("+") and kept.count("=") >= plain.count("=") - plain.count("!="), text
