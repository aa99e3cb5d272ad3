"""The whole ledger as one manuscript: every equation with its number, assumptions, status, proof and corrections.

It needs amsmath, amssymb and booktabs, two runs of pdflatex and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from ..ledger.entry import STATUSES, Counterexample, Entry
from ..version import __version__
from .formula import inline
from .pieces import INLINE
from .printer import entry_latex, statement_latex
from .references import bibliography
from .references import references as references
from .sentence import sentence
from .tables import parameter
from .width import LINE, heuristic_width

_PREAMBLE = r"""\documentclass[11pt]{article}
\usepackage{amsmath,amssymb,booktabs}
\setlength{\textwidth}{16cm}\setlength{\oddsidemargin}{0cm}\setlength{\evensidemargin}{0cm}
\setlength{\textheight}{23.5cm}\setlength{\topmargin}{-1.2cm}\setlength{\parindent}{0pt}\setlength{\parskip}{4pt plus 2pt}
\setlength{\emergencystretch}{3em}\allowdisplaybreaks
\makeatletter % a title stays with the heading before it, what is said of an equation with the equation
\postdisplaypenalty10000
\newcommand{\entry}[1]{\par\if@nobreak\else\bigskip\pagebreak[2]\fi\textbf{#1.}}
\newenvironment{remarks}{\@beginparpenalty10000 \begin{list}{}{\leftmargin1.5em\topsep2pt\parsep2pt}\item\small}{\end{list}}
\makeatother
"""

_ABSTRACT = r"""The numbered equations of Ref.~\cite{hudenko2025} are restated, each with sufficient assumptions, its status and
its proof, and followed by results that go beyond them. %s Every equation was attacked with certified arithmetic
\cite{arb2017,flint}: both sides were enclosed at random points that lean on the corners of the assumptions, with every symbol
on the left given its meaning in (1)--(6) by brute force, all $2^N$ configurations of the sources or dense matrices, and a deliberately
wrong copy of each equation had to fail. Formulas were built with SymPy \cite{sympy2017}; a second backend uses mpmath \cite{mpmath}.
The number of ring states (25) is that of Ref.~\cite{antal2004}. ``Display rebuilt'' marks equations that were reconstructed from
the words around them."""

REBUILT = "The displayed formula was rebuilt from the prose."
"""The note of an entry whose display is missing in the text of the paper that was read; the document writes `Display rebuilt` for it."""

_MEANINGS = {
    "definition": "fixes the meaning of its left side; attacked like the others",
    "derived": "proved by the derivation named, every step checked by machine or written out",
    "checked": "attacked, not proved here",
    "corrected": "the sentence of the paper fails; a certified counterexample stands beside it",
    "noted": "a sharpening: the sentence refuted is nearby, and the paper does not claim it",
    "open": "not settled; what is missing is said",
}


def ledger_document(entries: Iterable[Entry]) -> str:
    """The document of all entries; compile it twice with pdflatex.

    Args:
        entries: in the order they are printed; a new section starts where the section's name changes.

    Returns:
        LaTeX for amsmath, amssymb and booktabs, the bibliography included.

    >>> from symcoh.ledger import find
    >>> text = ledger_document(find("41"))
    >>> text.count("begin{equation}"), "Ground-state coherence" in text or "C_0" in text
    (1, True)
    """
    known = tuple(entries)
    parts = [_PREAMBLE + r"\begin{document}", _front(known), _statuses(known)]
    for name, members in groupby(known, key=lambda entry: entry.section):
        parts.append(rf"\section*{{{sentence(name)}}}")
        parts += [entry_block(entry) for entry in members]
    return "\n".join([*parts, bibliography() + r"\end{document}", ""])


def _front(entries: Sequence[Entry]) -> str:
    numbers = sum(entry.number[0].isdigit() for entry in entries)
    told = f"There are {len(entries)} entries, {numbers} of them the paper's."
    title = r"\title{Local quantum coherence with intersource interactions:\\ the equations, proved and attacked}"
    return "\n".join(
        [title, rf"\author{{symcoh {__version__}}}", r"\date{}", r"\maketitle", r"\begin{abstract}", _ABSTRACT % told, r"\end{abstract}"]
    )


def _statuses(entries: Sequence[Entry]) -> str:
    """How many entries have which status, and what it means."""
    rows = [(status, sum(entry.status == status for entry in entries)) for status in STATUSES]
    lines = [rf"{status} & {count} & {_MEANINGS[status]} \\" for status, count in rows if count]
    head = [r"\begin{center}\small", r"\begin{tabular}{lrl}", r"\toprule", r"status & entries & meaning \\", r"\midrule"]
    return "\n".join([*head, *lines, r"\bottomrule", r"\end{tabular}", r"\end{center}"])


def entry_block(entry: Entry) -> str:
    """One entry: title, numbered equation, and what must be known about it."""
    remarks = [f"{_closed('For ' + '; '.join(sentence(text) for text in entry.assumptions))} {_standing(entry)}"]
    note = (entry.note or "").replace(REBUILT, "").strip()
    if note:
        remarks.append(_closed(sentence(note)))
    remarks += map(refutation, entry.counterexamples)
    if entry.missing:
        remarks.append(rf"\emph{{Missing:}} {_closed(sentence(entry.missing))}")
    body = "\n\n".join(remarks)
    return f"\\entry{{{sentence(entry.title)}}}\n{entry_latex(entry)}\n\\begin{{remarks}}\n{body}\n\\end{{remarks}}"


def _standing(entry: Entry) -> str:
    """Status, proof and place: Derived (degeneracy), Sec. 4."""
    hyphenated = (entry.derivation or "").replace("-", r"-\allowbreak ")
    proof = rf" (\texttt{{{hyphenated}}})" if entry.derivation else ""
    place = sentence(entry.source)
    return rf"\emph{{{entry.status.capitalize()}}}{proof}, {place}{r'; display rebuilt' if REBUILT in (entry.note or '') else ''}."


def _closed(text: str) -> str:
    return text if text.endswith((".", ".$", "?", "!", ":")) else text + "."


def refutation(counterexample: Counterexample) -> str:
    """The sentence that is refuted, the values, and what is true there."""
    values = {"N": counterexample.values["N"], "omega": "1", **counterexample.values}
    where = ", ".join(f"{inline(name.replace('_prime', chr(39)))[:-1]}={parameter(text)}$" for name, text in values.items())
    shown = statement_latex(counterexample.statement)
    if heuristic_width(shown) > 0.4 * LINE:
        display = rf"\[{shown}\]"
    else:
        display = f"${statement_latex(counterexample.statement, INLINE)}$."
    return rf"\emph{{Refuted:}} ``{_closed(sentence(counterexample.refutes))}'' At {where}, certified: {display}"
