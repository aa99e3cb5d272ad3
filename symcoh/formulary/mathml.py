"""LaTeX and plain sentences as MathML and HTML; MathML is what browsers show without a network."""

from __future__ import annotations

import re
from html import escape
from itertools import pairwise
from xml.etree import ElementTree

from latex2mathml.converter import convert

from ..latex import sentence as marked_text

NAMESPACE = "http://www.w3.org/1998/Math/MathML"
_UNESCAPED = {r"\&": "&", r"\%": "%", r"\_": "_", r"\#": "#", r"\$": "$", r"\{": "{", r"\}": "}", r"\ldots{}": "…"}
_UNESCAPED |= {r"\textbackslash{}": "\\", r"\textasciitilde{}": "~", r"\textasciicircum{}": "^", "''": "”"}
_ESCAPE = re.compile("|".join(re.escape(text) for text in _UNESCAPED))
_LARGE = {"∑", "∏", "⨂", "lim"}
_OPERATORS = {"±": "±", "∓": "∓", "~": "∼"}
"""Written as letters by the converter, which sets them without spaces."""

_SIGNS, _OPEN = frozenset("+-−±∓"), frozenset("([{|⟨,;=<>≤≥≃→")
_UNDER = {"msub": "munder", "msup": "mover", "msubsup": "munderover"}


def formula(latex: str, display: bool = True) -> str:
    r"""A formula as a MathML element.

    Limits of displayed sums stand below and above, and the name of a function keeps a thin space on either side, as TeX has it.

    >>> "<munder>" in formula(r"\left\lvert\sum_m W_m\right\rvert"), "<munder>" in formula(r"\lim_{T\to0}C")
    (True, True)
    >>> formula(r"\lvert J\rvert").count('stretchy="false"')
    2
    """
    ElementTree.register_namespace("", NAMESPACE)
    root = ElementTree.fromstring(convert(latex, display="block" if display else "inline"))
    for parent in root.iter():
        if _name(parent) == "mi" and _text(parent) in _OPERATORS:
            parent.tag, parent.text = f"{{{NAMESPACE}}}mo", _OPERATORS[_text(parent)]
        if _text(parent) == "/":
            parent.attrib |= {"lspace": "0", "rspace": "0"}
    for parent in root.iter():
        if display and _name(parent) in _UNDER and _text(parent[0]) in _LARGE:
            parent.tag = f"{{{NAMESPACE}}}{_UNDER[_name(parent)]}"
        _signed(parent)
        _spaced(parent)
        if _text(parent) == "|" and _name(parent) == "mo":
            parent.attrib |= {"lspace": "0", "rspace": "0"}
            parent.attrib.setdefault("stretchy", "false")  # both bars of one height
        if _text(parent) == "∞":
            parent.tag = f"{{{NAMESPACE}}}mi"
    return ElementTree.tostring(root, encoding="unicode")


def _signed(parent: ElementTree.Element) -> None:
    """A sign after an opening bracket, a comma or a relation stands close to its number, as at the beginning of a row."""
    for before, sign in pairwise(parent):
        if _text(sign) in _SIGNS and _name(sign) == "mo" and _name(before) == "mo" and _text(before) in _OPEN:
            sign.set("form", "prefix")


def _spaced(parent: ElementTree.Element) -> None:
    """Thin spaces around names such as sinh, inside a row."""
    if _name(parent) not in ("math", "mrow", "mtd"):
        return
    children = list(parent)
    for place, child in reversed(list(enumerate(children))):
        if not _is_name(child):
            continue
        if place + 1 < len(children) and _name(children[place + 1]) != "mo":
            parent.insert(place + 1, _thin())
        if place > 0 and _name(children[place - 1]) != "mo":
            parent.insert(place, _thin())


def _is_name(element: ElementTree.Element) -> bool:
    """A name such as sinh or ln, with a power or without."""
    if _name(element) == "msup":
        return _is_name(element[0])
    return _name(element) == "mi" and _text(element).isalpha() and (len(_text(element)) > 2 or _text(element) == "ln")


def _thin() -> ElementTree.Element:
    return ElementTree.Element(f"{{{NAMESPACE}}}mspace", {"width": "0.167em"})


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _text(element: ElementTree.Element) -> str:
    return (element.text or "").strip()


def sentence(text: str) -> str:
    """A sentence with marked formulas as HTML.

    >>> sentence("real & sure")
    'real &amp; sure'
    """
    return latex_text(marked_text.sentence(text))


def latex_text(text: str) -> str:
    """LaTeX text with $formulas$ as HTML."""
    parts = re.split(r"(?<!\\)\$", text)
    return "".join(formula(part, display=False) if place % 2 else escape(_plain(part), quote=False) for place, part in enumerate(parts))


def _plain(text: str) -> str:
    return _ESCAPE.sub(lambda match: _UNESCAPED[match.group()], text)
