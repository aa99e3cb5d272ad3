"""A printed series of a quantity against its certified values: the points of a `certificate`.

The value comes from the numeric side alone, the partial sum and the next term are the printed SymPy
expressions, enclosed in balls. They share the parameters and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sympy import Expr

from ..exactnumbers import Exact, exact
from ..model import Model
from ..numeric.quantities import enclosure
from .certificate import Certificate, Point, certify_series
from .enclose import Values, enclose_expression

ModelAt = Callable[[Exact], tuple[Model, Exact]]
"""value of the variable -> the model and beta there."""

ValuesAt = Callable[[Exact], Values]
"""value of the variable -> the value of every symbol of the formulas, by name."""


def coherence_certificate(
    claim: str,
    model_at: ModelAt,
    variable_points: Sequence[str],
    partial: Expr,
    neglected: Expr,
    values_at: ValuesAt | None = None,
    quantity: str = "coherence",
) -> Certificate:
    """Certify that (C - partial)/neglected tends to one along the points.

    Args:
        claim: what an error sentence names.
        model_at: a point to the exact model and beta > 0 at it.
        variable_points: three or more values of the variable as text, in the order of approach.
        partial: the partial sum, a real SymPy expression.
        neglected: the first nonzero term beyond it.
        values_at: a point to the exact value of each free symbol of both expressions; by default
            `model_values` of the model and beta at that point.
        quantity: what is expanded, a name of the registry.

    Raises:
        CheckFailed: the ratio does not tend to one, or there are fewer than three points.
        NotCertified: a ratio stays undecided at the ceiling of precision.
        InputError: a symbol has no value.

    >>> from symcoh.exact.symbols import J, N, beta, gamma, omega_a
    >>> leading = N*gamma*omega_a*beta**2/2
    >>> at = lambda beta: (Model(N=3, omega_a=1, gamma=1, J="1/2"), beta)
    >>> found = coherence_certificate("(42)", at, ["1e-2", "1e-4", "1e-6"], leading, 2*leading*beta*J)
    >>> found.points
    ('1e-2', '1e-4', '1e-6')
    """
    points = [_point(text, model_at, partial, neglected, values_at, quantity) for text in variable_points]
    return certify_series(claim, points)


def model_values(model: Model, beta: Exact) -> dict[str, Exact]:
    """The value of every symbol of the table that a model and beta fix, by name.

    >>> model_values(Model(N=3, omega_a=1, gamma=1, J="1/2"), exact(4))["K"]
    exact('2')
    """
    return {
        "N": exact(model.N),
        "omega": model.omega,
        "omega_a": model.omega_a,
        "gamma": model.gamma,
        "J": model.J,
        "beta": beta,
        "K": beta * model.J,
    }


def _point(text: str, model_at: ModelAt, partial: Expr, neglected: Expr, values_at: ValuesAt | None, quantity: str) -> Point:
    at = exact(text, "point")
    model, beta = model_at(at)
    values = model_values(model, beta) if values_at is None else values_at(at)
    return Point(
        name=text,
        value=lambda bits: enclosure(model, quantity, beta, bits),
        partial=lambda bits: enclose_expression(partial, values, bits),
        neglected=lambda bits: enclose_expression(neglected, values, bits),
    )
