"""Budgets and threads: every phase asks the clock, nothing half done is remembered, one thread works at a time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Event, Thread
from typing import Any

import flint
import mpmath
import pytest
from flint import acb, arb, arb_mat

from reliability.sampling import SOAK
from symcoh import Model, evaluate
from symcoh.balls import alone, working_precision
from symcoh.curves import curve
from symcoh.errors import BudgetSpent, NotCertified
from symcoh.exactnumbers import exact
from symcoh.numeric import precision, routes
from symcoh.numeric.mpmath import general
from symcoh.numeric.ring import paired_sums as folded
from symcoh.numeric.ring import thermal, up_domains
from symcoh.numeric.ring.setting import reference_manifold
from symcoh.numeric.sources import eigenvalues, spectrum
from symcoh.numeric.sources.taylor import Direction
from symcoh.numeric.sums import field, integrand
from symcoh.numeric.sums.field import stoppable_integral
from symcoh.numeric.sums.problem import reference_ground
from symcoh.observables import OBSERVABLES
from symcoh.phase import maximum, phase
from symcoh.sources import XXZ, Chain, eigenvalue, factors

STOPS = 12 * SOAK


def new_ring() -> Model:
    """A ring whose numbers remember nothing yet."""
    return Model(N=5, omega_a="sqrt(2)/3", gamma="exp(-1)", J="-2/5")


RING = new_ring()


@pytest.fixture
def asks(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A clock that every look moves by a second; [looks]."""
    looks, ticks = [0], count()

    def monotonic() -> float:
        looks[0] += 1
        return float(next(ticks))

    monkeypatch.setattr(precision, "monotonic", monotonic)
    return looks


def test_a_budget_that_ends_inside_a_diagonalisation(asks: list[int]) -> None:
    """Blocks of matrices that no exact algebra factors: the clock is asked column by column, and nothing half done is kept."""

    def value(budget: float) -> str:
        spectrum._kept.clear()
        eigenvalue.sector_ground.cache_clear()
        reference_ground.cache_clear()
        return str(evaluate(Model(sources=ring, omega_a="7/10", gamma="3/10"), "coherence", beta="17/10", digits=20, budget=budget))

    ring = XXZ(shape="ring", N=7, J="2/5", J_xy="sqrt(2)/10")
    right, before = value(10**9), flint.ctx.prec
    looks = asks[0]
    assert looks > 150
    for budget in range(1, looks - 3, looks // STOPS):
        with pytest.raises(BudgetSpent, match=f"The budget of {budget} seconds ran out"):
            value(budget)
        assert flint.ctx.prec == before
    assert value(10**9) == right


def test_products_in_slabs() -> None:
    """A product of large matrices, a slab of rows at a time, is the product."""
    with working_precision(128):
        one = arb_mat([[arb(3 * i + j) / 7 for j in range(80)] for i in range(150)])
        assert (eigenvalues._times(one, one.transpose()) - one * one.transpose()).contains(arb_mat(150, 150))


@pytest.mark.parametrize(
    ("quantity", "backend"),
    [
        ("coherence", "arb"),
        ("entropy", "arb"),
        ("relative-entropy-of-coherence", "arb"),
        ("coherence", "mpmath"),
        ("heat-capacity", "mpmath"),
    ],
)
def test_a_budget_that_ends_anywhere(quantity: str, backend: str, asks: list[int]) -> None:
    """Stopped at every look at the clock: the same sentence, nothing remembered that should not be, the precision as found."""
    reference_manifold.cache_clear()
    right = evaluate(new_ring(), quantity, T="1/3", backend=backend, budget=10**9)
    looks, before = asks[0], flint.ctx.prec
    assert looks > 6
    for budget in range(1, looks - 3, max(1, looks // STOPS)):
        reference_manifold.cache_clear()
        with pytest.raises(BudgetSpent, match=f"The budget of {budget} seconds ran out"):
            evaluate(ring := new_ring(), quantity, T="1/3", backend=backend, budget=budget)
        assert flint.ctx.prec == before
        assert evaluate(ring, quantity, T="1/3", backend=backend) == right


@pytest.mark.parametrize("quantity", sorted(OBSERVABLES))
@pytest.mark.parametrize("regime", ["sum", "closed-form"])
def test_heavy_numbers_ask_before_each_exponential(quantity: str, regime: str, asks: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    """Where one exponential takes long the clock is asked several times in each sector."""
    for module in (folded, thermal):
        monkeypatch.setattr(module, "HEAVY", 1)
    sectors = 21
    model = Model(N=2 * sectors - 1, omega=1 if regime == "sum" else 0, omega_a="7/10", gamma="3/10", J="2/5")
    if regime == "sum":
        evaluate(model, quantity, T="1/3", budget=10**9)
        assert asks[0] > 2 * sectors
    elif quantity not in ("ergotropy", "bloch-z", "population-excited", "population-ground"):  # exact at omega = 0
        large = Model(N=10**9, omega=0, omega_a="1e-9", gamma="1e-9", J="2/5")
        assert evaluate(large, quantity, T="1/3", budget=10**9).route == "closed-form"
        assert asks[0] > 10


def test_a_long_call_is_not_begun() -> None:
    """At a million digits one exponential takes longer than what is left of a second."""
    with pytest.raises(BudgetSpent, match="does not hold the next step, of about 2 seconds"):
        evaluate(Model(N=3, omega_a="7/10", gamma="3/10"), "coherence", T=1, digits=1_000_000, budget=0.9)


@pytest.mark.parametrize("regime", ["window", "integral"])
def test_routes_to_many_sources_ask(regime: str, asks: list[int]) -> None:
    model = Model(N=1000, omega_a="7/10", gamma="3/10", J="2/5")
    evaluate(model, "coherence", T=1, digits=20, route=regime, budget=10**9)
    assert asks[0] > 10
    with pytest.raises(BudgetSpent):
        evaluate(model, "coherence", T=1, digits=20, route=regime, budget=8)


@pytest.mark.parametrize("command", [phase, maximum])
def test_shape_asks(command: object, asks: list[int]) -> None:
    ring = Model(N=4, omega_a="0.7", gamma="0.3", J="-0.4")
    assert callable(command)
    command(ring, budget=10**9)
    looks = asks[0]
    assert looks > 100
    for budget in (1, looks // 4, looks // 2, looks - 20):
        with pytest.raises(BudgetSpent):
            command(ring, budget=budget)


def test_a_curve_asks(asks: list[int]) -> None:
    with pytest.raises(BudgetSpent):
        curve(RING, "coherence", T=[1, 2, 3, 4, 5, 6, 7, 8], budget=40)


@pytest.mark.parametrize("model", [{"J": "-1e200"}, {"gamma": "2e1711"}, {"omega": "1e1940"}, {"N": 7}])
def test_the_shape_has_bounded_work(model: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a budget a shape that takes too long is refused, with what was tried; the effort is counted, not timed."""
    monkeypatch.setattr("symcoh.phase.shape.MOST_EFFORT", 0.3)
    ring = Model(**({"N": 4, "omega_a": "0.7", "gamma": "0.3", "J": "-exp(7e5)" if "N" in model else "-1"} | model))
    for command in (phase, maximum):
        with pytest.raises(NotCertified, match=r"takes too long: .* with \d+ bits, .* give --budget"):
            command(ring)


def test_threads_wait_for_each_other() -> None:
    """Four threads of 500 evaluations each at different digits: all right, and the precision as found."""
    points = [(digits, f"{k}/100") for k in range(1, 26) for digits in (*range(10, 90, 10), *range(15, 175, 13))]
    right = {(digits, t): str(evaluate(RING, "coherence", T=t, digits=digits)) for digits, t in points}
    before = flint.ctx.prec

    def work(start: int) -> int:
        chosen = (points[start:] + points[:start])[:500]
        return sum(str(evaluate(RING, "coherence", T=t, digits=digits)) == right[digits, t] for digits, t in chosen)

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(work, (0, 111, 222, 333))) == [500] * 4
    assert flint.ctx.prec == before


def test_a_second_thread_waits_and_keeps_its_budget() -> None:
    """A thread that comes while another works waits; its own clock runs on."""
    begun, done = Event(), Event()

    def hold() -> None:
        with alone(), working_precision(99):
            begun.set()
            assert done.wait(60)

    holder = Thread(target=hold)
    holder.start()
    assert begun.wait(60)
    try:
        with pytest.raises(BudgetSpent):
            evaluate(RING, "coherence", T=1, budget=0.01)
    finally:
        done.set()
        holder.join()
    assert str(evaluate(RING, "coherence", T=1, digits=5, budget=60)) == str(evaluate(RING, "coherence", T=1, digits=5))


@pytest.mark.parametrize("size", [10**400, 10**400 + 1])
def test_so_many_sources(size: int) -> None:
    """N beyond every float: at J = 0 the sources are free, ln 2 cosh each, and the target sees a polarised field."""
    free = Model(N=size, omega_a=0, gamma=0, omega=1)
    assert str(evaluate(free, "entropy", beta="1e-1000", digits=8)).startswith("6.9314718e3")
    ring = Model(N=size, omega_a="7/10", gamma="3/10", J="2/5")
    assert str(evaluate(ring, "coherence", T=1, digits=12)) == "1.00000000000"
    with pytest.raises(NotCertified, match="an integer of 1329 bits"):
        evaluate(ring, "coherence", T=1, backend="mpmath")


def test_zeros_before_an_exponent() -> None:
    """Python reads no integer of more than 4,300 digits, zeros included."""
    zeros = "0" * 5000
    assert exact(f"1e{zeros}1") == exact(10) and exact(f"1e-{zeros}1") == exact("1/10") and exact(f"1e+{zeros}") == exact(1)


def test_the_integral_is_not_begun_at_a_million_digits() -> None:
    """A node of a large rule takes long and nothing interrupts it."""
    with pytest.raises(BudgetSpent):
        evaluate(Model(N=1000, omega_a="7/10", gamma="3/10"), "coherence", T=1, digits=200_000, route="integral", budget=0.5)


@pytest.mark.parametrize("system", [{"N": 300}, {"sources": Chain(N=300)}])
def test_patience_where_the_exponents_fill_the_precision(system: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a budget the time is bounded where parameters are far apart; with one it is worked on: C = (2 gamma/omega) N tanh(1/2)."""
    model = Model(**system, omega="1e600", omega_a=1, gamma=1)
    with mpmath.workdps(30):
        right = mpmath.nstr(2 * 300 * mpmath.tanh(0.5) / mpmath.mpf(10) ** 600, 20, strip_zeros=False)
    monkeypatch.setattr(precision, "PATIENCE", -1.0)
    with pytest.raises(NotCertified, match=r"in -1 s of work with \d{4} bits, which the exponents take .* give --budget"):
        evaluate(model, "coherence", T=1, digits=20)
    assert str(evaluate(model, "coherence", T=1, digits=20, budget=600)) == right
    assert str(evaluate(RING, "coherence", T=1, digits=600)).startswith("0.")  # the digits take these bits


def test_patience_with_an_integral_over_the_field(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the nodes cost is not foreseen: without a budget and up to 1,000 digits the time of a value is bounded."""
    model = Model(omega="1/2", omega_a=1, gamma="1/100", sources=Chain(N=10_000, J="1/5"))
    right = str(evaluate(model, "purity", T=1, digits=5))
    monkeypatch.setattr(precision, "INTEGRAL_PATIENCE", -1.0)
    with pytest.raises(NotCertified, match=r"integral over the field was not reached in -1 s of work with \d+ bits: give --budget"):
        evaluate(model, "purity", T=1, digits=5)
    assert str(evaluate(model, "purity", T=1, digits=5, budget=600)) == right
    monkeypatch.setattr(precision, "HURRIED", 4)
    assert str(evaluate(model, "purity", T=1, digits=5)) == right


def test_a_long_sum_is_not_taken_below_the_digits_nor_twice_at_the_ceiling(monkeypatch: pytest.MonkeyPatch) -> None:
    """No number of sectors makes up for bits that are not allowed."""
    taken: list[int] = []

    def summed(problem: object, quantity: str, bits: int, checkpoint: object) -> arb:
        taken.append(bits)
        return arb(1, 1)

    monkeypatch.setattr(routes, "sum_ball", summed)
    model = Model(N=1000, omega_a="1/5", gamma="-2/5")
    for ceiling in (2, 166, 167):
        with pytest.raises(NotCertified, match=r"50 digits of energy are beyond every route") as refused:
            evaluate(model, "energy", T=1, digits=50, max_precision=ceiling)
        assert str(refused.value).count("sum reaches 0") == (ceiling == 167)
    assert taken == [167]


def test_values_of_one_call_share_a_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each value has its own; together they have less than as many."""
    seconds = count()
    monkeypatch.setattr(precision, "process_time", lambda: float(next(seconds)))
    monkeypatch.setattr(precision, "PATIENCE", 10**9)
    model = Model(N=300, omega="1e600", omega_a=1, gamma=1)

    def looks() -> int:
        before = next(seconds)
        evaluate(model, "coherence", T=1, digits=20)
        return next(seconds) - before - 1

    one = looks()
    assert looks() == one > 2
    monkeypatch.setattr(precision, "PATIENCE_TOGETHER", 1.5 * one)
    with precision.one_call():
        assert looks() == one
        with pytest.raises(NotCertified, match=rf"values were not all reached in {1.5 * one:g} s of work, with \d{{4}} bits, which"):
            looks()
    assert looks() == one


def test_seeds_of_a_window_ask(asks: list[int]) -> None:
    """The sum over the domains of a sector in mid-air asks as the sums over sectors do."""
    with alone(precision.started_clock(10**9).check), working_precision(2**17):
        up_domains.seed(20_000, 9000, arb(1) / 2, False, False)
    assert asks[0] > 200


SPREAD = Model(sources=Chain(N=4000, J="1e300"), omega="2/5", gamma="1/2", omega_a="7/10")
"""An integral at a precision that the exponents fill."""


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, NotCertified])
def test_an_integral_is_stopped(error: type[BaseException]) -> None:
    """What a clock or a signal raises inside a value of an integral comes out of it, and no value is taken after it."""
    calls = []

    def value(s: acb, _: bool) -> acb:
        calls.append(s)
        if len(calls) == 5:
            raise error("stop")
        return s.exp()

    with working_precision(2000), pytest.raises(error, match="stop"):
        stoppable_integral(value, arb((1, -2000)), 1060)
    assert len(calls) == 5


def test_a_budget_that_ends_inside_an_integral(asks: list[int]) -> None:
    right = evaluate(SPREAD, "purity", T=1, digits=10, budget=10**9)
    looks = asks[0]
    assert right.route == "integral" and looks > 100
    for budget in (looks // 4, looks // 2, looks - 5):
        with pytest.raises(BudgetSpent, match=f"The budget of {budget} seconds ran out"):
            evaluate(SPREAD, "purity", T=1, digits=10, budget=budget)


def test_an_integral_is_as_fine_as_its_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bits that the exponents take make no finer rule, whose nodes nothing interrupts: about as many values at J = 1e300 as at 1e1000."""

    def counted(strength: arb, s: acb, across: bool, direction: Direction) -> list[acb]:
        calls.append(s)
        return kernel(strength, s, across, direction)

    def values(coupling: str) -> tuple[str, int]:
        calls.clear()
        model = Model(sources=Chain(N=4000, J=coupling), omega="2/5", gamma="1/2", omega_a="7/10")
        return str(evaluate(model, "bloch-z", T=1, digits=10)), len(calls)

    calls: list[acb] = []
    kernel = integrand.kernel
    monkeypatch.setattr(integrand, "kernel", counted)
    (near, few), (far, many) = values("1e300"), values("1e1000")
    right = mpmath.nstr(-0.4 / mpmath.sqrt(0.16 + 4000**2), 10, strip_zeros=False, min_fixed=-9)  # all sources are one large spin
    assert near == far == right and 50 < many < 1.2 * few


def test_the_nodes_of_an_integral_are_not_begun_at_many_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    assert field.longest_rule(4000, 4000) < 4 and field.longest_rule(200_000, 200_000) > 3600 > field.longest_rule(300_000, 300)
    monkeypatch.setattr(field, "longest_rule", lambda bits, goal: 1000.0 if 80 < goal < 400 else 0.0)
    with pytest.raises(BudgetSpent, match="does not hold the next step, of about 1000 seconds"):
        evaluate(SPREAD, "purity", T=1, digits=10, budget=600)


def test_plain_sums_over_many_levels_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The mpmath backend of any sources without a budget: what its two precisions take is known when the levels are listed."""
    model = Model(sources=Chain(N=40, J="2/5"), omega_a="7/10", gamma="3/10")
    right = str(evaluate(model, "bloch-z", T=1, digits=12))
    assert str(evaluate(model, "bloch-z", T=1, digits=12, backend="mpmath")) == right
    monkeypatch.setattr(general, "PATIENCE", 0.1)
    with pytest.raises(NotCertified, match="takes too long for so many levels with 183 bits: give --budget SECONDS"):
        evaluate(model, "bloch-z", T=1, digits=12, backend="mpmath")
    assert str(evaluate(model, "bloch-z", T=1, digits=12, backend="mpmath", budget=600)) == right


def test_roots_that_nothing_interrupts_are_not_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    """All roots of a polynomial of a block are one call: its time is guessed before, where the exponents fill the precision."""
    assert factors.seconds_of_roots(4, 5000) < 0.1 and factors.seconds_of_roots(35, 332_000) > precision.LONGEST_STEP
    model = Model(sources=XXZ(shape="chain", N=4, J="-3/10", J_xy="7/10"), omega_a="3/10", gamma="7/10")
    right = str(evaluate(model, "purity", beta="1e1000", digits=10))
    monkeypatch.setattr(factors, "seconds_of_roots", lambda degree, bits: 40.0)
    for beta, refused in (("1e1001", True), ("3", False)):
        factors._roots.cache_clear()
        if refused:
            with pytest.raises(NotCertified, match=r"The next step takes about 40 s with \d{4} bits, which the exponents take"):
                evaluate(model, "purity", beta=beta, digits=10)
        else:
            assert str(evaluate(model, "purity", beta=beta, digits=10)).startswith("0.")
    monkeypatch.undo()
    assert str(evaluate(model, "purity", beta="1e1001", digits=10)) == right
