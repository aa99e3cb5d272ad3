"""Ground states, J_c and C_0 as reported, against exhaustive and exact routes; the printed values against exact numbers."""

from __future__ import annotations

from fractions import Fraction

import pytest
from flint import fmpq

from oracles import ground, numbers
from oracles.numbers import MP
from reliability.sampling import critical_text
from symcoh import Model
from symcoh.exactnumbers import exact, sign
from symcoh.phase import phase
from symcoh.phase import shape as shape_module

from .cases import beside_the_line, random_model


@pytest.mark.parametrize("chunk", range(3))
def test_ground_states(chunk: int) -> None:
    names = set()
    for number in range(300 + chunk, 340, 3):
        model = random_model(number)
        if number % 5 == 0 and model.N > 1:
            model = beside_the_line(model.N, str(model.omega_a), str(model.gamma), "0")
        found = phase(model, digits=15)
        lowest, energy = ground.manifold(model)
        assert sorted((s.m, model.N - 4 * s.domains, s.branch, s.degeneracy) for s in found.ground_states) == sorted(lowest)
        with numbers.precision(300):
            assert found.energy.value == numbers.rounded(energy, 15)
            coherence = ground.quantities(model, 30)["coherence"]
            assert found.coherence.value == (numbers.rounded(coherence, 15) if coherence else "0")
        aligned = {abs(m) == model.N for m, *_ in lowest}
        assert found.name == {(True,): "ferromagnetic", (False,): "antiferromagnetic", (False, True): "critical"}[tuple(sorted(aligned))]
        names.add(found.name)
    assert len(names) >= 2


@pytest.mark.parametrize(("N", "omega_a", "gamma"), [(2, "0.7", "0.3"), (5, "-7/3", "sqrt(3)/7"), (6, "pi/5", "-1/3"), (9, "1e-3", "30")])
def test_critical_coupling(N: int, omega_a: str, gamma: str) -> None:
    """The exact text means (48), (54), and the value is that text rounded."""
    found = phase(Model(N=N, omega_a=omega_a, gamma=gamma), digits=30).critical
    assert found is not None
    assert sign(exact(found.exact) - exact(critical_text(N, "1", omega_a, gamma)), 2**12) in (0, None)
    with numbers.precision(300):
        value = numbers.number(exact(critical_text(N, "1", omega_a, gamma)))
        assert found.value == numbers.rounded(value, 30)


def test_exact_texts_are_read_by_sympy_and_by_our_grammar() -> None:
    import sympy

    found = phase(beside_the_line(5, "0.7", "sqrt(3)/7", "0"), digits=25)
    assert found.name == "critical" and found.critical is not None
    for pair in (found.critical, found.coherence, found.energy):
        with numbers.precision(200):
            assert numbers.rounded(numbers.number(exact(pair.exact)), 25) == pair.value
        assert abs(sympy.sympify(pair.exact, rational=True).evalf(40) - sympy.Float(pair.value, 40)) < sympy.Float(10) ** -24


def test_one_source_has_no_line() -> None:
    found = phase(Model(N=1, omega_a=1, gamma=1, J=-5))
    assert found.critical is None and found.name == "ferromagnetic" and found.to_dict()["J_critical"] is None


def test_every_tied_state_is_listed() -> None:
    """gamma = 0 on the line: all m <= 0 tie; 50: one third of the aligned coherence on the line of an even ring."""
    free = phase(Model(N=6, omega_a="0.7", gamma=0, J="-7/40"))
    assert [s.m for s in free.ground_states] == [-6, -4, -2, 0] and free.name == "critical"
    model = beside_the_line(4, "0.7", "0.3", "0")
    third = phase(model)
    assert [(s.m, s.degeneracy) for s in third.ground_states] == [(-4, 1), (0, 2)]
    assert third.coherence.exact == "4/13" and Fraction(third.coherence.value) == Fraction("0.30769230769230769231")


def test_json_object() -> None:
    found = phase(Model(N=4, omega_a="0.7", gamma="0.3", J="-0.274"), digits=6).to_dict()
    assert found["phase"] == "ferromagnetic" and found["certified"] is True and found["digits"] == 6
    assert found["ground_states"] == [{"m": -4, "domains": 0, "branch": -1, "degeneracy": 1}]
    assert found["J_critical"] == {"exact": "-11/40", "value": "-0.275000"}
    assert found["C0"] == {"exact": "12/13", "value": "0.923077"}
    assert [(e["kind"], e["T"], e["C"]) for e in found["extrema"]] == [
        ("minimum", "0.0330558", "0.374026"),
        ("maximum", "0.246785", "0.509274"),
    ]


def test_a_degeneracy_beyond_2_53_is_text() -> None:
    model = Model(N=101, omega_a="0", gamma="0", J=0)
    assert any(isinstance(state["degeneracy"], str) for state in phase(model).to_dict()["ground_states"])


def test_values_are_plain_data() -> None:
    found = phase(Model(N=4, omega_a="0.7", gamma="0.3", J="-0.274"), digits=6)
    assert eval(repr(found.extrema), {"Extremum": type(found.extrema[0])}) == found.extrema
    assert eval(repr(found.certificate), {"Piece": shape_module.Piece, "fmpq": fmpq}) == found.certificate


def test_the_oracle_is_at_rest() -> None:
    """The oracle's manifold of a critical model, to 500 digits, has both sectors."""
    lowest, _ = ground.manifold(beside_the_line(5, "0.7", "0.3", "0"))
    assert {abs(m) for m, *_ in lowest} == {1, 5} and MP.prec == 53
