"""Forty faults in models: each is one sentence that names the key or the option, exit 2, nothing on stdout, soon."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path

import pytest

from symcoh.cli.main import run

CHAIN = 'system = "chain"\nN = 3\nomega_a = "7/10"\ngamma = "3/10"\n'
GRAPH = 'system = "graph"\nN = 3\nomega_a = 1\ngamma = "1/2"\n'
QUTRIT = "[target]\nhamiltonian = [[1, 0, 0], [0, 0, 0], [0, 0, -1]]\ncoupling = [[0, 1, 0], [1, 0, 1], [0, 1, 0]]\n"
PAULI = "coupling = [[0, 1], [1, 0]]\n"

FILES = {
    "edge to a site that is not there": ("[sources]\n" + GRAPH + 'edges = [[1, 4, "1/2"]]', "`edges"),
    "edge from site 0": ("[sources]\n" + GRAPH + 'edges = [[0, 1, "1/2"]]', "`edges"),
    "self-loop": ("[sources]\n" + GRAPH + 'edges = [[2, 2, "1/2"]]', "`edges"),
    "edge without a coupling": ("[sources]\n" + GRAPH + "edges = [[1, 2]]", "`edges"),
    "edges that are text": ("[sources]\n" + GRAPH + 'edges = "1-2"', "`edges`"),
    "list of the wrong length": ('[sources]\nsystem = "graph"\nN = 3\nomega_k = [1, 2]\ngamma = 1\nedges = []', "`omega_k`"),
    "list beside its number": ('[sources]\nsystem = "independent"\nN = 2\nomega_a = 1\nomega_k = [1, 2]\ngamma = 1', "`omega_a`"),
    "list that is a number": ('[sources]\nsystem = "independent"\nN = 2\nomega_k = "1"\ngamma = 1', "`omega_k`"),
    "gamma as large as Omega": ('[sources]\nsystem = "oscillators"\nN = 1\nOmega = "6/5"\ngamma = "-6/5"', "`gamma`"),
    "Omega of zero": ('[sources]\nsystem = "oscillators"\nN = 1\nOmega = 0\ngamma = 0', "`Omega`"),
    "no Hermitian matrix": ('[target]\nhamiltonian = [[1, "i"], ["i", 0]]\n[sources]\n' + CHAIN, "`hamiltonian"),
    "matrix that is not square": ("[target]\nhamiltonian = [[1, 0]]\n[sources]\n" + CHAIN, "`hamiltonian`"),
    "coupling of another size": ("[sources]\n" + CHAIN + "coupling = [[1]]", "`coupling`"),
    "coupling that is no matrix": ("[sources]\n" + CHAIN + 'coupling = "x"', "`coupling`"),
    "qutrit without a coupling": ("[target]\nhamiltonian = [[1, 0, 0], [0, 0, 0], [0, 0, -1]]\n[sources]\n" + CHAIN, "`coupling`"),
    "bloch-x of a qutrit": (QUTRIT + "[sources]\n" + CHAIN, "bloch-x"),
    "hamiltonian beside omega": ('[target]\nomega = "1"\nhamiltonian = [[1, 0], [0, 0]]\n[sources]\n' + CHAIN, "`omega`"),
    "tilt beside a coupling": ('[target]\ntilt = "1"\n' + PAULI + "[sources]\n" + CHAIN, "`tilt`"),
    "negative omega": ('[target]\nomega = "-1"\n[sources]\n' + CHAIN, "`omega`"),
    "a unit of energy alone": ("[sources]\n" + CHAIN + '[units]\nenergy = "GHz"', "energy"),
    "an unknown unit": ("[sources]\n" + CHAIN + '[units]\nenergy = "eV"\ntemperature = "K"', "energy"),
    "beta beside units": ("[sources]\n" + CHAIN + '[units]\nenergy = "GHz"\ntemperature = "mK"', "--beta"),
    "more XXZ sites than there is memory for": (
        '[sources]\nsystem = "xxz-ring"\nN = 15\nomega_a = 1\ngamma = 1\nJ = 1\nJ_xy = "1/3"',
        "`N`",
    ),
    "a float": ("[sources]\n" + CHAIN.replace('"7/10"', "0.7"), "`omega_a`"),
    "a boolean": ("[sources]\n" + CHAIN.replace("3\n", "true\n"), "`N`"),
    "N of zero": ("[sources]\n" + CHAIN.replace("3\n", "0\n"), "`N`"),
    "an unknown key": ("[sources]\n" + CHAIN + 'jay = "1"', "`jay`"),
    "an unknown section": ("[sauces]\n" + CHAIN, "`sauces`"),
    "an unknown key of the target": ("[target]\ngap = 1\n[sources]\n" + CHAIN, "`gap`"),
    "an unknown system": ("[sources]\n" + CHAIN.replace("chain", "chian"), "`system`"),
    "no system": ("[sources]\n" + CHAIN.replace('system = "chain"', ""), "`system`"),
    "no sources": ('[target]\nomega = "1"', "`sources`"),
    "J of an xx-ring": ("[sources]\n" + CHAIN.replace("chain", "xx-ring") + 'J = "1/2"', "`J`"),
    "gamma of levels": ('[sources]\nsystem = "levels"\ngamma = 1\nlevels = [[1, 0, 1]]', "`gamma`"),
    "levels without a degeneracy": ('[sources]\nsystem = "levels"\nlevels = [[1, 0]]', "`levels`"),
    "no file of levels": ('[sources]\nsystem = "levels"\nlevels_file = "none.csv"', "`levels_file`"),
    "no gamma": ("[sources]\n" + CHAIN.replace('gamma = "3/10"', ""), "`gamma`"),
    "no N": ("[sources]\n" + CHAIN.replace("N = 3", ""), "`N`"),
    "several baths, one without a coupling": (f"[[sources]]\n{CHAIN}{PAULI}[[sources]]\n{CHAIN}", "`coupling`"),
    "a spin of 1/3": ('[sources]\nsystem = "spin-ring"\nN = 2\nspin = "1/3"\nomega_a = 1\ngamma = 1', "`spin`"),
    "no TOML": ("[sources\n", "--model"),
}

NAMED = ["-N", "3", "--omega-a", "1", "--gamma", "1"]
OPTIONS = {
    "a directory": (["--model", "."], "--model"),
    "a missing file": (["--model", "none.toml"], "--model"),
    "J of an xx-ring": (["--sources-model", "xx-ring", *NAMED, "-J", "1"], "-J/--coupling"),
    "an in-plane coupling of a chain": (["--sources-model", "chain", *NAMED, "--coupling-xy", "1"], "--coupling-xy"),
    "a system of files": (["--sources-model", "graph", *NAMED], "--sources-model"),
    "a unit alone": (["--energy-unit", "GHz", *NAMED], "unit"),
    "fifteen XXZ sites": (["--sources-model", "xxz-chain", "-N", "15", *NAMED[2:], "--coupling-xy", "1"], "-N/--sources"),
}


def refused(words: list[str], named: str) -> None:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.raises(SystemExit) as stop:
        run(["evaluate", "bloch-x", *words, "--beta", "1"])
    text = err.getvalue()
    assert (stop.value.code, out.getvalue(), text.count("\n")) == (2, "", 1), text
    assert named.strip("`") in text and text.startswith("symcoh: ") and text.endswith((".\n", "?\n")) and len(text) < 300, text


@pytest.mark.parametrize("fault", FILES)
def test_a_bad_file(fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text, named = FILES[fault]
    monkeypatch.chdir(tmp_path)
    Path("model.toml").write_text(text)
    refused(["--model", "model.toml"], named)


@pytest.mark.parametrize("fault", OPTIONS)
def test_bad_options(fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    refused(*OPTIONS[fault])
