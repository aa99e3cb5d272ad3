"""The expansion at the end point against quadratures that share nothing with it, against the rule, and its bound under attack."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from flint import acb, arb

from derivations.integral_representation import power_sum
from reliability.sampling import Point, generator, share
from symcoh.balls import exponent_of, midpoint, working_precision
from symcoh.exactnumbers import exact
from symcoh.model import Model
from symcoh.numeric.integral import integral_enclosure, sums
from symcoh.numeric.integral.bounds import Errors, Ground
from symcoh.numeric.integral.endpoint import Expansion, expanded, heuristic_expansion, majorant, planned_expansion, remainder
from symcoh.numeric.integral.endpoint_series import endpoint_sums, substitution
from symcoh.numeric.integral.moments import Moments
from symcoh.numeric.integral.ring_sums import Ring, scaled_ring
from symcoh.numeric.precision import planned_bits
from symcoh.numeric.ring.quantities import enclosure
from symcoh.numeric.ring.setting import Setting, setting

from .test_integral import decades, lost_bits
from .test_integral_bounds import decade

BITS = 300
FIELDS = ("partition", "transverse", "deficit", "longitudinal")
NAMES = ("coherence", "log-partition-function", "bloch-z", "purity", "target-entropy", "population-excited")
Integrand = Callable[[acb, bool], acb]


def quiet() -> None:
    """A checkpoint that never stops."""


def larger(at: Ring[arb], bond: arb, field: acb, analytic: bool = False) -> acb:
    """lambda_+ e^{-|K|} from the trace and the determinant of the transfer matrix; e^{-|K|} 2 cosh h e^{|K|} for one source."""
    if at.sources == 1:
        return 2 * field.cosh()
    up, size = (bond - abs(bond)).exp(), abs(bond)
    half = up * field.cosh()
    determinant = (2 * (bond - size)).exp() - (-2 * (bond + size)).exp()
    root: acb = (half * half - determinant).sqrt(analytic=analytic)
    return half + root


def random_case(rng: random.Random, sources: int, least: float = -2.0) -> tuple[Ring[arb], arb, arb, arb]:
    """(ring, K, a, reach) of moderate parameters, c reach < h*."""
    side = rng.choice((-1, 0, 1)) if sources > 1 else 0
    bond = side * decade(rng, -2, 0.5)
    ring, _ = scaled_ring(sources, side, bond, decade(rng, least, 0.5), decade(rng, -2, 0.5))
    longest = min(2.0, float(1 + ring.field / ring.slope))
    return ring, bond, decade(rng, -1.5, 1), arb(longest * rng.uniform(0.05, 0.98))


def integrands(ring: Ring[arb], bond: arb, a: arb) -> tuple[Integrand, Integrand, Integrand]:
    """K, t k and l times lambda_+^N as functions of complex t, the kernels as Bessel functions of Arb."""
    top = larger(ring, bond, acb(ring.field + ring.slope))

    def power(t: acb, analytic: bool) -> acb:
        field = acb(ring.field + ring.slope) - t * ring.slope
        return (larger(ring, bond, field, analytic) / top) ** ring.sources

    return over(a, power)


def over(a: arb, power: Integrand) -> tuple[Integrand, Integrand, Integrand]:
    """K, t k and l times a function of t."""

    def kernel(t: acb, order: int) -> acb:
        return (t * (2 - t) * a * a / 4).hypgeom_0f1(1 + order) * (a * a / 2 if order else a)

    return (
        lambda t, analytic: kernel(t, 1) * power(t, analytic),
        lambda t, analytic: t * kernel(t, 1) * power(t, analytic),
        lambda t, analytic: kernel(t, 0) * power(t, analytic),
    )


def ground_of(ring: Ring[arb], a: arb) -> Ground:
    return Ground(ring=ring, strength=a, excess=arb(1), widen=arb(0), paired=False, total=arb(1), difference=arb(1), goal=BITS, turn=arb(0))


def series_of(ring: Ring[arb], a: arb, terms: int) -> tuple[arb, arb, arb]:
    return endpoint_sums(ring, a, terms, True, quiet) if terms else (arb(0), arb(0), arb(0))


def bounds_of(ring: Ring[arb], a: arb, reach: arb, terms: int) -> tuple[arb, arb, arb]:
    found = remainder(ring, a, reach, terms)
    return found.mass, found.first, found.longitudinal


@pytest.mark.parametrize("chunk", range(2))
def test_remainders_against_adaptive_quadrature(chunk: int) -> None:
    """The integrals by acb.integral, from the transfer matrix: no more than the bound is left out, and often about as much."""
    rng, sharp = generator("endpoint-remainder", chunk), [0] * 3
    with working_precision(BITS):
        for _ in range(share(300, 2)):
            ring, bond, a, reach = random_case(rng, rng.choice((1, 2, 3, rng.randint(4, 300))))
            terms = rng.randint(0, 12)
            trio = zip(integrands(ring, bond, a), series_of(ring, a, terms), bounds_of(ring, a, reach, terms), strict=True)
            for place, (f, found, bound) in enumerate(trio):
                error = abs(acb.integral(f, 0, reach).real - found)
                assert error < bound, (ring, reach, terms)
                sharp[place] += bool(bound < 8 * error)
    assert min(sharp) > 8, sharp


@pytest.mark.parametrize("chunk", range(2))
def test_remainders_against_more_terms(chunk: int) -> None:
    """Any number of sources: so many terms and twenty more differ by no more than both bounds, the second of which is far below."""
    rng, worst = generator("endpoint-terms", chunk), arb("inf")
    with working_precision(6 * BITS):
        for _ in range(share(300, 2)):
            ring, _, a, reach = random_case(rng, 10 ** rng.randint(4, 20) + rng.randint(0, 1))
            terms = rng.randint(0, 12)
            few, many = (series_of(ring, a, count) for count in (terms, terms + 20))
            rough, fine = (bounds_of(ring, a, reach, count) for count in (terms, terms + 20))
            for one, other, bound, finer in zip(few, many, rough, fine, strict=True):
                error = abs(one - other)
                assert error < bound + finer, (ring, reach, terms)
                worst = min(worst, bound / error)
    assert worst < 4


@pytest.mark.parametrize("chunk", range(2))
def test_whole_integrals_lie_in_their_balls(chunk: int) -> None:
    """K L, t k L and l L over [-1, 1] with L from the transfer matrix: lambda_-, what lies beyond the reach, and the series."""
    rng, beyond = generator("endpoint-whole", chunk), 0
    with working_precision(BITS):
        for _ in range(share(80, 2)):
            ring, bond, a, reach = random_case(rng, rng.choice((1, 2, 3, *rng.sample(range(4, 120), 5))), rng.choice((-8.0, -2.0)))
            found = majorant(ring, reach)
            assert found is not None
            terms = min(100, 1 + int(ring.sources * float(found.zeta / (1 - found.zeta)) / 2))
            expansion = planned_expansion(ground_of(ring, a), found, terms)
            balls = expanded(ring, a, expansion, BITS, True, quiet)
            top = (larger(ring, bond, acb(ring.field + ring.slope)).real * abs(bond).exp()) ** ring.sources

            def power(t: acb, analytic: bool, ring: Ring[arb] = ring, bond: arb = bond, top: arb = top) -> acb:
                return power_sum(ring.sources, bond, ring.field + ring.slope * (1 - t)) / top

            whole = [acb.integral(f, 0, 2).real for f in over(a, power)]
            assert all(ball.contains(value.mid()) for ball, value in zip(balls, whole, strict=True)), (ring, reach)
            beyond += bool(abs(balls[0].mid() - whole[0]) > remainder(ring, a, reach, terms).mass + found.smaller * whole[0])
    assert beyond > 4


def test_the_smaller_eigenvalue_widens_the_balls() -> None:
    nothing = Errors(mass=arb(0), first=arb(0), longitudinal=arb(0))
    with working_precision(BITS):
        ring, _ = scaled_ring(10**6, 0, arb(0), arb(1), arb(1))
        share_of_it = arb((1, -20))
        balls = expanded(ring, arb(1), Expansion(terms=9, errors=nothing, smaller=share_of_it), BITS, True, quiet)
        for ball, value in zip(balls, series_of(ring, arb(1), 9), strict=True):
            assert ball.contains(value * (1 + share_of_it)) and ball.contains(value * (1 - share_of_it))
            assert ball.rel_accuracy_bits() > 17


def test_the_substitution() -> None:
    """At z = 1 - lambda(h* - c t)^2 the series for t gives t, and its derivative T/(2 c (1 - z))."""
    rng = generator("endpoint-substitution")
    for _ in range(share(100, 1)):
        with working_precision(BITS):
            ring, bond, _, reach = random_case(rng, rng.choice((1, 2, 10**6)))
            found = majorant(ring, reach)
            assert found is not None
            density, series = substitution(ring, 60)
            assert all(one > 0 for one in [*density.coeffs(), *series.coeffs()[1:]]), "the theorem lives on positive coefficients"
            t = reach / 10**6
            value = larger(ring, bond, acb(ring.field + ring.slope * (1 - t))).real / larger(ring, bond, acb(ring.field + ring.slope)).real
            z = 1 - value * value
            field = ring.field + ring.slope * (1 - t)
            sine = ring.u * field.sinh()
            slope = (sine * sine + ring.v).sqrt() / (2 * ring.slope * sine)
            left = (z / found.zeta) ** 59
            wanted = ((series, t, reach), (density, slope, found.density))
            for poly, known, size in wanted:
                ball = poly(z) + arb(0, (left * size).abs_upper())
                assert ball.overlaps(known) and ball.rel_accuracy_bits() > BITS - 80
            assert (series.derivative()(z) * (1 - z) / density(z)).overlaps(1 + arb(0, 2**200 * arb((1, -BITS))))


def test_the_smaller_eigenvalue() -> None:
    """Its share is at most the bound wherever t <= reach, and is the bound at t = reach."""
    rng = generator("endpoint-smaller")
    with working_precision(BITS):
        for _ in range(share(100, 1)):
            ring, bond, _, reach = random_case(rng, rng.randint(2, 60))
            found = majorant(ring, reach)
            assert found is not None
            for t, least in ((reach, 1 - arb((1, -40))), (reach * arb(rng.random()), arb(0))):
                value = larger(ring, bond, acb(ring.field + ring.slope * (1 - t))).real
                trace = 2 * (bond - abs(bond)).exp() * (ring.field + ring.slope * (1 - t)).cosh()
                ratio = (abs(trace - value) / value) ** ring.sources
                assert ratio <= found.smaller + arb((1, -200)) and ratio >= least * found.smaller - arb((1, -200))


def test_the_bounds_are_infinite_where_the_theorem_is_silent() -> None:
    with working_precision(64):
        ring, _ = scaled_ring(10**6, 1, arb(1), arb(1), arb(2))
        flat, _ = scaled_ring(10**6, 1, arb(1), arb(1), arb(0))
        long, _ = scaled_ring(10**6, 1, arb(1), arb(9), arb(1))
        cases = [(ring, reach) for reach in (arb(0), arb(-1), arb(1.5), arb(1.7), arb(0.5, 0.6))] + [(flat, arb(1)), (long, arb(2.5))]
        for at, reach in cases:
            found = remainder(at, arb(1), reach, 5)
            assert not any(bound.is_finite() for bound in (found.mass, found.first, found.longitudinal)), reach
        assert remainder(ring, arb(1), arb(1.4), 5).mass.is_finite() and remainder(long, arb(1), arb(2), 5).mass.is_finite()


class Routes:
    """Which expansions were chosen; `closed` sends everything to the rule."""

    def __init__(self) -> None:
        self.chosen: list[Expansion | None] = []
        self.closed = False

    def __call__(self, ground: Any) -> Expansion | None:
        self.chosen.append(None if self.closed else heuristic_expansion(ground))
        return self.chosen[-1]


@pytest.fixture
def routes(monkeypatch: pytest.MonkeyPatch) -> Routes:
    found = Routes()
    monkeypatch.setattr(sums, "heuristic_expansion", found)
    return found


def both_ways(routes: Routes, p: Setting, bits: int) -> tuple[Moments[arb], Moments[arb]]:
    """The moments by the expansion, which must be in use, and by the rule."""
    found = []
    for routes.closed in (False, True):
        found.append(sums.plain_moments(p, bits, True, quiet))
        assert (routes.chosen[-1] is None) == routes.closed
    assert found[0] is not None and found[1] is not None
    return found[0], found[1]


def large(rng: random.Random, digits: int) -> tuple[Model, str]:
    """A setting that the expansion serves: c N m* and N m* h* far above the digits."""
    sources = 10 ** rng.randint({30: 5, 100: 7, 300: 8}[digits], 20) + rng.randint(0, 1)
    beta, coupling = rng.choice(("1/2", "1", "3", "10")), rng.choice(("0", "2/5", "-1/5", "1/20", "1e-9", "-1e-9"))
    omega_a, gamma = decades(rng, -0.4, 0.4), decades(rng, -0.8, -0.1)
    return Model(N=sources, omega=decades(rng, -3, 0.5), omega_a=omega_a, gamma=gamma, J=coupling), beta


@pytest.mark.parametrize("chunk", range(3))
def test_against_the_rule(chunk: int, routes: Routes) -> None:
    """N up to 10^20 at 30, 100 and 300 digits: both balls meet, and the expansion keeps the digits."""
    rng, digits = generator("endpoint-rule", chunk), (30, 100, 300)[chunk]
    for _ in range(share(45, 3)):
        model, beta = large(rng, digits)
        bits = planned_bits(model, "coherence", exact(beta), digits)
        with working_precision(bits):
            new, old = both_ways(routes, setting(model, exact(beta), with_ground=False), bits)
        for field in FIELDS:
            one, other = getattr(new, field), getattr(old, field)
            assert one.overlaps(other), (model, beta, field)
            floor = bits - lost_bits(Point(model, beta)) - 14 + exponent_of(one / new.partition)
            assert one.rel_accuracy_bits() > floor > 0, (model, beta, field, one.rel_accuracy_bits(), floor)


SETS = [
    (30000, "1", "7/10", "3/10", "2/5", "1"),
    (10**5, "1/3", "2", "1/5", "-1/20", "2"),
    (10**6, "1", "-7/10", "3/10", "-2/5", "10"),
    (10**9 + 1, "2", "1/10", "1/20", "1/5", "3"),
    (10**20, "1", "7/10", "-3/10", "2/5", "1"),
]


@pytest.mark.parametrize("case", range(len(SETS)))
def test_against_adaptive_quadrature(case: int, routes: Routes) -> None:
    """C, log Z without the scale, and |z|, from acb.integral over 0 <= t <= 300/(N c m*); the rest is below 1e-100."""
    sources, omega, omega_a, gamma, coupling, beta = SETS[case]
    model = Model(N=sources, omega=omega, omega_a=omega_a, gamma=gamma, J=coupling)
    bits = planned_bits(model, "coherence", exact(beta), 50)
    with working_precision(bits):
        p = setting(model, exact(beta), with_ground=False)
        found = sums.plain_moments(p, bits, True, quiet)
    assert found is not None and routes.chosen[-1] is not None
    with working_precision(bits + 200):
        p = setting(model, exact(beta), with_ground=False)
        ring, _ = scaled_ring(p.sources, p.coupling_side, p.bond, p.field, p.slope)
        top = ring.field + ring.slope
        slope = sources * ring.slope * top.sinh() / (top.sinh() ** 2 + (-4 * p.bond).exp()).sqrt()
        end = midpoint(300 / slope)
        functions = integrands(ring, p.bond, p.strength)
        assert abs(functions[2](acb(end), False)) < arb(10) ** -100
        mass, first, longitudinal = (
            sum((acb.integral(f, end * j / 4, end * (j + 1) / 4).real for j in range(4)), arb(0)) for f in functions
        )
        wanted = {"partition": 1 + mass, "deficit": first, "longitudinal": longitudinal}
        for field, value in wanted.items():
            ball = getattr(found, field)
            assert (ball + arb(0, arb(10) ** -95)).overlaps(value), field
            assert ball.rel_accuracy_bits() > 160 - 2 * sources.bit_length(), (field, ball.rel_accuracy_bits())


def test_against_the_sum_over_sectors(routes: Routes) -> None:
    """The definition itself, at N = 10^4 and 20001, even and odd, for quantities of every moment."""
    for sources, coupling, beta in ((10**4, "2/5", "1"), (20001, "-1/5", "1"), (20001, "1/5", "3")):
        model = Model(N=sources, omega_a="7/10", gamma="3/10", J=coupling)
        for quantity in ("coherence", "partition-function", "purity"):
            ball = integral_enclosure(model, quantity, exact(beta), 170)
            assert routes.chosen[-1] is not None, (sources, quantity)
            assert ball.overlaps(enclosure(model, quantity, exact(beta), 200))
            assert ball.rel_accuracy_bits() > 110, (sources, quantity, ball.rel_accuracy_bits())


CORNERS = [
    (Model(N=10**6, omega_a="1/1000", gamma="1/1000", J="2/5"), "1"),
    (Model(N=10**20, omega_a="1e-10", gamma="1e-10", J="2/5"), "1"),
    (Model(N=10**20, omega_a="7/10", gamma="3/10", J="2/5"), "1e-9"),
    (Model(N=10**5, omega_a="7/10", gamma="3/10", J="-3"), "20"),
    (Model(N=10**5 + 1, omega_a="7/10", gamma="3/10", J="-3"), "20"),
    (Model(N=10**9, omega_a="1e-30", gamma="3/10", J="2/5"), "1"),
    (Model(N=10**9, omega_a="7/10", gamma="1e-30", J="2/5"), "1"),
    (Model(N=10**9, omega_a="0", gamma="3/10", J="2/5"), "1"),
    (Model(N=10**9, omega_a="7/10", gamma="0", J="2/5"), "1"),
    (Model(N=1, omega_a="7/10", gamma="3/10", J="2/5"), "1"),
    (Model(N=2, omega_a="7/10", gamma="3/10", J="-2/5"), "1"),
    (Model(N=10**9, omega_a="1e-9", gamma="3/10", J="2/5"), "1"),
    (Model(N=10**4, omega=1000, omega_a="7/10", gamma="3/10", J="2/5"), "1"),
]


@pytest.mark.parametrize("case", range(len(CORNERS)))
def test_corners_are_left_to_the_rule(case: int, routes: Routes) -> None:
    model, beta = CORNERS[case]
    for bits in (150, 400):
        ball = integral_enclosure(model, "log-partition-function", exact(beta), bits)
        assert routes.chosen[-1] is None
        assert ball.rel_accuracy_bits() > bits - lost_bits(Point(model, beta)) - 40


def test_a_large_smaller_eigenvalue_is_left_to_the_rule(routes: Routes) -> None:
    """Cold antiferromagnets have lambda_-^N near -lambda_+^N at the reach, though both are far below their value at h*."""
    model, bits = Model(N=10**8 + 1, omega_a="0.03636", gamma="1.121", J="-1.015"), 400
    ball = integral_enclosure(model, "coherence", exact(10), bits)
    assert routes.chosen[-1] is None and ball.rel_accuracy_bits() > bits - lost_bits(Point(model, "10")) - 14


def test_a_strong_target_of_very_many_sources(routes: Routes) -> None:
    """Beta omega/2 = 60 and 500: a shorter reach, or more terms, and still the value of the rule."""
    for omega, sources in (("120", 10**12), ("1000", 10**20)):
        model = Model(N=sources, omega=omega, omega_a="7/10", gamma="3/10", J="2/5")
        bits = planned_bits(model, "coherence", exact(1), 100)
        with working_precision(bits):
            new, old = both_ways(routes, setting(model, exact(1), with_ground=False), bits)
        for field in FIELDS:
            assert getattr(new, field).overlaps(getattr(old, field))
        assert new.transverse.rel_accuracy_bits() > 340


@pytest.mark.parametrize("chunk", range(2))
def test_coarse_expansions_contain_the_value(chunk: int, routes: Routes) -> None:
    """A goal of a few dozen bits at parameters of thousands: the bounds, not the rounding, must cover what is left out."""
    rng, loose = generator("endpoint-coarse", chunk), 0
    for _ in range(share(80, 2)):
        model, beta = large(rng, 30)
        with working_precision(600):
            p = setting(model, exact(beta), with_ground=False)
            bits = lost_bits(Point(model, beta)) + rng.choice((24, 40, 64))
            coarse, fine = (sums.plain_moments(p, precise, True, quiet) for precise in (bits, 600))
        if routes.chosen[-2] is None:
            continue
        assert coarse is not None and fine is not None
        for field in FIELDS:
            ball, value = getattr(coarse, field), getattr(fine, field)
            assert ball.overlaps(value), (model, beta, bits, field)
            loose += bool(value.rel_accuracy_bits() > 200 and abs(ball.mid() - value) > arb((1, -150)) * abs(value))
    assert loose > 80


def test_quantities_do_not_depend_on_the_route(routes: Routes) -> None:
    rng = generator("endpoint-quantities")
    for _ in range(share(12, 1)):
        model, beta = large(rng, 100)
        for quantity in NAMES:
            bits = planned_bits(model, quantity, exact(beta), 100) + 3 * model.N.bit_length()
            balls = []
            for routes.closed in (False, True):
                balls.append(integral_enclosure(model, quantity, exact(beta), bits))
            assert balls[0].overlaps(balls[1]), (model, beta, quantity)
            assert balls[0].rel_accuracy_bits() > 250, (model, beta, quantity, balls[0].rel_accuracy_bits())
    assert sum(one is not None for one in routes.chosen) == len(routes.chosen) // 2
