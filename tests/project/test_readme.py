"""Every command and every line of Python in README.md and docs/ runs and prints what is written there.

A ```console block holds `$ ` commands (a trailing backslash continues one) and, below each, exactly what it prints,
errors included. A ```python block is a session with `>>> ` prompts, or plain code. The blocks of one page share one
directory and one namespace. A ```sh block sets things up and is not run; wherever `make` appears it is asked whether
it knows the target.
"""

from __future__ import annotations

import doctest
import io
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

from symcoh.cli.main import run

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *(page for folder in ("", "theory", "systems") for page in sorted((ROOT / "docs" / folder).glob("*.md")))]
BLOCK = re.compile(r"^(?P<indent> *)```(?P<language>[a-z]+)\n(?P<text>.*?)^(?P=indent)```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Block:
    """A fenced block and the line it starts at."""

    language: str
    text: str
    line: int


def blocks(page: str) -> Iterator[Block]:
    """The fenced blocks of a Markdown page."""
    for match in BLOCK.finditer(page):
        indent = match["indent"]
        text = "".join(line.removeprefix(indent) for line in match["text"].splitlines(keepends=True))
        yield Block(language=match["language"], text=text, line=page.count("\n", 0, match.start()) + 2)


def commands(text: str) -> Iterator[tuple[str, str]]:
    """Each command of a console block with what it prints."""
    command, printed, continued = "", "", False
    for line in text.splitlines(keepends=True):
        if continued or line.startswith("$ "):
            if not continued:
                if command:
                    yield command, printed
                command, printed = "", ""
            command += line.removeprefix("$ ")
            continued = line.endswith("\\\n")
        else:
            assert command, f"a console block must open with `$ `, not with {line!r}"
            printed += line
    yield command, printed


def is_make(command: str) -> bool:
    """Whether a command is a make, whose target must then exist."""
    program, *arguments = command.split("#")[0].split() or [""]
    if program == "make":
        subprocess.run(["make", "-n", *arguments], cwd=ROOT, env={**os.environ, "MAKEFLAGS": ""}, capture_output=True, check=True)
    return program == "make"


def plain_words(command: str) -> list[str]:
    """The words of a command that asks nothing of a shell but quotes; of any other, none."""
    command = command.replace("\\\n", "")
    words = shlex.split(command)
    split = list(shlex.shlex(command, posix=True, punctuation_chars=True))
    return [] if "$" in command or "`" in command or any(not set(word) - set("();<>|&") for word in split if word) else words


def execute(command: str, directory: Path, environment: dict[str, str]) -> str:
    """What a command prints, errors included; make apart."""
    if is_make(command):
        return ""
    program, *words = plain_words(command) or [""]
    if program == "symcoh":
        printed = io.StringIO()
        with redirect_stdout(printed), redirect_stderr(printed), pytest.raises(SystemExit):
            run(words)
        return printed.getvalue()
    done = subprocess.run(
        ["bash", "-c", command], cwd=directory, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    assert done.returncode != 127, done.stdout
    return done.stdout


def check(block: Block, name: str, directory: Path, environment: dict[str, str], namespace: dict[str, object]) -> None:
    """Run one block and compare."""
    if block.language == "console":
        for command, printed in commands(block.text):
            assert execute(command, directory, environment) == printed, f"{name}, block at line {block.line}: $ {command}"
    elif block.language == "sh":
        for command in block.text.splitlines():
            is_make(command)
    elif block.language in ("python", "pycon"):
        if ">>> " in block.text:
            runner = doctest.DocTestRunner(verbose=False)
            test = doctest.DocTestParser().get_doctest(block.text, namespace, name, name, block.line)
            report: list[str] = []
            runner.run(test, out=report.append, clear_globs=False)
            namespace.update(test.globs)
            assert not report, "".join(report)
        else:
            exec(compile(block.text, f"{name}:{block.line}", "exec"), namespace)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_says_what_happens(page: Path, tmp_path: Path, clean_environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    programs = os.pathsep.join([str(Path(sys.executable).parent), clean_environment["PATH"]])
    namespace: dict[str, object] = {"__name__": "__main__"}
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    for name in ("COLUMNS", "LINES", "SYMCOH_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    for block in blocks(page.read_text(encoding="utf-8")):
        check(block, page.name, tmp_path, clean_environment | {"PATH": programs}, namespace)


def test_there_is_a_readme_with_something_to_run() -> None:
    languages = [block.language for block in blocks((ROOT / "README.md").read_text(encoding="utf-8"))]
    assert "console" in languages
    assert {"python", "pycon"} & set(languages)


def test_what_needs_a_shell() -> None:
    assert plain_words('symcoh check "N*(1 + 2)" -J=-1 \\\n  --limit "T -> oo"') == [
        "symcoh",
        "check",
        "N*(1 + 2)",
        "-J=-1",
        "--limit",
        "T -> oo",
    ]
    for command in ("symcoh | tail", "symcoh -h; echo 1", "symcoh 2> x", 'echo "$?"', "symcoh && true", "symcoh `x`"):
        assert plain_words(command) == [], command


def test_the_executor_sees_a_wrong_output(tmp_path: Path, clean_environment: dict[str, str]) -> None:
    page = "text\n```console\n$ echo 1 \\\n  2\n1 2\n$ echo 3\n4\n```\n\n```python\n>>> 1 + 1\n3\n```\n"
    wrong = list(blocks(page))
    assert [block.line for block in wrong] == [3, 11]
    for block in wrong:
        with pytest.raises(AssertionError, match=r"echo 3|Expected"):
            check(block, "page", tmp_path, clean_environment, {})
