"""From (19) to (29), (31): the derivation runs, its broken copies fail, and its formulas hold on a ring of three by brute force."""

from __future__ import annotations

import itertools

import mpmath as mp
import pytest

from derivations import exact_coherence
from derivations.foundation.steps import identity as original_identity
from symcoh.errors import CheckFailed, InputError


def test_it_runs_and_covers_its_equations() -> None:
    result = exact_coherence.derive()
    assert result.name == "exact-coherence"
    claims = " ".join(step.claim for step in result.steps)
    assert all(f"({number}" in claims for number in ("20", "21a", "21b", "22", "23", "27", "29"))
    assert [step.check.kind for step in result.steps].count("argument") == 2


@pytest.mark.parametrize("largest", [1, 17])
def test_the_count_is_bounded(largest: int) -> None:
    with pytest.raises(InputError, match="`largest_N` must be from 2 to 16"):
        exact_coherence.derive(largest_N=largest)


def test_an_asymmetric_count_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    right = exact_coherence.ring_counts

    def lopsided(N: int) -> object:
        counted = right(N)
        counted[N, N] += N == 5
        return counted

    monkeypatch.setattr(exact_coherence, "ring_counts", lopsided)
    with pytest.raises(CheckFailed, match="N=5"):
        exact_coherence.derive()


def test_a_nonzero_difference_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    right = original_identity
    monkeypatch.setattr(exact_coherence, "identity", lambda claim, because, difference: right(claim, because, 4 * difference + 3))
    with pytest.raises(CheckFailed, match="the difference of both sides is not 0"):
        exact_coherence.derive()


def test_the_claim_against_the_matrix_exponential_of_every_configuration() -> None:
    w, wa, g, J, beta, N = mp.mpf(1), mp.mpf("0.7"), mp.mpf("0.3"), mp.mpf("-0.4"), mp.mpf(3), 3
    with mp.workdps(30):
        total = mp.zeros(2)
        for spins in itertools.product((1, -1), repeat=N):
            m, bonds = sum(spins), sum(spins[k] * spins[k - 1] for k in range(N))
            shift = wa * m / 2 - J * bonds
            total += mp.expm(-beta * mp.matrix([[shift + w / 2, g * m], [g * m, shift - w / 2]]))
        Z, C = total[0, 0] + total[1, 1], 2 * abs(total[0, 1]) / (total[0, 0] + total[1, 1])
        split = {m: mp.sqrt(w**2 + 4 * g**2 * m**2) for m in (1, 3)}
        weight = {3: mp.exp(3 * beta * J), 1: 3 * mp.exp(-beta * J)}
        printed_Z = sum(2 * weight[m] * mp.cosh(beta * wa * m / 2) * 2 * mp.cosh(beta * split[m] / 2) for m in (1, 3))
        terms = (m / split[m] * weight[m] * mp.sinh(beta * wa * m / 2) * mp.sinh(beta * split[m] / 2) for m in (1, 3))
        printed_C = 8 * g / printed_Z * sum(terms)
        assert abs(printed_Z / Z - 1) < mp.mpf(10) ** -25
        assert abs(printed_C / C - 1) < mp.mpf(10) ** -25
