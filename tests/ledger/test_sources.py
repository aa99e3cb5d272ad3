"""Statements about other sources than the ring: every system by itself, what each name means, and every failure with its system."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import islice

import pytest
from flint import acb, arb, arb_mat
from mpmath import mp, mpf, workdps

from oracles import quantum
from oracles.not_none import not_none
from reliability.sampling import SOAK
from symcoh import Model, evaluate
from symcoh.attack.definitions import any_sources
from symcoh.attack.definitions.any_sources import MEANINGS_OF_SYSTEMS, SYSTEMS, coherence, modulus, moment, partition_function
from symcoh.attack.evaluation_point import EvaluationPoint
from symcoh.attack.sampling import evaluation_points
from symcoh.attack.systems import PAIRS, PARTS, grown, network, uniform_levels
from symcoh.attack.verify import holds, verify_entry
from symcoh.balls import working_precision
from symcoh.certificates.interpret import interpret
from symcoh.errors import InputError
from symcoh.exact.symbols import J
from symcoh.exactnumbers import exact
from symcoh.ledger import Entry, entries, find
from symcoh.ledger.notation import E_0, C, Deriv
from symcoh.sources import XX, XXZ, Chain, Complete, Graph, Oscillators, Ring

BEYOND = [entry for entry in entries() if entry.sampler.systems != ("ring",)]
EACH = [
    pytest.param(entry, system, id=f"{entry.number}-{system}")
    for entry in BEYOND
    if len(entry.sampler.systems) > 1
    for system in entry.sampler.systems
]
FAILURES = [
    pytest.param(entry, place, id=f"{entry.number}-{one.system}") for entry in entries() for place, one in enumerate(entry.failures)
]
POINTS = 4 * SOAK


def point(system: str, N: int = 3, **values: str) -> EvaluationPoint:
    """A point with its energies and an inverse temperature."""
    given = {"omega": "1", "omega_a": "7/10", "gamma": "3/10", "J": "2/5", "beta": "17/10", **values}
    beta = exact(given.pop("beta"))
    model = Model(N=N, omega=given["omega"], omega_a=given["omega_a"], gamma=given["gamma"], J=given["J"])
    return EvaluationPoint(model=model, beta=beta, system=system, exacts={"seed": exact(given.get("seed", "7"))})


@pytest.mark.parametrize(("entry", "system"), EACH)
def test_every_system_survives_by_itself(entry: Entry, system: str) -> None:
    alone = replace(entry, sampler=replace(entry.sampler, systems=(system,)), failures=(), counterexample=None, status="checked")
    verdict = verify_entry(alone, POINTS, 40, seed=1)
    assert verdict.false == 0 and verdict.true >= verdict.undecided


@pytest.mark.parametrize(("entry", "place"), FAILURES)
def test_every_failure_is_certified_and_not_the_other_way_round(entry: Entry, place: int) -> None:
    failure = entry.failures[place]
    assert holds(failure, 30)
    back = {"<": ">", ">": "<"}[failure.statement.relation]
    assert not holds(replace(failure, statement=replace(failure.statement, relation=back)), 30)


def test_the_systems_that_are_attacked_and_those_that_fail_have_a_meaning() -> None:
    named = {system for entry in BEYOND for system in entry.sampler.systems}
    failing = {one.system for entry in entries() for one in entry.counterexamples}
    assert named | failing == {"ring", *SYSTEMS}
    assert {"star", "ladder", "xx-ring", "xx-chain", "xx-complete", "opposed", "tilted", "levels", "oscillators"} <= failing


def test_points_take_the_systems_in_turn() -> None:
    entry = find("B42")[0]
    assert tuple(here.system for here in islice(evaluation_points(entry), len(entry.sampler.systems))) == entry.sampler.systems


def test_names_of_the_ring_alone_are_refused_elsewhere() -> None:
    with working_precision(100):
        for expression in (E_0, Deriv(C, J)):
            with pytest.raises(InputError, match=r"E_0 has no meaning for chain sources|has no meaning for chain"):
                interpret(expression, point("chain"))
        assert coherence(point("chain")).rel_accuracy_bits() > 60


def counterpart(system: str, N: int) -> Model:
    """The same sources by the systems of the package, which share nothing with the definitions of the attack."""
    at = {"omega": "1", "gamma": "3/10"}
    common = {"N": N}
    made = {
        "ring": lambda: Ring(**common, J="2/5"),
        "chain": lambda: Chain(**common, J="2/5"),
        "complete": lambda: Complete(**common, J="2/5"),
        "star": lambda: Graph(**common, edges=[[1, k, "2/5"] for k in range(2, N + 1)]),
        "ladder": lambda: Graph(
            **common,
            edges=[[k, k + 1, "2/5"] for k in range(1, N, 2)] + [[k, k + 2, "2/5"] for k in range(1, N - 1)],
        ),
        "xx-ring": lambda: XX(**common, J_xy="2/5", shape="ring"),
        "xx-chain": lambda: XX(**common, J_xy="2/5", shape="chain"),
        "xxx-complete": lambda: XXZ(**common, J="2/5", J_xy="2/5", shape="complete"),
        "xx-complete": lambda: XXZ(**common, J=0, J_xy="2/5", shape="complete"),
    }[system]()
    return Model(sources=made, omega_a="7/10", **at)


@pytest.mark.parametrize("system", PAIRS)
@pytest.mark.parametrize("N", [1, 2, 4, 5])
def test_uniform_systems_have_the_coherence_that_evaluate_prints(system: str, N: int) -> None:
    value = evaluate(counterpart(system, N), "coherence", beta="17/10", digits=30)
    with working_precision(200):
        found = coherence(point(system, N))
        assert found.rel_accuracy_bits() > 120
        assert abs(found - arb(str(value))) < arb(10) ** -29 * found


@pytest.mark.parametrize("system", PARTS)
def test_in_plane_levels_are_those_of_dense_matrices(system: str) -> None:
    pairs = {"xx-ring": quantum.ring_bonds, "xx-chain": quantum.chain_bonds}.get(system, quantum.complete_bonds)(4)
    with workdps(40):
        dense = quantum.spectrum(4, quantum.couplings(pairs, -1, -PARTS[system][1]))
    with working_precision(150):
        found = {
            m: sorted((level for at, level, times in uniform_levels(system, 4) if at == m for _ in range(times)), key=float) for m in dense
        }
        for m, levels in dense.items():
            assert len(found[m]) == len(levels)
            assert all(abs(ball - arb(mp.nstr(level, 35))) < arb(10) ** -30 for ball, level in zip(found[m], levels, strict=True))


def full(system: str, **values: str) -> tuple[arb, arb]:
    """(Z, C) of two Ising sources from the 8x8 matrix of H by Kronecker products, and Arb's exponential."""
    here = point(system, 2, **values)
    omega, omega_a, gamma, bond, beta = (here.parameter(name) for name in ("omega", "omega_a", "gamma", "J", "beta"))
    up, unit = arb_mat([[1, 0], [0, -1]]), arb_mat([[1, 0], [0, 1]])
    flip = arb_mat([[0, 1], [1, 0]])
    tilt = (flip + up) * (1 / arb(2).sqrt()) if system == "tilted" else flip
    first, second = (-arb(1) / 2, arb(1)) if system == "opposed" else (arb(1), arb(1))

    def kron(*parts: arb_mat) -> arb_mat:
        total = parts[0]
        for part in parts[1:]:
            rows, size = total.nrows(), part.nrows()
            total = arb_mat(
                [[total[i // size, j // size] * part[i % size, j % size] for j in range(rows * size)] for i in range(rows * size)]
            )
        return total

    H = kron(up, unit, unit) * (omega / 2) + (kron(unit, up, unit) + kron(unit, unit, up)) * (omega_a / 2)
    H = H + (kron(tilt, up, unit) * first + kron(tilt, unit, up) * second) * gamma - kron(unit, up, up) * bond
    thermal = (H * -beta).exp()
    mixed = sum((thermal[k, 4 + k] for k in range(4)), arb(0))
    return thermal.trace(), 2 * abs(mixed) / thermal.trace()


@pytest.mark.parametrize("system", ["opposed", "tilted", "chain"])
def test_two_sources_against_the_whole_hamiltonian(system: str) -> None:
    with working_precision(200):
        Z, C_full = full(system, J="-3/7", gamma="5/4")
        here = point(system, 2, J="-3/7", gamma="5/4")
        assert partition_function(here).overlaps(Z) and coherence(here).overlaps(C_full)
        assert coherence(here).rel_accuracy_bits() > 150


def test_levels_and_oscillators_in_mpmath(monkeypatch: pytest.MonkeyPatch) -> None:
    with workdps(40):
        omega, omega_a, gamma, bond, beta = mpf(1), mpf(7) / 10, mpf(3) / 10, mpf(2) / 5, mpf(17) / 10

        def expected(states: list[tuple[int, mpf, int]]) -> mpf:
            upper = lower = mpf(0)
            for b, energy, number in states:
                S = mp.sqrt(omega**2 + 4 * gamma**2 * b**2)
                weight = number * mp.exp(-beta * energy)
                upper += weight * 2 * gamma * b / S * mp.sinh(beta * S / 2)
                lower += weight * mp.cosh(beta * S / 2)
            return abs(upper) / lower

        levels = expected([(1, omega_a / 2, 1), (-3, -3 * omega_a / 2 + bond, 1)])
        quanta = expected([(n, n * (omega_a + gamma), mp.binomial(n + 2, n)) for n in range(400)])
        texts = mp.nstr(levels, 35), mp.nstr(quanta, 35)
    value = evaluate(Model(sources=Oscillators(N=3, Omega=1), gamma="3/10"), "coherence", beta="17/10", digits=30)
    with working_precision(200):
        for system, text in zip(("levels", "oscillators"), texts, strict=True):
            assert abs(coherence(point(system)) - arb(text)) < arb(10) ** -33
        assert abs(coherence(point("oscillators")) - arb(str(value))) < arb(10) ** -29
        monkeypatch.setattr(any_sources, "MAX_TERMS", 100)
        cut = coherence(point("oscillators", omega_a="1/2", gamma="1/2", beta="1"))
        assert cut.overlaps(arb(str(evaluate(Model(sources=Oscillators(N=3, Omega=1), gamma="1/2"), "coherence", beta=1, digits=40))))
        assert 30 < cut.rel_accuracy_bits() < 80
        assert coherence(point("oscillators", omega_a="1/1000", beta="1/1000")).rad() > 1


def test_a_drawn_graph_is_the_graph_of_the_package_and_what_grows_is_greater() -> None:
    kinds = set()
    for seed in range(12):
        drawn, more = network(3, seed), grown(3, seed)
        bonds = [[a + 1, b + 1, str(Fraction(2, 5) * weight)] for (a, b), weight in drawn.edges.items() if weight]
        gaps, couplings = (
            [str(unit * part) for part in parts] for unit, parts in ((Fraction(7, 10), drawn.gaps), (Fraction(3, 10), drawn.couplings))
        )
        graph = Graph(N=3, edges=bonds, omega_k=gaps, gamma_k=couplings)
        value = evaluate(Model(sources=graph, omega=1), "coherence", beta="17/10", digits=25)
        with working_precision(150):
            assert abs(coherence(point("graph", seed=str(seed))) - arb(str(value))) < arb(10) ** -24
        sizes = [sum(drawn.edges.values()), sum(drawn.gaps), sum(drawn.couplings), len(drawn.gaps)]
        after = [sum(more.edges.values()), sum(more.gaps), sum(more.couplings), len(more.gaps)]
        assert all(b >= a for a, b in zip(sizes, after, strict=True)) and after != sizes
        kinds.add(next(place for place, (a, b) in enumerate(zip(sizes[::-1], after[::-1], strict=True)) if b > a))
    assert kinds == {0, 1, 2, 3}


def test_moments_and_the_modulus_are_derivatives_and_values_of_sums() -> None:
    with working_precision(200):
        here = point("chain", 4)
        h = -here.parameter("beta") * here.parameter("omega_a") / 2
        series = sum(((J_bond(here) * level).exp() * times * power(m, h) for m, level, times in uniform_levels("chain", 4)), arb(0))
        first = sum(((J_bond(here) * level).exp() * times * m * power(m, h) for m, level, times in uniform_levels("chain", 4)), arb(0))
        assert moment(here, arb(1)).overlaps(first / series)
        assert modulus(here, here.parameter("omega_a"), arb(0)).overlaps(partition_function(here))
        gap = acb(arb(7) / 10, arb(2))
        direct = acb(0)
        for m, level, times in uniform_levels("chain", 4):
            S = (1 + 4 * (arb(3) / 10 * m) ** 2).sqrt()
            direct += (
                (J_bond(here) * level).exp()
                * times
                * (-here.parameter("beta") * gap * m / 2).exp()
                * 2
                * (here.parameter("beta") * S / 2).cosh()
            )
        assert modulus(here, arb(7) / 10, arb(2)).overlaps(abs(direct))


def J_bond(here: EvaluationPoint) -> arb:
    return here.parameter("beta") * here.parameter("J")


def power(m: int, h: arb) -> arb:
    return (h * m).exp()


def whole_number(value: arb | arb_mat) -> int:
    assert isinstance(value, arb)
    return int(not_none(value.unique_fmpz()))


def test_numbers_of_bonds_and_of_pairs_of_bonds() -> None:
    names = MEANINGS_OF_SYSTEMS["bonds"], MEANINGS_OF_SYSTEMS["bond_pairs"]
    found = {
        system: tuple(whole_number(count(point(system, 5))) for count in names)
        for system in ("ring", "chain", "complete", "star", "ladder")
    }
    assert found == {"ring": (5, 5), "chain": (4, 3), "complete": (10, 30), "star": (4, 6), "ladder": (5, 6)}
