"""A source system of one's own, found by its entry point as an installed package gives it."""

from __future__ import annotations

import contextlib
import importlib
import io
import sys
import tomllib
from pathlib import Path

import pytest

from symcoh import Model, evaluate
from symcoh.cli.main import run
from symcoh.sources import Graph
from symcoh.sources.registry import names

PLUGIN = Path(__file__).parent / "plugin"
FILE = '[target]\ntilt = "1/5"\n[sources]\nsystem = "star"\nN = 5\nomega_a = "7/10"\ngamma = "3/10"\nJ = "-2/5"\n'
QUANTITIES = ("coherence", "energy", "heat-capacity", "mutual-information", "magnetization")


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The plug-in on the path, with the metadata that pip writes of its pyproject.toml."""
    project = tomllib.loads((PLUGIN / "pyproject.toml").read_text())["project"]
    place = tmp_path / "star_sources-1.0.dist-info"
    place.mkdir()
    (place / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n")
    [(group, entries)] = project["entry-points"].items()
    (place / "entry_points.txt").write_text(f"[{group}]\n" + "".join(f"{name} = {value}\n" for name, value in entries.items()))
    for folder in (PLUGIN, tmp_path):
        monkeypatch.syspath_prepend(str(folder))
    importlib.invalidate_caches()
    for name in [name for name in sys.modules if name.partition(".")[0] == "star_sources"]:
        monkeypatch.delitem(sys.modules, name)
    (tmp_path / "star.toml").write_text(FILE)
    return tmp_path / "star.toml"


def call(*words: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.raises(SystemExit) as stop:
        run(list(words))
    return int(str(stop.value.code)), out.getvalue(), err.getvalue()


def test_a_system_of_ones_own(installed: Path) -> None:
    assert names()[-1] == "star"
    graph = Graph(N=5, edges=[[1, k, "-2/5"] for k in range(2, 6)])
    same = Model(sources=graph, omega_a="7/10", gamma="3/10", target=Model.from_toml(installed).target)
    for beta, quantities in (("17/10", QUANTITIES), ("1000000", QUANTITIES[:2]), ("oo", QUANTITIES[:2]), ("0", QUANTITIES)):
        expected = [str(evaluate(same, quantity, beta=beta)) for quantity in quantities]
        for backend in ("arb", "mpmath"):
            code, out, err = call("evaluate", *quantities, "--model", str(installed), "--beta", beta, "--backend", backend)
            assert (code, err, out.split()) == (0, "", expected), (beta, backend)


def test_its_faults_are_ours_to_name(installed: Path) -> None:
    installed.write_text(FILE + 'D = "1"\n')
    code, out, err = call("evaluate", "coherence", "--model", str(installed), "--beta", "1")
    assert (code, out, err.count("\n")) == (2, "", 1) and err.startswith("symcoh: D in star.toml must be 0 for star sources")


@pytest.mark.parametrize("name", ["ring", "levels", "star"])
def test_a_name_that_two_systems_have_is_refused(installed: Path, name: str) -> None:
    metadata = installed.parent / "other-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: other\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text(f"[symcoh.sources]\n{name} = star_sources.balls:Star\nbroken = star_sources.nothing:Star\n")
    importlib.invalidate_caches()
    assert names().count(name) == 1
    installed.write_text(FILE.replace('"star"', f'"{name}"'))
    code, out, err = call("evaluate", "coherence", "--model", str(installed), "--beta", "1")
    other = "star_sources.star:Star" if name == "star" else "symcoh"
    both = f"of star_sources.balls:Star and of {other}"
    sentence = (
        f"system in star.toml is '{name}', the name of several source systems, {both}: give the entry point of the plug-in another name."
    )
    assert (code, out, err) == (2, "", f"symcoh: {sentence}\n")
    assert repr(Model(N=3, omega_a=1, gamma=1, sources="ring").sources) == "Ring(N=3, J='0')"  # ours alone are meant there
    installed.write_text(FILE.replace('"star"', '"broken"'))
    code, out, err = call("evaluate", "coherence", "--model", str(installed), "--beta", "1")
    sentence = "The source system broken cannot be loaded (ModuleNotFoundError): reinstall its package."
    assert (code, out, err) == (4, "", f"symcoh: {sentence}\n")


def test_without_it_the_name_is_unknown(tmp_path: Path) -> None:
    (tmp_path / "star.toml").write_text(FILE)
    code, out, err = call("evaluate", "coherence", "--model", str(tmp_path / "star.toml"), "--beta", "1")
    assert (code, out) == (2, "") and "system in star.toml must be a source system, but is 'star'" in err
