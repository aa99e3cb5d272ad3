"""Sweeps of other sources and of model files: the rows of `table` and `evaluate`, in a store that needs no other file."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from pathlib import Path

import pytest

from symcoh import Model, evaluate
from symcoh.certified import from_json
from symcoh.model_file import read_model_file
from symcoh.sweep.work import canonical_model, key_of, parsed
from symcoh.tables.specification import with_its_model

from .conftest import Call, called, exported

NAMED = """
quantities = ["coherence", "energy"]
digits = 20
[fixed]
sources = 3
omega_a = "7/10"
gamma = "0.3"
sources_model = "xxz-ring"
coupling = "1/3"
[over]
coupling_xy = ["0", "1/5"]
beta = ["0", "1.7", "oo"]
"""
LEVELS = """
[target]
hamiltonian = [["1", "1/3*i"], ["-1/3*i", "0"]]
[sources]
system = "levels"
levels_file = "levels.csv"
[units]
energy = "GHz"
temperature = "mK"
"""
OF_A_FILE = """
quantities = ["coherence", "coherence-derivative", "partition-function"]
digits = 15
model = "model.toml"
[over]
temperature = ["0", "20", "31.5"]
"""


@pytest.fixture
def folder(sweep: Call, tmp_path: Path) -> Path:
    (tmp_path / "named.toml").write_text(NAMED)
    (tmp_path / "file.toml").write_text(OF_A_FILE)
    (tmp_path / "model.toml").write_text(LEVELS)
    (tmp_path / "levels.csv").write_text("b,energy,degeneracy\n2,-1/3,1\n0,0.25,2\n")
    return tmp_path


def same_as_the_table(spec: str, store: Path) -> list[dict[str, str]]:
    for form in ("csv", "json", "latex"):
        assert exported(store, form) == called(spec, "--format", form, program="table")[1]
    for line in exported(store, "json").splitlines():
        assert from_json(line).to_dict() == json.loads(line)
    return list(csv.DictReader(io.StringIO(exported(store))))


def test_a_named_system(sweep: Call, folder: Path) -> None:
    store = folder / "a.db"
    assert sweep("run", "named.toml", "--store", "a.db", "--workers", "1")[0] == 0
    rows = same_as_the_table("named.toml", store)
    for row in rows:
        model = Model(N=3, omega_a="7/10", gamma="3/10", J="1/3", J_xy=row["coupling_xy"], sources="xxz-ring")
        assert row["value"] == evaluate(model, row["quantity"], beta=row["beta"], digits=20).value
    assert len(rows) == 12 and {row["sources_model"] for row in rows} == {"xxz-ring"}
    assert sweep("run", "named.toml", "--store", "a.db")[1:] == ("", "12/12 rows, the end\n")
    assert "12 by mpmath\n0 values differ" in sweep("verify", "a.db", "--all")[1]
    before = exported(store)
    with sqlite3.connect(store) as connection:
        connection.execute("UPDATE rows SET value = '0.5' WHERE id = 3")
    code, _, err = sweep("export", "a.db")
    assert code == 5 and "coupling_xy = 0" in err
    assert sweep("repair", "a.db")[1] == "11 rows kept, 1 recomputed\n" and exported(store) == before


def test_a_model_in_a_file(sweep: Call, folder: Path) -> None:
    """The store holds the model; a refused quantity is a row with its reason; another model is another specification."""
    code, _, err = sweep("run", "file.toml", "--store", "b.db", "--workers", "1")
    assert code == 3 and "1 rows were refused" in err
    (folder / "fine.toml").write_text(OF_A_FILE.replace(', "partition-function"', ""))
    assert sweep("run", "fine.toml", "--store", "c.db", "--workers", "1")[0] == 0
    rows = same_as_the_table("fine.toml", folder / "c.db")
    model = read_model_file(folder / "model.toml")
    assert [row["value"] for row in rows] == [evaluate(model, row["quantity"], T=row["temperature"], digits=15).value for row in rows]
    before = exported(folder / "b.db", "json")
    refused = [json.loads(line) for line in before.splitlines() if json.loads(line)["value"] is None]
    assert [(row["quantity"], row["parameters"]["temperature"]) for row in refused] == [("partition-function", "0")]
    assert refused[0]["parameters"]["energy_unit"] == "GHz" and "does not exist at T = 0" in refused[0]["reason"]
    (folder / "levels.csv").write_text("2,-1/3,1\n0,1/2,2\n")
    code, _, err = sweep("run", "file.toml", "--store", "b.db")
    assert code == 2 and "holds another specification" in err
    (folder / "levels.csv").write_text("2,-2/6,1\n0,1/4,2\n")
    assert sweep("run", "file.toml", "--store", "b.db")[0] == 3  # the same numbers, typed in another way
    (folder / "model.toml").unlink()
    assert exported(folder / "b.db", "json") == before and sweep("verify", "b.db")[0] == 0


def test_a_model_in_the_specification(folder: Path) -> None:
    """`model` may be a table of what a file would hold; keys do not depend on how its numbers are typed."""
    inline = OF_A_FILE.replace('model = "model.toml"\n', "") + (
        '[model.target]\nhamiltonian = [["1", "1/3*i"], ["-1/3*i", "0"]]\n[model.sources]\nsystem = "levels"\n'
        'levels_file = "levels.csv"\n[model.units]\nenergy = "GHz"\ntemperature = "mK"\n'
    )
    known, other = (parsed(with_its_model(text, folder)) for text in (OF_A_FILE, inline))
    assert known == other and known.model == read_model_file(folder / "model.toml")
    assert [key_of(known, k) for k in range(9)] == [key_of(other, k) for k in range(9)] and len({key_of(known, k) for k in range(9)}) == 9
    assert known.model is not None and "1/4" in canonical_model(known.model)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (NAMED.replace("xxz-ring", "chain").replace('"0", "1/5"', '"1/5"'), "coupling_xy "),
        (NAMED.replace("xxz-ring", "graph"), "[fixed] sources_model "),
        (OF_A_FILE.replace("model.toml", "none.toml"), "model "),
        (OF_A_FILE + '[fixed]\ngamma = "1"\n', "[fixed] gamma "),
        (OF_A_FILE.replace('"model.toml"', "3"), "model "),
        (OF_A_FILE.replace('"model.toml"', '{ sources = { system = "chain", N = 3, gamma = 0.5, omega_a = 1 } }'), "gamma in model "),
    ],
)
def test_refused(folder: Path, text: str, named: str) -> None:
    (folder / "bad.toml").write_text(text)
    code, out, err = called("run", "bad.toml", "--store", "d.db")
    assert (code, out, err.count("\n")) == (2, "", 1) and err.startswith(f"symcoh: {named}") and not (folder / "d.db").exists()


def test_pictures(sweep: Call, folder: Path) -> None:
    (folder / "map.toml").write_text(NAMED.replace('["0", "1.7", "oo"]', '["1", "2"]').replace(', "energy"', ""))
    assert sweep("run", "map.toml", "--store", "e.db", "--workers", "1")[0] == 0
    assert called("coherence", "--from", "e.db", "--out", "e.svg", program="plot")[0] == 0
    assert "system = xxz-ring" in (folder / "e.svg").read_text()
