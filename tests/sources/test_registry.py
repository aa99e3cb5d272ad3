"""The places where a source system is listed agree: names, classes, help, pages, and the tests that every system goes through."""

from __future__ import annotations

import re
from pathlib import Path

import symcoh.sources
from symcoh import Model, evaluate
from symcoh.cli.parameters import PARAMETERS
from symcoh.sources.registry import SHORT, SYSTEMS, accepted, system_class

from . import random_models, test_any_model

ROOT = Path(__file__).parents[2]
TABLED = re.compile(r"^\| (`.*?) \| .* \| `(.*)` \|$", re.MULTILINE)
SITES = {"N", "J", "J_xy", "D", "shape", "omega_k", "gamma_k"}
"""What the systems of short names may take; D and the lists stand in files alone."""


def test_every_class_is_a_public_name() -> None:
    by_name = {system_class(name).__name__: system_class(name) for name in SYSTEMS}
    assert {name: getattr(symcoh.sources, name) for name in symcoh.sources.__all__} == by_name
    assert dir(symcoh.sources) == sorted(symcoh.sources.__all__)


def test_the_short_names_are_those_of_the_command_line() -> None:
    assert set(SHORT) == {name for name in SYSTEMS if set(accepted(system_class(name))) <= SITES}
    option = PARAMETERS["sources_model"]
    assert tuple(option.type.completed()) == SHORT and re.findall(
        r"[a-z]+(?:-[a-z]+)?", option.help.partition(": ")[2].replace(" or ", " ")
    ) == [*SHORT]
    written = re.compile(rf"[\"' ]{SHORT[-3]}\W+(?:or )?{SHORT[-2]}\b")  # the list once more, in code or in a sentence
    assert [path.name for path in (ROOT / "symcoh").rglob("*.py") if written.search(path.read_text(encoding="utf-8"))] == ["registry.py"]
    for name in SHORT:
        takes = accepted(system_class(name))
        assert {key for key, needed in takes.items() if needed} <= {"N", "shape"}, name
        model = Model(sources=name, N=3, omega_a=1, gamma=1)
        assert model.sources.name == name and evaluate(model, "coherence", beta=1, digits=3).value != "0"


def test_the_page_has_a_row_for_every_system() -> None:
    page = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
    rows = TABLED.findall(page)
    assert sorted(name for names, _ in rows for name in re.findall(r"`([a-z-]+)`", names)) == sorted(SYSTEMS)
    for names, code in rows:
        system = eval(code, vars(symcoh.sources) | {name: getattr(symcoh.sources, name) for name in symcoh.sources.__all__})
        assert f"`{system.name}`" in names, code
    listed = re.search(r"`symcoh.sources` \((.*?); numbers", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.DOTALL)
    assert listed is not None and set(re.findall(r"\w+", listed[1])) == set(symcoh.sources.__all__)


def test_every_system_is_drawn_at_random() -> None:
    assert {name.partition(" ")[0] for name in random_models.SYSTEMS} == set(SYSTEMS)
    assert {name.partition(" ")[0] for name in test_any_model.SYSTEMS} < set(SYSTEMS)
