"""Derivations as appendices: every emitted file is mathematics where it is mathematics, and all of them compile together."""

from __future__ import annotations

import os
import re
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sympy import Integer

from derivations.foundation.steps import Check, Derivation, Step, argument, enumeration, identity
from latex.letters import undefined
from latex.test_compiles import compiled, overfull
from symcoh.derivation_registry import installed, proofs, title
from symcoh.latex.appendix import appendix
from symcoh.latex.derivation import derivation_body, derivation_document, manuscript
from symcoh.latex.displays import COLUMN, LINE
from symcoh.latex.document import entry_block
from symcoh.latex.printer import entry_fragment
from symcoh.latex.sentence import sentence
from symcoh.ledger import entries

ALLOWED = 5.0
"""Points a box may stick out."""


@cache
def results() -> tuple[tuple[str, str, Any], ...]:
    """(label, heading, result) of every derivation, both parities of N where they differ."""
    found = []
    for name, point in installed().items():
        for place, result in enumerate(proofs([name])):
            found.append((name + "-even" * place, title(point), result))
    assert len(found) > 25
    return tuple(found)


@cache
def emitted(line: float = LINE) -> dict[str, str]:
    """Every file: appendices, lists of steps, equations."""
    files = {f"{label}, appendix": appendix(result, heading, label=label, line=line) for label, heading, result in results()}
    files |= {f"{label}, steps": derivation_body(result) for label, _, result in results()}
    files |= {f"({entry.number}), steps": re.sub(r"\\texttt\{[^}]*\}", "", entry_block(entry)) for entry in entries()}
    return files | {f"({entry.number})": entry_fragment(entry, f"eq:{entry.number}", line) for entry in entries()}


MATHEMATICS = re.compile(
    r"\\begin\{(equation\*?|align\*?|aligned)\}.*?\\end\{\1\}|\\\[.*?\\\]|(?<!\\)\$[^$]*(?<!\\)\$|\\(?:label|eqref|begin|end|cite)\{[^}]*\}",
    re.DOTALL,
)
FAULTS = {
    "a function without its backslash": r"(?<![\\A-Za-z{])(cosh|sinh|tanh|coth|exp|log|ln|sqrt|binom|floor)\(",
    "a list of lists": r"\[\[",
    "a character outside ASCII": r"[^\x00-\x7f]",
    "a name in letters": r"(?<![\\A-Za-z{-])(alpha|beta|gamma|omega|omega_a|lambda)(?![A-Za-z])",
}
FAULTS_OF_PROSE = {
    "a prime in prose": r"\b[A-Za-z]'(?!s\b)|''(?=[A-Za-z])",
    "a letter of the model in prose": r"(?<![A-Za-z\\(.~])[NJTCZWSKMLm](?![A-Za-z.~])",
    "a hyphen for a minus": r"(?<![A-Za-z0-9}.)@])-[0-9a-z]|(?<= )-(?= )|[0-9]-[0-9]",
    "a sign set alone": r"[<>=|^_]|\*",
    "a number of the paper": r"(?<![A-Za-z0-9])\((?!H)[0-9]{1,2}[a-f]?\)",
}


def faults(name: str, text: str) -> list[str]:
    found = [f"{fault}: {match.group()!r}" for fault, pattern in FAULTS.items() for match in re.finditer(pattern, text)]
    prose = re.sub(r"\$[<>|]\$", lambda match: match.group()[1], text)
    prose = MATHEMATICS.sub("@", prose)
    for fault, pattern in FAULTS_OF_PROSE.items():
        if fault == "a number of the paper" and not name.endswith("appendix"):
            continue
        found += [f"{fault}: ...{prose[max(0, m.start() - 20) : m.end() + 10]!r}" for m in re.finditer(pattern, prose)]
    return found


def test_nothing_that_is_mathematics_is_set_as_text() -> None:
    files = emitted()
    assert len(files) > 140
    assert {name: found for name, text in files.items() if (found := faults(name, text))} == {}


@pytest.mark.parametrize(
    "text",
    [
        r"\cosh(x) and cosh(Nu)",
        "T = $[[a]]$",
        "a ≤ b",
        "the rate beta",
        "x' rises",
        "at -3",
        "a ring of N sources",
        "a $<$ b",
        "N = 5",
        "by (25), appendix",
        "of m*",
    ],
)
def test_a_fault_is_seen(text: str) -> None:
    assert faults("x, appendix", text)


def test_every_letter_is_defined_where_it_first_stands() -> None:
    appendices = {name: text for name, text in emitted().items() if name.endswith("appendix")}
    assert len(appendices) > 25
    assert {name: found for name, text in appendices.items() if (found := undefined(text))} == {}


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("Assume $N>1$. Then $B_k>0$ for all $k$", "B_i"),
        ("Assume $N>1$. Then $a=\\sum_jc_jx^j$", "c_i x"),
        ("Assume $N>1$. Then $Z=L(h)+1$", "L h"),
        ("Assume $N>1$. Then $C=2D(1)$ \\begin{proof} \\emph{Step 1.} $D(s)=s$", "D"),  # too late
        ("Assume $\\Delta_1>0$. Then $\\lambda_{+}<\\Delta_1$", "λ_i"),
        ("Assume $w>0$. Then $q=rw$ and $e^{W(q)}=2v_{2}$", "r W v_2"),
        ("Assume $J_e\\ge0$. Then $H=-\\sum_eJ_e\\sigma_a\\sigma_b$", "a b"),
    ],
)
def test_an_undefined_letter_is_seen(text: str, letters: str) -> None:
    assert set(undefined(text)) == set(letters.split())


@pytest.mark.parametrize(
    "text",
    [
        "Assume $J_e$, $\\gamma_k\\ge0$. Then $C\\le\\lambda_{\\pm}+q$ with $\\lambda_{\\pm}=e^{J}\\pm J_e$, $q$ the rest",
        "Assume $N>1$. Then $(u,v)=(1,2)$, and for all spins $x$, $y$ and $z$, $u+v=x+y+z$",
        "Assume $N>1$. Then \\begin{align*} r={}&1 \\\\ \\mu_2={}&r^2 \\end{align*}",
        "Assume $N>1$. Then $\\int_0^1s\\,ds=\\lim_{y\\to0}y$ with copies $x_1,\\dots,x_4$ of $x_3$, $0<x\\le2$",
        "Assume $N>1$. Then $f(t)=t$, $S_u^2=1$ and $J_{\\mathrm c}=\\operatorname{Tr}_S1$",
    ],
)
def test_a_defined_letter_is_not(text: str) -> None:
    assert undefined(text) == {}


def test_every_formula_is_in_the_notation() -> None:
    for label, _, result in results():
        texts = [result.claim, *result.assumptions]
        texts += [text for step in result.steps for text in (step.claim, step.because, step.check.outcome)]
        for text in filter(None, texts):
            assert sentence(text), (label, text)  # InputError where a formula is not in the notation


def test_an_appendix_says_what_the_derivation_says() -> None:
    for label, _, result in results():
        text = emitted()[f"{label}, appendix"]
        proved = [step for step in result.steps if not (step.confirms or step.check.kind == "enclosure")]
        assert text.count("Step ") >= len(proved) and f"{{Step {len(proved)}." in text, label
        assert text.count(r"\begin{proof}") == text.count(r"\begin{proposition}") == 1
        assert r"\section" not in text and r"\usepackage" not in text and r"\documentclass" not in text
        assert (rf"\label{{eq:{label}-series}}" in text) == (result.expansion is not None)
        known = re.findall(r"\\label\{(eq:[^}]*)\}", text)
        assert set(re.findall(r"\\eqref\{([^}]*)\}", text)) <= set(known)
        assert text.count(r"\emph{Machine checks.}") == 1


def test_labels_are_distinct() -> None:
    labels = [found for name, text in emitted().items() if "steps" not in name for found in re.findall(r"\\label\{([^}]*)\}", text)]
    assert len(labels) == len(set(labels)) > 150


def test_results_of_one_check_are_said_once() -> None:
    certificates = [
        Step(claim=f"`a -> b`; `N = {N}`", because="Certified.", check=Check(kind="enclosure", outcome=f"Ratio: {N}.0 at 1"))
        for N in (4, 5)
    ]
    steps = (argument("`a = b`", "By definition."), *certificates)
    text = appendix(Derivation(name="x", claim="`a = b`", assumptions=("`a > 0`",), equations=(), steps=steps, latex=""), "One")
    assert r"Ratio: $a\to b$, for $N=4$ (4.0 at 1) and $N=5$ (5.0 at 1)." in text
    assert text.index(r"\nobreak\vskip\topsep") < text.index(r"\begin{proposition}")


def test_references_are_to_displays() -> None:
    steps = (
        argument("`a = b`", "By definition."),
        identity("`b = c`", "By the step before.", Integer(0)),
        enumeration("It is so", "By the two steps before.", (("x", 1, 1),), at_least=1),
        enumeration("`b = d`", "Counted.", (("x", 1, 1),), at_least=1, confirms=True),
    )
    made = Derivation(name="small", claim="`a = c`", assumptions=("`a > 0`",), equations=(), steps=steps, latex="")
    text = appendix(made, "A small one")
    assert r"By \eqref{eq:small-1}." in text and r"By \eqref{eq:small-1} and \eqref{eq:small-2}." in text
    assert "identically 0: \\eqref{eq:small-2}." in text and "cases: step 3 (1 cases, all equal)." in text
    assert "Counted. $b=d$ (1 cases, all equal)." in text and text.index("Counted.") > text.index(r"\end{proof}")
    assert "Assume $a>0$. Then\n\\begin{equation}\\label{eq:small}\na=c\n\\end{equation}" in text


@pytest.mark.parametrize("style", ["appendix", "steps"])
def test_documents_stand_alone(style: str) -> None:
    _, heading, result = results()[0]
    text = derivation_document(result, heading, style)
    assert text.startswith(r"\documentclass[10pt]{article}") and text.endswith("\\end{document}\n")
    assert (r"\newtheorem{proposition}" in text) == (style == "appendix")


@pytest.mark.external("pdflatex")
def test_all_appendices_compile_in_one_article(tmp_path: Path) -> None:
    source = manuscript(text for name, text in emitted().items() if "steps" not in name)
    compiled(source, tmp_path)
    done = compiled(source, tmp_path)
    assert done.returncode == 0, done.stdout[-3000:]
    assert max(overfull(done.stdout), default=0.0) <= ALLOWED
    assert "multiply defined" not in done.stdout and "undefined" not in done.stdout


TWO_COLUMNS = {
    "revtex4-2": r"\documentclass[aps,pra,reprint]{revtex4-2}",
    "iopart": r"\documentclass[twocolumn,10pt]{article}\setlength{\textwidth}{17.8cm}\setlength{\columnsep}{0.6cm}\oddsidemargin=-1cm ",
}


def needed(file: str) -> None:
    """Skip where TeX lacks a class, or fail where tools are required."""
    done = subprocess.run(["kpsewhich", file], capture_output=True, text=True, check=False)
    if not done.stdout.strip():
        report = pytest.fail if os.environ.get("SYMCOH_EXTERNAL") == "required" else pytest.skip
        report(f"{file} is not on this machine: .ci/run installs texlive-publishers")


@pytest.mark.external("pdflatex")
@pytest.mark.parametrize("page", TWO_COLUMNS)
def test_appendices_fit_into_two_columns(page: str, tmp_path: Path) -> None:
    needed("revtex4-2.cls" if "revtex" in page else "article.cls")
    preamble = TWO_COLUMNS[page] + "\\usepackage{amsmath,amssymb,amsthm,booktabs}\\newtheorem{proposition}{Proposition}\\begin{document}\n"
    done = compiled(
        preamble + "\n".join(text for name, text in emitted(COLUMN).items() if "steps" not in name) + "\\end{document}\n", tmp_path
    )
    assert done.returncode == 0, done.stdout[-3000:]
    assert max(overfull(done.stdout), default=0.0) <= ALLOWED
