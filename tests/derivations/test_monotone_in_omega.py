"""C falls with omega: by the sum over all states, at the bound, from the kernel itself, and with steps broken on purpose."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
from mpmath import MPContext

from derivations import monotone_in_omega as subject
from oracles import states
from symcoh.certificates import inequalities
from symcoh.errors import CheckFailed, InputError
from symcoh.exactnumbers import exact
from symcoh.model import Model

MP = MPContext()
MP.dps = 40


def coherence(omega: Any, N: int, J: Any) -> Any:
    model = Model(N=N, omega=omega, omega_a="1/5", gamma="1/4", J=J)
    return states.quantities(model, exact("5/2"), 30, ("coherence",))["coherence"]


def test_runs_and_opens_with_its_five_lines() -> None:
    result = subject.derive()
    assert result.name == "monotone-in-omega" and result.expansion is None
    for word in ("Claim:", "Assumes:", "Source:", "Method:", "Cost:"):
        assert f"\n{word}" in subject.__doc__
    assert result.steps[-1].check.kind == "enclosure"


@pytest.mark.parametrize("N", [1, 2, 3, 6, 7])
@pytest.mark.parametrize("J", ["-2", "-1/5", "0", "1/3"])
def test_sum_over_all_states_falls(N: int, J: str) -> None:
    found = [coherence(omega, N, J) for omega in ("0", "1/1000", "1/2", "1", "3", "10")]
    assert found == sorted(found, reverse=True) and len(set(found)) == len(found)


@pytest.mark.parametrize("N", [1, 4, 5])
@pytest.mark.parametrize("J", ["-1/2", "1/3"])
def test_bound_is_the_value_at_zero(N: int, J: str) -> None:
    """tanh of half the difference of log L, with L summed over all states."""
    K, h, c = MP.mpf(5) / 2 * MP.mpf(1 if J == "1/3" else -1) / (3 if J == "1/3" else 2), MP.mpf(1) / 4, MP.mpf(5) / 8

    def L(x: Any) -> Any:
        return sum(number * MP.exp(K * bond + x * m) for m, bond, number in states.levels(N))

    bound = MP.tanh((MP.log(L(h + c)) - MP.log(L(h - c))) / 2)
    assert abs(MP.mpf(coherence("0", N, J)) / bound - 1) < MP.mpf(10) ** -25
    assert coherence("1/100", N, J) < bound


def test_kernel_moves_down() -> None:
    """k at a larger gap over k at a smaller one falls with s, and exceeds 1 everywhere."""

    def kernel(a: Any, s: Any) -> Any:
        root = MP.sqrt(1 - s * s)
        return a * MP.besseli(1, a * root) / root

    for a in (MP.mpf(1) / 100, MP.mpf(1), MP.mpf(20)):
        for growth in (MP.mpf(1001) / 1000, MP.mpf(3)):
            ratios = [kernel(growth * a, MP.mpf(s) / 20) / kernel(a, MP.mpf(s) / 20) for s in range(20)]
            assert ratios == sorted(ratios, reverse=True) and ratios[-1] > growth**2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a * diff(kernel, a)", "diff(kernel, a)"),
        ("a ** (2 * r + 2) * x**r for r in range(4))\n    return", "a ** (2 * r + 1) * x**r for r in range(4))\n    return"),
        ("2 * (i - j) ** 2", "(i - j) ** 2"),
    ],
)
def test_broken_step_is_caught(old: str, new: str) -> None:
    source = inspect.getsource(subject)
    assert source.count(old) == 1, f"{source.count(old)} places hold {old}"
    namespace: dict[str, Any] = {"__name__": subject.__name__, "__package__": "derivations"}
    exec(compile(source.replace(old, new), subject.__file__, "exec"), namespace)
    with pytest.raises(CheckFailed, match="the difference of both sides"):
        namespace["derive"](samples=10)


def test_reversed_claim_is_refuted(monkeypatch: pytest.MonkeyPatch) -> None:
    right = inequalities.CLAIMS["smaller omega"]
    monkeypatch.setitem(inequalities.CLAIMS, "smaller omega", lambda state, random: right(state, random)[::-1])
    with pytest.raises(CheckFailed, match="any J: certified false at"):
        subject.derive(samples=10)


def test_refusals() -> None:
    with pytest.raises(InputError, match="`samples` must be from 10 to 100000, but is 9"):
        subject.derive(samples=9)
