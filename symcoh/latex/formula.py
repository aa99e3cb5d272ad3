r"""Formulas that an author has marked in a sentence, as LaTeX: in a line, with slashes, or displayed, with fractions and in lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from .nodes import Node
from .notation import read
from .pieces import DISPLAY, INLINE, beside, tidy
from .width import broken, heuristic_width

SLACK = 1.04
"""What the rule of thumb says of a line that is just full."""

_SUMS = (r"\sum", r"\prod")
_TALL = (r"\frac", r"\sum", r"\prod", r"\int", r"\binom", r"\begin")


@cache
def inline(formula: str) -> str:
    r"""A formula within a line, its dollar signs included; relations with commas between them are formulas of their own.

    >>> print(inline("h = β(ω_a/2 ± γ), y^2 >= 0"))
    $h=\beta(\omega_a/2\pm\gamma)$, $y^2\ge0$
    """
    return ", ".join(f"${_written(part, INLINE)}$" for part in _statements(read(formula)))


def _statements(node: Node) -> list[Node]:
    """The relations of a list, each with what stands between it and the next: N = 1, ..., 5, n = 0 are two."""
    if node.kind != "list" or node.parts[0].kind != "chain" or ";" in node.marks:
        return [node]
    groups: list[list[Node]] = []
    for part in node.parts:
        if part.kind == "chain":
            groups.append([part])
        else:
            groups[-1].append(part)
    return [group[0] if len(group) == 1 else Node(kind="list", parts=tuple(group), marks=(",",) * (len(group) - 1)) for group in groups]


def holds_relation(formula: str) -> bool:
    """Whether something is said to be equal to, less than, ... something else.

    >>> holds_relation("a_1 = 0"), holds_relation("f(a = 0)")
    (True, False)
    """
    node = read(formula)
    return any(part.kind == "chain" for part in (node.parts if node.kind == "list" else (node,)))


def inline_width(formula: str) -> float:
    """The width within a line in ems, by rule of thumb."""
    return heuristic_width(inline(formula).replace("$", ""))


def rows(formula: str, line: float) -> list[str]:
    r"""A formula in displayed lines of at most so many ems, an & before the sign that they are aligned at.

    >>> rows("a/b = c, d = e", 40.0)
    ['\\frac{a}{b}=c,\\qquad d=e']
    >>> rows("a = b cosh b sinh b = c cosh c sinh c", 9.0)
    ['a={}&b\\cosh b\\sinh b', '={}&c\\cosh c\\sinh c']
    """
    parts = _statements(read(formula))
    line *= SLACK
    whole = ",\\qquad ".join(_written(part, DISPLAY) for part in parts)
    if heuristic_width(whole) <= line:
        return [whole]
    found: list[str] = []
    for place, part in enumerate(parts):
        broken_up = _broken(part, line, DISPLAY)
        if widest(broken_up) > 1.1 * line:
            broken_up = _broken(part, line, INLINE)  # a slash can be broken, a fraction cannot
        found += broken_up
        found[-1] += "," * (place < len(parts) - 1)
    return found if len(found) > 1 else [found[0].replace("&", "", 1)]


def widest(lines: Sequence[str]) -> float:
    """The width of the widest of several aligned lines, by rule of thumb."""
    parts = [row.split("&", 1) if "&" in row else ["", row] for row in lines]
    return max(heuristic_width(left) for left, _ in parts) + max(heuristic_width(right) for _, right in parts)


def _broken(node: Node, line: float, style: str) -> list[str]:
    """One chain of relations in lines."""
    text = _written(node, style)
    if node.kind != "chain":
        return ["&" + text] if heuristic_width(text) <= line else _continued("", text, line)
    left, *sides = (_written(part, style) for part in node.parts)
    first, *marks = node.marks
    if len(sides) == 1 and heuristic_width(text) <= line:
        return [f"{left}{first}{{}}&{sides[0]}"]
    if heuristic_width(left) > 0.45 * line:
        found = [f"&{left}"] if heuristic_width(left) <= line else _continued("", left, line)
        found += _continued(rf"\quad {first} ", sides[0], line - 3.0)
    else:
        found = _continued(f"{left}{first}{{}}", sides[0], line - heuristic_width(left) - 2.0, lead=True)
    for mark, side in zip(marks, sides[1:], strict=True):
        if heuristic_width(left) > 0.45 * line:
            found += _continued(rf"\quad {mark} ", side, line - 3.0)
        else:
            found += _continued(f"{mark}{{}}", side, line - heuristic_width(left) - 2.0, lead=True)
    return found


def _continued(front: str, text: str, room: float, *, lead: bool = False) -> list[str]:
    """A text in lines, what stands before it at the left of the & where it leads."""
    try:
        first, *rest = broken(text, max(room, 10.0))
    except IndexError:
        first, rest = text, []
    return [f"{front}&{first}" if lead else f"&{front}{first}", *(rf"&\quad {{}}{row}" for row in rest)]


def _written(node: Node, style: str) -> str:
    return tidy(write(node, style))


def write(node: Node, style: str) -> str:
    """The LaTeX of a tree, without dollar signs."""
    return _FORMS[node.kind](node, style)


def _list(node: Node, style: str) -> str:
    text = write(node.parts[0], style)
    for mark, part in zip(node.marks, node.parts[1:], strict=True):
        told = write(part, style)
        text += mark + (r"\," if mark == ";" else r"\ " if part.kind == "chain" else "") + told
    return text


def _chain(node: Node, style: str) -> str:
    parts = [write(node.parts[0], style)]
    for mark, part in zip(node.marks, node.parts[1:], strict=True):
        parts += [mark, write(part, style)]
    return beside(parts)


def _sum(node: Node, style: str) -> str:
    return beside(piece for mark, part in zip(node.marks, node.parts, strict=True) for piece in (mark, write(part, style)))


def _product(node: Node, style: str) -> str:
    pieces: list[str] = []
    integral = any(_head(part) == r"\int" for part in node.parts)
    for place, (mark, part) in enumerate(zip(node.marks, node.parts, strict=True)):
        following = node.marks[place + 1] if place + 1 < len(node.parts) else " "
        if integral and mark == " " and part.text == "d" and not following:
            pieces.append(r"\,")
        pieces.append(mark.strip(" ") and mark)
        spaced = place == 0 or mark == " "
        bare = style == DISPLAY and len(node.parts) > 1 and _in_brackets(part, "fraction") and spaced and following
        pieces.append(write(part.parts[0] if bare else part, style))
    return beside(piece for piece in pieces if piece)


def _head(node: Node) -> str:
    return node.parts[0].text if node.kind == "scripted" else node.text


def _in_brackets(node: Node, kind: str) -> bool:
    return node.kind == "bracket" and node.text == "( )" and len(node.parts) == 1 and node.parts[0].kind == kind


def _fraction(node: Node, style: str) -> str:
    above, below = node.parts
    if style == DISPLAY:
        front, above = _front(above, below)
        inner = [write(part.parts[0] if _removable(part) else part, INLINE) for part in (above, below)]
        return beside([*(write(part, DISPLAY) for part in front), rf"\frac{{{inner[0]}}}{{{inner[1]}}}"])
    told = write(below, INLINE)
    return f"{write(above, INLINE)}/" + (f"({told})" if below.kind == "product" and not _binds(below) else told)


def _front(above: Node, below: Node) -> tuple[list[Node], Node]:
    """What stands before a fraction, and its numerator: a sum stays before it, but where it is divided by another sum."""
    if above.kind != "product":
        return [], above
    parts = list(above.parts)
    behind = 0
    if _head(below.parts[0] if below.kind == "product" else below) not in _SUMS:
        behind = max((place + 1 for place, part in enumerate(parts) if _head(part) in _SUMS), default=0)
    front, rest = parts[:behind], parts[behind:]
    if len(rest) > 1 and _in_brackets(rest[0], "fraction"):
        front.append(rest.pop(0).parts[0])
    if not rest:
        return [], above
    return front, rest[0] if len(rest) == 1 else Node(
        kind="product", parts=tuple(rest), marks=("", *above.marks[len(parts) - len(rest) + 1 :])
    )


def _removable(node: Node) -> bool:
    """Whether a fraction needs the brackets of its numerator or denominator no more."""
    return node.kind == "bracket" and node.text in ("( )", "[ ]") and node.parts[0].kind != "list"


def _binds(node: Node) -> bool:
    """Whether a product reads as one name behind a slash: g(m,n), dx, a sum."""
    first = node.parts[0]
    named = len(node.parts) == 2 and node.parts[1].kind == "bracket" and first.kind in ("leaf", "scripted")
    return named or first.text in ("d", r"\partial") or _head(first) == r"\sum"


def _bracket(node: Node, style: str) -> str:
    inner = "|".join(write(part, style) for part in node.parts)
    opened, closed = node.text.split(" ")
    tall = style == DISPLAY and any(word in inner for word in _TALL)
    return beside([rf"\left{opened}" if tall else opened, inner, rf"\right{closed}" if tall else closed])


def _call(node: Node, style: str) -> str:
    if not node.parts:
        return node.text
    head, argument = node.parts
    if style == DISPLAY and _in_brackets(argument, "fraction"):
        argument = argument.parts[0]
    return beside([write(head, style), write(argument, style)])


def _scripted(node: Node, style: str) -> str:
    base, lower, upper = node.parts
    text = write(base, style)
    below, above = write(lower, INLINE), write(upper, INLINE)
    if above and not above.replace(r"\prime", ""):
        text += "'" * above.count(r"\prime")
        above = ""
    return text + (f"_{{{below}}}" if below else "") + (f"^{{{above}}}" if above else "")


def _power(node: Node, style: str) -> str:
    return f"e^{{{write(node.parts[0], INLINE)}}}"


def _matrix(node: Node, style: str) -> str:
    text = write(node.parts[0], INLINE)
    for mark, part in zip(node.marks, node.parts[1:], strict=True):
        text += ("&" if mark == "," else r"\\") + write(part, INLINE)
    if style == DISPLAY:
        return rf"\begin{{pmatrix}}{text}\end{{pmatrix}}"
    return rf"\bigl(\begin{{smallmatrix}}{text}\end{{smallmatrix}}\bigr)"


def _cases(node: Node, style: str) -> str:
    rows = [f"{write(value, INLINE)}&{write(where, INLINE)}" for value, where in zip(node.parts[::2], node.parts[1::2], strict=True)]
    return r"\begin{cases}" + r"\\".join(rows) + r"\end{cases}"


def _binomial(node: Node, style: str) -> str:
    return rf"\binom{{{write(node.parts[0], INLINE)}}}{{{write(node.parts[1], INLINE)}}}"


_FORMS: dict[str, Callable[[Node, str], str]] = {
    "leaf": lambda node, style: node.text,
    "list": _list,
    "chain": _chain,
    "sum": _sum,
    "product": _product,
    "fraction": _fraction,
    "bracket": _bracket,
    "call": _call,
    "scripted": _scripted,
    "power": _power,
    "root": lambda node, style: rf"\sqrt{{{write(node.parts[0], INLINE)}}}",
    "factorial": lambda node, style: write(node.parts[0], style) + "!",
    "matrix": _matrix,
    "binom": _binomial,
    "cases": _cases,
}
