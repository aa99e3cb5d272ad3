"""Every truncation bound against what was truncated: random bounds must hold, chosen ones must also be narrow."""

from __future__ import annotations

import random
from statistics import median

import pytest
from flint import arb

from symcoh.balls import end_points, midpoint, working_precision
from symcoh.exactnumbers import exact
from symcoh.model import Model
from symcoh.numeric.formulas import FORMULAS
from symcoh.numeric.ring.quantities import SummedState
from symcoh.numeric.ring.sector_window import SectorWindow, every_sector, kept_weights
from symcoh.numeric.ring.setting import Problem, Setting, setting
from symcoh.numeric.ring.tails import chernoff_tail
from symcoh.numeric.ring.thermal import sectors
from symcoh.numeric.ring.up_domains import Domains, falling_tail
from symcoh.numeric.ring.window import Heights, gap_tail, window

from .sampling import critical_text, generator, share, signed, small_or_soaked

BITS = 256


def log_uniform(rng: random.Random, low: float, high: float) -> str:
    return f"{10 ** rng.uniform(low, high):.6e}"


def random_model(rng: random.Random, largest: int) -> Model:
    """Wells, edges and clusters: all energies of a like order, a third of the models beside the critical line."""
    number = rng.randint(2, largest)
    omega, omega_a, gamma = (log_uniform(rng, -2, 1) for _ in range(3))
    coupling = signed(rng, log_uniform(rng, -2, 1))
    if rng.random() < 1 / 3:
        coupling = f"({critical_text(number, omega, omega_a, gamma)})*{1 + rng.choice((1, -1)) * 10 ** rng.uniform(-4, -0.3):.6f}"
    return Model(N=number, omega=omega, omega_a=omega_a, gamma=gamma, J=coupling)


def shares(s: Setting) -> list[arb]:
    """The share of each k in Z e^{beta E_0}."""
    everything = every_sector(s)
    found = zip(kept_weights(s, everything), sectors(s, everything, lambda: None), strict=True)
    return [weight * sector.boltzmann * sector.pair * (1 + sector.up) for weight, sector in found]


def random_fugacity(rng: random.Random, s: Setting, first: int) -> arb:
    return arb(10 ** rng.uniform(0, 4)) if first and rng.random() < 0.5 else arb(1)


@pytest.mark.parametrize("chunk", range(2))
def test_chernoff_tails_hold(chunk: int) -> None:
    """Random intervals, fields and fugacities; and the chosen ones, whose slack is small."""
    rng, tried, slack = small_or_soaked("tails", chunk), 0, []
    while tried < share(240, 2):
        model, beta = random_model(rng, 120), exact(log_uniform(rng, -3, 2))
        with working_precision(BITS):
            s = setting(model, beta)
            true, heights = shares(s), Heights(s)
            for _ in range(4):
                first, last = sorted(rng.randint(0, model.N // 2) for _ in "ab")
                exact_sum = sum(true[first : last + 1], arb(0))
                assert exact_sum.rel_accuracy_bits() > 150
                low, high = model.N - 2 * last, model.N - 2 * first
                fields = [arb(rng.choice((1, -1)) * 10 ** rng.uniform(-4, 1)) for _ in range(3)]
                bounds = [chernoff_tail(s, low, high, field, random_fugacity(rng, s, first)) for field in fields]
                bounds.append(gap_tail(heights, first, last))
                where = f"{first}..{last} of {model!r} at beta={beta}"
                assert all(bound >= exact_sum for bound in bounds), where
                assert bounds[-1].is_finite(), where
                slack.append(float(midpoint((bounds[-1] / exact_sum).log())))
                tried += 1
    assert median(slack) < 3, median(slack)


def test_chernoff_tail_is_infinite_where_it_does_not_apply() -> None:
    with working_precision(64):
        s = setting(Model(N=10, omega_a=1, gamma=1, J=1), exact(1))
        one, two = arb(1), arb(2)
        assert chernoff_tail(s, 2, 8, one, two).is_finite()
        for low, high, fugacity in ((6, 4, one), (-2, 4, one), (4, 12, one), (4, 10, two), (2, 8, one / 2), (2, 8, arb(1, 0.5))):
            assert not chernoff_tail(s, low, high, one, fugacity).is_finite()


@pytest.mark.parametrize("chunk", range(1))
def test_falling_tails_hold(chunk: int) -> None:
    """The rest of a domain sum from any term on, against its terms one by one."""
    rng, tried = small_or_soaked("falling", chunk), 0
    while tried < share(60, 1):
        size = rng.randint(4, 300)
        domains = Domains(size, rng.randint(2, size // 2), rng.random() < 0.5)
        upward, n = rng.random() < 0.5, rng.randint(1, domains.k)
        with working_precision(BITS):
            y = arb(log_uniform(rng, -4, 0))
            z = y if upward is not domains.antiferromagnetic else 1 / y
            numerator, denominator = domains.step(n, upward)
            bound = falling_tail(arb(1), z * numerator / denominator)
            term, rest, i = arb(1), arb(0), 0
            while n < domains.k if upward else n > 1:
                numerator, denominator = domains.step(n, upward)
                term, n, i = term * z * numerator / denominator, n + (1 if upward else -1), i + 1
                rest += i * i * term
            if not bound.is_finite():
                continue
            tried += 1
            assert bound.abs_upper() >= rest, (domains, y, upward)
    assert not falling_tail(arb(1), arb(1)).is_finite()
    assert not falling_tail(arb(1), arb(1, 0.1)).is_finite()


@pytest.mark.parametrize("chunk", range(2))
def test_any_window_contains_the_truth(chunk: int) -> None:
    """Sectors dropped at random, large ones too: every quantity's ball, however wide, holds the value of the full sum.

    Half of the tails are the bound, half the exact sum of what was dropped, the least that may be claimed.
    """
    rng, finite = generator("random windows", chunk), 0
    for _ in range(share(120, 2)):
        model, beta = random_model(rng, 40), exact(log_uniform(rng, -2, 1.5))
        with working_precision(BITS):
            prepared = Problem(model, beta)
            s = prepared.setting()
            heights, last = Heights(s), model.N // 2
            cut = sorted(rng.randint(0, last) for _ in "ab")
            segments = tuple(pair for pair in ((0, cut[0] - 1), (cut[1] + 1, last)) if pair[0] <= pair[1])
            tail = gap_tail(heights, *cut) if rng.random() < 0.5 else sum(shares(s)[cut[0] : cut[1] + 1], arb(0)).abs_upper()
            kept = SectorWindow(segments=segments, tail=tail)
            for name, formula in FORMULAS.items():
                full, part = (formula(SummedState(prepared, sectors)) for sectors in (every_sector(s), kept))
                assert part.overlaps(full) or not part.is_finite(), (name, model, beta, cut)
                finite += part.is_finite()
    assert finite > 400


@pytest.mark.parametrize("chunk", range(2))
def test_the_tail_of_a_window_bounds_all_it_leaves_out(chunk: int) -> None:
    """Windows as they are chosen, shallow and deep: their tail against the exact sum of the other sectors, and not far above it."""
    rng, slack = generator("window tails", chunk), []
    for _ in range(share(160, 2)):
        model, beta, bits = random_model(rng, 400), exact(log_uniform(rng, -2, 2)), rng.choice((0, 5, 20, 60))
        with working_precision(BITS):
            s = setting(model, beta)
            kept = window(s, bits, rng.random() < 0.5)
            assert kept is not None
            inside = {k for first, last in kept.segments for k in range(first, last + 1)}
            left_out = sum((share for k, share in enumerate(shares(s)) if k not in inside), arb(0))
            assert len(inside) == kept.count
            if len(inside) == model.N // 2 + 1:
                assert kept.tail.is_zero()
                continue
            assert kept.tail >= left_out, (model, beta, bits)
            slack.append(float(midpoint((kept.tail / left_out).log())))
    assert len(slack) > 30 and median(slack) < 6, (len(slack), median(slack))


def test_end_points_of_a_window_hold_exactly() -> None:
    """One window by hand: N = 4 at J = 0, the sectors +-4 left out, against exact binomials."""
    model = Model(N=4, omega=0, omega_a=0, gamma=1)
    with working_precision(BITS):
        prepared = Problem(model, exact("1/5"))
        tail = gap_tail(Heights(prepared.setting()), 0, 0)
        low, high = end_points(SummedState(prepared, SectorWindow(segments=((1, 2),), tail=tail)).partition)
        b = arb(1) / 5
        true = 2 * (2 * (4 * b).cosh() + 8 * (2 * b).cosh() + 6)
        middle = end_points(midpoint(true))[0]
        assert low < middle < high
