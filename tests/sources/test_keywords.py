"""What a source system is called with: every wrong keyword is named in one sentence, and N may be left out beside lists of sites."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from symcoh import Model, evaluate
from symcoh.cli.main import run
from symcoh.errors import InputError, InputTypeError
from symcoh.sources import Graph, Independent
from symcoh.sources.registry import SYSTEMS, accepted, system_class

GOOD: dict[str, dict[str, Any]] = {
    "xx-ring": {"shape": "ring"},
    "xx-chain": {"shape": "chain"},
    "xxz-ring": {"shape": "ring"},
    "xxz-chain": {"shape": "chain"},
    "xxz-complete": {"shape": "complete"},
    "range-ring": {"couplings": [1]},
    "oscillators": {"Omega": 1},
}
SITES = {"omega_k": ["1/2", 1, "sqrt(2)"], "gamma_k": ["1/5", "-1/3", 1]}
EDGES = [[1, 2, "1/3"], [2, 3, "-1/7"]]


@pytest.mark.parametrize("name", SYSTEMS)
def test_a_wrong_call_is_one_sentence(name: str) -> None:
    kind = system_class(name)
    good = {"levels": [[1, 0, 1]]} if name == "levels" else {"N": 3} | GOOD.get(name, {})
    assert kind(**good) == kind(**good)
    with pytest.raises(InputTypeError, match=r"^`spun` is no keyword of \w+: one of [\w, ]+\.$"):
        kind(**good, spun=1)
    with pytest.raises(InputTypeError, match=r"^`\w+` takes keywords alone, [\w, ]+, but was given 3 without one\.$"):
        kind(3)
    for key, needed in accepted(kind).items():
        if needed or (key == "N" and name != "oscillators"):
            with pytest.raises(InputTypeError, match=f"^`{key}` is required: .*\\.$"):
                kind(**{other: value for other, value in good.items() if other != key})


def test_what_a_model_needs_is_said_by_name() -> None:
    for name in (None, "chain", "xxz-ring"):
        with pytest.raises(InputTypeError, match=r"`N` must be an integer, but is not given: say how many sources\."):
            Model(omega_a=1, gamma=1, **({} if name is None else {"sources": name}))
    with pytest.raises(InputTypeError, match=r"`N` is required: the number of sources, or omega_k and gamma_k with one number a site\."):
        Model(sources="independent", omega_a=1, gamma=1)


@pytest.mark.parametrize(("kind", "more"), [(Independent, {}), (Graph, {"edges": EDGES}), (Graph, {"edges": [[1, 2, "1/3", "1/5"]]})])
def test_the_lists_of_sites_say_how_many(kind: Any, more: dict[str, Any]) -> None:
    sites = SITES | ({"gamma_k": ["1/5", "1/5", 1]} if len(more.get("edges", ())) == 1 else {})
    found = kind(**sites, **more)
    assert found == kind(N=3, **sites, **more) and found.N == 3 and eval(repr(found), {kind.__name__: kind}) == found
    with pytest.raises(InputError, match="`omega_k` must have 2 entries, one a site, but has 3"):
        kind(N=2, **sites, **({"edges": []} if more else {}))
    with pytest.raises(InputError, match="`gamma_k` must have 3 entries, one a site, but has 2"):
        kind(omega_k=sites["omega_k"], gamma_k=[1, 1])
    with pytest.raises(InputError, match="`gamma_k` is required beside"):
        kind(omega_k=[1, 1])
    no_count: tuple[dict[str, Any], ...] = ({}, {"omega_k": [], "gamma_k": []}, {"omega_k": "12", "gamma_k": 3})
    for empty in no_count:
        with pytest.raises(InputTypeError, match="`N` is required: the number of sources, or"):
            kind(**empty)


def asked(capsys: pytest.CaptureFixture[str], path: Path) -> tuple[str, str]:
    with pytest.raises(SystemExit):
        run(["evaluate", "coherence", "--model", str(path), "--beta", "17/10", "--digits", "20"])
    found = capsys.readouterr()
    return found.out.strip(), found.err.strip()


def test_a_file_with_lists_needs_no_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "sites.toml"
    lists = 'omega_k = ["1/2", "1", "sqrt(2)"]\ngamma_k = ["1/5", "-1/3", "1"]\n'
    for system, more, kind, own in (
        ("independent", "", Independent, {}),
        ("graph", f"edges = {EDGES}\n".replace("'", '"'), Graph, {"edges": EDGES}),
    ):
        value = evaluate(Model(sources=kind(N=3, **SITES, **own)), "coherence", beta="17/10", digits=20).value
        for number in ("", "N = 3\n"):
            path.write_text(f'[sources]\nsystem = "{system}"\n{number}{lists}{more}')
            assert asked(capsys, path) == (value, "")
        path.write_text(f'[sources]\nsystem = "{system}"\nN = 2\n{lists}')
        assert asked(capsys, path) == ("", "symcoh: omega_k in sites.toml must have 2 entries, one a site, but has 3.")
        path.write_text(f'[sources]\nsystem = "{system}"\nomega_a = "1"\ngamma = "1"\n{more}')
        sentence = "N in sites.toml is required: the number of sources, or omega_k and gamma_k with one number a site."
        assert asked(capsys, path) == ("", f"symcoh: {sentence}")
        one = f'[sources]\nsystem = "{system}"\nomega_a = "1/2"\ngamma_k = ["1/5", "-1/3", "1"]\n'
        path.write_text(one)
        same = evaluate(Model(sources=kind(N=3, omega_k=["1/2"] * 3, gamma_k=SITES["gamma_k"])), "coherence", beta="17/10", digits=20)
        assert asked(capsys, path) == (same.value, "")
