"""`symcoh figure` with parameters, widths and numbers of one's own."""

from __future__ import annotations

import csv
import shlex
from collections.abc import Callable
from io import BytesIO, StringIO
from math import sqrt, tanh
from pathlib import Path

import pytest
from PIL import Image

from figures.lines import xs, ys
from oracles import ground, states
from symcoh import Model
from symcoh.cli.main import run
from symcoh.exactnumbers import exact
from symcoh.figures.data import csv_text
from symcoh.figures.drawing import Picture, picture
from symcoh.figures.files import rendered
from symcoh.figures.frame import Frame, read_frame
from symcoh.figures.paper import PANELS, VARIED, panel

Drawn = Callable[[str], Picture]


def called(words: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stop:
        run(words)
    return int(str(stop.value.code)), *capsys.readouterr()


def table(picture: Picture) -> tuple[list[str], list[list[str]]]:
    head, *rows = csv.reader(StringIO(csv_text(picture.data)))
    return head, rows


def test_parameters_of_ones_own_reach_the_curves() -> None:
    """Every column of the file of numbers against the sum over all configurations, the bound (36) read from the paper again."""
    drawn = picture("1a", {"N": 5, "omega_a": exact("0.6"), "omega": exact("2"), "gamma": exact("-1/4")})
    head, rows = table(drawn)
    assert head == ["T", "J = 0", "J = 0.1", "J = 0.2", "J = 0.4", "J = 1", "upper bound (36)"] and len(rows) == 161
    assert rows[0][0] == "0" and rows[0][-1] == "", "the bound is drawn at T > 0 alone"
    split = sqrt(4 + 4 * (5 / 4) ** 2)
    for row in (rows[40], rows[-1]):
        T = float(row[0])
        for J, cell in zip(("0", "0.1", "0.2", "0.4", "1"), row[1:6], strict=True):
            model = Model(N=5, omega="2", omega_a="0.6", gamma="-1/4", J=J)
            exact_C = states.quantities(model, f"1/({row[0]})", 20, ["coherence"])["coherence"]
            assert float(cell) == pytest.approx(float(exact_C), rel=1e-15)
        assert float(row[6]) == pytest.approx(2 * 5 / 4 / split * tanh(split / (2 * T)) * tanh(3 / (2 * T)), rel=1e-12)
    assert drawn.figure.axes[0].get_xlabel() == "temperature $T$", "T/omega is said where omega is 1"
    assert drawn.figure.get_supxlabel() == r"Fig. 1a:  $N=5$, $\omega_a=0.6$, $\gamma=-1/4$, $\omega=2$"


def test_what_is_drawn_is_what_the_file_holds(drawn: Drawn) -> None:
    for name in ("2c", "3d", "1c"):
        head, rows = table(drawn(name))
        lines = drawn(name).figure.axes[0].get_lines()
        for place, line in enumerate(lines, 1):
            cells = [float(row[place]) for row in rows if row[place]]
            heights = ys(line)
            if name == "1c":
                heights = [10**y for y in heights]
            assert heights == pytest.approx(cells, rel=1e-12, abs=1e-15), (name, head[place])
    head, rows = table(drawn("3d"))
    assert head[7:9] == ["omega_a", "J_c at gamma = 0.1"] and [row[7] for row in rows[:3]] == ["0", "1.6", ""]
    head, rows = table(drawn("3a"))
    assert head == ["omega_a", "J_c (48)", "omega_a of a circle", "J of a circle", "its figure"]
    assert [row[:2] for row in rows[:2]] == [["0", "-0.10000000000000000"], ["1.6", "-0.50000000000000000"]]
    assert rows[4] == ["", "", "1.2", "-0.3", "3b"] and len(rows) == 10


@pytest.mark.parametrize("name", PANELS)
def test_titles_claim_nothing_that_other_parameters_undo(name: str) -> None:
    other = {"gamma": exact("0.37")} if VARIED.get(name) != "gamma" else {"N": 3}
    found = panel(name, other)
    assert "through the transition" not in found.title and (name != "2c" or "towards" not in found.title)
    assert found.fitted and not panel(name).fitted


def test_an_odd_ring_has_line_54_and_a_coherent_antialigned_state() -> None:
    axes = picture("3a", {"N": 5, "gamma": exact("1")}).figure.axes[0]
    texts = {text.get_text() for text in axes.texts}
    assert texts == {"line (54)", "$C_0>0$\nantialigned", "$C_0>0$\naligned"}
    line = axes.get_lines()[0]
    for omega_a, J in zip(xs(line), ys(line), strict=True):
        for shift in (-1e-6, 1e-6):
            C = float(ground.quantities(Model(N=5, omega_a=str(omega_a + 1e-3), gamma=1, J=f"{J - 2.5e-4 + shift:.12f}"), 20)["coherence"])
            assert pytest.approx(2 / sqrt(5) if shift < 0 else 10 / sqrt(101), abs=1e-9) == C
    assert picture("3a", {"gamma": exact("0")}).figure.axes[0].texts[2].get_text() == "$C_0=0$\naligned"


@pytest.mark.parametrize(("typed", "inches"), [("178mm", 178 / 25.4), ("8.6cm", 8.6 / 2.54), ("246pt", 246 / 72.27), ("3.4 in", 3.4)])
def test_lengths(typed: str, inches: float) -> None:
    assert read_frame(typed, True).width == pytest.approx(inches, rel=1e-12)


@pytest.mark.parametrize(("typed", "inches", "name"), [("178mm", 178 / 25.4, "3d"), ("246pt", 246 / 72.27, "3a")])
def test_widths(typed: str, inches: float, name: str) -> None:
    drawn = picture(name, frame=read_frame(typed, True))
    width, height = drawn.figure.get_size_inches()
    assert width == pytest.approx(inches, rel=1e-12) and 0.4 < height / width < 0.95
    drawn.figure.draw_without_rendering()
    box = drawn.figure.get_tightbbox()
    assert box.x0 >= -1e-6 and box.y0 >= 0 and box.x1 <= width + 1e-6 and box.y1 <= height
    assert shlex.split(drawn.command)[-2:] == ["--width", typed]


@pytest.mark.parametrize("name", ["3a", "3d"])
def test_without_a_caption(name: str, drawn: Drawn) -> None:
    bare = picture(name, frame=Frame(caption=False))
    assert bare.figure.get_supxlabel() == "" and drawn(name).figure.get_supxlabel() != ""
    assert bare.figure.get_size_inches()[1] < drawn(name).figure.get_size_inches()[1]
    assert bare.command == f"symcoh figure {name} --no-caption"
    narrow = picture(name, frame=read_frame("60mm", False)).figure
    narrow.draw_without_rendering()
    assert all(axes.get_position().height > 0.4 for axes in narrow.axes), "room is left for the curves"


def test_logarithmic_axes_end_at_one(drawn: Drawn) -> None:
    for name in ("1b", "1c"):
        assert drawn(name).figure.axes[0].get_ylim()[1] == 0.0
        assert max(float(tick) for tick in drawn(name).figure.axes[0].get_yticks()) <= 0.0
    weak = picture("1b", {"gamma": exact("1e-30")}).figure.axes[0]
    assert -30 < weak.get_ylim()[1] < -28, "the range follows the curves"


def test_an_asymptote_that_turns_negative_leaves_a_gap() -> None:
    """(42) with both terms is negative below T = -2J; C is drawn there, the formula is not."""
    lines = {line.get_label(): line for line in picture("1b", {"J": exact("-2")}).figure.axes[0].get_lines()}
    both, first = lines["(42), both terms"], lines["(42), first term"]
    assert min(xs(both)) > 0.602 and len(xs(first)) == 93


def test_neighbouring_axes_have_matching_ticks(drawn: Drawn) -> None:
    figure = drawn("3d").figure
    figure.draw_without_rendering()
    labels = [
        text.get_text() for axes in figure.axes for axis in (axes.xaxis, axes.yaxis) for text in axis.get_ticklabels() if text.get_text()
    ]
    assert len(labels) > 15 and all(len(label.partition(".")[2]) == 1 for label in labels)
    assert not any("-" in label for label in labels), "a minus, not a hyphen"


def test_the_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    words = ["figure", "1a", "-N", "8", "--omega-a", "0.6", "--no-caption", "--width", "178mm", "--out", "a.png", "--data", "new/a.csv"]
    assert called(words, capsys) == (0, "a.png\nnew/a.csv\n", "")
    assert Image.open(BytesIO(Path("a.png").read_bytes())).size[0] == pytest.approx(178 / 25.4 * 300, abs=1)
    assert Path("new/a.csv").read_text().startswith("T,J = 0,J = 0.1,")
    drawn = picture("1a", {"N": 8, "omega_a": exact("0.6")}, read_frame("178mm", False))
    assert drawn.command == "symcoh figure 1a -N 8 --omega-a 0.6 --no-caption --width 178mm"
    assert rendered(drawn, "png") == Path("a.png").read_bytes()


def test_a_file_of_numbers_that_cannot_be_written_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("taken").write_text("mine")
    Path("folder.csv").mkdir()
    refused = "cannot be written (File exists): choose another directory or free space.\n"
    assert called(["figure", "3a", "--data", "taken/x.csv"], capsys) == (4, "", f"symcoh: --data {refused}")
    assert called(["figure", "3a", "--out", "taken/x.png", "--data", "x.csv"], capsys) == (4, "", f"symcoh: --out {refused}")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder.csv", "taken"]
    assert called(["figure", "3a", "--data", "folder.csv"], capsys)[2].startswith("symcoh: --data cannot be written (Is a directory)")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["1a", "-J", "1"], "-J/--coupling runs from curve to curve in figure 1a: leave it out, or use symcoh plot."),
        (["2c", "-N", "3"], "-N/--sources runs from curve to curve in figure 2c: leave it out, or use symcoh plot."),
        (["3d", "-N", "1"], "-N/--sources must be at least 2 in figure 3d, which draws where the ground states cross."),
        (["3a", "--omega-a=-1"], "--omega-a must be >= 0 in figure 3a, whose axis begins at 0."),
        (["1a", "-N", "0"], "-N/--sources must be a whole number of at least 1, but is '0'."),
        (["1c", "--gamma", "0"], "FIGURE 1c has logarithmic axes, but C is not positive: choose other parameters."),
        (["1a", "--width", "86"], "--width must be a length from 60 to 400 mm such as 86mm, 8.6cm, 3.4in or 246pt, but is '86'."),
        (["1a", "--width", "59.9mm"], "--width must be a length from 60 to 400 mm such as 86mm, 8.6cm, 3.4in or 246pt, but is '59.9mm'."),
        (["1a", "--width", "-86mm"], "--width must be a length from 60 to 400 mm such as 86mm, 8.6cm, 3.4in or 246pt, but is '-86mm'."),
        (["1a", "--data", "x.txt"], "--data must end in .csv, but is 'x.txt'."),
    ],
)
def test_one_sentence(
    words: list[str], sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert called(["figure", *words], capsys) == (2, "", f"symcoh: {sentence}\n")
    assert list(tmp_path.iterdir()) == []
