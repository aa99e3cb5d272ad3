"""The rational forms, put back into hyperbolic functions: by numbers, and by algebra."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction as Q
from typing import Any

import pytest
import sympy as sp
from sympy import Expr

from exact.definition import evaluated, near
from symcoh import Model, exact
from symcoh.errors import InputError, InputTypeError
from symcoh.exact import symbols as sym
from symcoh.sources import XX, XXZ, Chain, Complete, Graph, Independent, RangeRing, Ring, SpinRing
from symcoh.sources.protocol import Sources

SYSTEMS = [
    Chain(N=1),
    Chain(N=5, J="1/3"),
    Chain(N=4, J="-2/7"),
    Chain(N=3, J="sqrt(2)/3"),
    Complete(N=5, J="-1/7"),
    Independent(N=4),
    Ring(N=5, J="-1/5"),
    RangeRing(N=5, couplings=["1/5", "-pi/7"]),
    Graph(N=4, edges=[[1, 2, "1/4"], [1, 3, "-1/5"], [1, 4, "1/3"]]),
    SpinRing(N=3, spin="1", J="1/3", anisotropy="1/20"),
    XXZ(shape="complete", N=4, J="1/3", J_xy="1/5"),
    XX(shape="ring", N=5, J_xy="1/3"),
]
AT = {"omega": Q(1), "omega_a": Q(7, 10), "gamma": Q(3, 10), "J": Q(-2, 5), "beta": Q(2), "T": Q(3, 4)}

SETTINGS = [
    {},
    {"gamma": -sp.sqrt(2) / 3},
    {"omega_a": "-7/10", "gamma": "3/10"},
    {"omega_a": "-7/10", "gamma": "-3/10", "omega": "3/2"},
    {"omega": 0},
    {"omega": 0, "gamma": "1/2"},
    {"gamma": 0},
    {"gamma": 0, "omega": 0},
    {"omega_a": 0},
    {"beta": 0},
    {"omega": sym.gamma, "beta": 1 / sym.T},
    {"omega": "3", "gamma": "2"},
]


def put_back(form: exact.RationalForm) -> dict[str, Any]:
    return {
        "Z": form.partition_function.xreplace(dict(form.variables)),
        "C": form.coherence.xreplace(dict(form.variables)),
        "rho": form.reduced_density_matrix.xreplace(dict(form.variables)),
    }


def agree(form: exact.RationalForm, at: Mapping[str, Q], *arguments: Any, **given: Any) -> None:
    found = put_back(form)
    for name, function in (("Z", exact.partition_function), ("C", exact.coherence)):
        expected = function(*arguments, **given)
        assert near(evaluated(found[name], **at), evaluated(expected, **at))
    expected = exact.reduced_density_matrix(*arguments, **given)
    for entry in range(4):
        assert near(evaluated(found["rho"][entry], **at), evaluated(expected[entry], **at))


@pytest.mark.parametrize("system", SYSTEMS, ids=repr)
def test_every_system(system: Sources) -> None:
    agree(exact.rational_form(sources=system), AT, sources=system)


@pytest.mark.parametrize("values", SETTINGS, ids=str)
@pytest.mark.parametrize("N", [2, 3])
def test_the_ring(N: int, values: dict[str, Any]) -> None:
    agree(exact.rational_form(N, **values), AT, N, **values)


@pytest.mark.parametrize("J", [0, "-2/5", sp.sqrt(2) - sp.Rational(1, 3), sym.K / sym.beta])
def test_couplings_of_the_ring(J: Expr | int | str) -> None:
    at = AT | {"K": Q(-1, 3)}
    agree(exact.rational_form(4, J=J), at, 4, J=J)
    agree(exact.rational_form(4, sources=Chain, J=J), at, 4, sources=Chain, J=J)


def in_variables(formula: sp.Expr) -> sp.Expr:
    """A hyperbolic formula of the ring in y, u, s_m and S_m, each exponential and root replaced by what it is."""
    formula = formula.rewrite([sp.sinh, sp.cosh], sp.exp)
    y, u = sp.symbols("y u", positive=True)
    found = {}
    for power in formula.atoms(sp.exp):
        monomial = sp.S.One
        for term in sp.Add.make_args(sp.expand(power.args[0] / sym.beta)):
            factor, kind = term.as_coeff_Mul()
            monomial *= {sym.J: y, sym.omega_a: u**2, sym.omega: sp.Symbol("s0", positive=True) ** 2}.get(
                kind, letter(kind, "s") ** 2
            ) ** factor
        found[power] = monomial
    formula = formula.xreplace(found)
    roots = {e: letter(sp.sqrt(e.base), "S") ** (2 * e.exp) for e in formula.atoms(sp.Pow) if abs(e.exp) == sp.Rational(1, 2)}
    return formula.xreplace(roots)


def letter(root: sp.Expr, name: str) -> sp.Symbol:
    if not root.is_Pow:
        return sp.Symbol("none")
    m = sp.sqrt(root.base.coeff(sym.gamma**2) / 4)
    assert root.base == sym.omega**2 + 4 * m**2 * sym.gamma**2
    return sp.Symbol(f"{name}{m}", positive=True)


@pytest.mark.parametrize("N", [2, 3])
def test_by_algebra(N: int) -> None:
    form = exact.rational_form(N)
    rho = exact.reduced_density_matrix(N)
    pairs = [
        (exact.partition_function(N), form.partition_function),
        (exact.coherence(N), form.coherence),
        (rho[0, 0], form.reduced_density_matrix[0, 0]),
        (rho[0, 1], form.reduced_density_matrix[0, 1]),
        (rho[1, 1], form.reduced_density_matrix[1, 1]),
    ]
    for hyperbolic, rational in pairs:
        above, below = in_variables(hyperbolic).as_numer_denom()
        top, bottom = rational.as_numer_denom()
        assert sp.expand(above * bottom - top * below) == 0
        assert sp.expand(above * bottom - 2 * top * below) != 0


def test_the_polynomials() -> None:
    form = exact.rational_form(5)
    rings = {part.ring for fraction in form.polynomials.values() for part in fraction}
    assert len(rings) == 1
    (ring,) = rings
    assert ring.domain == sp.QQ
    assert set(ring.symbols) == set(form.variables)
    above, below = form.polynomials["coherence"]
    assert above.as_expr() / below.as_expr() == form.coherence
    assert form.variables[sp.Symbol("y", positive=True)] == sp.exp(sym.beta * sym.J)
    (one, two), (three, four) = form.polynomials["excited_population"], form.polynomials["ground_population"]
    assert one * four + three * two == two * four


def test_a_model() -> None:
    model = Model(sources=Chain(N=3, J="1/3"), omega_a=1, gamma="1/4")
    assert exact.rational_form(model) == exact.rational_form(sources=Chain(N=3, J="1/3"), omega=1, omega_a=1, gamma="1/4")


def test_refusals() -> None:
    with pytest.raises(InputTypeError, match="`N` must be an integer here"):
        exact.rational_form()
    with pytest.raises(InputError, match="`weights` must not be left open here"):
        exact.rational_form(3, weights=sp.Function("W"))
    with pytest.raises(InputError, match="`gamma` and `omega_a` must have known signs"):
        exact.rational_form(3, gamma=sp.Symbol("g", real=True))
    with pytest.raises(InputError, match="exact numbers"):
        exact.rational_form(sources=XX(shape="ring", N=7, J_xy="1/3"))
