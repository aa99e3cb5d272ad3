"""`symcoh plot --from`: what is drawn is what the sweep holds, the line is J_c, and what has no place is refused."""

from __future__ import annotations

import re
import shlex
import sqlite3
from contextlib import closing
from math import sqrt
from pathlib import Path

import numpy
import pytest
from PIL import Image

from figures.lines import xs, ys
from oracles import states
from symcoh import Model, evaluate
from symcoh.cli.main import run
from symcoh.cli.plot_store import _description
from symcoh.figures.drawing import Picture
from symcoh.ground import critical_coupling
from symcoh.sweep.work import parsed

from .test_own import Plot

HEAD = 'quantities = ["coherence"]\ndigits = 18\n[fixed]\nomega_a = "0.7"\ngamma = "3/10"\n'
MAP = 'sources = 7\n[over]\ncoupling = "-0.6..0.4:6"\ntemperature = ["0.5", "0.1", "2"]\n'


@pytest.fixture
def plot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Plot:
    return Plot(tmp_path, monkeypatch, capsys)


def swept(plot: Plot, text: str, code: int = 0) -> str:
    """A store of a specification."""
    Path("spec.toml").write_text(text)
    Path("s.db").unlink(missing_ok=True)
    with pytest.raises(SystemExit) as stop:
        run(["sweep", "run", "spec.toml", "--store", "s.db", "--workers", "1"])
    assert stop.value.code == code
    plot.capsys.readouterr()
    return "s.db"


def last(plot: Plot) -> Picture:
    return plot.pictures[-1]


def cells(plot: Plot) -> tuple[numpy.ndarray, numpy.ndarray]:
    """(the values, masked where there is none; the corners)."""
    [mesh] = last(plot).figure.axes[0].collections
    return numpy.ma.asarray(mesh.get_array()), numpy.asarray(mesh.get_coordinates())  # type: ignore[attr-defined]  # a mesh


def test_a_map(plot: Plot) -> None:
    assert plot("--from", swept(plot, HEAD + MAP), "--out", "map.png") == (0, "map.png\n", "")
    values, corners = cells(plot)
    assert values.shape == (6, 3) and not numpy.ma.is_masked(values)
    for row, J in enumerate(("-0.6", "-0.4", "-0.2", "0", "0.2", "0.4")):
        for column, (T, beta) in enumerate((("0.1", 10), ("0.5", 2), ("2", "1/2"))):
            model = Model(N=7, omega_a="7/10", gamma="3/10", J=J)
            truth = float(states.quantities(model, beta, 20, ["coherence"])["coherence"])
            assert values[row, column] == pytest.approx(truth, rel=1e-15), (J, T)
    assert corners[0, :, 0] == pytest.approx([-0.1, 0.3, 1.25, 2.75]) and corners[:, 0, 1] == pytest.approx(
        [-0.7, -0.5, -0.3, -0.1, 0.1, 0.3, 0.5]
    )
    axes = last(plot).figure.axes[0]
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("$T$", "$J$") and last(plot).figure.axes[1].get_ylabel() == "coherence $C$"
    assert last(plot).figure.get_supxlabel() == r"$N$ = 7,  $\omega$ = 1,  $\omega_a$ = 0.7,  $\gamma$ = 3/10"
    critical = critical_coupling(Model(N=7, omega_a="7/10", gamma="3/10"))
    for line in axes.get_lines():
        assert xs(line) == [0.5, 0.1, 2]
        assert ys(line) == pytest.approx([critical_number(critical)] * 3)
    assert "coherence over coupling = -0.6 to 0.4 in 6 points, temperature = 0.5 to 2 in 3 points; omega_a = 0.7" in last(plot).description


def critical_number(value: object) -> float:
    """J_c of (54) at N = 7, omega = 1: -omega_a/4 - (sqrt(1 + 4 49 gamma^2) - sqrt(1 + 4 gamma^2))/(4 (N - 1))."""
    assert value is not None
    return -0.7 / 4 - (sqrt(1 + 196 * 0.09) - sqrt(1 + 4 * 0.09)) / 24


def test_the_line_over_another_parameter_and_logarithmic_axes(plot: Plot) -> None:
    text = (
        HEAD.replace('omega_a = "0.7"\n', "")
        + 'sources = 4\ntemperature = "1/3"\n[over]\nomega_a = "0.01..1:4:log"\ncoupling = ["-1/2", "1/5"]\n'
    )
    assert plot("coherence", "--from", swept(plot, text), "--log", "y", "--out", "map.svg")[0] == 0
    values, corners = cells(plot)
    assert corners[:, 0, 1] == pytest.approx([-7 / 3, -5 / 3, -1, -1 / 3, 1 / 3])
    wanted = evaluate(Model(N=4, omega_a="0.01", gamma="3/10", J="1/5"), "coherence", T="1/3", digits=18)
    assert values[0, 1] == pytest.approx(float(wanted), rel=1e-15)
    for line in last(plot).figure.axes[0].get_lines():
        J, gaps = xs(line), ys(line)
        assert gaps == pytest.approx([-2, -4 / 3, -2 / 3, 0])
        assert pytest.approx([-(10**gap) / 4 - ((1 + 64 * 0.09) ** 0.5 - 1) / 16 for gap in gaps]) == J
    again = shlex.split(last(plot).command)
    assert again == ["symcoh", "plot", "coherence", "--from", "s.db", "--log", "y"]
    assert plot(*again[2:], "--out", "again.svg")[0] == 0 and Path("map.svg").read_bytes() == Path("again.svg").read_bytes()


def test_without_J_there_is_no_line_and_the_temperature_runs_to_the_right(plot: Plot) -> None:
    assert plot("--from", swept(plot, HEAD + '[over]\nbeta = ["1", "2"]\nsources = "1..100:3:log"\n'), "--out", "map.pdf")[0] == 0
    axes = last(plot).figure.axes[0]
    assert (axes.get_xlabel(), axes.get_ylabel()) == (r"$\beta$", "$N$") and not axes.get_lines() and Path("map.pdf").stat().st_size > 1000


def test_cells_without_a_value_are_grey(plot: Plot) -> None:
    text = HEAD.replace("[fixed]", '[tied]\nomega = "sqrt(2 - T) * 3/3"\n[fixed]') + MAP.replace('"2"', '"3"')
    code, out, err = plot("--from", swept(plot, text, 3), "--out", "map.png")
    assert (code, out, err) == (0, "map.png\n", "6 of 18 points have no value and are left out\n")
    values, _ = cells(plot)
    assert numpy.ma.getmaskarray(values).tolist() == [[False, False, True]] * 6


def test_a_curve(plot: Plot) -> None:
    store = swept(
        plot, HEAD.replace('"coherence"', '"coherence", "energy"') + 'sources = 6\n[over]\ntemperature = "0..2:9"\ncoupling = ["1/4"]\n'
    )
    assert plot("energy", "--from", store, "--out", "curve.svg")[:2] == (0, "curve.svg\n")
    [from_store] = plot.lines().values()
    words = ["energy", "-N", "6", "--omega-a", "7/10", "--gamma", "3/10", "-J", "1/4", "--over", "T=0..2:9", "--out", "own.svg"]
    assert plot(*words)[0] == 0 and [*plot.lines().values()] == [from_store]


@pytest.mark.parametrize(
    ("text", "words", "code", "match"),
    [
        (HEAD + MAP, ["--from", "none.db"], 2, "FILE.db is 'none.db', which is not there"),
        (HEAD + MAP, ["--from", "s.db", "--over", "T=1,2"], 2, "--over does not go with --from, whose store holds all parameters"),
        (HEAD + MAP, ["--from", "s.db", "-J", "1"], 2, "-J/--coupling does not go with --from"),
        (HEAD + MAP, ["--from", "s.db", "--budget", "1"], 2, "--budget does not go with --from"),
        (HEAD + MAP, ["energy", "--from", "s.db"], 2, "QUANTITY is energy, but the sweep holds coherence: name one of these."),
        (HEAD + MAP, ["energies", "--from", "s.db"], 2, "QUANTITY must be a known quantity, but is 'energies'"),
        (HEAD + MAP, ["--from", "s.db", "--log", "x", "--out", "x.gif"], 2, "--out must end in .pdf, .png or .svg"),
        (HEAD + MAP, ["--from", "s.db", "--log", "y"], 2, "--log cannot serve here, because J is -0.6, which is not positive"),
        (HEAD + MAP, [], 2, "QUANTITY is required"),
        (HEAD + MAP.replace("7", '[6, 7]', 1).replace("sources", "[over]\nsources", 1).replace("\n[over]\ncoupling", "\ncoupling"),
         ["--from", "s.db"], 2, "--from names a sweep with 3 parameters that vary: a picture has one axis or two."),
        (HEAD + 'sources = 2\ntemperature = 1\n', ["--from", "s.db"], 2, "--from names a sweep with 0 parameters that vary"),
        (HEAD + 'sources = 2\n[random]\ncount = 2\nseed = 1\nbeta = "uniform(1,2)"\n', ["--from", "s.db"], 2, "a sweep with draws"),
        (HEAD + 'sources = 2\n[over]\nbeta = ["1", "oo"]\nomega = [1, 2]\n', ["--from", "s.db"], 2, "with oo among the values of beta"),
        ('backend = "mpmath"\n' + HEAD + 'sources = 2\n[over]\nbeta = [1, 2]\n', ["--from", "s.db"], 2, "a sweep of the mpmath backend"),
        (HEAD.replace('["coherence"]', '["energy", "purity"]') + MAP, ["--from", "s.db"], 2, "name one of energy, purity."),
    ],
)  # fmt: skip
def test_what_is_refused(text: str, words: list[str], code: int, match: str, plot: Plot) -> None:
    swept(plot, text)
    found = plot(*words)
    assert found[:2] == (code, "") and match in found[2] and found[2].count("\n") == 1
    assert {path.name for path in Path().iterdir()} == {"spec.toml", "s.db"}


def test_damage_draws_nothing(plot: Plot) -> None:
    store = swept(plot, HEAD + MAP)
    with closing(sqlite3.connect(store)) as connection, connection:
        connection.execute("UPDATE rows SET middle = middle || '1' WHERE id = 4")
    code, out, err = plot("--from", store)
    assert (code, out) == (5, "") and "1 of 18 rows are damaged (row 5: coupling = -0.4, temperature = 0.1)" in err
    assert not Path("plot-coherence.pdf").exists()


def test_the_picture_of_the_documentation_is_of_the_sweep_it_shows() -> None:
    docs = Path(__file__).parents[2] / "docs"
    page = (docs / "sweeps.md").read_text(encoding="utf-8")
    [lines] = re.findall(r"\$ printf '%s\\n' ([^>]*) > map\.toml", page)
    spec = parsed("\n".join(shlex.split(lines.replace("\\\n", ""))))
    text = Image.open(docs / "pictures" / "map.png").text["Description"]  # type: ignore[attr-defined]  # a PNG has it
    assert text == f"{_description(spec, 'coherence')} Command: symcoh plot coherence --from map.db"
    assert "$ symcoh plot coherence --from map.db --out map.png" in page
