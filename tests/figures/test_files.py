"""Pictures as files: the same bytes every time, the parameters and the command inside, whole or not at all."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import matplotlib
import pytest
from matplotlib.font_manager import fontManager
from PIL import Image

from symcoh.cli.main import run
from symcoh.figures import style
from symcoh.figures.drawing import Picture, picture
from symcoh.figures.files import FORMATS, rendered
from symcoh.version import __version__

Drawn = Callable[[str], Picture]
DIGESTS = """
import hashlib
from symcoh.figures.drawing import picture
from symcoh.figures.files import FORMATS, rendered
for name in ("1c", "3a"):
    for format in FORMATS:
        print(hashlib.sha256(rendered(picture(name), format)).hexdigest())
"""
NO_MATPLOTLIB = "import sys; sys.modules['matplotlib'] = None; from symcoh.cli.main import run; run(sys.argv[1:])"


def test_the_same_bytes_in_another_process_whatever_the_surroundings(drawn: Drawn, tmp_path: Path) -> None:
    (tmp_path / "matplotlibrc").write_text("font.size: 20\nlines.linewidth: 9\nsvg.hashsalt: other\naxes.grid: True\nxtick.minor.size: 5\n")
    surroundings = {"PYTHONHASHSEED": "7", "SOURCE_DATE_EPOCH": "1", "TZ": "Asia/Tokyo", "MATPLOTLIBRC": str(tmp_path / "matplotlibrc")}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", DIGESTS], env=os.environ | surroundings, capture_output=True, text=True, timeout=600
    )
    assert (done.returncode, done.stderr) == (0, "")
    here = [hashlib.sha256(rendered(drawn(name), format)).hexdigest() for name in ("1c", "3a") for format in FORMATS]
    assert done.stdout.split() == here and len(set(here)) == 6


def test_no_file_moves_the_axes_of_the_next() -> None:
    drawn = picture("3a")
    places = [axes.get_position().bounds for axes in drawn.figure.axes]
    first = [rendered(drawn, format) for format in FORMATS]
    assert first[::-1] == [rendered(drawn, format) for format in reversed(FORMATS)]
    assert [axes.get_position().bounds for axes in drawn.figure.axes] == places


def test_the_users_settings_are_kept(drawn: Drawn) -> None:
    with matplotlib.rc_context({"font.size": 20.0}):
        rendered(drawn("3a"), "svg")
        assert matplotlib.rcParams["font.size"] == 20.0


def test_pdf(drawn: Drawn) -> None:
    data = rendered(drawn("3b"), "pdf")
    assert data.startswith(b"%PDF") and b"CreationDate" not in data and b"/Type3" not in data
    assert b"/MediaBox [ 0 0 243.7" in data, "86 mm are 243.78 points"
    assert b"/Keywords (symcoh figure 3b)" in data and f"/Creator (symcoh {__version__})".encode() in data
    subject = data.split(b"/Subject (")[1].split(b">>")[0].replace(b"\\", b"").replace(b"\n", b"")
    assert b"Model(N=4, omega='1', omega_a='0.4', gamma='0.3', J='-0.3', sources='ring')" in subject


def test_png(drawn: Drawn) -> None:
    with Image.open(BytesIO(rendered(drawn("2c"), "png"))) as image:
        assert image.width in (1015, 1016) and image.info["dpi"] == pytest.approx((300, 300), abs=0.1)
        text = image.text  # type: ignore[attr-defined]  # of PNG files
    assert set(text) == {"Title", "Description", "Software"} and text["Software"] == f"symcoh {__version__}"
    assert text["Title"].startswith("Fig. 2c: ") and text["Description"].endswith("Command: symcoh figure 2c")
    assert "Model(N=64, omega='1', omega_a='0.5', gamma='0.1', J='0.2', sources='ring')" in text["Description"]


def test_svg(drawn: Drawn) -> None:
    root = ElementTree.fromstring(rendered(drawn("1c"), "svg"))
    found: dict[str, str] = {}
    for element in root.iter():
        if "purl.org/dc" in element.tag:
            found.setdefault(element.tag.partition("}")[2], "".join(element.itertext()))
    assert "date" not in found and "Command: symcoh figure 1c" in found["description"]
    assert "(43), which is (42) of one source" in found["description"] and found["title"].startswith("Fig. 1c: ")
    assert not list(root.iter("{http://www.w3.org/2000/svg}text")), "glyphs are paths: no font is needed to read it"


def test_a_grey_copy_still_tells_the_curves_apart(drawn: Drawn) -> None:
    """Dashes differ wherever the grey values are near."""
    for name in ("1a", "2c", "3b"):
        lines = drawn(name).figure.axes[0].get_lines()
        greys = [
            sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), matplotlib.colors.to_rgb(line.get_color()), strict=True)) for line in lines
        ]
        dashes = [line._unscaled_dash_pattern for line in lines]  # type: ignore[attr-defined]  # get_linestyle says "--" for all
        for k, grey in enumerate(greys):
            assert all(abs(grey - greys[j]) > 0.15 or dashes[j] != dashes[k] for j in range(k)), (name, k)


def called(words: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stop:
        run(words)
    return int(str(stop.value.code)), *capsys.readouterr()


def test_the_command_writes_one_whole_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    Path("new").mkdir()
    Path("new/3a.svg").write_text("old")
    assert called(["figure", "3a"], capsys) == (0, "figure-3a.pdf\n", "")
    assert called(["figure", "3a", "--out", "new/3a.svg"], capsys) == (0, "new/3a.svg\n", "")
    assert called(["figure", "3a", "--out=deep/er/x.png"], capsys) == (0, "deep/er/x.png\n", "")
    assert Path("new/3a.svg").read_bytes() == rendered(picture("3a"), "svg")
    assert sorted(str(path) for path in Path().rglob("*.*")) == ["deep/er/x.png", "figure-3a.pdf", "new/3a.svg"]
    assert Path("figure-3a.pdf").stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["4a"], 2, "FIGURE must be one of 1a, 1b, 1c, 2a, 2b, 2c, 3a, 3b, 3c, 3d, but is '4a'."),
        (["3A"], 2, "FIGURE must be one of 1a, 1b, 1c, 2a, 2b, 2c, 3a, 3b, 3c, 3d, but is '3A'."),
        (["3a", "--out", "x.gif"], 2, "--out must end in .pdf, .png or .svg, but is 'x.gif'."),
        (["3a", "--out", "pdf"], 2, "--out must end in .pdf, .png or .svg, but is 'pdf'."),
        (["3a", "--out", ""], 2, "--out must end in .pdf, .png or .svg, but is ''."),
        (["3a", "--out", ".pdf"], 2, "--out must end in .pdf, .png or .svg, but is '.pdf'."),
        (["3a", "3b"], 2, "'3b' is one argument too many: see --help."),
        ([], 2, "FIGURE is required: see --help for its meaning."),
        (["3a", "--out", "taken/x.pdf"], 4, "--out cannot be written (File exists): choose another directory or free space."),
        (["3a", "--out", "folder.pdf"], 4, "--out cannot be written (Is a directory): choose another directory or free space."),
    ],
)
def test_one_sentence(
    words: list[str], code: int, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("taken").write_text("mine")
    Path("folder.pdf").mkdir()
    assert called(["figure", *words], capsys) == (code, "", f"symcoh: {sentence}\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder.pdf", "taken"]


def test_without_matplotlib(tmp_path: Path) -> None:
    plot = ["plot", "coherence", "-N", "4", "--omega-a", "1", "--gamma", "1", "--over", "T=1..2:3"]
    for words in (["figure", "1a", "--out", "new/1a.pdf"], plot):
        done = subprocess.run([sys.executable, "-c", NO_MATPLOTLIB, *words], cwd=tmp_path, capture_output=True, timeout=600)
        assert (done.returncode, done.stdout) == (4, b"")
        assert done.stderr == b"symcoh: Pictures need matplotlib, which is not installed: pip install symcoh[plot]\n"
    assert list(tmp_path.iterdir()) == []


def test_a_failed_write_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    target = tmp_path / "3a.pdf"
    target.write_text("old")
    monkeypatch.setattr(os, "fsync", full)
    code, out, err = called(["figure", "3a", "--out", str(target)], capsys)
    assert (code, out) == (4, "") and "No space left on device" in err
    assert [path.name for path in tmp_path.iterdir()] == ["3a.pdf"] and target.read_text() == "old"


def test_the_fonts_are_those_matplotlib_ships(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """A font list that lost them (an old or broken cache) changes nothing."""
    wanted = rendered(picture("1b"), "pdf")
    monkeypatch.setattr(fontManager, "ttflist", [entry for entry in fontManager.ttflist if "STIX" not in entry.name])
    fontManager._findfont_cached.cache_clear()  # type: ignore[attr-defined]  # the cache has no public name
    style._know_the_fonts.cache_clear()
    assert rendered(picture("1b"), "pdf") == wanted
    assert not caplog.records
