"""To which order a formula agrees with the coherence: measured in balls, and compared with a known series.

Along the limit, at three points, D = C - formula is enclosed and divided: the slopes log(D_i/D_j)/log(v_i/v_j) in the small
variable v must settle on one whole number p, the power of the first difference, at every sample of the free
parameters. A slope is a measurement and no proof; a known series proves what it covers. A difference that no precision tells
from zero is undecided: what cannot be seen to fail is not called right.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from itertools import pairwise
from math import ceil, floor
from typing import Any

from flint import arb, fmpq
from sympy import (
    Dummy,
    Expr,
    I,
    Integer,
    Poly,
    PolynomialError,
    Sum,
    cancel,
    count_ops,
    diff,
    expand,
    factorial,
    nan,
    oo,
    simplify,
    zoo,
)

from ..balls import accuracy, working_precision
from ..errors import InputError, NotCertified, shown
from ..exact import symbols, to_sympy
from ..exactnumbers import Exact, exact, sign
from ..model import Model
from ..numeric.quantities import enclosure
from .enclose import enclose_expression
from .limits import INNER, SAMPLES, Limit, limit_of

MAX_BITS = 2**16
MAX_BITS_OF_LONG_SUMS = 2**12
TOLERANCE = 0.1
BEYOND_EVERY_POWER = Fraction(10**9)
"""The power of a difference that falls exponentially in 1/v, as every correction at low temperature does."""
MAX_TAYLOR = 6
MAX_OPERATIONS = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """What is asked: a formula, one or two limits, what is held, what is given, up to which power."""

    formula: Expr
    limits: tuple[tuple[str, str], ...]
    hold: tuple[str, Expr] | None
    given: dict[str, Exact]
    order: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """The verdict; powers as text, `should_be` and `given` as SymPy text or decimals."""

    agrees_through: str | None
    first_difference: dict[str, str] | None
    verdict: str
    proved: bool
    because: str
    valid_for: str | None = None


Known = Callable[[str, int, dict[str, Exact]], Any]
"""(name of a derivation, order, given parameters) -> its Expansion, or None."""


def check_formula(question: Question, known: Known) -> Answer:
    """Measure the power of the first difference; where formula and series both have coefficients, those decide.

    A slope never overrules a coefficient: a coefficient that certainly differs makes the formula wrong at its power, however
    small the difference, and a slope at or below the formula's last power without such a coefficient is undecided.
    """
    limit = limit_of(*question.limits[-1], held=question.hold is not None)
    question = _substituted(question)
    if _vanishes(question):
        return _of_zero(question)
    samples = _samples(question, limit)
    powers = {_power_of_difference(question, limit, sample) for sample in samples}
    if powers == {None}:
        return _undecided("the difference cannot be told from zero, so it cannot be seen to fail")
    if None in powers or len(powers) > 1:
        return _undecided("the slope of the difference does not settle on one power at all parameter sets")
    power = next(p for p in powers if p is not None)
    coefficients = polynomial_in(question, limit)
    last = question.order if question.order is not None else _last_power(question, limit, coefficients, samples)
    if last is None:
        return _undecided("the formula's own first power does not settle")
    if power == BEYOND_EVERY_POWER:
        return _exponentially_close(question, limit, last, known)
    return _decide(question, limit, power, last, coefficients, samples, known)


def _decide(
    question: Question,
    limit: Limit,
    measured: Fraction,
    last: int,
    coefficients: dict[int, Expr] | None,
    samples: list[dict[str, Exact]],
    known: Known,
) -> Answer:
    whole = int(measured) if measured.denominator == 1 else None
    reach = max(last, whole or 0)
    terms, valid_for = _known_coefficients(question, limit, reach, known)
    if coefficients is None:
        coefficients = _taylor_coefficients(question.formula, limit, reach)
    because = f"slopes at {len(samples)} parameter sets give the first difference at power {measured}; the formula goes to {last}"
    tiny = f"the coefficient decides: it is too small for the slope, {measured}, to show it; the formula goes to {last}"
    if coefficients is None or terms is None or whole is None:
        gap = _leading(question, limit, samples[0], measured)
        verdict = "correct" if measured > last else "wrong"
        given = str(coefficients.get(whole, Integer(0))) if coefficients is not None and whole is not None else "not expanded"
        right = str(terms.get(whole, Integer(0))) if terms is not None and whole is not None else f"{gap} more at the first sample"
        return _answer(measured, given, right, verdict, False, because, valid_for)
    values = [_values(question, limit, sample, exact(limit.points[0])) for sample in samples]
    compared = {p: _comparison(coefficients.get(p, Integer(0)), terms.get(p, Integer(0)), values) for p in range(reach + 1)}
    different = [p for p, outcome in compared.items() if outcome == "different"]
    if not different or (whole <= last and different[0] != whole and different[0] > last):
        return _undecided("the measured slope and the coefficients of the known series do not agree")
    first = different[0]
    verdict = "correct" if first > last else "wrong"
    proved = all(compared[p] == "identical" for p in range(min(first, last + 1)))
    return _answer(
        Fraction(first),
        str(coefficients.get(first, 0)),
        str(terms.get(first, 0)),
        verdict,
        proved,
        because if first == measured else tiny,
        valid_for,
    )


def _answer(power: Fraction, given: str, should_be: str, verdict: str, proved: bool, because: str, valid_for: str | None) -> Answer:
    through = ceil(power) - 1
    return Answer(
        agrees_through=str(through) if through >= 0 else None,
        first_difference={"power": str(power), "given": given, "should_be": should_be},
        verdict=verdict,
        proved=proved,
        because=because,
        valid_for=valid_for,
    )


def _substituted(question: Question) -> Question:
    """The question with every given parameter put into its formula."""
    given = {getattr(symbols, name): to_sympy(value) for name, value in question.given.items()}
    formula = question.formula.subs(given)
    if formula.has(zoo, nan, I):
        raise InputError("FORMULA", "divides by zero or is not real at the given parameters.")
    return replace(question, formula=formula)


def _vanishes(question: Question) -> bool:
    """Whether C = 0 exactly because a given gamma or omega_a is zero."""
    return any(name in question.given and sign(question.given[name]) == 0 for name in ("gamma", "omega_a"))


def _of_zero(question: Question) -> Answer:
    right = bool(expand(question.formula) == 0)
    because = "C = 0 exactly, because omega_a*gamma = 0"
    return Answer(agrees_through=None, first_difference=None, verdict="correct" if right else "wrong", proved=right, because=because)


def _taylor_coefficients(formula: Expr, limit: Limit, reach: int) -> dict[int, Expr] | None:
    """Coefficients of a formula that is no polynomial, by differentiation at v = 0; None where it is not smooth there."""
    name = getattr(symbols, limit.name)
    if reach > MAX_TAYLOR or limit.variable not in (name, 1 / name):
        return None
    v = Dummy("v", positive=True)
    function = formula.subs(name, v if limit.variable == name else 1 / v)
    found: dict[int, Expr] = {}
    for p in range(reach + 1):
        coefficient = function.subs(v, 0) / factorial(p)
        if coefficient.has(zoo, nan, oo, -oo, I):
            return None
        found[p] = coefficient
        function = diff(function, v)
    return found


def polynomial_in(question: Question, limit: Limit) -> dict[int, Expr] | None:
    """power -> coefficient of the formula in the small variable, None where it is no polynomial in it."""
    v = Dummy("v", positive=True)
    name = getattr(symbols, limit.name)
    formula = question.formula
    if limit.variable == name:
        formula = formula.subs(name, v)
    elif limit.variable == 1 / name:
        formula = formula.subs(name, 1 / v)
    else:
        formula = formula.subs(limit.variable, v)
        if formula.has(name):
            return None
    try:
        poly = Poly(expand(formula), v)
    except PolynomialError:
        return None
    if poly.has(1 / v) or any(c.has(v) for c in poly.coeffs()):
        return None
    return {int(monomial[0]): coefficient for monomial, coefficient in poly.terms()}


def _samples(question: Question, limit: Limit) -> list[dict[str, Exact]]:
    """Values of all parameters but the limit's; three sets unless everything is given."""
    found = []
    for base in SAMPLES:
        sample = {name: exact(text) for name, text in base.items()} | question.given
        sample.pop(limit.name, None)
        found.append(sample)
    free = set(SAMPLES[0]) - set(question.given) - {limit.name, "K"}
    if limit.derivation == "strong-antiferromagnet" and "N" not in question.given:
        raise InputError("-N/--sources", "is required for J -> -oo, where odd and even rings differ.")
    return found if free else found[:1]


def _values(question: Question, limit: Limit, sample: dict[str, Exact], point: Exact) -> dict[str, Exact]:
    """Every symbol's value at one point of the limit; a held name fixes one parameter."""
    values = sample | {limit.name: point}
    if question.hold is None:
        return values
    name, combination = question.hold
    if str(combination) not in ("J*beta", "beta*J") or limit.name != "beta":
        raise InputError("--hold", f"must be 'NAME = beta*J' with --limit 'beta -> 0', but is {shown(f'{name} = {combination}')}.")
    held = sample.get(name, sample["K"])
    return values | {name: held, "J": held / point}


def _difference(question: Question, limit: Limit, sample: dict[str, Exact], point: str, bits: int) -> tuple[arb, arb]:
    """(D, v) at one point."""
    values = _values(question, limit, sample, exact(point))
    with working_precision(bits):
        true = _true_value(question, values, bits)
        formula = enclose_expression(question.formula, values, bits)
        return true - formula, enclose_expression(limit.variable, values, bits)


def _true_value(question: Question, values: dict[str, Exact], bits: int) -> arb:
    if len(question.limits) == 2:
        if question.limits[0] not in INNER:
            known = ", ".join(f"{v} -> {p}" for v, p in INNER)
            raise InputError("--limit", f"may begin with {known}, but begins with {' -> '.join(question.limits[0])}.")
        return enclose_expression(INNER[question.limits[0]](), values, bits)
    size = values["N"].integer
    if size is None or size < 1:
        raise InputError("-N/--sources", "must be a whole number of at least 1.")
    model = Model(N=size, omega=values["omega"], omega_a=values["omega_a"], gamma=values["gamma"], J=values["J"])
    return enclosure(model, "coherence", values["beta"], bits)


def _power_of_difference(question: Question, limit: Limit, sample: dict[str, Exact]) -> Fraction | None:
    ceiling = MAX_BITS_OF_LONG_SUMS if limit.name == "N" else MAX_BITS
    return _settled_power([_visible(partial(_difference, question, limit, sample, point), ceiling) for point in limit.points])


def _visible(at: Callable[[int], tuple[arb, arb]], ceiling: int = MAX_BITS) -> tuple[arb, arb] | None:
    """(|D|, v) with D certainly nonzero and 40 good bits, or None at the ceiling."""
    bits = 512
    while bits <= ceiling:
        difference, variable = at(bits)
        if difference.is_zero():
            return None
        if accuracy(difference) > 40:
            return abs(difference), variable
        bits *= 4
    return None


def _settled_power(pairs: Sequence[tuple[arb, arb] | None]) -> Fraction | None:
    """The whole or half number the slopes between neighbouring points agree on, or None."""
    if any(pair is None for pair in pairs):
        return None
    slopes = []
    with working_precision(128):
        for left, right in pairwise(pair for pair in pairs if pair is not None):
            slopes.append(float(((left[0] / right[0]).log() / (left[1] / right[1]).log()).mid()))
    if slopes[-1] > 10 and slopes[-1] > 2 * slopes[0] > 0:
        return BEYOND_EVERY_POWER
    power = Fraction(round(2 * slopes[-1]), 2)
    near = abs(slopes[-1] - power) < TOLERANCE and abs(slopes[0] - power) < 5 * TOLERANCE
    return power if near else None


def _last_power(question: Question, limit: Limit, coefficients: dict[int, Expr] | None, samples: list[dict[str, Exact]]) -> int | None:
    """The formula's own last power; two beyond its first where it does not end."""
    if coefficients:
        return max(coefficients)

    def at(point: str, bits: int) -> tuple[arb, arb]:
        values = _values(question, limit, samples[0], exact(point))
        with working_precision(bits):
            return enclose_expression(question.formula, values, bits), enclose_expression(limit.variable, values, bits)

    first = _settled_power([_visible(partial(at, point)) for point in limit.points])
    return None if first is None or first == BEYOND_EVERY_POWER else floor(first) + 2


def _known_coefficients(question: Question, limit: Limit, power: int, known: Known) -> tuple[dict[int, Expr] | None, str | None]:
    """(power -> coefficient of the known series through `power`, its range of validity), None where there is none."""
    if len(question.limits) == 2:
        inner = INNER[question.limits[0]]().subs({getattr(symbols, name): to_sympy(value) for name, value in question.given.items()})
        found = _taylor_coefficients(inner, limit, power)
        return (None if found is None else {p: simplify(c) for p, c in found.items()}), None
    if limit.derivation is None:
        return None, None
    series = known(limit.derivation, power, {name: value for name, value in question.given.items() if name != limit.name})
    if series is None:
        return None, None
    terms = {int(term.power): term.coefficient for term in series.terms if not term.exponent and term.power.is_Integer}
    return terms, series.valid_for


def _exponentially_close(question: Question, limit: Limit, last: int, known: Known) -> Answer:
    """A formula that agrees in every power; the known transseries says by which exponential it fails."""
    given = {name: value for name, value in question.given.items() if name != limit.name}
    series = known(limit.derivation, 2, given) if limit.derivation else None
    small = [term for term in series.terms if term.exponent] if series is not None else []
    should_be = f"{small[0].coefficient}*exp({small[0].exponent})" if small else "exponentially small"
    return Answer(
        agrees_through=str(last),
        first_difference={"power": "0", "given": "0", "should_be": should_be},
        verdict="correct",
        proved=False,
        because="the difference falls faster than every power at each parameter set",
    )


def _comparison(left: Expr, right: Expr, values: list[dict[str, Exact]]) -> str:
    """identical (by algebra), different (certified at a sample), or equal (in balls at every sample, which proves nothing)."""
    gap = left - right
    if gap == 0:
        return "identical"
    if any(not enclose_expression(gap, sample, 512).contains(0) for sample in values):
        return "different"
    if gap.is_polynomial():
        return "identical" if expand(gap) == 0 else "different"
    if not gap.has(Sum) and count_ops(gap) < MAX_OPERATIONS and (expand(gap) == 0 or cancel(gap) == 0):
        return "identical"
    return "equal"


def _leading(question: Question, limit: Limit, sample: dict[str, Exact], power: Fraction) -> str:
    """D/v^p at the last point, a decimal estimate of the missing coefficient."""
    found = _visible(partial(_difference, question, limit, sample, limit.points[-1]))
    if found is None:
        raise NotCertified("The first difference is undecided: try other parameters.")
    difference, variable = _difference(question, limit, sample, limit.points[-1], 8192)
    with working_precision(128):
        return str((difference / variable ** fmpq(power.numerator, power.denominator)).str(8, radius=False))


def _undecided(because: str) -> Answer:
    return Answer(agrees_through=None, first_difference=None, verdict="undecided", proved=False, because=because)
