"""A formula as a tree: what `notation` reads and `formula` writes."""

from __future__ import annotations

from dataclasses import dataclass

from .signs import BIG


@dataclass(frozen=True, kw_only=True, slots=True)
class Node:
    """A piece of a formula.

    `kind`: list (between commas), chain (sides of relations), sum, product, fraction, bracket, call, scripted, root, matrix, binomial,
    power (of e), leaf. `text` is LaTeX of its own: the leaf, relations and signs between parts with blanks, brackets as a pair.
    """

    kind: str
    parts: tuple[Node, ...] = ()
    marks: tuple[str, ...] = ()
    text: str = ""


def leaf(text: str) -> Node:
    """LaTeX that is not taken apart."""
    return Node(kind="leaf", text=text)


def product_of(factors: list[Node], marks: list[str]) -> Node:
    """Factors side by side, or the one there is."""
    return factors[0] if len(factors) == 1 else Node(kind="product", parts=tuple(factors), marks=tuple(marks))


def is_big(node: Node) -> bool:
    """Whether this is the sign of a sum, a product, an integral or a limit."""
    base = node.parts[0] if node.kind == "scripted" else node
    return base.kind == "call" and base.text in BIG.values()


def behind(found: Node | None, more: Node) -> Node:
    """A script behind what there is of one."""
    return more if found is None else Node(kind="product", parts=(found, more), marks=("", ""))


def with_scripts(base: Node, lower: Node | None, upper: Node | None) -> Node:
    """A base with a lower and an upper script."""
    empty = leaf("")
    return Node(kind="scripted", parts=(base, lower or empty, upper or empty))


def named(word: str) -> Node:
    """A Greek letter or a name of the model."""
    return leaf({"oo": r"\infty", "omega_a": r"\omega_a", "ω_a": r"\omega_a", "epsilon": r"\varepsilon"}.get(word, f"\\{word}"))


def number(text: str) -> Node:
    """A number, 1e-3 as a power of ten."""
    mantissa, _, exponent = text.partition("e")
    if not exponent:
        return leaf(text)
    front = "" if mantissa == "1" else rf"{mantissa}\times "
    return leaf(rf"{front}10^{{{exponent}}}")
