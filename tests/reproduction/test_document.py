"""The one document: its parts, headings in words, captions, and that it compiles."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from symcoh.figures.paper import NAMES
from symcoh.latex.tables import document as wrapped
from symcoh.latex.tables import table
from symcoh.manuscript.captions import SEEN
from symcoh.reproduction.document import document, parted
from symcoh.reproduction.products import figure_files


def parts() -> tuple[str, dict[str, str]]:
    """A reference table of seven pieces on three pages, and two derivations."""
    row = [["1", "$0.5$", r"$1\times10^{-51}$"]] * 9
    made = wrapped("Values", ["".join(table(f"Table {page}.", ["r", "l", "l"], ["$N$", "$C$", "radius"], row) for page in range(7))] * 2)
    return made, {
        "first": wrapped("A limit, $T\\to\\infty$ (42)", ["First body.\n", "Another.\n"]),
        "second": wrapped("Second", ["Body.\n"]),
    }


def test_every_part_is_there_in_order() -> None:
    values, derivations = parts()
    text = document(values, list(NAMES), derivations)
    assert re.findall(r"\\section\{([^}]*)\}", text) == ["Certified values of the coherence", "Figures", "Derivations"]
    assert re.findall(r"\\subsection\{(.*)\}\n", text) == ["A limit, $T\\to\\infty$ (42)", "Second"]
    order = [r"\maketitle", r"\begin{abstract}", r"\tableofcontents", r"\begin{table}", r"\includegraphics", "First body", r"\bibitem"]
    assert [text.index(mark) for mark in order] == sorted(text.index(mark) for mark in order)
    assert text.count(r"\begin{table}") == 14 and text.count(r"\end{document}") == 1 and r"\clearpage" not in text
    assert r"\section*{" not in text.replace(r"\section*{References}", "")
    assert re.findall(r"\{figures/figure-(..)\.pdf\}", text) == list(NAMES)
    for seen in SEEN.values():
        assert " ".join(seen.seen.split())[:30] in " ".join(text.split()), "each caption says what is seen"
    assert "14 regimes, 10 figures and 2 derivations" in " ".join(text.split())


def test_without_matplotlib_there_is_no_section_of_figures() -> None:
    text = document(parts()[0], [], parts()[1])
    assert "figures and" not in text.partition(r"\maketitle")[2] and r"\section{Figures}" not in text


def test_a_title_ends_with_its_line() -> None:
    assert parted(wrapped("A {b} c", [r"\begin{x}{y}" + "\n"])) == ("A {b} c", "\\begin{x}{y}\n")
    assert parted("\\documentclass{article}\n\\begin{document}\nno title\n\\end{document}\n") == ("", "no title\n")


@pytest.mark.external("pdflatex")
def test_it_compiles_and_its_pages_are_full(tmp_path: Path) -> None:
    """Fourteen tables, ten figures, and the rest, on seven pages: none waits for the next."""
    values, derivations = parts()
    (tmp_path / "figures").mkdir()
    one = figure_files("1b")["figures/figure-1b.pdf"]
    assert isinstance(one, bytes)
    for name in NAMES:
        (tmp_path / f"figures/figure-{name}.pdf").write_bytes(one)
    (tmp_path / "symcoh.tex").write_text(document(values, list(NAMES), derivations))
    log = ""
    for _ in range(2):
        command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "symcoh.tex"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, errors="replace", check=False, timeout=600)
        assert done.returncode == 0, done.stdout[-2000:]
        log = done.stdout
    assert max((float(found) for found in re.findall(r"Overfull \\[hv]box \(([0-9.]+)pt", log)), default=0.0) <= 5.0
    assert ("undefined references" not in log and "(6 pages" in log) or "(7 pages" in log, re.findall(r"\([0-9]+ pages", log)
