"""Z, the state of the target and C of a given number of sources as rational functions of Boltzmann variables.

    y = e^{beta g}    g = J where it is a symbol, else the largest energy of which all levels of H_I are whole multiples (several, y1, y2,
                      where there is none)
    u = e^{beta |omega_a|/2},   s_m = e^{beta S_m/2},   S_m = sqrt(omega^2 + 4 gamma^2 m^2),   gamma and omega themselves.

With W_m = Σ q y^{-n} every hyperbolic function of (26)-(31) is a sum of two monomials, so that Z, <σ^x> and <σ^z> are quotients of
polynomials over the rational numbers. The variables are taken for independent ones: S_m^2 is not written as omega^2 + 4 gamma^2 m^2.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import prod
from types import MappingProxyType

from sympy import QQ, Abs, Expr, ImmutableMatrix, S, Symbol, exp, sign
from sympy import ring as polynomial_ring
from sympy.polys.rings import PolyElement

from ..errors import InputError, InputTypeError, shown
from ..sources.ring.system import Ring
from . import symbols
from .parameters import Parameters, thermal_parameters
from .spectrum import bare_splitting
from .systems import Levels, scaled_levels

Fraction = tuple[PolyElement, PolyElement]
"""A numerator and a denominator, in one ring over QQ."""

Multiples = Mapping[Expr, tuple[int, ...]]
"""Energy -> the whole numbers n_j with E = Σ_j n_j g_j."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RationalForm:
    """Rational functions, and what their variables stand for.

    Args:
        variables: variable -> what it stands for; `expression.xreplace(variables)` puts it back.
        partition_function, coherence, reduced_density_matrix: in these variables.
        polynomials: "partition_function", "coherence", "bloch_x", "bloch_z", "excited_population", "ground_population" -> numerator and
            denominator in one polynomial ring over QQ, without a common number or power.
    """

    variables: Mapping[Symbol, Expr]
    partition_function: Expr
    coherence: Expr
    reduced_density_matrix: ImmutableMatrix
    polynomials: Mapping[str, Fraction]


def rational_form(N: object = None, *, sources: object = None, **values: object) -> RationalForm:
    """(26)-(31) as rational functions of Boltzmann variables.

    Args:
        N: number of sources, an int, or a `Model`; not beside a system, which has its own.
        sources: as in `coherence`; None: the ring.
        **values: omega, omega_a, gamma, J, beta, as `parameters`.

    Returns:
        Z, C and the state of the target as quotients of polynomials, and what each variable stands for.

    Raises:
        InputTypeError: a number of sources that is no integer.
        InputError: gamma or omega_a of unknown sign, and as `coherence`.

    >>> form = rational_form(1)
    >>> form.partition_function
    (s1**2*u**2*y + s1**2*y + u**2*y + y)/(s1*u)
    >>> form.coherence.factor()
    2*gamma*(s1 - 1)*(s1 + 1)*(u - 1)*(u + 1)/(S1*(s1**2 + 1)*(u**2 + 1))
    >>> {str(name): value for name, value in form.variables.items()}["u"]
    exp(beta*omega_a/2)
    """
    if values.get("weights") is not None:
        raise InputError("`weights`", "must not be left open here, where every level is wanted: give `sources`.")
    p = thermal_parameters(N, sources=sources, **values)
    if p.count is None:
        raise InputTypeError("`N`", f"must be an integer here, but is {shown(str(p.N))}.")
    side = sign(p.gamma * p.omega_a)
    if not side.is_Integer:
        raise InputError("`gamma`", f"and `omega_a` must have known signs here, but their product is {shown(str(p.gamma * p.omega_a))}.")
    levels = scaled_levels(Ring(N=p.count, J=1), p.J) if p.weights is None else p.weights.levels(p.count, p.J)
    if not all(m.is_Integer for m in levels):
        raise InputError("`sources`", f"must have integer magnetizations here, but is {shown(repr(sources))}.")
    units, multiples = _multiples([energy for row in levels.values() for energy in row])
    return _form(p, levels, multiples, _table(p, levels, units), int(side))


def _table(p: Parameters, levels: Levels, units: list[Expr]) -> dict[Symbol, Expr]:
    """What every variable stands for; a rational gamma, omega or S_m is a coefficient and has none."""
    table: dict[Symbol, Expr] = {}
    for place, unit in enumerate(units, 1):
        table[_variable("y" if len(units) == 1 else f"y{place}")] = exp(p.beta * unit)
    table[_variable("u")] = exp(p.beta * Abs(p.omega_a) / 2)
    for m in levels:
        gap = bare_splitting(m, p.omega, p.gamma)
        table[_variable(f"s{m}")] = exp(p.beta * gap / 2)
        if m and not gap.is_Rational:
            table[_variable(f"S{m}")] = gap
    for symbol, value in ((symbols.gamma, Abs(p.gamma)), (symbols.omega, p.omega)):
        if not value.is_Rational:
            table[symbol] = value
    return table


def _variable(name: str) -> Symbol:
    return Symbol(name, positive=True)


def _multiples(energies: list[Expr]) -> tuple[list[Expr], Multiples]:
    """Energies g_j and the whole numbers n_j with E = Σ_j n_j g_j for every energy; g = J where the energies are whole multiples of J.

    >>> _multiples([S(2) / 3, S(-1), S(0)])
    ([1/3], {2/3: (2,), -1: (-3,), 0: (0,)})
    """
    parts = {energy: energy.expand().as_coefficients_dict() for energy in energies}
    kinds = list(dict.fromkeys(kind for part in parts.values() for kind, factor in part.items() if factor and kind))
    units: list[Expr] = []
    steps: list[Expr] = []
    for kind in kinds:
        step: Expr = S.One if kind.free_symbols else S.Zero
        for part in parts.values():
            step = _common(step, part.get(kind, S.Zero))
        units.append(step * kind)
        steps.append(step)
    counts = {
        energy: tuple(int(part.get(kind, S.Zero) / step) for kind, step in zip(kinds, steps, strict=True)) for energy, part in parts.items()
    }
    return units, counts


def _common(one: Expr, two: Expr) -> Expr:
    """The largest number of which both are whole multiples."""
    while two:
        one, two = two, one % two
    return abs(one)


def _form(p: Parameters, levels: Levels, multiples: Multiples, table: dict[Symbol, Expr], side: int) -> RationalForm:
    ring, *_ = polynomial_ring(list(table), QQ)
    at = {str(name): generator for name, generator in zip(table, ring.gens, strict=True)}

    def number(name: str, value: Expr) -> PolyElement:
        return at[name] if name in at else ring(QQ(int(value.p), int(value.q)))

    def product(factors: Iterable[PolyElement]) -> PolyElement:
        return prod(factors, start=ring.one)

    gamma, omega = number("gamma", Abs(p.gamma)), number("omega", p.omega)
    gaps = {m: number(f"S{m}", bare_splitting(m, p.omega, p.gamma)) or ring.one for m in levels if m}
    bonds = [at[name] for name in at if name.startswith("y")]
    most = [max(0, *counts) for counts in zip(*multiples.values(), strict=True)]
    top = max(int(m) for m in levels)
    Z = x = z = ring.zero
    for m, row in levels.items():
        weight = sum(
            (q * product(y ** (n - k) for y, n, k in zip(bonds, most, multiples[energy], strict=True)) for energy, q in row.items()),
            ring.zero,
        )
        weight *= product(at[f"s{j}"] for j in levels if j != m)
        up, down = at["u"] ** (top + int(m)), at["u"] ** (top - int(m))
        plus, minus = at[f"s{m}"] ** 2 + 1, at[f"s{m}"] ** 2 - 1
        others = product(gap for j, gap in gaps.items() if j != m)
        # m and -m together, twice over; m = 0 with both of its equal terms.
        share = 2 if m else 1
        Z += share * weight * (up + down) * plus
        x += 4 * int(m) * gamma * weight * (up - down) * minus * others
        z -= share * weight * (up + down) * minus * others * (omega if m else ring.one)
    x, z = (ring.zero if p.gamma.is_zero or p.omega_a.is_zero else x), (ring.zero if p.omega.is_zero else z)
    below = product(gaps.values()) * Z
    scale = 2 * product(y**n for y, n in zip(bonds, most, strict=True)) * at["u"] ** top * product(at[f"s{m}"] for m in levels)
    return _named(
        table,
        {
            "partition_function": _lowered(Z, scale),
            "coherence": _lowered(x, below),
            "bloch_x": _lowered(side * x, below),
            "bloch_z": _lowered(z, below),
            "excited_population": _lowered(below + z, 2 * below),
            "ground_population": _lowered(below - z, 2 * below),
        },
    )


def _named(table: dict[Symbol, Expr], fractions: dict[str, Fraction]) -> RationalForm:
    form = {name: above.as_expr() / below.as_expr() for name, (above, below) in fractions.items()}
    off = form["bloch_x"] / 2
    return RationalForm(
        variables=MappingProxyType(table),
        partition_function=form["partition_function"],
        coherence=form["coherence"],
        reduced_density_matrix=ImmutableMatrix([[form["excited_population"], off], [off, form["ground_population"]]]),
        polynomials=MappingProxyType(fractions),
    )


def _lowered(above: PolyElement, below: PolyElement) -> Fraction:
    """The same quotient without a number or a power of a variable that divides both."""
    if not above:
        return above, below.ring.one
    (one, above), (two, below) = above.primitive(), below.primitive()
    ratio = one / two
    common = [min(powers) for powers in zip(*above.itermonoms(), *below.itermonoms(), strict=True)]
    above, below = (_divided(part, common) for part in (above, below))
    return above * ratio.numerator, below * ratio.denominator


def _divided(polynomial: PolyElement, powers: list[int]) -> PolyElement:
    terms = {tuple(n - k for n, k in zip(own, powers, strict=True)): factor for own, factor in polynomial.terms()}
    return polynomial.ring.from_dict(terms)
