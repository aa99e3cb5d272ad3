"""A parameter is what it is worth, not how it is written: hidden zeros and equalities against plain ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from symcoh import Model, curve, evaluate
from symcoh.certified import CertifiedNumber
from symcoh.numeric.mpmath.backend import TARGET, WHOLE

from .hidden import (
    Pair,
    check_pair,
    derive_pair,
    difference,
    drawn,
    evaluate_pair,
    hidden_zero,
    outcome,
    over_pair,
    plot_pair,
    shape_pair,
    table_pair,
)
from .sampling import SOAK, generator, share

ZEROS = ("(sqrt(2)-1)*(sqrt(2)+1)-1", "sqrt(2)*sqrt(3)-sqrt(6)", "2**(1/3)*4**(1/3)-2")
SEED = "hidden" if SOAK == 1 else "hidden, soak"
CHUNKS = 4


@pytest.mark.parametrize("backend", ["arb", "mpmath"])
@pytest.mark.parametrize("zero", ["0", *ZEROS])
def test_values_at_hidden_zeros(zero: str, backend: str) -> None:
    """Against two routes: the 2**N sum gave these digits at the literal zero, and log 2 is the entropy of two ground states."""
    pair = Model(N=1, omega=zero, omega_a="2/3", gamma=zero, J="-1/2")
    assert str(evaluate(pair, "entropy", beta=2, digits=16, backend=backend)) == "1.205254408738887"
    free = Model(N=5, omega=zero, omega_a=0, gamma=zero, J=zero)
    assert str(evaluate(free, "free-energy", T="1/10", digits=30, backend=backend)) == "-0.415888308335967185650339272875"
    tied = Model(N=2, omega=0, omega_a=1, gamma=zero)
    assert str(evaluate(tied, "entropy", T=0, digits=20, backend=backend)) == "0.69314718055994530942"
    assert str(evaluate(tied, "entropy", beta=zero, digits=20, backend=backend)) == "2.0794415416798359283"
    assert str(evaluate(tied, "entropy", T=zero, digits=20, backend=backend)) == "0.69314718055994530942"


@pytest.mark.parametrize("zero", ZEROS)
def test_a_hidden_negative_is_refused_as_a_plain_one(zero: str) -> None:
    rest = ["-N", "2", "--omega-a", "1", "--gamma", "1"]
    for option in ("--omega", "--beta", "-T"):
        given = [*rest, *([] if option != "--omega" else ["--beta", "1"])]
        found = [outcome(["evaluate", "energy", *given, option, text]) for text in ("-1", f"{zero}-1")]
        assert found[0] == found[1] and found[0].code == 2 and option in found[0].complaint


def along(model: Model, quantity: str, temperatures: dict[str, list[str]]) -> tuple[CertifiedNumber, ...]:
    return curve(model, quantity, T=temperatures.get("T"), beta=temperatures.get("beta"), digits=20)


def test_curves_at_hidden_temperatures() -> None:
    """`curve` meets T = 0 and beta = 0 wherever they are hidden."""
    plain, hidden = (Model(N=4, omega=w, omega_a="7/10", gamma="3/10", J="-1/4") for w in ("0", ZEROS[0]))
    rng = generator("curves at hidden temperatures")
    for name in ("T", "beta"):
        texts = {"plain": ["0", "1/2", "1"], "hidden": [hidden_zero(rng), "sqrt(1/8)*sqrt(2)", f"1+{hidden_zero(rng)}"]}
        values = [
            [str(x) for x in along(model, quantity, {name: given})]
            for quantity in ("coherence", "energy", "entropy")
            for model, given in ((plain, texts["plain"]), (hidden, texts["hidden"]))
        ]
        assert values[0::2] == values[1::2]


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_evaluate(chunk: int) -> None:
    """Every quantity, both backends, finite temperature and both ends: the same output and exit code."""
    rng = generator(f"{SEED}, evaluate", chunk)
    codes = set()
    for _ in range(share(320, CHUNKS)):
        pair = evaluate_pair(rng)
        assert difference(pair) is None
        codes.add(outcome(pair.plain).code)
    assert codes == {0, 2}


def test_the_pairs_reach_every_quantity() -> None:
    rng = generator(f"{SEED}, evaluate", 0)
    asked = {evaluate_pair(rng).plain[1] for _ in range(200)}
    assert asked == set(WHOLE) | set(TARGET)


@pytest.mark.parametrize("make", [shape_pair, over_pair, derive_pair, check_pair])
def test_other_commands(make: Callable[[Random], Pair]) -> None:
    """`phase`, `maximum`, `derive` and `check`: the same output and exit code."""
    counts: dict[Callable[[Random], Pair], int] = {shape_pair: 40, over_pair: 20, derive_pair: 5, check_pair: 3}
    rng = generator(f"{SEED}, {make.__name__}")
    codes = []
    for _ in range(share(counts[make], 1)):
        pair = make(rng)
        assert difference(pair) is None
        codes.append(outcome(pair.plain).code)
    assert 0 in codes or make is check_pair


def test_tables(tmp_path: Path) -> None:
    rng = generator(f"{SEED}, tables")
    for _ in range(share(20, 1)):
        assert difference(table_pair(rng, tmp_path)) is None


def test_plots(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lines of both pictures, drawn without the caption, which repeats the parameters and takes room."""
    monkeypatch.setattr("symcoh.cli.plot._caption", lambda *_: "")
    rng = generator(f"{SEED}, plots")
    for _ in range(share(1, 1)):
        pair = plot_pair(rng, tmp_path)
        assert [outcome(side).code for side in pair] == [0, 0]
        first, second = (drawn(tmp_path / f"picture-{side}.svg") for side in (0, 1))
        assert first == second and first
