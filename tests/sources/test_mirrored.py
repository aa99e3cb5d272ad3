"""Zeros by symmetry rest on what a system says of itself, `mirrored()`, and every system of ours says the truth."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from types import ModuleType
from typing import Any, ClassVar

import pytest
from mpmath import mp, mpf

from symcoh import Model, check, evaluate, exact
from symcoh.errors import InputError
from symcoh.exactnumbers import rational
from symcoh.sources.chain import Chain
from symcoh.sources.energy import Energy
from symcoh.sources.protocol import Sources
from symcoh.sources.registry import SYSTEMS, accepted, system_class
from symcoh.sources.table import Table, Tabled, table


@dataclass(frozen=True, slots=True, kw_only=True)
class Triple(Tabled):
    """H_I = -s_1 s_2 s_3, which a flip of all sources turns around; it says nothing of that."""

    N: int = 3

    name: ClassVar[str] = "triple"
    numeric: ClassVar[str] = "symcoh.numeric.sources.table"
    uniform: ClassVar[bool] = True
    bounded: ClassVar[bool] = True

    def dimension(self) -> int:
        return 8

    def sectors(self) -> range:
        return range(-3, 4, 2)

    def listed(self) -> Table:
        levels = {-3: (1, 1), -1: (-1, 3), 1: (1, 3), 3: (-1, 1)}
        return table([(m, rational(m), [(Energy(rational(energy)), count, None)]) for m, (energy, count) in levels.items()])


class Quiet:
    """A chain of two that says nothing of a flip."""

    def __getattr__(self, name: str) -> Any:
        if name == "mirrored":
            raise AttributeError(name)
        return getattr(Chain(N=2, J="1/3"), name)


@pytest.fixture
def among_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """The class stands in a module of symcoh."""
    home = ModuleType("symcoh.sources.triple")
    monkeypatch.setitem(sys.modules, home.__name__, home)
    monkeypatch.setattr(Triple, "__module__", home.__name__)


@pytest.mark.parametrize("backend", ["arb", "mpmath"])
def test_no_zero_where_a_system_says_nothing(among_ours: None, backend: str) -> None:
    with mp.workdps(40):
        total = across = moment = mpf(0)
        for spins in product((1, -1), repeat=3):
            m, energy = sum(spins), -spins[0] * spins[1] * spins[2]
            field = mpf(3) / 10 * m
            half = mp.sqrt(mpf(1) / 4 + field**2)
            for side in (1, -1):
                weight = mp.exp(-(energy + side * half))
                total, across, moment = total + weight, across - weight * side * field / half, moment + weight * m
        expected = {"coherence": abs(across / total), "magnetization": moment / total}
    assert mp.nstr(expected["coherence"], 10) == "0.01727744622" and mp.nstr(expected["magnetization"], 10) == "0.1807148189"
    model = Model(sources=Triple(), omega_a=0, gamma="3/10")
    for quantity, value in expected.items():
        assert abs(mpf(evaluate(model, quantity, beta=1, digits=30, backend=backend).value) / value - 1) < mpf(10) ** -28, quantity


@pytest.mark.parametrize("parameters", [{"omega_a": 0}, {"beta": 0}, {"gamma": 0}, {}])
def test_formulas_tell_no_zero_either(parameters: dict[str, int]) -> None:
    """The formulas rest on W_m = W_(-m): another system is refused before any of them is a zero, and so are questions about them."""
    for formula in (exact.coherence, exact.bloch_x, exact.magnetization, exact.partition_function):
        with pytest.raises(InputError, match=r"`sources` must have W_m = W_\(-m\), which is not so for 'Triple\(N=3\)'"):
            formula(sources=Triple(), **({"omega": 1} | parameters))
    with pytest.raises(InputError, match=r"`sources` must have W_m = W_\(-m\)"):
        check("0", limit="gamma -> 0", sources=Triple(), omega=1, beta=1, omega_a=parameters.get("omega_a", 1))
    silent = Model(sources=Quiet(), omega_a=1, gamma=1).sources  # even, and does not say so: its levels do
    assert exact.coherence(sources=silent, omega_a=0) == 0 and exact.coherence(sources=silent, omega=1, omega_a=1, gamma=1, beta=1) != 0


def systems() -> Iterator[Sources]:
    """Small ones of every name, even and odd N, with what breaks the symmetry and without."""
    numbers: dict[str, list[Any]] = {"J": ["2/5", "-1/3"], "J_xy": ["1/7", "-1"], "D": [0, "1/5"], "Omega": [1], "anisotropy": ["1/20"]}
    for name in SYSTEMS:
        kind = system_class(name)
        takes = [key for key in accepted(kind) if key in numbers]
        fixed: dict[str, Any] = {"shape": name.partition("-")[2]} if "shape" in accepted(kind) else {}
        for size, *chosen in product((1, 2, 3, 4), *(numbers[key] for key in takes)):
            values = fixed | {"N": size} | dict(zip(takes, chosen, strict=True))
            if name == "levels":
                break
            if name == "range-ring":
                values["couplings"] = ["1/5", "-1/7"]
            try:
                yield kind(**values)
            except InputError:  # such as D with a ring of one
                continue
    for edges in ([[1, 2, "1/3"], [2, 3, "-1/5"]], [[1, 2, "1/3", "1/7"], [2, 3, "-1/5"]]):
        for omegas in ([0, 0, 0], ["1/2", "-1/2", 0], [1, 1, 1], [1, "-1", 0]):
            yield system_class("graph")(N=3, edges=edges, omega_k=omegas, gamma_k=["1/2", "1/2", 1])
            yield system_class("independent")(N=3, omega_k=omegas, gamma_k=["1/2", "1/3", 1])
    for rows in (
        [[1, 2, 1], [-1, 2, 1]],
        [[1, 2, 1], [-1, 2, 2]],
        [["sqrt(8)", 0, 1], [0, 5, 3], ["-2*sqrt(2)", 0, 1]],
        [[0, 1, 1], [1, 0, 1]],
    ):
        yield system_class("levels")(levels=rows)


def even(system: Sources) -> bool:
    """Whether b and -b have the same levels, all of them compared as numbers of 30 digits."""
    found: dict[Any, Counter[str]] = {}
    with mp.workdps(40):
        for sector in system.sectors():
            own = found.setdefault(shown(Energy(system.eigenvalue(sector))), Counter())
            for energy, count in system.levels(sector):
                own[shown(energy)] += count
    return all(found.get(b[1:] if b[0] == "-" else f"-{b}" if b != "0" else b) == own for b, own in found.items())


def shown(energy: Energy) -> str:
    from symcoh.balls import working_precision
    from symcoh.sources.energy import energy_ball

    with working_precision(200):
        value = energy_ball(energy)
        text: str = value.str(30, radius=False)
    return "0" if value.contains(0) else text


def test_every_system_says_the_truth() -> None:
    outcomes: Counter[tuple[str, bool]] = Counter()
    for system in systems():
        says = system.mirrored()  # type: ignore[attr-defined]  # a capability beyond the protocol
        assert says is (system.bounded and even(system)), system
        outcomes[system.name, says] += 1
    assert {name for name, _ in outcomes} == set(SYSTEMS)
    assert {name for name, says in outcomes if says} == set(SYSTEMS) - {"oscillators"}
    assert {name for name, says in outcomes if not says} == {"graph", "independent", "levels", "oscillators"}


def test_zeros_of_levels_and_of_bonds_in_the_plane() -> None:
    rows = [["sqrt(8)", "1/3", 2], ["-2*sqrt(2)", "1/3", 2], [0, 0, 1]]
    even_levels = Model(sources=system_class("levels")(levels=rows))
    graph = system_class("graph")(N=2, edges=[[1, 2, "1/3", "1/7"]], omega_k=[0, 0], gamma_k=["1/2", "1/2"])
    for model in (even_levels, Model(sources=graph)):
        for quantity in ("coherence", "bloch-x", "magnetization"):
            assert {evaluate(model, quantity, beta=2, digits=20, backend=backend).value for backend in ("arb", "mpmath")} == {"0"}
    odd_levels = Model(sources=system_class("levels")(levels=[*rows[:2], [1, 0, 1]]))
    assert evaluate(odd_levels, "coherence", beta=2, digits=5).value != "0"
