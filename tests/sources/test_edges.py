"""Corners of the sums for any source: a flat ground level, symmetry without a field, couplings that outweigh, exact cancellations."""

from __future__ import annotations

from typing import Any

import mpmath
import pytest

from symcoh import Bath, Model, Target, evaluate
from symcoh.errors import InputError
from symcoh.sources import Chain, Independent, Levels, Oscillators, Ring, SpinRing

SHARED = ("coherence", "target-entropy", "relative-entropy-of-coherence", "entropy", "heat-capacity", "coherence-derivative", "energy")


def both(model: Model, quantity: str, **at: Any) -> None:
    values = {str(evaluate(model, quantity, digits=20, backend=backend, **at)) for backend in ("arb", "mpmath")}
    assert len(values) == 1, (model, quantity, values)


def test_a_flat_ground_level() -> None:
    """omega = 0 and an even antiferromagnet: the reference sector b = 0 has no direction."""
    model = Model(sources=Chain(N=4, J=-2), omega_a="1/3", gamma="1/5", omega=0)
    ring = Model(N=4, J=-2, omega_a="1/3", gamma="1/5", omega=0)
    general = Model(sources=Ring(N=4, J=-2), omega_a="1/3", gamma="1/5", target=Target(omega=0, tilt=0))
    assert general.is_ring and str(general.omega) == str(ring.omega)
    for quantity in SHARED:
        both(model, quantity, beta="3/2")
    for quantity in ("target-entropy", "coherence-derivative"):
        both(model, quantity, beta="20")


def test_components_that_cancel_exactly() -> None:
    """K_b = 0 in one sector: omega/2 against a coupling along sigma^z."""
    coupling = [[1, 0], [0, -1]]
    model = Model(
        target=Target(omega="4/5"),
        baths=[
            Bath(sources=Chain(N=2, J="1/4"), omega_a=1, gamma="1/3", coupling=[[0, 1], [1, 0]]),
            Bath(sources=Independent(N=2), omega_a="1/2", gamma="1/5", coupling=coupling),
        ],
    )
    for quantity in SHARED:
        both(model, quantity, beta="3/2")


def test_symmetry_without_a_field() -> None:
    """Without a field C is exactly zero for mirror symmetric sources, and is not for a list of levels."""
    assert str(evaluate(Model(sources=Chain(N=3, J="1/2"), omega_a=0, gamma=1), "coherence", beta=1)) == "0"
    assert str(evaluate(Model(sources=SpinRing(N=2, J="1/2"), omega_a=0, gamma=1), "magnetization", beta=1)) == "0"
    assert str(evaluate(Model(sources=Chain(N=3, J="1/2"), omega_a=0, gamma=1, target=Target(tilt="1/9")), "coherence", beta=1)) != "0"
    assert str(evaluate(Model(sources=Levels(levels=[[1, 0, 1], [2, 0, 1]])), "coherence", beta=1)) != "0"
    assert str(evaluate(Model(sources=Oscillators(N=1, Omega=1), gamma="1/2"), "coherence", beta=1)) != "0"


def test_ends_of_oscillators() -> None:
    model = Model(sources=Oscillators(N=1, Omega=1), gamma="1/2")
    with pytest.raises(InputError, match="infinitely many"):
        evaluate(model, "coherence", beta=0)
    assert str(evaluate(model, "energy", T=0, digits=5)) == "-0.50000"
    strong = Model(baths=[Bath(sources=Oscillators(N=1, Omega=1), gamma="1/2", coupling=[[0, 3], [3, 0]])], target=Target(omega=1))
    with pytest.raises(InputError, match="outweighs"):
        evaluate(strong, "coherence", T=0)
    with pytest.raises(InputError, match="outweighs"):
        evaluate(strong, "coherence", beta=1)
    hot = evaluate(model, "coherence", beta="1e-6", digits=10)
    assert abs(float(hot) - 0.5) < 1e-5  # C tends to gamma/Omega, and does not die


def test_a_diagonal_target_of_three_levels() -> None:
    rows = [[1, 0, 0], [0, 0, 0], [0, 0, "-1/2"]]
    model = Model(target=Target(hamiltonian=rows, coupling=rows), sources=Chain(N=2), omega_a=1, gamma=1)
    assert str(evaluate(model, "coherence", beta=1)) == "0"


def test_cold_and_hot_meet_the_ends() -> None:
    """At beta = 1e6 the digits of T = 0 through the gap, and the entropy the logarithm of the ground degeneracy."""
    for model in (
        Model(sources=Chain(N=4, J="-2/5"), omega_a="7/10", gamma="3/10"),
        Model(sources=Independent(N=2, omega_k=["1/3", "1/2"], gamma_k=["1/5", "1/7"])),
        Model(sources=SpinRing(N=3, spin="1", J="1/5", anisotropy="1/20"), omega_a="7/10", gamma="3/10", target=Target(tilt="1/5")),
    ):
        for quantity in ("coherence", "bloch-z", "energy", "magnetization", "purity"):
            cold, end = (evaluate(model, quantity, digits=40, **at) for at in ({"beta": "1e6"}, {"T": 0}))
            assert mpmath.almosteq(mpmath.mpf(cold.value), mpmath.mpf(end.value), 1e-15), (model, quantity)
        small = evaluate(model, "entropy", beta="1e4", digits=30)
        assert 0 <= float(small) < 1.5


def test_units() -> None:
    """1 GHz / 1 mK = 47.99243..."""
    from symcoh.units import Units

    plain = Model(sources=Chain(N=3, J="1/5"), omega_a=1, gamma="1/4")
    given = Model(sources=Chain(N=3, J="1/5"), omega_a=1, gamma="1/4", units=Units(energy="GHz", temperature="mK"))
    factor = mpmath.mpf(2761298) / 132521403
    with mpmath.workdps(40):
        factor = mpmath.mpf(2761298) / 132521403
        slope = mpmath.mpf(evaluate(given, "coherence-derivative", T=30, digits=30).value)
    temperature = f"{30 * 2761298}/132521403"
    assert str(evaluate(given, "coherence", T=30)) == str(evaluate(plain, "coherence", T=temperature))
    with mpmath.workdps(40):
        other = mpmath.mpf(evaluate(plain, "coherence-derivative", T=temperature, digits=35).value) * factor
        assert abs(slope - other) < abs(other) * mpmath.mpf(10) ** -29
    with pytest.raises(InputError, match="0 or oo"):
        evaluate(given, "coherence", beta=1)
    with pytest.raises(InputError, match="neither"):
        Units(energy="GHz")


@pytest.mark.parametrize("size", [2**20 - 2, 2**20 - 1, 2**20])
def test_the_number_of_states_where_exact_integers_end(size: int) -> None:
    """Z = 2^(N+1) at beta = 0, beside the largest exact integer: chain and ring print what mpmath makes of the power."""
    with mpmath.workdps(60):
        printed = mpmath.nstr(mpmath.mpf(2) ** (size + 1), 20, min_fixed=0, max_fixed=0)
    for system in (Chain(N=size, J=1), Ring(N=size, J=1)):
        found = evaluate(Model(sources=system, omega_a=1, gamma=1), "partition-function", beta=0, digits=20)
        assert mpmath.mpf(str(found)) == mpmath.mpf(printed)
        entropy = evaluate(Model(sources=system, omega_a=1, gamma=1), "entropy", beta=0, digits=20)
        with mpmath.workdps(60):
            assert mpmath.mpf(str(entropy)) == mpmath.mpf(mpmath.nstr((size + 1) * mpmath.log(2), 20))
