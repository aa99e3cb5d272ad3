"""Ranges in which a formula is proved right to within a relative error: never exceeded, not much too small, none for what is wrong."""

from __future__ import annotations

import json
import random
import re
from fractions import Fraction as Q
from typing import Any

import pytest
import sympy
from click.testing import CliRunner, Result
from flint import arb, fmpq

import symcoh
from oracles.not_none import not_none
from symcoh import Model
from symcoh.balls import working_precision
from symcoh.certificates.enclose import enclose_expression
from symcoh.checking.agreement import X, _exponentials
from symcoh.checking.question import RelativeBound
from symcoh.checking.reading import read_formula
from symcoh.cli.check import command
from symcoh.convergence import Problem
from symcoh.convergence.remainder import quotient
from symcoh.convergence.response import response
from symcoh.errors import InputError, NotCertified
from symcoh.exactnumbers import exact
from symcoh.numeric.ring.quantities import enclosure

POINTS = 50
LIMITS = {
    "beta -> 0": ("high-temperature", "beta", "beta"),
    "T -> oo": ("high-temperature", "T", "beta"),
    "gamma -> 0": ("weak-coupling", "gamma", "gamma"),
    "omega_a -> 0": ("small-gap", "omega_a", "omega_a"),
    "omega_a -> oo": ("large-gap", "omega_a", "exp(-beta*omega_a)"),
    "J -> oo": ("strong-ferromagnet", "J", "exp(-4*beta*J)"),
    "J -> -oo": ("strong-antiferromagnet", "J", "exp(4*beta*J)"),
}
FIRST = {"high-temperature": 2, "weak-coupling": 1, "small-gap": 1}


class Case:
    """A limit, parameters, a relative error, and the partial sum of the series with decimal coefficients as a formula."""

    def __init__(self, seed: int) -> None:
        random_ = random.Random(f"range {seed}")
        self.limit = list(LIMITS)[seed % len(LIMITS)]
        derivation, self.name, variable = LIMITS[self.limit]
        self.values: dict[str, Any] = {key: Q(random_.randint(1, 40), 20) for key in ("omega", "omega_a", "gamma", "beta")}
        self.values |= {"N": Q(random_.choice([2, 3, 4, 5, 6, 8])), "J": random_.choice([-1, 1, 0]) * Q(random_.randint(1, 20), 20)}
        varied = "beta" if self.name == "T" else self.name
        self.values.pop(varied)
        at = {"omega_a": Q(1), "gamma": Q(1), "J": Q(0)} | self.values
        problem = Problem(
            model=Model(N=int(at["N"]), **{k: at[k] for k in ("omega", "omega_a", "gamma", "J")}),
            beta=exact(at["beta"]) if "beta" in at else None,
        )
        first = FIRST.get(derivation, 1 if derivation == "strong-antiferromagnet" and at["N"] % 2 == 0 else 0)
        length = first + random_.randint(1, 4)
        row = quotient(response(derivation, problem), length, 300)
        self.formula = "+".join(f"({c.str(30, radius=False)})*({variable})**{k}" for k, c in enumerate(row) if k >= first)
        self.cap = False
        self.relative = random_.choice(["1/10", "1/100", "1e-4", "1e-7"])

    def excess(self, at: Q) -> arb:
        """|C - formula| - ε C at a value of the parameter, and C."""
        values = self.values | {self.name: at}
        if self.name == "T":
            values["beta"] = 1 / values.pop("T")
        model = Model(N=int(values["N"]), **{k: values[k] for k in ("omega", "omega_a", "gamma", "J")})
        with working_precision(400):
            C = enclosure(model, "coherence", exact(values["beta"]), 400)
            value = enclose_expression(read_formula(self.formula, "formula"), {k: exact(v) for k, v in values.items()}, 400)
            relative = Q(self.relative)
            return abs(C - value) - C * arb(fmpq(relative.numerator, relative.denominator))

    def check(self) -> RelativeBound:
        return not_none(symcoh.check(self.formula, limit=self.limit, bound=self.relative, **self.values).bound)


def end_of(text: str) -> tuple[str, Q]:
    """(relation, number) of the far end."""
    found = re.fullmatch(r"(?:0 < )?(\w+) (>=|<=) (\S+)", text)
    assert found, text
    return found.group(2), Q(found.group(3))


@pytest.mark.parametrize("seed", range(14))
def test_random_ranges(seed: int) -> None:
    """At 50 points the range holds; within a factor of three beyond its end the formula is wrong by more than ε."""
    case = Case(seed)
    found = case.check()
    assert found.relative_error == case.relative
    relation, end = end_of(found.range)
    to_infinity = (relation == ">=") == (end > 0)
    if end == 0:  # every J on the side of the limit
        end, case.cap = Q(1, 10**6), True
    for k in range(1, POINTS + 1):
        at = end * (1 + Q(POINTS - k, 7)) if to_infinity and not case.cap else Q(POINTS - k, 10) + end if case.cap else end * Q(k, POINTS)
        assert case.excess(at) < 0, (found.range, at)
    beyond = [end / (1 + Q(k, 20)) if to_infinity else end * (1 + Q(k, 20)) for k in range(1, 41)]
    assert case.cap or any(case.excess(at) > 0 for at in beyond), found.range


FIXED = {"N": 4, "omega": 1, "omega_a": "7/10", "gamma": "3/10", "J": "2/5", "beta": 2}


def fixed(*without: str, **others: Any) -> dict[str, Any]:
    return {key: value for key, value in (FIXED | others).items() if key not in without}


@pytest.mark.parametrize(
    ("formula", "gamma", "holds"),
    [
        ("tanh(N*beta*omega_a/2)", None, "gamma >= "),
        ("2*N*gamma/sqrt(omega**2+4*N**2*gamma**2)*tanh(N*beta*omega_a/2)", None, "gamma >= "),
        ("tanh(N*beta*omega_a/2)*tanh(N*beta*gamma)", None, " <= gamma <= "),
    ],
)
def test_strong_coupling(formula: str, gamma: str | None, holds: str) -> None:
    found = not_none(symcoh.check(formula, limit="gamma -> oo", bound="1/100", **fixed("gamma")).bound).range
    assert holds in found
    low = Q(not_none(re.search(r"(?:gamma >= |^)([0-9.e-]+)", found)).group(1))
    expression = read_formula(formula, "formula")
    shares = []
    for factor in (Q(1, 3), Q(1, 2), Q(9, 10), 1, Q(11, 10), 2, 10, 1000):
        values = {key: exact(value) for key, value in fixed(gamma=low * factor).items()}
        C = enclosure(Model(**fixed("beta", gamma=low * factor)), "coherence", exact(2), 300)
        shares.append(float((abs(C - enclose_expression(expression, values, 300)) / C).mid()))
    assert max(shares[3:]) <= 0.01 < max(shares[:3])


def test_strong_coupling_far_out() -> None:
    """omega^2/(8 N^2 gamma^2) = 1e-30 at gamma = 1.7678e14: found by doubling, and not beyond what is looked at."""
    given = fixed("gamma") | {"N": 2, "omega": 1}
    found = not_none(symcoh.check("tanh(N*beta*omega_a/2)", limit="gamma -> oo", bound="1e-30", **given).bound)
    low = float(not_none(re.search(r"^gamma >= ([0-9.e]+)", found.range)).group(1))
    assert 1 <= low / (10**15 / 32**0.5) < 1.001


def test_many_sources() -> None:
    formula = "1 - omega**2/(8*gamma**2*N**2)"
    found = not_none(symcoh.check(formula, limit="N -> oo", bound="1/100", **fixed("N")).bound)
    least = int(found.range.removeprefix("N >= "))
    gaps = []
    for N in range(2, 40):
        C = enclosure(Model(**fixed("beta", N=N)), "coherence", exact(2), 200)
        gaps.append((N, float((abs(C - (1 - 1 / (arb(72) / 100 * N * N))) / C).mid())))
    assert all(gap <= 0.01 for size, gap in gaps if size >= least)
    assert any(gap > 0.01 for size, gap in gaps if least / 3 <= size < least)


@pytest.mark.parametrize(
    ("formula", "limit"),
    [
        ("N*gamma*omega_a*beta**2/3", "beta -> 0"),
        ("N*gamma*omega_a*beta**2/2 + beta/10**9", "beta -> 0"),
        ("-N*gamma*omega_a*beta**2/2", "T -> oo"),
        ("gamma/7", "gamma -> 0"),
        ("1/2", "gamma -> oo"),
        ("tanh(beta)", "J -> oo"),
        ("1/2", "N -> oo"),
    ],
)
def test_a_wrong_formula_has_no_range(formula: str, limit: str) -> None:
    variable = limit.partition(" ")[0].replace("T", "beta")
    with pytest.raises(NotCertified, match=r"The formula is wrong\."):
        symcoh.check(formula, limit=limit, bound="1/100", **fixed(variable))


def test_the_exact_formula_holds_everywhere() -> None:
    formula = "2*gamma/sqrt(omega**2+4*gamma**2)*tanh(beta*sqrt(omega**2+4*gamma**2)/2)*tanh(beta*omega_a/2)"
    found = not_none(symcoh.check(formula, limit="gamma -> 0", bound="1e-9", **fixed("gamma", N=1)).bound)
    assert found.range == "gamma > 0"


WORDS = ("-N", "4", "--omega", "1", "--omega-a", "7/10", "--gamma", "3/10", "-J", "2/5")
FORMULA = "N*gamma*omega_a*beta**2/2 + N*gamma*omega_a*J*beta**3"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, list(arguments), standalone_mode=False)


def test_the_option() -> None:
    for words in (("--bound", FORMULA), (FORMULA, "--bound"), (FORMULA, "--bound=1/100")):
        out = run(*words, "--limit", "beta -> 0", *WORDS).output
        assert out.endswith("\nProved: |C - formula| <= 1/100 C for every 0 < beta <= 0.48573.\n")
    found = json.loads(run(FORMULA, "--limit", "T -> oo", "--bound=1e-6", *WORDS, "--format", "json").output)
    assert found["bound"]["relative_error"] == "1e-6" and found["bound"]["range"].startswith("T >= ")
    assert "bound" not in json.loads(run(FORMULA, "--limit", "T -> oo", *WORDS, "--format", "json").output)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (WORDS[:-2], "-J/--coupling is required for a proved range"),
        (WORDS[2:], "-N/--sources is required for a proved range"),
        ((*WORDS, "--bound=0"), "--bound must be a relative error > 0"),
        ((*WORDS[:-2], "--hold", "K = beta*J"), "--bound goes without a held combination"),
        ((*WORDS, "--quantity", "energy"), "--bound goes with the coherence alone"),
    ],
)
def test_refusals(words: tuple[str, ...], sentence: str) -> None:
    outcome = run(FORMULA, "--limit", "beta -> 0", *(() if "--bound=0" in words else ("--bound",)), *words)
    assert isinstance(outcome.exception, InputError) and sentence in str(outcome.exception)


def test_limits_without_a_proved_range() -> None:
    outcome = run("gamma", "--limit", "omega -> 0", "--bound", "-N", "4", "--omega-a", "1", "--gamma", "1", "-J", "0", "--beta", "1")
    assert isinstance(outcome.exception, InputError) and "--bound goes with one limit, of beta -> 0" in str(outcome.exception)


@pytest.mark.parametrize("function", [sympy.tanh, sympy.coth, sympy.sinh, sympy.cosh])
def test_hyperbolic_functions_of_what_grows(function: type) -> None:
    """Written in exponentials that fall, of either sign of the slope; others are left alone."""
    for argument in (3 * X + 1, -3 * X + sympy.Rational(1, 2), -X / 7):
        found = _exponentials(function(argument))
        assert not found.has(sympy.tanh, sympy.coth, sympy.sinh, sympy.cosh)
        at = {X: sympy.Rational(7, 10)}
        assert abs(found.subs(at).evalf(30) - function(argument).subs(at).evalf(30)) < 1e-25
    for argument in (sympy.Integer(2), X**2, 1 / X):
        assert _exponentials(function(argument)) == function(argument)
