"""Attempts to falsify every bound of the integral, and its parts against routes at much higher precision."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from flint import acb, arb, arb_series

from derivations.integral_representation import power_sum as power_sum_by_doubling
from reliability.sampling import generator, share
from symcoh.balls import current_precision, working_precision
from symcoh.exactnumbers import exact
from symcoh.model import Model
from symcoh.numeric.entropies import binary_entropy, entropic
from symcoh.numeric.integral import taylor as jets
from symcoh.numeric.integral.bounds import (
    Ground,
    Panel,
    arc_bounds,
    kernel_bounds,
    largest_sum,
    paired_bounds,
    paired_tail,
    panel_errors,
    tail,
    widened_in_beta,
    widened_in_field,
)
from symcoh.numeric.integral.enclosure import IntegralState, ball_of
from symcoh.numeric.integral.kernel import kernel, series_remainder
from symcoh.numeric.integral.moments import nodes
from symcoh.numeric.integral.ring_sums import Ring, delicate_pair, power_sum, scaled_ring, smaller_share
from symcoh.numeric.integral.rule import gauss_legendre_bound, legendre_node
from symcoh.numeric.integral.sums import LEAST_GOAL, SLACK_BITS, _goal
from symcoh.numeric.ring.setting import setting
from symcoh.observables import OBSERVABLES

from .test_integral import moderate

BITS = 320


def rule(f: Callable[[arb], arb], size: int) -> arb:
    """The rule on [-1, 1]."""
    pairs = [legendre_node(size, index, current_precision()) for index in range(size // 2)]
    return sum((weight * (f(node) + f(-node)) for node, weight in pairs), arb(0))


def decade(rng: random.Random, low: float, high: float) -> arb:
    return arb(10) ** arb(rng.uniform(low, high))


def exponential(rate: arb, x: arb) -> arb:
    return (rate * x).exp()


def simple_pole(pole: arb, x: arb) -> arb:
    return 1 / (pole - x)


def chebyshev(degree: int, x: arb) -> arb:
    return x.chebyshev_t(degree)


def test_the_rule_errs_less_than_its_bound() -> None:
    """Exponentials, poles and the Chebyshev polynomials that the rule misses most."""
    rng, sharpest = generator("rule"), arb("inf")
    with working_precision(3 * BITS):
        for _ in range(share(100, 1)):
            size, rho = 2 * rng.randint(1, 20), 1 + decade(rng, -1, 1.5)
            axis = (rho + 1 / rho) / 2
            rate, pole, degree = decade(rng, -2, 2), axis + decade(rng, -3, 1), 2 * size
            errors = (
                (rule(partial(exponential, rate), size) - 2 * rate.sinh() / rate, (rate * axis).exp()),
                (rule(partial(simple_pole, pole), size) - ((pole + 1) / (pole - 1)).log(), 1 / (pole - axis)),
                (rule(partial(chebyshev, degree), size) - arb(2) / (1 - degree * degree), (rho**degree + rho**-degree) / 2),
            )
            for error, largest in errors:
                bound = gauss_legendre_bound(largest, rho, size)
                assert abs(error) < bound, (size, rho)
            sharpest = min(sharpest, bound / abs(error))
        assert sharpest < 4
        assert not gauss_legendre_bound(arb(1), arb(2), 1).is_finite() and not gauss_legendre_bound(arb(1), arb(1), 9).is_finite()


def test_the_kernel_and_its_remainder() -> None:
    rng = generator("kernel")
    with working_precision(BITS):
        for _ in range(share(150, 1)):
            strength, end, order = decade(rng, -8, 2.5), decade(rng, -12, 0), rng.randint(0, 1)
            x = end * arb(rng.random())
            root = strength * x.sqrt()
            reference = strength * (root.bessel_i(1) / x.sqrt() if order else root.bessel_i(0))
            found = kernel(order, strength, end)(x)
            assert found.overlaps(reference) and found.rel_accuracy_bits() > BITS - 30
            assert kernel(order, strength, end)(end * 7).overlaps(kernel(order, strength, end * 10)(end * 7))
            w, count = decade(rng, -3, 3), rng.randint(1, 60)
            term, rest = arb(1), arb(0)
            for p in range(1, count + 400):
                term = term * w / (p * (p + order))
                rest += term if p >= count else 0
            bound = series_remainder(order, w, count)
            assert rest <= bound and (bound < 3 * rest or 3 * w > (count + 1) * (count + 1))
            size = decade(rng, -6, 1)
            z = acb.exp_pi_i(acb(rng.random() * 2)) * size * arb(rng.random()).sqrt()
            k, second = kernel_bounds(strength, size)
            quarter = strength * strength * z / 4
            assert abs(quarter.hypgeom_0f1(2)) * strength * strength / 2 <= k and abs(quarter.hypgeom_0f1(1)) * strength <= second
        assert not series_remainder(0, arb(100), 3).is_finite()


def random_ring(rng: random.Random, largest: int = 40) -> tuple[Ring[arb], arb, arb]:
    """(ring, K, L(h*)/scale check) with moderate parameters, some of them tiny."""
    sources, side = rng.choice((1, 2, 3, rng.randint(4, largest))), rng.choice((-1, 0, 1))
    low = rng.choice((-20.0, -2.0))
    side = side if sources > 1 else 0
    bond = side * decade(rng, low, 0.7)
    ring, top = scaled_ring(sources, side, bond, decade(rng, low, 0.5), decade(rng, low, 0.5))
    return ring, bond, (top * abs(bond).exp()) ** sources


def test_the_power_sum_and_the_pair() -> None:
    """L, P and D against doubling at nine times the precision, D where it is 40 digits below P too."""
    rng, smallest = generator("ring"), arb(1)
    for _ in range(share(200, 1)):
        with working_precision(BITS):
            ring, bond, top = random_ring(rng)
            s = arb(rng.random())
            total, difference = delicate_pair(ring, s)
            value = power_sum(ring, ring.field - ring.slope * s)
            share_bound = smaller_share(ring)
        with working_precision(9 * BITS):
            up, down = (power_sum_by_doubling(ring.sources, bond, acb(ring.field + t * ring.slope)).real / top for t in (s, -s))
            for found, reference in ((total, up + down), (difference, up - down), (value, down)):
                assert found.overlaps(reference), (ring.sources, ring.side)
                assert found.rel_accuracy_bits() > BITS - 24, (ring.sources, ring.side)
            cosh = ring.u * (ring.field + s * ring.slope).cosh()
            larger = cosh + ((ring.u * (ring.field + s * ring.slope).sinh()) ** 2 + ring.v).sqrt()
            assert (ring.product / (larger * larger)) ** ring.sources <= share_bound
            smallest = min(smallest, difference / total)
    assert smallest < arb(10) ** -30


Integrands = Callable[[arb], tuple[arb, arb, arb]]


def random_ground(rng: random.Random, paired: bool) -> tuple[Ground, Integrands]:
    """Bounds, and the three integrands that they speak of as functions of t, with L by doubling."""
    ring, bond, top = random_ring(rng, 12)
    total, difference = delicate_pair(ring, arb(1))
    a = decade(rng, -1, 1.6)
    ground = Ground(
        ring=ring, strength=a, excess=arb(1), widen=arb(0), paired=paired, total=total, difference=difference, goal=60, turn=arb(0)
    )

    def value(s: arb) -> arb:
        return power_sum_by_doubling(ring.sources, bond, acb(ring.field + ring.slope * s)).real / top

    def integrands(t: arb) -> tuple[arb, arb, arb]:
        k, second = (front * (a * a * t * (2 - t) / 4).hypgeom_0f1(c) for front, c in ((a * a / 2, 2), (a, 1)))
        near, far = value(1 - t), value(t - 1) if paired else arb(0)
        return k * (near + far), k * (1 - t) * (near - far) if paired else k * t * near, second * (near + far)

    return ground, integrands


def integrals(f: Integrands, low: float, high: float) -> list[arb]:
    """By four panels of 48 nodes, exact to far more than any bound that is tried here."""
    quarter, sums = arb(high - low) / 4, [arb(0)] * 3
    for piece in range(4):
        panel = Panel(middle=low + (piece + arb(1) / 2) * quarter, half=quarter / 2, size=48, symmetric=False)
        sums = [one + other for one, other in zip(sums, by_rule(f, panel), strict=True)]
    return sums


def by_rule(f: Integrands, panel: Panel) -> list[arb]:
    sums = [arb(0)] * 3
    for t, weight in nodes(panel, lambda: None):
        sums = [one + weight * other for one, other in zip(sums, f(t), strict=True)]
    return sums


@pytest.mark.parametrize("paired", [False, True])
def test_tails_are_below_their_bounds(paired: bool) -> None:
    rng, sharpest = generator(f"tail-{paired}"), arb("inf")
    with working_precision(BITS):
        for _ in range(share(24, 1)):
            ground, f = random_ground(rng, paired)
            reach = rng.uniform(0.02, 0.98 if paired else 1.9)
            errors = (paired_tail if paired else tail)(ground, arb(reach))
            for found, bound in zip(integrals(f, reach, 1 if paired else 2), (errors.mass, errors.first, errors.longitudinal), strict=True):
                assert found < bound, (ground, reach)
                sharpest = min(sharpest, bound / found)
    assert sharpest < 4


@pytest.mark.parametrize("arcs", [0, 64])
@pytest.mark.parametrize("paired", [False, True])
def test_panels_err_less_than_their_bounds(paired: bool, arcs: int) -> None:
    rng, closest = generator(f"panel-{paired}"), 0
    with working_precision(BITS):
        for _ in range(share(24, 1)):
            ground, f = random_ground(rng, paired)
            symmetric = paired and rng.random() < 0.5
            low, high = (0.0, 1.0) if symmetric else sorted(rng.uniform(0, 1 if paired else 2) for _ in range(2))
            panel = Panel(middle=arb(low + high) / 2, half=arb(high - low) / 2, size=rng.choice((2, 4, 8)), symmetric=symmetric)
            errors = panel_errors(replace(ground, arcs=arcs), panel, 1 + decade(rng, -0.7, 1.2))
            bounds = (errors.mass, errors.first, errors.longitudinal)
            for summed, reference, bound in zip(by_rule(f, panel), integrals(f, low, high), bounds, strict=True):
                error = abs(summed - reference)
                assert error < bound, (ground, panel)
                closest += bool(bound < 10**6 * error)
    assert closest > 5


@pytest.mark.parametrize("kind", ["beta", "field"])
def test_bounds_hold_for_complex_arguments(kind: str) -> None:
    """|L|, |P| and |D| at complex s, with the parameters turned by a complex eps as for the derivatives."""
    rng, sharpest = generator(f"complex-{kind}"), arb("inf")
    with working_precision(600):
        for _ in range(share(200, 1)):
            plain, bond, top = random_ring(rng, 12)
            total, difference = delicate_pair(plain, arb(1))
            ground = Ground(
                ring=plain,
                strength=arb(1),
                excess=arb(1),
                widen=arb(0),
                paired=True,
                total=total,
                difference=difference,
                goal=60,
                turn=arb(0),
            )
            wide, spread = widened_in_beta(ground, bond) if kind == "beta" else widened_in_field(ground)
            eps = spread * (acb(1) if rng.random() < 0.3 else acb.exp_pi_i(acb(rng.random() * 2)))
            s = decade(rng, -1, 1) * (acb(1) if rng.random() < 0.3 else acb.exp_pi_i(acb(rng.random() * 2)))

            def value(s: acb, at: Ring[arb] = plain, eps: acb = eps, bond: arb = bond, top: arb = top) -> acb:
                grown, shift = (1 + eps, acb(0)) if kind == "beta" else (acb(1), eps)
                return complex_power_sum(at.sources, bond * grown, (at.field + at.slope * s) * grown + shift) / top

            slack = 1 + arb((1, -300))
            turned = 1 + eps if kind == "beta" else acb(1)
            kernel = turned * turned / 2 * (turned * turned * (1 - s * s) / 4).hypgeom_0f1(2)
            one, two = abs(kernel * value(s)), abs(s * kernel * (value(s) - value(-s)))
            assert one <= arc_bounds(replace(wide, paired=False), s.real, s.imag)[0] * slack, (plain, s)
            assert two <= arc_bounds(wide, s.real, s.imag)[1] * slack, (plain, s)
            most, least = paired_bounds(wide, abs(s).upper())
            assert abs(value(s) + value(-s)) <= most * slack and abs(value(s) - value(-s)) <= least * slack
            alone = largest_sum(wide, wide.ring.field + wide.ring.slope * abs(s))
            assert abs(value(s)) <= alone * slack
            sharpest = min(sharpest, alone / abs(value(s)), least / abs(value(s) - value(-s)))
    assert sharpest < 1.01


def complex_power_sum(sources: int, bond: acb, field: acb) -> acb:
    """Tr T^N of the transfer matrix with entries e^{K + h}, e^{-K}, e^{-K}, e^{K - h}; e^{K} cosh h at N = 1, twice."""
    if sources == 1:
        return 2 * bond.exp() * field.cosh()
    a, b, d = (bond + field).exp(), (-bond).exp(), (bond - field).exp()
    power = (acb(1), acb(0), acb(0), acb(1))
    for _ in range(sources):
        p, q, r, s = power
        power = (p * a + q * b, p * b + q * d, r * a + s * b, r * b + s * d)
    return power[0] + power[3]


@pytest.mark.parametrize("chunk", range(2))
def test_coarse_plans_contain_the_value(chunk: int) -> None:
    """Every quantity with truncation errors of about 2^-16 and no rounding: the bounds alone must cover them."""
    rng, seen, worst = generator("coarse", chunk), 0, 0
    for _ in range(share(60, 2)):
        at = moderate(rng, rng.choice((1, 2, 3, rng.randint(4, 60), 10 ** rng.randint(2, 9) + rng.randint(0, 1))))
        with working_precision(500):
            p = setting(at.model, exact(at.beta), with_ground=False)
            for quantity in rng.sample(tuple(OBSERVABLES), 4):
                coarse, fine = (ball_of(IntegralState(p, bits, lambda: None), quantity) for bits in (24, 500))
                assert coarse.overlaps(fine) or not coarse.is_finite(), (str(at), quantity)
                seen += bool(abs(coarse.mid() - fine) > arb((1, -200)) * abs(fine))
                worst += coarse.is_finite() and coarse.rel_accuracy_bits() < 64
    assert seen > 60 and worst > 30


def test_jets_are_taylor_coefficients() -> None:
    """Against series at four times the precision, where a leading coefficient of 1e-40 leaves enough."""
    rng = generator("jets")
    for _ in range(share(60, 1)):
        with working_precision(BITS):
            size = decade(rng, -40, 0)
            x = arb_series([size, size * arb(rng.uniform(-2, 2)), size * arb(rng.uniform(-2, 2))], prec=3)
            y = arb_series([x[0], x[1]], prec=3)
            sine, cosine = jets.linear_sinh_cosh(y)
            found = [jets.log1p(x), jets.expm1(x), jets.power(x, 7), jets.quotient(x, 1 + x), jets.logarithm(x), sine, cosine]
        with working_precision(4 * BITS):
            up, down = y.exp(), (-y).exp()
            wanted = [(1 + x).log(), x.exp() - 1, x**7, x / (1 + x), x.log(), (up - down) / 2, (up + down) / 2]
            for one, other in zip(found, wanted, strict=True):
                for j in range(3):
                    assert one[j].overlaps(other[j]) and (one[j].rel_accuracy_bits() > BITS - 20 or one[j].contains(0))
    loose = jets.inexact(arb_series([1, 1, 1], prec=3), arb((1, -20)), arb((1, -3)))
    assert [loose[j].contains(1 + arb((1, -20)) * 8**j) for j in range(3)] == [True] * 3
    assert not jets.quotient(arb_series([1, 1], prec=2), arb_series([arb(0, 1), 1], prec=2))[0].is_finite()


def test_entropic_at_its_ends() -> None:
    with working_precision(BITS):
        for exponent in (3, 10, 400):
            x = arb((1, -exponent))
            assert all(entropic(ball).contains(x * x.log()) for ball in (x, arb(0, x), arb(x / 2, x)))
        assert entropic(arb(0)).is_zero() and not entropic(arb(-1)).is_finite()
        third = arb(1) / 3
        assert (-entropic(third) - entropic(1 - third)).overlaps(binary_entropy(third))


def test_models_of_one_source_have_no_side() -> None:
    with working_precision(BITS):
        assert setting(Model(N=1, omega_a=1, gamma=1, J=-2), exact(1), with_ground=False).coupling_side == 0
        assert setting(Model(N=2, omega_a=1, gamma=-1, J=-2), exact(1), with_ground=False).transverse_side == -1


def test_a_turned_beta_counts_where_s_is_imaginary() -> None:
    """At c s = 5 i pi, |L| = (2 cosh(5 pi eta))^N at beta (1 + i eta): sharp, and above its value at eta = 0."""
    with working_precision(BITS):
        ring, top = scaled_ring(50, 0, arb(0), arb(0), arb(1))
        total, difference = delicate_pair(ring, arb(1))
        plain = Ground(
            ring=ring,
            strength=arb(1) / 1000,
            excess=arb(1),
            widen=arb(0),
            paired=False,
            total=total,
            difference=difference,
            goal=60,
            turn=arb(0),
        )
        wide, eta = widened_in_beta(plain, arb(0))
        turned, s = acb(1, eta), acb(0, 5 * arb.pi())
        value = abs(complex_power_sum(50, acb(0), s * turned)) / top**50
        kernel = abs((turned / 1000) ** 2 / 2 * ((turned / 1000) ** 2 * (1 - s * s) / 4).hypgeom_0f1(2))
        bound = arc_bounds(wide, s.real, s.imag)[0]
        assert value * kernel <= bound < 4 * value * kernel
        assert not value * kernel <= arc_bounds(replace(wide, turn=arb(0)), s.real, s.imag)[0]


@pytest.mark.parametrize(("middle", "half"), [("1.6", "0.3"), ("1.05", "0.3"), ("1.3", "0.2"), ("0.5", "0.3")])
def test_a_panel_on_either_side_of_the_middle(middle: str, half: str) -> None:
    """L is largest at the far end for s < 0, and either end counts about s = 0: the bound covers |k L| on the ellipse, and is near it."""
    with working_precision(200):
        ring, top = scaled_ring(6, 0, arb(0), arb(1) / 10, arb(3))
        ground = Ground(
            ring=ring,
            strength=arb(1) / 100,
            excess=arb(1),
            widen=arb(0),
            paired=False,
            total=arb(1),
            difference=arb(1),
            goal=60,
            turn=arb(0),
        )
        rho, largest = arb(3), arb(0)
        bound = panel_errors(ground, Panel(middle=arb(middle), half=arb(half), size=8, symmetric=False), rho).mass
        bound = bound / (arb(half) * gauss_legendre_bound(arb(1), rho, 8))
        for step in range(9):
            turn = acb(0, step * arb.pi() / 8).exp()
            s = 1 - arb(middle) + arb(half) * (rho * turn + 1 / (rho * turn)) / 2
            kernel = ((1 - s * s) / (4 * 10**4)).hypgeom_0f1(2) / (2 * 10**4)
            value = abs(kernel * complex_power_sum(6, acb(0), ring.field + 3 * s) / top**6)
            assert value <= bound, step
            largest = max(largest, value)
        assert bound < 1.9 * largest


def test_the_goal_of_a_plan_is_what_rounding_leaves() -> None:
    assert [_goal(500, 100), _goal(10, 0), _goal(60, 400)] == [500 - 100 - SLACK_BITS, LEAST_GOAL, LEAST_GOAL]
