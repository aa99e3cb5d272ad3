"""Formulas for other sources: the first difference against values of the numeric engine, at points far inside the limit."""

from __future__ import annotations

import contextlib
import io
import json
from pathlib import Path
from typing import Any

import mpmath
import pytest
from sympy import N as number
from sympy import sympify

from symcoh import Model, check, evaluate
from symcoh.cli.main import run
from symcoh.errors import InputError
from symcoh.sources import XX, XXZ, Chain, Complete, Graph, Independent, Levels, Oscillators, RangeRing

GIVEN: dict[str, Any] = {"omega": "1", "omega_a": "7/10", "gamma": "3/10"}
SYSTEMS: list[Any] = [
    Chain(N=3, J="1/5"),
    Complete(N=4, J="-1/3"),
    Independent(N=2),
    RangeRing(N=5, couplings=["1/5", "-1/7"]),
    XXZ(shape="complete", N=3, J_xy="1/5", J="-1/3"),
    XX(shape="ring", N=4, J_xy="1/4"),
    Graph(N=4, edges=[[1, 2, "1/2"], [2, 3, "-1/5"], [2, 4, "1/3"]]),
]


def coherence(sources: Any, **place: Any) -> Any:
    values = GIVEN | {key: place.pop(key) for key in list(place) if key in GIVEN}
    model = Model(sources=sources, omega_a=values["omega_a"], gamma=values["gamma"], omega=values["omega"])
    return mpmath.mpf(str(evaluate(model, "coherence", digits=60, **place)))


@pytest.mark.parametrize("sources", SYSTEMS, ids=lambda s: s.name)
def test_high_temperature(sources: Any) -> None:
    """c_2 is N gamma omega_a/2; what c_3 should be is what C at beta = 1e-12 says."""
    right = check("N*gamma*omega_a*beta**2/2", limit="beta -> 0", sources=sources, order=3, **GIVEN)
    with mpmath.workdps(70):
        rest = coherence(sources, beta="1/10**12") - mpmath.mpf(sources.N) * 21 / 200 * mpmath.mpf(10) ** -24
        measured = rest * mpmath.mpf(10) ** 36
        if right.first_difference is None or right.first_difference["power"] != "3":
            assert right.verdict == "correct" and abs(measured) < 1e-9
            return
        assert (right.verdict, right.proved, right.agrees_through) == ("wrong", True, "2")
        assert abs(mpmath.mpf(str(number(sympify(right.first_difference["should_be"]), 30))) - measured) < 1e-9
        assert (
            check(
                f"N*gamma*omega_a*beta**2/2 + ({right.first_difference['should_be']})*beta**3", limit="beta -> 0", sources=sources, **GIVEN
            ).verdict
            == "correct"
        )


@pytest.mark.parametrize("sources", SYSTEMS[:5], ids=lambda s: s.name)
def test_low_temperature_and_weak_coupling(sources: Any) -> None:
    cold = check("0", limit="T -> 0", sources=sources, order=0, **GIVEN)
    weak = check("0", limit="gamma -> 0", sources=sources, order=1, omega=1, omega_a="7/10", beta="3/2")
    with mpmath.workdps(70):
        expected = coherence(sources, beta="oo"), coherence(sources, gamma="1/10**20", beta="3/2") * mpmath.mpf(10) ** 20
        for answer, value in zip((cold, weak), expected, strict=True):
            assert (answer.verdict, answer.proved) == ("correct" if not value else "wrong", True)
            if value:
                assert answer.first_difference is not None
                assert abs(mpmath.mpf(str(number(sympify(answer.first_difference["should_be"]), 30))) - value) < 1e-20
    assert f"sources = {sources!r}"[:40] in cold.valid_for


def call(*words: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.raises(SystemExit) as stop:
        run(["check", *words])
    return int(str(stop.value.code)), out.getvalue(), err.getvalue()


def test_commands(tmp_path: Path) -> None:
    named = ["--sources-model", "chain", "-N", "3", "-J", "1/5", "--format", "json"]
    code, out, err = call("3*gamma*omega_a*beta**2/2 + 2/5*gamma*omega_a*beta**3", "--limit", "beta -> 0", *named)
    assert (code, err, json.loads(out)["verdict"], json.loads(out)["agrees_through"]) == (0, "", "correct", "3")
    assert call("N*gamma*omega_a*beta**2/2 + 3/5*gamma*omega_a*beta**3", "--limit", "beta -> 0", *named)[0] == 1
    (tmp_path / "m.toml").write_text('[sources]\nsystem = "chain"\nN = 3\nJ = "1/5"\nomega_a = "7/10"\ngamma = "3/10"\n')
    (tmp_path / "r.toml").write_text('[sources]\nsystem = "ring"\nN = 3\nJ = "1/5"\nomega_a = "7/10"\ngamma = "3/10"\n')
    for file, third, code in (("m", "2/5", 0), ("r", "3/5", 0), ("r", "2/5", 1)):
        formula = f"N*gamma*omega_a*beta**2/2 + {third}*gamma*omega_a*beta**3"
        assert call(formula, "--limit", "beta -> 0", "--model", str(tmp_path / f"{file}.toml"))[0] == code
    assert call("0", "--limit", "gamma -> 0", "--model", str(tmp_path / "m.toml"), "--beta", "1", "--order", "0")[0] == 0


def test_refused(tmp_path: Path) -> None:
    (tmp_path / "tilt.toml").write_text('[target]\nomega = 1\ntilt = "1/5"\n[sources]\nsystem = "chain"\nN = 3\nomega_a = 1\ngamma = 1\n')
    for words, named in (
        (["--sources-model", "chain"], "-N/--sources"),
        (["--sources-model", "xx-ring", "-N", "15", "--coupling-xy", "1"], "--sources-model"),
        (["--sources-model", "xxz-ring", "-N", "5", "--coupling-xy", "1/5", "-J", "1"], "--sources-model"),
        (["--sources-model", "chain", "-N", "3"], "-J/--coupling"),
        (["--sources-model", "xx-ring", "-N", "4"], "--coupling-xy"),
        (["--sources-model", "xxz-complete", "-N", "4", "-J", "1"], "--coupling-xy"),
        (["--sources-model", "chain", "-N", "3", "-J", "1", "--coupling-xy", "1"], "--coupling-xy"),
        (["--model", str(tmp_path / "tilt.toml")], "--model"),
        (["--model", str(tmp_path / "tilt.toml"), "-N", "3"], "-N/--sources"),
        (["--sources-model", "chain", "-N", "3", "-J", "1", "--hold", "K = beta*J"], "--sources-model"),
    ):
        code, out, err = call("beta", "--limit", "beta -> 0", *words)
        assert (code, out, err.count("\n")) == (2, "", 1) and named in err, (words, err)
    for sources in (Levels(levels=[[1, 0, 1]]), Oscillators(N=1, Omega=2), "chain"):
        with pytest.raises(InputError, match="`sources`"):
            check("beta", limit="beta -> 0", sources=sources)
    with pytest.raises(InputError, match="`gamma` is required at low temperature"):
        check("beta", limit="T -> 0", sources=Chain(N=3), omega=1, omega_a=1)
