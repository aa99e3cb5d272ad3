"""The middle that the integrals over the field leave out: its bound against the integral over it, and what is spared."""

from __future__ import annotations

import random
from functools import partial
from typing import Any

import pytest
from flint import acb, arb

from reliability.sampling import share
from symcoh import Model, evaluate
from symcoh.balls import alone, current_precision, working_precision
from symcoh.errors import BudgetSpent
from symcoh.exactnumbers import exact
from symcoh.exactnumbers.sign import ball_here
from symcoh.numeric.sources import chain, range_ring
from symcoh.numeric.sources.taylor import COEFFICIENTS, Direction
from symcoh.numeric.sums.field import FieldState
from symcoh.numeric.sums.problem import problem
from symcoh.numeric.sums.reach import SHARE, pieces
from symcoh.sources import Chain, Oscillators, RangeRing, SpinRing
from symcoh.target import Target

FIELD = {"omega_a": "7/10", "gamma": "3/10"}
DIRECTIONS: tuple[Direction, ...] = ("value", "field", "beta")


def state(model: Model, beta: str, direction: Direction) -> FieldState:
    return FieldState(problem(model), ball_here(exact(beta)), direction, lambda: None)


def term(found: FieldState, which: str, n: int, s: acb, _: bool) -> acb:
    """What Arb's quadrature takes."""
    return found.source.term(which, n, s)


def random_model(rng: random.Random) -> Model:
    """Sources in fields that peak at either end, or at both."""
    size = round(10 ** rng.uniform(2.5, 15))
    J, K = (f"{rng.choice((-1, 1)) * 10 ** rng.uniform(-2, 0.3):.5f}" for _ in range(2))
    sources: Any = rng.choice(
        (
            lambda: Chain(N=size, J=J),
            lambda: RangeRing(N=size, couplings=[J, K]),
            lambda: SpinRing(N=size, spin="1", J=J, anisotropy=K),
            lambda: Oscillators(N=min(size, 10**6), Omega=9),
        )
    )()
    omega_a = rng.choice(("0", f"{rng.choice((-1, 1)) * 10 ** rng.uniform(-3, 0.5):.5f}"))
    target = Target(tilt=rng.choice(("0", "1/5", "-3/7")))
    if isinstance(sources, Oscillators):
        omega_a = "0"
    return Model(sources=sources, omega_a=omega_a, gamma=f"{10 ** rng.uniform(-2, 0.3):.5f}", target=target)


def test_the_bound_holds_for_every_integrand() -> None:
    """|integral over the middle| <= the bound <= a quarter of the tolerance, for every Taylor coefficient; most models have a middle."""
    rng, cut, both, tried = random.Random("reach"), 0, 0, 0
    for _ in range(share(18, 1)):
        model, direction = random_model(rng), rng.choice(DIRECTIONS)
        with working_precision(320):
            found = state(model, f"{10 ** rng.uniform(-1, 1):.4f}", direction)
            for n in range(COEFFICIENTS[direction]):
                tolerance = found.scale * arb((1, rng.choice((0, 100, 240))))
                intervals, rest = pieces(found.source, n, tolerance, 256)
                tried += 1
                ends = [x for interval in intervals for x in interval]
                if ends == [-1, 1]:
                    assert rest.is_zero()
                    continue
                low, high = (ends[1] if ends[0] == -1 else arb(-1)), (ends[-2] if ends[-1] == 1 else arb(1))
                cut, both = cut + 1, both + (len(intervals) == 2)
                assert 0 <= rest <= 2 * tolerance / SHARE
                for which in ("mass", "along", "across"):
                    value = acb.integral(partial(term, found, which, n), acb(low), acb(high), abs_tol=rest / 8)
                    assert abs(value).lower() <= rest, (model, direction, n, which)
    assert 2 * cut > tried and both > tried // 10, (cut, both, tried)


def test_the_bound_is_near_where_nothing_varies() -> None:
    """Long bonds and hardly a field: Xi is the same everywhere, and for a small gap of the target so are the kernels."""
    model = Model(sources=Chain(N=10**4, J="2"), omega_a="0", gamma="1e-9", omega="1/10")
    with working_precision(256):
        found = state(model, "1", "value")
        intervals, rest = pieces(found.source, 0, found.scale * arb((1, 300)), 256)
        value = abs(acb.integral(lambda s, _: found.source.term("across", 0, s), acb(-1), acb(1)))
        assert intervals == () and value <= rest and rest < value * 101 / 100


def test_the_pieces_end_where_the_sources_begin_to_matter() -> None:
    """At the ends of the middle Xi is not far below what may be left out; a middle beyond both ends is everything."""
    with working_precision(256):
        found = state(Model(sources=Chain(N=10**9, J="2/5"), omega_a="0", gamma="3/10"), "1", "value")
        intervals, _ = pieces(found.source, 0, found.scale, 256)
        assert [a < b for a, b in intervals] == [True, True] and intervals[0][0] == -1 and intervals[1][1] == 1
        threshold = found.scale / (SHARE * found.source.largest(0))
        low, (nearer, _) = intervals[0][1], intervals[1]
        for x, end in ((low, arb(-1)), (nearer, arb(1))):
            assert found.source.top(x) <= threshold < found.source.top((end + (x - end) * 3 / 4).mid())
        nothing, rest = pieces(found.source, 0, found.scale * arb((1, 10**12)), 256)
        assert nothing == () and rest > 0


@pytest.mark.parametrize(
    ("module", "sources"), [(range_ring, RangeRing(N=10**12, couplings=["2/5", "-1/5"])), (chain, Chain(N=10**6, J="2/5"))]
)
def test_how_often_the_sources_are_asked(module: Any, sources: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """50 digits of C: so many powers of the transfer matrix at the precision of the value, and so many of few bits for bounds."""
    asked: list[int] = []

    def field_sum(*arguments: Any) -> Any:
        asked.append(current_precision())
        return before(*arguments)

    before = module.field_sum
    monkeypatch.setattr(module, "field_sum", field_sum)
    assert evaluate(Model(sources=sources, **FIELD), "coherence", beta=1, digits=50).route == "integral"
    full = max(asked)
    assert 40 < asked.count(full) <= 150
    assert 10 < len(asked) - asked.count(full) <= 40 and min(asked) < full - 100
    alone_asked = len(asked)
    evaluate(Model(sources=sources, **FIELD), "relative-entropy-of-coherence", beta=1, digits=50)
    assert len(asked) <= 2 * alone_asked  # three integrals share their nodes


@pytest.mark.parametrize("beta", ["1/100", "5"])
@pytest.mark.parametrize("size", [10**4 + 1, 10**12])
def test_a_range_of_one_is_the_ring_of_the_paper(size: int, beta: str) -> None:
    """Digit for digit by the ring's own routes, both signs of J, with a second coupling that vanishes."""
    for J in ("2/5", "-2/5"):
        ring = Model(N=size, J=J, **FIELD)
        for couplings in ([J], [J, "0"]):
            ranged = Model(sources=RangeRing(N=size, couplings=couplings), **FIELD)
            for quantity in ("coherence", "bloch-z"):
                assert str(evaluate(ranged, quantity, beta=beta, digits=30)) == str(evaluate(ring, quantity, beta=beta, digits=30))


def test_a_clock_stops_an_integral() -> None:
    """What the clock raises inside Arb's quadrature comes out of it."""
    left = [200]

    def clock(ahead: float) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise BudgetSpent("spent")

    model = Model(sources=Oscillators(N=400, Omega="6/5"), gamma="3/100", target=Target(tilt="1/5"))
    with pytest.raises(BudgetSpent, match="spent"), alone(clock), working_precision(200):
        state(model, "1", "beta").integral("mass", 1)
    assert left[0] == -1
