"""Complete graphs of very many sources: the sectors that are summed against all of them, the bound of the others, and other routes."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest
from flint import arb
from mpmath import exp, log, mp, mpf, pi, quad, sinh, sqrt, tanh, workdps

from reliability.sampling import SOAK
from symcoh import Model, evaluate
from symcoh.balls import working_precision
from symcoh.errors import NotCertified
from symcoh.exactnumbers import exact
from symcoh.exactnumbers.sign import ball_here
from symcoh.numeric.sources.weight import Weight, module, weights
from symcoh.numeric.sums import problem as problems
from symcoh.numeric.sums import summed_sectors as kept
from symcoh.numeric.sums.least import least_sectors
from symcoh.numeric.sums.problem import ground, problem, reference_ground
from symcoh.numeric.sums.summed_sectors import summed_sectors
from symcoh.sources import XXZ, Complete, Independent

QUANTITIES = (
    "coherence", "heat-capacity", "entropy", "magnetization", "energy", "log-partition-function", "mutual-information", "purity",
    "mean-force-energy", "temperature-fisher-information",
)  # fmt: skip


def drawn(seed: int, sizes: tuple[int, ...]) -> tuple[Model, str]:
    """A model and beta that lean on the corners: no field, J_xy = 0, both signs, tiny and huge beta."""
    random = Random(f"many {seed}")

    def size() -> str:
        return f"{random.randint(1, 99)}e-{random.randint(0, 4)}"

    def signed() -> str:
        return random.choice(["", "-"]) + size()

    N, kind = random.choice(sizes), random.randint(0, 2)
    sources = (
        Complete(N=N, J=signed()) if kind == 0 else XXZ(shape="complete", N=N, J=signed(), J_xy=random.choice([signed(), signed(), "0"]))
    )
    model = Model(omega=size(), omega_a=random.choice([signed(), signed(), "0"]), gamma=signed(), sources=sources)
    return model, random.choice([size(), size(), "1000", "1e6"])


@pytest.fixture
def cut(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Sectors are chosen however few there are."""
    monkeypatch.setattr(kept, "MOST_LISTED", 0)
    monkeypatch.setattr(kept, "SHORT", 4)
    monkeypatch.setattr(problems, "MOST_LISTED", 0)
    reference_ground.cache_clear()
    yield
    reference_ground.cache_clear()


@pytest.mark.parametrize("seed", range(14 * SOAK))
def test_chosen_sectors_give_what_all_give(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    model, beta = drawn(seed, (1, 2, 3, 301, 900))
    quantity = QUANTITIES[seed % len(QUANTITIES)]

    def value() -> str:
        reference_ground.cache_clear()
        try:
            return str(evaluate(model, quantity, beta=beta, digits=25))
        except NotCertified as error:
            return str(error)

    whole = value()
    monkeypatch.setattr(kept, "MOST_LISTED", 0)
    monkeypatch.setattr(kept, "SHORT", 4)
    monkeypatch.setattr(problems, "MOST_LISTED", 0)
    assert value() == whole
    reference_ground.cache_clear()


def left_beside(model: Model, beta: str, order: int = 0) -> tuple[arb, arb, int]:
    """(what the sectors beside the kept ones hold, the bound of it, how many they are), in the unit of the bound."""
    prepared, system = problem(model), model.baths[0].sources
    with working_precision(300):
        inverse = ball_here(exact(beta))
        found = summed_sectors(prepared, inverse, order)
        level = kept._level(prepared, coupled=True)
        chosen = {k for first, last in found.ranges for k in range(first, last)}
        beside = [
            weight.value * (-inverse * (level(k) - found.shift)).exp()
            for k, weight in enumerate(weights(system, inverse, 0))
            if k not in chosen
        ]
        assert len(chosen) == sum(last - first for first, last in found.ranges)
        return sum(beside, arb(0)), found.rest, len(beside)


@pytest.mark.parametrize("seed", range(12 * SOAK))
def test_the_bound_of_what_is_left_out_is_not_exceeded(seed: int, cut: None) -> None:
    model, beta = drawn(seed, (301, 900, 2500))
    held, bound, count = left_beside(model, beta)
    assert held <= bound if count else bound == 0


def test_the_bound_is_near_enough_to_leave_most_sectors_out(cut: None) -> None:
    model = Model(omega=1, omega_a="1/10", gamma="1/10", sources=Complete(N=4000, J="-1/100"))
    held, bound, count = left_beside(model, "3")
    assert count > 3000 and held <= bound < arb(2) ** -300


@pytest.mark.parametrize("seed", range(10))
def test_a_weight_does_not_fall_towards_the_middle_and_is_not_above_what_is_said(seed: int) -> None:
    model, beta = drawn(seed, (40, 41))
    system = model.baths[0].sources
    with working_precision(200):
        inverse = ball_here(exact(beta))
        window = module(system).window(system, inverse, 2)
        listed = list(weights(system, inverse, 2))
        assert [str(w.value) for w in window.between(3, 9)] != [] and all(
            one.value.overlaps(other.value) and one.value.rel_accuracy_bits() > 150
            for one, other in zip(window.between(3, 9), listed[3:9], strict=True)
        )
        logs = [window.logarithm(k) for k in range(system.N + 1)]
        for k, weight in enumerate(listed):
            assert not (weight.value.log() > logs[k] + arb(2) ** -90)
            assert not (logs[k] > weight.value.log() + arb(system.N + 1).log() + 1)
            if 0 < k <= system.N // 2:
                assert not (logs[k] < logs[k - 1]) and not (logs[system.N - k] < logs[system.N - k + 1])


@pytest.mark.parametrize("seed", range(10))
def test_levels_bend_no_more_than_is_said(seed: int) -> None:
    model, _ = drawn(seed, (40, 41))
    system, prepared = model.baths[0].sources, problem(model)
    with working_precision(200):
        bend, level = module(system).bend(system), kept._level(prepared, coupled=True)
        for side in (range(system.N // 2 - 1), range(system.N // 2 + 1, system.N - 1)):
            for k in side:
                curvature = level(k + 2) - 2 * level(k + 1) + level(k)
                assert not (curvature > 8 * bend + arb(2) ** -90)


@pytest.mark.parametrize("seed", range(12))
def test_no_sector_of_a_block_is_above_its_bound(seed: int) -> None:
    """Every block of a few lengths, on both sides, levels that bend both ways."""
    random = Random(seed)
    J = random.choice(["-1/3", "-2", "1/5"])
    sources = Complete(N=60, J=J) if seed % 2 else XXZ(shape="complete", N=60, J=J, J_xy=random.choice(["1", "-1", "3"]))
    prepared = problem(Model(omega=1, omega_a=random.choice(["1", "-7", "30"]), gamma="1/2", sources=sources))
    with working_precision(200):
        beta, level = arb(random.choice([1, 5])), kept._level(prepared, coupled=True)
        window, bend = module(sources).window(sources, beta, 0), module(sources).bend(sources)
        terms = [window.between(k, k + 1)[0].value.log() - beta * level(k) for k in range(61)]
        for first, last in ((0, 30), (5, 25), (12, 19), (31, 60), (35, 55), (40, 47)):
            bound = kept.block_bound(window, level, bend, beta, (first, last), 60)
            assert not any(term > bound + arb(2) ** -90 for term in terms[first : last + 1])


class Level:
    """Weights of one configuration in every sector."""

    def logarithm(self, k: int) -> arb:
        return arb(0)

    def between(self, first: int, last: int) -> list[Weight]:
        return []


def test_the_bound_on_a_block_is_reached_by_a_parabola() -> None:
    """Of a (M - M_0)^2 with M_0 in the middle of the block the bound is the value there: no smaller one holds."""
    size, bend = 60, arb(3)
    for first, last in ((0, 30), (4, 12), (30, 60)):
        middle = first + last - size

        def level(k: int, middle: int = middle) -> arb:
            return bend * (2 * k - size - middle) ** 2

        assert kept.block_bound(Level(), level, bend, arb(2), (first, last), size) == 0
        assert least_sectors(size, bend, level) == [(first + last) // 2]
    assert least_sectors(size, bend, lambda k: arb(1) if k == size else bend * (2 * k - 30) ** 2) == [15]


def test_a_million_without_bonds_is_what_the_integral_gives() -> None:
    common = {"omega": "1", "omega_a": "3e-4", "gamma": "2e-4"}
    for quantity in ("coherence",):
        free = evaluate(Model(**common, sources=Independent(N=10**6)), quantity, beta=2, digits=40)
        bonded = evaluate(Model(**common, sources=Complete(N=10**6, J=0)), quantity, beta=2, digits=40)
        assert str(free) == str(bonded)


def test_a_million_with_bonds_against_a_gaussian_integral_without_a_gap() -> None:
    """omega = 0: Z = L(h + beta gamma) + L(h - beta gamma), L(h) an average of (2 cosh(h + x sqrt(beta J)))^N over a normal x."""
    size, beta, J, omega_a, gamma = 10**6, 1, "4e-7", "1e-3", "2e-3"
    value = evaluate(Model(omega=0, omega_a=omega_a, gamma=gamma, sources=Complete(N=size, J=J)), "coherence", beta=beta, digits=25)
    with workdps(40):
        h, push, root = mpf(omega_a) / 2, mpf(gamma), sqrt(mpf(J))

        def logarithm(field: mpf) -> mpf:
            def exponent(x: mpf) -> mpf:
                return -x * x / 2 + size * log(2 * mp.cosh(field + x * root))

            top = mp.findroot(lambda x: -x + size * root * tanh(field + x * root), size * root * field * 2)
            height = exponent(top)
            return height + log(
                quad(lambda x: exp(exponent(x) - height), [top - 60, top - 20, top - 6, top, top + 6, top + 20, top + 60]) / sqrt(2 * pi)
            )

        half = (logarithm(h + push) - logarithm(h - push)) / 2
        assert abs(mpf(str(value)) - abs(tanh(half))) < mpf(10) ** -24
        assert sinh(half) != 0


def test_the_ground_states_of_a_million_are_found_and_ties_decided() -> None:
    """-J (m^2 - N)/2 - |omega_a m|/2 with gamma = tiny: least at m = -omega_a/(2|J|), half way between two sectors where it is odd."""
    model = Model(omega=1, omega_a="3e-3", gamma="0", sources=Complete(N=10**6, J="-1e-6"))
    assert [sector.labels for sector in ground(problem(model)).sectors] == [(-1500,)]
    tied = replace_field(model, "3.002e-3")
    assert [sector.labels for sector in ground(problem(tied)).sectors] == [(-1502,), (-1500,)]
    apart = replace_field(model, "3.002000000000000000000000000000000000000000000000000001e-3")
    assert [sector.labels for sector in ground(problem(apart)).sectors] == [(-1502,)]
    assert str(evaluate(replace_field(model, "3.002e-3"), "magnetization", T=0, digits=6)) == "-1501.00"


def replace_field(model: Model, omega_a: str) -> Model:
    return Model(omega=1, omega_a=omega_a, gamma="0", sources=model.baths[0].sources)


@pytest.mark.parametrize("seed", range(20 * SOAK))
def test_least_sectors_are_those_of_the_whole_list(seed: int) -> None:
    random = Random(seed)
    size, bend = random.choice([1, 2, 3, 10, 101, 400]), arb(random.choice([0, 0, 1, 3]))
    slope, centre = random.randint(-500, 500), random.randint(-500, 500)

    def level(k: int) -> arb:
        m = 2 * k - size
        return bend * m * m + slope * m - random_free(seed) * abs(m - centre)

    found = least_sectors(size, bend, level)
    values = [level(k) for k in range(size + 1)]
    least = min(float(value.mid()) for value in values)
    assert found == [k for k, value in enumerate(values) if float(value.mid()) == least]


def random_free(seed: int) -> int:
    return seed % 7


def test_a_wrong_bend_or_weight_would_show(cut: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """With weights said to be e^-400 times what they are, or levels that bend downwards, more is left out than the bound holds."""
    model = Model(omega=1, omega_a="1/10", gamma="1/10", sources=Complete(N=2500, J="-1/100"))
    own = module(model.baths[0].sources)
    right = own.window

    class Lowered:
        def __init__(self, window: object) -> None:
            self.window = window

        def logarithm(self, k: int) -> arb:
            found: arb = self.window.logarithm(k)  # type: ignore[attr-defined]  # a window
            return found - (400 if k % 2 else 0)

        def between(self, first: int, last: int) -> list[object]:
            return self.window.between(first, last)  # type: ignore[attr-defined, no-any-return]  # a window

    monkeypatch.setattr(own, "window", lambda *words: Lowered(right(*words)))
    held, bound, _ = left_beside(model, "3")
    assert held > bound


def test_too_many_sectors_that_count_are_refused() -> None:
    model = Model(omega=1, omega_a="1e-9", gamma="1e-9", sources=Complete(N=10**12, J=0))
    with pytest.raises(NotCertified, match="sectors of these sources count"):
        evaluate(model, "coherence", beta=1, digits=30)


@pytest.mark.slow
def test_a_complete_xxz_graph_of_a_million() -> None:
    """Against the complete graph where J_xy = 0, and against the sum of all sectors of 30,000."""
    common = {"omega": 1, "omega_a": "1e-3", "gamma": "1e-3"}
    plain = evaluate(Model(**common, sources=Complete(N=10**6, J="1e-7")), "coherence", beta=1, digits=50)
    flat = evaluate(Model(**common, sources=XXZ(shape="complete", N=10**6, J="1e-7")), "coherence", beta=1, digits=50)
    assert str(plain) == str(flat)
    near = evaluate(Model(**common, sources=XXZ(shape="complete", N=10**6, J="1e-7", J_xy="1e-30")), "coherence", beta=1, digits=12)
    assert str(near) == str(evaluate(Model(**common, sources=Complete(N=10**6, J="1e-7")), "coherence", beta=1, digits=12))


@pytest.mark.slow
@pytest.mark.parametrize("J_xy", ["2e-6", "-2e-6"])
def test_thirty_thousand_by_all_sectors(J_xy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    model = Model(omega=1, omega_a="1e-2", gamma="1e-2", sources=XXZ(shape="complete", N=30_000, J="1e-6", J_xy=J_xy))
    few = str(evaluate(model, "heat-capacity", beta=1, digits=40))
    monkeypatch.setattr(kept, "MOST_LISTED", 10**9)
    assert str(evaluate(model, "heat-capacity", beta=1, digits=40)) == few
