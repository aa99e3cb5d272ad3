"""The ground manifold against an exhaustive exact search, and ties on the lines (48), (54)."""

from __future__ import annotations

from fractions import Fraction as F
from itertools import product

import pytest

from symcoh import Model, evaluate
from symcoh.errors import NotCertified
from symcoh.exact_ends import exact_value
from symcoh.exactnumbers import Exact, exact, rational, sign
from symcoh.ground import critical_coupling, ground_manifold
from symcoh.sources.ring.counting import degeneracy
from symcoh.spectrum import energy

TARGETS = [(F(4, 5), F(3, 10)), (F(1), F(0)), (F(0), F(3, 7)), (F(0), F(0)), (F(1), F(-1, 3))]


def exhaustive(model: Model) -> tuple[Exact, set[tuple[int, int, int, int]]]:
    """Every (m, n, branch) compared with every other by the exact sign of energy differences."""
    best: Exact | None = None
    winners: set[tuple[int, int, int, int]] = set()
    for m, n, branch in product(range(-model.N, model.N + 1, 2), range(model.N // 2 + 1), (-1, 1)):
        count = degeneracy(model.N, m, n)
        if not count:
            continue
        level = energy(model, m, n, branch)
        outcome = -1 if best is None else sign(level - best)
        if outcome == -1:
            best, winners = level, set()
        if outcome in (-1, 0):
            winners.add((m, n, branch, count))
    assert best is not None
    return best, winners


@pytest.mark.parametrize("size", range(1, 9))
def test_manifold(size: int) -> None:
    ties = 0
    for (omega, gamma), omega_a in product(TARGETS, (F(0), F(1), F(-2, 3))):
        line = critical_coupling(Model(N=size, omega=omega, gamma=gamma, omega_a=omega_a))
        couplings = [exact(0), exact(F(1, 3)), exact(F(-1, 3)), exact(-20)]
        couplings += [] if line is None else [line, line + rational(1, 10**60), line - rational(1, 10**60)]
        for coupling in couplings:
            model = Model(N=size, omega=omega, gamma=gamma, omega_a=omega_a, J=coupling)
            lowest, winners = exhaustive(model)
            found = ground_manifold(model)
            assert {(x.m, x.domains, x.branch, x.degeneracy) for x in found.levels} == winners, model
            assert sign(found.energy - lowest) == 0
            ties += len(winners) > 1
    assert ties > 20


@pytest.mark.parametrize("size", [2, 4, 6, 40, 1000])
@pytest.mark.parametrize("gamma", ["3/10", "1/7", "sqrt(2)/9"])
def test_even_tie_50(size: int, gamma: str) -> None:
    """(50): one third of the aligned coherence, whether the tie is rational or holds only between radicals."""
    base = {"N": size, "omega": "4/5", "omega_a": "2/3", "gamma": gamma}
    on_line = exact_value(Model(**base, J=critical_coupling(Model(**base))), "coherence", None, 2**16)
    aligned = exact_value(Model(**base, J=1), "coherence", None, 2**16)
    assert on_line is not None and aligned is not None
    assert sign(on_line * exact(3) - aligned) == 0
    assert {level.m for level in ground_manifold(Model(**base, J=critical_coupling(Model(**base)))).levels} == {-size, 0}


@pytest.mark.parametrize("size", [3, 5, 7, 41])
def test_odd_tie(size: int) -> None:
    """C_0 = (N 2 gamma/S_1 + 2 N gamma/S_N)/(N + 1) on (54)."""
    base = {"N": size, "omega": "4/5", "omega_a": "2/3", "gamma": "1/7"}
    model = Model(**base, J=critical_coupling(Model(**base)))
    found = exact_value(model, "coherence", None, 2**16)
    expected = exact(f"({size}*2/7/sqrt(16/25+4/49)+2*{size}/7/sqrt(16/25+4*{size}**2/49))/{size + 1}")
    assert found is not None and sign(found - expected) == 0


@pytest.mark.parametrize(("size", "lucas"), [(2, 3), (3, 4), (4, 7), (5, 11), (6, 18), (7, 29), (10, 123)])
def test_lucas_ties(size: int, lucas: int) -> None:
    """omega = 0: C_0 = (L_N - 2)/(L_N + 2) for even N with degeneracy L_N + 2, and 1 with degeneracy L_N for odd N."""
    base = {"N": size, "omega": 0, "omega_a": "7/10", "gamma": "3/10"}
    model = Model(**base, J=critical_coupling(Model(**base)))
    manifold = ground_manifold(model)
    even = size % 2 == 0
    assert manifold.degeneracy == lucas + (2 if even else 0)
    expected = F(lucas - 2, lucas + 2) if even else F(1)
    value = exact_value(model, "coherence", None, 4096)
    assert value is not None and value.rational is not None and F(int(value.rational.p), int(value.rational.q)) == expected
    free = Model(N=size, omega=1, omega_a="7/10", gamma=0, J="-7/40")
    assert ground_manifold(free).degeneracy == lucas and str(evaluate(free, "coherence", T=0)) == "0"


def test_a_nearly_rational_tie_is_told_apart() -> None:
    """J = -13/60 is on the line; 1e-5000 away it is not."""
    base = {"N": 4, "omega": "4/5", "omega_a": "2/3", "gamma": "1/10"}
    line = critical_coupling(Model(**base))
    assert line is not None
    values = [str(evaluate(Model(**base, J=line + exact(f"{s}1e-5000")), "coherence", T=0, digits=20)) for s in "+-"]
    assert str(evaluate(Model(**base, J=line), "coherence", T=0, digits=20)) not in values
    assert values[1] == "0" and values[0] != "0"


def test_an_undecidable_tie_is_refused() -> None:
    base = {"N": 2, "omega": 1, "omega_a": "log(6)", "gamma": 0}
    model = Model(**base, J="-(log(2)+log(3))/4")
    with pytest.raises(NotCertified, match="is not decided with .* bits"):
        ground_manifold(model, 4096)
    # At finite temperature the tie costs nothing.
    assert evaluate(model, "partition-function", beta=1, digits=30).certified


@pytest.mark.parametrize("size", [10**6, 10**18, 10**30 + 1])
def test_any_number_of_sources(size: int) -> None:
    model = Model(N=size, omega_a="7/10", gamma="3/10", J="-2/7")
    assert len(ground_manifold(model).levels) == 1
    assert str(evaluate(model, "entropy", T=0, digits=10)) == "0"  # aligned: J above J_c = -0.325


@pytest.mark.parametrize("backend", ["arb", "mpmath"])
def test_an_antialigned_even_ring_leaves_the_target_in_its_ground_state(backend: str) -> None:
    """J far below J_c, N even: m = 0, so x = 0, z = -1, and every entropy of the target is exactly 0."""
    model = Model(N=6, omega_a="7/10", gamma="3/10", J=-300)
    zeros = (
        "coherence",
        "target-entropy",
        "relative-entropy-of-coherence",
        "ergotropy",
        "population-excited",
        "quantum-fisher-information",
    )
    assert {evaluate(model, name, T=0, backend=backend).value for name in zeros} == {"0"}
    assert evaluate(model, "purity", T=0, digits=5, backend=backend).value == "1.0000"
