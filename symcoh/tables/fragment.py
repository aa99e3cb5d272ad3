r"""A table for \input into a manuscript: booktabs, a row for each point, a column for each quantity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..certified import CertifiedNumber
from ..latex.tables import decimal, parameter
from .forms import SYMBOLS
from .specification import Specification

DIGIT, GAP = 4.2, 12.0
"""Points of a digit and between columns, in scriptsize."""

_SYMBOLS = {**SYMBOLS, "D": "D", "tilt": r"\vartheta", "Omega": r"\Omega"}
_SAID = ("sources_model", "shape")
"""Parameters that the name of the system says."""

PAGE_LINES = 56
"""Of rows on one page; longer tables go on in a further one."""


def latex_fragment(
    spec: Specification, numbers: Sequence[CertifiedNumber], *, label: str = "", radius: bool = True, group: int = 0, width: float = 340.0
) -> str:
    r"""The table of all rows; what does not vary stands in the caption. A table that is longer than a page goes on in a further one.

    Args:
        spec: what was asked.
        numbers: its rows.
        label: of the table, tab:LABEL; "values" unless given.
        radius: whether each value has a column for its radius.
        group: digits in a group, 0 for none.
        width: of the text in points; a value that is longer than its column goes on below.

    Returns:
        A table environment for booktabs, without a preamble.

    >>> from symcoh.tables import parse_specification, rows
    >>> text = 'quantities = ["coherence"]\ndigits = 7\nfixed = {sources = 1, omega_a = 1, gamma = 1}\nover = {beta = ["1", "oo"]}'
    >>> spec = parse_specification(text)
    >>> print(latex_fragment(spec, list(rows(spec)), radius=False, group=3))
    \begin{table}[ht]\centering\scriptsize\setlength{\belowcaptionskip}{6pt}
    \caption{Certified values at $N=1$, $\omega=1$, $\omega_a=1$, $\gamma=1$, $J=0$. Every digit is proved.}\label{tab:values}
    \begin{tabular}{ll}
    \toprule
    $\beta$ & coherence \\
    \midrule
    $1$ & $0.333\,509\,5$ \\
    $\infty$ & $0.894\,427\,2$ \\
    \bottomrule
    \end{tabular}
    \end{table}
    <BLANKLINE>
    """
    varied = list(spec.varied)
    points: dict[tuple[str, ...], dict[str, CertifiedNumber]] = {}
    for number in numbers:
        points.setdefault(tuple(number.parameters[name] for name in varied), {})[number.quantity] = number
    quantities = list(dict.fromkeys(number.quantity for number in numbers))
    shown = radius and all(number.radius is not None for number in numbers)
    heads = [f"${SYMBOLS[name]}$" for name in varied]
    for name in quantities:
        heads += [name.replace("-", " "), *(["radius"] if shown else [])]
    room = _room(points, len(quantities), shown, width)
    lines: list[tuple[str, int]] = []
    for point, values in points.items():
        cells = [f"${parameter(text)}$" for text in point]
        for name in quantities:
            found = values.get(name)
            cells.append("--" if found is None else grouped(found.value, group, room))
            if shown:
                cells.append("--" if found is None or found.radius is None else decimal(found.radius))
        lines.append((" & ".join(cells) + r" \\", 1 + max(cell.count(r"\\") for cell in cells)))
    captions = [rf"\caption{{{_caption(numbers, varied)}}}\label{{tab:{label or 'values'}}}"]
    pages = _pages(lines)
    captions += [rf"\caption{{Continuation of Table~\ref{{tab:{label or 'values'}}}.}}"] * (len(pages) - 1)
    return "".join(_table(caption, heads, page) for caption, page in zip(captions, pages, strict=True))


def _pages(lines: Sequence[tuple[str, int]]) -> list[list[str]]:
    """Rows by page, each with the number of its lines."""
    pages: list[list[str]] = [[]]
    filled = 0
    for text, height in lines:
        if pages[-1] and filled + height > PAGE_LINES:
            pages.append([])
            filled = 0
        pages[-1].append(text)
        filled += height
    return pages


def _table(caption: str, heads: Sequence[str], lines: Sequence[str]) -> str:
    told = [
        r"\begin{table}[ht]\centering\scriptsize\setlength{\belowcaptionskip}{6pt}",
        caption,
        rf"\begin{{tabular}}{{{'l' * len(heads)}}}",
        r"\toprule",
        " & ".join(heads) + r" \\",
        r"\midrule",
        *lines,
        r"\bottomrule",
        r"\end{tabular}",
        r"\end{table}",
        "",
    ]
    return "\n".join(told)


def _room(points: dict[tuple[str, ...], dict[str, CertifiedNumber]], quantities: int, radius: bool, width: float) -> int:
    """Digits that a value may have on one line."""
    taken = sum(max(len(point[place]) for point in points) * DIGIT + GAP for place in range(len(next(iter(points)))))
    return max(10, int(((width - taken) / quantities - (60.0 if radius else 0.0) - GAP) / DIGIT))


def grouped(value: str, group: int, room: int) -> str:
    r"""A decimal with its digits in groups behind the point, in as many lines as it needs.

    >>> print(grouped("0.1234567e-5", 5, 30), grouped("0.12345678", 4, 6))
    $0.12345\,67\times10^{-5}$ \begin{tabular}[t]{@{}l@{}}$0.1234$\\$5678$\end{tabular}
    """
    mantissa, _, exponent = value.partition("e")
    whole, point, digits = mantissa.partition(".")
    step = group or 1
    first = max(step, (room - len(whole) - 1) // step * step)
    cuts = [digits[:first]] + [digits[k : k + first] for k in range(first, len(digits), first)]
    lines = [r"\,".join(cut[k : k + group] for k in range(0, len(cut), group)) if group else cut for cut in cuts]
    lines[0] = whole + point + lines[0]
    lines[-1] += rf"\times10^{{{exponent}}}" if exponent else ""
    if len(lines) == 1:
        return f"${lines[0]}$"
    return r"\begin{tabular}[t]{@{}l@{}}" + r"\\".join(f"${line}$" for line in lines) + r"\end{tabular}"


def _caption(numbers: Sequence[CertifiedNumber], varied: Sequence[str]) -> str:
    shared = {name: text for name, text in numbers[0].parameters.items() if name not in varied}
    fixed = parameters_in_words(shared)
    proof = "Every digit is proved." if all(number.certified for number in numbers) else "Two precisions agree on every digit."
    at = f"{' at' if fixed[0].startswith('$') else ' for'} {', '.join(fixed)}" if fixed else ""
    return f"{'Certified values' if numbers[0].certified else 'Values'}{at}. {proof}"


def parameters_in_words(parameters: Mapping[str, str]) -> list[str]:
    r"""The system where it is not the ring, its numbers, and the names of the lists that a file holds, as LaTeX.

    >>> print(*parameters_in_words({"sources": "5", "coupling_xy": "1/5", "shape": "ring", "sources_model": "xx-ring"}))
    xx-ring sources $N=5$ $J_{xy}=1/5$
    """
    found = {name: text for name, text in parameters.items() if (name, text) != ("D", "0")}
    system = found.get("sources_model", "ring")
    told = [] if system == "ring" else [system.replace("_", r"\_") + " sources"]
    told += [f"${_SYMBOLS[name]}={parameter(text)}$" for name, text in found.items() if name in _SYMBOLS]
    lists = [name.replace("_", r"\_") for name in found if name not in _SYMBOLS and name not in _SAID]
    return told + ([" and ".join(rf"\texttt{{{name}}}" for name in lists) + " of its file"] if lists else [])
