"""Strong kernels: the integrand lives inside [-1, 1], where its size is bounded below, and every digit is checked."""

from __future__ import annotations

import random

import pytest
from flint import arb

from oracles import ring_integral
from oracles.numbers import rounded
from reliability.sampling import generator, share
from symcoh.balls import working_precision
from symcoh.decimals import round_ball
from symcoh.exactnumbers import exact
from symcoh.model import Model
from symcoh.numeric.integral import integral_enclosure
from symcoh.numeric.integral.parameters import parameters
from symcoh.numeric.integral.peak import heuristic_sizes, partition_bound
from symcoh.numeric.integral.rings import scaled_ring
from symcoh.numeric.quantities import enclosure

from .test_integral import decades

BITS = 200
DIGITS = 12


def test_the_bound_of_z_is_below_z() -> None:
    """At any s, and within a factor sqrt(1 + a) of it at the peak; C Z is told within that factor as well."""
    rng, largest, furthest = generator("peak"), arb(0), arb(0)
    for _ in range(share(120, 1)):
        sources = rng.randint(1, 40)
        omega, omega_a, gamma, size = (decades(rng, -1, 2), *(decades(rng, -3, 0) for _ in range(3)))
        model = Model(N=sources, omega=omega, omega_a=omega_a, gamma=gamma, J=rng.choice(("", "-")) + size)
        beta = exact(decades(rng, -1, 1.5))
        true = enclosure(model, "partition-function", beta, BITS)
        coherence = enclosure(model, "coherence", beta, BITS)
        with working_precision(BITS):
            p = parameters(model, beta)
            ring, top = scaled_ring(p.sources, p.side, p.bond, p.field, p.slope)
            scale = (top * (p.bond if sources == 1 else abs(p.bond)).exp()) ** sources
            for s in (0, 1, rng.random(), rng.random()):
                ratio = partition_bound(ring, p.strength, arb(s)) * scale / true
                assert ratio < 1 + arb((1, -100)), (model, beta, s)
                largest = max(largest, ratio)
            found, first = heuristic_sizes(ring, p.strength)
            assert found * scale / true > 1 / (8 * (1 + p.strength).sqrt()), (model, beta)
            furthest = max(furthest, abs((first / found / coherence).log()))
    assert largest > 0.9
    assert furthest < 4


def test_the_bound_is_nothing_outside_its_domain() -> None:
    with working_precision(BITS):
        ring, _ = scaled_ring(5, 1, arb(1), arb(1), arb(1))
        assert partition_bound(ring, arb(20), arb(-1)).is_zero()
        assert partition_bound(ring, arb(20), arb(2)).is_zero()


DISORDERED = [
    (
        "coherence",
        (36528720616757, "1.046601053817e+01", "3.243524396189e-08", "2.412551279410e-11", "-8.120813328290e-09"),
        "2.794519083114e+02",
    ),
    ("coherence", (78722719752474, "8.416612187677", "1.054213907371e-08", "7.407738690416e-10", "-3.403754634507e-09"), "201.7906971798"),
    ("relative-entropy-of-coherence", (688351310830459776, "34.96", "2.936e-14", "1.2647e-11", "-6.8526e-12"), "199.47"),
    (
        "target-entropy",
        (877571543023, "0.8592610487059", "1.224441493520e-08", "4.079468012808e-11", "-3.419577958979e-09"),
        "15410.48989900",
    ),
    ("target-entropy", (5285380686, "1.030775253078", "1.603938390436e-09", "5.824889885573e-08", "-2.947692936999e-08"), "7420.805320076"),
    ("coherence", (219446378786692, "99.57835427542", "3.759582965852e-10", "5.040358762955e-07", "-8.737263815202e-03"), "75.49086046974"),
    ("ergotropy", (22896580170955, "27.63842129523", "1.373399475518e-06", "1.587820925421e-09", "-3.442778388213e-07"), "56.97843434613"),
]
"""Sources that stay disordered beside a target far below its own gap: (N, omega, omega_a, gamma, J) and beta."""


@pytest.mark.parametrize("case", DISORDERED[: share(1, 1)], ids=lambda case: f"{case[0]}-{case[1][0]}")
def test_disordered_sources_beside_a_cold_target(case: tuple[str, tuple[int, str, str, str, str], str]) -> None:
    quantity, (size, omega, omega_a, gamma, coupling), beta = case
    model = Model(N=size, omega=omega, omega_a=omega_a, gamma=gamma, J=coupling)
    ball = integral_enclosure(model, quantity, exact(beta), 320)
    assert ball.rel_accuracy_bits() > 120
    true = ring_integral.quantities(model, beta, DIGITS + 8)[quantity]
    assert str(round_ball(ball, DIGITS)) == rounded(true, DIGITS, DIGITS + 8)


def cold_target(rng: random.Random) -> tuple[Model, str]:
    """beta omega up to 10^5, and sources whose pull N c m lies around it."""
    sources, bond = rng.randint(20, 1500), rng.uniform(-1.5, 0.5)
    strength = 10 ** rng.uniform(1.5, 4.7)
    slope = strength / sources * 10 ** rng.uniform(-1.5, 1.5)
    field = 10 ** rng.uniform(-4, 0)
    return Model(N=sources, omega=f"{2 * strength:.3e}", omega_a=f"{2 * field:.3e}", gamma=f"{slope:.3e}", J=f"{bond:.3e}"), "1"


@pytest.mark.parametrize("quantity", ["coherence", "log-partition-function", "energy", "magnetization", "population-excited", "purity"])
def test_cold_targets_against_the_sum_over_sectors(quantity: str) -> None:
    """What is answered is right, and nearly all is answered."""
    rng, wide = generator(f"cold-target-{quantity}"), 0
    cases = share(10, 1)
    for _ in range(cases):
        model, beta = cold_target(rng)
        ball = integral_enclosure(model, quantity, exact(beta), 260)
        assert ball.overlaps(enclosure(model, quantity, exact(beta), 400)), (quantity, model)
        wide += ball.rel_accuracy_bits() < 100
    assert wide <= cases // 5
