r"""A derivation as an appendix of a manuscript: a heading in words, a proposition, its proof in paragraphs, what machines checked.

The fragment needs amsmath, amssymb, amsthm and one environment of the reader's own, `proposition`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from ..derived import Derivation, Step
from ..marks import pieces
from .displays import COLUMN, LINE, bare, flowing, shown_in_claim, shown_in_reasons
from .sentence import Names, sentence
from .series import written

LETTER = "H"
"""Stands before the equation numbers of the paper, which are not those of the manuscript."""

PAPER = r"A.~Hudenko \emph{et al.}, arXiv:2511.04242"
_REFERENCES = re.compile(r"(?:\([0-9]{1,2}[a-f]?(?:,[a-f])?\)(?:-|, )?)+ ?")


def appendix(result: Derivation, title: str, *, label: str = "", line: float = LINE) -> str:
    """The fragment of one derivation.

    Args:
        result: a `derivations.foundation.steps.Derivation`.
        title: its heading, a sentence with marked formulas.
        label: what the labels are made of, the derivation's name unless given: prop:NAME, eq:NAME-series, eq:NAME-2.
        line: the width of the text in ems.

    Returns:
        LaTeX of a heading, a proposition and its proof.
    """
    name = label or result.name
    steps = [step for step in result.steps if not _confirms(step)]
    labels = [_label(step.claim, f"eq:{name}-{place}", line) for place, step in enumerate(steps, 1)]
    names = Names(labels=tuple(labels), letter=LETTER)
    paragraphs = [_paragraph(step, place, replace(names, place=place), line) for place, step in enumerate(steps, 1)]
    body = [
        rf"\medskip{{\interlinepenalty10000\noindent\textbf{{{sentence(title, names).rstrip('.')}.}}\par}}",
        r"\nobreak\vskip\topsep\csname @afterheading\endcsname",
        rf"\begin{{proposition}}\label{{prop:{name}}}\sloppy\allowdisplaybreaks[1]",
        _statement(result, name, names, line),
        r"\end{proposition}",
        r"\begin{proof}\sloppy\allowdisplaybreaks",
        "\n\n".join(paragraphs),
        r"\end{proof}",
        _remark(result.steps, labels, names),
    ]
    return "\n".join(body) + "\n"


def _confirms(step: Step) -> bool:
    """Whether a step is no part of the proof: a certified value proves what it encloses alone."""
    return bool(step.confirms) or step.check.kind == "enclosure"


def _label(claim: str, label: str, line: float) -> str | None:
    return label if shown_in_claim(claim, line) else None


def _statement(result: Derivation, name: str, names: Names, line: float) -> str:
    assumed = "; ".join(sentence(text, names) for text in result.assumptions)
    if result.expansion is None:
        told = flowing(result.claim, shown_in_claim(result.claim, line), names, line, f"eq:{name}")
        return (
            f"Assume {assumed}. Then the following holds.\n{_ended(told)}"
            if told[:1].isupper()
            else f"Assume {assumed}. Then\n{_ended(told)}"
        )
    found = written(result.expansion, line=line - (3.0 if line > COLUMN else 4.0))
    symbol = result.latex.partition("=")[0]
    lines = [f"{symbol}={{}}&{found.lines[0]}", *("&{}" + row for row in found.lines[1:])]
    shown = "\\begin{align}\n" + " \\notag\\\\\n".join(lines) + rf" \label{{eq:{name}-series}}" + "\n\\end{align}"
    parts = [f"Assume {assumed}. Then", shown]
    if found.parts:
        rows = [f"{left}={{}}&" + " \\\\\n&{}".join(right) for left, right in found.parts]
        shown = "\\begin{align*}\n" + " \\\\\n".join(rows) + "\n\\end{align*}"
        parts += ["where", shown if line > COLUMN else f"\\begingroup\\small\n{shown}\n\\endgroup"]
    return "\n".join(parts)


def _ended(text: str) -> str:
    return text if text.rstrip().endswith((".", "}")) else text + "."


def _paragraph(step: Step, place: int, names: Names, line: float) -> str:
    """What is claimed, with its formulas displayed, and why."""
    shown = shown_in_claim(step.claim, line)
    label = names.labels[place - 1] or ""
    reason = flowing(_closed(step.because), shown_in_reasons(step.because, line), names, line)
    if not shown:
        return rf"\emph{{Step {place}. {sentence(_closed(step.claim), names)}}} {reason}"
    claim = flowing(_closed(step.claim), shown, names, line, label)
    if (match := _REFERENCES.match(step.claim)) is not None and bare(step.claim):
        told = sentence(match.group().strip(), names)
        claim = claim.replace(told, f"{told} {'read' if match.group().count('(') > 1 else 'reads'}", 1)
    return rf"\emph{{Step {place}.}}" + ("\n" if claim.startswith(r"\begin") else " ") + f"{claim}\n{reason}"


def _closed(text: str) -> str:
    """The sentence with a full stop at its end."""
    return text if text.endswith((".", "?", "!", ":")) else text + "."


def _remark(steps: Sequence[Step], labels: Sequence[str | None], names: Names) -> str:
    """What machines checked, in one paragraph."""
    proved = [step for step in steps if not _confirms(step)]
    places = [
        (step, _eqref(label) if label else f"step {place}") for place, (step, label) in enumerate(zip(proved, labels, strict=True), 1)
    ]
    told = []
    if identities := [place for step, place in places if step.check.kind == "identity"]:
        told.append(f"By exact algebra the difference of both sides is identically 0: {_listed(identities)}.")
    if counted := [f"{place} ({sentence(step.check.outcome, names)})" for step, place in places if step.check.kind == "enumeration"]:
        told.append(f"Compared exactly in finitely many cases: {_listed(counted)}.")
    for because, group in groupby((step for step in steps if _confirms(step)), key=lambda step: step.because):
        told.append(f"{sentence(_closed(because), names)} {_results(list(group), names)}.")
    if argued := [place for step, place in places if step.check.kind == "argument"]:
        told.append(f"Argued in words, which no machine has checked: {_listed(argued)}.")
    text = " ".join(told)
    numbers = f" Numbers such as ({LETTER}30) are those of the equations of {PAPER}." if _mentions(steps) else ""
    return f"\\smallskip\\begingroup\\sloppy\\small\\noindent\\emph{{Machine checks.}} {text}{numbers}\\par\\endgroup\\medskip"


def _results(steps: Sequence[Step], names: Names) -> str:
    """What came out, one result behind the other; what all of them begin with is said once."""
    heads = {step.check.outcome.partition(": ")[0] for step in steps}
    common = heads.pop() + ": " if len(heads) == 1 and all(": " in step.check.outcome for step in steps) else ""
    lead = f"{sentence(common[:1].upper() + common[1:], names)}" if common else ""
    found = []
    for claim, group in groupby(steps, key=lambda step: step.claim.rstrip(".").rpartition(_joint(step.claim))[0]):
        results = list(group)
        if not claim or len(results) == 1:
            found += [f"{sentence(step.claim.rstrip('.'), names)} ({_result(step, common, names)})" for step in results]
            continue
        rest = [(step, step.claim.rstrip(".")[len(claim) :].lstrip("; ,")) for step in results]
        cases = [f"{sentence(case, names)} ({_result(step, common, names)})" for step, case in rest]
        found.append(f"{sentence(claim, names)}, for {_listed(cases)}")
    return lead + "; ".join(found if common else [_raised(found[0]), *found[1:]])


def _joint(claim: str) -> str:
    """What stands between what is claimed and the case that it is claimed for."""
    return "; " if "; " in claim else ", "


def _result(step: Step, common: str, names: Names) -> str:
    return sentence(step.check.outcome[len(common) :], names)


def _mentions(steps: Sequence[Step]) -> bool:
    """Whether a sentence names an equation of the paper."""
    texts = (part for step in steps for text in (step.claim, step.because) for part, formula in pieces(text) if not formula)
    return any(re.search(r"\([0-9]{1,2}[a-f]?\)", text) for text in texts)


def _eqref(label: str) -> str:
    return rf"\eqref{{{label}}}"


def _listed(parts: Iterable[str]) -> str:
    found = list(parts)
    return found[0] if len(found) == 1 else f"{', '.join(found[:-1])} and {found[-1]}"


def _raised(text: str) -> str:
    return text[:1].upper() + text[1:] if text[:1].isalpha() else text
