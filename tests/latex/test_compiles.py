"""TeX and KaTeX accept every fragment, nothing is wider than the page, and the golden file says what is printed."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from symcoh.latex.printer import entry_body, entry_latex, sides, statement_latex
from symcoh.ledger import Entry, entries, find

TESTS = Path(__file__).resolve().parents[1]
GOLDEN = TESTS / "data" / "ledger_latex.json"
PREAMBLE = r"\documentclass[11pt]{article}\usepackage{amsmath,amssymb,booktabs}\textwidth=16cm \oddsidemargin=0cm"
BAD = (
    r"\frac{N}{2",
    r"\left(N-4n",
    r"\tanh\undefined",
    r"\begin{cases}1\end{pmatrix}",
    r"S_m_n",
    r"N&n",
)


def compiled(source: str, directory: Path) -> subprocess.CompletedProcess[str]:
    """One run of pdflatex."""
    (directory / "document.tex").write_text(source, encoding="utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-no-shell-escape", "document.tex"]
    return subprocess.run(command, cwd=directory, capture_output=True, text=True, errors="replace", check=False, timeout=600)


def overfull(log: str) -> list[float]:
    """How far boxes stick out, in points."""
    return [float(found) for found in re.findall(r"Overfull \\hbox \(([0-9.]+)pt too wide\)", log)]


@pytest.mark.external("pdflatex")
def test_every_fragment_compiles_and_fits(tmp_path: Path) -> None:
    body = "\n".join(entry_latex(entry) for entry in entries())
    done = compiled(PREAMBLE + "\\begin{document}\n" + body + "\n\\end{document}\n", tmp_path)
    assert done.returncode == 0, done.stdout[-3000:]
    assert max(overfull(done.stdout), default=0.0) < 5.0
    assert "multiply defined" not in done.stdout


@pytest.mark.external("pdflatex")
@pytest.mark.parametrize("formula", BAD)
def test_tex_refuses_what_is_wrong(formula: str, tmp_path: Path) -> None:
    source = PREAMBLE + "\\begin{document}\n\\begin{equation*}" + formula + "\\end{equation*}\n\\end{document}\n"
    done = compiled(source, tmp_path)
    assert done.returncode != 0 and "\n!" in done.stdout


def modules() -> Path:
    """The directory with node_modules/katex; missing, it is a skip or, where tools are required, a failure."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "symcoh" / "node"
    found = [place for place in (cache, TESTS / "node") if (place / "node_modules" / "katex").is_dir()]
    if not found:
        report = pytest.fail if os.environ.get("SYMCOH_EXTERNAL") == "required" else pytest.skip
        report("the npm package katex is not on this machine: .ci/run installs it")
    return found[0]


def complaints(formulas: list[str]) -> list[str | None]:
    """What KaTeX says to each formula, None where it accepts it; one process for all."""
    command = ["node", str(TESTS / "node" / "accept.js"), str(modules())]
    done = subprocess.run(command, input=json.dumps(formulas), capture_output=True, text=True, check=True, timeout=600)
    found: list[str | None] = json.loads(done.stdout)
    return found


@pytest.mark.external("node")
def test_katex_accepts_every_fragment_and_refuses_bad_ones() -> None:
    good = [entry_body(entry) for entry in entries()]
    good += [statement_latex(statement) for entry in entries() for statement in (*entry.statements, entry.wrong.statement)]
    said = complaints([*good, *BAD])
    assert {formula: words for formula, words in zip(good, said, strict=False) if words} == {}
    assert all(said[len(good) :]), said[len(good) :]


def test_the_golden_file_is_what_is_printed() -> None:
    golden = json.loads(GOLDEN.read_text(encoding="utf-8"))
    assert golden == {entry.number: entry_latex(entry) for entry in entries()}, f"{sys.executable} tests/data/make_ledger_latex.py"


MANUSCRIPT = {
    "1": r"H=\frac{\omega}{2}\sigma^z+\frac{\omega_a}{2}\sum_{k=1}^N\sigma^z_k+\gamma\sigma^x\sum_{k=1}^N\sigma^z_k+H_{\mathrm I}",
    "2": r"H_{\mathrm I}=-J\sum_{k=1}^N\sigma^z_k\sigma^z_{k+1}",
    "24": r"Z=\sum_{m,n,\pm}g(m,n)e^{-\beta E_{\pm}(m,n)}",
    "29": r"C=\frac{8\gamma}{Z}\sum_{m>0}\frac{m}{S_m}W_m\sinh\frac{\beta\omega_am}{2}\sinh\frac{\beta S_m}{2}",
    "41": r"C_0=\frac{2N\gamma}{S_N}",
    "42": r"C=\frac{N\gamma\omega_a}{2}\beta^2+N\gamma\omega_aJ\beta^3+O(\beta^4)",
    "48": r"J_{\mathrm c}=-\frac{\omega_a}{4}-\frac{S_N-\omega}{4N}",
    "49": r"C_0=\begin{cases}\dfrac{2N\gamma}{S_N},&J>J_{\mathrm c}\\0,&J<J_{\mathrm c}\end{cases}",
    "54": r"J_{\mathrm c}=-\frac{\omega_a}{4}-\frac{S_N-S_1}{4(N-1)}",
    "68": r"C=\frac{\sum_{m\ge0}w_mF_m}{\sum_{m\ge0}w_mG_m}",
    "89": r"1+\mu_{m,m'}\nu_{m,m'}>\mu_{m,m'}+\nu_{m,m'}",
}


@pytest.mark.parametrize("number", MANUSCRIPT)
def test_formulas_as_a_manuscript_has_them(number: str) -> None:
    (entry,) = find(number)
    assert entry_body(entry) == MANUSCRIPT[number]


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.number)
def test_nothing_looks_machine_made(entry: Entry) -> None:
    text = entry_body(entry)
    faults = (r"\frac{1}{1}", r"\cdot 1", "+-", "--", "-+", r"1\cdot", r"\frac{-", "^{1}", r"\operatorname{", "()")
    assert not [fault for fault in faults if fault in text.replace(r"\operatorname{Tr}", "").replace(r"\operatorname{Lucas}", "")]
    assert not re.search(r"\\frac\{\\(sinh|cosh|tanh)[^{}]*(\{[^{}]*\}){0,2}\}\{[0-9]+\}", text)


def test_broken_lines_hold_the_whole_statement() -> None:
    """Joined again, the lines of an entry hold every side of it, letter by letter."""
    several = 0
    for entry in entries():
        body = entry_body(entry)
        joined = re.sub(r"\\begin\{aligned\}|\\end\{aligned\}|\\q?quad |\\times |(?<![&\\])&(?=[^&]*$)", "", body, flags=re.MULTILINE)
        joined = re.sub(r" \\\\\n|\n|\{\}(?=[+\-\\&])|\{\}$", "", joined).replace(r"\Bigl", r"\left").replace(r"\Bigr", r"\right")
        flat = joined.replace("&", "").replace("{}", "")
        for statement in entry.statements:
            for side in sides(statement):
                assert side.replace("&", "").replace("{}", "").replace(r"\times ", "") in flat, (entry.number, side)
        several += body.count("\n") > 3
    assert several > 10
