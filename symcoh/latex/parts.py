"""Names for the long parts of a few expressions: S_m of (20), W_m of (30), those an author gives, and X_1, X_2, ... where none does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sympy import Abs, Expr, Mul, Pow, Sum, exp, hyper, preorder_traversal, sqrt

from ..decision.zero import is_zero
from ..derived import Naming
from ..exact.symbols import J, N, beta, gamma, k, m, omega
from ..ledger.notation import S, W
from .names import ELEMENTARY, PART
from .printer import expression_latex
from .width import heuristic_width

WIDTH = 4.6
"""Ems below which a part keeps its own form, however often it stands somewhere."""

SPLITTING = sqrt(omega**2 + 4 * gamma**2 * m**2)
WEIGHT = N * exp(beta * J * (N - 4)) * hyper((1 - (N + m) / 2, 1 - (N - m) / 2), (2,), exp(-4 * beta * J))


CONDITIONS = {W(m): r",\qquad\lvert m\rvert<N"}
"""What must be said behind a part that does not hold everywhere."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Named:
    """Expressions in which parts have names, and what each name stands for; a part may hold the names before it."""

    expressions: tuple[Expr, ...]
    parts: tuple[tuple[Expr, Expr], ...]


def named(expressions: Sequence[Expr], fits: Callable[[Expr], bool]) -> Named:
    r"""The expressions with S_m, W_m, what stands twice, and what makes a term too wide, by name.

    Args:
        expressions: what is to be shortened together.
        fits: whether an expression can be set within the lines of a page.

    >>> from symcoh.exact.symbols import N, beta, gamma, omega
    >>> from sympy import sqrt, tanh
    >>> splitting = sqrt(omega**2 + 4 * N**2 * gamma**2)
    >>> found = named([2 * N * gamma * tanh(beta * splitting / 2) / splitting], lambda e: True)
    >>> print(found.expressions, found.parts)
    (2*N*gamma*tanh(beta*S(N)/2)/S(N),) ((S(m), sqrt(4*gamma**2*m**2 + omega**2)),)
    """
    bodies = [_with_weights(_with_splittings(e)) for e in expressions]
    shared = _shared(bodies)
    count = 0
    while (part := _repeated(bodies) or _widest(bodies, fits)) is not None:
        count += 1
        bodies = [*(e.xreplace({part: PART(count)}) for e in bodies), part]
    meanings = {PART(place): meaning for place, meaning in enumerate(bodies[len(expressions) :], 1)}
    return _numbered(*_unnamed(bodies[: len(expressions)], meanings, fits), shared)


def told(naming: Naming) -> Named:
    """The expressions in the names that the author of a derivation gave, a `derivations.foundation.steps.Naming`."""
    bodies = [_with_weights(_with_splittings(e)) for e in (*naming.coefficients, *(meaning for _, meaning in naming.used))]
    count = len(naming.coefficients)
    parts = ((name, meaning) for (name, _), meaning in zip(naming.used, bodies[count:], strict=True))
    return Named(expressions=tuple(bodies[:count]), parts=(*_shared(bodies), *parts))


def _shared(bodies: Sequence[Expr]) -> list[tuple[Expr, Expr]]:
    """S_m and W_m where they stand."""
    return [(name, meaning) for name, meaning in ((S(m), SPLITTING), (W(m), WEIGHT)) if any(e.has(name.func) for e in bodies)]


def _unnamed(bodies: Sequence[Expr], meanings: dict[Expr, Expr], fits: Callable[[Expr], bool]) -> tuple[Sequence[Expr], dict[Expr, Expr]]:
    """Without the names that stand once and are not needed for want of room."""
    for name, meaning in meanings.items():
        everywhere = [*bodies, *(other for key, other in meanings.items() if key != name)]
        holders = [e for e in everywhere for part in preorder_traversal(e) if part == name]
        if len(holders) == 1 and fits(holders[0].xreplace({name: meaning})):
            kept = {key: other.xreplace({name: meaning}) for key, other in meanings.items() if key != name}
            return _unnamed([e.xreplace({name: meaning}) for e in bodies], kept, fits)
    return bodies, meanings


def _numbered(bodies: Sequence[Expr], meanings: dict[Expr, Expr], shared: Sequence[tuple[Expr, Expr]]) -> Named:
    """X_1, X_2, ... numbered so that each holds the ones before it alone."""
    left = dict(meanings)
    names: dict[Expr, Expr] = {}
    parts = list(shared)
    while left:
        name = next(name for name, meaning in left.items() if not any(meaning.has(other) for other in left))
        names[name] = PART(len(names) + 1)
        parts.append((names[name], left.pop(name).xreplace(names)))
    return Named(expressions=tuple(e.xreplace(names) for e in bodies), parts=tuple(parts))


def _with_splittings(e: Expr) -> Expr:
    """S_x for sqrt(omega^2 + 4 gamma^2 x^2)."""

    def swapped(power: Pow) -> Expr:
        x = sqrt((power.base - omega**2) / (4 * gamma**2)).replace(Abs, lambda inner: inner)
        holds = not x.has(omega, gamma) and is_zero(omega**2 + 4 * gamma**2 * x**2 - power.base) is True
        return S(-x if x.coeff(k).is_negative else x) ** (2 * power.exp) if holds else power

    return e.replace(lambda part: part.is_Pow and part.base.is_Add and part.exp.is_Rational and part.exp.q == 2, swapped)


def _with_weights(e: Expr) -> Expr:
    """W_{2k-N} for N e^{beta J (N-4)} 2F1(1-k, 1-N+k; 2; e^{-4 beta J}), (30)."""
    weight = WEIGHT.subs(m, 2 * k - N)
    factors = Mul.make_args(weight)

    def swapped(product: Mul) -> Expr:
        return Mul(*(part for part in product.args if part not in factors), W(2 * k - N))

    return e.replace(lambda part: part.is_Mul and set(factors) <= set(part.args), swapped)


def _repeated(expressions: Sequence[Expr]) -> Expr | None:
    """The narrowest part worth a name that stands twice."""
    counted = Counter(part for e in expressions for part in _candidates(e))
    wide = {part: width for part, count in counted.items() if count > 1 and (width := _width(part)) >= WIDTH}
    return min(wide, key=lambda part: (wide[part], str(part)), default=None)


def _widest(expressions: Sequence[Expr], fits: Callable[[Expr], bool]) -> Expr | None:
    """The widest part within the first expression that does not fit."""
    for e in expressions:
        if not fits(e):
            inner = {part: width for part in _candidates(e) if (width := _width(part)) >= WIDTH}
            if inner:
                return max(inner, key=lambda part: (inner[part], str(part)))
    return None


def _candidates(e: Expr) -> Iterator[Expr]:
    """Sums within an expression, and arguments of functions, that hold no index of a sum around them."""
    bound = {symbol for part in e.atoms(Sum) for symbol in part.bound_symbols}
    for part in preorder_traversal(e):
        found = [part] if part != e and (part.is_Add or isinstance(part, Sum)) else []
        found += [inner for inner in part.args if part.func in ELEMENTARY and not inner.is_Add]
        yield from (inner for inner in found if not inner.free_symbols & bound)


def _width(part: Expr) -> float:
    return heuristic_width(expression_latex(part))
