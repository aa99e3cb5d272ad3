"""From a derivation and a point such as beta = 1/10 to a proved error over the range that ends there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flint import arb

from ..balls import end_points, working_precision
from ..decimals import round_ball
from ..errors import CheckFailed, InputError, NotCertified, shown
from ..exactnumbers import Exact, enclose, exact, sign
from ..model import Model
from .leading import low_temperature_remainder, strong_coupling_remainder
from .many import many_sources_remainder
from .radius import nearest_zeros
from .remainder import remainder_bound
from .response import MAX_SOURCES, VARIABLES, Problem, check_sources, response

BITS = 256
MOST_COUPLED = 100_000
"""Sources of the ring whose sectors are summed for strong-coupling, a few seconds."""
DIGITS = 3
SMALLEST = 10**9
"""An error below 10**-SMALLEST, or beyond its inverse, is written as that."""
POINTS = {
    "high-temperature": ("beta", "T"),
    "uniform-high-temperature": ("beta", "T"),
    "weak-coupling": ("gamma",),
    "strong-coupling": ("gamma",),
    "small-gap": ("omega_a",),
    "large-gap": ("omega_a",),
    "strong-ferromagnet": ("J",),
    "strong-antiferromagnet": ("J",),
    "low-temperature": ("beta", "T"),
    "many-sources": ("N",),
}
"""Derivation -> names that a point of --at may have."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Series:
    """A derivation's series at given parameters.

    `coefficients` are balls by power, zeros included, through the last power before the remainder. A transseries has `exponentials`
    instead, (E_j, a_j) for each term a_j e^{-beta E_j}, and `ahead`, the first exponent left out.
    """

    derivation: str
    coefficients: Sequence[arb] = ()
    exponentials: Sequence[tuple[Exact, Exact]] = ()
    ahead: Exact | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class RangeBound:
    """|C - series| <= `error` for every value in `range`; `error` is a decimal rounded up."""

    at: str
    range: str
    error: str


def range_bound(series: Series, values: dict[str, Exact], name: str, point: Exact) -> RangeBound:
    """The proved error of a series over the range of its variable from the limit to a point.

    Args:
        series: the terms; their coefficients are compared with those of the bound, and any difference is added to the error.
        values: the exact value of every parameter but the variable (N, omega, omega_a, gamma, J, beta, K where they are fixed).
        name: the parameter that varies, one of `POINTS`.
        point: its value at the end of the range.

    Returns:
        The range, and the bound of the absolute error over it.

    Raises:
        InputError: no bound for this derivation or this name, or a value outside the range. NotCertified: beyond the radius of convergence.
        CheckFailed: a coefficient is not the one of the certified series.
    """
    allowed = POINTS.get(series.derivation)
    if allowed is None:
        raise InputError("--bound", f"has no proved remainder for {series.derivation}, but for {', '.join(POINTS)}.")
    if name not in allowed:
        raise InputError("--at", f"must give {' or '.join(allowed)} for {series.derivation}, but gives {shown(name)}.")
    if sign(point) != (-1 if series.derivation == "strong-antiferromagnet" else 1):
        raise InputError("--at", f"must lie on the side of the limit, but {name} = {shown(str(point))} does not.")
    end = exact(1) / point if name == "T" else point
    error = _error(series, values, end)
    direction = _direction(series.derivation, name)
    return RangeBound(at=f"{name} = {point}", range=direction.format(name=name, point=point), error=rounded_up(error))


def check_bounded_sources(derivation: str, number: int) -> None:
    """Refuse a ring whose remainder is not bounded in seconds, before its series is derived.

    Raises:
        InputError: more sources than the bound of the derivation is for.
    """
    if derivation in VARIABLES:
        check_sources(number, MAX_SOURCES)
    elif derivation == "strong-coupling":
        check_sources(number, MOST_COUPLED)


def _direction(derivation: str, name: str) -> str:
    if derivation in ("high-temperature", "uniform-high-temperature", "weak-coupling", "small-gap"):
        return "{name} >= {point}" if name == "T" else "0 < {name} <= {point}"
    if derivation == "strong-antiferromagnet":
        return "{name} <= {point}"
    return "0 < {name} <= {point}" if name == "T" else "{name} >= {point}"


def _error(series: Series, values: dict[str, Exact], end: Exact) -> arb:
    model = _model(values, end, series.derivation)
    if series.derivation == "strong-coupling":
        return strong_coupling_remainder(model, values["beta"], len(series.coefficients) - 1, end)
    if series.derivation == "many-sources":
        return _many(series, model, values["beta"], end)
    if series.derivation == "low-temperature":
        assert series.ahead is not None
        return low_temperature_remainder(model, series.exponentials, series.ahead, end)
    problem = Problem(model=model, beta=values.get("beta"), K=values.get("K"))
    largest = _small(series.derivation, values, end)
    try:
        bound = remainder_bound(series.derivation, problem, len(series.coefficients) - 1, largest)
    except NotCertified as error:
        raise NotCertified(f"{error}{_radius_words(series.derivation, problem, largest)}") from None
    return bound.error + _difference(series, bound.coefficients, largest)


def _many(series: Series, model: Model, beta: Exact, end: Exact) -> arb:
    smallest = end.integer
    if smallest is None or smallest < 1:
        raise InputError("--at", f"must give a whole number of sources, but N = {shown(str(end))}.")
    return many_sources_remainder(model, beta, series.coefficients, smallest)


def _model(values: dict[str, Exact], end: Exact, derivation: str) -> Model:
    """The model of the fixed parameters; the variable, which the response leaves open, takes its value at the end of the range."""
    at = dict(values)
    for name in POINTS[derivation]:
        if name in ("gamma", "omega_a", "J"):
            at[name] = end
    size = values["N"].integer if "N" in values else 1
    assert size is not None
    return Model(N=size, omega=at["omega"], omega_a=at["omega_a"], gamma=at["gamma"], J=at.get("J", exact(0)))


def _small(derivation: str, values: dict[str, Exact], end: Exact) -> arb:
    """The small variable at the end of the range."""
    with working_precision(BITS):
        value = enclose(end, BITS)
        factors: dict[str, Callable[[], arb]] = {
            "large-gap": lambda: (-enclose(values["beta"], BITS) * value).exp(),
            "strong-ferromagnet": lambda: (-4 * enclose(values["beta"], BITS) * value).exp(),
            "strong-antiferromagnet": lambda: (4 * enclose(values["beta"], BITS) * value).exp(),
        }
        return factors.get(derivation, lambda: value)()


def _difference(series: Series, certified: Sequence[arb], largest: arb) -> arb:
    """Σ |printed coefficient - certified coefficient| v^k: zero but for the radii of both balls."""
    with working_precision(BITS):
        total = arb(0)
        for k, (one, other) in enumerate(zip(series.coefficients, certified, strict=True)):
            if not one.overlaps(other):
                raise CheckFailed(f"{series.derivation}: the coefficient of power {k} is not that of the certified series.")
            total += abs(one - other) * largest**k
        return arb(total.abs_upper())


def _radius_words(derivation: str, problem: Problem, largest: arb) -> str:
    """The radius of convergence as words for a refusal, where the range is beyond it."""
    try:
        zeros, bits = nearest_zeros(response(derivation, problem))
    except NotCertified:
        return ""
    if not zeros:
        return ""
    with working_precision(bits):
        radius = abs(zeros[0])
        if largest < radius:
            return ""
        decimal = round_ball(radius, 10)
    return f" The radius of convergence in {VARIABLES[derivation].symbol} is {decimal}."


def rounded_up(bound: arb) -> str:
    """A decimal of three digits that is not less than any point of the ball; below 10**-SMALLEST, that power.

    >>> rounded_up(arb("0.00123401")), rounded_up(arb(0))
    ('1.24e-3', '0')
    """
    if bound.is_zero():
        return "0"
    if not bound.is_finite():
        raise NotCertified("The remainder could not be enclosed at these parameters.")
    with working_precision(BITS):
        if bound < arb(10) ** -SMALLEST:
            return f"1.00e-{SMALLEST}"
        if not bound < arb(10) ** SMALLEST:
            raise NotCertified(f"The remainder is bounded by no number below 10**{SMALLEST} at these parameters: shorten the range.")
        exponent = int((abs(bound).abs_upper().log() / arb(10).log()).floor().mid().unique_fmpz() or 0)
        scaled = bound * arb(10) ** (DIGITS - 1 - exponent)
        high = end_points(scaled)[1]
        whole = int(-((-high.p) // high.q))
    if whole >= 10**DIGITS:
        whole, exponent = -(-whole // 10), exponent + 1
    text = str(whole)
    return f"{text[0]}.{text[1:]}e{exponent}" if exponent else f"{text[0]}.{text[1:]}"
