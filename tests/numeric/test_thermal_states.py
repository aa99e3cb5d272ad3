"""The parts of a thermal state, route by route: all overlap, also those that no quantity asks for because exact data decide it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flint import arb

from symcoh import Model
from symcoh.balls import working_precision
from symcoh.exactnumbers import enclose, exact
from symcoh.numeric.formulas import FORMULAS
from symcoh.numeric.integral.enclosure import IntegralState
from symcoh.numeric.ring.closed_form import ClosedFormState
from symcoh.numeric.ring.curve_tables import point, tables
from symcoh.numeric.ring.curve_values import TabulatedState
from symcoh.numeric.ring.paired_sums import no_checkpoint
from symcoh.numeric.ring.quantities import SummedState
from symcoh.numeric.ring.sector_window import every_sector
from symcoh.numeric.ring.setting import Problem
from symcoh.numeric.state import ThermalState
from symcoh.numeric.sums.problem import problem
from symcoh.numeric.sums.state import thermal_state

BITS = 300
PARTS = ("partition", "log_partition", "variance", "drift", "longitudinal", "excited", "lesser", "smaller", "moment")


def states(model: Model, beta: str) -> Iterator[tuple[str, ThermalState]]:
    prepared, inverse = Problem(model, exact(beta)), enclose(exact(beta), BITS)
    lean = prepared.setting(with_ground=False)
    yield "sum", SummedState(prepared)
    yield "window", SummedState(prepared, every_sector(prepared.setting()))
    yield "integral", IntegralState(lean, BITS, no_checkpoint)
    yield "curve", TabulatedState(point(tables(model), inverse))
    if lean.omega.is_zero():
        yield "closed form", ClosedFormState(lean)
    yield "joint", thermal_state(problem(model), inverse, 2, no_checkpoint)


def parts(state: ThermalState) -> Iterator[tuple[str, arb]]:
    yield "energy", state.reference + state.mean
    yield from ((name, getattr(state, name)) for name in PARTS)
    yield from zip(("x", "y", "r_x", "r_y", "r_z", "h_x", "h_y", "h_z"), (*state.transverse, *state.bloch, *state.own), strict=True)
    yield from ((name, formula(state)) for name, formula in FORMULAS.items())


@pytest.mark.parametrize(("omega", "gamma"), [("1", "3/10"), ("2", "-7/10"), ("0", "3/10"), ("0", "-2"), ("1/100", "5")])
@pytest.mark.parametrize(("size", "coupling"), [(1, "2/5"), (2, "-1/3"), (4, "-2/5"), (5, "-2/5"), (6, "2/5"), (7, "0"), (8, "-3")])
def test_all_routes_give_one_state(size: int, coupling: str, omega: str, gamma: str) -> None:
    model = Model(N=size, omega=omega, omega_a="-7/10" if size % 3 else "1/20", gamma=gamma, J=coupling)
    for beta in ("1/50", "1.3", "9"):
        with working_precision(BITS):
            found = {route: dict(parts(state)) for route, state in states(model, beta)}
            for name, ball in found["sum"].items():
                assert ball.is_finite() and (ball.rel_accuracy_bits() > BITS // 2 or ball.is_zero()), (name, beta)
                for route, others in found.items():
                    assert others[name].overlaps(ball), (route, name, beta)
                    assert route == "integral" or others[name].rad() < arb("1e-30") * (1 + abs(ball)), (route, name, beta)
