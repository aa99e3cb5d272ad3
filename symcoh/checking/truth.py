"""What the quantity is: its exact expression where N is given, else the series of a derivation.

C is even in gamma and omega_a, so that given values of both enter by their moduli.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sympy import Abs, Expr, Integer, Rational, Symbol, cosh, exp, sinh, sqrt

from .. import exact as formulas
from ..errors import SymcohError
from ..exact import symbols, to_sympy
from ..exact.long_roots import veiled
from ..exactnumbers import Exact
from ..exactnumbers import sign as exact_sign
from ..sources.protocol import Sources
from .question import Limit

LARGEST_EXACT = 14
"""Rings up to this one are written out."""

QUANTITIES: dict[str, Callable[..., Expr]] = {
    "coherence": formulas.coherence,
    "partition-function": formulas.partition_function,
    "log-partition-function": formulas.log_partition_function,
    "free-energy": formulas.free_energy,
    "energy": formulas.energy,
    "entropy": formulas.entropy,
    "heat-capacity": formulas.heat_capacity,
    "magnetization": formulas.magnetization,
    "population-ground": formulas.ground_population,
    "population-excited": formulas.excited_population,
    "bloch-x": formulas.bloch_x,
    "bloch-z": formulas.bloch_z,
    "coherence-derivative": formulas.coherence_derivative,
}

Names = Mapping[str, Expr]
"""What each name of the model stands for in one case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """An exact expression, or the coefficients of a series: power of the small variable -> coefficient.

    Attributes:
        expression: the quantity itself, where it is written out.
        terms: the coefficients through `order`, where it is not.
        ends: whether nothing but exponentially small parts follow the terms.
        least: the smallest N for which it holds, where N is a symbol.
        gap: whether exponentially small parts of unknown size stand beside the terms.
    """

    source: str
    expression: Expr | None = None
    terms: Mapping[int, Expr] | None = None
    order: int = 0
    ends: bool = False
    gap: bool = False
    least: int = 1


def exact_truth(quantity: str, names: Names, parity: int | None = None) -> Truth | None:
    """The exact expression: N given and not too long; at ω = 0, whatever N."""
    size, function = names["N"], QUANTITIES[quantity]
    values = {name: names[name] for name in ("omega", "omega_a", "gamma", "J", "beta")}
    if size.is_Integer and size <= LARGEST_EXACT:
        return Truth(source=f"the exact {quantity} at N = {size}", expression=function(int(size), **values))
    if quantity == "coherence" and any(names[name].is_zero for name in ("gamma", "omega_a", "beta")):
        return Truth(source="C = 0, because beta*omega_a*gamma = 0", expression=Integer(0))
    constant = _constant(quantity, names)
    if constant is not None:
        return constant
    if quantity == "coherence" and names["omega"].is_zero:
        return Truth(source="the closed form of C at omega = 0", expression=_without_gap(names, parity))
    return None


def system_truth(quantity: str, names: Names, sources: Sources) -> Truth:
    """The exact expression for other sources than the ring, whose levels are exact numbers."""
    values = {name: names[name] for name in ("omega", "omega_a", "gamma", "beta")}
    expression = QUANTITIES[quantity](sources=sources, **values)
    return Truth(source=f"the exact {quantity} of {sources.name} sources at N = {names['N']}", expression=expression)


def _constant(quantity: str, names: Names) -> Truth | None:
    """What a symmetry makes a constant: <σ^z> at ω = 0, <M> at ω_a = 0."""
    at_zero = {"bloch-z": Integer(0), "population-ground": Rational(1, 2), "population-excited": Rational(1, 2)}
    if quantity in at_zero and names["omega"].is_zero:
        return Truth(source=f"the {quantity} at omega = 0", expression=at_zero[quantity])
    if quantity == "magnetization" and names["omega_a"].is_zero:
        return Truth(source="<M> = 0, because omega_a = 0", expression=Integer(0))
    return None


def _without_gap(names: Names, parity: int | None) -> Expr:
    """C at ω = 0: (L(h_0+βγ) - L(h_0-βγ))/(L(h_0+βγ) + L(h_0-βγ)), L(h) = λ_+^N + λ_-^N.

    For J < 0, λ_- < 0: with a known parity its power is written with its modulus.
    """
    beta, N = names["beta"], names["N"]
    h0, g = beta * Abs(names["omega_a"]) / 2, beta * Abs(names["gamma"])

    def ring(h: Expr) -> Expr:
        root = sqrt(sinh(h) ** 2 + exp(-4 * beta * names["J"]))
        if names["J"].is_zero:
            return (2 * cosh(h)) ** N
        if names["J"].is_negative and parity is not None:
            return (cosh(h) + root) ** N + parity * (root - cosh(h)) ** N
        return (cosh(h) + root) ** N + (cosh(h) - root) ** N

    return (ring(h0 + g) - ring(h0 - g)) / (ring(h0 + g) + ring(h0 - g))


INNER: dict[tuple[str, str], Callable[..., Expr]] = {
    ("J", "oo"): formulas.strong_ferromagnet,
    ("J", "-oo"): formulas.strong_antiferromagnet,
    ("gamma", "oo"): formulas.strong_coupling,
    ("omega_a", "oo"): formulas.large_gap,
}
"""First limits of a pair whose limit function is known in closed form, N a symbol or not: (36), (37)-(39), (44), (47)."""


def inner_truth(first: Limit, names: Names, parity: int | None) -> Truth | None:
    """The limit of C in the first of two limits, a closed form."""
    if first.point == "0" and first.name in ("beta", "gamma", "omega_a"):
        return Truth(source=f"C = 0 at {first.name} = 0", expression=Integer(0))
    if any(name != first.name and names[name].is_zero for name in ("omega_a", "gamma", "beta")):
        return Truth(source="C = 0, because beta*omega_a*gamma = 0", expression=Integer(0))
    if first.name == "N":
        return Truth(source="C -> 1 for N -> oo", expression=Integer(1))
    if first.name == "beta":
        return None
    function = INNER.get((first.name, first.point))
    if function is None:
        return None
    size = names["N"]
    values = {name: names[name] for name in ("omega", "omega_a", "gamma", "beta") if name != first.name}
    if first.point == "-oo" and not size.is_Integer:
        if parity is None:
            return None
        odd = parity < 0
        expression = formulas.strong_antiferromagnet(3 if odd else 4, **values)
        return Truth(source="(37)-(39), N " + ("odd" if odd else "even"), expression=expression)
    number = {("J", "oo"): "(36)", ("J", "-oo"): "(37)-(39)", ("gamma", "oo"): "(44)", ("omega_a", "oo"): "(47)"}[first.name, first.point]
    return Truth(source=f"the closed form {number}", expression=function(size, **values))


# Series of derivations.


SERIES = (
    "energy", "heat-capacity", "entropy", "log-partition-function", "magnetization", "population-ground", "population-excited", "bloch-z",
)  # fmt: skip
HAVE_QUANTITIES: dict[str, tuple[str, ...]] = {"high-temperature": SERIES, "weak-coupling": SERIES}
"""The quantities beside the coherence whose series a derivation gives; they take gamma and omega_a with their signs."""


def has_series(quantity: str, limit: Limit, held: bool) -> bool:
    """Whether a derivation gives the series of the quantity in a limit."""
    if quantity == "coherence":
        return limit.derivation is not None
    return not held and limit.derivation is not None and quantity in HAVE_QUANTITIES.get(limit.derivation, ())


def known_truth(
    limit: Limit, order: int, given: Mapping[str, Exact], held: bool, parity: int | None, quantity: str = "coherence"
) -> Truth | None:
    """The series of the derivation for this limit, None where there is none at these parameters."""
    if not has_series(quantity, limit, held) or (limit.name == "beta" and limit.point == "oo"):
        return None
    name = "uniform-high-temperature" if held else limit.derivation
    # The series is asked for with symbols and the values put in afterwards: exact at any size of them. Only what changes
    # the series is given to it: a zero, and an N below the range of the general one.
    zeros = {key: value for key, value in given.items() if key not in (limit.name, "N") and exact_sign(value) == 0}
    size = given["N"].integer if "N" in given else None
    assert name is not None
    found = _asked_for(name, order, zeros, None if size is None else -1 if size % 2 else 1, parity, quantity)
    passed = dict(zeros)
    if size is not None and (found is None or _least(found) > size or not found.valid_for.startswith("N ")):
        passed["N"] = given["N"]
        found = _asked_for(name, order, passed, None, None, quantity)
    if found is None:
        return None
    others = {key: value for key, value in given.items() if key != limit.name and key not in passed}
    images = {
        getattr(symbols, key): veiled(_modulus(key, value) if quantity == "coherence" else to_sympy(value)) for key, value in others.items()
    }
    terms = {int(term.power): term.coefficient.subs(images) for term in found.terms if not term.exponent}
    # No odd or even series is cut short: what is not listed below the first neglected power is zero.
    known = int(found.remainder_power) - 1
    zero_gap = "omega" in given and exact_sign(given["omega"]) == 0
    return Truth(
        source=f"the series of {name}" if quantity == "coherence" else f"the series of the {quantity} in {name}",
        terms=terms,
        order=max(known, order),
        ends=zero_gap and name in ("strong-coupling", "many-sources"),
        gap=name in ("strong-coupling", "many-sources"),
        least=1 if "N" in passed else _least(found),
    )


def _asked_for(name: str, order: int, passed: Mapping[str, Exact], own: int | None, parity: int | None, quantity: str) -> Any:
    """The expansion of a derivation at its symbols but for what is passed; `own` is the parity of a given N."""
    values = tuple(sorted((key, value.canonical()) for key, value in passed.items()))
    side = own if own is not None else parity
    text = None
    if name == "strong-antiferromagnet" and "N" not in passed:
        if side is None:
            return None
        text = "odd" if side < 0 else "even"
    # A derivation has a smallest order of its own.
    attempts = (_series(name, o, values, text, quantity) for o in dict.fromkeys((order, max(order, 1), max(order, 2))))
    return next((series for series in attempts if series is not None), None)


def _least(found: Any) -> int:
    """The smallest N of a range such as N >= 7."""
    digits = "".join(c for c in found.valid_for.partition(";")[0] if c.isdigit())
    return int(digits) if found.valid_for.startswith("N >=") and digits else 1


def _modulus(name: str, value: Exact) -> Expr:
    """The value put into a series: C is even in gamma and omega_a."""
    negative = name in ("gamma", "omega_a") and exact_sign(value) == -1
    return -to_sympy(value) if negative else to_sympy(value)


@lru_cache(maxsize=256)
def _series(name: str, order: int, values: tuple[tuple[str, str], ...], parity: str | None, quantity: str) -> Any:
    """The expansion of an installed derivation, kept in this process."""
    import inspect

    from ..derivation_registry import installed, loaded
    from ..exactnumbers import exact

    point = installed().get(name)
    if point is None:
        return None
    function = loaded(point)
    accepted = inspect.signature(function).parameters
    given: dict[str, Any] = {}
    for key, text in values:
        if key in accepted:
            number = exact(text)
            given[key] = number.integer if key == "N" else number
    if parity is not None:
        given["parity"] = parity
    if quantity != "coherence":
        given["quantity"] = quantity
    try:
        return function(order=order, **given).expansion
    except SymcohError:
        return None


def ground_truth(names: Names, phase: str, parity: int | None) -> Truth | None:
    """C_0 of (41), (49), (56), (57) for beta -> oo: every correction is exponentially small."""
    size = names["N"]
    values = {name: names[name] for name in ("omega", "omega_a", "gamma")}
    if phase == "aligned":
        found = formulas.aligned_ground_coherence(size, **values)
        return Truth(source="C_0 of (41), (57)", terms={0: found}, ends=True, gap=True)
    if phase == "critical":
        found = formulas.critical_ground_coherence(size, **values)
        return Truth(source="C_0 of (50)", terms={0: found}, ends=True, gap=True)
    if phase == "undecided":
        return None
    if size.is_Integer:
        parity = -1 if int(size) % 2 else 1
    if parity is None:
        return None
    found = formulas.antialigned_ground_coherence(3, **values) if parity < 0 else Integer(0)
    return Truth(source="C_0 of (49), (56)", terms={0: found}, ends=True, gap=True, least=3 if parity < 0 else 2)


GAP = Symbol("gap", positive=True)
"""The unknown size of an exponential, as a symbol that no comparison decides."""
LIMIT_SYMBOLS = {name: getattr(symbols, name) for name in ("N", "omega", "omega_a", "gamma", "J", "beta")}
