"""Parts of the certified shape of C(T), each against its value by another way."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest
from flint import arb, fmpq

from symcoh import Model, evaluate
from symcoh.balls import working_precision
from symcoh.errors import NotCertified
from symcoh.numeric.precision import started_clock
from symcoh.phase import lines, shape, tail
from symcoh.phase.report import _json_integer
from symcoh.phase.taylor import SlopeModel, _spread

BITS = 200


def level(energy: int, degeneracy: int, shift: int) -> tail.Excited:
    return tail.Excited(m=0, branch=1, walls=0, energy=arb(energy), degeneracy=degeneracy, shift=arb(shift))


@pytest.mark.parametrize("sign", [1, -1])
def test_the_tail_speaks_from_its_bound_on(sign: int) -> None:
    """eps_1 |sum_1| = e^{beta eps_1} (D + E), solved by mpmath: the theorem holds just above that beta, and not just below."""
    silent, leading, others = (level(1, 2, 0),), (level(2, 3, sign),), (level(5, 4, -2 * sign), level(6, 1, sign), level(7, 2, 0))
    sorted_ = tail.Tail(sign=sign, energy=arb(2), net=arb(3), silent=silent, leading=leading, others=others)

    def excess(beta: mpmath.mpf) -> mpmath.mpf:
        every = [(1, 2, 0), (2, 3, 1), (5, 4, 2), (6, 1, 1), (7, 2, 0)]
        moving = every[1:]
        against = 4 * 5 * 2 * mpmath.exp(-5 * beta)
        B, E = (sum(g * e**k * mpmath.exp(-beta * e) for e, g, _ in every) for k in (0, 1))
        X, P = (sum(g * s * e**k * mpmath.exp(-beta * e) for e, g, s in moving) for k in (0, 1))
        return mpmath.exp(2 * beta) * (against + (B * P + E * X) / 7) - 6

    with mpmath.workdps(40), working_precision(BITS):
        edge = mpmath.findroot(excess, (mpmath.mpf("0.01"), mpmath.mpf(4)), solver="anderson")
        for factor, outcome in (("1.0001", True), ("3", True), ("0.9999", False)):
            assert tail.tail_holds(sorted_, 7, arb(mpmath.nstr(edge * mpmath.mpf(factor), 30))) is outcome


@pytest.mark.parametrize("J", ["1/5", "-2/5"])
def test_the_ensemble_of_a_line(J: str) -> None:
    """Its coherence, and its first moments of the energy from the 2^N sums of another route."""
    model = Model(N=4, omega="6/5", omega_a="7/10", gamma="3/10", J=J)
    with working_precision(BITS):
        found = lines.ensemble(model, arb(2), arb(fmpq(Fraction(J).numerator, Fraction(J).denominator)), BITS)
        assert abs(found.coherence - arb(str(evaluate(model, "coherence", beta=2, digits=40)))) < 1e-38
        second = found.cumulant("EE")
        assert abs(4 * second - arb(str(evaluate(model, "heat-capacity", beta=2, digits=40)))) < 1e-37


def test_the_budget_is_asked_with_every_step() -> None:
    clock = started_clock(budget=1e-9)
    search = shape._Search.__new__(shape._Search)
    search.levels, search.clock, search.effort = type("Levels", (), {"bits": 77})(), clock, 0.0
    with pytest.raises(NotCertified, match="budget of 1e-09 seconds ran out while working with 77 bits"):
        shape._spend(search, 0.1, fmpq(1))
    search.clock, search.effort = started_clock(), 0.0
    shape._spend(search, shape.MOST_EFFORT * 0.51, fmpq(1, 2))
    with pytest.raises(NotCertified, match="told up to beta = 0.500 with 77 bits"):
        shape._spend(search, shape.MOST_EFFORT * 0.51, fmpq(1, 2))


def test_what_a_polynomial_adds_to_its_first_coefficient() -> None:
    """Σ |c_k| r^k, k >= 1: the sign of the first is that of all where it is larger."""
    with working_precision(BITS):
        row, half = (arb(5), arb(-4), arb(8)), arb(1) / 2
        assert _spread(row, half) == 4
        for first, outcome in ((5, 1), (-5, -1), (4, None), (-3, None)):
            model = SlopeModel(coefficients=(arb(first), *row[1:]), radius=half, rounded=False)
            assert model.value_sign() == outcome
        for middle, outcome in ((9, 1), (-9, -1), (8, None)):  # the slope is c_1 + 2 c_2 h
            assert SlopeModel(coefficients=(arb(0), arb(middle), arb(8)), radius=half, rounded=False).slope_sign() == outcome


def test_whole_numbers_in_json() -> None:
    """As numbers up to 2^53, where readers begin to lose digits, and as text beyond."""
    assert [_json_integer(n) for n in (0, 200, 2**53)] == [0, 200, 2**53]
    assert _json_integer(2**53 + 1) == "9007199254740993" and _json_integer(10**5000) == "1" + "0" * 5000
