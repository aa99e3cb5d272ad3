"""`symcoh manuscript`: a supplement that compiles in two classes, its numbers, and every refusal."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from symcoh import Model, evaluate
from symcoh.cli.main import run
from symcoh.errors import InputError
from symcoh.figures.paper import NAMES
from symcoh.manuscript.assemble import manuscript_files
from symcoh.manuscript.captions import SEEN, figure_caption
from symcoh.manuscript.specification import parse_manuscript
from symcoh.manuscript.text import escaped

POINT = "-N 6 --omega-a 0.7 --gamma 0.3 -J 0.4"
QUANTITIES = {
    "Cmax": f"coherence {POINT} -T 1/10 --digits 12",
    "Cmin": "coherence -N 6 --omega-a 0.7 --gamma 0.3 -J=-0.4 -T 1/100 --digits 12",
    "Ground": f"energy {POINT} -T 0 --digits 15",
    "Zone": f"partition-function {POINT} --beta 1 --digits 15",
    "Long": f"entropy {POINT} --beta 1 --digits 300",
    "Mean": f"magnetization {POINT} --beta 'sqrt(2)/3'",
    "Cold": f"population-ground {POINT} --beta 1 --digits 8",
    "Pure": f"purity {POINT} --beta 1 --digits 8",
    "Fisher": f"quantum-fisher-information {POINT} --beta 1 --digits 8",
    "Heat": "evaluate heat-capacity -N 3 --omega-a sqrt(2)/2 --gamma 0.3 --beta 1 --digits 8",
}
TABLES = {
    "cold.toml": """quantities = ["coherence", "energy"]
digits = 30
fixed = {sources = 6, omega_a = "0.7", gamma = "0.3", coupling = "2/5"}
over = {temperature = "0.1..2:20"}
""",
    "rings.toml": """quantities = ["coherence"]
digits = 20
fixed = {omega_a = "0.7", gamma = "0.3", temperature = "1/10"}
over = {sources = [2, 4, 8], coupling = ["-2/5", "0", "sqrt(2)/5"]}
""",
}
SPEC = """title = "Supplement: 50 %% of $C(T)$ for γ & more"
author = "A. Řehoř and B. Müller"
class = "%s"
equations = ["29-31", "42", "48"]
derivations = ["degeneracy", "sector-weight", "strong-coupling"]
tables = ["cold.toml", "rings.toml"]
figures = ["1a", "1c", "3d"]
[values]
"""

Called = Callable[..., tuple[int, str, str]]


def specification(folder: Path, kind: str = "article") -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in TABLES.items():
        (folder / name).write_text(text)
    path = folder / "spec.toml"
    path.write_text(SPEC % kind + "".join(f'{name} = "{words}"\n' for name, words in QUANTITIES.items()), encoding="utf-8")
    return path


@pytest.fixture
def called(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Called:
    monkeypatch.chdir(tmp_path)

    def call(*words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as stop:
            run(["manuscript", *words])
        return int(str(stop.value.code)), *capsys.readouterr()

    return call


@pytest.mark.external("pdflatex")
def test_a_supplement_compiles_in_two_classes(called: Called, tmp_path: Path) -> None:
    """Five equations, three derivations, two tables, three figures, ten macros; no box is more than 5 pt too wide."""
    for kind in ("article", "revtex4-2"):
        code, out, err = called(str(specification(tmp_path / "specs", kind)), "--out", kind)
        figures = [f"{kind}/figures/figure-{name}.pdf" for name in ("3d", "1c", "1a")]
        assert (code, err) == (0, "")
        assert out.split() == [f"{kind}/manuscript.tex", *figures, f"{kind}/values.tex", f"{kind}/manuscript.pdf"]
        folder = tmp_path / kind
        text = (folder / "manuscript.tex").read_text()
        assert (folder / "manuscript.pdf").read_bytes().startswith(b"%PDF") and rf"{{{kind}}}" in text
        assert re.findall(r"\\tag\{H([0-9]+)\}", text) == ["29", "30", "31", "42", "48"]
        assert text.count(r"\includegraphics") == 3 and text.count(r"\begin{table}") == 3
        log = ""
        for _ in range(2):
            command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "manuscript.tex"]
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True, errors="replace", check=False, timeout=600)
            assert done.returncode == 0, done.stdout[-2000:]
            log = done.stdout
        assert max((float(found) for found in re.findall(r"Overfull \\[hv]box \(([0-9.]+)pt", log)), default=0.0) <= 5.0, kind
        assert "undefined references" not in log and "multiply defined" not in log and "Missing character" not in log


def test_values_are_the_numbers_of_evaluate(called: Called, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without TeX: the macros, the tables found beside SPEC and not here, and a line that says what is left out."""
    monkeypatch.setenv("PATH", "")
    folder = tmp_path / "specs"
    specification(folder)
    path = folder / "short.toml"
    values = "".join(f'{name} = "{words}"\n' for name, words in QUANTITIES.items())
    path.write_text(f'title = "Values"\ntables = ["rings.toml"]\n[values]\n{values}')
    code, out, err = called("specs/short.toml", "--out", "deep/er")
    assert (code, out.split()) == (0, ["deep/er/manuscript.tex", "deep/er/values.tex"])
    assert err == "manuscript.pdf is left out, because pdflatex is not installed.\n"
    macros = dict(re.findall(r"\\newcommand\{\\symcoh([A-Za-z]+)\}\{(.*)\}\n", (tmp_path / "deep/er/values.tex").read_text()))
    assert list(macros) == list(QUANTITIES)
    ring = Model(N=6, omega_a="7/10", gamma="3/10", J="2/5")
    assert macros["Cmax"] == str(evaluate(ring, "coherence", T="1/10", digits=12))
    assert macros["Ground"] == rf"\ensuremath{{{evaluate(ring, 'energy', T=0, digits=15)}}}"
    cold = evaluate(Model(N=6, omega_a="7/10", gamma="3/10", J="-2/5"), "coherence", T="1/100", digits=12)
    assert macros["Cmin"] == rf"\ensuremath{{{cold.latex().strip('$')}}}" and r"\times10^{-27}" in macros["Cmin"]
    assert macros["Heat"] == str(evaluate(Model(N=3, omega_a="sqrt(2)/2", gamma="3/10"), "heat-capacity", beta=1, digits=8))
    text = (tmp_path / "deep/er/manuscript.tex").read_text()
    for name, macro in macros.items():
        assert rf"\char92 symcoh{name}}}" in text and (len(macro) > 60 or rf"\symcoh{name} \\" in text)


def test_the_table_of_values_says_which_system(called: Called, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    own = "-N 4 --omega-a 0.7 --gamma 0.3 --digits 5"
    lines = [
        f'A = "coherence {own} --sources-model xx-ring --coupling-xy 0.4 -T 1"',
        f'B = "coherence {own} --sources-model chain -J 0.4 -T 1"',
        f'C = "critical-coupling {own}"',
        f'D = "coherence {own} -J 0.4 -T 1"',
    ]
    (tmp_path / "v.toml").write_text('title = "Values"\n[values]\n' + "\n".join(lines) + "\n")
    assert called("v.toml", "--out", "v")[0] == 0
    text = (tmp_path / "v" / "manuscript.tex").read_text()
    own = r"$N=4$, $\omega=1$, $\omega_a=0.7$, $\gamma=0.3$"
    for shown in (
        f"xx-ring sources, {own}, $J_{{xy}}=0.4$, $T=1$",
        f"chain sources, {own}, $J=0.4$, $T=1$",
        f"{own} &",
        f"{own}, $J=0.4$, $T=1$ &",
    ):
        assert rf"\raggedright {shown}" in text, shown


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("title = ", "SPEC is not TOML: Invalid value (at end of document)."),
        ('equations = ["29"]', 'title is required: add a line such as title = "Supplement".'),
        ('title = "x"', "SPEC asks for nothing: add equations, derivations, tables, figures or [values]."),
        ('title = 3\nfigures = ["1a"]', 'title must be a text in quotes, but is an integer: write title = "...".'),
        ('title = " "\nfigures = ["1a"]', "title is an empty text: fill it in."),
        ('title = "$C"\nfigures = ["1a"]', "title must have its dollar signs in pairs, but is '$C'."),
        ('title = "$C_{$"\nfigures = ["1a"]', "title holds $C_{$, no formula that LaTeX can set: mend its braces and characters."),
        (
            'title = "\N{SNOWMAN}"\nfigures = ["1a"]',
            "title holds '\\u2603', which pdflatex cannot set: write it in LaTeX between dollar signs.",
        ),
        ('title = "x"\nfigure = ["1a"]', "'figure' is no key of a manuscript: did you mean figures?"),
        ('title = "x"\nclass = "book"\nfigures = ["1a"]', "class must be article or revtex4-2, but is 'book'."),
        ('title = "x"\nfigures = "1a"', "figures must be a list of texts, but is a text: put it in brackets."),
        ('title = "x"\nfigures = [1]', "figures must hold texts in quotes, but holds an integer."),
        ('title = "x"\nfigures = [""]', "figures holds an empty text: fill it in or leave it out."),
        ('title = "x"\nfigures = ["4a"]', "figures must be one of 1a, 1b, 1c, 2a, 2b, 2c, 3a, 3b, 3c, 3d, but is '4a'."),
        ('title = "x"\nfigures = ["4a -N 3"]', "figures must be one of 1a, 1b, 1c, 2a, 2b, 2c, 3a, 3b, 3c, 3d, but is '4a'."),
        ('title = "x"\nfigures = ["1a -J 1"]', "figures holds '1a -J 1': -J/--coupling runs from curve to curve in figure 1a: "),
        ('title = "x"\nfigures = ["1a --width 3in"]', "figures holds '1a --width 3in': --width has no place there: leave it out."),
        ('title = "x"\nfigures = ["1a --nope"]', "figures holds '1a --nope': --nope is not an option"),
        ('title = "x"\nfigures = ["1a --help"]', "figures holds '1a --help': --help has no place there: leave it out."),
        ("title = 'x'\nfigures = ['1a \"']", "figures holds '1a \"', whose quotes do not end (No closing quotation): close them."),
        ('title = "x"\nfigures = ["1a", "1a"]', "figures names '1a' twice: name it once."),
        (
            'title = "x"\nequations = ["90"]',
            "equations must be an equation from 1 to 89, a line such as 27a, or one of B1, B2, ..., but is '90'.",
        ),
        (
            'title = "x"\nequations = ["88-90"]',
            "equations must be an equation from 1 to 89, a line such as 27a, or one of B1, B2, ..., but is '90'.",
        ),
        ('title = "x"\nequations = ["31-29"]', "equations holds '31-29', a range that does not ascend: write the smaller number first."),
        (
            'title = "x"\nderivations = ["high-temp"]',
            "derivations names 'high-temp', no derivation: did you mean high-temperature?",
        ),
        (
            'title = "x"\ntables = ["absent.toml"]',
            "tables names a file that is 'absent.toml', which cannot be read (No such file or directory): name a TOML file.",
        ),
        ('title = "x"\ntables = ["bad.toml"]', "tables names 'bad.toml', where gamma is required: add it to [fixed] or [over]."),
        ('title = "x"\ntables = ["long.toml"]', "tables names 'long.toml', a table of 2001 rows: a manuscript holds at most 2000."),
        ('title = "x"\nvalues = ["coherence"]', "[values] must be a table of names and commands, but is a list."),
        (
            'title = "x"\n[values]\nC_max = "coherence"',
            "[values] 'C_max' must be named by letters alone, since TeX's macros are: try Cmax.",
        ),
        (
            'title = "x"\n[values]\n"1" = "coherence"',
            "[values] '1' must be named by letters alone, since TeX's macros are: name it Cmax, for instance.",
        ),
        ('title = "x"\n[values]\nC = 1', '[values] C must be what follows `symcoh evaluate`, as "coherence -N 6 ...", but is an integer.'),
        (
            'title = "x"\n[values]\nC = "coherence -N 6"',
            "[values] C cannot be evaluated: --omega-a is required: give a number such as 7/10.",
        ),
        (f'title = "x"\n[values]\nC = "cohrence {POINT} -T 1"', "[values] C cannot be evaluated: "),
        (f'title = "x"\n[values]\nC = "coherence {POINT} -T 1 --format json"', "[values] C must not hold --format or --help: "),
        (f'title = "x"\n[values]\nC = "coherence {POINT} -T 1 --nope"', "[values] C cannot be evaluated: --nope is not an option"),
        (f"""title = "x"\n[values]\nC = "coherence {POINT} -T '1" """, "[values] C has quotes that do not end (No closing quotation)"),
    ],
)
def test_one_sentence(text: str, sentence: str, called: Called, tmp_path: Path) -> None:
    (tmp_path / "spec.toml").write_text(text, encoding="utf-8")
    (tmp_path / "bad.toml").write_text('quantities = ["coherence"]\nfixed = {sources = 6, omega_a = "1"}\n')
    (tmp_path / "long.toml").write_text(TABLES["cold.toml"].replace("2:20", "2:2001").replace(', "energy"', ""))
    before = sorted(tmp_path.iterdir())
    code, out, err = called("spec.toml", "--out", "new")
    assert (code, out) == (2, "") and err.startswith(f"symcoh: {sentence}") and err.count("\n") == 1
    assert len(err) < 220 and sorted(tmp_path.iterdir()) == before


def test_figures_with_parameters_of_ones_own(called: Called, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each has a file and a label of its own, and no caption says of it what is seen with our parameters."""
    monkeypatch.setenv("PATH", "")
    words = ["3a", "3a -N 5 --gamma 0.4", "1a --omega-a=sqrt(2)/2 -N 12"]
    (tmp_path / "spec.toml").write_text(f'title = "x"\nfigures = {words}')
    assert called("spec.toml", "--out", "new")[0] == 0
    names = ["3a", "3a-2", "1a"]
    assert sorted(path.name for path in (tmp_path / "new/figures").iterdir()) == sorted(f"figure-{name}.pdf" for name in names)
    assert len({(tmp_path / f"new/figures/figure-{name}.pdf").read_bytes() for name in names}) == 3
    text = (tmp_path / "new/manuscript.tex").read_text()
    ours, other, last = re.findall(r"\\caption\{(.*?)\}\\label\{fig:", text, re.DOTALL)
    assert "(H48) ($N=4$, $\\gamma=0.3$, $\\omega=1$).\nAbove the line" in ours
    assert other.endswith(
        "parted by the line (H54) ($N=5$, $\\gamma=0.4$, $\\omega=1$). After Fig.~3a of Ref.~\\cite{hudenko2025}; every value is certified."
    )
    assert "($N=12$, $\\omega_a=\\sqrt{2}/2$, $\\gamma=0.1$, $\\omega=1$)" in last and "plateau" not in last


def test_what_is_not_certified_is_exit_3_and_writes_nothing(called: Called, tmp_path: Path) -> None:
    (tmp_path / "spec.toml").write_text(f'title = "x"\n[values]\nC = "coherence {POINT} -T 1 --digits 999 --max-precision 99"')
    code, out, err = called("spec.toml", "--out", "new")
    assert (code, out) == (3, "") and err.startswith("symcoh: [values] C is not certified: ")
    assert called("spec.toml")[2] == "symcoh: --out is required: name a directory, such as --out supplement.\n"
    assert called("nowhere.toml", "--out", "new")[0] == 2
    (tmp_path / "taken").write_text("mine")
    assert called("spec.toml", "--out", "taken")[0] == 4
    assert sorted(path.name for path in tmp_path.iterdir()) == ["spec.toml", "taken"]


def test_what_is_not_proved_is_not_called_proved(called: Called, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    (tmp_path / "rings.toml").write_text('backend = "mpmath"\n' + TABLES["rings.toml"])
    (tmp_path / "table.toml").write_text('title = "x"\ntables = ["rings.toml"]')
    values = f"C = 'coherence {POINT} -T 1'\nD = 'coherence {POINT} -T 1 --digits 9 --backend mpmath'"
    (tmp_path / "value.toml").write_text(f'title = "x"\n[values]\n{values}')
    for name in ("table", "value"):
        assert called(f"{name}.toml", "--out", name)[0] == 0
        text = (tmp_path / name / "manuscript.tex").read_text()
        assert "Every printed digit is certified" not in text and "Every digit is proved." not in text
    assert text.count("${}^*$") == 1 and r"\symcohD${}^*$" in text


def test_ranges_and_lines_of_equations() -> None:
    found = parse_manuscript('title = "x"\nequations = ["26-28", "(27)", "27a", "B1"]', Path())
    assert [entry.number for entry in found.equations] == ["26", "27a", "27b", "28", "B1"]


def test_the_papers_numbers_have_a_letter_and_ours_have_not() -> None:
    found = parse_manuscript('title = "x"\nequations = ["1", "50", "B6", "B36"]', Path())
    text = manuscript_files(found, {}, print)["manuscript.tex"]
    assert isinstance(text, str) and re.findall(r"\\tag\{(.*?)\}", text) == ["H1", "H50", "B6", "B36"]
    body = text.partition(r"\section{Equations}")[2].partition(r"\begin{thebibliography}")[0]
    assert re.search(r"\([0-9]{2}\)", body) is None, "no number of the paper without its letter"


def test_a_table_says_which_sources_its_values_are_of(called: Called, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    fixed = 'sources_model = "xxz-chain"\nN = 3\nomega_a = "0.7"\ngamma = "0.3"\ncoupling_xy = "1/5"\nT = 1'
    table = f'quantities = ["coherence"]\ndigits = 5\n[fixed]\n{fixed}\n[over]\nJ = ["0", "2/5"]'
    (tmp_path / "t.toml").write_text(table)
    (tmp_path / "v.toml").write_text('title = "x"\ntables = ["t.toml"]')
    assert called("v.toml", "--out", "v")[0] == 0
    text = (tmp_path / "v" / "manuscript.tex").read_text()
    own = r"$N=3$, $\omega=1$, $\omega_a=0.7$, $\gamma=0.3$, $J_{xy}=1/5$, $T=1$"
    assert rf"\caption{{Certified values for xxz-chain sources, {own}. Every digit is proved.}}" in text


def test_captions_state_the_parameters_and_number_the_equations() -> None:
    assert list(SEEN) == list(NAMES)
    for name in NAMES:
        text = figure_caption(name, "(H{})")
        assert r"$\omega=1$" in text and "%" not in text and text.count("$") % 2 == 0
        assert all(number[0] == "H" for number in re.findall(r"\(([^() ]*[0-9]{2})\)", text))
        assert rf"Fig.~{name} of Ref.~\cite{{hudenko2025}}" in text and text.count("Fig.") == 1, "a figure that may not be there"


def test_text_outside_of_mathematics_is_escaped() -> None:
    assert escaped(r"a_b^c #1 {x} \relax ~ <>", "title") == (
        r"a\_b\textasciicircum{}c \#1 \{x\} \textbackslash{}relax \textasciitilde{} $<$$>$"
    )
    assert escaped("Ωβ — é ł “x”", "title") == r"$\Omega$$\beta$ --- \'{e} \l{} ``x''"
    assert escaped(r"costs \$5 and $x^{2}_{\alpha}$", "title") == r"costs \$5 and $x^{2}_{\alpha}$"
    for bad in (r"$\write18{$", "$a%b$", "$ $", "$}{$", "$é$", "\x07", "x" * 30_000):
        with pytest.raises(InputError, match="^title "):
            escaped(bad, "title")


@pytest.mark.external("pdflatex")
def test_every_letter_that_is_accepted_can_be_set(tmp_path: Path) -> None:
    accepted = []
    for code in [*range(0xA1, 0x180), *range(0x391, 0x3CA), 0x2013, 0x2014, 0x2026, 0x221E]:
        try:
            accepted.append(escaped(chr(code), "title"))
        except InputError:
            continue
    assert len(accepted) > 180
    source = "\\documentclass{article}\n\\begin{document}\n" + "\n".join(accepted) + "\n\\end{document}\n"
    (tmp_path / "x.tex").write_text(source)
    program = shutil.which("pdflatex")
    assert program is not None
    done = subprocess.run(
        [program, "-interaction=nonstopmode", "-halt-on-error", "x.tex"], cwd=tmp_path, capture_output=True, env=os.environ, check=False
    )
    assert done.returncode == 0 and b"Missing character" not in done.stdout, done.stdout[-800:]
