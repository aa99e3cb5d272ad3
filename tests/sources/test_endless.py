"""Sources without end at the corners: a target whose scale is far beyond theirs, couplings along H_A, other baths beside them at T = 0."""

from __future__ import annotations

from math import comb

import pytest

from symcoh import Bath, Model, Target, evaluate
from symcoh.sources import Chain, Oscillators

from .random_models import Levels, averages, ctx, matrix, number, spins

WIDE = [["1/4", "-1/10**12-1/10**7*i"], ["-1/10**12+1/10**7*i", "100000"]]
PULL = [["3/5", "4/3-i"], ["4/3+i", "1/10**7"]]


def oscillators(sources: int, frequency: str, gamma: str, most: int) -> Levels:
    w, g = number(frequency), number(gamma)
    counts = [comb(n + sources - 1, sources - 1) for n in range(most)]
    return Levels([w * n for n in range(most)], [g * n for n in range(most)], list(range(most)), counts, {})


@pytest.mark.parametrize("beta", ["17/10", "1/2"])
def test_a_target_of_another_scale(beta: str) -> None:
    bath = Bath(sources=Oscillators(N=4, Omega="sqrt(2)*2"), gamma="-1/4", coupling=PULL)
    model = Model(target=Target(hamiltonian=WIDE), baths=[bath])
    truth = averages(matrix(WIDE), [matrix(PULL)], [oscillators(4, "sqrt(2)*2", "-1/4", 300)], beta)
    for quantity in ("energy", "coherence", "magnetization", "log-partition-function", "bloch-x", "purity"):
        found = ctx.mpf(evaluate(model, quantity, beta=beta, digits=20).value)
        assert abs(found - truth[quantity]) <= abs(truth[quantity]) * ctx.mpf(10) ** -19, quantity


def test_a_coupling_along_the_target_at_zero_temperature() -> None:
    model = Model(target=Target(omega="4", tilt="pi/2"), sources=Oscillators(N=1, Omega="2"), gamma="-1/4")
    assert [str(evaluate(model, name, T=0, digits=6)) for name in ("energy", "magnetization", "purity")] == ["-2.00000", "0", "1.00000"]


def test_another_bath_at_zero_temperature() -> None:
    across, along = [["0", "1"], ["1", "0"]], [["1", "0"], ["0", "-1"]]
    baths = [
        Bath(sources=Oscillators(N=2, Omega="3/2"), gamma="1/2", coupling=across),
        Bath(sources=Chain(N=2, J="-1/5"), omega_a="1/3", gamma="2/5", coupling=along),
    ]
    own = [["1/2", "1/7"], ["1/7", "-1/3"]]
    model = Model(target=Target(hamiltonian=own), baths=baths)
    chain = spins(2, [(0, 1, number("-1/5"), 0, 0)], [number("1/3")] * 2, [number("2/5")] * 2)
    truth = averages(matrix(own), [matrix(across), matrix(along)], [oscillators(2, "3/2", "1/2", 12), chain], "oo")
    for quantity in ("energy", "coherence", "bloch-z"):
        found = ctx.mpf(evaluate(model, quantity, T=0, digits=20).value)
        assert abs(found - truth[quantity]) <= abs(truth[quantity]) * ctx.mpf(10) ** -19, quantity


def test_both_backends() -> None:
    """The mpmath backend sums so many sectors that the others are below its precision; the bare sources are known in closed form."""
    one = Model(target=Target(omega="4", tilt="1/3"), sources=Oscillators(N=2, Omega="2"), gamma="-1/4")
    for quantity in ("coherence", "energy", "mean-force-energy", "mean-force-free-energy", "heat-capacity"):
        for beta in ("17/10",):
            values = {str(evaluate(one, quantity, beta=beta, digits=15, backend=backend)) for backend in ("arb", "mpmath")}
            assert len(values) == 1, (quantity, beta, values)
    plain = Model(target=Target(omega="1"), sources=Oscillators(N=2, Omega="2"), gamma="0")
    found = ctx.mpf(evaluate(plain, "mean-force-free-energy", beta="1/5", digits=20).value)
    assert abs(found + 5 * ctx.log(2 * ctx.cosh(ctx.mpf(1) / 10))) < ctx.mpf(10) ** -18
