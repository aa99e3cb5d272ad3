"""Attempts to falsify the theorems: the remainder of the Taylor series, the tail, the start, and exact ties."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from flint import arb, arb_poly, fmpq

from oracles.not_none import not_none
from reliability.sampling import generator, share
from symcoh import Model
from symcoh.balls import accuracy, dyadic, exponent_of, midpoint, working_precision
from symcoh.exactnumbers import rational
from symcoh.ground import ground_manifold
from symcoh.numeric.precision import started_clock
from symcoh.numeric.ring.quantities import enclosure
from symcoh.phase import shape, tail, taylor
from symcoh.phase.levels import PrecisionNeeded, enclosed_levels, positive_model
from symcoh.phase.shape import searched
from symcoh.sources.ring.counting import degeneracy

from .cases import NAMED, beside_the_line, random_model


@pytest.mark.parametrize("chunk", range(4))
def test_remainder_bound(chunk: int) -> None:
    """No point of the interval has a larger coefficient; at an end the bound is attained, so it is not idle."""
    rng = generator("remainder", chunk)
    for _ in range(share(80, 4)):
        order, count = rng.choice((2, 4, 6, 12)), rng.randint(1, 6)
        radius = fmpq(rng.randint(1, 40), 10)
        rate = arb(rng.randint(-30, 30)) / 10
        terms = [(arb(rng.randint(0, 50)) / 10, rng.randint(0, 60)) for _ in range(count)]
        with working_precision(200):

            def series(h: arb, order: int = order, terms: list[tuple[arb, int]] = terms) -> arb_poly:
                parts = [[c * (-h * eps).exp() * (-arb(eps)) ** k / arb(k).fac() for k in range(order + 1)] for c, eps in terms]
                return sum((arb_poly(part) for part in parts), arb_poly())

            bound = taylor.remainder_bound(series(-arb(radius)), series(arb(radius)), rate, arb(radius), order)
            values = []
            for step in range(-20, 21):
                h = arb(radius) * step / 20
                values.append(sum((c * (-h * (eps - rate)).exp() * (eps - rate) ** order / arb(order).fac() for c, eps in terms), arb(0)))
            assert all(not value > bound for value in values)
            assert values[0].overlaps(bound) or values[-1].overlaps(bound)
    assert not taylor.remainder_bound(arb_poly([1, 1]), arb_poly([1, 1]), arb(0), arb(1), 3).is_finite()


def example(number: int, offset: int) -> Model:
    """The named models first, then random ones, then one on the line."""
    named = [model for model, _ in NAMED.values()]
    return positive_model(named[number] if number < 4 else random_model(offset + number))


@pytest.mark.parametrize("number", range(5))
def test_sums_level_by_level(number: int) -> None:
    """The four series against the plain sums over all levels, also where they are e^{-100}: no ground level leaks into X."""
    model = beside_the_line(6, "0.7", "0.3", "0") if number == 4 else example(number, 0)
    manifold = ground_manifold(model)
    levels = enclosed_levels(model, manifold, 128, 3)
    with working_precision(128):
        flat = tail.excited_levels(levels)
        for beta in (arb(1) / 3, 100 / min(level.energy for level in flat)):
            sums = taylor.boltzmann_sums(levels, midpoint(beta))
            for k in range(4):
                weighed = [
                    (level.degeneracy * (-midpoint(beta) * level.energy).exp() * (-level.energy) ** k / arb(k).fac(), level.shift)
                    for level in flat
                ]
                excited = sum((w for w, _ in weighed), arb(0))
                expected = {
                    "weight": excited + (manifold.degeneracy if k == 0 else 0),
                    "excited": excited,
                    "shift": sum((w * shift for w, shift in weighed), arb(0)),
                    "size": sum((w * abs(shift) for w, shift in weighed), arb(0)),
                }
                for name, value in expected.items():
                    found = getattr(sums, name)[k]
                    assert found.overlaps(value) and accuracy(found) > 60, (name, k)


@pytest.mark.parametrize("number", range(12))
def test_slope_model_holds_on_its_interval(number: int) -> None:
    """e^{(a + c) h} F and its derivative at points inside lie in the polynomial with its remainder, which gives their signs.

    Few terms and wide intervals, so that the remainder has work to do.
    """
    model = example(number, 40)
    rng = generator("slope", number)
    levels = enclosed_levels(model, ground_manifold(model), 300, 12)
    scale = max(float(abs(group.energy)) for sector in levels.sectors for group in sector.groups)
    told = 0
    with working_precision(300):
        for _ in range(12):
            order = rng.choice((2, 2, 4, 12))
            centre = fmpq(int(1000 * 10 ** rng.uniform(-1, 2)), int(1000 * max(scale, 1)))
            radius = centre * fmpq(rng.choice((1, 5, 20, 60, 95)), 100)
            low, middle, high = (taylor.boltzmann_sums(levels, arb(beta)) for beta in (centre - radius, centre, centre + radius))
            found = taylor.slope_model(low, middle, high, radius, order)
            growth = sum((-midpoint(part[1] / part[0]) for part in (middle.weight, middle.size)), arb(0))
            value_sign, slope_sign = found.value_sign(), found.slope_sign()
            told += value_sign is not None
            for step in (-1, fmpq(-rng.randint(1, 99), 100), 0, fmpq(rng.randint(1, 99), 100), 1):
                h = arb(radius * step)
                value, rise = taylor.slope(taylor.boltzmann_sums(levels, arb(centre) + h))
                factor = (growth * h).exp()
                value, rise = value * factor, factor * (rise + growth * value)
                assert value.overlaps(sum((c * h**k for k, c in enumerate(found.coefficients)), arb(0)))
                assert rise.overlaps(sum((c * h**k for k, c in enumerate(found.slope_coefficients)), arb(0)))
                assert value_sign is None or value * value_sign > 0
                assert slope_sign is None or rise * slope_sign > 0
    assert told > 2, "the remainder swallows everything"


@pytest.mark.parametrize("chunk", range(3))
def test_coefficients_over_the_interval(chunk: int) -> None:
    """Moving the centre of e^{-x h} inside the interval, each Taylor coefficient stays in its enclosure, the ends included."""
    rng = generator("over", chunk)
    for _ in range(share(30, 3)):
        order, x, radius = rng.choice((2, 3, 5)), arb(rng.randint(-40, 40)) / 10, arb(rng.randint(1, 20)) / 10
        with working_precision(128):

            def coefficient(k: int, h: arb, x: arb = x) -> arb:
                return (-x * h).exp() * (-x) ** k / arb(k).fac()

            last = coefficient(order, -radius).union(coefficient(order, radius))
            found = taylor._over_interval([*(coefficient(k, arb(0)) for k in range(order)), last], radius)
            assert all(found[k].overlaps(coefficient(k, radius * step / 8)) for k in range(order + 1) for step in range(-8, 9))


def pair_sum(levels: list[tuple[arb, int, arb]], beta: arb) -> arb:
    """F = sum_{i<j} g_i g_j (eps_i - eps_j) (xi_i - xi_j) e^{-beta (eps_i + eps_j)}: the covariance, pair by pair."""
    total = arb(0)
    weighed = [(energy, g * (-beta * energy).exp(), shift) for energy, g, shift in levels]
    for i, (energy, weight, shift) in enumerate(weighed):
        for other, second, moved in weighed[:i]:
            total += weight * second * (energy - other) * (shift - moved)
    return total


@pytest.mark.parametrize("number", range(12))
def test_tail(number: int) -> None:
    """Where the theorem speaks, the sum over pairs of levels has its sign from there on, at 1e4 times the beta too."""
    model = example(number, 60)
    if model.N > 9:
        model = Model(N=9 - model.N % 2, omega_a=model.omega_a, gamma=model.gamma, J=model.J)
    manifold = ground_manifold(model)
    levels = enclosed_levels(model, manifold, 400, 2)
    with working_precision(400):
        found = tail.sorted_tail(levels)
        flat = [(level.energy, level.degeneracy, level.shift) for level in tail.excited_levels(levels)]
        for sector in levels.sectors:
            flat += [(arb(0), sector.degeneracies[0], group.shift) for group in sector.groups if group.ground]
        spoke = 0
        beta = 1 / found.energy
        for _ in range(80):
            if tail.tail_holds(found, manifold.degeneracy, midpoint(beta)):
                spoke += 1
                for factor in (1, 2, 10**4):
                    with working_precision(400 + 4 * factor.bit_length()):
                        scaled = pair_sum(flat, factor * midpoint(beta))
                    assert scaled * found.sign > 0
                if spoke == 3:
                    break
            beta = beta * 3 / 2
        assert spoke == 3, "the theorem never speaks"


def exact_levels(N: int, omega_a: Fraction, gamma: Fraction, J: Fraction) -> dict[Fraction, list[tuple[int, Fraction]]]:
    """{energy: [(degeneracy, xi), ...]} at omega = 0, where everything is rational."""
    found: dict[Fraction, list[tuple[int, Fraction]]] = {}
    for m, n, branch in product(range(-N, N + 1, 2), range(N // 2 + 1), (-1, 1)):
        count = degeneracy(N, m, n)
        if count:
            energy = omega_a * m / 2 - J * (N - 4 * n) + branch * gamma * abs(m)
            xi = Fraction(branch * ((m > 0) - (m < 0)))
            found.setdefault(energy, []).append((count, xi))
    return found


def test_exact_ties_in_the_tail() -> None:
    """omega = 0 and commensurate energies: the leading energy, its sign and its weight against exact fractions."""
    silent = tied = 0
    couplings = [Fraction(quarters, 4) for quarters in (-3, -2, -1, 0, 4)]
    for N, omega_a, gamma, J in product(range(2, 7), (1, 2, 3), (Fraction(1, 2), Fraction(1)), couplings):
        levels = exact_levels(N, Fraction(omega_a), gamma, J)
        energies = sorted(levels)
        ground = levels[energies[0]]
        zero = sum(g * xi for g, xi in ground) / Fraction(sum(g for g, _ in ground))
        sums = [(energy - energies[0], sum((g * (xi - zero) for g, xi in levels[energy]), Fraction(0))) for energy in energies[1:]]
        lowest, net = next(pair for pair in sums if pair[1])
        model = Model(N=N, omega=0, omega_a=omega_a, gamma=gamma, J=J)
        with working_precision(128):
            found = tail.sorted_tail(enclosed_levels(model, ground_manifold(model), 128, 2))
            assert found.energy.overlaps(arb(fmpq(lowest.numerator, lowest.denominator)))
            assert found.net.overlaps(arb(fmpq(abs(net).numerator, net.denominator))) and found.sign * net > 0
        silent += bool(found.silent)
        tied += len({level.shift.str() for level in found.leading}) > 1
        assert searched(model, started_clock())[-1].left == found.sign
    assert silent > 3 and tied > 3


def test_shifts_that_cancel_are_decided_exactly() -> None:
    """Both branches of one sector move C by opposite amounts: their balls leave the sum open, exact algebra closes it."""
    model = Model(N=4, omega_a="0.7", gamma="0.3", J="-0.4")
    with working_precision(128):
        levels = enclosed_levels(model, ground_manifold(model), 128, 2)
        lower, upper = (
            next(level for level in tail.excited_levels(levels) if (level.m, level.branch) == (-2, branch)) for branch in (-1, 1)
        )
        assert (lower.shift + upper.shift).contains(0) and not (lower.shift + upper.shift).is_zero()
        net, side = tail._net_shift(levels, [lower, upper])
        assert (net.is_zero(), side) == (True, 0)
        assert tail._net_shift(levels, [lower, lower, upper])[1] == 1


def test_nearly_equal_levels_ask_for_precision() -> None:
    """Two levels 1e-60 apart overlap at 128 bits and are told apart with more; none is called a tie."""
    base = {"N": 6, "omega": 0, "omega_a": 2, "gamma": 1}
    exact = Model(**base, J="-1/2")
    with working_precision(128):
        tied = tail.sorted_tail(enclosed_levels(exact, ground_manifold(exact), 128, 2))
    near = Model(**base, J="-1/2-1e-60")
    with working_precision(128), pytest.raises(PrecisionNeeded):
        tail.sorted_tail(enclosed_levels(near, ground_manifold(near), 128, 2))
    with working_precision(512):
        apart = tail.sorted_tail(enclosed_levels(near, ground_manifold(near), 512, 2))
    assert len(apart.leading) <= len(tied.leading)
    assert searched(near, started_clock())[-1].why == "tail"


@pytest.mark.parametrize("number", range(6))
def test_the_start_is_proved_and_not_guessed(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """From a first guess 2^12 times too large the start is halved until its theorem holds; no extremum is lost."""
    model = example(number, 80)
    expected = [piece.sign for piece in searched(model, started_clock()) if piece.why == "extremum"]
    right = shape._energy_scale
    monkeypatch.setattr(shape, "_energy_scale", lambda model: right(model) / 2**12)
    monkeypatch.setattr(shape, "_order", lambda model: 12)
    pieces = searched(model, started_clock())
    assert pieces[0].low == 0 and 0 < not_none(pieces[0].high) * dyadic(exponent_of(right(model))) < 2**12
    assert [piece.sign for piece in pieces if piece.why == "extremum"] == expected
    for part in (1, 3, 10**6, 10**12):
        ball = enclosure(model, "coherence-derivative", rational(not_none(pieces[0].high) / part), 512)
        assert ball < 0
