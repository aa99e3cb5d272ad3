"""C of oscillators as beta -> 0: by the sum over quanta with 2 x 2 exponentials, and with steps broken on purpose."""

from __future__ import annotations

import inspect
from fractions import Fraction
from typing import Any

import pytest
from mpmath import MPContext

from derivations import oscillator_high_temperature as subject
from derivations.oscillator_high_temperature import Place
from symcoh.errors import CheckFailed, InputError

MP = MPContext()
MP.dps = 30


def coherence(place: Any, beta: Any) -> Any:
    """|Tr sigma^x rho| over 0, 1, 2, ... quanta, without the integral."""
    b, Omega, gamma, omega = (MP.mpf(x.numerator) / x.denominator for x in (beta, place.Omega, place.gamma, place.omega))
    Z = moment = MP.mpf(0)
    for n in range(int(60 / (float(beta) * float(place.Omega - abs(place.gamma))))):
        root = MP.sqrt(omega**2 / 4 + gamma**2 * n**2)
        weight = MP.binomial(n + place.N - 1, n) * MP.exp(-b * Omega * n)
        Z += weight * 2 * MP.cosh(b * root)
        moment += weight * 2 * MP.sinh(b * root) * gamma * n / root if root else 0
    return abs(moment / Z)


def test_runs_and_opens_with_its_five_lines() -> None:
    result = subject.derive()
    assert result.name == "oscillator-high-temperature" and result.expansion is None
    for word in ("Claim:", "Assumes:", "Source:", "Method:", "Cost:"):
        assert f"\n{word}" in subject.__doc__
    assert result.steps[-1].check.outcome == "certified at 21 points"


@pytest.mark.parametrize("place", subject.PLACES, ids=lambda place: f"N={place.N}")
def test_sum_over_quanta(place: Place) -> None:
    """What is left falls as beta^2: by 4 where beta is halved, up to terms of higher order; a wrong slope would leave 2."""
    rest = [coherence(place, beta) - _real(subject.two_terms(place, beta)) for beta in (Fraction(1, 20), Fraction(1, 40))]
    assert abs(rest[0] / rest[1] - 4) < MP.mpf("0.5")


def _real(value: Fraction) -> Any:
    return MP.mpf(value.numerator) / value.denominator


def test_limits() -> None:
    assert [subject.two_terms(place, Fraction(0)) for place in subject.PLACES[:2]] == [Fraction(1, 4), Fraction(13, 14)]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("exp((y - x) / 2)", "exp((x - y) / 2)", "the difference of both sides"),
        ("N * gamma * (1 - at_zero**2) / 2", "N * gamma * (1 - at_zero**2)", "the difference of both sides"),
        ("- gamma / Omega)", "- gamma / (2 * Omega))", "the difference of both sides"),
        ("* (1 - limit**2) / 2", "* (1 - limit) / 2", "is not certified to be within"),
        ("size = abs(place.gamma)", "size = place.gamma", "is not certified to be within"),
    ],
)
def test_broken_step_is_caught(old: str, new: str, message: str) -> None:
    source = inspect.getsource(subject)
    assert source.count(old) == 1
    namespace: dict[str, Any] = {"__name__": subject.__name__, "__package__": "derivations"}
    exec(compile(source.replace(old, new), subject.__file__, "exec"), namespace)
    with pytest.raises(CheckFailed, match=message):
        namespace["derive"](deepest=4)


def test_refusals() -> None:
    with pytest.raises(InputError, match="`deepest` must be from 4 to 15, but is 3"):
        subject.derive(deepest=3)
