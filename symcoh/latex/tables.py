"""booktabs tables of certified values, and a plain document around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ..errors import InputError

if TYPE_CHECKING:
    from ..certified import CertifiedNumber

PREAMBLE = r"""\documentclass[10pt]{article}
\usepackage{amsmath,amssymb,booktabs}
\setlength{\textwidth}{18cm}\setlength{\oddsidemargin}{-1cm}\setlength{\textheight}{24cm}\setlength{\topmargin}{-1.5cm}
\begin{document}
"""

_PARAMETERS = {
    "sources": "N",
    "omega": r"\omega",
    "omega_a": r"\omega_a",
    "gamma": r"\gamma",
    "coupling": "J",
    "beta": r"\beta",
    "temperature": "T",
}

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


def certified_table(caption: str, numbers: Sequence[CertifiedNumber], *, compact: bool = False) -> str:
    r"""A booktabs table of certified values; what all rows share stands in the caption, what differs has a column.

    Args:
        caption: a sentence in LaTeX.
        numbers: the rows.
        compact: 0.4567(2), the radius in units of the last digit, instead of a column for the radius.

    Returns:
        A table environment for amsmath and booktabs. Both forms round radii up, so that every interval holds the true value.

    Raises:
        InputError: there is no row, or a number of the mpmath backend, which proves no radius.

    >>> from symcoh import Model, evaluate
    >>> ring = Model(N=4, omega_a="7/10", gamma="3/10")
    >>> rows = [evaluate(ring, "coherence", T=T, digits=8) for T in ("1/10", "1")]
    >>> print(certified_table("Coherence.", rows, compact=True))
    \begin{table}[ht]\centering\scriptsize\setlength{\belowcaptionskip}{6pt}
    \caption{Coherence. $N=4$, $\omega=1$, $\omega_a=7/10$, $\gamma=3/10$, $J=0$.}
    \begin{tabular}{ll}
    \toprule
    $T$ & coherence \\
    \midrule
    $1/10$ & $0.92307377(1)$ \\
    $1$ & $0.35057040(1)$ \\
    \bottomrule
    \end{tabular}
    \end{table}
    <BLANKLINE>
    """
    if not numbers:
        raise InputError("`numbers`", "must hold at least one certified number, but is empty.")
    shared = {name: text for name, text in numbers[0].parameters.items() if all(one.parameters.get(name) == text for one in numbers)}
    varying = [name for name in _PARAMETERS if name not in shared and any(name in one.parameters for one in numbers)]
    told = ", ".join(f"${_PARAMETERS[name]}={parameter(text)}$" for name, text in shared.items() if name in _PARAMETERS)
    quantities = list(dict.fromkeys(one.quantity for one in numbers))
    heads = [f"${_PARAMETERS[name]}$" for name in varying]
    heads += [quantities[0].replace("-", " ")] if len(quantities) == 1 else ["quantity", "value"]
    rows = [
        [f"${parameter(one.parameters[name])}$" if name in one.parameters else "" for name in varying]
        + ([one.quantity.replace("-", " ")] if len(quantities) > 1 else [])
        + ([with_uncertainty(one)] if compact else [decimal(one.value), decimal(_radius(one))])
        for one in numbers
    ]
    heads += [] if compact else ["radius"]
    return table(f"{caption} {told}." if told else caption, ["l"] * len(heads), heads, rows)


def with_uncertainty(number: CertifiedNumber) -> str:
    r"""A value with its radius in units of the last digit, rounded up: $0.4567(2)$; an exact zero is $0$.

    Raises:
        InputError: the number comes from the mpmath backend, which proves no radius.

    >>> from symcoh import Model, evaluate
    >>> print(with_uncertainty(evaluate(Model(N=6, omega_a="7/10", gamma="3/10", J=-1), "coherence", T="1/100", digits=5)))
    $2.6686(1)\times10^{-131}$
    """
    radius = _radius(number)
    mantissa, _, exponent = number.value.partition("e")
    if radius == "0":
        return decimal(number.value)
    unit = int(exponent or 0) - len(mantissa.partition(".")[2])
    power = rf"\times10^{{{exponent}}}" if exponent else ""
    return f"${mantissa}({_in_units(radius, unit)}){power}$"


def _in_units(radius: str, unit: int) -> int:
    """The least integer n with radius <= n 10^unit."""
    mantissa, _, exponent = radius.partition("e")
    whole, _, fraction = mantissa.partition(".")
    shift = int(exponent or 0) - len(fraction) - unit
    digits = int(whole + fraction)
    if shift >= 0:
        return digits * int(10**shift)
    return 1 if -shift > len(whole + fraction) else -(-digits // int(10 ** (-shift)))


def _radius(number: CertifiedNumber) -> str:
    if number.radius is None:
        raise InputError(
            "`numbers`", f"must be certified, but {number.quantity} comes from the mpmath backend: evaluate it with backend='arb'."
        )
    return number.radius


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
