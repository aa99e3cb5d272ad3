"""What symcoh asks of a source system is what the protocol says, and nothing is taken for granted of what a system does not have."""

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar

import pytest
from flint import arb

from symcoh import Bath, Model, evaluate
from symcoh.errors import InputError, InputTypeError
from symcoh.exactnumbers import exact
from symcoh.numeric.sources import table as balls
from symcoh.numeric.sources.weight import Weight
from symcoh.sources import Graph, Levels, SpinRing, protocol
from symcoh.sources.chain import Chain
from symcoh.sources.energy import Energy
from symcoh.sources.graph import IsingGraph
from symcoh.sources.protocol import Extras, Sources, missing
from symcoh.sources.registry import SYSTEMS, system_class
from symcoh.sources.ring.system import Ring
from symcoh.sources.sites import Sites
from symcoh.sources.table import Table, Tabled, table, table_mirrored

from .test_mirrored import Triple, systems

ROOT = Path(__file__).parents[2]
SYSTEM = re.compile(r"(^|\.)(sources|system|kind)$|^module\(")
BALLS = {
    "weights": ["system", "beta", "order"],
    "extent": ["system"],
    "field_sum": ["system", "beta", "field", "direction"],
    "tail": ["system", "beta", "first", "slope"],
    "window": ["system", "beta", "order"],
    "bend": ["system"],
}


def members(kind: type) -> set[str]:
    return {name for name in (*kind.__annotations__, *vars(kind)) if not name.startswith("_")}


def asked(source: str) -> Iterator[str]:
    """The names that `getattr` and `hasattr` look for in a source system, or in the module of its balls."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("getattr", "hasattr"):
            value, name, *_ = node.args
            if isinstance(name, ast.Constant) and SYSTEM.search(ast.unparse(value)):
                yield str(name.value)


def test_what_is_looked_for_is_in_the_protocol() -> None:
    assert set(asked('getattr(bath.sources, "few", None)\nhasattr(module(system), "hidden")\ngetattr(ends, "x")')) == {"few", "hidden"}
    texts = {path: path.read_text(encoding="utf-8") for path in (ROOT / "symcoh").rglob("*.py")}
    found = {name: path for path, text in texts.items() if "attr(" in text for name in asked(text)}
    known = members(Sources) | members(Extras) | set(BALLS)
    assert len(found) >= 8 and {name: path for name, path in found.items() if name not in known} == {}
    assert all(inspect.getdoc(vars(Extras)[name]) for name in members(Extras) if name in vars(Extras))
    assert not members(Sources) & members(Extras)


def test_every_system_has_the_protocol() -> None:
    for system in systems():
        assert missing(system) is None
        assert members(Extras) & set(dir(system)) >= {"mirrored"}
        states = getattr(system, "states", None)
        assert states is None or states**system.N == system.dimension(), system
    for kind in {type(system) for system in systems()}:  # a flip is nothing to inherit, but where levels or fields are compared
        assert next(parent for parent in kind.__mro__ if "mirrored" in vars(parent)) in (kind, Tabled, Sites), kind
    named = {name for name in SYSTEMS if hasattr(system_class(name), "states")}
    assert named >= {"ring", "chain", "independent", "complete", "range-ring", "spin-ring", "xxz-complete"}


def test_the_signatures_of_the_balls_are_those_of_the_page() -> None:
    text = protocol.__doc__ or ""
    for name, arguments in BALLS.items():
        assert f"{name}({', '.join(arguments)}) -> " in text
    for path in {system.numeric for system in systems()}:
        module = import_module(path)
        found = {name: list(inspect.signature(getattr(module, name)).parameters) for name in BALLS if hasattr(module, name)}
        assert found.items() <= BALLS.items() and {"weights", "extent"} <= set(found), path
        assert ("tail" in found) == (path == "symcoh.numeric.sources.oscillators")


@pytest.mark.parametrize("absent", ["hull", "numeric", "uniform", "ground_moment"])
def test_a_system_that_lacks_a_member_is_refused_by_its_name(absent: str) -> None:
    known = {name: getattr(Chain(N=2), name) for name in members(Sources) if name != absent}
    whole = type("Whole", (), known | {absent: getattr(Chain(N=2), absent)})()
    assert missing(whole) is None
    for call in (lambda system: Model(sources=system, omega_a=1, gamma=1), lambda system: Bath(sources=system)):
        with pytest.raises(InputTypeError, match=f"`sources` must be .*, but is a Half, which has no `{absent}`\\.$"):
            call(type("Half", (), known)())
        with pytest.raises(InputTypeError, match=r"`sources` must be .*, but is a type\.$"):
            call(Chain)


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd(Tabled):
    """Very many spins 1: 3^N states, and no `states`."""

    N: int = 131_072

    name: ClassVar[str] = "crowd"
    numeric: ClassVar[str] = "symcoh.numeric.sources.table"
    uniform: ClassVar[bool] = True
    bounded: ClassVar[bool] = True

    def dimension(self) -> int:
        return int(3**self.N)

    def listed(self) -> Table:
        raise AssertionError("not asked for at beta = 0")


def test_states_of_very_many_sources_are_not_guessed() -> None:
    model = Model(sources=Crowd(), omega_a=1, gamma=1)
    for quantity in ("entropy", "source-entropy", "log-partition-function"):
        with pytest.raises(InputError, match="`beta` must be > 0 for so many crowd sources, which do not say how many states one has"):
            evaluate(model, quantity, beta=0)
        spins = Model(sources=SpinRing(N=10**9, spin=1), omega_a=1, gamma=1)
        halves = Model(sources=Chain(N=10**9), omega_a=1, gamma=1)
        for many, base in ((spins, "1.09861228866810969"), (halves, "0.693147180559945309")):
            value = evaluate(many, quantity, beta=0, digits=15).value
            extra = 0 if quantity == "source-entropy" else 0.693147180559945309
            assert abs(float(value) / (1e9 * float(base) + extra) - 1) < 1e-14
    small = Model(sources=Crowd(N=1000), omega_a=1, gamma=1)
    assert abs(float(evaluate(small, "source-entropy", beta=0, digits=15).value) / (1000 * 1.09861228866810969) - 1) < 1e-14


def test_more_moments_and_more_of_the_hull_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    eager = ModuleType("eager_balls")
    eager.weights = lambda system, beta, order: balls.weights(system, beta, 2)  # type: ignore[attr-defined]  # a module made here
    eager.extent = balls.extent  # type: ignore[attr-defined]  # a module made here
    monkeypatch.setitem(sys.modules, eager.__name__, eager)
    rows = [[1, "1/3", 2], [1, 0, 1], ["-1/2", "-1/5", 3]]
    plain = Model(sources=Levels(levels=rows))
    values = {name: evaluate(plain, name, beta=2, digits=20).value for name in ("coherence", "entropy", "energy")}
    assert [weight.first is None for weight in balls.weights(Levels(levels=rows), arb(2), 0)] == [True, True]
    monkeypatch.setattr(Levels, "numeric", eager.__name__)
    again = Model(sources=Levels(levels=[[1, "1/3", 2], ["2/2", 0, 1], ["-1/2", "-1/5", 3]]))
    assert all(isinstance(weight, Weight) and weight.first is not None for weight in eager.weights(again.sources, arb(2), 0))
    assert {name: evaluate(again, name, beta=2, digits=20).value for name in values} == values


class Generous(Ring):
    """A ring that names more sectors than the vertices."""

    def hull(self) -> tuple[int, ...]:
        return tuple(sorted({*Ring.hull(self), -self.N + 2, self.N - 2, *range(-40, 41, 2)}))


@pytest.mark.parametrize("J", ["1/3", "-1/3"])
def test_a_generous_hull(J: str) -> None:
    few, more = (Bath(sources=kind(N=40_002, J=J), omega_a="1/7", gamma="1/5", coupling=[[0, 1], [1, 0]]) for kind in (Ring, Generous))
    for quantity in ("energy", "coherence", "magnetization"):
        one, two = (evaluate(Model(baths=[bath]), quantity, T=0, digits=15).value for bath in (few, more))
        assert one == two, quantity


def test_zeros_of_a_table() -> None:
    model = Model(sources=Triple(), omega_a=0, gamma="3/10")
    assert Triple().mirrored() is False and evaluate(model, "coherence", beta=1, digits=4).value == "0.01728"
    zero, energy = exact(0), Energy(exact("1/3"))
    assert [table_mirrored(table([(0, zero, [(energy, 1, m) for m in moments])])) for moments in ((1, -1), (1, 1), (0,), (None,))] == [
        True, False, True, True,
    ]  # fmt: skip
    for gap in ("0", "1/2"):
        graph = Graph(N=3, edges=[[1, 2, "1/3"]], omega_k=[gap, gap, "0"], gamma_k=["1/2", "1/3", "1"])
        assert isinstance(graph, IsingGraph) and table_mirrored(graph.listed()) is graph.mirrored() is (gap == "0")


class Plain(Chain):
    """No dataclass of its own, no slots."""


class Bare:
    """No dataclass at all."""

    def __init__(self, *, N: int, J: str) -> None:
        self.N, self.J, self._chain = N, exact(J), Chain(N=N, J=J)

    def __getattr__(self, name: str) -> Any:
        return getattr(object.__getattribute__(self, "_chain"), name)


def test_a_record_holds_the_parameters_of_every_kind_of_value() -> None:
    found = {
        kind: evaluate(Model(sources=kind(N=3, J="1/5"), omega_a=1, gamma=1), "coherence", beta=1, digits=5)
        for kind in (Chain, Plain, Bare)
    }
    assert len({str(value) for value in found.values()}) == 1
    assert {kind: value.parameters.get("coupling") for kind, value in found.items()} == dict.fromkeys(found, "1/5")
    assert found[Bare].parameters == found[Chain].parameters
