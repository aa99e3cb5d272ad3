"""Several quantities at once, grids, and what a notebook shows of a model."""

from __future__ import annotations

import sys
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy
import pytest
import sympy

import symcoh
from symcoh import CertifiedNumber, Model, Values, curve, evaluate, grid
from symcoh.errors import BudgetSpent, EnvironmentFailed, InputError, InputTypeError
from symcoh.exactnumbers import exact
from symcoh.exactnumbers.latex import latex

RING = Model(N=6, omega_a="-7/10", gamma="3/10", J="2/5")
NAMES = ["coherence", "energy", "upper-bound"]


@pytest.mark.parametrize("backend", ["arb", "mpmath"])
@pytest.mark.parametrize("place", [{"T": ["0", "1/10", 2]}, {"beta": ("oo", Fraction(1, 2), Decimal(3), 0)}, {"T": "1/3"}, {"beta": 0}])
def test_every_cell_is_what_evaluate_gives(place: dict[str, Any], backend: str) -> None:
    [(variable, given)] = place.items()
    values = given if isinstance(given, (list, tuple)) else [given]
    found = evaluate(RING, NAMES, digits=17, backend=backend, **place)
    assert isinstance(found, Values) and (found.variable, len(found)) == (variable, len(values))
    assert found.quantities == tuple(NAMES) and found.places == tuple(str(each) for each in values)
    for value, row in zip(values, found, strict=True):
        single = [evaluate(RING, name, digits=17, backend=backend, **{variable: value}) for name in NAMES]
        assert [(each.quantity, each.value, each.parameters) for each in row] == [
            (one.quantity, one.value, one.parameters) for one in single
        ]
    assert all(found[name] == tuple(row[k] for row in found) for k, name in enumerate(NAMES))


def test_how_a_table_shows_itself() -> None:
    found = evaluate(RING, ("coherence", "energy"), beta=["oo", "10"], digits=5)
    assert repr(found) == str(found) == "beta  coherence  energy\noo    0.96352    -6.3682\n10    0.96352    -6.3682"
    html = found._repr_html_()
    assert html.count("<tr>") == 3 and html.count("<td>-6.3682</td>") == 2 and "<th>beta</th><th>coherence</th>" in html
    assert found.latex().splitlines()[2:5] == [
        r"$\beta$ & $C = 2|\rho_{eg}| = |x|$ & $E = -\partial_\beta \log Z$ \\",
        r"\midrule",
        r"$\infty$ & $0.96352$ & $-6.3682$ \\",
    ]
    frame = found.to_pandas()
    assert list(frame.columns) == ["coherence", "energy"] and list(frame.index) == ["oo", "10"] and frame.index.name == "beta"
    assert frame.loc["10", "energy"] == "-6.3682"
    line = evaluate(RING, ["critical-coupling"], digits=8)
    assert str(line) == "critical-coupling\n-0.28901285" and line.latex().count("&") == 0 and list(line.to_pandas().index) == [0]
    assert line["critical-coupling"][0].parameters.keys().isdisjoint({"beta", "temperature"})


def test_without_pandas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(EnvironmentFailed, match="pandas is not installed"):
        evaluate(RING, ["energy"], T=1, digits=5).to_pandas()


@pytest.mark.parametrize(
    ("ask", "error", "match"),
    [
        (lambda: evaluate(RING, [], T=1), InputError, "QUANTITY must hold at least one name"),
        (lambda: evaluate(RING, ["energy", "energy"], T=1), InputError, "names energy twice"),
        (lambda: evaluate(RING, ["energi"], T=1), InputError, "did you mean energy"),
        (lambda: evaluate(RING, ["energy", 3], T=1), InputTypeError, "must be the name of one quantity, but is 3"),  # type: ignore[list-item]  # refused
        (lambda: evaluate(RING, ["energy"]), InputError, "`beta` and `T` must be given one at a time"),
        (lambda: evaluate(RING, ["energy"], T=[], beta=None), InputError, "`T` must hold at least one value"),
        (lambda: evaluate(RING, ["energy"], T=0.5), InputTypeError, "^`T` must be exact, but is the float 0.5"),
        (lambda: evaluate(RING, ["energy"], T=[1, 0.5]), InputTypeError, r"`T\[1\]` must be exact"),
        (lambda: evaluate(RING, "energy", T=[1]), InputTypeError, "`T` must be one value for one quantity, but is a list"),
        (lambda: evaluate(RING, ["free-energy"], beta=[1, 0]), InputError, "free-energy does not exist at beta = 0"),
        (lambda: evaluate(RING, ["energy"], T=1, route="sum"), InputError, "`route` is for one quantity"),
        (lambda: evaluate(RING, ["energy"], T=1, budget=0), BudgetSpent, "The budget of 0 seconds"),
        (lambda: evaluate("ring", ["energy"], T=1), InputTypeError, "`model` must be a Model"),  # type: ignore[call-overload]  # refused
        (lambda: evaluate(RING, ["energy"], T=1)["entropy"], InputError, "must be a column, energy, but is 'entropy'"),
        (lambda: grid(3), InputTypeError, "The grid must be text such as"),  # type: ignore[arg-type]  # refused
        (lambda: grid("0..1:3:log"), InputError, "must run over positive values"),
        (lambda: grid("0..1"), InputError, "must end in :n"),
    ],
)
def test_what_is_refused(ask: Callable[[], Any], error: type[Exception], match: str) -> None:
    with pytest.raises(error, match=match):
        ask()


def test_grids() -> None:
    assert grid("0.1..2:5") == tuple(exact(text) for text in ("0.1", "0.575", "1.05", "1.525", "2"))
    assert [str(value) for value in grid("0.01..1:3:log")] == ["0.01", "0.1", "1"] and grid("2, pi") == (exact(2), exact("pi"))
    along = curve(RING, "coherence", T=grid("1..2:3"), digits=9)
    assert along == curve(RING, "coherence", T=["1", "1.5", "2"], digits=9)
    assert [n.parameters["sources"] for n in curve(RING, "coherence", T="1", over={"N": grid("1..5:3")}, digits=9)] == ["1", "3", "5"]
    with pytest.raises(InputTypeError, match="`N` must be an integer"):
        Model(N=exact("1/2"), omega_a=1, gamma=1)


@pytest.mark.parametrize("whole", [numpy.int64, numpy.uint16, sympy.Integer])
def test_whole_numbers_of_others(whole: Callable[[int], Any]) -> None:
    ring = Model(N=whole(4), omega=whole(1), omega_a=whole(2), gamma=whole(3), J=whole(1))
    assert ring == Model(N=4, omega=1, omega_a=2, gamma=3, J=1)
    found = evaluate(ring, ["coherence"], T=[whole(1), whole(2)], digits=whole(9), max_precision=whole(500), budget=whole(100))
    assert [each.value for each in found["coherence"]] == [each.value for each in curve(ring, "coherence", beta=[1, "1/2"], digits=9)]
    assert symcoh.exact.degeneracy(m=whole(2), n=whole(1), N=whole(4)) == 4
    assert symcoh.check("N*gamma*omega_a*beta**2/2", limit="beta -> 0", N=whole(3), J=whole(0), order=whole(3)).verdict == "correct"


def test_numbers_and_models_as_mathematics() -> None:
    assert RING._repr_latex_() == r"$N=6,\ \omega=1,\ \omega_a=-\tfrac{7}{10},\ \gamma=\tfrac{3}{10},\ J=\tfrac{2}{5}$"
    shown = {
        text: latex(exact(text)) for text in ("0.70", "-1e-5", "0", "sqrt(2)-pi/3", "2**(1/3)", "exp(-2)/7", "log(2)**2", "sqrt(1+sqrt(2))")
    }
    assert shown == {
        "0.70": "0.70",
        "-1e-5": r"-1\times10^{-5}",
        "0": "0",
        "sqrt(2)-pi/3": r"-\tfrac{1}{3}\pi+\sqrt{2}",
        "2**(1/3)": r"\sqrt[3]{2}",
        "exp(-2)/7": r"\tfrac{1}{7}\mathrm{e}^{-2}",
        "log(2)**2": r"\log(2)^{2}",
        "sqrt(1+sqrt(2))": r"\sqrt{1+\sqrt{2}}",
    }
    assert repr(evaluate(RING, "coherence", T=1, digits=1, backend="mpmath")) == "<coherence 0.7: 1 digit, not certified>"


def test_names_of_the_package() -> None:
    assert set(symcoh.__all__) <= set(dir(symcoh)) and {"evaluate", "curve", "check", "grid", "Values", "exact"} < set(symcoh.__all__)
    assert all(getattr(symcoh, name) is not None for name in symcoh.__all__)
    assert isinstance(evaluate(RING, "coherence", T=1), CertifiedNumber)
