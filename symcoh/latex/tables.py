"""booktabs tables of certified values, and a plain document around them."""

from __future__ import annotations

import re
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
    lines = [
        r"\begin{table}[ht]\centering\scriptsize\setlength{\belowcaptionskip}{6pt}",
        rf"\caption{{{caption}}}",
        rf"\begin{{tabular}}{{{''.join(columns)}}}",
        r"\toprule",
    ]
    lines += [" & ".join(heads) + r" \\", r"\midrule"]
    lines += [" & ".join(row) + r" \\" for row in rows]
    return "\n".join([*lines, r"\bottomrule", r"\end{tabular}", r"\end{table}", ""])


def parameter(text: str) -> str:
    r"""A parameter as typed, in mathematics: sqrt(2)/3, 7/10, oo.

    >>> print(parameter("sqrt(2)/3"), parameter("-2*pi"), parameter("oo"), parameter("1-4*3e-7"))
    \sqrt{2}/3 -2\,\pi \infty 1-4\cdot 3\times10^{-7}
    """
    while text != (text := re.sub(r"sqrt\(((?:[^()]|\([^()]*\))*)\)", r"\\sqrt{\1}", text)):
        pass
    text = re.sub(r"\*\*(-?[0-9]+|\([^()]*\))", lambda found: f"^{{{found[1].strip('()')}}}", text)
    text = re.sub(r"([0-9.])[eE]\+?(-?[0-9]+)", r"\1\\times10^{\2}", text)
    text = re.sub(r"(?<![A-Za-z\\])(pi|exp|log)(?![A-Za-z])", r"\\\1", text)
    text = re.sub(r"\*(?=[0-9])", r"\\cdot ", text)
    return re.sub(r"\boo\b", r"\\infty", text).replace("*", r"\,")


def document(title: str, parts: Iterable[str]) -> str:
    """A whole document that pdflatex compiles."""
    return PREAMBLE + rf"\section*{{{title}}}" + "\n" + "\\clearpage\n".join(parts) + "\\end{document}\n"
