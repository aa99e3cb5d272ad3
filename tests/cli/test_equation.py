"""`symcoh equation`, `symcoh verify` and `symcoh ledger` as a user calls them."""

from __future__ import annotations

import contextlib
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from symcoh import ledger
from symcoh.cli.main import run
from symcoh.ledger import entries, find


def call(*words: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.raises(SystemExit) as stop:
        run(list(words))
    return int(str(stop.value.code)), out.getvalue(), err.getvalue()


def test_an_equation_as_text() -> None:
    code, out, err = call("equation", "29")
    assert (code, err) == (0, "")
    assert out.startswith("(29)  Coherence as a sum of positive terms")
    for line in ("assumptions  N >= 1; ", "status       derived", "derived      symcoh derive exact-coherence", "attacked by  symcoh"):
        assert f"\n{line}" in out


def test_an_equation_as_json() -> None:
    found = json.loads(call("equation", "30", "--format", "json")[1])
    assert {"number", "title", "latex", "sympy", "assumptions", "status", "derivation", "attacked_by"} <= set(found)
    assert (found["number"], found["status"], found["derivation"]) == ("30", "derived", "sector-weight")
    assert r"\tag{30}" in found["latex"] and "hyper" in found["sympy"][1]


def test_lines_of_a_number() -> None:
    whole = json.loads(call("equation", "27", "--format", "json")[1])
    lines = [json.loads(call("equation", name, "--format", "json")[1]) for name in ("27a", "27b")]
    assert whole["number"] == "27" and whole["entries"] == lines
    assert whole["latex"] == "\n".join(line["latex"] for line in lines)
    assert call("equation", "27", "--format", "latex")[1] == whole["latex"] + "\n"


def test_a_corrected_equation_shows_its_counterexample() -> None:
    out = call("equation", "32")[1]
    assert "status       corrected" in out and "refuted      " in out and "at N = 1" in out


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.number)
def test_every_equation_is_shown_in_every_format(entry: ledger.Entry) -> None:
    for shape in ("text", "latex", "json"):
        code, out, err = call("equation", entry.number, "--format", shape)
        assert (code, err) == (0, "") and entry.number in out


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("equation", "90"), "NUMBER must be an equation from 1 to 89"),
        (("equation",), "NUMBER is required"),
        (("equation", "1", "--format", "html"), "--format must be one of text, latex, json"),
        (("verify", "30", "0"), "NUMBER must be an equation from 1 to 89"),
        (("verify", "--digits", "0"), "--digits must be a whole number from 1 to"),
        (("verify", "--samples", "-1"), "--samples must be a whole number from 1 to"),
    ],
)
def test_bad_input_is_one_sentence(words: tuple[str, ...], complaint: str) -> None:
    code, out, err = call(*words)
    assert (code, out) == (2, "") and complaint in err and err.count("\n") == 1


def test_verify_as_table_and_json() -> None:
    code, out, err = call("verify", "24", "27", "--samples", "5", "--digits", "30")
    assert (code, err) == (0, "")
    assert out.splitlines()[-1] == "3 of 3 entries passed."
    assert [line.split()[0] for line in out.splitlines()[1:-1]] == ["24", "27a", "27b"]
    code, out, _ = call("verify", "30", "--samples", "5", "--format", "json")
    assert code == 0
    assert json.loads(out) == [{"equation": "30", "status": "derived", "true": 5, "false": 0, "undecided": 0, "wrong_copy_caught": True}]


def test_verify_fails_where_an_equation_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    right = find("29")[0]
    monkeypatch.setattr(ledger, "find", lambda number: (replace(right, statements=(right.wrong.statement,)),))
    code, out, _ = call("verify", "29", "--samples", "5")
    assert code == 1
    assert out.splitlines()[1].endswith("<-- FAILED") and out.splitlines()[-1] == "0 of 1 entries passed."


def test_verify_fails_where_a_wrong_copy_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    right = find("29")[0]
    blind = replace(right, wrong=replace(right.wrong, statement=right.statements[0]))
    monkeypatch.setattr(ledger, "find", lambda number: (blind,))
    code, out, _ = call("verify", "29", "--samples", "5")
    assert code == 1 and "MISSED" in out


def test_the_ledger_without_tex(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("symcoh.latex.compiled.shutil.which", lambda name: None)
    code, out, err = call("ledger", "--out", str(tmp_path / "new"))
    assert code == 0 and "pdflatex is not installed" in err
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["formulary.bib", "formulary.html", "formulary.tex"]
    assert out.split() == [str(tmp_path / "new" / name) for name in ("formulary.html", "formulary.tex", "formulary.bib")]


@pytest.mark.external("pdflatex")
def test_the_ledger_as_pdf(tmp_path: Path) -> None:
    code, out, _ = call("ledger", "--out", str(tmp_path))
    assert code == 0 and out.split()[-1] == str(tmp_path / "formulary.pdf")
    assert (tmp_path / "formulary.pdf").read_bytes().startswith(b"%PDF-")


def test_a_directory_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    code, out, err = call("ledger", "--out", str(tmp_path / "file"))
    assert (code, out) == (4, "") and "--out cannot be written" in err
