"""`symcoh evaluate`: values, formats, exit codes, broken outputs."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from oracles import numbers, states
from symcoh import Model

from .conftest import DRIVER, Run

POINT = ("-N", "5", "--beta", "29/11", "--omega-a", "0.61", "--gamma", "0.33")
EXPECTED = Model(N=5, omega_a="0.61", gamma="0.33", J="-0.37")


def expected(quantity: str, digits: int) -> str:
    value = states.quantities(EXPECTED, "29/11", digits + 25, [quantity])[quantity]
    return numbers.rounded(value, digits)


@pytest.mark.parametrize("coupling", [("-J=-0.37",), ("-J", "-0.37"), ("-J-0.37",), ("--coupling=-0.37",), ("--coupling", "-37/100")])
def test_sixty_digits(symcoh: Run, coupling: tuple[str, ...]) -> None:
    done = symcoh("evaluate", "coherence", *POINT, *coupling, "--digits", "60")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == expected("coherence", 60) + "\n"


def test_same_flag_twice(symcoh: Run) -> None:
    done = symcoh("evaluate", "coherence", *POINT, "--digits", "5", "--digits", "5")
    assert done.returncode == 0 and len(done.stdout) == len("0.12345\n")


def test_json(symcoh: Run) -> None:
    done = symcoh("evaluate", "entropy", *POINT, "-J=-0.37", "--digits", "30", "--format", "json")
    found = json.loads(done.stdout)
    assert found["value"] == expected("entropy", 30)
    assert found["quantity"] == "entropy" and found["digits"] == 30 and found["certified"] is True and found["backend"] == "arb"
    assert found["parameters"] == {
        "sources": "5",
        "omega": "1",
        "omega_a": "0.61",
        "gamma": "0.33",
        "coupling": "-0.37",
        "beta": "29/11",
        "sources_model": "ring",
    }
    assert float(found["radius"]) <= 0.5 * 10.0 ** -(30 - 1) and {"24", "31"} <= set(found["equations"])
    assert found["version"]


def test_json_of_the_mpmath_backend(symcoh: Run) -> None:
    done = symcoh("evaluate", "coherence", "-N", "5", "-T", "11/29", *POINT[4:], "-J=-0.37", "--backend", "mpmath", "--format", "json")
    found = json.loads(done.stdout)
    assert found["certified"] is False and found["radius"] is None and found["parameters"]["temperature"] == "11/29"
    assert found["value"] == expected("coherence", 50)


def test_latex(symcoh: Run) -> None:
    done = symcoh("evaluate", "coherence", *POINT, "-J=-300", "-N", "5", "--digits", "3", "--format", "latex")
    assert done.stdout == b"$0.279$\n" or done.stdout.startswith(b"$0.")
    tiny = symcoh("evaluate", "coherence", "-N", "6", *POINT[2:], "-J=-300", "--digits", "3", "--format", "latex")
    assert tiny.stdout.startswith(b"$") and rb"\times10^{-" in tiny.stdout and tiny.stdout.endswith(b"}$\n")


@pytest.mark.parametrize("words", [("--digits", "10000"), ("--digits", "5000", "--backend", "mpmath")])
def test_many_digits(symcoh: Run, words: tuple[str, ...]) -> None:
    done = symcoh("evaluate", "coherence", "-N", "6", *POINT[2:], "-J=-0.37", *words)
    model = Model(N=6, omega_a="0.61", gamma="0.33", J="-0.37")
    digits = int(words[1])
    value = states.quantities(model, "29/11", digits + 30, ["coherence"])["coherence"]
    assert done.stdout.decode().strip() == numbers.rounded(value, digits)


def test_not_certified_is_exit_3(symcoh: Run) -> None:
    tie = ("-N", "1", "--omega", "4/5", "--omega-a", "1", "--gamma", "3/10", "--beta", "log(3)")
    done = symcoh("evaluate", "coherence", *tie, "--digits", "1")
    assert done.returncode == 3 and b"0.1 and 0.2" in done.stderr and done.stdout == b""
    assert symcoh("evaluate", "coherence", *tie, "--digits", "2").stdout == b"0.15\n"
    low = symcoh("evaluate", "coherence", *POINT, "--digits", "100", "--max-precision", "200")
    assert low.returncode == 3 and b"--max-precision" in low.stderr
    slow = symcoh("evaluate", "coherence", "-N", "3000000", *POINT[2:], "--budget", "1/2", "--regime", "sum")
    assert slow.returncode == 3 and b"--budget" in slow.stderr
    large = symcoh("evaluate", "coherence", "-N", str(10**18), *POINT[2:], "--regime", "sum")
    assert large.returncode == 3 and b"4000000" in large.stderr and b"leave out --route/--regime" in large.stderr
    same = [symcoh("evaluate", "coherence", *POINT, flag, "window", "--format", "json").stdout for flag in ("--route", "--regime")]
    assert same[0] == same[1] and json.loads(same[0])["route"] == "window"


def test_large_but_well_formed_input_is_accepted(symcoh: Run) -> None:
    long = "0." + "3" * 9_990
    done = symcoh("evaluate", "coherence", *POINT, f"-J={long}", "--digits", "20")
    assert done.returncode == 0 and len(done.stdout.strip()) == 22
    ground = symcoh(
        "evaluate", "coherence", "-N", str(10**18), "-T", "0", "--omega-a", "1", "--gamma", "1e-18", "-J=-1/100", "--digits", "5"
    )
    assert ground.stdout == b"0.89443\n"  # 2 N gamma / sqrt(1 + 4 N^2 gamma^2) = 2/sqrt(5) at N gamma = 1


def test_full_device_is_exit_4() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-c", DRIVER, "evaluate", "coherence", *POINT], stdout=full, stderr=subprocess.PIPE, timeout=600
        )
    assert done.returncode == 4 and done.stderr.count(b"\n") == 1


def test_output_directory_that_is_a_file(symcoh: Run, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine")
    done = symcoh("reproduce", "--out", "taken")
    assert done.returncode == 4 and b"--out" in done.stderr and done.stdout == b""
    assert (tmp_path / "taken").read_text() == "mine"


def test_closed_outputs_are_silent() -> None:
    command = f"{sys.executable} -c '{DRIVER}' evaluate coherence {' '.join(POINT)}"
    closed = subprocess.run(["bash", "-c", f"{command} >&-"], capture_output=True, timeout=600)
    assert (closed.returncode, closed.stderr) == (0, b"")
    reader, writer = os.pipe()
    os.close(reader)
    gone = subprocess.run(
        [sys.executable, "-c", DRIVER, "evaluate", "coherence", *POINT], stdout=writer, stderr=subprocess.PIPE, timeout=600
    )
    os.close(writer)
    assert (gone.returncode, gone.stderr) == (0, b"")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_signals(number: signal.Signals, code: int, tmp_path: Path) -> None:
    """Stopped after its first line of progress, the command says so in one line and leaves no half-written file."""
    process = subprocess.Popen([sys.executable, "-c", DRIVER, "reproduce"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stderr is not None and process.stderr.readline().startswith(b"1/")
    process.send_signal(number)
    out, err = process.communicate(timeout=600)
    assert (process.returncode, out) == (code, b"") and err.splitlines()[-1] in (b"symcoh: Interrupted.", b"symcoh: Terminated.")
    assert list((tmp_path / "out").iterdir()) == []


LOSING = """
import os, signal, sys, time
from symcoh.cli import main

class Destructor:
    def __del__(self):
        os.kill(os.getpid(), int(sys.argv[1]))
        time.sleep(0.1)

def call(arguments):
    Destructor()
    try:
        while True:
            time.sleep(0.01)
    finally:
        time.sleep(2.5)
        print("cleared up")

main._call = call
main.run([])
"""


@pytest.mark.parametrize(("number", "code", "said"), [(signal.SIGINT, 130, b"Interrupted."), (signal.SIGTERM, 143, b"Terminated.")])
def test_a_signal_that_is_dropped_comes_again(number: signal.Signals, code: int, said: bytes) -> None:
    """Raised in a destructor the exception is lost; the next one gets through, and leaves clearing up in peace."""
    done = subprocess.run([sys.executable, "-c", LOSING, str(int(number))], capture_output=True, timeout=600)
    assert (done.returncode, done.stdout, done.stderr) == (code, b"cleared up\n", b"symcoh: " + said + b"\n")


def test_version_and_help(symcoh: Run) -> None:
    assert symcoh("--version").stdout.startswith(b"symcoh 0.")
    for words in (("--help",), (), ("evaluate", "--help"), ("reproduce", "-h"), ("selftest", "--help")):
        done = symcoh(*words)
        assert done.returncode == 0 and b"Usage: symcoh" in done.stdout, words


def test_selftest_passes(symcoh: Run) -> None:
    done = symcoh("selftest")
    assert done.returncode == 0 and done.stdout.endswith(b"All checks passed.\n") and done.stdout.count(b" ok ") == 6


def test_help_lists_the_registry(symcoh: Run) -> None:
    from symcoh.observables import LIMITS, OBSERVABLES

    words = symcoh("evaluate", "--help").stdout.decode().replace("-\n  ", "-").split("QUANTITY: ")[1]
    assert all(name in words for name in OBSERVABLES | LIMITS) and len(OBSERVABLES) >= 18 and len(LIMITS) >= 7


def test_long_work_says_that_it_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    from symcoh import evaluate
    from symcoh.numeric import precision

    monkeypatch.setattr(precision, "REPORT_EVERY", 0.0)
    heard: list[str] = []
    evaluate(EXPECTED, "coherence", beta=1, progress=heard.append)
    assert heard and all("bits" in line for line in heard)


@pytest.mark.parametrize(
    "words",
    [("partition-function", "--beta", "1e5000"), ("target-entropy", "--beta", "1e5000"), ("coherence", "-J=-1e5000", "--beta", "1")],
)
def test_exponents_of_thousands_of_digits(words: tuple[str, ...], symcoh: Run) -> None:
    done = symcoh("evaluate", words[0], "-N", "6", "--omega-a", "7/10", "--gamma", "3/10", *words[1:], "--digits", "5", "--format", "json")
    assert done.returncode == 0 and len(json.loads(done.stdout)["value"]) > 4300


@pytest.mark.parametrize(
    "words", [("-T", "pi-3.14159265358979323846264338"), ("--beta", "1/(sqrt(2)-1.41421356237309504880168872420969807)")]
)
def test_a_temperature_that_is_a_small_difference(words: tuple[str, str], symcoh: Run) -> None:
    """Cold, so that the coherence is that of the ground state to 20 digits."""
    point = ("-N", "3", "--omega-a", "1", "--gamma", ".3", "--digits", "20")
    assert symcoh("evaluate", "coherence", *point, *words).stdout == symcoh("evaluate", "coherence", *point, "-T", "0").stdout != b""


def test_one_number_written_in_two_ways(symcoh: Run) -> None:
    done = symcoh("evaluate", "coherence", *POINT, "--omega", "1", "--omega", "1.0", "--digits", "5")
    assert done.returncode == 0 and len(done.stdout) == len("0.12345\n")


def test_a_surplus_argument_and_a_mistake_of_ours(symcoh: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    surplus = symcoh("phase", "more", *POINT[:2], *POINT[4:])
    assert surplus.returncode == 2 and surplus.stderr == b"symcoh: 'more' is one argument too many: see --help.\n"
    unknown = symcoh("evaluate", "coherence", "more", *POINT)
    assert unknown.returncode == 2 and unknown.stderr.startswith(b"symcoh: QUANTITY must be a known quantity, but is 'more'")
    script = "from symcoh.cli import main\nmain._call = lambda words: 1 / 0\nmain.run(['evaluate'])"
    broken = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, timeout=600, env={k: v for k, v in os.environ.items() if k != "SYMCOH_DEBUG"}
    )
    assert broken.returncode == 4 and broken.stderr == b"symcoh: Internal error (ZeroDivisionError): please report this command.\n"
