"""The files of a manuscript: manuscript.tex, values.tex and the figures."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ..certified import CertifiedNumber
from ..derivation_registry import installed, proofs, title
from ..latex.appendix import LETTER
from ..latex.derivation import derivation_fragment
from ..latex.printer import entry_latex
from ..latex.sentence import Names, sentence
from ..latex.tables import decimal
from ..tables import latex_fragment, parameters_in_words, rows
from ..version import __version__
from .article import PAPER, WIDTH, figure, finished, front, listed, preamble, section
from .captions import figure_caption
from .specification import Figure, Manuscript

if TYPE_CHECKING:
    from ..ledger import Entry

THEIRS = Names(letter=LETTER)
"""The numbers of the paper's equations carry a letter, so that they are not taken for those of the document."""

Files = dict[str, str | bytes]
Note = Callable[[str], None]
SHOWN_DIGITS = 20
"""Of a value in the table of values; its macro holds all."""

_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def manuscript_files(spec: Manuscript, values: Mapping[str, CertifiedNumber], note: Note) -> Files:
    """Every file but the PDF.

    Args:
        spec: what is wanted.
        values: the number of each macro.
        note: told what is being made.

    Returns:
        The files by name, text or bytes.

    Raises:
        NotCertified: a row of a table. EnvironmentFailed: no matplotlib.
    """
    files: Files = {"values.tex": values_text(values)}
    parts = [preamble(spec.kind, more="\\input{values}\n")]
    abstract = spec.abstract or _abstract(spec, _all_proved(spec, values))
    parts.append(front(spec.kind, spec.title, spec.author, abstract, contents=spec.kind == "article"))
    if spec.equations:
        parts.append(section("Equations", "\n".join(_equation(entry) for entry in spec.equations)))
    if spec.derivations:
        parts.append(section("Derivations", "\n".join(_derivation(name, note) for name in spec.derivations)))
    if spec.tables:
        parts.append(section("Tables", "\n".join(_table(name, table, spec.kind, note) for name, table in spec.tables.items())))
    if spec.figures:
        files |= {f"figures/figure-{one.label}.pdf": _picture(one, note) for one in spec.figures}
        shown = [
            figure(f"figures/figure-{one.label}.pdf", figure_caption(one.name, PAPER, one.own), f"fig:{one.label}") for one in spec.figures
        ]
        parts.append(section("Figures", "\n".join(shown)))
    if values:
        parts.append(section("Values", _values(values)))
    files["manuscript.tex"] = finished(parts)
    return dict(reversed(files.items()))


def _all_proved(spec: Manuscript, values: Mapping[str, CertifiedNumber]) -> bool:
    """Whether every number of the document is proved."""
    return all(table.backend == "arb" for table in spec.tables.values()) and all(number.certified for number in values.values())


def _abstract(spec: Manuscript, proved: bool) -> str:
    """What is in the document, in a sentence or two."""
    counted = [
        _count(len(spec.equations), "equation"),
        _count(len(spec.derivations), "derivation"),
        _count(len(spec.tables), "table"),
        _count(len(spec.figures), "figure"),
        _count(len(spec.values), "value"),
    ]
    found = [text for text in counted if text]
    listing = found[0] if len(found) == 1 else f"{', '.join(found[:-1])} and {found[-1]}"
    digits = "Every printed digit is certified" if proved else "Printed digits are certified, where nothing else is said,"
    return (
        f"{listing[:1].upper()}{listing[1:]} on the coherence of a two-level system in equilibrium with interacting sources\n"
        f"\\cite{{hudenko2025}}. Numbers such as (H30) are those of the equations there. {digits} by ball\n"
        f"arithmetic \\cite{{arb2017,flint}}; formulas were built with SymPy \\cite{{sympy2017}} and checked by symcoh {__version__}."
    )


def _count(number: int, noun: str) -> str:
    if number == 0:
        return ""
    counted = _WORDS[number] if number < len(_WORDS) else str(number)
    return f"{counted} {noun}" if number == 1 else f"{counted} {noun}s"


def _equation(entry: Entry) -> str:
    """One equation of the paper under its own number, with what it assumes."""
    ours = entry.number.startswith("B")
    shown = entry_latex(entry) if ours else entry_latex(entry).replace(rf"\tag{{{entry.number}}}", rf"\tag{{H{entry.number}}}", 1)
    assumed = "; ".join(sentence(text, THEIRS) for text in entry.assumptions)
    return f"\\paragraph{{{sentence(entry.title, THEIRS)}.}}\n{shown}\n\\noindent Holds for {assumed.rstrip('.')}.\n"


def _derivation(name: str, note: Note) -> str:
    """A derivation as a proposition and its proof; where the parity of N matters, one for each."""
    note(f"derivation {name}")
    heading, results = title(installed()[name]), list(proofs([name]))
    labels = [name] if len(results) == 1 else [f"{name}-{case}" for case in ("odd", "even")]
    parts = [derivation_fragment(result, heading, "appendix", label=label) for result, label in zip(results, labels, strict=True)]
    return "\n".join([listed(sentence(heading, THEIRS).rstrip(".")), *parts])


def _table(name: str, table: Any, kind: str, note: Note) -> str:
    note(f"table {name}")
    label = re.sub("[^A-Za-z0-9-]", "-", name.removesuffix(".toml"))
    return latex_fragment(table, list(rows(table)), label=label, width=WIDTH[kind])


def _picture(one: Figure, note: Note) -> bytes:
    from ..figures.drawing import picture
    from ..figures.files import rendered
    from ..figures.frame import Frame

    note(f"figure {one.label}")
    return rendered(picture(one.name, one.own, Frame(caption=False)), "pdf")


def values_text(values: Mapping[str, CertifiedNumber]) -> str:
    r"""One macro a line; what is no plain decimal is set as mathematics wherever it stands.

    >>> from symcoh import Model, evaluate
    >>> cold = evaluate(Model(N=4, omega_a=1, gamma=1, J=-9), "coherence", T="1/2", digits=3)
    >>> print(values_text({"Cmin": cold}), end="")
    \newcommand{\symcohCmin}{\ensuremath{1.51\times10^{-29}}}
    """
    return "".join(rf"\newcommand{{\symcoh{name}}}{{{_macro(number.value)}}}" + "\n" for name, number in values.items())


def _macro(value: str) -> str:
    return value if re.fullmatch(r"[0-9.]+", value) else rf"\ensuremath{{{decimal(value).strip('$')}}}"


def _values(values: Mapping[str, CertifiedNumber]) -> str:
    """The table of all macros: quantity, parameters, value."""
    proof = "Every digit is proved."
    if not all(number.certified for number in values.values()):
        proof = "Every digit is proved, but those of the values marked with a star, on which two precisions agree."
    lines = [
        r"\begin{table}[htbp]\centering\small",
        rf"\caption{{Values by name. {proof}}}\label{{tab:values}}",
        r"\begin{tabular}{lp{2.8cm}p{4.4cm}l}",
        r"\toprule",
        r"macro & quantity & parameters & value \\",
        r"\midrule",
    ]
    for name, number in values.items():
        macro, quantity = rf"\texttt{{\char92 symcoh{name}}}", number.quantity.replace("-", " ")
        star = "" if number.certified else "${}^*$"
        cells = [macro, rf"\raggedright {quantity}", _parameters(number), _shortened(name, number) + star]
        lines.append(" & ".join(cells) + r" \\")
    return "\n".join([*lines, r"\bottomrule", r"\end{tabular}", r"\end{table}", ""])


def _parameters(number: CertifiedNumber) -> str:
    found = dict(number.parameters)
    if number.quantity == "critical-coupling":
        del found["coupling"]
    return r"\raggedright " + ", ".join(parameters_in_words(found))


def _shortened(name: str, number: CertifiedNumber) -> str:
    """The macro itself, or its first digits where it is long."""
    if len(number.value) <= SHOWN_DIGITS:
        return rf"\symcoh{name}"
    mantissa, _, exponent = number.value.partition("e")
    power = rf"\times10^{{{exponent}}}" if exponent else ""
    return f"${mantissa[: SHOWN_DIGITS - len(power) // 3]}\\ldots{power}$"
