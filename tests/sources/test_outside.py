"""Models as a stranger writes them: gamma left out beside a coupling, couplings of one sign, exact zeros, nearly pure states."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from mpmath import cos, eighe, exp, log, matrix, mpf, sqrt, workdps, zeros

from symcoh import Bath, Model, Target, evaluate
from symcoh.errors import InputError
from symcoh.sources import XX, XXZ, Chain, Graph, Independent, Levels, Oscillators, RangeRing, SpinRing

HIDDEN = "sqrt(2)*sqrt(3)-sqrt(6)"
THREE = [["0", "1/2", "0"], ["1/2", "1", "1/5"], ["0", "1/5", "2"]]
UPWARD = [["1", "1/2", "0"], ["1/2", "1", "1/3"], ["0", "1/3", "2"]]
"""Its least eigenvalue is above 0, its greatest one above 2."""


def both(model: Model, quantity: str, **at: Any) -> set[str]:
    return {str(evaluate(model, quantity, digits=12, backend=backend, **at)) for backend in ("arb", "mpmath")}


def test_gamma_is_one_beside_a_coupling(tmp_path: Path) -> None:
    """Also where a list gives the gaps."""
    target = '[target]\nomega = "1"\ncoupling = [["0", "1"], ["1", "0"]]\n'
    head = f'{target}[sources]\nsystem = "graph"\nN = 2\nomega_k = ["1/2", "1/3"]\nedges = []\n'
    file, other = tmp_path / "one.toml", tmp_path / "two.toml"
    file.write_text(head, encoding="utf-8")
    other.write_text(head + 'gamma_k = ["1", "1"]\n', encoding="utf-8")
    assert Model.from_toml(file) == Model.from_toml(other)
    file.write_text(head.replace('coupling = [["0", "1"], ["1", "0"]]\n', ""), encoding="utf-8")
    with pytest.raises(InputError, match="`gamma` is required beside omega_k"):
        Model.from_toml(file)


def test_oscillators_have_no_gap_of_a_source() -> None:
    assert Model(sources=Oscillators(N=1, Omega=1), gamma="1/2", omega_a=0)
    with pytest.raises(InputError, match="`omega_a` must be 0 for oscillators"):
        Model(sources=Oscillators(N=1, Omega=1), gamma="1/2", omega_a=1)


def quanta(beta: str, quantity: str) -> mpf:
    """Energy and coherence of UPWARD with gamma = 1, Omega = 6/5, two oscillators, listed to 120 quanta."""
    own, pull = (matrix([[_ratio(entry) for entry in row] for row in rows]) for rows in (THREE, UPWARD))
    total, energy, rho, b = mpf(0), mpf(0), zeros(3), mpf(beta)
    for n in range(120):
        values, vectors = eighe(own + pull * n)
        for place, value in enumerate(values):
            weight = (n + 1) * exp(-b * (value + mpf("1.2") * n))
            total, energy = total + weight, energy + weight * (value + mpf("1.2") * n)
            rho += vectors[:, place] * vectors[:, place].H * weight
    return energy / total if quantity == "energy" else sum(abs(rho[i, j]) for i in range(3) for j in range(3) if i != j) / total


def _ratio(text: str) -> mpf:
    top, _, bottom = text.partition("/")
    return mpf(top) / mpf(bottom or 1)


@pytest.mark.parametrize("quantity", ["energy", "coherence"])
def test_a_coupling_that_only_lifts(quantity: str) -> None:
    """|gamma| |A| > Omega, and a thermal state all the same: no eigenvalue of gamma A is below -Omega."""
    model = Model(target=Target(hamiltonian=THREE, coupling=UPWARD), sources=Oscillators(N=2, Omega="6/5"), gamma=1)
    with workdps(40):
        for beta in ("3", "0.5"):
            for found in both(model, quantity, beta=beta):
                assert abs(mpf(found) - quanta(beta, quantity)) < 1e-11
    down = Model(target=Target(hamiltonian=THREE, coupling=UPWARD), sources=Oscillators(N=2, Omega="6/5"), gamma=-1)
    ends: list[dict[str, Any]] = [{"beta": "3"}, {"T": 0}]
    for at in ends:
        for backend in ("arb", "mpmath"):
            with pytest.raises(InputError, match="outweighs the sources"):
                evaluate(down, quantity, backend=backend, **at)


def test_zero_temperature_of_oscillators_beside_three_levels() -> None:
    """No quanta, whatever another bath does: the lowest level of H_A, or of it with that bath."""
    model = Model(target=Target(hamiltonian=THREE, coupling=UPWARD), sources=Oscillators(N=2, Omega="6/5"), gamma=1)
    beside = Bath(sources=Levels(levels=[[1, 0, 1]]), coupling=[["1", "0", "0"], ["0", "1", "0"], ["0", "0", "1"]])
    two = Model(target=Target(hamiltonian=THREE), baths=[Bath(sources=Oscillators(N=2, Omega="6/5"), gamma=1, coupling=UPWARD), beside])
    with workdps(40):
        values, _ = eighe(matrix([[_ratio(entry) for entry in row] for row in THREE]))
        for found in both(model, "energy", T=0):
            assert abs(mpf(found) - min(values)) < 1e-11
        for found in both(two, "energy", T=0):
            assert abs(mpf(found) - min(values) - 1) < 1e-11
    assert both(model, "magnetization", T=0) == {"0"} == both(model, "entropy", T=0)


def test_entropy_of_a_nearly_pure_state() -> None:
    """-lambda log lambda + lambda of the smaller eigenvalue, which is far below the last bit of the other one: both backends say so."""
    model = Model(sources=Independent(N=1), omega_a=2, gamma="1/4", omega=1)
    (found,) = both(model, "target-entropy", beta="300")
    with workdps(700):
        total, rho = mpf(0), zeros(2)
        for m in (1, -1):
            values, vectors = eighe(matrix([[mpf(1) / 2, mpf(m) / 4], [mpf(m) / 4, -mpf(1) / 2]]))
            for place, value in enumerate(values):
                weight = exp(-300 * (value + m))
                total, rho = total + weight, rho + vectors[:, place] * vectors[:, place].H * weight
        small = (rho[0, 0] * rho[1, 1] - rho[0, 1] * rho[1, 0]).real / total**2
        assert abs(mpf(found) / (small - small * log(small)) - 1) < 1e-11


FLAT = Target(hamiltonian=[[HIDDEN, 0], [0, 0]], coupling=[["1/3", "1"], ["1", "-1/3"]])
ALIKE = Target(hamiltonian=[["1", "1/2"], ["1/2", "0"]], coupling=[["2", HIDDEN], [HIDDEN, "2"]])
LONE = Target(hamiltonian=THREE, coupling=UPWARD)


@pytest.mark.parametrize(
    ("model", "quantities"),
    [
        (Model(target=FLAT, sources=Chain(N=3, J="1/3"), omega_a=0, gamma=1), "bloch-z coherence ergotropy temperature-fisher-information"),
        (Model(target=FLAT, sources=Chain(N=3, J="1/3"), omega_a=1, gamma=HIDDEN), "bloch-z coherence target-energy mutual-information"),
        (Model(target=ALIKE, sources=Chain(N=2, J="1/3"), omega_a=1, gamma="1/2"), "mutual-information ergotropy"),
        (Model(target=LONE, sources=Graph(N=2, omega_k=[1, 2], gamma_k=[0, HIDDEN])), "mutual-information mean-force-energy"),
        (Model(target=ALIKE, sources=Levels(levels=[["2", 0, 1], ["2", 1, 3]])), "mutual-information"),
    ],
    ids=["no field", "no coupling", "the same for both levels", "a list of zeros", "one eigenvalue"],
)
def test_zeros_that_symmetry_makes(model: Model, quantities: str) -> None:
    for quantity in quantities.split():
        expected = {"1.00000000000"} if quantity == "mean-force-energy" else {"0"}
        assert both(model, quantity, beta="3/2") == expected, quantity


@pytest.mark.parametrize(
    ("sources", "energy"),
    [
        (XXZ(shape="chain", N=3, J=f"1/3+{HIDDEN}", J_xy="sqrt(2)"), "0"),
        (XXZ(shape="ring", N=1, J="1/3", J_xy="1/4"), "-0.833333333333"),
        (XX(shape="ring", N=1, J_xy="1/4"), "-0.500000000000"),
        (XX(shape="ring", N=4, J_xy="sqrt(2)", D="pi/5"), "0"),
        (Graph(N=3, edges=[[1, 2, "1/3", "sqrt(2)"], [2, 3, "1/7"]]), "0"),
        (RangeRing(N=2, couplings=["1/3", "1/5", "1"]), "-0.400000000000"),
        (SpinRing(N=1, spin="1", J="1/3", anisotropy="1/20"), "-0.755555555556"),
        (SpinRing(N=1000, spin="3/2", J="1/3", anisotropy="1/20"), "250.000000000"),
    ],
    ids=repr,
)
def test_mean_energies_at_infinite_temperature(sources: XX, energy: str) -> None:
    """Exact traces: no sum over eigenvalues, which tells no zero."""
    assert str(evaluate(Model(sources=sources, omega_a="1/3", gamma="1/5"), "energy", beta=0, digits=12)) == energy


def test_ends_that_the_direction_of_the_target_decides() -> None:
    """At T = 0 a target along z has one population; without H_A every K_b lies along A; an A that nothing couples makes no coherence."""
    own = [["-5", "0"], ["0", "2/5"]]
    along = Model(
        target=Target(hamiltonian=own, coupling=[["1/1000", "0"], ["0", "-1"]]), sources=Chain(N=1), omega_a="-sqrt(3)/4", gamma="log(2)"
    )
    assert both(along, "population-ground", T=0) == {"0"} and both(along, "population-excited", T=0) == {"1.00000000000"}
    bare = Model(target=Target(omega=0, tilt=-3), sources=Chain(N=3, J="12/7"), omega_a="-sqrt(3)/4", gamma="12/7")
    with workdps(40):
        # The states of the target are alike at b = 3 gamma and gamma; E_1 is the upper level there, or the lower one at b = -3 gamma.
        first, low = -sqrt(mpf(3)) / 4 * 3 / 2 - mpf(24) / 7 - mpf(36) / 7, sqrt(mpf(3)) / 4 * 3 / 2 - mpf(24) / 7 - mpf(36) / 7
        strength = (first - low) / 2
        for found in both(bare, "mean-force-x", T=0):
            assert abs(mpf(found) + strength * cos(mpf(-3))) < 1e-11
    turned = Model(sources=Independent(N=1), omega_a=0, gamma=1, target=Target(omega=0, tilt=1))
    assert both(turned, "energy", T=0) == {"-1.00000000000"} and both(turned, "coherence", T=0) == {"0"}
    still = Model(
        target=Target(hamiltonian=[["1", "0", "0"], ["0", "2", "0"], ["0", "0", "0"]], coupling=UPWARD),
        sources=Oscillators(N=1, Omega=1),
        gamma=HIDDEN,
    )
    assert both(still, "coherence", beta="8") == {"0"}


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: Levels(levels=[]), r"rows \[b, energy, degeneracy\], but is empty\."),
        (lambda: Levels(levels=[[1, 2]]), r"but row 1 has 2 entries\."),
        (lambda: Graph(N=2, edges=[[1, 2]]), r"but edge 1 has 2 entries\."),
        (lambda: Graph(N=2, edges=["1-2"]), r"but edge 1 is '1-2'\."),
    ],
)
def test_lists_of_another_length(make: Callable[[], object], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        make()
