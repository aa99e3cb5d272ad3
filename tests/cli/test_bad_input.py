"""Every bad input: one sentence naming the option, exit 2, nothing on stdout, nothing written, no SymPy."""

from __future__ import annotations

import contextlib
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from symcoh.cli.main import run

DATA = json.loads((Path(__file__).parents[1] / "data" / "bad_inputs.json").read_text(encoding="utf-8"))
GOOD = {"--sources": "4", "--omega-a": "7/10", "--gamma": "3/10", "--beta": "1"}
SPELLED = {"-J": "-J/--coupling", "--sources": "-N/--sources"}


def spelled_out(value: Any) -> str:
    return value if isinstance(value, str) else "".join(text * times for text, times in value["pieces"])


def cases() -> list[tuple[str, str]]:
    single = [(option, spelled_out(value)) for option in ("--beta", "--sources", "--digits") for value in DATA[option]]
    return single + [(option, value) for option, value in DATA["others"]]


def arguments(option: str, value: str) -> list[str]:
    given = GOOD | {option: value}
    return ["evaluate", "coherence", *(word for pair in given.items() for word in pair)]


def call(words: list[str]) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.raises(SystemExit) as stop:
        run(words)
    return int(str(stop.value.code)), out.getvalue(), err.getvalue()


def test_all_entries_are_there() -> None:
    assert len(DATA["--beta"]) == 59 and len(cases()) == 59 + 12 + 7 + 8


@pytest.mark.parametrize(("option", "value"), cases(), ids=lambda text: ascii(text)[:30])
def test_bad_value(option: str, value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = call(arguments(option, value))
    assert code == 2
    assert out == ""
    assert err.count("\n") == 1 and len(err) < 200 and err.isascii()
    assert SPELLED.get(option, option) in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("option", ["--beta", "--digits", "--omega", "--omega-a", "--gamma", "-J"])
@pytest.mark.parametrize("value", ["9**9**9", "2**2**2**2**2**2**2", "1" * 1_000_000, "(" * 10_000, "exp(" * 99 + "1" + ")" * 99])
def test_enormous_text(option: str, value: str) -> None:
    code, out, err = call(arguments(option, value))
    assert (code, out) == (2, "") and SPELLED.get(option, option) in err and len(err) < 200


@pytest.mark.parametrize(
    ("words", "match"),
    [
        (["evaluate", "coherence", "--fromat", "json"], "--fromat is not an option: did you mean --format?"),
        (["evaluate", "coherense", "-N", "3"], "did you mean coherence"),
        (["evaluate"], "QUANTITY is required"),
        (["evalute"], "evalute"),
        (["evaluate", "coherence", "--beta"], "--beta"),
        (arguments("--beta", "1") + ["-T", "1"], "--beta and -T/--temperature"),
        (arguments("--beta", "1")[:-2], "--beta and -T/--temperature"),
        (arguments("--beta", "1") + ["--beta", "2"], "--beta is given twice, as '1' and '2'"),
        (arguments("--omega-a", "1") + ["surplus"], "surplus"),
        (["evaluate", "coherence", "-N", "3", "--beta", "1", "--gamma", "1"], "--omega-a is required"),
        (["evaluate", "coherence", "--omega-a", "3", "--beta", "1", "--gamma", "1"], "-N/--sources is required"),
        (arguments("--beta", "1") + ["--budget", "0"], "--budget"),
        (arguments("--beta", "1") + ["--max-precision", "1"], "--max-precision"),
        (["evaluate", "free-energy", *arguments("--beta", "0")[2:]], "free-energy does not exist at beta = 0"),
        (["evaluate", "partition-function", *arguments("--beta", "oo")[2:]], "does not exist at T = 0"),
        (["evaluate", "log-partition-function", *arguments("--beta", "oo")[2:]], "does not exist at T = 0"),
        (arguments("-T", "oo")[:-4] + ["-T", "oo"], "-T/--temperature"),
        (["evaluate", "coherence", "--beta", "\udcff", "-N", "3", "--gamma", "1", "--omega-a", "1"], "--beta"),
        (["evaluate", "\udcffx", "-N", "3"], "QUANTITY"),
    ],
)
def test_bad_call(words: list[str], match: str) -> None:
    code, out, err = call(words)
    assert (code, out) == (2, "")
    assert match in err and err.count("\n") == 1 and len(err) < 200


def test_nothing_loads_sympy() -> None:
    """The refusals above ran in this process only if SymPy stayed out of their way."""
    import subprocess

    script = (
        "import sys\nfrom symcoh.cli.main import run\n"
        "try: run(['evaluate', 'coherence', '-N', '3', '--omega-a', '1', '--gamma', '1', '--beta', '9**9**9'])\n"
        "except SystemExit as stop: print(stop.code, 'sympy' in sys.modules, 'numpy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=600)
    assert done.stdout == "2 False False\n"
