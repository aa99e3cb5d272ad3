"""Parts of the certified shape of C(T), each against its value by another way."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import mpmath
import pytest
from flint import arb, arb_mat, arb_poly, fmpq

from symcoh import Model, evaluate
from symcoh.balls import working_precision
from symcoh.errors import NotCertified
from symcoh.exactnumbers import exact
from symcoh.numeric.precision import started_clock
from symcoh.phase import lines, shape, system_tail, system_taylor, tail
from symcoh.phase.report import _json_integer
from symcoh.phase.taylor import SlopeModel, _spread, remainder_between

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


def state(energy: str, degeneracy: int, *shift: str) -> Any:
    return SimpleNamespace(energy=arb(energy), degeneracy=degeneracy, shift=tuple(arb(part) for part in shift))


def exponential_sums(beta: mpmath.mpf, groups: dict[str, list[Any]], names: str, size: Callable[[Any], mpmath.mpf]) -> list[mpmath.mpf]:
    """sum g size (1, eps) e^{-beta eps} over some groups."""
    states = [s for name in names.split() for s in groups[name]]
    energies = [mpmath.mpf(s.energy.str(20, radius=False)) for s in states]
    return [
        sum((s.degeneracy * size(s) * e**k * mpmath.exp(-beta * e) for s, e in zip(states, energies, strict=True)), mpmath.mpf(0))
        for k in (0, 1)
    ]


@pytest.mark.parametrize("cold", [(3, 0), (0, 0)])
def test_the_tail_of_any_levels_speaks_from_its_bound_on(cold: tuple[int, int]) -> None:
    """Both conditions of the theorem with equality, solved by mpmath: it holds just above that beta, and not just below."""
    groups = {
        "silent": [state("1", 2, "0", "0")],
        "across": [state("1.5", 1, "0", "0.25")] if cold[0] else [],
        "leading": [state("2", 3, "0.5", "0")],
        "others": [state("5", 4, "-0.5", "0.5"), state("6", 1, "0.25", "0"), state("7", 2, "-0.25", "-0.75")],
    }
    levels: Any = SimpleNamespace(whole=SimpleNamespace(degeneracy=7), cold=tuple(arb(part) for part in cold))
    net = 3 * 0.5 * (cold[0] or 1)
    found = system_tail.Tail(sign=1, hot=not cold[0], energy=arb(2), net=arb(net), **{name: tuple(rows) for name, rows in groups.items()})

    def long(s: Any) -> mpmath.mpf:
        return mpmath.hypot(*(float(part) for part in s.shift))

    def along(s: Any) -> mpmath.mpf:
        return abs(mpmath.mpf(cold[0]) * float(s.shift[0]))

    def excess(beta: mpmath.mpf) -> mpmath.mpf:
        lifted = mpmath.exp(2 * beta)
        (B, E), (S, Q), (S_q, Q_q) = (
            exponential_sums(beta, groups, "silent across leading others", lambda s: 1),
            exponential_sums(beta, groups, "across leading others", long),
            exponential_sums(beta, groups, "leading others", along),
        )
        turned = (B * Q + E * S) / 7
        if not cold[0]:
            S_other, Q_other = exponential_sums(beta, groups, "others", long)
            return (lifted * S_other / net) ** 2 + (lifted * (Q_other + turned) / (2 * net)) ** 2 - 1
        against = exponential_sums(beta, {"x": [s for s in groups["others"] if float(s.shift[0]) < 0]}, "x", along)[1]
        return lifted * (against + (B * Q_q + E * S_q) / 7 + S / 7 * (Q + turned)) / (2 * net) - 1

    with mpmath.workdps(30), working_precision(BITS):
        low, edge = mpmath.mpf("0.01"), mpmath.mpf(6)
        for _ in range(60):
            middle = (low + edge) / 2
            low, edge = (middle, edge) if excess(middle) > 0 else (low, middle)
        for factor, outcome in (("1.0001", True), ("3", True), ("0.9999", False)):
            assert system_tail.tail_holds(levels, found, arb(mpmath.nstr(edge * mpmath.mpf(factor), 25))) is outcome


@pytest.mark.parametrize(("energy", "decided"), [("1.3", True), ("1.2", False)])
def test_levels_that_move_the_target_across_count_by_their_square(energy: str, decided: bool) -> None:
    """xi_0 along x: what moves along y alone adds to C from twice its energy on, to be above that of the leading level, 2.5."""
    levels: Any = SimpleNamespace(
        whole=SimpleNamespace(cold=(exact(1), exact(0)), degeneracy=1),
        cold=(arb(1), arb(0)),
        bits=100,
        states=(state(energy, 1, "0", "1"), state("2.5", 1, "-1", "0")),
    )
    if decided:
        found = system_tail.sorted_tail(levels)
        assert (found.sign, len(found.across), len(found.leading)) == (-1, 1, 1)
    else:
        with pytest.raises(NotCertified, match="two motions of the target"):
            system_tail.sorted_tail(levels)


@pytest.mark.parametrize("half", ["0.49", "0.51"])
def test_krawczyk_by_hand(half: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """f = (x + x^2, y) on |x|, |y| <= r: K = (+-2 r^2, 0) lies inside of the box where r < 1/2."""
    monkeypatch.setattr(lines, "ensemble", lambda model, x, y, bits: (x, y))

    def system(at: Any) -> tuple[tuple[arb, arb], arb_mat]:
        x, y = at
        return (x + x * x, y), arb_mat([[1 + 2 * x, 0], [0, 1]])

    with working_precision(BITS):
        found = lines.krawczyk(Model(N=4, omega_a=1, gamma=1), system, (arb(0, half), arb(0, half)), BITS)
        assert (found is not None) is (half == "0.49")
        if found is not None:
            assert abs(float(found[0].rad()) - 2 * 0.49**2) < 1e-8 and found[0].mid() == 0 and found[1] == 0


@pytest.mark.parametrize(("energy", "rate"), [("2", "5"), ("5", "2")])
def test_a_remainder_is_bounded_at_either_end(energy: str, rate: str) -> None:
    """One exponential, e^{-h (eps - rate)}: its fourth Taylor coefficient is largest at the upper end where rate > eps."""
    with working_precision(BITS):
        eps, lam, ends = arb(energy), arb(rate), (arb(-1) / 4, arb(1) / 2)
        rows = [arb_poly([(-eps * end).exp() * (-eps) ** k / math.factorial(k) for k in range(5)]) for end in ends]
        largest = max((-(eps - lam) * end).exp() for end in ends) * (eps - lam) ** 4 / 24
        assert abs(remainder_between(rows[0], rows[1], lam, ends, 4) / largest - 1) < arb("1e-40")


def test_what_outweighs_a_sum_of_either_sign() -> None:
    """|xi_0| B + sum g |xi - xi_0| e^{-beta eps}, coefficient by coefficient: attained by levels with xi beyond xi_0."""
    sums: Any = SimpleNamespace(weight=arb_poly([3, 1]), sizes=(arb_poly([7]), arb_poly([2, 5])))
    found = system_taylor._dominant(SimpleNamespace(cold=(arb(9), arb(-0.25))), 1, sums)  # type: ignore[arg-type]  # the parts that count
    assert [found[k] for k in range(2)] == [arb(2.75), arb(5.25)]


def test_levels_that_do_not_move_the_target_are_silent() -> None:
    """However low they lie: their shifts are zero one by one, or add up to zero."""
    for still in ([state("1", 2, "0", "0")], [state("1", 1, "0", "1"), state("1", 1, "0", "-1")]):
        levels: Any = SimpleNamespace(
            whole=SimpleNamespace(cold=(exact(1), exact(0)), degeneracy=1),
            cold=(arb(1), arb(0)),
            bits=100,
            states=(*still, state("2.5", 1, "-1", "0")),
        )
        found = system_tail.sorted_tail(levels)
        assert (found.sign, len(found.silent), len(found.across), len(found.leading)) == (-1, len(still), 0, 1)


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
