"""What the control words and brackets of the emitted LaTeX mean, one rule each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sympy import Abs, Expr, Integer, KroneckerDelta, Mul, Piecewise, Sum, Symbol, binomial, exp, floor, hyper, oo, pi, sqrt
from sympy.logic.boolalg import true

from symcoh.errors import InputError
from symcoh.latex.conditions import COMPARISONS, JUNCTIONS, OTHERWISE
from symcoh.latex.names import CALLS, ELEMENTARY, domain_template, natural
from symcoh.ledger import notation

from .patterns import Token, pattern
from .reader import BARS, CLOSING, SIGNS, Reader, Rules


def _elementary(kind: Any) -> Callable[[Reader], Expr]:
    def rule(reader: Reader) -> Expr:
        reader.take()
        power = reader.script("^") if reader.next() == "^" else Integer(1)
        if reader.next() == r"\frac":
            inner = Mul(*reader.factor())
        else:
            inner = reader.bracketed(str(reader.next())) if reader.next() in CLOSING else reader.name()
        return kind(inner) ** power

    return rule


def _call(kind: Any) -> Callable[[Reader], Expr]:
    def rule(reader: Reader) -> Expr:
        reader.take()
        opened = reader.take()
        return kind(*reader.listed(CLOSING.get(opened, "nothing")))

    return rule


def _bracketed(opened: str) -> Callable[[Reader], Expr]:
    return lambda reader: reader.bracketed(opened)


def _exponential(reader: Reader) -> Expr:
    reader.expect(r"\exp")
    return exp(reader.bracketed(str(reader.next())))


def _modulus(opened: str) -> Callable[[Reader], Expr]:
    def rule(reader: Reader) -> Expr:
        reader.expect(opened)
        inner = reader.expression()
        reader.expect(BARS[opened])
        return Abs(inner)

    return rule


def _floor(reader: Reader) -> Expr:
    reader.expect(r"\lfloor")
    inner = reader.expression()
    reader.expect(r"\rfloor")
    return floor(inner)


def _root(reader: Reader) -> Expr:
    reader.expect(r"\sqrt")
    return sqrt(reader.group())


def _binomial(reader: Reader) -> Expr:
    reader.expect(r"\binom")
    return binomial(reader.group(), reader.group(), evaluate=False)


def _kronecker(reader: Reader) -> Expr:
    reader.expect(r"\delta", "_", "{")
    return KroneckerDelta(*reader.listed("}"))


def _hypergeometric(reader: Reader) -> Expr:
    reader.expect("{", "}", "_", "{")
    above = int(reader.take())
    reader.expect("}", "F", "_", "{")
    below = int(reader.take())
    reader.expect("}")
    opened = reader.take()
    upper, lower = reader.listed(";"), reader.listed(";")
    if (len(upper), len(lower)) != (above, below):
        reader.refuse("has the wrong number of parameters of pFq")
    found = hyper(upper, lower, reader.expression())
    reader.expect(CLOSING.get(opened, "nothing"))
    return found


def _limit(reader: Reader) -> Expr:
    reader.expect(r"\lim", "_", "{")
    symbol = reader.name()
    reader.expect(r"\to")
    point = reader.expression()
    reader.expect("}")
    return notation.Lim(Mul(*reader.product()), symbol, point)


def _sum(reader: Reader) -> Expr:
    """A sum over domains or over a range of integers."""
    reader.expect(r"\sum")
    under, above = _under_and_above(reader)
    heads = _heads(reader, under, above)
    if heads is not None:
        body = Mul(*reader.product())
        for index, domain in reversed(heads):
            body = notation.Over(body, index, Symbol(domain))
        return body
    low, high = reader.elsewhere(under), reader.elsewhere(above)
    index = low.name()
    low.expect("=")
    limits = (index, low.expression(), high.expression())
    if not (low.at_end() and high.at_end()):
        reader.refuse("has an unknown range under a sum")
    return Sum(Mul(*reader.product()), limits)


def _tensor_over(reader: Reader) -> Expr:
    reader.expect(r"\bigotimes")
    heads = _heads(reader, *_under_and_above(reader))
    if heads is None or len(heads) != 1:
        reader.refuse("has an unknown range under a product")
    ((index, domain),) = heads
    return notation.Tensors(Mul(*reader.factor()), index, Symbol(domain))


def _under_and_above(reader: Reader) -> tuple[list[Token], list[Token]]:
    reader.expect("_")
    under = reader.balanced()
    return under, reader.balanced() if reader.takes("^") else []


def _heads(reader: Reader, under: list[Token], above: list[Token]) -> list[tuple[Expr, str]] | None:
    """The (index, domain) pairs under one sum sign, None where it is no domain."""
    written = ["_", "{", *under, "}", *(["^", "{", *above, "}"] if above else [])]
    for name in notation.DOMAINS:
        shape = pattern(domain_template(name))
        slot = next(place for place, token in enumerate(shape) if isinstance(token, int))
        tail = len(shape) - slot - 1
        if len(written) < len(shape) or tuple(written[:slot]) != shape[:slot] or tuple(written[len(written) - tail :]) != shape[slot + 1 :]:
            continue
        indices = _indices(reader, written[slot : len(written) - tail])
        if indices and len(shape) == _BARE_LENGTH:
            kinds = [natural(index.name) for index in indices]
            return None if None in kinds else [(index, str(kind)) for index, kind in zip(indices, kinds, strict=True)]
        if indices:
            return [(index, name) for index in indices]
    return None


_BARE_LENGTH = 4
"""Tokens of a template that shows its index alone."""


def _indices(reader: Reader, inside: list[Token]) -> list[Symbol]:
    """Names between commas, empty where there is anything else."""
    part = reader.elsewhere(inside)
    try:
        found = [_index(part)]
        while part.takes(","):
            found.append(_index(part))
    except InputError:
        return []
    return found if part.at_end() and all(isinstance(index, Symbol) for index in found) else []


def _index(reader: Reader) -> Expr:
    return SIGNS[reader.take()] if reader.next() == r"\pm" else reader.name()


def _integral(reader: Reader) -> Expr:
    reader.expect(r"\int", "_")
    low = reader.group()
    high = reader.script("^")
    body = Mul(*reader.product())
    reader.expect(r"\mathrm", "d")
    return notation.Integrate(body, reader.name(), low, high)


def _matrix(reader: Reader) -> Expr:
    reader.expect(r"\begin{pmatrix}")
    cells = [reader.expression()]
    while not reader.takes(r"\end{pmatrix}"):
        if not reader.takes("&"):
            reader.expect(r"\\")
        cells.append(reader.expression())
    if len(cells) not in (2, 4):
        reader.refuse("has a matrix of an unknown shape")
    return notation.Matrix2(*cells) if len(cells) == 4 else notation.Column(*cells)


def _cases(reader: Reader) -> Expr:
    reader.expect(r"\begin{cases}")
    rows = []
    while True:
        value = reader.expression()
        reader.expect(",", "&")
        rows.append((value, _condition(reader)))
        if reader.takes(r"\end{cases}"):
            return Piecewise(*rows)
        reader.expect(r"\\")


def _condition(reader: Reader) -> Any:
    if reader.takes(OTHERWISE):
        return true
    parts, junction = [_comparison(reader)], None
    while reader.next() in JUNCTIONS.values():
        word = reader.take()
        if junction not in (None, word):
            reader.refuse("mixes and with or")
        junction = word
        parts.append(_comparison(reader))
    kinds = {word: kind for kind, word in JUNCTIONS.items()}
    return parts[0] if junction is None else kinds[junction](*parts)


def _comparison(reader: Reader) -> Any:
    left = reader.expression()
    kinds = {word: kind for kind, word in COMPARISONS.items()}
    word = reader.take()
    return kinds[word](left, reader.expression()) if word in kinds else reader.refuse("has no comparison")


def _inner_product(reader: Reader) -> Expr:
    reader.expect(r"\langle")
    left = reader.ket(until="|")
    return notation.Braket(left, reader.ket(until=r"\rangle"))


def _trace(reader: Reader) -> Expr:
    reader.expect(r"\operatorname{Tr}", "_", "{", r"\mathrm", "s", "}")
    return notation.TraceSources(reader.bracketed("(") if reader.next() == "(" else reader.name())


def _constant(value: Expr) -> Callable[[Reader], Expr]:
    def rule(reader: Reader) -> Expr:
        reader.take()
        return value

    return rule


RULES: Rules = {
    **{word: _elementary(kind) for kind, word in ELEMENTARY.items()},
    **{word: _call(kind) for kind, word in CALLS.items()},
    **{opened: _bracketed(opened) for opened in CLOSING},
    **{opened: _modulus(opened) for opened in BARS},
    r"\exp": _exponential,
    r"\lfloor": _floor,
    r"\sqrt": _root,
    r"\binom": _binomial,
    r"\delta": _kronecker,
    r"\lim": _limit,
    r"\sum": _sum,
    r"\int": _integral,
    r"\bigotimes": _tensor_over,
    r"\begin{pmatrix}": _matrix,
    r"\begin{cases}": _cases,
    r"\langle": _inner_product,
    r"\operatorname{Tr}": _trace,
    r"\pi": _constant(pi),
    r"\infty": _constant(oo),
    "{": _hypergeometric,
}
