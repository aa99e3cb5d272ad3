"""A derivation as a LaTeX document: claim, steps with their reasons and checks, and the series in broken lines.

The sentences of a derivation are plain text with formulas, set by `prose`. A derivation is anything with the fields of
`derivations.foundation.steps.Derivation`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from .prose import prose as prose
from .series import written
from .tables import document


def series_lines(series: Any) -> Iterator[str]:
    """The lines of C = Σ terms + O(...), one term or more each."""
    yield from written(series).lines


def derivation_document(result: Any) -> str:
    """The whole document of one derivation; it needs amsmath and amssymb only."""
    return document(prose(result.name), [derivation_body(result)])


def derivation_body(result: Any) -> str:
    """Claim, formula, assumptions and steps."""
    parts = [r"\allowdisplaybreaks", rf"\paragraph{{Claim.}} {prose(result.claim)}", _display(result)]
    if result.equations:
        parts.append(rf"\paragraph{{Equations.}} {', '.join(f'({e})' for e in result.equations)}.")
    parts += [r"\paragraph{Assumptions.}", _list("itemize", (prose(a) for a in result.assumptions))]
    parts += [r"\paragraph{Steps.}", _list("enumerate", (_step(step) for step in result.steps))]
    return "\n".join(part for part in parts if part) + "\n"


def _display(result: Any) -> str:
    if result.expansion is None:
        return f"\\begin{{equation*}}\n{result.latex}\n\\end{{equation*}}"
    found = written(result.expansion)
    left = "C" if result.expansion.quantity == "coherence" else result.latex.partition("=")[0]
    shown = [_align([(left, found.lines)])]
    if found.parts:
        shown += ["Here", _align(found.parts)]
    return "\n".join([*shown, f"Valid for {prose(result.expansion.valid_for)}."])


def _align(rows: Iterable[tuple[str, Iterable[str]]]) -> str:
    """Left sides and the lines of their right sides."""
    lines = [rf"{left}={{}}&" + " \\\\\n&{}".join(right) for left, right in rows]
    return "\\begin{align*}\n" + " \\\\\n".join(lines) + "\n\\end{align*}"


def _step(step: Any) -> str:
    check = rf"\emph{{Checked by {step.check.kind}:}} {prose(step.check.outcome)}."
    return rf"{prose(step.claim)} \\ \emph{{Why:}} {prose(step.because)} \\ {check}"


def _list(kind: str, items: Iterable[str]) -> str:
    return "\n".join([rf"\begin{{{kind}}}\raggedright", *(rf"\item {item}" for item in items), rf"\end{{{kind}}}"])
