"""Shared tables: every point is what `evaluate` prints, whichever points came before it."""

from __future__ import annotations

import os
import random
from itertools import product
from typing import Any

import pytest

from oracles import states
from oracles.numbers import rounded
from reliability.sampling import generator, inverse_temperature
from symcoh import CertifiedNumber, Model, curve, evaluate
from symcoh.balls import ball_from_integers
from symcoh.cli.main import run
from symcoh.curves import replace_parameter
from symcoh.errors import InputError, InputTypeError, NotCertified
from symcoh.exactnumbers import exact
from symcoh.numeric.ring import curve_tables as numeric_tables
from symcoh.numeric.ring import weights as numeric_weights
from symcoh.observables import OBSERVABLES
from symcoh.sharing import Shared, shared_value

SOAK = int(os.environ.get("SYMCOH_SOAK", "1"))
RING = Model(N=6, omega_a="7/10", gamma="3/10", J="2/5")
PARAMETERS: dict[str, list[Any]] = {
    "N": [1, 2, 3, 6, 7, 60, 2001],
    "omega": [0, 1, "7/5", "1e-400"],
    "omega_a": [0, "-7/10", "sqrt(2)/2", "1e-5000"],
    "gamma": [0, "3/10", "-pi/10", "1e-30"],
    "J": [0, "2/5", "-2/5", "-1e4", "1/7"],
}


def alone(model: Model, quantity: str, temperature: dict[str, Any], digits: int) -> CertifiedNumber | None:
    try:
        return evaluate(model, quantity, **temperature, digits=digits)
    except (InputError, NotCertified):
        return None


@pytest.mark.parametrize("seed", range(2 * SOAK))
def test_every_point_is_what_evaluate_prints(seed: int) -> None:
    """Random walks through the parameters, one at a time, as a sweep takes them: both signs, ends, N = 1 and 2."""
    draw = generator("sharing", seed)
    fields = {name: draw.choice(values) for name, values in PARAMETERS.items()}
    shared, met = Shared(), set()
    for _ in range(60):
        name = draw.choice(list(PARAMETERS))
        fields[name] = draw.choice(PARAMETERS[name])
        model = Model(**fields)
        for _ in range(2):
            temperature = {"beta": draw.choice([exact(inverse_temperature(draw)), exact(1), exact("1/3"), exact(40), exact(0), "oo"])}
            quantity, digits = draw.choice(list(OBSERVABLES)), draw.choice([5, 30, 77])
            wanted = alone(model, quantity, temperature, digits)
            if wanted is None:
                with pytest.raises((InputError, NotCertified)):
                    shared_value(shared, model, quantity, temperature, digits=digits)
                continue
            found = shared_value(shared, model, quantity, temperature, digits=digits)
            assert (found.value, found.parameters, found.equations) == (wanted.value, wanted.parameters, wanted.equations), (
                model,
                temperature,
            )
            assert found.ball is not None and wanted.ball is not None
            assert ball_from_integers(found.ball).overlaps(ball_from_integers(wanted.ball))
            met.add(found.route)
    assert {"exact", "sum"} <= met


def test_against_all_configurations() -> None:
    shared = Shared()
    for N, J, beta in product((1, 2, 5, 6), ("2/5", "-2/5"), ("1/3", "4")):
        model = Model(N=N, omega_a="7/10", gamma="-3/10", J=J)
        truth = states.quantities(model, beta, 60, list(OBSERVABLES))
        for quantity in OBSERVABLES:
            assert shared_value(shared, model, quantity, {"beta": exact(beta)}, digits=25).value == rounded(truth[quantity], 25, 60)


def test_a_ball_does_not_depend_on_the_points_before_it() -> None:
    models = [Model(N=N, omega_a="7/10", gamma=g, J=J) for N in (6, 7, 300) for g in ("3/10", "1/2") for J in ("2/5", "-2/5")]
    asked = list(product(models, ("coherence", "energy", "heat-capacity"), (exact("1/10"), exact(1), exact(30))))
    fresh = [shared_value(Shared(), model, quantity, {"T": T}, digits=30) for model, quantity, T in asked]
    for seed in range(3):
        order = list(range(len(asked)))
        random.Random(seed).shuffle(order)
        shared = Shared()
        for k in order:
            model, quantity, T = asked[k]
            assert shared_value(shared, model, quantity, {"T": T}, digits=30) == fresh[k]


def test_what_is_shared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sectors are tabulated once for all T and J, coefficients once for one N."""
    made: list[int] = []
    original = numeric_weights.recurrence_coefficients

    def counted(sources: int, k: int) -> tuple[int, int, int, int]:
        made.append(k)
        return original(sources, k)

    monkeypatch.setattr(numeric_tables, "recurrence_coefficients", counted)
    curve(Model(N=60, omega_a="7/10", gamma="3/10"), "coherence", T="1", over={"J": [f"{k}/50" for k in range(-25, 25)]}, digits=20)
    assert made == list(range(2, 30))
    curve(Model(N=60, omega_a="7/10", gamma="3/10"), "coherence", T="1", over={"gamma": [f"{k}/50" for k in range(1, 25)]}, digits=20)
    assert made == 2 * list(range(2, 30))


@pytest.mark.parametrize("name", list(PARAMETERS))
def test_a_curve_over_any_parameter(name: str) -> None:
    values = [value for value in PARAMETERS[name] if value not in ("1e-5000", "1e-400")]
    found = curve(RING, "energy", beta="3/2", over={name: values}, digits=18)
    assert [number.value for number in found] == [
        evaluate(replace_parameter(RING, name, value), "energy", beta="3/2", digits=18).value for value in values
    ]
    assert [number.parameters["beta"] for number in found] == ["3/2"] * len(values)


def test_what_a_curve_over_a_parameter_refuses() -> None:
    for settings, error, match in (
        ({"T": 1, "over": {"K": [1]}}, InputError, "`over` must be one of N, omega, omega_a, gamma, J and its values"),
        ({"T": 1, "over": {"J": [1], "N": [2]}}, InputError, "`over` must be one of"),
        ({"T": 1, "over": {"J": "1"}}, InputTypeError, "`over` must hold a list of values, but holds '1'"),
        ({"T": 1, "over": {"J": []}}, InputError, "`over` must hold at least one value"),
        ({"T": [1], "over": {"J": [1]}}, InputTypeError, "`T` must be one value where `over` is given"),
        ({"over": {"J": [1]}}, InputError, "`beta` and `T` must be given one at a time"),
        ({"T": 1, "over": {"N": [0]}}, InputError, "`N` must be at least 1"),
        ({"T": 1, "over": {"J": [0.5]}}, InputTypeError, "`J` must be exact, but is the float 0.5"),
        ({"T": 1, "over": {"J": [1, 2]}, "digits": 1000, "budget": 1e-9}, NotCertified, "The budget of 1e-09 seconds ran out"),
    ):
        with pytest.raises(error, match=match):
            curve(RING, "coherence", **settings)


def test_tables_and_plots_take_their_points_from_shared_tables(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One model is prepared once, not once a point."""
    prepared: list[int] = []
    original = numeric_tables.tables

    def counted(model: Model) -> Any:
        prepared.append(model.N)
        return original(model)

    monkeypatch.setattr("symcoh.sharing.tables", counted)
    monkeypatch.chdir(tmp_path)
    words = ["--omega-a", "7/10", "--gamma", "3/10", "-N", "6"]
    (tmp_path / "spec.toml").write_text(
        'quantities = ["coherence"]\ndigits = 20\n[fixed]\nsources = 6\nomega_a = "0.7"\ngamma = "0.3"\n'
        '[over]\ncoupling = ["0", "1"]\ntemperature = "1..2:40"\n'
    )
    for command in (["plot", "coherence", "--over", "T=1..2:40", *words], ["table", "spec.toml"]):
        prepared.clear()
        with pytest.raises(SystemExit) as stop:
            run(command)
        assert stop.value.code == 0 and prepared == [6]
    assert capsys.readouterr().out.count("\n") == 82
