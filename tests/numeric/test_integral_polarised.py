"""Cold ferromagnets without their two uniform sectors: against exact weights, the full sum, single domains and far more bits."""

from __future__ import annotations

import random
from dataclasses import replace
from math import comb
from typing import Any

import pytest
from flint import acb, arb, arb_series, fmpq

from oracles.numbers import MP, numbers, precision, rounded
from oracles.transfer import rational_weights
from reliability.sampling import generator, share
from symcoh import evaluate
from symcoh.balls import working_precision
from symcoh.decimals import round_ball
from symcoh.exactnumbers import exact
from symcoh.model import Model
from symcoh.numeric.integral import integral_enclosure
from symcoh.numeric.integral.bounds import largest_sum
from symcoh.numeric.integral.enclosure import IntegralState, ball_of
from symcoh.numeric.integral.polarised import SMALL, PolarisedParts, polarised_heuristic, widened_inner
from symcoh.numeric.integral.ring_sums import Ring, delicate_pair, inner_ring, power_sum
from symcoh.numeric.integral.saddle_point import ground_of
from symcoh.numeric.ring.quantities import enclosure
from symcoh.numeric.ring.setting import setting

BITS = 300
DIGITS = 30


def no_checkpoint() -> None:
    """No time budget."""


def sum_over_sectors(size: int, x: fmpq, h: arb) -> arb:
    """Sum of W_m e^{hm} over |m| < N, over e^{NK}; x = e^{-4K}."""
    weights = rational_weights(size, x)
    return sum((arb(weights[k]) * (h * (2 * k - size)).exp() for k in range(1, size)), arb(0))


def test_the_inner_ring_against_exact_weights() -> None:
    """Rings of 2 to 40 sources, e^{-4K} down to 10^-400, fields of either sign from 10^-20 to 10: few bits are lost."""
    rng = generator("inner ring")
    for _ in range(share(150, 1)):
        size = rng.choice((2, 3, rng.randint(4, 40)))
        x = rng.choice((fmpq(rng.randint(1, 999), 1000), fmpq(rng.randint(1, 9), 10 ** rng.randint(1, 400))))
        h = arb(rng.choice((0, 1, -1)) * 10 ** rng.uniform(-20, 1))
        with working_precision(3000):
            true = sum_over_sectors(size, x, h)
        with working_precision(BITS):
            ring = inner_ring(size, -arb(x).log() / 4, abs(h), arb(0))
            found = power_sum(ring, h) / ring.u**size
        assert found.overlaps(true), (size, x, h)
        assert found.rel_accuracy_bits() > BITS - 40, (size, x, h)


def test_the_pair_and_the_series_of_the_inner_ring() -> None:
    rng = generator("inner pair")
    with working_precision(600):
        for _ in range(share(60, 1)):
            size, bond = rng.randint(2, 30), arb(10 ** rng.uniform(-2, 2))
            field, slope, s = (arb(10 ** rng.uniform(-6, 0)) for _ in range(3))
            ring = inner_ring(size, bond, field, slope)
            total, difference = delicate_pair(ring, s)
            upper, lower = (power_sum(ring, field + sign * slope * s) for sign in (1, -1))
            assert total.overlaps(upper + lower) and difference.overlaps(upper - lower)
            jets = inner_ring(
                size, arb_series([bond, bond, 0], prec=3), arb_series([field, field, 0], prec=3), arb_series([0, 0, 0], prec=3)
            )
            series = power_sum(jets, jets.field)
            step = arb((1, -100))
            near = [power_sum(_beside(size, bond, field, e, jets.u[0]), field * (1 + e)) for e in (step, arb(0), -step)]
            for exactly, about in (
                (series[0], near[1]),
                (series[1], (near[0] - near[2]) / (2 * step)),
                (series[2], (near[0] - 2 * near[1] + near[2]) / (2 * step * step)),
            ):
                assert abs(exactly - about) < arb((1, -60)) * near[1] * (1 + bond + size) ** 3


def _beside(size: int, bond: arb, field: arb, eps: arb, u: arb) -> Ring[arb]:
    """The ring at beta (1 + eps) in the scale u of the one at beta."""
    return replace(inner_ring(size, bond * (1 + eps), field, arb(0)), u=u)


def test_bounds_of_the_inner_ring_hold_at_complex_beta() -> None:
    """|Sum W_m e^{hm}| over |m| < N by (25), at complex beta and h; without its own growth the bound is violated."""
    rng, violated = generator("inner ring at complex beta"), 0
    with working_precision(BITS):
        for _ in range(share(150, 1)):
            size, bond = rng.randint(2, 12), arb(10 ** rng.uniform(-1, 1.5))
            field, slope = (arb(10 ** rng.uniform(-4, 0)) for _ in range(2))
            ground = ground_of(inner_ring(size, bond, field, slope), arb(1), 60)
            wide, eta = widened_inner(ground, bond)
            eps = eta * (acb(-1) if rng.random() < 0.3 else acb.exp_pi_i(acb(rng.random() * 2)))
            s = acb(rng.uniform(-1.5, 1.5), rng.choice((0, 1)) * rng.uniform(-1, 1))
            h, decay = (field + slope * s) * (1 + eps), (-4 * bond * (1 + eps)).exp()
            terms = (
                size * comb(k - 1, n - 1) * comb(size - k - 1, n - 1) / arb(n) * decay**n * (h * (2 * k - size)).exp()
                for k in range(1, size)
                for n in range(1, min(k, size - k) + 1)
            )
            value = abs(sum(terms, acb(0))) * ground.ring.u**size
            bound = largest_sum(wide, wide.ring.field + wide.ring.slope * abs(s))
            assert value <= bound * (1 + arb((1, -100))), (size, bond, field, slope, s, eps)
            violated += bool(value > largest_sum(replace(wide, excess=arb(1)), wide.ring.field + wide.ring.slope * abs(s)))
    assert violated > 5


def polarised_model(rng: random.Random, largest: int) -> Model:
    """beta = 1; 4K from 1 to 10^4, all other energies over many decades."""
    size = rng.choice((2, 3, rng.randint(2, 60), rng.randint(2, largest)))
    omega, omega_a, gamma = (f"{10 ** rng.uniform(-4, high):.6e}" for high in (1.5, 1, 1))
    return Model(N=size, omega=omega, omega_a=omega_a, gamma=gamma, J=f"{10 ** rng.uniform(0, 4) / 4:.6e}")


@pytest.mark.parametrize("quantity", SMALL)
def test_against_the_full_sum(quantity: str) -> None:
    """Exact for any N >= 2 and K > 0; at full accuracy where the ring is polarised."""
    rng, polarised = generator(f"polarised-{quantity}"), 0
    for _ in range(share(60, 1)):
        model = polarised_model(rng, 800)
        true = enclosure(model, quantity, exact(1), 900)
        with working_precision(400):
            p = setting(model, exact(1), with_ground=False)
            ball = ball_of(IntegralState(p, 400, no_checkpoint, PolarisedParts(p, 400, no_checkpoint)), quantity)
            chosen = polarised_heuristic(p)
        assert ball.overlaps(true), model
        if chosen:
            assert ball.rel_accuracy_bits() > 250, model
            assert integral_enclosure(model, quantity, exact(1), 400).overlaps(true)
        polarised += chosen
    assert polarised > 20


def single_domains(model: Model, beta: str, known: int) -> dict[str, Any]:
    """The four quantities where one domain is flipped at most and m = -N and upper branches are out of reach, to N^2 e^{-4K}.

    Levels above the ground state: N domains of each size k, Delta = 4J + omega_a k + (S_N - S_{N-2k})/2. With p = e^{-beta Delta}
    the entropy is sum p (1 + beta Delta), and rho_t has the smaller eigenvalue sum p (1 - cos delta)/2.
    """
    with precision(4 * known):
        at = numbers(model, beta)
        entropy = heat = slope = smaller = MP.mpf(0)
        top = MP.sqrt(at.omega**2 + (2 * at.gamma * model.N) ** 2)
        for k in range(1, 10**6):
            across = 2 * at.gamma * (model.N - 2 * k)
            split = MP.sqrt(at.omega**2 + across**2)
            rise = at.beta * (4 * at.J + at.omega_a * k + (top - split) / 2)
            share_of = model.N * MP.exp(-rise)
            entropy += share_of * (1 + rise)
            heat += share_of * rise**2
            slope += at.beta * share_of * rise * (across / split - 2 * at.gamma * model.N / top)
            smaller += share_of * (1 - (across * 2 * at.gamma * model.N + at.omega**2) / (split * top)) / 2
            if share_of * k**4 < entropy * MP.mpf(2) ** (-4 * known // 2):
                break
        target = smaller * (1 - MP.log(smaller))
        return {"entropy": entropy, "heat-capacity": heat, "coherence-derivative": slope, "target-entropy": target}


@pytest.mark.parametrize(
    ("size", "omega", "gamma", "coupling"),
    [(10**15 + 7, "1", "2e-4", "5"), (10**12, "100", "1e-13", "7"), (10**18, "100", "3e-19", "20"), (10**9, "80", "9e-8", "15")],
)
def test_single_domains_of_any_number_of_sources(size: int, omega: str, gamma: str, coupling: str) -> None:
    """Weak and strong targets; the upper branch lies e^{-beta S_N} away, farther than one domain."""
    model = Model(N=size, omega=omega, omega_a="3e-4", gamma=gamma, J=coupling)
    true = single_domains(model, "100", 110)
    for quantity in SMALL:
        found = evaluate(model, quantity, beta=100, digits=DIGITS, route="integral")
        assert found.value == rounded(true[quantity], DIGITS, 2 * DIGITS), quantity


@pytest.mark.parametrize("quantity", SMALL)
def test_domains_of_a_thousand_million_spins(quantity: str) -> None:
    """Against the whole ring with the bits that e^{-4K} takes: 4K = 500, and domains up to 1/h* = 10^9."""
    model = Model(N=48317624965524, omega="3.39e-5", omega_a="8.1e-11", gamma="2.8e-12", J="7.7")
    beta = exact("16.2")
    ball = integral_enclosure(model, quantity, beta, 300)
    with working_precision(1400):
        whole = ball_of(IntegralState(setting(model, beta, with_ground=False), 1400, no_checkpoint), quantity)
    assert whole.overlaps(ball) and min(whole.rel_accuracy_bits(), ball.rel_accuracy_bits()) > 100
    assert evaluate(model, quantity, beta="16.2", digits=15).value == str(round_ball(whole, 15))


def test_where_a_ring_counts_as_polarised() -> None:
    with working_precision(100):
        for size, coupling, expected in ((10**6, "10", True), (10**6, "5", False), (1, "50", False), (10**6, "-50", False)):
            assert polarised_heuristic(setting(Model(N=size, omega_a=1, gamma=1, J=coupling), exact(1), with_ground=False)) is expected, (
                size,
                coupling,
            )
