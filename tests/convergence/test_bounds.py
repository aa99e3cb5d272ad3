"""Proved remainders: never exceeded by the certified error, and near it; through the command with the printed series."""

from __future__ import annotations

import json
import random
import statistics
from collections.abc import Sequence
from fractions import Fraction as Q
from random import Random
from typing import Any

import pytest
import sympy
from click.testing import CliRunner
from flint import arb, fmpq

from reliability.sampling import SOAK
from symcoh import Model
from symcoh.balls import working_precision
from symcoh.certificates.enclose import enclose_expression
from symcoh.cli.derive import command
from symcoh.convergence import POINTS, Problem, Series, range_bound
from symcoh.convergence.many import many_sources_remainder
from symcoh.convergence.radius import nearest_zeros
from symcoh.convergence.ranges import rounded_up
from symcoh.convergence.remainder import quotient
from symcoh.convergence.response import VARIABLES, response
from symcoh.convergence.zeros import nearby_roots
from symcoh.errors import InputError, NotCertified
from symcoh.exact import parse
from symcoh.exactnumbers import enclose, exact
from symcoh.numeric.integral import integral_enclosure
from symcoh.numeric.ring.quantities import enclosure

BITS = 400
WHERE = 50


def number(random_: Random) -> Q:
    return Q(random_.randint(1, 40), 20)


def about_the_radius(f: Any) -> Q:
    """The radius of convergence to six digits; where zeros cluster, what the truncated power series of Z says, a little less."""
    try:
        zeros, bits = nearest_zeros(f)
    except NotCertified:
        bits = 256
        zeros = [root * 7 / 8 for root in nearby_roots(f.series(40, bits)[1], bits)[:1]]
    with working_precision(bits):
        return Q(str(abs(zeros[0]).mid().str(6, radius=False))) if zeros else Q(1)


class Case:
    """A derivation of `VARIABLES`, parameters, an order and the end of a range, at most half (or 9/10) of the radius."""

    def __init__(self, seed: int) -> None:
        random_ = random.Random(f"bound {seed}")
        self.name = random_.choice(list(VARIABLES))
        self.values = {key: number(random_) for key in ("omega", "omega_a", "gamma", "beta")}
        self.values |= {"N": Q(random_.choice([1, 2, 3, 4, 5, 6, 8, 10])), "J": random_.choice([-1, 1, 1, 0]) * number(random_)}
        if self.name == "uniform-high-temperature":
            self.values["K"] = random_.choice([-1, 1]) * number(random_) / 2
            del self.values["J"]
        self.varied = POINTS[self.name][0]
        self.values.pop(self.varied, None)
        self.order = random_.randint(1, 9)
        exacts = {key: exact(value) for key, value in self.values.items()}
        model = self.model(Q(1) if self.varied != "J" else Q(0))
        self.problem = Problem(model=model, beta=exacts.get("beta"), K=exacts.get("K"))
        radius = about_the_radius(response(self.name, self.problem))
        self.part = Q(random_.randint(2, 49), 100) if random_.random() < 0.9 else Q(9, 10)
        self.end = self._parameter(self.part * radius)

    def _parameter(self, small: Q) -> Q:
        """The parameter at which the small variable is about `small`."""
        if self.varied in ("beta", "gamma") or self.name == "small-gap":
            return small
        logarithm = Q(sympy.log(sympy.Rational(small)).evalf(12).__str__())
        factor = {"large-gap": -1, "strong-ferromagnet": -4, "strong-antiferromagnet": 4}[self.name]
        return logarithm / (factor * self.values["beta"])

    def allowed(self) -> bool:
        """Whether the end lies on the side of the limit."""
        return self.end < 0 if self.name == "strong-antiferromagnet" else self.end > 0

    def model(self, at: Q) -> Model:
        values = dict(self.values) | ({} if self.varied == "beta" else {self.varied: at})
        if "K" in values:
            values["J"] = values["K"] / at if self.varied == "beta" else Q(0)
        return Model(N=int(values["N"]), **{key: values[key] for key in ("omega", "omega_a", "gamma", "J")})

    def small(self, at: Q) -> arb:
        """The small variable in balls."""
        value = arb(fmpq(at.numerator, at.denominator))
        factor = {"large-gap": -1, "strong-ferromagnet": -4, "strong-antiferromagnet": 4}.get(self.name)
        return value if factor is None else (factor * enclose(exact(self.values["beta"]), BITS) * value).exp()

    def inside(self, k: int) -> Q:
        """The k-th of `WHERE` points of the range, the last its end."""
        if self.varied in ("beta", "gamma") or self.name == "small-gap":
            return self.end * Q(k, WHERE)
        return self.end * (1 + Q(WHERE - k, 10))


def certified_error(case: Case, at: Q, coefficients: Sequence[arb], bits: int = BITS) -> tuple[arb, arb]:
    """|C - S_R| from the sum over all sectors."""
    beta = exact(at) if case.varied == "beta" else exact(case.values["beta"])
    with working_precision(bits):
        v = case.small(at)
        partial = sum((c * v**k for k, c in enumerate(coefficients)), arb(0))
        return abs(enclosure(case.model(at), "coherence", beta, bits) - partial), v


def test_never_exceeded_and_near() -> None:
    """Random derivations, orders, ranges and parameters, 50 points each."""
    ranges, middles, number_of = [], [], 0
    for seed in range(40 if SOAK == 1 else 5000):
        case = Case(seed if SOAK > 1 else 10**6 + seed)
        if not case.allowed() or (case.varied == "J" and case.values["N"] == 1):  # one source: C does not depend on J
            continue
        coefficients = quotient(response(case.name, case.problem), case.order + 1, BITS)
        series = Series(derivation=case.name, coefficients=coefficients)
        bound = Q(range_bound(series, {key: exact(v) for key, v in case.values.items()}, case.varied, exact(case.end)).error)
        limit = arb(fmpq(bound.numerator, bound.denominator))
        errors = []
        for k in range(1, WHERE + 1):
            error, v = certified_error(case, case.inside(k), coefficients)
            assert not error > limit, (seed, k)
            errors.append((float((error * v ** -(case.order + 1)).mid()), float((error / limit).mid()) if limit != 0 else 1.0))
        number_of += 1
        largest = max(share for _, share in errors)
        if case.part < Q(1, 2) and bound:
            assert largest > 1 / 20, (seed, largest)
            ranges.append(largest)
        if errors[WHERE // 2][0] > 0:
            middles.append(errors[-1][0] / errors[WHERE // 2][0])
    assert number_of > 25 and statistics.median(ranges) > 0.5
    assert statistics.median(middles) < 10


def test_a_sum_that_falls_over_the_range() -> None:
    """Coefficients that alternate and grow: the sum is largest at v = 0, its product with v^(R+1) at the end and 29 times less."""
    case = Case(614)
    coefficients = quotient(response(case.name, case.problem), case.order + 1, BITS)
    values = {key: exact(v) for key, v in case.values.items()}
    bound = arb(range_bound(Series(derivation=case.name, coefficients=coefficients), values, case.varied, exact(case.end)).error)
    errors = [certified_error(case, case.inside(k), coefficients)[0] for k in range(1, WHERE + 1)]
    assert not any(error > bound for error in errors) and any(error > bound / 5 for error in errors)


COMMANDS = [
    ("high-temperature", "beta=1/10", "N omega omega_a gamma J", "0 < beta <= 1/10"),
    ("high-temperature", "T=10", "N omega omega_a gamma J", "T >= 10"),
    ("uniform-high-temperature", "beta=1/10", "N omega omega_a gamma K", "0 < beta <= 1/10"),
    ("weak-coupling", "gamma=1/20", "N omega omega_a J beta", "0 < gamma <= 1/20"),
    ("strong-coupling", "gamma=20", "N omega omega_a J beta", "gamma >= 20"),
    ("small-gap", "omega_a=1/50", "N omega gamma J beta", "0 < omega_a <= 1/50"),
    ("large-gap", "omega_a=3", "N omega gamma J beta", "omega_a >= 3"),
    ("strong-ferromagnet", "J=3", "N omega omega_a gamma beta", "J >= 3"),
    ("strong-antiferromagnet", "J=-3", "N omega omega_a gamma beta", "J <= -3"),
    ("many-sources", "N=100", "omega omega_a gamma J beta", "N >= 100"),
    ("low-temperature", "beta=30", "N omega omega_a gamma J", "beta >= 30"),
    ("low-temperature", "T=1/30", "N omega omega_a gamma J", "0 < T <= 1/30"),
]
VALUES = {"N": "4", "omega": "6/5", "omega_a": "7/10", "gamma": "3/10", "J": "-1/5", "K": "1/2", "beta": "2"}
FLAGS = {"N": "-N", "omega": "--omega", "omega_a": "--omega-a", "gamma": "--gamma", "J": "-J", "K": "-K", "beta": "--beta"}


def run(*arguments: str) -> Any:
    return CliRunner().invoke(command, list(arguments), standalone_mode=False)


def typed(names: str) -> list[str]:
    return [text for name in names.split() for text in (FLAGS[name], VALUES[name])]


@pytest.mark.parametrize(("name", "at", "names", "range_"), COMMANDS, ids=lambda value: value.split("=")[0] if "=" in str(value) else None)
def test_the_printed_series_stays_within_its_bound(name: str, at: str, names: str, range_: str) -> None:
    """The series as printed, read back, against certified values at three points of the range."""
    outcome = run(name, "--order", "3", *typed(names), "--bound", "--at", at, "--format", "json")
    found = json.loads(outcome.output)
    assert found["bound"]["range"] == range_ and found["bound"]["at"].replace(" ", "") == at
    error = Q(found["bound"]["error"])
    variable = parse(found["variable"])
    series = sum(
        parse(term["coefficient"]) * variable ** int(term["power"]) * sympy.exp(parse(term.get("exponent", "0"))) for term in found["terms"]
    )
    varied, _, end = at.partition("=")
    largest = Q(0)
    for factor in (Q(1), Q(3, 2), Q(3)):
        value = Q(end) / factor if range_.startswith("0 <") else Q(end) * factor
        values = {key: Q(text) for key, text in VALUES.items()} | {varied: value}
        if varied == "T":
            values["beta"] = 1 / value
        if "K" in names.split():
            values["J"] = values["K"] / values["beta"]
        model = Model(N=int(values["N"]), **{key: values[key] for key in ("omega", "omega_a", "gamma", "J")})
        with working_precision(2000):
            true = enclosure(model, "coherence", exact(values["beta"]), 2000)
            gap = abs(true - enclose_expression(series, {key: exact(v) for key, v in values.items()}, 2000))
        size = Q(str(gap.mid().str(12, radius=False)))
        assert size <= error
        largest = max(largest, size)
    assert largest > error / 20


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--bound",), "--at is required with --bound"),
        (("--at", "beta=1"), "--at goes with --bound"),
        (("--bound", "--at", "gamma=1"), "--at must give beta or T"),
        (("--bound", "--at", "beta=-1"), "--at must lie on the side of the limit"),
        (("--bound", "--at", "beta"), "--at must look like"),
        (("--bound", "--at", "beta=1", "--format", "latex"), "--bound goes with --format text or json"),
    ],
)
def test_refusals(arguments: tuple[str, ...], sentence: str) -> None:
    outcome = run("high-temperature", *typed("N omega omega_a gamma J"), *arguments)
    assert isinstance(outcome.exception, InputError) and sentence in str(outcome.exception)


def test_a_missing_parameter_is_named() -> None:
    outcome = run("high-temperature", *typed("N omega omega_a gamma"), "--bound", "--at", "beta=1")
    assert isinstance(outcome.exception, InputError) and "-J/--coupling is required with --bound" in str(outcome.exception)


def test_a_statement_has_no_remainder() -> None:
    outcome = run("monotonicity", "--bound", "--at", "beta=1")
    assert isinstance(outcome.exception, InputError) and "no proved remainder for monotonicity" in str(outcome.exception)


def test_beyond_the_radius() -> None:
    outcome = run("high-temperature", *typed("N omega omega_a gamma J"), "--bound", "--at", "beta=3/2")
    assert isinstance(outcome.exception, NotCertified) and "The radius of convergence in beta is 1.470598715" in str(outcome.exception)


def test_a_wrong_coefficient_is_refused() -> None:
    """The bound is for the certified series: another coefficient fails, and one that is off by little adds its difference."""
    from symcoh.errors import CheckFailed

    case = next(case for seed in range(100) if (case := Case(seed)).allowed() and case.order > 2)
    values = {key: exact(v) for key, v in case.values.items()}
    coefficients = quotient(response(case.name, case.problem), case.order + 1, BITS)
    with working_precision(BITS):
        wrong = [*coefficients[:-1], coefficients[-1] + arb("1e-20")]
    with pytest.raises(CheckFailed, match="is not that of the certified series"):
        range_bound(Series(derivation=case.name, coefficients=wrong), values, case.varied, exact(case.end))


@pytest.mark.parametrize("text", ["0.00123456", "999.5", "1", "1e-400", "123456789"])
def test_rounded_up(text: str) -> None:
    with working_precision(200):
        value = arb(text)
        printed = arb(rounded_up(value))
        assert not printed < value and not printed > value * arb("1.011")


@pytest.mark.parametrize("seed", range(6 if SOAK == 1 else 200))
def test_many_sources(seed: int) -> None:
    """The Watson expansion from N_0 on, against certified values at N_0, N_0 + 1, 2 N_0, ..., with the exact coefficients."""
    from derivations.many_sources import _expressions
    from symcoh.exact import parameters

    random_ = random.Random(f"many {seed}")
    row = {key: number(random_) + Q(1, 5) for key in ("omega", "omega_a", "gamma")} | {"J": Q(random_.randint(-15, 15), 20)}
    beta, order, smallest = number(random_) + Q(1, 5), random_.randint(0, 6), random_.choice([20, 101, 1000, 10**8])
    expressions = _expressions(parameters(None, **row, beta=beta), max(order, 2))[: order + 1]
    coefficients = [enclose_expression(e, {}, 512) for e in expressions]
    bound = many_sources_remainder(Model(N=1, **row), exact(beta), coefficients, smallest)
    shares = []
    for N in (smallest, smallest + 1, 2 * smallest, 30 * smallest):
        with working_precision(1000):
            value = integral_enclosure(Model(N=N, **row), "coherence", exact(beta), 1000)
            partial = sum((enclose_expression(e, {}, 1000) / arb(N) ** k for k, e in enumerate(expressions)), arb(0))
            gap = abs(value - partial)
            assert not gap > bound
            shares.append(float((gap / bound).mid()))
    assert max(shares) > 1 / 20


def test_no_bound_where_the_expansion_says_nothing() -> None:
    """N βγ small: C is far from 1, and no remainder below 1 is claimed."""
    with pytest.raises(NotCertified, match="No remainder below 1"):
        many_sources_remainder(Model(N=1, omega=1, omega_a="1/1000", gamma="1/1000"), exact("1/1000"), [arb(1)], 10)
