r"""The frame of a document: preamble, title, abstract, contents, sections, figures and references.

It needs amsmath, amssymb, amsthm, booktabs and graphicx. Equations, figures and tables of the document are numbered S1, S2, ...;
equations of the paper keep their numbers, with an H before them.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..latex.references import bibliography

PAPER = "(H{})"
"""How the number of an equation of the paper is written."""

_PACKAGES = r"""\usepackage{amsmath,amssymb,amsthm,booktabs,graphicx}
\newtheorem{proposition}{Proposition}
\setlength{\emergencystretch}{3em}\allowdisplaybreaks
"""
_NUMBERED_S = r"""\renewcommand{\theequation}{S\arabic{equation}}
\renewcommand{\thefigure}{S\arabic{figure}}
\renewcommand{\thetable}{S\arabic{table}}
"""
_IN_PLACE = r"""\makeatletter % tables and figures stand where they are; without these lines they float
\newcommand{\inplace}[1]{\par\addvspace{\bigskipamount}\noindent\minipage{\linewidth}\def\@captype{#1}\centering}
\newcommand{\inplaceend}{\endminipage\par\addvspace{\bigskipamount}}
\renewenvironment{table}[1][]{\inplace{table}}{\inplaceend}
\renewenvironment{figure}[1][]{\inplace{figure}}{\inplaceend}
\makeatother
"""
"""No page is left half empty by a float that waits for the next one."""

_CLASSES = {
    "article": r"""\documentclass[10pt]{article}
\setlength{\textwidth}{16cm}\setlength{\oddsidemargin}{0cm}\setlength{\evensidemargin}{0cm}
\setlength{\textheight}{23.5cm}\setlength{\topmargin}{-1.2cm}
\setlength{\abovecaptionskip}{6pt}\setlength{\belowcaptionskip}{6pt}
""",
    "revtex4-2": r"""\documentclass[aps,pra,10pt,onecolumn,notitlepage,longbibliography]{revtex4-2}
\raggedbottom\setcounter{secnumdepth}{1}
""",
}
WIDTH = {"article": 455.0, "revtex4-2": 510.0}
"""Of a line, in points."""


def preamble(kind: str, *, numbered: bool = True, more: str = "") -> str:
    """What stands before the title.

    Args:
        kind: article or revtex4-2.
        numbered: whether numbers begin with S, as in a supplement.
        more: further lines.
    """
    return _CLASSES[kind] + _PACKAGES + _IN_PLACE + (_NUMBERED_S if numbered else "") + more + "\\begin{document}\n"


def front(kind: str, title: str, author: str, abstract: str, contents: bool) -> str:
    """Title, author, abstract and table of contents, in the order that the class wants."""
    told = rf"\title{{{title}}}" + "\n" + (f"\\author{{{author}}}\n" if author or kind == "article" else "")
    told += "\\date{}\n" if kind == "article" else ""  # revtex4-2 writes "Dated" beside an empty one
    summary = f"\\begin{{abstract}}\n{abstract}\n\\end{{abstract}}\n" if abstract else ""
    parts = [summary, "\\maketitle\n"] if kind == "revtex4-2" else ["\\maketitle\n", summary]
    return told + "".join(parts) + ("\\tableofcontents\n" if contents else "")


def section(heading: str, body: str) -> str:
    """A section with its heading."""
    return f"\\section{{{heading}}}\n{body}\n"


def listed(heading: str) -> str:
    """A line of the table of contents for a part that sets its own heading, and room for what follows that on the same page."""
    room = r"\par\vskip0pt plus6\baselineskip\penalty-250\vskip0pt plus-6\baselineskip"
    return room + "\n" + rf"\addcontentsline{{toc}}{{subsection}}{{{heading}}}"


def figure(path: str, caption: str, label: str) -> str:
    """One figure, as wide as its file says."""
    told = rf"\caption{{{caption}}}\label{{{label}}}"
    return "\n".join([r"\begin{figure}[htbp]\centering", rf"\includegraphics{{{path}}}", told, r"\end{figure}", ""])


def figure_beside(path: str, caption: str, label: str, cut: float) -> str:
    """One figure of a column's width with its caption on the right, `cut` points of its bottom left out."""
    shown = rf"\begin{{minipage}}[c]{{80mm}}\includegraphics[width=80mm,trim=0 {cut}bp 0 0,clip]{{{path}}}\end{{minipage}}\hfill"
    told = rf"\begin{{minipage}}[c]{{74mm}}\small\caption{{{caption}}}\label{{{label}}}\end{{minipage}}"
    return "\n".join([r"\begin{figure}[htbp]\centering", shown, told, r"\end{figure}", ""])


def finished(parts: Iterable[str]) -> str:
    """The document from its parts, with the references at the end."""
    return "".join(parts) + "\n" + bibliography() + "\\end{document}\n"
