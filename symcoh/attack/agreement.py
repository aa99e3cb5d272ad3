"""To which order a formula agrees with the coherence: measured in balls, and compared with a known series.

Along the limit, at three points, D = C - formula is enclosed and divided: the slopes log(D_i/D_j)/log(v_i/v_j) in the small
variable v must settle on one whole number p, the power of the first difference, at every sample of the free
parameters. A slope is a measurement and no proof; a known series proves what it covers. A difference that no precision tells
from zero is undecided: what cannot be seen to fail is not called right.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any

from flint import arb
from sympy import Dummy, Expr, Integer, Poly, PolynomialError, Sum, cancel, count_ops, diff, exp, expand, factorial, simplify

from ..balls import accuracy, working_precision
from ..errors import InputError, NotCertified, shown
from ..exact import limits, symbols, to_sympy
from ..exactnumbers import Exact, exact
from ..model import Model
from ..numeric.quantities import enclosure
from .enclose import enclose_expression

MAX_BITS = 2**16
TOLERANCE = 0.1
BEYOND_EVERY_POWER = 10**9
"""The power of a difference that falls exponentially in 1/v, as every correction at low temperature does."""
MAX_TAYLOR = 6
MAX_OPERATIONS = 200
SAMPLES: tuple[dict[str, str], ...] = (
    {"N": "14", "omega": "6/5", "omega_a": "7/10", "gamma": "3/10", "J": "2/5", "beta": "4/3", "K": "3/10"},
    {"N": "17", "omega": "3/4", "omega_a": "9/10", "gamma": "2/5", "J": "1/7", "beta": "5/4", "K": "-1/5"},
    {"N": "20", "omega": "1", "omega_a": "13/10", "gamma": "5/7", "J": "3/11", "beta": "8/7", "K": "1/2"},
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Limit:
    """One limit: the small variable v, as an expression, and the points of the limit variable, nearer and nearer."""

    name: str
    variable: Expr
    points: tuple[str, ...]
    derivation: str | None


def _limit(variable: Expr, points: Sequence[str], derivation: str | None) -> tuple[Expr, tuple[str, ...], str | None]:
    return variable, tuple(points), derivation


_SMALL = ("1e-8", "1e-11", "1e-14")
_LARGE = ("1e8", "1e11", "1e14")
LIMITS: dict[tuple[str, str], tuple[Expr, tuple[str, ...], str | None]] = {
    ("beta", "0"): _limit(symbols.beta, _SMALL, "high-temperature"),
    ("beta", "oo"): _limit(1 / symbols.beta, ("100", "400", "1600"), "low-temperature"),
    ("gamma", "0"): _limit(symbols.gamma, _SMALL, "weak-coupling"),
    ("gamma", "oo"): _limit(1 / symbols.gamma, _LARGE, "strong-coupling"),
    ("omega_a", "0"): _limit(symbols.omega_a, _SMALL, "small-gap"),
    ("omega_a", "oo"): _limit(exp(-symbols.beta * symbols.omega_a), ("40", "60", "80"), "large-gap"),
    ("J", "oo"): _limit(exp(-4 * symbols.beta * symbols.J), ("20", "30", "40"), "strong-ferromagnet"),
    ("J", "-oo"): _limit(exp(4 * symbols.beta * symbols.J), ("-20", "-30", "-40"), "strong-antiferromagnet"),
    ("N", "oo"): _limit(1 / symbols.N, ("2000", "8000", "32000"), "many-sources"),
}
INNER: dict[tuple[str, str], Callable[[], Expr]] = {
    ("J", "oo"): limits.strong_ferromagnet,
    ("gamma", "oo"): limits.strong_coupling,
    ("omega_a", "oo"): limits.large_gap,
}
"""First limits of a pair whose limit function is known in closed form: (36), (44), (47)."""


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


Known = Callable[[str, int, dict[str, Exact]], Any]
"""(name of a derivation, order, given parameters) -> its Expansion, or None."""


def limit_of(name: str, point: str, held: bool) -> Limit:
    """The limit with its small variable.

    Raises:
        InputError: a limit that is not among those known.
    """
    if (name, point) not in LIMITS:
        known = ", ".join(f"{v} -> {p}" for v, p in LIMITS)
        raise InputError("--limit", f"must be one of {known}, but is {shown(f'{name} -> {point}')}.")
    variable, points, derivation = LIMITS[name, point]
    return Limit(name=name, variable=variable, points=points, derivation="uniform-high-temperature" if held else derivation)


def check_formula(question: Question, known: Known) -> Answer:
    """Measure the power of the first difference and compare coefficients with the known series."""
    limit = limit_of(*question.limits[-1], held=question.hold is not None)
    coefficients = polynomial_in(question, limit)
    samples = _samples(question, limit)
    powers = [_power_of_difference(question, limit, sample) for sample in samples]
    if any(power is None for power in powers):
        return _undecided("the difference cannot be told from zero, or its slope does not settle on a whole power")
    power = min(p for p in powers if p is not None)
    last = question.order if question.order is not None else _last_power(question, limit, coefficients, samples)
    if last is None:
        return _undecided("the formula's own first power does not settle")
    if power == BEYOND_EVERY_POWER:
        return _exponentially_close(question, limit, last, known)
    verdict = "correct" if power > last else "wrong"
    terms = _known_coefficients(question, limit, power, known)
    given, should_be, proved = _compare(question, limit, coefficients, terms, power, last, samples)
    return Answer(
        agrees_through=str(power - 1) if power else None,
        first_difference={"power": str(power), "given": given, "should_be": should_be},
        verdict=verdict,
        proved=proved,
        because=f"slopes at {len(samples)} parameter sets give the first difference at power {power}; the formula goes to {last}",
    )


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


def _power_of_difference(question: Question, limit: Limit, sample: dict[str, Exact]) -> int | None:
    return _settled_power([_visible(partial(_difference, question, limit, sample, point)) for point in limit.points])


def _visible(at: Callable[[int], tuple[arb, arb]]) -> tuple[arb, arb] | None:
    """(|D|, v) with D certainly nonzero and 40 good bits, or None at the ceiling."""
    bits = 512
    while bits <= MAX_BITS:
        difference, variable = at(bits)
        if accuracy(difference) > 40:
            return abs(difference), variable
        bits *= 4
    return None


def _settled_power(pairs: Sequence[tuple[arb, arb] | None]) -> int | None:
    """The whole number the slopes between neighbouring points agree on, or None."""
    if any(pair is None for pair in pairs):
        return None
    slopes = []
    with working_precision(128):
        for left, right in pairwise(pair for pair in pairs if pair is not None):
            slopes.append(float(((left[0] / right[0]).log() / (left[1] / right[1]).log()).mid()))
    if slopes[-1] > 10 and slopes[-1] > 2 * slopes[0] > 0:
        return BEYOND_EVERY_POWER
    power = round(slopes[-1])
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
    return None if first is None else first + 2


def _known_coefficients(question: Question, limit: Limit, power: int, known: Known) -> dict[int, Expr] | None:
    """power -> coefficient of the known series through `power`, None where there is none."""
    if len(question.limits) == 2:
        inner = INNER[question.limits[0]]().subs({getattr(symbols, name): to_sympy(value) for name, value in question.given.items()})
        name = getattr(symbols, limit.name)
        if limit.variable != name or power > MAX_TAYLOR:
            return None
        return {p: simplify(diff(inner, name, p).subs(name, 0) / factorial(p)) for p in range(power + 1)}
    if limit.derivation is None:
        return None
    series = known(limit.derivation, power, {name: value for name, value in question.given.items() if name != limit.name})
    if series is None:
        return None
    return {int(term.power): term.coefficient for term in series.terms if not term.exponent and term.power.is_Integer}


def _compare(
    question: Question,
    limit: Limit,
    coefficients: dict[int, Expr] | None,
    terms: dict[int, Expr] | None,
    power: int,
    last: int,
    samples: list[dict[str, Exact]],
) -> tuple[str, str, bool]:
    """(given, should_be, proved) for the first difference."""
    printed = None if coefficients is None else coefficients.get(power, Integer(0))
    if terms is None:
        return (
            str(printed if printed is not None else "its expansion"),
            f"{_leading(question, limit, samples[0], power)} more at the first sample",
            False,
        )
    right = terms.get(power, Integer(0))
    if coefficients is None or printed is None:
        return f"{_leading(question, limit, samples[0], power)} less at the first sample", str(right), False
    values = [_values(question, limit, sample, exact(limit.points[0])) for sample in samples]
    below = range(min(power, last + 1))
    equal = all(_comparison(coefficients.get(p, Integer(0)), terms.get(p, Integer(0)), values) == "identical" for p in below)
    return str(printed), str(right), equal and _comparison(printed, right, values) == "different"


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
    if not gap.has(Sum) and count_ops(gap) < MAX_OPERATIONS and (expand(gap) == 0 or cancel(gap) == 0):
        return "identical"
    return "equal"


def _leading(question: Question, limit: Limit, sample: dict[str, Exact], power: int) -> str:
    """D/v^p at the last point, a decimal estimate of the missing coefficient."""
    found = _visible(partial(_difference, question, limit, sample, limit.points[-1]))
    if found is None:
        raise NotCertified("The first difference is undecided: try other parameters.")
    difference, variable = _difference(question, limit, sample, limit.points[-1], 2048)
    with working_precision(128):
        return str((difference / variable**power).str(8, radius=False))


def _undecided(because: str) -> Answer:
    return Answer(agrees_through=None, first_difference=None, verdict="undecided", proved=False, because=because)
