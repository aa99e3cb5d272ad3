"""The mpmath backend against sums over all source configurations, dense matrices and closed forms."""

from __future__ import annotations

import random
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from oracles.mpmath_cases import assert_rounds, configurations, fresh, number, oracle
from symcoh.errors import InputError, NotCertified
from symcoh.exactnumbers import exact
from symcoh.ground import ground_manifold
from symcoh.model import Model
from symcoh.numeric.mpmath.backend import QUANTITIES, evaluate_mpmath

CEILING = 2**20


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    N: int
    values: dict[str, str]
    beta: str

    @property
    def model(self) -> Model:
        return Model(N=self.N, **self.values)


def case(N: int, omega: str, omega_a: str, gamma: str, J: str, beta: str) -> Case:
    return Case(N=N, values={"omega": omega, "omega_a": omega_a, "gamma": gamma, "J": J}, beta=beta)


def random_case(rng: random.Random, betas: list[str]) -> Case:
    return case(
        rng.randint(1, 8),
        rng.choice(["1", "1", "0", "1/3", "1e-6", "sqrt(2)"]),
        rng.choice(["0.7", "-1.3", "1e-10", "-1/50", "2", "sqrt(3)"]),
        rng.choice(["0.3", "-1.1", "1e-9", "2", "1/7"]),
        rng.choice(["0", "0.37", "-0.274", "2", "-1.5", "-1e-12", "1/9"]),
        rng.choice(betas),
    )


def assert_all_quantities(item: Case, digits: int = 30, with_ground: bool = True) -> None:
    ctx, expected = oracle(item.N, item.values, item.beta)
    ground = ground_manifold(item.model) if with_ground else None
    compared = 0
    for quantity, value in expected.items():
        if abs(value) < ctx.ldexp(1, -ctx.prec // 2):
            assert item.values["omega"] == "0" and quantity in ("bloch-z", "ergotropy"), (item, quantity)
            continue
        result = evaluate_mpmath(item.model, quantity, exact(item.beta), digits, CEILING, ground=ground)
        assert_rounds(ctx, value, result, digits, f"{item} {quantity}")
        compared += 1
    assert compared >= 16


@pytest.mark.parametrize("seed", range(40))
def test_all_quantities_against_every_configuration(seed: int) -> None:
    assert set(oracle(1, {"omega": "1", "omega_a": "1", "gamma": "1", "J": "1"}, "1")[1]) == set(QUANTITIES)
    assert_all_quantities(random_case(random.Random(seed), ["1e-30", "1e-3", "1", "1", "7/3", "50"]), with_ground=seed % 2 == 0)


COLD = [
    case(4, "1", "0.7", "0.3", "-0.274", "400"),
    case(4, "1", "-0.7", "-0.3", "0.2", "300"),
    case(5, "1", "0.7", "0.3", "-1", "300"),
    case(6, "0", "0.7", "0.3", "-1", "200"),
    case(1, "1", "1e-6", "2", "3", "300"),
    case(3, "1e-6", "0.2", "0.3", "0", "400"),
]
TIED = [
    case(4, "1", "7/10", "1/6", "-13/60", "200"),
    case(4, "1", "7/10", "1/6", "-13/60", "1e-3"),
    case(5, "0", "1/2", "1/4", "-1/4", "100"),
    case(6, "0", "-1/2", "1/4", "-1/4", "1/10"),
]
BESIDE = [
    case(4, "1", "7/10", "1/6", f"-13/60 + {distance}", beta)
    for distance, beta in (("1e-50", "400"), ("-1e-50", "2"), ("1e-300", "100"), ("-1e-5000", "100"))
]


@pytest.mark.parametrize("item", COLD + TIED + BESIDE, ids=lambda item: f"N{item.N}-beta{item.beta}")
def test_cold_tied_and_nearly_tied(item: Case) -> None:
    assert_all_quantities(item)


def test_the_tied_cases_are_ties() -> None:
    assert all(len({level.m for level in ground_manifold(item.model).levels}) > 1 for item in TIED)


def test_an_undecided_tie_is_harmless_when_warm_and_refused_when_cold() -> None:
    warm, cold = TIED[1], TIED[0]
    assert_all_quantities(warm, with_ground=False)
    with pytest.raises(NotCertified, match="none of 20 digits .* raise the precision"):
        evaluate_mpmath(cold.model, "heat-capacity", exact("1e6"), 20, 20_000)


def test_a_tie_narrowly_missed_is_not_taken_for_a_tie() -> None:
    """Two precisions that both round J to the critical line agree on a wrong value: the gap says so."""
    beside = Model(N=4, omega_a="7/10", gamma="1/6", J="-13/60 + 1e-12000")
    assert evaluate_mpmath(beside, "coherence", exact("1e20000"), 8, CEILING) == (1, 80000000, -1)
    # omega = 0: the sectors u = 4, 2, 0 with 1, 4, 4 states at 0, 4 d, 8 d, and all else frozen out.
    beside = Model(N=4, omega=0, omega_a="1/2", gamma="1/4", J="-1/4 + 1e-12000")
    result = evaluate_mpmath(beside, "heat-capacity", exact("200000"), 8, CEILING, ground=ground_manifold(beside))
    assert result == (1, 28444444, 1 - 24000 + 10)  # (beta d)**2 Var = 4e10 * 64/9 * 1e-24000


EXTREME = [
    (2, "1", "1e-30", "1e30", "1e30", "1e-15"),
    (3, "1e-30", "1e30", "1e-30", "-1e3", "1e-31"),
    (5, "1e5", "-1e-30", "1e-30", "300", "1e-4"),
    (6, "1", "1", "1e-30", "-300", "2"),
    (8, "1e-20", "1e-20", "1e-20", "-1e-20", "1e-30"),
]


@pytest.mark.parametrize("values", EXTREME)
def test_extreme_scales(values: tuple[int, str, str, str, str, str]) -> None:
    item = case(*values)
    size = sum(abs(Fraction(v)) for v in item.values.values()) * item.N * Fraction(item.beta)
    if size < 10**5:
        assert_all_quantities(item)
        return
    # Out of the oracle's reach: the scaling relation, energies times s and beta over s.
    scaled = case(item.N, *(str(Fraction(v) / 10**30) for v in (*item.values.values(), str(Fraction(item.beta) * 10**60))))
    for quantity in QUANTITIES:
        left = evaluate_mpmath(item.model, quantity, exact(item.beta), 40, CEILING)
        right = evaluate_mpmath(scaled.model, quantity, exact(scaled.beta), 40, CEILING)
        power = {"energy": 30, "free-energy": 30, "ergotropy": 30, "coherence-derivative": -30}.get(quantity, 0)
        assert left == (right[0], right[1], right[2] + power), quantity


FRUGAL = [
    case(4, "1", "7/10", "1/6", "-13/60", "1e5"),
    case(5, "0", "1/2", "1/4", "-1/4", "1e5"),
    case(8, "1", "0.7", "0.3", "0.2", "1e-60"),
    case(6, "1e-40", "0.7", "0.3", "-0.2", "2"),
    case(6, "1", "1e-40", "1e-40", "-0.2", "2"),
    case(7, "1", "0.7", "0.3", "1e-50", "1e-12"),
    case(3, "1", "1e40", "1e40", "1e-40", "1e-35"),
    case(4, "1", "0.7", "0.3", "-0.274", "1e12"),
]


@pytest.mark.parametrize("item", FRUGAL, ids=lambda item: f"N{item.N}-beta{item.beta}")
def test_no_precision_is_wasted(item: Case) -> None:
    """30 digits are 100 bits: the guard, never the cancellation, sets the precision."""
    ground = ground_manifold(item.model)
    for quantity, value in oracle_free_quantities(item):
        if quantity != "energy":
            assert evaluate_mpmath(item.model, quantity, exact(item.beta), 30, 340, ground=ground) == value, quantity


def oracle_free_quantities(item: Case) -> list[tuple[str, tuple[int, int, int]]]:
    """Every quantity at 2,000 bits and more, for those that do not vanish."""
    zero = ("bloch-z", "ergotropy") if item.values["omega"] == "0" else ()
    ground, beta = ground_manifold(item.model), exact(item.beta)
    return [(q, _cut(evaluate_mpmath(item.model, q, beta, 600, CEILING, ground=ground))) for q in QUANTITIES if q not in zero]


def _cut(result: tuple[int, int, int]) -> tuple[int, int, int]:
    """600 digits cut down to 30."""
    sign, coefficient, exponent = result
    short = round(Fraction(coefficient, 10**570))
    return (sign, short, exponent) if short < 10**30 else (sign, short // 10, exponent + 1)


# Far below the oracle's reach: leading terms and closed forms.


@pytest.mark.parametrize("beta", ["1e6", "1e9", "1e12"])
def test_frozen_out_entropy_heat_capacity_and_slope(beta: str) -> None:
    """N = 2, J > 0: the first level above the aligned ground state flips the sources, or lifts the branch."""
    model = Model(N=2, omega="3/5", omega_a="1/10", gamma="1/5", J="3")  # S_2 = 1, slope 4/5.
    ctx = fresh(400)
    T = 1 / number(ctx, beta)
    gap = number(ctx, "2/10")  # both sources over: cost omega_a N, and the slope changes sign.
    small = ctx.exp(-gap / T)
    ground = ground_manifold(model)
    expected = {
        "entropy": small * (1 + gap / T),
        "heat-capacity": (gap / T) ** 2 * small,
        "coherence-derivative": -number(ctx, "8/5") * gap / T**2 * small,
    }
    for quantity, value in expected.items():
        assert_rounds(ctx, value, evaluate_mpmath(model, quantity, exact(beta), 20, CEILING, ground=ground), 20, quantity)


@pytest.mark.parametrize("J", ["-300", "-1/50", "0", "1/50", "300"])
@pytest.mark.parametrize("beta", ["1e-2", "1/3", "9"])
def test_closed_form_without_target_gap(J: str, beta: str) -> None:
    """omega = 0: Z = L(h_0 + beta gamma) + L(h_0 - beta gamma), L the trace of the transfer matrix to the N."""
    N, ctx = 61, fresh(60_000)
    b, h, g, K = (number(ctx, text) for text in (beta, "1/7", "1/11", J))
    plus, minus = (_ring_trace(ctx, N, b * K, b * (h / 2 + s * g)) for s in (1, -1))
    model = Model(N=N, omega=0, omega_a="1/7", gamma="1/11", J=J)
    assert_rounds(ctx, plus + minus, evaluate_mpmath(model, "partition-function", exact(beta), 50, CEILING), 50, "Z")
    value = (plus - minus) / (plus + minus)
    assert_rounds(ctx, value, evaluate_mpmath(model, "coherence", exact(beta), 50, CEILING), 50, "C")


def _ring_trace(ctx: Any, N: int, K: Any, h: Any) -> Any:
    T = ctx.matrix([[ctx.exp(K + h), ctx.exp(-K)], [ctx.exp(-K), ctx.exp(K - h)]])
    power = T**N
    return power[0, 0] + power[1, 1]


def test_free_ring_magnetization_at_large_N() -> None:
    """gamma = 0: the target decouples, and <M> is the derivative of the transfer matrix."""
    N, ctx = 200, fresh(4000)
    K, h = number(ctx, "-3/10"), number(ctx, "1/4")
    r = ctx.sqrt(ctx.sinh(h) ** 2 + ctx.exp(-4 * K))
    up, down = ctx.exp(K) * (ctx.cosh(h) + r), ctx.exp(K) * (ctx.cosh(h) - r)
    value = -N * ctx.sinh(h) / r * (up**N - down**N) / (up**N + down**N)
    model = Model(N=N, omega_a="1/2", gamma=0, J="-3/10")
    assert_rounds(ctx, value, evaluate_mpmath(model, "magnetization", exact("1"), 60, CEILING), 60, "M")


# Dense matrices.


DENSE = [(1, (1.0, 0.5, 0.3, 0.2), 1.3), (3, (1.0, -0.5, 0.3, -0.25), 2.0), (4, (0.5, 0.75, -0.4, 0.125), 0.7)]


@pytest.mark.parametrize(("N", "values", "beta"), DENSE)
def test_dense_diagonalisation(N: int, values: tuple[float, ...], beta: float) -> None:
    omega, omega_a, gamma, J = values
    up, flip = np.diag([1.0, -1.0]), np.array([[0.0, 1.0], [1.0, 0.0]])

    def at(site: int, operator: Any) -> Any:
        factors = [operator if k == site else np.eye(2) for k in range(N + 1)]
        result = factors[0]
        for factor in factors[1:]:
            result = np.kron(result, factor)
        return result

    M = sum(at(k, up) for k in range(1, N + 1))
    bonds = sum(at(k, up) @ at(k % N + 1, up) for k in range(1, N + 1))
    H = omega / 2 * at(0, up) + omega_a / 2 * M + gamma * at(0, flip) @ M - J * bonds
    energies, vectors = np.linalg.eigh(H)
    weights = np.exp(-beta * energies)
    rho = (vectors * (weights / weights.sum())) @ vectors.T
    expected = {
        "partition-function": weights.sum(),
        "energy": (H @ rho).trace(),
        "magnetization": (M @ rho).trace(),
        "bloch-x": (at(0, flip) @ rho).trace(),
        "bloch-z": (at(0, up) @ rho).trace(),
        "heat-capacity": beta**2 * ((H @ H @ rho).trace() - (H @ rho).trace() ** 2),
        "entropy": np.log(weights.sum()) + beta * (H @ rho).trace(),
    }
    texts = [str(Fraction(v).limit_denominator(1000)) for v in values]
    model = Model(N=N, omega=texts[0], omega_a=texts[1], gamma=texts[2], J=texts[3])
    for quantity, value in expected.items():
        sign, coefficient, exponent = evaluate_mpmath(model, quantity, exact(str(Fraction(beta).limit_denominator(1000))), 15, CEILING)
        assert sign * coefficient * 10.0 ** (exponent - 14) == pytest.approx(value, rel=1e-11), quantity


# The ground state.


GROUND = [
    (4, "1", "7/10", "1/6", "-13/60"),
    (4, "1", "-7/10", "1/6", "-1"),
    (5, "1", "7/10", "-1/6", "-1"),
    (5, "1", "7/10", "1/6", "1/4"),
    (6, "0", "1/2", "1/4", "-1/4"),
    (1, "1", "1", "1", "5"),
    (3, "1", "0", "2", "1"),
    (2, "0", "0", "0", "-1"),
]


@pytest.mark.parametrize("values", GROUND)
def test_ground_state_against_every_configuration(values: tuple[int, str, str, str, str]) -> None:
    N, *texts = values
    ctx = fresh(400)
    omega, omega_a, gamma, J = (number(ctx, text) for text in texts)
    energies: list[tuple[Any, int, tuple[Any, Any, int]]] = []
    for m, bonds, count in configurations(N):
        half = ctx.sqrt(omega**2 / 4 + (gamma * m) ** 2)
        for branch in (-1, 1):
            x, z = (branch * gamma * m / half, branch * omega / 2 / half) if half else (ctx.mpf(0), ctx.mpf(0))
            energies.append((omega_a * m / 2 - J * bonds + branch * half, count, (x, z, m)))
    lowest = min(entry[0] for entry in energies)
    tied = [entry for entry in energies if entry[0] - lowest < 1e-60]
    count = sum(entry[1] for entry in tied)
    x, z, m = (sum((ctx.mpf(entry[1]) * entry[2][i] for entry in tied), ctx.mpf(0)) / count for i in range(3))
    r = ctx.sqrt(x * x + z * z)

    def shannon(p: Any) -> Any:
        return sum(-q * ctx.ln(q) for q in (p, 1 - p) if q > 1e-60)

    expected = {
        "energy": lowest,
        "free-energy": lowest,
        "entropy": ctx.ln(count),
        "heat-capacity": ctx.mpf(0),
        "coherence-derivative": ctx.mpf(0),
        "magnetization": m,
        "coherence": abs(x),
        "bloch-x": x,
        "bloch-z": z,
        "population-excited": (1 + z) / 2,
        "population-ground": (1 - z) / 2,
        "purity": (1 + r * r) / 2,
        "target-entropy": shannon((1 - r) / 2),
        "relative-entropy-of-coherence": shannon((1 + z) / 2) - shannon((1 - r) / 2),
        "quantum-fisher-information": x * x,
        "ergotropy": omega / 2 * (r + z),
    }
    model = Model(N=N, omega=texts[0], omega_a=texts[1], gamma=texts[2], J=texts[3])
    ground = ground_manifold(model)
    for quantity, value in expected.items():
        result = evaluate_mpmath(model, quantity, None, 40, CEILING, ground=ground)
        if abs(value) < 1e-60:
            assert result == (0, 0, 0), quantity
        else:
            assert_rounds(ctx, value, result, 40, quantity)


def test_critical_ground_coherence_is_four_fifteenths() -> None:
    model = TIED[0].model
    assert evaluate_mpmath(model, "coherence", None, 6, CEILING, ground=ground_manifold(model)) == (1, 266667, -1)


def test_a_ground_energy_that_nearly_cancels_is_not_zero() -> None:
    """N = 1: E_0 = -(omega_a + S_1)/2 - J, here 1e-500."""
    model = Model(N=1, omega="3/5", omega_a=1, gamma="2/5", J="-1 + 1e-500")
    assert evaluate_mpmath(model, "energy", None, 5, CEILING, ground=ground_manifold(model)) == (-1, 10000, -500)


def test_what_has_no_ground_value() -> None:
    model = COLD[0].model
    with pytest.raises(InputError, match="`beta` must be finite for the partition-function, but is oo"):
        evaluate_mpmath(model, "partition-function", None, 10, CEILING, ground=ground_manifold(model))
    with pytest.raises(NotCertified, match="was not decided"):
        evaluate_mpmath(model, "coherence", None, 10, CEILING)
    with pytest.raises(InputError, match="`quantity` must be one of .* but is 'coherance'"):
        evaluate_mpmath(model, "coherance", None, 10, CEILING)
