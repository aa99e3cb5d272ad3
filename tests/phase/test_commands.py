"""`symcoh phase` and `symcoh maximum` as a user runs them."""

from __future__ import annotations

import contextlib
import io
import json
import signal
import subprocess
import sys

import pytest

from symcoh.cli.main import run

DIP = ("-N", "4", "--omega-a", "0.7", "--gamma", "0.3", "-J=-0.274")
FREE = ("-N", "4", "--omega-a", "0.7", "--gamma", "0.3")


def call(*words: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.raises(SystemExit) as stop:
        run(list(words))
    return int(str(stop.value.code)), out.getvalue(), err.getvalue()


def test_phase_json() -> None:
    code, out, err = call("phase", *DIP, "--format", "json")
    found = json.loads(out)
    assert (code, err) == (0, "") and out.count("\n") == 1
    assert found["phase"] == "ferromagnetic" and found["certified"] is True
    assert [(e["kind"], e["T"], e["C"]) for e in found["extrema"]] == [
        ("minimum", "0.033055822333809539085", "0.37402597851553565619"),
        ("maximum", "0.24678549084409831169", "0.50927439832274282332"),
    ]
    assert found["parameters"]["coupling"] == "-0.274"


def test_phase_page() -> None:
    code, out, _ = call("phase", *DIP, "--digits", "6")
    assert code == 0 and out == (
        "Ring of N = 4 sources: omega = 1, omega_a = 0.7, gamma = 0.3, J = -0.274\n"
        "\n"
        "Phase          ferromagnetic\n"
        "Ground energy  -1.60400  (exactly -401/250)\n"
        "Ground states  m = -4, 0 up-domains, degeneracy 1\n"
        "J_c            -0.275000  (exactly -11/40)\n"
        "C at T = 0     0.923077  (exactly 12/13)\n"
        "\n"
        "C(T) has 2 extrema at positive temperature (proved, none missing):\n"
        "  minimum  T = 0.0330558  C = 0.374026\n"
        "  maximum  T = 0.246785   C = 0.509274\n"
    )


def test_phase_pages_without_extrema() -> None:
    assert "it falls all the way (proved)" in call("phase", *FREE)[1]
    page = call("phase", "-N", "1", "--omega-a", "1", "--gamma", "0")[1]
    assert "none: one source" in page and "zero at every temperature" in page
    many = call("phase", "-N", "60", "--omega-a", "0.7", "--gamma", "0", "-J=-7/40")[1]
    assert "and 11 more" in many and many.count("degeneracy") == 20


def test_phase_refusals() -> None:
    code, out, err = call("phase", "-N", "1000", "--omega-a", "1", "--gamma", "1", "-J=-1")
    assert (code, out) == (3, "") and "400 sources" in err and err.count("\n") == 1
    assert call("phase", *DIP, "--digits", "0")[0] == 2
    assert call("phase", *DIP, "--format", "latex")[0] == 2
    assert call("phase", "-N", "4")[0] == 2


def test_maximum_of_one_model() -> None:
    assert call("maximum", *FREE, "-J=-0.4", "--digits", "6") == (0, "T = 0.540217  C = 0.239845\n", "")
    assert call("maximum", *FREE, "--digits", "6")[1] == "T = 0  C = 0.923077\n"
    assert call("maximum", *FREE, "--digits", "3", "--format", "csv")[1] == "T,C,T_radius,C_radius\n0,0.923,0,7.70e-5\n"


def test_maximum_over_a_grid() -> None:
    code, out, err = call("maximum", *FREE, "--over", "J=-0.4..-0.2:3", "--digits", "4")
    assert (code, err) == (0, "")
    assert out == "J = -0.4  T = 0.5402  C = 0.2398\nJ = -0.3  T = 0.3371  C = 0.4217\nJ = -0.2  T = 0  C = 0.9231\n"
    rows = call("maximum", *FREE, "--over", "omega=1,2", "--format", "csv", "--digits", "4")[1].splitlines()
    assert rows[0] == "omega,T,C,T_radius,C_radius" and [row.split(",")[0] for row in rows[1:]] == ["1", "2"]
    lines = call("maximum", "--omega-a", "0.7", "--gamma", "0.3", "-J=-0.3", "--over", "N=1..4:4", "--format", "json")[1].splitlines()
    found = [json.loads(line) for line in lines]
    assert [(each["N"], each["parameters"]["sources"]) for each in found] == [(str(n), str(n)) for n in range(1, 5)]
    assert [each["T"] == "0" for each in found] == [True, False, False, False]


@pytest.mark.parametrize(
    ("words", "match"),
    [
        (("--over", "J=0..1:3", "-J", "1"), "--over varies J, which -J/--coupling fixes"),
        (("--over", "N=1..2:3"), "--over varies N, which -N/--sources fixes"),
        (("--over", "T=0..1:3"), "--over must vary one of J, omega_a, gamma, omega, N"),
        (("--over", "omega=-1,1"), "--over must not be negative"),
        (("--over", "J=1..2"), "--over must end in :n"),
    ],
)
def test_maximum_refusals(words: tuple[str, ...], match: str) -> None:
    code, out, err = call("maximum", *FREE, *words)
    assert (code, out) == (2, "") and match in err and err.count("\n") == 1 and len(err) < 200


def test_a_fractional_number_of_sources() -> None:
    code, out, err = call("maximum", "--omega-a", "1", "--gamma", "1", "--over", "N=1..2:3")
    assert (code, out) == (2, "") and "--over must be a whole number" in err


def test_a_point_that_fails_is_named_and_the_lines_before_it_stay() -> None:
    code, out, err = call("maximum", "--omega-a", "1", "--gamma", "1", "-J=-1", "--over", "N=2,1000", "--digits", "3")
    assert code == 3 and out.startswith("N = 2  T = ") and out.count("\n") == 1 and "At N = 1000:" in err


def test_interrupted_lines_are_kept() -> None:
    words = ["maximum", *FREE, "--over", "J=-1..0:2000", "--digits", "5"]
    process = subprocess.Popen(
        [sys.executable, "-c", "from symcoh.cli.main import run; run()", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    first = process.stdout.readline()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=600)
    assert process.returncode == 130 and err == b"symcoh: Interrupted.\n"
    assert first.startswith(b"J = -1  T = ") and (out == b"" or out.endswith(b"\n"))


@pytest.mark.parametrize("name", ["phase", "maximum"])
def test_no_symbols_are_loaded(name: str) -> None:
    script = (
        f"import sys\nfrom symcoh.cli.main import run\ntry: run({[name, *DIP]!r})\n"
        "except SystemExit as stop: print(stop.code, 'sympy' in sys.modules, 'mpmath' in sys.modules, 'numpy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=600)
    assert done.stdout.splitlines()[-1] == "0 False False False"
