"""`symcoh derive`: the list, the three formats, options and refusals, and LaTeX that compiles."""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
import sys
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
import sympy as sp

from symcoh import derivation_registry as proofs
from symcoh.cli import derive
from symcoh.cli.main import run
from symcoh.errors import EnvironmentFailed
from symcoh.exact.symbols import NOMENCLATURE
from symcoh.latex.series import written

from .conftest import Run

NAMES = (
    "concavity-in-field", "critical-crossover", "degeneracy", "exact-coherence", "extra-extremum", "factorized-eigenvectors",
    "griffiths-monotonicity", "half-temperature",
    "high-temperature", "integral-representation", "large-gap", "lee-yang", "low-temperature",
    "many-sources", "monotone-in-N", "monotone-in-omega", "monotone-in-temperature", "monotonicity", "optimal-temperature",
    "oscillator-high-temperature", "phase-lines",
    "sector-weight", "sector-weight-recurrence", "small-gap", "strong-antiferromagnet", "strong-coupling", "strong-ferromagnet",
    "symmetric-sources", "uniform-high-temperature", "weak-coupling",
)  # fmt: skip
VALUES = ("--omega", "1", "--omega-a", "7/10", "--gamma", "0.3", "-J", "2/5")


def call(*words: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.raises(SystemExit) as stop:
        run(["derive", *words])
    return int(str(stop.value.code)), out.getvalue(), err.getvalue()


def data(*words: str) -> dict[str, object]:
    code, out, err = call(*words, "--format", "json")
    assert (code, err) == (0, "")
    found: dict[str, object] = json.loads(out)
    return found


def test_the_list() -> None:
    code, out, err = call()
    lines = out.splitlines()
    assert (code, err) == (0, "") and lines[0].split() == ["NAME", "EQUATIONS", "LIMIT", "VARIABLE", "TITLE"]
    assert [line.split()[0] for line in lines[1:]] == sorted(NAMES)
    (high,) = [line for line in lines if line.startswith("high-temperature")]
    assert "(42)" in high and "beta -> 0" in high
    found = json.loads(call("--format", "json")[1])
    assert [row["name"] for row in found] == sorted(NAMES)
    assert next(row for row in found if row["name"] == "high-temperature") == {
        "name": "high-temperature",
        "equations": ["42"],
        "limit": "beta -> 0",
        "variable": "beta",
        "title": "The coherence at high temperature, (42), to any order in beta",
    }


def test_json_of_a_series() -> None:
    found = data("high-temperature", "--order", "8")
    assert list(found) == ["derivation", "quantity", "variable", "terms", "remainder_power", "valid_for", "equations"]
    assert found["derivation"] == "high-temperature" and found["quantity"] == "coherence" and found["variable"] == "beta"
    assert found["remainder_power"] == "9" and found["valid_for"] == "N >= 7" and found["equations"] == ["42"]
    terms = found["terms"]
    assert isinstance(terms, list) and terms[0] == {"power": "2", "coefficient": "N*gamma*omega_a/2"}
    assert [term["power"] for term in terms] == [str(p) for p in range(2, 9)]
    names = {row.name: sp.Symbol(row.name) for row in NOMENCLATURE if row.assumptions}
    for term in terms:
        assert {s.name for s in sp.sympify(term["coefficient"], names).free_symbols} <= {"N", "omega", "omega_a", "gamma", "J"}


def test_json_with_numbers() -> None:
    found = data("high-temperature", "--order", "3", "-N", "5", *VALUES)
    assert found["terms"] == [{"power": "2", "coefficient": "21/40"}, {"power": "3", "coefficient": "21/50"}]
    assert found["valid_for"] == "N = 5"
    assert data("high-temperature", "--order", "3", "-N", "5", *VALUES[:-2], "-J=2/5") == found
    uniform = data("uniform-high-temperature", "--order", "2", "-N", "2", "-K", "0", *VALUES[:-2])
    assert uniform["terms"] == [{"power": "2", "coefficient": "21/100"}]
    gap = data("small-gap", "--order", "1", "-N", "1", "--omega", "0", "--beta", "2", "--gamma", "1", "-J", "0")
    assert gap["terms"] == [{"power": "1", "coefficient": "sinh(2)/cosh(2)"}] and gap["remainder_power"] == "3"


def test_json_without_a_series() -> None:
    found = data("degeneracy")
    assert list(found) == ["derivation", "statement", "steps", "remainder_power", "equations"]
    assert found["remainder_power"] is None and "(N/n)" in str(found["statement"])
    steps = found["steps"]
    assert isinstance(steps, list) and set(steps[0]) == {"claim", "because", "check", "outcome"}


def test_text_shows_every_step() -> None:
    code, out, _ = call("high-temperature", "--order", "4", "-N", "4", "--gamma", "1")
    assert code == 0 and out.startswith("high-temperature  (42)\n\nClaim\n")
    sections = [line for line in out.splitlines() if line and not line.startswith(" ")]
    assert sections[1:] == ["Claim", "Assumptions", "Steps", "Series"]
    assert out.count("\n     Why: ") == out.count("\n     Checked by ") >= 8
    assert "  coherence = 2*omega_a * beta**2\n    + 4*J*omega_a * beta**3\n" in out
    assert out.endswith("    + O(beta**5)\n  valid for N = 4\n")


def test_signs_in_text() -> None:
    out = call("high-temperature", "--order", "4", *VALUES[:-2], "-J", "-1", "-N", "3")[1]
    assert " * beta**2\n    - 63/100 * beta**3\n" in out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("high-temprature",), "NAME is 'high-temprature', no derivation: did you mean high-temperature?"),
        (("xyz",), "NAME is 'xyz', no derivation: see `symcoh derive`."),
        (("--order", "3"), "NAME is required with --order: `symcoh derive` alone lists the names."),
        (("--format", "latex"), "--format must be one of text, json, but is 'latex'."),
        (("high-temperature", "--format", "html"), "--format must be one of text, latex, json, but is 'html'."),
        (("high-temperature", "--order", "1"), "--order must be a whole number from 2 to 24, but is 1."),
        (("high-temperature", "--order", "x"), "--order must be a whole number of at least 0, but is 'x'."),
        (("high-temperature", "--order", "9" * 30), "--order must be a whole number from 2 to 24, but is 9"),
        (("high-temperature", "-N", "0"), "-N/--sources must be a whole number of at least 1, but is '0'."),
        (("high-temperature", "--beta", "1"), "--beta is the variable of this series: leave it out."),
        (("high-temperature", "-K", "1"), "-K/--reduced-coupling is no parameter of high-temperature: leave it out."),
        (("degeneracy", "--order", "4"), "--order is no parameter of degeneracy: leave it out."),
        (("uniform-high-temperature", "-J", "1"), "-J/--coupling is not fixed here"),
        (("high-temperature", "--omega=-1"), "--omega must not be negative, but is '-1'."),
        (("high-temperature", "--gamma", "1/0"), "--gamma"),
        (("high-temperature", "--gamma", "1", "--gamma", "2"), "--gamma is given twice"),
        (("high-temperature", "--temperature", "1"), "--temperature is not an option"),
    ],
)
def test_bad_input_is_one_sentence(words: tuple[str, ...], sentence: str) -> None:
    code, out, err = call(*words)
    assert (code, out) == (2, "")
    assert err.startswith(f"symcoh: {sentence}") and err.count("\n") == 1


def test_failed_check_is_exit_1(monkeypatch: pytest.MonkeyPatch) -> None:
    from derivations import high_temperature

    right = high_temperature.coefficients_of
    monkeypatch.setattr(
        high_temperature, "coefficients_of", lambda given, length: [c * (1 + p // 4) for p, c in enumerate(right(given, length))]
    )
    code, out, err = call("high-temperature", "--order", "4")
    assert (code, out) == (1, "") and err.count("\n") == 1


def test_broken_package_is_exit_4(monkeypatch: pytest.MonkeyPatch) -> None:
    point = EntryPoint("gone", "derivations.no_such_file:derive", proofs.GROUP)
    monkeypatch.setattr(proofs, "entry_points", lambda group: [point])
    assert call("gone")[::2] == (4, "symcoh: The derivation gone cannot be loaded (ModuleNotFoundError): reinstall its package.\n")
    with pytest.raises(EnvironmentFailed):
        proofs.loaded(point)


def test_integers_of_more_than_4300_digits() -> None:
    before = sys.get_int_max_str_digits()
    found = data("high-temperature", "--order", "2", "--gamma", "1e-5000", "--omega", "0", "--omega-a", "1", "-J", "0", "-N", "2")
    assert sys.get_int_max_str_digits() == before
    terms = found["terms"]
    assert isinstance(terms, list) and terms[0]["coefficient"] == "1/1" + "0" * 5000


def test_output_that_cannot_hold_greek(monkeypatch: pytest.MonkeyPatch) -> None:
    class Narrow(io.StringIO):
        encoding = "ascii"

    monkeypatch.setattr(sys, "stdout", Narrow())
    assert derive.printable("Σ_m W_m") == "\\u03a3_m W_m"


def test_long_coefficients_are_broken() -> None:
    from derivations import high_temperature

    expansion = high_temperature.derive(order=8).expansion
    assert expansion is not None
    lines = written(expansion).lines
    terms = 8  # from the second power to the eighth, and what is left out
    assert len(lines) > terms and max(map(len, lines)) < 200
    assert lines[-1] == r"+O\left(\beta^{9}\right)"
    assert all(
        sum(line.count(b) for line in lines) == sum(line.count(e) for line in lines) for b, e in ((r"\Bigl[", r"\Bigr]"), ("{", "}"))
    )


ALONE = ("high-temperature", "phase-lines", "strong-antiferromagnet")
"""Compiled as documents of their own in the gate too; all of them are by `make soak`, and by the test of `symcoh reproduce`."""


@pytest.mark.external("pdflatex")
@pytest.mark.parametrize("name", [pytest.param(name, marks=[pytest.mark.slow] * (name not in ALONE)) for name in NAMES])
def test_latex_compiles(name: str, tmp_path: Path) -> None:
    parity = ["--parity", "odd"] if name == "strong-antiferromagnet" else []
    code, out, _ = call(name, *parity, "--format", "latex")
    assert code == 0 and "U+" not in out
    (tmp_path / "d.tex").write_text(out, encoding="utf-8")
    compiled = subprocess.run(
        ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "d.tex"], cwd=tmp_path, capture_output=True, timeout=600
    )
    assert compiled.returncode == 0, compiled.stdout.decode(errors="replace")[-2000:]


def test_as_a_user_does(symcoh: Run) -> None:
    done = symcoh("derive", "sector-weight-recurrence", "--format", "json")
    assert (done.returncode, done.stderr) == (0, b"") and json.loads(done.stdout)["derivation"] == "sector-weight-recurrence"


def test_help_loads_no_sympy() -> None:
    code = "import sys\nfrom symcoh.cli.main import run\ntry: run(['derive', '--help'])\nfinally: assert 'sympy' not in sys.modules"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=600)
    assert done.returncode == 0 and b"--order" in done.stdout


def test_quantities_and_powers_of_the_inverse_temperature(symcoh: Run) -> None:
    done = symcoh("derive", "high-temperature", "--quantity", "energy", "--variable", "T", "--order", "2", "--format", "json")
    data = json.loads(done.stdout)
    assert (data["quantity"], data["variable"], data["remainder_power"], data["valid_for"]) == ("energy", "1/T", "3", "N >= 4")
    assert [term["power"] for term in data["terms"]] == ["1", "2"] and data["terms"][1][
        "coefficient"
    ] == "3*J*N*(-4*gamma**2 - omega_a**2)/4"
    for words, sentence in (
        (("small-gap", "--quantity", "energy"), b"--quantity is no parameter of small-gap"),
        (("high-temperature", "--quantity", "purity"), b"--quantity must be one of coherence, "),
        (("high-temperature", "--variable", "beta2"), b"--variable must be one of beta, T"),
        (
            ("high-temperature", "--variable", "T", "--bound", "--at", "beta=1"),
            b"--bound is known for the coherence in powers of beta alone",
        ),
        (("strong-coupling", "--bound", "--at", "gamma=100", "-N", "1000000"), b"-N/--sources must be at most 100000 for a proved"),
    ):
        refused = symcoh("derive", *words)
        assert refused.returncode == 2 and refused.stdout == b"" and sentence in refused.stderr, words
    same = symcoh("derive", "small-gap", "--quantity", "coherence", "--order", "1", "-N", "1", "--format", "json")
    assert json.loads(same.stdout)["quantity"] == "coherence"
