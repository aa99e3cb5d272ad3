"""What a window leaves out: its bound and its share in every sum by their formulas, at and near equality."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product
from math import isclose, prod, sqrt

import mpmath
import pytest
from flint import arb

from symcoh.balls import working_precision
from symcoh.exactnumbers import exact
from symcoh.model import Model
from symcoh.numeric import entropies
from symcoh.numeric.ring import up_domains, window
from symcoh.numeric.ring.curve_tables import paired_sum, point, tables
from symcoh.numeric.ring.limits import _tanh
from symcoh.numeric.ring.paired_sums import paired_sums
from symcoh.numeric.ring.sector_window import SectorWindow, every_sector
from symcoh.numeric.ring.setting import setting
from symcoh.numeric.ring.tails import chernoff_tail
from symcoh.numeric.ring.thermal import Sums, _with_tail, energy_moments, energy_span, target_matrix, thermal_sums
from symcoh.numeric.ring.window import Heights, Level
from symcoh.sources.ring.counting import degeneracy

BITS = 200
TAIL = arb((1, -100))


@pytest.mark.parametrize(("J", "fugacity"), [("2/5", 1), ("-3/10", 7), ("0", 1)])
def test_the_tail_of_a_window_is_its_formula(J: str, fugacity: int) -> None:
    """8 lambda_+^N/t max e^{(h_0 - h) v + b_v + beta E_0} at the ends, lambda_+ from the transfer matrix itself, and E_0 by looking."""
    model, beta, (low, high) = Model(N=9, omega=1, omega_a="7/10", gamma="3/10", J=J), 2, (3, 7)
    with working_precision(BITS):
        found = chernoff_tail(setting(model, exact(beta)), low, high, arb("0.3"), arb(fugacity))
        shown = found.str(30, radius=False)
    with mpmath.workdps(40):
        K, h, field = 2 * mpmath.fraction(*Fraction(J).as_integer_ratio()), mpmath.mpf("0.7"), mpmath.mpf("0.3")
        x = fugacity * mpmath.exp(-4 * K)
        matrix = mpmath.exp(K) * mpmath.matrix([[mpmath.exp(field), mpmath.sqrt(x)], [mpmath.sqrt(x), mpmath.exp(-field)]])
        power = max(mpmath.eigsy(matrix, eigvals_only=True)) ** 9
        b = {u: mpmath.sqrt(1 + 4 * u * u * mpmath.mpf("0.09")) for u in range(10)}
        least = min(-mpmath.mpf("0.35") * u - K / 2 * ends - b[u] / 2 for u in (1, 3, 5, 7, 9) for ends in {9 if u == 9 else 5, 2 * u - 9})
        largest = max(mpmath.exp((h - field) * v + b[v]) for v in (low, high))
        wanted = 8 * power / fugacity * largest * mpmath.exp(beta * least)
        assert abs(mpmath.mpf(shown) / wanted - 1) < 1e-25


@pytest.mark.parametrize("threshold", ["1e9", "-1e9"])
def test_the_tail_of_a_window_adds_up_every_sector_left_out(threshold: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each sector counted for 1: whole gaps where that is little enough, and however they are halved."""
    monkeypatch.setattr(window, "gap_tail", lambda heights, first, last: arb(last - first + 1))
    with working_precision(BITS):
        heights = Heights(setting(Model(N=80, omega_a=1, gamma=1, J="-1/5"), exact("1/10")))
        found = window._tail(heights, Level(((3, 4), (8, 30)), arb(threshold)))
    assert found == 3 + 3 + 10


def radius(ball: arb) -> float:
    """In units of the tail."""
    return float(arb(ball.rad()) / TAIL)


@pytest.mark.parametrize("beta", ["1e-6", "1e6"])
def test_the_share_of_a_tail_in_every_sum(beta: str) -> None:
    """Of the sector u = N at small beta u tanh a and tanh a tanh b 2 gamma u/S_u are these shares, and all is 1 or N at large beta."""
    model, b = Model(N=6, omega="1/2", omega_a="7/10", gamma="3/10", J="1/5"), float(beta)
    with working_precision(BITS):
        s = setting(model, exact(beta))
        found = _with_tail(s, Sums(*[arb(0)] * 5), TAIL)
        flipped, mixed = min(1, b * 0.7 * 6 / 2), min(1, b * 0.3 * 6)
        for value, share in zip(
            (getattr(found, name) for name in Sums.__slots__), (1, flipped * mixed, min(1, b / 2), 1, 6 * flipped), strict=True
        ):
            assert isclose(radius(value), share, rel_tol=1e-6)
        if b < 1:
            last = thermal_sums(s, SectorWindow(segments=((0, 0),), tail=arb(0)))
            for value, mass in ((last.transverse, flipped * mixed), (last.magnetization, 6 * flipped)):
                assert 1 - 1e-5 < float(value / last.partition) / mass <= 1
        plain, wide = (paired_sums(s, SectorWindow(segments=every_sector(s).segments, tail=tail)) for tail in (arb(0), TAIL))
        unit = (-s.beta * s.reference_energy()).exp()
        for one, other, share in zip(plain, wide, (1, flipped * mixed), strict=True):
            assert isclose(radius((other - one.mid()) / unit), share, rel_tol=1e-6)


def test_the_share_of_a_tail_in_every_moment() -> None:
    """Z and what it holds above the ground by the tail, <eps^n> by span^n, what has xi - xi_0 by twice that; the matrix by the tail."""
    model = Model(N=5, omega=1, omega_a="7/10", gamma="3/10", J="1/5")
    with working_precision(BITS):
        s = setting(model, exact(1))
        whole, span = every_sector(s), float(energy_span(s))
        wide = SectorWindow(segments=whole.segments, tail=TAIL)
        plain, found = (energy_moments(s, arb("0.9"), kept) for kept in (whole, wide))
        z = float(plain.partition)
        assert plain.excess is not None and found.excess is not None and isclose(radius(found.excess), 1, rel_tol=1e-6)
        assert isclose(radius(found.partition), 1, rel_tol=1e-6)
        for name, size in (("mean", span), ("square", span * span), ("shift", 2.0), ("product", 2 * span)):
            assert isclose(radius(getattr(found, name)) * z, size + abs(float(getattr(plain, name))), rel_tol=1e-3), name
        matrix = target_matrix(s, wide)
        assert all(isclose(radius(value), 1, rel_tol=1e-6) for value in (matrix.major, matrix.minor, matrix.cross))


@pytest.mark.parametrize(
    ("J", "omega_a", "gamma", "omega"), [("1", "1e-9", "1e-9", "1e-9"), ("1e-9", "1", "1e-9", "1"), ("1e-9", "1e-9", "1", "1/2")]
)
def test_the_span_of_all_levels(J: str, omega_a: str, gamma: str, omega: str) -> None:
    """The largest distance of two levels of N = 4 by all configurations: one energy outweighs, and the bound is attained."""
    j, a, g, w = float(J), float(omega_a), float(gamma), float(Fraction(omega))
    levels = []
    for spins in product((1, -1), repeat=4):
        m, bonds = sum(spins), sum(prod(pair) for pair in zip(spins, spins[1:] + spins[:1], strict=True))
        levels += [a * m / 2 - j * bonds + side * sqrt(w * w + 4 * g * g * m * m) / 2 for side in (1, -1)]
    with working_precision(BITS):
        span = float(energy_span(setting(Model(N=4, omega=omega, omega_a=omega_a, gamma=gamma, J=J), exact(1))))
    assert 1 - 1e-7 < (max(levels) - min(levels)) / span <= 1


def test_what_is_left_of_a_sum_over_domains() -> None:
    """y = 10^-20 and few bits: the term after the last one is all of the rest, times j and j (j - 1) in the moments."""
    with working_precision(2 * BITS):
        y = arb("1e-20")
        terms = [degeneracy(40, 0, n) * y ** (n - 1) / degeneracy(40, 0, 1) for n in range(1, 6)]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(up_domains, "current_precision", lambda: 10)
            total, first, second = up_domains.domain_sum(up_domains.Domains(40, 20, False), 1, y, with_moments=True)
        assert abs(float((total - sum(terms[:3], arb(0))).abs_upper() / terms[3]) - 1) < 1e-3
        assert abs(float((first - sum(j * term for j, term in enumerate(terms[:3]))).abs_upper() / (3 * terms[3])) - 1) < 1e-3
        assert second.contains(sum(j * (j - 1) * term for j, term in enumerate(terms)))
        assert (second - 2 * terms[2]).abs_upper() < 10 * terms[3]


def test_a_small_argument_of_tanh() -> None:
    """tanh x = x - x^3/3 at x = 2^-65, exact at 64 bits: all of the radius is the theorem's."""
    with working_precision(64):
        found = _tanh(arb((1, -65)))
    with working_precision(400):
        true = arb((1, -65)).tanh()
        assert found.contains(true) and float(arb(found.rad()) / (arb((1, -65)) - true)) < 13


@pytest.mark.parametrize("t", ["-1/300", "1/300"])
def test_the_series_of_an_entropy_holds_what_it_cuts_off(t: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut at 20 bits and summed at 200; with t < 0 all terms have one sign, and their geometric majorant is near."""
    monkeypatch.setattr(entropies, "current_precision", lambda: 20)
    with working_precision(BITS):
        x = arb(Fraction(t).numerator) / 300
        found, true = entropies.relative_excess(x), (1 + x) * (1 + x).log() - x
        error = abs(found.mid() - true)
        assert arb("1e-14") < error <= found.rad() < error * arb("1.01")


def test_what_a_table_leaves_out_counts_by_the_size_of_its_terms() -> None:
    with working_precision(BITS):
        at = replace(point(tables(Model(N=6, omega_a=1, gamma=1)), arb(1)), omitted=TAIL)
        assert isclose(radius(paired_sum(at, [arb(0)] * 4, False, arb(3))), 3, rel_tol=1e-6)
