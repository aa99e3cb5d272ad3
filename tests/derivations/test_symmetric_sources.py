"""Other sources than the ring: the claims by dense sums that share nothing, and every step breaks."""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Callable
from itertools import pairwise, product
from typing import Any

import pytest
from mpmath import mpf, workdps

from derivations import symmetric_sources as subject
from oracles import quantum
from oracles.not_none import not_none
from symcoh import Model, evaluate
from symcoh.errors import CheckFailed, InputError
from symcoh.sources import XXZ, Chain, Complete


def test_runs_and_opens_with_its_five_lines() -> None:
    result = subject.derive(largest_N=6)
    assert result.name == "symmetric-sources" and result.expansion is None
    for word in ("Claim:", "Assumes:", "Source:", "Method:", "Cost:"):
        assert f"\n{word}" in not_none(subject.__doc__)
    for number in ("32", "33", "34", "44", "45", "47"):
        assert any(f"({number})" in step.claim or f"({number})," in step.claim for step in result.steps), number


@pytest.mark.parametrize(
    "make", [lambda J: Chain(N=5, J=J), lambda J: Complete(N=5, J=J), lambda J: XXZ(N=5, J=J, J_xy=J, shape="complete")]
)
def test_values_rise_with_the_coupling_and_fall_with_temperature(make: Callable[[str], Chain | Complete | XXZ]) -> None:
    found = [
        mpf(str(evaluate(Model(sources=make(J), omega=1, omega_a="1/5", gamma="1/4"), "coherence", beta="5/2", digits=20)))
        for J in ("-2", "-1/2", "-1/100", "0", "1/100", "1/2", "2")
    ]
    assert all(a < b for a, b in pairwise(found))
    model = Model(sources=make("1/3"), omega=1, omega_a="1/5", gamma="1/4")
    cooled = [mpf(str(evaluate(model, "coherence", beta=beta, digits=20))) for beta in ("1/100", "1/2", "1", "11/10", "3", "30")]
    assert all(a < b for a, b in pairwise(cooled))


def test_walls_of_long_chains() -> None:
    for N in (1, 9, 10):
        found = Counter((s.count(1), sum(a != b for a, b in pairwise(s))) for s in product((1, -1), repeat=N))
        assert {(k, d): subject.walls(N, k, d) for k in range(N + 1) for d in range(N) if subject.walls(N, k, d)} == dict(found)


def test_heisenberg_levels_against_dense_matrices() -> None:
    with workdps(30):
        dense = quantum.spectrum(4, quantum.couplings(quantum.complete_bonds(4), -1, -1))
        for m, levels in dense.items():
            coefficients = [int(c) for c in subject.heisenberg(4, (4 + m) // 2).coeffs()]
            assert all(abs(sum(c * level**power for power, c in enumerate(coefficients))) < mpf(10) ** -18 for level in levels)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("- 2 * b / omega * sinh(beta * omega / 2)", "- b / omega * sinh(beta * omega / 2)", "the difference of both sides"),
        ('yield f"N={N}, {spins}", 2 * sum', 'yield f"N={N}, {spins}", sum', "the left side is"),
        ("return 2 * comb(k - 1, p - 1)", "return comb(k - 1, p - 1)", "the left side is"),
        ("_ratio(odd, even) - 2 * p", "_ratio(odd, even) - p", "the difference of both sides"),
        ("/ (2 * (k - p) * (down - p))", "/ ((k - p) * (down - p))", "the difference of both sides"),
        ("matrix[place[state ^ {a, b}], row] += 2", "matrix[place[state ^ {a, b}], row] += 1", "the left side is"),
        ("(comb(N, lower - 1) if lower else 0)", "0", "the left side is"),
        ('low = N - 2 if name == "star"', 'low = N - 1 if name == "star"', "the left side is"),
    ],
)
def test_broken_step_is_caught(old: str, new: str, message: str) -> None:
    source = inspect.getsource(subject)
    assert source.count(old) == 1
    namespace: dict[str, Any] = {"__name__": subject.__name__, "__package__": "derivations"}
    exec(compile(source.replace(old, new), subject.__file__, "exec"), namespace)
    with pytest.raises(CheckFailed, match=message):
        namespace["derive"](largest_N=5)


def test_refusals() -> None:
    with pytest.raises(InputError, match="`largest_N` must be from 4 to 12, but is 3"):
        subject.derive(largest_N=3)
