"""The proved bounds of the integral where they are attained or nearly so, or as the sum that proves them: no constant could be smaller."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import count, takewhile

import pytest
from flint import acb, arb

from symcoh.balls import working_precision
from symcoh.numeric.integral import kernel as kernels
from symcoh.numeric.integral.bounds import Ground, Panel, arc_bounds, paired_tail, panel_errors, root_line, tail, widened_in_beta
from symcoh.numeric.integral.ring_sums import scaled_ring
from symcoh.numeric.integral.rule import gauss_legendre_bound

BITS = 200


def rational(value: Fraction) -> arb:
    return arb(value.numerator) / value.denominator


@pytest.mark.parametrize(("rho", "size"), [(Fraction(3, 2), 2), (Fraction(5, 4), 7), (Fraction(9), 3)])
def test_the_error_of_a_rule_is_the_sum_of_its_proof(rho: Fraction, size: int) -> None:
    """|a_j| <= 2/rho^j, even j >= 2n, each with the integral of T_4, 2/15, and the weights, 2: one term after the other."""
    terms = (2 * (2 + Fraction(2, 4 * 4 - 1)) / rho**j for j in count(2 * size, 2))
    total = sum(takewhile(lambda term: term > Fraction(1, 10**45), terms), Fraction(0))
    with working_precision(BITS):
        assert abs(gauss_legendre_bound(arb(3), rational(rho), size) / (3 * rational(total)) - 1) < arb("1e-40")


@pytest.mark.parametrize("order", [0, 1])
def test_the_series_of_a_kernel_holds_what_it_cuts_off(order: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut at 20 bits and evaluated at 200, the error at the end is as large as the radius says, or nearly."""
    monkeypatch.setattr(kernels, "current_precision", lambda: 20)
    with working_precision(BITS):
        strength, end = arb(4), arb(1)
        found = kernels.kernel(order, strength, end)(end)
        true = strength * (strength.bessel_i(1) if order else strength.bessel_i(0))
        assert found.overlaps(true) and arb("1e-9") < abs(found.mid() - true) < found.rad() < 2 * abs(found.mid() - true)


def flat(paired: bool, strength: arb) -> Ground:
    """A ring of one source in fields of 10^-60: L is 1, P is 2, and so are their scales."""
    ring, _ = scaled_ring(1, 0, arb(0), arb("1e-60"), arb("1e-60"))
    return Ground(
        ring=ring, strength=strength, excess=arb(1), widen=arb(0), paired=paired, total=arb(1), difference=arb(1), goal=60, turn=arb(0)
    )


def near(found: arb, value: arb) -> bool:
    return bool(abs(found / value - 1) < arb("1e-30"))


@pytest.mark.parametrize("reach", ["0.3", "0.9", "1.2"])
def test_tails_of_a_flat_integrand(reach: str) -> None:
    """k = a^2/2, l = a: the mass is attained for s >= 0 and taken twice for s < 0, and t is at most the far end of its part."""
    with working_precision(BITS):
        a, t = arb("1e-40"), arb(reach)
        found = tail(flat(False, a), t)
        pieces = [(t, arb(1), 1), (arb(1), arb(2), 2)] if t < 1 else [(t, arb(2), 2)]
        mass = sum(((far - start) * sides for start, far, sides in pieces), arb(0))
        first = sum((far * (far - start) * sides for start, far, sides in pieces), arb(0))
        assert near(found.mass, a * a / 2 * mass) and near(found.longitudinal, a * mass) and near(found.first, a * a / 2 * first)
        if t < 1:
            found, d = paired_tail(flat(True, a), t), 2 * arb("1e-120") * (1 - t)  # D = 2 sinh h_0 sinh(c s)
            assert near(found.mass, a * a * (1 - t)) and near(found.longitudinal, 2 * a * (1 - t))
            assert near(found.first, a * a / 2 * (1 - t) * (1 - t) * d)


@pytest.mark.parametrize("paired", [False, True])
@pytest.mark.parametrize(("middle", "half", "symmetric"), [("0.5", "0.5", True), ("-0.5", "1", False), ("-0.2", "0.4", False)])
def test_panels_of_a_flat_integrand(paired: bool, middle: str, half: str, symmetric: bool) -> None:
    """Where |1 - s^2| is largest at s = i Im (symmetric) or at the real end of the ellipse, its bound is that value."""
    with working_precision(BITS):
        a, m, r = arb(2), arb(0) if symmetric else 1 - arb(middle), arb(1) if symmetric else arb(half)
        for rho in (arb("1.4"), arb(5)):
            panel = Panel(middle=arb(middle), half=arb(half), size=4, symmetric=symmetric)
            found = panel_errors(flat(paired, a), panel, rho)
            reach = m + r * (rho + 1 / rho) / 2
            height = r * (rho - 1 / rho) / 2
            size = 1 + height * height if symmetric else reach * reach - 1
            assert symmetric or size > 0
            largest = max_on_ellipse(m, r, rho)
            assert near(largest, size) and largest <= size * (1 + arb("1e-30"))
            rule = (arb("0.5") if symmetric else r) * gauss_legendre_bound(arb(1), rho, 4)
            grown, total = (a * size.sqrt()).cosh(), arb(2 if paired else 1)
            assert near(found.mass, rule * a * a / 2 * grown * total) and near(found.longitudinal, rule * a * grown * total)
            most = 2 * arb("1e-120") * reach * reach if paired else arb(middle) + arb(half) * (rho + 1 / rho) / 2
            if paired or not symmetric:
                assert near(found.first, rule * a * a / 2 * grown * most)


@pytest.mark.parametrize("paired", [False, True])
@pytest.mark.parametrize("symmetric", [False, True])
def test_arcs_of_a_flat_integrand(paired: bool, symmetric: bool) -> None:
    """a = 10^-40: |k| = a^2/2 and |l| = a everywhere, |t| and |s| are largest at an end of the ellipse."""
    with working_precision(BITS):
        a, rho, middle, half = arb("1e-40"), arb(3), arb("0.5"), arb("0.5")
        found = panel_errors(replace(flat(paired, a), arcs=256), Panel(middle=middle, half=half, size=4, symmetric=symmetric), rho)
        rule, total = half * gauss_legendre_bound(arb(1), rho, 4), 2 if paired else 1
        assert near(found.mass, rule * a * a / 2 * total) and near(found.longitudinal, rule * a * total)
        wide = (arb(1) if symmetric else half) * (rho + 1 / rho) / 2
        most = (arb(0) if symmetric else 1 - middle) + wide if paired else (arb(1) if symmetric else middle) + wide
        most *= 2 * arb("1e-120") * most if paired else 1
        assert 1 - arb("1e-30") < found.first / (rule * a * a / 2 * most) < 1 + arb("1e-2")


def test_the_line_above_a_root_touches_it() -> None:
    """Re sqrt(1 - s^2) = sqrt(p) + y^2/(2 p^{3/2}) + O(y^4), and of a tangent at both ends."""
    with working_precision(BITS):
        for x, y in (("0.5", "1e-12"), ("-0.8", "1e-10"), ("0.1", "1e-11")):
            low, high = root_line(arb(x), arb(y))
            plain = (1 - arb(x) * arb(x)).sqrt()
            rise = (1 - acb(arb(x), arb(y)) ** 2).sqrt().real - plain
            assert low.overlaps(high) and rise * (1 - arb("1e-15")) <= low - plain < rise * (1 + arb("1e-15"))
        for ball in (arb(0.5, 0.0625), arb(-0.5, 0.0625), arb(0.125, 0.0625)):
            for found, end in zip(root_line(ball, arb(0)), (ball.lower(), ball.upper()), strict=True):
                assert (1 - end * end).sqrt() <= found < (1 - end * end).sqrt() + arb("0.005")


def test_a_turned_strength_counts_where_s_is_imaginary() -> None:
    """l = a I_0(a r (1 + eta)) at real r = sqrt(1 - s^2): the bound is above it, by no more than I_0 is below the exponential."""
    with working_precision(BITS):
        a, eta, s = arb(1000), arb("0.1"), acb(0, 3)
        w = a * arb(10).sqrt() * (1 + eta)
        for paired in (False, True):
            bound = arc_bounds(replace(flat(paired, a), turn=eta), s.real, s.imag)[2] / (2 if paired else 1)
            assert a * w.bessel_i(0) <= bound < 2 * a * w.bessel_i(0) * (2 * arb.pi() * w).sqrt()


def test_pairs_where_s_is_imaginary() -> None:
    """N = 1, c s = z i: |D| = 4 sinh h_0 sin z over lambda_+(h*); N = 50, beta turned by i eta: P = 2 (2 cosh(z eta))^N is attained."""
    with working_precision(BITS):
        ring, top = scaled_ring(1, 0, arb(0), arb("0.3"), arb(1))
        ground, z = replace(flat(True, arb("1e-40")), ring=ring), arb("0.5")
        difference = 4 * arb("0.3").sinh() * z.sin() / top
        bound = arc_bounds(ground, arb(0), z)[1] / (arb("1e-80") / 2 * z)
        assert difference <= bound < difference * arb("1.1")
        ring, top = scaled_ring(50, 0, arb(0), arb(0), arb(1))
        wide, eta = widened_in_beta(replace(ground, ring=ring), arb(0))
        s = 5 * arb.pi()
        total = 2 * (2 * (s * eta).cosh() / top) ** 50
        bounds = [arc_bounds(replace(wide, turn=turn), arb(0), s)[2] / wide.strength for turn in (eta, arb(0))]
        assert bounds[1] < total <= bounds[0] < 4 * total


def max_on_ellipse(m: arb, r: arb, rho: arb) -> arb:
    """The largest |1 - s^2| at 16 points of the ellipse, its real and imaginary ends among them."""
    best = arb(0)
    for step in range(16):
        z = rho * acb(arb(step) / 8).exp_pi_i()
        s = m + r * (z + 1 / z) / 2
        best = best.max(abs(1 - s * s))
    return best
