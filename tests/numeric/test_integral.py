"""The integral against the sum over all sectors, the closed form at omega = 0, another quadrature, and itself."""

from __future__ import annotations

import random
from itertools import pairwise, product
from typing import Any

import pytest
from flint import arb

from oracles import omega_zero
from oracles.numbers import MP, numbers, precision
from reliability.balls import accuracy, contains, parts
from reliability.sampling import Point, generator, point, share, vanishes
from symcoh.balls import exponent_of
from symcoh.errors import NotCertified
from symcoh.exactnumbers import enclose, exact
from symcoh.model import Model
from symcoh.numeric.integral import integral_enclosure
from symcoh.numeric.integral.plan import kept_size
from symcoh.numeric.ring.closed_form import closed_form_enclosure
from symcoh.numeric.ring.quantities import enclosure
from symcoh.numeric.ring.setting import Problem
from symcoh.observables import OBSERVABLES

QUANTITIES = tuple(OBSERVABLES)
DIGITS = {30: 100, 100: 333, 300: 997}
"""Digits and the bits they take."""


def lost_bits(at: Point) -> int:
    """log2 of the largest exponent: what the N-th power of lambda_+ loses."""
    model = at.model
    sizes = [abs(enclose(value, 64)) for value in (model.omega, model.omega_a, model.gamma, model.J)]
    beta = enclose(exact(at.beta), 64)
    return max(0, exponent_of(model.N * (beta * (sizes[1] / 2 + sizes[2] + sizes[3]) + 1) + beta * sizes[0]))


def decades(rng: random.Random, low: float, high: float) -> str:
    """A log-uniform parameter of three digits."""
    return f"{10 ** rng.uniform(low, high):.2e}"


def moderate(rng: random.Random, sources: int, warmest: float = 1.0) -> Point:
    """beta times every parameter at most about 10: nothing is exponentially small."""
    omega, omega_a, gamma, size = (decades(rng, -3, 0) for _ in range(4))
    side = rng.choice(("", "-"))
    coupling = rng.choice(("0", size, f"-{size}", f"-{size}"))
    model = Model(N=sources, omega=omega, omega_a=side + omega_a, gamma=rng.choice(("", "-")) + gamma, J=coupling)
    return Point(model, decades(rng, -3, warmest))


@pytest.mark.parametrize("chunk", range(2))
def test_every_quantity_against_the_sum_over_sectors(chunk: int) -> None:
    """Any parameters: what overlaps; moderate ones: what is narrow as well."""
    rng, finite = generator("integral", chunk), 0
    for _ in range(share(60, 2)):
        at = point(rng, 80, zeros=True)
        beta, bits = exact(at.beta), rng.choice((120, 400))
        for quantity in rng.sample(QUANTITIES, 2):
            if not vanishes(at.model, quantity):
                ball = integral_enclosure(at.model, quantity, beta, bits)
                finite += ball.is_finite()
                assert ball.overlaps(enclosure(at.model, quantity, beta, 400)), (str(at), quantity, bits)
    assert finite > share(60, 2)


@pytest.mark.parametrize("chunk", range(2))
def test_accuracy_at_moderate_temperatures(chunk: int) -> None:
    rng = generator("integral-accuracy", chunk)
    for _ in range(share(40, 2)):
        at = moderate(rng, rng.choice((1, 2, 3, 4, 5, rng.randint(6, 300))))
        beta, lost, bits = exact(at.beta), lost_bits(at), rng.choice((200, 400))
        for quantity in rng.sample(QUANTITIES, 4):
            ball = integral_enclosure(at.model, quantity, beta, bits)
            assert ball.overlaps(enclosure(at.model, quantity, beta, 500)), (str(at), quantity, bits)
            floor = lost + 14 if quantity in ("coherence", "partition-function", "bloch-x") else 130
            assert ball.rel_accuracy_bits() > bits - floor, (str(at), quantity, bits, ball.rel_accuracy_bits())


LARGE = [
    (2000, "2/5", "1", 100, QUANTITIES),
    (2001, "-2/5", "1", 30, QUANTITIES),
    (2001, "-2/5", "10", 100, ("coherence", "partition-function")),
    (2000, "0", "1/10", 300, ("coherence", "heat-capacity", "target-entropy")),
    (10_000, "2/5", "1/100", 100, ("coherence", "energy")),
    (10_001, "-3", "1", 30, ("coherence", "magnetization", "coherence-derivative")),
    (100_000, "1/5", "1/2", 30, ("coherence",)),
]


@pytest.mark.parametrize("case", range(len(LARGE)))
def test_thousands_of_sources_against_the_sum(case: int) -> None:
    size, coupling, beta, digits, quantities = LARGE[case]
    model = Model(N=size, omega_a="7/10", gamma="-3/10", J=coupling)
    for quantity in quantities:
        bits = DIGITS[digits] + 100
        ball = integral_enclosure(model, quantity, exact(beta), bits)
        assert ball.rel_accuracy_bits() > DIGITS[digits], quantity
        assert ball.overlaps(enclosure(model, quantity, exact(beta), bits)), quantity


@pytest.mark.parametrize("chunk", range(2))
def test_small_couplings_of_thousands_of_sources(chunk: int) -> None:
    """C keeps its relative accuracy at beta = 1e-30, couplings 1/N, N^-1/2 or 1e-20, and any correlation length."""
    rng, smallest = generator("integral-small", chunk), arb(1)
    for _ in range(share(24, 2)):
        size = rng.choice((1, 2, 3, 100, 101, 1000, 1999))
        small = rng.choice((f"1/{size}", f"1/{max(1, round(size**0.5))}", "1e-20", "3e-9"))
        beta = rng.choice(("1e-30", "1e-9", "1/50", "1", "50"))
        coupling = rng.choice(("0", "1", "-1", "1e-20", "-1e-20", "3"))
        at = Point(Model(N=size, omega_a=small, gamma=rng.choice((small, "1")), J=coupling), beta)
        ball = integral_enclosure(at.model, "coherence", exact(beta), 300)
        assert ball.overlaps(enclosure(at.model, "coherence", exact(beta), 300)), str(at)
        assert ball.rel_accuracy_bits() > 300 - lost_bits(at) - 14, (str(at), ball.rel_accuracy_bits())
        smallest = ball if ball < smallest else smallest
    assert smallest < arb(10) ** -50


@pytest.mark.parametrize("chunk", range(2))
def test_omega_zero(chunk: int) -> None:
    """Two routes that share no integral: the closed form in balls, and the oracle in mpmath."""
    rng = generator("integral-omega-zero", chunk)
    for _ in range(share(30, 2)):
        size = rng.choice((1, 2, 3, 10**3, 10**8 + 1, 10**18, rng.randint(2, 10**6)))
        at = moderate(rng, size)
        model, beta = Model(N=size, omega=0, omega_a=at.model.omega_a, gamma=at.model.gamma, J=at.model.J), exact(at.beta)
        for quantity in rng.sample(("heat-capacity", "energy", "magnetization", "entropy", "free-energy", "purity", "coherence"), 3):
            ball = integral_enclosure(model, quantity, beta, 500)
            assert ball.overlaps(closed_form_enclosure(Problem(model, beta), quantity, 700)), (str(at), quantity)
            assert ball.rel_accuracy_bits() > 200, (str(at), quantity)
        for quantity, value in omega_zero.quantities(model, at.beta, 60).items():
            ball = integral_enclosure(model, quantity, beta, 400)
            assert contains(ball, value, 60) and accuracy(ball) > 200, (str(at), quantity)


@pytest.mark.parametrize("chunk", range(2))
def test_sandwich_at_any_number_of_sources(chunk: int) -> None:
    """log Z lies between its bounds, which are strict."""
    rng, strict = generator("integral-sandwich", chunk), 0
    for _ in range(share(60, 2)):
        at = moderate(rng, 10 ** rng.randint(1, 20) + rng.randint(0, 1), 0)
        ball = integral_enclosure(at.model, "log-partition-function", exact(at.beta), 300)
        middle, radius = parts(ball)
        low, high = omega_zero.sandwich(at.model, at.beta, 300)
        with precision(600):
            slack = high * MP.mpf(2) ** -180
            assert radius < slack and low - slack <= middle <= high + slack, str(at)
            strict += bool(low + slack < middle < high - slack)
    assert strict > 20


MILLIONS = [
    (10**6, "7/10", "3/10", "2/5", "1"),
    (10**20, "7/10", "3/10", "2/5", "10"),
    (10**20, "1e-10", "1e-10", "2/5", "1"),
    (10**20, "7/10", "3/10", "2/5", "1e-9"),
    (10**12, "1e-12", "1e-12", "1", "50"),
    (10**20 + 1, "1e-20", "1", "-1e-3", "1"),
]


def by_another_rule(model: Model, beta: str, digits: int) -> Any:
    """C by tanh-sinh pieces in mpmath, with L in logarithms: no bound is shared, and no formula for L."""
    with precision(int(digits * 3.33) + 2 * model.N.bit_length() + 60):
        at = numbers(model, beta)
        half, slope = at.beta * at.omega / 2, at.beta * at.gamma
        top = omega_zero.Ring(at, at.beta * at.omega_a / 2 + slope)

        def ring(t: Any) -> Any:
            return MP.exp(omega_zero.Ring(at, top.h - slope * t).log - top.log)

        def density(t: Any) -> Any:
            return half**2 / 2 * MP.hyp0f1(2, half**2 * t * (2 - t) / 4) * ring(t)

        rate = (
            at.N * slope * (MP.log(omega_zero.Ring(at, top.h * (1 + MP.mpf(10) ** -30)).larger / top.larger) / (top.h * MP.mpf(10) ** -30))
        )
        cuts = [MP.zero, *(cut / rate for cut in (5, 20, 60, 150, 400) if cut < 2 * rate)]
        cuts += [MP.mpf(2)] if cuts[-1] * rate < 300 else []
        pieces = list(pairwise(cuts))
        if cuts[-1] < 1 and ring(MP.mpf(2)) > MP.mpf(10) ** -digits:
            pieces += [(2 - last, 2 - first) for first, last in pieces]
        mass, lost = (sum(MP.quad(f, list(pair)) for pair in pieces) for f in (density, lambda t: t * density(t)))
        far = ring(MP.mpf(2))
        return 1 - (2 * far + lost) / (1 + far + mass)


@pytest.mark.parametrize("case", range(len(MILLIONS)))
def test_millions_of_sources_against_another_quadrature(case: int) -> None:
    """No code is shared but the representation, which the sums over sectors have tested."""
    size, omega_a, gamma, coupling, beta = MILLIONS[case]
    model = Model(N=size, omega_a=omega_a, gamma=gamma, J=coupling)
    ball = integral_enclosure(model, "coherence", exact(beta), 420)
    assert contains(ball, by_another_rule(model, beta, 40), 32) and accuracy(ball) > 250


@pytest.mark.parametrize("chunk", range(2))
def test_one_value_at_every_precision(chunk: int) -> None:
    """Any parameters, beta from 1e-30 to 1e12, N to 10^20: balls of one value meet, and nothing raises or hangs."""
    rng, narrow = generator("integral-precision", chunk), 0
    for _ in range(share(40, 2)):
        at = point(rng, 10 ** rng.choice((1, 3, 6, 20)), zeros=True)
        beta, bits, quantity = exact(at.beta), rng.choice((64, 150, 300)), rng.choice(QUANTITIES)
        if not vanishes(at.model, quantity):
            rough, fine = (integral_enclosure(at.model, quantity, beta, precise) for precise in (bits, 2 * bits + 100))
            assert rough.overlaps(fine), (str(at), quantity, bits)
            narrow += fine.is_finite() and fine.rel_accuracy_bits() > bits
    assert 5 * narrow > 2 * share(40, 2)


def test_a_cold_target_is_given_up() -> None:
    """The ball is infinite where too many nodes are needed, whatever is asked."""
    model = Model(N=1000, omega_a="7/10", gamma="1e-6", J="2/5")
    for quantity in QUANTITIES:
        assert not integral_enclosure(model, quantity, exact("1e12"), 200).is_finite()


def test_more_sources_than_a_float_can_count() -> None:
    ball = integral_enclosure(Model(N=10**400, omega_a="7/10", gamma="3/10", J="2/5"), "heat-capacity", exact(1), 5000)
    small = integral_enclosure(Model(N=10**4, omega_a="7/10", gamma="3/10", J="2/5"), "heat-capacity", exact(1), 200)
    assert ball.rel_accuracy_bits() > 1000
    assert abs(ball / 10**400 - small / 10**4) < 1e-3


def test_the_checkpoint_stops_it() -> None:
    def stop() -> None:
        raise NotCertified("enough")

    for quantity, size in product(("coherence", "energy", "magnetization"), (3, 10**9)):
        with pytest.raises(NotCertified, match="enough"):
            integral_enclosure(Model(N=size, omega_a=1, gamma=1), quantity, exact(1), 100, stop)


def test_signs_follow_gamma_and_omega_a() -> None:
    plus, minus = (Model(N=10**7, omega_a=side, gamma="1/2", J="1/3") for side in ("1", "-1"))
    for quantity in ("bloch-x", "magnetization"):
        one, other = (integral_enclosure(model, quantity, exact("1/100"), 200) for model in (plus, minus))
        assert one.overlaps(-other) and (one > 0) == (quantity == "bloch-x")


def test_few_numbers_of_nodes_are_used() -> None:
    """No fewer than wanted, at most an eighth or seven more, and 16 of an octave."""
    assert all(wanted <= kept_size(wanted) <= max(wanted + 7, wanted * 9 // 8) for wanted in range(1, 5000))
    assert len({kept_size(wanted) for wanted in range(2049, 4097)}) == 16
