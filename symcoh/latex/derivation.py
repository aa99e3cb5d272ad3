"""A derivation as LaTeX: an appendix of a manuscript, or the list of its steps with their reasons and checks.

A derivation is anything with the fields of `derivations.foundation.steps.Derivation`; its formulas are marked, see `symcoh.marks`.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..derived import Derivation, Step
from .appendix import appendix
from .displays import LINE
from .sentence import sentence
from .series import written
from .tables import document

MANUSCRIPT = r"""\documentclass[10pt]{article}
\usepackage{amsmath,amssymb,amsthm,booktabs}
\newtheorem{proposition}{Proposition}
\begin{document}
"""
"""What stands before the fragments in a document of ours; a reader's own preamble needs no more."""


def derivation_document(result: Derivation, title: str = "", style: str = "steps") -> str:
    """The whole document of one derivation, with a heading in words.

    Args:
        result: the derivation.
        title: its heading, a sentence with marked formulas; the derivation's name unless given.
        style: appendix, a proposition and its proof, for a manuscript; or steps, claim, assumptions and every step as a list.

    Returns:
        LaTeX from the class to the end of the document.
    """
    heading = headed(result, title or result.name)
    if style == "appendix":
        return manuscript([appendix(result, heading)])
    return document(sentence(heading), [derivation_body(result)])


def manuscript(fragments: Iterable[str]) -> str:
    """A document around fragments: an article at 10 pt."""
    return MANUSCRIPT + "\n".join(fragments) + "\\end{document}\n"


def headed(result: Derivation, title: str) -> str:
    """The heading of a derivation whose series may be that of another quantity than the coherence."""
    quantity = "coherence" if result.expansion is None else result.expansion.quantity
    if result.expansion is not None and str(result.expansion.variable) == "1/T":
        title = title.replace("`beta`", "`1/T`")
    if quantity == "coherence":
        return title
    name = quantity.replace("-", " ")
    return title.replace("The coherence", f"The {name}").replace("(42), ", "").replace(" (45), (46): `C`", f": the {name}")


def derivation_fragment(result: Derivation, title: str, style: str, *, label: str = "", line: float = LINE) -> str:
    r"""One derivation for \input into a manuscript."""
    return appendix(result, headed(result, title), label=label, line=line) if style == "appendix" else derivation_body(result)


def derivation_body(result: Derivation) -> str:
    """Claim, formula, assumptions and steps."""
    parts = [r"\begingroup\allowdisplaybreaks\sloppy", rf"{{\raggedright\paragraph{{Claim.}} {sentence(result.claim)}\par}}"]
    parts.append(_display(result))
    if result.equations:
        parts.append(rf"\paragraph{{Equations.}} {', '.join(f'({e})' for e in result.equations)}.")
    parts += [r"\paragraph{Assumptions.}", _list("itemize", (sentence(a) for a in result.assumptions))]
    parts += [r"\paragraph{Steps.}", _list("enumerate", (_step(step) for step in result.steps)), r"\endgroup"]
    return "\n".join(part for part in parts if part) + "\n"


def _display(result: Derivation) -> str:
    if result.expansion is None:
        return ""
    found = written(result.expansion)
    left = "C" if result.expansion.quantity == "coherence" else result.latex.partition("=")[0]
    shown = [_align([(left, found.lines)])]
    if found.parts:
        shown += ["Here", _align(found.parts)]
    return "\n".join(shown)


def _align(rows: Iterable[tuple[str, Iterable[str]]]) -> str:
    """Left sides and the lines of their right sides."""
    lines = [rf"{left}={{}}&" + " \\\\\n&{}".join(right) for left, right in rows]
    return "\\begin{align*}\n" + " \\\\\n".join(lines) + "\n\\end{align*}"


def _step(step: Step) -> str:
    check = rf"\emph{{Checked by {step.check.kind}:}} {sentence(step.check.outcome)}."
    return rf"{sentence(step.claim)} \\ \emph{{Why:}} {sentence(step.because)} \\ {check}"


def _list(kind: str, items: Iterable[str]) -> str:
    return "\n".join([rf"\begin{{{kind}}}\raggedright", *(rf"\item {item}" for item in items), rf"\end{{{kind}}}"])
