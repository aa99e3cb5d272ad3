"""One decorator declares the options of the model, one object holds what was typed; the types read, refuse and complete."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest

import symcoh.cli
from symcoh import Model
from symcoh.cli.main import cli
from symcoh.cli.parameters import FLAGS, PARAMETERS, Given, model, read_model, read_temperature, text_of, with_value
from symcoh.cli.paramtypes import Exact, File, Grid, Kind, Quantity, Seconds, Text, Whole, Word
from symcoh.errors import InputError
from symcoh.exactnumbers import exact
from symcoh.observables import LIMITS, OBSERVABLES, SHARED

COMMANDS = ("evaluate", "phase", "maximum", "plot", "radius", "check", "derive")


def given(*words: str, **settings: Any) -> Given:
    """What a command with the options of the model gets."""
    found: list[Given] = []

    @click.command()
    @model(**settings)
    def command(given: Given) -> None:
        found.append(given)

    command.main(list(words), standalone_mode=False)
    return found[0]


def test_the_object_holds_values_and_texts() -> None:
    typed = given("-N", "+5", "--omega-a", "0.70", "--gamma", "sqrt(2)/3", "--temperature", "1/3", "-J", "-1e-3")
    assert typed.typed == ("N", "omega_a", "gamma", "J", "T")
    texts = {name: text_of(typed, name) for name in PARAMETERS}
    wanted = {"N": "5", "omega": "1", "omega_a": "0.70", "gamma": "sqrt(2)/3", "J": "-1e-3", "sources_model": "ring", "beta": None}
    assert (wanted | {"T": "1/3"}).items() <= texts.items()
    assert read_model(typed) == Model(N=5, omega_a="7/10", gamma="sqrt(2)/3", J="-1/1000")
    assert str(read_model(typed).omega_a) == "0.70" and read_temperature(typed) == {"T": exact("1/3")}
    assert text_of(given("-N", "9" * 5000), "N") == "9" * 5000


def test_symbols_have_no_default_and_no_domain() -> None:
    typed = given("--omega", "-1", free=True)
    assert dict(typed.values) == {"omega": exact(-1)} and typed.typed == ("omega",)
    with pytest.raises(InputError, match=r"^--omega must not be negative, but is '-1'\.$"):
        given("--omega", "-1")


def test_another_value_is_read_as_if_it_were_typed() -> None:
    typed = given("-N", "5", "--omega-a", "1", "--gamma", "1", "--beta", "oo")
    assert read_temperature(typed) == {"beta": "oo"} == read_temperature(with_value(typed, "beta", None))
    assert read_model(with_value(typed, "N", exact("14/2"))).N == 7 and typed.values["N"] == 5
    with pytest.raises(InputError, match=r"^-N/--sources must be a whole number of at least 1, but is '1/2'\.$"):
        with_value(typed, "N", exact("0.5"))
    with pytest.raises(InputError, match="^--omega must not be negative"):
        with_value(typed, "omega", exact("-2"))


@pytest.mark.parametrize(
    ("words", "match"),
    [
        ((), "^-N/--sources is required: give a whole number of at least 1"),
        (("-N", "2", "--gamma", "1"), "^--omega-a is required: give a number such as 7/10"),
        (("-N", "2", "--omega-a", "1"), "^--gamma is required"),
    ],
)
def test_a_model_needs_three_parameters(words: tuple[str, ...], match: str) -> None:
    with pytest.raises(InputError, match=match):
        read_model(given(*words))


def test_no_other_file_declares_an_option_of_the_model() -> None:
    flags = [flag for parameter in PARAMETERS.values() for flag in parameter.flags]
    assert len(flags) >= 11
    declared = re.compile(r"\b(?:text_)?option\(\s*(?:\"[^\"]*\",\s*)*?\"(" + "|".join(map(re.escape, flags)) + ')"')
    assert declared.search('@text_option("-N", "--sources")') and declared.search('option(\n    "-x", "--gamma", help=')
    for path in Path(symcoh.cli.__path__[0]).glob("*.py"):
        assert not declared.search(path.read_text(encoding="utf-8")), path.name


@pytest.mark.parametrize("name", COMMANDS)
def test_commands_spell_the_parameters_alike(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    found = {p.name: "/".join(p.opts[:2]) for p in command.params if isinstance(p, click.Option) and p.name in FLAGS}
    assert found.items() <= FLAGS.items() and found.keys() >= {"N", "omega", "omega_a", "gamma", "J"}


def offered(kind: Kind, incomplete: str = "") -> list[str]:
    context = click.Context(cli)
    return [item.value for item in kind.shell_complete(context, click.Option(["--x"]), incomplete)]


def test_types_complete() -> None:
    assert offered(Exact(infinity=True, examples=("oo",)), "o") == ["oo"] and offered(Exact()) == []
    assert offered(Whole(2)) == ["2"]
    assert offered(Word(lambda: ("arb", "mpmath")), "m") == ["mpmath"]
    assert offered(Text(("arb", "mpmath")), "m") == ["mpmath"] and offered(Text()) == [] and Text().read("any", "--x") == "any"
    names = [*OBSERVABLES, *SHARED, *LIMITS]
    assert offered(Quantity()) == names and offered(Quantity(), "p") == [name for name in names if name.startswith("p")]
    assert offered(Grid(("T", "omega_a")), "o") == ["omega_a="]
    assert [item.type for item in File("dir").shell_complete(click.Context(cli), click.Option(["--x"]), "a")] == ["dir"]


@pytest.mark.parametrize(
    ("read", "text", "sentence"),
    [
        (Whole(1, 9).read, "10", "--x must be a whole number from 1 to 9, but is '10'."),
        (Whole(1).read, "1.0", "--x must be a whole number of at least 1, but is '1.0'."),
        (Word(("a", "b")).read, "c", "--x must be one of a, b, but is 'c'."),
        (Seconds().read, "-1", "--x must be a positive number of seconds, but is '-1'."),
        (Exact(nonnegative=True).read, "-pi", "--x must not be negative, but is '-pi'."),
        (Grid(("T",)).read, "N=1,2", "--x must vary one of T, but names 'N'."),
    ],
)
def test_types_refuse(read: Callable[[str, str], Any], text: str, sentence: str) -> None:
    with pytest.raises(InputError) as refused:
        read(text, "--x")
    assert str(refused.value) == sentence


def test_grids_take_the_long_names() -> None:
    kind = Grid(("N", "J", "T", "omega_a"))
    for text, name in (("sources=1,2", "N"), ("coupling=0..1:3", "J"), ("temperature=1,2", "T"), ("omega-a=1,2", "omega_a")):
        grid = kind.read(text, "--over")
        assert (grid.name, grid.text) == (name, text)
