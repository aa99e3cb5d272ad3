"""The ten figures: what is drawn, against independent values and against what the paper's text says of each."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from math import log10, sqrt, tanh
from typing import Any

import pytest
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D

from figures.lines import xs, ys
from oracles import ground, states, transfer
from symcoh import Model, evaluate
from symcoh.exactnumbers import ONE, Exact, sign
from symcoh.figures.drawing import Picture
from symcoh.figures.lines import Line
from symcoh.figures.paper import COUPLINGS, CROSSING, GAPS, NAMES, PANELS, UPPER_BOUND, panel

Drawn = Callable[[str], Picture]
CURVES = tuple(PANELS)
SAMPLES = 5
C_3 = 12 / 13  # 2 N gamma/S_N at N = 4, gamma = 3/10: 2.4/2.6


def number(value: Exact) -> float:
    rational = value.rational
    assert rational is not None
    return int(rational.p) / int(rational.q)


def curves(drawn: Drawn, name: str) -> dict[str, list[tuple[float, float]]]:
    """The drawn points of every curve, by label."""
    return {str(line.get_label()): points(line) for line in drawn(name).figure.axes[0].get_lines()}


def points(line: Line2D) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in zip(xs(line), ys(line), strict=True)]


def by_enumeration(model: Model, temperature: Exact) -> float:
    """C from all configurations, or from walks around a large ring; the ground manifold at T = 0."""
    if sign(temperature) == 0:
        return float(ground.quantities(model, 30)["coherence"])
    route = states if model.N <= 8 else transfer
    return float(route.quantities(model, ONE / temperature, 20, ["coherence"])["coherence"])


def as_printed(line: Line, T: float) -> float:
    """The right-hand sides (36), (42), (44), (47) in doubles, read from the paper once more."""
    N, omega_a, gamma, J = line.model.N, *(number(v) for v in (line.model.omega_a, line.model.gamma, line.model.J))
    S = sqrt(1 + (2 * N * gamma) ** 2)
    return {
        "36": 2 * N * gamma / S * tanh(S / (2 * T)) * tanh(N * omega_a / (2 * T)),
        "42": N * gamma * omega_a / (2 * T**2) + N * gamma * omega_a * J / T**3,
        "44": tanh(N * omega_a / (2 * T)),
        "47": 2 * N * gamma / S * tanh(S / (2 * T)),
    }[line.equation]


@pytest.mark.parametrize("name", CURVES)
def test_what_is_drawn_is_the_coherence(name: str, drawn: Drawn) -> None:
    found = panel(name)
    for line in found.lines:
        where = curves(drawn, name)[line.label]
        kept = [T for T in found.temperatures if line.equation == "29" or sign(T) == 1]
        assert len(where) == len(kept) >= 90
        for k in range(0, len(kept), len(kept) // (SAMPLES - 1)):
            exact = by_enumeration(line.model, kept[k]) if line.equation == "29" else as_printed(line, number(kept[k]))
            expected = (number(kept[k]), exact)
            if found.logarithmic:
                expected = (log10(expected[0]), log10(expected[1]))
            assert where[k] == pytest.approx(expected, rel=1e-12, abs=1e-12), (name, line.label, k)
            if line.equation == "29" and not found.logarithmic:
                assert where[k][1] == pytest.approx(float(evaluate(line.model, "coherence", T=kept[k], digits=25)), rel=1e-12)


@pytest.mark.parametrize("name", CURVES)
def test_curves_are_told_apart_and_smooth(name: str, drawn: Drawn) -> None:
    """Neither colour nor dash is shared; without every second point a curve moves by less than its own width."""
    lines = drawn(name).figure.axes[0].get_lines()
    looks = [(to_hex(line.get_color()), str(panel(name).lines[k].dash)) for k, line in enumerate(lines)]
    assert len({line.get_label() for line in lines}) == len(set(looks)) == len(lines)
    assert len({color for color, _ in looks}) >= len(lines) - 1
    low, high = drawn(name).figure.axes[0].get_ylim()
    for line in lines:
        where = points(line)
        for before, here, after in zip(where, where[1:], where[2:], strict=False):
            chord = before[1] + (after[1] - before[1]) * (here[0] - before[0]) / (after[0] - before[0])
            assert abs(here[1] - chord) < 0.005 * (high - low), (name, line.get_label(), here)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_cut_or_covered(name: str, drawn: Drawn) -> None:
    figure = drawn(name).figure
    figure.draw_without_rendering()
    assert figure.get_size_inches()[0] == pytest.approx(86 / 25.4)
    assert all(float(text.get_fontsize()) >= 8 for text in (figure.axes[0].xaxis.label, figure.axes[0].yaxis.label))
    box = figure.get_tightbbox()
    width, height = figure.get_size_inches()
    assert box.x0 >= 0 and box.y0 >= 0 and box.x1 <= width and box.y1 <= height
    for axes in figure.axes:
        for cover in [axes.get_legend(), *axes.texts]:
            if cover is None:
                continue
            extent = cover.get_window_extent()
            for line in axes.get_lines():
                path = line.get_path().transformed(line.get_transform())
                assert not path.intersects_bbox(extent, filled=False), (name, line.get_label())


def starts(drawn: Drawn, name: str) -> list[float]:
    """C at the lowest temperature, of the exact curves in order."""
    return [curves(drawn, name)[line.label][0][1] for line in panel(name).lines if line.equation == "29"]


def falls(where: list[tuple[float, float]]) -> bool:
    return all(b[1] <= a[1] for a, b in pairwise(where))


def ordered(lower: list[tuple[float, float]], upper: list[tuple[float, float]]) -> bool:
    """Whether one curve lies nowhere above another, compared where both are drawn, and below it at the end."""
    places = dict(upper)
    pairs = [(y, places[x]) for x, y in lower if x in places]
    assert len(pairs) > 90
    return all(a <= b + 1e-15 for a, b in pairs) and pairs[-1][0] < pairs[-1][1]


@pytest.mark.parametrize("name", ["1a", "2a", "2b", "2c", "3d"])
def test_curves_rise_with_the_parameter_up_to_the_limit(name: str, drawn: Drawn) -> None:
    """(32), (33), (34) and Sec. 6.5: larger J, omega_a, gamma or N means larger C; (36), (44), (47) are above all."""
    found = list(curves(drawn, name).values())
    assert len(found) == 6
    assert all(ordered(lower, upper) for lower, upper in pairwise(found))
    if name != "3d":
        assert all(falls(where) for where in found)


def look(drawn: Drawn, name: str, label: str) -> tuple[str, bool]:
    [line] = [line for line in drawn(name).figure.axes[0].get_lines() if line.get_label() == label]
    return to_hex(line.get_color()).upper(), line.get_linestyle() == "-"


def test_1a(drawn: Drawn) -> None:
    """One C_0 for all J; J = 0 is solid blue, (36) dashed black; J extends the plateau."""
    assert starts(drawn, "1a") == pytest.approx([1.2 / sqrt(2.44)] * 5, rel=1e-15)
    assert look(drawn, "1a", "$J=0$") == ("#0072B2", True)
    assert look(drawn, "1a", UPPER_BOUND) == ("#000000", False)
    plateaus = [max(x for x, y in where if y > 0.99 * where[0][1]) for where in curves(drawn, "1a").values()]
    assert plateaus == sorted(plateaus) and plateaus[0] < plateaus[2] < plateaus[4]


def test_1b(drawn: Drawn) -> None:
    """Both terms of (42) are nearer than the first, which is a straight line of slope -2 that C approaches."""
    exact, first, both = curves(drawn, "1b").values()
    assert (first[-1][1] - first[0][1]) / (first[-1][0] - first[0][0]) == pytest.approx(-2, rel=1e-12)
    hot = [k for k, (x, _) in enumerate(exact) if x > 0.5]
    assert all(abs(both[k][1] - exact[k][1]) < abs(first[k][1] - exact[k][1]) for k in hot)
    assert 0 < exact[-1][1] - first[-1][1] < 0.02 and exact[hot[0]][1] - first[hot[0]][1] > 0.1
    assert exact[0][1] > log10(0.5), "the plateau is in view"


def test_1c(drawn: Drawn) -> None:
    """At T << J the curve follows (43), at T >> J it follows (42): the order of the limits matters, by a factor N."""
    found = curves(drawn, "1c")
    late, early, first, joined = found["$J=1000$"], found["$J=1$"], found["(42), first term"], found["(43)"]
    assert all(a[1] - b[1] == pytest.approx(log10(6), abs=1e-12) for a, b in zip(joined, first, strict=True))
    at = {round(x, 1): k for k, (x, _) in enumerate(late)}
    assert late[at[1.5]][1] == pytest.approx(joined[at[1.5]][1], abs=0.01)
    assert early[at[3.5]][1] == pytest.approx(first[at[3.5]][1], abs=0.01)
    assert late[-1][1] == pytest.approx(first[-1][1], abs=0.1)
    assert found[UPPER_BOUND][-1][1] == pytest.approx(joined[-1][1], abs=1e-6)


def test_2(drawn: Drawn) -> None:
    """(41): C_0 grows with gamma and with N towards 1 and does not depend on omega_a; the limits are black and dashed."""
    assert starts(drawn, "2a") == pytest.approx([12 * g / sqrt(1 + (12 * g) ** 2) for g in (0.02, 0.05, 0.1, 0.25, 1)], rel=1e-15)
    assert starts(drawn, "2b") == pytest.approx([1.2 / sqrt(2.44)] * 5, rel=1e-15)
    assert starts(drawn, "2c") == pytest.approx([0.2 * N / sqrt(1 + (0.2 * N) ** 2) for N in (2, 4, 8, 16, 32, 64)], rel=1e-15)
    assert starts(drawn, "2c")[-1] > 0.99
    for name in ("2a", "2b", "3d"):
        assert look(drawn, name, panel(name).lines[-1].label) == ("#000000", False)


def circles(drawn: Drawn) -> list[tuple[float, float, str]]:
    found = [line for line in drawn("3a").figure.axes[0].get_lines() if line.get_marker() == "o"]
    return [(*points(line)[0], to_hex(line.get_color())) for line in found]


def test_3a(drawn: Drawn) -> None:
    """The line J = -omega_a/4 - 1/10, dashed lines through its point (0.8, -0.3), circles in the colours of 3b and 3c."""
    axes = drawn("3a").figure.axes[0]
    line, *others = axes.get_lines()
    assert sum(points(line), ()) == pytest.approx((0, -0.1, 1.6, -0.5), abs=1e-15)
    dashed = [other for other in others if other.get_marker() != "o"]
    assert [set(ys(other)) for other in dashed[:1]] == [{-0.3}] and set(xs(dashed[1])) == {0.8}
    assert {"$C_0=0$\nantialigned", "$C_0>0$\naligned"} <= {text.get_text() for text in axes.texts}
    expected = [(float(gap), -0.3) for gap in GAPS] + [(0.8, float(J)) for J in COUPLINGS]
    assert [(x, y) for x, y, _ in circles(drawn)] == expected
    colours = [to_hex(line.get_color()) for name in ("3b", "3c") for line in drawn(name).figure.axes[0].get_lines()]
    assert [color for *_, color in circles(drawn)] == colours
    for x, y, _ in circles(drawn):
        antialigned = ground.quantities(Model(N=4, omega_a=str(x), gamma="0.3", J=str(y)), 20)["coherence"] == 0
        assert antialigned == (y < -x / 4 - 0.1 - 1e-12)
    [shade] = axes.collections
    assert shade.get_paths()[0].contains_point((0.4, -0.3)) and not shade.get_paths()[0].contains_point((1.2, -0.3))


@pytest.mark.parametrize("name", ["3b", "3c"])
def test_3b_and_3c(name: str, drawn: Drawn) -> None:
    """(49), (50): C_0 is 0 twice, a third on the line, 2 N gamma/S_N twice; only from the latter does C fall all the way."""
    assert starts(drawn, name) == pytest.approx([0, 0, C_3 / 3, C_3, C_3], abs=1e-15)
    below, near, on, beyond, above = curves(drawn, name).values()
    assert falls(beyond) and falls(above)
    for where in (below, near, on):
        top = max(range(len(where)), key=lambda k: where[k][1])
        assert 0 < top < len(where) - 1 and falls(where[top:]) and falls(where[top::-1])
    assert panel(name).lines[2].model == CROSSING


def test_3d(drawn: Drawn) -> None:
    """C_0 jumps where gamma passes 0.3, and the lines (48) shift downwards past the one point all curves share."""
    assert starts(drawn, "3d") == pytest.approx([0, 0, C_3 / 3, 4 / sqrt(17), 8 / sqrt(65)], abs=1e-15)
    *lines, shared = drawn("3d").figure.axes[1].get_lines()
    assert points(shared) == [(0.8, -0.3)]
    for line, gamma in zip(lines, (0.1, 0.2, 0.3, 0.5, 1), strict=True):
        height = -(sqrt(1 + 64 * gamma**2) - 1) / 16
        assert sum(points(line), ()) == pytest.approx((0, height, 1.6, height - 0.4), abs=1e-15)
    assert [to_hex(line.get_color()) for line in lines] == [to_hex(c.get_color()) for c in drawn("3d").figure.axes[0].get_lines()[:5]]


def test_captions_state_the_parameters(drawn: Drawn) -> None:
    for name in NAMES:
        found: Any = drawn(name)
        caption = found.figure.get_supxlabel()
        assert caption.startswith(f"Fig. {name}") and r"$\omega=1$" in caption
    for name in CURVES:
        assert all(repr(line.model) in drawn(name).description for line in panel(name).lines)
