"""`symcoh sweep run`, `status` and `export`: the rows of `table`, once, in order; refusals kept; arguments refused."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from symcoh import Model, evaluate
from symcoh.certified import from_json
from symcoh.sweep.lock import locked
from symcoh.version import __version__

from .conftest import DRIVER, ROWS, SPEC, Call, called, exported, finished

HARD = "-0.7/4 - (sqrt(4.24) - sqrt(1.36))/8 + exp(1e-300) - 1"
"""So near the critical line (54) that 400 bits do not tell which ground state is lower."""


def left(directory: Path) -> set[str]:
    return {path.name for path in directory.iterdir()}


def test_a_sweep_holds_what_a_table_prints(sweep: Call, tmp_path: Path, whole: Path) -> None:
    for form in ("csv", "json", "latex"):
        code, table, _ = called("spec.toml", "--format", form, program="table")
        assert code == 0 and exported(whole, form) == table
    rows = list(csv.DictReader(io.StringIO(exported(whole))))
    assert len(rows) == ROWS
    for row in rows[::7]:
        model = Model(N=int(row["sources"]), omega_a=row["omega_a"], gamma=row["gamma"], J=row["coupling"])
        assert row["value"] == evaluate(model, row["quantity"], T=row["temperature"], digits=40).value
    numbers = [from_json(line) for line in exported(whole, "json").splitlines()]
    assert [number.value for number in numbers] == [row["value"] for row in rows]
    for number in numbers[::7]:
        assert number.to_arb().contains(evaluate(Model(N=int(number.parameters["sources"]), omega_a="7/10", gamma="3/10",
            J=number.parameters["coupling"]), number.quantity, T=number.parameters["temperature"], digits=60).to_arb())  # fmt: skip


def test_the_same_command_again_computes_nothing(sweep: Call, copy: Path) -> None:
    before = copy.read_bytes()
    code, out, err = sweep("run", "spec.toml", "--store", "copy.db")
    assert (code, out, err) == (0, "", f"{ROWS}/{ROWS} rows, the end\n")
    assert called("status", "copy.db", "--format", "json")[1] == called("status", "copy.db", "--format", "json")[1]
    assert exported(copy) and len(copy.read_bytes()) == len(before)
    assert left(copy.parent) == {"copy.db", "spec.toml"}


def test_status(sweep: Call, whole: Path) -> None:
    code, out, err = sweep("status", str(whole), "--format", "json")
    found = json.loads(out)
    assert (code, err) == (0, "")
    assert {name: found[name] for name in ("points", "done", "refused", "failed", "running")} == {
        "points": ROWS, "done": ROWS, "refused": 0, "failed": 0, "running": 0,
    }  # fmt: skip
    assert (found["specification"], found["version"]) == (SPEC, __version__) and found["rate"] > 0
    assert sweep("status", str(whole))[1].splitlines()[:5] == [f"{ROWS} points", f"{ROWS} done", "0 refused", "0 failed", "0 running"]


@pytest.mark.parametrize("workers", ["1", "3"])
def test_any_number_of_workers_gives_the_same_export(sweep: Call, whole: Path, workers: str) -> None:
    assert sweep("run", "spec.toml", "--store", "a.db", "--workers", workers)[0] == 0
    assert exported(Path("a.db"), "json") == exported(whole, "json")


def test_every_section_and_the_order_of_its_axes(sweep: Call, tmp_path: Path) -> None:
    """Temperature neither last nor alone, ties and draws: the rows are those of `table`."""
    for name, text in {
        "slow": '[over]\nbeta = ["oo", "0", "1"]\nsources = [3, "4.0"]\nomega = "1..2:2"',
        "tied": '[fixed]\nsources = 5\n[over]\nbeta = ["1", "2", "4"]\n[tied]\nomega = "beta/N"',
        "drawn": '[fixed]\nsources = 5\n[random]\ncount = 5\nseed = 3\nbeta = "loguniform(0.1, 10)"',
        "mixed": '[over]\nsources = "1..9:4:log"\n[random]\ncount = 3\nseed = 3\nbeta = "uniform(1, 2)"\nomega = "uniform(0, 2)"',
        "mpmath": 'backend = "mpmath"\n[over]\nsources = [3, 2]\nbeta = ["1", "3"]',
    }.items():
        given = "" if "gamma" in text else 'gamma = "3/10"\n'
        fixed = f'omega_a = "0.7"\n{given}'
        body = text.replace("[fixed]\n", f"[fixed]\n{fixed}") if "[fixed]" in text else f"{text}\n[fixed]\n{fixed}"
        (tmp_path / f"{name}.toml").write_text(f'quantities = ["purity", "coherence"]\ndigits = 15\n{body}')
        code, table, err = called(f"{name}.toml", program="table")
        assert (code, err) == (0, "")
        assert sweep("run", f"{name}.toml", "--store", f"{name}.db", "--workers", "1")[0] == 0
        assert exported(tmp_path / f"{name}.db") == table, name
        assert exported(tmp_path / f"{name}.db", "json") == called(f"{name}.toml", "--format", "json", program="table")[1]


REFUSED = f"""
quantities = ["coherence", "log-partition-function"]
digits = 20
[fixed]
omega_a = "0.7"
gamma = "3/10"
[over]
sources = [3, 4]
coupling = ["-2/5", "{HARD}"]
temperature = ["0", "1"]
[tied]
omega = "(4 - N) * 0 + sqrt(4 - N)"
"""


def test_a_refused_row_is_kept_with_its_reason(sweep: Call, tmp_path: Path) -> None:
    """Quantities that do not exist at an end, ties of ground states, ties outside their domain: rows, not the end."""
    (tmp_path / "spec.toml").write_text(REFUSED.replace("[3, 4]", "[3, 5]"))
    code, out, err = sweep("run", "spec.toml", "--store", "r.db", "--max-precision", "400", "--workers", "1")
    refused = 8 + 3
    assert (code, out) == (3, "") and err.splitlines()[-1].startswith(f"symcoh: {refused} rows were refused and 0 failed: ")
    rows = [json.loads(line) for line in exported(Path("r.db"), "json").splitlines()]
    assert len(rows) == 16 and sum(row.get("state") == "refused" for row in rows) == refused
    assert "does not exist at T = 0" in rows[1]["reason"] and rows[1]["value"] is None
    assert rows[4]["quantity"] == "coherence" and "--max-precision" in rows[4]["reason"]
    assert all("sqrt needs a value that is certainly not negative" in row["reason"] for row in rows[8:])
    table = list(csv.DictReader(io.StringIO(exported(Path("r.db")))))
    assert [row["route"] for row in table].count("refused") == refused and table[1]["value"] == table[1]["radius"] == ""
    assert json.loads(sweep("status", "r.db", "--format", "json")[1])["refused"] == refused
    again = sweep("run", "spec.toml", "--store", "r.db", "--workers", "1")
    assert again[0] == 3 and len(exported(Path("r.db"), "json").splitlines()) == 16


def test_draws_of_which_some_lie_outside_the_domain_of_a_tie(sweep: Call, tmp_path: Path) -> None:
    (tmp_path / "spec.toml").write_text(
        'quantities = ["coherence"]\ndigits = 9\n[fixed]\nomega_a = 1\ngamma = 1\nbeta = 1\n[tied]\nomega = "sqrt(4 - N)"\n'
        '[random]\ncount = 40\nseed = 2\nsources = "uniform(1, 8)"'
    )
    assert sweep("run", "spec.toml", "--store", "d.db", "--workers", "2")[0] == 3
    for row in map(json.loads, exported(Path("d.db"), "json").splitlines()):
        N = int(row["parameters"]["sources"])
        assert (row["value"] is None) == (N > 4) and row["parameters"]["omega"] == ("" if N > 4 else f"sqrt(4 - {N})")
        if N <= 4:
            assert row["value"] == evaluate(Model(N=N, omega=f"sqrt({4 - N})", omega_a=1, gamma=1), "coherence", beta=1, digits=9).value


def test_another_budget_tries_refused_rows_again(sweep: Call, tmp_path: Path) -> None:
    (tmp_path / "spec.toml").write_text(SPEC.replace("digits = 40", "digits = 2000"))
    assert sweep("run", "spec.toml", "--store", "b.db", "--budget", "1e-9", "--workers", "2")[0] == 3
    rows = [json.loads(line) for line in exported(Path("b.db"), "json").splitlines()]
    assert "The budget of 1e-09 seconds ran out" in next(row["reason"] for row in rows if row.get("state") == "refused")
    assert sweep("run", "spec.toml", "--store", "b.db", "--workers", "2")[0] == 0
    assert all(json.loads(line)["value"] for line in exported(Path("b.db"), "json").splitlines())


def test_another_specification_needs_another_file_or_restart(sweep: Call, tmp_path: Path, copy: Path) -> None:
    (tmp_path / "spec.toml").write_text(SPEC.replace("40", "41"))
    before = copy.read_bytes()
    code, _, err = sweep("run", "spec.toml", "--store", "copy.db")
    assert code == 2 and "--store names 'copy.db', which holds another specification: take another file, or --restart." in err
    assert copy.read_bytes() == before
    assert sweep("run", "spec.toml", "--store", "copy.db", "--restart")[0] == 0
    assert exported(copy) == called("spec.toml", program="table")[1]
    (tmp_path / "spec.toml").write_text("# the same, said otherwise\n" + SPEC.replace("40", "41").replace('"0.1"', '"1/10"'))
    assert sweep("run", "spec.toml", "--store", "copy.db")[0] == 0


def test_a_store_that_was_only_begun_is_gone_on_with(sweep: Call, tmp_path: Path, whole: Path) -> None:
    (tmp_path / "e.db").write_bytes(b"")
    assert sweep("status", "e.db")[0] == 5
    assert sweep("run", "spec.toml", "--store", "e.db")[0] == 0 and exported(Path("e.db")) == exported(whole)


def test_what_a_driver_left_that_was_killed_while_it_made_the_store_is_removed(
    sweep: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", lambda self, missing_ok=False: None)
        patch.setattr(os, "replace", lambda *paths: (_ for _ in ()).throw(KeyboardInterrupt))
        assert sweep("run", "spec.toml", "--store", "k.db")[0] == 130
    halves = {name for name in left(tmp_path) if name.endswith(".symcoh-partial")}
    assert len(halves) == 1 and "k.db" not in halves.pop()
    assert sweep("run", "spec.toml", "--store", "k.db", "--workers", "1")[0] == 0
    assert left(tmp_path) == {"spec.toml", "k.db"}


def test_a_symbolic_link_is_followed(sweep: Call, tmp_path: Path, whole: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "link.db").symlink_to("there/real.db")
    assert sweep("run", "spec.toml", "--store", "link.db", "--workers", "1")[0] == 0
    assert sweep("run", "spec.toml", "--store", "link.db", "--workers", "1", "--restart")[0] == 0
    assert (tmp_path / "link.db").is_symlink() and left(tmp_path / "there") == {"real.db"}
    assert left(tmp_path) == {"spec.toml", "there", "link.db"} and exported(tmp_path / "link.db") == exported(whole)
    with locked(tmp_path / "there" / "real.db"):
        assert sweep("run", "spec.toml", "--store", "link.db")[0] == 4 and sweep("repair", "link.db")[0] == 4


def test_a_specification_from_standard_input(tmp_path: Path, whole: Path) -> None:
    done = subprocess.run([*DRIVER, "run", "-", "--store", "s.db"], input=SPEC.encode(), cwd=tmp_path, capture_output=True, timeout=600)
    assert done.returncode == 0 and exported(tmp_path / "s.db") == exported(whole)


def test_a_file_is_written_whole(sweep: Call, tmp_path: Path, whole: Path) -> None:
    assert sweep("export", str(whole), "--out", "new/x.csv") == (0, "", "")
    assert (tmp_path / "new" / "x.csv").read_text() == exported(whole)
    assert left(tmp_path / "new") == {"x.csv"}
    assert sweep("export", str(whole), "--out", "/dev/full")[0] == 4


BAD = [
    (["run", "spec.toml"], 2, "--store is required"),
    (["run", "--store", "a.db"], 2, "SPEC is required"),
    (["run", "none.toml", "--store", "a.db"], 2, "SPEC is 'none.toml', which cannot be read"),
    (["run", "spec.toml", "--store", "a.db", "--workers", "0"], 2, "--workers must be a whole number from 1 to 1024, but is '0'."),
    (["run", "spec.toml", "--store", "a.db", "--budget", "0"], 2, "--budget must be a positive number of seconds"),
    (
        ["run", "spec.toml", "--store", "a.db", "--workers", "2", "--scheduler", "tcp://x"],
        2,
        "--workers and --scheduler exclude each other",
    ),
    (
        ["run", "spec.toml", "--store", "a.db", "--scheduler", "nonsense"],
        2,
        "--scheduler names 'nonsense', where no Dask scheduler answers",
    ),
    (["run", "spec.toml", "--store", "none/a.db"], 2, "--store names 'none/a.db', whose directory is not there"),
    (["run", "spec.toml", "--store", "."], 2, "--store names '.', which is no file"),
    (["run", "spec.toml", "--store", "spec.toml"], 5, "'spec.toml' is not a store of symcoh"),
    (["run", "spec.toml", "--store", "spec.toml", "--restart"], 5, "'spec.toml' is not a store of symcoh"),
    (["status", "none.db"], 2, "FILE.db is 'none.db', which is not there"),
    (["export", "none.db"], 2, "FILE.db is 'none.db', which is not there"),
    (["verify", "spec.toml"], 5, "'spec.toml' is not a store of symcoh"),
    (["repair", "none.db"], 2, "FILE.db is 'none.db', which is not there"),
    (["export", "spec.toml", "--format", "xlsx"], 2, "--format must be one of csv, json, latex, parquet, but is 'xlsx'."),
    (["verify", "spec.toml", "--by", "hand"], 2, "--by must be one of backend, precision"),
    (["ran"], 2, "'ran' is not a command: did you mean run?"),
]


@pytest.mark.parametrize(("words", "code", "match"), BAD, ids=range(len(BAD)))
def test_arguments_that_are_refused_write_nothing(words: list[str], code: int, match: str, sweep: Call, tmp_path: Path) -> None:
    found = sweep(*words)
    assert found[:2] == (code, "") and match in found[2] and found[2].count("\n") == 1
    assert left(tmp_path) == {"spec.toml"}


def test_help_and_no_symbols(tmp_path: Path, whole: Path) -> None:
    assert called()[0] == 0 and "symcoh sweep run SPEC.toml" in called()[1]
    script = (
        "import sys\nfrom symcoh.cli.main import run\ntry: run(sys.argv[1:])\nexcept SystemExit as stop:\n"
        " print(stop.code, [n for n in ('sympy', 'mpmath', 'numpy', 'pandas', 'distributed', 'rich') if n in sys.modules])"
    )
    (tmp_path / "spec.toml").write_text(SPEC)
    for words in (["run", "spec.toml", "--store", "n.db", "--workers", "1"], ["status", str(whole)], ["export", str(whole)]):
        done = subprocess.run([sys.executable, "-c", script, "sweep", *words], cwd=tmp_path, capture_output=True, text=True, timeout=600)
        assert done.stdout.splitlines()[-1] == "0 []", done.stderr


def test_the_place_does_not_matter(tmp_path: Path, whole: Path) -> None:
    """A directory that hides modules, names beyond ASCII, and a working directory that is gone."""
    place = tmp_path / "Größe ±β %41?"
    place.mkdir()
    (place / "json.py").write_text("raise SystemExit(77)")
    (place / "spec.toml").write_text(SPEC)
    code, _, err = finished(place, "run", "spec.toml", "--store", "C(T)±.db", "--workers", "1", env=os.environ | {"PYTHONSAFEPATH": "1"})
    assert code == 0, err
    assert exported(place / "C(T)±.db") == exported(whole)
    assert left(place) == {"json.py", "spec.toml", "C(T)±.db"}
