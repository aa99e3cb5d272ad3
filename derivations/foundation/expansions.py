"""From a list of coefficients to an `Expansion`: zero terms left out, the next nonzero power found, LaTeX."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from sympy import Expr, Integer, S, Symbol, exp, latex

from symcoh.decision.zero import is_zero
from symcoh.errors import NotCertified
from symcoh.exact import Parameters

from .steps import Expansion, Naming, Term

LATEX_LENGTH = 600
"""Characters of coefficients that a one-line formula shows before it ends in dots."""


def through_next(make: Callable[[int], Sequence[Expr]], order: int) -> list[Expr]:
    """Coefficients 0, ..., P where P > order is the first nonzero power beyond `order`; those that vanish are 0.

    Args:
        make: a length to that many coefficients.
        order: the last power kept.

    Raises:
        NotCertified: eight powers beyond `order` vanish, so that nothing is left to compare with.

    >>> through_next(lambda length: [Integer(p % 2) for p in range(length)], 3)
    [0, 1, 0, 1, 0, 1]
    """
    for beyond in (1, 2, 4, 8):
        coefficients = make(order + 1 + beyond)
        following = next((p for p in range(order + 1, len(coefficients)) if not vanishes(coefficients[p])), None)
        if following is not None:
            kept = [S.Zero if vanishes(c) else c for c in coefficients[: order + 1]]
            return [*kept, *[S.Zero] * (following - order - 1), coefficients[following]]
    raise NotCertified(f"The powers {order + 1} to {order + 8} of the series vanish, and no next term was found: try another order.")


def vanishes(coefficient: Expr) -> bool:
    """Whether a coefficient is zero, by the one zero test.

    What is not decided counts as not zero: an error of that order is still true, and its certificate is then refused.

    >>> from sympy import sqrt
    >>> vanishes(sqrt(2) * (1 + sqrt(2)) - 2 - sqrt(2)), vanishes(sqrt(2))
    (True, False)
    """
    return is_zero(coefficient) is True


def expansion(variable: Expr, coefficients: Sequence[Expr], order: int, valid_for: str) -> tuple[Expansion, Expr | None]:
    """The series of C through `order`, and its first neglected term, None where no coefficient beyond is nonzero.

    >>> from sympy.abc import x
    >>> series, neglected = expansion(x, [Integer(0), Integer(2), Integer(0), Integer(5)], 1, "N >= 1")
    >>> series.expression, series.remainder_power, neglected
    (2*x, 3, 5*x**3)
    """
    terms = [Term(power=Integer(j), coefficient=c) for j, c in enumerate(coefficients) if c != 0]
    beyond = next((term for term in terms if term.power > order), None)
    kept = tuple(term for term in terms if term.power <= order)
    power = Integer(order + 1) if beyond is None else beyond.power
    found = Expansion(quantity="coherence", variable=variable, terms=kept, remainder_power=power, valid_for=valid_for)
    return found, None if beyond is None else beyond.coefficient * variable**beyond.power


def named(series: Expansion, naming: Naming) -> Expansion:
    """The series with its terms in names; the coefficients of `naming` are those of the powers 0, 1, 2, ..."""
    shown = tuple(naming.coefficients[int(term.power)] for term in series.terms)
    return replace(series, naming=replace(naming, coefficients=shown))


def empty(variable: Expr, order: int) -> Expansion:
    """The expansion of what is identically zero."""
    return expansion(variable, [], order, "N >= 1")[0]


def every_ring(p: Parameters) -> str:
    """`valid_for` of a series that holds for every N, or for the N given.

    >>> from symcoh.exact import parameters
    >>> every_ring(parameters()), every_ring(parameters(4))
    ('N >= 1', 'N = 4')
    """
    return "N >= 1" if p.count is None else f"N = {p.count}"


def expansion_latex(series: Expansion, symbol: str = "C") -> str:
    r"""C = Σ terms + O(variable^power), the later terms as dots where it is long.

    >>> from sympy.abc import x
    >>> print(expansion_latex(expansion(x, [Integer(0), Integer(2), Integer(3)], 1, "N >= 1")[0]))
    C=2 x+O\left(x^{2}\right)
    """
    text, used = "", 0
    for term in series.terms:
        try:
            piece = r"\cdots" if used > LATEX_LENGTH else term_latex(term, series.variable)
        except ValueError:  # Python refuses to print an integer of more than 4300 digits
            piece = r"\cdots"
        used += len(piece)
        text += piece if not text or piece.startswith("-") else "+" + piece
        if piece == r"\cdots":
            break
    small = latex(series.variable**series.remainder_power)
    return rf"{symbol}={text or '0'}+O\left({small}\right)"


def term_latex(term: Term, variable: Expr) -> str:
    r"""Coefficient, then power, then exponential.

    >>> from sympy.abc import x, y
    >>> print(term_latex(Term(power=Integer(2), coefficient=1 - y), x))
    \left(1 - y\right) x^{2}
    """
    coefficient: str = latex(term.coefficient, symbol_names=latex_names(term.coefficient))
    if term.coefficient.is_Add:
        coefficient = rf"\left({coefficient}\right)"
    factors = variable**term.power * exp(term.exponent or Integer(0))
    if factors == 1:
        return coefficient
    shown: str = latex(factors, symbol_names=latex_names(factors))
    return shown if coefficient == "1" else f"{coefficient} {shown}"


def latex_names(expression: Expr) -> dict[Symbol, str]:
    r"""\omega_a for omega_a, as in the manuscript."""
    return {s: r"\omega_a" for s in expression.free_symbols if s.name == "omega_a"}
