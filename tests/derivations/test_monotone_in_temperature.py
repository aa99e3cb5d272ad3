"""C falls with T for J >= 0: by the sum over all states, at the exhibited dip, and with steps broken on purpose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from derivations import monotone_in_temperature as subject
from oracles import states
from symcoh.certificates import inequalities
from symcoh.certificates.inequalities import attack as original_attack
from symcoh.errors import CheckFailed, InputError
from symcoh.exactnumbers import exact
from symcoh.model import Model


def coherences(model: Model, betas: Sequence[str]) -> list[Any]:
    return [states.quantities(model, exact(beta), 30, ("coherence",))["coherence"] for beta in betas]


def test_runs_and_opens_with_its_five_lines() -> None:
    result = subject.derive()
    assert result.name == "monotone-in-temperature" and result.expansion is None
    for word in ("Claim:", "Assumes:", "Source:", "Method:", "Cost:"):
        assert f"\n{word}" in subject.__doc__
    assert [step.check.kind for step in result.steps][-2:] == ["enclosure", "enclosure"]


@pytest.mark.parametrize("N", [1, 2, 3, 6, 7])
@pytest.mark.parametrize("J", ["0", "1/10", "3"])
@pytest.mark.parametrize("omega", ["0", "1"])
def test_sum_over_all_states_falls(N: int, J: str, omega: str) -> None:
    found = coherences(Model(N=N, omega=omega, omega_a="1/5", gamma="1/4", J=J), ["1/100", "1/2", "1", "11/10", "3", "10", "30"])
    assert found == sorted(found) and len(set(found)) == len(found)


def test_one_source_falls_for_any_coupling() -> None:
    found = coherences(Model(N=1, omega_a="1/5", gamma="1/4", J="-2"), ["1/2", "1", "7"])
    assert found == sorted(found)


def test_dip_of_the_aligned_phase() -> None:
    cold, warm = subject.dip()
    assert coherences(cold.model, ["30"])[0] < coherences(warm.model, ["4"])[0]


def test_every_coupling_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    right = original_attack
    monkeypatch.setattr(subject, "attack", lambda claim, **values: right(claim, **(values | {"couplings": "any"})))
    with pytest.raises(CheckFailed, match="for J >= 0 and β < β': certified false at"):
        subject.derive(largest_N=4, samples=100)


def test_too_few_decided_pairs_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(inequalities.CLAIMS, "beta", lambda state, random: (state, state))
    with pytest.raises(CheckFailed, match="only 0 pairs were decided, but the check needs 9"):
        subject.derive(largest_N=4, samples=10)


def test_no_dip_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subject, "dip", lambda: inequalities_pair("1"))
    with pytest.raises(CheckFailed, match="J >= 0 is needed"):
        subject.derive(largest_N=4, samples=10)


def inequalities_pair(J: str) -> tuple[inequalities.ThermalState, ...]:
    model = Model(N=4, omega_a="7/10", gamma="3/10", J=J)
    return tuple(inequalities.ThermalState(model=model, beta=exact(beta)) for beta in ("30", "4"))


@pytest.mark.parametrize(("values", "sentence"), [({"largest_N": 1}, "`largest_N` must be from 2"), ({"samples": 9}, "`samples` must be")])
def test_refusals(values: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        subject.derive(**values)
