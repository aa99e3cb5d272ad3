"""C is concave in omega_a for ferromagnets: by the sum over all states of a ring, by brute force, and with steps broken on purpose."""

from __future__ import annotations

import inspect
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from mpmath import MPContext

from derivations import concavity_in_field as subject
from oracles import states
from symcoh.certificates import graphs
from symcoh.errors import CheckFailed, InputError
from symcoh.exactnumbers import exact
from symcoh.model import Model

MP = MPContext()
MP.dps = 40


def second_differences(N: int, J: str, gamma: str = "1/4", beta: str = "2") -> list[Any]:
    models = [Model(N=N, omega="1", omega_a=Fraction(k, 4), gamma=gamma, J=J) for k in range(1, 10)]
    values = [MP.mpf(states.quantities(model, exact(beta), 30, ("coherence",))["coherence"]) for model in models]
    return [a - 2 * b + c for a, b, c in zip(values, values[1:], values[2:], strict=False)]


def test_runs_and_opens_with_its_five_lines() -> None:
    result = subject.derive()
    assert result.name == "concavity-in-field" and result.expansion is None
    for word in ("Claim:", "Assumes:", "Source:", "Method:", "Cost:"):
        assert f"\n{word}" in subject.__doc__
    assert result.steps[-1].check.kind == "enclosure"


@pytest.mark.parametrize("N", [1, 2, 5, 6])
@pytest.mark.parametrize("J", ["0", "1/3", "2"])
def test_sum_over_all_states_is_concave(N: int, J: str) -> None:
    assert max(second_differences(N, J)) < 0


def test_and_is_not_for_an_antiferromagnet() -> None:
    assert max(second_differences(2, "-1/2")) > MP.mpf("0.01")


def test_third_cumulants_of_a_ferromagnet() -> None:
    """u_3 < 0: all means of three bonded spins in fields, summed in the open."""

    def mean(*sites: int) -> Any:
        weights = {s: MP.exp(s[0] * s[1] / 3 + s[1] * s[2] / 2 + (s[0] + 2 * s[1]) / MP.mpf(10)) for s in product((1, -1), repeat=3)}
        return sum(w * MP.mpf(int(MP.fprod(s[k] for k in sites))) for s, w in weights.items()) / sum(weights.values())

    for x, y, z in product(range(3), repeat=3):
        third = mean(x, y, z) - mean(x) * mean(y, z) - mean(y) * mean(x, z) - mean(z) * mean(x, y) + 2 * mean(x) * mean(y) * mean(z)
        assert third < -MP.mpf("0.01")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("(-1, 1, 1, -1))", "(1, 1, 1, -1))", "the difference of both sides"),
        ("(-1, 1, 1, -1))", "(1, -1, -1, 1))", "the left side is"),
        ('(("x",), ("y",), ("z",)): 2', '(("x",), ("y",), ("z",)): 3', "the left side is"),
        ("Fraction(-third", "Fraction(third", "the left side is"),
        ("opposed = _triple({(1, 2): -one}", "opposed = _triple({(1, 2): one}", "not certified to be positive"),
    ],
)
def test_broken_step_is_caught(old: str, new: str, message: str) -> None:
    source = inspect.getsource(subject)
    assert source.count(old) == 1
    namespace: dict[str, Any] = {"__name__": subject.__name__, "__package__": "derivations"}
    exec(compile(source.replace(old, new), subject.__file__, "exec"), namespace)
    with pytest.raises(CheckFailed, match=message):
        namespace["derive"](samples=10)


def test_attack_outside_the_range_finds_counterexamples() -> None:
    assert graphs.attack_concavity(samples=60, bonds=-1).false and graphs.attack_concavity(samples=60, couplings=(1, -1)).false


def test_refusals() -> None:
    with pytest.raises(InputError, match="`samples` must be from 10 to 100000, but is 9"):
        subject.derive(samples=9)
