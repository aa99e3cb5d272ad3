"""Parts of the certificates one by one: what an enclosure reads and refuses, the edges of a ratio, the kind of a turning point."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
import sympy as sp
from flint import arb, arb_mat
from sympy import Expr

from oracles import dense
from symcoh.balls import working_precision
from symcoh.certificates import inequalities, ratio, turning
from symcoh.certificates.enclose import ExactScope
from symcoh.certificates.interpret import interpret
from symcoh.certificates.taylor import formula
from symcoh.errors import InputError
from symcoh.exactnumbers import exact
from symcoh.model import Model

x, y = sp.symbols("x y", positive=True)


def _scope(**bound: Any) -> ExactScope:
    return ExactScope({}, bound)


def _number(e: Expr, **bound: arb) -> arb:
    found = interpret(e, _scope(**bound))
    assert isinstance(found, arb)
    return found


@pytest.mark.parametrize("e", [sp.hyper((1,), (2,), x), sp.hyper((-2,), (-1,), x)], ids=["no end", "a pole"])
def test_a_hypergeometric_series_without_a_finite_sum_is_refused(e: Expr) -> None:
    with pytest.raises(InputError, match="must terminate"):
        interpret(e, _scope(x=arb(3)))


def test_a_hypergeometric_series_that_ends() -> None:
    """2F1(-2, 3; 4; x) = 1 - 3 x/2 + 3 x²/5 by hand."""
    assert _number(sp.hyper((-2, 3), (4,), x), x=arb(3)).overlaps(arb(19) / 10)


def test_powers_of_a_number_that_is_known_exactly_or_not() -> None:
    """81^(1/4) = 3, and 2^y for every y within 1/8 of 3."""
    assert _number(x**y, x=arb(81), y=arb(1) / 4).overlaps(arb(3))
    wide = _number(x**y, x=arb(2), y=arb(3, 0.125))
    assert wide.contains(arb("8.7")) and wide.contains(arb("7.4")) and not wide.contains(arb(9))
    assert _number(x**y, x=arb(-2), y=arb(3)) == -8


def test_a_root_of_an_operator_is_refused() -> None:
    with pytest.raises(InputError, match="power of an operator that is no integer"):
        interpret(sp.sqrt(x), _scope(x=arb_mat(2, 2, [2, 1, 1, 2])))


def test_sums_are_written_out_to_their_last_term() -> None:
    k = sp.Symbol("k", integer=True)
    assert formula(sp.Sum(k * x**k, (k, 1, 3)), x).expression == x + 2 * x**2 + 3 * x**3


def test_a_ratio_at_the_edge_of_near_is_not_near() -> None:
    """At depth 3 the distance is the lower end of a tenth, exactly: only at the next depth, 6, do the three points begin."""

    def point(depth: int) -> ratio.Point:
        def value(bits: int) -> arb:
            return 1 + (edge if depth == 3 else arb(10) ** -depth)

        return ratio.Point(name=str(depth), value=value, partial=lambda _: arb(0), neglected=lambda _: arb(1))

    with working_precision(128):
        edge = ratio.NEAR.lower()
    assert ratio.certify_approach("edge", point).points == ("6", "10", "18")


def test_a_ratio_that_stays_at_two_to_the_minus_sixty_did_not_fall() -> None:
    with working_precision(128):
        stays, less = 1 + arb((1, -60)), 1 + arb((3, -62))
    assert not ratio._fell(stays, stays) and ratio._fell(stays, less)


@pytest.mark.parametrize(
    ("N", "omega", "line"), [(2, 3, Fraction(-1, 2)), (3, 0, Fraction(-3, 4)), (5, 0, Fraction(-3, 4)), (1, 3, Fraction(-1, 4))]
)
def test_couplings_are_drawn_beside_the_crossing(N: int, omega: int, line: Fraction) -> None:
    """J_c by hand at omega_a = gamma = 1: -1/4 - (5 - 3)/8, -1/4 - (6 - 2)/8, -1/4 - (10 - 2)/16; N = 1 has one sector |m|."""
    assert inequalities._beside_crossing(Model(N=N, omega=omega, omega_a=1, gamma=1)) == line


RING = {"N": 4, "omega_a": "7/10", "gamma": "3/10", "J": "-137/500"}


@pytest.mark.parametrize(("low", "high", "kind"), [("1/50", "1/10", "minimum"), ("1/10", "10", "maximum")])
def test_kinds_of_turning_points_against_dense_matrices(low: str, high: str, kind: str) -> None:
    first, last = (dense.quantities(Model(**RING), float(1 / Fraction(t)))["coherence-derivative"] for t in (low, high))
    assert (first < -1e-6 and last > 1e-3) if kind == "minimum" else (first > 1e-3 and last < -1e-6)
    assert turning.turning_kind(Model(**RING), exact(low), exact(high)) == kind


def test_a_slope_may_be_decided_with_the_last_bits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turning, "MAX_BITS", 128)
    assert turning.turning_kind(Model(**RING), exact("0.0330"), exact("0.0331")) == "minimum"
