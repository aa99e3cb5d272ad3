"""Proved remainders where they are attained or nearly so, and by their formulas written out again: no constant could be smaller."""

from __future__ import annotations

from itertools import pairwise
from math import factorial

import mpmath
import pytest
from flint import acb, arb

from symcoh import Model
from symcoh.balls import working_precision
from symcoh.convergence import Problem, many, ranges, remainder, zeros
from symcoh.convergence.cosh_root import root_values
from symcoh.convergence.leading import _relative_weights, strong_coupling_remainder
from symcoh.convergence.ranges import Series as Printed
from symcoh.convergence.ranges import _difference
from symcoh.convergence.remainder import supremum
from symcoh.convergence.response import response
from symcoh.convergence.zeros import interval_newton
from symcoh.errors import InputError
from symcoh.exactnumbers import exact
from symcoh.sources.ring.counting import degeneracy

BITS = 200


def close(found: arb, value: arb, within: str = "1e-12") -> bool:
    return bool(abs(found / value - 1) < arb(within))


def test_the_estimate_of_cauchy_by_its_formula(monkeypatch: pytest.MonkeyPatch) -> None:
    """One coefficient, 1, and M rho^{-R-1} (v/rho)^{K-R} / (1 - v/rho) for those beyond K = R + 31; all times v^{R+1}."""
    order, rho, top, end = 4, arb(3), arb(1000), arb(2)
    monkeypatch.setattr(remainder, "safe_circle", lambda *_: (rho, top))
    monkeypatch.setattr(remainder, "quotient", lambda f, length, bits: [arb(int(k == order + 1)) for k in range(length)])
    with working_precision(BITS):
        found = remainder._bound(response("high-temperature", Problem(model=Model(N=1, omega_a=1, gamma=1))), order, end, BITS)
        assert found is not None
        beyond = top * rho ** -(order + 1) * (end / rho) ** 31 / (1 - end / rho)
        assert close(found.factor - 1, beyond) and close(found.error / end ** (order + 1) - 1, beyond)


@pytest.mark.parametrize(
    ("row", "power", "end", "largest"),
    [
        ([1], 0, 2, "1"),
        ([0, 1], 0, 1, "1"),
        ([1], 3, 2, "8"),
        ([0, 1, -1], 0, 1, "0.25"),
        ([1, -1], 3, 1, "0.10546875"),
        ([1, -2], 0, 1, "1"),
    ],
)
def test_the_largest_value_of_a_polynomial(row: list[int], power: int, end: int, largest: str) -> None:
    """v^power |p(v)| on [0, end]: attained at an end, or inside."""
    with working_precision(BITS):
        found = supremum([arb(c) for c in row], arb(end), power)
        assert arb(largest) <= found < arb(largest) * arb("1.07")


def test_a_quotient_is_bounded_on_all_of_its_box(monkeypatch: pytest.MonkeyPatch) -> None:
    """A = z + 2 on a box of half-width 1/2 about 1, F between 1 and 2 there: 3.5 at the end."""
    with working_precision(BITS):
        box, one = acb(arb(1, 0.5)), acb(1)
        arc = zeros._Arc(box=box, left=one, middle=one, right=one, enclosed=acb(arb(1.5, 0.5)))
        monkeypatch.setattr(zeros, "_arcs", lambda *_: iter([arc]))
        found = zeros.circle(lambda z: one, lambda z: acb(0), arb(1), BITS, (lambda z: z + 2, lambda z: one))
        assert arb("3.5") <= found.largest < arb("3.501")


def test_every_arc_holds_the_values_on_it() -> None:
    """F = e^{3z}: at both ends of each arc, which cover the upper half of the circle."""
    with working_precision(BITS):
        arcs = list(zeros._arcs(lambda z: (3 * z).exp(), lambda z: 3 * (3 * z).exp(), arb(1)))
        for arc in arcs:
            for point in (arc.left, arc.middle, arc.right):
                assert arc.box.contains(point) and arc.enclosed.contains((3 * point).exp().mid())
        assert all(one.right.overlaps(other.left) for one, other in pairwise(arcs))


@pytest.mark.parametrize(("start", "width", "proved"), [("1.2", "2.5", False), ("1.5", "0.45", False), ("1.05", "0.25", True)])
def test_one_zero_is_claimed_where_one_is_alone(start: str, width: str, proved: bool) -> None:
    """z^2 - 1: two zeros in the box, none of them, one."""
    with working_precision(BITS):
        found = interval_newton(lambda z: z * z - 1, lambda z: 2 * z, acb(start), arb(width), BITS)
        assert (found is not None) is proved and (found is None or found.contains(acb(1)))


@pytest.mark.parametrize("middle", ["0", "0.02", "-0.03"])
def test_a_ball_about_zero_of_functions_of_a_root(middle: str) -> None:
    """cosh and sinh x/x, x = sqrt w: the value at the largest real w is all but the end of the ball; other points lie inside."""
    r = "0.03"
    with working_precision(BITS):
        wide, sideways = root_values(acb(arb(middle) + arb(0, r))), root_values(acb(arb(middle), arb(0, r)))
        for number, (ball, other) in enumerate(zip(wide, sideways, strict=True)):
            at = [root_values(acb(arb(middle) + step))[number] for step in (0, arb(r).mid(), -arb(r).mid())]
            assert all(ball.overlaps(value) and ball.contains(value.mid()) for value in at)
            assert other.contains(root_values(acb(arb(middle), arb(r).mid()))[number].mid())
            reach = abs(at[1] - at[0])
            assert reach <= ball.real.rad() < reach * (arb("1.05") if number < 2 else 11)


def strong_formula(N: int, omega: str, omega_a: str, gamma: str, J: str, beta: str, order: int) -> mpmath.mpf:
    """The docstring of `leading` with W_m by the transfer matrix of every ring, means and their limits as intervals."""
    w, a, g, K, b = (mpmath.mpf(x) for x in (omega, omega_a, gamma, J, beta))
    K *= b
    h, S = b * a / 2, {m: mpmath.sqrt(w * w + 4 * g * g * m * m) for m in range(N + 1)}
    W = weights(N, K)
    top, half, y = mpmath.tanh(N * h), b * S[N] / 2, (w / (2 * N * g)) ** 2
    j = order // 2 + 1
    found = top * mpmath.binomial(2 * j, j) / 4**j * y**j + top * (1 - mpmath.tanh(half))
    edges = top * mpmath.tanh(half) / mpmath.sqrt(1 + y), top
    for m in range(2 - N, N, 2):
        x = mpmath.mpf(0) if m == 0 else -2 * g * m / S[abs(m)] * mpmath.tanh(b * S[abs(m)] / 2)
        means = (x, mpmath.sign(-m)) if m else (x,)
        share = W[m] / W[N] * mpmath.exp(-h * m) * mpmath.cosh(b * S[abs(m)] / 2) / (2 * mpmath.cosh(N * h) * mpmath.cosh(half))
        found += share * max(abs(mean - edge) for mean in means for edge in edges)
    return found


def weights(N: int, K: mpmath.mpf) -> dict[int, mpmath.mpf]:
    """W_m as Fourier coefficients of the trace of the N-th power of the transfer matrix."""
    found = {}
    for m in range(-N, N + 1, 2):
        total = mpmath.mpf(0)
        for k in range(2 * N + 2):
            h = mpmath.mpc(0, mpmath.pi * k / (N + 1))
            matrix = mpmath.matrix([[mpmath.exp(K + h), mpmath.exp(-K)], [mpmath.exp(-K), mpmath.exp(K - h)]])
            power = matrix**N
            total += ((power[0, 0] + power[1, 1]) * mpmath.exp(-h * m)).real
        found[m] = total / (2 * N + 2)
    return found


@pytest.mark.parametrize(
    ("N", "omega", "omega_a", "gamma", "J", "beta", "order"),
    [
        (2, "3", "0.7", "1", "0.1", "0.5", 2), (3, "4", "1", "0.5", "-0.2", "0.3", 0), (5, "1", "0.3", "2", "0.4", "1.5", 4),
        (4, "1", "2", "0.8", "1", "9", 2),
    ],
)  # fmt: skip
def test_the_remainder_of_strong_coupling_by_its_formula(
    N: int, omega: str, omega_a: str, gamma: str, J: str, beta: str, order: int
) -> None:
    model = Model(N=N, omega=omega, omega_a=omega_a, gamma=1, J=J)
    with working_precision(BITS):
        found = strong_coupling_remainder(model, exact(beta), order, exact(gamma)).str(25, radius=False)
    with mpmath.workdps(40):
        expected = strong_formula(N, omega, omega_a, gamma, J, beta, order)
        assert -mpmath.mpf("1e-20") < mpmath.mpf(found) / expected - 1 < 1e-7


@pytest.mark.parametrize("K", ["0", "0.3", "-0.3", "-40", "40"])
@pytest.mark.parametrize("N", [1, 2, 3, 6, 7])
def test_the_weights_of_the_inner_sectors_are_sums_over_domains(N: int, K: str) -> None:
    with working_precision(BITS):
        found = dict(_relative_weights(N, arb(K)))
        assert list(found) == list(range(N - 2, -1, -2))
        for u, weight in found.items():
            expected = sum((degeneracy(N, u, n) * (-4 * arb(K) * n).exp() for n in range(1, N // 2 + 1)), arb(0))
            assert weight.overlaps(expected) and weight.rel_accuracy_bits() > 100


@pytest.mark.parametrize(("derivation", "most"), [("strong-coupling", 100_000), ("weak-coupling", 60), ("large-gap", 60)])
def test_a_ring_too_long_for_a_bound_is_refused_before_its_series(derivation: str, most: int) -> None:
    ranges.check_bounded_sources(derivation, most)
    with pytest.raises(InputError, match=rf"-N/--sources must be at most {most} for a proved .* but is {most + 1}\."):
        ranges.check_bounded_sources(derivation, most + 1)


def disc() -> many.Disc:
    numbers = {"rho": "0.5", "psi": "0.2", "kernel": "3", "rate": "2", "chord": "1.5", "far": "0.4", "lost": "0.6"}
    return many.Disc(**{name: arb(text) for name, text in numbers.items()})


@pytest.mark.parametrize("j", [0, 1])
@pytest.mark.parametrize(("P", "D", "N"), [(0, 3, 7), (2, 6, 30), (1, 9, 3)])
def test_the_rest_of_many_sources_by_its_formula(j: int, P: int, D: int, N: int) -> None:
    """Cauchy's estimate of each power of psi, the exponential beyond P, the moments beyond T = rho/2, the kernel beyond T."""
    with working_precision(BITS):
        mass, powers = arb("0.7"), [[arb(3 + p + n) * (-1) ** n for n in range(D + 1)] for p in range(P + 1)]
        found = many._rest(powers, disc(), mass, j, P, D, N).str(25, radius=False)
    with mpmath.workdps(40):
        rho, psi, k, rate, chord, far = (mpmath.mpf(x) for x in ("0.5", "0.2", "3", "2", "1.5", "0.4"))
        T, expected = rho / 2, 2**j * mpmath.mpf("0.7") * mpmath.exp(-N * far)
        for p in range(P + 1):
            largest = psi**p * k / factorial(p)
            expected += N**p * 2 * largest / rho ** (D + 1) * mpmath.gamma(D + 2 + j) / (N * rate) ** (D + 2 + j)
            for n in range(2 * p, D + 1):
                expected += (3 + p + n) * N**p * mpmath.gammainc(n + j + 1, N * rate * T) / (N * rate) ** (n + j + 1)
        expected += k * (N * psi / rho**2) ** (P + 1) / factorial(P + 1) * factorial(2 * P + 2 + j) / (N * chord) ** (2 * P + 3 + j)
        assert abs(mpmath.mpf(found) / expected - 1) < mpmath.mpf("1e-20")


def test_what_is_exponentially_small_in_many_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    """2 e + D (delta + e) + (2 + D) mass delta, e <= e^{-N phi} + delta, delta = lost^N, mass = 2 (cosh a - 1), over 1 - delta."""
    monkeypatch.setattr(many, "_rest", lambda *_: arb(0))
    monkeypatch.setattr(many, "_numerator", lambda *_: [arb(0)] * 6)
    with working_precision(many.BITS):
        ring = many._ring(Model(N=1, omega="3/5", omega_a="7/10", gamma="3/10", J="2/5"), exact(2))
        found = many._error(ring, disc(), [arb(1), arb(-3), arb(50)], 20, 1)
        delta, end, drop = arb("0.6") ** 20, (-20 * arb("0.4")).exp(), arb(3) / 20 + arb(50) / 400
        small = 2 * (end + delta) + drop * (delta + end + delta) + (2 + drop) * 2 * ((arb(3) / 5).cosh() - 1) * delta
        assert close(found, small / (1 - delta))


def test_a_disc_of_many_sources() -> None:
    """phi by mpmath: the lesser of its values at T and 2 bounds it between; its slope at 0; its rest is at most psi on |t| = rho."""
    for gamma in ("1/10", "3"):
        with working_precision(many.BITS):
            ring = many._ring(Model(N=1, omega="3/5", omega_a="7/10", gamma=gamma, J="2/5"), exact(2))
            found = many._measured(ring, arb(1) / 16)
            assert found is not None
            ends = [float(ring.upper), float(ring.push), float(ring.x)]
        upper, push, x = (mpmath.mpf(e) for e in ends)

        def phi(t: mpmath.mpc, upper: mpmath.mpf = upper, push: mpmath.mpf = push, x: mpmath.mpf = x) -> mpmath.mpc:
            top, low = (mpmath.log(mpmath.cosh(h) + mpmath.sqrt(mpmath.sinh(h) ** 2 + x)) for h in (upper, upper - push * t))
            return top - low

        values = [phi(1 / 32 + k * (2 - 1 / 32) / 200).real for k in range(201)]
        assert abs(float(found.far) / min(values) - 1) < 1e-6 and abs(float(found.chord) / (phi(1 / 32).real * 32) - 1) < 1e-9
        rate = mpmath.diff(phi, 0).real
        assert abs(float(found.rate) / rate - 1) < 1e-6
        around = max(abs(phi(t) - rate * t) for t in (mpmath.expjpi(mpmath.mpf(k) / 200) / 16 for k in range(201)))
        assert around * (1 - 1e-6) < float(found.psi) < around + 4 * rate / 16 * mpmath.pi / many.ARCS  # the width of an arc


def test_a_coefficient_that_is_off_adds_to_the_error() -> None:
    """Its distance at most, radii included, times its power."""
    with working_precision(BITS):
        printed = Printed(derivation="high-temperature", coefficients=[arb(1), arb(2, "0.5")])
        assert close(_difference(printed, [arb(1), arb(2, "0.25")], arb(3)), arb("2.25"), "1e-6")


def test_the_error_over_a_range_holds_what_a_coefficient_is_off_by(monkeypatch: pytest.MonkeyPatch) -> None:
    bound = remainder.Bound(error=arb(3), factor=arb(3), power=1, coefficients=(arb(1, "0.25"),))
    monkeypatch.setattr(ranges, "remainder_bound", lambda *_: bound)
    values = {name: exact(1) for name in ("N", "omega", "omega_a", "gamma", "J")}
    with working_precision(BITS):
        found = ranges._error(Printed(derivation="high-temperature", coefficients=[arb(1, "0.5")]), values, exact("1/2"))
        assert close(found, arb("3.75"), "1e-6")


def test_the_bound_of_all_larger_rings_counts_beside_the_errors_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """0.4 at N_0 itself, and at most 0.6 for every N from there on."""
    monkeypatch.setattr(many, "_discs", lambda ring: [None])
    monkeypatch.setattr(many, "_direct", lambda *_: arb("0.4"))
    monkeypatch.setattr(many, "_error", lambda *_: arb("0.6"))
    found = many.many_sources_remainder(Model(N=1, omega=0, omega_a=1, gamma=1), exact(1), [arb(1)], 10)
    assert close(found, arb("0.6"))
