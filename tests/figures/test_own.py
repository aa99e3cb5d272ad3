"""`symcoh plot`: what is drawn, logarithms beyond the range of doubles, and every refusal."""

from __future__ import annotations

import random
import shlex
from itertools import pairwise
from pathlib import Path

import pytest
from flint import arb

from figures.lines import xs, ys
from oracles import states
from oracles.numbers import MP, precision
from symcoh import Model, evaluate
from symcoh.balls import working_precision
from symcoh.cli.main import run
from symcoh.exactnumbers import exact
from symcoh.figures.drawing import Picture
from symcoh.figures.lines import geometric
from symcoh.figures.own import PARAMETERS, QUANTITIES, Curve, plotted
from symcoh.figures.scales import MOST_LABELS, Undrawable, decade_ticks, linear, logarithm
from symcoh.observables import LIMITS, OBSERVABLES, SHARED

RING = ["-N", "6", "--omega-a", "7/10", "--gamma", "3/10"]


class Plot:
    """What a run of `symcoh plot` wrote and said."""

    def __init__(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.directory, self.capsys = tmp_path, capsys
        self.pictures: list[Picture] = []
        monkeypatch.chdir(tmp_path)
        from symcoh.figures import files

        original = files.rendered

        def kept(picture: Picture, format: str) -> bytes:
            self.pictures.append(picture)
            return original(picture, format)

        monkeypatch.setattr(files, "rendered", kept)

    def __call__(self, *words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as stop:
            run(["plot", *words])
        return int(str(stop.value.code)), *self.capsys.readouterr()

    def lines(self) -> dict[str, tuple[list[float], list[float]]]:
        """The curves of the last picture."""
        lines = self.pictures[-1].figure.axes[0].get_lines()
        return {str(line.get_label()): (xs(line), ys(line)) for line in lines}


@pytest.fixture
def plot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Plot:
    return Plot(tmp_path, monkeypatch, capsys)


def test_a_family(plot: Plot) -> None:
    assert plot("coherence", *RING, "--over", "T=0..2:9", "--for", "J=-0.4,0,sqrt(2)/5") == (0, "plot-coherence.pdf\n", "")
    drawn = plot.lines()
    assert list(drawn) == ["$J$ = −0.4", "$J$ = 0", "$J$ = sqrt(2)/5"]
    for (x, y), J in zip(drawn.values(), ("-0.4", "0", "sqrt(2)/5"), strict=True):
        model = Model(N=6, omega_a="7/10", gamma="3/10", J=J)
        assert x == [k / 4 for k in range(9)]
        assert y[0] == pytest.approx(0 if J == "-0.4" else 3.6 / (1 + 3.6**2) ** 0.5, rel=1e-15)
        for k in range(1, 9):
            assert y[k] == pytest.approx(float(states.quantities(model, f"4/{k}", 20, ["coherence"])["coherence"]), rel=1e-15)
    axes = plot.pictures[-1].figure.axes[0]
    assert axes.get_xlabel() == "$T$" and axes.get_ylabel() == "coherence $C$"
    assert plot.pictures[-1].figure.get_supxlabel() == r"$N$ = 6,  $\omega$ = 1,  $\omega_a$ = 7/10,  $\gamma$ = 3/10"


def test_infinite_beta_stands_beside_the_axis(plot: Plot) -> None:
    assert plot("coherence", *RING, "--over", "beta=oo,1,2,oo,4", "--for", "J=-0.4,1") == (0, "plot-coherence.pdf\n", "")
    axes = plot.pictures[-1].figure.axes[0]
    finite, infinite = (
        [line for line in axes.get_lines() if len(xs(line)) == 3],
        [line for line in axes.get_lines() if line.get_marker() == "o"],
    )
    assert [xs(line) for line in finite] == [[1, 2, 4]] * 2
    points = [line for line in infinite if line.get_linestyle() == "None"]
    right = max(xs(finite[0]))
    for line, J in zip(points, ("-0.4", "1"), strict=True):
        ground = evaluate(Model(N=6, omega_a="7/10", gamma="3/10", J=J), "coherence", beta="oo", digits=17)
        assert ys(line) == [float(ground)] * 2 and min(xs(line)) > right
    assert [text.get_text() for text in axes.texts] == [r"$\infty$"] and max(axes.get_xticks()) <= right + 0.1
    assert plot("coherence", *RING, "--over", "J=-1,1", "--for", "beta=1,oo")[0] == 0
    assert list(plot.lines()) == [r"$\beta$ = 1", r"$\beta$ = $\infty$"]
    assert plot("energy", *RING, "--over", "beta=1/10,oo,10", "--log", "x")[0] == 0
    assert [text.get_text() for text in plot.pictures[-1].figure.axes[0].texts] == [r"$\infty$"]


def test_the_command_in_the_file_makes_it_again(plot: Plot) -> None:
    words = ["energy", "--over", "omega-a=0.1..1:5", "--for", "N=2,3", "--log", "x", "--gamma", "3/10", "-J=-0.25", "--beta", "2"]
    assert plot(*words, "--out", "first.svg")[0] == 0
    command = shlex.split(plot.pictures[-1].command)
    assert command[:3] == ["symcoh", "plot", "energy"] and plot(*command[2:], "--out", "again.svg")[0] == 0
    assert Path("first.svg").read_bytes() == Path("again.svg").read_bytes()
    description = plot.pictures[-1].description
    assert "energy over omega-a=0.1..1:5, for N=2,3; beta = 2, J = -0.25, gamma = 3/10, omega = 1;" in description


@pytest.mark.parametrize(("beta", "exponent"), [("0.96", -500), ("9.6", -5000), ("9600", -5_000_000)])
def test_tiny_values_on_a_logarithmic_axis(beta: str, exponent: int, plot: Plot) -> None:
    """C = 1e-500 and smaller, against log10 of the sum over all configurations."""
    assert plot("coherence", *RING, "-J=-300", "--over", f"beta={beta},2*{beta}", "--log", "y", "--out", "x.png")[0] == 0
    [(_, y)] = plot.lines().values()
    model = Model(N=6, omega_a="7/10", gamma="3/10", J="-300")
    for k, drawn in enumerate(y, 1):
        value = states.quantities(model, f"{k}*{beta}", 30, ["coherence"])["coherence"]
        with precision(200):
            assert drawn == pytest.approx(float(MP.log10(value)), rel=1e-15)
    assert y[0] == pytest.approx(exponent, rel=0.01)
    labels = [text.get_text() for text in plot.pictures[-1].figure.axes[0].get_yticklabels()]
    assert 2 <= len(labels) <= MOST_LABELS and all(text.startswith("$10^{-") for text in labels)


def test_both_axes_logarithmic(plot: Plot) -> None:
    """High temperature is a line of slope -2 over 6000 decades, (42)."""
    assert plot("coherence", *RING, "-J", "2/5", "--over", "T=1e1000..1e4000:5", "--log", "xy")[0] == 0
    [(x, y)] = plot.lines().values()
    assert x == pytest.approx([1000, 1750, 2500, 3250, 4000], abs=1e-5)
    leading = float(MP.log10(MP.mpf("0.63")))
    assert [b + 2 * a for a, b in zip(x, y, strict=True)] == pytest.approx([leading] * 5, abs=1e-9)


def test_whole_numbers_of_sources(plot: Plot) -> None:
    words = ["--omega-a", "1", "--gamma", "1/3", "-T", "1"]
    assert plot("magnetization", *words, "--over", "N=1..5:5")[0] == 0
    [(x, y)] = plot.lines().values()
    assert x == [1, 2, 3, 4, 5]
    for N, drawn in zip((1, 2, 3, 4, 5), y, strict=True):
        expected = states.quantities(Model(N=N, omega_a=1, gamma="1/3"), 1, 20, ["magnetization"])["magnetization"]
        assert drawn == pytest.approx(float(expected), rel=1e-15)
    assert all(tick == round(tick) for tick in plot.pictures[-1].figure.axes[0].get_xticks())
    assert plot("coherence", *words, "--over", "N=1..100:9", "--log", "xy")[0] == 0
    [(x, _)] = plot.lines().values()
    assert [round(10**value, 9) for value in x] == [1, 2, 3, 6, 10, 18, 32, 56, 100]


def test_every_quantity_has_a_label_that_can_be_drawn() -> None:
    assert list(QUANTITIES) == [*OBSERVABLES, *LIMITS, *SHARED]
    ring, places = Model(N=2, omega_a=1, gamma=1), (exact("1"), exact("2"))
    for quantity in QUANTITIES:
        values = tuple(evaluate(ring, quantity, T=T, digits=17) for T in places)
        curve = Curve(label=None, places=places, values=values)
        drawn = plotted([curve], name="T", log="", caption="", description="", command="")
        drawn.figure.canvas.draw()
        assert ys(drawn.figure.axes[0].get_lines()[0]) == pytest.approx([float(v) for v in values], rel=1e-15)
    assert set(PARAMETERS) == {"T", "beta", "N", "omega", "omega_a", "gamma", "J", "J_xy"}


def test_twelve_curves_are_told_apart(plot: Plot) -> None:
    assert plot("coherence", *RING, "--over", "T=0.1..2:50", "--for", "J=-0.55..0.55:12", "--out", "x.png")[0] == 0
    lines = plot.pictures[-1].figure.axes[0].get_lines()
    assert len({(line.get_color(), str(line._unscaled_dash_pattern)) for line in lines}) == 12  # type: ignore[attr-defined]  # the dash itself


def test_a_flat_curve_shows_no_rounding(plot: Plot) -> None:
    """Cold, the coherence leaves C_0 by the last bits of a double: the axis must not magnify them."""
    words = ["coherence", *RING, "-J", "2/5", "--over", "T=0.07..0.09:9"]
    assert plot(*words)[0] == 0
    [(_, y)] = plot.lines().values()
    assert 0 < max(y) - min(y) < 1e-11
    low, high = plot.pictures[-1].figure.axes[0].get_ylim()
    assert high - low > 0.05
    assert plot(*words, "--log", "y")[0] == 0
    low, high = plot.pictures[-1].figure.axes[0].get_ylim()
    assert high == 0.0 and high - low > 0.5, "no axis of C goes beyond 1"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("coherense --over T=1..2:3", "QUANTITY must be a known quantity, but is 'coherense': did you mean coherence?"),
        ("coherence -T 1", "--over is required: give a grid such as T=0.01..2:200."),
        ("coherence --over T", "--over must be NAME=a..b:n or NAME=x,y,z, but is 'T'."),
        ("coherence --over S=1..2:3", "--over must vary one of T, beta, J, omega_a, gamma, omega, N, J_xy, but names 'S'."),
        ("coherence --over T=1..2:1", "--over must end in :n with n from 2 to 1000000 points, but is '1..2:1'."),
        ("coherence --over T=1..2:3 -T 1", "--over varies T, but -T/--temperature is given too: give one of the two."),
        ("coherence --over T=1..2:3 --beta 1", "--over varies T, but --beta is given too: give one of the two."),
        ("coherence --over J=1..2:3", "--beta and -T/--temperature exclude each other, and one of them is required: give exactly one."),
        ("coherence --over N=1..2:3 -T 1", "--over varies N, but -N/--sources is given too: give one of the two."),
        ("coherence --over T=-1..2:4", "--over must not be negative, but is '-1'."),
        ("coherence --over T=1..2:3 --for omega=-1,1", "--for must not be negative, but is '-1'."),
        ("coherence --over T=1..2:3 --for T=1,2", "--for varies T, which --over varies already: name another parameter."),
        ("coherence --over T=1..2:3 --for beta=1,2", "--for varies beta, which --over varies already: name another parameter."),
        ("coherence --over T=1..2:3 --for J=0..1:13", "--for must name at most 12 values, but names 13."),
        ("coherence --over beta=oo", "--over must hold a finite beta beside oo, or there is no axis: add one, or vary another parameter."),
        ("coherence --over T=1..2:3 --log z", "--log must be one of x, y, xy, but is 'z'."),
        ("coherence --over T=0..2:3 --log x", "--over must run over positive values where --log holds x, but is T=0..2:3."),
        (
            "coherence --over T=0,1 --log x",
            "--log cannot serve here, because T is 0, which is not positive: leave x linear, or change the range.",
        ),
        (
            "energy --over T=1,2 --log y",
            "--log cannot serve here, because energy is -1.8363 at T = 1, which is not positive: leave y linear, or change the range.",
        ),
        (
            "coherence --over beta=4..5:3 -J=-3000",
            "--log must hold y here: every value on that axis is below 1e-290, too small for a linear one.",
        ),
        (
            "partition-function --over beta=1,1000",
            "--log cannot serve here, because partition-function is 2.22566e1723 at beta = 1000, which is too large for a linear axis: "
            "make y logarithmic, or change the range.",
        ),
        ("coherence --over T=1..2:3 --out x", "--out must end in .pdf, .png or .svg, but is 'x'."),
        (
            "free-energy --over beta=0,1",
            "free-energy does not exist at beta = 0, where -T log Z is minus infinity: ask for log-partition-function.",
        ),
    ],
)
def test_one_sentence(words: str, sentence: str, plot: Plot) -> None:
    code, out, err = plot(*shlex.split(words), *RING)
    assert (code, out, err) == (2, "", f"symcoh: {sentence}\n") and err.isascii()
    assert list(plot.directory.iterdir()) == []


def test_a_point_that_is_not_certified_is_named(plot: Plot) -> None:
    code, out, err = plot("coherence", *RING, "--over", "T=1/10,1", "--max-precision", "20")
    assert (code, out) == (3, "") and err.startswith("symcoh: At T = 1/10: ") and "--max-precision" in err
    assert list(plot.directory.iterdir()) == []


def test_ticks_say_where_they_are() -> None:
    """Two to six labels inside the range (a seventh at half powers), each of them true, whatever the range."""
    rng = random.Random("ticks")
    for _ in range(2000):
        centre, span = rng.choice((0, -1, 5, -500.3, -5000, 1e6)) + rng.random(), 10 ** rng.uniform(-4, 6)
        low, high = centre - span, centre + span
        found = decade_ticks(low, high)
        assert 2 <= len(found.labels) == len(found.places) <= 2 * MOST_LABELS, (low, high, found)
        assert all(low - 1e-5 * span <= place <= high + 1e-5 * span for place in (*found.places, *found.minor))
        assert len(set(found.labels)) == len(found.labels) and len(found.minor) <= 60
        for place, label in zip(found.places, found.labels, strict=True):
            assert named(label) == pytest.approx(place, abs=1e-9)


def named(label: str) -> float:
    """log10 of what a label says."""
    factor, mark, power = label.strip("$").replace(r"\times", "").partition("10^{")
    if not mark:
        return float(MP.log10(MP.mpf(factor)))
    return float(power.rstrip("}")) + float(MP.log10(MP.mpf(factor or 1)))


def test_coordinates() -> None:
    with working_precision(200):
        tenth, huge = arb(1) / 10, arb(10) ** 5000
    assert linear(tenth) == 0.1 and logarithm(tenth) == -1.0 and logarithm(huge) == 5000.0
    for ball, scale in ((huge, linear), (arb(0), logarithm), (-tenth, logarithm), (arb(0, 1), logarithm), (arb("nan"), linear)):
        with pytest.raises(Undrawable):
            scale(ball)
    with working_precision(64), pytest.raises(Undrawable, match="decades"):
        logarithm(arb((1, 10**14)))


def test_geometric_points() -> None:
    points = [point.rational for point in geometric(exact("1/7"), exact("1e5"), 40)]
    quotients = [b / a for a, b in pairwise(points) if a is not None and b is not None]
    ratios = [int(quotient.p) / int(quotient.q) for quotient in quotients]
    assert ratios == pytest.approx([(7e5) ** (1 / 39)] * 39, rel=2e-5)
    assert str(geometric(exact("pi"), exact("1e9"), 2)[0]) == "pi"
