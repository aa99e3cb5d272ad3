"""Radii of convergence: against the root test of the coefficients, the figures of a first search, Lee-Yang, and faults on purpose."""

from __future__ import annotations

import json
import random
from fractions import Fraction as Q
from typing import Any

import pytest
from click.testing import CliRunner
from flint import acb, arb

from reliability.sampling import SOAK
from symcoh import Model
from symcoh.balls import working_precision
from symcoh.cli.radius import command
from symcoh.convergence import Problem, convergence_radius
from symcoh.convergence.cosh_root import root_values
from symcoh.convergence.radius import nearest_zeros
from symcoh.convergence.remainder import quotient
from symcoh.convergence.response import response
from symcoh.convergence.zeros import circle, interval_newton
from symcoh.errors import InputError, NotCertified
from symcoh.exactnumbers import exact

SERIES = ("high-temperature", "weak-coupling", "small-gap")


def drawn(seed: int) -> tuple[str, Problem]:
    """A derivation and a problem for it, corners included."""
    random_ = random.Random(f"radius {seed}")

    def number() -> Q:
        return Q(random_.randint(1, 40), 20)

    name = random_.choice(SERIES)
    size = random_.choice([1, 2, 3, 4, 5, 6, 8, 10])
    J = random_.choice([Q(0), number(), -number()])
    omega = random_.choice([Q(0), Q(1), number()])
    model = Model(N=size, omega=omega, omega_a=number(), gamma=number(), J=J)
    return name, Problem(model=model, beta=None if name == "high-temperature" else exact(number()))


@pytest.mark.parametrize(
    ("N", "omega", "J", "radius"), [(1, 1, 0, "2.6939"), (3, 1, "2/5", "1.2822"), (4, 1, "-2/5", "1.1782"), (6, "3/2", "1/5", "1.2849")]
)
def test_measured_radii(N: int, omega: int | str, J: int | str, radius: str) -> None:
    model = Model(N=N, omega=omega, omega_a="7/10", gamma="3/10", J=J)
    assert str(convergence_radius("high-temperature", Problem(model=model), 5).radius) == radius


@pytest.mark.parametrize("seed", range(10 * SOAK))
def test_root_test(seed: int) -> None:
    """The root test of c_48, ..., c_60: the largest (|c_n| |z|/2|A/Z'|)^(1/n) is 1/radius to 3 %.

    Without the residue A/Z' at the zero z the root of its size remains, as much as 7 % at n = 60.
    """
    name, problem = drawn(seed)
    found = convergence_radius(name, problem, 12)
    f = response(name, problem)
    row = quotient(f, 61, 2000)
    with working_precision(200):
        radius = arb(str(found.radius))
        residue = abs(f.at(found.ball, 200)[0] / f.slope(found.ball, 200)[1])
        scaled = [float((abs(row[n]) * radius ** (n + 1) / (2 * residue)).root(n).mid()) for n in range(48, 61) if not row[n].contains(0)]
    assert abs(max(scaled) - 1) < 0.03


@pytest.mark.parametrize("seed", range(6))
def test_the_circle_counts_what_the_sum_over_residues_counts(seed: int) -> None:
    """The argument principle by another quadrature: the mean of z Z'/Z over 4096 points of a circle, without proof."""
    name, problem = drawn(seed)
    f = response(name, problem)
    zeros, bits = nearest_zeros(f)
    for factor in ("0.9", "1.05"):
        with working_precision(bits):
            rho = abs(zeros[0]).mid() * arb(factor)
            count = circle(lambda z: f.at(z, bits)[1], lambda z: f.slope(z, bits)[1], arb(rho.mid()), bits).zeros
            total = acb(0)
            for k in range(512):
                z = acb(arb(2 * k + 1) / 512).exp_pi_i() * rho
                total += z * f.slope(z, bits)[1] / f.at(z, bits)[1]
            assert abs(float(total.real.mid()) / 512 - count) < 0.01
        assert (count == 0) is (factor == "0.9")


@pytest.mark.parametrize("seed", range(8))
def test_lee_yang(seed: int) -> None:
    """J >= 0: the zero in omega_a lies on the imaginary axis."""
    random_ = random.Random(f"lee-yang {seed}")
    values = [Q(random_.randint(1, 30), 20) for _ in range(4)]
    model = Model(N=random_.randint(1, 9), omega=values[0], omega_a=1, gamma=values[1], J=values[2])
    found = convergence_radius("small-gap", Problem(model=model, beta=exact(values[3])), 15)
    assert str(found.real) == "0" and str(found.imaginary) == str(found.radius)


def test_a_moved_box_is_no_zero() -> None:
    """The certificate attacked: a box beside the zero is not certified, and the zero itself is, at any width that holds one zero."""
    f = response("high-temperature", Problem(model=Model(N=4, omega_a="7/10", gamma="3/10", J="-2/5")))
    (zero, *_), bits = nearest_zeros(f)
    value, slope = (lambda z: f.at(z, bits)[1]), (lambda z: f.slope(z, bits)[1])
    with working_precision(bits):
        for shift in (acb("0.01"), acb(0, "0.01"), acb("-0.02", "0.003")):
            assert interval_newton(value, slope, zero + shift, arb("1e-3"), bits) is None
        assert interval_newton(value, slope, zero, arb("1e-3"), bits) is not None
        assert f.at(zero, bits)[1].contains(0)


@pytest.mark.parametrize(
    ("N", "omega", "gamma", "J", "beta"),
    [
        (6, "13/10", "3/10", 0, "2/5"),
        (10, "3/4", "3/20", 0, "1/5"),
        (10, "3/4", "3/4", "31/20", "1/20"),
        (10, "3/10", "9/20", "1/20", "1/20"),
    ],
)
def test_a_cluster_of_zeros(N: int, omega: str, gamma: str, J: int | str, beta: str) -> None:
    """J >= 0 and βω, βγ small: Z(q) is nearly (1 + q)^N, its zeros lie on |q| = 1 near -1, and all are found."""
    model = Model(N=N, omega=omega, omega_a=1, gamma=gamma, J=J)
    zeros, bits = nearest_zeros(response("large-gap", Problem(model=model, beta=exact(beta))))
    with working_precision(bits):
        moduli = [abs(zero) for zero in zeros]
        assert len(zeros) == N // 2 and all(modulus.overlaps(arb(1)) and modulus.rad() < 1e-20 for modulus in moduli)


def test_a_zero_on_the_circle_is_refused() -> None:
    with pytest.raises(NotCertified, match="circle"):
        circle(lambda z: z * z + 1, lambda z: 2 * z, arb(1), 100)


@pytest.mark.parametrize("centre", [(4, 0), (-30, 0), (0, 0), ("0.01", "0.02"), (-9, "0.5")])
def test_root_values_enclose(centre: tuple[int | str, int | str]) -> None:
    """cosh √w and its companions on a ball hold their values at points of the ball."""
    with working_precision(120):
        ball = acb(arb(centre[0]) + arb(0, "0.05"), arb(centre[1]) + arb(0, "0.05"))
        wide = root_values(ball)
        for dx, dy in ((0, 0), ("0.05", "0.05"), ("-0.05", "0.03"), ("0.02", "-0.05")):
            w = acb(arb(centre[0]) + arb(dx), arb(centre[1]) + arb(dy))
            if w == 0:
                continue
            root = w.sqrt()
            exact_values = root.cosh(), root.sinh() / root, (root.cosh() - root.sinh() / root) / (2 * w)
            assert all(value.overlaps(found) for value, found in zip(exact_values, wide, strict=True))
            assert wide[0].real.rad() < 0.5


def run(*arguments: str) -> Any:
    return CliRunner().invoke(command, list(arguments), standalone_mode=False)


def test_the_command() -> None:
    found = json.loads(
        run("high-temperature", "-N", "3", "--omega-a", "7/10", "--gamma", "3/10", "-J", "2/5", "--digits", "6", "--format", "json").output
    )
    assert found == {
        "derivation": "high-temperature",
        "radius": "1.28219",
        "zero": {"re": "0.710794", "im": "1.06714"},
        "variable": "beta",
        "certified": True,
    }


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("many-sources", "-N", "3"), "DERIVATION must be one of high-temperature, weak-coupling, small-gap"),
        (("high-temperature", "-N", "3", "--omega-a", "1"), "--gamma is required"),
        (("weak-coupling", "-N", "3", "--omega-a", "1", "--gamma", "1", "--beta", "1"), "--gamma is the variable"),
        (("weak-coupling", "-N", "3", "--omega-a", "0", "--beta", "1"), "--omega-a must not be 0"),
        (("high-temperature", "-N", "61", "--omega-a", "1", "--gamma", "1"), "-N/--sources must be at most 60"),
        (("high-temperature", "-N", "3", "--omega-a", "1", "--gamma", "1", "--omega", "-1"), "--omega"),
    ],
)
def test_refusals(arguments: tuple[str, ...], sentence: str) -> None:
    outcome = run(*arguments)
    assert isinstance(outcome.exception, InputError) and sentence in str(outcome.exception)
