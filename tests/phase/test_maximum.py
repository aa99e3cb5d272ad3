"""The largest coherence over all temperatures."""

from __future__ import annotations

from fractions import Fraction

import gmpy2
import pytest

from oracles import curve
from symcoh import Model
from symcoh.errors import NotCertified
from symcoh.exactnumbers import exact
from symcoh.ground import critical_coupling
from symcoh.phase import Maximum, highest, maximum, phase

from .cases import NAMED, beside_the_line, random_model

MODELS = [case for case, _ in NAMED.values()] + [random_model(number) for number in (1, 3, 5, 7, 9, 11, 13, 15)]


@pytest.mark.parametrize("number", range(len(MODELS)))
def test_no_temperature_does_better(number: int) -> None:
    """300 temperatures of the oracle stay below; at the T printed its C is the printed one."""
    model = MODELS[number]
    best = maximum(model, digits=15)
    curved = curve.prepared(model)
    lowest, highest = curve.gaps(curved)
    grid = [lowest / 60 * (1200 * highest / lowest) ** (k / 299) for k in range(300)]
    with gmpy2.context(gmpy2.get_context(), precision=200):
        ceiling = gmpy2.mpfr(best.C) + gmpy2.mpfr(best.C_radius)
        assert all(curved.coherence + value <= ceiling for value in curve.departures(curved, grid))
        at = curve.departures(curved, [gmpy2.mpfr(best.T)])[0] if best.T != "0" else gmpy2.mpfr(0)
        assert abs(curved.coherence + at - gmpy2.mpfr(best.C)) <= 2 * gmpy2.mpfr(best.C_radius) + gmpy2.mpfr("1e-28")


def test_zero_and_positive_temperatures_both_win() -> None:
    assert {maximum(model, digits=3).T == "0" for model in MODELS} == {True, False}


def test_the_highest_of_two_maxima_and_of_the_ground_state() -> None:
    """N = 7: C_0 = 0.196, two maxima; N = 4 above the line: C_0 beats the maximum at T = 0.247."""
    model = NAMED["two maxima below, odd"][0]
    found, best = phase(model), maximum(model)
    peaks = {extremum.C: extremum.T for extremum in found.extrema if extremum.kind == "maximum"}
    assert len(peaks) == 2 and (best.C, best.T) in peaks.items() and all(Fraction(best.C) >= Fraction(peak) for peak in peaks)
    above = maximum(NAMED["dip above the line"][0])
    assert (above.T, above.T_radius, above.C) == ("0", "0", "0.92307692307692307692")


def test_no_coherence() -> None:
    assert (lambda best: (best.T, best.C))(maximum(Model(N=4, omega_a=0, gamma=1, J=-1))) == ("0", "0")


def below_the_line(excess: Fraction) -> Model:
    """An odd ring at J = J_c (1 + excess) whose C falls from C_0, dips and rises to a maximum."""
    base = {"N": 9, "omega_a": "0.0562", "gamma": "0.2346"}
    line = critical_coupling(Model(**base))
    assert line is not None
    return Model(**base, J=line * exact(1 + excess))


def test_where_the_maximum_meets_the_ground_state(monkeypatch: pytest.MonkeyPatch) -> None:
    """C_0 is on top far below the line, the maximum nearer to it; at the crossing (to 1e-9) they are told apart, or refused."""
    low, high = Fraction(1, 20), Fraction(1, 10)
    assert maximum(below_the_line(high), digits=2).T == "0" != maximum(below_the_line(low), digits=2).T
    while high - low > Fraction(1, 10**9):
        middle = (low + high) / 2
        low, high = (low, middle) if maximum(below_the_line(middle), digits=2).T == "0" else (middle, high)
    for excess in (low, high):
        found = phase(below_the_line(excess))
        assert [extremum.kind for extremum in found.extrema] == ["minimum", "maximum"]
        assert abs(Fraction(found.extrema[1].C) - Fraction(found.coherence.value)) < Fraction(1, 10**8)
    monkeypatch.setattr(highest, "TIE_BITS", 16)
    with pytest.raises(NotCertified, match="agree to 16 bits"):
        maximum(below_the_line(low))


def test_a_maximum_next_to_zero_temperature_beats_the_ground_state() -> None:
    """J = J_c - 0.162: C rises from C_0 by less than 2^-16384 and yet it rises; no comparison of values is needed."""
    model = beside_the_line(5, "0.7", "0.3", "-0.16184766766789171")
    best, found = maximum(model), phase(model)
    assert best.T == found.extrema[0].T != "0" and found.coherence.value == best.C
    assert len(found.extrema) == 1 and found.certificate[-1].right == 1


def test_repr_and_json() -> None:
    best = maximum(MODELS[0], digits=5)
    assert eval(repr(best), {"Maximum": Maximum}) == best
    assert best.to_dict()["certified"] is True and best.to_dict()["T"] == "0"
