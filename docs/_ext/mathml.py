"""Formulas as MathML, which browsers show without a network or a script; a display has a number only where a tag says so."""

from __future__ import annotations

import re
from html import escape

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from symcoh.formulary.mathml import formula

_DISPLAY = r"\displaystyle"
_TAG = re.compile(r"\\tag\{([^{}]*)\}")


def untagged(latex: str) -> tuple[str, str | None]:
    r"""A formula without its number, and the number.

    >>> untagged(r"C=1 \tag{29}")
    ('C=1', '29')
    """
    found = _TAG.search(latex)
    return _TAG.sub("", latex).strip(), found[1] if found else None


def inline(self: HTML5Translator, node: nodes.math) -> None:
    """A formula in a line; notebooks write displays in the same way, and say so by their style."""
    latex = node.astext()
    shown = formula(latex.replace(_DISPLAY, "").strip(), display=_DISPLAY in latex)
    self.body.append(f'<span class="math">{shown}</span>')
    raise nodes.SkipNode


def display(self: HTML5Translator, node: nodes.math_block) -> None:
    """A displayed formula, with the paper's number where it has one."""
    latex, tag = untagged(node.astext().replace(_DISPLAY, ""))
    number = f'<span class="eqno">({escape(tag)})</span>' if tag else ""
    self.body.append(self.starttag(node, "div", CLASS="math").rstrip())
    self.body.append(f'<div class="formula">{formula(latex)}</div>{number}</div>\n')
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the renderer that conf.py names."""
    app.add_html_math_renderer("mathml", inline_renderers=(inline, None), block_renderers=(display, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
