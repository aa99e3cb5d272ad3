"""What hands expect of a command line: hints, -q, bars, examples, several quantities, tables into files, decimals, short names."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import shlex
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import click
import pytest

from symcoh import Model, evaluate
from symcoh.cli.examples import EXAMPLES
from symcoh.cli.main import cli, run, separated
from symcoh.tables.plain import plain_decimal

from .conftest import DRIVER

POINT = ["-N", "3", "--omega-a", "7/10", "--gamma", "3/10", "-J", "2/5", "-T", "1/3", "--digits", "12"]
TABLE = """
quantities = ["coherence", "energy"]
digits = 20
[fixed]
N = 3
omega_a = "sqrt(2)/3"
gamma = "3/10"
[over]
J = ["-2/5", "1"]
T = "0.5..2:3"
"""


def call(*words: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.raises(SystemExit) as stop:
        run(list(words))
    return int(str(stop.value.code)), out.getvalue(), err.getvalue()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "table.toml").write_text(TABLE)
    return tmp_path


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["evalute"], "'evalute' is not a command: did you mean evaluate?"),
        (["sweep", "stauts"], "'stauts' is not a command: did you mean status?"),
        (["purr"], "'purr' is not a command: see symcoh --help for the list."),
        (["sweep", "purr"], "'purr' is not a command: see symcoh sweep --help for the list."),
        (["evaluate", "energy", "--beta", "inf"], "--beta does not read 'inf': infinity is written oo, and means the ground state."),
        (["evaluate", "energy", "--beta", "Infinity"], "--beta does not read 'Infinity': infinity is written oo"),
        (["evaluate", "energy", "-T", "inf"], "-T/--temperature does not read 'inf': inf is not in the grammar, and oo"),
        (["evaluate", "energy", "-T", "1,5"], "-T/--temperature does not read '1,5': ',' is not in the grammar, write 1.5 with a point."),
        (["evaluate", "energy", "--gamma", "-0,25"], "',' is not in the grammar, write -0.25 with a point."),
        (["evaluate", "energy", "-T", "1,000"], "',' is not in the grammar, write 1.000 with a point, or 1000."),
        (["evaluate", "energy", "-T", "1,2,3"], "',' is not in the grammar, see the grammar in the README."),
        (["table", "table.toml", "--format", "json", "--decimals"], "--decimals goes with --format csv"),
    ],
)
def test_hints(words: list[str], sentence: str, folder: Path) -> None:
    code, out, err = call(*words)
    assert (code, out) == (2, "") and err.startswith("symcoh: ") and sentence in err and err.count("\n") == 1


def test_several_quantities() -> None:
    names = ["coherence", "energy", "target-entropy"]
    model = Model(N=3, omega_a="7/10", gamma="3/10", J="2/5")
    values = [str(evaluate(model, name, T="1/3", digits=12)) for name in names]
    assert call("evaluate", *names, *POINT) == (0, "".join(f"{value}\n" for value in values), "")
    assert call("evaluate", *names, *POINT, "--format", "latex") == (0, "".join(f"${value}$\n" for value in values), "")
    together = json.loads(call("evaluate", *names, *POINT, "--format", "json")[1])
    assert together == [json.loads(call("evaluate", name, *POINT, "--format", "json")[1]) for name in names]
    assert call("evaluate", "energy", "free-energy", *POINT[:-4], "--beta", "0")[:2] == (2, ""), "nothing is written"
    assert (
        call("evaluate", "energy", "enrgy", *POINT)[2]
        == "symcoh: QUANTITY must be a known quantity, but is 'enrgy': did you mean energy?\n"
    )


def test_a_table_into_a_file(folder: Path) -> None:
    for form in ("csv", "json", "latex"):
        printed = call("table", "table.toml", "--format", form)
        assert call("table", "table.toml", "--format", form, "--out", f"new/{form}/t") == (0, "", "") and printed[0] == 0
        assert (folder / "new" / form / "t").read_text() == printed[1]
    (folder / "tie.toml").write_text(
        'quantities = ["coherence"]\ndigits = 1\n[fixed]\nN = 1\nomega = "4/5"\nomega_a = 1\ngamma = "3/10"\n[over]\nbeta = [1, "log(3)"]\n'
    )
    code, out, err = call("table", "tie.toml", "--out", "no/such/t.csv")
    assert (code, out) == (3, "") and err.startswith("symcoh: Row 2 (beta = log(3)): ")
    assert sorted(path.name for path in folder.iterdir()) == ["new", "table.toml", "tie.toml"], "no folder, no file"
    (folder / "file").write_text("")
    assert call("table", "table.toml", "--out", "file/t.csv")[0] == 4


def test_decimals_stand_beside_the_exact_parameters(folder: Path) -> None:
    plain = list(csv.DictReader(io.StringIO(call("table", "table.toml")[1])))
    rows = list(csv.DictReader(io.StringIO(call("table", "table.toml", "--decimals")[1])))
    names = ["omega", "omega_a", "gamma", "coupling", "temperature"]
    assert [{name: row[name] for name in plain[0]} for row in rows] == plain
    assert list(rows[0])[:11] == ["sources", *(column for name in names for column in (name, f"{name}_decimal"))]
    assert [row["coupling_decimal"] for row in rows[::6]] == ["-0.4", "1"] and rows[0]["omega_a_decimal"] == "0.47140452079103168"
    exported = ["sweep", "export", "s.db", "--decimals"]
    assert call("sweep", "run", "table.toml", "--store", "s.db", "--workers", "1", "-q") == (0, "", "")
    assert call(*exported) == call("table", "table.toml", "--decimals")
    assert call(*exported, "--format", "json")[:2] == (2, "")


@pytest.mark.parametrize(
    ("text", "decimal"),
    [
        ("oo", "inf"),
        ("0", "0"),
        ("1/3", "0.33333333333333333"),
        ("1e5000", "1e5000"),
        ("-2/3*1e-5000", "-6.6666666666666667e-5001"),
        ("12345678901234567", "12345678901234567"),
        ("123456789012345678", "1.2345678901234568e17"),
        ("1000", "1000"),
        ("pi", "3.1415926535897932"),
    ],
)
def test_plain_decimals(text: str, decimal: str) -> None:
    assert plain_decimal(text) == decimal
    if text not in ("oo", "pi"):
        true = Fraction(text.partition("*")[0]) * Fraction(text.partition("*")[2] or 1)
        assert abs(Fraction(decimal) - true) <= abs(true) / (2 * 10**16)


def test_short_names_in_specifications(folder: Path) -> None:
    long = TABLE.replace("N =", "sources =").replace("J =", "coupling =").replace("T =", "temperature =")
    (folder / "long.toml").write_text(long)
    assert call("table", "table.toml") == call("table", "long.toml") and "N =" in TABLE and "N =" not in long
    (folder / "tied.toml").write_text(TABLE.replace('J = ["-2/5", "1"]\n', "") + '[tied]\nJ = "1/N"\n')
    rows = list(csv.DictReader(io.StringIO(call("table", "tied.toml")[1])))
    assert {row["coupling"] for row in rows} == {"1/3"}
    (folder / "drawn.toml").write_text(TABLE.replace('T = "0.5..2:3"', "") + '[random]\ncount = 2\nseed = 1\nT = "uniform(1, 2)"\n')
    assert len(call("table", "drawn.toml")[1].splitlines()) == 9
    (folder / "bad.toml").write_text(TABLE.replace('"0.5..2:3"', '["-1"]'))
    assert "[over] T must not be negative, but is '-1'." in call("table", "bad.toml")[2]


WORDS = ["table", "table.toml", "--out", "t.csv"]


def terminal(*words: str) -> tuple[int, str, str]:
    """Exit code, the output into a pipe, and what a person sees on standard error."""
    ours, theirs = os.openpty()
    command = [sys.executable, "-c", DRIVER, *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs, stdin=subprocess.DEVNULL) as process:
        os.close(theirs)
        seen = b""
        with contextlib.suppress(OSError):  # the terminal is closed when the program ends
            while part := os.read(ours, 4096):
                seen += part
        os.close(ours)
        assert process.stdout is not None
        return process.wait(60), process.stdout.read().decode(), seen.decode()


def test_a_bar_for_whoever_watches_but_not_with_q(folder: Path) -> None:
    printed = call("table", "table.toml")[1]
    for words, out in ((WORDS, ""), (WORDS[:2], printed)):
        code, wrote, seen = terminal(*words)
        assert (code, wrote) == (0, out) and "rows" in seen and "12/12" in seen
    assert (folder / "t.csv").read_text() == printed
    for words in (["-q", *WORDS], [*WORDS, "--quiet"]):
        assert terminal(*words) == (0, "", "")
    assert call(*WORDS) == (0, "", ""), "nobody watches a file"


def test_q_is_no_formula() -> None:
    refused = call("check", "-q", "beta")
    assert refused == call("check", "beta") and refused[2].startswith("symcoh: --limit is required")


def commands(group: click.Group, name: str = "") -> dict[str, click.Command]:
    """Every command by its full name."""
    found: dict[str, click.Command] = {name: group}
    context = click.Context(group)
    for below in group.list_commands(context):
        command = group.get_command(context, below)
        assert command is not None
        full = f"{name} {below}".strip()
        found |= commands(command, full) if isinstance(command, click.Group) else {full: command}
    return found


def test_every_help_ends_with_examples_that_parse() -> None:
    found = commands(cli)
    assert EXAMPLES.keys() == found.keys()
    for name, command in found.items():
        lines = EXAMPLES[name]
        context = click.Context(command, info_name="symcoh", max_content_width=110, help_option_names=["-h", "--help"])
        assert command.get_help(context).endswith("".join(f"\n    {line}" for line in lines)), name
        assert "-q, --quiet" in command.get_help(context)
        for line in lines:
            program, *words = separated(shlex.split(line.partition(" > ")[0]))
            assert program == "symcoh" and " ".join(words).startswith(name)
            full = max((full for full in found if f"{' '.join(words)} ".startswith(f"{full} ")), key=len, default="")
            found[full].make_context("symcoh", words[len(full.split()) :])


def test_every_choice_is_completed() -> None:
    """Options whose value is a name say which names there are."""
    for name, command in commands(cli).items():
        for option in command.params:
            if isinstance(option, click.Option) and option.metavar == "NAME":
                offered = option.type.shell_complete(click.Context(command), option, "")
                assert [item.value for item in offered], f"{name} {option.opts[0]}"


RUN = ["evaluate", "maximum", "phase", "radius", "table", "equation"]


@pytest.mark.parametrize("name", RUN)
def test_examples_do_what_they_say(name: str, folder: Path) -> None:
    for line in EXAMPLES[name]:
        code, out, err = call(*shlex.split(line.partition(" > ")[0])[1:])
        assert (code, err) == (0, "") and bool(out) != ("--out" in line), line
