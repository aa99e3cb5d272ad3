"""C rises with N: sub-claims from enumerated weights, the mean over s by quadrature, the sum over all states, broken steps."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
import sympy as sp
from mpmath import MPContext

from derivations import monotone_in_N as subject
from oracles import states
from symcoh.certificates import inequalities
from symcoh.certificates.inequalities import attack as original_attack
from symcoh.errors import CheckFailed, InputError
from symcoh.exactnumbers import exact
from symcoh.model import Model

MP = MPContext()
MP.dps = 60


def ring(N: int, K: Any) -> Callable[[Any], Any]:
    """L(h) = Σ e^{K bond + h m} over all 2^N rings."""
    return lambda h: sum(number * MP.exp(K * bond + h * m) for m, bond, number in states.levels(N))


def response(L: Callable[[Any], Any], h: Any, x: Any) -> Any:
    return (L(h + x) - L(h - x)) / (L(h + x) + L(h - x))


def test_runs_and_opens_with_its_five_lines() -> None:
    result = subject.derive()
    assert result.name == "monotone-in-N" and result.expansion is None
    for word in ("Claim:", "Assumes:", "Source:", "Method:", "Cost:"):
        assert f"\n{word}" in subject.__doc__
    assert [step.check.kind for step in result.steps][-3:] == ["enclosure"] * 3


@pytest.mark.parametrize("J", [1, 0, -1])
def test_sub_claims_from_enumerated_rings(J: int) -> None:
    """D_N rises with s and with N, and p_{N'}/p_N rises with s."""
    random = Random(J)
    compared = 0
    for N in (1, 2, 3, 4, 5, 6):
        for other in [N + 2] + [N + 1] * (J >= 0):
            for _ in range(4):
                K, h, c = (MP.mpf(10) ** random.randint(-2, 0) * random.randint(1, 15) / 10 for _ in range(3))
                old, new = ring(N, J * K), ring(other, J * K)
                s, t = sorted(MP.mpf(random.randint(1, 999)) / 1000 for _ in range(2))
                if s == t:
                    continue
                assert response(old, h, c * s) < response(old, h, c * t)
                assert response(old, h, c * s) < response(new, h, c * s)
                ratios = [(new(h + c * x) + new(h - c * x)) / (old(h + c * x) + old(h - c * x)) for x in (s, t)]
                assert ratios[0] < ratios[1]
                compared += 1
    assert compared > 20


def test_ratio_falls_between_parities_of_an_antiferromagnet() -> None:
    """The step from N to N+1 needs J >= 0: there D itself may fall."""
    assert response(ring(3, MP.mpf(-2)), MP.mpf(1) / 2, MP.mpf(1) / 2) > response(ring(4, MP.mpf(-2)), MP.mpf(1) / 2, MP.mpf(1) / 2)


@pytest.mark.parametrize(
    "row", [(3, "1", "7/10", "3/10", "-2/5", "2"), (4, "3", "1/10", "2", "1/3", "1/2"), (5, "2", "1/3", "1/4", "0", "3")]
)
def test_mean_over_s_by_quadrature(row: tuple[int, str, str, str, str, str]) -> None:
    mp = MPContext()
    mp.dps = 30
    N, omega, omega_a, gamma, J, beta = row[0], *(mp.mpf(int(sp.Rational(v).p)) / int(sp.Rational(v).q) for v in row[1:])
    a, h, c = beta * omega / 2, beta * omega_a / 2, beta * gamma

    def L(x: Any) -> Any:
        return sum(number * mp.exp(beta * J * bond + x * m) for m, bond, number in states.levels(N))

    def density(s: Any) -> Any:
        z = a * mp.sqrt(1 - s * s)
        return (a * a * mp.besseli(1, z) / z if z else a * a / 2) * (L(h + c * s) + L(h - c * s))

    end = L(h + c) + L(h - c)
    top = end * response(L, h, c) + mp.quad(lambda s: s * response(L, h, c * s) * density(s), [0, 1])
    found = top / (end + mp.quad(density, [0, 1]))
    model = Model(N=N, omega=row[1], omega_a=row[2], gamma=row[3], J=row[4])
    known = states.quantities(model, exact(row[5]), 25, ("coherence",))["coherence"]
    assert abs(found / mp.mpf(known) - 1) < mp.mpf(10) ** -20


def coherence(N: int, J: Any, omega: Any = "1") -> Any:
    model = Model(N=N, omega=omega, omega_a="1/5", gamma="1/4", J=J)
    return states.quantities(model, exact("5/2"), 30, ("coherence",))["coherence"]


@pytest.mark.parametrize("omega", ["0", "1"])
def test_sum_over_all_states_rises(omega: str) -> None:
    for J, step in (("0", 1), ("1/4", 1), ("2", 1), ("-1/4", 2), ("-2", 2)):
        assert all(coherence(N, J, omega) < coherence(N + step, J, omega) for N in range(1, 9))


def test_exhibited_loss() -> None:
    four, three = subject.even_ring_loses()
    found = [states.quantities(s.model, s.beta, 20, ("coherence",))["coherence"] for s in (four, three)]
    assert [float(x) for x in found] == pytest.approx([0.38894, 0.98096], abs=1e-5)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("- 2 * exp(beta * J) * cosh(h)", "- exp(beta * J) * cosh(h)"),
        ("upper * lower - 2 * sinh(2 *", "upper * lower - 2 * sinh(4 *"),
        ("slope, other = tanh(h) / tanh(y), tanh(h) * tanh(y)", "slope, other = tanh(h), tanh(h) * tanh(y)"),
        ("slope, other = tanh(h) / tanh(y), tanh(h) * tanh(y)", "slope, other = tanh(h) / tanh(y), tanh(h)"),
        ("coth(y) * (sinh(y) ** 2 - sinh(h) ** 2)", "coth(y) * (sinh(y) ** 2 + sinh(h) ** 2)"),
        ("1 / cosh(h) ** 2 + tanh(h) ** 2 / cosh(y) ** 2", "1 / cosh(h) ** 2 - tanh(h) ** 2 / cosh(y) ** 2"),
        ("sinh(a) - sinh(b) - 2 * cosh(half)", "sinh(a) - sinh(b) - cosh(half)"),
        ("Y / 2 * tanh(nu * Y / 2)", "Y / 2 * coth(nu * Y / 2)"),
        ("Y / 2 * coth(nu * Y / 2)", "Y * coth(nu * Y / 2)"),
        ("(sinh(2 * x) - 2 * x)", "(sinh(2 * x) - x)"),
        ("D / sinh(nu * D) + Y", "D / sinh(nu * D) - Y"),
        ("(tanh(x) - x)", "(tanh(x) + x)"),
        ("cosh(nu * (a - b) / 2))\n            + (upper", "sinh(nu * (a - b) / 2))\n            + (upper"),
    ],
)
def test_broken_step_is_caught(old: str, new: str) -> None:
    source = inspect.getsource(subject)
    assert source.count(old) == 1, f"{source.count(old)} places hold {old}"
    namespace: dict[str, Any] = {"__name__": subject.__name__, "__package__": "derivations"}
    exec(compile(source.replace(old, new), subject.__file__, "exec"), namespace)
    with pytest.raises(CheckFailed, match="the difference of both sides"):
        namespace["derive"](samples=10)


def test_every_coupling_fails_from_N_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    right = original_attack
    monkeypatch.setattr(subject, "attack", lambda claim, **values: right(claim, **(values | {"couplings": "any"})))
    with pytest.raises(CheckFailed, match=r"C\(N\) < C\(N\+1\) for J >= 0: certified false at"):
        subject.derive(samples=100)


def test_wrong_exhibit_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subject, "even_ring_loses", lambda right=subject.even_ring_loses: right()[::-1])
    with pytest.raises(CheckFailed, match="is needed for N -> N\\+1"):
        subject.derive(samples=10)


def test_reversed_claim_is_refuted(monkeypatch: pytest.MonkeyPatch) -> None:
    right = inequalities.CLAIMS["N+2"]
    monkeypatch.setitem(inequalities.CLAIMS, "N+2", lambda state, random: right(state, random)[::-1])
    with pytest.raises(CheckFailed, match="for any J: certified false at"):
        subject.derive(samples=10)


def test_refusals() -> None:
    with pytest.raises(InputError, match="`samples` must be from 10 to 100000, but is 9"):
        subject.derive(samples=9)
