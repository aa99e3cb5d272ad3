"""The transseries against power series of the 2^N sum at rational energies, the oracles, and faults on purpose."""

from __future__ import annotations

from collections import Counter, defaultdict
from fractions import Fraction as Q
from itertools import product
from math import lcm
from typing import Any

import pytest
import sympy as sp
from mpmath import MPContext

from derivations import low_temperature
from derivations.foundation import levels
from derivations.foundation.levels import transseries as original_transseries
from oracles import states
from oracles.not_none import not_none
from symcoh import marks
from symcoh.errors import CheckFailed, InputError, NotCertified
from symcoh.exact import degeneracy as original_ring_degeneracy
from symcoh.exact import parameters as original_parameters
from symcoh.exact.symbols import beta, omega
from symcoh.exactnumbers import exact
from symcoh.model import Model

RATIONAL = [
    (1, "4", "1", "3/2", "0"),
    (1, "0", "1", "1", "2"),
    (2, "4/5", "1", "3/20", "-11/40"),
    (2, "4/5", "1", "3/20", "-1/5"),
    (2, "4/5", "1", "3/20", "-2/5"),
    (2, "4/5", "-1", "-3/20", "1/3"),
    (3, "0", "1/2", "1/3", "1/4"),
    (3, "0", "1/2", "1/3", "-7/24"),
    (3, "0", "1/2", "1/3", "-1"),
    (4, "0", "1", "1", "-3/4"),
    (4, "0", "1", "1", "-2/3"),
    (4, "0", "1", "1/4", "-1"),
    (5, "0", "1", "1", "-3/4"),
    (6, "0", "2", "1/2", "0"),
]


def root(value: Any) -> Q:
    found = sp.sqrt(sp.Rational(value.numerator, value.denominator))
    assert found.is_Rational
    return Q(int(found.p), int(found.q))


def power_series(N: int, omega_: Any, omega_a: Any, gamma: Any, J: Any, terms: int) -> list[tuple[Any, Any]]:
    """(exponent, coefficient) of C from all 2^N configurations and both branches, by plain power series in e^{-beta/D}."""
    w, a, g, j = (abs(Q(v)) if i < 3 else Q(v) for i, v in enumerate((omega_, omega_a, gamma, J)))
    number: Counter[Q] = Counter()
    moment: dict[Q, Q] = defaultdict(Q)
    for spins in product((-1, 1), repeat=N):
        m, bonds = sum(spins), sum(spins[k] * spins[(k + 1) % N] for k in range(N))
        S = root(w * w + 4 * g * g * m * m)
        for branch in (-1, 1):
            energy = a * m / 2 - j * bonds + branch * S / 2
            number[energy] += 1
            moment[energy] += branch * 2 * g * m / S if S else Q(0)
    lowest = min(number)
    step = lcm(*((e - lowest).denominator for e in number))
    size = 1
    while True:
        size *= 2
        Z, X = [Q(0)] * size, [Q(0)] * size
        for e in number:
            place = int((e - lowest) * step)
            if place < size:
                Z[place] += number[e]
                X[place] += moment[e]
        C: list[Q] = []
        for n in range(size):
            C.append((X[n] - sum(Z[k] * C[n - k] for k in range(1, n + 1) if Z[k])) / Z[0])
        found = [(Q(n, step), c) for n, c in enumerate(C) if c]
        if sum(e > 0 for e, _ in found) >= terms:
            return found[: terms + (found[0][0] == 0)]


@pytest.mark.parametrize("row", RATIONAL, ids=str)
def test_against_power_series_of_all_states(row: tuple[int, str, str, str, str]) -> None:
    N, omega_, omega_a, gamma, J = row
    known = power_series(N, omega_, omega_a, gamma, J, 6)
    p = low_temperature._positive(original_parameters(N, omega=omega_, omega_a=omega_a, gamma=gamma, J=J))
    found = levels.transseries(levels.levels(p), 6)
    assert [(Q(str(e)), Q(str(c))) for e, c in found] == known
    expansion = not_none(low_temperature.derive(order=5, N=N, omega=omega_, omega_a=omega_a, gamma=gamma, J=J).expansion)
    assert [(t.power, -not_none(t.exponent) / beta, t.coefficient) for t in expansion.terms] == [(0, e, c) for e, c in found[:-1]]
    assert expansion.variable == sp.exp(-beta * found[-1][0]) and expansion.remainder_power == 1


IRRATIONAL = [
    ("2Nγ/S_N", {"N": 4, "omega": "1", "omega_a": "7/10", "gamma": "3/10", "J": "2/5"}, "12/13"),
    ("2Nγ/S_N", {"N": 4, "omega": "1", "omega_a": "-7/10", "gamma": "3/10", "J": "-137/500"}, "12/13"),
    ("0", {"N": 6, "omega": "1", "omega_a": "7/10", "gamma": "-3/10", "J": "-2/5"}, "0"),
    ("2γ/S_1", {"N": 5, "omega": "1", "omega_a": "7/10", "gamma": "3/10", "J": "-1/2"}, "3*sqrt(34)/34"),
    ("(50)", {"N": 4, "omega": "6", "omega_a": "1", "gamma": "1", "J": "-1/2"}, "4/15"),
    (
        "line, N odd",
        {"N": 3, "omega": "1", "omega_a": "7/10", "gamma": "3/10", "J": "-7/40-(sqrt(106)-sqrt(34))/40"},
        "9*sqrt(34)/136 + 9*sqrt(106)/424",
    ),
]


@pytest.mark.parametrize(("name", "row", "constant"), IRRATIONAL, ids=lambda v: v if isinstance(v, str) else "")
def test_phases_against_the_oracle(name: str, row: dict[str, Any], constant: str) -> None:
    """C_0, and the error of four terms against the fifth at one low temperature, from all 2^N configurations."""
    four, five = (not_none(low_temperature.derive(order=order, **row).expansion) for order in (4, 5))
    first = four.terms[0].coefficient if four.terms[0].exponent == 0 else sp.Integer(0)
    assert sp.simplify(first - sp.sympify(constant)) == 0, name
    ahead, after = (-e / beta for e in (not_none(five.terms[-1].exponent), five.variable.args[0]))
    at = int(12 / (after - ahead).evalf(20)) + 10
    digits = int(at * ahead.evalf(20) / 2.3) + 60
    mp = MPContext()
    mp.dps = digits
    value = mp.mpf(states.quantities(Model(**row), exact(at), digits, ("coherence",))["coherence"])
    partial, next_term = (mp.mpf(str(sp.N(e.subs(beta, at), digits))) for e in (four.expression, five.expression - four.expression))
    assert abs((value - partial) / next_term - 1) < 1e-3


def test_without_arguments_all_phases_and_no_series() -> None:
    result = low_temperature.derive()
    assert result.name == "low-temperature" and result.expansion is None
    assert [step.check.kind for step in result.steps].count("enclosure") == 6
    for word in ("Claim:", "Assumes:", "Source:", "Method:", "Cost:"):
        assert f"\n{word}" in low_temperature.__doc__


def test_one_scale_is_enough() -> None:
    scaled = low_temperature.derive(order=3, N=4, omega=omega, omega_a=omega * 7 / 10, gamma=omega * 3 / 10, J=omega * 2 / 5)
    plain = low_temperature.derive(order=3, N=4, omega=1, omega_a="7/10", gamma="3/10", J="2/5")
    assert sp.simplify(not_none(scaled.series).subs(omega, 1) - plain.series) == 0
    assert "at `N=4, omega=1" in scaled.steps[-1].claim


def test_exact_ties_decide_the_phase() -> None:
    """J = J_c - 1e-60, J_c and J_c + 1e-60 are three different constants."""
    constants = []
    for shift in ("-1e-60", "", "+1e-60"):
        expansion = not_none(low_temperature.derive(order=1, N=2, omega="4/5", omega_a=1, gamma="3/20", J=f"-11/40{shift}").expansion)
        constants.append(expansion.terms[0].coefficient if expansion.terms[0].exponent == 0 else 0)
    assert constants == [0, sp.Rational(1, 5), sp.Rational(3, 5)]


def test_coherence_that_vanishes() -> None:
    for zero in ("omega_a", "gamma"):
        expansion = not_none(low_temperature.derive(order=3, N=3, omega=1, **({"omega_a": 1, "gamma": 1, "J": -1} | {zero: 0})).expansion)
        assert expansion.terms == () and expansion.expression == 0


def test_plateau_bound_holds() -> None:
    """|C - C_0| <= ε at the stated temperature, by brute force."""
    for _, row, constant in IRRATIONAL:
        step = low_temperature.derive(order=1, **row).steps[-2]
        text = marks.plain(step.claim).rpartition("T <= ")[2]
        T = sp.sympify(text.replace("ε", "1e-6")).evalf(30)
        value = states.quantities(Model(**row), exact(str(1 / T)), 30, ("coherence",))["coherence"]
        assert abs(sp.Float(str(value), 30) - sp.sympify(constant).evalf(30)) <= 1e-6


EQUAL = {"N": 4, "omega": 1, "omega_a": 1, "gamma": 1, "J": 1}


@pytest.mark.parametrize(
    ("values", "error", "sentence"),
    [
        ({"order": 3}, InputError, "`N` must be given here"),
        ({"N": 4}, InputError, "`J` must be given here: which of two exponents is smaller depends on it"),
        ({"N": 4, "J": 1}, InputError, "`omega_a` must be given here"),
        ({"N": 4, "J": 1, "omega_a": 1}, InputError, "`gamma` must be given here"),
        ({"N": 4, "J": 1, "omega_a": 1, "gamma": 1}, InputError, "`omega` must be given here"),
        ({"N": 4, "beta": 3}, InputError, "`beta` must stay a symbol"),
        ({"N": 4, "order": -1}, InputError, "`order` must be at least 0"),
        ({"N": 4, "gamma": 0.3}, InputError, "`gamma` must be exact"),
        (
            EQUAL | {"J": "log(2)+log(3)-log(6)"},
            NotCertified,
            "tie is not decided: write `J` without pi, exp and log",
        ),
        (EQUAL | {"omega": "log(4)-2*log(2)"}, NotCertified, "`omega` has a sign that cannot be decided"),
        (
            EQUAL | {"omega_a": "log(4)-2*log(2)"},
            NotCertified,
            "`omega_a` has a sign that cannot be decided",
        ),
        (EQUAL | {"gamma": "log(4)-2*log(2)"}, NotCertified, "`gamma` has a sign that cannot be decided"),
    ],
)
def test_refusals(values: dict[str, Any], error: type, sentence: str) -> None:
    with pytest.raises(error, match=sentence) as found:
        low_temperature.derive(**values)
    assert len(str(found.value)) < 250


def test_broken_quotient_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    right = original_transseries
    values = {"N": 4, "omega": 1, "omega_a": "7/10", "gamma": "3/10", "J": "2/5"}
    for broken in range(4):

        def wrong(found: Any, wanted: int, broken: int = broken) -> list[tuple[Any, Any]]:
            return [(e, c * (1 + sp.Rational(i == broken, 10**9))) for i, (e, c) in enumerate(right(found, wanted))]

        monkeypatch.setattr(low_temperature, "transseries", wrong)
        with pytest.raises(CheckFailed, match="Series times Z"):
            low_temperature.derive(order=3, **values)
        with pytest.raises(CheckFailed, match="does not tend to 1"):
            low_temperature._sample_step("aligned", values, 3)


def test_broken_gap_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    right = low_temperature.first_gaps
    monkeypatch.setattr(low_temperature, "first_gaps", lambda phase, p: [(e, a * (1 + (p.N == 5))) for e, a in right(phase, p)])
    with pytest.raises(CheckFailed, match="N=5"):
        low_temperature.derive()


def test_broken_degeneracy_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    right = original_ring_degeneracy
    monkeypatch.setattr(levels, "ring_degeneracy", lambda m, n, N: right(m, n, N) + (n == 1))
    with pytest.raises(CheckFailed):
        low_temperature.derive()


def test_so_many_levels_are_refused() -> None:
    """N**2/2 levels are not listed without end: a long ring is refused at once, in a sentence."""
    for size in (201, 10**6, 10**18):
        with pytest.raises(NotCertified, match="The levels are about .* try N up to 200"):
            low_temperature.derive(order=2, N=size, omega="1/2", omega_a="1/4", gamma="3/10", J="7/10")
