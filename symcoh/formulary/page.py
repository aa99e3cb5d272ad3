"""The page: every entry of the ledger with its assumptions, status, proof and sources; nothing is fetched to show it."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Sequence
from html import escape
from importlib.resources import files
from string import Template

from ..derived import Derivation
from ..exact.symbols import NOMENCLATURE
from ..latex.printer import entry_latex, statement_latex
from ..ledger.entry import STATUSES, Counterexample, Entry
from ..ledger.notation import NAMES
from ..ledger.text import attacked_by, statement_source
from ..marks import plain
from ..version import __version__
from .mathml import formula, sentence

_MEANINGS = {
    "definition": "what a name stands for",
    "derived": "proved in the derivation named, every step checked",
    "checked": "attacked with certified arithmetic, not proved here",
    "corrected": "holds only in the stated range; a certified counterexample shows it",
    "noted": "a sharpening of what the paper does not claim; a certified example shows it",
    "open": "not settled: what is missing is said",
}


def formulary_page(entries: Sequence[Entry], proofs: Sequence[Derivation]) -> str:
    """One HTML page.

    Args:
        entries: what is shown, in this order.
        proofs: the derivations the entries name, objects with the fields of `derivations.foundation.steps.Derivation`.

    Returns:
        A whole document: style, script, fonts and formulas inside, no address of any other file.
    """
    asset = files(__package__)
    sections = list(dict.fromkeys(entry.section for entry in entries))
    return Template(asset.joinpath("page.html").read_text("utf-8")).substitute(
        version=__version__,
        style=asset.joinpath("page.css").read_text("utf-8"),
        script=asset.joinpath("page.js").read_text("utf-8"),
        font=b64encode(asset.joinpath("math.woff2").read_bytes()).decode("ascii"),
        total=len(entries),
        options="\n".join(f'<option value="{escape(name)}">{escape(name.replace("ω_a", "ωₐ"))}</option>' for name in sections),
        statuses="\n".join(_status_box(status, entries) for status in STATUSES if any(e.status == status for e in entries)),
        entries="\n".join(_section(name, [entry for entry in entries if entry.section == name]) for name in sections),
        proofs="\n".join(_proof(proof) for proof in proofs),
    )


def _status_box(status: str, entries: Sequence[Entry]) -> str:
    number = sum(entry.status == status for entry in entries)
    box = f'<input type="checkbox" name="status" value="{status}" checked>'
    return f'<label class="status {status}" title="{escape(_MEANINGS[status])}">{box} {status} <b>{number}</b></label>'


def _section(name: str, entries: Sequence[Entry]) -> str:
    return f'<section data-section="{escape(plain(name))}">\n<h2>{sentence(name)}</h2>\n' + "\n".join(map(_entry, entries)) + "\n</section>"


def _entry(entry: Entry) -> str:
    source = "\n".join(statement_source(statement) for statement in entry.statements)
    searched = plain(" ".join([entry.number, entry.title, *entry.assumptions, source, entry.note or "", entry.derivation or ""])).lower()
    parts = [
        f'<article id="eq-{entry.number}" data-status="{entry.status}" data-text="{escape(searched)}">',
        f'<header><a class="number" href="#eq-{entry.number}">({entry.number})</a> <h3>{sentence(entry.title)}</h3>'
        f'<span class="badge {entry.status}" title="{escape(_MEANINGS[entry.status])}">{entry.status}</span></header>',
        *(f'<div class="formula">{formula(shown)}</div>' for shown in dict.fromkeys(map(statement_latex, entry.statements))),
        f'<p class="assumptions"><b>Assumes</b> {"; ".join(map(sentence, entry.assumptions))}.</p>',
        *([f'<p class="note">{sentence(entry.note)}</p>'] if entry.note else []),
        *map(_refuted, entry.counterexamples),
        *([f'<p class="missing"><b>Missing</b> {sentence(entry.missing)}</p>'] if entry.missing else []),
        f'<p class="origin">{sentence(entry.source)}{_proof_link(entry)}</p>',
        _sources(entry, source),
        "</article>",
    ]
    return "\n".join(parts)


def _proof_link(entry: Entry) -> str:
    if entry.derivation is None:
        return ""
    return f' · proof: <a class="proof" href="#proof-{entry.derivation}">{escape(entry.derivation)}</a>'


def _refuted(counterexample: Counterexample) -> str:
    where = ", ".join(formula(f"{_letter(name)}={_number(value)}", display=False) for name, value in counterexample.values.items())
    shown = formula(statement_latex(counterexample.statement), display=False)
    return f'<p class="refuted"><b>Refuted</b> {sentence(counterexample.refutes)} At {where}: {shown}</p>'


def _letter(name: str) -> str:
    """The LaTeX of a parameter or an extra scalar."""
    return NAMES[name].latex if name in NAMES else next(row.latex for row in NOMENCLATURE if row.name == name)


def _number(value: str) -> str:
    """The LaTeX of a number as it is typed."""
    rooted = re.sub(r"sqrt\(([^()]*)\)", r"\\sqrt{\1}", value).replace("*", r"\cdot ")
    return re.sub(r"e(-?[0-9]+)", r"\\times10^{\1}", rooted)


def _sources(entry: Entry, source: str) -> str:
    latex = escape(entry_latex(entry))
    return (
        '<details><summary>LaTeX, SymPy, attack</summary><div class="source">'
        f'<button type="button" class="copy" data-copy="latex">copy LaTeX</button><pre class="latex">{latex}</pre>'
        f'<button type="button" class="copy" data-copy="sympy">copy SymPy</button><pre class="sympy">{escape(source)}</pre>'
        f"<p>{escape(attacked_by(entry))}</p></div></details>"
        '<button type="button" class="copy quick" data-copy="latex">copy LaTeX</button>'
    )


def _proof(result: Derivation) -> str:
    steps = "\n".join(
        f"<li><p>{sentence(step.claim)}</p><p class='why'>{sentence(step.because)}</p>"
        f"<p class='check'>{escape(step.check.kind)}: {sentence(step.check.outcome)}</p></li>"
        for step in result.steps
    )
    equations = ", ".join(f"({number})" for number in result.equations)
    return (
        f'<article class="proof" id="proof-{result.name}"><header><h3>{escape(result.name)}</h3><span>{escape(equations)}</span></header>'
        f"<p>{sentence(result.claim)}</p>"
        f"<p class='assumptions'><b>Assumes</b> {'; '.join(map(sentence, result.assumptions))}.</p>"
        f"<details><summary>{len(result.steps)} steps</summary><ol>{steps}</ol></details></article>"
    )
