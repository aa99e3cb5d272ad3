"""The one document of a reproduction: title, abstract, contents, tables, figures with captions, derivations, references."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ..manuscript.article import figure_beside, finished, front, preamble, section
from ..manuscript.captions import figure_caption
from ..version import __version__

TITLE = r"Autonomous quantum coherence:\\ certified values, figures and derivations"
CAPTION = 14.2
"""Height in points of the line of parameters below a picture, which has a caption of its own here."""

_BODY = re.compile(r"\\begin\{document\}\n(?:\\section\*\{(?P<title>[^\n]*)\}\n)?(?P<body>.*)\\end\{document\}", re.DOTALL)
_WIDE = r"""\setlength{\textwidth}{18cm}\setlength{\oddsidemargin}{-1cm}\setlength{\evensidemargin}{-1cm}
"""
"""The series of the derivations are broken for this width."""

_ABSTRACT = r"""Everything that symcoh %s reproduces of Ref.~\cite{hudenko2025}, a two-level system in equilibrium with a ring of $N$
interacting two-level sources: its coherence to 50 digits in %s regimes, %sand %s derivations, every parameter a symbol.
The numbers of equations are those of that work. Every digit of a value is proved by ball arithmetic
\cite{arb2017,flint} and agrees with a second backend \cite{mpmath}; formulas are SymPy's \cite{sympy2017}, the count of
ring states is that of Ref.~\cite{antal2004}."""
_VALUES = r"""The target has the gap $\omega=1$. Each table is one regime, $N=1$ to 8 and 100 ($N=1$ has no critical line). A radius bounds
the distance of the printed value from the true one; where a limit or a bound of the paper belongs to the regime, it stands beside the
value."""
_FIGURES = """The parameters are ours, chosen to show what the text of the paper describes."""
_DERIVATIONS = r"""Every step says why it holds and how it was checked: \emph{identity}, the difference of both sides is zero in exact
algebra; \emph{enumeration}, equal in finitely many cases, exactly; \emph{enclosure}, certified values beside the
formula; \emph{argument}, words that no machine has checked."""


def document(table: str, pictures: Sequence[str], derivations: Mapping[str, str]) -> str:
    """The document from those of its parts.

    Args:
        table: the document of the reference table.
        pictures: the names of the figures that are there, as figures/figure-NAME.pdf.
        derivations: name -> its document.
    """
    _, values = parted(table)
    count = str(values.count(r"\begin{table}"))
    told = _ABSTRACT % (__version__, count, f"{len(pictures)} figures " if pictures else "", len(derivations))
    parts = [preamble("article", numbered=False, more=_WIDE), front("article", TITLE, f"symcoh {__version__}", told, contents=True)]
    parts.append(section("Certified values of the coherence", f"{_VALUES}\n{values}"))
    if pictures:
        shown = [figure_beside(f"figures/figure-{name}.pdf", figure_caption(name), f"fig:{name}", CAPTION) for name in pictures]
        parts.append(section("Figures", _FIGURES + "\n" + "\n".join(shown)))
    if derivations:
        parts.append(section("Derivations", _DERIVATIONS + "\n" + "\n".join(_derivation(*parted(text)) for text in derivations.values())))
    return finished(parts)


def _derivation(title: str, body: str) -> str:
    return f"\\subsection{{{title}}}\n{body}" if title else body


def parted(source: str) -> tuple[str, str]:
    """The title of a document of ours, "" where it has none, and its body without page breaks."""
    match = _BODY.search(source)
    assert match is not None, "every document of ours has a body"
    return match["title"] or "", match["body"].replace("\\clearpage\n", "")
