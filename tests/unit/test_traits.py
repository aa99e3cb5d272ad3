"""The traits of the quantities in `observables.KNOWN` against their values."""

import ast
import re
from pathlib import Path
from typing import Any

import pytest
from mpmath import mpf

from symcoh import Model, evaluate
from symcoh.errors import InputError
from symcoh.numeric.sums.ends import AXES
from symcoh.observables import KNOWN, LIMITS, OBSERVABLES, SHARED
from symcoh.sources.chain import Chain
from symcoh.sources.levels import Levels
from symcoh.target import Target

ROOT = Path(__file__).parents[2]
ROWS = [["9/10", "1/10+1/5*i", 0], ["1/10-1/5*i", 0, "1/7"], [0, "1/7", "-1/2"]]
MODELS = (
    Model(N=3, omega="9/10", omega_a="7/10", gamma="3/10", J="2/5"),
    Model(N=1, omega="9/10", omega_a="-7/10", gamma="3/10", J="-2/5"),
    Model(sources=Chain(N=4, J="1/3"), omega_a="7/10", gamma="-3/10", target=Target(tilt="1/5")),
)
LOPSIDED = Model(
    target=Target(hamiltonian=[["9/10", "1/5+1/7*i"], ["1/5-1/7*i", "-1/3"]], coupling=[[1, "1/2"], ["1/2", 0]]),
    sources=Levels(levels=[[1, 0, 1], [0, 1, 1]]),
)
"""Nothing in it has trace zero."""

THERMAL = (*OBSERVABLES, *SHARED)


def size(model: Model, quantity: str, **where: Any) -> mpf:
    return abs(mpf(evaluate(model, quantity, digits=10, **where).value))


@pytest.mark.parametrize("model", MODELS, ids=["ring", "one source", "tilted chain"])
@pytest.mark.parametrize("quantity", THERMAL)
def test_ends(model: Model, quantity: str) -> None:
    """A zero is one at the end and nearly one before it, so that no end is called zero that is not; what does not exist is refused."""
    slow = quantity in AXES or quantity == "mean-force-energy"  # they approach T = 0 as T does
    for trait, at, near in ((KNOWN[quantity].hot, "0", "1/10**9"), (KNOWN[quantity].cold, "oo", "10**3" if slow else "10**5")):
        if trait == "none":
            with pytest.raises(InputError, match=f"{quantity} does not exist at"):
                evaluate(model, quantity, beta=at)
            assert size(model, quantity, beta=near) > 10**4
        elif trait == "zero":
            assert evaluate(model, quantity, beta=at).value == "0"
            assert size(model, quantity, beta=near) < 10**-6
        else:
            value, close = size(model, quantity, beta=at), size(model, quantity, beta=near)
            assert abs(value - close) < (mpf(2) / 1000 if slow else mpf(10) ** -6) * (1 + value)


@pytest.mark.parametrize("quantity", THERMAL)
def test_bounds_and_what_is_transverse(quantity: str) -> None:
    known = KNOWN[quantity]
    if known.at_most_one:
        assert all(size(model, quantity, beta=beta) <= 1 for model in MODELS for beta in ("1/10", "3"))
    if known.hot != "none":
        assert (evaluate(LOPSIDED, quantity, beta="0").value == "0") == (known.hot == "zero"), "zero for every model"
    longitudinal = Model(sources=Chain(N=3, J="1/3"), omega_a="7/10", gamma="3/10", target=Target(tilt="pi/2"))
    assert size(LOPSIDED, quantity, beta="2") > 0
    assert (size(longitudinal, quantity, beta="2") == 0) == known.transverse


@pytest.mark.parametrize("quantity", THERMAL)
def test_levels_of_the_target(quantity: str) -> None:
    """A quantity of two levels is refused for three of them at every temperature, by both backends, with one sentence."""
    model = Model(target=Target(hamiltonian=ROWS, coupling=[[0, 1, 0], [1, 0, 0], [0, 0, 1]]), sources=Chain(N=2), omega_a=1, gamma="3/10")
    if KNOWN[quantity].two_levels:
        for beta in ("0", "1", "oo"):
            for backend in ("arb", "mpmath"):
                with pytest.raises(InputError, match=f"{quantity} is for a target of two levels, not of 3"):
                    evaluate(model, quantity, beta=beta, backend=backend)
    else:
        assert evaluate(model, quantity, beta="1", digits=10).value


@pytest.mark.parametrize("quantity", OBSERVABLES)
def test_what_cancels_at_high_temperature(quantity: str) -> None:
    """The value falls with beta as no sum does that it comes from: by `cancels` powers at least."""
    model, power = MODELS[0], KNOWN[quantity].cancels
    if power:
        assert size(model, quantity, beta="1/10**8") < size(model, quantity, beta="1/10**7") * mpf(10) ** -(power - 0.01)


def test_every_entry_is_whole() -> None:
    assert len(KNOWN) == len(OBSERVABLES) + len(LIMITS) + len(SHARED)
    for name, known in KNOWN.items():
        assert name == known.name and known.axis and known.title and known.equations
        power = re.search(r"1/energy(?:\^(\d))?", known.unit)
        assert known.per_temperature == (int(power[1] or 1) if power and name not in LIMITS else 0)
        assert not known.transverse or known.hot == "zero" or name in AXES


def test_no_other_module_lists_quantities_by_a_trait() -> None:
    """Four names or more in one tuple, list or set; the series of derivations are no trait."""
    found = set()
    for path in (ROOT / "symcoh").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Set | ast.Tuple | ast.List):
                names = {part.value for part in node.elts if isinstance(part, ast.Constant) and part.value in KNOWN}
                if len(names) > 3:
                    found.add(str(path.relative_to(ROOT)))
    assert found == {"symcoh/checking/truth.py"}
