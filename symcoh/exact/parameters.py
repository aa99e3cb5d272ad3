"""The parameters of (1)-(2) as SymPy expressions: symbols unless given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sympy import Expr, exp

from ..errors import InputError
from ..model import Model
from . import symbols
from .convert import expression, nonnegative_expression, sources_number, to_sympy


@dataclass(frozen=True, kw_only=True, slots=True)
class Parameters:
    """The six parameters of the thermal state, each a SymPy expression; energies in one unit, beta in its inverse."""

    N: Expr
    omega: Expr
    omega_a: Expr
    gamma: Expr
    J: Expr
    beta: Expr

    @property
    def count(self) -> int | None:
        """N as an int, or None while N is symbolic."""
        return int(self.N) if self.N.is_Integer else None

    @property
    def x(self) -> Expr:
        """e^{-4 beta J}."""
        return exp(-4 * self.beta * self.J)


def parameters(N: Any = None, *, omega: Any = None, omega_a: Any = None, gamma: Any = None, J: Any = None, beta: Any = None) -> Parameters:
    """Parameters from any exact values; what is not given is the symbol of `symcoh.exact.symbols`.

    Args:
        N: number of sources, an int >= 1 or symbolic, or a `Model`, which then gives all but beta.
        omega: gap of the target, >= 0.
        omega_a: gap of a source, any sign.
        gamma: target-source coupling, any sign.
        J: intersource coupling, any sign.
        beta: inverse temperature, >= 0 and finite.

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
