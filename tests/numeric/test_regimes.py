"""The driver: which route answers, what a forced route does, what a refusal says."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from flint import arb

from oracles import numbers, omega_zero
from symcoh import Model, evaluate
from symcoh.balls import working_precision
from symcoh.certified import from_json
from symcoh.errors import InputError, NotCertified
from symcoh.exactnumbers import exact
from symcoh.ground import ground_manifold
from symcoh.numeric import routes as regimes
from symcoh.numeric.precision import started_clock
from symcoh.numeric.ring import costs
from symcoh.numeric.ring.setting import MOST_TIED, Problem, reference_manifold, setting
from symcoh.numeric.ring.window import relative_to_ground, window

REFERENCE = {"omega_a": "7/10", "gamma": "3/10"}
WARM = [(600, "sum"), (3000, "window"), (10**6, "integral"), (10**20, "integral"), (10**200, "integral")]


@pytest.mark.parametrize("coupling", ["2/5", "-2/5"])
@pytest.mark.parametrize(("size", "route"), WARM, ids=str)
def test_routes_agree(size: int, route: str, coupling: str) -> None:
    """Each route where it can, all with the same digits; which one the driver takes is told."""
    model = Model(N=size, J=coupling, **REFERENCE)
    chosen = evaluate(model, "coherence", beta=1, digits=40)
    assert chosen.route in regimes.ROUTE_NAMES
    forced = evaluate(model, "coherence", beta=1, digits=40, route=route)
    assert forced.route == route and forced.value == chosen.value
    assert forced.to_arb().overlaps(chosen.to_arb())


def test_a_few_sources_are_summed() -> None:
    model = Model(N=6, J="2/5", **REFERENCE)
    values = {evaluate(model, "energy", beta=3, route=name).value for name in regimes.ROUTE_NAMES}
    assert evaluate(model, "energy", beta=3).route == "sum" and len(values) == 1


def test_cold_rings_of_any_size_take_a_window() -> None:
    for coupling, beta in (("-2/5", 10**3), ("-2/5", 10**6), ("2/5", 10**12), ("-2", 10**12)):
        found = evaluate(Model(N=10**18, J=coupling, **REFERENCE), "coherence", beta=beta, digits=30)
        assert found.route == "window", (coupling, beta)


def test_exact_values_and_the_closed_form_are_told() -> None:
    flat = Model(N=10**9, omega=0, J="1/3", **REFERENCE)
    found = evaluate(flat, "log-partition-function", beta="1/2", digits=40)
    true = omega_zero.quantities(flat, "1/2", 60)["log-partition-function"]
    assert found.route == "closed-form" and found.value == numbers.rounded(true, 40)
    ring = Model(N=8, **REFERENCE)
    assert evaluate(ring, "coherence", T=0).route == "exact"
    assert evaluate(ring, "entropy", beta=0).route == "exact"
    assert evaluate(ring, "coherence", beta=1, backend="mpmath").route is None


def test_z_at_infinite_temperature_of_many_sources() -> None:
    found = evaluate(Model(N=10**8, **REFERENCE), "partition-function", beta=0, digits=5)
    assert found.route == "exact" and found.to_arb().overlaps(arb((1, 10**8 + 1)))


def test_json_keeps_the_route() -> None:
    found = evaluate(Model(N=6, **REFERENCE), "coherence", beta=1)
    assert json.loads(found.to_json())["route"] == "sum"
    assert from_json(found.to_json()) == found and from_json(found.to_json()).route == found.route


def test_a_route_must_be_known() -> None:
    with pytest.raises(InputError, match="`route` must be one of sum, window, integral, but is 'sums'"):
        evaluate(Model(N=6, **REFERENCE), "coherence", beta=1, route="sums")


def test_no_sum_over_too_many_sectors() -> None:
    with pytest.raises(NotCertified, match="10000000 is beyond the 4000000 sources whose sectors are summed: leave out `route`"):
        evaluate(Model(N=10**7, **REFERENCE), "coherence", beta=1, route="sum")


def asked(model: Model, beta: str, max_precision: int = 4000) -> regimes.Value:
    return regimes.certified_value(model, "coherence", exact(beta), 30, max_precision, started_clock())


def test_a_route_that_fails_hands_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the order and whichever of two routes returns nothing, the other one answers, with the same digits."""
    model = Model(N=5000, J="2/5", **REFERENCE)
    expected = asked(model, "1")[1]
    for order in (("window", "integral", "sum"), ("integral", "sum", "window"), ("sum", "window", "integral")):
        monkeypatch.setattr(costs, "cost_heuristic", lambda name, *rest, order=order: 1e-3 * (1 + order.index(name)))
        assert asked(model, "1")[1:] == (expected, order[0])
    monkeypatch.setattr(costs, "cost_heuristic", lambda name, *rest: {"window": 1e-9, "integral": 2e-9, "sum": 3e-9}[name])
    assert asked(model, "1")[1:] == (expected, "integral")  # the window is wider than its price, and waits its turn
    monkeypatch.setattr(costs, "cost_heuristic", lambda name, *rest: {"window": 1.0, "integral": 2.0, "sum": 3.0}[name])
    assert asked(model, "1")[2] == "window"
    for name in ("ring.window.window_enclosure", "integral.enclosure.integral_ball"):
        with monkeypatch.context() as patch:
            patch.setattr(f"symcoh.numeric.{name}", lambda *rest: arb(0, "inf"))
            assert asked(model, "1")[1] == expected


def test_a_window_has_as_many_sectors_as_its_time_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten seconds at 10^-5 s a sector; ahead of the integral, four times what that costs; a sum has no end."""
    monkeypatch.setattr(costs, "sector_heuristic", lambda *rest: 1e-5)
    problem = Problem(Model(N=5000, J="2/5", **REFERENCE), exact(1))
    question = regimes.Question(problem=problem, quantity="coherence", digits=30, max_precision=4000, clock=started_clock())
    for prices, expected in (
        ({"window": 2.0, "integral": 1.0, "sum": 3.0}, [("integral", 10**6), ("window", 10**6), ("sum", 10**6), ("sum", None)]),
        (
            {"window": 1.0, "integral": 2.0, "sum": 3.0},
            [("window", 800_000), ("integral", 10**6), ("sum", 10**6), ("window", 10**6), ("sum", None)],
        ),
    ):
        monkeypatch.setattr(costs, "cost_heuristic", lambda name, *rest, prices=prices: prices[name])
        steps = regimes._steps(question)
        assert [step.name for step in steps] == [name for name, _ in expected]
        assert [step.most and round(step.most, -1) for step in steps] == [most for _, most in expected]


def test_a_refusal_names_what_every_route_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ring.window.window_enclosure", "integral.enclosure.integral_ball"):
        monkeypatch.setattr(f"symcoh.numeric.{name}", lambda *rest: arb(1, 1e-9))
    with pytest.raises(NotCertified, match=r"30 digits of coherence are beyond every route at N = 10000000000 \(.*reaches 8.*\): ask for"):
        asked(Model(N=10**10, **REFERENCE), "1")


def test_the_ceiling_is_told() -> None:
    with pytest.raises(NotCertified, match="--max-precision"):
        asked(Model(N=10**5, **REFERENCE), "1", max_precision=64)


def test_small_questions_load_no_large_machinery() -> None:
    script = (
        "import sys; from symcoh import Model, evaluate; evaluate(Model(N=6, omega_a=1, gamma=1), 'coherence', beta=1); "
        "names = ('ring.window', 'ring.tails', 'integral', 'ring.costs', 'ring.closed_form', 'ring.curve_tables'); "
        "loaded = [name for name in names if f'symcoh.numeric.{name}' in sys.modules]; "
        "sys.exit(' '.join(loaded) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=600, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_tie_of_many_levels_is_not_listed_at_finite_temperature(monkeypatch: pytest.MonkeyPatch) -> None:
    """At gamma = 0 on the line J = -omega_a/4 all sectors m <= 0 tie; T = 0 still lists thousands of them."""
    reference_manifold.cache_clear()
    for size in (2 * MOST_TIED + 2, 35_853, 10**15):
        model = Model(N=size, omega_a=4 * 10**6, gamma=0, J=-(10**6))
        with monkeypatch.context() as patch:
            patch.setattr("symcoh.ground.degeneracy", None)
            assert reference_manifold(model) is None
            found = evaluate(model, "population-ground", beta="1/2", digits=30)
        with numbers.precision(200):
            true = (1 + numbers.MP.tanh(numbers.MP.mpf(1) / 4)) / 2
        assert found.value == numbers.rounded(true, 30, 45), size
    listed = Model(N=2 * MOST_TIED, omega_a=4 * 10**6, gamma=0, J=-(10**6))
    tied = reference_manifold(listed)
    assert tied is not None and len(tied.levels) == MOST_TIED + 1
    assert len(ground_manifold(Model(N=2 * MOST_TIED + 2, omega_a=4, gamma=0, J=-1)).levels) == MOST_TIED + 2


@pytest.mark.parametrize(
    ("coupling", "beta", "digits", "route"), [("2/5", 1, 100, "integral"), ("2/5", 10, 100, "window"), ("-2/5", 1, 1000, "sum")]
)
def test_a_thousand_sources_take_the_cheapest_route(coupling: str, beta: int, digits: int, route: str) -> None:
    model = Model(N=1000, J=coupling, **REFERENCE)
    found = evaluate(model, "coherence", beta=beta, digits=digits)
    assert found.route == route
    assert found.value == evaluate(model, "coherence", beta=beta, digits=digits, route="sum" if route != "sum" else "integral").value


WIDTHS = [
    ("target-entropy", Model(N=10**17, omega="1e-2", omega_a="1e-6", gamma="1e-7", J="1"), 4000),
    ("coherence", Model(N=10**17, omega="1e-2", omega_a="1e-6", gamma="1e-7", J="1"), 4000),
    ("heat-capacity", Model(N=10**13, omega=".1", omega_a=".8", gamma="7e5", J="-.25"), 15),
    ("coherence", Model(N=10**6, J="2/5", **REFERENCE), 1),
    ("entropy", Model(N=10**9, omega="1e-3", omega_a="2e-5", gamma="3e-6", J=".1"), 300),
]
"""Domains of flipped spins up to 1/(2h) long, which C does not feel; a pull that saturates; the bell of a free ring; domains again."""


@pytest.mark.parametrize(("quantity", "model", "beta"), WIDTHS)
def test_the_width_of_a_window_is_foretold(quantity: str, model: Model, beta: int) -> None:
    """Within a factor 8, as far as the cost of a route asks for."""
    depth = 164
    guess = costs.kept_heuristic(Problem(model, exact(beta)), quantity, depth)
    with working_precision(400):
        s = setting(model, exact(beta))
        kept = window(s, depth, relative_to_ground(s, quantity))
    assert kept is not None and guess < 8 * kept.count + 16 and kept.count < 8 * guess + 16, (guess, kept)


def test_a_wide_window_of_rare_domains_is_not_tried_first() -> None:
    found = evaluate(WIDTHS[0][1], "target-entropy", beta=4000, digits=30)
    assert found.route == "integral"
    assert evaluate(WIDTHS[1][1], "coherence", beta=4000, digits=30).route == "window"
