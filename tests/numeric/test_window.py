"""The window regime against the full sum, its seeds against exact weights, and where it must give up."""

from __future__ import annotations

import random
from itertools import product
from math import comb

import pytest
from flint import arb, fmpq

from oracles.not_none import not_none
from oracles.numbers import MP, numbers, precision, rounded
from oracles.transfer import rational_weights
from reliability.sampling import critical_text, share, signed
from symcoh import Model, evaluate
from symcoh.balls import end_points, working_precision
from symcoh.errors import NotCertified
from symcoh.exactnumbers import exact
from symcoh.numeric.precision import digit_bits, planned_bits
from symcoh.numeric.ring import window as subject
from symcoh.numeric.ring.quantities import enclosure
from symcoh.numeric.ring.sector_window import SectorWindow
from symcoh.numeric.ring.setting import Problem, _with_visible_reference, setting
from symcoh.numeric.ring.thermal import energy_span
from symcoh.numeric.ring.up_domains import Domains, domain_sum, seed
from symcoh.numeric.ring.weights import sector_weights
from symcoh.numeric.ring.window import MAX_KEPT, lost_bits, relative_to_ground, window, window_enclosure
from symcoh.observables import OBSERVABLES


def kept(model: Model, beta: str, bits: int, quantity: str = "coherence") -> SectorWindow | None:
    """The window of one evaluation."""
    with working_precision(bits + 400):
        s = setting(model, exact(beta))
        return window(s, bits, relative_to_ground(s, quantity))


def log_uniform(rng: random.Random, low: float, high: float) -> str:
    return f"{10 ** rng.uniform(low, high):.9e}"


def random_point(rng: random.Random, low: float, high: float) -> tuple[Model, str]:
    number = round(10 ** rng.uniform(low, high))
    omega, omega_a, gamma = log_uniform(rng, -2, 1), log_uniform(rng, -3, 1), log_uniform(rng, -3, 1)
    coupling = signed(rng, log_uniform(rng, -3, 1))
    if rng.random() < 0.3:
        coupling = f"({critical_text(number, omega, omega_a, gamma)})*{1 + rng.choice((1, -1)) * 10 ** rng.uniform(-5, 0):.9f}"
    return Model(N=number, omega=omega, omega_a=omega_a, gamma=gamma, J=coupling), log_uniform(rng, -2, 2.5)


@pytest.mark.parametrize(("low", "high", "digits", "cases"), [(3.3, 3.7, 30, 24), (3.3, 4, 100, 8), (3.3, 3.7, 300, 4), (4.9, 5, 30, 1)])
def test_against_the_full_sum(low: float, high: float, digits: int, cases: int) -> None:
    """Overlap, at the accuracy planned, in windows that leave sectors out."""
    rng, narrower = random.Random(f"window {digits} {high}"), 0
    for _ in range(share(cases, 1)):
        model, beta = random_point(rng, low, high)
        quantity = rng.choice(("coherence", "partition-function", *OBSERVABLES)) if high < 4 else "coherence"
        inverse = exact(beta)
        part = window_enclosure(Problem(model, inverse), quantity, digit_bits(model, quantity, inverse, digits) + lost_bits(model, inverse))
        full = enclosure(model, quantity, inverse, planned_bits(model, quantity, inverse, digits))
        where = f"{quantity}, {digits} digits, {model!r} at beta={beta}"
        assert part.overlaps(full), where
        assert part.rel_accuracy_bits() > 3.3219 * digits, where
        narrower += not_none(kept(model, beta, 4 * digits, quantity)).count < 0.8 * (model.N // 2 + 1)
    assert 2 * narrower >= cases


@pytest.mark.parametrize("quantity", OBSERVABLES)
def test_every_quantity_at_the_edges_and_between(quantity: str) -> None:
    """Aligned and cold, antialigned and cold (either parity), warm, and on two clusters beside the critical line."""
    size = 2000
    beside = f"({critical_text(size, '1', '7/10', '3/10')})*1.0001"
    cases = [(size, "2/5", "10"), (size, "-2", "8"), (size + 1, "-2", "8"), (size, "-2/5", "3"), (size, beside, "30"), (size, "0", "5")]
    for number, coupling, beta in cases:
        model = Model(N=number, omega_a="7/10", gamma="3/10", J=coupling)
        found = evaluate(model, quantity, beta=beta, digits=40, route="window")
        assert found.route == "window"
        bits = planned_bits(model, quantity, exact(beta), 40)
        assert found.to_arb().overlaps(enclosure(model, quantity, exact(beta), 2 * bits)), (number, coupling, beta)


def test_windows_lie_where_they_should() -> None:
    """A few sectors at the edge k = 0, a few at the middle, about sqrt N between, two clusters beside the line."""
    huge = 10**12
    cold = kept(Model(N=huge, omega_a="7/10", gamma="3/10", J="2/5"), "100", 200)
    assert cold is not None and cold.segments[0][0] == 0 and cold.count < 20
    antialigned = kept(Model(N=huge, omega_a="7/10", gamma="3/10", J="-2"), "100", 200)
    assert antialigned is not None and antialigned.segments[-1][1] == huge // 2 and antialigned.count < 60
    warm = kept(Model(N=10**6, omega_a="7/10", gamma="3/10", J="2/5"), "1", 200)
    assert warm is not None and len(warm.segments) == 1 and 3_000 < warm.count < 30_000
    beside = Model(N=94, omega_a="73/100", gamma="3.46", J=f"({critical_text(94, '1', '73/100', '3.46')})*1.0000001")
    both = kept(beside, "626", 232)
    assert both is not None and len(both.segments) == 2 and both.segments[0][0] == 0 and both.segments[1] == (47, 47)
    assert kept(Model(N=10**20, omega_a="1e-10", gamma="1e-10", J="1/3"), "1", 200) is None


def test_two_sectors_beside_a_vast_middle() -> None:
    """Below the critical line C comes from m = +-2 alone, e^{-17000} below Z; the sectors between, up to N = 5 10^16, are bounded as well.

    W_2/W_0 = (N^2/8) e^{4 beta J} to relative N^2 e^{4 beta J}.
    """
    model = Model(N=50903603412380280, omega="4.854393438349", omega_a="1.222464713902e-3", gamma=".1422310030806", J="-.07163924353618")
    found = evaluate(model, "coherence", beta="64445.50342733", digits=30)
    with precision(400):
        at = numbers(model, "64445.50342733")
        pair = MP.mpf(at.N) ** 2 / 8 * MP.exp(4 * at.beta * at.J) * 2 * MP.sinh(at.beta * at.omega_a)
        target = 4 * at.gamma / at.splitting(2) * MP.sinh(at.beta * at.splitting(2) / 2) / MP.cosh(at.beta * at.omega / 2)
        true = rounded(pair * target, 30, 60)
    assert (found.route, found.value) == ("window", true)


@pytest.mark.parametrize("antiferromagnetic", [False, True])
def test_seeds_against_exact_weights(antiferromagnetic: bool) -> None:
    rng = random.Random("seeds")
    for _ in range(share(60, 1)):
        size = rng.randint(4, 160)
        k = rng.randint(1, size // 2 - 1)
        y = rng.choice((fmpq(1), fmpq(rng.randint(1, 999), 1000), fmpq(1, 10 ** rng.randint(1, 40))))
        exact_weights = rational_weights(size, 1 / y if antiferromagnetic else y)
        with working_precision(300):
            found = seed(size, k, arb(y), antiferromagnetic, with_moments=False)
            run = list(sector_weights(size, arb(y), antiferromagnetic, k))
        values = weights_from(exact_weights, k, y, antiferromagnetic)
        for ball, value in [(found.weight[0], values[0]), *zip(run, values, strict=True)]:
            low, high = end_points(ball)
            assert low <= value <= high and ball.rel_accuracy_bits() > 260, (size, k, y)


def weights_from(weights: list[fmpq], first: int, y: fmpq, antiferromagnetic: bool) -> list[fmpq]:
    """P_k from first to the middle, out of W_k e^{-beta J N}."""
    last = (len(weights) - 1) // 2
    return [weights[k] * (y**k if antiferromagnetic else 1 / y) for k in range(first, last + 1)]


def test_a_seed_of_a_ring_of_any_size() -> None:
    """J = 0: P_k is a binomial coefficient, here with k small and N = 10^24."""
    size, k = 10**24, 7
    with working_precision(400):
        found = seed(size, k, arb(1), False, with_moments=True)
        low, high = end_points(found.weight[0])
        assert low <= comb(size, k) <= high and found.weight[0].rel_accuracy_bits() > 250
        assert (found.ratio[0] - (arb(size) - k) / (k + 1)).contains(0)


def test_too_many_terms_make_an_infinite_seed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("symcoh.numeric.ring.up_domains.MAX_TERMS", 10)
    with working_precision(200):
        wide = domain_sum(Domains(10**6, 4 * 10**5, False), 5, arb(1) / 2, with_moments=False)
    assert not wide[0].is_finite()


def test_a_window_too_wide_is_given_up() -> None:
    model = Model(N=10**20, omega_a="1e-10", gamma="1e-10", J="1/3")
    assert not window_enclosure(Problem(model, exact(1)), "coherence", 128).is_finite()
    with pytest.raises(NotCertified, match="Only 0 of 50 digits"):
        evaluate(model, "coherence", beta=1, route="window")
    assert MAX_KEPT < 10**7


def test_the_checkpoint_may_stop_a_window() -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        window_enclosure(Problem(Model(N=10**5, omega_a="7/10", gamma="3/10"), exact(1)), "coherence", 128, stop)


@pytest.mark.parametrize("peak", [3, 4, 40, 76, 77])
def test_the_climb_ends_at_the_peak(peak: int) -> None:
    """Between 2 and 78, in a few steps, though one height alone is known at first."""
    heights = Hill(peak)
    subject._climb(heights, 2, 78)  # type: ignore[arg-type]  # heights that count their calls
    assert peak in heights.known and len(heights.known) <= 14


class Hill:
    """Heights with one peak."""

    def __init__(self, peak: int) -> None:
        self.peak = peak
        self.known: set[int] = set()

    def __call__(self, k: int) -> arb:
        self.known.add(k)
        return -arb(abs(k - self.peak))


@pytest.mark.parametrize("size", [2, 5, 6])
def test_the_sector_energies_are_counted_from(size: int) -> None:
    """By midpoints, where the ground state is undecided: the uniform sector above the line, the smallest |m| below."""
    for coupling, far in (("1", size), ("0", size), ("-1/100", size), ("-10", size % 2)):
        with working_precision(80):
            s = setting(Model(N=size, omega_a="7/10", gamma="3/10", J=coupling), exact("2"), with_ground=False)
            assert s.reference == size and _with_visible_reference(s).reference == far


@pytest.mark.parametrize("coupling", ["-30", "-1/2", "0", "1/2", "30"])
@pytest.mark.parametrize("size", [1, 2, 3, 6])
def test_no_excitation_is_beyond_the_span(size: int, coupling: str) -> None:
    """All 2^(N + 1) energies, written out."""
    omega, omega_a, gamma, bond = 1.0, -0.7, 0.3, float(fmpq(*map(int, (coupling + "/1").split("/")[:2])))
    energies = []
    for spins in product((-1, 1), repeat=size):
        m, bonds = sum(spins), sum(a * b for a, b in zip(spins, spins[1:] + spins[:1], strict=True))
        split = (omega**2 + 4 * gamma**2 * m * m) ** 0.5
        energies += [omega_a * m / 2 - bond * bonds + side * split / 2 for side in (-1, 1)]
    with working_precision(80):
        s = setting(Model(N=size, omega=1, omega_a="-7/10", gamma="3/10", J=coupling), exact(1))
        assert energy_span(s) > max(energies) - min(energies) - 1e-9


@pytest.mark.parametrize(("power", "beta", "most", "asks"), [(4, "10", 70, False), (6, "10", 80, False), (400, "3000", 8000, True)])
def test_what_a_window_asks_for(power: int, beta: str, most: int, asks: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each height is found once; the clock is asked before each where they have many bits, and not where they have few."""
    heights: list[int] = []
    asked = [0]

    def height(self: subject.Heights, k: int) -> arb:
        heights.append(k)
        return before(self, k)

    def ask() -> None:
        asked[0] += 1

    before = subject.Heights._height
    monkeypatch.setattr(subject.Heights, "_height", height)
    monkeypatch.setattr(subject, "ask_clocks", ask)
    model, inverse = Model(N=10**power, omega_a="7/10", gamma="3/10", J="2/5"), exact(beta)
    with working_precision(lost_bits(model, inverse) + subject.BOUND_BITS):
        found = window(setting(model, inverse), 350, to_ground=True)
    assert not_none(found).count < 100
    assert 20 < len(heights) == len(set(heights)) <= most
    assert asked[0] == (len(heights) if asks else 0)
