"""How the rows of a table are written: CSV line by line, or LaTeX that needs amsmath, amssymb and booktabs.

CSV columns: the parameters as typed, quantity, value, radius (an upper bound of |value - true value|), digits, route (to the
value, where the number names one, else its backend) and the version that computed the row.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence

from ..certified import CertifiedNumber
from ..errors import InputError, shown
from ..latex.tables import decimal, document, table
from ..observables import observable
from .plain import plain_decimal
from .specification import Specification

SYMBOLS = {
    "sources": "N",
    "omega": r"\omega",
    "omega_a": r"\omega_a",
    "gamma": r"\gamma",
    "coupling": "J",
    "coupling_xy": "J_{xy}",
    "temperature": "T",
    "beta": r"\beta",
}
MAX_LATEX_DIGITS = 2000
"""More digits of one value do not fit on a page."""

PAGE_LINES = 64
PAGE_WIDTH = 500.0
"""Points; a digit is DIGIT_WIDTH wide, a letter of a parameter LETTER_WIDTH."""

DIGIT_WIDTH, LETTER_WIDTH, COLUMN_GAP, RADIUS_WIDTH = 4.0, 3.8, 12.0, 60.0
LONGEST_TEXT, SHORT = 300, 12
_SIMPLE = re.compile(r"-?[0-9.]+(/[0-9]+)?", re.ASCII)


def csv_head(spec: Specification, decimals: bool = False) -> str:
    r"""The first line of the CSV form; with `decimals` each exact parameter has a column with its decimal beside it.

    >>> from symcoh.tables import parse_specification
    >>> text = 'quantities = ["energy"]\nfixed = {sources = 2, omega_a = 1, gamma = 1, beta = 1}'
    >>> print(csv_head(parse_specification(text)), end="")
    sources,omega,omega_a,gamma,coupling,beta,quantity,value,radius,digits,route,version
    """
    return _csv(
        [
            *(column for name in parameter_columns(spec) for column in _beside(name, decimals)),
            "quantity",
            "value",
            "radius",
            "digits",
            "route",
            "version",
        ]
    )


def csv_line(spec: Specification, number: CertifiedNumber, decimals: bool = False) -> str:
    """One row of the CSV form; the radius is empty where nothing is proved."""
    names = parameter_columns(spec)
    cells: list[str] = [number.parameters.get(name, "") for name in names]
    if decimals:
        cells = with_decimals(names, cells)
    return _csv([*cells, number.quantity, number.value, number.radius or "", str(number.digits), route(number), number.version])


def with_decimals(names: Sequence[str], cells: Sequence[str]) -> list[str]:
    """The parameters of a row, each number but N with its decimal behind it."""
    plain = ("sources", "sources_model")
    pairs = [(cell,) if name in plain else (cell, plain_decimal(cell) if cell else "") for name, cell in zip(names, cells, strict=True)]
    return [text for pair in pairs for text in pair]


def _beside(name: str, decimals: bool) -> tuple[str, ...]:
    return (name, f"{name}_decimal") if decimals and name not in ("sources", "sources_model") else (name,)


def route(number: CertifiedNumber) -> str:
    """The route to the value where the number names one, else its backend."""
    return number.route or number.backend


def parameter_columns(spec: Specification) -> list[str]:
    """The columns of parameters; those that a source system has beside the ring's come after them."""
    other = spec.system != "ring" or spec.model is not None
    return [
        "sources",
        "omega",
        "omega_a",
        "gamma",
        "coupling",
        *(("coupling_xy", "sources_model") if other else ()),
        *spec.temperature_names,
    ]


def _csv(cells: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue()


def check_latex(spec: Specification) -> None:
    """Refuse digits that fill more than a page.

    Raises:
        InputError: more than MAX_LATEX_DIGITS digits.
    """
    if spec.digits > MAX_LATEX_DIGITS:
        raise InputError(
            "--format", f"latex holds at most {MAX_LATEX_DIGITS} digits, but digits is {shown(spec.digits)}: choose csv or json."
        )


def latex_table(spec: Specification, numbers: Sequence[CertifiedNumber]) -> str:
    """A document with one table for each quantity and page; parameters that do not vary stand in the caption."""
    pages = [page for quantity in spec.quantities for page in _pages(spec, [n for n in numbers if n.quantity == quantity])]
    return document("Certified values", pages)


def _pages(spec: Specification, numbers: Sequence[CertifiedNumber]) -> Iterator[str]:
    letters = min(30, 52 // max(1, len(spec.varied)))
    widths = [
        min(letters, max(len(n.parameters.get(name, "")) for n in numbers)) * LETTER_WIDTH + COLUMN_GAP for name in spec.varied if numbers
    ]
    digits = int((PAGE_WIDTH - sum(widths) - RADIUS_WIDTH - COLUMN_GAP) / DIGIT_WIDTH)
    heads = [f"${SYMBOLS[name]}$" for name in spec.varied] + ["value", "radius"]
    page: list[list[str]] = []
    lines = 0
    for number in numbers:
        varied = [number.parameters.get(name, "") for name in spec.varied]
        height = max([-(-len(number.value) // digits), *(-(-len(text) // letters) for text in varied)])
        if page and lines + height > PAGE_LINES:
            yield table(_caption(spec, number), ["l"] * len(heads), heads, page)
            page, lines = [], 0
        value = _broken(number.value, digits)
        page.append([*(_cell(text, letters) for text in varied), value, decimal(number.radius) if number.radius else "--"])
        lines += height
    if page:
        yield table(_caption(spec, numbers[0]), ["l"] * len(heads), heads, page)


def _caption(spec: Specification, number: CertifiedNumber) -> str:
    name = number.quantity.replace("-", " ").capitalize()
    known = [name for name in parameter_columns(spec) if name not in spec.varied and name in number.parameters]
    fixed = [f"${SYMBOLS[name]}=$ {_text(number.parameters[name])}" for name in known if name in SYMBOLS]
    fixed = ([f"Sources: {number.parameters['sources_model']}"] if "sources_model" in known else []) + fixed
    proof = "Every digit is proved." if number.certified else "Two precisions agree on every digit; nothing is proved."
    return f"{', '.join([name, f'${observable(number.quantity).formula}$', *fixed])}. {proof}"


def _cell(text: str, letters: int) -> str:
    """A parameter in a column of so many letters."""
    if len(text) <= letters:
        return _text(text)
    return rf"\parbox[t]{{{letters * LETTER_WIDTH:.0f}pt}}{{\raggedright {_text(text)}\strut}}"


def _text(text: str) -> str:
    """A parameter as typed: a plain number in mathematics mode, a formula as typewriter text that may break anywhere."""
    if _SIMPLE.fullmatch(text) and len(text) <= SHORT:
        return f"${text}$"
    kept = text if len(text) <= LONGEST_TEXT else text[:LONGEST_TEXT]
    letters = r"\allowbreak ".join(kept)
    return rf"\texttt{{{letters}}}" + (r"\ldots" if len(kept) < len(text) else "")


def _broken(text: str, digits: int) -> str:
    """A decimal in mathematics mode, in lines of `digits` characters."""
    mantissa, _, exponent = text.partition("e")
    pieces = [mantissa[k : k + digits] for k in range(0, len(mantissa), digits)]
    tail = rf"\times10^{{{exponent}}}" if exponent else ""
    if len(pieces) == 1:
        return f"${mantissa}{tail}$"
    return r"\begin{tabular}[t]{@{}l@{}}" + r"\\ ".join(f"${piece}$" for piece in pieces[:-1]) + rf"\\ ${pieces[-1]}{tail}$\end{{tabular}}"
