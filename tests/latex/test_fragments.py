"""Fragments of equations and tables at the command line, and what their options refuse."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from latex.test_appendix import ALLOWED
from latex.test_compiles import compiled, overfull
from symcoh.cli.equation import as_json
from symcoh.cli.main import cli
from symcoh.exact import parse
from symcoh.latex.derivation import manuscript
from symcoh.ledger import entries
from symcoh.ledger.text import statement_source

SPEC = """
quantities = ["coherence", "energy"]
digits = 30
[fixed]
sources = 4
omega_a = "7/10"
gamma = "3/10"
[over]
temperature = ["1/10", "1"]
"""


def output(*words: str) -> str:
    found = CliRunner().invoke(cli, list(words), catch_exceptions=False)
    assert found.exit_code == 0, found.output
    return found.stdout


def test_several_equations_at_once() -> None:
    text = output("equation", "29-31", "42", "45", "--format", "latex", "--fragment", "--label", "mine")
    assert re.findall(r"\\label\{([^}]*)\}", text) == [f"eq:mine-{number}" for number in (29, 30, 31, 42, 45)]
    assert r"\tag" not in text and text.count(r"\begin{equation}") == 5
    found = json.loads(output("equation", "29", "27", "--format", "json"))
    assert [row["number"] for row in found] == ["29", "27"] and json.loads(output("equation", "29", "--format", "json")) == found[0]


def test_a_table_has_a_column_for_each_quantity(tmp_path: Path) -> None:
    spec = tmp_path / "spec.toml"
    spec.write_text(SPEC)
    text = output("table", str(spec), "--format", "latex", "--fragment", "--label", "cold", "--digits-group", "5")
    assert r"$T$ & coherence & radius & energy & radius \\" in text and r"\label{tab:cold}" in text
    assert r"\documentclass" not in text and r"\setlength{\belowcaptionskip}{6pt}" in text
    bare = output("table", str(spec), "--format", "latex", "--fragment", "--no-radius", "--digits-group", "5")
    assert "radius" not in bare and bare.count(r"\\") == 3
    (digits,) = re.findall(r"^\$1/10\$ & \$([0-9.\\,]*)\$", bare, re.MULTILINE)
    plain = json.loads(
        output(
            "evaluate", "coherence", "-N", "4", "--omega-a", "7/10", "--gamma", "3/10", "-T", "1/10", "--digits", "30", "--format", "json"
        )
    )
    assert digits.replace(r"\,", "") == plain["value"] and digits.count(r"\,") == 5


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("equation", "29", "--fragment"), "--fragment goes with --format latex"),
        (("equation", "29", "--format", "latex", "--label", "a"), "--label goes with --fragment alone"),
        (("equation", "29", "--format", "latex", "--fragment", "--label", "a b"), "--label is 'a b'"),
        (("equation", "31-29"), "write 29-31"),
        (("derive", "degeneracy", "--style", "appendix"), "--style appendix goes with --format latex"),
        (("derive", "degeneracy", "--format", "latex", "--columns", "2"), "--columns goes with --fragment alone"),
    ],
)
def test_refused_in_a_sentence(words: tuple[str, ...], said: str) -> None:
    found = CliRunner().invoke(cli, list(words))
    assert found.exit_code != 0
    told = found.stderr + str(found.exception or "")
    assert said in told or said in found.output


def test_every_equation_in_json_and_on_the_page_is_read_back() -> None:
    count = 0
    for entry in entries():
        sources = as_json(entry)["sympy"]
        for text in [sources] if isinstance(sources, str) else sources:
            parse(text)
            count += 1
        assert [statement_source(statement) for statement in entry.statements] == ([sources] if isinstance(sources, str) else sources)
        if entry.counterexample is not None:
            parse(statement_source(entry.counterexample.statement))
    assert count > 100


@pytest.mark.external("pdflatex")
def test_fragments_compile_together(tmp_path: Path) -> None:
    spec = tmp_path / "spec.toml"
    spec.write_text(SPEC)
    parts = [output("equation", "1-89", "--format", "latex", "--fragment")]
    parts += [
        output("table", str(spec), "--format", "latex", "--fragment", "--label", name, *more)
        for name, more in (("a", ()), ("b", ("--no-radius",)))
    ]
    parts.append(output("derive", "degeneracy", "--format", "latex", "--fragment"))
    done = compiled(manuscript(parts), tmp_path)
    assert done.returncode == 0, done.stdout[-3000:]
    assert max(overfull(done.stdout), default=0.0) <= ALLOWED and "multiply defined" not in done.stdout
