"""The parts of radii and remainders, each against its value by another way."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from fractions import Fraction

import mpmath
import pytest
from flint import acb, arb

from oracles.not_none import not_none
from symcoh import Model
from symcoh.balls import working_precision
from symcoh.convergence import Problem, convergence_radius, many, radius, remainder
from symcoh.convergence.leading import _relative_weights, low_temperature_remainder
from symcoh.convergence.ranges import rounded_up
from symcoh.convergence.response import VARIABLES, _polynomial, response
from symcoh.convergence.zeros import Circle, circle, spread
from symcoh.errors import NotCertified
from symcoh.exactnumbers import exact

BITS = 200
RING = Model(N=5, omega="6/5", omega_a="7/10", gamma="3/10", J="-1/5")


@pytest.mark.parametrize("name", VARIABLES)
def test_series_values_and_slopes_are_of_one_function(name: str) -> None:
    """Σ c_k z^k and Σ k c_k z^(k-1), in A and in Z."""
    f = response(name, Problem(model=RING, beta=exact("1/2"), K=exact("1/3")))
    with working_precision(BITS):
        z = acb("0.05", "0.02")
        rows = f.series(60, BITS)
        for row, value, slope in zip(rows, f.at(z, BITS), f.slope(z, BITS), strict=True):
            assert abs(sum((c * z**k for k, c in enumerate(row)), acb(0)) - value) < 1e-40
            assert abs(sum((k * c * z ** (k - 1) for k, c in enumerate(row) if k), acb(0)) - slope) < 1e-40


@pytest.mark.parametrize("J", ["2/5", "-2/5"])
def test_relative_weights_by_every_configuration(J: str) -> None:
    """W_m/W_N: the 2^N configurations by their magnetization and their number of domains."""
    N, beta = 7, 1.3
    counted: Counter[tuple[int, int]] = Counter()
    for spins in itertools.product((1, -1), repeat=N):
        counted[sum(spins), sum(a != b for a, b in zip(spins, spins[1:] + spins[:1], strict=True)) // 2] += 1
    K = beta * float(Fraction(J))
    found = dict(_relative_weights(N, arb(K)))
    assert list(found) == [5, 3, 1]
    for m in range(2 - N, N, 2):
        expected = sum(number * math.exp(-4 * K * n) for (k, n), number in counted.items() if k == m)
        assert abs(float(found[abs(m)]) / expected - 1) < 1e-13


def test_a_remainder_at_low_temperature_is_the_sum_of_what_is_left() -> None:
    """N = 1, omega = 0, omega_a = gamma = 1: C = (1 - q - q^2 + q^3)/(1 + q + q^2 + q^3), q = e^-beta."""
    model, terms = Model(N=1, omega=0, omega_a=1, gamma=1), [(exact(0), exact(1)), (exact(1), exact(-2))]
    with working_precision(BITS):
        q = arb(-3).exp()
        first = low_temperature_remainder(model, terms[:1], exact(1), exact(3))
        second = low_temperature_remainder(model, terms, exact(2), exact(3))
        assert abs(first - (2 * q + 2 * q**2)) < 1e-50
        assert abs(second - (4 * q**2 + 2 * q**3 + 2 * q**4)) < 1e-50
    with working_precision(600):
        q = arb(-3).exp()
        assert first > 2 * q + 2 * q**2 and second > 4 * q**2 + 2 * q**3 + 2 * q**4


def test_levels_that_no_ball_tells_apart_are_ordered_by_exact_algebra() -> None:
    """omega_a = gamma = sqrt 2: the same remainder in q = e^(-sqrt 2 beta), whose terms with the first exponent left out are counted."""
    root = exact("sqrt(2)")
    model, terms = Model(N=1, omega=0, omega_a=root, gamma=root), [(exact(0), exact(1)), (root, exact(-2))]
    with working_precision(BITS):
        q = (-3 * arb(2).sqrt()).exp()
        assert abs(low_temperature_remainder(model, terms[:1], root, exact(3)) - (2 * q + 2 * q**2)) < 1e-50
        assert abs(low_temperature_remainder(model, terms, exact("2*sqrt(2)"), exact(3)) - (4 * q**2 + 2 * q**3 + 2 * q**4)) < 1e-50


def slow_to_start(bits: int) -> tuple[list[arb], list[arb]]:
    """C = v/(1 - v^40): between v and v^41 no power."""
    return [arb(0), arb(1), *[arb(0)] * 39], [arb(1), *[arb(0)] * 39, arb(-1)]


def test_a_bound_holds_what_lies_beyond_the_coefficients_that_were_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """C = v + v^41 + ...: 32 coefficients show v alone, and what follows is in the bound by Cauchy's estimate."""
    monkeypatch.setattr(remainder, "_nearest_heuristic", lambda f, largest: arb(1))
    with working_precision(128):
        half = arb(1) / 2
        found = remainder._bound(_polynomial(slow_to_start, 40), 0, half, 128)
        assert found is not None and found.power == 1 and len(found.coefficients) == 1
        assert found.error > half + half**41 and found.error < half * arb("1.01")
        assert found.factor > 1 + half**40 and found.factor < arb("1.01")


@pytest.mark.parametrize("seen", [Circle(zeros=1, largest=arb(1)), Circle(zeros=0, largest=arb("inf"))])
def test_a_circle_with_a_zero_inside_or_no_bound_on_it_is_not_taken(seen: Circle, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remainder, "circle", lambda *_: seen)
    f = response("high-temperature", Problem(model=RING))
    with pytest.raises(NotCertified, match="No circle beyond the range"):
        remainder.safe_circle(f, arb("0.1"), 128)


def test_the_largest_quotient_on_a_circle() -> None:
    """1/(4 + z) is at most 1/3 on |z| = 1, and the bound is near it; no zero lies inside."""
    found = circle(lambda z: z + 4, lambda z: acb(1), arb(1), 128, (lambda z: acb(1), lambda z: acb(0)))
    assert found.zeros == 0 and not found.largest < arb(1) / 3 and found.largest < arb("0.36")


def test_newton_finds_a_zero_from_afar() -> None:
    with working_precision(BITS):
        found = radius._proved(lambda z: z * z - 2, lambda z: 2 * z, acb("1.2", "0.1"), BITS)
        assert found is not None and found.overlaps(acb(2).sqrt()) and spread(found) < 1e-30


def test_a_zero_of_both_parts_is_no_certain_singularity() -> None:
    """A = Z = 1 - z: at z = 1 both vanish, and C = 1 goes on."""
    row = [arb(1), arb(-1)]
    f = _polynomial(lambda bits: (row, row), 1)
    with pytest.raises(NotCertified, match="numerator could not be told from zero"):
        radius.nearest_zero(f)
    assert radius.nearest_zero(_polynomial(lambda bits: ([arb(1), arb(0)], row), 1)).overlaps(acb(1))


def test_a_radius_that_is_not_rounded_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(radius, "round_ball", lambda ball, digits: None)
    with pytest.raises(NotCertified, match="could not be rounded to 7 digits"):
        convergence_radius("high-temperature", Problem(model=RING), 7)


def test_bounds_far_from_one() -> None:
    with working_precision(BITS):
        for text in ("3e12", "1e999999999", "7e-999999999"):
            printed = arb(rounded_up(arb(text)))
            assert not printed < arb(text) and printed < arb(text) * arb("1.011")
        assert rounded_up(arb("1e-1000000001")) == "1.00e-1000000000"
        with pytest.raises(NotCertified, match=r"no number below 10\*\*1000000000"):
            rounded_up(arb("1e1000000001"))


def test_the_largest_kernel_on_a_disc() -> None:
    """k(t) = (a^2/2) 0F1(; 2; a^2 t (2 - t)/4) is at most its value with every term positive, |t| = ρ: by mpmath."""
    with working_precision(many.BITS):
        ring = many._ring(Model(N=1, omega="3/5", omega_a="7/10", gamma="3/10", J="2/5"), exact(2))
        disc = many._measured(ring, arb(1) / 4)
    assert disc is not None
    with mpmath.workdps(30):
        a, rho = mpmath.mpf(3) / 5, mpmath.mpf(1) / 4
        expected = a**2 / 2 * mpmath.hyp0f1(2, a**2 * rho * (2 + rho) / 4)
        assert abs(mpmath.mpf(disc.kernel.mid().str(25, radius=False)) / expected - 1) < 1e-20
        values = [a**2 / 2 * mpmath.hyp0f1(2, a**2 * t * (2 - t) / 4) for t in (rho * mpmath.expjpi(mpmath.mpf(k) / 8) for k in range(9))]
        assert all(abs(value) <= expected for value in values)


def test_the_error_of_many_sources_holds_both_rests(monkeypatch: pytest.MonkeyPatch) -> None:
    """E_1 + D_R (1 + E_0): the rest of E_1 counts once, that of E_0 as often as the series says, Σ |c_k|/N^k."""
    with working_precision(many.BITS):
        ring = many._ring(Model(N=1, omega="3/5", omega_a="7/10", gamma="3/10", J="2/5"), exact(2))
        disc, coefficients = many._discs(ring)[0], [arb(1), arb(-3), arb(50)]
        found = {}
        for pair in ((0, 0), (1, 0), (0, 1)):
            monkeypatch.setattr(many, "_rest", lambda powers, disc, mass, j, *_, pair=pair: arb(pair[j]))
            found[pair] = many._error(ring, disc, coefficients, 20, 1)
        below = 1 - disc.lost**20
        assert abs((found[1, 0] - found[0, 0]) * below - (arb(3) / 20 + arb(50) / 400)) < 1e-40
        assert abs((found[0, 1] - found[0, 0]) * below - 1) < 1e-40


def test_what_lies_beyond_the_order_counts_from_its_own_power_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Σ_{k>R} g_k/N^k with R = 2: from 1/N^3 on; through R by moduli."""
    with working_precision(many.BITS):
        ring = many._ring(Model(N=1, omega="3/5", omega_a="7/10", gamma="3/10", J="2/5"), exact(2))
        disc, found = many._discs(ring)[0], []
        monkeypatch.setattr(many, "_rest", lambda *_: arb(0))
        for gap in ([0] * 6, [0, 0, 0, 5, 7, 0], [0, -2, 3, 0, 0, 0]):
            monkeypatch.setattr(many, "_numerator", lambda *_, gap=gap: [arb(g) for g in gap])
            found.append(many._error(ring, disc, [arb(1), arb(0), arb(0)], 20, 1) * (1 - disc.lost**20))
        assert abs(found[1] - found[0] - (arb(5) / 20**3 + arb(7) / 20**4)) < arb("1e-6") / 20**3
        assert abs(found[2] - found[0] - (arb(2) / 20 + arb(3) / 400)) < 1e-40


def test_the_numerator_of_the_expansion() -> None:
    """E_1 - D (1 + E_0), by powers: E_0 = 2 v + 3 v^2, E_1 = 5 v + 7 v^2, D = 11 v."""
    rows = [[arb(0), arb(2), arb(3)], [arb(0), arb(5), arb(7)]]
    assert [int(not_none(c.unique_fmpz())) for c in many._numerator(rows, [arb(0), arb(11)])] == [0, 5 - 11, 7 - 22, -33, 0]


@pytest.mark.parametrize(("n", "rate", "T"), [(0, 3, "0.5"), (4, 7, "0.25"), (9, 2, 3)])
def test_a_moment_beyond_a_point(n: int, rate: int, T: int | str) -> None:
    with working_precision(BITS), mpmath.workdps(30):
        found = mpmath.mpf(many._beyond(n, arb(rate), arb(T)).mid().str(25, radius=False))
        assert abs(found / mpmath.quad(lambda t: t**n * mpmath.exp(-rate * t), [mpmath.mpf(T), mpmath.mpf(T) + 5, mpmath.inf]) - 1) < 1e-15


def test_the_smaller_eigenvalue_on_the_interval() -> None:
    """|λ_-(h)|/λ_+(h_+) is at most `lost` for every h of the interval, and equal to it where λ_+ is least."""
    for gamma, J in (("3/10", "2/5"), ("2", "2/5"), ("3/10", "-1/3")):
        with working_precision(many.BITS):
            ring = many._ring(Model(N=1, omega="3/5", omega_a="7/10", gamma=gamma, J=J), exact(2))
            disc = many._measured(ring, arb(1) / 16)
        assert disc is not None
        upper, lower, x = (float(value) for value in (ring.upper, ring.lower, ring.x))
        top = math.cosh(upper) + math.sqrt(math.sinh(upper) ** 2 + x)
        heights = [lower + (upper - lower) * k / 1000 for k in range(1001)]
        shares = [abs(math.cosh(h) - math.sqrt(math.sinh(h) ** 2 + x)) / top for h in heights]
        assert max(shares) <= float(disc.lost) * (1 + 1e-9) and float(disc.lost) < max(shares) * 1.001


def test_the_largest_of_the_errors_taken_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the expansion is no use yet: the errors at N_0, N_0 + 1, ... are enclosed, and the largest is the bound."""
    errors = {10: "0.01", 11: "0.5", 12: "0.03"}
    monkeypatch.setattr(many, "_discs", lambda ring: [None])
    monkeypatch.setattr(many, "_direct", lambda model, beta, coefficients, N: arb(errors[N]))
    monkeypatch.setattr(many, "_error", lambda ring, disc, coefficients, at, more: arb("inf") if at < 13 else arb("0.001"))
    found = many.many_sources_remainder(Model(N=1, omega=0, omega_a=1, gamma=1), exact(1), [arb(1)], 10)
    assert abs(found - arb("0.5")) < 1e-12


def test_a_range_too_short_for_any_precision_is_refused_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """At beta = 1e-5000 the radius of c_0 alone is beyond v^7; nearer to 1 the bits begin where they must."""
    tried = []
    monkeypatch.setattr(remainder, "_bound", lambda f, order, largest, bits: tried.append(bits))
    for order, largest, first in ((6, "1e-5000", None), (6, "1e-100", 4096), (1, "0.1", 128), (0, "1e-5000", None), (0, "1e-2000", 8192)):
        tried.clear()
        with pytest.raises(NotCertified, match="could not be enclosed"), working_precision(BITS):
            remainder.remainder_bound("high-temperature", Problem(model=RING), order, arb(largest))
        assert tried == ([] if first is None else [bits for bits in (2**k for k in range(7, 15)) if bits >= first])
