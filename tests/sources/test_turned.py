"""Exact zeros of graphs with numbers of their own: no connected part has both a field and a coupling to the target."""

from __future__ import annotations

from random import Random

import pytest

from reliability.sampling import SOAK
from symcoh import Model, evaluate
from symcoh.errors import NotCertified
from symcoh.sources import Graph


def test_a_part_with_a_field_beside_a_part_with_a_coupling() -> None:
    """Sites 1, 2 feel a field, sites 3, 4 the target; a bond between them, and C is there."""
    edges = [[1, 2, "1/3"], [3, 4, "-1/4", "1/5"]]
    common = {"N": 4, "omega_k": ["1", "1/2", "0", "0"], "gamma_k": ["0", "0", "3/10", "3/10"]}
    apart = Model(omega=1, sources=Graph(edges=edges, **common))
    for temperature in ({"beta": "17/10"}, {"T": 0}):
        assert str(evaluate(apart, "coherence", digits=12, **temperature)) == "0"
        assert str(evaluate(apart, "ergotropy", digits=12, **temperature)) == "0"
    assert str(evaluate(apart, "coherence", beta="17/10", digits=12, backend="mpmath")) == "0"
    assert -2 < float(str(evaluate(apart, "magnetization", beta="17/10", digits=5))) < 0
    joined = Model(omega=1, sources=Graph(edges=[*edges, [2, 3, "1/100"]], **common))
    assert float(str(evaluate(joined, "coherence", beta="17/10", digits=12))) > 1e-6


@pytest.mark.parametrize("seed", range(25 * SOAK))
def test_what_is_said_to_vanish_has_no_coherence_by_all_configurations(seed: int) -> None:
    """The signed sum over all 2^N configurations in mpmath's backend vanishes exactly where `turned` says so."""
    from mpmath import cosh, exp, mpf, sinh, sqrt, workdps

    random = Random(seed)
    N = random.randint(1, 5)
    pairs = [(a, b) for b in range(N) for a in range(b) if random.random() < 0.3]
    strengths = [random.choice([-2, 1, 3]) for _ in pairs]
    gaps, pushes = ([random.choice([0, 0, 1, 2, -3]) for _ in range(N)] for _ in range(2))
    edges = [[a + 1, b + 1, f"{j}/5"] for (a, b), j in zip(pairs, strengths, strict=True)]
    graph = Graph(N=N, edges=edges, omega_k=[f"{w}/7" for w in gaps], gamma_k=[f"{g}/9" for g in pushes])
    with workdps(60):
        upper = lower = mpf(0)
        for word in range(1 << N):
            spins = [1 if word >> k & 1 else -1 for k in range(N)]
            energy = sum(mpf(w) / 14 * s for w, s in zip(gaps, spins, strict=True))
            energy -= sum(mpf(j) / 5 * spins[a] * spins[b] for (a, b), j in zip(pairs, strengths, strict=True))
            b = sum(mpf(g) / 9 * s for g, s in zip(pushes, spins, strict=True))
            root = sqrt(mpf(1) / 4 + b * b)
            upper += exp(-energy) * sinh(root) * b / root
            lower += exp(-energy) * cosh(root)
        vanishes = abs(upper / lower) < mpf(10) ** -50
    model = Model(omega=1, sources=graph)
    if graph.turned():
        assert vanishes and str(evaluate(model, "coherence", beta=1)) == "0"
    elif vanishes:  # an accident, by numbers that cancel
        with pytest.raises(NotCertified):
            evaluate(model, "coherence", beta=1, digits=5)
    else:
        assert float(str(evaluate(model, "coherence", beta=1, digits=5))) > 0
