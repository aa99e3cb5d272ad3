"""Curves: every point is what `evaluate` prints, the tables agree with sums over 2^N states, the bound of the rest holds."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import replace
from math import comb
from typing import Any

import pytest
from flint import arb, fmpq

from oracles import states
from oracles.numbers import QUANTITIES, Undecided
from reliability.balls import accuracy, contains
from reliability.compare import expected
from reliability.sampling import Point, generator, inverse_temperature, point, share
from symcoh import CertifiedNumber, Model, curve, curves, evaluate
from symcoh.balls import ball_from_integers, current_precision, working_precision
from symcoh.errors import InputError, InputTypeError, NotCertified
from symcoh.exact_ends import exact_value
from symcoh.exactnumbers import enclose, exact
from symcoh.numeric.ring import curve_tables as tables
from symcoh.numeric.ring import curve_values as tabulated
from symcoh.numeric.ring.curve_values import tabulated_value
from symcoh.sources.ring.counting import transfer_matrix_weights

RING = Model(N=6, omega_a="7/10", gamma="3/10", J="2/5")
FRUSTRATED = Model(N=7, omega_a="0.7", gamma="-3/10", J="-0.4")
LARGE = Model(N=10**20, omega_a="7/10", gamma="3/10", J="2/5")
GRID = [f"{k}/20" for k in range(1, 41)]


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The temperatures that `curve` leaves to `evaluate`."""
    left: list[Any] = []

    def watched(*arguments: Any, **settings: Any) -> CertifiedNumber:
        left.append(settings.get("T", settings.get("beta")))
        found = evaluate(*arguments, **settings)
        assert isinstance(found, CertifiedNumber)
        return found

    monkeypatch.setattr(curves, "evaluate", watched)
    return left


@pytest.fixture
def precisions(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The precision of every point taken from tables."""
    taken: list[int] = []

    def watched(*arguments: Any) -> arb:
        taken.append(current_precision())
        return tabulated_value(*arguments)

    monkeypatch.setattr(curves, "tabulated_value", watched)
    return taken


def certified(model: Model, quantity: str, beta: str, digits: int) -> CertifiedNumber | None:
    """The value of `evaluate`, or None where it is all but a tie of the rounding."""
    try:
        return evaluate(model, quantity, beta=beta, digits=digits)
    except NotCertified:
        return None


def same(found: CertifiedNumber, wanted: CertifiedNumber | None) -> bool:
    """Equal but for the ball, its radius and the route; the balls overlap."""
    if found.ball is None or wanted is None or wanted.ball is None:
        return found == wanted
    fields = ("quantity", "value", "digits", "certified", "backend", "parameters", "equations", "version")
    left, right = ball_from_integers(found.ball), ball_from_integers(wanted.ball)
    return all(getattr(found, name) == getattr(wanted, name) for name in fields) and bool(left.overlaps(right))


@pytest.mark.parametrize("quantity", QUANTITIES)
@pytest.mark.parametrize("model", [RING, FRUSTRATED], ids=["even", "odd"])
def test_a_curve_is_evaluated_from_tables_and_agrees(model: Model, quantity: str, alone: list[Any]) -> None:
    found = curve(model, quantity, T=GRID, digits=30)
    assert len(alone) <= 4
    for at, number in zip(GRID[::5], found[::5], strict=True):
        assert same(number, evaluate(model, quantity, T=at, digits=30))


def test_neighbours_share_their_precision(precisions: list[int]) -> None:
    curve(RING, "coherence", T=GRID, digits=50)
    assert len(precisions) == len(GRID) - 1
    assert len(set(precisions)) <= 2
    assert max(precisions) <= 224


@pytest.mark.parametrize("chunk", range(4))
def test_random_curves_agree_point_by_point(chunk: int) -> None:
    rng = generator("random curves", chunk)
    for _ in range(share(60, 4)):
        at = point(rng, 30, zeros=True)
        quantity, digits = rng.choice(QUANTITIES), rng.choice((1, 10, 40))
        alone = {beta: certified(at.model, quantity, beta, digits) for beta in (inverse_temperature(rng) for _ in range(4))}
        betas = [beta for beta, number in alone.items() if number is not None]
        for beta, number in zip(betas, curve(at.model, quantity, beta=betas, digits=digits) if betas else (), strict=True):
            assert same(number, alone[beta]), Point(at.model, beta)
        for beta in alone.keys() - betas:
            with pytest.raises(NotCertified, match="too close to a tie"):
                curve(at.model, quantity, beta=[beta], digits=digits)


@pytest.mark.parametrize("chunk", range(2))
def test_random_curves_agree_with_all_states(chunk: int) -> None:
    rng = generator("curves and states", chunk)
    for _ in range(share(8, 2)):
        at = point(rng, 7, decades=6, low=-6, high=3)
        betas = [at.beta, *(inverse_temperature(rng, -6, 3) for _ in range(2))]
        names = tuple(rng.sample(QUANTITIES, 4))
        wanted = [expected(Point(at.model, beta), names, 20) for beta in betas]
        for name in names:
            assert [str(number) for number in curve(at.model, name, beta=betas, digits=20)] == [values[name] for values in wanted]


@pytest.mark.parametrize("chunk", range(2))
def test_balls_from_tables_contain_the_truth_and_are_narrow(chunk: int) -> None:
    rng = generator("balls from tables", chunk)
    asked = narrow = 0
    for _ in range(share(60, 2)):
        at = point(rng, 8, decades=4, low=-3, high=2)
        beta = exact(at.beta)
        names = [name for name in QUANTITIES if exact_value(at.model, name, beta, 10**4) is None]
        try:
            truth = states.quantities(at.model, at.beta, 60, names)
        except Undecided:
            continue
        with working_precision(128):
            here = tables.point(tables.tables(at.model), enclose(beta, 128))
            for name in names:
                ball = tabulated_value(here, name)
                assert not ball.is_finite() or contains(ball, truth[name], 60), (name, at)
                asked += 1
                narrow += ball.is_finite() and accuracy(ball) > 90
    assert 4 * narrow > 3 * asked > 600


@pytest.mark.parametrize("chunk", range(2))
def test_balls_of_a_few_sectors_contain_the_truth(chunk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = generator("a few sectors", chunk)
    asked = useful = 0
    for _ in range(share(80, 2)):
        size = rng.randint(2, 9)
        few = rng.randint(1, min(3, size // 2))
        monkeypatch.setattr(tables, "sectors_needed", lambda *_, few=few: few)
        model = Model(N=size, omega_a=rng.randint(1, 9), gamma=rng.randint(1, 9), omega=rng.randint(1, 20), J=rng.choice(("1/5", "-1/20")))
        beta = rng.choice(("1/10", "1/3", "1", "2"))
        truth = states.quantities(model, beta, 40)
        with working_precision(256):
            here = tables.point(tables.tables(model), enclose(exact(beta), current_precision()))
            for name in QUANTITIES:
                ball = tabulated_value(here, name)
                asked += 1
                useful += ball.is_finite() and 4 < accuracy(ball) < 100
                assert not ball.is_finite() or contains(ball, truth[name], 40), (name, model, beta)
    assert 4 * useful > asked


def sines(p: tables.Point) -> list[arb]:
    return tabulated._cosines_and_sines(p, tables.weights(p))[1]


def excited(p: tables.Point) -> arb:
    rising, falling = tabulated._branches(p, tables.weights(p))
    return tabulated._even(p, [a * x + b * y for a, x, b, y in zip(p.table.lower, rising, p.table.upper, falling, strict=False)])


def square(p: tables.Point) -> arb:
    w, means, variances = tables.weight_moments(p, spread=True)
    cosines, sines = tabulated._cosines_and_sines(p, w)
    return tabulated._energy_square(p, means, variances, cosines, sines, tabulated._rises(p, means, cosines, sines))


SUMS: dict[str, Callable[[tables.Point], arb]] = {
    "partition": lambda p: tabulated.TabulatedState(p).total,
    "transverse": lambda p: tabulated._transverse(p, sines(p)),
    "longitudinal": lambda p: -tabulated.TabulatedState(p).longitudinal * tabulated.TabulatedState(p).total,
    "excited": excited,
    "moments": lambda p: tabulated.TabulatedState(p).moment * tabulated.TabulatedState(p).total,
    "slope": lambda p: tabulated.TabulatedState(p).energies[1],
    "square": square,
}


CORNERS = pytest.mark.parametrize(
    "model",
    [
        Model(N=9, omega=1, omega_a=3, gamma=2, J="1/2"),
        Model(N=9, omega=5, omega_a="1/9", gamma="1/9", J="-1/30"),
        Model(N=9, omega=1, omega_a=0, gamma=4, J=2),
        Model(N=3, omega="1/100", omega_a=20, gamma="1/100"),
        Model(N=3, omega="1/100", omega_a=2, gamma="1/100", J=3),
    ],
    ids=["mixed", "antiferromagnet", "no field", "field alone", "bonds above all"],
)


@pytest.mark.parametrize("name", SUMS)
@CORNERS
def test_each_sum_of_a_few_sectors_contains_the_whole(name: str, model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    with working_precision(200):
        for beta in ("1/9", "1", "4"):
            whole = SUMS[name](tables.point(tables.tables(model), enclose(exact(beta), current_precision())))
            for few in range(1, model.N // 2 + 1):
                monkeypatch.setattr(tables, "sectors_needed", lambda *_, few=few: few)
                part = SUMS[name](tables.point(tables.tables(model), enclose(exact(beta), current_precision())))
                assert part.contains(whole), (beta, few)
            monkeypatch.undo()


@CORNERS
def test_the_terms_of_every_sum_are_below_the_size_told(model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    shares: list[float] = []

    def watched(p: tables.Point, terms: Iterable[arb], odd: bool, size: arb) -> arb:
        coefficients, cosines = list(terms), tabulated._cosines_and_sines(p, tables.weights(p))[0]
        quotients = [abs(term) / (size * cosine) for term, cosine in zip(coefficients, cosines, strict=True)]
        assert all(quotient < 1 + arb((1, -100)) for quotient in quotients)
        shares.append(max(float(quotient.mid()) for quotient in quotients))
        return tables.paired_sum(p, coefficients, odd, size)

    monkeypatch.setattr(tabulated, "paired_sum", watched)
    with working_precision(200):
        for beta in ("1/9", "1", "4"):
            here = tables.point(tables.tables(model), enclose(exact(beta), 200))
            for name in QUANTITIES:
                tabulated_value(here, name)
    assert 2 * sum(share > 0.1 for share in shares) > len(shares) > 60


def test_means_and_variances_are_those_of_the_domains() -> None:
    rng = generator("domains of a sector")
    for size in (1, 2, 3, 4, 5, 6, 9, 14):
        x = fmpq(rng.randint(1, 99), rng.choice((3, 50, 10**4)))
        with working_precision(256):
            here = tables.point(tables.tables(Model(N=size, omega_a=1, gamma=1, J=1)), arb(1) / 100)
            for k, (weight, mean, variance) in enumerate(zip(*tables.weight_moments(replace(here, x=arb(x)), spread=True), strict=True)):
                counts = [fmpq(size, n) * comb(k - 1, n - 1) * comb(size - k - 1, n - 1) * x**n for n in range(1, k + 1)] if k else [1]
                total, first, second = (sum(c * n**power for n, c in enumerate(counts, start=min(k, 1))) for power in range(3))
                for found, wanted in ((weight, total), (mean, first / total), (variance, second / total - (first / total) ** 2)):
                    assert found.contains(wanted), (size, k)
                    assert found.rad() < arb((1, -200)) * (1 + abs(found)), (size, k)


def test_the_square_of_a_ball_about_zero_is_a_ball() -> None:
    ring = Model(N=6, omega_a="7/10", gamma="3/10", J=0)
    with working_precision(64):
        here = tables.point(tables.tables(ring), arb(10) ** -30)
        amplitude, square = (tabulated_value(here, name) for name in ("coherence", "quantum-fisher-information"))
        assert amplitude.mid() == 0 < amplitude.rad()
        assert square.contains(arb(10) ** -119)
        assert square.is_finite()


def test_both_ends_and_everything_between() -> None:
    inverse = ["oo", "0", "1e-30", "1", "1e6", "oo"]
    for quantity in ("coherence", "entropy", "population-ground"):
        for model in (RING, FRUSTRATED):
            found = curve(model, quantity, beta=inverse, digits=25)
            assert all(same(number, evaluate(model, quantity, beta=beta, digits=25)) for beta, number in zip(inverse, found, strict=True))
    found = curve(RING, "coherence", T=[0, "1e-6", "1e30"], digits=25)
    assert [number.parameters["temperature"] for number in found] == ["0", "1e-6", "1e30"]
    assert same(found[0], evaluate(RING, "coherence", T=0, digits=25))


def test_the_printed_radius_covers_the_true_value() -> None:
    found = curve(FRUSTRATED, "coherence", T=GRID, digits=20)
    for at, number in zip(GRID[::4], found[::4], strict=True):
        assert number.radius is not None
        with working_precision(400):
            error = abs(arb(number.value) - arb(evaluate(FRUSTRATED, "coherence", T=at, digits=60).value))
            assert error < arb(number.radius)
            assert arb(number.radius) < arb(number.value) * arb(10) ** -19


def test_few_sectors_of_a_large_ring(alone: list[Any], precisions: list[int]) -> None:
    temperatures = ["1/100", "1/120", "1/150"]
    found = curve(LARGE, "coherence", T=temperatures, digits=40)
    assert (len(alone), len(precisions)) == (1, 2)
    assert [number.route for number in found[1:]] == ["window", "window"]
    assert all(same(number, evaluate(LARGE, "coherence", T=at, digits=40)) for at, number in zip(temperatures, found, strict=True))


def test_a_point_that_needs_too_many_sectors_is_left_alone(alone: list[Any]) -> None:
    ring = Model(N=2 * tables.MAX_KEPT + 2, omega_a="7/10", gamma="3/10", J="2/5")
    found = curve(ring, "coherence", T=[1, 2, "1/10"], digits=10)
    assert len(alone) >= 2
    assert str(found[1]) == str(evaluate(ring, "coherence", T=2, digits=10))


def test_more_and_more_points_are_left_alone_where_tables_fail(alone: list[Any], precisions: list[int]) -> None:
    temperatures = [f"1/{k}" for k in range(10**6, 10**6 + 12)]
    found = curve(RING, "entropy", T=temperatures, digits=10)
    assert len(alone) == len(found) == 12
    assert len(precisions) == 3 * curves.ATTEMPTS  # the points 1, 3 and 7
    assert same(found[-1], evaluate(RING, "entropy", T=temperatures[-1], digits=10))


def test_the_mpmath_backend_proves_nothing_here_either() -> None:
    found = curve(RING, "coherence", T=[1, 2], digits=10, backend="mpmath")
    assert [(number.certified, number.ball, number.radius) for number in found] == [(False, None, None)] * 2
    assert [str(number) for number in found] == [str(number) for number in curve(RING, "coherence", T=[1, 2], digits=10)]


@pytest.mark.parametrize(
    ("error", "sentence", "settings"),
    [
        (InputTypeError, r"`T\[1\]` must be exact, but is the float 0.7", {"T": ["1/2", 0.7]}),
        (InputError, r"`beta\[0\]` must not be negative, but is '-1'", {"beta": [-1]}),
        (InputError, r"`beta` and `T` must be given one at a time", {}),
        (InputError, r"`beta` and `T` must be given one at a time", {"beta": [1], "T": [1]}),
        (InputTypeError, r"`T` must be a list of values, but is '1/2': put it in brackets", {"T": "1/2"}),
        (InputTypeError, r"`beta` must be a list of values, but is 2: put it in brackets", {"beta": 2}),
        (InputError, r"`T\[0\]` .*'oo'", {"T": ["oo"]}),
        (InputError, r"`T` must hold at least one value, but is empty", {"T": []}),
        (InputError, "`digits` must be from 1 to 1000000, but is 0", {"T": [1], "digits": 0}),
        (NotCertified, "digits are certain at the ceiling of 100 bits: raise --max-precision", {"T": [1, 2], "max_precision": 100}),
        (NotCertified, "The budget of 0 seconds ran out", {"T": [1, 2], "budget": 0}),
        (NotCertified, "The budget of 0.02 seconds ran out", {"T": [1, 2], "budget": 0.02, "digits": 30_000}),
    ],
)
def test_bad_arguments_are_named(error: type[Exception], sentence: str, settings: dict[str, Any]) -> None:
    with pytest.raises(error, match=sentence):
        curve(RING, "coherence", **settings)


def test_every_point_has_what_is_left_of_the_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[float] = []

    def watched(*arguments: Any, budget: float, **settings: Any) -> CertifiedNumber:
        left.append(budget)
        found = evaluate(*arguments, **settings)
        assert isinstance(found, CertifiedNumber)
        return found

    monkeypatch.setattr(curves, "evaluate", watched)
    curve(RING, "coherence", beta=["oo", 0, "oo"], budget=1000)
    assert 1000 > left[0] > left[1] > left[2] > 900


def test_a_quantity_that_does_not_exist_at_an_end_is_refused() -> None:
    with pytest.raises(InputError, match="free-energy does not exist at beta = 0"):
        curve(RING, "free-energy", beta=[1, 0])
    with pytest.raises(InputError, match="did you mean coherence"):
        curve(RING, "coherense", beta=[1])
    with pytest.raises(InputTypeError, match="`model` must be a Model"):
        curve(6, "coherence", beta=[1])  # type: ignore[arg-type]  # on purpose


def rest(sources: int, x: fmpq, beta: arb, omega: arb, omega_a: arb, gamma: arb, kept: int) -> arb:
    """sum_{k >= kept} w_k (q^k + q^{N-k}) 2 cosh b_k in units of e^{b_0}, the weights from the transfer matrix."""
    weights, total = transfer_matrix_weights(sources, x), arb(0)
    for k in range(kept, sources // 2 + 1):
        b, top = (beta * (omega**2 + 4 * gamma**2 * u**2).sqrt() / 2 for u in (sources - 2 * k, sources))
        fields = (-beta * omega_a * k).exp() + ((-beta * omega_a * (sources - k)).exp() if 2 * k < sources else 0)
        total += arb(weights[k]) * fields * ((b - top).exp() + (-b - top).exp())
    return total


def attempt(rng: random.Random) -> arb:
    """(what is left out)/(its bound) at a random place, small rings and few sectors favoured."""
    sources = rng.choice((2, 3, 4, 5, rng.randint(6, 40)))
    kept = rng.choice((1, 1, sources // 2, rng.randint(1, sources // 2)))
    x = fmpq(rng.randint(1, 99), 10 ** rng.randint(0, 6))
    beta, omega, omega_a, gamma = (arb(rng.randint(low, 99)) / 10 ** rng.randint(0, 4) for low in (1, 0, 0, 0))
    decline = beta * (omega_a + ((omega**2 + 4 * gamma**2 * sources**2).sqrt() - omega) / sources)
    bound = tables.omitted_sectors(sources, tables.tail_front(sources, arb(x), decline), decline, kept)
    return rest(sources, x, beta, omega, omega_a, gamma, kept) / bound


def test_the_bound_of_the_rest_resists() -> None:
    rng = generator("rest of the sectors")
    with working_precision(200):
        quotients = [attempt(rng) for _ in range(share(400, 1))]
        assert all(quotient < 1 for quotient in quotients)
        assert sum(bool(quotient > arb(0.3)) for quotient in quotients) > 20


def test_no_bound_where_nothing_declines() -> None:
    with working_precision(64):
        assert tables.omitted_sectors(8, arb(1), arb(0), 3) == arb.pos_inf()
        assert tables.omitted_sectors(8, arb(1), arb(0), 5) == 0
        assert tables.sectors_needed(8, arb(1), arb(0), 64) == 5


@pytest.mark.parametrize(("sources", "power"), [(1, 0), (2, 0), (3, 1), (40, 38)])
def test_the_front_of_the_tail_is_its_formula(sources: int, power: int) -> None:
    """4 N x (1 + sqrt x)^(N - 2)/(1 - e^-rho), no larger than the theorem has it, in rational numbers."""
    with working_precision(100):
        found = tables.tail_front(sources, arb(1) / 16, arb(3).log())
        assert abs(found - arb(4 * sources) / 16 * (arb(5) / 4) ** power * 3 / 2) < arb((1, -80))
