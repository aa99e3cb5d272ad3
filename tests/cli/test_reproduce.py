"""`symcoh reproduce`: everything it writes, what a second run keeps, and a run that is killed and started again."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import pty
import shutil
import signal
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from oracles import numbers, states
from reliability.sampling import SOAK
from symcoh import Model
from symcoh.cli.main import run
from symcoh.derivation_registry import installed
from symcoh.figures.paper import NAMES

from .conftest import DRIVER, Run

Reproduction = tuple[Path, "subprocess.CompletedProcess[str]"]
FIGURES = [f"figure-{name}" for name in NAMES]
SOME = [f"derivation-{name}" for name in ("degeneracy", "sector-weight", "sector-weight-recurrence", "strong-coupling")]
STEPS = ["reference", "ledger", *FIGURES, *(f"derivation-{name}" for name in installed()), "document"]


FEW_SAMPLES = 8
"""Enough to catch every wrong copy; in the gate tests/ledger attacks every equation in full, here it is the files that count."""


def reproduction(home: Path, *words: str) -> Reproduction:
    """The directory and the printed text of a program that must succeed."""
    few = f"import symcoh.reproduction.products as p; p.LEDGER_SAMPLES = {FEW_SAMPLES}; " if SOAK == 1 else ""
    command = [sys.executable, "-c", few + DRIVER, "reproduce", "--out", "deep/out", *words]
    done = subprocess.run(command, cwd=home, capture_output=True, text=True, timeout=500, check=False)
    assert done.returncode == 0, done.stderr
    return home / "deep" / "out", done


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Reproduction:
    """One whole reproduction, in this process, where the derivations may have been worked out already."""
    home, out, err = tmp_path_factory.mktemp("everything"), io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        patch.chdir(home)
        if SOAK == 1:
            patch.setattr("symcoh.reproduction.products.LEDGER_SAMPLES", FEW_SAMPLES)
        with pytest.raises(SystemExit) as stop:
            run(["reproduce", "--out", "deep/out"])
    assert not stop.value.code, err.getvalue()
    return home / "deep" / "out", subprocess.CompletedProcess([], 0, out.getvalue(), err.getvalue())


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Reproduction:
    """The reference table alone."""
    return reproduction(tmp_path_factory.mktemp("reference"), "--only", "reference")


@pytest.fixture(scope="module")
def some(tmp_path_factory: pytest.TempPathFactory) -> Reproduction:
    """A few derivations."""
    return reproduction(tmp_path_factory.mktemp("some"), "--only", ",".join(SOME))


def files(directory: Path) -> dict[str, bytes]:
    return {str(path.relative_to(directory)): path.read_bytes() for path in sorted(directory.rglob("*")) if path.is_file()}


def test_every_step_leaves_its_files(everything: Reproduction) -> None:
    directory, done = everything
    assert done.stderr.splitlines()[-len(STEPS) :] == [f"{k}/{len(STEPS)} {name}" for k, name in enumerate(STEPS, 1)]
    assert done.stdout.endswith(f"\n{len(STEPS)} steps in deep/out: {len(STEPS)} made, 0 there already and unchanged\n")
    assert done.stdout.startswith((directory / "coherence.txt").read_text())
    record = json.loads((directory / ".reproduce.json").read_text())["steps"]
    assert list(record) == STEPS
    made = {path: digest for step in record.values() for path, digest in step["files"].items()}
    found = {path: sha256(content).hexdigest() for path, content in files(directory).items() if path != ".reproduce.json"}
    assert made == found
    wanted = {"coherence.txt", "coherence.csv", "coherence.tex", "symcoh.tex"}
    wanted |= {"ledger.txt", "ledger.json", "formulary.html", "formulary.tex", "formulary.bib"}
    wanted |= {f"figures/{name}.{suffix}" for name in FIGURES for suffix in ("pdf", "svg")}
    wanted |= {f"derivations/{name}.tex" for name in installed()}
    assert {path for path in found if not path.endswith(".pdf") or path.startswith("figures/")} == wanted
    if shutil.which("pdflatex") is None:
        assert "PDFs of the LaTeX documents are left out, because pdflatex is not installed." in done.stderr


@pytest.mark.external("pdflatex")
def test_every_document_is_compiled(everything: Reproduction) -> None:
    directory, done = everything
    assert "not compiled" not in done.stderr
    for source in directory.rglob("*.tex"):
        content = source.with_suffix(".pdf").read_bytes()
        assert content.startswith(b"%PDF") and len(content) > 10_000, source
    assert (directory / "symcoh.pdf").stat().st_size > 200_000


def test_the_document_holds_everything(everything: Reproduction) -> None:
    directory, _ = everything
    text = (directory / "symcoh.tex").read_text()
    assert [name for name in NAMES if f"{{figures/figure-{name}.pdf}}" in text] == list(NAMES)
    assert text.count(r"\subsection{") == len(installed()) and r"\tableofcontents" in text and r"\bibitem{hudenko2025}" in text
    assert text.count(r"\begin{table}") == 13 and text.count(r"\paragraph{Steps.}") == len(installed()) + 1
    assert (directory / "derivations" / "strong-antiferromagnet.tex").read_text().count(r"\paragraph{Steps.}") == 2


def test_a_second_run_keeps_all_and_a_damaged_file_is_made_anew(everything: Reproduction, tmp_path: Path) -> None:
    directory, first = everything
    copy = shutil.copytree(directory, tmp_path / "out")
    with (copy / "figures" / "figure-3b.pdf").open("ab") as stream:
        stream.write(b"\n")
    (copy / "derivations" / "degeneracy.tex").unlink()
    done = subprocess.run(
        [sys.executable, "-c", DRIVER, "reproduce"], cwd=tmp_path, capture_output=True, text=True, timeout=600, check=True
    )
    assert done.stdout.endswith(f"\n{len(STEPS)} steps in out: 2 made, {len(STEPS) - 2} there already and unchanged\n")
    assert done.stdout.splitlines()[:-1] == first.stdout.splitlines()[:-1]
    assert files(copy) == files(directory)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)])
def test_stopped_and_started_again(number: signal.Signals, code: int, some: Reproduction, tmp_path: Path) -> None:
    """Stopped in the third step: the first two are kept, the rest is made, and all bytes are those of a whole run."""
    command = [sys.executable, "-c", DRIVER, "reproduce", "--only", ",".join(SOME)]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    while (line := process.stderr.readline()) != f"3/4 {SOME[2]}\n":
        assert line, "the third step never began"
    process.send_signal(number)
    out, _ = process.communicate(timeout=600)
    assert (process.returncode, out) == (code, "")
    kept = [tmp_path / "out" / "derivations" / f"{name.removeprefix('derivation-')}.tex" for name in SOME[:2]]
    times = [path.stat().st_mtime_ns for path in kept]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=600, check=True)
    made = int(done.stdout.split(": ")[1].split(" ")[0])
    assert done.stdout == f"4 steps in out: {made} made, {4 - made} there already and unchanged\n" and 1 <= made <= 2
    assert [path.stat().st_mtime_ns for path in kept] == times
    assert files(tmp_path / "out") == files(some[0])


def test_a_step_that_does_not_exist(symcoh: Run, tmp_path: Path) -> None:
    done = symcoh("reproduce", "--only", "reference,figure-4a")
    assert (done.returncode, done.stdout) == (2, b"") and list(tmp_path.iterdir()) == []
    choices = b"reference, ledger, figures, derivations, document, or one step such as "
    assert b"--only names 'figure-4a', no step: choose from " + choices in done.stderr


def test_without_pdflatex_and_matplotlib_what_is_left_out_is_said(reference: Reproduction, tmp_path: Path) -> None:
    script = (
        "import importlib.util as u, symcoh.reproduction.plan as p\n"
        "found = u.find_spec\np.find_spec = lambda name: None if name == 'matplotlib' else found(name)\n" + DRIVER
    )
    command = [sys.executable, "-c", script, "reproduce", "--only", "reference"]
    done = subprocess.run(command, cwd=tmp_path, env={"PATH": ""}, capture_output=True, text=True, timeout=600, check=True)
    assert done.stderr.splitlines() == [
        "The figures are left out, because matplotlib is not installed: pip install 'symcoh[plot]'.",
        "PDFs of the LaTeX documents are left out, because pdflatex is not installed.",
        "1/1 reference",
    ]
    found = files(tmp_path / "out")
    assert set(found) == {"coherence.txt", "coherence.csv", "coherence.tex", ".reproduce.json"}
    assert all(found[name] == (reference[0] / name).read_bytes() for name in ("coherence.txt", "coherence.csv", "coherence.tex"))


def table(reference: Reproduction) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((reference[0] / "coherence.csv").read_text())))


def test_the_table(reference: Reproduction) -> None:
    rows = table(reference)
    assert {row["equation"] for row in rows} >= {"36", "38", "41", "42", "44", "45", "47"}
    assert {int(row["N"]) for row in rows} == {1, 2, 3, 4, 5, 6, 7, 8, 100}
    assert len(rows) >= 110 and all(row["backends_agree"] == "true" for row in rows)
    checked = 0
    for row in rows:
        if int(row["N"]) <= 8 and row["J"] != "J_c" and row["T"] != "0":
            model = Model(N=int(row["N"]), omega_a=row["omega_a"], gamma=row["gamma"], J=row["J"])
            value = states.quantities(model, f"1/({row['T']})", 75, ["coherence"])["coherence"]
            assert numbers.rounded(value, 50) == row["coherence"] == row["coherence_mpmath"]
            assert row["coherence"] in reference[1].stdout
            checked += 1
    assert checked == 72
    latex = (reference[0] / "coherence.tex").read_text()
    assert latex.count(r"\begin{table}") == 13 and latex.rstrip().endswith(r"\end{document}")


@pytest.mark.external("pdflatex")
def test_the_table_compiles_without_an_overfull_box(reference: Reproduction, tmp_path: Path) -> None:
    shutil.copy(reference[0] / "coherence.tex", tmp_path)
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "coherence.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, errors="replace", check=False)
    assert done.returncode == 0, done.stdout[-3000:]
    assert "Overfull" not in done.stdout
    assert (tmp_path / "coherence.pdf").stat().st_size > 10_000


def test_the_bounds_hold_in_the_table(reference: Reproduction) -> None:
    bounds = {"<=": lambda c, b: c <= b, ">=": lambda c, b: c >= b}
    seen = 0
    for row in table(reference):
        if row["relation"] in bounds:
            slack = 1e-18 * float(row["limit"])
            assert bounds[row["relation"]](float(row["coherence"]), float(row["limit"]) + (slack if row["relation"] == "<=" else -slack))
            seen += 1
        elif row["relation"]:
            assert abs(float(row["coherence"]) / float(row["limit"]) - 1) < 2e-3
            seen += 1
    assert seen == 81


@pytest.mark.slow
def test_another_process_writes_the_same_bytes(everything: Reproduction, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONHASHSEED", "12345")
    assert files(reproduction(tmp_path)[0]) == files(everything[0])


def test_a_person_sees_a_bar(tmp_path: Path) -> None:
    """On a terminal one line moves, and is gone at the end; NO_COLOR holds."""
    terminal, end = pty.openpty()
    command = [sys.executable, "-c", DRIVER, "reproduce", "--only", "derivation-degeneracy,derivation-sector-weight"]
    environment = {**os.environ, "TERM": "xterm", "NO_COLOR": "1"}
    process = subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=end, text=True)
    os.close(end)
    out, _ = process.communicate(timeout=600)
    seen = os.read(terminal, 1_000_000).decode()
    os.close(terminal)
    assert (process.returncode, out) == (0, "2 steps in out: 2 made, 0 there already and unchanged\n")
    assert "derivation-sector-weight" in seen and "1/2" in seen and "\x1b[2K" in seen and "\x1b[3" not in seen
