"""No command line reaches a bug: one sentence or an answer, in time, and nothing left behind by what is refused."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from fuzz import commands, running, systems
from fuzz.__main__ import outcomes
from fuzz.commands import Line
from reliability.sampling import SOAK

SMALL = 120
"""Lines in the gate, of a seed of their own."""

MANY, CHUNK = 5000, 500
QUICK = (commands._evaluate, commands._phase, commands._table, commands._maximum, commands._equation, commands._broken)  # without SymPy
DRIVER = "from symcoh.cli.main import run; run()"
PLAIN = ("evaluate", "coherence", "-N", "3", "--omega-a", "7/10", "--gamma", "3/10", "--beta", "1")


def forever(*_: object) -> None:
    """What is interrupted between two steps."""
    while True:
        pass


def test_a_few_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """The quick commands in the gate, with less patience."""
    monkeypatch.setattr("symcoh.phase.shape.MOST_EFFORT", 0.5)
    monkeypatch.setattr("symcoh.numeric.mpmath.backend.PATIENCE", 0.3)
    faults = []
    for index in range(SMALL):
        random = Random(f"gate:{index}")
        chosen = random.choice(QUICK)(random)
        faults += [str(found)] if (found := running.run(chosen)).faults else []
    assert not faults, "\n".join(faults)


@pytest.mark.slow
@pytest.mark.skipif(SOAK < 10, reason="five thousand lines belong to `make soak`")
@pytest.mark.parametrize("chunk", range(MANY // CHUNK))
def test_five_thousand_lines(chunk: int, tmp_path: Path) -> None:
    """In a process of its own, so that one that is killed names the line at work; memory is bounded."""
    journal = tmp_path / "journal"
    limited = "import resource, fuzz.__main__ as f; resource.setrlimit(resource.RLIMIT_AS, (6 * 2**30,) * 2); "
    limited += f"raise SystemExit(f.main('soak', {CHUNK}, {chunk * CHUNK}))"
    environment = os.environ | {"FUZZ_JOURNAL": str(journal)}
    done = subprocess.run([sys.executable, "-c", limited], cwd=Path(__file__).parents[1], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, f"{done.stdout[-20_000:]}\n{done.stderr[-2000:]}\nat work: {journal.read_text()[:2000]}"


def test_a_line_is_the_same_whenever_it_is_drawn() -> None:
    """So that a fault can be replayed by its seed and number."""
    assert [commands.line(Random(f"s:{i}")) for i in range(50)] == [commands.line(Random(f"s:{i}")) for i in range(50)]
    assert next(outcomes("s", range(7, 8)))[1].line == commands.line(Random("s:7"))


def test_every_command_and_option_is_drawn() -> None:
    words = {word.partition("=")[0] for i in range(3000) for word in commands.line(Random(f"all:{i}")).words}
    from symcoh.cli.main import COMMANDS

    assert set(COMMANDS) <= words
    assert {"radius", "--bound", "--at", "--store", "--workers", "--quantity"} <= words
    assert {"--route", "--decimals", "-q", "--model", "--coupling-xy", *systems.NAMES, *systems.QUANTITIES} <= words
    files = [text for i in range(3000) for text in commands.line(Random(f"all:{i}")).files.values()]
    assert all(any(f'system = "{name}"' in text for text in files) for name in systems.FILED)
    assert {"--budget", "--max-precision", "--regime", "--backend", "--over", "--for", "--log", "--out", "--limit", "--hold"} <= words


@pytest.mark.parametrize(
    ("fault", "broken"),
    [
        ("internal error", lambda *_: 1 / 0),
        ("SystemExit escaped", lambda *_: sys.exit(7)),
        ("no answer in 0 CPU-s", forever),
        ("left behind", lambda *_: (Path("left").write_text(""), sys.stderr.write("symcoh: no.\n"), 2)[-1]),
        ("not one sentence", lambda *_: (sys.stderr.write("symcoh: a\nb\n"), 3)[-1]),
        ("printed before it refused", lambda *_: (sys.stdout.write("1\n"), sys.stderr.write("symcoh: no.\n"), 2)[-1]),
        ("nan printed", lambda *_: (sys.stdout.write("nan\n"), 0)[-1]),
    ],
)
def test_the_watch_sees(fault: str, broken: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each kind of fault, planted."""
    place = "symcoh.cli.main._call" if fault == "internal error" else "fuzz.running._exit_code"
    monkeypatch.setattr(place, broken)
    found = running.run(Line(words=PLAIN, seconds=0.2))
    assert any(fault in text for text in found.faults), found
    assert "symcoh evaluate coherence -N 3" in str(found)


@pytest.mark.parametrize("shape", ["text", "json"])
def test_more_sources_than_python_writes(shape: str) -> None:
    words = ("phase", "-N", "9" * 5000, "--omega-a", "1", "--gamma", "1", "--format", shape)
    found = running.run(Line(words=words))
    assert not found.faults and found.code == 0, found


@pytest.mark.parametrize("words", [PLAIN, (*PLAIN[:-1], "nan"), ("table", "spec.toml"), ("--help",)])
@pytest.mark.parametrize("stream", [">&-", ">/dev/full", "<&-", "| true", "2>/dev/full"])
def test_streams(words: tuple[str, ...], stream: str, tmp_path: Path) -> None:
    """Closed, full and deaf streams: a code of ours, no traceback, no new file."""
    (tmp_path / "spec.toml").write_text(
        'quantities = ["coherence"]\n[fixed]\nsources = 2\nomega_a = 1\ngamma = 1\n[over]\nbeta = [1, 2]\n', encoding="utf-8"
    )
    script = f'"$0" -c "{DRIVER}" "$@" {stream}; exit ${{PIPESTATUS[0]}}'
    done = subprocess.run(["bash", "-c", script, sys.executable, *words], cwd=tmp_path, capture_output=True, timeout=600, check=False)
    expected = {">&-": 0, "| true": 0, "<&-": 0, ">/dev/full": 4, "2>/dev/full": 0}[stream]
    assert done.returncode == (2 if "nan" in words else expected)
    assert b"Traceback" not in done.stdout + done.stderr and b"Internal" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["spec.toml"]


def test_found_by_the_fuzz() -> None:
    """Lines that once ended in an internal error or in no answer."""
    for words in (
        (
            "evaluate",
            "free-energy",
            "--gamma",
            "exp(-3)",
            "--omega",
            "1e1940",
            "-J=7/10",
            "-N",
            "1" + "0" * 400,
            "--omega-a=sqrt(2)/3",
            "-T=1/10",
        ),
        ("maximum", "-N=60", "--omega-a=-1e200", "--coupling", "3/10", "--gamma", "2**(1/3)", "--omega", "sqrt(2)/3"),
        ("phase", "-N=5", "--gamma", "0.7", "--omega-a", "-exp(7e5)", "--coupling", "sqrt(2)/3"),
        ("derive", "low-temperature", "--bound", "--at=beta=1e5000", "--omega=3/10", "--omega-a=1", "--gamma=0.7", "-J=1e200", "-N=6"),
    ):
        found = running.run(Line(words=words, seconds=60))  # against hanging: a slow machine takes longer
        assert not found.faults and found.code in (0, 3), found


def test_a_long_size_is_not_repeated() -> None:
    words = ("radius", "weak-coupling", "--omega=1", "--omega-a=1", "-J=1", "--beta=1", "-N=" + "9" * 400)
    found = running.run(Line(words=words))
    assert found.code == 2 and not found.faults and "an integer of 1329 bits" in found.error, found
