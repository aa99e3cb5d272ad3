"""The integral for any source against the sum over its sectors; very many sources; sources without end."""

from __future__ import annotations

import pytest

from symcoh import Bath, Model, evaluate
from symcoh.errors import InputError
from symcoh.observables import OBSERVABLES
from symcoh.sources import Chain, Graph, Independent, Oscillators, RangeRing, Ring, SpinRing
from symcoh.target import Target

TILTED = Target(tilt="1/5")
MATRIX = Target(hamiltonian=[["9/10", "1/10+i/5"], ["1/10-i/5", "0"]], coupling=[["1", "1/2"], ["1/2", "1/3"]])
MODELS = {
    "chain": Model(sources=Chain(N=7, J="-2/5"), omega_a="7/10", gamma="3/10"),
    "chain of one": Model(sources=Chain(N=1), omega_a="-1/3", gamma="3/10", target=TILTED),
    "range": Model(sources=RangeRing(N=8, couplings=["1/5", "-37/100"]), omega_a="7/10", gamma="3/10", target=TILTED),
    "range longer than the ring": Model(sources=RangeRing(N=2, couplings=["1/5", "-37/100", "1/3"]), omega_a="7/10", gamma="3/10"),
    "spins": Model(sources=SpinRing(N=4, spin="1", J="1/4", anisotropy="1/20"), omega_a="7/10", gamma="-3/10", target=MATRIX),
    "sites": Model(sources=Independent(N=3, omega_k=["1/3", "1/2", "1"], gamma_k=["1/5", "-1/7", "sqrt(2)/3"]), target=TILTED),
    "graph": Model(sources=Graph(N=4, edges=[[1, 2, "1/4"], [2, 3, "-1/3"], [3, 4, "1"], [1, 3, "1/5"]]), omega_a=1, gamma="1/3"),
    "graph of sites": Model(
        sources=Graph(N=3, edges=[[1, 2, "1/4"], [2, 3, "-1/3"]], omega_k=["1/3", "1/2", "0"], gamma_k=["1/5", "-1/7", "1"])
    ),
    "oscillators": Model(sources=Oscillators(N=2, Omega="6/5"), gamma="3/10", target=TILTED),
    "tilted ring": Model(sources=Ring(N=5, J="1/4"), omega_a="7/10", gamma="3/10", target=TILTED),
}


@pytest.mark.parametrize("name", MODELS)
def test_integral_and_sum_agree(name: str) -> None:
    """Every quantity that the integral gives; the two share no step but the exact parameters."""
    for quantity in (*OBSERVABLES, "target-energy", "temperature-fisher-information", "mean-force-energy", "mean-force-free-energy"):
        if quantity.startswith("mean-force") and name == "oscillators":
            continue
        values = {str(evaluate(MODELS[name], quantity, beta="17/10", digits=25, route=route)) for route in ("sum", "integral")}
        assert len(values) == 1, (name, quantity, values)


@pytest.mark.parametrize("beta", ["1/1000", "30"])
def test_hot_and_cold(beta: str) -> None:
    for name in ("chain", "graph of sites"):
        for quantity in ("coherence", "energy", "heat-capacity", "magnetization"):
            values = {str(evaluate(MODELS[name], quantity, beta=beta, digits=20, route=route)) for route in ("sum", "integral")}
            assert len(values) == 1, (name, quantity, values)


def test_very_many_sources() -> None:
    """A chain and a ring of 10^12 in weak fields differ by their ends alone; N = 10^4 independent ones by both routes."""
    options = {"omega_a": "7e-9", "gamma": "3e-9"}
    chain = evaluate(Model(sources=Chain(N=10**12, J="2/5"), **options), "coherence", beta=1, digits=30)
    ring = evaluate(Model(N=10**12, J="2/5", **options), "coherence", beta=1, digits=30)
    assert chain.route == "integral" and 0 < abs(float(chain) - float(ring)) < 1e-9 * float(ring)
    free = Model(sources=Independent(N=4000), omega_a="7/1000", gamma="3/1000")
    assert str(evaluate(free, "coherence", beta=1, digits=30, route="sum")) == str(evaluate(free, "coherence", beta=1, digits=30))


def test_ground_states_of_very_many_sources() -> None:
    models = {J: Model(sources=Chain(N=10**12, J=J), omega_a="7/10", gamma="3/10") for J in (1, -1)}
    cold = {str(J): evaluate(model, "coherence", T=0, digits=30) for J, model in models.items()}
    assert str(cold["1"]).startswith("0.99999999999999999999999") and str(cold["-1"]) == "0"
    free = Model(sources=Independent(N=10**15), omega_a="7/10", gamma="3/10")
    assert str(evaluate(free, "magnetization", T=0, digits=20)) == "-1000000000000000.0000"


def test_near_the_edge_of_the_oscillators() -> None:
    model = Model(sources=Oscillators(N=1, Omega=1), gamma="1-1e-6")
    assert str(evaluate(model, "coherence", beta=1, digits=20)).startswith("0.9999972768518795")


def test_quantities_that_need_the_sectors() -> None:
    with pytest.raises(InputError, match="every sector"):
        evaluate(Model(sources=Chain(N=10**6), omega_a=1, gamma=1), "mutual-information", beta=1)


def test_more_sources_than_a_word_counts() -> None:
    """N = 10^20: the power of the transfer matrix in pieces; the ends without a list of sectors; 10^6 joint sectors are refused at once."""
    many = Model(sources=Chain(N=10**20, J="2/5"), omega_a="7/10", gamma="3/10")
    ring = Model(N=10**20, J="2/5", omega_a="7/10", gamma="3/10")
    for quantity in ("coherence", "bloch-z"):
        pair = [evaluate(model, quantity, beta="1e-9", digits=18) for model in (many, ring)]
        assert abs(float(pair[0]) - float(pair[1])) < 1e-9
    assert str(evaluate(many, "energy", beta=0)) == "0" and str(evaluate(many, "magnetization", T=0, digits=21)) == "-100000000000000000000"
    plane = [Bath(sources=Chain(N=1000), omega_a=1, gamma=1, coupling=rows) for rows in ([[0, 1], [1, 0]], [[1, 0], [0, -1]])]
    with pytest.raises(ArithmeticError, match="not summed one by one"):
        evaluate(Model(target=Target(hamiltonian=[[1, 0], [0, 0]]), baths=plane), "coherence", beta=1)
