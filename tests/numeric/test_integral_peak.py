"""Strong kernels: the integrand lives inside [-1, 1], where its size is bounded below, and every digit is checked."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from flint import acb, arb

from oracles import ring_integral
from oracles.numbers import rounded
from reliability.sampling import generator, share
from symcoh import evaluate
from symcoh.balls import working_precision
from symcoh.decimals import round_ball
from symcoh.exactnumbers import exact
from symcoh.model import Model
from symcoh.numeric.integral import integral_enclosure
from symcoh.numeric.integral.bounds import Ground, arc_bounds, modulus_lift, paired_share, root_line, widened_in_beta
from symcoh.numeric.integral.plan import make_plan
from symcoh.numeric.integral.ring_sums import Ring, delicate_pair, scaled_ring
from symcoh.numeric.integral.saddle_point import ground_of, heuristic_sizes, partition_bound
from symcoh.numeric.ring.quantities import enclosure
from symcoh.numeric.ring.setting import setting

from .test_integral import decades
from .test_integral_bounds import complex_power_sum

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
            p = setting(model, beta, with_ground=False)
            ring, top = scaled_ring(p.sources, p.coupling_side, p.bond, p.field, p.slope)
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


def box(rng: random.Random, widest: float) -> tuple[arb, arb]:
    """Balls of x and y with |x|, |y| up to about 2, half of them near the real interval."""
    x, y = rng.uniform(-1.3, 1.3), rng.choice((1.0, 1e-2, 1e-4)) * rng.uniform(-1, 1)
    return arb(x, widest * rng.random()), arb(y, widest * rng.random() * abs(y))


def corner(rng: random.Random, x: arb, y: arb) -> acb:
    """A point of the box, often a corner of it."""
    shares = [rng.choice((-1, 1, rng.uniform(-1, 1))) for _ in range(2)]
    return acb(x.mid() + shares[0] * x.rad(), y.mid() + shares[1] * y.rad())


def test_the_line_lies_above_the_root() -> None:
    """Re sqrt(1 - s^2) at random points of random boxes; for small boxes near the real axis to second order."""
    rng, slack, exact_slope = generator("root line"), arb((1, -150)), 0
    with working_precision(BITS):
        for _ in range(share(600, 1)):
            x, y = box(rng, 10 ** rng.uniform(-6, -0.5))
            low, high = root_line(x, y)
            for _ in range(4):
                s = corner(rng, x, y)
                along = (s.real - x.lower()) / (x.upper() - x.lower())
                assert (1 - s * s).sqrt().real <= low + along * (high - low) + slack, (x, y, s)
        for _ in range(share(100, 1)):
            x, y = arb(rng.uniform(-0.9, 0.9), 1e-5), arb(0, 1e-5)
            low, high = root_line(x, y)
            for v, value in ((x.lower(), low), (x.upper(), high)):
                exact_slope += bool(value - (1 - v * v).sqrt() < 1e-8)
    assert exact_slope == 2 * share(100, 1)


def test_the_modulus_is_lifted_by_no_more_than_the_bound() -> None:
    """|s| - |x| on a dense grid of each box, corners included, and the bound is taken: x in [.3, .4], y in [.9, 1] gives .74403."""
    rng, slack, steps = generator("lift"), arb((1, -BITS + 8)), 20
    boxes = [(arb(0.35, 0.05), arb(0.95, 0.05)), (arb(0), arb(0)), (arb(0), arb(1)), (arb(1), arb(0)), (arb(-0.35, 0.05), arb(-0.95, 0.05))]
    with working_precision(BITS):
        for x, y in (*boxes, *(box(rng, 10 ** rng.uniform(-6, 0)) for _ in range(share(60, 10)))):
            bound, largest = modulus_lift(x, y), arb(0)
            for u in (x.mid() + x.rad() * i / steps for i in range(-steps, steps + 1)):
                for v in (y.mid() + y.rad() * i / steps for i in range(-steps, steps + 1)):
                    lift = (u * u + v * v).sqrt() - abs(u)
                    assert lift <= bound + slack, (x, y, u, v)
                    largest = largest.max(lift)
            step = x.rad() / steps if x.contains(0) else arb(0)  # the grid may miss x = 0, where the slope is -1
            assert bound <= largest * (1 + slack) + step + slack, (x, y)
        assert 0.74403 < modulus_lift(*boxes[0]) < 0.74404


def strong_ground(rng: random.Random, paired: bool) -> tuple[Ground, arb, arb]:
    """A ring of up to 30 sources whose pull is of the order of a strong kernel's, its K and its scale to the N-th power."""
    sources, strength = rng.randint(2, 30), arb(10 ** rng.uniform(1, 4))
    bond, field = arb(rng.uniform(-0.5, 0.5)), arb(10 ** rng.uniform(-3, -1))
    slope = strength / sources * 10 ** rng.uniform(-1, 1)
    ring, top = scaled_ring(sources, 1 if bond > 0 else -1, bond, field, slope)
    ground = Ground(
        ring=ring, strength=strength, excess=arb(1), widen=arb(0), paired=paired, total=arb(1), difference=arb(1), goal=60, turn=arb(0)
    )
    return ground, bond, (top * abs(bond).exp()) ** sources


@pytest.mark.parametrize("paired", [False, True])
def test_arcs_bound_the_integrand_on_whole_boxes(paired: bool) -> None:
    """|k L|, |k s D| at random points of boxes; within a few powers of a where the kernel and the ring pull against each other."""
    rng, close = generator(f"arcs-{paired}"), 0
    with working_precision(4 * BITS):
        for _ in range(share(150, 1)):
            ground, bond, top = strong_ground(rng, paired)
            ring, a = ground.ring, ground.strength
            x, y = box(rng, 10 ** rng.uniform(-4, -1)) if rng.random() < 0.5 else (arb(rng.uniform(0.05, 0.95), 1 / a), arb(0, 1 / a))
            mass, first, longitudinal = arc_bounds(ground, x, y)
            for _ in range(3):
                s = corner(rng, x, y)
                upper, lower = (complex_power_sum(ring.sources, acb(bond), ring.field + sign * ring.slope * s) / top for sign in (1, -1))
                k, second = (a**2 / 2 * (w := a * a * (1 - s * s) / 4).hypgeom_0f1(2)), a * w.hypgeom_0f1(1)
                values = (k * (upper + lower), k * s * (upper - lower), second * (upper + lower))
                alone = (k * upper, k * (1 - s) * upper, second * upper)
                for value, bound in zip(values if paired else alone, (mass, first, longitudinal), strict=True):
                    assert abs(value) <= bound * (1 + arb((1, -100))), (ground, x, y, s)
            close += bool(mass < abs(values[0] if paired else alone[0]) * (1 + a) ** 3)
    assert close > share(150, 1) // 4


def test_arcs_are_sharp_for_pairs_at_imaginary_s_and_for_a_turned_kernel() -> None:
    """One source and next to no kernel at s = i, where |D| exceeds P(0) D(1)/P(1); and |k| at s = 50 with a turned beta."""
    with working_precision(4 * BITS):
        ring, top = scaled_ring(1, 0, arb(0), arb(3), arb(1))
        total, difference = delicate_pair(ring, arb(1))
        tiny = Ground(
            ring=ring,
            strength=arb(1) / 100,
            excess=arb(1),
            widen=arb(0),
            paired=True,
            total=total,
            difference=difference,
            goal=60,
            turn=arb(0),
        )
        upper, lower = (complex_power_sum(1, acb(0), acb(3, sign)) / top for sign in (1, -1))
        value = abs(upper - lower) * tiny.strength**2 / 2
        bound = arc_bounds(tiny, arb(0), arb(1))[1]
        assert value < bound < 1.5 * value
        free = scaled_ring(1, 0, arb(0), arb(0), arb(0))[0]
        strong = replace(tiny, ring=free, strength=arb(1000), paired=False)
        wide, eta = widened_in_beta(strong, arb(0))
        turned = 1000 * acb(1, eta)
        kernel = abs(turned**2 / 2 * (turned**2 * (1 - arb(50) ** 2) / 4).hypgeom_0f1(2)) * 2
        assert kernel <= arc_bounds(wide, arb(50), arb(0))[0]
        assert not kernel <= arc_bounds(replace(wide, turn=arb(0)), arb(50), arb(0))[0]


def test_the_share_of_pairs_rises() -> None:
    rng, sharpest = generator("paired share"), arb("inf")
    with working_precision(BITS):
        for _ in range(share(200, 1)):
            ground = strong_ground(rng, True)[0]
            s = arb(10 ** rng.uniform(-4, 0))
            r = s * rng.random()
            total, difference = delicate_pair(ground.ring, r)
            assert difference / total <= paired_share(ground, s) * (1 + arb((1, -100))), (ground, r, s)
            total, difference = delicate_pair(ground.ring, s)
            sharpest = min(sharpest, paired_share(ground, s) * total / difference)
    assert sharpest < 1.001


@pytest.mark.parametrize("strength", [10**4, 10**6, 10**8])
@pytest.mark.parametrize("pull", ["0.7", "1.5", "40"])
def test_a_peak_inside_takes_few_nodes(strength: int, pull: str) -> None:
    """However narrow it is: sources of weak fields that polarise with the target, N c^2 = pull a, and a seed that tips it to one side."""
    sources, goal = 10**14, 400
    with working_precision(160):
        slope, field = (arb(pull) * strength / sources).sqrt(), arb(10) ** -9 * strength**0.5 / 30
        ring: Ring[arb] = scaled_ring(sources, 0, arb(0), field, slope)[0]
        plan = make_plan(ground_of(ring, arb(strength), goal), lambda: None)
    assert plan is not None and sum(panel.size for panel in plan.panels) <= 6 * goal


def by_the_oracle(model: Model, quantity: str, beta: str) -> object:
    """The integral in plain floats; the target's part of it only where it is wanted."""
    return ring_integral.quantities(model, beta, DIGITS + 8, quantity not in ("coherence", "log-partition-function"))[quantity]


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
    true = by_the_oracle(model, quantity, beta)
    assert str(round_ball(ball, DIGITS)) == rounded(true, DIGITS, DIGITS + 8)


COLDEST = [
    ("coherence", (846491936867, "54.17122964720", "2.174266798624e-5", "8.967148937505e-11", "3.230577678570e-5"), "50957.08458163"),
    ("coherence", (1760869540767, "71.88365106050", "5.627148365909e-9", "5.366822213711e-9", "-4.080047928458e-9"), "238784.1138930"),
    (
        "log-partition-function",
        (167417475461004192, "3.229820225725", "3.560007628697e-8", "2.923334062198e-14", "-8.901413703125e-9"),
        "56535.53110828",
    ),
]
"""The same with beta omega/2 from 10^5 to 10^7 and a peak inside [0, 1]."""


@pytest.mark.parametrize("case", COLDEST[: share(1, 1)], ids=lambda case: f"{case[0]}-{case[1][0]}")
def test_targets_colder_still(case: tuple[str, tuple[int, str, str, str, str], str]) -> None:
    quantity, (size, omega, omega_a, gamma, coupling), beta = case
    model = Model(N=size, omega=omega, omega_a=omega_a, gamma=gamma, J=coupling)
    found = evaluate(model, quantity, beta=beta, digits=DIGITS)
    assert found.route == "integral"
    assert found.value == rounded(by_the_oracle(model, quantity, beta), DIGITS, DIGITS + 8)


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
