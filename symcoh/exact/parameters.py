"""The parameters of (1)-(2) as SymPy expressions: symbols unless given."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sympy import Expr, exp

from ..errors import InputError, shown
from ..model import Model
from ..sources.independent import Independent
from ..sources.ring.system import Ring
from . import symbols
from .convert import expression, nonnegative_expression, sources_number, to_sympy
from .systems import CLOSED, Weights, open_weights, system_weights


@dataclass(frozen=True, kw_only=True, slots=True)
class Parameters:
    """The six parameters of the thermal state, each a SymPy expression; energies in one unit, beta in its inverse."""

    N: Expr
    omega: Expr
    omega_a: Expr
    gamma: Expr
    J: Expr
    beta: Expr
    weights: Weights | None = None
    """The sector weights where the sources are no ring."""

    @property
    def count(self) -> int | None:
        """N as an int, or None while N is symbolic."""
        return int(self.N) if self.N.is_Integer else None

    @property
    def x(self) -> Expr:
        """e^{-4 beta J}."""
        return exp(-4 * self.beta * self.J)


def parameters(
    N: object = None, *, omega: object = None, omega_a: object = None, gamma: object = None, J: object = None, beta: object = None
) -> Parameters:
    """Parameters from any exact values; what is not given is the symbol of `symcoh.exact.symbols`.

    Args:
        N: number of sources, an int >= 1 or symbolic, or a `Model`, which then gives all but beta.
        omega: gap of the target, >= 0.
        omega_a: gap of a source, any sign.
        gamma: target-source coupling, any sign.
        J: intersource coupling, any sign.
        beta: inverse temperature, >= 0 and finite.

    Returns:
        The parameters, each a SymPy expression.

    Raises:
        InputTypeError: a float or another inexact value.
        InputError: a value outside its domain, or a parameter given beside a `Model`.

    >>> p = parameters(4, gamma="3/10")
    >>> p.N, p.gamma, p.J
    (4, 3/10, J)
    >>> parameters(Model(N=2, omega_a=1, gamma="1/3")).gamma
    1/3
    """
    given = {"omega": omega, "omega_a": omega_a, "gamma": gamma, "J": J}
    if isinstance(N, Model):
        if not N.is_ring:
            raise InputError("`N`", f"must be a model of the ring here, but is {shown(repr(N))}.")
        for name, value in given.items():
            if value is not None:
                raise InputError(f"`{name}`", "is already in the model: give the model or the parameter, not both.")
        given = {name: to_sympy(getattr(N, name)) for name in given}
        N = N.N
    return Parameters(
        N=sources_number(N, symbols.N),
        omega=nonnegative_expression(given["omega"], "`omega`", symbols.omega),
        omega_a=expression(given["omega_a"], "`omega_a`", symbols.omega_a),
        gamma=expression(given["gamma"], "`gamma`", symbols.gamma),
        J=expression(given["J"], "`J`", symbols.J),
        beta=nonnegative_expression(beta, "`beta`", symbols.beta),
    )


def thermal_parameters(N: Any = None, *, sources: Any = None, weights: Any = None, **values: Any) -> Parameters:
    """`parameters` for any sources.

    Args:
        N: number of sources, as `parameters`; not beside a system, which has its own.
        sources: a uniform system with exact levels, as `Chain(N=5, J="1/3")`; or the class `Chain`, `Complete` or `Independent`, with N
            and J (symbols unless given); None: the ring.
        weights: W_m left open, even in m: `Function("W")`, `IndexedBase("W")`, or an expression in the symbol m.
        **values: omega, omega_a, gamma, J, beta, as `parameters`.

    Raises:
        InputError: N, J, sources or weights that are given twice.

    >>> from symcoh.sources import Chain
    >>> thermal_parameters(sources=Chain(N=5, J="1/3"), omega=1).N
    5
    """
    if sources is None and weights is None:
        return _of_model(N, **values) if isinstance(N, Model) and not N.is_ring else parameters(N, **values)
    if isinstance(N, Model):
        raise InputError("`N`", "is a model, which has its sources: give the model or `sources` and `weights`, not both.")
    if weights is not None:
        if sources is not None:
            raise InputError("`weights`", "stand in the place of `sources`: give one of them.")
        if values.get("J") is not None:
            raise InputError("`J`", "is in the weights: leave it out beside `weights`.")
        return replace(parameters(N, **values), weights=open_weights(weights))
    if isinstance(sources, type) and sources in CLOSED:
        if sources is Independent and values.get("J") is not None:
            raise InputError("`J`", "is not for independent sources: leave it out.")
        return replace(parameters(N, **values), weights=CLOSED[sources])
    if sources is Ring:
        return parameters(N, **values)
    found = system_weights(sources)
    for name, value in (("N", N), ("J", values.get("J"))):
        if value is not None:
            raise InputError(f"`{name}`", "is already in the sources: give the sources or the parameter, not both.")
    return replace(parameters(sources.N, **values), weights=found)


def _of_model(model: Model, *, beta: object = None, **values: object) -> Parameters:
    """The parameters of a model with other sources than the ring's."""
    for name, value in values.items():
        if value is not None:
            raise InputError(f"`{name}`", "is already in the model: give the model or the parameter, not both.")
    plain = model.target.plain and model.target.tilt is None
    if len(model.baths) != 1 or model.baths[0].coupling is not None or not plain:
        raise InputError("`N`", f"must be a model with one bath and the target of (1) here, but is {shown(repr(model))}.")
    given = {name: to_sympy(getattr(model, name)) for name in ("omega", "omega_a", "gamma")}
    return replace(parameters(model.sources.N, beta=beta, **given), weights=system_weights(model.sources))
