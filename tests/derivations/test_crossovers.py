"""Two crossovers and the extremum beside the line, against sums over all states, at random parameters and with faults on purpose."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping
from fractions import Fraction as Q
from types import ModuleType
from typing import Any

import mpmath
import pytest
import sympy as sp
from flint import arb

from derivations import critical_crossover, extra_extremum, half_temperature
from derivations.critical_crossover import next_gaps as original_next_gaps
from derivations.critical_crossover import read as original_read
from oracles import states
from oracles.not_none import not_none
from symcoh import Model, evaluate
from symcoh.balls import working_precision
from symcoh.certificates.enclose import enclose_expression
from symcoh.certificates.many_sources import coherence_of_many
from symcoh.errors import CheckFailed, InputError
from symcoh.exact import Parameters
from symcoh.exact.symbols import beta as BETA
from symcoh.exactnumbers import exact, sign, square_root

RANDOM = random.Random(20251106)
POINTS = [
    (N, *(Q(RANDOM.randint(5, 40), 20) for _ in range(3)), Q(RANDOM.randint(-30, 30), 100), RANDOM.choice([1, 4, 15]))
    for N in (2, 3, 4, 5, 6, 7, 8, 4, 5, 6)
    for _ in range(2)
]
LINES = POINTS + [
    (N, *(Q(RANDOM.randint(5, 40), 20) for _ in range(3)), Q(RANDOM.randint(-30, 30), 100), RANDOM.choice([1, 4, 15]))
    for N in (2, 3, 4, 5, 6, 3, 5, 7, 3, 5, 7)
    for _ in range(2 if N % 2 else 3)
]
"""At least twenty sets each of even and of odd N."""


def test_twenty_sets_of_each_parity() -> None:
    assert min(sum(row[0] % 2 == parity for row in LINES) for parity in (0, 1)) >= 20


def rational(value: Any) -> Q:
    """An mpmath number as the fraction it is."""
    mantissa, exponent = value.man_exp
    return Q(int(mantissa)) * Q(2) ** int(exponent)


@pytest.mark.parametrize(("N", "omega", "omega_a", "gamma", "x", "cold"), LINES)
def test_crossover_holds_within_its_bound(N: int, omega: Q, omega_a: Q, gamma: Q, x: Q, cold: int) -> None:
    """At J_c + x/β, β Δ_1 = 8 cold: the 2^N sum is within the bound of the crossover function."""
    p = critical_crossover.read(N, omega, omega_a, gamma)
    gap, here = critical_crossover.next_gap(p), critical_crossover.crossing(p)
    beta = exact(str((8 * cold / gap).evalf(10)))
    J = exact(critical_crossover.line_of(p)) + exact(x) / beta
    value = states.quantities(Model(N=N, omega=omega, omega_a=omega_a, gamma=gamma, J=J), beta, 40 + 8 * cold, ["coherence"])["coherence"]
    law = enclose_expression(here.at(sp.Rational(x)), {}, 600)
    distance = float(abs(rational(value) - Q(law.str(200, radius=False))))
    assert distance <= float(2 * (2 ** (N + 1) - 1 - here.number)) * math.exp(-8 * cold) * (1 + 1e-6)
    assert distance > 0


def test_the_measured_crossover() -> None:
    p = critical_crossover.read(4, 6, 1, 1)
    law = float(critical_crossover.crossing(p).at(sp.Rational(1, 10)))
    value = float(evaluate(Model(N=4, omega=6, omega_a=1, gamma=1, J="-1/2+1/500"), "coherence", T="1/50", digits=16))
    assert (round(law, 10), round(value, 10)) == (0.4213502538, 0.4213502543)


@pytest.mark.parametrize(("N", "phase"), [(4, (0.8, 0.8 / 3, 0.0)), (5, None)])
def test_the_crossover_contains_both_phases_and_the_line(N: int, phase: tuple[float, float, float] | None) -> None:
    p = critical_crossover.read(N, 6, 1, 1)
    here = critical_crossover.crossing(p)
    found = [
        sp.limit(here.at(sp.Symbol("x")), sp.Symbol("x"), sp.oo),
        here.at(0),
        sp.limit(here.at(sp.Symbol("x")), sp.Symbol("x"), -sp.oo),
    ]
    expected = [
        evaluate(Model(N=N, omega=6, omega_a=1, gamma=1, J=exact(critical_crossover.line_of(p)) + exact(side)), "coherence", T=0, digits=20)
        for side in ("1/100", "0", "-1/100")
    ]
    assert [round(float(value), 15) for value in found] == [round(float(value), 15) for value in expected]
    if phase is not None:
        assert [float(value) for value in expected] == pytest.approx(phase)


def test_a_wrong_crossover_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    right = critical_crossover.crossing

    def wrong(p: Parameters) -> critical_crossover.Crossing:
        return critical_crossover.Crossing(
            aligned=right(p).aligned, antialigned=right(p).antialigned, number=sp.Integer(1), slope=right(p).slope
        )

    monkeypatch.setattr(critical_crossover, "crossing", wrong)
    with pytest.raises(CheckFailed):
        critical_crossover.derive()


def test_a_wrong_gap_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    right = critical_crossover.next_gaps
    monkeypatch.setattr(critical_crossover, "next_gaps", lambda p: (right(p)[0], right(p)[1] * 2))
    with pytest.raises(CheckFailed):
        critical_crossover.derive()


def turn(N: int, omega: Any, omega_a: Any, gamma: Any, offset: Any) -> tuple[Any, Any]:
    """(J, T* of the claim) for J - J_c = offset times the sign of a_1."""
    p = original_read(N, omega, omega_a, gamma)
    gap, amplitude = critical_crossover.next_gap(p), extra_extremum.first_amplitude(p)
    J = exact(critical_crossover.line_of(p)) + exact(offset) * exact(sign(exact(amplitude)))
    delta = critical_crossover.crossing(p).slope * sp.Rational(offset)
    return J, (gap / sp.log(abs(amplitude) * gap / (extra_extremum.slope(p) * delta))).evalf(20)


def test_the_measured_extremum() -> None:
    """J - J_c = 1e-9: the minimum of the certified curve is where the law puts it, to δ/T* = 4e-7 at least."""
    J, place = turn(4, 6, 1, 1, "1e-9")
    assert abs(float(place) / 0.02134026 - 1) < 2e-8
    model = Model(N=4, omega=6, omega_a=1, gamma=1, J=J)
    slopes = [float(evaluate(model, "coherence-derivative", T=T, digits=10)) for T in ("0.0213402600", "0.0213402602")]
    assert slopes[0] < 0 < slopes[1]


@pytest.mark.parametrize(("N", "omega", "omega_a", "gamma", "x", "cold"), POINTS)
def test_extremum_at_random_parameters(N: int, omega: Q, omega_a: Q, gamma: Q, x: Q, cold: int) -> None:
    """|J - J_c| = 1e-60: dC/dT changes sign within 5e-4 of T*, as the sign of a_1 says."""
    J, place = turn(N, omega, omega_a, gamma, "1e-60")
    model = Model(N=N, omega=omega, omega_a=omega_a, gamma=gamma, J=J)
    p = original_read(N, omega, omega_a, gamma)
    rising = not_none(sign(exact(extra_extremum.first_amplitude(p))))
    near = exact(str(place))
    for factor, side in (("0.9995", -rising), ("1.0005", rising)):
        assert float(evaluate(model, "coherence-derivative", T=near * exact(factor), digits=5)) * side > 0


def test_no_extremum_on_the_other_side() -> None:
    """N = 4, a_1 > 0: just below the line C(T) has no turning point where the law has none."""
    p = original_read(4, 6, 1, 1)
    model = Model(N=4, omega=6, omega_a=1, gamma=1, J=exact(critical_crossover.line_of(p)) - exact("1e-9"))
    slopes = [float(evaluate(model, "coherence-derivative", T=f"0.0{k}", digits=5)) for k in range(100, 400, 20)]
    assert all(slope > 0 for slope in slopes)


def test_the_boundary_where_the_kind_changes() -> None:
    """N = 4, γ = 0.3, ω = 1: 4ω_a = S_4/4 - S_2/2 + ω/4, ω_a = 0.02974."""
    boundary = (sp.Rational(13, 5) / 4 - sp.sqrt(sp.Rational(61, 25)) / 2 + sp.Rational(1, 4)) / 4
    assert round(float(boundary), 5) == 0.02974
    signs = [extra_extremum.first_amplitude(original_read(4, 1, boundary + step, "3/10")) > 0 for step in (-Q(1, 10**9), Q(1, 10**9))]
    assert signs == [False, True]


def test_a_wrong_slope_moves_the_extremum(monkeypatch: pytest.MonkeyPatch) -> None:
    right = extra_extremum.slope
    monkeypatch.setattr(extra_extremum, "slope", lambda p: right(p) * sp.Rational(11, 10))
    with pytest.raises(CheckFailed, match="C\\(T\\) turns"):
        extra_extremum.derive()


@pytest.mark.parametrize(("size", "measured"), [(10**2, -0.338015), (10**4, -0.313677), (10**6, -0.311245), (10**8, -0.311003)])
def test_the_measured_half_temperature(size: int, measured: float) -> None:
    """N(C - 1/2) at T_0 e^{W(J/T_0)}, the largest root of Nγω_a e^{2J/T} = T² ln 3."""
    T0 = sp.sqrt(sp.Integer(size) * sp.Rational(21, 100) / sp.log(3))
    T = exact(str((T0 * sp.exp(sp.LambertW(sp.Rational(2, 5) / T0))).evalf(40)))
    value = evaluate(Model(N=size, omega_a="7/10", gamma="3/10", J="2/5"), "coherence", T=T, digits=30)
    assert round(float(size * (Q(str(value)) - Q(1, 2))), 6) == measured


def test_the_largest_root_for_negative_coupling() -> None:
    """J < 0: two roots of T² ln 3 = Nγω_a e^{2J/T}; the claim is the larger one, where C is near 1/2."""
    T0 = sp.sqrt(sp.Integer(10**6) * sp.Rational(21, 100) / sp.log(3))
    for branch, near in ((0, True), (-1, False)):
        T = (T0 * sp.exp(sp.LambertW(sp.Rational(-2, 5) / T0, branch))).evalf(30)
        value = evaluate(Model(N=10**6, omega_a="7/10", gamma="3/10", J="-2/5"), "coherence", T=exact(str(T)), digits=10)
        assert (abs(float(value) - 0.5) < 1e-5) is near


@pytest.mark.parametrize(("N", "omega", "omega_a", "gamma", "J", "cold"), POINTS)
def test_half_temperature_bound(N: int, omega: Q, omega_a: Q, gamma: Q, J: Q, cold: int) -> None:
    """|C - law| <= bound from the 2^N sum, at hot points where the bound says something."""
    beta = Q(1, 10 * cold)
    value = states.quantities(Model(N=N, omega=omega, omega_a=omega_a, gamma=gamma, J=J), exact(beta), 30, ["coherence"])["coherence"]
    p = half_temperature.read(N, omega, omega_a, gamma, J)
    law, bound = (float(e.subs(BETA, sp.Rational(beta)).evalf(30)) for e in (half_temperature.law(p), half_temperature.bound(p)))
    assert abs(float(value) - law) <= bound < 1


@pytest.mark.parametrize(
    ("N", "omega", "omega_a", "gamma", "J", "beta"), [(3, "4", "1/2", "1/5", "1/4", "1"), (2, "1", "3", "2", "-2/3", "1/2")]
)
def test_half_temperature_bound_is_the_sum_of_its_steps(N: int, omega: str, omega_a: str, gamma: str, J: str, beta: str) -> None:
    """Twice the mass of the kernel, by quadrature; the steepest tanh over the spread of ln y at h_+; the smaller eigenvalue's share."""
    p = half_temperature.read(N, omega, omega_a, gamma, J)
    found = float(half_temperature.bound(p).subs(BETA, sp.Rational(beta)).evalf(20))
    w, a, g, K, b = (float(Q(x)) for x in (omega, omega_a, gamma, J, beta))
    half, K, h = b * w / 2, K * b, b * (a / 2 + g)
    kernel = mpmath.quad(lambda angle: half * mpmath.besseli(1, half * mpmath.cos(angle)), [-mpmath.pi / 2, mpmath.pi / 2])
    steepest = max(y / math.cosh(y) ** 2 for y in (k / 1000 for k in range(1, 5000)))
    assert steepest <= 0.45 < steepest * 1.01
    spread = max(math.log(math.sinh(h) / h), math.log(math.sqrt(1 + math.exp(4 * K) * math.sinh(h) ** 2)))
    share = abs(math.tanh(K)) ** N
    assert found == pytest.approx(2 * float(kernel) + 0.45 * spread + share / (1 - share) / 2, rel=1e-12)


SETS = [
    {
        "omega": Q(RANDOM.randint(0, 40), 20),
        "omega_a": Q(RANDOM.randint(4, 40), 20),
        "gamma": Q(RANDOM.randint(4, 40), 20),
        "J": Q(RANDOM.randint(-20, 20), 20),
    }
    for _ in range(20)
]


def correction_gap(row: Mapping[str, Q], tau: str, size: int) -> float:
    """N (C - law) over the 1/N term of the claim, minus one, at fixed τ = Nβ²."""
    words = {key: str(value) for key, value in row.items()}
    beta = square_root(exact(tau) / exact(size))
    value = coherence_of_many(Model(N=size, **row), beta, 400)
    law = half_temperature.law(half_temperature.read(size, row["omega"], row["omega_a"], row["gamma"], row["J"]))
    with working_precision(400):
        scaled = (value - enclose_expression(law, {"beta": beta}, 400)) * size
        return float((scaled / half_temperature.first_correction(words, tau, 400) - 1).mid())


@pytest.mark.parametrize("row", SETS, ids=lambda row: " ".join(map(str, row.values())))
def test_the_first_correction_of_half_temperature(row: dict[str, Q]) -> None:
    """The gap falls like N^{-1/2}: ten thousand times more sources, a hundredth of it; or less, where J = 0."""
    tau = str(2 / (row["gamma"] * row["omega_a"]))  # X = 1
    near, far = (correction_gap(row, tau, size) for size in (10**12, 10**16))
    assert abs(near) < 1e-3 and abs(far) < abs(near) / 50


@pytest.mark.parametrize("row", SETS, ids=lambda row: " ".join(map(str, row.values())))
def test_the_half_temperature(row: dict[str, Q]) -> None:
    """C = 1/2 within O(N^{-1/2}) of T_0 e^{W(J/T_0)}, so N(C - 1/2) tends to the 1/N term at X = ln(3)/2 there."""
    gaps = []
    for size in (10**8, 10**12):
        T0 = sp.sqrt(sp.Integer(size) * sp.Rational(row["omega_a"] * row["gamma"]) / sp.log(3))
        T = exact(str((T0 * sp.exp(sp.LambertW(sp.Rational(row["J"]) / T0))).evalf(60)))
        value = coherence_of_many(Model(N=size, **row), exact(1) / T, 300)
        limit = half_temperature.first_correction({key: str(v) for key, v in row.items()}, f"log(3)/({row['omega_a'] * row['gamma']})", 300)
        with working_precision(300):
            gaps.append(abs(float(((value - arb(0.5)) * size - limit).mid())) / abs(float(limit.mid())))
    assert gaps[0] < 0.05 and gaps[1] < max(gaps[0] / 50, 1e-10)


@pytest.mark.parametrize(
    ("N", "omega", "omega_a", "gamma"),
    [(N, *(Q(RANDOM.randint(1, 40), 20) for _ in range(3))) for N in (2, 3, 4, 5, 6, 7, 8, 10, 11, 4) for _ in range(2)],
)
@pytest.mark.parametrize("near", [Q(9, 10), Q(11, 10)])
def test_the_sign_rule(N: int, omega: Q, omega_a: Q, gamma: Q, near: Q) -> None:
    """On the line C(T) - C_c has, cold, the sign of a_1: positive where g_N is below the flip of the sources, N >= 4."""
    if N >= 4:  # the flip beside the boundary
        inner = original_next_gaps(original_read(N, omega, 1, gamma))[1]
        omega_a = Q(str(inner.evalf(12))) * near / (1 if N % 2 else N)
    p = original_read(N, omega, omega_a, gamma)
    expected = 1 if N >= 4 and near > 1 else -1
    T = exact(str((critical_crossover.next_gap(p) / 250).evalf(12)))
    model = Model(N=N, omega=omega, omega_a=omega_a, gamma=gamma, J=exact(critical_crossover.line_of(p)))
    assert sign(exact(extra_extremum.first_amplitude(p))) == expected
    assert float(evaluate(model, "coherence-derivative", T=T, digits=5)) * expected > 0


@pytest.mark.parametrize(
    ("name", "fault", "caught"),
    [
        ("first_correction", lambda right: lambda *a: right(*a) * arb("1.01"), "correction"),
        ("first_correction", lambda right: lambda row, tau, bits: right(row | {"omega": "0"}, tau, bits), "correction"),
        ("law", lambda right: lambda p: right(p).replace(sp.exp, lambda x: sp.exp(x * sp.Rational(101, 100))), "correction"),
        ("first_correction", lambda right: lambda row, tau, bits: right(row, f"2*{tau}", bits), "half"),
    ],
)
def test_a_fault_in_the_first_correction_is_seen(
    name: str, fault: Callable[..., Any], caught: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(half_temperature, name, fault(getattr(half_temperature, name)))
    row = next(row for row in SETS if row["omega"] > 1 and abs(row["J"]) > Q(1, 4))
    with pytest.raises(AssertionError):
        (test_the_first_correction_of_half_temperature if caught == "correction" else test_the_half_temperature)(row)


def test_a_wrong_law_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    right = half_temperature.law
    monkeypatch.setattr(half_temperature, "law", lambda p: right(p).replace(sp.exp, lambda x: sp.exp(2 * x)))
    with pytest.raises(CheckFailed, match="does not tend to 1"):
        half_temperature.derive()


@pytest.mark.parametrize(
    ("module", "values", "sentence"),
    [
        (critical_crossover, {"N": 1}, "`N` must be at least 2"),
        (critical_crossover, {"omega": 0}, "`omega` must not be 0 here"),
        (extra_extremum, {"gamma": 0}, "`gamma` must not be 0 here"),
        (half_temperature, {"omega_a": "0"}, "`omega_a` must not be 0 here"),
        (half_temperature, {"N": 1}, "`N` must be at least 2"),
        (half_temperature, {"gamma": 0.5}, "`gamma` must be exact"),
    ],
)
def test_refusals(module: ModuleType, values: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        module.derive(**values)


@pytest.mark.parametrize("module", [critical_crossover, extra_extremum, half_temperature])
def test_shape(module: ModuleType) -> None:
    result = module.derive()
    assert result.expansion is None and len(result.steps) > 5
    assert {step.check.kind for step in result.steps} == {"identity", "enumeration", "enclosure", "argument"}
    for word in ("Claim:", "Assumes:", "Source:", "Method:", "Cost:"):
        assert f"\n{word}" in not_none(module.__doc__)
