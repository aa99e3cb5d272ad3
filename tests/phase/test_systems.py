"""The staircase of C at T = 0: against the known steps of the XX ring, and against the ground states of all sectors by themselves."""

from __future__ import annotations

import contextlib
import io
import json
from fractions import Fraction
from typing import Any

import mpmath
import pytest

from symcoh import Model, Target, evaluate
from symcoh.cli.main import run
from symcoh.phase import system_phase
from symcoh.sources import XX, XXZ, Chain, Complete, Graph, Levels, RangeRing, SpinRing

XX_RING = ["--sources-model", "xx-ring", "-N", "8", "--omega-a", "1"]


def printed(*words: str) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out), pytest.raises(SystemExit) as stop:
        run(["phase", *words])
    assert stop.value.code == 0
    return out.getvalue()


@pytest.mark.parametrize("coupling", ["0.6", "-0.6"])
def test_known_steps(coupling: str) -> None:
    found = json.loads(printed(*XX_RING, f"--coupling-xy={coupling}", "--gamma", "0.3", "--format", "json", "--digits", "7"))
    assert found["phase"] is found["J_critical"] is None and found["extrema"] == []
    assert [step["m"] for step in found["staircase"]] == [-2, -4, -6, -8]
    assert [round(float(step["omega_a"]["value"]), 6) for step in found["staircase"]] == [0.196365, 0.840516, 1.466468, 1.816624]
    assert [round(float(step["C0"]["value"]), 3) for step in found["staircase"]] == [0.768, 0.923, 0.964, 0.979]
    one = json.loads(printed(*XX_RING, f"--coupling-xy={coupling}", "--gamma", "1.5", "--format", "json"))
    assert [(step["m"], step["omega_a"]["value"]) for step in one["staircase"]] == [(-8, "0")]


MODELS: dict[str, Any] = {
    "chain": Chain(N=5, J="-1/3"),
    "ferromagnet": Chain(N=4, J="1/3"),
    "complete": Complete(N=6, J="-1/5"),
    "range": RangeRing(N=6, couplings=["-1/3", "1/4"]),
    "spin": SpinRing(N=2, spin="1", J="-1/7", anisotropy="1/9"),
    "xx": XX(shape="chain", N=5, J_xy="2/5"),
    "xxz": XXZ(shape="complete", N=5, J_xy="-1/5", J="-1/4"),
    "graph": Graph(N=4, edges=[[1, 2, "-1/4"], [2, 3, "-1/5"], [2, 4, "-1/3"]]),
}


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("gamma", ["-3/10", "0"])
def test_steps_are_where_the_ground_state_changes(name: str, gamma: str) -> None:
    sources = MODELS[name]
    found = system_phase(Model(sources=sources, omega_a="1", gamma=gamma), digits=25)
    assert found.staircase is not None
    with mpmath.workdps(40):
        edges = [mpmath.mpf(step.omega_a.value) for step in found.staircase]
        assert edges == sorted(edges) and all(edge >= 0 for edge in edges)
        marks = [edge * 0.999 for edge in edges if edge > 0] + [edge * 1.001 + mpmath.mpf(10) ** -6 for edge in edges] + [mpmath.mpf(50)]
        for mark in marks:
            omega_a = Fraction(str(mpmath.nstr(mark, 15, min_fixed=-30, max_fixed=30)))
            place = max((k for k, edge in enumerate(edges) if edge < mark), default=None)
            model = Model(sources=sources, omega_a=omega_a, gamma=gamma)
            value = str(evaluate(model, "coherence", T=0, digits=25))
            m = str(evaluate(model, "magnetization", T=0, digits=5))
            if place is not None:
                assert (value, float(m)) == (found.staircase[place].coherence.value, found.staircase[place].m), (omega_a, place)
            else:
                assert float(m) == 0 and value == "0"  # m = 0, or the tie of m and -m


def test_what_has_no_staircase() -> None:
    levels = system_phase(Model(sources=Levels(levels=[["2", "-1/3", 1], [0, 0, 2]])))
    assert levels.staircase is None and levels.ground_states == (("b", ["2"], 1),)
    tilted = system_phase(Model(sources=Chain(N=3, J="1/5"), omega_a=1, gamma="1/3", target=Target(tilt="1/2")), digits=10)
    assert tilted.staircase is None and tilted.to_dict()["C0"]["value"] == tilted.coherence.value
    assert "m = -3" in printed("--sources-model", "chain", "-N", "3", "--omega-a", "1", "--gamma", "1/3", "-J", "1/5")
