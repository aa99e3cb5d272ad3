"""Commands and curves of other systems and units: each point is what `evaluate` prints, and what is not theirs is refused."""

from __future__ import annotations

import contextlib
import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from symcoh import Model, Target, curve, evaluate
from symcoh.cli.main import run
from symcoh.errors import InputError
from symcoh.sources import XX, Chain, Graph
from symcoh.units import Units

GRAPH = """
[target]
omega = "5"
tilt = "1/10"
[sources]
system = "graph"
N = 3
omega_k = ["9/2", "47/10", "24/5"]
gamma_k = ["1/20", "1/25", "1/20"]
edges = [[1, 2, "1/100"], [2, 3, "1/80"]]
[units]
energy = "GHz"
temperature = "mK"
"""


def call(*words: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.raises(SystemExit) as stop:
        run(list(words))
    return int(str(stop.value.code)), out.getvalue(), err.getvalue()


def table(folder: Path, *lines: str) -> list[dict[str, str]]:
    (folder / "spec.toml").write_text("\n".join(('quantities = ["coherence", "energy"]', "digits = 20", *lines)))
    code, out, err = call("table", str(folder / "spec.toml"), "--format", "csv")
    assert (code, err) == (0, "")
    return list(csv.DictReader(io.StringIO(out)))


def test_table_of_a_named_system(tmp_path: Path) -> None:
    fixed = '[fixed]\nsources = 4\nomega_a = "7/10"\ngamma = "3/10"\nsources_model = "xxz-ring"\ncoupling = "1/3"'
    rows = table(tmp_path, fixed, '[over]\ncoupling_xy = ["0", "1/5"]\nbeta = ["0", "17/10", "oo"]')
    assert len(rows) == 12
    options = ["--sources-model", "xxz-ring", "-N", "4", "--omega-a", "7/10", "--gamma", "3/10", "-J", "1/3", "--digits", "20"]
    for row in rows:
        assert row["sources_model"] == "xxz-ring"
        code, out, _ = call("evaluate", row["quantity"], *options, "--coupling-xy", row["coupling_xy"], "--beta", row["beta"])
        assert (code, out.strip()) == (0, row["value"])


def test_table_and_plot_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "graph.toml").write_text(GRAPH)
    rows = table(tmp_path, 'model = "graph.toml"', '[over]\ntemperature = ["20", "30"]')
    expected = []
    for row in rows:
        _, out, _ = call("evaluate", row["quantity"], "--model", str(tmp_path / "graph.toml"), "-T", row["temperature"], "--digits", "20")
        expected.append(out.strip())
    assert [row["value"] for row in rows] == expected and len(set(expected)) == 4
    data = str(tmp_path / "data.csv")
    words = ["plot", "coherence", "--model", str(tmp_path / "graph.toml"), "--over", "T=20,30", "--data", data]
    assert call(*words, "--out", str(tmp_path / "a.svg"))[0] == 0
    picture = (tmp_path / "a.svg").read_text()
    assert "system = graph" in picture and "energies in GHz, temperatures in mK" in picture and "--model" in picture
    for row, again in zip(csv.DictReader(io.StringIO(Path(data).read_text())), rows[::2], strict=True):
        assert abs(float(row["coherence"]) - float(again["value"])) < 1e-15


@pytest.mark.parametrize(
    ("lines", "named"),
    [
        (['model = "no.toml"', '[over]\ntemperature = ["1"]'], "model"),
        (['model = "graph.toml"', '[fixed]\ngamma = "1"\n[over]\ntemperature = ["1"]'], "[fixed] gamma"),
        (["model = 3", '[over]\ntemperature = ["1"]'], "model"),
        (['[fixed]\nsources = 3\nomega_a = 1\ngamma = 1\nsources_model = "graph"\nbeta = 1'], "[fixed] sources_model"),
        (['[fixed]\nsources = 3\nomega_a = 1\ngamma = 1\nsources_model = "chain"\ncoupling_xy = 1\nbeta = 1'], "coupling_xy"),
        (['[fixed]\nsources = 3\nomega_a = 1\ngamma = 1\nsources_model = "xx-ring"\ncoupling = 1\nbeta = 1'], "coupling"),
    ],
)
def test_refused_tables(tmp_path: Path, lines: Sequence[str], named: str) -> None:
    (tmp_path / "graph.toml").write_text(GRAPH)
    (tmp_path / "spec.toml").write_text("\n".join(('quantities = ["coherence"]', *lines)))
    code, out, err = call("table", str(tmp_path / "spec.toml"))
    assert (code, out, err.count("\n")) == (2, "", 1) and err.startswith(f"symcoh: {named} ")


def test_refused_commands(tmp_path: Path) -> None:
    (tmp_path / "graph.toml").write_text(GRAPH)
    model = ["--model", str(tmp_path / "graph.toml")]
    for words, named in (
        (["plot", "coherence", *model, "--over", "T=20,30", "--for", "J=0,1", "--out", str(tmp_path / "a.svg")], "--for"),
        (["maximum", *model, "--over", "J=0,1"], "--over"),
    ):
        code, out, err = call(*words)
        assert (code, out, err.count("\n")) == (2, "", 1) and named in err, words
    assert not (tmp_path / "a.svg").exists()


UNITS = Units(energy="GHz", temperature="mK")


@pytest.mark.parametrize(
    "model",
    [
        Model(N=3, omega=5, omega_a="9/2", gamma="1/10", J="1/5", units=UNITS),
        Model(sources=Chain(N=3, J="1/5"), omega_a=1, gamma="1/3"),
        Model(sources=XX(shape="ring", N=4, J_xy="1/5"), omega_a=1, gamma="1/3", target=Target(tilt="1/2")),
        Model(sources=Graph(N=2, edges=[[1, 2, "1/4"]], omega_k=["1", "1/2"], gamma_k=["1/5", "1"])),
    ],
    ids=lambda model: model.sources.name,
)
def test_curves(model: Model) -> None:
    for backend in ("arb", "mpmath"):
        found = [str(value) for value in curve(model, "coherence", T=["20", "1/2", "20"], digits=15, backend=backend)]
        assert found == [str(evaluate(model, "coherence", T=T, digits=15, backend=backend)) for T in ("20", "1/2", "20")]


def test_curves_over_a_parameter() -> None:
    chain = Model(sources=Chain(N=3, J="1/5"), omega_a=1, gamma="1/3")
    ring = Model(N=3, omega=5, omega_a="9/2", gamma="1/3", J="1/5", units=UNITS)
    for model, T in ((chain, "1"), (ring, "30")):
        found = curve(model, "coherence", T=T, over={"gamma": ["1/3", "2/3"]}, digits=15)
        assert str(found[0]) == str(evaluate(model, "coherence", T=T, digits=15)) != str(found[1])
    with pytest.raises(InputError, match="`over` hold"):
        curve(chain, "coherence", T="1", over={"N": [1, 2]})


def test_a_table_in_json_holds_its_parameters(tmp_path: Path) -> None:
    (tmp_path / "graph.toml").write_text(GRAPH)
    (tmp_path / "spec.toml").write_text('quantities = ["coherence"]\nmodel = "graph.toml"\n[over]\ntemperature = ["30"]')
    _, out, _ = call("table", str(tmp_path / "spec.toml"), "--format", "json")
    assert (
        json.loads(out)["parameters"] | {"temperature": "30", "energy_unit": "GHz", "sources_model": "graph"}
        == json.loads(out)["parameters"]
    )
    assert r"\frac" not in call("table", str(tmp_path / "spec.toml"), "--format", "latex")[1]
