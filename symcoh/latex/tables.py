"""booktabs tables of certified values, and the document around them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

PREAMBLE = r"""\documentclass[10pt]{article}
\usepackage{amsmath,amssymb,booktabs}
\setlength{\textwidth}{18cm}\setlength{\oddsidemargin}{-1cm}\setlength{\textheight}{24cm}\setlength{\topmargin}{-1.5cm}
\begin{document}
"""

_SYMBOLS = {"<=": r"\le", ">=": r"\ge", "->": r"\to"}


def decimal(text: str) -> str:
    r"""A printed decimal in mathematics mode.

    >>> print(decimal("-1.20e-45"))
    $-1.20\times10^{-45}$
    """
    mantissa, _, exponent = text.partition("e")
    return f"${mantissa}" + (rf"\times10^{{{exponent}}}" if exponent else "") + "$"


def relation(symbol: str) -> str:
    """The LaTeX of <=, >= or ->."""
    return f"${_SYMBOLS[symbol]}$"


def table(caption: str, columns: Sequence[str], heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """One table environment; every cell is LaTeX already."""
    lines = [r"\begin{table}[ht]\centering\scriptsize", rf"\caption{{{caption}}}", rf"\begin{{tabular}}{{{''.join(columns)}}}", r"\toprule"]
    lines += [" & ".join(heads) + r" \\", r"\midrule"]
    lines += [" & ".join(row) + r" \\" for row in rows]
    return "\n".join([*lines, r"\bottomrule", r"\end{tabular}", r"\end{table}", ""])


def document(title: str, parts: Iterable[str]) -> str:
    """A whole document that pdflatex compiles."""
    return PREAMBLE + rf"\section*{{{title}}}" + "\n" + "\\clearpage\n".join(parts) + "\\end{document}\n"
