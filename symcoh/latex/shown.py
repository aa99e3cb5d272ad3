"""Formulas for a notebook: typeset where it can be, plain text where a script prints them."""

from __future__ import annotations

from dataclasses import dataclass

from sympy import Expr

from ..derived import Derivation
from .printer import expression_latex


@dataclass(frozen=True, kw_only=True, slots=True, repr=False)
class Formula:
    """LaTeX for a notebook, text for everything else."""

    latex: str
    text: str

    def __repr__(self) -> str:
        return self.text

    def _repr_latex_(self) -> str:
        return rf"$\displaystyle {self.latex}$"


def shown(name: str, expression: Expr, variable: Expr | None = None) -> Formula:
    r"""An expression and its name, which is LaTeX, as `display` takes it.

    Args:
        name: what stands on the left, such as "C_0".
        expression: what stands on the right.
        variable: the variable in which an expansion is ordered.

    >>> from symcoh import exact
    >>> formula = shown("C_0", exact.aligned_ground_coherence(N=6))
    >>> formula
    C_0 = 12*gamma/sqrt(144*gamma**2 + omega**2)
    >>> print(formula.latex)
    C_0=\frac{12\gamma}{\sqrt{\omega^2+144\gamma^2}}
    """
    return Formula(latex=f"{name}={expression_latex(expression, variable)}", text=f"{name} = {expression}")


def claimed(derivation: Derivation) -> Formula:
    """What a derivation proves: its statement as LaTeX, its claim as text.

    >>> from derivations import weak_coupling
    >>> "gamma" in claimed(weak_coupling.derive(order=1)).latex
    True
    """
    return Formula(latex=derivation.latex, text=derivation.claim)
