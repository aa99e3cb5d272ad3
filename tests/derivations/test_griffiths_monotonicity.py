"""C does not fall with J_e, omega_k, gamma_k or a spin: by matrices, at equality, outside the range, with steps broken on purpose."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from mpmath import MPContext

from derivations import griffiths_monotonicity as subject
from symcoh.certificates import graphs
from symcoh.errors import CheckFailed, InputError

MP = MPContext()
MP.dps = 40
ONE = Fraction(1)


def real(value: Fraction) -> Any:
    return MP.mpf(value.numerator) / value.denominator


def coherence(
    omega: Any, beta: Any, edges: Mapping[tuple[int, int], Fraction], gaps: Sequence[Fraction], couplings: Sequence[Fraction]
) -> Any:
    """|Tr sigma^x rho| by the 2 x 2 exponential of every configuration, without the integral."""
    Z = moment = MP.mpf(0)
    for spins in product((1, -1), repeat=len(gaps)):
        bonds = sum(J * spins[a - 1] * spins[b - 1] for (a, b), J in edges.items())
        energy = sum(g * s for g, s in zip(gaps, spins, strict=True)) / 2 - bonds
        field = sum(g * s for g, s in zip(couplings, spins, strict=True))
        target = MP.matrix([[real(-beta * omega / 2), real(-beta * field)], [real(-beta * field), real(beta * omega / 2)]])
        state = MP.expm(target) * MP.exp(real(-beta * energy))
        Z, moment = Z + state[0, 0] + state[1, 1], moment + state[0, 1] + state[1, 0]
    return abs(moment / Z)


def test_runs_and_opens_with_its_five_lines() -> None:
    result = subject.derive()
    assert result.name == "griffiths-monotonicity" and result.expansion is None
    for word in ("Claim:", "Assumes:", "Source:", "Method:", "Cost:"):
        assert f"\n{word}" in subject.__doc__
    assert result.steps[-1].check.kind == "enclosure"


EDGES = {(1, 2): Fraction(1, 4), (2, 3): Fraction(1, 3)}
GAPS = [Fraction(1, 2), Fraction(0), Fraction(1, 5)]
COUPLINGS = [Fraction(1, 3), Fraction(2, 5), Fraction(0)]


def test_dense_matrices_rise() -> None:
    base = coherence(ONE, 2 * ONE, EDGES, GAPS, COUPLINGS)
    ball = graphs.coherence_ball(graphs.graph_state(ONE, 2 * ONE, EDGES, GAPS, COUPLINGS), 20)
    assert abs(base - MP.mpf(ball.mid().str(30, radius=False))) < MP.mpf(10) ** -20
    assert coherence(ONE, 2 * ONE, EDGES | {(1, 3): Fraction(1, 10)}, GAPS, COUPLINGS) > base
    for site in range(3):
        for at in (0, 1):
            lists = [list(GAPS), list(COUPLINGS)]
            lists[at][site] += Fraction(1, 10)
            assert coherence(ONE, 2 * ONE, EDGES, *lists) > base
    assert abs(coherence(ONE, 2 * ONE, EDGES, [*GAPS, ONE], [*COUPLINGS, Fraction(0)]) - base) < MP.mpf(10) ** -35


def test_equality_stays_undecided() -> None:
    pair = [graphs.graph_state(ONE, 2 * ONE, EDGES, [*GAPS, *more], [*COUPLINGS, *[Fraction(0)] * len(more)]) for more in ([], [ONE])]
    assert graphs.not_larger(*pair) is None


def test_false_for_an_antiferromagnetic_bond() -> None:
    """More gap at one end of a strong bond J < 0 turns the other end, which alone couples to the target."""
    pair = [graphs.graph_state(ONE, ONE, {(1, 2): Fraction(-2)}, [gap, ONE], [Fraction(0), ONE]) for gap in (Fraction(0), Fraction(1, 2))]
    assert graphs.not_larger(*pair) is False


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("(p_a * q_b + q_a * p_b) / 2", "(p_a * q_b + q_a * p_b)", "the difference of both sides"),
        ("q_a * q_b * q_c) / 4", "q_a * q_b * p_c) / 4", "the difference of both sides"),
        ("* (-1) ** t", "", "the left side is"),
        ("+ mean(s) * mean(b)", "", "the difference of both sides"),
    ],
)
def test_broken_step_is_caught(old: str, new: str, message: str) -> None:
    source = inspect.getsource(subject)
    assert old in source
    namespace: dict[str, Any] = {"__name__": subject.__name__, "__package__": "derivations"}
    exec(compile(source.replace(old, new), subject.__file__, "exec"), namespace)
    with pytest.raises(CheckFailed, match=message):
        namespace["derive"](samples=10)


def test_reversed_claim_is_refuted(monkeypatch: pytest.MonkeyPatch) -> None:
    right = graphs._grown_pairs
    monkeypatch.setattr(graphs, "_grown_pairs", lambda random, samples: (pair[::-1] for pair in right(random, samples)))
    with pytest.raises(CheckFailed, match="certified false at"):
        subject.derive(samples=10)


def test_refusals() -> None:
    with pytest.raises(InputError, match="`samples` must be from 10 to 100000, but is 9"):
        subject.derive(samples=9)
