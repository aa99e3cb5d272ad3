"""(32)-(34): every equation of Appendix B has its step, the sums over all states agree, and every step breaks."""

from __future__ import annotations

import inspect
import re
from fractions import Fraction as Q
from itertools import combinations
from types import ModuleType
from typing import Any

import pytest

from derivations import monotonicity
from derivations.foundation import likelihood_ratio
from derivations.foundation.steps import Derivation
from oracles import states
from oracles.not_none import not_none
from symcoh.certificates import inequalities
from symcoh.errors import CheckFailed, InputError
from symcoh.exact import sector_weight_polynomial as original_sector_weight_polynomial
from symcoh.exactnumbers import exact
from symcoh.model import Model


def broken(module: ModuleType, old: str, new: str) -> dict[str, Any]:
    """The functions of a module whose source was changed in one place."""
    source = inspect.getsource(module)
    assert source.count(old) == 1, f"{source.count(old)} places hold {old}"
    namespace: dict[str, Any] = {"__name__": module.__name__, "__package__": module.__package__}
    exec(compile(source.replace(old, new), not_none(module.__file__), "exec"), namespace)
    return namespace


@pytest.fixture(scope="module")
def result() -> Derivation:
    return monotonicity.derive(largest_N=60)


def test_runs_up_to_sixty_sources(result: Derivation) -> None:
    assert result.name == "monotonicity" and result.expansion is None and result.series is None
    for word in ("Claim:", "Assumes:", "Source:", "Method:", "Cost:"):
        assert f"\n{word}" in monotonicity.__doc__
    cases = [step.check.outcome for step in result.steps if step.claim.startswith("`w'_m w_{m'}")]
    assert cases == ["9455 cases, all equal"]


@pytest.mark.parametrize("number", [*range(32, 35), *range(68, 90)])
def test_every_equation_has_a_step(result: Derivation, number: int) -> None:
    assert str(number) in result.equations
    assert any(f"({number})" in step.claim for step in result.steps)


def weights(N: int, y: Any) -> dict[int, Any]:
    """{m: (w_m, w'_m)} of (69), (71), counted over all 2^N rings."""
    found: dict[int, Any] = {}
    for m, bond, number in states.levels(N):
        if m >= 0:
            power = N // 2 - (N - bond) // 4
            w, slope = found.get(m, (Q(0), Q(0)))
            found[m] = (w + number * y**power, slope + power * number * y**power)
    return found


@pytest.mark.parametrize("N", range(2, 13))
def test_minors_counted_over_all_states(N: int) -> None:
    for y in (Q(1, 50), Q(1), Q(7, 3), Q(40)):
        found = weights(N, y)
        for low, high in combinations(sorted(found), 2):
            (w, slope), (w_low, slope_low) = found[high], found[low]
            assert slope * w_low - w * slope_low > 0
            polynomial = likelihood_ratio.minor(N, high, low)
            assert sum(Q(int(c)) * y**k for k, c in enumerate(polynomial.coeffs())) == slope * w_low - w * slope_low


@pytest.mark.parametrize("name", ["J", "omega_a", "gamma"])
@pytest.mark.parametrize("N", [2, 3, 6, 7])
@pytest.mark.parametrize("J", ["-2", "-1/5", "0", "1/3"])
def test_sum_over_all_states_rises(name: str, N: int, J: str) -> None:
    values = {"omega": "1", "omega_a": "1/5", "gamma": "1/4", "J": J}
    stepped = values | {name: str(Q(values[name]) + Q(1, 1000))}
    pair = [states.quantities(Model(N=N, **v), exact("5/2"), 30, ("coherence",))["coherence"] for v in (values, stepped)]
    assert pair[0] < pair[1]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("half = Rational(1, 2) if m == 0", "half = Rational(1, 1) if m == 0"),
        ("rates = {w[i]: 4 * beta * v[i]", "rates = {w[i]: 2 * beta * v[i]"),
        ("* (F[i] * G[j] - F[j] * G[i])", "* (F[i] * G[j] + F[j] * G[i])"),
        ("response = beta * gamma * m", "response = 2 * beta * gamma * m"),
        ("m[i] * c[i] * c[j] - m[j] * s[i] * s[j])\n\n    rates", "m[i] * c[i] * c[j] - m[i] * s[i] * s[j])\n\n    rates"),
        ("f[i] * g[0] * m[i] * c[i]", "f[i] * g[0] * m[i] * s[i]"),
        ("X[0] * x[1] - X[1] * x[0] - (X[0]", "X[0] * x[0] - X[1] * x[1] - (X[0]"),
        ("2 * omega**2 * m / split**3 * s - 4", "2 * omega**2 * m / split**3 * s - 2"),
        ("2 * beta * gamma * m**2 / split * s", "4 * beta * gamma * m**2 / split * s"),
        ("r[i] * s[i] + 4 * beta", "r[i] * s[i] - 4 * beta"),
        ("equal = sum(a[i] * b[i] * m[i]", "equal = sum(a[i] * b[i] * 2 * m[i]"),
        ("bottom = sum(a[i] * b[0]", "bottom = sum(a[i] * b[1]"),
    ],
)
def test_broken_step_is_caught(old: str, new: str) -> None:
    with pytest.raises(CheckFailed, match="the difference of both sides"):
        broken(monotonicity, old, new)["derive"](largest_N=6, samples=10)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("covariance", "(a[i] - a[j]) * (b[i] - b[j]) for i", "(a[i] + a[j]) * (b[i] - b[j]) for i"),
        ("sector_response", "response = 2 * gamma", "response = gamma"),
        ("sector_response", "u) - omega**2 / split**3", "u) - omega / split**3"),
        ("response_slopes", "diff(gamma * u / root, gamma) - omega**2", "diff(gamma * u / root, gamma) - 2 * omega**2"),
        ("response_slopes", "4 * gamma * u**2 / root,", "2 * gamma * u**2 / root,"),
        ("response_slope_in_beta", "x / cosh(beta * x) ** 2", "x / cosh(beta * x)"),
        ("weight_slopes", "- split / 2 * tanh_b", "+ split / 2 * tanh_b"),
        ("weight_slopes", "diff(weight, gamma) - 2 *", "diff(weight, gamma) -"),
        ("weight_slopes", "diff(weight, omega_a) - beta * u / 2", "diff(weight, omega_a) - beta * u"),
        ("domains_fall", "m**2 / 4)", "m**2 / 2)"),
        ("_moments", "binomial(r + 1 + j, j)", "binomial(r + 2 + j, j)"),
        ("_kernel_enumerated", "left = integral / (2 ** (2 * r + 2)", "left = integral / (2 ** (2 * r + 1)"),
        ("_response_form", "tanh = sinh((x - y) / 2)", "tanh = sinh(x - y)"),
    ],
)
def test_broken_shared_step_is_caught(name: str, old: str, new: str) -> None:
    with pytest.raises(CheckFailed, match=r"the difference of both sides|the left side is"):
        broken(likelihood_ratio, old, new)[name]()


@pytest.mark.parametrize(
    ("step", "claim", "wrong"),
    [
        ("positive_minors", "w'_m w_{m'}", (0, 54, 12, 2)),
        ("exchanged_degeneracies", "(76)", (0, 54, 12, 2)),
        ("vanishing_degeneracies", "(A)-(D)", (0, 6, 12, 0)),
    ],
)
def test_wrong_degeneracies_are_caught(step: str, claim: str, wrong: tuple[int, int, int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    """(0, 6, 12, 2) are those of six sources with m = 0."""
    right = original_sector_weight_polynomial
    monkeypatch.setattr(likelihood_ratio, "sector_weight_polynomial", lambda N, m: wrong if (N, m) == (6, 0) else right(N, m))
    with pytest.raises(CheckFailed, match=re.escape(claim) + ".*at N=6, m="):
        getattr(likelihood_ratio, step)(8)


def test_wrong_order_of_75_is_caught() -> None:
    with pytest.raises(CheckFailed, match=re.escape("(75)")):
        broken(likelihood_ratio, "+= (last - n) * exchange", "+= (n - last) * exchange")["ordered_minors"](6)


@pytest.mark.parametrize(("claim", "number"), [("J", "32"), ("omega_a", "33"), ("gamma", "34")])
def test_certified_violation_and_vacuity_fail(claim: str, number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    right = inequalities.CLAIMS[claim]
    monkeypatch.setitem(inequalities.CLAIMS, claim, lambda state, random: right(state, random)[::-1])
    with pytest.raises(CheckFailed, match=rf"\({number}\) C rises with .*: certified false at"):
        monotonicity.derive(largest_N=4, samples=10)
    monkeypatch.setitem(inequalities.CLAIMS, claim, lambda state, random: (state, state))
    monkeypatch.setattr(inequalities, "MAX_BITS", 128)
    with pytest.raises(CheckFailed, match=rf"\({number}\) C rises with .*: only 0 pairs"):
        monotonicity.derive(largest_N=4, samples=10)


def test_refusals() -> None:
    with pytest.raises(InputError, match="`largest_N` must be from 4 to 100, but is 3"):
        monotonicity.derive(largest_N=3)
    with pytest.raises(InputError, match="`samples` must be from 10 to 100000, but is 1"):
        monotonicity.derive(samples=1)
