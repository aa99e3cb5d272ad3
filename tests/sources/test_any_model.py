"""Any model by `evaluate` against sums over all configurations, with dense matrices of the target: every system, both backends."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

import mpmath
import pytest

from symcoh import Model, evaluate
from symcoh.errors import InputError
from symcoh.sources.registry import system_class
from symcoh.target import Target

QUANTITIES = ("partition-function", "bloch-x", "bloch-z", "energy", "magnetization")
BETA = Fraction(17, 10)
ctx = mpmath.mp.clone()
ctx.dps = 45


def number(value: Fraction | int) -> Any:
    return ctx.mpf(value.numerator) / value.denominator


def brute(
    states: Sequence[tuple[int, ...]], energy: Callable[..., Fraction], b: Callable[..., Any], moment: Callable[..., int], tilt: Fraction
) -> list[Any]:
    """Z, x, z, E and <M> from every configuration, H_A = sigma^z/2 and A = cos t sigma^x + sin t sigma^z."""
    beta, cosine, sine = number(BETA), ctx.cos(number(tilt)), ctx.sin(number(tilt))
    sums = [ctx.mpf(0)] * 5
    for state in states:
        own, pull = number(energy(state)), b(state)
        values, vectors = ctx.eigsy(ctx.matrix([[0.5 + pull * sine, pull * cosine], [pull * cosine, -0.5 - pull * sine]]))
        for i in range(2):
            up, down = vectors[0, i], vectors[1, i]
            weight = ctx.exp(-beta * (own + values[i]))
            row = (1, 2 * up * down, up * up - down * down, own + values[i], moment(state))
            sums = [total + weight * part for total, part in zip(sums, row, strict=True)]
    return [sums[0], *(part / sums[0] for part in sums[1:])]


Spins = tuple[int, ...]


def case(name: str, size: int, random_: random.Random) -> tuple[Any, list[Any]]:
    """(a model, the values by brute force)."""

    def fraction() -> Fraction:
        return Fraction(random_.randint(-9, 9), random_.randint(1, 9))

    J, K, field, gamma, tilt = fraction(), fraction(), fraction(), fraction(), Fraction(random_.randint(-3, 3), 5)
    spins = list(product((1, -1), repeat=size))
    omegas, gammas = [fraction() for _ in range(size)], [fraction() for _ in range(size)]
    edges = [(a, b, fraction()) for a in range(size) for b in range(a) if random_.random() < 0.6]
    options, bonds = interaction(name, size, J, K, edges)
    if name == "spin-ring":
        spins = list(product((2, 0, -2), repeat=size))
    target = Target(tilt=str(tilt))
    if name.endswith("sites"):
        options |= {"omega_k": [str(x) for x in omegas], "gamma_k": [str(x) for x in gammas]}
        model = Model(sources=system_class(name.partition(" ")[0])(**options), target=target)
    else:
        model = Model(sources=system_class(name)(**options), omega_a=str(field), gamma=str(gamma), target=target)
        omegas, gammas = [field] * size, [gamma] * size
    return model, brute(spins, lambda s: bonds(s) + along(omegas, s) / 2, lambda s: number(along(gammas, s)), sum, tilt)


def along(values: Sequence[Fraction], spins: Spins) -> Fraction:
    return sum((x * y for x, y in zip(values, spins, strict=True)), Fraction(0))


def interaction(
    name: str, size: int, J: Fraction, K: Fraction, edges: list[tuple[int, int, Fraction]]
) -> tuple[dict[str, Any], Callable[[Spins], Fraction]]:
    """(the arguments of a system but its gaps and couplings to the target, its interaction by the definition)."""
    if name in ("ring", "chain"):
        last = size if name == "ring" else size - 1
        return {"N": size, "J": str(J)}, lambda s: -J * sum(s[k] * s[(k + 1) % size] for k in range(last))
    if name == "complete":
        return {"N": size, "J": str(J)}, lambda s: -J * sum(s[a] * s[b] for a in range(size) for b in range(a))
    if name == "range-ring":
        options = {"N": size, "couplings": [str(J), str(K)]}
        return options, lambda s: -sum((J * s[k] * s[(k + 1) % size] + K * s[k] * s[(k + 2) % size] for k in range(size)), Fraction(0))
    if name == "spin-ring":
        given = {"N": size, "spin": "1", "J": str(J), "anisotropy": str(K)}
        return given, lambda s: -J * sum(s[k] * s[(k + 1) % size] for k in range(size)) + K * sum(x * x for x in s)
    if name.startswith("graph"):
        bonds = [[a + 1, b + 1, str(value)] for a, b, value in edges]
        return {"N": size, "edges": bonds}, lambda s: -sum((value * s[a] * s[b] for a, b, value in edges), Fraction(0))
    return {"N": size}, lambda s: Fraction(0)


SYSTEMS = ("ring", "chain", "independent", "complete", "range-ring", "spin-ring", "graph", "independent sites", "graph sites")


@pytest.mark.parametrize("name", SYSTEMS)
def test_against_every_configuration(name: str) -> None:
    source = random.Random(f"configurations of {name}")
    for size in (1, 2, 3, 4):
        model, expected = case(name, size if name != "spin-ring" else min(size, 3), source)
        for quantity, value in zip(QUANTITIES, expected, strict=True):
            try:
                found = evaluate(model, quantity, beta=BETA, digits=30, max_precision=4000)
            except ArithmeticError:
                assert abs(value) < ctx.mpf(10) ** -40, (model, quantity)
                continue
            assert abs(ctx.mpf(found.value) - value) <= abs(value) * ctx.mpf(10) ** -29 + ctx.mpf(10) ** -42, (model, quantity)


@pytest.mark.parametrize("name", ["chain", "graph sites", "spin-ring"])
def test_both_backends_agree(name: str) -> None:
    model, _ = case(name, 3, random.Random(f"backends of {name}"))
    for quantity in ("coherence", "entropy", "heat-capacity", "mutual-information", "target-energy", "temperature-fisher-information"):
        values = {str(evaluate(model, quantity, beta=BETA, digits=20, backend=backend)) for backend in ("arb", "mpmath")}
        assert len(values) == 1, (model, quantity, values)


def test_three_levels_and_two_baths() -> None:
    from symcoh.model import Bath
    from symcoh.sources import Chain, Independent

    target = Target(hamiltonian=[["9/10", "1/10+1/5*i", 0], ["1/10-1/5*i", 0, "1/7"], [0, "1/7", "-1/2"]])
    baths = [
        Bath(sources=Chain(N=2, J="1/4"), omega_a=1, gamma="1/3", coupling=[[1, 0, "1/2"], [0, 0, "i"], ["1/2", "-i", 1]]),
        Bath(sources=Independent(N=2), omega_a="1/2", gamma="1/5", coupling=[[0, 1, 0], [1, 0, 0], [0, 0, 1]]),
    ]
    model = Model(target=target, baths=baths)
    for quantity in ("coherence", "energy", "heat-capacity", "coherence-derivative", "mutual-information", "magnetization"):
        values = {str(evaluate(model, quantity, T="3/4", digits=20, backend=backend)) for backend in ("arb", "mpmath")}
        assert len(values) == 1, (quantity, values)


def test_levels_and_oscillators() -> None:
    from symcoh.sources import Levels, Oscillators

    rows: list[tuple[Any, Fraction, int]] = [(ctx.mpf(2), Fraction(-1, 3), 1), (ctx.sqrt(2), Fraction(1), 2)]
    listed = Model(sources=Levels(levels=[["2", "-1/3", 1], ["sqrt(2)", 1, 2]]))
    states = [(i,) for i, row in enumerate(rows) for _ in range(row[2])]
    expected = brute(states, lambda s: rows[s[0]][1], lambda s: rows[s[0]][0], lambda s: rows[s[0]][0], Fraction(0))
    for quantity, value in zip(QUANTITIES, expected, strict=True):
        assert abs(ctx.mpf(evaluate(listed, quantity, beta=BETA, digits=30).value) - value) < abs(value) * ctx.mpf(10) ** -29
    model = Model(sources=Oscillators(N=1, Omega="6/5"), gamma="3/10", target=Target(tilt="1/5"))
    tilt, Omega = Fraction(1, 5), Fraction(6, 5)
    expected = brute([(n,) for n in range(75)], lambda s: Omega * s[0], lambda s: number(Fraction(3, 10) * s[0]), lambda s: s[0], tilt)
    for quantity, value in zip(QUANTITIES, expected, strict=True):
        assert abs(ctx.mpf(evaluate(model, quantity, beta=BETA, digits=28).value) - value) < abs(value) * ctx.mpf(10) ** -27


def test_the_ring_by_the_general_sums_is_the_ring() -> None:
    """Every quantity, by the ring's own routes and by the sums for any sources."""
    from symcoh.balls import working_precision
    from symcoh.exactnumbers import enclose, exact
    from symcoh.numeric.formulas import JOINT_FORMULAS
    from symcoh.numeric.sums.problem import problem
    from symcoh.numeric.sums.state import thermal_state
    from symcoh.observables import OBSERVABLES

    for model in (
        Model(N=6, omega_a="7/10", gamma="3/10", J="2/5"),
        Model(N=5, omega_a="-7/10", gamma="3/10", J="-1/3"),
        Model(N=4, omega_a="7/10", gamma="-3/10", J="-7/40"),
    ):
        for beta in ("1/100", "1.7", "40"):
            with working_precision(200):
                state = thermal_state(problem(model), enclose(exact(beta), 200), 2, lambda: None)
                balls = {name: formula(state) for name, formula in JOINT_FORMULAS.items()}
            for name in OBSERVABLES:
                ball = balls[name]
                assert ball.overlaps(evaluate(model, name, beta=beta, digits=40).to_arb()) and ball.rel_accuracy_bits() > 100


@pytest.mark.parametrize(
    ("name", "options", "match"),
    [
        ("graph", {"N": 2, "edges": [[1, 3, "1"]]}, "edges"),
        ("graph", {"N": 2, "edges": [[1, 1, "1"]]}, "different sites"),
        ("graph", {"N": 2, "edges": [[1, 2]]}, "edge 1"),
        ("graph", {"N": 2, "edges": [], "omega_k": ["1", "1"]}, "gamma_k"),
        ("independent", {"N": 2, "omega_k": ["1"], "gamma_k": ["1", "1"]}, "2 entries"),
        ("spin-ring", {"N": 2, "spin": "1/3"}, "spin"),
        ("oscillators", {"N": 1, "Omega": "0"}, "Omega"),
        ("levels", {"levels": []}, "levels"),
        ("levels", {"levels": [["1", "2", 0]]}, "at least 1"),
        ("range-ring", {"N": 4, "couplings": []}, "couplings"),
        ("chian", {}, "did you mean chain"),
    ],
)
def test_bad_systems_are_refused(name: str, options: dict[str, Any], match: str) -> None:
    with pytest.raises(InputError, match=match):
        system_class(name)(**options)


def test_oscillators_too_strongly_coupled() -> None:
    from symcoh.sources import Oscillators

    with pytest.raises(InputError, match="smaller in size than Omega"):
        Model(sources=Oscillators(N=1, Omega=1), gamma=1)


def test_elimination_gives_what_the_listed_levels_give(monkeypatch: pytest.MonkeyPatch) -> None:
    """A graph of more sites than are listed: its weights come from polynomials, and its quantities are those of the levels."""
    from symcoh.sources import Graph, graph

    edges = [[a, b, f"{(a * b) % 7 - 3}/5"] for a in range(1, 8) for b in range(1, a) if (a + 2 * b) % 3]
    model = Model(sources=Graph(N=7, edges=edges), omega_a="7/10", gamma="3/10", target=Target(tilt="1/5"))
    quantities = (*QUANTITIES, "entropy", "heat-capacity", "coherence-derivative", "mutual-information", "mean-force-energy")
    listed = [str(evaluate(model, quantity, beta=BETA, digits=30)) for quantity in quantities]
    monkeypatch.setattr(graph, "FEW_UNIFORM", 0)
    other = Model(sources=Graph(N=7, edges=edges[::-1]), omega_a="7/10", gamma="3/10", target=Target(tilt="1/5"))
    assert [str(evaluate(other, quantity, beta=BETA, digits=30)) for quantity in quantities] == listed
    with pytest.raises(ArithmeticError, match="not listed"):
        evaluate(other, "coherence", T=0)
