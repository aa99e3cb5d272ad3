"""`symcoh plot --overlay --ratio`, `1-C` and `--data`: formulas beside certified values."""

from __future__ import annotations

import csv
import shlex
from pathlib import Path

import mpmath
import pytest
from flint import arb

from figures.lines import xs, ys
from oracles import states
from symcoh import Model, evaluate
from symcoh.checking.overlay import label, read_formula, value_at
from symcoh.errors import InputError, NotCertified
from symcoh.exactnumbers import exact
from symcoh.figures.complement import complement
from symcoh.figures.overlays import ratios
from symcoh.model import Bath
from symcoh.sources.chain import Chain
from symcoh.sources.levels import Levels
from symcoh.target import Target

from .test_own import RING, Plot
from .test_own import plot as plot

TERM = "N*gamma*omega_a*beta**2/2"
BOTH = "N*gamma*omega_a/(2*T**2) + N*gamma*omega_a*J/T**3"
OTHER = Target(hamiltonian=[[1, 0], [0, 0]], coupling=[[0, 1], [1, 0]])


def rows(path: str) -> list[list[str]]:
    return list(csv.reader(Path(path).read_text().splitlines()))


def test_values_formulas_and_ratios(plot: Plot) -> None:
    """Each column against routes of its own: the sum over all configurations, and the formula in doubles."""
    words = ["coherence", *RING, "-J", "2/5", "--over", "T=0..2:9", "--overlay", TERM, "--overlay", BOTH, "--ratio", "--data", "x.csv"]
    code, out, err = plot(*words)
    assert (code, out) == (0, "plot-coherence.pdf\nx.csv\n")
    assert err.splitlines() == [f"{text}: 1 of 9 points have no place on these axes and are left out" for text in (TERM, BOTH)]
    head, *found = rows("x.csv")
    assert head == ["T", "coherence", TERM, f"coherence/({TERM})", BOTH, f"coherence/({BOTH})"]
    assert found[0] == ["0", str(evaluate(Model(N=6, omega_a="7/10", gamma="3/10", J="2/5"), "coherence", T=0, digits=17)), "", "", "", ""]
    for T, *cells in found[1:]:
        value = float(states.quantities(Model(N=6, omega_a="7/10", gamma="3/10", J="2/5"), f"1/({T})", 20, ["coherence"])["coherence"])
        term = 6 * 0.3 * 0.7 / (2 * float(T) ** 2)
        both = term * (1 + 2 * 0.4 / float(T))
        assert [float(cell) for cell in cells] == pytest.approx([value, term, value / term, both, value / both], rel=1e-14)
    above, below = plot.pictures[-1].figure.axes
    first, *others = above.get_lines()
    assert ys(first) == pytest.approx([float(row[1]) for row in found], rel=1e-15)
    assert ys(others[0])[1:] == pytest.approx([float(row[2]) for row in found[1:]])
    one, *drawn = below.get_lines()
    assert set(ys(one)) == {1.0} and len(drawn) == 2
    assert ys(drawn[1])[1:] == pytest.approx([float(row[5]) for row in found[1:]])
    assert above.get_ylim()[1] <= 1.05 and below.get_ylabel() == "ratio", "a formula that grows without bound does not flatten C"


def test_the_command_in_the_file_makes_it_again(plot: Plot) -> None:
    words = ["1-C", *RING, "--over", "T=0.1..1:5", "--log", "y", "--overlay", "-beta + 3*T", "--ratio", "--no-caption", "--width", "178mm"]
    assert plot(*words, "--out", "first.svg")[0] == 0
    assert plot(*shlex.split(plot.pictures[-1].command)[2:], "--out", "again.svg")[0] == 0
    assert Path("first.svg").read_bytes() == Path("again.svg").read_bytes()


def test_a_formula_is_drawn_once_where_it_does_not_hold_what_parts_the_curves(plot: Plot) -> None:
    words = ["coherence", *RING, "--over", "beta=1,2,oo", "--for", "J=-2/5,0,2/5", "--data", "x.csv", "--overlay"]
    assert plot(*words, TERM)[0] == 0
    head, *found = rows("x.csv")
    assert head == ["beta", *(f"coherence at J = {J}" for J in ("-2/5", "0", "2/5")), TERM]
    assert [row[0] for row in found] == ["1", "2", "inf"] and found[2][4] == ""
    assert plot(*words, "tanh(K)*T")[0] == 0
    head, *found = rows("x.csv")
    assert head[4:] == [f"tanh(K)*T at J = {J}" for J in ("-2/5", "0", "2/5")]
    assert [float(cell) for cell in found[1][4:]] == pytest.approx([float(mpmath.tanh(2 * J)) / 2 for J in (-0.4, 0, 0.4)])
    colours = [line.get_color() for line in plot.pictures[-1].figure.axes[0].get_lines() if len(xs(line)) == 2]
    assert colours[3:6] == colours[:3], "a formula has the colour of its curve"


def test_one_minus_c(plot: Plot) -> None:
    """1 - C keeps its digits where C is all nines, and its axis ends at 1."""
    words = ["1-C", "--omega-a", "7/10", "--gamma", "3/10", "-T", "1/50", "--over", "N=1..10000:3", "--log", "xy", "--data", "x.csv"]
    assert plot(*words)[:2] == (0, "plot-1-C.pdf\nx.csv\n")
    _, *found = rows("x.csv")
    assert [row[0] for row in found] == ["1", "100", "10000"]
    for N, cell in ((1, found[0][1]), (100, found[1][1]), (10000, found[2][1])):
        with mpmath.workdps(60):
            # T << every gap, J = 0: the ground state, (41), up to e^{-35}
            ground = 1 - 2 * N * mpmath.mpf("0.3") / mpmath.sqrt(1 + (2 * N * mpmath.mpf("0.3")) ** 2)
            assert abs(mpmath.mpf(cell) / ground - 1) < 1e-6, N
    with mpmath.workdps(60):
        other = evaluate(Model(N=100, omega_a="7/10", gamma="3/10"), "coherence", T="1/50", digits=40, backend="mpmath")
        assert abs(mpmath.mpf(found[1][1]) / (1 - mpmath.mpf(other.value)) - 1) < 1e-16, "all 17 digits"
    value = evaluate(Model(N=1, omega=0, omega_a=1, gamma=1), "coherence", beta="oo", digits=5)
    assert complement(lambda digits: value, 5).value == "0", "C is exactly 1"
    assert plot.pictures[-1].figure.axes[0].get_ylim()[1] <= 0.0 and plot.pictures[-1].figure.axes[0].get_ylabel() == "$1-C$"


def test_formulas_at_either_sign_and_at_the_ends() -> None:
    ring = Model(N=3, omega=0, omega_a="-1/2", gamma="-1/3", J="-2")
    for text, beta, expected in (
        ("sqrt(gamma**2)*omega_a/abs1", 1, None),
        ("sqrt(gamma**2) + sqrt(omega_a**2)", 1, mpmath.mpf(5) / 6),
        ("K + beta*T", 3, mpmath.mpf(-5)),
        ("exp(-N*beta)", 10000, mpmath.exp(-30000)),
        ("T - 1/10", 10, mpmath.mpf(0)),
        ("Sum(binomial(N, k)*beta**k, (k, 0, N)) + Sum(m*K, (m, 1, N))", 2, mpmath.mpf(27 - 24)),
    ):
        if expected is None:
            with pytest.raises(InputError, match="--overlay does not read .*'abs1' is no name of the model"):
                read_formula(text)
            continue
        found = value_at(read_formula(text), ring, {"beta": exact(beta)}, 10**5)
        assert found is not None and abs(mpmath.mpf(str(found.mid().str(20, radius=False))) - expected) <= 1e-15 * abs(expected)
    for text in ("1/(T - 1/10)", "log(-beta)", "sqrt(J)"):
        assert value_at(read_formula(text), ring, {"beta": exact(10)}, 10**5) is None
    assert value_at(read_formula("beta"), ring, {"T": exact(0)}, 10**5) is None
    assert value_at(read_formula("T + 1"), ring, {"T": exact(0)}, 10**5) == arb(1)
    with pytest.raises(NotCertified, match="--overlay .* is not certain to 17 digits at 300 bits: raise --max-precision"):
        value_at(read_formula("exp(-N*beta*1000) - exp(-N*beta*1000 - 1/10**200) "), ring, {"beta": exact(10)}, 300)
    assert ratios([arb(1)], [arb(0)]) == [None] and ratios([arb(3)], [arb(2)]) == [arb(1.5)]


@pytest.mark.parametrize(
    ("model", "known", "unknown"),
    [
        (Model(N=3, omega_a=1, gamma=1), "N*omega*omega_a*gamma + J + K", ""),
        (Model(sources=Chain(N=3, J="1/5"), omega_a=1, gamma=1), "N*omega*omega_a*gamma + J + K", ""),
        (
            Model(target=Target(hamiltonian=[[1, 0], [0, 0]], coupling=[[0, 1], [1, 0]]), sources=Chain(N=3), omega_a=1, gamma=1),
            "N*J",
            "omega",
        ),
        (Model(sources=Levels(levels=[["2", "-1/3", 1], ["-1", "1/3", 2]])), "omega", "N gamma omega_a J K"),
        (Model(baths=[Bath(sources=Chain(N=2), gamma=1), Bath(sources=Chain(N=3), gamma=1)]), "omega", "N gamma omega_a J K"),
    ],
)
def test_a_name_that_a_model_does_not_have_is_refused(model: Model, known: str, unknown: str) -> None:
    """The zeros and ones that stand in for them would be taken for parameters."""
    where = {"T": exact(2)}
    assert value_at(read_formula(known), model, where, 1000) is not None
    for name in unknown.split():
        with pytest.raises(InputError, match=f"--overlay holds {'J' if name == 'K' else name}, which this model does not have"):
            value_at(read_formula(f"T*{name}"), model, where, 1000)


def test_labels() -> None:
    assert label(read_formula("N*gamma*omega_a/(2*T**2)")) == r"$N\gamma\omega_a/(2T^2)$"
    assert label(read_formula("Max(T, 1)")).count("max") == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--overlay", "N*gama"], "--overlay does not read 'N*gama': 'gama' is no name of the model, did you mean gamma?"),
        (
            ["--overlay", "k*T"],
            "--overlay holds k outside of a sum, where it has no value: sum over it, as in Sum(f, (k, 1, N)).",
        ),
        (["--overlay", "T < 2"], "--overlay must be a formula with a value, but is 'T < 2': leave out comparisons and lists."),
        (["--overlay", "besseli(0, T)"], "--overlay 'besseli(0, T)' cannot be evaluated: besseli is not a function this enclosure knows."),
        (["--overlay", "log(-T)"], "--overlay log(-T) has no value that these axes can hold: change the range or --log."),
        (["--overlay", "J"] * 6, "--overlay must be given at most 5 times, but is given 6 times."),
        (["--ratio"], "--ratio needs a formula: give --overlay too."),
        (["--ratio", "--overlay", "0*T"], "--ratio has no point: the formula is zero or has no value everywhere, change the range."),
        (["--overlay", "T", "--for", "J=1,2,3,4,5,6,7"], "--for must name at most 6 values beside --overlay, but names 7."),
        (["--data", "x.dat"], "--data must end in .csv, but is 'x.dat'."),
    ],
)
def test_one_sentence(words: list[str], sentence: str, plot: Plot) -> None:
    assert plot("coherence", *RING, "--over", "T=1..2:3", *words) == (2, "", f"symcoh: {sentence}\n")
    assert list(plot.directory.iterdir()) == []


def test_a_sweep_has_no_formulas(plot: Plot) -> None:
    code, _, err = plot("--from", "x.db", "--overlay", "T")
    assert code == 2 and err.startswith("symcoh: --overlay does not go with --from")
