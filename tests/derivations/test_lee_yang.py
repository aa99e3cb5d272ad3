"""Zeros of Z in omega_a on the imaginary axis: against the radius of convergence, polynomial roots, and with steps broken on purpose."""

from __future__ import annotations

import inspect
from fractions import Fraction
from typing import Any

import pytest
from mpmath import MPContext

from derivations import lee_yang as subject
from symcoh.convergence import Problem, convergence_radius
from symcoh.errors import CheckFailed, InputError
from symcoh.exactnumbers import exact
from symcoh.model import Model

MP = MPContext()
MP.dps = 30


def test_runs_and_opens_with_its_five_lines() -> None:
    result = subject.derive()
    assert result.name == "lee-yang" and result.expansion is None
    for word in ("Claim:", "Assumes:", "Source:", "Method:", "Cost:"):
        assert f"\n{word}" in subject.__doc__
    assert [step.check.kind for step in result.steps[-3:]] == ["enumeration", "enclosure", "identity"]


@pytest.mark.parametrize("coefficients", [[1, 3, 1], [2, 1, 1, 2], [1, -5, 1], [1, 0, 2, 0, 1], [1, 0, 1, 0, 1], [1, -3, -3, 1]])
def test_count_on_the_circle_is_that_of_numerical_roots(coefficients: list[int]) -> None:
    roots = MP.polyroots(coefficients, maxsteps=500, extraprec=400)
    numbers = [Fraction(c) for c in coefficients]
    assert subject.on_the_circle(numbers) == sum(abs(abs(root) - 1) < MP.mpf(10) ** -8 for root in roots)


@pytest.mark.parametrize("J", ["2/5", "-1/10", "-1"])
def test_two_sources_against_the_radius_of_convergence(J: str) -> None:
    """cosh(beta omega_a) at the nearest zero, from the step in words and from the command's argument principle."""
    found = convergence_radius("small-gap", Problem(model=Model(N=2, omega_a=1, gamma="3/10", J=J), beta=exact(2)), 12)
    K = 2 * MP.mpf(J.split("/")[0]) / int(J.partition("/")[2] or 1)
    zero = MP.acosh(-MP.exp(-4 * K) * MP.cosh(1) / MP.cosh(MP.sqrt(1 + MP.mpf("1.2") ** 2))) / 2
    assert abs(abs(zero) - MP.mpf(str(found.radius))) < MP.mpf(10) ** -10
    assert (str(found.real) == "0") == (abs(zero.real) < MP.mpf(10) ** -20)


@pytest.mark.parametrize("N", [3, 6])
@pytest.mark.parametrize("J", ["0", "1/4"])
def test_nearest_zero_of_a_ring_is_imaginary(N: int, J: str) -> None:
    found = convergence_radius("small-gap", Problem(model=Model(N=N, omega_a=1, gamma="3/10", J=J), beta=exact(2)), 8)
    assert str(found.real) == "0" and str(found.imaginary) == str(found.radius)


def test_an_antiferromagnet_leaves_the_circle() -> None:
    weights = (Fraction(3), Fraction(1, 2), Fraction(1, 2))
    assert subject.on_the_circle(subject.chain_polynomial(2, 1, *weights)) == 0


def test_an_antiferromagnet_leaves_the_axis() -> None:
    assert subject.sign_changes(2, ("-1", "1/10", "1")) == 0


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("(1 - t**2) * (1 - x**2", "(1 + t**2) * (1 - x**2", "the difference of both sides"),
        ("bond ** _unequal", "bond ** -_unequal", "the left side is"),
        ("(K * bonds).exp()", "(-K * bonds).exp()", "certified zeros on the axis"),
        ("root = -1 / (bond**2", "root = -1 / (bond", "the difference of both sides"),
    ],
)
def test_broken_step_is_caught(old: str, new: str, message: str) -> None:
    source = inspect.getsource(subject)
    assert source.count(old) == 1
    namespace: dict[str, Any] = {"__name__": subject.__name__, "__package__": "derivations"}
    exec(compile(source.replace(old, new), subject.__file__, "exec"), namespace)
    with pytest.raises(CheckFailed, match=message):
        namespace["derive"](largest=3)


def test_refusals() -> None:
    with pytest.raises(InputError, match="`largest` must be from 2 to 8, but is 9"):
        subject.derive(largest=9)
