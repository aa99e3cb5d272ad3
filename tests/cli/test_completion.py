"""What shells complete: bash itself is driven, zsh and fish through the words of their scripts."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from symcoh.cli.main import COMMANDS
from symcoh.cli.words import equations, steps
from symcoh.derivation_registry import installed
from symcoh.figures.paper import NAMES
from symcoh.ledger import entries
from symcoh.observables import LIMITS, OBSERVABLES, SHARED

from .conftest import DRIVER

PROGRAM = f"#!{sys.executable}\n{DRIVER}\n"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A PATH whose `symcoh` is ours."""
    program = tmp_path / "bin" / "symcoh"
    program.parent.mkdir()
    program.write_text(PROGRAM)
    program.chmod(0o755)
    return os.environ | {"PATH": f"{program.parent}:{os.environ['PATH']}", "PS1": "ready> ", "TERM": "dumb", "HOME": str(tmp_path)}


BASH = """
eval "$(_SYMCOH_COMPLETE=bash_source symcoh)"
compopt() { echo "$2" >&2; }
while IFS= read -r line; do
    COMP_LINE=$line COMP_POINT=${#line} COMP_CWORD=0
    _symcoh_completion symcoh
    (IFS=,; echo "${COMPREPLY[*]}")
done
"""

ASKED = {
    "symcoh ": ",".join(COMMANDS),
    "symcoh eva": "evaluate",
    "symcoh evaluate ": ",".join((*OBSERVABLES, *SHARED, *LIMITS)),
    "symcoh evaluate heat": "heat-capacity",
    "symcoh evaluate coherence --ome": "--omega,--omega-a",
    "symcoh evaluate coherence --format ": "text,json,latex",
    "symcoh evaluate coherence --beta=1 --format=j": "json",
    "symcoh evaluate coherence -N 3 --beta ": "oo",
    "symcoh phase --sources-model r": "ring",
    "symcoh derive weak": "weak-coupling",
    "symcoh derive weak-coupling --par": "--parity",
    "symcoh derive strong-antiferromagnet --parity ": "odd,even",
    "symcoh equation 27": "27,27a,27b",
    "symcoh figure ": ",".join(NAMES),
    "symcoh plot coherence --over ome": "omega_a=,omega=",
    "symcoh plot coherence --over T=": "",
    "symcoh plot coherence --over T=0.1..2:9 --lo": "--log",
    "symcoh sweep ": "export,repair,run,status,verify",
    "symcoh sweep export x.db --format ": "csv,json,latex,parquet",
}


def test_bash(environment: dict[str, str]) -> None:
    text = "".join(f"{line}\n" for line in [*ASKED, "symcoh derive ", "symcoh table ", "symcoh ledger --out "])
    done = subprocess.run(["bash", "--norc", "-c", BASH], env=environment, input=text, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0
    answers = done.stdout.splitlines()
    assert dict(zip(ASKED, answers, strict=False)) == ASKED
    assert set(answers[-3].split(",")) == set(installed()) and answers[-2:] == ["", ""]
    # A grid is gone on with, a file and a directory are bash's own.
    assert done.stderr.splitlines() == ["nospace", "default", "dirnames"]


def test_the_tab_key(environment: dict[str, str]) -> None:
    """In an interactive bash: a command, an option, and a value behind the equals sign."""
    child, terminal = pty.fork()
    if child == 0:
        os.execvpe("bash", ["bash", "--norc", "--noprofile", "-i"], environment)
    seen = ""

    def until(wanted: str) -> None:
        nonlocal seen
        deadline = time.monotonic() + 120
        while wanted not in seen and time.monotonic() < deadline:
            if select.select([terminal], [], [], 1)[0]:
                seen += os.read(terminal, 4096).decode(errors="replace")
        assert wanted in seen, seen
        seen = seen.partition(wanted)[2]

    try:
        until("ready> ")
        os.write(terminal, b'eval "$(_SYMCOH_COMPLETE=bash_source symcoh)"; echo loa""ded\n')
        until("loaded")
        until("ready> ")
        os.write(terminal, b"symcoh eval\t")
        until("symcoh evaluate ")
        os.write(terminal, b"coher\t")
        os.write(terminal, b"\x01\x0b")  # to the start of the line, and cut
        os.write(terminal, b"echo symcoh plot energy --over bet\t1,2\n")
        until("symcoh plot energy --over bet")
    finally:
        os.close(terminal)
        os.waitpid(child, 0)


@pytest.mark.parametrize(
    ("shell", "words", "place", "answer"),
    [
        ("zsh", "symcoh derive large", "2", "plain\nlarge-gap\n_\n"),
        ("zsh", "symcoh evaluate pur", "2", "plain\npurity\n_\n"),
        ("zsh", "symcoh plot energy --log=x", "3", "plain\nx\n_\nplain\nxy\n_\n"),
        ("fish", "symcoh derive large", "large", "plain,large-gap\n"),
        ("fish", "symcoh figure 3", "3", "plain,3a\nplain,3b\nplain,3c\nplain,3d\n"),
        ("fish", "symcoh sweep ver", "ver", "plain,verify\tRecompute a sample of the rows, or all, in another way.\n"),
    ],
)
def test_the_other_shells(environment: dict[str, str], shell: str, words: str, place: str, answer: str) -> None:
    source = subprocess.run(
        ["symcoh"], env=environment | {"_SYMCOH_COMPLETE": f"{shell}_source"}, capture_output=True, text=True, timeout=600
    )
    assert source.returncode == 0 and f"_SYMCOH_COMPLETE={shell}_complete" in source.stdout and "Usage" not in source.stdout
    assert shell != "zsh" or "suffix=(-S '')" in source.stdout
    asked = environment | {"_SYMCOH_COMPLETE": f"{shell}_complete", "COMP_WORDS": words, "COMP_CWORD": place}
    done = subprocess.run(["symcoh"], env=asked, capture_output=True, text=True, timeout=600)
    assert (done.returncode, done.stdout, done.stderr) == (0, answer, "")


def test_every_equation_and_step_is_offered() -> None:
    offered = equations()
    assert {entry.number for entry in entries()} < set(offered) and len(set(offered)) == len(offered)
    assert set(offered) - {entry.number for entry in entries()} == {"21", "27", "70"}
    assert {"reference", "figures", "figure-3a", "derivation-large-gap", "document"} <= set(steps())


def test_another_shell_is_refused(environment: dict[str, str]) -> None:
    done = subprocess.run(["symcoh"], env=environment | {"_SYMCOH_COMPLETE": "tcsh_source"}, capture_output=True, text=True, timeout=600)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "symcoh: _SYMCOH_COMPLETE must be one of bash_source, zsh_source, fish_source, but is 'tcsh_source'.\n"
