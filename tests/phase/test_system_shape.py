"""Every extremum of C(T) of other sources: against the whole Hamiltonian on a grid of temperatures, against the ring's own route,
and theorem by theorem."""

from __future__ import annotations

import contextlib
import io
import json
import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from flint import arb, fmpq

from oracles.not_none import not_none
from reliability.sampling import SOAK
from sources.random_models import ctx, eigenstates, parts_of_case
from symcoh import Bath, Model, Target, evaluate
from symcoh.balls import midpoint, working_precision
from symcoh.cli.main import run
from symcoh.errors import InputError, NotCertified
from symcoh.numeric.precision import started_clock
from symcoh.numeric.sums.whole import whole
from symcoh.phase import maximum, phase, system_phase
from symcoh.phase.curve import Piece
from symcoh.phase.extrema import Extremum, extrema
from symcoh.phase.levels import PrecisionNeeded
from symcoh.phase.system_shape import Shape, hot_coefficient_vanishes, system_shape
from symcoh.phase.system_tail import pull, sorted_tail, tail_holds
from symcoh.phase.system_taylor import Spectrum, boltzmann_sums, coherence, first_model, full, slope, slope_model, spectrum
from symcoh.sources import XX, Chain, Graph, Independent, Levels, Oscillators, Ring
from symcoh.units import Units

from .cases import NAMED, random_model

CASES = 25 * SOAK
TEMPERATURES = 60
CHUNKS = 5


def shape_of(model: Model) -> tuple[Shape, tuple[Extremum, ...]]:
    found, clock = system_shape(model, started_clock()), started_clock()
    curve = found.curve
    return found, () if curve is None else extrema(lambda: curve, found.pieces, 15, 10**5, clock, model.units.kelvin())


def dense(parts: tuple[Any, list[Any], list[Any]]) -> tuple[Any, list[Any]]:
    """(T -> C from all eigenstates of the whole Hamiltonian, the excitation energies)."""
    rows = eigenstates(*parts)
    least = min(row[0] for row in rows)
    size = parts[0].rows

    def value(temperature: Any) -> Any:
        weights = [count * ctx.exp(-(energy - least) / temperature) for energy, count, _, _ in rows]
        shares = [abs(ctx.fsum(w * row[3][a, b] for w, row in zip(weights, rows, strict=True))) for a in range(size) for b in range(a)]
        return 2 * ctx.fsum(shares) / ctx.fsum(weights)

    return value, [row[0] - least for row in rows if row[0] - least > ctx.mpf(10) ** -40]


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_random_models(chunk: int) -> None:
    """Between two temperatures without a certified extremum C moves as certified; beside each extremum it is seen to turn."""
    seen = 0
    for number in range(7000 + chunk, 7000 + 4 * CASES, CHUNKS):
        model, _, parts = parts_of_case(random.Random(number), 3)
        if model.target.dimension > 2 or not all(bath.sources.bounded for bath in model.baths):
            continue
        try:
            found, turns = shape_of(model)
        except NotCertified:
            continue
        value, gaps = dense(parts)
        if not found.pieces:
            assert all(value(ctx.mpf(T)) < ctx.mpf(10) ** -60 for T in (1, 3))
            continue
        seen += 1
        check_against_the_grid(turns, value, min(gaps) / 30, 10 * max(gaps))
    assert seen >= 5 * SOAK


def check_against_the_grid(turns: Sequence[Extremum], value: Any, low: Any, high: Any) -> None:
    for turn in turns:
        at, side = ctx.mpf(turn.T), 1 if turn.kind == "maximum" else -1
        here, near = value(at), [value(at * (1 + step)) for step in (ctx.mpf(10) ** -6, -(ctx.mpf(10) ** -6))]
        assert abs(here - ctx.mpf(turn.C)) < ctx.mpf(10) ** -13 * here + ctx.mpf(10) ** -15
        assert all(side * (here - other) >= 0 for other in near)
    grid = [low * (high / low) ** (ctx.mpf(k) / (TEMPERATURES - 1)) for k in range(TEMPERATURES)]
    values = list(map(value, grid))
    places = [ctx.mpf(turn.T) for turn in turns]
    kinds = [1 if turn.kind == "maximum" else -1 for turn in turns] + [-1]
    assert kinds[-2:] in ([1, -1], [-1]) and all(one != other for one, other in pairwise(kinds[:-1]))
    for (left, one), (right, other) in pairwise(zip(grid, values, strict=True)):
        if not any(left <= place <= right for place in places) and abs(other - one) > ctx.mpf(10) ** -65:
            assert (other - one) * kinds[sum(place < left for place in places)] > 0


def test_the_random_models_are_not_all_alike() -> None:
    """Several extrema, C = 0 on the way, and none at all."""
    kinds = [tuple((turn.kind, turn.C == "0") for turn in shape_of(model)[1]) for model in map(case_of, (2, 4, 11, 30, 46))]
    assert [len(kind) for kind in kinds] == [0, 1, 2, 2, 3] and [any(zero for _, zero in kind) for kind in kinds] == [False] * 3 + [
        True
    ] * 2


def case_of(number: int) -> Model:
    return parts_of_case(random.Random(number), 4)[0]


@pytest.mark.parametrize("number", range(12))
def test_the_ring_by_both_routes(number: int) -> None:
    model = [case for case, _ in NAMED.values()][number] if number < 4 else random_model(number)
    _, turns = shape_of(model)
    assert turns == phase(model, digits=15).extrema


def spectra() -> list[Spectrum]:
    cold = Model(sources=Chain(N=4, J="-1/3"), omega_a="1/10", gamma="3/10")
    found = [whole(model, started_clock()) for model in (*map(case_of, (4, 11, 13, 30)), turning_model(), cold)]
    return [spectrum(each, 300, 12) for each in found]


def turning_model() -> Model:
    """Two axes: a bath along sigma^x, one along sigma^y."""
    baths = [
        Bath(sources=Chain(N=2, J="1/5"), omega_a="1/2", gamma="1/3", coupling=[[0, 1], [1, 0]]),
        Bath(sources=Independent(N=1), omega_a="1/3", gamma="1/4", coupling=[[0, "-i"], ["i", 0]]),
    ]
    return Model(target=Target(hamiltonian=[["1/2", "1/9"], ["1/9", "-1/2"]]), baths=baths)


@pytest.mark.parametrize("number", range(6))
def test_slope_model_holds_on_its_interval(number: int) -> None:
    """e^{a h} F at points inside lies in the polynomial with its remainder; F is the slope of C^2 by differences of C."""
    source, told = random.Random(number), 0
    known = spectra()[number]
    with working_precision(300):
        for count in range(12):
            levels = replace(known, order=(2, 4, 12)[count % 3])
            centre = fmpq(source.randint(1, 4000), 1000) / fmpq(1 + int(not_none(levels.scale.mid().ceil().unique_fmpz())))
            radius = centre * fmpq(source.choice((5, 20, 60, 95)), 100)
            low, middle, high = (boltzmann_sums(levels, arb(beta)) for beta in (centre - radius, centre, centre + radius))
            found = slope_model(levels, low, middle, high, radius)
            told += found.value_sign() is not None
            factors = []
            for step in (-1, fmpq(-1, 3), 0, fmpq(1, 2), 1):
                h = arb(radius * step)
                value, rise = slope(known, boltzmann_sums(known, arb(centre) + h))
                series = sum((c * h**k for k, c in enumerate(found.coefficients)), arb(0))
                assert found.value_sign() is None or value * (found.value_sign() or 0) > 0
                if step and not series.contains(0):
                    factors.append((series / value).log() / h)
                assert rise.is_finite()
                check_slope(levels, arb(centre) + h, value)
            assert all(one.overlaps(factors[0]) for one in factors[1:]), "one rate for every point"
    assert told > 2


def check_slope(levels: Spectrum, beta: arb, value: arb) -> None:
    step = beta * arb((1, -60))
    change = coherence(levels, midpoint(beta + step)) ** 2 - coherence(levels, midpoint(beta - step)) ** 2
    assert change.contains(0) or value.contains(0) or change * value < 0 or abs(change) < arb((1, -180))


@pytest.mark.parametrize("number", range(6))
def test_the_start_and_the_tail(number: int) -> None:
    """What is proved of (0, beta] and of [beta, oo) holds far inside."""
    levels = spectra()[number]
    shape = system_shape(levels.whole.problem.model, started_clock())
    power = getattr(shape.curve, "power", 0)
    with working_precision(300):
        beta = fmpq(1, 8) / fmpq(1 + int(not_none(levels.scale.mid().ceil().unique_fmpz())))
        model = first_model(levels, boltzmann_sums(levels, arb(0)), boltzmann_sums(levels, arb(beta)), beta, power)
        assert model.value_sign() == -1
        for part in (1, 3, 10**3, 10**9):
            assert slope(levels, boltzmann_sums(levels, arb(beta / part)))[0] < 0
        tail = sorted_tail(levels)
        place, spoke = 1 / midpoint(tail.energy), 0
        while spoke < 2:
            place = midpoint(place * 2)
            if tail_holds(levels, tail, place):
                spoke += 1
                for factor in (1, 2, 50):
                    value = slope(levels, boltzmann_sums(levels, place * factor))[0]
                    assert value * tail.sign > 0 or value.contains(0)
                assert slope(levels, boltzmann_sums(levels, place))[0] * tail.sign > 0


def test_ties_in_the_tail_are_exact() -> None:
    """H_A = 0 and energies in steps of 1/2: levels of one energy pull both ways, and cancel at the lowest one."""
    model = Model(omega=0, sources=Levels(levels=[[1, 0, 1], [2, "3/2", 1], [-2, "3/2", 1], [-1, 2, 3]]))
    levels = spectrum(whole(model, started_clock()), 128, 2)
    with working_precision(128):
        tail = sorted_tail(levels)
        assert [round(float(state.energy), 6) for state in tail.silent] == [] and tail.sign == -1
        assert {round(float(state.energy), 6) for state in tail.leading} == {0.5}
        assert {round(float(pull(levels, state)), 6) for state in tail.leading} == {0.0, -2.0}
    hidden = Model(omega=0, sources=Levels(levels=[[1, 0, 1], [-1, 0, 1], [2, "3/2", 1], [-2, "3/2", 1], [3, "sqrt(8)", 1]]))
    levels = spectrum(whole(hidden, started_clock()), 128, 2)
    with working_precision(128):
        tail = sorted_tail(levels)
        assert tail.hot and len(tail.silent) == 2 and tail.sign == 1 and len(tail.leading) == 1


def test_shifts_that_cancel_around_a_mean() -> None:
    """Ground states at b = 1 and, twice, at b = -1: xi_0 = 1/3. Levels at +-2, one and two, have that mean: silent."""
    rows = [[1, 0, 1], [-1, 0, 2], [2, "3/2", 1], [-2, "3/2", 2], [3, 3, 1]]
    levels = spectrum(whole(Model(omega=0, sources=Levels(levels=rows)), started_clock()), 128, 2)
    with working_precision(128):
        tail = sorted_tail(levels)
        assert not tail.hot and len(tail.silent) == 2 and [state.degeneracy for state in tail.leading] == [1]
        assert {round(float(state.energy), 9) for state in tail.silent} == {0.5}


@pytest.mark.parametrize("kind", ["one axis", "two axes", "cold without coherence"])
def test_the_tail_speaks_no_earlier_than_it_may(kind: str) -> None:
    """From the first beta at which the theorem speaks, to 2 %, the sign is that of F, also where another level pulls the other way."""
    source, against = random.Random(kind), 0
    for _ in range(60):
        rows = [[f"{source.randint(-6, 6)}/3", f"{source.randint(0, 12)}/4", source.randint(1, 5)] for _ in range(source.randint(3, 5))]
        own = f"1/{source.randint(2, 9)}"
        rows += [[0, -2, 1]] if kind == "cold without coherence" else []
        target = Target(omega=own) if kind != "two axes" else Target(hamiltonian=[["1/2", f"{own}*i"], [f"-{own}*i", "-1/2"]])
        try:
            levels = spectrum(whole(Model(target=target, sources=Levels(levels=rows)), started_clock()), 200, 2)
            with working_precision(200):
                if not levels.cold:
                    continue
                tail = sorted_tail(levels)
        except (PrecisionNeeded, NotCertified):
            continue
        with working_precision(200):
            beta = 1 / (20 * midpoint(tail.energy))
            while not tail_holds(levels, tail, beta):
                beta = midpoint(beta * arb("1.02"))
            for factor in ("1", "1.1", "1.5", "3"):
                assert slope(levels, boltzmann_sums(levels, midpoint(beta * arb(factor))))[0] * tail.sign > 0
            first = tail.leading[0].shift[0]
            against += any((state.shift[0] * first if tail.hot else pull(levels, state) * tail.sign) < 0 for state in tail.others)
    assert against > 15


def test_where_c_begins() -> None:
    """No mean field: beta^2; neither omega_a: beta^3, through the coupling of the sources alone."""
    bent = Graph(N=2, edges=[[1, 2, "1/3"]], omega_k=["1/2", "0"], gamma_k=["0", "1/5"])
    hidden = Levels(levels=[[1, 1, 1], [1, -1, 1], [-2, 0, 1]])  # sum g b = sum g b e = sum g b (e^2/2 + b^2/6) = 0
    chain = Model(sources=Chain(N=3, J="1/5"), omega_a="1/2", gamma="1/3")
    for model, power in ((chain, 2), (Model(sources=bent), 3), (Model(sources=hidden), 5)):
        known = whole(model, started_clock())
        assert getattr(system_shape(model, started_clock()).curve, "power", None) == power
        assert [hot_coefficient_vanishes(known, 0, k) for k in range(1, power + 1)] == [True] * (power - 1) + [False]
        slow = [evaluate(model, "coherence", beta=f"1/10**{k}", digits=10) for k in (6, 7)]
        assert round(float(str(slow[0])) / float(str(slow[1]))) == 10**power


def test_c_that_is_zero_throughout() -> None:
    mixed = Independent(N=2, omega_k=["1/2", "1/2"], gamma_k=["1/3", "-1/3"])
    for model in (
        Model(sources=mixed),
        Model(sources=Chain(N=3, J="1/5"), omega_a=0, gamma=1),
        Model(sources=XX(shape="ring", N=3, J_xy=1), omega_a=1, gamma=0),
    ):
        assert system_shape(model, started_clock()).pieces == () and (maximum(model).T, maximum(model).C) == ("0", "0")


def test_a_complex_coupling_is_turned_into_the_plane() -> None:
    """Phases of A drop out of C where H_A has none."""
    plain, turned = (
        Model(
            target=Target(hamiltonian=[["1/2", 0], [0, "-1/2"]]),
            baths=[Bath(sources=Chain(N=4, J="-1/3"), omega_a="1/10", gamma="3/50", coupling=rows)],
        )
        for rows in ([[0, 5], [5, 0]], [[0, "3+4*i"], ["3-4*i", 0]])
    )
    assert shape_of(plain)[1] == shape_of(turned)[1] != () and maximum(plain).C == maximum(turned).C


def test_units() -> None:
    """The temperature of the maximum in mK is h GHz/k_B times that in natural units."""
    units = Units(energy="GHz", temperature="mK")
    for sources in (Ring(N=4, J="-2/5"), Chain(N=4, J="-1/3")):
        model = Model(sources=sources, omega_a="1/10", gamma="3/10")
        plain, found = maximum(model), maximum(Model(sources=sources, omega_a="1/10", gamma="3/10", units=units))
        assert found.C == plain.C and plain.T != "0" and found.parameters["temperature_unit"] == "mK"
        assert abs(ctx.mpf(found.T) / ctx.mpf(plain.T) - ctx.mpf(2761298) ** -1 * 132521403) < 1e-17
        assert (
            abs(
                ctx.mpf(str(evaluate(Model(sources=sources, omega_a="1/10", gamma="3/10", units=units), "coherence", T=found.T)))
                - ctx.mpf(plain.C)
            )
            < 1e-17
        )


def call(*words: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.raises(SystemExit) as stop:
        run(list(words))
    return int(str(stop.value.code)), out.getvalue(), err.getvalue()


def test_commands(tmp_path: Path) -> None:
    options = ["--sources-model", "xx-ring", "-N", "8", "--omega-a", "0.1", "--gamma", "0.3", "--coupling-xy", "0.6"]
    code, out, err = call("maximum", *options, "--digits", "8", "--format", "json")
    found = json.loads(out)
    assert (code, err, found["T"], found["C"], found["parameters"]["sources_model"]) == (0, "", "0.12632408", "0.18280231", "xx-ring")
    extremum = json.loads(call("phase", *options, "--digits", "8", "--format", "json")[1])
    assert extremum["extrema"][0]["T"] == found["T"] and extremum["because"] is None
    assert "maximum  T = 0.12632408" in call("phase", *options, "--digits", "8")[1]
    (tmp_path / "m.toml").write_text('[sources]\nsystem = "chain"\nN = 4\nJ = "-1/3"\nomega_a = "1/10"\ngamma = "3/10"\n')
    _, lines, _ = call(
        "maximum", "--sources-model", "chain", "-N", "4", "--omega-a", "0.1", "--gamma", "0.3", "--over", "J=-1/3,1/3", "--format", "csv"
    )
    assert lines.splitlines()[1].split(",")[1:] == list(
        call("maximum", "--model", str(tmp_path / "m.toml"), "--format", "csv")[1].splitlines()[1].split(",")
    )
    assert lines.splitlines()[2].split(",")[1] == "0"


def test_what_is_refused(tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text('[sources]\nsystem = "oscillators"\nN = 1\nOmega = "6/5"\ngamma = "1/5"\n')
    named = ["-N", "100", "--omega-a", "1", "--gamma", "1", "--coupling-xy", "1"]
    for words, code, sentence in (
        (["--model", str(tmp_path / "m.toml")], 2, "must have finitely many levels for the extrema of C(T), but are oscillators"),
        (["--sources-model", "xx-chain", *named], 3, "are too many to be listed: try a smaller N"),
        (["--sources-model", "chain", "-N", "1000", *named[2:6]], 3, "more than 12000 levels"),
    ):
        found = call("maximum", *words)
        assert (found[0], found[1], found[2].count("\n")) == (code, "", 1) and sentence in found[2]
    three = Target(hamiltonian=[[1, 1, 0], [1, 0, 0], [0, 0, 0]], coupling=[[0, 1, 0], [1, 0, 0], [0, 0, 0]])
    with pytest.raises(InputError, match="must have two levels"):
        system_phase(Model(target=three, sources=Chain(N=2), omega_a=1, gamma=1))
    with pytest.raises(InputError, match="must have two levels"):
        maximum(Model(target=three, sources=Chain(N=2), omega_a=1, gamma=1))
    with pytest.raises(InputError, match="finitely many"):
        system_shape(Model(sources=Oscillators(N=1, Omega=2), gamma=1), started_clock())
    assert "finitely many levels" in (system_phase(Model(sources=Oscillators(N=1, Omega=2), gamma=1)).because or "")


def test_a_piece_is_told() -> None:
    found, _ = shape_of(turning_model())
    assert all(isinstance(piece, Piece) for piece in found.pieces) and found.pieces[-1].high is None
    assert all(one.high == other.low for one, other in pairwise(found.pieces)) and found.pieces[0].low == 0
    levels = spectra()[4]
    with working_precision(300):
        sums = boltzmann_sums(levels, arb(1))
        assert len(levels.whole.axes) == 2 and (full(levels, sums, 0)[0] / sums.weight[0]) ** 2 < coherence(levels, arb(1)) ** 2


def test_a_coupling_beyond_every_precision_is_refused_in_a_sentence() -> None:
    model = Model(sources=Chain(N=1), omega_a=2, gamma="2**1000000")
    with pytest.raises(NotCertified, match="first power of beta in C at high temperature is not decided"):
        maximum(model)
