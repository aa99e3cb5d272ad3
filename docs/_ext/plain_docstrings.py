"""Docstrings here are plain text with formulas, not reStructuredText: make them safe for Sphinx.

Prose has its special characters escaped, `names` become code, indented formulas become literal blocks; what a derivation
claims, assumes and so on is prose, whose formulas keep their lines but wrap with the page;
doctests, and the sections Args, Returns, Raises that napoleon reads, stay as they are.
"""

from __future__ import annotations

import re
from textwrap import dedent

from sphinx.application import Sphinx

SECTION = re.compile(r"(Args|Returns|Raises|Yields|Error):$")
ALIGNED = re.compile(r" {3,}")
SEVERAL = re.compile(r" {4}(\w+(?:, \w+)+): (.+)")
ENUMERATED = re.compile(r"(?=\(?(\d+|[a-zA-Z])[.)](\s|$))")
NAMED = re.compile(r"    ([\w*]+: )(.+)")
LABEL = re.compile(r"(Claim|Assumes|Source|Method|Cost): (.+)")
CODE = re.compile(r"`+([^`]+)`+")


def safe(text: str) -> str:
    """A line of prose with nothing special left in it but its code."""
    pieces = CODE.split(text)
    prose = [re.sub(r"([\\*|_<>])", r"\\\1", piece.replace("`", "'")) for piece in pieces[::2]]
    code = [f"``{piece}``" for piece in pieces[1::2]] + [""]
    prose[1:] = [rf"\ {piece}" if piece[:1].isalnum() else piece for piece in prose[1:]]  # the end of `Bath`s
    text = "".join(part for pair in zip(prose, code, strict=True) for part in pair)
    return ENUMERATED.sub(r"\\", text, count=1) if ENUMERATED.match(text) else text  # (25) is an equation, not a list


def paragraphs(lines: list[str]) -> list[list[str]]:
    """The runs of lines between blank ones."""
    text = "\n".join(lines).strip("\n")
    return [block.split("\n") for block in re.split(r"\n\s*\n", text)] if text else []


def rewritten(block: list[str]) -> list[str]:
    """One paragraph as reStructuredText."""
    if block[0].lstrip().startswith(">>>"):
        return block
    if block[0] == "Returns:":  # a sentence, whose colon sets off no type
        return [":returns: " + " ".join(safe(line.strip()) for line in block[1:])]
    if block[0] == "Attributes:":
        return attributes(block[1:])
    if SECTION.match(block[0]):
        return [block[0], *(line for text in block[1:] for line in item(text))]
    if LABEL.match(block[0]):
        return statement(block)
    if block[0].startswith("    ") or any(ALIGNED.search(line.strip()) for line in block):
        return ["::", "", *("    " + line for line in dedent("\n".join(block)).split("\n"))]
    return prose(block)


def statement(block: list[str]) -> list[str]:
    """The labels of a derivation, a paragraph each; a line of the claim ends where its sentence or formula pauses."""
    written: list[str] = []
    claim, pause = False, False
    for line in block:
        text = line.strip()
        if label := LABEL.match(line):
            claim = label[1] == "Claim"
            written += ["", f"{'| ' if claim else ''}**{label[1]}:** {safe(label[2])}"]
        elif claim and pause:
            written.append(f"| {line.removesuffix(line.lstrip())}{safe(text)}")
        else:
            written[-1] += " " + safe(text)
        pause = text[-1] in ",:;."
    return written[1:]


def attributes(lines: list[str]) -> list[str]:
    """A bullet for each line, names that share one stay together; a deeper line goes on with the one above it."""
    written = [":Attributes:"]
    for line in lines:
        names, _, text = line.strip().partition(": ")
        if line.startswith("     "):
            written[-1] += " " + safe(line.strip())
        else:
            written.append(f"    * **{names}** -- {safe(text)}")
    return written


def item(line: str) -> list[str]:
    """A line of a section; several names before one colon get a line each."""
    names = SEVERAL.match(line)
    if names is None:
        named = NAMED.match(line)
        return [f"    {safe(named[1])}{safe(named[2])}" if named else "    " + safe(line.removeprefix("    "))]
    return [f"    {name}: {safe(names[2])}" for name in names[1].split(", ")]


def prose(block: list[str]) -> list[str]:
    """A paragraph whose first line may be followed by an indented formula."""
    written: list[str] = []
    for line in block:
        if line.startswith("    ") and (not written or not written[-1].startswith("    ")):
            written += ["", "::", ""]
        if not line.startswith("    ") and written and written[-1].startswith("    "):
            written.append("")
        written.append(line if line.startswith("    ") else safe(line.strip()))
    return written


def process(app: Sphinx, what: str, name: str, obj: object, options: object, lines: list[str]) -> None:
    """Rewrite a docstring in place; that of an attribute begins with a blank line, so that no colon in its first one sets off a type."""
    first = [""] if what in ("attribute", "data", "property") else []
    lines[:] = first + [line for block in paragraphs(lines) for line in [*rewritten(block), ""]]


def functions_and_classes(app: Sphinx, what: str, name: str, obj: object, skip: bool, options: object) -> bool | None:
    """Leave the constants of a module out: their values say little, and their one line belongs to who reads the code."""
    return True if what == "module" and not callable(obj) else None


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect ahead of napoleon."""
    app.connect("autodoc-process-docstring", process, priority=400)
    app.connect("autodoc-skip-member", functions_and_classes)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
