"""A printed series of a quantity against its certified values: the points of a `certificate`.

The value comes from the numeric side alone, the partial sum and the next term are the printed SymPy
expressions, enclosed in balls. They share the parameters and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial as partial_function

from flint import arb
from sympy import Add, Expr

from ..balls import exponent_of, working_precision
from ..errors import shown
from ..exactnumbers import Exact, enclose, exact
from ..model import Model
from ..numeric.ring.quantities import enclosure
from .enclose import enclose_expression
from .ratio import Certificate, Point, certify_approach, certify_series

LONGEST_NAME = 60

ModelAt = Callable[[Exact], tuple[Model, Exact]]
"""value of the variable -> the model and beta there."""


def coherence_certificate(
    claim: str,
    model_at: ModelAt,
    variable_points: Sequence[str],
    partial: Expr,
    neglected: Expr,
) -> Certificate:
    """Certify that (C - partial)/neglected tends to one along the points.

    Args:
        claim: what an error sentence names.
        model_at: a point to the exact model and beta > 0 at it.
        variable_points: three or more values of the variable as text, in the order of approach.
        partial: the partial sum, a real SymPy expression.
        neglected: the first nonzero term beyond it.

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
    points = [_point(text, model_at, partial, neglected, "coherence") for text in variable_points]
    return certify_series(claim, points)


def approached(
    claim: str, model_at: ModelAt, variable_at: Callable[[int], Exact], kept: Sequence[Expr], neglected: Expr, quantity: str = "coherence"
) -> Certificate:
    """The same along an approach: depth to the value of the variable, the small quantity falling by ten with each depth.

    Args:
        claim: what an error sentence names.
        model_at: a point to the exact model and beta > 0 at it.
        variable_at: a depth to the point.
        kept: the terms of the partial sum; those that are 0 count for nothing.
        neglected: the first nonzero term beyond it.
        quantity: what is expanded, a name of the registry.

    Raises:
        CheckFailed: the ratio does not tend to one.
        NotCertified: a ratio stays undecided at the ceiling of precision.

    >>> from symcoh.exact.symbols import J, N, beta, gamma, omega_a
    >>> leading, tiny = N*gamma*omega_a*beta**2/2, "1e-1000"
    >>> at = lambda beta: (Model(N=3, omega_a=1, gamma=1, J=tiny), beta)
    >>> approached("(42)", at, decades_down([exact(1)]), [leading], 2*leading*beta*J).points
    ('1e-1002', '1e-1006', '1e-1014')
    """
    partial = Add(*kept)

    def point(depth: int) -> Point:
        found = _point(str(variable_at(depth)), model_at, partial, neglected, quantity)
        values = model_values(*model_at(variable_at(depth)))
        return replace(found, kept=tuple(partial_function(enclose_expression, term, values) for term in kept if term != 0))

    return certify_approach(claim, point)


def decades_down(scale: Iterable[Exact]) -> Callable[[int], Exact]:
    """10^-d of the inverse of the sum of moduli of `scale`, or less: the approach to zero of its partner.

    >>> decades_down([exact("3e5"), exact(-2)])(2)
    exact('1e-8')
    """
    power = decade(scale)
    return lambda depth: exact(f"1e{-power - depth}")


def decades_up(scale: Iterable[Exact]) -> Callable[[int], Exact]:
    """10^d times the sum of moduli of `scale`, or more: the approach to infinity.

    >>> decades_up([exact("3e5"), exact(-2)])(2)
    exact('1e8')
    """
    power = decade(scale)
    return lambda depth: exact(f"1e{power + depth}")


def steps_from(start: Exact, step: Exact) -> Callable[[int], Exact]:
    """start + d step, the step shortened to two digits: for a small quantity that is an exponential.

    >>> steps_from(exact("1/2"), exact("-sqrt(2)"))(10)
    exact('-27/2')
    """
    short = exact(two_digits(step))
    return lambda depth: start + exact(depth) * short


def decade(scale: Iterable[Exact]) -> int:
    """The power of ten next above the sum of moduli (a choice of a scale, no bound).

    >>> decade([exact("1e-5000"), exact("-70")])
    2
    """
    with working_precision(64):
        total = sum((abs(enclose(value, 64)) for value in scale), arb(0))
        return _floor(_log10(total)) + 1 if total > 0 else 0


def two_digits(value: Exact) -> str:
    """A number as text with about two of its digits (a choice, no bound).

    >>> two_digits(exact("-1e-5000/7")), two_digits(exact(100))
    ('-14e-5002', '10e1')
    """
    with working_precision(64):
        ball = enclose(value, 64)
        power = _floor(_log10(abs(ball))) - 1
    with working_precision(64 + abs(exponent_of(ball))):
        mantissa = enclose(value, 64 + abs(exponent_of(ball))) / arb(10) ** power
        return f"{_floor(mantissa + arb(0.5))}e{power}"


def _floor(value: arb) -> int:
    """The integer below the midpoint."""
    whole = value.mid().floor().unique_fmpz()
    assert whole is not None, "a midpoint is exact"
    return int(whole)


def _log10(value: arb) -> arb:
    return value.log() / arb(10).log()


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


def _point(text: str, model_at: ModelAt, partial: Expr, neglected: Expr, quantity: str) -> Point:
    at = exact(text, "point")
    model, beta = model_at(at)
    values = model_values(model, beta)
    return Point(
        name=text if len(text) <= LONGEST_NAME else shown(text, LONGEST_NAME),
        value=lambda bits: enclosure(model, quantity, beta, bits),
        partial=lambda bits: enclose_expression(partial, values, bits),
        neglected=lambda bits: enclose_expression(neglected, values, bits),
    )
