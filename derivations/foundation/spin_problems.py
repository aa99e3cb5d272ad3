"""Spins 1/2 on bonds as problems for exact traces: named systems with symbols for what was not given, or the sources of a model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from sympy import Expr, Symbol

from symcoh.arguments import one_of
from symcoh.errors import InputError, shown
from symcoh.exact import symbols, to_sympy
from symcoh.exactnumbers import Exact, exact, is_zero
from symcoh.model import Model
from symcoh.sources import XX, XXZ, Chain, Complete, Independent

from .exact_traces import MOST_SOURCES, Coupling, Spins
from .parameters import Setting, setting
from .power_series import PolynomialRing

Pairs = tuple[tuple[int, int], ...]

J_XY = Symbol("J_xy", real=True)


@dataclass(frozen=True, kw_only=True, slots=True)
class Shape:
    """A named system: who is bonded, which couplings it has, and the value of `symcoh.sources` with numbers in them."""

    pairs: Callable[[int], Pairs]
    kinds: tuple[str, ...]
    made: Callable[..., Any]


def ring_pairs(N: int) -> Pairs:
    """Neighbours on a ring; one source is bonded to itself, two are bonded twice.

    >>> ring_pairs(2)
    ((0, 1), (1, 0))
    """
    return tuple((k, (k + 1) % N) for k in range(N))


def chain_pairs(N: int) -> Pairs:
    """Neighbours in a row."""
    return tuple((k, k + 1) for k in range(N - 1))


def complete_pairs(N: int) -> Pairs:
    """All pairs."""
    return tuple(combinations(range(N), 2))


SHAPES = {
    "chain": Shape(pairs=chain_pairs, kinds=("zz",), made=lambda N, J, J_xy: Chain(N=N, J=J)),
    "complete": Shape(pairs=complete_pairs, kinds=("zz",), made=lambda N, J, J_xy: Complete(N=N, J=J)),
    "independent": Shape(pairs=lambda N: (), kinds=(), made=lambda N, J, J_xy: Independent(N=N)),
    "xx-ring": Shape(pairs=ring_pairs, kinds=("xy",), made=lambda N, J, J_xy: XX(shape="ring", N=N, J_xy=J_xy)),
    "xx-chain": Shape(pairs=chain_pairs, kinds=("xy",), made=lambda N, J, J_xy: XX(shape="chain", N=N, J_xy=J_xy)),
    "xxz-ring": Shape(pairs=ring_pairs, kinds=("zz", "xy"), made=lambda N, J, J_xy: XXZ(shape="ring", N=N, J=J, J_xy=J_xy)),
    "xxz-chain": Shape(pairs=chain_pairs, kinds=("zz", "xy"), made=lambda N, J, J_xy: XXZ(shape="chain", N=N, J=J, J_xy=J_xy)),
    "xxz-complete": Shape(pairs=complete_pairs, kinds=("zz", "xy"), made=lambda N, J, J_xy: XXZ(shape="complete", N=N, J=J, J_xy=J_xy)),
}
"""Systems that `sources` may name."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """Sources with symbols in the place of what was not given.

    Args:
        name: the system in words.
        spins: the sources over a ring of polynomials.
        ring: that ring.
        late: what stands for its symbols at the end.
        model: the model with numbers everywhere, the sample's in the place of symbols.
        values: the number that stands there for each symbol.
    """

    name: str
    spins: Spins
    ring: PolynomialRing
    late: dict[Symbol, Expr]
    model: Model
    values: dict[str, Exact]


def named_problem(name: str, N: object, J_xy: object, **energies: object) -> tuple[Setting, Problem]:
    """A system by its name, with N given.

    Raises:
        InputError: an unknown system, N missing or beyond `MOST_SOURCES`, a coupling that the system does not have.

    >>> at, problem = named_problem("xx-chain", 3, None, omega=1, gamma=None, omega_a=None, J=None)
    >>> problem.ring.symbols
    (omega_a, gamma, J_xy)
    """
    shape = SHAPES[one_of(name, "`sources`", ("ring", *SHAPES))]
    at = setting(N, **{**energies, "J": energies["J"] if "zz" in shape.kinds else None})
    in_plane = exact(J_xy, "`J_xy`") if J_xy is not None and J_xy != J_XY else None
    size = _checked_size(at.p.count)
    for label, value, kind in (("J", energies["J"], "zz"), ("J_xy", in_plane, "xy")):
        if kind not in shape.kinds and value is not None and is_zero(exact(value)) is not True:
            raise InputError(f"`{label}`", f"is no coupling of {name} sources: leave it out.")
    known = {"omega": at.p.omega, "omega_a": at.p.omega_a, "gamma": at.p.gamma}
    if "zz" in shape.kinds:
        known["J"] = at.p.J
    if "xy" in shape.kinds:
        known["J_xy"] = J_XY if in_plane is None else to_sympy(in_plane)
    ring, late, found = _elements(known)
    strengths = {"zz": "J", "xy": "J_xy"}
    sites = tuple(range(size))
    spins = Spins(
        size=size,
        omega=found["omega"],
        gaps=((found["omega_a"], sites),),
        pushes=((found["gamma"], sites),),
        couplings=tuple(Coupling(strength=found[strengths[kind]], kind=kind, pairs=shape.pairs(size)) for kind in shape.kinds),
    )
    values = {label: at.value(label) for label in ("omega", "omega_a", "gamma", "J")}
    values["J_xy"] = exact("1/4") if in_plane is None else in_plane
    model = Model(
        omega=values["omega"], omega_a=values["omega_a"], gamma=values["gamma"], sources=shape.made(size, values["J"], values["J_xy"])
    )
    return at, Problem(name=f"{name} sources", spins=spins, ring=ring, late=late, model=model, values=values)


def _checked_size(count: int | None) -> int:
    if count is None:
        raise InputError("`N`", f"is needed for other sources than the ring: give a whole number from 1 to {MOST_SOURCES}.")
    if count > MOST_SOURCES:
        raise InputError("`N`", f"must be from 1 to {MOST_SOURCES} for other sources than the ring, but is {shown(count)}.")
    return count


def _elements(values: dict[str, Expr]) -> tuple[PolynomialRing, dict[Symbol, Expr], dict[str, Any]]:
    """The ring of what is no rational number, what stands for its symbols at the end, and each value as an element."""
    table = {name: J_XY if name == "J_xy" else getattr(symbols, name, Symbol(name, real=True)) for name in values}
    free = {name: table[name] for name, value in values.items() if not value.is_Rational}
    ring = PolynomialRing(tuple(free.values()))
    late = {table[name]: values[name] for name in free if values[name] != table[name]}
    return ring, late, {name: ring.generator(table[name]) if name in free else ring.constant(value) for name, value in values.items()}


def model_problem(model: Model) -> Problem:
    """Sources of a model: chain, complete graph, graph, ring, range ring, XX, XXZ; all numbers given.

    Raises:
        InputError: a target of another kind, several baths, more than `MOST_SOURCES` sources, sources that are no spins 1/2 on bonds.
    """
    if len(model.baths) != 1 or not model.target.plain:
        raise InputError("`model`", "must have one bath and a two-level target coupled by sigma^x (no tilt, no matrices) in this series.")
    sources = model.baths[0].sources
    bonds = bonds_of(sources)
    if bonds is None:
        raise InputError(
            "`model`", f"has {sources.name} sources: this series is for spins 1/2 on bonds, {', '.join(('ring', *SHAPES))}, graph."
        )
    size = _checked_size(sources.N)
    gaps = list(getattr(sources, "omega_k", None) or [model.baths[0].omega_a] * size)
    pushes = list(getattr(sources, "gamma_k", None) or [model.baths[0].gamma] * size)
    assert model.target.omega is not None
    numbers = [model.target.omega, *gaps, *pushes, *(strength for strength, _, _ in bonds)]
    names = {number.canonical(): f"x_{place}" for place, number in reversed(list(enumerate(numbers)))}
    ring, late, found = _elements({name: to_sympy(numbers[int(name[2:])]) for name in sorted(set(names.values()))})
    element = {text: found[name] for text, name in names.items()}
    spins = Spins(
        size=size,
        omega=element[model.target.omega.canonical()],
        gaps=_grouped(gaps, element),
        pushes=_grouped(pushes, element),
        couplings=tuple(Coupling(strength=element[strength.canonical()], kind=kind, pairs=pairs) for strength, kind, pairs in bonds),
    )
    return Problem(name=f"the {sources.name} sources of the model", spins=spins, ring=ring, late=late, model=model, values={})


def _grouped(values: Sequence[Exact], element: dict[str, Any]) -> tuple[tuple[Any, tuple[int, ...]], ...]:
    """The sites of each value."""
    groups: dict[str, list[int]] = {}
    for site, value in enumerate(values):
        groups.setdefault(value.canonical(), []).append(site)
    return tuple((element[text], tuple(sites)) for text, sites in groups.items())


def bonds_of(sources: Any) -> list[tuple[Exact, str, Pairs]] | None:
    """(strength, kind, pairs) of spins 1/2 on bonds; None for other sources.

    >>> bonds_of(XX(shape="chain", N=3, J_xy="1/4"))
    [(exact('1/4'), 'xy', ((0, 1), (1, 2)))]
    """
    N, name = getattr(sources, "N", 0), sources.name
    shape = SHAPES.get(name) or (Shape(pairs=ring_pairs, kinds=("zz",), made=Chain) if name == "ring" else None)
    if name == "range-ring":
        return [(J, "zz", tuple((k, (k + d) % N) for k in range(N))) for d, J in enumerate(sources.couplings, 1)]
    if name == "graph":
        return _edges_of(sources)
    if shape is None:
        return None
    found = [(getattr(sources, {"zz": "J", "xy": "J_xy"}[kind]), kind, shape.pairs(N)) for kind in shape.kinds]
    twist = getattr(sources, "D", None)
    if twist is not None and is_zero(twist) is not True:
        found.append((twist, "dm", shape.pairs(N)))
    return found


def _edges_of(sources: Any) -> list[tuple[Exact, str, Pairs]]:
    """The edges of a graph, those of one strength together."""
    groups: dict[tuple[str, str], tuple[Exact, list[tuple[int, int]]]] = {}
    for a, b, *strengths in sources.edges:
        for kind, strength in zip(("zz", "xy"), strengths, strict=False):
            if is_zero(strength) is not True:
                groups.setdefault((strength.canonical(), kind), (strength, []))[1].append((a - 1, b - 1))
    return [(strength, kind, tuple(pairs)) for (_, kind), (strength, pairs) in groups.items()]
